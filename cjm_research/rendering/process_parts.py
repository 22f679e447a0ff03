"""Pieces of the process graph: the box of a step, its stubs, and the ways with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot

from cjm_research.i18n import _, format_number
from cjm_research.model import term
from cjm_research.rendering.environment import share, signed
from cjm_research.rendering.figure_sheet import label
from cjm_research.rendering.figure_steps import UNKNOWN_FACE, StepView
from cjm_research.rendering.icons import mark_shape, mood
from cjm_research.rendering.journey_svg_parts import MUTED, TEXT, Piece, id_attribute, num, stack, text_block
from cjm_research.rendering.process_labels import place_counts
from cjm_research.rendering.process_layout import Node, Way
from cjm_research.rendering.text_fit import text_width

ON, BACK, OWN = "#2b6a9b", "#c14d00", "#56636f"
_DASHES = {ON: "", BACK: ' stroke-dasharray="6 3"', OWN: ' stroke-dasharray="1.5 3"'}
EDGE_SIGNS = {
    "next": f'<path d="M1 12h14" stroke="{ON}" stroke-width="4"/><path d="M14 6l8 6-8 6z" fill="{ON}"/>',
    "back": f'<path d="M3 20V8h15v6" fill="none" stroke="{BACK}" stroke-width="3" stroke-dasharray="5 3"/>'
    f'<path d="M13 13h10l-5 8z" fill="{BACK}"/>',
    "own": f'<path d="M1 12h14" stroke="{OWN}" stroke-width="3" stroke-dasharray="2 3"/>'
    f'<path d="M14 6l8 6-8 6z" fill="{OWN}"/>',
}
_BAR = f'<path d="M1 9h22v6H1z" fill="#dfe6ec"/><path d="M1 9h13v6H1z" fill="{ON}"/>'
_DASHED = f'<path d="M2 5h20v14H2z" fill="none" stroke="{MUTED}" stroke-width="2" stroke-dasharray="5 4"/>'


def node_piece(view: StepView, width: float, size: float, max_lines: int) -> Piece:
    """A step's box: its name, how many people took it, how they felt, and where they stuck, gave up or came back."""
    pad = size * 0.5
    rows = [
        text_block(
            f"{view.number}. {view.name}", width - 2 * pad, size, bold=True, max_lines=max_lines, line_height=1.18
        )
    ]
    rows.append(_people(view, width - 2 * pad, size))
    stubs = _stubs(view, width - 2 * pad, size)
    rows += [stubs] if stubs.height else []
    body = stack(rows, gap=size * 0.15)
    height = body.height + 1.5 * pad
    dashed = ' stroke-dasharray="4 3"' if view.is_assumption or view.planned else ""
    share_of = view.count.k / view.count.n if view.count.n else 0.0
    # The more people took a step, the heavier its frame.
    box = (
        f'<rect width="{num(width)}" height="{num(height)}" rx="3" fill="#fff" stroke="{TEXT}" '
        f'stroke-width="{num(0.7 + 1.8 * share_of)}"{dashed}/>'
    )
    return Piece(box + body.at(pad, pad * 0.75), height)


def _people(view: StepView, width: float, size: float) -> Piece:
    """The bar of the share of people, the count, and the face with its number; in two rows where one is too short."""
    side = size * 1.35
    count = share(view.count) if view.count.k else ""
    mean = signed(view.valence) if view.valence is not None else ""
    parts, y = [], 0.0
    if view.count.n:
        filled = width * view.count.k / view.count.n
        parts.append(f'<rect y="1" width="{num(width)}" height="{num(size * 0.38)}" fill="#dfe6ec"/>')
        parts.append(f'<rect y="1" width="{num(filled)}" height="{num(size * 0.38)}" fill="{ON}"/>')
        y = size * 0.55
    if count:
        parts.append(label(count, 0, y + size, size, anchor="start"))
    face = mood(view.valence)
    marks = [mark_shape(face) if face else UNKNOWN_FACE] + ([mark_shape("turning")] if view.turning else [])
    needed = text_width(count, size) * 1.05 + size * 0.6
    own_width = side * len(marks) * 1.15 + text_width(mean, size) * 1.05
    x = width - own_width
    if count and needed > x:
        x, y = 0.0, y + size * 1.3
    for shape in marks:
        parts.append(f'<g transform="translate({num(x)} {num(y)}) scale({num(side / 24, 4)})">{shape}</g>')
        x += side * 1.15
    parts.append(label(mean, x, y + size, size, anchor="start", colour=TEXT) if mean else "")
    return Piece("".join(parts), y + side)


