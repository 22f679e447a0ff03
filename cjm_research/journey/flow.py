"""Whether people went on, stuck or gave up, as their own words tell: suggestions that researchers may take back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from cjm_research.journey.cue_words import tells
from cjm_research.model import Coding
from cjm_research.model.journey import Flow

# The kinds of which somebody nearly gave up, or did.
MOMENT_KINDS = ("barrier", "turning_point")


def is_near_failure(coding: Coding) -> bool:
    """Whether somebody nearly gave up and did not: a barrier or turning point told with such words."""
    return coding.kind in MOMENT_KINDS and tells("nearly", coding.quote) and tells("leave", coding.quote)


def gives_up(coding: Coding) -> bool:
    """Whether a barrier, turning point or action tells that somebody left, and not only nearly."""
    if coding.kind not in (*MOMENT_KINDS, "action") or tells("nearly", coding.quote):
        return False
    if tells("negated", coding.quote):
        return coding.kind == "turning_point"
    return tells("leave", coding.quote) and not tells("go_on", coding.quote)


def goes_on(coding: Coding) -> bool:
    """Whether a turning point tells of a decision for: bought, signed, stayed, came back."""
    words = coding.quote
    return tells("go_on", words) and not (tells("negated", words) or tells("leave", words) or tells("nearly", words))


class FlowOf:
    """How each action and turning point went.

    A turning point follows its words; one that nearly was the end went on. An action is what somebody did to get on,
    unless it tells of leaving. Where the words tell nothing and the same person met a barrier in the same breath, it
    is a stall.

    Parameters
    ----------
    codings : iterable of Coding
        All of the map, barriers among them.
    """

    def __init__(self, codings: Iterable[Coding]) -> None:
        self._stopped = {breath(c) for c in codings if c.kind == "barrier"}

    def of(self, coding: Coding) -> Flow | None:
        """The flow of an action or turning point; None where nothing tells."""
        if gives_up(coding):
            return "exit"
        if is_near_failure(coding) or (coding.kind == "turning_point" and goes_on(coding)):
            return "advance"
        if breath(coding) in self._stopped:
            return "stall"
        return "advance" if coding.kind == "action" else None

    def of_all(self, codings: Iterable[Coding]) -> Flow | None:
        """What most of the people tell; None where they are divided, or nothing tells."""
        told: dict[Flow, set[str]] = defaultdict(set)
        for coding in codings:
            if flow := self.of(coding):
                told[flow].add(coding.participant)
        ranked = Counter({flow: len(people) for flow, people in told.items()}).most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def breath(coding: Coding) -> tuple[str, int, str | None]:
    """What is told in one breath: the same utterance of the same person, about the same stage."""
    return coding.transcript, coding.utterance, coding.stage
