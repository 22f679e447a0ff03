"""What foreign projects brought, word for word: read by exports and by the next import of the same project alone.

Texts, their codings and everything that the study cannot show stand here as they came. They hold the words of
interviews, so they go with the interview (`remove`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from cjm_research.storage.schema import kept_elements, kept_files, kept_sources, utterance_texts, utterances

# Sections whose things hold the words of an interview or say who its person is, found by `key`.
OF_TRANSCRIPT = ("case",)
OF_MEMO = ("memo", "note", "link", "linked", "copies")
# What shows things by their guids.
SHOWING = ("graph", "link")
_GUID = re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


@dataclass(frozen=True, slots=True)
class KeptElement:
    """One thing of a project; `content` is opaque to the store, `key` says what it is in the study."""

    section: str
    guid: str
    position: int
    key: str = ""
    content: str = ""
    project: int = 0


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source as it came: `turns` are (start, end) in `text`, `codings` and `content` JSON that is opaque here."""

    guid: str
    position: int
    transcript: str | None
    text: str
    turns: tuple[tuple[int, int], ...]
    codings: str = "[]"
    content: str = ""
    project: int = 0


def put_elements(connection: sa.Connection, elements: Iterable[KeptElement]) -> None:
    """Add elements, or write those of the same section and guid anew."""
    elements = list(elements)
    known = {
        (row.section, row.guid): (row.position, row.key, row.content)
        for row in connection.execute(sa.select(kept_elements))
        if elements
    }
    rows, changed = [], []
    for one in {(e.section, e.guid): e for e in elements}.values():
        before = known.get((one.section, one.guid))
        row = {"project": one.project, "position": one.position, "key": one.key, "content": one.content}
        if before is None:
            rows.append({"section": one.section, "guid": one.guid, **row})
        elif before != (one.position, one.key, one.content):
            changed.append((one, row))
    if rows:
        connection.execute(sa.insert(kept_elements), rows)
    c = kept_elements.c
    for one, row in changed:
        here = sa.and_(c.section == one.section, c.guid == one.guid)
        connection.execute(sa.update(kept_elements).where(here).values(**row))


def elements(connection: sa.Connection, *sections: str) -> list[KeptElement]:
    """Elements of some sections, of all where none is named, in the order of their projects."""
    c = kept_elements.c
    query = sa.select(kept_elements).order_by(c.project, c.position, c.section, c.guid)
    if sections:
        query = query.where(c.section.in_(sections))
    return [
        KeptElement(row.section, row.guid, row.position, row.key, row.content, row.project)
        for row in connection.execute(query)
    ]


def put_source(connection: sa.Connection, source: KeptSource) -> None:
    """Add a source, or write the one of the same guid anew."""
    c = kept_sources.c
    row = {
        "project": source.project,
        "position": source.position,
        "transcript_id": source.transcript,
        "text": source.text,
        "turns": json.dumps(source.turns, separators=(",", ":")),
        "codings": source.codings,
        "content": source.content,
    }
    if not connection.execute(sa.update(kept_sources).where(c.guid == source.guid).values(**row)).rowcount:
        connection.execute(sa.insert(kept_sources).values(guid=source.guid, **row))


def source(connection: sa.Connection, guid: str) -> KeptSource | None:
    """The source of that guid, None where there is none."""
    row = connection.execute(sa.select(kept_sources).where(kept_sources.c.guid == guid)).first()
    return None if row is None else _source(row)


def sources(connection: sa.Connection) -> Iterator[KeptSource]:
    """All sources, one after another, in the order of their projects."""
    guids = connection.execute(sa.select(kept_sources.c.guid).order_by(*_ORDER)).scalars().all()
    for guid in guids:
        if (found := source(connection, guid)) is not None:
            yield found


def source_places(connection: sa.Connection, *, in_own_form: bool = False) -> list[tuple[str, str | None, int]]:
    """(guid, transcript, project) of all sources, or of those kept in their tool's form too; in order of projects."""
    c = kept_sources.c
    query = sa.select(c.guid, c.transcript_id, c.project).order_by(*_ORDER)
    rows = connection.execute(query.where(c.content != "") if in_own_form else query)
    return [(row.guid, row.transcript_id, row.project) for row in rows]


def project_of(connection: sa.Connection, guids: Iterable[str]) -> int:
    """The number of the project that had any of these sources, users or codes, else a new one."""
    wanted = sorted(set(guids))
    for table in (kept_sources, kept_elements):
        for n in range(0, len(wanted), 500):
            query = sa.select(sa.func.min(table.c.project)).where(table.c.guid.in_(wanted[n : n + 500]))
            if (found := connection.execute(query).scalar()) is not None:
                return int(found)
    highest = (connection.execute(sa.select(sa.func.max(t.c.project))).scalar() for t in (kept_sources, kept_elements))
    return max(int(number or 0) for number in highest) + 1


def put_file(connection: sa.Connection, project: int, path: str, source: str, data: bytes) -> None:
    """Keep a file of a project; `source` is the guid of what it belongs to."""
    c = kept_files.c
    here = sa.and_(c.project == project, c.path == path)
    if not connection.execute(sa.update(kept_files).where(here).values(source=source, data=data)).rowcount:
        connection.execute(sa.insert(kept_files).values(project=project, path=path, source=source, data=data))


def file(connection: sa.Connection, project: int, path: str) -> bytes | None:
    """A file of a project, None where there is none."""
    c = kept_files.c
    query = sa.select(c.data).where(c.project == project, c.path == path)
    return connection.execute(query).scalar()


