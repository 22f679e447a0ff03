"""The form of a speaker's label: what the beginning of a line must look like, whoever it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cjm_research.readers.base import Line
from cjm_research.readers.role_words import INTERVIEWER, NO_SPEAKERS, OTHER, PARTICIPANT, word_side
from cjm_research.readers.times import STAMP, Times, seconds, split_leading_stamp

Style = Literal["colon", "timed", "alone", "bold"]

_COLON = re.compile(
    rf"(?P<name>[^:?!;|\n]{{1,70}}?)[ \t]{{0,9}}(?:[\[(]?[ \t]?(?P<stamp>{STAMP})[ \t]?[\])]?)?[ \t]{{0,9}}:(?!//)"
    r"(?=\s|[^\W\d_]|[\"“„«(\[…–—-]|$)"
)
_TIMED = re.compile(
    rf"(?P<name>[^:?!;|\n]{{1,70}}?)(?:[ \t]{{0,3}}[,|–—-])?[ \t]{{1,20}}[\[(]?[ \t]?(?P<start>{STAMP})"
    rf"(?:[ \t]{{0,3}}(?:-->|-|–)[ \t]{{0,3}}{STAMP})?[ \t]?[\])]?[ \t]?:?$"
)
_DASHED = re.compile(r"(?P<name>[^\W\d_][\w .]{0,30}?)[ \t]{1,3}[–—-][ \t]{1,3}(?=\S)")
# A label is looked for in the beginning of a line only, so that a line of megabytes costs nothing.
_HEAD = 160
_PARTICLES = frozenset([
    "de", "da", "di", "del", "der", "den", "van", "von", "of", "the", "la", "le", "z", "do", "ze", "und", "and", "i",
    "и", "фон", "бен", "аль", "ibn", "al", "bin"
])  # fmt: skip
# “p1”, “u07”: written without a capital, only the letters that stand for a participant or an interviewer.
_ID = re.compile(r"[piruруи]\d{1,3}")
_ROLE_WORDS = INTERVIEWER | PARTICIPANT | OTHER


@dataclass(frozen=True, slots=True)
class Label:
    """A label on a line: the name as written, its times, the words after it, and how it was recognised."""

    name: str
    times: Times
    rest: str
    style: Style
    bold: bool = False
    listed: bool = False

    @property
    def key(self) -> str:
        """What equal names share: case, blanks and full stops do not matter."""
        return name_key(self.name)


def name_key(name: str) -> str:
    """`name` without case, blanks, full stops and brackets."""
    return re.sub(r"[\s._()\[\]*-]", "", name.casefold())


def is_name(text: str) -> bool:
    """Whether `text` has the form of a speaker's name: up to five words, capitalised or words for a role."""
    words = text.split()
    if not words or len(words) > 5 or len(text) > 60 or not any(char.isalpha() for char in text):
        return False
    if name_key(re.sub(r"[\d#]+$", "", text)) in NO_SPEAKERS:
        return False
    return not words[0].isdigit() and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    bare = word.strip("()[]{}.,'’\"«»„”“&/*_#")
    if not bare:
        return word in ("&", "/", "-", "–")
    if not all(char.isalnum() or char in "._'’-/#" for char in bare):
        return False
    lower = bare.casefold()
    return (
        bare[0].isupper()
        or bare[0].isdigit()
        or lower in _PARTICLES
        or lower.rstrip("0123456789") in _ROLE_WORDS
        or _ID.fullmatch(lower) is not None
    )


def parse_label(line: Line) -> Label | None:
    """The label that a line has the form of; None for lines without one."""
    times, body = split_leading_stamp(line.text, bare=True)
    bold = max(0, line.bold - (len(line.text) - len(body)))
    head = body[:_HEAD]
    if match := _COLON.match(head):
        name = match["name"].strip(" *_-–•>")
        if is_name(name):
            rest_times, rest = split_leading_stamp(body[match.end() :].strip(), bare=True)
            stamp = (seconds(match["stamp"]), None) if match["stamp"] else None
            timed = times if times[0] is not None else stamp or rest_times
            return Label(name, timed, rest.strip(), "colon", bold >= len(match["name"].rstrip()))
    if len(body) < _HEAD and (match := _TIMED.match(body.rstrip())):
        name = match["name"].strip(" *_")
        if is_name(name):
            return Label(name, (seconds(match["start"]), None), "", "timed", bold > 0)
    if len(body) < _HEAD and is_name(body.strip(" *_:")) and not body.rstrip().endswith("."):
        name = body.strip(" *_:")
        return Label(name, times, "", "timed" if times[0] is not None else "alone", bold > 0)
    if 0 < bold < min(len(body), _HEAD) and is_name(body[:bold].strip(" *_-–")):
        return Label(body[:bold].strip(" *_-–"), times, body[bold:].strip(" -–—\t"), "bold", True)
    if (match := _DASHED.match(head)) and word_side(match["name"]):
        return Label(match["name"], times, body[match.end() :], "colon")
    return None
