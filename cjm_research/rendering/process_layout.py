"""Where the nodes and edges of a process graph stand: a column for each stage, and gutters and lanes for the ways.

Every way leaves a step on its right and enters the next on its left. Ways to the next column cross one gutter; those
that skip columns run in lanes below the steps, ways back in lanes above them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from cjm_research.model import JourneyMap
from cjm_research.model.journey_parts import Transition

Kind = Literal["next", "below", "down", "up", "skip", "back"]


# More ways than these no eye can follow.
MOST_ON, MOST_BACK = 28, 12
# Where along its way a count may stand, the best place first.
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)


@dataclass(frozen=True)
class Node:
    """A step's box: its key, the number of its column, its upper left corner and its size."""

    key: str
    column: int
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width


@dataclass(frozen=True)
class Way:
    """A transition with its route: kind, its corners or control points, and the places where its label may stand."""

    transition: Transition
    kind: Kind
    path: tuple[tuple[float, float], ...]
    labels: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Grid:
    """Columns of steps between gutters, from the left: their widths in points; one gutter more than columns."""

    left: float
    columns: tuple[float, ...]
    gutters: tuple[float, ...]

    def node_x(self, column: int) -> float:
        """The left side of the steps of a column."""
        return self.gutter_x(column) + self.gutters[column]

    def gutter_x(self, gutter: int) -> float:
        """The left side of the gutter before a column; the last one follows the last column."""
        return self.left + sum(self.columns[:gutter]) + sum(self.gutters[:gutter])

    def middle(self, gutter: int) -> float:
        """The middle of a gutter."""
        return self.gutter_x(gutter) + self.gutters[gutter] / 2


def grid_of(left: float, width: float, narrow: Sequence[float], crossings: Sequence[int], label: float) -> Grid:
    """A grid whose gutters are the wider the more ways run in them.

    Parameters
    ----------
    left, width : float
        Room, in points.
    narrow : sequence of float
        For each column without steps its width, for others 0: they share what is left.
    crossings : sequence of int
        How many ways run in each gutter: one number more than columns.
    label : float
        Least width of a gutter with ways.
    """
    n = len(narrow)
    gutters = (n + 1) * min(max(label, width / (n + 0.3) * 0.34), 90.0)
    least = [label if ways else label * 0.4 for ways in crossings]
    spare = max(0.0, gutters - sum(least)) / max(1, sum(crossings))
    wide = tuple(floor + spare * ways for floor, ways in zip(least, crossings, strict=True))
    n_full = sum(not fixed for fixed in narrow)
    full = (width - sum(wide) - sum(narrow)) / max(1, n_full)
    if not n_full:  # no steps at all: the stages share the sheet
        return Grid(left, tuple(fixed + full / max(1, n) for fixed in narrow), wide)
    return Grid(left, tuple(fixed or full for fixed in narrow), wide)


def crossings_of(transitions: Sequence[Transition], column_of: Mapping[str, int], n_columns: int) -> list[int]:
    """How many ways run in each gutter, for `grid_of`; `column_of` names the steps in their order."""
    touching = {(a, b) for a, b in pairwise(column_of) if column_of[a] == column_of[b]}
    counts = [0] * (n_columns + 1)
    for t in transitions:
        source, target = column_of[t.source], column_of[t.target]
        if (t.source, t.target) in touching:
            continue
        if source == target:
            counts[source if t.is_back else source + 1] += 1
        else:
            counts[source + 1] += 1
            counts[target] += target != source + 1
    return counts


@dataclass(frozen=True)
class Chosen:
    """The transitions that are drawn, and of those that are not: how many, and how few people each has at most."""

    drawn: tuple[Transition, ...]
    least_on: int
    left_on: int
    least_back: int
    left_back: int


