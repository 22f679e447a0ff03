"""The JSON of whisper and its relatives: segments with times, at most a speaker number."""

from __future__ import annotations

from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _
from cjm_research.readers.base import Cue, RawFile
from cjm_research.readers.cleaning import clean
from cjm_research.readers.times import milliseconds


def is_whisper(data: Any) -> bool:
    """Whether this is whisper's ``segments``, whisper.cpp's ``transcription`` or a bare ``text``."""
    if not isinstance(data, dict) or "utterances" in data:
        return False
    return isinstance(data.get("segments"), list) or isinstance(data.get("transcription"), list)


def whisper_cues(raw: RawFile, data: dict[str, Any]) -> tuple[Cue, ...]:
    """The segments in order; words and tokens inside them are not needed.

    Raises
    ------
    UnreadableFileError
        No segment holds text.
    """
    cues = []
    for segment in data["segments"] if isinstance(data.get("segments"), list) else data["transcription"]:
        if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
            continue
        text = clean(segment["text"]).strip()
        if text:
            cues.append(Cue(text, *_times(segment), _speaker(segment.get("speaker"))))
    if not cues:
        raise UnreadableFileError.at(
            raw.path,
            _("No segment of this recording holds text."),
            expected=_("Segments with “text”, “start” and “end” were expected."),
        )
    return tuple(cues)


def _times(segment: dict[str, Any]) -> tuple[float | None, float | None]:
    offsets = segment.get("offsets")  # whisper.cpp: milliseconds
    if isinstance(offsets, dict):
        return _seconds(offsets.get("from"), 1000), _seconds(offsets.get("to"), 1000)
    return _seconds(segment.get("start"), 1), _seconds(segment.get("end"), 1)


def _seconds(value: object, divisor: int) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 10**9:
        return None
    return milliseconds(float(value)) if divisor == 1000 else round(float(value), 3)


def _speaker(value: object) -> str | None:
    return clean(str(value)).strip() or None if isinstance(value, str | int) and not isinstance(value, bool) else None
