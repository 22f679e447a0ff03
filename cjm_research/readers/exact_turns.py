"""Turns of a text that must not be touched: each is exactly a slice of it, so that positions of others stay true.

Texts of foreign projects come with positions in them, so nothing is cleaned and nothing is joined here. Labels have
the forms, and sides the words, that the other readers know (`label_forms`, `role_words`, `roles`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cjm_research.readers.base import Line, Side, Turn
from cjm_research.readers.label_forms import Style, parse_label
from cjm_research.readers.plain_text import is_wrapped
from cjm_research.readers.role_words import is_role_label, word_side
from cjm_research.readers.roles import assign_roles

# A label stands in the beginning of a line; one that is alone on its line is short.
HEAD = 80
LONGEST_ALONE = 40
# Share of the lines that names known only by repetition must lead, and how many they must be.
SHARE_OF_NAMES = 0.12
FEWEST_NAMES = 3
# In so short a text a name beside a word for a role need not come back.
SHORT = 12

_LINE = re.compile(r"[^\r\n]+")
_ENDS = re.compile(r"\r\n|\r|\n")
_BLANK = " \t\r\n\u00a0\u2028\u2029\x0b\x0c\x85"


class ExactTurn(NamedTuple):
    """What one speaker says: ``text[start:end]``, in code points; the label stands before it."""

    start: int
    end: int
    speaker: str
    role: Side


class _Head(NamedTuple):
    """The label at the beginning of a line: `length` is how much of the line it takes, colon included."""

    name: str
    key: str
    style: Style
    is_role: bool
    length: int


class _Found(NamedTuple):
    """A line that begins with a label: where the line begins, and where the words after the label do."""

    at: int
    words: int
    head: _Head


def exact_turns(text: str) -> list[ExactTurn]:
    r"""The turns of a text, in order; none overlap, and each holds some words.

    The lines up to the next label are one turn, blank lines at its ends left out. What stands above the first label is
    nobody's (role "other"), a paragraph a turn. Without labels each paragraph is a turn of the participant.

    Examples
    --------
    >>> [tuple(turn) for turn in exact_turns("Badacz: I jak?\r\nP1: Dobrze.")]
    [(8, 14, 'Badacz', 'interviewer'), (20, 27, 'P1', 'participant')]
    """
    lines = [(match.start(), match.group()) for match in _LINE.finditer(text)]
    labels = _holding(list(_labelled(lines)), sum(1 for _at, line in lines if line.strip()))
    if not labels:
        return [ExactTurn(start, end, "", "participant") for start, end in paragraphs(text, 0, len(text))]
    first = labels[0].at
    above = [ExactTurn(start, end, "", "other") for start, end in paragraphs(text, 0, first)]
    names = _first_written(labels)
    spoken: list[tuple[int, int, str]] = []
    for n, label in enumerate(labels):
        until = labels[n + 1].at if n + 1 < len(labels) else len(text)
        start, end = _trimmed(text, label.words, until)
        if start < end:
            spoken.append((start, end, names[label.head.key]))
    sides = _sides(text, spoken, text[:first])
    return above + [ExactTurn(start, end, name, sides.get(name, "participant")) for start, end, name in spoken]


def paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The paragraphs of ``text[start:end]`` without blanks at their ends: lines, or what blank lines part.

    Lines that were broken at a margin belong together.
    """
    part = text[start:end]
    wrapped = is_wrapped(_ENDS.split(part))
    cut = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n)){2,}" if wrapped else r"[\r\n]+")
    edges = [0, *(edge for match in cut.finditer(part) for edge in match.span()), len(part)]
    found = (_trimmed(text, start + edges[n], start + edges[n + 1]) for n in range(0, len(edges), 2))
    return [(first, last) for first, last in found if first < last]


