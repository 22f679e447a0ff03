"""Transcript JSON, the project's own form, and lists of speakers and words that look like it."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _
from cjm_research.model import Transcript
from cjm_research.readers.base import RawFile, Source, parsing
from cjm_research.readers.cleaning import clean, clean_offset
from cjm_research.readers.whisper_json import is_whisper, whisper_cues


def read_json(raw: RawFile) -> Source:
    """The transcript of a .json file, or the cues of a whisper .json.

    Raises
    ------
    UnreadableFileError
        It is no JSON, or neither of the two.
    """
    data = load_json(raw)
    if isinstance(data, list):
        data = {"utterances": data}
    if is_whisper(data):
        return Source("whisper-json", cues=whisper_cues(raw, data))
    if not isinstance(data, dict) or not isinstance(data.get("utterances"), list) or not data["utterances"]:
        raise UnreadableFileError.at(
            raw.path,
            _("The JSON holds no transcript."),
            expected=_("An object with “utterances”, each with “text”, or the output of whisper was expected."),
        )
    return Source("json", transcript=_transcript(raw, data))


def load_json(raw: RawFile) -> Any:
    """The parsed JSON; NaN, Infinity and nesting without end are refused.

    Raises
    ------
    UnreadableFileError
        It is no JSON; the message names the line.
    """

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        return json.loads(raw.text or "", parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise UnreadableFileError.at(
            raw.path,
            _("The file is no valid JSON ({reason}).").format(reason=error.msg),
            row=error.lineno,
            hint=_("It may be cut off; export it once more."),
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError.at(
            raw.path, _("The file is no valid JSON ({reason}).").format(reason=type(error).__name__)
        ) from error


def _transcript(raw: RawFile, data: dict[str, Any]) -> Transcript:
    try:
        _clean_in_place(data)
        transcript = Transcript.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise UnreadableFileError.at(
            raw.path,
            _("The transcript does not fit at “{place}”: {reason}.").format(
                place=".".join(str(part) for part in first["loc"]), reason=first["msg"]
            ),
            expected=_("The form of the transcript JSON Schema was expected."),
        ) from error
    except RecursionError as error:
        raise UnreadableFileError.at(raw.path, _("The JSON is nested too deeply.")) from error
    with parsing(raw.path, "JSON"):
        transcript.model_dump_json()  # numbers and text that could not be written again
    return transcript


def _clean_in_place(data: dict[str, Any]) -> None:
    """Clean the texts and move the codings' offsets with them; quotes are cleaned alike."""
    texts: list[str | None] = []
    for utterance in data["utterances"]:
        text = utterance.get("text") if isinstance(utterance, dict) else None
        texts.append(text if isinstance(text, str) else None)
        if isinstance(text, str):
            utterance["text"] = clean(text)
        if isinstance(utterance, dict) and isinstance(utterance.get("speaker"), str):
            utterance["speaker"] = clean(utterance["speaker"])
        elif isinstance(utterance, dict) and isinstance(utterance.get("speaker"), int | None):
            utterance["speaker"] = "" if utterance.get("speaker") is None else str(utterance["speaker"])
    for key in ("codings", "gold"):
        for coding in data.get(key) or ():
            if isinstance(coding, dict):
                _clean_coding(coding, texts)


def _clean_coding(coding: dict[str, Any], texts: list[str | None]) -> None:
    if isinstance(coding.get("quote"), str):
        coding["quote"] = clean(coding["quote"])
    number = coding.get("u")
    if not isinstance(number, int) or not 0 <= number < len(texts):
        return
    text = texts[number]
    if text is None or clean(text) == text:
        return
    for key in ("start", "end"):
        if isinstance(coding.get(key), int) and coding[key] >= 0:
            coding[key] = clean_offset(text, coding[key])
