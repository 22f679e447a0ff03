"""What the tagger gets right and wrong in studies that it has not seen, as tables.

`benchmarks.leave_one_out` writes them to ``benchmarks/left_out/``; `notebooks/11_tagger_quality.ipynb` shows them.

| file | one row for each |
| --- | --- |
| scores.csv | study and kind |
| agreement.csv | language and kind of the interviews that were coded twice: the second coder, the machine |
| curve.csv | language, kind and least score |
| calibration.csv | language, kind and tenth of the score |
| confusions.csv | pair of what the coder and what the machine said |
| failure_counts.csv | language and way to fail |
| failures.csv | example of a failure |

All but scores.csv and failures.csv count the held and flagship studies only. The examples come from the development
studies only: the others are scored and never read.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.evaluate_tagger import CORPUS, part_of_id
from benchmarks.left_out_failures import example_rows, failure_rows
from benchmarks.left_out_marks import Compared, compared, kind_said
from benchmarks.score import Mark, gold_marks, score, tag_marks
from cjm_research.model import Tag, Transcript
from cjm_research.model.scheme import CORE_KINDS

FOLDER = Path(__file__).parent / "left_out"
COUNTED = ("label_n", "label_ok", "valence_n", "valence_ok", "stage_n", "stage_ok")
LEAST_SCORES = tuple(number / 20 for number in range(20))
ALL, CORE = "all", "core"
Row = dict[str, Any]


def write_tables(transcripts: Sequence[Transcript], tags: Sequence[Tag], folder: Path = FOLDER) -> None:
    """Write all tables; equal tags give equal bytes.

    Parameters
    ----------
    transcripts : sequence of Transcript
        The coded interviews.
    tags : sequence of Tag
        What the machine said of them without having seen their studies.
    """
    spoken = sorted({t.language for t in transcripts})
    everything = [compared([t for t in transcripts if t.language == language], tags) for language in spoken]
    fresh_ones = [t for t in transcripts if part_of_id(t.id) != "dev"]
    fresh = [compared([t for t in fresh_ones if t.language == language], tags) for language in spoken]
    dev = [compared([t for t in transcripts if part_of_id(t.id) == "dev" and t.language == x], tags) for x in spoken]
    tables = {
        "scores": score_rows(everything),
        "agreement": agreement_rows(transcripts, second_codings(), tags),
        "curve": curve_rows(fresh),
        "calibration": calibration_rows(fresh),
        "confusions": confusion_rows(fresh),
        "failure_counts": failure_rows(fresh),
        "failures": example_rows(dev),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(as_csv(rows), encoding="utf-8", newline="\n")


def as_csv(rows: Iterable[Row]) -> str:
    """Rows of equal columns as CSV; shares with four decimals."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0] if rows else [])
    for row in rows:
        writer.writerow(f"{value:.4f}" if isinstance(value, float) else value for value in row.values())
    return text.getvalue()


