"""WebVTT, parsed by webvtt-py: voice tags name the speaker, other tags are dropped."""

from __future__ import annotations

import html
import re

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _
from cjm_research.readers.base import Cue, RawFile, Source, parsing

# https://www.w3.org/TR/webvtt1/#webvtt-cue-voice-span
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+([^<>]+)>")
_TAG = re.compile(r"</?[A-Za-z0-9.:][^<>]*>")
_ROLLING = re.compile(r"<\d{1,2}:\d{2}")


def read_webvtt(raw: RawFile) -> Source:
    """Cues of a .vtt file, in order; a cue of two voices becomes two.

    Raises
    ------
    UnreadableFileError
        The file does not begin with WEBVTT or its cues are malformed.
    """
    import webvtt

    text = (raw.text or "").lstrip()
    if not text.startswith("WEBVTT"):
        raise UnreadableFileError.at(
            raw.path,
            _("The file does not begin with the word WEBVTT."),
            expected=_("A WebVTT file was expected."),
            hint=_("Give it the suffix of what it really is, for instance .srt or .txt."),
        )
    with parsing(raw.path, "WebVTT"):
        captions = [
            (c.start_in_seconds, c.end_in_seconds, c.start, c.end, c.raw_text) for c in webvtt.from_string(text)
        ]
    cues: list[Cue] = []
    last_line, rolling = "", bool(_ROLLING.search(text))
    for start_s, end_s, start, end, body in captions:
        # Automatic captions of video sites show each line twice while it rolls up.
        if rolling and last_line and body.split("\n")[0] == last_line:
            body = "\n".join(body.split("\n")[1:])
        last_line = _TAG.sub("", body.split("\n")[-1]).strip() or last_line
        cues += _voices(body, _exact(start, start_s), _exact(end, end_s))
    return Source("vtt", cues=tuple(cues))


def _exact(stamp: str, whole_seconds: float) -> float:
    """Seconds with milliseconds, which older releases of the parser leave out of their number."""
    from cjm_research.readers.times import seconds

    try:
        return seconds(stamp)
    except ValueError:
        return float(whole_seconds)


def _voices(body: str, start_s: float, end_s: float) -> list[Cue]:
    parts = _VOICE.split(body)
    pairs = [(None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    cues = []
    for speaker, words in pairs:
        text = html.unescape(_TAG.sub("", words)).strip()
        if text:
            name = html.unescape(speaker).strip() if speaker else None
            cues.append(Cue(text, start_s, end_s, name))
    return cues
