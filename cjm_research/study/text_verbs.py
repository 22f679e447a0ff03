"""The verbs for the text itself: correcting a turn, and placing codings again whose words went."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import Coding, Transcript
from cjm_research.storage import decisions
from cjm_research.storage.events import Change, States
from cjm_research.study.base import StudyBase
from cjm_research.study.coding_verbs import DEFAULT_CODER


@dataclass(frozen=True)
class Correction:
    """What became of an utterance's codings when its text was corrected, by guid.

    `moved` followed their words, `reworded` among them read differently now, `lost` have no words any more.
    """

    moved: tuple[str, ...]
    lost: tuple[str, ...]
    reworded: tuple[str, ...] = ()


class TextVerbs(StudyBase):
    """Correcting the text of the study in `store`; each is one step that can be taken back."""

    def transcript(self, id: str) -> Transcript:
        """The transcript of that id with its present text.

        Raises
        ------
        UnknownNameError
            There is none.
        """
        return self.store.transcript(id)

    @property
    def lost(self) -> tuple[Coding, ...]:
        """Codings whose words went when a text was corrected; `place_again` gives them other words."""
        return tuple(coding for coding in self.store.codings() if coding.status == "lost")

    def correct_text(self, transcript: str, utterance: int, text: str, *, coder: str = DEFAULT_CODER) -> Correction:
        """Correct what an utterance says (a typing error, a name misheard); its codings follow their words.

        The text as it was is kept (`study.store.text_revisions`), `undo` puts it back. Codings whose words are gone
        are not deleted but listed in `lost`.

        Raises
        ------
        UnknownNameError
            There is no such transcript.
        BadValueError
            There is no such utterance, or no text can be like that.
        """
        utterances = self.store.transcript(transcript).utterances
        if not 0 <= utterance < len(utterances):
            raise BadValueError(
                _("{id}: there is no utterance {u}; the last one is {last} (they count from 0).").format(
                    id=transcript, u=utterance, last=len(utterances) - 1
                )
            )
        text = unicodedata.normalize("NFC", text)
        if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
            raise BadValueError(_("The text holds characters that no text can have (NUL or half of a pair)."))
        if not text.strip():
            raise BadValueError(_("An utterance cannot be empty. To take out a whole interview, remove it."))
        if text == utterances[utterance].text:
            return Correction((), ())
        quotes = {coding.guid: coding.quote for coding in self.codings if coding.transcript == transcript}
        changes = self.store.correct_text(transcript, utterance, text, coder=coder)
        standing = {change.key: change.value for change in changes if change.value is not None}
        lost = tuple(guid for guid, coding in standing.items() if coding.status == "lost")
        return Correction(
            moved=tuple(guid for guid in standing if guid not in lost),
            lost=lost,
            reworded=tuple(g for g, c in standing.items() if g not in lost and c.quote != quotes.get(g)),
        )

    def place_again(self, guid: str, *, utterance: int, start: int, end: int, coder: str = DEFAULT_CODER) -> Coding:
        """Give a coding other words of its interview, in the same or another utterance.

        Raises
        ------
        UnknownNameError
            There is no such coding.
        BadValueError
            The place lies outside the text.
        """
        transcript = self.store.transcript(self.store.coding(guid).transcript)

        def plan(states: States) -> list[Change]:
            return decisions.place(states, guid, coder, transcript, utterance, start, end)

        self.store.apply(plan, coder=coder)
        return self.store.coding(guid)
