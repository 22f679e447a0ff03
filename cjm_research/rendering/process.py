"""The journey as a process: steps as boxes under their stages, and how people went from one to the other and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyMap, Transition
from cjm_research.rendering.environment import share
from cjm_research.rendering.figure_sheet import (
    Page,
    Paper,
    figure_html,
    figure_pdf,
    figure_svg,
    flow_piece,
    head_piece,
    paper,
)
from cjm_research.rendering.figure_steps import StepView, by_stage, left_out_note, step_views
from cjm_research.rendering.icons import PHASES
from cjm_research.rendering.journey_svg_parts import SAFE, Piece, chevron, stack, text_block
from cjm_research.rendering.process_layout import (
    Chosen,
    Grid,
    Node,
    chosen_transitions,
    crossings_of,
    grid_of,
    lanes_needed,
    route,
)
from cjm_research.rendering.process_parts import EDGE_SIGNS, node_piece, stub_signs, ways_svg
from cjm_research.rendering.process_tables import (
    MOST_VARIANTS,
    order_notes,
    stop_table,
    transition_table,
    variant_table,
    variants_piece,
)
from cjm_research.rendering.text_fit import text_width

# Room between boxes of a column, in sizes of their text.
CLOSEST, FARTHEST = 2, 8


@dataclass(frozen=True)
class _Graph:
    """What is drawn: steps with their boxes, transitions, and what had to be left out."""

    map: JourneyMap
    sheet: Paper
    size: float
    grid: Grid
    views: list[StepView]
    boxes: list[Piece]
    chosen: Chosen
    hidden_steps: int

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """Those that are drawn, of few people first."""
        return self.chosen.drawn

    def columns(self) -> list[list[tuple[StepView, Piece]]]:
        """The steps of each stage."""
        pairs = list(zip(self.views, self.boxes, strict=True))
        return [[pair for pair in pairs if pair[0].stage == stage.key] for stage in self.map.stages]

    @property
    def lane(self) -> float:
        """Height of a lane."""
        return self.size * 1.5


def process_svg(journey_map: JourneyMap, *, least_people: int | None = None, page: Page = "A3") -> str:
    """The process graph on one sheet in landscape, in the language in force.

    Ways to a later stage run between the columns or, where they skip one, below the steps; ways back run above them,
    broken. Width goes by people; each way says how many of those who went on from its step took it.

    Parameters
    ----------
    journey_map : JourneyMap
        Any map.
    least_people : int, optional
        Ways of fewer people are not drawn; by default the least numbers with which about 28 ways on and
        12 ways back remain. The sheet says what it leaves out.
    page : {"A3", "A4", "A1"}
        The sheet.

    Raises
    ------
    BadValueError
        The page is none of these.
    """
    return _svg(journey_map, least_people, page, linked=False)


def process_html(journey_map: JourneyMap, *, least_people: int | None = None) -> str:
    """The graph as a self-contained page: all transitions and ways in tables, each step with the words behind it."""
    views, _hidden = step_views(journey_map)
    groups = [(name, [view.entry() for view in steps]) for name, steps in by_stage(journey_map, views)]
    return figure_html(
        journey_map,
        _svg(journey_map, least_people, "A3", linked=True),
        name=_("Process"),
        notes=order_notes(journey_map),
        groups=groups,
        tables=[variant_table(journey_map), transition_table(journey_map, views), stop_table(views)],
    )


def process_pdf(journey_map: JourneyMap, *, least_people: int | None = None, page: Page = "A3") -> bytes:
    """The graph as PDF on one sheet (see `process_svg`); the same map gives the same bytes."""
    svg = process_svg(journey_map, least_people=least_people, page=page)
    return figure_pdf(svg, " – ".join((_("Process"), journey_map.title)), paper(page))


def _svg(journey_map: JourneyMap, least_people: int | None, page: Page, *, linked: bool) -> str:
    sheet = paper(page)
    head = head_piece(journey_map, _("Process"), sheet.inner, sheet.size * 1.1)
    # Steps matter more than the list of ways: it gets shorter where the sheet does not hold all of them.
    tried = []
    for most in (MOST_VARIANTS, 3, 0):
        variants = variants_piece(journey_map, sheet, most)
        tried.append((*_fitting(journey_map, sheet, least_people, head.height + variants.height), variants))
        if not tried[-1][0].hidden_steps:
            break
    graph, legend, room, variants = min(tried, key=lambda one: one[0].hidden_steps)
    stages = _stages(graph)
    y = sheet.margin + head.height + graph.size
    parts = [head.at(sheet.margin, sheet.margin, key="header"), stages.at(0, y, key="stages")]
    top = y + stages.height + graph.size * 0.4
    parts.append(_steps_and_ways(graph, top, room, linked=linked))
    if not graph.views:
        words = text_block(_("No steps are known yet."), sheet.inner, sheet.size * 1.6)
        parts.append(words.at(sheet.margin, top + sheet.size * 2, key="empty"))
    foot = sheet.height - sheet.margin - legend.height
    parts.append(legend.at(sheet.margin, foot, key="legend"))
    parts.append(variants.at(sheet.margin, foot - variants.height - sheet.size, key="variants"))
    name = _("Process")
    return figure_svg(f"{name} – {journey_map.title}", _description(graph), "".join(parts), sheet)


def _fitting(
    journey_map: JourneyMap, sheet: Paper, least_people: int | None, used: float
) -> tuple[_Graph, Piece, float]:
    """The graph with the largest text and the most steps that the sheet holds, its legend, and the room for it."""
    n = max(1, len(journey_map.steps) or len(step_views(journey_map)[0]))
    ways = [(factor, 4, n) for factor in (1.6, 1.35, 1.2, 1.1)] + [(1.0, lines, n) for lines in (4, 3, 2, 1)]
    ways += [(1.0, 2, round(n * share)) for share in (0.85, 0.7, 0.55, 0.4, 0.3, 0.2)]
    for factor, max_lines, most in ways:
        graph = _graph(journey_map, sheet, least_people, factor, max_lines, max(1, most))
        legend = _legend(graph)
        taken = used + legend.height + _stages(graph).height + graph.size * 4
        room = sheet.height - 2 * sheet.margin - taken
        if _needed(graph) <= room and (factor == 1.0 or _words_fit(graph)):
            break
    return graph, legend, room


def _graph(
    journey_map: JourneyMap, sheet: Paper, least_people: int | None, factor: float, max_lines: int, most: int
) -> _Graph:
    size = sheet.size * factor
    views, hidden = step_views(journey_map, most=most)
    n = len(journey_map.participants)
    label_width = text_width(share((n, n)), sheet.size) * 1.1
    chosen = chosen_transitions(journey_map, {view.key for view in views}, least_people)
    columns = _column_of(journey_map, views)
    narrow = [
        0.0 if i in columns.values() else _name_width(journey_map, stage.key, sheet.size) + size * 3
        for i, stage in enumerate(journey_map.stages)
    ]
    crossings = crossings_of(chosen.drawn, columns, len(narrow))
    grid = grid_of(sheet.margin, sheet.inner, narrow, crossings, label_width)
    boxes = [node_piece(view, grid.columns[columns[view.key]], size, max_lines) for view in views]
    return _Graph(journey_map, sheet, size, grid, views, boxes, chosen, hidden)


def _name_width(journey_map: JourneyMap, stage: str, size: float) -> float:
    """Width of the header of a stage without steps: that of its longest word."""
    words = journey_map.stage_name(stage).split()
    return max((text_width(word, size, bold=True) for word in words), default=0.0) * 1.06


def _words_fit(graph: _Graph) -> bool:
    columns = _column_of(graph.map, graph.views)
    rooms = {view.key: (graph.grid.columns[columns[view.key]] - graph.size) * SAFE for view in graph.views}
    words = [(word, view.key) for view in graph.views for word in view.name.split()]
    return all(text_width(word, graph.size, bold=True) <= rooms[key] for word, key in words)


def _column_of(journey_map: JourneyMap, views: Sequence[StepView]) -> dict[str, int]:
    numbers = {stage.key: i for i, stage in enumerate(journey_map.stages)}
    return {view.key: numbers[view.stage] for view in views}


def _lane_heights(graph: _Graph) -> tuple[float, float]:
    columns = _column_of(graph.map, graph.views)
    above = lanes_needed(graph.transitions, columns, back=True)
    below = lanes_needed(graph.transitions, columns, back=False)
    return tuple((max(lanes.values(), default=-1) + 1.4) * graph.lane for lanes in (above, below))  # type: ignore[return-value]


def _needed(graph: _Graph) -> float:
    return _highest(graph, graph.size * CLOSEST) + sum(_lane_heights(graph))


def _highest(graph: _Graph, gap: float) -> float:
    """Height of the column with most in it, its boxes that far from each other."""
    return max((sum(box.height + gap for _view, box in column) for column in graph.columns()), default=0.0)


def _nodes(graph: _Graph, top: float, height: float) -> dict[str, Node]:
    """The boxes of each column spread over the height, evenly and not too far from each other."""
    nodes = {}
    for number, column in enumerate(graph.columns()):
        total = sum(box.height for _view, box in column)
        gap = min(graph.size * FARTHEST, (height - total) / max(1, len(column)))
        y = top + (height - total - gap * max(0, len(column) - 1)) / 2
        for view, box in column:
            nodes[view.key] = Node(
                view.key, number, graph.grid.node_x(number), y, graph.grid.columns[number], box.height
            )
            y += box.height + gap
    return nodes


def _steps_and_ways(graph: _Graph, top: float, room: float, *, linked: bool) -> str:
    above, below = _lane_heights(graph)
    columns = _column_of(graph.map, graph.views)
    # Few steps do not drift apart: the ways around them stay close.
    height = min(room - above - below, _highest(graph, graph.size * FARTHEST))
    nodes = _nodes(graph, top + above, height)
    back = lanes_needed(graph.transitions, columns, back=True)
    skip = lanes_needed(graph.transitions, columns, back=False)
    ways = route(
        graph.transitions,
        nodes,
        graph.grid,
        above={key: top + above - (lane + 0.9) * graph.lane for key, lane in back.items()},
        below={key: top + above + height + (lane + 0.9) * graph.lane for key, lane in skip.items()},
    )
    boxes = []
    for view, box in zip(graph.views, graph.boxes, strict=True):
        node = nodes[view.key]
        shape = box.at(node.x, node.y, key=view.key, label=f"{view.name} {view.facts}".strip())
        boxes.append(f'<a href="#words-{view.key}">{shape}</a>' if linked else shape)
    lines, words = ways_svg(ways, nodes, graph.sheet.size)
    return f'<g id="ways">{lines}</g><g id="steps">{"".join(boxes)}</g><g id="way-counts">{words}</g>'


def _stages(graph: _Graph) -> Piece:
    size, grid = graph.size, graph.grid
    wide = [grid.middle(i + 1) - grid.middle(i) for i in range(len(graph.map.stages))]
    rooms = [width - size * 2.8 for width in wide]
    names = [graph.map.stage_name(stage.key) for stage in graph.map.stages]
    # One size for all of them: the largest that no word of any is too long for.
    most = [
        room * SAFE / text_width(word, 1, bold=True)
        for name, room in zip(names, rooms, strict=True)
        for word in name.split()
    ]
    name_size = max(graph.sheet.size, min([size * 1.3, *most]))
    titles = []
    for stage, name, room in zip(graph.map.stages, names, rooms, strict=True):
        people = _("{k} of {n} people").format(k=format_number(stage.count.k), n=format_number(stage.count.n))
        rows = [text_block(name, room, name_size, bold=True, colour="#fff", line_height=1.1)]
        rows += [text_block(people, room, graph.sheet.size, colour="#fff")] if graph.map.participants else []
        titles.append(stack(rows))
    height = max((t.height for t in titles), default=0.0) + size * 1.4
    parts = []
    for i, (stage, title) in enumerate(zip(graph.map.stages, titles, strict=True)):
        shape = chevron(wide[i], height, PHASES[stage.phase], first=i == 0)
        inside = title.at(size * (0.8 if i == 0 else 1.6), (height - title.height) / 2)
        parts.append(Piece(shape + inside, height).at(grid.middle(i), 0, key=stage.key))
    return Piece("".join(parts), height)


def _description(graph: _Graph) -> str:
    names = {view.key: view.name for view in graph.views}
    ways = [f"{names[t.source]} → {names[t.target]} ({share((t.people, t.leaving))})" for t in graph.transitions]
    return "; ".join(reversed(ways)) or _("No steps are known yet.")


def _legend(graph: _Graph) -> Piece:
    entries: list[tuple[str | None, str]] = []
    if graph.transitions:
        entries += [
            (EDGE_SIGNS["next"], _("People went on; the wider, the more of them")),
            (EDGE_SIGNS["back"], _("People went back")),
        ]
    if any(t.own for t in graph.transitions):
        entries.append((EDGE_SIGNS["own"], _("Drawn by a researcher")))
    entries += stub_signs(graph.views)
    words = list(order_notes(graph.map))
    if graph.transitions:
        words.append(_("Counts on a way: people who took it, of those who went on from its step."))
    if any(view.step and (view.step.stalled or view.step.exited) for view in graph.views):
        words.append(_("Those who get stuck or give up are counted of the people who came so far."))
    chosen = graph.chosen
    if chosen.left_on:
        words.append(
            _("Ways on left out, of fewer than {least} people: {n}.").format(
                least=format_number(chosen.least_on), n=format_number(chosen.left_on)
            )
        )
    if chosen.left_back:
        words.append(
            _("Ways back left out, of fewer than {least} people: {n}.").format(
                least=format_number(chosen.least_back), n=format_number(chosen.left_back)
            )
        )
    if graph.hidden_steps:
        words.append(left_out_note(graph.hidden_steps))
    return flow_piece([*entries, *((None, text) for text in words)], graph.sheet.inner, graph.sheet.size)
