"""How much personal data is found, and how much of what is found is personal: per kind, language and sureness.

python -m benchmarks.privacy

The sentences of tests/privacy/sentences are invented and marked by hand; each is looked through by itself, so nothing
is known from elsewhere but the list of employers. A place counts as found where findings of its kind cover all of it, a
finding as right where it overlaps a place of its kind.
"""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cjm_research.privacy.base import Finding
from cjm_research.privacy.detect import detect

SENTENCES = Path(__file__).parent.parent / "tests" / "privacy" / "sentences"
LANGUAGES = ("en", "pl", "ru")
SURENESSES = ("sure", "likely", "possible")
SETS = ("names", "numbers")


@dataclass
class Score:
    """Counts of one kind in one language."""

    marked: int = 0
    found: int = 0
    found_unasked: int = 0
    given: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Count another one's counts too."""
        self.marked, self.found = self.marked + other.marked, self.found + other.found
        self.found_unasked += other.found_unasked
        self.given.update(other.given)
        self.right.update(other.right)


def report() -> list[str]:
    """The tables and the speed, a line each."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        main()
    return printed.getvalue().rstrip().splitlines()


def main() -> None:
    """Print the tables and the speed."""
    print("| kind | language | marked | recall | without the review list | " + " | ".join(SURENESSES) + " |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    scores = {language: measured(language) for language in LANGUAGES}
    kinds = sorted({kind for each in scores.values() for kind in each})
    for kind in kinds:
        for language in LANGUAGES:
            if kind in scores[language]:
                print(_row(kind, language, scores[language][kind]))
    for name, some in (("numbers, all", [k for k in kinds if k not in ("person", "organisation")]),):
        for language in LANGUAGES:
            print(_row(name, language, _sum(scores[language][kind] for kind in some if kind in scores[language])))
    print()
    for language in LANGUAGES:
        print(f"{language}: {_speed(language):.2f} s of processor time for 50 kB")


def measured(language: str) -> dict[str, Score]:
    """The score of each kind in the sentences of a language."""
    employers = (SENTENCES / f"{language}_employers.txt").read_text(encoding="utf-8").splitlines()
    scores: dict[str, Score] = {}
    for row in _rows(language):
        (found,) = detect([(row["text"], language)], employers=employers)
        for kind in {e["kind"] for e in row["entities"]} | {f.kind for f in found}:
            places = [(e["start"], e["end"]) for e in row["entities"] if e["kind"] == kind]
            scores.setdefault(kind, Score()).add(_score(places, [f for f in found if f.kind == kind]))
    return scores


def _score(places: list[tuple[int, int]], found: list[Finding]) -> Score:
    score = Score(marked=len(places))
    for start, end in places:
        score.found += _covered(start, end, found)
        score.found_unasked += _covered(start, end, [f for f in found if f.sureness != "possible"])
    for finding in found:
        score.given[finding.sureness] += 1
        score.right[finding.sureness] += any(s < finding.end and finding.start < e for s, e in places)
    return score


def _covered(start: int, end: int, found: list[Finding]) -> bool:
    covered = {place for finding in found for place in range(finding.start, finding.end)}
    return all(place in covered for place in range(start, end))


def _rows(language: str) -> list[dict]:
    lines = [(SENTENCES / f"{language}_{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in SETS]
    return [json.loads(line) for each in lines for line in each]


def _sum(scores: Iterable[Score]) -> Score:
    total = Score()
    for score in scores:
        total.add(score)
    return total


def _row(kind: str, language: str, score: Score) -> str:
    recall = f"{score.found / score.marked:.2f}" if score.marked else "-"
    alone = f"{score.found_unasked / score.marked:.2f}" if score.marked else "-"
    precision = [f"{score.right[s]}/{score.given[s]}" if score.given[s] else "-" for s in SURENESSES]
    return f"| {kind} | {language} | {score.marked} | {recall} | {alone} | {' | '.join(precision)} |"


def _speed(language: str) -> float:
    """Seconds of processor time for 50 kB of speech in UTF-8, once the lists are loaded."""
    texts = [row["text"] for row in _rows(language)]
    study: list[tuple[str, str]] = []
    size = 0
    while size < 50_000:
        text = texts[len(study) % len(texts)]
        study.append((text, language))
        size += len(text.encode("utf-8"))
    detect(study[:3])
    before = time.process_time()
    detect(study)
    return time.process_time() - before


if __name__ == "__main__":
    main()
