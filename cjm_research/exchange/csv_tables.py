"""CSV tables of codings and participants: RFC 4180, UTF-8 with the mark by which spreadsheets know it.

A text that begins like a formula gets an apostrophe in front, so that no spreadsheet executes what somebody said;
`restored` takes it away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import StudyContent
from cjm_research.model import Coding, Participant, Transcript

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CODING_COLUMNS = (
    "guid", "transcript", "participant", "group", "utterance", "speaker", "start", "end", "quote", "kind", "label",
    "valence", "stage", "coder", "status", "score", "source", "why",
)  # fmt: skip


def neutralised(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith((*FORMULA_STARTS, "'")):
        return "'" + value
    return value


def restored(text: str) -> str:
    """The text that `neutralised` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA_STARTS, "'")) else text


def write_csv(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Codings where `path` is a file; codings.csv and participants.csv where it is a folder."""
    if path.suffix.lower() == ".csv":
        return (write_table(path, CODING_COLUMNS, coding_rows(content)),)
    path.mkdir(parents=True, exist_ok=True)
    columns, rows = participant_table(content.participants)
    return (
        write_table(path / "codings.csv", CODING_COLUMNS, coding_rows(content)),
        write_table(path / "participants.csv", columns, rows),
    )


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write one table; empty cells for None."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([neutralised(column) for column in columns])
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8"))
    return path


def coding_rows(content: StudyContent) -> list[list[Any]]:
    """One row a coding, in the order of `CODING_COLUMNS`, sorted by place."""
    groups = {participant.id: participant.group for participant in content.participants}
    transcripts = {transcript.id: transcript for transcript in content.transcripts}
    codings = sorted(content.codings, key=lambda c: (*c.place, c.code, c.coder, c.guid))
    return [_coding_row(coding, groups, transcripts) for coding in codings]


def _coding_row(coding: Coding, groups: Mapping[str, str], transcripts: Mapping[str, Transcript]) -> list[Any]:
    transcript = transcripts.get(coding.transcript)
    values = coding.model_dump()
    values["group"] = groups.get(coding.participant)
    values["speaker"] = transcript.utterances[coding.utterance].speaker if transcript else None
    return [values[column] for column in CODING_COLUMNS]


def participant_table(participants: Sequence[Participant]) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows of the participants: id, group, method, then every attribute."""
    keys = list(dict.fromkeys(key for participant in participants for key in participant.attributes))
    rows = [
        [p.id, p.group, p.method, *(_cell(p.attributes.get(key)) for key in keys)]
        for p in sorted(participants, key=lambda p: p.id)
    ]
    return ["id", "group", "method", *keys], rows


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return value
