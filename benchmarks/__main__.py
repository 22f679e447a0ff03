"""Measure speed and quality, and write ``benchmarks/results.md``: ``python -m benchmarks`` (``make bench``).

Speed is reported as a ratio within this run, beside the absolute figure of this machine: absolute figures of two
machines, or of two moods of one machine, cannot be compared.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import evaluate_tagger
from cjm_research.demo import open_demo

RESULTS = Path(__file__).parent / "results.md"
LANGUAGES = ("en", "pl", "ru")


def best_of(repeats: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds of this process's time."""
    times = []
    for _repeat in range(repeats):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def tagger_speed() -> list[str]:
    """Words a second of the tagger, beside spaCy's bare tokenizer and sentence splitter on the same words."""
    import spacy

    from cjm_research.tagging import tag_transcripts

    lines = [
        "| language | words | tagger, words/s | tokenizer + sentencizer, words/s | ratio |",
        "| --- | --- | --- | --- | --- |",
    ]
    for language in LANGUAGES:
        transcripts = evaluate_tagger.load_interviews([language], "flagship")
        texts = [u.text for t in transcripts for u in t.utterances if u.role == "participant"]
        words = sum(len(text.split()) for text in texts)
        bare = spacy.blank(language)
        bare.add_pipe("sentencizer")
        tag_transcripts(transcripts)  # the first run loads lexicons and fills caches
        ours = best_of(3, lambda transcripts=transcripts: tag_transcripts(transcripts))
        theirs = best_of(3, lambda bare=bare, texts=texts: list(bare.pipe(texts)))
        lines.append(f"| {language} | {words:,} | {words / ours:,.0f} | {words / theirs:,.0f} | {theirs / ours:.2f} |")
    return lines


def start_times() -> list[str]:
    """How long a fresh interpreter takes for what a person waits for, beside an empty one."""
    steps = {
        "python alone": "pass",
        "import cjm_research": "import cjm_research",
        "load one tagger": "from cjm_research.tagging import lemmas; lemmas('pl', 'Zamówiłam')",
        "cjm --help": "from cjm_research.cli import main; main(['--help'])",
    }
    lines = ["| step | seconds | beyond python alone |", "| --- | --- | --- |"]
    base = None
    for name, code in steps.items():
        times = []
        for _repeat in range(3):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
            times.append(time.perf_counter() - begin)
        base = min(times) if base is None else base
        lines.append(f"| {name} | {min(times):.2f} | {min(times) - base:.2f} |")
    return lines


def chain_times() -> list[str]:
    """Seconds of processor time of each step over one bundled study, and its share of the whole."""
    steps: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        begin = time.process_time()
        study = open_demo("en", Path(folder) / "study")
        steps["import 24 interviews and tag them"] = time.process_time() - begin
        for name, work in {
            "personas": study.personas,
            "journey map, HTML": lambda: study.write_map("all", format="html"),
            "journey map, SVG": lambda: study.write_map("all", format="svg"),
            "journey map, PDF": lambda: study.write_map("all", format="pdf"),
            "report": study.report,
            "REFI-QDA project": lambda: study.export(Path(folder) / "study.qdpx"),
        }.items():
            begin = time.process_time()
            work()
            steps[name] = time.process_time() - begin
    whole = sum(steps.values())
    rows = [f"| {name} | {seconds:.1f} | {seconds / whole:.0%} |" for name, seconds in steps.items()]
    return ["| step | seconds | share |", "| --- | --- | --- |", *rows]


def tagger_scores() -> list[str]:
    """The tagger's scores on studies that its words and weights were not made from, then on those they were."""
    lines = []
    for part, meaning in (
        ("held", "Studies of six that no lexicon was written from"),
        ("flagship", "The three bundled studies, not written from either"),
        ("dev", "Studies that the lexicons were written from: flattering, for comparison only"),
    ):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            evaluate_tagger.main(["--studies", part])
        lines += [f"### {meaning}", "", "```", printed.getvalue().rstrip(), "```", ""]
    return lines


SECTIONS = (
    ("What the tagger finds", tagger_scores),
    ("How fast it tags", tagger_speed),
    ("How long one waits at the start", start_times),
    ("How long the chain takes", chain_times),
)


def main() -> None:
    """Run every section and write the results."""
    parts = [
        "# Measured",
        "",
        "Written by `make bench`. Seconds are those of the machine that ran it (2 cores); compare ratios.",
        "",
    ]
    for title, measure in SECTIONS:
        print(f"{title} ...", file=sys.stderr)
        parts += [f"## {title}", "", *measure(), ""]
    RESULTS.write_text("\n".join(parts), encoding="utf-8")
    print(RESULTS)


if __name__ == "__main__":
    main()
