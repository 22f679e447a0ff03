"""Maps and personas as plain tables: the grid that whiteboards such as Miro take in, empathy notes, statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import ensure_parent
from cjm_research.exchange.csv_tables import write_table
from cjm_research.i18n import _
from cjm_research.model import EmpathyMap, Evidence, JourneyMap, Persona, term
from cjm_research.model.lanes import LANES

NOTE_COLUMNS = ("key", "area", "text", "k", "n", "low", "high", "verbatim", "code", "people", "quotes", "own")
STATEMENT_COLUMNS = (
    "persona", "title", "section", "text", "code", "inside_k", "inside_n", "outside_k", "outside_n", "low", "high",
    "people", "quotes", "own",
)  # fmt: skip


def write_board_csv(path: str | Path, journey_map: JourneyMap) -> Path:
    """Write a journey map as a grid for a whiteboard: a column a stage, one entry a cell.

    Pasted into Miro (or brought in as a file), each cell becomes a sticky note at its place. The first column names the
    lane; a lane takes as many rows as its fullest cell has entries. Only the journey of today is written.
    """
    head = [_("Lane"), *(journey_map.stage_name(stage.key) for stage in journey_map.stages)]
    return write_table(ensure_parent(Path(path)), head, _board_rows(journey_map))


def _board_rows(journey_map: JourneyMap) -> Iterator[list[Any]]:
    for lane in LANES:
        cells = [
            [item.text for item in journey_map.cell(stage.key, lane).items if item.layer == "as_is"]
            for stage in journey_map.stages
        ]
        for row in range(max(map(len, cells), default=0)):
            yield [term("lane", lane), *(cell[row] if row < len(cell) else "" for cell in cells)]


def write_empathy_csv(path: str | Path, empathy_map: EmpathyMap) -> Path:
    """Write an empathy map, a note a row; `low` and `high` are the 95% interval of k of n."""
    return write_table(ensure_parent(Path(path)), NOTE_COLUMNS, _note_rows(empathy_map))


def _note_rows(empathy_map: EmpathyMap) -> Iterator[list[Any]]:
    for note in empathy_map.notes:
        count = note.count
        low, high = (round(end, 4) for end in count.interval)
        yield [
            note.key, note.quadrant, note.text, count.k, count.n, low, high, note.verbatim, note.code,
            "; ".join(note.people), _quotes(note.evidence), note.own,
        ]  # fmt: skip


def write_personas_csv(path: str | Path, personas: Sequence[Persona]) -> Path:
    """Write personas, a statement a row; `low` and `high` are the 95% interval of the share inside."""
    rows = (row for persona in personas for row in _statement_rows(persona))
    return write_table(ensure_parent(Path(path)), STATEMENT_COLUMNS, rows)


def _statement_rows(persona: Persona) -> Iterator[list[Any]]:
    for statement in persona.statements:
        low, high = (round(end, 4) for end in statement.interval)
        people = sorted({evidence.participant for evidence in statement.evidence})
        yield [
            persona.key, persona.title, statement.section, statement.text, statement.code, *statement.inside,
            *statement.outside, low, high, "; ".join(people), _quotes(statement.evidence), statement.own,
        ]  # fmt: skip


def _quotes(evidence: Iterable[Evidence]) -> str:
    """The words, each with the number of its interview."""
    return "\n".join(f"{one.participant}: {one.quote}" for one in evidence)
