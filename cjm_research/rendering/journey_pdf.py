"""The journey map on paper: A3 or A4 landscape to read, A1 for the wall."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import JourneyMap
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.journey_logo import logo_address
from cjm_research.rendering.journey_pages import SHEETS, Sheet, map_pages, n_pages
from cjm_research.rendering.journey_view import FEW_STAGES, LayerChoice, MapView, Preset, Zoom, map_view
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf

Page = Literal["A1", "A3", "A4"]
# Most items and names of a cell, from rich to sparse.
_DENSITIES = ((3, 5), (3, 4), (2, 4), (2, 3))
# Taken only where they bring the whole map onto one page.
_SPARSE = ((1, 3), (1, 2), (1, 1))


def journey_pdf(
    journey_map: JourneyMap,
    *,
    page: Page = "A3",
    lanes: Preset | Sequence[LaneKey] = "standard",
    appendix: bool = True,
    layer: LayerChoice = "both",
    zoom: Zoom = "stages",
    date: str = "",
    logo: str | Path | bytes | None = None,
    is_blueprint: bool = False,
) -> bytes:
    """The map as PDF, in the language in force; the same map gives the same bytes.

    The table takes as few pages as it can with two entries a cell, and one page where one entry a cell makes that
    possible.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    page : {"A3", "A4", "A1"}
        The sheet, in landscape.
    lanes : {"minimal", "standard", "full", "blueprint"} or sequence of lane keys
        Which lanes, from top to bottom.
    appendix : bool
        Whether the entries that don't fit their cells follow on further pages.
    layer : {"as_is", "to_be", "both"}
        The journey of today, the planned one, or both on one map.
    zoom : {"stages", "steps"}
        What a column is.
    date : str
        Date of the map, as it is to be shown.
    logo : path or bytes, optional
        A PNG or JPEG picture for the upper right corner.
    is_blueprint : bool
        Draw a service blueprint (see `journey_blueprint.blueprint_pdf`).

    Raises
    ------
    BadValueError
        The page is none of these.
    UnsupportedFormatError
        The logo is neither PNG nor JPEG.
    """
    if page not in SHEETS:
        raise BadValueError(
            _("There is no page “{page}”. Choose one of: {known}.").format(page=page, known=", ".join(SHEETS))
        )
    address = logo_address(logo)

    def view(density: tuple[int, int]) -> MapView:
        return map_view(
            journey_map, lanes=lanes, n_items=density[0], n_names=density[1], layer=layer, zoom=zoom, date=date,
            logo=address, is_blueprint=is_blueprint,
        )  # fmt: skip

    few = len(journey_map.stages) <= FEW_STAGES and zoom == "stages"
    densities = [*([(8, 8)] if few else []), *_DENSITIES, *_SPARSE]
    detail = lanes != "minimal"
    chosen = _fitting([view(density) for density in densities], SHEETS[page], detail)
    pages = map_pages(chosen, SHEETS[page], appendix=appendix, detail=detail)
    sheet = SHEETS[page]
    return svg_pages_to_pdf(pages, title=journey_map.title, size=(sheet.width, sheet.height))


def _fitting(views: Sequence[MapView], sheet: Sheet, detail: bool) -> MapView:
    """The richest view among those that need the fewest pages: no lane is split, so a little less can save a page."""
    best, fewest = views[0], n_pages(views[0], sheet, detail=detail)
    for i, view in enumerate(views[1:], start=1):
        if fewest == 1:
            break
        n = n_pages(view, sheet, detail=detail)
        if n < fewest and (n == 1 or i < len(views) - len(_SPARSE)):
            best, fewest = view, n
    return best
