"""A study as REFI-QDA project or codebook: what came from other tools as it came, what was changed here changed.

Things that came keep guid, order, names, stamps and flags. Removed ones are gone, new ones stand at the end, with guids
that follow from the study's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.exchange.base import ensure_parent
from cjm_research.exchange.left_out import codebook_losses, text_losses
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda import ProjectWriter, write_codebook
from cjm_research.exchange.refi_qda.content import (
    Guids,
    Memos,
    by_place,
    source_of,
    user_of,
)
from cjm_research.exchange.refi_qda.identifiers import ORIGIN, guid_key, guid_of
from cjm_research.exchange.refi_qda.project import Header, Link, Project, Set, TextSource, User, Variable, Verbatim
from cjm_research.exchange.refi_qda.remarks import read_attribute
from cjm_research.model import Coding, Memo
from cjm_research.storage import kept
from cjm_research.storage.kept import KeptElement
from cjm_research.study.projects import losses_beside_interviews, write_losses_beside
from cjm_research.study.refi.export_codes import CodesExport
from cjm_research.study.refi.export_notes import KeptNotes
from cjm_research.study.refi.export_people import PeopleExport
from cjm_research.study.refi.export_texts import Names, SourceExport, came_codings
from cjm_research.study.refi.values import is_packed, unpacked
from cjm_research.study.refi.words import UNLISTED, description_guid
from cjm_research.study.selection import basis_codings, settled_codings
from cjm_research.study.taking_in.kept import HELD, from_text

if TYPE_CHECKING:
    from cjm_research.study.base import StudyBase
    from cjm_research.study.taking_in.project import Progress

# What projects of all tools bring. In one of the standard it has a form of its own and a guid that people know; the ids
# of other tools are nobody's business, and what went out under the study's own guids keeps them.
OF_MANY_TOOLS = ("user", "code", "case", "memo")


def write_refi(
    study: StudyBase,
    path: Path,
    format: str,
    *,
    suggestions: bool,
    target: str,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write a study as .qdpx or .qdc; what could not be written stands beside it in a list, where there is anything."""
    ensure_parent(path)
    with study.store.database.read() as connection:
        export = RefiExport(study, connection, suggestions=suggestions)
        losses = export.write_codes(path) if format == "qdc" else export.write(path, target, progress)
    if not losses:
        return (path,)
    return path, write_losses_beside(path, losses)


