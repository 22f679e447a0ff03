"""Codings beside tags: which pairs match, which touch, what the machine says where a coding stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarks.score import Mark, gold_marks, matched_pairs, tag_marks
from cjm_research.model import Tag, Transcript

# Laid over other kinds on purpose: words to remember are no rival of what they tell.
OVERLAY = "quote_worthy"


@dataclass(frozen=True)
class Compared:
    """Interviews of one language with their codings and tags; `marks[i]` is what the score sees of `tags[i]`."""

    language: str
    transcripts: tuple[Transcript, ...]
    gold: list[Mark]
    tags: list[Tag]
    marks: list[Mark]
    pairs: list[tuple[int, int]]

    @cached_property
    def rivals(self) -> dict[int, int]:
        """For each unmatched coding, the surest unmatched tag of another kind that shares half of the shorter one."""
        matched_gold, matched_tags = ({pair[side] for pair in self.pairs} for side in (0, 1))
        cells = defaultdict(list)
        for t, mark in enumerate(self.marks):
            if t not in matched_tags and mark.kind != OVERLAY:
                cells[mark.transcript, mark.utterance].append(t)
        found = {}
        for g, mark in enumerate(self.gold):
            if g in matched_gold or mark.kind == OVERLAY:
                continue
            here = [
                t
                for t in cells[mark.transcript, mark.utterance]
                if self.marks[t].group != mark.group and shares_half(mark, self.marks[t])
            ]
            if here:
                found[g] = min(here, key=lambda t: (-self.tags[t].score, self.marks[t].start, self.marks[t].kind))
        return found


def compared(transcripts: Sequence[Transcript], tags: Iterable[Tag]) -> Compared:
    """Match the codings of interviews of one language with their tags."""
    names = {t.id for t in transcripts}
    kept = sorted(
        (tag for tag in tags if tag.transcript in names),
        key=lambda tag: (tag.transcript, tag.utterance, tag.start, tag.end, tag.kind, tag.label or ""),
    )
    gold, marks = [mark for t in transcripts for mark in gold_marks(t)], tag_marks(kept)
    language = transcripts[0].language if transcripts else ""
    return Compared(language, tuple(transcripts), gold, kept, marks, matched_pairs(gold, marks))


def kind_said(side: Compared) -> dict[int, str]:
    """For each coding, the kind that the machine said there: its own, that of a rival, or nothing ("")."""
    said = dict.fromkeys(range(len(side.gold)), "")
    said.update({g: side.marks[t].group for g, t in side.rivals.items()})
    said.update({g: side.gold[g].group for g, _t in side.pairs})
    return said


def touches(one: Mark, other: Mark) -> bool:
    """Whether two marks of one utterance share a character."""
    same = (one.transcript, one.utterance) == (other.transcript, other.utterance)
    return same and min(one.end, other.end) > max(one.start, other.start)


def shares_half(one: Mark, other: Mark) -> bool:
    """Whether two marks of one utterance share at least half of the shorter one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return touches(one, other) and 2 * shared >= min(one.end - one.start, other.end - other.start)
