"""Two people's codings of the same interviews side by side: which belong together, and how they differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Literal

from cjm_research.model import Coding
from cjm_research.model.base import Model

Verdict = Literal["same", "extent", "label", "valence", "stage", "kind", "first_only", "second_only"]
Difference = Literal["kind", "label", "extent", "valence", "stage"]

# Heaviest first: a pair's verdict is the heaviest thing that differs, `differences` holds all of them.
DIFFERENCES: tuple[Difference, ...] = ("kind", "label", "extent", "valence", "stage")
VERDICTS: tuple[Verdict, ...] = ("same", *DIFFERENCES, "first_only", "second_only")

# How much two codings must share before they are taken for one thing: the same code in any overlap; another label
# where half of the shorter coding is shared; another kind only where the words are about the same (half of the union).
_HALF = Fraction(1, 2)


class ComparedPair(Model):
    """A coding of the first coder and its counterpart of the second one; None where one of them coded nothing.

    Attributes
    ----------
    verdict : str
        The heaviest difference: "kind", "label", "extent" (other words), "valence", "stage"; "same" without any;
        "first_only" and "second_only" for codings without a counterpart.
    differences : tuple of str
        Everything that differs, heaviest first; empty for "same" and for codings without a counterpart.
    overlap : float
        Shared characters over those of both together, 0..1; 0 without a counterpart.
    tied : bool
        Another counterpart would have fitted exactly as well; the one that stands first in the text was taken.
    """

    first: Coding | None
    second: Coding | None
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    overlap: float = 0.0
    tied: bool = False

    @property
    def place(self) -> tuple[str, int, int, int]:
        """Sort key: transcript, utterance, and from the first to the last character of both."""
        ends = [coding for coding in (self.first, self.second) if coding]
        at = ends[0]
        return at.transcript, at.utterance, min(c.start for c in ends), max(c.end for c in ends)

    @property
    def guids(self) -> tuple[str, ...]:
        """Of the first coder's coding and the second's, as far as there are any: stable name of the pair."""
        return tuple(coding.guid for coding in (self.first, self.second) if coding)


class Comparison(Model):
    """Every coding of both coders exactly once, in the order of the text."""

    first_coder: str = ""
    second_coder: str = ""
    pairs: tuple[ComparedPair, ...] = ()

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many pairs of each verdict, all verdicts named."""
        found = Counter(pair.verdict for pair in self.pairs)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def differing(self) -> tuple[ComparedPair, ...]:
        """The pairs that the coders would have to talk about."""
        return tuple(pair for pair in self.pairs if pair.verdict != "same")

    def in_utterance(self, transcript: str, utterance: int) -> tuple[ComparedPair, ...]:
        """The pairs of one turn."""
        return tuple(pair for pair in self.pairs if pair.place[:2] == (transcript, utterance))


def compare_codings(
    first: Iterable[Coding], second: Iterable[Coding], *, first_coder: str = "", second_coder: str = ""
) -> Comparison:
    """Which codings of two coders belong together, and how the two of a pair differ.

    Codings of one turn are paired in three rounds: those of the same code, then of the same kind, then of another kind
    on about the same words. In each round the pair with the largest overlap goes first; between equal ones that with
    fewer other differences, then the one that stands first in the text. Each coding stands in exactly one pair.
    Exchanging the coders exchanges the sides and changes nothing else.

    Parameters
    ----------
    first, second : iterable of Coding
        What each coder has coded, of one or many interviews. All that are given are compared: choose those that count
        before (confirmed ones).
    first_coder, second_coder : str
        Names to carry; those of the codings where not given.

    Returns
    -------
    Comparison
    """
    left, right = list(first), list(second)
    pairs: list[ComparedPair] = []
    for ours, theirs in _by_turn(left, right):
        pairs.extend(_compared(ours, theirs))
    return Comparison(
        first_coder=first_coder or _coder(left),
        second_coder=second_coder or _coder(right),
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.place, _code_of(pair), sorted(pair.guids)))),
    )


def overlapping_pairs(
    first: Iterable[Coding],
    second: Iterable[Coding],
    *,
    same: Callable[[Coding, Coding], bool] = lambda ours, theirs: ours.code == theirs.code,
    share: Fraction | float = _HALF,
) -> list[tuple[Coding, Coding]]:
    """The pairs that count as the same finding: alike by `same`, with at least `share` of the shorter one in common.

    Each coding stands in one pair at most; pairs with the largest overlap are made first.
    """
    found: list[tuple[Coding, Coding]] = []
    for ours, theirs in _by_turn(list(first), list(second)):
        candidates = [
            _Candidate(0, a, b, ours[a], theirs[b])
            for a, b in _touching(ours, theirs)
            if same(ours[a], theirs[b]) and share_of_shorter(ours[a], theirs[b]) >= share
        ]
        found.extend((pick.ours, pick.theirs) for pick, _tied in _greedy(candidates))
    return found


def shared(ours: Coding, theirs: Coding) -> int:
    """How many characters of one turn both codings cover."""
    return max(0, min(ours.end, theirs.end) - max(ours.start, theirs.start))


