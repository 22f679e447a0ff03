"""Journey maps as a workbook, both ways: a sheet a map (stages as columns, lanes as rows), tables, all the evidence.

Built on openpyxl. Text stays text: what begins like a formula is stored as a string with a quote prefix, so that no
spreadsheet executes what somebody said. The same maps give the same bytes. Reading gives the maps as they were written,
and apart from them what a person changed in the visible sheets since.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.base import ensure_parent
from cjm_research.exchange.csv_tables import write_table
from cjm_research.exchange.journey_xlsx.cells import sheet_title
from cjm_research.exchange.journey_xlsx.changes import MapReading, text_of
from cjm_research.exchange.journey_xlsx.hidden import SHEET, Kept, read_hidden, write_hidden
from cjm_research.exchange.journey_xlsx.reading import grid_of, head_of, read_map_sheet
from cjm_research.exchange.journey_xlsx.reading_tables import read_table, table_of
from cjm_research.exchange.journey_xlsx.sheets import (
    card_columns,
    card_rows,
    reserved_titles,
    write_cards,
    write_evidence,
    write_tables,
    write_ways,
)
from cjm_research.exchange.journey_xlsx.words import folded, names_of
from cjm_research.exchange.journey_xlsx.writing import write_map_sheet
from cjm_research.exchange.steady_zip import steady_workbook
from cjm_research.i18n import _, current_language
from cjm_research.model import Count, EmotionPoint, JourneyEdit, JourneyMap, JourneyStage, StageModel
from cjm_research.model.lanes import LANE_PRESETS, LANES, LaneKey, Preset
from cjm_research.model.stages import DEFAULT_STAGE_MODEL, STAGE_MODELS

MAX_UNPACKED_BYTES = 300_000_000
LOOKED_AT = 100


def write_journey_xlsx(
    path: str | Path,
    *journey_maps: JourneyMap | Sequence[JourneyMap],
    lanes: Preset | Sequence[LaneKey] | None = None,
) -> Path:
    """Write one map or several to a workbook, in the language in force; its path.

    Parameters
    ----------
    path : path
        Where; written over if it exists.
    journey_maps : JourneyMap or sequence of JourneyMap
        Each gets a sheet of its own; steps, solutions, communication plan, figures and the evidence of all follow.
    lanes : str or sequence of str, optional
        The lanes of the table, or the name of a preset; all of them where not named.
    """
    from openpyxl import Workbook

    maps = [m for each in journey_maps for m in ([each] if isinstance(each, JourneyMap) else each)]
    rows = LANES if lanes is None else LANE_PRESETS[lanes] if isinstance(lanes, str) else tuple(lanes)  # type: ignore[index]
    workbook = Workbook()
    workbook.remove(workbook.active)
    taken = reserved_titles() | {SHEET}
    kept = []
    for each in maps:
        sheet = workbook.create_sheet(sheet_title(each.title or each.key, taken))
        write_map_sheet(sheet, each, rows)
        kept.append(Kept(each, sheet.title, current_language()))
    used = {name.casefold() for name in workbook.sheetnames} | {SHEET}
    write_tables(workbook, maps, used)
    write_ways(workbook, maps, used)
    if any(each.cells for each in maps) or not maps:
        write_evidence(workbook, maps, used)
    write_hidden(workbook, kept)
    target = ensure_parent(Path(path))
    target.write_bytes(steady_workbook(workbook))
    return target


def write_cards_xlsx(path: str | Path, journey_map: JourneyMap) -> Path:
    """Write a row for each entry and each quote of a map, as boards on line take sticky notes in."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    write_cards(workbook, journey_map)
    target = ensure_parent(Path(path))
    target.write_bytes(steady_workbook(workbook))
    return target


def write_cards_csv(path: str | Path, journey_map: JourneyMap) -> Path:
    """The same cards as CSV, for boards that take no workbook."""
    names = [name for name, _width in card_columns()]
    return write_table(ensure_parent(Path(path)), names, card_rows(journey_map))


def write_template_xlsx(
    path: str | Path, stage_model: StageModel, *, lanes: Preset | Sequence[LaneKey] | None = None
) -> Path:
    """Write an empty table to fill in; what somebody wrote there comes in as a map without data."""
    return write_journey_xlsx(path, blank_map(stage_model), lanes=lanes)


