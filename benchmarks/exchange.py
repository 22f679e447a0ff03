"""How fast a large REFI-QDA project enters and leaves a study, and how much memory that takes.

Run as ``python -m benchmarks.exchange``. A seeded project is made first: by default 2,000 texts of about 50 kB in
English, Polish and Russian words with speakers, and 200,000 codings. Import and export each run in a process of their
own, so that their memory is told apart.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from cjm_research.exchange.refi_qda import ProjectWriter
from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Header,
    Project,
    Selection,
    Stamp,
    TextSource,
    User,
    Variable,
    VariableValue,
)

SEED = 20260101
TEXTS, CODINGS, BYTES = 2000, 200_000, 50_000
SENTENCES = {
    "en": "the order came late and nobody told me what to do so I called the hotline again but they hung up",
    "pl": "zamówienie przyszło późno nikt nie powiedział co robić więc zadzwoniłam znów ale się rozłączyli",
    "ru": "заказ пришёл поздно никто не сказал что делать поэтому я снова позвонила но там бросили трубку",
}
WORDS = {language: sentence.split() for language, sentence in SENTENCES.items()}
SPEAKERS = {"en": ("Interviewer", "Participant"), "pl": ("Badacz", "Anna"), "ru": ("Интервьюер", "Ольга")}


def guid(*names: object) -> str:
    """A guid that follows from names."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, repr(names)))


def make(path: Path, n_texts: int, n_codings: int) -> None:
    """Write the project."""
    users = tuple(User(guid("user", n), f"Coder {n}") for n in range(5))
    codes = tuple(
        Code(
            guid("code", n), f"Code {n}", colour="#aa3300", codes=tuple(Code(guid(n, m), f"{n}.{m}") for m in range(9))
        )
        for n in range(20)
    )
    leaves = [code.guid for top in codes for code in top.codes]
    cases = tuple(
        Case(guid("case", n), f"Person {n}", None, (), (VariableValue(guid("age"), "Integer", str(20 + n % 60)),),
             (guid("text", n),))
        for n in range(n_texts)
    )  # fmt: skip
    variables = (Variable(guid("age"), "Age", "Integer"),)
    project = Project(Header("Large project", "NVivo"), users, codes, variables, cases)
    sources = _sources(n_texts, n_codings // n_texts, [user.guid for user in users], leaves)
    with ProjectWriter(path) as writer:
        writer.write(project, sources, {}.__getitem__, n_texts)


def _sources(n_texts: int, each: int, users: list[str], codes: list[str]) -> Iterator[TextSource]:
    chance = random.Random(SEED)
    for n in range(n_texts):
        text = _text(chance, tuple(WORDS)[n % 3])
        selections = []
        for k in range(each):
            start = chance.randrange(len(text) - 200)
            start = text.index(" ", start) + 1
            end = text.index(" ", start + chance.randrange(10, 60))
            user = chance.choice(users)
            coding = Coding(guid("coding", n, k), chance.choice(codes), user, "2024-01-15T10:05:00Z")
            stamp = Stamp(user, "2024-01-15T10:05:00Z")
            selections.append(Selection(guid("selection", n, k), start, end, "", None, stamp, (coding,)))
        path = f"internal://{guid('text', n)}.txt"
        yield TextSource(guid("text", n), f"Interview {n}", text, False, path, selections=tuple(selections))


def _text(chance: random.Random, language: str) -> str:
    parts, size = [], 0
    while size < BYTES:
        speaker = SPEAKERS[language][len(parts) % 2]
        line = f"{speaker}: {' '.join(chance.choices(WORDS[language], k=chance.randrange(8, 40)))}.\n"
        parts.append(line)
        size += len(line.encode())
    return "".join(parts)


def run(step: str, folder: Path) -> None:
    """One step in this process; prints seconds and megabytes as JSON."""
    from cjm_research.study import Study

    started, calls = time.perf_counter(), 0

    def progress(done: int, total: int) -> None:
        nonlocal calls
        calls += 1

    study = Study.create(folder / "study") if step == "import" else Study.open(folder / "study")
    if step in {"import", "import again"}:
        found = study.import_project(folder / "large.qdpx", progress=progress)
        print(found, file=sys.stderr)
    else:
        study.export(folder / "out.qdpx", progress=progress)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "step": step,
        "seconds": round(seconds, 1),
        "of the processor": round(used.ru_utime + used.ru_stime, 1),
        "MB": round(used.ru_maxrss / 1024),
        "progress": calls,
    }
    print(json.dumps(figures))


def main() -> None:
    """Make the project, then import, export and import it again, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument("--codings", type=int, default=CODINGS)
    parser.add_argument("--step", default="")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.step:
        run(given.step, given.folder)
        return
    print("\n".join(report(given.texts, given.codings)))


def report(n_texts: int = TEXTS, n_codings: int = CODINGS) -> list[str]:
    """Seconds and memory of each step, as a table."""
    with tempfile.TemporaryDirectory(prefix="cjm-exchange-") as name:
        folder = Path(name)
        make(folder / "large.qdpx", n_texts, n_codings)
        size = (folder / "large.qdpx").stat().st_size / 1e6
        lines = [f"{n_texts} texts of about 50 kB, {n_codings} codings, {size:.0f} MB zipped.", ""]
        lines += ["| step | seconds | of the import | MB |", "| --- | --- | --- | --- |"]
        whole = None
        for step in ("import", "export", "import again"):
            command = [sys.executable, "-m", "benchmarks.exchange", "--step", step, "--folder", str(folder)]
            found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            whole = whole or found["seconds"]
            lines.append(f"| {step} | {found['seconds']} | {found['seconds'] / whole:.2f} | {found['MB']} |")
    return lines


if __name__ == "__main__":
    main()
