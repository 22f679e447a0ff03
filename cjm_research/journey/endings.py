"""How it ended for whom: as the participants' table says, else as their own words make clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any, get_args

from cjm_research.coding import stage_in
from cjm_research.journey.emotion_curve import valence_of
from cjm_research.journey.flow import gives_up, goes_on
from cjm_research.measures import count_of
from cjm_research.model import Coding, Count, Participant, Transcript, stage_model
from cjm_research.model.journey_parts import Outcome
from cjm_research.model.stages import DEFAULT_STAGE_MODEL

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
# Names that the column may have, and what its cells may hold beside the identifiers; without regard to case.
COLUMNS = ("outcome", "wynik", "rezultat", "исход", "итог", "результат")
_WORDS: dict[Outcome, str] = {
    "advocate": "promoter ambassador evangelist recommends ambasador ambasadorka poleca "
    "промоутер амбассадор рекомендует",
    "repeat": "loyal returning regular wraca stały stała lojalny lojalna powtórny повторный лояльный лояльная "
    "постоянный постоянная вернулся вернулась",
    "lapsed": "inactive dormant uśpiony uśpiona nieaktywny nieaktywna неактивный неактивная спящий уснувший",
    "lost": "churned left gone odszedł odeszła utracony utracona stracony stracona ушёл ушел ушла потерян потеряна",
    "never_bought": "non-buyer non_buyer niekupujący niekupująca некупивший некупившая",
}
WRITTEN: dict[str, Outcome] = {word: outcome for outcome, words in _WORDS.items() for word in (outcome, *words.split())}
WRITTEN |= {
    "never bought": "never_bought", "did not buy": "never_bought", "nie kupił": "never_bought",
    "nie kupiła": "never_bought", "nigdy nie kupił": "never_bought", "nigdy nie kupiła": "never_bought",
    "не купил": "never_bought", "не купила": "never_bought", "никогда не покупал": "never_bought",
    "никогда не покупала": "never_bought",
}  # fmt: skip
_AFTER = ("experience", "loyalty", "advocacy")
_UNTIL = ("awareness", "consideration", "decision", "purchase")


def outcomes_of(
    codings: Iterable[Coding], participants: Sequence[Participant | str], transcripts: Sequence[Transcript] = ()
) -> dict[str, Outcome]:
    """Participant -> how it ended; who is not in it, of them it is not known.

    What stands in a column “outcome” of the participants (in any of the three languages) counts before anything else.
    Where there is none, only clear words count: whose last turning point from use on is one of leaving was lost, whose
    last one is one of staying, buying again or coming back is a repeat customer, and who did something to recommend it
    and felt more good than bad from use on is an advocate; who turned away before or at the purchase and told of
    nothing after it never bought.
    """
    mine: dict[str, list[Coding]] = {}
    for coding in codings:
        mine.setdefault(coding.participant, []).append(coding)
    known = {who: outcome for who, told in sorted(mine.items()) if (outcome := _told(told))}
    people: list[Participant | Transcript] = [*transcripts, *(p for p in participants if isinstance(p, Participant))]
    for person in people:
        if outcome := written_outcome(person.attributes):
            known[person.id] = outcome
    return known


def written_outcome(attributes: Mapping[str, Any]) -> Outcome | None:
    """The outcome that a participant's attributes name; None where no column of that name has a known value."""
    for column, value in attributes.items():
        if column.strip().casefold() in COLUMNS:
            return WRITTEN.get(str(value).strip().casefold())
    return None


def counted(outcomes: Mapping[str, Outcome], people: Sequence[str]) -> tuple[tuple[Outcome, Count], ...]:
    """How many ended how, of those of whom it is known; none where that is nobody."""
    known = [outcomes[who] for who in people if who in outcomes]
    return tuple((outcome, count_of(known.count(outcome), len(known))) for outcome in OUTCOMES if outcome in known)


def _told(codings: Sequence[Coding]) -> Outcome | None:
    pivot = stage_model(DEFAULT_STAGE_MODEL)
    staged = sorted(((stage_in(c, pivot), c) for c in codings), key=lambda pair: (*pair[1].place, pair[1].guid))
    turns = [(stage, c) for stage, c in staged if c.kind == "turning_point"]
    later = [c for stage, c in turns if stage in _AFTER]
    if later and gives_up(later[-1]):
        return "lost"
    if any(stage == "advocacy" and c.kind == "action" for stage, c in staged) and _felt(staged) > 0:
        return "advocate"
    if later and goes_on(later[-1]):
        return "repeat"
    before = [c for stage, c in turns if stage in _UNTIL]
    if before and gives_up(before[-1]) and not any(stage in _AFTER for stage, _c in staged):
        return "never_bought"
    return None


def _felt(staged: Iterable[tuple[str | None, Coding]]) -> float:
    felt = [v for stage, c in staged if stage in _AFTER and (v := valence_of(c)) is not None]
    return fmean(felt) if felt else 0.0
