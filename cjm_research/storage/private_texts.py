"""Every text of a study that may tell who somebody is, and what becomes of it: one walk for looking and for rewriting.

What a study keeps as JSON is walked value by value. Only what the program itself names (kinds, guids, colours) is
passed over, so that a field added later is looked at without anybody thinking of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from cjm_research.model.privacy import PrivateText, Replacement, Where, moved_place, replaced_text

# Fields whose words are the program's own, or the name of a coder.
_NO_TEXT = frozenset(
    {
        "guid", "kind", "status", "coder", "coding", "source", "colour", "at", "by", "accepted_by", "first", "second",
        "codings", "stage", "lane", "language", "group", "method", "part", "on", "section", "key", "label", "code",
        "parent", "merged_into", "target", "phase", "layer", "flow", "basis", "quadrant", "stage_model", "links",
        "next", "transcript", "participant", "participants", "map", "members", "taken_out", "hidden", "instrument",
        "type",
    }
)  # fmt: skip
# An id of an interview may stand in any field but these.
_NO_ID = frozenset({"coder", "by", "accepted_by", "quote", "text"})
_GUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
# Fields that people fill with attributes of their own, and what they call those that hold a name.
_PEOPLES = frozenset({"attributes", "extra"})
_NAMES = frozenset(
    {
        "name", "names", "first name", "first_name", "last name", "last_name", "surname", "full name", "full_name",
        "imię", "imie", "nazwisko", "imię i nazwisko", "imie i nazwisko", "имя", "фамилия", "отчество", "фио",
    }
)  # fmt: skip
_POLISH = frozenset("ąćęłńśźż")
_LONG_NUMBER = 1_000_000
_PLACED = frozenset({"transcript", "utterance", "start", "end", "quote"})


class Rewriter(Protocol):
    """What is to be replaced."""

    @property
    def ids(self) -> Mapping[str, str]:
        """Interviews and people that get another id: before -> after."""
        ...

    def replacements(self, text: PrivateText) -> Sequence[Replacement]:
        """What is replaced in one text, sorted, without overlaps."""
        ...


@dataclass
class Collected:
    """A rewriter that replaces nothing and keeps what it is shown."""

    texts: list[PrivateText] = field(default_factory=list)
    ids: Mapping[str, str] = field(default_factory=dict)

    def replacements(self, text: PrivateText) -> Sequence[Replacement]:
        """Nothing is replaced."""
        self.texts.append(text)
        return ()


@dataclass(frozen=True)
class Revised:
    """One text that an utterance has or had, and what is replaced in it."""

    number: int
    old: str
    replacements: tuple[Replacement, ...]
    is_present: bool

    @cached_property
    def new(self) -> str:
        """The text after it."""
        return replaced_text(self.old, self.replacements)

    def image(self, start: int, end: int) -> str:
        """What stands where ``[start:end]`` of the old text stood."""
        start, end = moved_place(start, end, self.replacements)
        return self.new[start:end]


class Walk:
    """Goes through the texts and the JSON of a study with a rewriter.

    Parameters
    ----------
    rewriter : Rewriter
        Tells what is replaced.
    languages : mapping
        Transcript -> language. What belongs to none of them counts as written in the language of most.
    """

    def __init__(self, rewriter: Rewriter, languages: Mapping[str, str]) -> None:
        self.rewriter = rewriter
        self.languages = languages
        self.main_language = main_language(languages.values())
        self.revised: dict[tuple[str, int], list[Revised]] = {}
        # Which of its texts an utterance had at the moment that is being walked; the first one unless said otherwise.
        self.in_force: dict[tuple[str, int], int] = {}
        self.n_codings = 0

    # Plain texts

    def utterance(self, transcript: str, number: int, revision: int, text: str, *, is_present: bool) -> str:
        """An utterance's text after it; the places of codings in it are known from here on. Revisions come in order."""
        language = self.languages.get(transcript) or self.main_language
        shown = PrivateText("utterance", text, language, transcript, number, revision, is_present)
        revised = Revised(revision, text, tuple(self.rewriter.replacements(shown)), is_present)
        self.revised.setdefault((transcript, number), []).append(revised)
        return revised.new

    def text(self, where: Where, text: str, transcript: str = "", utterance: int = -1) -> str:
        """Any other text after it."""
        if not text.strip() or _GUID.fullmatch(text):
            return text
        language = language_of(text, self.languages.get(transcript) or self.main_language)
        return replaced_text(
            text, self.rewriter.replacements(PrivateText(where, text, language, transcript, utterance))
        )

    def id(self, id: str) -> str:
        """The id of an interview or a person after it."""
        return self.rewriter.ids.get(id, id)

    # JSON

    def value(self, where: Where, value: Any, transcript: str = "", name: str = "") -> Any:
        """A value of JSON after it; `name` is the field that it stands in."""
        if isinstance(value, str):
            if name not in _NO_ID and value in self.rewriter.ids:
                return self.rewriter.ids[value]
            return value if name in _NO_TEXT else self.text(where, value, transcript)
        if isinstance(value, int | float) and name in _PEOPLES and abs(value) >= _LONG_NUMBER:
            said = str(int(value)) if value == value // 1 else str(value)  # a phone number that a table took for one
            after = self.text(where, said, transcript)
            return value if after == said else after
        if isinstance(value, list):
            return [self.value(where, one, transcript, name) for one in value]
        if not isinstance(value, dict):
            return value
        own = value.get("transcript")
        transcript = own if isinstance(own, str) and own else transcript
        placed = self._placed(value) if value.keys() >= _PLACED else {}
        # In a field that is a mapping (names of statements, of attributes) the keys are no fields of the program.
        return {
            self.id(key): placed[key]
            if key in placed
            else self.value(_where(where, name, key), one, transcript, _field(name, key))
            for key, one in value.items()
        }

    def _placed(self, value: dict[str, Any]) -> dict[str, Any]:
        """Start, end and quote of a coding, or of the evidence that one is, after it."""
        start, end, quote = value["start"], value["end"], value["quote"]
        revisions = self.revised.get((value["transcript"], value["utterance"]), [])
        now = self.in_force.get((value["transcript"], value["utterance"]), 0)
        if start < end:
            # The same words may stand at the same place of several texts: the one of that time is meant.
            for revised in sorted(revisions, key=lambda one: (one.number != now, -one.number)):
                if revised.old[start:end] == quote:
                    new = moved_place(start, end, revised.replacements)
                    self.n_codings += new != (start, end) or revised.new[slice(*new)] != quote
                    return {"start": new[0], "end": new[1], "quote": revised.new[slice(*new)]}
        return {**self._without_words(start, end, revisions), "quote": self._quote(quote, value, revisions)}

    def _without_words(self, start: int, end: int, revisions: Sequence[Revised]) -> dict[str, int]:
        """Where a coding stands whose words went with a correction: at a point of the present text."""
        present = next((revised for revised in revisions if revised.is_present), None)
        if present is None:
            return {"start": start, "end": end}
        length = len(present.new)
        start, end = (min(length, point) for point in moved_place(start, end, present.replacements))
        return {"start": start, "end": end}

    def _quote(self, quote: str, value: dict[str, Any], revisions: Sequence[Revised]) -> str:
        for revised in reversed(revisions):
            if quote and (at := revised.old.find(quote)) >= 0:
                return revised.image(at, at + len(quote))
        return self.text("coding", quote, value["transcript"], value["utterance"])


def main_language(languages: Iterable[str]) -> str:
    """The commonest language, of two the first in the alphabet; "" where there is none."""
    counts = Counter(language for language in languages if language)
    return min(counts, key=lambda language: (-counts[language], language), default="")


def language_of(text: str, language: str) -> str:
    """The language of a text that was written beside the interviews: `language`, unless its letters say otherwise.

    >>> language_of("Кузнецову жалко", "pl"), language_of("Żal mi jej", "en"), language_of("Sad", "ru")
    ('ru', 'pl', 'en')
    """
    letters = [char for char in text.casefold() if char.isalpha()]
    if not letters:
        return language
    if 2 * sum("\u0400" <= char <= "\u04ff" for char in letters) > len(letters):
        return "ru"
    if _POLISH.intersection(letters):
        return "pl"
    return "en" if language == "ru" else language


def _where(where: Where, above: str, key: str) -> Where:
    """Attributes that are called so hold names, whatever they look like."""
    return "name" if above in _PEOPLES and key.strip().casefold() in _NAMES else where


def _field(above: str, key: str) -> str:
    """The name by which a value is known: that of the mapping where people named what is in it."""
    return above if above in {"attributes", "extra", "wording"} else key
