"""Speaker labels: which lines begin a turn, and whose.

A first look collects everything of the form of a label; a second keeps those that the document bears out: a word such
as “Interviewer”, a time beside the name, bold type, or the same name again and again. Initials and first names are then
led back to the full name that was given once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cjm_research.readers.base import Line
from cjm_research.readers.role_words import INTERVIEWER, NO_SPEAKERS, OTHER, PARTICIPANT, is_role_label, word_side
from cjm_research.readers.times import STAMP, Times, only_stamp, seconds, split_leading_stamp

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
_ROLE_WORDS = INTERVIEWER | PARTICIPANT | OTHER
_SENTENCE_END = (".", "?", "!", "…", ":", "”", "»", '"', ")", "]", "-", "–", "—")
_DIGRAPHS = ("ch", "sz", "cz", "rz", "dz")


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
    return bare[0].isupper() or bare[0].isdigit() or lower in _PARTICLES or lower.rstrip("0123456789") in _ROLE_WORDS


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


def find_labels(lines: Sequence[Line], *, only: Style | None = None) -> dict[int, Label]:
    """The labels that hold, by line number, each with the speaker's full name where it was given.

    `only` keeps to labels of one style.
    """
    found = {
        index: replace(label, listed=line.kind in ("item", "heading"))
        for index, line in enumerate(lines)
        if (label := parse_label(line))
    }
    # Meeting programs write a time, the name below it, and the words below that.
    for index, label in found.items():
        if label.style == "alone" and index and only_stamp(lines[index - 1].text) is not None and _looks_called(label):
            found[index] = replace(label, style="timed")
    found = {index: label for index, label in found.items() if only in (None, label.style)}
    found = {index: label for index, label in found.items() if not _goes_on(lines, index, label)}
    accepted = _accepted(lines, found)
    labels = {index: label for index, label in found.items() if _holds(label, accepted)}
    labels = _without_header(lines, labels)
    return _with_full_names(labels)


def _goes_on(lines: Sequence[Line], index: int, label: Label) -> bool:
    """Whether a line only looks labelled: it goes on with the sentence of the line above in its paragraph."""
    if index == 0 or label.bold or label.times[0] is not None or word_side(label.name):
        return False
    above = lines[index - 1]
    if above.paragraph != lines[index].paragraph or only_stamp(above.text) is not None:
        return False
    return not above.text.rstrip().endswith(_SENTENCE_END)


def _accepted(lines: Sequence[Line], found: dict[int, Label]) -> dict[str, set[Style]]:
    """Keys of names that hold, with the styles they hold in."""
    counts: dict[tuple[str, Style], int] = Counter((label.key, label.style) for label in found.values())
    accepted: dict[str, set[Style]] = defaultdict(set)
    weak: dict[str, set[Style]] = defaultdict(set)
    sure = False
    n_timed = sum(label.style == "timed" for label in found.values())
    for label in found.values():
        count = counts[label.key, label.style]
        listed = label.listed
        role = is_role_label(label.name)
        if (label.style == "timed" and (count > 1 or n_timed > 2)) or (
            role and (label.style == "colon" or (label.style == "alone" and count > 1))
        ):
            sure = True
            accepted[label.key].add(label.style)
        elif label.style == "colon" and label.bold and (not listed or count > 2):
            (accepted if count > 1 else weak)[label.key].add(label.style)
        elif count > (2 if label.style == "alone" or listed else 1) and (
            label.style != "alone" or _looks_called(label)
        ):
            weak[label.key].add(label.style)
    if not sure or _covers(lines, found, weak, at_least=2):
        for key, styles in weak.items():
            accepted[key] |= styles
    if not sure and not (_covers(lines, found, accepted) and _is_prose(lines)):
        return {}
    return accepted if _plausible(found, accepted) else {}


def _looks_called(label: Label) -> bool:
    """Whether words alone on a line can be a name: two words, capitals or a number; “Okay” is none."""
    return (
        label.bold
        or len(label.name.split()) > 1
        or label.name[-1].isdigit()
        or (label.name.isupper() and len(label.name) > 1)
    )


def _covers(lines: Sequence[Line], found: dict[int, Label], keys: dict[str, set[Style]], *, at_least: int = 3) -> bool:
    """Whether names known only by repetition lead enough of the document to be its speakers."""
    n_labels = sum(_holds(label, keys) for label in found.values())
    n_paragraphs = len({line.paragraph for line in lines if line.kind != "heading"})
    return n_labels >= max(at_least, 0.12 * n_paragraphs)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lists and headings are the smaller part: reports repeat their captions as talks repeat names."""
    return sum(line.kind in ("item", "heading") for line in lines) < 0.4 * len(lines)


