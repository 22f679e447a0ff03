"""The verbs for memos: notes on a coding, code, participant, transcript or the study."""

from __future__ import annotations

import uuid

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Memo, MemoSubject
from cjm_research.storage.events import Change, States
from cjm_research.study.base import StudyBase
from cjm_research.study.coding_verbs import DEFAULT_CODER


class MemoVerbs(StudyBase):
    """Writing, changing and removing memos of the study in `store`; each is one step that can be taken back."""

    @property
    def memos(self) -> tuple[Memo, ...]:
        """The memos in the order they were written."""
        return self.store.memos()

    def write_memo(
        self,
        text: str,
        *,
        on: MemoSubject = "study",
        target: str = "",
        coder: str = DEFAULT_CODER,
        guid: str | None = None,
    ) -> Memo:
        """Note something down.

        Parameters
        ----------
        on : {"coding", "code", "participant", "transcript", "study"}
            What the memo is about.
        target : str
            Guid of the coding, key of the code, id of the participant or transcript.

        Raises
        ------
        UnknownNameError
            There is no such coding, code, participant or transcript.
        BadValueError
            The memo is empty, or its guid is taken.
        """
        self._check_target(on, target)
        memo = Memo(
            guid=guid or str(uuid.uuid4()),
            on=on,
            target="" if on == "study" else target,
            text=_checked_text(text),
            coder=coder,
            at=self.store.now(),
        )

        def plan(states: States) -> list[Change]:
            before = states["memo"].get(memo.guid)
            if memo.guid not in states["memo"]:
                return [Change("add", memo.guid, memo, "memo")]
            if before is not None and before.text == memo.text and before.target == memo.target:
                return []
            raise BadValueError(_("Another memo has the guid “{guid}”.").format(guid=memo.guid))

        self.store.apply(plan, coder=coder)
        return memo

    def change_memo(self, guid: str, text: str, *, coder: str = DEFAULT_CODER) -> Memo:
        """Give a memo another text."""
        text = _checked_text(text)

        def plan(states: States) -> list[Change]:
            before = _standing(states, guid)
            if before.text == text:
                return []
            after = before.model_copy(update={"text": text, "at": self.store.now()})
            return [Change("change", guid, after, "memo")]

        self.store.apply(plan, coder=coder)
        return self.store.standing("memo")[guid]

    def remove_memo(self, guid: str, *, coder: str = DEFAULT_CODER) -> None:
        """Take a memo away; `undo` brings it back."""

        def plan(states: States) -> list[Change]:
            _standing(states, guid)
            return [Change("remove", guid, None, "memo")]

        self.store.apply(plan, coder=coder)

    def _check_target(self, on: str, target: str) -> None:
        if on == "coding":
            self.store.coding(target)
        elif on == "transcript":
            self.store.transcript(target)
        elif on == "code" and target not in self.store.codebook():
            raise UnknownNameError(_("There is no code “{key}” in the codebook.").format(key=target))
        elif on == "participant" and target not in {person.id for person in self.store.participants()}:
            raise UnknownNameError(_("There is no participant “{id}” in the study.").format(id=target))
        elif on not in {"code", "participant", "study"}:
            raise BadValueError(_("A memo cannot be about “{on}”.").format(on=on))


def _checked_text(text: str) -> str:
    if not text.strip():
        raise BadValueError(_("The memo is empty."))
    return text.strip()


def _standing(states: States, guid: str) -> Memo:
    memo = states["memo"].get(guid)
    if memo is None:
        raise UnknownNameError(_("There is no memo “{guid}” in the study.").format(guid=guid))
    return memo
