"""People of a study in names of interviews and files, where theirs are written in other letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cjm_research.privacy.found import SEPARATORS
from cjm_research.privacy.spelling import latin, sounded

_WORD = re.compile(r"[^\W\d_]+")
# A shorter word may be anything.
_SHORTEST = 3


@dataclass(frozen=True)
class SpelledPerson:
    """The words of a person's name by their sound, with what stands for each, and the interviews with that person."""

    words: Mapping[str, str]
    transcripts: frozenset[str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], transcripts: Iterable[str]) -> SpelledPerson:
        """Of (name, pseudonym); those of as many words stand for each other word by word."""
        found: dict[str, str] = {}
        for raw, new in pairs:
            words, others = _WORD.findall(raw), _WORD.findall(new)
            if len(words) == len(others):
                for word, other in zip(words, others, strict=True):
                    if len(word) >= _SHORTEST:
                        found |= {sound: other for sound in sounded(word) if sound not in found}
        return cls(found, frozenset(transcripts))


class SpelledNames:
    """Finds people in names of things.

    Parameters
    ----------
    people : iterable of SpelledPerson
        Those who get pseudonyms, in a steady order.
    """

    def __init__(self, people: Iterable[SpelledPerson]) -> None:
        self.people = tuple(people)

    def places(self, text: str, transcript: str) -> dict[tuple[int, int], str]:
        """Place of each word that is somebody's name -> what stands for it; of namesakes, whose name fits best."""
        words = [match for match in _WORD.finditer(text.translate(SEPARATORS)) if len(match[0]) >= _SHORTEST]
        sounds = {match.span(): sounded(match[0]) for match in words}
        found: dict[tuple[int, int], str] = {}
        fitting = []
        for number, person in enumerate(self.people):
            own = {
                place: person.words[next(iter(sorted(said & person.words.keys())))]
                for place, said in sounds.items()
                if said & person.words.keys()
            }
            fitting.append((-len(own), transcript not in person.transcripts, number, own))
        for *_rank, own in sorted(fitting, key=lambda one: one[:3]):
            found = {**own, **found}
        return found


def like(raw: str, new: str) -> str:
    """A pseudonym in the letters of a name of a file or an interview."""
    new = latin(new) if raw.isascii() else new
    return new.lower() if raw == raw.lower() else new.upper() if raw == raw.upper() and len(raw) > 2 else new


def joint(id: str) -> str:
    """What stands between words in an id."""
    return next((mark for mark in "_-." if mark in id), " ")


def free(wanted: str, taken: Collection[str]) -> str:
    """An id that is not taken: the one wanted, or with a number behind it."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name
