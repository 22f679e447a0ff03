"""The journey map as an HTML page, and as a fragment for pages that hold several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from cjm_research.model import Evidence, JourneyMap
from cjm_research.model.lanes import LaneKey, is_company_lane
from cjm_research.rendering.environment import render, style_sheet
from cjm_research.rendering.icons import PHASES, mood
from cjm_research.rendering.journey_curve import curve_svg
from cjm_research.rendering.journey_facts import (
    contact_words,
    factor_words,
    general_metrics,
    header_facts,
    sign_off_words,
    stage_notes,
)
from cjm_research.rendering.journey_logo import logo_address
from cjm_research.rendering.journey_marks import is_guess, is_touched
from cjm_research.rendering.journey_svg_head import arcs_piece
from cjm_research.rendering.journey_svg_lanes import blueprint_lines, joined, side_words
from cjm_research.rendering.journey_view import (
    N_STEPS,
    FactorSpan,
    LayerChoice,
    MapView,
    Preset,
    Zoom,
    actor_line,
    item_mark,
    item_name,
    item_words,
    machine_notice,
    map_view,
    share_of,
    single_source,
    status_name,
)
from cjm_research.rendering.journey_words import step_notes, time_words

_NARROWEST_EM, _LANE_EM = 12.7, 9


@dataclass(frozen=True)
class TableOptions:
    """How the table is drawn.

    `interactive` tables unfold their evidence; others show what fits. `anchor` gives the address of a quote that
    stands elsewhere on the page; `prefix` keeps the ids of several maps on one page apart. The curve's size and the
    size of its text are in the picture's own units: it scales to the width of the columns.
    """

    interactive: bool = True
    text_limit: int = 120
    anchor: Callable[[Evidence], str] | None = None
    prefix: str = ""
    heading: str = "h1"
    curve_size: tuple[float, float] = (1230, 215)
    curve_font: float = 11.5


def journey_html(
    journey_map: JourneyMap,
    *,
    lanes: Preset | Sequence[LaneKey] = "full",
    layer: LayerChoice = "both",
    zoom: Zoom = "stages",
    date: str = "",
    logo: str | Path | bytes | None = None,
    is_blueprint: bool = False,
) -> str:
    """A self-contained page in the language in force: no scripts, no requests.

    Parameters
    ----------
    journey_map : JourneyMap
        The map; ids of its stages, steps and items become ids of the page.
    lanes : {"minimal", "standard", "full", "blueprint"} or sequence of lane keys
        Which lanes, from top to bottom. Lanes without content that no map must have are left out.
    layer : {"as_is", "to_be", "both"}
        The journey of today, the planned one, or both on one map.
    zoom : {"stages", "steps"}
        What a column is.
    date : str
        Date of the map, as it is to be shown.
    logo : path or bytes, optional
        A PNG or JPEG picture for the upper right corner.
    is_blueprint : bool
        Draw a service blueprint (see `journey_blueprint.blueprint_html`).

    Raises
    ------
    UnsupportedFormatError
        The logo is neither PNG nor JPEG.
    """
    view = map_view(
        journey_map, lanes=lanes, layer=layer, zoom=zoom, date=date, logo=logo_address(logo), is_blueprint=is_blueprint
    )
    return render("journey.html", view=view, **template_context(TableOptions()))


def journey_fragment(
    journey_map: JourneyMap,
    *,
    anchor: Callable[[Evidence], str] | None = None,
    id_prefix: str = "",
    lanes: Preset | Sequence[LaneKey] = "standard",
    n_items: int | None = None,
    show_header: bool = True,
    heading: str = "h3",
    interactive: bool = True,
    layer: LayerChoice = "both",
    zoom: Zoom = "stages",
) -> Markup:
    """The map as part of another page, which must include the style sheet `journey.css`.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    anchor : callable, optional
        Gives the address ("#q-12") of a piece of evidence: quotes are then linked to instead of repeated.
    id_prefix : str
        Stands before each id, so that several maps fit one page.
    lanes : {"minimal", "standard", "full", "blueprint"} or sequence of lane keys
        Which lanes, from top to bottom.
    n_items : int, optional
        Most entries of a cell that are shown at once; fitting the width of the columns by default.
    show_header : bool
        Whether the actor, purpose and facts stand above the table.
    heading : str
        Element of the title, ``h1`` to ``h4``.
    interactive : bool
        Whether entries unfold; without, only what fits is there.
    layer : {"as_is", "to_be", "both"}
        The journey of today, the planned one, or both on one map.
    zoom : {"stages", "steps"}
        What a column is.
    """
    options = TableOptions(anchor=anchor, prefix=id_prefix, heading=heading, interactive=interactive)
    view = map_view(journey_map, lanes=lanes, n_items=n_items, layer=layer, zoom=zoom)
    context = template_context(options)
    return Markup(render("journey_fragment.html", view=view, show_header=show_header, **context))


def journey_css() -> Markup:
    """The style sheet that a page with journey fragments needs, after the theme's."""
    return style_sheet("journey.css")