def file_paths(connection: sa.Connection) -> list[tuple[int, str]]:
    """(project, path) of all files."""
    c = kept_files.c
    return [
        (row.project, row.path) for row in connection.execute(sa.select(c.project, c.path).order_by(c.project, c.path))
    ]


def copy(theirs: sa.Connection, ours: sa.Connection, transcripts: Collection[str], memos: Collection[str]) -> None:
    """Take over what another study keeps of some interviews and memos; what we keep already stays."""
    have = {(one.section, one.guid) for one in elements(ours)}
    known = {guid for guid, _id, _project in source_places(ours)}
    places = [place for place in source_places(theirs) if place[1] in transcripts and place[0] not in known]
    if not places:
        return
    found = [one for one in elements(theirs) if _is_copied(one, transcripts, memos, have)]
    shift = project_of(ours, ()) - 1
    put_elements(ours, [replace(one, project=one.project + shift) for one in found])
    f = kept_files.c
    for guid, _id, _project in places:
        one = source(theirs, guid)
        if one is not None:
            put_source(ours, replace(one, project=one.project + shift))
        for row in theirs.execute(sa.select(kept_files).where(f.source == guid)):
            put_file(ours, row.project + shift, row.path, row.source, row.data)


def _is_copied(
    one: KeptElement, transcripts: Collection[str], memos: Collection[str], have: Collection[tuple[str, str]]
) -> bool:
    if (one.section, one.guid) in have or (one.section == "project" and any(s == "project" for s, _guid in have)):
        return False
    if one.section in OF_TRANSCRIPT:
        return one.key in transcripts
    return one.key in memos if one.section in OF_MEMO else one.section != "graph"


def remove(
    connection: sa.Connection, transcript: str, gone: Iterable[tuple[str, str]], memos: Collection[str] = ()
) -> None:
    """What was kept of an interview and its person goes: source, files, case, and notes in `gone` (subject, key).

    Recordings and pictures that a case lists beside the interview are of the same person, and go too; so do maps and
    links that show any of it, as they repeat its words. A note that is on other things too stays while any of the
    `memos` that stand is on one of them.
    """
    s, e, f = kept_sources.c, kept_elements.c, kept_files.c
    guids = set(connection.execute(sa.select(s.guid).where(s.transcript_id == transcript)).scalars())
    cases = sa.and_(e.section.in_(OF_TRANSCRIPT), e.key == transcript)
    contents = list(connection.execute(sa.select(e.content).where(cases)).scalars())
    for content in contents:
        guids |= _sources_alone(connection, content)
    contents += connection.execute(sa.select(s.content).where(s.guid.in_(sorted(guids)))).scalars()
    named = {*map(_plain, guids), *_guids_in(contents)}
    named.update(_plain(guid) for guid in connection.execute(sa.select(e.guid).where(cases)).scalars())
    for guid in sorted(guids):
        connection.execute(sa.delete(kept_files).where(f.source == guid))
        connection.execute(sa.delete(kept_sources).where(s.guid == guid))
    connection.execute(sa.delete(kept_elements).where(cases))
    keys = {key for subject, key in gone if subject == "memo"}
    left = sorted(keys - _on_others(connection, set(memos) - keys))
    for n in range(0, len(left), 500):
        here = sa.and_(e.section.in_(OF_MEMO), e.key.in_(left[n : n + 500]))
        connection.execute(sa.delete(kept_elements).where(here))
    _remove_showing(connection, named)


def _on_others(connection: sa.Connection, memos: set[str]) -> set[str]:
    """Keys of the notes that are on several things, one of the memos among them."""
    return {one.key for one in elements(connection, "copies") if memos & set(json.loads(one.content))}


def _remove_showing(connection: sa.Connection, named: set[str]) -> None:
    """Maps and links go that show any of what has these guids, unless it is of the whole project, as codes are."""
    e = kept_elements.c
    named -= {_plain(guid) for guid in connection.execute(sa.select(e.guid)).scalars()}
    for one in elements(connection, *SHOWING):
        if named & _guids_in([one.content]):
            here = sa.and_(e.section.in_((*SHOWING, "linked")), e.guid == one.guid)
            connection.execute(sa.delete(kept_elements).where(here))


def _guids_in(contents: Iterable[str]) -> set[str]:
    return {guid.lower() for content in contents for guid in _GUID.findall(content)}


def _plain(guid: str) -> str:
    return guid.strip("{}").lower()


def _sources_alone(connection: sa.Connection, content: str) -> set[str]:
    """The sources that a case names and that are no interviews."""
    s = kept_sources.c
    rows = connection.execute(sa.select(s.guid).where(s.transcript_id.is_(None))).scalars()
    return {guid for guid in rows if guid in content}


def corrected(connection: sa.Connection) -> dict[str, dict[int, str]]:
    """The present texts of all utterances that were ever corrected: interview -> utterance -> text."""
    u, t = utterances.c, utterance_texts.c
    present = sa.and_(t.transcript_id == u.transcript_id, t.number == u.number, t.revision == u.revision)
    query = sa.select(u.transcript_id, u.number, t.text).join_from(utterances, utterance_texts, present)
    found: dict[str, dict[int, str]] = {}
    for id, number, text in connection.execute(query.where(u.revision > 0)):
        found.setdefault(id, {})[number] = text
    return found


_ORDER = (kept_sources.c.project, kept_sources.c.position, kept_sources.c.guid)


def _source(row: Any) -> KeptSource:
    turns = tuple((start, end) for start, end in json.loads(row.turns))
    return KeptSource(row.guid, row.position, row.transcript_id, row.text, turns, row.codings, row.content, row.project)
