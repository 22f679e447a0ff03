"""What came by another way is known again: an interview by its words, a coding by what it says.

Tools that keep no guids of ours, and the same interview from a second tool, would else double everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from cjm_research.exchange.incoming import IncomingText
from cjm_research.exchange.refi_qda.identifiers import guid_key, is_guid
from cjm_research.model import Coding
from cjm_research.readers.exact_turns import shown
from cjm_research.storage.intake import Intake
from cjm_research.study.taking_in.turns import bare, turns_of_ours

# Fewer letters may be anybody's words.
TELLING = 20


class SameInterviews:
    """Finds the interview that a text is; those in `foreign` came with a project, and are looked at last."""

    def __init__(self, intake: Intake, foreign: Collection[str | None]) -> None:
        self._intake, self._foreign = intake, set(foreign)
        # Those of before this import.
        self._ids = frozenset(intake.transcripts)
        self._by_words: dict[str, list[str]] | None = None

    def find(self, text: IncomingText, turns: Sequence[tuple[int, int]], name: str, taken: set[str]) -> str | None:
        """The interview of these words, which may have been corrected since; none of `taken`, none where none fits.

        Parameters
        ----------
        name : str
            The id that an interview of the text's name would have.
        """
        free = self._ids - taken
        if not free:
            return None
        whole = bare("".join(shown(text.text[start:end]) for start, end in turns))
        same = next((id for id in self._of_words(whole) if id in free), None) if len(whole) >= TELLING else None
        return same or self._coded_alike(text, free) or self._named_alike(text, name, free)

    def _of_words(self, whole: str) -> list[str]:
        if self._by_words is None:
            self._by_words = {}
            for id in sorted(self._ids, key=lambda id: (id in self._foreign, id)):
                self._by_words.setdefault(bare("".join(self._intake.texts_of(id))), []).append(id)
        return self._by_words.get(whole, [])

    def _coded_alike(self, text: IncomingText, free: Collection[str]) -> str | None:
        """The interview that has a coding of the text."""
        codings = self._intake.states["coding"]
        known = (codings.get(guid_key(coding.id)) for coding in text.codings if is_guid(coding.id))
        id = next((coding.transcript for coding in known if coding is not None), "")
        fits = id in free and turns_of_ours(text.text, self._intake.spoken(id)) is not None
        return id if fits else None

    def _named_alike(self, text: IncomingText, name: str, free: Collection[str]) -> str | None:
        """The interview of the text's name, if more than half of what is said there is the same."""
        if name not in free:
            return None
        spoken = self._intake.spoken(name)
        places = turns_of_ours(text.text, spoken) or ()
        equal = sum(
            shown(text.text[start:end]) == shown(words)
            for (start, end), (_who, words) in zip(places, spoken, strict=False)
        )
        return name if 2 * equal > len(spoken) else None


class SameCodings:
    """Our codings of an interview that none of theirs has the guid of, by what they say; each is found once."""

    def __init__(self, codings: Iterator[Coding], theirs: Collection[str], moved: Mapping[str, Any]) -> None:
        self._ours: dict[tuple[Any, ...], list[Coding]] = {}
        for coding in codings:
            if coding.guid not in theirs:
                self._ours.setdefault(_said(coding), []).append(moved.get(coding.guid) or coding)

    def find(self, theirs: Coding, *, of_anybody: bool) -> str:
        """The guid of the coding of ours that says the same; of another coder's too if it is `of_anybody`."""
        same = self._ours.get(_said(theirs), [])
        found = next((one for one in same if of_anybody or one.coder == theirs.coder), None)
        if found is None:
            return ""
        same.remove(found)
        return found.guid


def _said(coding: Coding) -> tuple[Any, ...]:
    return coding.utterance, coding.start, coding.end, coding.kind, coding.label, coding.status
