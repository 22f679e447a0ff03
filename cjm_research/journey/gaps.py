"""The contacts that a company runs, over those that people tell of: on both sides, or on one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cjm_research.i18n import _, format_number, format_percent
from cjm_research.journey.effort import effort_shares
from cjm_research.journey.expectations import needs_met
from cjm_research.journey.gap_report import GapKind, GapReport, PresenceCheck, Source, TouchpointGap
from cjm_research.measures import count_of
from cjm_research.model import STAGE_MODELS, CompanyTouchpoint, JourneyItem, JourneyMap, crosswalk, term
from cjm_research.model.base import Model
from cjm_research.model.stages import StageDefinition, StageModel

# Below this many people, that nobody told of a contact says next to nothing.
FEW_PEOPLE = 12
UNNAMED = (None, "", "unspecified")


def gap_analysis(
    journey_map: JourneyMap,
    inventory: Sequence[CompanyTouchpoint],
    *,
    models: Iterable[StageModel] = (),
    seed: int = 20260101,
) -> GapReport:
    """Compare the contacts that a company lists with those on a journey map, stage by stage.

    A company's contact without a stage is meant for any. One that the company says it is not present at is none of its
    contacts: it stands in the presence check alone.

    Parameters
    ----------
    journey_map : JourneyMap
        Its touchpoint lane is what people told of; its need lane what they expected.
    inventory : sequence of CompanyTouchpoint
        The company's list; their stages may be of any model that is built in or among `models`.
    seed : int
        Of the intervals of shares of mentions.
    """
    n = len(journey_map.participants)
    # Of a map without people nothing can be said to be missing.
    listed = [one for one in inventory if one.present is not False] if n else []
    told = _told(journey_map)
    people = {label: _people_of(told, label) for _stage, label in told}
    return GapReport(
        title=journey_map.title,
        n=n,
        rows=tuple(_rows(journey_map, listed, told, list(models))),
        effort=effort_shares(journey_map, inventory if n else (), people, seed=seed),
        presence=tuple(_presence(journey_map, inventory, people)),
        sources=tuple(_sources(journey_map, inventory, told, people)),
        needs=needs_met(journey_map),
        n_listed=len(inventory),
        remarks=tuple(_remarks(n, inventory)),
    )


class _Told(Model):
    people: frozenset[str]
    valence: float | None


def _told(journey_map: JourneyMap) -> dict[tuple[str, str], _Told]:
    """(stage, label) -> who told of the contact there."""
    items: dict[tuple[str, str], list[JourneyItem]] = defaultdict(list)
    for cell, item in journey_map.items:
        if cell.lane == "touchpoint" and item.layer == "as_is" and item.label not in UNNAMED and item.evidence:
            items[cell.stage, str(item.label)].append(item)
    # A contact has several entries in a cell where a researcher moved or added one.
    return {place: _Told(people=_people(mine), valence=_valence(mine)) for place, mine in items.items()}


def _people(items: Iterable[JourneyItem]) -> frozenset[str]:
    return frozenset(e.participant for item in items for e in item.evidence)


def _valence(items: Sequence[JourneyItem]) -> float | None:
    """The mean of the entries, each weighted by its people."""
    felt = [(item.valence, item.count.k) for item in items if item.valence is not None and item.count.k]
    return sum(valence * k for valence, k in felt) / sum(k for _valence, k in felt) if felt else None


def _people_of(told: dict[tuple[str, str], _Told], label: str) -> frozenset[str]:
    return frozenset().union(*(one.people for (_stage, other), one in told.items() if other == label))


def _rows(
    journey_map: JourneyMap,
    listed: Sequence[CompanyTouchpoint],
    told: dict[tuple[str, str], _Told],
    models: Sequence[StageModel],
) -> Iterator[TouchpointGap]:
    n, names = (
        len(journey_map.participants),
        {stage.key: journey_map.stage_name(stage.key) for stage in journey_map.stages},
    )
    places = _listed_places(journey_map, listed, told, models)
    order = {key: at for at, key in enumerate(("", *names))}
    for stage, label in sorted(told.keys() | places.keys(), key=lambda p: (order.get(p[0], -1), p[1])):
        found, company = told.get((stage, label)), places.get((stage, label), [])
        kind: GapKind = "matched" if found and company else "company_only" if company else "customer_only"
        lacking = told if kind == "company_only" else places if kind == "customer_only" else {}
        touchpoint = journey_map.touchpoint(label)
        yield TouchpointGap(
            label=label,
            name=touchpoint_name(journey_map, label),
            stage=stage,
            place=names.get(stage, ""),
            kind=kind,
            count=count_of(len(found.people) if found else 0, n),
            valence=found.valence if found else None,
            company=tuple(one.name for one in company),
            departments=tuple(dict.fromkeys(one.department for one in company if one.department)),
            elsewhere=tuple(names[s] for s in names if s != stage and (s, label) in lacking),
            is_independent=touchpoint.owner == "independent",
        )
    for one in listed:
        if not one.label:
            yield TouchpointGap(
                label="", name=one.name, kind="not_comparable", count=count_of(0, n), company=(one.name,),
                departments=(one.department,) if one.department else (),
            )  # fmt: skip


def _listed_places(
    journey_map: JourneyMap,
    listed: Sequence[CompanyTouchpoint],
    told: dict[tuple[str, str], _Told],
    models: Sequence[StageModel],
) -> dict[tuple[str, str], list[CompanyTouchpoint]]:
    """(stage, label) -> the company's contacts there; those for any stage stand where people tell of them."""
    places: dict[tuple[str, str], list[CompanyTouchpoint]] = defaultdict(list)
    for one in listed:
        if not one.label:
            continue
        stages = {on_map for stage in one.stages if (on_map := stage_on_map(journey_map, stage, models))}
        if not stages:
            stages = {stage for stage, label in told if label == one.label} or {""}
        for stage in sorted(stages):
            places[stage, one.label].append(one)
    return dict(places)


