"""The experience wheel: the persona in the middle, around it before, during and after, the steps, and how each felt.

After the wheel with which LEGO describes journeys (Temkin 2009): usable for any situation, brand or persona, and, as a
map without data, as a sheet to fill in by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import escape

from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyMap, Persona, term
from cjm_research.rendering.environment import share, shorten, signed
from cjm_research.rendering.figure_sheet import (
    Page,
    Paper,
    figure_html,
    figure_pdf,
    figure_svg,
    flow_piece,
    head_piece,
    label,
    paper,
)
from cjm_research.rendering.figure_steps import (
    UNKNOWN_FACE,
    StepView,
    by_stage,
    left_out_note,
    step_views,
)
from cjm_research.rendering.icons import PHASES, mark_shape, mood
from cjm_research.rendering.journey_svg_parts import MUTED, TEXT, Piece, id_attribute, num, stack, text_block
from cjm_research.rendering.wheel_layout import LINE_HEIGHT, Placed, Wedge, fit, fit_all, point

MOST_STEPS = 30
# Radii of the rings, as shares of the wheel's.
_CENTRE, _PHASE, _STAGE, _STEP = 0.27, 0.34, 0.435, 0.79
_TINTS = {"before": "#eef4f9", "during": "#e6ecf1", "after": "#f1f3f5"}


@dataclass(frozen=True)
class _Wheel:
    """What is drawn: the map, its steps, their angle each, the wheel's radius, and the sheet."""

    map: JourneyMap
    steps: list[StepView]
    left_out: int
    radius: float
    sheet: Paper
    linked: bool

    @property
    def angle(self) -> float:
        return 360 / max(1, len(self.steps))

    def wedge(self, first: int, n: int, inner: float, outer: float) -> Wedge:
        start = self.angle * first
        return Wedge(inner * self.radius, outer * self.radius, start, start + self.angle * n)


def wheel_svg(journey_map: JourneyMap, *, persona: Persona | None = None, page: Page = "A3") -> str:
    """The wheel on one sheet in landscape, in the language in force.

    Clockwise from twelve: each arc of the inner ring is as long as its phase has steps. A map without steps shows its
    contacts, one with nothing in it empty steps. Text that does not fit its step stands in a numbered list beside.

    Parameters
    ----------
    journey_map : JourneyMap
        Any map.
    persona : Persona, optional
        Stands in the middle; else the title and purpose of the map.
    page : {"A3", "A4", "A1"}
        The sheet.

    Raises
    ------
    BadValueError
        The page is none of these.

    References
    ----------
    Temkin (2009), LEGO's building block for good experiences (customer experience wheel).
    """
    return _svg(journey_map, persona, page, linked=False)


def wheel_html(journey_map: JourneyMap, *, persona: Persona | None = None) -> str:
    """The wheel as a self-contained page; each step leads to the words behind it."""
    views, _left_out = step_views(journey_map)
    groups = [(name, [view.entry() for view in steps]) for name, steps in by_stage(journey_map, views)]
    return figure_html(
        journey_map, _svg(journey_map, persona, "A3", linked=True), name=_("Experience wheel"), groups=groups
    )


def wheel_pdf(journey_map: JourneyMap, *, persona: Persona | None = None, page: Page = "A3") -> bytes:
    """The wheel as PDF on one sheet (see `wheel_svg`); the same map gives the same bytes."""
    svg = wheel_svg(journey_map, persona=persona, page=page)
    return figure_pdf(svg, " – ".join((_("Experience wheel"), journey_map.title)), paper(page))


def _svg(journey_map: JourneyMap, persona: Persona | None, page: Page, *, linked: bool) -> str:
    sheet = paper(page)
    steps, left_out = step_views(journey_map, most=MOST_STEPS, blanks=2)
    radius = sheet.height / 2 - sheet.margin
    wheel = _Wheel(journey_map, steps, left_out, radius, sheet, linked)
    placed = _placed(wheel)
    side = sheet.inner - 2 * radius - sheet.size * 2
    centre = (sheet.width - sheet.margin - radius, sheet.height / 2)
    rings = "".join((*_phases(wheel), *_stages(wheel), *_steps(wheel, placed), _middle(wheel, persona)))
    body = f'<g id="wheel" transform="translate({num(centre[0])} {num(centre[1])})">{rings}</g>' + _side(
        wheel, side, numbered=not placed
    )
    name = _("Experience wheel")
    title = f"{name} – {persona.title if persona else journey_map.title}"
    return figure_svg(title, _description(wheel), body, sheet)


