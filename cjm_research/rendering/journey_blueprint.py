"""The service blueprint laid over a journey map: customers, those who serve them, and the lines between them."""

from __future__ import annotations

from pathlib import Path

from cjm_research.model import JourneyMap
from cjm_research.rendering.journey_html import journey_html
from cjm_research.rendering.journey_pdf import Page, journey_pdf
from cjm_research.rendering.journey_svg import journey_svg
from cjm_research.rendering.journey_view import Zoom


def blueprint_html(journey_map: JourneyMap, *, zoom: Zoom = "steps", date: str = "") -> str:
    """The blueprint as a self-contained page; ids as in the journey map."""
    return journey_html(journey_map, lanes="blueprint", zoom=zoom, date=date, is_blueprint=True)


def blueprint_svg(
    journey_map: JourneyMap,
    *,
    zoom: Zoom = "steps",
    date: str = "",
    logo: str | Path | bytes | None = None,
    width: float | None = None,
) -> str:
    """The blueprint as one picture: evidence, customers' actions, frontstage, backstage, support and owners.

    Columns are steps where the map has any, else stages. Parameters as those of `journey_svg`.
    """
    return journey_svg(journey_map, lanes="blueprint", zoom=zoom, date=date, logo=logo, width=width, is_blueprint=True)


def blueprint_pdf(
    journey_map: JourneyMap,
    *,
    page: Page = "A3",
    zoom: Zoom = "steps",
    date: str = "",
    logo: str | Path | bytes | None = None,
) -> bytes:
    """The blueprint on paper. Parameters as those of `journey_pdf`."""
    return journey_pdf(journey_map, page=page, lanes="blueprint", zoom=zoom, date=date, logo=logo, is_blueprint=True)