def template_context(options: TableOptions) -> dict[str, object]:
    """What the journey templates need besides the view."""
    return {
        "opts": options,
        "actor_line": actor_line,
        "status_name": status_name,
        "item_name": item_name,
        "item_words": item_words,
        "single_source": single_source,
        "item_mark": item_mark,
        "share_of": share_of,
        "mood": mood,
        "machine_notice": machine_notice,
        "curve": _curve,
        "arcs": _arcs,
        "chevron": chevron_style,
        "header_facts": header_facts,
        "stage_notes": stage_notes,
        "factor_rows": _factor_rows,
        "factor_words": factor_words,
        "general_metrics": general_metrics,
        "sign_off_words": sign_off_words,
        "contact_words": contact_words,
        "is_guess": is_guess,
        "is_touched": is_touched,
        "is_company": is_company_lane,
        "step_notes": step_notes,
        "time_words": time_words,
        "sides": _sides,
        "side_words": side_words,
        "line_above": _line_above,
        "joins": _joins,
        "n_steps": N_STEPS,
        "table_style": _table_style,
    }


def _table_style(view: MapView) -> Markup:
    """Room for every column; the page scrolls where the window is narrower."""
    return Markup(f"min-width:max(1230px,{_LANE_EM + _NARROWEST_EM * len(view.columns)}em)")


def _curve(view: MapView, options: TableOptions) -> Markup:
    stages = [stage.key for stage, _first, _n in view.spans]
    points = {point.stage: point for point in view.map.curve}
    planned = {point.stage: point for point in view.map.curve_to_be}
    width, height = options.curve_size
    return Markup(
        curve_svg(
            [points[stage] for stage in stages if stage in points],
            width=max(width, 100.0 * len(view.columns)),
            height=height,
            font_size=options.curve_font,
            to_be=[planned[stage] for stage in stages] if all(stage in planned for stage in stages) else (),
            names={stage: view.map.stage_name(stage) for stage in stages},
            spans=[n for _stage, _first, n in view.spans],
        )
    )


def _arcs(view: MapView, options: TableOptions) -> Markup:
    """The ways back above the steps, as wide as the columns together."""
    width = max(options.curve_size[0], 100.0 * len(view.columns))
    column = width / len(view.columns)
    piece = arcs_piece(view.arcs, [column * (i + 0.5) for i in range(len(view.columns))], options.curve_font)
    return Markup(
        f'<svg class="curve" viewBox="0 0 {width:g} {piece.height:g}" width="100%" aria-hidden="true" '
        f'xmlns="http://www.w3.org/2000/svg">{piece.svg}</svg>'
    )


def _factor_rows(view: MapView) -> list[list[tuple[int, FactorSpan | None]]]:
    """For each level of outside events its cells: how many columns wide, and the event, None for an empty cell."""
    rows = []
    for _level, spans in groupby(sorted(view.factors, key=lambda s: (s.level, s.first)), key=lambda s: s.level):
        row: list[tuple[int, FactorSpan | None]] = []
        at = 0
        for span in spans:
            if span.first > at:
                row.append((span.first - at, None))
            row.append((span.last - span.first + 1, span))
            at = span.last + 1
        if at < len(view.columns):
            row.append((len(view.columns) - at, None))
        rows.append(row)
    return rows


def _sides(view: MapView) -> dict[str, bool]:
    """Lane -> the side that begins with it: the company's or not; empty where there is one side alone."""
    if view.is_blueprint or len({lane.is_company for lane in view.lanes}) < 2:
        return {}
    runs = groupby(view.lanes, key=lambda lane: lane.is_company)
    return {next(run).key: is_company for is_company, run in runs}


def _line_above(view: MapView, lane: str) -> str:
    return blueprint_lines().get(lane, "") if view.is_blueprint else ""


def _joins(view: MapView, lane: str) -> list[bool]:
    """For each column whether something stands on both sides of the line above a lane."""
    keys = [each.key for each in view.lanes]
    here = keys.index(lane)  # type: ignore[arg-type]
    lines = set(blueprint_lines())
    start = max((i for i in range(here) if keys[i] in lines), default=0)
    return joined(view, view.lanes[here], view.lanes[start:here])


def chevron_style(phase: str, is_first: bool, n_stages: float) -> Markup:
    """The arrow behind a stage's name as an inline style: its tip keeps its size whatever the width of the column.

    `n_stages` tells how often the column would fit the table.
    """
    tip = round(1.1 * n_stages, 2)
    notch = "" if is_first else f"L{tip} 20"
    path = f"M0 0H{99 - tip}L99 20L{99 - tip} 40H0{notch}z"
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" preserveAspectRatio="none">'
        f'<path d="{path}" fill="{PHASES[phase]}"/></svg>'
    )
    return Markup(f"background-image:url(data:image/svg+xml,{quote(picture)})")