def share_of_shorter(ours: Coding, theirs: Coding) -> Fraction:
    """Shared characters over those of the shorter coding; 1 for two empty ones at one place."""
    shorter = min(ours.end - ours.start, theirs.end - theirs.start)
    if shorter:
        return Fraction(shared(ours, theirs), shorter)
    return Fraction((ours.start, ours.end) == (theirs.start, theirs.end))


def share_of_both(ours: Coding, theirs: Coding) -> Fraction:
    """Shared characters over those of both together (Jaccard); 1 for two empty ones at one place."""
    common = shared(ours, theirs)
    union = (ours.end - ours.start) + (theirs.end - theirs.start) - common
    return Fraction(common, union) if union else Fraction(ours.start == theirs.start)


class _Candidate:
    """Two codings that might be counterparts; sorts as the rule above says, alike from both sides."""

    def __init__(self, stage: int, a: int, b: int, ours: Coding, theirs: Coding) -> None:
        self.a, self.b, self.ours, self.theirs = a, b, ours, theirs
        self.overlap = share_of_both(ours, theirs)
        self.rank = (stage, -self.overlap, len(_differences(ours, theirs)))
        ends = sorted((coding.place, coding.code, coding.guid) for coding in (ours, theirs))
        self.order = (*self.rank, ends)


def _by_turn(first: Sequence[Coding], second: Sequence[Coding]) -> Iterator[tuple[list[Coding], list[Coding]]]:
    turns: dict[tuple[str, int], tuple[list[Coding], list[Coding]]] = defaultdict(lambda: ([], []))
    for side, codings in enumerate((first, second)):
        for coding in codings:
            turns[coding.transcript, coding.utterance][side].append(coding)
    for place in sorted(turns):
        yield turns[place]


def _compared(ours: list[Coding], theirs: list[Coding]) -> Iterator[ComparedPair]:
    candidates = []
    for a, b in _touching(ours, theirs):
        stage = _round(ours[a], theirs[b])
        if stage is not None:
            candidates.append(_Candidate(stage, a, b, ours[a], theirs[b]))
    left, right = set(range(len(ours))), set(range(len(theirs)))
    for pick, tied in _greedy(candidates):
        left.discard(pick.a)
        right.discard(pick.b)
        differences = _differences(pick.ours, pick.theirs)
        yield ComparedPair(
            first=pick.ours,
            second=pick.theirs,
            verdict=differences[0] if differences else "same",
            differences=differences,
            overlap=float(pick.overlap),
            tied=tied,
        )
    for a in sorted(left):
        yield ComparedPair(first=ours[a], second=None, verdict="first_only")
    for b in sorted(right):
        yield ComparedPair(first=None, second=theirs[b], verdict="second_only")


def _round(ours: Coding, theirs: Coding) -> int | None:
    if ours.code == theirs.code:
        return 0
    if ours.kind == theirs.kind:
        return 1 if share_of_shorter(ours, theirs) >= _HALF else None
    return 2 if share_of_both(ours, theirs) >= _HALF else None


def _touching(ours: list[Coding], theirs: list[Coding]) -> Iterator[tuple[int, int]]:
    """Numbers of codings that share a character (or the very same empty place), without trying all with all."""
    order = sorted(range(len(theirs)), key=lambda b: theirs[b].start)
    waiting = iter(order)
    following = next(waiting, None)
    active: list[int] = []
    for a in sorted(range(len(ours)), key=lambda a: ours[a].start):
        start, end = ours[a].start, ours[a].end
        while following is not None and theirs[following].start < max(end, start + 1):
            active.append(following)
            following = next(waiting, None)
        # Later codings of ours start no earlier: what ends before this start is done with.
        active = [b for b in active if theirs[b].end > start or theirs[b].start >= start]
        for b in active:
            if shared(ours[a], theirs[b]) or (start, end) == (theirs[b].start, theirs[b].end):
                yield a, b


def _greedy(candidates: list[_Candidate]) -> Iterator[tuple[_Candidate, bool]]:
    """The candidates that are taken, best first, and whether another would have been as good."""
    candidates.sort(key=lambda candidate: candidate.order)
    rivals: dict[tuple[str, int], list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        rivals["a", candidate.a].append(candidate)
        rivals["b", candidate.b].append(candidate)
    left: set[int] = set()
    right: set[int] = set()
    for pick in candidates:
        if pick.a in left or pick.b in right:
            continue
        tied = any(
            rival is not pick and rival.rank == pick.rank and rival.a not in left and rival.b not in right
            for rival in (*rivals["a", pick.a], *rivals["b", pick.b])
        )
        left.add(pick.a)
        right.add(pick.b)
        yield pick, tied


def _differences(ours: Coding, theirs: Coding) -> tuple[Difference, ...]:
    differs = {
        "kind": ours.kind != theirs.kind,
        "label": ours.kind == theirs.kind and ours.label != theirs.label,
        "extent": (ours.start, ours.end) != (theirs.start, theirs.end),
        "valence": ours.valence != theirs.valence,
        "stage": ours.stage != theirs.stage,
    }
    return tuple(name for name in DIFFERENCES if differs[name])


def _code_of(pair: ComparedPair) -> str:
    return min(coding.code for coding in (pair.first, pair.second) if coding)


def _coder(codings: Sequence[Coding]) -> str:
    names = sorted({coding.coder for coding in codings})
    return names[0] if len(names) == 1 else ""
