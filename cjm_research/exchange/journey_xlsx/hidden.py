"""The hidden sheet of a journey workbook: each map whole, as JSON in pieces, so that it comes back as it was.

Only plain ASCII stands in it, which every spreadsheet program keeps as it is. What a person changes is changed in the
visible sheets and found there by comparison with this one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import LANGUAGES, _
from cjm_research.model import JourneyMap

SHEET = "cjm-data"
FORMAT = "cjm-research journey workbook"
VERSION = 1
CHUNK = 30_000


class Kept(NamedTuple):
    """A map as it was written, with the name of its sheet and the language of the workbook."""

    map: JourneyMap
    sheet: str
    language: str


def write_hidden(workbook: Any, kept: Iterable[Kept]) -> None:
    """Add the hidden sheet."""
    sheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = "hidden"
    sheet.append([FORMAT, VERSION])
    for each in kept:
        data = _ascii(each.map)
        for number, start in enumerate(range(0, len(data), CHUNK)):
            sheet.append([_safe(each.sheet), each.language, number, data[start : start + CHUNK]])


def _ascii(journey_map: JourneyMap) -> str:
    values = journey_map.model_dump(mode="json", exclude_defaults=True)
    # Excel reads _x0041_ as a letter: in JSON an underscore may be written otherwise.
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).replace("_x", "\\u005fx")


def _safe(title: str) -> str:
    return json.dumps(title, ensure_ascii=True).replace("_x", "\\u005fx")


def read_hidden(workbook: Any, path: object) -> list[Kept]:
    """The maps of the hidden sheet, in the order of writing; none where there is no such sheet.

    Raises
    ------
    UnreadableFileError
        A newer version of the package wrote it, or somebody changed it.
    """
    if SHEET not in workbook.sheetnames:
        return []
    rows = list(workbook[SHEET].iter_rows(values_only=True, max_col=4))
    if not rows or rows[0][0] != FORMAT:
        return []
    if rows[0][1] != VERSION:
        raise UnreadableFileError.at(
            str(path), _("A newer version of the program wrote this workbook."), hint=_("Update cjm-research.")
        )
    pieces: dict[tuple[str, str], list[str]] = {}
    for title, language, _number, data in rows[1:]:
        if title and isinstance(data, str):
            pieces.setdefault((str(title), str(language)), []).append(data)
    try:
        return [_kept(title, language, "".join(data)) for (title, language), data in pieces.items()]
    except (ValueError, ValidationError) as error:
        raise UnreadableFileError.at(
            str(path),
            _("The hidden sheet “{sheet}” of this workbook was changed or is damaged.").format(sheet=SHEET),
            hint=_("Delete that sheet: then the visible table is read alone."),
        ) from error


def _kept(title: str, language: str, data: str) -> Kept:
    journey_map = JourneyMap.model_validate_json(data)
    return Kept(journey_map, json.loads(title), language if language in LANGUAGES else LANGUAGES[0])