def second_codings() -> list[Transcript]:
    """The interviews that were coded a second time, with the second coder's codings."""
    paths = sorted((CORPUS / "second_coder").glob("*.json"))
    return [Transcript.model_validate(json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def score_rows(sides: Iterable[Compared]) -> Iterator[Row]:
    """Counts by study and kind."""
    for side in sides:
        named = sorted((str(t.study), part_of_id(t.id), t.id) for t in side.transcripts)
        for (study, part), ones in groupby(named, key=lambda item: item[:2]):
            names = {name for _study, _part, name in ones}
            counts = score(_of(side.gold, names), _of(side.marks, names))
            yield from _count_rows({"language": side.language, "study": study, "part": part}, counts)


def agreement_rows(transcripts: Sequence[Transcript], second: Sequence[Transcript], tags: Sequence[Tag]) -> list[Row]:
    """Counts by language and kind against the first coder, in interviews that a second one coded too."""
    names = {t.id for t in second}
    first = [t for t in transcripts if t.id in names]
    others = {
        "machine": tag_marks(tag for tag in tags if tag.transcript in names),
        "second": [mark for t in second for mark in gold_marks(t)],
    }
    rows: list[Row] = []
    for coder, marks in others.items():
        for language in sorted({t.language for t in first}):
            here = {t.id for t in first if t.language == language}
            gold = [mark for t in first if t.id in here for mark in gold_marks(t)]
            rows.extend(_count_rows({"coder": coder, "language": language}, score(gold, _of(marks, here))))
    return rows


def curve_rows(sides: Sequence[Compared]) -> Iterator[Row]:
    """Precision and recall of the core kinds, one by one and together, where weaker tags are left out."""
    for least in LEAST_SCORES:
        total: Counter = Counter()
        for side in sides:
            kept = [mark for mark, tag in zip(side.marks, side.tags, strict=True) if tag.score >= least]
            for kind, count in score(side.gold, kept).items():
                for name in (kind, CORE) if kind in CORE_KINDS else ():
                    for language in (side.language, ALL):
                        total.update({(language, name, field): n for field, n in count.items()})
        for language in (*(side.language for side in sides), ALL):
            for name in (*CORE_KINDS, CORE):
                gold, n, right = (total[language, name, field] for field in ("gold", "tags", "matched"))
                yield {
                    "language": language, "kind": name, "least_score": least, "codings": gold, "tags": n,
                    "matched": right, "precision": right / n if n else 1.0, "recall": right / gold if gold else 0.0,
                }  # fmt: skip


def calibration_rows(sides: Sequence[Compared]) -> Iterator[Row]:
    """How many tags of each tenth of the score are right: of all kinds together, and of each core kind."""
    bins: dict[tuple[str, str, int], list[tuple[float, bool]]] = {}
    for side in sides:
        right = {t for _g, t in side.pairs}
        for i, (tag, mark) in enumerate(zip(side.tags, side.marks, strict=True)):
            for language in (side.language, ALL):
                for kind in (mark.group, ALL):
                    bins.setdefault((language, kind, min(9, int(tag.score * 10))), []).append((tag.score, i in right))
    for (language, kind, tenth), ones in sorted(bins.items()):
        if kind in (*CORE_KINDS, ALL):
            yield {
                "language": language, "kind": kind, "low": tenth / 10, "high": (tenth + 1) / 10, "tags": len(ones),
                "mean_score": sum(value for value, _ok in ones) / len(ones), "right": sum(ok for _value, ok in ones),
            }  # fmt: skip


def confusion_rows(sides: Sequence[Compared]) -> Iterator[Row]:
    """What the machine said where the coder said something: kinds of all codings, the rest of matched ones."""
    counts: Counter = Counter()
    for side in sides:
        for g, machine in kind_said(side).items():
            coder = side.gold[g].group
            counts[side.language, coder, "kind", coder, machine] += 1
        for g, t in side.pairs:
            one, other = side.gold[g], side.marks[t]
            for what, coder, machine in _attributes(one, other):
                counts[side.language, one.group, what, coder, machine] += 1
    for (language, kind, what, coder, machine), n in sorted(counts.items()):
        yield {"language": language, "kind": kind, "what": what, "coder": coder, "machine": machine, "n": n}


def _attributes(one: Mark, other: Mark) -> Iterator[tuple[str, str, str]]:
    if one.label:
        yield "label", one.label, other.label or ""
    if one.stage:
        yield "stage", one.stage, other.stage or ""
    if one.valence is not None and one.group in ("touchpoint", "emotion"):
        yield "valence", _sign_name(one.valence), _sign_name(other.valence or 0)


def _sign_name(valence: int) -> str:
    return "positive" if valence > 0 else "negative" if valence < 0 else "neutral"


def _count_rows(head: Row, counts: dict[str, Counter]) -> Iterator[Row]:
    for kind, count in counts.items():
        row = {**head, "kind": kind, "codings": count["gold"], "tags": count["tags"], "matched": count["matched"]}
        yield {**row, **{name: count[name] for name in COUNTED}}


def _of(marks: Iterable[Mark], names: set[str]) -> list[Mark]:
    return [mark for mark in marks if mark.transcript in names]
