"""A whole study as one JSON file: everything that it keeps, from which an empty study becomes equal to it.

The form is that of ``cjm_research/schemas/study.schema.json``. Interviews have their present text; where it was
corrected, the text as imported stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from cjm_research.errors import UnreadableFileError, UnsupportedFormatError
from cjm_research.exchange.base import StudyContent
from cjm_research.i18n import _
from cjm_research.model import (
    Answer,
    Code,
    Coding,
    ConsensusDecision,
    EmpathyEdit,
    Instrument,
    JourneyEdit,
    Memo,
    Participant,
    PersonaPlan,
    StudySettings,
    Transcript,
)
from cjm_research.model.base import Model

STUDY_FORMAT: Literal["cjm-research/study/1"] = "cjm-research/study/1"
# So many bytes are looked at to tell such a file from other JSON.
_HEAD = 200


class ImportedFile(Model):
    """The file that an interview came from: its name, its hash, how it was read."""

    name: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    format: str
    encoding: str | None = None
    notes: tuple[str, ...] = ()


class StudyInterview(Model):
    """An interview with its present text; `as_imported` holds earlier texts of corrected utterances by number."""

    transcript: Transcript
    file: ImportedFile | None = None
    as_imported: dict[int, str] = Field(default_factory=dict)


class StudySurveys(Model):
    """What people answered beside the interviews."""

    instruments: tuple[Instrument, ...] = ()
    waves: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()


class StudyFile(Model):
    """Everything that a study keeps. What researchers decided stands under the key that the study has for it."""

    format: Literal["cjm-research/study/1"] = STUDY_FORMAT
    settings: StudySettings = StudySettings()
    participants: tuple[Participant, ...] = ()
    interviews: tuple[StudyInterview, ...] = ()
    codings: tuple[Coding, ...] = ()
    codes: dict[str, Code] = Field(default_factory=dict, description="The codes that differ from the built-in ones.")
    memos: tuple[Memo, ...] = ()
    consensus: dict[str, ConsensusDecision] = Field(default_factory=dict)
    personas: dict[str, PersonaPlan] = Field(default_factory=dict)
    empathy: dict[str, EmpathyEdit] = Field(default_factory=dict)
    journey: dict[str, JourneyEdit] = Field(default_factory=dict)
    surveys: StudySurveys = StudySurveys()


def write_study_json(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write the whole study to a .json file.

    Raises
    ------
    UnsupportedFormatError
        The study does not offer it.
    """
    if content.whole is None:
        raise UnsupportedFormatError.at(path, _("There is no export format “{name}”.").format(name="study"))
    path.write_text(study_json(content.whole()), encoding="utf-8", newline="\n")
    return (path,)


def study_json(values: Mapping[str, Any]) -> str:
    """The text of a study file; the format comes first."""
    return json.dumps({"format": STUDY_FORMAT, **values}, ensure_ascii=False, indent=1) + "\n"


def is_study_file(path: str | Path) -> bool:
    """Whether a file is a whole study, by its first line."""
    path = Path(path)
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return "".join(head.split()).startswith('{"format":"cjm-research/study/')


def read_study_file(path: Path, data: bytes) -> StudyFile:
    """The study that JSON in UTF-8 holds; each coding stands on the words that it names.

    Raises
    ------
    UnreadableFileError
        It is no JSON, or not in the form of a study; the message names the place.
    """
    try:
        values = json.loads(data.decode("utf-8-sig"), parse_constant=_refused)
        json.dumps(values, ensure_ascii=False).encode()  # halves of characters could not be written again
        study = StudyFile.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise UnreadableFileError.at(
            path,
            _("The study does not fit at “{place}”: {reason}.").format(
                place=".".join(str(part) for part in first["loc"]), reason=first["msg"]
            ),
            expected=_("The form of the study JSON Schema was expected."),
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError.at(
            path,
            _("The file is no valid JSON ({reason}).").format(reason=type(error).__name__),
            hint=_("It may be cut off; export it once more."),
        ) from error
    _check(path, study)
    return study


def _refused(constant: str) -> None:
    raise ValueError(constant)


def _check(path: Path, study: StudyFile) -> None:
    """Look whether interviews, people, codings and memos are there once, and codings on their words."""
    texts = {one.transcript.id: one.transcript.utterances for one in study.interviews}
    things = (
        [one.transcript.id for one in study.interviews],
        [person.id for person in study.participants],
        [coding.guid for coding in study.codings],
        [memo.guid for memo in study.memos],
    )
    for names in things:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise UnreadableFileError.at(path, _("“{id}” is listed twice.").format(id=name))
            seen.add(name)
    for coding in study.codings:
        utterances = texts.get(coding.transcript, ())
        text = utterances[coding.utterance].text if coding.utterance < len(utterances) else None
        if text is None or (coding.start < coding.end and text[coding.start : coding.end] != coding.quote):
            message = _("{id}: the coded words “{quote}” do not occur in utterance {u}.")
            raise UnreadableFileError.at(
                path, message.format(id=coding.transcript, quote=coding.quote, u=coding.utterance)
            )
