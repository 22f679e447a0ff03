"""Names that stand alone on their lines and take turns with a word for a role: “Interviewer”, “Olga”, “Interviewer”.

A first name alone on its line could as well be an answer of one word. It is a label where it comes back, has words
above and below it, and a label that is sure stands on both sides of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cjm_research.readers.base import Line
from cjm_research.readers.label_forms import Label
from cjm_research.readers.role_words import is_role_label
from cjm_research.readers.times import only_stamp, split_leading_stamp

# Share of the stretches between sure labels that must hold one of the names.
_SHARE = 1 / 3
# The same for a single word without a capital, which looks like speech.
_SHARE_UNCAPITALISED = 1 / 2
_ID = re.compile(r"[^\W\d_]{1,3}[ ._-]?\d{1,4}\.?")
_INITIALS = re.compile(r"(?:[^\W\d_]\. ?){1,3}|[^\W\d_]{1,2}")
_WORD = re.compile(r"[^\W\d_]{3,20}")
# Answers of one word that people write without a full stop.
_ANSWERS = frozenset(
    (
        "yes", "yeah", "yep", "no", "nope", "ok", "okay", "well", "right", "sure", "exactly", "true", "hm", "hmm",
        "mhm", "mm", "uh", "huh", "oh", "ah", "so", "and", "but", "thanks", "thank", "you", "maybe", "never", "nothing",
        "why", "really", "good", "great", "fine", "tak", "nie", "no", "dobrze", "dobra", "dokładnie", "jasne", "aha",
        "pewnie", "oczywiście", "może", "nigdy", "nic", "dziękuję", "właśnie", "super", "racja", "owszem", "да",
        "нет", "ага", "угу", "хорошо", "ладно", "конечно", "понятно", "точно", "верно", "ну", "так", "может", "быть",
        "никогда", "ничего", "спасибо", "именно", "нормально", "отлично", "наверное", "мгм", "эм", "ммм",
    )
)  # fmt: skip


def alternating_labels(
    lines: Sequence[Line], found: Mapping[int, Label], weak: Mapping[int, Label]
) -> dict[int, Label]:
    """Labels of names alone on their lines that take turns with a sure label; empty where none is sure.

    Parameters
    ----------
    lines : sequence of Line
    found, weak : mapping
        Labels by line number: those of an ordinary form, and those that `weak_label` reads.
    """
    sure = sure_lines(found)
    gaps: dict[str, set[int]] = defaultdict(set)
    for index in _between_words(lines, found, sure):
        label = found.get(index) or weak.get(index)
        if label and label.style == "alone" and not _is_answer(label.name):
            gaps[label.key].add(bisect_left(sure, index))
    n_gaps = len(sure)
    # The stretch after the last sure label is open, and so is the one above the first: one closed one is needed.
    keys = {key for key, seen in gaps.items() if len(seen) > 1 and any(0 < gap < n_gaps for gap in seen)}
    lower = {label.key for label in weak.values() if _WORD.fullmatch(label.name)}
    keys -= {key for key in keys & lower if len(gaps[key]) < _SHARE_UNCAPITALISED * n_gaps}
    if len(set().union(*(gaps[key] for key in keys))) < _SHARE * n_gaps:
        return {}
    return {i: label for i, label in {**weak, **found}.items() if label.key in keys and label.style == "alone"}


def sure_lines(found: Mapping[int, Label]) -> list[int]:
    """Numbers of the lines whose label is a word for a role that comes back."""
    roles = {index: label for index, label in found.items() if label.style != "bold" and is_role_label(label.name)}
    counts = Counter(label.key for label in roles.values())
    return sorted(index for index, label in roles.items() if counts[label.key] > 1)


def weak_label(line: Line) -> Label | None:
    """A name of a form too slight to be one elsewhere: “p1”, “O.”, “olga”."""
    if len(line.text) > 40:
        return None
    times, body = split_leading_stamp(line.text, bare=True)
    name = body.strip(" *_:")
    if _ID.fullmatch(name) or _INITIALS.fullmatch(name) or (_WORD.fullmatch(name) and name.islower()):
        return Label(name, times, "", "alone", line.bold > 0)
    return None


def _between_words(lines: Sequence[Line], found: Mapping[int, Label], sure: Sequence[int]) -> Iterator[int]:
    """Numbers of the lines that follow somebody's words and have words below them."""
    labels = set(sure)
    spoken = [index for index, line in enumerate(lines) if only_stamp(line.text) is None]
    for position in range(len(spoken) - 1):
        index, below = spoken[position], spoken[position + 1]
        above = spoken[position - 1] if position else None
        if index in labels or below in labels or (above in labels and not found[above].rest):
            continue
        yield index


def _is_answer(name: str) -> bool:
    return all(word in _ANSWERS for word in re.findall(r"\w+", name.casefold()))
