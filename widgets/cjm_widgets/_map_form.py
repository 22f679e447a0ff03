"""What the forms for maps have in common: whose maps there are, and the quotes behind what stands on one."""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cjm_research.errors import CjmError, UnknownNameError
from cjm_research.i18n import _, using_language
from cjm_research.model import Codebook, Coding, EmpathyMap, Evidence, JourneyMap, term
from cjm_research.study.selection import settled_codings
from cjm_widgets._base import StudyWidget

if TYPE_CHECKING:
    from cjm_research import Study

_log = logging.getLogger(__name__)

EVERYBODY = "all"
# Quotes shown at once, and codings found at once.
PAGE = 25


class MapForm(StudyWidget):
    """A form on the maps of a study: those of everybody, of personas and of participants.

    A form of this kind defines `current`, the map that is shown, and `evidence_of`, the quotes behind one entry of it.
    """

    def __init__(self, study: Study, key: str, *, group: str | None, coder: str, opens: Any, **traits: Any) -> None:
        self._opens = opens
        self._key = key
        self._group = study.selection(group).group if study.participants else group
        self._personas: dict[str, list[list[Any]]] = {}  # group -> key, title and size of those that were looked for
        self._looking: threading.Thread | None = None
        self._trouble = ""  # what the page is told once
        self._any_people = False
        super().__init__(study, coder=coder, **traits)

    # What a form defines

    def current(self) -> EmpathyMap | JourneyMap:
        """The map that is shown."""
        raise NotImplementedError

    def evidence_of(self, note: str) -> tuple[Evidence, ...]:
        """The quotes behind an entry of the map."""
        raise NotImplementedError

    # For forms

    def _of(self, group: str | None) -> str | None:
        """The group as the study takes it: before the first interview there is none to name."""
        self._any_people = self._any_people or bool(self.study.participants)
        return group if self._any_people else None

    def _actors(self) -> dict[str, Any]:
        """Whose maps can be shown."""
        people = self.study.participants
        groups = sorted({person.group for person in people})
        if people and self._group not in self._personas and self.study.persona_plan(self._group) is not None:
            self._look_for_personas()
        return {
            "groups": [[group, term("group", group)] for group in groups],
            "everybody": _("Everybody"),
            "personas": self._personas.get(self._group or ""),
            "looking": self._looking is not None,
            "people": [person.id for person in people if person.group == self._group],
        }

    def _again(self) -> None:
        """Show the map as the codings are now."""
        self._personas.pop(self._group or "", None)
        if self._key in {EVERYBODY, *(person.id for person in self.study.participants)}:
            self.refresh()
        else:
            self._look_for_personas()  # and show the map then

    def _look_for_personas(self) -> None:
        """Look for the personas of the group, in a thread of its own: of many people it takes a while."""
        if self._looking is None:
            self._looking = threading.Thread(target=self._find_personas, args=(self._group,), daemon=True)
            self._looking.start()

    def _find_personas(self, group: str | None) -> None:
        self._personas[group or ""] = []  # what could not be worked out is not tried again at once
        with using_language(self.lang):
            try:
                found = self.study.personas(group=group)
                several = found.personas if len(found.personas) > 1 else ()
                self._personas[found.group] = [[one.key, one.title, len(one.members)] for one in several]
            except (CjmError, ValueError) as error:
                self._trouble = str(error)
            except Exception:
                _log.exception("no personas could be drafted")
                self._trouble = _(
                    "The personas could not be worked out because of a fault in the program. What was saved is safe."
                )
        self._looking = None
        self.refresh()

    def _evidence(self, note: str, start: int = 0) -> dict[str, Any]:
        """The quotes behind a note, a page of them from `start`."""
        evidence = self.evidence_of(note)
        book = self.study.codebook
        codes = {coding.guid: coding.code for coding in self.study.codings}
        rows = [quote_row(item, codes.get(item.coding, ""), book) for item in evidence[start : start + PAGE]]
        return {"quotes": rows, "n": len(evidence), "leads": self._opens is not None}

    def _find(self, words: str, start: int = 0) -> dict[str, Any]:
        """The codings of the map's people that hold all of the words, in quote or code; a page of them from `start`."""
        book = self.study.codebook
        wanted = fold(words).split()
        names = {code.key: fold(book.path_name(code.key)) for code in book.codes}
        found = [
            coding
            for coding in self._codings()
            if all(word in names.get(coding.code, "") or word in fold(coding.quote) for word in wanted)
        ]
        rows = [quote_row(Evidence.of(coding), coding.code, book) for coding in found[start : start + PAGE]]
        return {"quotes": rows, "n": len(found)}

    def _codings(self) -> Iterable[Coding]:
        """The codings on which the map rests."""
        shown = self.current()
        people = set(shown.participants)
        status = "confirmed" if shown.basis == "confirmed" else "suggested"
        for coding in settled_codings(self.study.codings, self.study.store.consensus()):
            if coding.participant in people and coding.status == status:
                yield coding

    def _show(self, coding: str) -> None:
        """Lead to the words of a coding."""
        place = next((one for one in self.study.codings if one.guid == coding), None)
        if place is None or self._opens is None:
            raise UnknownNameError(_("This coding is not in the study any more: it was removed in the meantime."))
        self._opens.show(place.transcript, utterance=place.utterance, guid=place.guid)


def quote_row(item: Evidence, code: str, book: Codebook) -> dict[str, Any]:
    """A quote with who said it and as what it was coded."""
    name = book.path_name(code) if code in book else code
    return {"guid": item.coding, "participant": item.participant, "quote": item.quote, "code": name}


def fold(text: str) -> str:
    """Letters without accents, in lower case, for searching."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).replace("ł", "l")
