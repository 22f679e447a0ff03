"""Two journey maps compared: people, personas, versions, today and plan; as page, picture and PDF."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from cjm_research.model import JourneyMap
from cjm_research.model.analysis import JourneyDiff
from cjm_research.model.lanes import LaneKey, Preset
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.compare_curves import curves_piece
from cjm_research.rendering.compare_svg import compare_pages, compare_picture
from cjm_research.rendering.compare_view import CLEAR, COMPARED_LANES, CompareView, clear_words, compare_view
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
) -> str:
    """Two maps in one picture, in the language in force; higher than the sheet where they hold very much.

    Columns are the stages of both maps. Each cell tells what both hold, with the people of either, then what only the
    first or only the second holds. Shares whose 95% intervals do not overlap are marked.

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

    Raises
    ------
    BadValueError
        The page is none of these.
    """
    return compare_picture(compare_view(left, right, diff, lanes), paper(page))


def compare_pdf(
    left: JourneyMap,
    right: JourneyMap,
    *,
    diff: JourneyDiff,
    page: Page = "A3",
    lanes: Preset | Sequence[LaneKey] = COMPARED_LANES,
) -> bytes:
    """Two maps as PDF in landscape, on as few sheets as they need; see `compare_svg`."""
    sheet = paper(page)
    pages = compare_pages(compare_view(left, right, diff, lanes), sheet)
    return svg_pages_to_pdf(pages, title=f"{left.title} – {right.title}", size=(sheet.width, sheet.height))


def compare_html(
    left: JourneyMap, right: JourneyMap, *, diff: JourneyDiff, lanes: Preset | Sequence[LaneKey] = "full"
) -> str:
    """Two maps as a self-contained page with all their entries and the words behind them; see `compare_svg`."""
    view = compare_view(left, right, diff, lanes)
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
