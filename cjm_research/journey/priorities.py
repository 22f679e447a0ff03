"""A journey map -> the list of pains in the order in which they ask for attention, and of what to leave as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from cjm_research.i18n import ngettext
from cjm_research.journey.backlog import Backlog, BacklogRow, keep_list
from cjm_research.journey.gaps import touchpoint_name
from cjm_research.journey.weights import Weights
from cjm_research.measures import count_of
from cjm_research.measures.priorities import MAX_SEVERITY, severity_of_people
from cjm_research.measures.rankings import Item, rank
from cjm_research.model import JourneyItem, JourneyMap, PlanItem

DRAWS = 1000
UNKNOWN_SEVERITY = 0.5
# A pain is a pain, whatever was felt beside it: the factor never falls below this.
LEAST_SEVERITY = 0.1


@dataclass(frozen=True)
class _Pain:
    """What becomes a row: entries about one contact at one stage; of each person severity 0..1, and who was stopped."""

    items: tuple[JourneyItem, ...]
    stage: str
    people: tuple[str, ...]
    severities: Mapping[str, float]
    stopped: frozenset[str]
    is_controllable: bool

    def factors(self, prevalence: float, severity: float | None, stopped: float) -> dict[str, float]:
        return {
            "prevalence": prevalence,
            "severity": UNKNOWN_SEVERITY if severity is None else max(severity, LEAST_SEVERITY),
            "stopping": 0.5 + 0.5 * stopped,
            "influence": 1.0 if self.is_controllable else 0.5,
        }


def priorities(
    journey_map: JourneyMap,
    *,
    weights: Weights | Mapping[str, float] | None = None,
    felt: Mapping[str, float] | None = None,
    plan: Iterable[PlanItem] = (),
    seed: int = 20260101,
) -> Backlog:
    """The backlog of a map: its pains by a score whose formula is shown, and its success points.

    Pains and barriers at the same contact and stage are one row; entries of a map without data are left out, for nobody
    has told of them.

    Parameters
    ----------
    weights : Weights or mapping, optional
        See `Weights`; a mapping sets some of the usual ones.
    felt : mapping, optional
        guid of a coding -> how it felt, -2..+2 (`measures.priorities.pain_valences`). Else the mean of the entry stands
        for everybody behind it.
    plan : iterable of PlanItem
        Actions that answer entries.
    seed : int
        Of the intervals: people are drawn again with replacement.
    """
    chosen = weights if isinstance(weights, Weights) else Weights.of(weights or {})
    n = len(journey_map.participants)
    pains = list(_pains(journey_map, felt))
    scores = [_score(_factors(pain, n), chosen) for pain in pains]
    order = sorted(range(len(pains)), key=lambda at: (-scores[at], -len(pains[at].people), pains[at].items[0].key))
    pains, scores = [pains[at] for at in order], [scores[at] for at in order]
    places = _places([_factors(pain, n) for pain in pains], chosen)
    intervals = _intervals(pains, journey_map.participants, scores, chosen, seed)
    rows = [
        _row(journey_map, pain, score, interval, place, tuple(plan))
        for pain, score, interval, place in zip(pains, scores, intervals, places, strict=True)
    ]
    ranking = rank(
        [Item(key=r.key, name=r.name, value=r.score, interval=r.interval, n=max(1, n)) for r in rows],
        higher_is_better=False,
    )
    ties = {found.item.key: found.ties for found in ranking.items}
    return Backlog(
        title=journey_map.title,
        n=n,
        rows=tuple(row.model_copy(update={"ties": ties[row.key]}) for row in rows),
        keep=tuple(keep_list(journey_map)),
        formula=chosen.formula(),
        weights=tuple(chosen.as_dict().items()),
        ranking=ranking,
        remarks=tuple(_remarks(journey_map, pains)),
    )


def _pains(journey_map: JourneyMap, felt: Mapping[str, float] | None) -> Iterator[_Pain]:
    groups: dict[tuple[str, str], list[JourneyItem]] = defaultdict(list)
    for cell, item in journey_map.items:
        if cell.lane == "pain" and item.layer == "as_is" and item.evidence:
            groups[cell.stage, f"label/{item.label}" if item.label else f"item/{item.key}"].append(item)
    for (stage, _topic), items in groups.items():
        items.sort(key=lambda item: (-item.count.k, item.key))
        label = items[0].label
        yield _Pain(
            items=tuple(items),
            stage=stage,
            people=tuple(sorted({e.participant for item in items for e in item.evidence})),
            severities=_severities(items, felt),
            stopped=frozenset(e.participant for item in items if item.is_barrier for e in item.evidence),
            is_controllable=journey_map.touchpoint(label).controllable,
        )


def _severities(items: Sequence[JourneyItem], felt: Mapping[str, float] | None) -> dict[str, float]:
    """Person -> how bad it was as a share of the worst, 0..1; only people of whom it is known."""
    told = [
        (e.participant, item.valence if felt is None else felt.get(e.coding)) for item in items for e in item.evidence
    ]
    return {who: value / MAX_SEVERITY for who, value in severity_of_people(told).items()}


def _factors(pain: _Pain, n: int) -> dict[str, float]:
    severity = fmean(pain.severities.values()) if pain.severities else None
    return pain.factors(len(pain.people) / max(1, n), severity, len(pain.stopped) / len(pain.people))


def _score(factors: Mapping[str, float], weights: Weights) -> float:
    value = 100.0
    for name, weight in weights.as_dict().items():
        if weight:
            value *= factors[name] ** (weight / weights.total)
    return value


def _places(factors: Sequence[Mapping[str, float]], weights: Weights) -> list[tuple[int, int, int]]:
    """Place by score, and the best and worst place when the weights are moved; equal scores share a place."""
    found = []
    for moved in (weights, *weights.moved()):
        scores = [round(_score(one, moved), 9) for one in factors]
        found.append([1 + sum(other > score for other in scores) for score in scores])
    by_row = list(zip(*found, strict=True))
    return [(row[0], min(row), max(row)) for row in by_row]


def _intervals(
    pains: Sequence[_Pain], everybody: Sequence[str], scores: Sequence[float], weights: Weights, seed: int
) -> list[tuple[float, float]]:
    """95% intervals of the scores over people; at least as wide as prevalence alone would make them."""
    n = len(everybody)
    if not n:
        return [(0.0, 100.0) for _pain in pains]
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float)
    found = []
    for pain, score in zip(pains, scores, strict=True):
        drawn = _drawn_scores(pain, everybody, times, weights)
        low, high = (float(bound) for bound in np.quantile(drawn, [0.025, 0.975]))
        factors = _factors(pain, n)
        bounds = count_of(len(pain.people), n).interval
        ends = [_score({**factors, "prevalence": bound}, weights) for bound in bounds]
        found.append((min(low, ends[0], score), max(high, ends[1], score)))
    return found


def _drawn_scores(pain: _Pain, everybody: Sequence[str], times: np.ndarray, weights: Weights) -> np.ndarray:
    """Score of each draw; `times` says how often each person was drawn, shape (draws, people)."""
    having = set(pain.people)
    has = np.array([who in having for who in everybody], dtype=float)
    known = np.array([who in pain.severities for who in everybody], dtype=float)
    severity = np.array([pain.severities.get(who, 0.0) for who in everybody])
    stopped = np.array([who in pain.stopped for who in everybody], dtype=float)
    people, with_feeling = times @ has, times @ known
    mean = times @ severity / np.maximum(with_feeling, 1)
    factors = {
        "prevalence": people / len(everybody),
        "severity": np.where(with_feeling > 0, np.maximum(mean, LEAST_SEVERITY), UNKNOWN_SEVERITY),
        "stopping": 0.5 + 0.5 * (times @ stopped) / np.maximum(people, 1),
        "influence": np.full(len(times), 1.0 if pain.is_controllable else 0.5),
    }
    value = np.full(len(times), 100.0)
    for name, weight in weights.as_dict().items():
        if weight:
            value = value * factors[name] ** (weight / weights.total)
    # The same on every machine, whatever order it adds in.
    return np.round(value, 6)


def _row(
    journey_map: JourneyMap,
    pain: _Pain,
    score: float,
    interval: tuple[float, float],
    places: tuple[int, int, int],
    plan: Sequence[PlanItem],
) -> BacklogRow:
    first, n = pain.items[0], len(journey_map.participants)
    keys = tuple(item.key for item in pain.items)
    solutions = [item for cell, item in journey_map.items if cell.lane == "solution" and set(item.links) & set(keys)]
    answers = {*keys, *(item.key for item in solutions)}
    actions = [one for one in plan if set(one.answers) & answers and one.status != "dropped"]
    touchpoint = journey_map.touchpoint(first.label)
    owners = (*(i.owner for i in (*pain.items, *solutions)), *(one.owner for one in actions), touchpoint.department)
    factors = _factors(pain, n)
    return BacklogRow(
        key=first.key,
        items=keys,
        text=first.text,
        quote=first.quote,
        stage=pain.stage,
        stage_name=journey_map.stage_name(pain.stage),
        touchpoint=first.label,
        touchpoint_name=touchpoint_name(journey_map, first.label) if first.label else "",
        count=count_of(len(pain.people), n),
        severity=fmean(pain.severities.values()) * MAX_SEVERITY if pain.severities else None,
        stopped=count_of(len(pain.stopped), len(pain.people)),
        is_controllable=pain.is_controllable,
        factors=tuple(factors.items()),
        score=score,
        interval=interval,
        place=places[0],
        best_place=places[1],
        worst_place=places[2],
        solutions=tuple(item.text for item in solutions),
        owners=tuple(dict.fromkeys(filter(None, owners))),
        plan=tuple(one.text for one in actions),
    )


def _remarks(journey_map: JourneyMap, pains: Sequence[_Pain]) -> Iterator[str]:
    untold = sum(
        cell.lane == "pain" and item.layer == "as_is" and item.is_assumption for cell, item in journey_map.items
    )
    if untold:
        yield ngettext(
            "{n} pain of the map is an assumption that nobody told of; it has no place in the order.",
            "{n} pains of the map are assumptions that nobody told of; they have no place in the order.",
            untold,
        ).format(n=untold)
    unfelt = sum(not pain.severities for pain in pains)
    if unfelt:
        yield ngettext(
            "Of {n} pain no feeling is coded: it counts as half as bad as can be.",
            "Of {n} pains no feeling is coded: each counts as half as bad as can be.",
            unfelt,
        ).format(n=unfelt)
