"""Speaker labels: which lines begin a turn, and whose.

A first look collects everything of the form of a label; a second keeps those that the document bears out: a word such
as “Interviewer”, a time beside the name, bold type, or the same name again and again. Initials and first names are then
led back to the full name that was given once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from cjm_research.readers.alternation import alternating_labels, sure_lines, weak_label
from cjm_research.readers.base import Line
from cjm_research.readers.label_forms import Label, Style, is_name, parse_label
from cjm_research.readers.role_words import is_role_label, word_side
from cjm_research.readers.times import only_stamp

_SENTENCE_END = (".", "?", "!", "…", ":", "”", "»", '"', ")", "]", "-", "–", "—")
_DIGRAPHS = ("ch", "sz", "cz", "rz", "dz")


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
    alternating = _alternating(lines, found) if only in (None, "alone") else {}
    found = dict(sorted({**found, **alternating}.items()))
    accepted = _accepted(lines, found, {label.key for label in alternating.values()})
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


def _alternating(lines: Sequence[Line], found: dict[int, Label]) -> dict[int, Label]:
    """Labels of names alone on their lines that take turns with a word for a role."""
    if not sure_lines(found):
        return {}
    weak = {
        index: label
        for index, line in enumerate(lines)
        if index not in found and (label := weak_label(line)) and not _goes_on(lines, index, label)
    }
    return alternating_labels(lines, found, weak)


def _accepted(lines: Sequence[Line], found: dict[int, Label], alternating: Collection[str]) -> dict[str, set[Style]]:
    """Keys of names that hold, with the styles they hold in; the keys of `alternating` names hold alone."""
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
    for key in alternating:
        accepted[key].add("alone")
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
