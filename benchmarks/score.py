"""How machine tags agree with a coder's codings.

A tag and a coding match when they are of one kind (a barrier counts as a pain point), stand in one utterance and share
at least half of the shorter one's characters; pairs are one to one, largest overlap first. On matched pairs the labels,
the sign of the valence and the stage are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cjm_research.model import Tag, Transcript
from cjm_research.model.scheme import CORE_KINDS, KINDS

REST_KINDS = tuple(kind for kind in KINDS if kind not in (*CORE_KINDS, "barrier"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A coding or a tag, as far as the score looks at it."""

    transcript: str
    utterance: int
    start: int
    end: int
    kind: str
    label: str | None
    valence: int | None
    stage: str | None

    @property
    def group(self) -> str:
        """The kind, a barrier counted as a pain point."""
        return "pain_point" if self.kind == "barrier" else self.kind


def gold_marks(transcript: Transcript) -> list[Mark]:
    """The codings that a transcript carries."""
    marks = []
    for coding in transcript.codings:
        start, end = transcript.locate(coding)
        marks.append(Mark(transcript.id, coding.u, start, end, coding.kind, coding.label, coding.valence, coding.stage))
    return marks


def tag_marks(tags: Iterable[Tag]) -> list[Mark]:
    """The machine's tags."""
    return [Mark(t.transcript, t.utterance, t.start, t.end, t.kind, t.label, t.valence, t.stage) for t in tags]


def matched_pairs(gold: list[Mark], tags: list[Mark]) -> list[tuple[int, int]]:
    """Indices of matched codings and tags of any number of transcripts, one to one."""
    cells: dict[tuple, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, marks in enumerate((gold, tags)):
        for i, mark in enumerate(marks):
            cells[mark.transcript, mark.utterance, mark.group][side].append(i)
    pairs = []
    for gold_ids, tag_ids in cells.values():
        shared = sorted((-overlap, g, t) for g in gold_ids for t in tag_ids if (overlap := _overlap(gold[g], tags[t])))
        used_gold: set[int] = set()
        used_tags: set[int] = set()
        for _overlap_size, g, t in shared:
            if g not in used_gold and t not in used_tags:
                used_gold.add(g)
                used_tags.add(t)
                pairs.append((g, t))
    return pairs


def _overlap(one: Mark, other: Mark) -> int:
    """Shared characters where they are at least half of the shorter mark, otherwise 0."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared if shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start) else 0


def score(gold: list[Mark], tags: list[Mark]) -> dict[str, Counter]:
    """Counts per kind: codings, tags, matches, and the equal labels, signs and stages among the matches."""
    counts = {kind: Counter() for kind in (*CORE_KINDS, *REST_KINDS)}
    for side, marks in (("gold", gold), ("tags", tags)):
        for mark in marks:
            counts[mark.group][side] += 1
    for g, t in matched_pairs(gold, tags):
        one, other = gold[g], tags[t]
        count = counts[one.group]
        count["matched"] += 1
        if one.label is not None:
            count["label_n"] += 1
            count["label_ok"] += one.label == other.label
        if one.valence is not None and one.group in ("touchpoint", "emotion"):
            count["valence_n"] += 1
            count["valence_ok"] += _sign(one.valence) == _sign(other.valence or 0)
        if one.stage:
            count["stage_n"] += 1
            count["stage_ok"] += one.stage == other.stage
    return counts


def figures(count: Counter) -> dict[str, float | None]:
    """Precision, recall, F1 and the shares of equal labels, signs and stages (None where there are none)."""
    precision = count["matched"] / count["tags"] if count["tags"] else 0.0
    recall = count["matched"] / count["gold"] if count["gold"] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    row: dict[str, float | None] = {"precision": precision, "recall": recall, "f1": f1}
    for name in ("label", "valence", "stage"):
        row[name] = count[f"{name}_ok"] / count[f"{name}_n"] if count[f"{name}_n"] else None
    return row


def core_macro_f1(counts: dict[str, Counter]) -> float:
    """Mean F1 of the five core kinds."""
    return sum(figures(counts[kind])["f1"] for kind in CORE_KINDS) / len(CORE_KINDS)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
