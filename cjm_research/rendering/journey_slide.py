"""The journey map as a picture for a slide: few lanes, in text as large as the shape of the slide allows."""

from __future__ import annotations

from cjm_research.model import JourneyMap
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.journey_svg import NARROWEST, TEXT_SIZE, svg_document
from cjm_research.rendering.journey_svg_foot import foot_piece
from cjm_research.rendering.journey_svg_frame import Frame
from cjm_research.rendering.journey_svg_head import stages_piece
from cjm_research.rendering.journey_svg_lanes import rows_of
from cjm_research.rendering.journey_svg_parts import Piece
from cjm_research.rendering.journey_view import MapView, map_view

LANES: tuple[LaneKey, ...] = ("touchpoint", "emotion", "pain", "success")
# Entries of a cell: words, and names.
_ITEMS, _NAMES = 2, 4
# The picture grows by this factor at least until all is in its shape; text gets smaller against it.
_STEP, _WIDEST = 1.03, 2400.0


def journey_slide_svg(journey_map: JourneyMap, *, ratio: float = 2.15) -> str:
    """The map without its heading, no higher than its width over `ratio`, in the language in force.

    Parameters
    ----------
    journey_map : JourneyMap
        The map; of an empty one nothing but its frame.
    ratio : float
        Width over height of the room on the slide.
    """
    view = map_view(journey_map, lanes=LANES, n_items=_ITEMS, n_names=_NAMES)
    n = max(1, len(view.columns))
    width = (NARROWEST[view.zoom] * TEXT_SIZE * n + 10.5 * TEXT_SIZE) / 0.951
    body = _body(view, frame := Frame(width, TEXT_SIZE, n, is_tight=True))
    while body.height > frame.width / ratio and frame.width < _WIDEST:
        # Text that has twice the width takes about half the height; a little less than that does not overshoot.
        step = max(_STEP, (body.height * ratio / frame.width) ** 0.4)
        frame = Frame(frame.width * step, TEXT_SIZE, n, is_tight=True)
        body = _body(view, frame)
    return svg_document(view, body.svg, (frame.width, body.height))


def _body(view: MapView, frame: Frame) -> Piece:
    parts, y = [], frame.size * 0.5
    for row in [stages_piece(view, frame), *(row.piece for row in rows_of(view, frame, detail=False))]:
        parts.append(row.at(0, y))
        y += row.height
    foot = foot_piece(view, frame)
    parts.append(foot.at(frame.margin, y + frame.size * 0.7, key="legend"))
    return Piece("".join(parts), y + foot.height + frame.size * 1.5)