def chosen_transitions(journey_map: JourneyMap, keys: set[str], least_people: int | None) -> Chosen:
    """The transitions between shown steps that enough people took, and those that a researcher drew.

    Parameters
    ----------
    journey_map : JourneyMap
        Its transitions, and the steps that a researcher says follow each other.
    keys : set of str
        Steps that are shown.
    least_people : int or None
        Least number of people; None for the smallest with which the picture stays readable. Ways back have a least
        number of their own then, for fewer people share each of them.
    """
    known = {(t.source, t.target) for t in journey_map.transitions}
    by_hand = [
        Transition(source=step.key, target=target, people=0, leaving=step.count.k, times=0, own=True)
        for step in journey_map.steps
        for target in step.next
        if (step.key, target) not in known
    ]
    between = [
        t
        for t in (*journey_map.transitions, *by_hand)
        if t.source in keys and t.target in keys and t.source != t.target
    ]
    drawn: list[Transition] = []
    told: list[int] = []
    for is_back, most in ((False, MOST_ON), (True, MOST_BACK)):
        ways = [t for t in between if t.is_back == is_back]
        least = least_people or _least(ways, most)
        shown = [t for t in ways if t.own or t.people >= least]
        drawn += shown
        told += [least, len(ways) - len(shown)]
    ranked = sorted(drawn, key=lambda t: (t.people, t.source, t.target))
    return Chosen(tuple(ranked), *told)


def _least(ways: Sequence[Transition], most: int) -> int:
    """The smallest number of people with which about so many ways remain; equals go or stay together."""
    people = sorted((t.people for t in ways if not t.own), reverse=True)
    if len(people) <= most:
        return 1
    with_ties = sum(n >= people[most] for n in people)
    return max(1, people[most] + (with_ties > most * 1.4))


def kind_of(source: Node, target: Node) -> Kind:
    """How the way between two steps runs."""
    if source.column == target.column:
        return "down" if target.y > source.y else "up"
    if target.column < source.column:
        return "back"
    return "next" if target.column == source.column + 1 else "skip"


def lanes_needed(
    transitions: Sequence[Transition], column_of: Mapping[str, int], *, back: bool
) -> dict[tuple[str, str], int]:
    """The lane of each way that runs above (or below) the steps, counted from them outwards."""
    spans = []
    for t in transitions:
        source, target = column_of[t.source], column_of[t.target]
        if (target < source) if back else (target > source + 1):
            low, high = sorted((source + 1, target))
            spans.append((high - low, low, high, (t.source, t.target)))
    lanes: list[list[tuple[int, int]]] = []
    found = {}
    for _length, low, high, key in sorted(spans):
        free = (i for i, lane in enumerate(lanes) if all(high < a or b < low for a, b in lane))
        i = next(free, len(lanes))
        lanes[i : i + 1] = [[*(lanes[i] if i < len(lanes) else []), (low, high)]]
        found[key] = i
    return found


def route(
    transitions: Sequence[Transition],
    nodes: Mapping[str, Node],
    grid: Grid,
    *,
    above: Mapping[tuple[str, str], float],
    below: Mapping[tuple[str, str], float],
) -> list[Way]:
    """The way of every transition.

    Parameters
    ----------
    transitions : sequence of Transition
        Between steps that have a node.
    nodes : mapping
        Key of a step -> its node.
    grid : Grid
        The columns.
    above, below : mapping
        Source and target -> height of its lane, in points.
    """
    touching = _touching(nodes)
    leaves, enters = _ports([t for t in transitions if (t.source, t.target) not in touching], nodes)
    slots = _slots(transitions, nodes, grid)
    bends = _bends([t for t in transitions if (t.source, t.target) not in touching], nodes, leaves)
    ways = []
    for t in transitions:
        key = (t.source, t.target)
        source, target = nodes[t.source], nodes[t.target]
        kind = kind_of(source, target)
        if kind == "down" and key in touching:
            ways.append(_straight(t, source, target))
            continue
        start, end = leaves[key], enters[key]
        if kind in ("back", "skip"):
            y = above[key] if kind == "back" else below[key]
            out, into = slots[key]
            corners = (start, (out, start[1]), (out, y), (into, y), (into, end[1]), end)
            ways.append(Way(t, kind, corners, tuple((out + (into - out) * f, y) for f in PLACES)))
        else:
            gutter = grid.gutters[source.column if kind == "up" else source.column + 1]
            curve = _curve(kind, start, end, gutter, bends[key])
            ways.append(Way(t, kind, curve, tuple(point_at(curve, f) for f in PLACES)))
    return ways


def _touching(nodes: Mapping[str, Node]) -> set[tuple[str, str]]:
    """Steps with the next one below them in their column."""
    ordered = sorted(nodes.values(), key=lambda node: (node.column, node.y))
    return {(a.key, b.key) for a, b in pairwise(ordered) if a.column == b.column}


