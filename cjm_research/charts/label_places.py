"""Where labels go beside their points, so that none hides another: in a fixed order, the first free place wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

# Size of a letter in parts of the font size: the mean of the bundled font, rather a little more.
LETTER = 0.58
# Tried in this order: right, left, above, below, then between; then further away.
_ANGLES = tuple(turn * pi / 4 for turn in (0, 4, 2, 6, 1, 3, 7, 5))
_DISTANCES = (1.0, 1.9, 3.0, 4.2)


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, frame: Box) -> bool:
        """Whether it lies within `frame`."""
        return (
            frame.left <= self.left
            and self.right <= frame.right
            and frame.top <= self.top
            and self.bottom <= frame.bottom
        )


def box_around(x: float, y: float, width: float, height: float) -> Box:
    """The rectangle of that size with its middle at (x, y)."""
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def place_labels(
    anchors: Sequence[tuple[float, float]],
    texts: Sequence[str],
    *,
    frame: Box,
    taken: Iterable[Box] = (),
    size: float = 11,
    gap: float = 7,
) -> tuple[list[tuple[float, float] | None], list[Box]]:
    """The middle of each label, and everything that is taken then.

    Parameters
    ----------
    anchors : sequence of (x, y)
        What each label belongs to, in pixels.
    texts : sequence of str
    frame : Box
        No label leaves it.
    taken : iterable of Box
        Where no label may lie: dots, arrowheads, labels placed before.
    size : float
        Of the font, in pixels.
    gap : float
        From the anchor to the nearest place, in pixels.

    Returns
    -------
    list of (x, y) or None
        None where there is no free place.
    """
    occupied = list(taken)
    places: list[tuple[float, float] | None] = []
    for (x, y), text in zip(anchors, texts, strict=True):
        width, height = LETTER * size * len(text) + 2, 1.15 * size
        free = None
        for distance in _DISTANCES:
            for angle in _ANGLES:
                middle_x = x + cos(angle) * (gap * distance + width / 2)
                middle_y = y - sin(angle) * (gap * distance + height / 2)
                box = box_around(middle_x, middle_y, width, height)
                if box.inside(frame) and not any(box.meets(other) for other in occupied):
                    free = (middle_x, middle_y)
                    occupied.append(box)
                    break
            if free:
                break
        places.append(free)
    return places, occupied
