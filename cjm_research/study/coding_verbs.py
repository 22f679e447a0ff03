"""The verbs with which people code: each is one step that can be taken back, and nothing is ever lost."""

from __future__ import annotations

from typing import Any

from cjm_research.model import Coding, TranscriptCoding
from cjm_research.storage import Store, decisions

DEFAULT_CODER = "coder"


class CodingVerbs:
    """Adding, accepting, rejecting, changing and removing codings of the study in `store`."""

    store: Store

    def add_coding(
        self,
        transcript: str,
        utterance: int,
        quote: str | None = None,
        *,
        kind: str,
        start: int | None = None,
        end: int | None = None,
        label: str | None = None,
        valence: int | None = None,
        stage: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> Coding:
        """Code some words of an utterance, named by the words themselves or by their place (code points).

        Raises
        ------
        UnknownNameError
            There is no such transcript.
        BadValueError
            The words do not occur there, or kind, valence or stage is none of the known ones.
        """
        words = {"u": utterance, "quote": quote, "start": start, "end": end}
        code = {"kind": kind, "label": label, "valence": valence, "stage": stage, "coder": coder}
        item = decisions.checked(TranscriptCoding, {**words, **code})
        coding = decisions.new_coding(self.store.transcript(transcript), item, taken=self.store.known_guids())
        self.store.apply(decisions.add([coding]), coder=coder)
        return coding

    def accept(self, *guids: str, coder: str = DEFAULT_CODER) -> int:
        """Confirm suggestions as codings of `coder`; how many changed."""
        return self.store.decide(decisions.accept(guids, coder), coder=coder)

    def reject(self, *guids: str, coder: str = DEFAULT_CODER) -> int:
        """Turn suggestions down, so that they are not made again; how many changed."""
        return self.store.decide(decisions.reject(guids), coder=coder)

    def change_coding(self, guid: str, *, coder: str = DEFAULT_CODER, **changes: Any) -> Coding:
        """Give a coding another place, kind, label, valence or stage; a suggestion is confirmed by it."""
        transcript = self.store.transcript(self.store.coding(guid).transcript)
        self.store.decide(decisions.change(guid, coder, changes, transcript), coder=coder)
        return self.store.coding(guid)

    def remove_coding(self, *guids: str, coder: str = DEFAULT_CODER) -> int:
        """Take codings away; `undo` brings them back."""
        return self.store.decide(decisions.remove(guids), coder=coder)

    def undo(self, coder: str = DEFAULT_CODER) -> int:
        """Take back the last thing `coder` did to codings; how many codings changed, 0 where there is nothing."""
        return self.store.undo(coder)

    def redo(self, coder: str = DEFAULT_CODER) -> int:
        """Do again what `coder` undid last."""
        return self.store.redo(coder)
