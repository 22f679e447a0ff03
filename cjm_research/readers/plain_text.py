"""Plain text: documents line by line, and the plain-text forms of recordings (whisper .txt, .lrc)."""

from __future__ import annotations

import re
from itertools import pairwise

from cjm_research.readers.base import Cue, Line, RawFile, Source
from cjm_research.readers.front_matter import split_front_matter
from cjm_research.readers.margins import without_margin_numbers
from cjm_research.readers.times import STAMP, only_stamp, split_leading_stamp

_QUOTE = re.compile(r"^\s*>\s?(?=\S|$)")
_ITEM = re.compile(r"^\s*[*•]\s+(?=\S)")
_LRC_TAG = re.compile(r"^\[(ar|al|ti|au|by|re|ve|length|offset|la|#)\s*:.*\]\s*$", re.IGNORECASE)
_STAMPED = re.compile(rf"^[ \t]{{0,9}}\[?[ \t]?{STAMP}([ \t]{{0,4}}-->[ \t]{{0,4}}{STAMP})?[ \t]?\]?(\s|(?<=\]))")
_WRAP_WIDTH = 45
_SENTENCE_END = (".", "?", "!", "…", ":", "”", "»", '"', ")")


def read_plain_text(raw: RawFile) -> Source:
    """Lines of a text file; cues where nearly every line begins with a time stamp and no speaker."""
    metadata, body = split_front_matter(raw.text or "")
    lines = body.split("\n")
    cues = stamped_cues(lines)
    if cues:
        return Source("txt", cues=cues, metadata=metadata)
    return Source("txt", lines=text_lines(body), metadata=metadata)


def read_lrc(raw: RawFile) -> Source:
    """Cues of a lyrics file; an empty line gives the end of the one before."""
    return Source("lrc", cues=stamped_cues((raw.text or "").split("\n"), always=True))


def text_lines(text: str) -> tuple[Line, ...]:
    """Lines of `text`; a paragraph ends at an empty line, and at every line end in text that is not wrapped."""
    before = text.split("\n")
    raw_lines = without_margin_numbers(before)
    opening = {index for index, (a, b) in enumerate(zip(before, raw_lines, strict=True)) if a != b}
    wrapped = bool(opening) or is_wrapped(raw_lines)
    lines: list[Line] = []
    paragraph, open_paragraph = 0, False
    for index, raw in enumerate(raw_lines):
        open_paragraph = open_paragraph and index not in opening
        if not raw.strip():
            open_paragraph = False
            continue
        quote, item = _QUOTE.match(raw), _ITEM.match(raw)
        mark = quote or item
        if not (open_paragraph and wrapped) or bool(quote) != (bool(lines) and lines[-1].kind == "quote") or item:
            paragraph += 1
        body = raw[mark.end() :] if mark else raw
        open_paragraph = bool(body.strip())
        if open_paragraph:
            lines.append(Line(body.strip(), paragraph, "quote" if quote else "item" if item else "text"))
    return tuple(lines)


def is_wrapped(lines: list[str]) -> bool:
    """Whether line ends were set by a margin: they break sentences, in lines nearly as long as the longest one."""
    going_on = [a.rstrip() for a, b in pairwise(lines) if a.strip() and b.strip()]
    broken = [line for line in going_on if not line.endswith(_SENTENCE_END)]
    if len(broken) < max(2, 0.3 * len(going_on)):
        return False
    width = max(len(line.rstrip()) for line in lines)
    long_lines = sum(len(line) > 0.6 * width for line in broken)
    return _WRAP_WIDTH <= width <= 140 and long_lines > 0.6 * len(broken)


def stamped_cues(lines: list[str], *, always: bool = False) -> tuple[Cue, ...]:
    """Cues of lines that begin with a time; empty when fewer than 9 in 10 do or they only announce speakers."""
    filled = [line for line in lines if line.strip() and not _LRC_TAG.match(line)]
    stamped = [line for line in filled if _STAMPED.match(line) and only_stamp(line) is None]
    if not always and (len(stamped) < 3 or len(stamped) < 0.9 * len(filled)):
        return ()
    cues: list[Cue] = []
    for line in filled:
        times = only_stamp(line)
        if times is not None:  # .lrc: a time alone ends the line before
            if cues and cues[-1].end_s is None:
                cues[-1] = Cue(cues[-1].text, cues[-1].start_s, times[0])
            continue
        (start, end), text = split_leading_stamp(line, bare=True)
        if start is None and cues:
            cues[-1] = Cue(f"{cues[-1].text} {text.strip()}", cues[-1].start_s, cues[-1].end_s)
        else:
            cues.append(Cue(text.strip(), start, end))
    return tuple(cues)
