"""Personal data where it should not be: raw names and numbers in notebooks, reports and exports of a study."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Literal

from cjm_research.checking.file_texts import READABLE, FileText, texts_of
from cjm_research.i18n import _, in_quotes, ngettext
from cjm_research.model import Finding
from cjm_research.model.privacy import Proposal
from cjm_research.privacy.base import Finding as Found
from cjm_research.privacy.numbers import find_numbers

# Folders of a study that hold nothing made to be handed on: the interviews as they came, programs. Hidden ones hold
# nothing either, but for what Jupyter keeps of notebooks.
PASSED_OVER = frozenset({"transcripts", "__pycache__", "node_modules", "venv", "site-packages"})
LOOKED_INTO = frozenset({".ipynb_checkpoints"})
# A shorter name is a word of its language too ("Rose", "Mark"): it counts in the letters that it was written in.
LONG_NAME = 6
MOST_SHOWN = 3
# The shortest of what is sure is a date of birth: 3.5.87.
FEWEST_DIGITS = 4

Places = Mapping[str, Iterable[FileText]] | Iterable[tuple[str, Iterable[FileText]]]


def files_to_look_through(folder: Path) -> list[Path]:
    """The files of a study that may be handed on: reports, maps, exports, notebooks with what Jupyter keeps of them."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name in LOOKED_INTO or not (name in PASSED_OVER or name[0] == ".")]
        found += [Path(place, name) for name in files if Path(name).suffix.lower() in READABLE]
    return sorted(found)


def check_files(paths: Iterable[Path], *, names: Iterable[str] | None, keep: Collection[str] = ()) -> list[Finding]:
    """`check_personal_data` of files and of their names; each is read when its turn comes."""
    texts = ((str(path), chain([FileText("", path.name)], texts_of(path))) for path in paths)
    return check_personal_data(texts, names=names, keep=keep)


def check_personal_data(
    texts_by_place: Places,
    *,
    names: Iterable[str] | None,
    keep: Collection[str] = (),
    numbers: Callable[[str, str], Iterable[Found]] = find_numbers,
) -> list[Finding]:
    """Raw names, and numbers of people whose check digits or words near leave no doubt.

    Names and numbers are told by their first letters alone: what a check says may be kept in logs.

    Parameters
    ----------
    texts_by_place : mapping or pairs
        A file, and its texts.
    names : iterable of str or None
        Every wording that must stand nowhere any more, from the key; None where the key is locked. Then numbers are
        told too, but do not fail the check.
    keep : collection of str
        Entities that a researcher turned down: they are no personal data here.
    numbers : callable
        Gives what a text holds of numbers, addresses and dates.
    """
    pattern = None if names is None else _pattern(names)
    places = texts_by_place.items() if isinstance(texts_by_place, Mapping) else texts_by_place
    found: list[Finding] = []
    for file, texts in places:
        told: dict[tuple[int | None, str], Counter[str]] = {}
        counted: dict[tuple[int | None, str], Counter[str]] = {}
        for text in texts:
            where = (text.cell, text.member)
            told.setdefault(where, Counter()).update(_names_in(text, pattern))
            counted.setdefault(where, Counter()).update(_numbers_in(text, keep, numbers))
        found += [_name_finding(file, where, raw) for where, raw in told.items() if raw]
        severity: Literal["problem", "info"] = "info" if names is None else "problem"
        found += [_number_finding(file, where, raw, severity) for where, raw in counted.items() if raw]
    return found


def check_proposals(name: str, proposals: Iterable[Proposal]) -> list[Finding]:
    """Personal data in a study itself that nobody has decided on; what may be none does not fail the check."""
    waiting = Counter(one.sureness == "possible" for one in proposals if one.status == "proposed")
    severity: dict[bool, Literal["problem", "info"]] = {False: "problem", True: "info"}
    return [
        Finding(
            file=name,
            what=ngettext(
                "{n} place looks like personal data, and nobody has decided on it.",
                "{n} places look like personal data, and nobody has decided on them.",
                waiting[unsure],
            ).format(n=waiting[unsure]),
            hint=_("Look through what was found with: cjm pseudonymise --study DIR"),
            severity=severity[unsure],
        )
        for unsure in (False, True)
        if waiting[unsure]
    ]


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all names, the longest first; letters around a name make it another word."""
    exact, any_case = set(), set()
    for name in names:
        name = unicodedata.normalize("NFC", name)  # as the texts of files are read
        words = r"\s+".join(re.escape(word) for word in name.split())
        if not words:
            continue
        if len(name) >= LONG_NAME or not name.isalpha():
            any_case.add(words)
        else:
            exact |= {words, words.upper()}
    parts = [
        f"(?i:{'|'.join(sorted(any_case, key=len, reverse=True))})" if any_case else "",
        "|".join(sorted(exact, key=len, reverse=True)),
    ]
    joined = "|".join(part for part in parts if part)
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])") if joined else None


def _names_in(text: FileText, pattern: re.Pattern[str] | None) -> Iterator[str]:
    if pattern is not None:
        for part in (text.said, text.hidden):
            yield from (_masked(match.group()) for match in pattern.finditer(part))


def _numbers_in(text: FileText, keep: Collection[str], numbers: Callable[[str, str], Iterable[Found]]) -> Iterator[str]:
    for line in text.said.splitlines():
        if "@" not in line and sum(map(str.isdigit, line)) < FEWEST_DIGITS:
            continue
        for one in numbers(line, ""):
            if one.sureness == "sure" and one.kind not in ("url", "address") and one.entity not in keep:
                yield _masked(one.text)


def _masked(text: str) -> str:
    return text[:2] + "…"


def _place(file: str, where: tuple[int | None, str]) -> str:
    return f"{file} ({where[1]})" if where[1] else file


def _shown(raw: Counter[str]) -> str:
    first = sorted(raw, key=lambda text: (-raw[text], text))
    return ", ".join(in_quotes(text) for text in first[:MOST_SHOWN]) + (" …" if len(first) > MOST_SHOWN else "")


def _name_finding(file: str, where: tuple[int | None, str], raw: Counter[str]) -> Finding:
    return Finding(
        file=_place(file, where),
        cell=where[0],
        what=_("Raw names that the key knows stand here: {names}.").format(names=_shown(raw)),
        hint=_("It was made before the study was pseudonymised, or typed by hand: make it anew, or delete it."),
    )


def _number_finding(
    file: str, where: tuple[int | None, str], raw: Counter[str], severity: Literal["problem", "info"]
) -> Finding:
    what = _("Telephone numbers, e-mail addresses or other numbers of people stand here: {numbers}.")
    return Finding(
        file=_place(file, where),
        cell=where[0],
        what=what.format(numbers=_shown(raw)),
        hint=_("Look through what was found with: cjm pseudonymise --study DIR"),
        severity=severity,
    )
