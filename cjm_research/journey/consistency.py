"""Whether a contact feels the same to everybody, and whether contacts of one stage contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean, stdev

from pydantic import Field

from cjm_research.i18n import _, format_number, format_share
from cjm_research.journey.gaps import UNNAMED, touchpoint_name
from cjm_research.measures import bootstrap_mean, count_of
from cjm_research.model import Coding, Count, JourneyMap
from cjm_research.model.analysis import some_of
from cjm_research.model.base import Model

# So many on each side divide people.
MIN_PEOPLE = 2


class ContactFeeling(Model):
    """How one contact felt to people, each of whom counts once with his or her mean; -2..+2.

    `spread` is the standard deviation over people, None for one person; `good` and `bad` count people above and below
    zero. `stage` is empty for all stages together.
    """

    label: str
    name: str
    stage: str = ""
    place: str = ""
    people: tuple[tuple[str, float], ...]
    mean: float = Field(ge=-2, le=2)
    spread: float | None
    interval: tuple[float, float] | None
    good: Count
    bad: Count

    @property
    def is_divided(self) -> bool:
        """Whether it is good for some and bad for others: at least two of each."""
        return min(self.good.k, self.bad.k) >= MIN_PEOPLE

    def __str__(self) -> str:
        return _("{topic}: good for {good}, bad for {bad} people").format(
            topic=self.name,
            good=format_share(self.good.k, self.good.n),
            bad=format_share(self.bad.k, self.bad.n),
        )


class Contradiction(Model):
    """Contacts of one stage of which some surely please and others surely hurt: their intervals leave out zero."""

    stage: str
    place: str
    good: tuple[ContactFeeling, ...]
    bad: tuple[ContactFeeling, ...]

    def __str__(self) -> str:
        return _("Contacts of “{stage}” contradict each other. Pleasant: {good}. Unpleasant: {bad}.").format(
            stage=self.place, good=_means(self.good), bad=_means(self.bad)
        )


class Consistency(Model):
    """Contacts by their spread, the most divided first, and contacts that contradict each other inside a stage."""

    contacts: tuple[ContactFeeling, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        divided = [contact for contact in self.contacts if contact.is_divided]
        said = []
        if divided:
            said.append(_("Contacts that divide people: {contacts}.").format(contacts=some_of(map(str, divided))))
        said += [str(one) for one in self.contradictions]
        return tuple(said or [_("No contact divides people, and none contradicts another of its stage.")])

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def consistency(journey_map: JourneyMap, codings: Iterable[Coding], *, seed: int = 20260101) -> Consistency:
    """How steady each contact of a map is over people.

    Parameters
    ----------
    codings : iterable of Coding
        Those behind the map; only touchpoints with a valence count.
    seed : int
        Of the bootstrap intervals.
    """
    valences = {c.guid: c.valence for c in codings if c.kind == "touchpoint" and c.valence is not None}
    by_place: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for cell, item in journey_map.items:
        if cell.lane != "touchpoint" or item.label in UNNAMED:
            continue
        for e in item.evidence:
            if e.coding in valences:
                by_place[cell.stage, str(item.label)][e.participant].append(valences[e.coding])
                by_place["", str(item.label)][e.participant].append(valences[e.coding])
    feelings = {place: _feeling(journey_map, place, told, seed) for place, told in by_place.items()}
    contacts = [feeling for (stage, _label), feeling in feelings.items() if not stage]
    contacts.sort(key=lambda f: (-min(f.good.k, f.bad.k), -(f.spread or 0), f.label))
    return Consistency(contacts=tuple(contacts), contradictions=tuple(_contradictions(journey_map, feelings)))


def _feeling(
    journey_map: JourneyMap, place: tuple[str, str], told: Mapping[str, list[float]], seed: int
) -> ContactFeeling:
    stage, label = place
    means = {who: fmean(values) for who, values in sorted(told.items())}
    values = list(means.values())
    return ContactFeeling(
        label=label,
        name=touchpoint_name(journey_map, label),
        stage=stage,
        place=journey_map.stage_name(stage) if stage else "",
        people=tuple(means.items()),
        mean=fmean(values),
        spread=stdev(values) if len(values) > 1 else None,
        interval=bootstrap_mean(values, seed),
        good=count_of(sum(value > 0 for value in values), len(values)),
        bad=count_of(sum(value < 0 for value in values), len(values)),
    )


def _contradictions(
    journey_map: JourneyMap, feelings: Mapping[tuple[str, str], ContactFeeling]
) -> Iterator[Contradiction]:
    for stage in journey_map.stages:
        here = sorted((f for (key, _l), f in feelings.items() if key == stage.key), key=lambda f: (-f.mean, f.label))
        good = tuple(f for f in here if f.interval and f.interval[0] > 0)
        bad = tuple(f for f in reversed(here) if f.interval and f.interval[1] < 0)
        if good and bad:
            yield Contradiction(stage=stage.key, place=journey_map.stage_name(stage.key), good=good, bad=bad)


def _means(contacts: Iterable[ContactFeeling]) -> str:
    return some_of(f"{f.name} ({format_number(f.mean, 1).replace('-', '−')}, n = {len(f.people)})" for f in contacts)
