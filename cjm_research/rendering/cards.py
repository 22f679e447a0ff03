"""Cards for the wall: sticky notes of 76 x 76 mm, or six or eight on a sheet of A4 with marks to cut along."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from markupsafe import Markup

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import Coding, JourneyMap
from cjm_research.model.lanes import LaneKey, Preset
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.cards_svg import GRIDS, Grid, card_picture, card_sheet, split_card
from cjm_research.rendering.cards_view import BLANK, Card, cards_of
from cjm_research.rendering.environment import render
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf

CardLayout = Literal["sticky", "six", "eight"]


def cards_pdf(
    source: JourneyMap | Iterable[Coding],
    *,
    layout: CardLayout = "six",
    lanes: Preset | Collection[LaneKey] | None = None,
    blank: int = 0,
) -> bytes:
    """Cards as PDF, in the language in force: the same cards give the same bytes.

    Nothing is cut off: long texts come in smaller type, 8 points at least, and go on on a second card.

    Parameters
    ----------
    source : JourneyMap or iterable of Coding
        One card for each entry of the map, or for each coding.
    layout : {"six", "eight", "sticky"}
        Six cards of 76 x 76 mm on A4, eight of 95 x 66 mm on A4, or one of 76 x 76 mm a page.
    lanes : {"minimal", "standard", "full", "blueprint"} or collection of lane keys, optional
        Of a map: only these lanes.
    blank : int
        So many empty cards follow.

    Raises
    ------
    BadValueError
        There is no such layout, or nothing to put on cards.
    """
    grid = _grid(layout)
    cards = _filled(source, lanes, blank, grid)
    if not cards:
        raise BadValueError(_("There is nothing to put on cards. Ask for blank ones, or for other lanes."))
    on_page = grid.columns * grid.rows
    pages = [card_sheet(cards[i : i + on_page], grid) for i in range(0, len(cards), on_page)]
    title = source.title if isinstance(source, JourneyMap) else _("Cards for the wall")
    return svg_pages_to_pdf(pages, title=title, size=grid.size)


def cards_html(
    source: JourneyMap | Iterable[Coding],
    *,
    layout: CardLayout = "six",
    lanes: Preset | Collection[LaneKey] | None = None,
    blank: int = 0,
) -> str:
    """Cards as a self-contained page; the parameters are those of `cards_pdf`."""
    grid = _grid(layout)
    cards = _filled(source, lanes, blank, grid)
    title = source.title if isinstance(source, JourneyMap) else ""
    pictures = [Markup(card_picture(card, grid)) for card in cards]
    return clean(render("cards.html", title=title, cards=pictures, width=grid.card[0], height=grid.card[1]))


def _grid(layout: str) -> Grid:
    if layout not in GRIDS:
        raise BadValueError(
            _("There are no cards “{layout}”. Choose one of: {known}.").format(layout=layout, known=", ".join(GRIDS))
        )
    return GRIDS[layout]


def _filled(
    source: JourneyMap | Iterable[Coding], lanes: Preset | Collection[LaneKey] | None, blank: int, grid: Grid
) -> list[Card]:
    cards = [part for card in cards_of(source, lanes) for part in split_card(card, grid)]
    return cards + [BLANK] * blank
