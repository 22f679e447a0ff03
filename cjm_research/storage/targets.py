"""Looking, inside the transaction, whether what is to be written still has something to stand on.

A form or the tagger may have looked at the study before somebody corrected a text or removed an interview.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Coding, Memo
from cjm_research.storage import schema, texts
from cjm_research.storage.events import Change, Ledger


def check(connection: sa.Connection, ledger: Ledger, changes: Sequence[Change]) -> None:
    """Look whether codings with a new place have their words there, and whether new memos are about something.

    Raises
    ------
    BadValueError, UnknownNameError
        The text was corrected, or the interview removed, in the meantime.
    """
    placed = [c.value for c in changes if c.subject == "coding" and _has_new_place(ledger, c.value)]
    if placed:
        present = texts.present(connection, {coding.transcript for coding in placed})
        for coding in placed:
            _check_place(coding, present.get((coding.transcript, coding.utterance)))
    for change in changes:
        if change.subject == "memo" and change.value and change.key not in ledger.states["memo"]:
            _check_memo(connection, change.value, ledger)


def _has_new_place(ledger: Ledger, coding: Coding | None) -> bool:
    if coding is None or coding.start == coding.end:
        return False
    before = ledger.codings.get(coding.guid)
    return before is None or (before.place, before.quote) != (coding.place, coding.quote)


def _check_place(coding: Coding, text: str | None) -> None:
    if text is None:
        raise UnknownNameError(_("There is no interview “{id}” in the study.").format(id=coding.transcript))
    if text[coding.start : coding.end] != coding.quote:
        raise BadValueError(
            _("The text was corrected in the meantime; the words “{quote}” do not stand there any more.").format(
                quote=coding.quote
            )
        )


def _check_memo(connection: sa.Connection, memo: Memo, ledger: Ledger) -> None:
    """Look whether what a new memo is about went with its interview."""
    if memo.on in {"transcript", "participant"}:
        c = (schema.transcripts if memo.on == "transcript" else schema.participants).c
        if connection.execute(sa.select(c.id).where(c.id == memo.target)).first() is None:
            raise UnknownNameError(_("There is no interview “{id}” in the study.").format(id=memo.target))
    elif memo.on == "coding" and ledger.last_op.get(memo.target) == "discard":
        raise UnknownNameError(_("There is no coding “{guid}” in the study.").format(guid=memo.target))
