"""Steps of the journey: contacts at a stage that several people told of, in the order in which they told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from cjm_research.coding import touchpoint_context
from cjm_research.journey.emotion_curve import mean_over_people
from cjm_research.journey.flow import MOMENT_KINDS, gives_up, is_near_failure
from cjm_research.journey.keys import step_key
from cjm_research.journey.paths import transitions, variants, without_repeats
from cjm_research.measures import count_of
from cjm_research.model import (
    Coding,
    Evidence,
    JourneyCell,
    JourneyPath,
    JourneyStep,
    PathVariant,
    Transition,
    term,
)
from cjm_research.model.journey_parts import Outcome

# Of one person alone every contact is a step; else of this many at least, and of more where steps grow too many.
LEAST_PEOPLE = 2
MOST_STEPS = 20

_Place = tuple[str, str]


@dataclass(frozen=True)
class Course:
    """The steps of a map and the ways through them.

    `least_people` is how many must have told of a contact at a stage for it to be a step; `left_out` counts the
    contacts of fewer people.
    """

    steps: tuple[JourneyStep, ...]
    paths: tuple[JourneyPath, ...]
    transitions: tuple[Transition, ...]
    variants: tuple[PathVariant, ...]
    least_people: int
    left_out: int


def course_of(
    staged: Sequence[tuple[str, Coding]],
    cells: Iterable[JourneyCell],
    stages: Sequence[str],
    people: Sequence[str],
    *,
    walked: Iterable[str] = (),
    outcomes: Mapping[str, Outcome] | None = None,
) -> Course:
    """The course of a journey, in the order in which people told of its contacts.

    The order of telling is that of the clock only for accompanied walks (`walked`). A contact told of again at once is
    one step; told of again after another one, it is a way back.

    Parameters
    ----------
    staged : sequence of (stage, Coding)
        Codings with the stage they fall into, in any order.
    cells : iterable of JourneyCell
        The cells made of them: those of contacts hold the words behind each step.
    stages : sequence of str
        The columns of the map.
    people : sequence of str
        Those of the map.
    walked : iterable of str
        Who was accompanied.
    outcomes : mapping of str to Outcome, optional
        How it ended for whom.
    """
    staged = sorted(staged, key=lambda pair: (*pair[1].place, pair[1].code, pair[1].guid))
    contacts: dict[_Place, list[Coding]] = defaultdict(list)
    told: dict[str, list[_Place]] = {who: [] for who in people}
    for stage, coding in staged:
        if coding.kind == "touchpoint" and coding.label and coding.label != "unspecified":
            contacts[stage, coding.label].append(coding)
            told[coding.participant].append((stage, coding.label))
    support = {place: len(_who(of)) for place, of in contacts.items()}
    least = least_people(support, len(people))
    kept = {place: contacts[place] for place in enough(support, least)}
    words = {(cell.stage, i.label): i.evidence for cell in cells if cell.lane == "touchpoint" for i in cell.items}
    steps = _Steps(staged, words, stages, people, kept, told).steps()
    key = {(step.stage, step.label): step.key for step in steps}
    walks = set(walked)
    ends = outcomes or {}
    paths = tuple(
        JourneyPath(participant=who, steps=taken, order="walked" if who in walks else "told", outcome=ends.get(who))
        for who in people
        if (taken := without_repeats(key[place] for place in told[who] if place in key)) or who in ends
    )
    by_stage = {who: without_repeats(stage for stage, c in staged if c.participant == who) for who in people}
    return Course(
        steps=steps,
        paths=paths,
        transitions=transitions(paths, steps, stages),
        variants=variants(by_stage, stages),
        least_people=least,
        left_out=len(contacts) - len(kept),
    )


def least_people(support: Mapping[_Place, int], n: int) -> int:
    """The least number of people that makes a contact a step: two, and more until no more than `MOST_STEPS` are left.

    On the map of one person every contact is a step, however many there are.

    Parameters
    ----------
    support : mapping of (stage, label) to int
        How many people told of each contact.
    n : int
        The people of the map.
    """
    least = min(LEAST_PEOPLE, max(1, n))
    while n > least and len(enough(support, least)) > MOST_STEPS:
        least += 1
    return least


def enough(support: Mapping[_Place, int], least: int) -> set[_Place]:
    """The contacts of that many people, and the strongest of each stage from two people on: none should look empty."""
    strongest: dict[str, _Place] = {}
    for place in sorted(support, key=lambda place: (-support[place], place)):
        strongest.setdefault(place[0], place)
    return {place for place, k in support.items() if k >= least} | {
        place for place in strongest.values() if support[place] >= LEAST_PEOPLE
    }


def _who(codings: Iterable[Coding]) -> set[str]:
    return {coding.participant for coding in codings}


class _Steps:
    """Makes the steps of the contacts that are kept."""

    def __init__(
        self,
        staged: Sequence[tuple[str, Coding]],
        words: Mapping[tuple[str, str | None], tuple[Evidence, ...]],
        stages: Sequence[str],
        people: Sequence[str],
        kept: Mapping[_Place, Sequence[Coding]],
        told: Mapping[str, Sequence[_Place]],
    ) -> None:
        self._kept, self._stages, self._n = kept, stages, len(people)
        self._order = {stage: n for n, stage in enumerate(stages)}
        self._words = words
        self._furthest: dict[str, int] = {}
        for stage, coding in staged:
            who = coding.participant
            self._furthest[who] = max(self._furthest.get(who, 0), self._order[stage])
        self._stopped, self._left = self._moments(staged)
        self._places: dict[_Place, list[float]] = defaultdict(list)
        self._again: dict[_Place, int] = defaultdict(int)
        for way in told.values():
            self._follow([place for place in way if place in kept])

    def _moments(self, staged: Sequence[tuple[str, Coding]]) -> tuple[dict[_Place, set[str]], dict[_Place, set[str]]]:
        """Who stuck, and who gave up, at which contact."""
        contacts = touchpoint_context([c for _stage, c in staged], kinds=MOMENT_KINDS)
        stopped: dict[_Place, set[str]] = defaultdict(set)
        left: dict[_Place, set[str]] = defaultdict(set)
        for stage, coding in staged:
            label = contacts.get(coding.guid)
            if label and gives_up(coding):
                left[stage, label].add(coding.participant)
            elif label and (coding.kind == "barrier" or is_near_failure(coding)):
                stopped[stage, label].add(coding.participant)
        return stopped, left

    def _follow(self, way: Sequence[_Place]) -> None:
        """Where one person's contacts stand in their stages, and which were come back to."""
        in_stage: dict[str, list[_Place]] = defaultdict(list)
        for place in dict.fromkeys(way):
            in_stage[place[0]].append(place)
        for places in in_stage.values():
            for at, place in enumerate(places):
                self._places[place].append(at / (len(places) - 1) if len(places) > 1 else 0.5)
        visits = without_repeats("\n".join(place) for place in way)
        for place in dict.fromkeys(way):
            self._again[place] += visits.count("\n".join(place)) > 1

    def steps(self) -> tuple[JourneyStep, ...]:
        """In the order of the map: by stage, then by place; equal places by support, then name."""
        made = [self._step(place, codings) for place, codings in self._kept.items()]
        made.sort(key=lambda s: (self._order[s.stage], s.place, -s.count.k, s.label or ""))
        return tuple(made)

    def _step(self, place: _Place, codings: Sequence[Coding]) -> JourneyStep:
        stage, label = place
        left = self._left.get(place, set())
        return JourneyStep(
            key=step_key(stage, f"touchpoint/{label}"),
            stage=stage,
            text=term("touchpoint", label),
            label=label,
            count=count_of(len(_who(codings)), self._n),
            place=round(fmean(self._places[place]), 9),
            repeats=self._again[place],
            reached=sum(at >= self._order[stage] for at in self._furthest.values()),
            stalled=len(self._stopped.get(place, set()) - left),
            exited=len(left),
            valence=mean_over_people(codings),
            evidence=self._words[place],
        )