def _description(wheel: _Wheel) -> str:
    rows = ("; ".join(f"{v.number}. {v.name} {v.facts}".strip() for v in wheel.steps if not v.blank),)
    return rows[0] or _("No steps are known yet.")


def _placed(wheel: _Wheel) -> list[Placed]:
    """Names of the steps inside their wedges; empty where one does not fit in the smallest size."""
    if all(view.blank for view in wheel.steps):
        return [Placed((), 0.0, 0.0, 0.0, wheel.sheet.size) for _view in wheel.steps]
    texts = [(v.name, wheel.wedge(i, 1, _STAGE, _STEP), 1 if v.count.k else 0) for i, v in enumerate(wheel.steps)]
    sizes = [wheel.sheet.size * factor for factor in (1.5, 1.3, 1.15, 1.0)]
    return fit_all(texts, sizes)


def _runs(wheel: _Wheel, of: dict[str, str]) -> list[tuple[str, int, int]]:
    """Neighbouring steps of one phase or stage: its key, the first of them and how many."""
    runs, first = [], 0
    for key, group in groupby(wheel.steps, key=lambda view: of[view.stage]):
        n = len(list(group))
        runs.append((key, first, n))
        first += n
    return runs


def _phases(wheel: _Wheel) -> list[str]:
    parts = []
    for phase, first, n in _runs(wheel, {s.key: s.phase for s in wheel.map.stages}):
        wedge = wheel.wedge(first, n, _CENTRE, _PHASE)
        shape = f'<path d="{wedge.path()}" fill="{PHASES[phase]}" stroke="#fff" stroke-width="2"/>'
        size = wheel.sheet.size * 1.25
        placed = fit(term("stage", phase), wedge, size, "along", bold=True) or fit(
            term("stage", phase), wedge, wheel.sheet.size, "along", bold=True
        )
        words = _lines(placed, "#fff", bold=True) if placed else ""
        parts.append(f"<g{id_attribute(f'phase-{phase}-{first}')}>{shape}{words}</g>")
    return parts


def _stages(wheel: _Wheel) -> list[str]:
    parts = []
    phases = {stage.key: stage.phase for stage in wheel.map.stages}
    for number, (key, first, n) in enumerate(_runs(wheel, {s.key: s.key for s in wheel.map.stages})):
        wedge = wheel.wedge(first, n, _PHASE, _STAGE)
        shape = f'<path d="{wedge.path()}" fill="{_TINTS[phases[key]]}" stroke="{PHASES[phases[key]]}"/>'
        name = wheel.map.stage_name(key)
        placed = _stage_name(name, wedge, wheel.sheet.size)
        words = _lines(placed, TEXT, bold=True) if placed else _letter(number, wedge, wheel.sheet.size)
        title = f"<title>{escape(name)}</title>"
        parts.append(f"<g{id_attribute(key)}>{title}{shape}{words}</g>")
    return parts


def _stage_name(name: str, wedge: Wedge, size: float) -> Placed | None:
    for factor in (1.15, 1.0):
        placed = fit(name, wedge, size * factor, "along", bold=True)
        if placed:
            return placed
    return None


def _letter(number: int, wedge: Wedge, size: float) -> str:
    x, y = point((wedge.inner + wedge.outer) / 2, wedge.middle)
    return label(_sign_of(number), x, y + size * 0.4, size * 1.15, bold=True, colour=TEXT)


def _sign_of(number: int) -> str:
    return chr(ord("A") + number % 26)


def _steps(wheel: _Wheel, placed: Sequence[Placed]) -> list[str]:
    parts = []
    for i, view in enumerate(wheel.steps):
        inner, outer = wheel.wedge(i, 1, _STAGE, _STEP), wheel.wedge(i, 1, _STEP, 1)
        dashed = ' stroke-dasharray="5 4"' if view.is_assumption or view.planned else ""
        shape = "".join(
            f'<path d="{wedge.path()}" fill="{fill}" stroke="{MUTED}" stroke-width=".9"{dashed}/>'
            for wedge, fill in ((inner, "#fff"), (outer, "#f7f9fb"))
        )
        words = _words(view, placed[i]) if placed else _number(view, inner, wheel.sheet.size * 1.3)
        title = f"<title>{escape(f'{view.name} {view.facts}'.strip())}</title>"
        group = f"<g{id_attribute(view.key)}>{title}{shape}{words}{_feeling(view, outer, wheel.sheet.size)}</g>"
        parts.append(f'<a href="#words-{view.key}">{group}</a>' if wheel.linked and not view.blank else group)
    return parts


