"""The row of stages above a table drawn on a sheet: arrows with the names of the stages, aligned to its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.model.stages import Phase
from cjm_research.rendering.figure_sheet import Paper
from cjm_research.rendering.icons import PHASES
from cjm_research.rendering.journey_svg_parts import Piece, chevron, stack, text_block
from cjm_research.rendering.text_fit import text_width

# Names of stages are read from afar: 11 points on A3, 24 on A1; smaller only where a word would not fit its column.
_TITLE = {"A1": 24.3}
_SAFE = 0.96


@dataclass(frozen=True)
class StageTitle:
    """A column's heading: the key and name of its stage, its phase, and lines in small type below the name."""

    key: str
    name: str
    phase: Phase
    notes: tuple[str, ...] = ()


def stage_row(stages: Sequence[StageTitle], sheet: Paper, lane_width: float) -> Piece:
    """The row, from the left margin on; the columns begin after `lane_width`.

    Parameters
    ----------
    stages : sequence of StageTitle
        The columns from left to right, all of one width.
    sheet : Paper
        The sheet with its size of text.
    lane_width : float
        Width of the column with the names of the lanes, in points.
    """
    size = sheet.size
    column = (sheet.inner - lane_width) / max(1, len(stages))
    inner = column - size * 3.4
    title = _title_size([stage.name for stage in stages], inner, sheet)
    texts = [_text(stage, inner, title, size) for stage in stages]
    height = max((text.height for text in texts), default=0.0) + size * 1.6
    parts = []
    for i, (stage, text) in enumerate(zip(stages, texts, strict=True)):
        shape = chevron(column, height, PHASES[stage.phase], first=i == 0)
        indent = size * (1.0 if i == 0 else 1.9)
        piece = Piece(shape + text.at(indent, (height - text.height) / 2), height)
        parts.append(piece.at(lane_width + column * i, 0, key=stage.key))
    return Piece("".join(parts), height + size * 0.5)


def lines_of(words: Sequence[str], width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Short texts on one line where they fit, else each on a line of its own."""
    line = " · ".join(words)
    return (line,) if text_width(line, size, bold=bold) <= width * _SAFE else tuple(words)


def _text(stage: StageTitle, width: float, title: float, size: float) -> Piece:
    name = text_block(stage.name, width, title, bold=True, colour="#fff", line_height=1.14)
    notes = [text_block(note, width, size, colour="#fff") for note in lines_of(stage.notes, width, size)]
    return stack([name, *(notes if stage.notes else ())])


def _title_size(names: Sequence[str], width: float, sheet: Paper) -> float:
    largest = _TITLE.get(sheet.name, sheet.size * 1.5)
    widest = max((text_width(word, 1.0, bold=True) for name in names for word in name.split()), default=0.0)
    return max(sheet.size, min(largest, width * _SAFE / widest)) if widest else largest
