"""A foreign project enters a study: one transaction, text by text, and one step that can be undone.

Guids stay. A text that the study has already is merged: new codings come, known ones stay; what differs is theirs where
ours was not changed since it came, else ours stays and the difference is listed. Nothing is removed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cjm_research.errors import BadValueError
from cjm_research.exchange.incoming import IncomingMemo, IncomingProject
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda.identifiers import guid_of
from cjm_research.i18n import _
from cjm_research.model import Memo
from cjm_research.model.scheme import KINDS, Kind
from cjm_research.storage import kept
from cjm_research.storage.events import Change
from cjm_research.storage.intake import Intake, taking_in
from cjm_research.storage.kept import KeptElement, KeptSource
from cjm_research.study.taking_in.codes import Codes
from cjm_research.study.taking_in.kept import HELD, Identities, Kept, from_text, to_text
from cjm_research.study.taking_in.people import People
from cjm_research.study.taking_in.report import ProjectReport
from cjm_research.study.taking_in.texts import Texts

if TYPE_CHECKING:
    from cjm_research.study.base import StudyBase

Progress = Callable[[int, int], None]
# Files past this size (video) stay outside: a database is no place for them.
LARGEST_FILE = 500_000_000


def take_in_project(
    study: StudyBase,
    project: IncomingProject,
    *,
    code_kind: Kind = "thought",
    coder: str = "coder",
    keep: Kept | None = None,
    progress: Progress | None = None,
    file_name: str = "",
    dry_run: bool = False,
) -> ProjectReport:
    """Take in what another tool's project brings.

    Parameters
    ----------
    study : Study
        Where it goes.
    project : IncomingProject
        What a reader made of the tool's file.
    code_kind : str
        The kind under which codes stand that are none of ours.
    coder : str
        Who imports; codings that name nobody stand under this name too.
    keep : Kept, optional
        The whole of the project, to be kept word for word.
    progress : callable, optional
        Called with (done, total) after each text.
    file_name : str
        Where the project came from, for the list of imports.
    dry_run : bool
        Only say what would happen.

    Raises
    ------
    BadValueError
        There is no such kind, or a text has other words than the study, which has pseudonyms by now; nothing is
        changed.
    """
    if code_kind not in KINDS:
        raise BadValueError(
            _("There is no kind “{kind}”. Known: {known}.").format(kind=code_kind, known=", ".join(KINDS))
        )
    with taking_in(study.store, coder=coder, dry_run=dry_run) as intake:
        work = _Work(study, intake, project, code_kind, coder, keep, file_name)
        work.texts_in(progress)
        work.rest_in()
        return work.report(dry_run)


class _Work:
    """The parts of one import, in the order in which they must come."""

    def __init__(
        self,
        study: StudyBase,
        intake: Intake,
        project: IncomingProject,
        kind: Kind,
        coder: str,
        keep: Kept | None,
        file_name: str,
    ) -> None:
        self.intake, self.project, self.keep = intake, project, keep
        self.known = {(e.section, e.guid): e for e in kept.elements(intake.connection)}
        self.kept_rows: list[KeptElement] = []
        self.n_memos = self.n_memos_changed = 0
        # Memos of the study's own that came back.
        self.native_memos: set[str] = set()
        self.memo_conflicts: list[str] = []
        self.said = {(one.on, one.target, one.text) for one in intake.states["memo"].values() if one is not None}
        self.losses: list[Loss] = []
        places = kept.source_places(intake.connection)
        own_guids = {guid_of(study.store.guid, "source", id): id for id in intake.transcripts}
        known = {guid for _section, guid in self.known}.union((guid for guid, _id, _project in places), own_guids)
        self.ids = Identities(project.tool, project.name, known)
        self.number = self._number()
        codes = {guid: e for (section, guid), e in self.known.items() if section == "code"}
        self.codes = Codes(intake, self.ids, codes, kind)
        self.people = People(intake, self.ids, self.known, project.people, coder)
        self.people.take_users(project.users)
        self.codes.take(project.codes)
        self.texts = Texts(
            intake=intake,
            identities=self.ids,
            codes=self.codes,
            people=self.people,
            tool=project.tool,
            file_name=file_name or project.name,
            fallback_language=study.settings.languages[0],
            project=self.number,
            by_guid={guid: id for guid, id, _project in places},
            own_guids=own_guids,
        )

    def _number(self) -> int:
        users = [self.ids.of("user", id) for id in self.project.users]
        codes = [self.ids.of("code", code.id) for code in self.project.codes]
        return kept.project_of(self.intake.connection, [*codes, *users])

    def texts_in(self, progress: Progress | None) -> None:
        """All texts with their codings, one in memory at a time."""
        total, done = self.project.n_texts, 0
        for done, text in enumerate(self.project.texts(), start=1):
            place = self.keep.position_of(text.id) if self.keep and self.keep.position_of else done
            self.texts.take(text, place, self._content("text", text.id))
            if progress:
                progress(done, max(total, done))
        if progress and done < total:
            progress(total, total)  # what is no text was counted too

    def _content(self, section: str, id: str) -> str:
        return self.keep.content_of(section, id) if self.keep else ""

    def rest_in(self) -> None:
        """People, memos, and what is kept of everything."""
        self.people.take(self.texts.transcripts, set(self.texts.imported))
        self._take_memos()
        self._keep_elements()

    # Memos

    def _take_memos(self) -> None:
        memos = [
            IncomingMemo(guid_of("memo of", self.ids.of("coding", id)), "coding", id, text, coder)
            for id, text, coder in self.texts.coding_memos
        ]
        for memo in memos:
            self._take_memo(memo, memo.coder)
        for memo in self.project.memos:
            self._take_memo(memo, self.people.coder(memo.coder))

    def _take_memo(self, memo: IncomingMemo, coder: str) -> None:
        if not memo.text.strip():
            return
        id, guid = self.ids.of("memo", memo.id), self.ids.guid("memo", memo.id)
        on, target = self._target(memo)
        theirs = Memo.model_construct(guid=guid, on=on, target=target, text=memo.text, coder=coder, at=memo.at)
        element = self.known.get(("memo", id))
        before = from_text(element.content)[0] if element else None
        states = self.intake.states["memo"]
        ours = states.get(guid)
        if self.texts.merged and guid not in states and (on, target, memo.text) in self.said:
            self.native_memos.add(guid)  # the tool gave it another identifier
            return
        if ours is not None and element is None:
            self.native_memos.add(guid)
        else:
            self.kept_rows.append(self._row("memo", id, guid, to_text(memo.text, HELD if self.keep else "")))
        if ours is None:
            past = self.intake.past("memo", guid) if guid in states else []
            if guid not in states or before is None or not past or self.intake.was_undone("memo", guid):
                self.intake.record([Change("add", guid, theirs, "memo")])
                self.n_memos += 1
            return
        if memo.text in (ours.text, before):
            return
        past = [one.text for one in self.intake.past("memo", guid)] if before is None else []
        if ours.text == before or len(past) == 1:
            self.intake.record([Change("change", guid, ours.model_copy(update={"text": memo.text}), "memo")])
            self.n_memos_changed += 1
        elif memo.text not in past:
            self.memo_conflicts.append(
                _("A memo was changed here and there; ours stays. Theirs: {theirs}").format(theirs=memo.text)
            )

    def _target(self, memo: IncomingMemo) -> tuple[Any, str]:
        """What a memo is on in the study; the study where that did not come."""
        found = {
            "coding": self.texts.first_parts.get(memo.target, ""),
            "code": self.codes.keys.get(memo.target, ""),
            "participant": self.people.participants.get(memo.target, ""),
            "transcript": self.texts.transcripts.get(memo.target, ""),
            "study": "",
        }[memo.on]
        if found or memo.on == "study":
            return memo.on, found
        what = _("What a memo is on did not come; it is a memo on the study.")
        self.losses.append(Loss("changed", what, memo.id))
        return "study", ""

    # What is kept

    def _row(self, section: str, guid: str, key: str, content: str) -> KeptElement:
        return KeptElement(section, guid, len(self.kept_rows), key, content, self.number)

    def _keep_elements(self) -> None:
        if self.texts.again and len(self.texts.again) == len(self.texts.transcripts):
            what = _(
                "The project is here already, under other identifiers: its groups, links and maps stay as they are."
            )
            self.losses.append(Loss("dropped", what, self.project.name))
            return
        # In whose name codings stand that name nobody.
        self.kept_rows.append(self._row("importer", str(self.number), self.people.default, ""))
        for id, coder in self.people.coders.items():
            self.kept_rows.append(
                self._row("user", self.ids.of("user", id), coder, to_text(coder, self._content("user", id)))
            )
        ids = {self.ids.of("code", code.id): code.id for code in self.project.codes}
        for guid, key, came in self.codes.elements:
            content = self._content("code", ids[guid]) if guid in ids else ""
            self.kept_rows.append(self._row("code", guid, key, to_text(came, content)))
        for person in self.project.people:
            key = self.people.participants.get(person.id, "")
            case = [person.name, {name: value for name, value in person.attributes.items() if value is not None}]
            content = self._content("case", person.id)
            self.kept_rows.append(self._row("case", self.ids.of("case", person.id), key, to_text(case, content)))
        if self.keep:
            self._keep_whole(self.keep)
        kept.put_elements(self.intake.connection, self.kept_rows)

    def _text_guid(self, id: str) -> str:
        return self.ids.of("text", id)

    def _has_header(self, header: KeptElement) -> bool:
        """Whether the project came before, from another program then: it goes back as it was first."""
        same = [one for one in self.known.values() if (one.section, one.key) == ("project", header.key)]
        return bool(same) and all(one.guid != header.guid for one in same)

    def _keep_whole(self, keep: Kept) -> None:
        is_ours = any(guid in self.texts.own_guids for guid in map(self._text_guid, self.texts.transcripts))
        for one in keep.elements():
            if (one.section == "project" and (is_ours or self._has_header(one))) or one.key in self.native_memos:
                continue  # an export of this study came back: its own things are written anew
            self.kept_rows.append(self._row(one.section, self.ids.written(one.guid), one.key, one.content))
        for guid, position, content in keep.sources():
            if guid not in self.texts.by_guid:
                kept.put_source(
                    self.intake.connection, KeptSource(guid, position, None, "", (), "[]", content, self.number)
                )
        for path, guid, data in keep.files():
            if len(data) > LARGEST_FILE:
                self.losses.append(Loss("dropped", _("A file is too large to be kept."), path))
                continue
            kept.put_file(self.intake.connection, self.number, path, guid, data)

    # What to say

    def report(self, dry_run: bool) -> ProjectReport:
        """What came of it."""
        texts, codes, people = self.texts, self.codes, self.people
        return ProjectReport(
            tool=self.project.tool,
            imported=tuple(texts.imported),
            merged=tuple(texts.merged),
            codings=texts.n_new,
            codes=codes.n_new,
            memos=self.n_memos,
            people=people.n_new,
            changed=texts.n_changed + codes.n_changed + self.n_memos_changed,
            unchanged=texts.n_unchanged,
            conflicts=(*texts.conflicts, *codes.conflicts, *people.conflicts, *self.memo_conflicts),
            losses=(*self.project.losses, *texts.losses, *people.losses, *self.losses),
            dry_run=dry_run,
        )


__all__ = ["Kept", "ProjectReport", "take_in_project"]
