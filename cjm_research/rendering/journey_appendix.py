"""The list of entries that did not fit their cells, broken into columns and pages before it is laid out.

Measured text makes one pass enough.
"""

from __future__ import annotations

from cjm_research.i18n import _
from cjm_research.model import JourneyItem
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.environment import place, share
from cjm_research.rendering.journey_view import CellView, MapView, item_name, item_words, overflow
from cjm_research.rendering.text_fit import wrap

N_COLUMNS = 5
COLUMN_WIDTH = 0.188  # of the page
LINE_HEIGHT = 1.3
# Room around an entry and a heading, in lines.
ENTRY_GAP = 0.3
HEADING_LINES = 2.2

Column = list[tuple[CellView, list[JourneyItem]]]


def appendix_pages(view: MapView, *, width: float, height: float, size: float) -> list[list[Column]]:
    """Pages of columns of (cell, entries); a cell that is broken over columns stands in both.

    Parameters
    ----------
    view : MapView
        The map; entries that its cells don't show are listed.
    width, height, size : float
        Inner size of a page and size of the text, in points.
    """
    room = height / (size * LINE_HEIGHT)
    text_width = width * COLUMN_WIDTH * 0.985
    columns: list[Column] = [[]]
    used = 0.0
    for cell in overflow(view):
        fresh = True
        for item in cell.more:
            entry = f"{overflow_text(item, cell.lane)} {overflow_sources(item)}"
            lines = len(wrap(entry, text_width, size)) + ENTRY_GAP
            if used + lines + (HEADING_LINES if fresh else 0) > room and columns[-1]:
                columns.append([])
                used, fresh = 0.0, True
            if fresh:
                columns[-1].append((cell, []))
                used, fresh = used + HEADING_LINES, False
            columns[-1][-1][1].append(item)
            used += lines
    return [columns[i : i + N_COLUMNS] for i in range(0, len(columns), N_COLUMNS)] if columns[0] else []


def overflow_text(item: JourneyItem, lane: LaneKey) -> str:
    """An entry in full, without marks."""
    parts = (_("Barrier:") if item.is_barrier else "", item_name(item, lane), item_words(item, lane))
    return " ".join(part for part in parts if part)


def overflow_sources(item: JourneyItem) -> str:
    """How many people stand behind an entry, and where their words are."""
    return " · ".join([share(item.count), *(place(e) for e in item.evidence)])
