"""Pseudonyms in the database: every text of a study rewritten in one transaction, its codings on the same words.

Other than a correction this leaves nothing behind: earlier texts, the audit trail and what can be undone are rewritten
too, so the words that were replaced are nowhere in the study, and undo leads back to the same steps in the new words.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from cjm_research.model import MACHINE_CODER, Coding
from cjm_research.model.journey_edit import LONGEST_TEXT
from cjm_research.model.privacy import PrivateText, Where
from cjm_research.storage import code_labels, events, new_ids, schema, texts
from cjm_research.storage.private_texts import Collected, Rewriter, Walk, main_language
from cjm_research.storage.records import to_json
from cjm_research.storage.remaining import remaining

Progress = Callable[[int, int], None]
# Makes the rewriter out of all texts as they stand, inside the transaction.
Plan = Callable[[list[PrivateText]], Rewriter]

_WHERE: dict[str, Where] = {"coding": "coding", "code": "code", "memo": "memo"}
_BATCH = 500


@dataclass(frozen=True)
class Rewritten:
    """What a rewriting did: texts of utterances, other texts and records, codings that moved, ids.

    `n_taken_out` texts and files of foreign projects went, which were kept as they came for exports alone.
    `remaining` tells (table, column, rows) of what still holds a wording that was to go; `is_compact` is false where
    another program keeps the database from being written anew, or a server has to do it.
    """

    n_utterances: int
    n_records: int
    n_codings: int
    ids: Mapping[str, str]
    n_taken_out: int = 0
    remaining: tuple[tuple[str, str, int], ...] = ()
    is_compact: bool = True


def collect(connection: sa.Connection) -> list[PrivateText]:
    """Every text of the study that may tell who somebody is, in a steady order."""
    found = Collected()
    _Pass(connection, found, write=False).run()
    languages = _languages(connection)
    main = main_language(languages.values())
    for id in _ids(connection):
        found.replacements(PrivateText("id", id, languages.get(id) or main, id))
    return found.texts


def rewrite(
    connection: sa.Connection,
    rewriter: Rewriter,
    *,
    at: str,
    raw: Iterable[str] = (),
    derived: code_labels.Derived | None = None,
    progress: Progress | None = None,
) -> Rewritten:
    """Replace what the rewriter says, everywhere; `raw` are wordings that must stand nowhere afterwards.

    `at` is the time for the audit trail; `derived` tells the keys of entries of maps that rest on codes whose label
    changes.
    """
    work = _Pass(connection, rewriter, write=True, at=at, progress=progress)
    work.labels = code_labels.labels_after(
        connection, partial(work.walk.text, "code"), partial(work.walk.text, "file"), derived
    )
    work.run()
    new_ids.rename(connection, rewriter.ids)
    connection.execute(sa.update(schema.transcripts).values(tag_key=None))
    texts.touch(connection)
    texts.next_epoch(connection)
    return Rewritten(
        work.n_utterances,
        work.n_records,
        work.walk.n_codings,
        dict(rewriter.ids),
        work.n_taken_out,
        tuple(remaining(connection, raw)),
    )


def _languages(connection: sa.Connection) -> dict[str, str]:
    table = schema.transcripts.c
    return {row.id: row.language for row in connection.execute(sa.select(table.id, table.language))}


def _ids(connection: sa.Connection) -> list[str]:
    """Interviews, people, and respondents without an interview."""
    columns = (schema.transcripts.c.id, schema.participants.c.id, schema.answers.c.participant)
    return sorted({id for column in columns for id in connection.execute(sa.select(column).distinct()).scalars()})


class _Pass:
    """One walk through all tables; with `write` what changed is put in its place."""

    def __init__(
        self,
        connection: sa.Connection,
        rewriter: Rewriter,
        *,
        write: bool,
        at: str = "",
        progress: Progress | None = None,
    ) -> None:
        self.connection = connection
        self._at = at
        self.rewriter = rewriter
        self.walk = Walk(rewriter, _languages(connection))
        self.labels = code_labels.CodeLabels({}, {})
        self.n_utterances = self.n_records = self.n_taken_out = 0
        self._write = write
        self._progress = progress or (lambda _done, _total: None)
        tables = (schema.utterance_texts, schema.utterances, schema.events)
        self._total = sum(connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in tables)
        self._done = 0

    def run(self) -> None:
        """Utterances first: codings are placed by them."""
        self._utterance_texts()
        self._spoken()
        self._people_and_files()
        self._surveys()
        self._events()
        self._settings()
        self._kept()

    def _step(self) -> None:
        self._done += 1
        if self._done % _BATCH == 0 or self._done == self._total:
            self._progress(self._done, self._total)

    def _utterance_texts(self) -> None:
        t, u = schema.utterance_texts.c, schema.utterances.c
        here = sa.and_(t.transcript_id == u.transcript_id, t.number == u.number)
        query = sa.select(t.transcript_id, t.number, t.revision, t.text, u.revision.label("present"))
        query = query.join_from(schema.utterance_texts, schema.utterances, here)
        changes = []
        for row in self.connection.execute(query.order_by(t.transcript_id, t.number, t.revision)):
            is_present = row.revision == row.present
            new = self.walk.utterance(row.transcript_id, row.number, row.revision, row.text, is_present=is_present)
            if new != row.text:
                changes.append({"b_of": row.transcript_id, "b_at": row.number, "b_no": row.revision, "b_text": new})
            self._step()
        self.n_utterances = len(changes)
        if changes and self._write:
            place = (t.transcript_id == sa.bindparam("b_of"), t.number == sa.bindparam("b_at"))
            update = sa.update(schema.utterance_texts).where(*place, t.revision == sa.bindparam("b_no"))
            self.connection.execute(update.values(text=sa.bindparam("b_text")), changes)

    def _spoken(self) -> None:
        """Speakers' names, and what came with interviews beside the words."""
        for row in self._rows(schema.utterances, "transcript_id", "number", "speaker", "extra"):
            new = {
                "speaker": self.walk.text("speaker", row["speaker"], row["transcript_id"], row["number"]),
                "extra": self._json("attribute", row["extra"], row["transcript_id"], "extra"),
            }
            self._put(schema.utterances, ("transcript_id", "number"), row, new)
            self._step()
        for row in self._rows(schema.transcripts, "id", "extra"):
            new = {"extra": self._json("attribute", row["extra"], row["id"], "extra")}
            self._put(schema.transcripts, ("id",), row, new)

    def _people_and_files(self) -> None:
        for row in self._rows(schema.participants, "id", "attributes", "extra"):
            new = {name: self._json("attribute", row[name], row["id"], name) for name in ("attributes", "extra")}
            self._put(schema.participants, ("id",), row, new)
        brought = {row["import_id"]: row["id"] for row in self._rows(schema.transcripts, "id", "import_id")}
        for row in self._rows(schema.imports, "id", "file_name", "notes"):
            of = brought.get(row["id"], "")
            new = {
                "file_name": self.walk.text("file", row["file_name"], of),
                "notes": self._json("file", row["notes"], of),
            }
            self._put(schema.imports, ("id",), row, new)
        for row in self._rows(schema.removals, "id", "transcript_id", "file_name"):
            new = {
                "transcript_id": self.walk.text("file", self.walk.id(row["transcript_id"])),
                "file_name": self.walk.text("file", row["file_name"]),
            }
            self._put(schema.removals, ("id",), row, new)

    def _surveys(self) -> None:
        for row in self._rows(schema.instruments, "key", "definition"):
            self._put(schema.instruments, ("key",), row, {"definition": self._json("survey", row["definition"])})
        for name in ("file_name", "channel"):
            column = schema.answers.c[name]
            for value in self.connection.execute(sa.select(column).distinct().order_by(column)).scalars().all():
                new = self.walk.text("file" if name == "file_name" else "survey", value)
                if new != value and self._write:
                    self.connection.execute(sa.update(schema.answers).where(column == value).values({name: new}))

    def _events(self) -> None:
        changes: list[dict[str, Any]] = []
        keys: dict[tuple[str, str], str] = {}
        last: dict[str, tuple[str, str]] = {}
        rows = self._rows(schema.events, "id", "action", "subject", "key", "payload")
        for _action, of_action in itertools.groupby(rows, key=lambda row: row["action"]):
            together = list(of_action)
            for row in together:
                self._note_text(row)
            for row in together:
                payload = self._payload(row, keys)
                if payload != row["payload"]:
                    changes.append({"b_event": row["id"], "b_payload": payload})
                if row["subject"] == "coding":
                    last[row["key"]] = row["payload"], payload
                self._step()
        self.n_records += len(changes)
        if not self._write:
            return
        table = schema.events
        if changes:
            update = sa.update(table).where(table.c.id == sa.bindparam("b_event"))
            self.connection.execute(update.values(payload=sa.bindparam("b_payload")), changes)
        self._rename_keys(keys)
        self._place_anew(last)

    def _place_anew(self, last: Mapping[str, tuple[str, str]]) -> None:
        """Say where codings stand now that lay at the same place in two texts: names before them were replaced in one.

        A correction that moved nothing left no event of the coding, so one payload told of both texts.
        """
        changes = []
        for guid, (before, after) in last.items():
            value = json.loads(before) if before else {}
            if (value.get("transcript"), value.get("utterance")) not in self.walk.in_force:
                continue
            now = Coding.model_validate(self.labels.value(self.walk.value("coding", value)))
            if now != Coding.model_validate_json(after):
                changes.append(events.Change("rewrite", guid, now))
        events.append(self.connection, changes, coder=MACHINE_CODER, at=self._at)

    def _note_text(self, row: Mapping[str, Any]) -> None:
        """Follow which text an utterance had after an action: the codings of the action lie in that one."""
        if row["subject"] == "text":
            transcript, _mark, number = row["key"].rpartition("#")
            revision = json.loads(row["payload"])["revision"] if row["payload"] else texts.FIRST_REVISION
            self.walk.in_force[transcript, int(number)] = revision

    def _payload(self, row: Mapping[str, Any], keys: dict[tuple[str, str], str]) -> str:
        """What an event says after it; a key that changes with it is put into `keys`."""
        subject, payload = row["subject"], row["payload"]
        if not payload:
            return payload
        value = json.loads(payload)
        words = self.walk.value(_WHERE.get(subject, "map"), value, _transcript_of(value))
        after = self._event(subject, self.labels.value(words), value)
        if after == value:
            return payload
        # What cannot be read again is not written.
        events.SUBJECTS[subject].model_validate(after)
        keys |= new_ids.new_key(subject, row["key"], value, after)
        return to_json(after)

    def _event(self, subject: str, after: Any, before: Any) -> Any:
        """What only the kind of thing tells: the name of a kept version is its target, and no text is too long."""
        if subject != "journey":
            return after
        if before["part"] == "version" and before["target"] == before["values"].get("name"):
            after = {**after, "target": after["values"]["name"]}
        return _cut(after, before)

    def _rename_keys(self, keys: Mapping[tuple[str, str], str]) -> None:
        table = schema.events
        keys = {**keys, **{("code", old): new for old, new in self.labels.codes.items()}}
        found = self.connection.execute(sa.select(table.c.subject, table.c.key).distinct())
        for subject, key in [(row.subject, row.key) for row in found]:
            new = keys.get((subject, key)) or new_ids.key_with(subject, key, self.rewriter.ids)
            if new != key:
                here = sa.and_(table.c.subject == subject, table.c.key == key)
                self.connection.execute(sa.update(table).where(here).values(key=new))

    def _settings(self) -> None:
        table = schema.settings
        value = self.connection.execute(sa.select(table.c.value).where(table.c.key == "settings")).scalar()
        settings = json.loads(value or "{}")
        new = {name: self.walk.text("settings", settings.get(name) or "") for name in ("title", "purpose")}
        if self._write and any(new[name] != (settings.get(name) or "") for name in new):
            changed = to_json({**settings, **new})
            self.connection.execute(sa.update(table).where(table.c.key == "settings").values(value=changed))

    def _kept(self) -> None:
        """What foreign projects brought: records are rewritten; their texts and files, word for word, are taken out."""
        for row in self._rows(schema.kept_elements, "section", "guid", "key", "content"):
            if row["section"] == "user":
                continue  # coders keep their names
            try:
                content = self._json("attribute", row["content"], name="extra")
            except ValueError:
                content = self.walk.text("attribute", row["content"])
            new = {"key": self.labels.key(self.walk.id(row["key"])), "content": content}
            self._put(schema.kept_elements, ("section", "guid"), row, new)
        if self._write:
            for table in (schema.kept_files, schema.kept_sources):
                self.n_taken_out += self.connection.execute(sa.delete(table)).rowcount

    # Rows

    def _rows(self, table: sa.Table, *names: str) -> Iterator[dict[str, Any]]:
        """All rows in the order of their keys, read before any is changed."""
        columns = [table.c[name] for name in names]
        query = sa.select(*columns).order_by(*table.primary_key.columns)
        for row in self.connection.execute(query).all():
            yield dict(row._mapping)

    def _json(self, where: Where, text: str, transcript: str = "", name: str = "") -> str:
        if text in {"", "{}", "[]"}:
            return text
        value = json.loads(text)
        after = self.walk.value(where, value, transcript, name)
        return text if after == value else to_json(after)

    def _put(self, table: sa.Table, by: tuple[str, ...], row: Mapping[str, Any], new: Mapping[str, str]) -> None:
        changed = {name: value for name, value in new.items() if value != row[name]}
        if not changed:
            return
        self.n_records += 1
        if self._write:
            here = sa.and_(*(table.c[name] == row[name] for name in by))
            self.connection.execute(sa.update(table).where(here).values(changed))


def _transcript_of(value: Mapping[str, Any]) -> str:
    """The interview that a thing is on, for the language of its words."""
    if value.get("on") in {"transcript", "participant"}:
        return str(value.get("target", ""))
    return str(value.get("transcript") or value.get("map") or "")


def _cut(after: Any, before: Any) -> Any:
    """No text grows past what the fields of a map may hold."""
    if isinstance(after, str) and isinstance(before, str):
        return after[:LONGEST_TEXT] if len(before) <= LONGEST_TEXT else after
    if isinstance(after, dict) and isinstance(before, dict):
        return {new: _cut(value, old) for (new, value), old in zip(after.items(), before.values(), strict=True)}
    if isinstance(after, list) and isinstance(before, list):
        return [_cut(new, old) for new, old in zip(after, before, strict=True)]
    return after