def _straight(transition: Transition, source: Node, target: Node) -> Way:
    x = source.x + source.width * 0.3
    start, end = (x, source.y + source.height), (x, target.y)
    middle = (start[1] + end[1]) / 2
    places = tuple((x + source.width * f, middle) for f in (0.25, 0.4, -0.18))
    return Way(transition, "below", (start, start, (x, middle), end), places)


def _ports(transitions: Sequence[Transition], nodes: Mapping[str, Node]) -> tuple[dict, dict]:
    """Where each way leaves and enters: spread over the sides of the boxes, in the order of where the ways lead."""
    sides: dict[tuple[str, str], list[tuple[float, int, tuple[str, str]]]] = defaultdict(list)
    for t in transitions:
        source, target = nodes[t.source], nodes[t.target]
        kind = kind_of(source, target)
        lean = {"back": -1e6, "skip": 1e6}.get(kind, 0.0)
        out, into = {"up": ("left", "left"), "down": ("right", "right")}.get(kind, ("right", "left"))
        sides[source.key, out].append((lean + target.y, 0, (t.source, t.target)))
        sides[target.key, into].append((lean + source.y, 1, (t.source, t.target)))
    ends: tuple[dict, dict] = {}, {}
    for (node_key, side), ways in sides.items():
        node = nodes[node_key]
        for i, (_order, end, key) in enumerate(sorted(ways)):
            y = node.y + node.height * (i + 1) / (len(ways) + 1)
            ends[end][key] = (node.right if side == "right" else node.x, y)
    return ends


def _slots(
    transitions: Sequence[Transition], nodes: Mapping[str, Node], grid: Grid
) -> dict[tuple[str, str], tuple[float, float]]:
    """Where the ways in lanes run up and down in the gutters, each beside the others."""
    used: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for t in transitions:
        source, target = nodes[t.source], nodes[t.target]
        if kind_of(source, target) in ("back", "skip"):
            used[source.column + 1].append(("out", t.source, t.target))
            used[target.column].append(("into", t.source, t.target))
    places = {}
    for gutter, ways in used.items():
        for i, way in enumerate(sorted(ways)):
            # Arrow heads need room before the boxes.
            places[way] = grid.gutter_x(gutter) + grid.gutters[gutter] * (0.1 + 0.7 * (i + 1) / (len(ways) + 1))
    return {(s, t): (places["out", s, t], places["into", s, t]) for kind, s, t in places if kind == "out"}


def _bends(
    transitions: Sequence[Transition],
    nodes: Mapping[str, Node],
    leaves: Mapping[tuple[str, str], tuple[float, float]],
) -> dict[tuple[str, str], float]:
    """How far into its gutter each way turns, 0..1: beside each other, and such that few of them cross."""
    groups: dict[tuple[int, Kind, bool], list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    for t in transitions:
        source, target = nodes[t.source], nodes[t.target]
        kind, key = kind_of(source, target), (t.source, t.target)
        rises = target.y < source.y
        # Of ways down the upper turns last, of ways up the lower; ways around a column keep apart by their length.
        order = abs(target.y - source.y) if kind in ("down", "up") else leaves[key][1] * (1 if rises else -1)
        groups[source.column, kind, rises].append((order, key))
    return {key: (i + 1) / (len(ways) + 1) for ways in groups.values() for i, (_order, key) in enumerate(sorted(ways))}


def _curve(
    kind: Kind, start: tuple[float, float], end: tuple[float, float], gutter: float, bend: float
) -> tuple[tuple[float, float], ...]:
    """Start, two control points and end."""
    if kind == "next":
        middle = start[0] + (end[0] - start[0]) * (0.2 + 0.6 * bend)
        return start, (middle, start[1]), (middle, end[1]), end
    bulge = gutter * (0.35 + 0.8 * bend) * (1 if kind == "down" else -1)
    return start, (start[0] + bulge, start[1]), (end[0] + bulge, end[1]), end


def point_at(curve: Sequence[tuple[float, float]], t: float) -> tuple[float, float]:
    """The point of a cubic curve at a share of its length in parameter."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * p[i] for w, p in zip(weights, curve, strict=True)) for i in (0, 1))
    return x, y
