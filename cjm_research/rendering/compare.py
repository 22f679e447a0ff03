"""Two journey maps compared: people, personas, versions, today and plan; as page, picture and PDF."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from cjm_research.model import JourneyMap
from cjm_research.model.analysis import JourneyDiff
from cjm_research.model.lanes import LaneKey, Preset
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.compare_curves import curves_piece, point_signs
from cjm_research.rendering.compare_svg import compare_pages, compare_picture
from cjm_research.rendering.compare_view import (
    CLEAR,
    COMPARED_LANES,
    CompareView,
    Show,
    clear_words,
    compare_view,
    same_words,
    split,
)
from cjm_research.rendering.environment import render
from cjm_research.rendering.figure_sheet import Page, paper
from cjm_research.rendering.icons import PHASES
from cjm_research.rendering.journey_curve import even_box
from cjm_research.rendering.journey_words import actor_line
from cjm_research.rendering.story_words import map_facts
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf

_CURVE = (1230, 200, 11.5)


def compare_svg(
    left: JourneyMap,
    right: JourneyMap,
    *,
    diff: JourneyDiff,
    page: Page = "A3",
    lanes: Preset | Sequence[LaneKey] = COMPARED_LANES,
    show: Show = "differences",
) -> str:
    """Two maps in one picture, in the language in force; higher than the sheet where they hold very much.

    Columns are the stages of both maps. Each cell tells first what differs: shares of people whose 95% intervals do not
    overlap, what only the first and what only the second holds; then what both hold.

    Parameters
    ----------
    left, right : JourneyMap
        Two people, personas, versions, or the layers of today and of the plan.
    diff : JourneyDiff
        Which entries are the same, from `cjm_research.journey.diff_maps`.
    page : {"A3", "A4", "A1"}
        The sheet, in landscape.
    lanes : {"minimal", "standard", "full", "blueprint"} or sequence of lane keys
        Which lanes, from top to bottom; those that are empty in both maps are left out.
    show : {"differences", "all"}
        Of two states of one map (today and plan, two versions) what both hold is only counted, or shown too.

    Raises
    ------
    BadValueError
        The page is none of these.
    """
    return compare_picture(compare_view(left, right, diff, lanes, show=show), paper(page))


def compare_pdf(
    left: JourneyMap,
    right: JourneyMap,
    *,
    diff: JourneyDiff,
    page: Page = "A3",
    lanes: Preset | Sequence[LaneKey] = COMPARED_LANES,
    show: Show = "differences",
) -> bytes:
    """Two maps as PDF in landscape, on as few sheets as they need; see `compare_svg`."""
    sheet = paper(page)
    pages = compare_pages(compare_view(left, right, diff, lanes, show=show), sheet)
    return svg_pages_to_pdf(pages, title=f"{left.title} – {right.title}", size=(sheet.width, sheet.height))


def compare_html(
    left: JourneyMap,
    right: JourneyMap,
    *,
    diff: JourneyDiff,
    lanes: Preset | Sequence[LaneKey] = "full",
    show: Show = "differences",
) -> str:
    """Two maps as a self-contained page with all their entries and the words behind them; see `compare_svg`."""
    view = compare_view(left, right, diff, lanes, show=show)
    return clean(
        render(
            "compare.html",
            view=view,
            facts=map_facts,
            actor_line=actor_line,
            phases=PHASES,
            clear=CLEAR,
            clear_words=clear_words,
            curve=Markup(_curve(view)),
            split=split,
            same_words=same_words,
            signs=[(Markup(_small(sign)), words) for sign, words in point_signs(view)],
            sentences=diff.sentences(),
        )
    )


def _curve(view: CompareView) -> str:
    width, height, size = _CURVE
    box = even_box(len(view.stages), width, height, font_size=size)
    return (
        f'<svg class="curve" viewBox="0 0 {width} {height}" width="100%" aria-hidden="true" '
        f'xmlns="http://www.w3.org/2000/svg">{curves_piece(view, box)}</svg>'
    )


def _small(sign: str | None) -> str:
    return f'<svg width="14" height="14" viewBox="0 0 24 24" aria-hidden="true">{sign or ""}</svg>'