def _stubs(view: StepView, width: float, size: float) -> Piece:
    """Short entries below the box's text, each sign before its count."""
    if view.step is None:
        return Piece("", 0.0)
    step, side = view.step, size * 1.1
    entries = [
        (mark_shape("stall"), share((step.stalled, step.reached)), step.stalled),
        (mark_shape("exit"), share((step.exited, step.reached)), step.exited),
        (mark_shape("back"), format_number(step.repeats), step.repeats),
    ]
    parts, x, y = [], 0.0, 0.0
    for sign, words, n in entries:
        if not n:
            continue
        needed = side * 1.3 + text_width(words, size) * 1.05
        if x and x + needed > width:
            x, y = 0.0, y + size * 1.3
        parts.append(f'<g transform="translate({num(x)} {num(y + 1)}) scale({num(side / 24, 4)})">{sign}</g>')
        parts.append(label(words, x + side * 1.25, y + size, size, anchor="start"))
        x += needed + size * 0.8
    return Piece("".join(parts), y + size * 1.3 if parts else 0.0)


def stub_signs(views: Sequence[StepView]) -> list[tuple[str | None, str]]:
    """Signs of the boxes that are in use, with what they mean."""
    steps = [view.step for view in views if view.step]
    entries: list[tuple[str | None, str]] = []
    if any(view.count.n for view in views):
        entries.append((_BAR, _("Share of people who took the step")))
    if any(step.stalled for step in steps):
        entries.append((mark_shape("stall"), term("flow", "stall")))
    if any(step.exited for step in steps):
        entries.append((mark_shape("exit"), term("flow", "exit")))
    if any(step.repeats for step in steps):
        entries.append((mark_shape("back"), _("Came back to it")))
    moods = {mood(view.valence) for view in views}
    names = {
        "positive": _("Mean feeling good"),
        "neutral": _("Neither good nor bad"),
        "negative": _("Mean feeling bad"),
    }
    entries += [(mark_shape(name), words) for name, words in names.items() if name in moods]
    if None in moods:
        entries.append((UNKNOWN_FACE, _("Feeling not known")))
    if any(view.turning for view in views):
        entries.append((mark_shape("turning"), _("Make or break: people leave or stay here")))
    if any(view.is_assumption for view in views):
        entries.append((_DASHED, _("Nobody yet: an assumption")))
    if any(view.planned for view in views):
        entries.append((_DASHED, term("layer", "to_be")))
    return entries


def ways_svg(ways: Sequence[Way], nodes: Mapping[str, Node], size: float) -> tuple[str, str]:
    """The lines of the ways, thin ones first, and their counts where these cover neither a step nor each other.

    A count that could be taken for that of another way is left out.
    """
    most = max((way.transition.people for way in ways), default=1) or 1
    lines = "".join(_line(way, most) for way in ways)
    labels = place_counts(ways, nodes, size)
    words = (
        f'<rect x="{num(box[0])}" y="{num(box[1])}" width="{num(box[2] - box[0])}" height="{num(box[3] - box[1])}" '
        f'fill="#fff" fill-opacity=".85"/>'
        + label(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + size * 0.36, size, colour=_colour(way))
        for way, text, box in labels
    )
    return lines, "".join(words)


def _colour(way: Way) -> str:
    if way.transition.own and not way.transition.people:
        return OWN
    return BACK if way.kind in ("back", "up") or way.transition.is_back else ON


def _line(way: Way, most: int) -> str:
    colour = _colour(way)
    width = 0.9 + 3.6 * way.transition.people / most
    end, before = way.path[-1], way.path[-2]
    head = max(4.5, width * 1.7)
    tip, base = _arrow(before, end, head)
    points = [*way.path[:-1], base]
    path = _curved(points) if len(points) == 4 else _rounded(points)
    return (
        f"<g{id_attribute(f'{way.transition.source}--{way.transition.target}')}>"
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{num(width)}" stroke-opacity=".8"'
        f'{_DASHES[colour]}/><path d="{tip}" fill="{colour}"/></g>'
    )


def _arrow(before: tuple[float, float], end: tuple[float, float], size: float) -> tuple[str, tuple[float, float]]:
    """The head of an arrow that ends at a point, and where its line ends."""
    dx, dy = end[0] - before[0], end[1] - before[1]
    length = hypot(dx, dy) or 1.0
    dx, dy = dx / length, dy / length
    base = (end[0] - dx * size, end[1] - dy * size)
    left, right = ((base[0] - side * dy * size * 0.55, base[1] + side * dx * size * 0.55) for side in (1, -1))
    return (
        f"M{num(end[0])} {num(end[1])}L{num(left[0])} {num(left[1])}L{num(right[0])} {num(right[1])}Z",
        base,
    )


def _curved(points: Sequence[tuple[float, float]]) -> str:
    start, *rest = [f"{num(x)} {num(y)}" for x, y in points]
    return f"M{start}C{' '.join(rest)}"


def _rounded(points: Sequence[tuple[float, float]], radius: float = 7.0) -> str:
    """Straight lines whose corners are rounded."""
    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into, out = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{num(into[0])} {num(into[1])}Q{num(corner[0])} {num(corner[1])} {num(out[0])} {num(out[1])}")
    return "".join([*parts, f"L{num(points[-1][0])} {num(points[-1][1])}"])


def _towards(corner: tuple[float, float], other: tuple[float, float], radius: float) -> tuple[float, float]:
    length = hypot(other[0] - corner[0], other[1] - corner[1]) or 1.0
    part = min(radius, length / 2) / length
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part
