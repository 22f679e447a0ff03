"""Where the counts of a process graph's ways stand: clear of the steps, of each other and of other ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, dist

from cjm_research.rendering.environment import share
from cjm_research.rendering.process_layout import Node, Way, point_at
from cjm_research.rendering.text_fit import text_width

Box = tuple[float, float, float, float]
# Room around a count, in sizes of its text: closer to another it would be read as one with it.
_AIR = 0.45
# Where more ways than this pass behind a count, nobody could tell whose it is.
MOST_BEHIND = 2


def place_counts(ways: Sequence[Way], nodes: Mapping[str, Node], size: float) -> list[tuple[Way, str, Box]]:
    """The counts that find a place: the way, its words, and the box (left, top, right, bottom) that they fill.

    Parameters
    ----------
    ways : sequence of Way
        Those of few people first. Those of most people choose their places first.
    nodes : mapping
        Key of a step -> its node.
    size : float
        Of the text, in points.
    """
    taken: list[Box] = [(n.x, n.y, n.right, n.y + n.height) for n in nodes.values()]
    passing = _passing(ways, size)
    found = []
    for number in reversed(range(len(ways))):
        way = ways[number]
        text = share((way.transition.people, way.transition.leaving)) if way.transition.people else ""
        box = _free_box(way, number, text, size, taken, passing) if text else None
        if box is not None:
            taken.append(box)
            found.append((way, text, box))
    return found


def _free_box(
    way: Way, number: int, text: str, size: float, taken: Sequence[Box], passing: Mapping[tuple[int, int], set[int]]
) -> Box | None:
    """The first of the free places with the fewest other ways behind it."""
    half, air = text_width(text, size) * 0.54, size * _AIR
    best: tuple[int, Box] | None = None
    for x, y in way.labels:
        box = (x - half, y - size * 0.56, x + half, y + size * 0.56)
        if any(
            box[0] - air < b[2] and b[0] < box[2] + air and box[1] - air < b[3] and b[1] < box[3] + air for b in taken
        ):
            continue
        behind = len(_behind(box, size, passing) - {number})
        if behind <= MOST_BEHIND and (best is None or behind < best[0]):
            best = behind, box
    return best[1] if best else None


def _passing(ways: Sequence[Way], size: float) -> Mapping[tuple[int, int], set[int]]:
    """The numbers of the ways that run through each square of the sheet, half a line of text wide."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for number, way in enumerate(ways):
        for x, y in _points(way, size / 4):
            found[_square(x, y, size)].add(number)
    return found


def _square(x: float, y: float, size: float) -> tuple[int, int]:
    return int(x / size * 2), int(y / size * 2)


def _behind(box: Box, size: float, passing: Mapping[tuple[int, int], set[int]]) -> set[int]:
    (left, top), (right, bottom) = _square(box[0], box[1], size), _square(box[2], box[3], size)
    squares = ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
    return set().union(*(passing.get(square, set()) for square in squares))


def _points(way: Way, step: float) -> Iterator[tuple[float, float]]:
    """Points along a way, about so far from each other."""
    if len(way.path) == 4 and way.kind != "below":
        n = max(2, ceil(sum(dist(a, b) for a, b in pairwise(way.path)) / step))
        yield from (point_at(way.path, i / n) for i in range(n + 1))
        return
    for (x0, y0), (x1, y1) in pairwise(way.path):
        n = max(1, ceil(dist((x0, y0), (x1, y1)) / step))
        yield from ((x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n) for i in range(n + 1))
