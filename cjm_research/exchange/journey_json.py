"""Journey maps as JSON, both ways; the form is that of the published JSON Schema (see `schemas`)."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.schemas import JOURNEY_FORMAT
from cjm_research.i18n import _
from cjm_research.model import JourneyMap

MAX_BYTES = 32_000_000


def journey_json(journey_map: JourneyMap) -> str:
    """A map as JSON text: its format, then its fields; the same map gives the same text."""
    value = {"format": JOURNEY_FORMAT, **journey_map.model_dump(mode="json")}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def journey_from_json(path: str | Path) -> JourneyMap:
    """The map in a JSON file: one of `journey_json`, with or without the name of its format.

    Raises
    ------
    UnreadableFileError
        The file is missing, too large, no JSON, of a newer format, or does not fit the schema.
    """
    path = Path(path)
    value = _read(path)
    if not isinstance(value, dict):
        raise _no_map(path, _("The file holds no JSON object."))
    form = value.pop("format", JOURNEY_FORMAT)
    if form != JOURNEY_FORMAT:
        raise _no_map(path, _("The file is of the format “{format}”.").format(format=str(form)[:80]))
    try:
        return JourneyMap.model_validate_json(json.dumps(value))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "-"
        raise _no_map(path, _("“{field}” does not fit: {why}.").format(field=field, why=first["msg"])) from error


def _read(path: Path) -> object:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError.at(path, _("The file cannot be read: {why}.").format(why=error.strerror)) from error
    if len(data) > MAX_BYTES:
        raise _no_map(path, _("The file is too large."))
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _no_map(path, _("The file is no JSON.")) from error


def _no_map(path: Path, what: str) -> UnreadableFileError:
    return UnreadableFileError.at(
        path,
        what,
        expected=_("A journey map of the format “{format}” was expected.").format(format=JOURNEY_FORMAT),
        hint=_("The command “cjm map --format json” writes one."),
    )