def shown(text: str) -> str:
    """A slice of a foreign text as an utterance holds it: line ends are LF, everything else is as it was."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    return start, end


def _labelled(lines: Sequence[tuple[int, str]]) -> Iterator[_Found]:
    """Lines that begin with what has the form of a label."""
    for at, line in lines:
        bare = line.lstrip(" \t\ufeff")
        colon = bare.find(":", 0, HEAD)
        if colon > 0 and (head := _head(bare, colon)) is not None:
            yield _Found(at, at + len(line) - len(bare) + head.length, head)
        elif 1 < len(bare.rstrip()) <= LONGEST_ALONE and _may_stand_alone(bare.rstrip()):
            head = _label_of(bare.rstrip())
            if head is not None and head.style != "colon":
                yield _Found(at, at + len(line), head)


def _head(line: str, colon: int) -> _Head | None:
    """The label before a colon; a stamp such as ``[0:12]`` in front of it may hold colons too."""
    while 0 < colon < HEAD:
        if line[colon + 1 : colon + 2].isdigit():  # a time
            colon = line.find(":", colon + 1, HEAD)
            continue
        head = _label_of(line[: colon + 1])
        is_label = head is not None and head.style == "colon" and line[colon + 1 : colon + 3] != "//"
        return head if is_label else None
    return None


@lru_cache(maxsize=4096)
def _label_of(head: str) -> _Head | None:
    label = parse_label(Line(f"{head} ?" if head.endswith(":") else head, 0))
    if label is None or label.style == "bold" or (label.style == "colon" and label.rest != "?"):
        return None
    return _Head(label.name, label.key, label.style, is_role_label(label.name), len(head))


def _may_stand_alone(line: str) -> bool:
    return line[-1] not in ".?!,;…" and (line[0].isupper() or line[0].isdigit() or line[0] in "[(")


def _holding(found: list[_Found], n_lines: int) -> list[_Found]:
    """The labels that the text bears out: words for a role, times beside names, names that come back."""
    counts = Counter((label.head.key, label.head.style) for label in found)
    n_timed = sum(label.head.style == "timed" for label in found)
    sure: set[tuple[str, Style]] = set()
    likely: set[tuple[str, Style]] = set()
    for label in found:
        head, count = label.head, counts[label.head.key, label.head.style]
        is_sure = {
            "colon": head.is_role,
            "timed": count > 1 or n_timed > 2,
            "alone": head.is_role and count > 1,
        }.get(head.style, False)
        if is_sure:
            sure.add((head.key, head.style))
        elif count > (2 if head.style == "alone" else 1) or (head.style == "colon" and n_lines <= SHORT):
            likely.add((head.key, head.style))
    n_likely = sum(counts[one] for one in likely if counts[one] > 1)
    enough = n_likely >= max(FEWEST_NAMES, SHARE_OF_NAMES * n_lines)
    if not sure and not enough:
        return []
    styles = {style for _key, style in sure} or {style for _key, style in likely}
    held = set(sure)
    if enough or _take_turns(counts, sure, likely):
        held |= {one for one in likely if one[1] in styles}
    return [label for label in found if (label.head.key, label.head.style) in held]


def _take_turns(
    counts: Mapping[tuple[str, Style], int], sure: set[tuple[str, Style]], likely: set[tuple[str, Style]]
) -> bool:
    """Whether names come about as often as the words for a role beside which they stand."""
    return 2 * sum(counts[one] for one in likely) >= sum(counts[one] for one in sure)


def _first_written(labels: Sequence[_Found]) -> dict[str, str]:
    names: dict[str, str] = {}
    for label in labels:
        names.setdefault(label.head.key, label.head.name)
    return names


def _sides(text: str, spoken: Sequence[tuple[int, int, str]], header: str) -> dict[str, Side]:
    told = {name: word_side(name) for name in {name for _start, _end, name in spoken}}
    if "interviewer" in told.values():
        return {name: side or "participant" for name, side in told.items()}
    turns = [Turn(name, text[start:end]) for start, end, name in spoken]
    assigned, _notes = assign_roles(Path(), turns, header=header[-2000:])
    return {turn.speaker: turn.side or "participant" for turn in assigned}