def _words(view: StepView, placed: Placed) -> str:
    if view.blank:
        return ""
    count = (share(view.count),) if view.count.k else ()
    return _lines(placed, TEXT, last=count)


def _number(view: StepView, wedge: Wedge, size: float) -> str:
    x, y = point((wedge.inner + wedge.outer) / 2, wedge.middle)
    return label(format_number(view.number), x, y + size * 0.36, size, bold=True, colour=TEXT)


def _lines(placed: Placed, colour: str, *, bold: bool = False, last: Sequence[str] = ()) -> str:
    """Lines around their place; each is a text of its own, so that every viewer puts it where it was measured."""
    lines = [(line, colour, bold) for line in placed.lines] + [(line, MUTED, False) for line in last]
    step = placed.size * LINE_HEIGHT
    top = -step * len(lines) / 2 + placed.size * 0.92
    texts = "".join(
        label(line, 0, top + step * i, placed.size, colour=ink, bold=is_bold)
        for i, (line, ink, is_bold) in enumerate(lines)
    )
    turn = f" rotate({num(placed.turn)})" if placed.turn else ""
    return f'<g transform="translate({num(placed.x)} {num(placed.y)}){turn}">{texts}</g>'


def _feeling(view: StepView, wedge: Wedge, size: float) -> str:
    """The face with its number, and outside of it the marks of the step."""
    depth = wedge.outer - wedge.inner
    arc = wedge.inner * (wedge.end - wedge.start) / 57.3
    side, text = min(depth * 0.42, arc * 0.6, size * 4.2), min(size * 1.4, max(size, arc * 0.2))
    x, y = point(wedge.inner + depth * 0.36, wedge.middle)
    face = mood(view.valence)
    parts = [_sign(mark_shape(face) if face else UNKNOWN_FACE, x, y - text * 0.5, side)]
    if view.valence is not None:
        parts.append(label(signed(view.valence), x, y + side * 0.4 + text * 0.35, text, colour=TEXT, bold=True))
    marks = ((mark_shape("turning"), view.turning), (mark_shape("information_needed"), view.information))
    shapes = [shape for shape, is_on in marks if is_on]
    step = side * 0.75 / (wedge.inner + depth * 0.82) * 57.3
    for i, shape in enumerate(shapes):
        angle = wedge.middle + (i - (len(shapes) - 1) / 2) * step
        parts.append(_sign(shape, *point(wedge.inner + depth * 0.82, angle), side * 0.7))
    return "".join(parts)


def _sign(shape: str, x: float, y: float, side: float) -> str:
    place = f"translate({num(x - side / 2)} {num(y - side / 2)}) scale({num(side / 24, 4)})"
    return f'<g transform="{place}">{shape}</g>'


def _middle(wheel: _Wheel, persona: Persona | None) -> str:
    radius, size = wheel.radius * _CENTRE, wheel.sheet.size
    circle = f'<circle r="{num(radius - 1)}" fill="#fff" stroke="{MUTED}"/>'
    pieces = _centre_words(wheel.map, persona, radius * 1.46, size)
    while len(pieces) > 1 and sum(piece.height for piece in pieces) + size * 0.4 * len(pieces) > radius * 1.3:
        pieces.pop()
    block = stack(pieces, gap=size * 0.4)
    words = block.svg.replace('<text x="0"', '<text x="0" text-anchor="middle"')
    return f'<g id="centre">{circle}{Piece(words, block.height).at(0, -block.height / 2)}</g>'


def _centre_words(journey_map: JourneyMap, persona: Persona | None, width: float, size: float) -> list[Piece]:
    title = persona.title if persona else journey_map.title
    rows = [text_block(title, width, size * 1.8, bold=True, max_lines=3, line_height=1.18)]
    if persona is None:
        lines = [journey_map.scenario or journey_map.purpose]
    else:
        goals = [s.text for s in persona.statements if s.section == "goals"][:2]
        lines = [_("Role: {role}").format(role=persona.role) if persona.role else "", *goals]
    rows += [text_block(shorten(line, 90), width, size * 1.2, max_lines=3) for line in lines if line][:3]
    n = len(persona.members if persona else journey_map.participants)
    if n:
        rows.append(text_block(f"n = {format_number(n)}", width, size * 1.1, colour=MUTED))
    return rows


