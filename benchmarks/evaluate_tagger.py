"""Score the rules alone on the coded interviews of `corpus/`, by language and kind.

What is learnt has seen the corpus; `benchmarks.leave_one_out` scores the whole tagger.

python -m benchmarks.evaluate_tagger [--lang en pl ru] [--studies dev|held|flagship|all] [--misses KIND] [--rules KIND]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from benchmarks.score import core_macro_f1, figures, gold_marks, matched_pairs, score, tag_marks
from cjm_research.model import Transcript
from cjm_research.tagging.tagger import load_tagger

CORPUS = Path(__file__).parents[1] / "corpus"
# Lexicons, weights and thresholds were made from the development studies only.
DEVELOPMENT = {n for first in (101, 113, 125, 137) for n in range(first, first + 6)}
FLAGSHIP = set(range(201, 225))


def part_of(path: Path) -> str:
    """Which part an interview belongs to: dev, held or flagship."""
    return part_of_id(path.stem)


def part_of_id(name: str) -> str:
    """The same from the identifier of the interview."""
    number = int(name.rpartition("_")[2])
    return "dev" if number in DEVELOPMENT else "flagship" if number in FLAGSHIP else "held"


def load_interviews(languages: list[str], part: str = "all", study: str = "") -> list[Transcript]:
    """The coded interviews of the corpus, sorted by path."""
    return [
        Transcript.model_validate(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(CORPUS.glob("*/*/*.json"))
        if path.parts[-3] in languages and part in ("all", part_of(path)) and study in path.parts[-2]
    ]


def table(title: str, counts: dict[str, Counter]) -> str:
    """One block of figures, ready to print."""
    lines = [f"{title:24} gold  tags     P     R    F1 label valence stage"]
    for kind, count in [*counts.items(), ("all kinds", sum(counts.values(), Counter()))]:
        row = {k: "    -" if v is None else f"{v:5.2f}" for k, v in figures(count).items()}
        lines.append(f"  {kind:20} {count['gold']:6} {count['tags']:5} " + " ".join(row.values()))
    return "\n".join([*lines, f"  core macro F1 {core_macro_f1(counts):.3f}"])


def main(argv: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", nargs="+", default=["en", "pl", "ru"])
    parser.add_argument("--studies", default="held", choices=["dev", "held", "flagship", "all"])
    parser.add_argument("--study", default="", help="part of a study's name")
    parser.add_argument("--misses", help="development only: codings of this kind that no tag matches")
    parser.add_argument("--wrong", help="development only: tags of this kind that match no coding")
    parser.add_argument("--rules", help="development only: hits and precision of each rule of this kind")
    options = parser.parse_args(argv)
    transcripts = load_interviews(options.lang, options.studies, options.study)
    tags = [
        tag for transcript in transcripts for tag in load_tagger(transcript.language, learnt=False).tags(transcript)
    ]
    gold = [mark for transcript in transcripts for mark in gold_marks(transcript)]
    marks = tag_marks(tags)
    languages = {t.id: t.language for t in transcripts}
    out = sys.stdout.write
    if options.misses or options.wrong or options.rules:
        if options.studies != "dev":
            parser.error("looking at single codings is for --studies dev only")
        out(_details(options, transcripts, gold, tags))
        return
    for language in [*options.lang, *(["all"] if len(options.lang) > 1 else [])]:
        chosen = score(
            [m for m in gold if language in ("all", languages[m.transcript])],
            [m for m in marks if language in ("all", languages[m.transcript])],
        )
        out(table(f"{language} ({options.studies})", chosen) + "\n\n")


def _details(options, transcripts, gold, tags) -> str:
    texts = {t.id: [u.text for u in t.utterances] for t in transcripts}
    marks = tag_marks(tags)
    pairs = matched_pairs(gold, marks)
    lines = []
    if options.misses:
        found = {g for g, _t in pairs}
        for i, m in enumerate(gold):
            if m.group == options.misses and i not in found:
                quote = texts[m.transcript][m.utterance][m.start : m.end]
                lines.append(f"{m.transcript} u{m.utterance} {m.label or ''} {m.valence or ''} {m.stage}: {quote}")
    if options.wrong:
        right = {t for _g, t in pairs}
        for i, tag in enumerate(tags):
            if marks[i].group == options.wrong and i not in right:
                lines.append(
                    f"{tag.transcript} u{tag.utterance} {tag.label or ''} {tag.score}: {tag.quote} <- {tag.why}"
                )
    if options.rules:
        fired: dict[str, list[int]] = {}
        right = {t for _g, t in pairs}
        for i, tag in enumerate(tags):
            if marks[i].group == options.rules:
                row = fired.setdefault(f"{tag.source} {tag.label or ''}", [0, 0])
                row[0] += i in right
                row[1] += 1
        for name, (ok, n) in sorted(fired.items(), key=lambda item: (-item[1][1], item[0])):
            lines.append(f"{name:45} {ok:4} of {n:4} right  {ok / n:.2f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
