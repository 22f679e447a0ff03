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
    """Whether a turning point tells that somebody left, and not only nearly.

    Words of leaving in barriers and actions mostly mean something else: terms of notice, a window that was shut.
    """
    words = coding.quote
    if coding.kind != "turning_point" or tells("nearly", words):
        return False
    return tells("negated", words) or (tells("leave", words) and not tells("go_on", words))


def goes_on(coding: Coding) -> bool:
    """Whether a turning point tells of a decision for: bought, signed, stayed, came back."""
    words = coding.quote
    return tells("go_on", words) and not (tells("negated", words) or tells("leave", words) or tells("nearly", words))


class FlowOf:
    """How each action and turning point went.

    A turning point follows its words; one that nearly was the end went on. Where they tell nothing and the same person
    met a barrier in the same breath, it is a stall. An action is what somebody did to get on, unless the same breath
    tells of leaving or of a barrier.

    Parameters
    ----------
    codings : iterable of Coding
        All of the map, barriers among them.
    """

    def __init__(self, codings: Iterable[Coding]) -> None:
        codings = list(codings)
        self._stopped = {breath(c) for c in codings if c.kind == "barrier"}
        self._left = {breath(c) for c in codings if gives_up(c)}

    def of(self, coding: Coding) -> Flow | None:
        """The flow of an action or turning point; None where nothing tells."""
        if gives_up(coding) or (coding.kind == "action" and breath(coding) in self._left):
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