def stage_on_map(journey_map: JourneyMap, stage: str, models: Iterable[StageModel] = ()) -> str | None:
    """The stage of a map that a stage of any known model falls into; None where it falls into none."""
    keys = [one.key for one in journey_map.stages]
    if stage in keys:
        return stage
    known = [*models, *STAGE_MODELS.values()]
    target = next((model for model in known if model.key == journey_map.stage_model), None)
    if target is None:
        stages = (StageDefinition(key=one.key, phase=one.phase, pivot=()) for one in journey_map.stages)
        target = StageModel(key=journey_map.stage_model, stages=tuple(stages))
    source = next((model for model in known if stage in model.keys), None)
    found = crosswalk(stage, source, target) if source else None
    return found if found in keys else None


def touchpoint_name(journey_map: JourneyMap, label: str) -> str:
    """How a contact is called on a map: by researchers, else by its category."""
    return journey_map.touchpoint(label).name or term("touchpoint", label)


def _presence(
    journey_map: JourneyMap, inventory: Sequence[CompanyTouchpoint], people: dict[str, frozenset[str]]
) -> Iterator[PresenceCheck]:
    """Where the company is not and people are comes first, then what nobody looked at."""
    n = len(journey_map.participants)
    checks = [
        PresenceCheck(
            label=one.label,
            name=one.name,
            present=one.present,
            count=count_of(len(people.get(one.label, ())), n),
            department=one.department,
        )
        for one in inventory
        if one.label
    ]
    yield from sorted(checks, key=lambda c: ({False: 0, None: 1, True: 2}[c.present], -c.count.k, c.name))


def _sources(
    journey_map: JourneyMap,
    inventory: Sequence[CompanyTouchpoint],
    told: dict[tuple[str, str], _Told],
    people: dict[str, frozenset[str]],
) -> Iterator[Source]:
    labels = {one.label for one in inventory}
    found = [label for label in people if journey_map.touchpoint(label).owner == "independent"]
    for label in sorted(found, key=lambda one: (-len(people[one]), one)):
        yield Source(
            label=label,
            name=touchpoint_name(journey_map, label),
            count=count_of(len(people[label]), len(journey_map.participants)),
            stages=tuple(
                journey_map.stage_name(stage.key) for stage in journey_map.stages if (stage.key, label) in told
            ),
            is_listed=label in labels,
        )


def _remarks(n: int, inventory: Sequence[CompanyTouchpoint]) -> Iterator[str]:
    if not inventory:
        yield _("The study has no list of the company's contacts yet: import one, or add contacts by hand.")
    if not n:
        yield _("Nobody's words stand behind this map, so there is nothing to compare.")
    elif n < FEW_PEOPLE:
        upper = format_percent(count_of(0, n).interval[1])
        yield _(
            "These are few people: what none of {n} told of may still concern up to {percent} of all (95% interval)."
        ).format(n=format_number(n), percent=upper)
