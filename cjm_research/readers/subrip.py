"""SubRip subtitles, parsed by the srt library."""

from __future__ import annotations

import re

from cjm_research.readers.base import Cue, RawFile, Source, parsing

_TAG = re.compile(r"</?(?:b|i|u|font|c)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)


def read_subrip(raw: RawFile) -> Source:
    """Cues of an .srt file in the order of their times; formatting tags are dropped.

    Raises
    ------
    UnreadableFileError
        A cue is malformed.
    """
    import srt

    with parsing(raw.path, "SubRip"):
        subtitles = list(srt.parse((raw.text or "").lstrip()))
        if not subtitles:
            raise ValueError("no cue")
        cues = [
            Cue(
                _TAG.sub("", subtitle.content).strip(),
                round(subtitle.start.total_seconds(), 3),
                round(subtitle.end.total_seconds(), 3),
            )
            for subtitle in subtitles
        ]
    return Source("srt", cues=tuple(cue for cue in cues if cue.text))
