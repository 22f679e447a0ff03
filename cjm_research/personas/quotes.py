"""Three quotes and a counter-quote for a persona, chosen by rule and never by taste."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cjm_research.model import Coding, Evidence

N_QUOTES = 3
MAX_PER_PARTICIPANT = 2
# A quote to print is a sentence, not a word and not a story; in code points.
PRINTABLE = (45, 220)
# Kinds in whose words a person speaks of herself; names of channels say little when quoted.
SPEAKING_KINDS = (
    "quote_worthy", "turning_point", "barrier", "pain_point", "success_point", "motivation", "need", "goal",
    "thought", "emotion", "question", "action",
)  # fmt: skip


def choose_quotes(
    codings: Sequence[Coding], members: Sequence[str], told: Sequence[Coding]
) -> tuple[tuple[Evidence, ...], Evidence | None]:
    """Quotes that speak for the members, and one that speaks against.

    The first is of the most central member, the second of what members tell most more often than others, the third
    of the next central member not heard yet; at most two of one person. The counter-quote is of the least central
    member who does not show that telling code, or else of the least central one.

    Parameters
    ----------
    codings : sequence of Coding
        The members' usable codings.
    members : sequence of str
        The most central first.
    told : sequence of Coding
        The members' codings of the persona's most telling code, may be empty.
    """
    own: dict[str, list[Coding]] = {who: [] for who in members}
    for coding in codings:
        if coding.participant in own:
            own[coding.participant].append(coding)
    stages = {c.stage for c in told}
    chosen: list[Coding] = []
    heard: Counter[str] = Counter()

    def take(candidates: Iterable[Coding]) -> None:
        if len(chosen) == N_QUOTES:
            return
        fresh = [c for c in candidates if heard[c.participant] < MAX_PER_PARTICIPANT and not _repeats(c, chosen)]
        if fresh:
            best = min(fresh, key=lambda c: (heard[c.participant], *_rank(c, stages)))
            chosen.append(best)
            heard[best.participant] += 1

    if members:
        take(own[members[0]])
    take(c for c in told if c.kind in SPEAKING_KINDS)
    for _round in range(MAX_PER_PARTICIPANT):
        for who in members:
            if heard[who] <= _round:
                take(own[who])
    return tuple(Evidence.of(c) for c in chosen), _counter(members, own, told, chosen)


def _counter(
    members: Sequence[str], own: dict[str, list[Coding]], told: Sequence[Coding], chosen: Sequence[Coding]
) -> Evidence | None:
    showing = {c.participant for c in told}
    for who in [*(m for m in reversed(members) if m not in showing), *reversed(members)]:
        if candidates := [c for c in own[who] if c.kind in SPEAKING_KINDS and not _repeats(c, chosen)]:
            return Evidence.of(min(candidates, key=lambda c: _rank(c, set())))
    return None


def _rank(coding: Coding, stages: set[str | None]) -> tuple[object, ...]:
    """Order of preference: printable length, speaking kinds, the telling stage, then place."""
    kind = SPEAKING_KINDS.index(coding.kind) if coding.kind in SPEAKING_KINDS else len(SPEAKING_KINDS)
    low, high = PRINTABLE
    return not low <= len(coding.quote) <= high, kind, coding.stage not in stages, coding.place, coding.guid


def _repeats(coding: Coding, chosen: Sequence[Coding]) -> bool:
    return any(
        c.transcript == coding.transcript
        and c.utterance == coding.utterance
        and c.start < coding.end
        and coding.start < c.end
        for c in chosen
    )