class RefiExport:
    """Everything that one export needs, read from the study as it stands."""

    def __init__(self, study: StudyBase, connection: Any, *, suggestions: bool) -> None:
        self.study, self.connection = study, connection
        self.elements: dict[str, list[KeptElement]] = {}
        for element in kept.elements(connection):
            if element.section not in OF_MANY_TOOLS or from_text(element.content)[1]:
                self.elements.setdefault(element.section, []).append(element)
        self.places = kept.source_places(connection, in_own_form=True)
        known = {(e.section, e.key): e.guid for e in reversed(self._all("user", "code", "case")) if e.key}
        known |= {("source", id): guid for guid, id, _project in reversed(self.places) if id}
        variables = (unpacked(Variable, element.content) for element in self._all("variable"))
        known |= {("variable", key): one.guid for one in variables if (key := read_attribute(one.description))}
        self.guids = Guids(study.store.guid, known)
        self.codings = self._written_codings(suggestions)
        self.memos = {memo.guid: memo for memo in study.store.memos()}

    def _all(self, *sections: str) -> list[KeptElement]:
        return [element for section in sections for element in self.elements.get(section, ())]

    def _written_codings(self, suggestions: bool) -> list[Coding]:
        """The codings that count, and those that came with a project and still stand."""
        codings = self.study.codings
        if suggestions:
            written = [c for c in codings if c.status not in {"rejected", "lost"}]
        else:
            counted, _basis = basis_codings(settled_codings(codings, self.study.store.consensus()))
            written = list(counted)
        if not self.places:
            return written
        have = {coding.guid for coding in written}
        others = {coding.guid for coding in codings if coding.status != "lost"} - have
        came = self._came(others)
        return written + [coding for coding in codings if coding.guid in came]

    def _came(self, guids: set[str]) -> set[str]:
        """Those of some codings that came with a project of the standard."""
        found: set[str] = set()
        if guids:
            for source in kept.sources(self.connection):
                found |= came_codings(source) & guids if source.content else set()
        return found

    # Codebook

    def write_codes(self, path: Path) -> list[Loss]:
        """Write the codebook."""
        codes = CodesExport(self.study.codebook, self._all("code"), set(), self.guids, {}, KeptNotes([], [], {}, {}))
        sets = [replace(unpacked(Set, e.content), sources=(), notes=()) for e in self._all("set")]
        losses = write_codebook(path, codes.tree(), [one for one in sets if one.codes])
        return [*codebook_losses(self.study.codebook), *losses]

    # Project

    def write(self, path: Path, target: str, progress: Progress | None = None) -> list[Loss]:
        """Write the project; texts one after another."""
        came = self._came_memos()
        notes = KeptNotes(self._all("note"), self._all("copies"), came, self.memos)
        self.guids = replace(self.guids, known={**self.guids.known, **notes.other_guids()})
        codebook = self.study.codebook
        standing = {e.guid: e.key for e in self._all("code") if e.key in codebook}
        held = notes.held()
        written = [memo for guid, memo in self.memos.items() if guid not in held]
        new_memos = Memos.of(written, {coding.guid for coding in self.codings}, self.guids)
        codes = CodesExport(
            codebook,
            self._all("code"),
            {coding.code for coding in self.codings},
            self.guids,
            new_memos.refs,
            notes,
        )
        names = Names(
            coders={guid_key(e.guid): e.key for e in self._all("user")},
            codes={guid_key(guid): key for guid, key in standing.items()},
            memos=came,
            notes=notes,
            importers={element.key for element in self._all("importer")},
            guids=self.guids,
            new_memos=new_memos,
        )
        people = PeopleExport(
            self.study.participants,
            self._all("case"),
            self._all("variable"),
            self.guids,
            self._sources(),
            self.study.store.who()[0],
            came,
            has_kept=bool(self.places),
        )
        natives = self._natives()
        project = Project(
            header=self._header(names),
            users=tuple(self._users(new_memos.written)),
            codes=codes.tree(),
            variables=people.variables(),
            cases=people.cases(),
            notes=(*notes.written(), *new_memos.notes),
            links=(*self._links(notes), *new_memos.links),
            sets=tuple(self._sets(notes)),
            graphs=tuple(unpacked(Verbatim, e.content) for e in self._all("graph")),
        )
        transcripts = self.study.store.transcripts(natives) if natives else ()
        beside = losses_beside_interviews(self.study)
        losses = [*codebook_losses(codebook), *text_losses(transcripts), *beside]
        by_transcript = by_place(self.codings)
        sources = self._written_sources(names, by_transcript)
        own = (source_of(one, by_transcript.get(one.id, ()), self.guids, new_memos) for one in transcripts)
        with ProjectWriter(path, target=target) as writer:
            n_sources = len(self.places) + len(transcripts)
            texts = _told(_chained(sources, own), n_sources, progress)
            losses += writer.write(project, texts, self._file, n_sources)
        return losses

    def _natives(self) -> list[str]:
        foreign = {id for _guid, id, _project in self.places}
        return [id for id in self.study.store.who()[0] if id not in foreign]

    def _sources(self) -> dict[str, str | None]:
        """Guid of each source that is written -> its interview, None where it is none."""
        own = {self.guids.of("source", id): id for id in self._natives()}
        return {**{guid: id for guid, id, _project in self.places}, **own}

    def _header(self, names: Names) -> Header:
        title = self.study.settings.title
        notes = names.new_memos.on("study", "")
        found = self._headers()
        if not found:
            return Header(name=title or "cjm-research", origin=ORIGIN, notes=notes)
        header = found[0]
        still = names.notes.still([note for one in found for note in one.notes])
        description = header.description if names.memos.get(_description_of(header), True) else None
        return replace(header, notes=(*dict.fromkeys(still), *notes), description=description)

    def _users(self, memos: Iterable[Memo]) -> Iterator[User]:
        have = set()
        for element in self._all("user"):
            have.add(element.key)
            _coder, content = from_text(element.content)
            if content != UNLISTED:
                yield unpacked(User, content) if content else User(element.guid, element.key, element.key)
        coders = {memo.coder for memo in memos if memo.coder}
        importers = {element.key for element in self._all("importer")} - have
        of_importers = {coding.guid for coding in self.codings if coding.coder in importers}
        # What came in nobody's name goes back in nobody's.
        nameless = self._came(of_importers)
        coders |= {coding.coder for coding in self.codings if coding.guid not in nameless}
        for coder in sorted(coders - have):
            yield user_of(coder, self.guids)

    # Memos

    def _came_memos(self) -> dict[str, bool]:
        """Guid of each memo that came in a form of the standard -> whether it stands as it came."""
        states = {}
        kept_texts = {id for _guid, id, _project in self.places}
        of = {coding.guid: coding.transcript for coding in self.study.codings}
        for element in self._all("memo"):
            text, content = from_text(element.content)
            memo = self.memos.get(element.key)
            holder = memo and {"coding": of.get(memo.target, ""), "transcript": memo.target}.get(memo.on)
            if content != HELD or (holder and holder not in kept_texts):
                continue  # nothing of what came holds it
            states[element.key] = memo is not None and memo.text == text
        first, *others = (_description_of(header) for header in self._headers()) if self._all("project") else ("",)
        for guid in {*others} - {first}:
            states[guid] = False  # a project has one description: those of others become notes
        return states

    def _headers(self) -> list[Header]:
        return [unpacked(Header, element.content) for element in self._all("project")]

    def _links(self, notes: KeptNotes) -> Iterator[Link]:
        on = {element.guid: element for element in self._all("linked")}
        for element in self._all("link"):
            link = unpacked(Link, element.content)
            memo = on.get(link.guid)
            if memo is not None and not notes.still([memo.key], memo.content):
                continue
            if not {guid_key(link.origin), guid_key(link.target)} & notes.gone:
                yield replace(link, notes=notes.still(link.notes))

    def _sets(self, notes: KeptNotes) -> Iterator[Set]:
        sources = set(map(guid_key, self._sources()))
        for element in self._all("set"):
            one = unpacked(Set, element.content)
            here = tuple(guid for guid in one.sources if guid_key(guid) in sources)
            yield replace(one, sources=here, notes=notes.still(one.notes))

    # Sources

    def _written_sources(self, names: Names, by_transcript: dict[str, list[Coding]]) -> Iterator[TextSource | Verbatim]:
        corrected = kept.corrected(self.connection)
        for source in kept.sources(self.connection):
            if not source.content:
                continue
            if source.transcript is not None:
                ours = {coding.guid: coding for coding in by_transcript.get(source.transcript, ())}
                said = corrected.get(source.transcript, {})
                yield SourceExport(source, said, ours, names).written()
            elif is_packed(Verbatim, source.content):
                yield unpacked(Verbatim, source.content)
            elif source.content:
                yield replace(unpacked(TextSource, source.content), text=source.text)

    def _file(self, path: str) -> bytes:
        for project in dict.fromkeys(project for _guid, _id, project in self.places):
            with suppress(KeyError):
                return self._file_of(project, path)
        raise KeyError(path)

    def _file_of(self, project: int, path: str) -> bytes:
        data = kept.file(self.connection, project, path)
        if data is None:
            raise KeyError(path)
        return data


def _told(
    sources: Iterable[TextSource | Verbatim], total: int, progress: Progress | None
) -> Iterator[TextSource | Verbatim]:
    for done, source in enumerate(sources, start=1):
        yield source
        if progress:
            progress(done, max(total, done))


def _description_of(header: Header) -> str:
    """The guid of the memo that the description of a project is."""
    return description_guid(guid_of("project", header.name))


def _chained(*parts: Iterable[TextSource | Verbatim]) -> Iterator[TextSource | Verbatim]:
    for part in parts:
        yield from part
