"""The journey map as a standalone SVG: live text, a group for each lane, stage, cell and item, under their own ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import escape

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import JourneyMap
from cjm_research.model.lanes import LaneKey
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.fonts import font_face_css
from cjm_research.rendering.journey_curve import curve_in_words
from cjm_research.rendering.journey_logo import logo_address
from cjm_research.rendering.journey_svg_foot import foot_piece
from cjm_research.rendering.journey_svg_frame import Frame
from cjm_research.rendering.journey_svg_head import header_piece, stages_piece
from cjm_research.rendering.journey_svg_lanes import rows_of
from cjm_research.rendering.journey_svg_parts import Piece, font_attributes, num
from cjm_research.rendering.journey_view import FEW_STAGES, LayerChoice, MapView, Preset, Zoom, actor_line, map_view

A3_WIDTH, A2_WIDTH, A1_WIDTH = 1191.0, 1684.0, 2384.0
RATIO = 297 / 420
TEXT_SIZE = 7.3
# Columns narrower than so many times the text are none: stages, and steps, which share the name of their stage.
NARROWEST: dict[Zoom, float] = {"stages": 9.5, "steps": 12.5}
# Sheet, most items and most names of a cell: the first that the map fits is taken.
_SHEETS = (
    (A3_WIDTH, 3, 5),
    (A3_WIDTH, 3, 4),
    (A3_WIDTH, 2, 4),
    (A2_WIDTH, 3, 5),
    (A2_WIDTH, 2, 4),
    (A1_WIDTH, 3, 5),
    (A1_WIDTH, 2, 4),
)


def journey_svg(
    journey_map: JourneyMap,
    *,
    lanes: Preset | Sequence[LaneKey] = "standard",
    width: float | None = None,
    layer: LayerChoice = "both",
    zoom: Zoom = "stages",
    date: str = "",
    logo: str | Path | bytes | None = None,
    is_blueprint: bool = False,
) -> str:
    """The map as one picture in A3 landscape proportion, in the language in force.

    The sheet is the smallest of A3, A2 and A1 that holds the map in text of 7.3 points; a map that fills more than A1
    makes the picture higher, or wider where it has very many columns.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    lanes : {"minimal", "standard", "full", "blueprint"} or sequence of lane keys
        Which lanes, from top to bottom.
    width : float, optional
        Size at which the picture is shown, in points; that of its sheet by default.
    layer : {"as_is", "to_be", "both"}
        The journey of today, the planned one, or both on one map.
    zoom : {"stages", "steps"}
        What a column is.
    date : str
        Date of the map, as it is to be shown.
    logo : path or bytes, optional
        A PNG or JPEG picture for the upper right corner.
    is_blueprint : bool
        Draw a service blueprint (see `journey_blueprint.blueprint_svg`).

    Raises
    ------
    UnsupportedFormatError
        The logo is neither PNG nor JPEG.
    """
    address = logo_address(logo)
    few = len(journey_map.stages) <= FEW_STAGES and zoom == "stages"
    sheets = ((A3_WIDTH, 8, 8), *_SHEETS) if few else _SHEETS
    for sheet, n_items, n_names in sheets:
        view = map_view(
            journey_map, lanes=lanes, n_items=n_items, n_names=n_names, layer=layer, zoom=zoom, date=date,
            logo=address, is_blueprint=is_blueprint,
        )  # fmt: skip
        width_needed = max(sheet, _least_width(view))
        frame = Frame(width_needed, TEXT_SIZE, len(view.columns), is_tight=lanes == "minimal")
        if frame.width > sheet and sheet < A1_WIDTH:
            continue
        body = _body(view, frame, detail=lanes != "minimal")
        if body.height <= sheet * RATIO:
            break
    height = max(body.height, sheet * RATIO)
    return svg_document(view, body.svg, (frame.width, height), width)


def _least_width(view: MapView) -> float:
    return (NARROWEST[view.zoom] * TEXT_SIZE * len(view.columns) + 10.5 * TEXT_SIZE) / 0.951


def _body(view: MapView, frame: Frame, *, detail: bool) -> Piece:
    header = header_piece(view, frame)
    parts = [header.at(frame.margin, frame.margin, key="header")]
    y = frame.margin + header.height + frame.size
    stages = stages_piece(view, frame)
    parts.append(stages.at(0, y, key="stages"))
    y += stages.height
    for row in rows_of(view, frame, detail=detail):
        parts.append(row.piece.at(0, y, key=row.key, label=row.label))
        y += row.piece.height
    foot = foot_piece(view, frame)
    parts.append(foot.at(frame.margin, y + frame.size, key="legend"))
    return Piece("".join(parts), y + frame.size + foot.height + frame.margin)


def svg_document(
    view: MapView, body: str, size: tuple[float, float], width: float | None = None, *, fonts: bool = True
) -> str:
    """The whole picture around its shapes; `width` is that at which it is shown, with the height in proportion."""
    scale = (width or size[0]) / size[0]
    title = f"{view.map.title} – {actor_line(view.map)}"
    style = f"<style>{font_face_css()}</style>" if fonts else ""
    # What no XML may hold can still stand in a name.
    return clean(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(size[0] * scale)}" height="{num(size[1] * scale)}" '
        f'viewBox="0 0 {num(size[0])} {num(size[1])}" role="img" aria-labelledby="map-title map-desc" '
        f'{font_attributes()}><title id="map-title">{escape(title)}</title>'
        f'<desc id="map-desc">{escape(_description(view.map))}</desc>{style}'
        f'<rect width="{num(size[0])}" height="{num(size[1])}" fill="#fff"/>{body}</svg>\n'
    )


def _description(journey_map: JourneyMap) -> str:
    names = {stage.key: journey_map.stage_name(stage.key) for stage in journey_map.stages}
    people = ngettext("{n} person", "{n} people", len(journey_map.participants))
    return _("Journey of {people} through these stages: {stages}. {curve}").format(
        people=people.format(n=format_number(len(journey_map.participants))),
        stages=", ".join(names.values()),
        curve=curve_in_words(journey_map.curve, names),
    )