def _side(wheel: _Wheel, width: float, *, numbered: bool) -> str:
    """Beside the wheel: the header above, the legend below, and between them the steps that are only numbers in it."""
    sheet, size = wheel.sheet, wheel.sheet.size
    roomy = size * 1.2 if sheet.name != "A4" else size
    head = head_piece(wheel.map, _("Experience wheel"), width, roomy)
    legend = _legend(wheel, width, roomy)
    parts = [head.at(sheet.margin, sheet.margin, key="header")]
    bottom = sheet.height - sheet.margin - legend.height
    if numbered and wheel.steps:
        top = sheet.margin + head.height + size
        parts.append(_list(wheel, width, bottom - top - size).at(sheet.margin, top, key="steps"))
    parts.append(legend.at(sheet.margin, bottom, key="legend"))
    return "".join(parts)


# Columns and most lines of an entry.
_LISTS = ((1, 3), (1, 2), (2, 3), (2, 2), (2, 1), (3, 2), (3, 1))


def _list(wheel: _Wheel, width: float, height: float) -> Piece:
    """The numbered steps, in one column or two, each in as many lines as there is room for."""
    texts = [f"{view.number}. {view.name}" + (f" ({view.facts})" if view.facts else "") for view in wheel.steps]
    for size, columns, max_lines in ((wheel.sheet.size * 1.25, 1, 3), *((wheel.sheet.size, *how) for how in _LISTS)):
        room = (width - size * (columns - 1)) / columns
        per_column = -(-len(texts) // columns)
        stacks = [
            stack([text_block(t, room, size, max_lines=max_lines) for t in texts[i : i + per_column]], gap=size * 0.2)
            for i in range(0, len(texts), per_column)
        ]
        high = max(piece.height for piece in stacks)
        if high <= height:
            break
    return Piece("".join(piece.at(i * (room + size), 0) for i, piece in enumerate(stacks)), high)


def _legend(wheel: _Wheel, width: float, size: float) -> Piece:
    dashed = f'<path d="M2 5h20v14H2z" fill="none" stroke="{MUTED}" stroke-width="2" stroke-dasharray="5 4"/>'
    entries: list[tuple[str | None, str]] = [
        (mark_shape("positive"), _("Mean feeling good")),
        (mark_shape("neutral"), _("Neither good nor bad")),
        (mark_shape("negative"), _("Mean feeling bad")),
        (UNKNOWN_FACE, _("Feeling not known")),
        (mark_shape("turning"), _("Make or break: people leave or stay here")),
        (mark_shape("information_needed"), term("mark", "information_needed")),
        (dashed, _("Nobody yet: an assumption")),
    ]
    present = {view.stage for view in wheel.steps}
    for phase in dict.fromkeys(s.phase for s in wheel.map.stages):
        entries.append((f'<path d="M2 5h20v14H2z" fill="{PHASES[phase]}"/>', term("stage", phase)))
    words = [_("Numbers run from −2 (very bad) to +2 (very good): means over people.")]
    if any(view.count.k for view in wheel.steps):
        words.append(
            _("“{k} of {n}” counts people: those behind an entry, of all the people of this map.").format(k="k", n="n")
        )
    words += [f"{_sign_of(number)}: {name}" for number, name in _lettered(wheel)]
    empty = [wheel.map.stage_name(s.key) for s in wheel.map.stages if s.key not in present]
    if empty:
        words.append(_("Stages without steps: {stages}.").format(stages=", ".join(empty)))
    if wheel.left_out:
        words.append(left_out_note(wheel.left_out))
    return flow_piece([*entries, *((None, text) for text in words)], width, size)


def _lettered(wheel: _Wheel) -> list[tuple[int, str]]:
    """Stages whose names do not fit the ring: their number and name."""
    runs = _runs(wheel, {s.key: s.key for s in wheel.map.stages})
    return [
        (number, wheel.map.stage_name(key))
        for number, (key, first, n) in enumerate(runs)
        if not _stage_name(wheel.map.stage_name(key), wheel.wedge(first, n, _PHASE, _STAGE), wheel.sheet.size)
    ]
