"""study.toml: the settings of a study as a file that people edit."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cjm_research.errors import BadValueError, UnreadableFileError
from cjm_research.i18n import LANGUAGES, N_, _
from cjm_research.model import STAGE_MODELS, StudySettings
from cjm_research.storage.permissions import make_private

SETTINGS_NAME = "study.toml"

_COMMENTS: dict[str, str] = {
    "title": N_("The name of the study, as it stands on reports."),
    "purpose": N_("What the study is to find out."),
    "languages": N_("Languages of the interviews."),
    "interface_language": N_("Language of reports and maps: en, pl or ru."),
    "stage_model": N_("Stages of the journey maps. One of: {known}."),
    "rating_scale": N_("Scale of ratings: 1-3, 1-5 or 1-10."),
    "seed": N_("Start of all random steps: the same seed gives the same personas."),
    "features": N_("Language models on this machine that help the tagger, such as pl_core_news_lg; usually none."),
}


def write_settings(path: str | Path, settings: StudySettings) -> None:
    """Write study.toml, each setting with a line that explains it."""
    lines = []
    for key, value in settings.model_dump(mode="json").items():
        comment = _(_COMMENTS[key]).format(known=", ".join(STAGE_MODELS)) if key in _COMMENTS else ""
        lines += [f"# {comment}", f"{key} = {_toml(value)}", ""]
    path = Path(path)
    is_new = not path.exists()
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    if is_new:
        make_private(path)


def _toml(value: str | int | float | bool | list) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):  # JSON strings are TOML strings, but for DEL
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def read_settings(path: str | Path) -> StudySettings:
    """The settings of a study.toml; absent keys have their defaults.

    Raises
    ------
    UnreadableFileError
        The file is not TOML in UTF-8; the message names the line.
    BadValueError
        A key is unknown or its value is wrong; the message names key and line.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UnreadableFileError.at(path, _("The file is not UTF-8 text."), hint=_("Save it as UTF-8.")) from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFileError.at(
            path, _("This is not TOML: {why}.").format(why=error), hint=_('Text stands in quotes: title = "My study"')
        ) from error
    try:
        return StudySettings.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        raise _bad_setting(path, text, str(fault["loc"][0]), fault["input"], fault["type"]) from error


def settings_from(values: dict[str, Any]) -> StudySettings:
    """Settings of these values.

    Raises
    ------
    BadValueError
        A key or a value is none of the known ones.
    """
    try:
        return StudySettings.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        key, found = str(fault["loc"][0]), fault["input"]
        raise BadValueError(f"{_wrong(key, found, fault['type'])} {_expected(key, fault['type'])}") from error


def _bad_setting(path: Path, text: str, key: str, found: object, kind: str) -> BadValueError:
    line = next(
        (n for n, row in enumerate(text.splitlines(), 1) if re.match(rf"\s*[\"']?{re.escape(key)}\b", row)), None
    )
    return BadValueError.at(path, _wrong(key, found, kind), row=line, expected=_expected(key, kind))


def _wrong(key: str, found: object, kind: str) -> str:
    if kind == "extra_forbidden":
        return _("There is no setting “{key}”.").format(key=key)
    return _("“{key}” cannot be {found}.").format(key=key, found=_shown(found))


def _shown(found: object) -> str:
    try:
        return json.dumps(found, ensure_ascii=False)
    except TypeError:  # a date
        return str(found)


def _expected(key: str, kind: str) -> str:
    if kind == "extra_forbidden":
        return _("Known settings: {known}.").format(known=", ".join(StudySettings.model_fields))
    choices = {
        "interface_language": ", ".join(LANGUAGES),
        "stage_model": ", ".join(STAGE_MODELS),
        "rating_scale": "1-3, 1-5, 1-10",
    }
    if key in choices:
        return _("Choose one of: {known}.").format(known=choices[key])
    return {
        "languages": _('A list out of {known} is expected, such as ["en", "pl"].').format(known=", ".join(LANGUAGES)),
        "seed": _("A whole number from 0 is expected."),
        "features": _('A list of names is expected, such as ["pl_core_news_lg"].'),
    }.get(key, _("Text in quotes is expected."))
