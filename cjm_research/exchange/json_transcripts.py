"""Transcript JSON with the codings inside, one file an interview: what `cjm import` takes back unchanged."""

from __future__ import annotations

import json
import re
from pathlib import Path

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.base import StudyContent
from cjm_research.i18n import _
from cjm_research.model import Coding, Transcript


def write_json(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write a folder of transcripts, or one file where the study has one interview only.

    Raises
    ------
    UnsupportedFormatError
        `path` is a file, and there are several interviews.
    """
    is_file = path.suffix.lower() == ".json"
    if is_file and len(content.transcripts) != 1:
        raise UnsupportedFormatError.at(
            path,
            _("Each interview is a JSON file of its own."),
            hint=_("Name a folder instead, with --format json."),
        )
    if is_file:
        targets = [path]
    else:
        path.mkdir(parents=True, exist_ok=True)
        targets = [path / f"{name}.json" for name in file_names(content.transcripts)]
    codings: dict[str, list[Coding]] = {}
    for coding in content.codings:
        codings.setdefault(coding.transcript, []).append(coding)
    for target, transcript in zip(targets, content.transcripts, strict=True):
        text = transcript_json(transcript, codings.get(transcript.id, []))
        target.write_text(text, encoding="utf-8", newline="\n")
    return tuple(targets)


def transcript_json(transcript: Transcript, codings: list[Coding]) -> str:
    """One interview with its codings as JSON text; guid, status and reason of a coding go along."""
    value = transcript.model_dump(mode="json", exclude={"codings"}, exclude_none=True)
    value["codings"] = [_carried(c) for c in sorted(codings, key=lambda c: (*c.place, c.code, c.coder, c.guid))]
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _carried(coding: Coding) -> dict:
    value = coding.model_dump(mode="json", exclude={"transcript", "participant", "utterance"}, exclude_none=True)
    return {"u": coding.utterance, **{key: item for key, item in value.items() if item != ""}}


def file_names(transcripts: tuple[Transcript, ...]) -> list[str]:
    """Ids as names that every file system takes, each once."""
    names: list[str] = []
    for transcript in transcripts:
        plain = re.sub(r"[^\w.\- ]", "_", transcript.id).strip(" .") or "interview"
        name, n = plain, 2
        while name.casefold() in {other.casefold() for other in names}:
            name, n = f"{plain}-{n}", n + 1
        names.append(name)
    return names
