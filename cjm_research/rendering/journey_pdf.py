"""The journey map on paper: A3 or A4 landscape to read, A1 for the wall."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import JourneyMap
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.environment import render
from cjm_research.rendering.journey_appendix import appendix_pages, overflow_sources, overflow_text
from cjm_research.rendering.journey_html import TableOptions, template_context
from cjm_research.rendering.journey_svg import journey_svg, table_heights
from cjm_research.rendering.journey_view import FEW_STAGES, MapView, Preset, map_view
from cjm_research.rendering.pdf import html_to_pdf, pdf_backend

Page = Literal["A1", "A3", "A4"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper in landscape: its sides in mm, its margin, and the size of the table's text in pt."""

    width_mm: float
    height_mm: float
    margin_mm: float
    font_pt: float


SHEETS: dict[str, Sheet] = {
    "A1": Sheet(841, 594, 16, 16),
    "A3": Sheet(420, 297, 10, 8),
    "A4": Sheet(297, 210, 9, 6.4),
}
_PT_PER_MM = 72 / 25.4
APPENDIX_TYPE = 0.9  # of the table's, as in journey_print.css
# Most items and names of a cell, from rich to sparse.
_DENSITIES = ((3, 4), (2, 4), (2, 3))


def journey_pdf(
    journey_map: JourneyMap,
    *,
    page: Page = "A3",
    lanes: Preset | Sequence[LaneKey] = "standard",
    appendix: bool = True,
) -> bytes:
    """The map as PDF, in the language in force; the same map gives the same bytes.

    Where WeasyPrint does not run (see `pdf.pdf_backend`) the map comes on one page, drawn from its SVG.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    page : {"A3", "A4", "A1"}
        The sheet, in landscape.
    lanes : {"minimal", "standard", "full"} or sequence of lane keys
        Which lanes, from top to bottom.
    appendix : bool
        Whether the entries that don't fit their cells follow on further pages.

    Raises
    ------
    BadValueError
        The page is none of these.
    """
    if page not in SHEETS:
        raise BadValueError(
            _("There is no page “{page}”. Choose one of: {known}.").format(page=page, known=", ".join(SHEETS))
        )
    sheet = SHEETS[page]
    if pdf_backend() == "vl_convert":
        from cjm_research.charts.theme import svg_to_pdf

        _log.warning(_("WeasyPrint is not available: the map is drawn on one page, without the list of all entries."))
        return svg_to_pdf(journey_svg(journey_map, lanes=lanes, width=sheet.width_mm * _PT_PER_MM))
    return html_to_pdf(journey_print_html(journey_map, sheet, lanes=lanes, appendix=appendix))


def journey_print_html(
    journey_map: JourneyMap, sheet: Sheet, *, lanes: Preset | Sequence[LaneKey] = "standard", appendix: bool = True
) -> str:
    """The page from which the PDF is made."""
    inner_pt = (sheet.width_mm - 2 * sheet.margin_mm) * _PT_PER_MM
    # The lane column is nine em wide, see journey.css.
    curve_width = inner_pt - 9 * sheet.font_pt
    options = TableOptions(
        interactive=False,
        text_limit=90,
        curve_size=(curve_width, sheet.font_pt * 15),
        curve_font=sheet.font_pt * 0.92,
    )
    view = _fitting_view(journey_map, lanes, sheet)
    height_pt = (sheet.height_mm - 2.25 * sheet.margin_mm) * _PT_PER_MM
    # The first page of the appendix has a heading; small type below the table's.
    rest = (
        appendix_pages(view, width=inner_pt, height=height_pt - 3.6 * sheet.font_pt, size=sheet.font_pt * APPENDIX_TYPE)
        if appendix
        else []
    )
    return render(
        "journey_print.html",
        view=view,
        sheet=sheet,
        appendix=rest,
        overflow_text=overflow_text,
        overflow_sources=overflow_sources,
        **template_context(options),
    )


def _fitting_view(journey_map: JourneyMap, lanes: Preset | Sequence[LaneKey], sheet: Sheet) -> MapView:
    """The richest view among those that need the fewest pages: no lane is split, so a little less can save a page."""
    densities = ((8, 8), *_DENSITIES) if len(journey_map.stages) <= FEW_STAGES else _DENSITIES
    views = [map_view(journey_map, lanes=lanes, n_items=items, n_names=names) for items, names in densities]
    return min(views, key=lambda view: _n_pages(view, sheet))


def _n_pages(view: MapView, sheet: Sheet) -> int:
    inner = (sheet.width_mm - 2 * sheet.margin_mm) * _PT_PER_MM
    room = (sheet.height_mm - 2.25 * sheet.margin_mm) * _PT_PER_MM
    header, stages, lanes = table_heights(view, inner, sheet.font_pt)
    # The page's header is roomier than the picture's, and its rows come out a little higher.
    pages, used = 1, header * 1.35 + stages
    for height in (lane * 1.03 for lane in lanes):
        if used + height > room and used > stages:
            pages, used = pages + 1, stages
        used += height
    return pages
