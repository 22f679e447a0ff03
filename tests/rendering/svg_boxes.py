"""Where the texts of a picture stand: their corners, turned ones too, and which of them lie over each other."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

from cjm_research.rendering.text_fit import text_width

SVG = "{http://www.w3.org/2000/svg}"
_MOVE = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")


@dataclass(frozen=True)
class Box:
    """A text with the corners of its letters, its size in the picture and the angle it is read at."""

    words: str
    corners: tuple[tuple[float, float], ...]
    size: float
    angle: float


def boxes(svg, skip=()):
    """The box of each text that is not inside an element of these ids."""
    found = []

    def walk(element, matrix):
        if element.get("id") in skip:
            return
        matrix = _moved(matrix, element.get("transform", ""))
        if element.tag == SVG + "text" and (element.text or "").strip():
            found.append(_box(element, matrix))
        for child in element:
            walk(child, matrix)

    walk(ET.fromstring(svg), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    return found


def outside(svg, found):
    """Texts that leave the sheet."""
    width, height = (float(v) for v in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    return [b.words for b in found if not all(0 <= x <= width and 0 <= y <= height for x, y in b.corners)]


def overlaps(found):
    """Pairs of texts that lie over each other."""
    pairs = []
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            if abs(one.corners[0][0] - other.corners[0][0]) < 400 and not _apart(one.corners, other.corners):
                pairs.append((one.words, other.words))
    return pairs


def _box(element, matrix):
    size = float(element.get("font-size"))
    width = text_width(element.text, size, bold=element.get("font-weight") == "700")
    x, y = float(element.get("x", 0)), float(element.get("y", 0))
    left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", "start"), 0)
    a, b, c, d, e, f = matrix
    around = ((left, y - 0.7 * size), (left + width, y - 0.7 * size), (left + width, y + 0.18 * size))
    corners = tuple((a * x + c * y + e, b * x + d * y + f) for x, y in (*around, (left, y + 0.18 * size)))
    return Box(element.text, corners, size * hypot(a, b), degrees(atan2(b, a)))


def _moved(matrix, transform):
    for kind, values in _MOVE.findall(transform):
        numbers = [float(v) for v in re.split(r"[\s,]+", values.strip())]
        if kind == "translate":
            step = (1, 0, 0, 1, numbers[0], numbers[1])
        elif kind == "scale":
            step = (numbers[0], 0, 0, numbers[-1], 0, 0)
        else:
            s, c = sin(radians(numbers[0])), cos(radians(numbers[0]))
            step = (c, s, -s, c, 0, 0)
        a, b, c, d, e, f = matrix
        g, h, i, j, k, m = step
        matrix = (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)
    return matrix


def _apart(one, other):
    """Whether a line parts two four-cornered shapes."""
    for corners in (one, other):
        for (x0, y0), (x1, y1) in zip(corners, corners[1:2] + corners[2:3], strict=False):
            for nx, ny in ((y1 - y0, x0 - x1), (x1 - x0, y1 - y0)):
                first = [nx * x + ny * y for x, y in one]
                second = [nx * x + ny * y for x, y in other]
                if max(first) <= min(second) or max(second) <= min(first):
                    return True
    return False
