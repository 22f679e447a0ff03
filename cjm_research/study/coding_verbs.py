"""The verbs with which people code: each is one step that can be taken back, and nothing is ever lost."""

from __future__ import annotations

from typing import Any

from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER, Coding, TranscriptCoding
from cjm_research.storage import decisions
from cjm_research.study.base import StudyBase

DEFAULT_CODER = "coder"


class CodingVerbs(StudyBase):
    """Adding, accepting, rejecting, changing and removing codings of the study in `store`."""

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
        guid: str | None = None,
    ) -> Coding:
        """Code some words of an utterance, named by the words themselves or by their place (code points).

        A form may choose the `guid`; the same coding sent twice with it is coded once.

        Raises
        ------
        UnknownNameError
            There is no such transcript.
        BadValueError
            The words do not occur there, kind, valence or stage is none of the known ones, or another coding has the
            guid.
        """
        words = {"u": utterance, "quote": quote, "start": start, "end": end}
        code = {"kind": kind, "label": label, "valence": valence, "stage": stage, "coder": coder}
        item = decisions.checked(TranscriptCoding, {**words, **code})
        taken = self.store.known_guids() if guid is None else ()
        coding = decisions.new_coding(self.store.transcript(transcript), item, taken=taken, guid=guid)
        self.store.apply(decisions.add(coding), coder=coder)
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

    @property
    def coders(self) -> tuple[str, ...]:
        """The people who have coded, sorted; neither the machine nor the consensus is one."""
        names = {coding.coder for coding in self.store.codings() if coding.status in {"confirmed", "lost"}}
        return tuple(sorted(names - {MACHINE_CODER, CONSENSUS_CODER}))

    def undo(self, coder: str = DEFAULT_CODER) -> int:
        """Take back the last thing `coder` did to codings, codes, memos or text.

        Returns
        -------
        int
            How many things changed; 0 where there is nothing to take back.

        Raises
        ------
        BadValueError
            Somebody else has changed one of these things since.
        """
        return self.store.undo(coder)

    def redo(self, coder: str = DEFAULT_CODER) -> int:
        """Do again what `coder` undid last."""
        return self.store.redo(coder)

    def can_undo(self, coder: str = DEFAULT_CODER) -> bool:
        """Whether there is something to take back."""
        return self.store.can_step(coder)[0]

    def can_redo(self, coder: str = DEFAULT_CODER) -> bool:
        """Whether there is something to do again."""
        return self.store.can_step(coder)[1]
