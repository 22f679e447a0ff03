"""REFI-QDA projects and codebooks as `IncomingProject`; what a study cannot show is kept word for word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import CjmError
from cjm_research.exchange.incoming import (
    IncomingCode,
    IncomingCoding,
    IncomingMemo,
    IncomingPerson,
    IncomingProject,
    IncomingText,
    IncomingTurn,
)
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda import ProjectFile, open_project, read_codebook
from cjm_research.exchange.refi_qda.identifiers import ORIGIN, guid_key, guid_of, path_inside
from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Link,
    Selection,
    TextSource,
    Verbatim,
)
from cjm_research.exchange.refi_qda.remarks import read_attribute, read_coding_lines, read_key, read_source_lines
from cjm_research.i18n import _
from cjm_research.model.scheme import GROUPS, METHODS, Kind
from cjm_research.storage.kept import KeptElement
from cjm_research.study.refi.values import packed
from cjm_research.study.refi.words import (
    UNLISTED,
    attribute_names,
    copy_guid,
    description_guid,
    identifier_of,
    shown_note,
    typed,
)
from cjm_research.study.taking_in.kept import Kept
from cjm_research.study.taking_in.project import take_in_project
from cjm_research.study.taking_in.report import ProjectReport
from cjm_research.study.taking_in.turns import turns_of_ours

if TYPE_CHECKING:
    from cjm_research.study.base import StudyBase
    from cjm_research.study.taking_in.project import Progress

REFI = "REFI-QDA"


def import_refi(
    study: StudyBase,
    path: Path,
    *,
    coder: str,
    code_kind: Kind,
    offsets: str | None,
    progress: Progress | None,
    dry_run: bool,
) -> ProjectReport:
    """Take in a .qdpx or .qdc."""
    options: dict[str, Any] = {
        "coder": coder,
        "code_kind": code_kind,
        "progress": progress,
        "file_name": str(path),
        "dry_run": dry_run,
    }
    if path.suffix.lower() == ".qdc":
        project, keep = _codebook(path)
        return take_in_project(study, project, keep=keep, **options)
    with _opened(path, offsets) as file:
        reader = RefiReader(file, path)
        return take_in_project(study, reader.project(), keep=reader.kept(), **options)


def _opened(path: Path, offsets: str | None) -> ProjectFile:
    file = open_project(path, offsets=offsets)
    if offsets is not None or file.project.header.origin != ORIGIN:
        return file
    # What we wrote ourselves for no program in particular needs no guessing.
    file.close()
    return open_project(path, offsets="code_points")


def _codebook(path: Path) -> tuple[IncomingProject, Kept]:
    codes, sets, losses = read_codebook(path)
    flat = {code.guid: code for code, _parent in _flat(codes)}
    project = IncomingProject(REFI, path.stem, lambda: iter(()), codes=[*incoming_codes(codes)], losses=list(losses))
    keep = Kept(
        content_of=lambda section, id: packed(replace(flat[id], codes=())) if section == "code" and id in flat else "",
        elements=lambda: [KeptElement("set", one.guid, n, "", packed(one)) for n, one in enumerate(sets)],
    )
    return project, keep


def incoming_codes(codes: Iterable[Code]) -> Iterator[IncomingCode]:
    """Codes with their tree, parents before children."""
    for code, parent in _flat(codes):
        key, description = read_key(code.description)
        yield IncomingCode(code.guid, code.name, parent, code.colour, description, code.is_codable, key)


def _flat(codes: Iterable[Code], parent: str = "") -> Iterator[tuple[Code, str]]:
    for code in codes:
        yield code, parent
        yield from _flat(code.codes, code.guid)


class RefiReader:
    """Reads one project; memos and what is kept can be told only after the texts have gone through."""

    def __init__(self, file: ProjectFile, path: Path) -> None:
        self.file, self.path, self.refi = file, path, file.project
        self.codes = {code.guid: code for code, _parent in _flat(self.refi.codes)}
        self.users = {user.guid: user for user in self.refi.users}
        self.cases = {case.guid: case for case in self.refi.cases}
        self.variables = {guid_key(one.guid): one for one in self.refi.variables}
        self.notes = {guid_key(note.guid): note for note in self.refi.notes}
        self.content: dict[str, str] = {}
        self.positions: dict[str, int] = {}
        self.others: list[tuple[str, int, str]] = []
        self.files: list[tuple[str, str]] = []
        self.described: list[IncomingMemo] = []
        # Key of a note -> what it is on, in the order in which that was met.
        self.noted: dict[str, list[tuple[Any, str]]] = {}
        # Key of a note -> guids of the memos that it is on further things.
        self.copies: dict[str, list[str]] = {}
        # (key of a note, key of what a link joins it with) -> id of what the memo is on.
        self.linked: dict[tuple[str, str], str] = {}
        self._links = self._links_of_notes()
        self._names = attribute_names(self.refi.variables, self.refi.cases)

    def project(self) -> IncomingProject:
        """What the project brings."""
        header = self.refi.header
        for group in self.refi.sets:
            self._lose("kept", _("Groups of codes and sources are kept and written back, but not shown."), group.name)
        for link in self.refi.links:
            if not self._note_at(link):
                what = _("Links between things are kept and written back, but not shown.")
                self._lose("kept", what, link.name or link.guid)
        return IncomingProject(
            tool=header.origin or REFI,
            name=header.name or self.path.stem,
            texts=self._texts,
            n_texts=self.file.n_sources,
            users={user.guid: user.name or user.id for user in self.refi.users},
            codes=list(incoming_codes(self.refi.codes)),
            people=[self._person(case) for case in self.refi.cases],
            memos=_Later(self._memos),
            losses=self.file.losses,
        )

    def _lose(self, fate: Any, what: str, where: str) -> None:
        self.file.losses.append(Loss(fate, what, where))

    # Texts

    def _texts(self) -> Iterator[IncomingText]:
        for position, source in enumerate(self.file.sources()):
            if isinstance(source, Verbatim):
                self.others.append((source.guid, position, packed(source)))
                self.files += [(path, source.guid) for path in source.files]
                continue
            if source.rich_text_path:
                self.files.append((path_inside(source.rich_text_path), source.guid))
            self.positions[source.guid] = position
            self.content = {source.guid: packed(replace(source, text=""))}
            yield self._text(source)

    def _text(self, source: TextSource) -> IncomingText:
        language, voices, memo = read_source_lines(source.description)
        where = source.name or source.guid
        self._describe("transcript", source.guid, source.guid, memo, source.stamp.creator)
        self._refer("transcript", source.guid, source.guid, source.notes)
        if source.codings:
            self._lose("kept", _("A code on a whole source is kept, but not shown."), where)
        if source.values:
            self._lose("kept", _("Properties of a source are kept, but not shown."), where)
        codings: list[IncomingCoding] = []
        for selection in source.selections:
            codings += self._codings(source, selection)
        return IncomingText(source.guid, where, source.text, language, _turns(source.text, voices), codings)

    def _codings(self, source: TextSource, selection: Selection) -> Iterator[IncomingCoding]:
        own, memo = read_coding_lines(selection.description)
        first = selection.codings[0].guid if selection.codings else ""
        on, target = ("coding", first) if first else ("transcript", source.guid)
        if memo or selection.notes or guid_key(selection.guid) in self._links:
            self._describe(on, target, selection.guid, memo, selection.stamp.creator)
            self._refer(on, target, selection.guid, selection.notes)
            if not first:
                what = _("A note on words without a code is a memo on the interview.")
                self._lose("changed", what, source.name or source.guid)
        for coding in selection.codings:
            if coding.notes or guid_key(coding.guid) in self._links:
                self._refer("coding", coding.guid, coding.guid, coding.notes)
            yield IncomingCoding(
                coding.guid,
                selection.start,
                selection.end,
                coding.code,
                coding.creator or selection.stamp.creator,
                own=own,
            )

    # Memos: descriptions, notes that are referred to, notes that are linked, notes alone

    def _describe(self, on: Any, target: str, guid: str, text: str | None, coder: str) -> None:
        if text and text.strip():
            self.described.append(IncomingMemo(description_guid(guid), on, target, text, coder))

    def _refer(self, on: Any, target: str, guid: str, notes: Iterable[str]) -> None:
        """Note what the notes are on that `guid` refers to, or that a link joins with it."""
        for key in self._links.get(guid_key(guid), ()):
            self.linked[key, guid_key(guid)] = target
        for key in dict.fromkeys([*map(guid_key, notes), *self._links.get(guid_key(guid), ())]):
            here = self.noted.setdefault(key, [])
            if (on, target) not in here:
                here.append((on, target))

    def _links_of_notes(self) -> dict[str, list[str]]:
        """Key of any thing -> keys of the notes that a link joins with it."""
        found: dict[str, list[str]] = {}
        for link in self.refi.links:
            origin, target = guid_key(link.origin), guid_key(link.target)
            for note, other in ((origin, target), (target, origin)):
                if note in self.notes and other not in self.notes:
                    found.setdefault(other, []).append(note)
        return found

    def _memos(self) -> Iterator[IncomingMemo]:
        header = self.refi.header
        for code in self.codes.values():
            self._refer("code", code.guid, code.guid, code.notes)
        for case in self.refi.cases:
            self._refer("participant", case.guid, case.guid, ())
            self._describe("participant", case.guid, case.guid, case.description, "")
        self._refer("study", "", "", header.notes)
        self._describe("study", "", guid_of("project", header.name), header.description, header.stamp.creator)
        yield from self.described
        for key, note in self.notes.items():
            if note.selections or note.codings:
                self._lose("kept", _("Codings in a note are kept, but not shown."), note.name or note.guid)
            noted = self.noted.get(key, [])
            # A project that lists its notes says nothing of what they are on.
            targets = [one for one in noted if one[0] != "study"] or [("study", "")]
            text = shown_note(note)
            for n, (on, target) in enumerate(targets):
                guid = note.guid if n == 0 else copy_guid(note.guid, target)
                if n:
                    self.copies.setdefault(key, []).append(guid)
                yield IncomingMemo(guid, on, target, text, note.stamp.creator, note.stamp.created)

    # People

    def _person(self, case: Case) -> IncomingPerson:
        values: dict[str, Any] = {}
        group = method = ""
        for value in case.values:
            key = guid_key(value.variable)
            own = read_attribute(self.variables[key].description) if key in self.variables else ""
            if own == "group":
                group = identifier_of("group", GROUPS, value.value)
            elif own == "method":
                method = identifier_of("method", METHODS, value.value)
            else:
                values[self._names.get(key, value.variable)] = typed(value, self.variables.get(key))
        return IncomingPerson(case.guid, case.name, case.sources, values, group, method)

    # What is kept

    def kept(self) -> Kept:
        """The whole of the project."""
        return Kept(
            content_of=self._content_of,
            elements=self._elements,
            sources=lambda: self.others,
            files=self._files,
            position_of=lambda id: self.positions[id],
        )

    def _content_of(self, section: str, id: str) -> str:
        if section == "text":
            return self.content[id]
        things: dict[str, dict[str, Any]] = {"user": self.users, "code": self.codes, "case": self.cases}
        thing = things[section].get(id)
        if isinstance(thing, Code):
            thing = replace(thing, codes=())
        return packed(thing) if thing is not None else UNLISTED

    def _elements(self) -> Iterator[KeptElement]:
        header = self.refi.header
        yield KeptElement(
            "project",
            guid_of("project", header.origin, header.name),
            0,
            guid_of("project", header.name),
            packed(header),
        )
        for note in self.refi.notes:
            yield KeptElement("note", note.guid, 0, guid_key(note.guid), packed(note))
        for key, guids in self.copies.items():
            yield KeptElement("copies", key, 0, key, json.dumps(guids))
        for link in self.refi.links:
            ends = guid_key(link.origin), guid_key(link.target)
            for key, other in (ends, ends[::-1]):
                if (key, other) in self.linked:
                    yield KeptElement("linked", link.guid, 0, key, self.linked[key, other])
        sections: dict[str, Iterable[Any]] = {
            "variable": self.refi.variables,
            "link": self.refi.links,
            "set": self.refi.sets,
            "graph": self.refi.graphs,
        }
        for section, things in sections.items():
            for n, thing in enumerate(things):
                guid = thing.guid or guid_of(section, str(n), packed(thing))
                yield KeptElement(section, guid, 0, self._note_at(thing) if section == "link" else "", packed(thing))

    def _note_at(self, link: Link) -> str:
        """Key of the note at an end of a link, empty where none is."""
        return next((key for key in map(guid_key, (link.origin, link.target)) if key in self.notes), "")

    def _files(self) -> Iterator[tuple[str, str, bytes]]:
        for path, guid in dict(self.files).items():
            with suppress(CjmError):
                yield path, guid, self.file.file(path)


class _Later:
    """Something to go through that is made only then."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        return self._make()


def _turns(text: str, voices: list[tuple[str, Any]]) -> tuple[IncomingTurn, ...]:
    """The turns of a text of ours, whose description tells who speaks in each."""
    turns = turns_of_ours(text, [(speaker, None) for speaker, _role in voices]) if voices else None
    if turns is None or len(turns) != len(voices):
        return ()
    return tuple(
        IncomingTurn(start, end, speaker, role) for (start, end), (speaker, role) in zip(turns, voices, strict=True)
    )