def blank_map(stage_model: StageModel) -> JourneyMap:
    """A map of nobody, with its stages and nothing else."""
    nobody = Count(k=0, n=0, interval=(0.0, 1.0))
    return JourneyMap(
        key="",
        title="",
        actor="story",
        status="assumption",
        participants=(),
        stage_model=stage_model.key,
        basis="confirmed",
        stages=tuple(
            JourneyStage(key=stage.key, phase=stage.phase, count=nobody, name=stage.name, position=float(place))
            for place, stage in enumerate(stage_model.stages)
        ),
        cells=(),
        curve=tuple(EmotionPoint(stage=stage.key, mean=None, n=0) for stage in stage_model.stages),
    )


def read_journey_xlsx(path: str | Path) -> tuple[JourneyMap, ...]:
    """The maps of a workbook as they were written, whatever a person changed in the visible sheets since.

    Raises
    ------
    UnreadableFileError
        It is no workbook with journey maps.
    """
    return tuple(reading.map for reading in read_journey_workbook(path))


def read_journey_edits(path: str | Path, journey_map: JourneyMap) -> tuple[JourneyEdit, ...]:
    """What a person changed in the visible sheets of one map, as edits for `cjm_research.journey.apply_edits`.

    A line that was changed keeps its evidence; a new one is an assumption; one that is gone is taken off the map.

    Raises
    ------
    UnreadableFileError
        It is no workbook with journey maps.
    """
    for reading in read_journey_workbook(path):
        if reading.map.key == journey_map.key:
            return reading.edits
    return ()


def read_journey_workbook(path: str | Path) -> tuple[MapReading, ...]:
    """Every map of a workbook with what was changed and what could not be read.

    Raises
    ------
    UnreadableFileError
        It is no workbook with journey maps.
    """
    path = Path(path)
    workbook = _opened(path)
    grids = {name: grid_of(workbook[name]) for name in workbook.sheetnames if name != SHEET}
    readings = [MapReading(k.map, k.sheet, k.language, is_new=not k.map.key) for k in read_hidden(workbook, path)]
    if not readings:
        readings = [
            MapReading(blank_map(_model_of(grid[head])), name, current_language(), is_new=True)
            for name, grid in grids.items()
            if (head := head_of(grid)) is not None
        ]
    if not readings:
        raise UnreadableFileError.at(
            path,
            _("There is no journey map in this workbook."),
            expected=_("A sheet with a row “Stage” and rows for lanes was expected."),
            hint=_("An empty template shows the form."),
        )
    for reading in readings:
        if reading.sheet in grids:
            read_map_sheet(grids[reading.sheet], reading)
    for name, grid in grids.items():
        table = table_of(name)
        if table is not None:
            read_table(grid, table, name, {reading.map.key: reading for reading in readings})
    return tuple(readings)


def is_journey_workbook(path: str | Path) -> bool:
    """Whether a file is a workbook with a journey map in it, ours or one that somebody made like ours."""
    path = Path(path)
    if path.suffix.lower() != ".xlsx" or not zipfile.is_zipfile(path):
        return False
    try:
        workbook = _opened(path, read_only=True)
    except UnreadableFileError:
        return False
    # Large tables of answers are workbooks too: only the first column of the first rows is looked at.
    return SHEET in workbook.sheetnames or any(
        head_of(list(sheet.iter_rows(max_row=LOOKED_AT, max_col=1, values_only=True))) is not None
        for sheet in workbook.worksheets
    )


def _opened(path: Path, *, read_only: bool = False) -> Any:
    from openpyxl import load_workbook

    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise ValueError("too large")
        return load_workbook(io.BytesIO(data), read_only=read_only, data_only=True, keep_links=False)
    except FileNotFoundError as error:
        raise UnreadableFileError.at(path, _("There is no such file or folder.")) from error
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise UnreadableFileError.at(
            path,
            _("The file is damaged, cut off, or not really {format}.").format(format="xlsx"),
            hint=_("Open it in a spreadsheet program and save it again as .xlsx."),
        ) from error


def _model_of(head: Sequence[Any]) -> StageModel:
    """The built-in stage model that has most of the stages of a table."""
    headings = {folded(value) for value in head[1:] if text_of(value)}

    def known(model: StageModel) -> tuple[int, bool, int]:
        names = names_of("stage", model.keys)
        found = {names[heading] for heading in headings if heading in names}
        return len(found), model.key == DEFAULT_STAGE_MODEL and not found, -len(model.keys)

    return max(STAGE_MODELS.values(), key=known)
