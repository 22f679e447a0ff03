"""Taking an interview out of a study: its text, its person and its codings go, a line of record stays."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model.journey_erasure import is_made_of
from cjm_research.storage import events, kept, persona_decisions, schema, surveys
from cjm_research.storage.events import Key


@dataclass(frozen=True)
class Removal:
    """One line of the list of removals, in their order. `at` is ISO 8601, UTC; `file_name` may be empty."""

    id: int
    transcript: str
    file_name: str
    n_codings: int
    coder: str
    at: str


def remove_transcript(connection: sa.Connection, id: str, ledger: events.Ledger, *, coder: str, at: str) -> Removal:
    """Delete a transcript and its participant; its codings and memos are discarded, which no undo brings back.

    The audit trail keeps who did what and when, and loses every word that was coded or written about the interview.

    Parameters
    ----------
    ledger : Ledger
        The present state of codings and memos.

    Raises
    ------
    UnknownNameError
        There is no such transcript.
    """
    table = schema.transcripts
    row = connection.execute(sa.select(table).where(table.c.id == id)).first()
    if row is None:
        raise unknown(connection, id)
    file_name = connection.execute(
        sa.select(schema.imports.c.file_name).where(schema.imports.c.id == row.import_id)
    ).scalar()
    standing = {coding.guid for coding in ledger.present() if coding.transcript == id}
    ever = _ever_of(connection, id, ledger)
    changes = [events.Change("discard", key, None, subject) for subject, key in ever]
    codings = {key for subject, key in ever if subject == "coding"}
    less = _without(ledger, id, codings, set(ever))
    changes += less
    # Before they come back without the person: what versions and texts made of quotes said until now goes.
    shorter = {change.key for change in less if change.subject == "journey"}
    events.erase(connection, _versions_with(connection, id) + _made_of(connection, _quotes(ledger, codings), shorter))
    events.append(connection, changes, coder=coder, at=at)
    events.erase(connection, ever)
    kept.remove(connection, id, ever, ledger.standing("memo"))
    _delete(connection, id, row.import_id)
    number = (connection.execute(sa.select(sa.func.max(schema.removals.c.id))).scalar() or 0) + 1
    removal = Removal(number, id, file_name or "", len(standing), coder, at)
    connection.execute(
        sa.insert(schema.removals).values(
            id=number, transcript_id=id, file_name=removal.file_name, n_codings=len(standing), coder=coder, at=at
        )
    )
    return removal


def _ever_of(connection: sa.Connection, id: str, ledger: events.Ledger) -> list[Key]:
    """All there ever was of the interview: what was taken away or back is on record too, with its words."""
    c = schema.events.c
    codings = {guid for guid, coding in ledger.codings.items() if coding is not None and coding.transcript == id}
    others: dict[Key, dict[str, Any]] = {}
    for row in connection.execute(sa.select(c.subject, c.key, c.payload).where(c.subject != "code", c.payload != "")):
        if row.subject != "coding":
            others.setdefault((row.subject, row.key), json.loads(row.payload))
        elif ledger.codings.get(row.key) is None and json.loads(row.payload)["transcript"] == id:
            codings.add(row.key)
    emptied = persona_decisions.emptied_by(ledger.standing("personas").values(), id)
    found = [key for key, value in others.items() if _is_of(key, value, id, codings, emptied)]
    return sorted([("coding", guid) for guid in codings] + found)


def _is_of(key: Key, value: dict[str, Any], id: str, codings: set[str], emptied: set[tuple[str, str]]) -> bool:
    """Whether a memo, a corrected text or a decision (what it says as JSON) is of an interview.

    What was written on the map of a persona of which it is the only one (group and key in `emptied`) is.
    """
    if key[0] == "personas":
        return False  # says who belongs where, and is written anew
    if key[0] in events.MAP_SUBJECTS:
        # What belongs to no group is a map without data, whatever its name.
        of_map = (value["map"] == id and value["group"] != "") or (value["group"], value["map"]) in emptied
        return of_map or (bool(value["evidence"]) and set(value["evidence"]) <= codings)
    if key[0] != "memo":
        return value["transcript"] == id
    if value["on"] == "coding":
        return value["target"] in codings
    return value["on"] in {"transcript", "participant"} and value["target"] == id


def _without(ledger: events.Ledger, id: str, codings: set[str], gone: set[Key]) -> list[events.Change]:
    """Personas and edits of maps that rest on other interviews too, without this one. No undo goes behind."""
    changes = []
    for group, plan in ledger.standing("personas").items():
        after = persona_decisions.without_participant(plan, id, codings)
        if after != plan:
            left = after if after.personas else None
            changes.append(events.Change("discard", group, left, "personas"))
    quotes = _quotes(ledger, codings)
    for subject in events.MAP_SUBJECTS:
        for key, edit in ledger.standing(subject).items():
            after = edit.without(id, codings, quotes) if subject == "journey" else edit.without(id, codings)
            if (subject, key) not in gone and after != edit:
                changes.append(events.Change("discard", key, after, subject))
    return changes


def _versions_with(connection: sa.Connection, id: str) -> list[Key]:
    """The kept versions of journey maps, removed ones too, that hold words of a participant."""
    c = schema.events.c
    kept = sa.and_(c.subject == "journey", c.key.contains("/version/", autoescape=True), c.payload != "")
    rows = connection.execute(sa.select(c.key, c.payload).where(kept))
    found = {row.key for row in rows if id in json.loads(row.payload)["values"]["map"]["participants"]}
    return [("journey", key) for key in sorted(found)]


def _made_of(connection: sa.Connection, quotes: Collection[str], keys: Collection[str]) -> list[Key]:
    """Those of some edits of journey maps whose text was made of quotes at any time."""
    c = schema.events.c
    rows = connection.execute(sa.select(c.key, c.payload).where(c.subject == "journey", c.payload != ""))
    texts = ((row.key, json.loads(row.payload)["values"].get("text")) for row in rows if row.key in keys)
    found = {key for key, text in texts if isinstance(text, str) and any(is_made_of(text, quote) for quote in quotes)}
    return [("journey", key) for key in sorted(found)]


def _quotes(ledger: events.Ledger, codings: Collection[str]) -> set[str]:
    return {coding.quote for guid, coding in ledger.codings.items() if coding is not None and guid in codings}


def _delete(connection: sa.Connection, id: str, import_id: int | None) -> None:
    for child in (schema.utterance_texts, schema.utterances):
        connection.execute(sa.delete(child).where(child.c.transcript_id == id))
    connection.execute(sa.delete(schema.transcripts).where(schema.transcripts.c.id == id))
    # Without its line in the list of imports, the same file may be imported again.
    connection.execute(sa.delete(schema.imports).where(schema.imports.c.id == import_id))
    connection.execute(sa.delete(schema.participants).where(schema.participants.c.id == id))
    surveys.remove_answers(connection, id)


def remove_participant(connection: sa.Connection, id: str) -> None:
    """Delete a person of a participants table or a survey who has no interview.

    Raises
    ------
    UnknownNameError
        There is no such person, or there is an interview.
    """
    c = schema.transcripts.c
    if connection.execute(sa.select(c.id).where(c.participant_id == id)).first() is not None:
        raise UnknownNameError(_("“{id}” has an interview: remove that.").format(id=id))
    n_answers = surveys.remove_answers(connection, id)
    listed = connection.execute(sa.delete(schema.participants).where(schema.participants.c.id == id)).rowcount
    if not (listed or n_answers):
        raise unknown(connection, id)


def unknown(connection: sa.Connection, id: str) -> UnknownNameError:
    """The error for an id that no interview of the study has."""
    known = connection.execute(sa.select(schema.transcripts.c.id).order_by(schema.transcripts.c.position)).scalars()
    return UnknownNameError(
        _("There is no interview “{id}” in the study. Its interviews: {known}.").format(
            id=id, known=", ".join(sorted(known)) or "-"
        )
    )


def records(connection: sa.Connection) -> tuple[Removal, ...]:
    """The removals in their order."""
    rows = connection.execute(sa.select(schema.removals).order_by(schema.removals.c.id))
    return tuple(Removal(r.id, r.transcript_id, r.file_name, r.n_codings, r.coder, r.at) for r in rows)