def _plausible(found: dict[int, Label], accepted: dict[str, set[Style]]) -> bool:
    """Whether any words follow: a list of names is no talk."""
    return sum(_holds(label, accepted) for label in found.values()) >= 2 or any(
        word_side(label.name) and label.rest for label in found.values()
    )


def _holds(label: Label, accepted: dict[str, set[Style]]) -> bool:
    styles = accepted.get(label.key)
    if styles:
        # A name known from “Name  0:41” may stand alone once; a name alone never proves “Name: words”.
        return label.style in styles or (label.style == "alone" and "timed" in styles) or label.style == "timed"
    if label.style != "colon" or not accepted or label.listed:
        return False
    known = {style for names in accepted.values() for style in names}
    full_name = len(label.name.split()) > 1 and all(word[:1].isupper() for word in label.name.split())
    return "colon" in known and bool(label.rest) and (full_name or any(_short_forms(label.name) & set(accepted)))


def _without_header(lines: Sequence[Line], labels: dict[int, Label]) -> dict[int, Label]:
    """Labels without those of a header such as “Interviewer: Maria Lewalska”, given once above the talk."""
    counts = Counter(label.key for label in labels.values())
    if len(labels) <= 3 and len(lines) > 4 * len(labels):
        return {index: label for index, label in labels.items() if not (index < 10 and _is_value(label.rest))}
    if sum(count > 1 for count in counts.values()) < 2:
        return labels
    first_turn = next(index for index, label in labels.items() if counts[label.key] > 1)
    return {
        index: label
        for index, label in labels.items()
        if not (index < first_turn and counts[label.key] == 1 and _is_value(label.rest))
    }


def _is_value(text: str) -> bool:
    """Whether words after a colon are a name or a code such as “P1”, not speech."""
    return is_name(text) and text[-1].isalnum()


def _short_forms(name: str) -> set[str]:
    """Keys by which a full name may come back: initials, also with Polish digraphs, first name, last name.

    Examples
    --------
    >>> sorted(_short_forms("Wiktoria Choręziak"))
    ['choręziak', 'wc', 'wch', 'wiktoria']
    """
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", name)]
    if len(words) < 2:
        return set()
    initials = "".join(word[0] for word in words)
    digraphs = "".join(word[:2] if word.startswith(_DIGRAPHS) else word[0] for word in words)
    return {initials, digraphs, words[0], words[-1], words[0][0] + words[-1][0]}


def _with_full_names(labels: dict[int, Label]) -> dict[int, Label]:
    """Short forms replaced by the one full name they can stand for."""
    full: dict[str, set[str]] = defaultdict(set)
    first_written: dict[str, str] = {}
    for label in labels.values():
        first_written.setdefault(label.key, label.name)
    for key, name in first_written.items():
        for short in _short_forms(name) - {key}:
            full[short].add(key)
    resolved = {}
    for index, label in labels.items():
        candidates = full.get(label.key, set())
        key = next(iter(candidates)) if len(candidates) == 1 else label.key
        resolved[index] = replace(label, name=first_written[key])
    return resolved
