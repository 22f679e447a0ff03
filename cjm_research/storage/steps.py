"""Taking back an action, or doing it again: what that comes to in the study as it stands now."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import MACHINE_CODER, Coding, PersonaPlan, default_codebook
from cjm_research.storage import events, texts
from cjm_research.storage.corrections import moved_codings, text_key
from cjm_research.storage.events import MAP_SUBJECTS, Change, Key, Ledger, Op


def changes_of(connection: sa.Connection, ledger: Ledger, action: int, op: Op) -> list[Change]:
    """The changes that undo or redo `action`; what went with its interview since is left out.

    Codings come back to where their words stand now, whoever corrected the text in between.

    Raises
    ------
    BadValueError
        Somebody has changed one of these things since.
    """
    steps = events.before_and_after(connection, action)
    corrected = {key[1] for key, _before, _after in steps if key[0] == "text"}
    changes = []
    for key, *values in steps:
        if ledger.went_after(key, action):
            continue
        before, after = (_as_now(connection, ledger, value, action, corrected) for value in values)
        expected, wanted = (after, before) if op == "undo" else (before, after)
        present = ledger.states[key[0]].get(key[1])
        if key[0] == "personas" and before is None and present is not None:
            others = _rest_on(ledger, present, {step[0] for step in steps})
            in_passing = any(other[0] in MAP_SUBJECTS and not ledger.went_after(other, action) for other, *_v in steps)
            if in_passing and (others or present != expected):
                continue  # settled for a note on one of their maps; others have gone on from there
            if others and op == "undo":
                raise _changed_meanwhile(None)
        if present != expected:
            if not _are_suggestions(key, present, before, after):
                raise _changed_meanwhile(before or after)
            if present != wanted:
                continue  # the tagger has looked again since, and will once more
        changes.append(Change(op, key[1], wanted, key[0]))
    _check_codes(ledger, changes)
    return changes


def _rest_on(ledger: Ledger, plan: PersonaPlan, besides: Collection[Key]) -> bool:
    """Whether other notes than these stand on the maps of settled personas: without them their keys may mean others."""
    keys = {persona.key for persona in plan.personas}
    edits = (
        edit
        for subject in MAP_SUBJECTS
        for key, edit in ledger.states[subject].items()
        if edit and (subject, key) not in besides
    )
    return any(edit.group == plan.group and edit.map in keys for edit in edits)


def _as_now(connection: sa.Connection, ledger: Ledger, value: Any, action: int, corrected: Collection[str]) -> Any:
    """A value at the time of an action as it is now: a coding follows the corrections that came since.

    `corrected` are the texts that the action itself changes: there its values fit the text before and after it.
    """
    if not isinstance(value, Coding):
        return value
    key = text_key(value.transcript, value.utterance)
    if key in corrected or key not in ledger.states["text"]:
        return value
    revisions = events.text_revisions_since(connection, key, action)
    # What was corrected and put back is as if it had not been.
    back = max(n for n, revision in enumerate(revisions) if revision == revisions[0])
    path = revisions[back:]
    if len(path) == 1:
        return value
    words = texts.revisions(connection, value.transcript, value.utterance)
    coding: Coding | None = value
    for old, new in itertools.pairwise(path):
        if coding is not None:
            coding = next((c.value for c in moved_codings([coding], words[old], words[new], "correct")), coding)
    return coding


def _check_codes(ledger: Ledger, changes: Collection[Change]) -> None:
    """Look that no code goes with which somebody has coded, or below which somebody has put another one."""
    gone = {change.key for change in changes if change.subject == "code" and change.value is None}
    gone -= {code.key for code in default_codebook().codes} if gone else set()
    if not gone:
        return
    after = {(change.subject, change.key): change.value for change in changes}
    codings = (after.get(("coding", guid), coding) for guid, coding in ledger.codings.items())
    codes = (after.get(("code", key), code) for key, code in ledger.states["code"].items())
    used = {coding.code for coding in codings if coding and coding.status != "suggested"}
    if gone & (used | {code.parent for code in codes if code}):
        raise _changed_meanwhile(None)


def _are_suggestions(key: Key, *values: Any) -> bool:
    """Whether a coding was never more than an open suggestion of the machine in these states; None is none either."""
    return key[0] == "coding" and all(
        value is None or (value.status == "suggested" and value.coder == MACHINE_CODER) for value in values
    )


def _changed_meanwhile(value: Any) -> BadValueError:
    if isinstance(value, Coding):
        return BadValueError(
            _(
                "The coding of “{quote}” was changed by somebody else in the meantime; "
                "this step cannot be taken back or repeated."
            ).format(quote=value.quote)
        )
    return BadValueError(
        _("What this step changed was changed by somebody else in the meantime; it cannot be taken back or repeated.")
    )
