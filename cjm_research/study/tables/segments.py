"""The rows of an edited table of coded segments, as changes of codings and of the memos on them."""

from __future__ import annotations

import itertools
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cjm_research.errors import BadValueError, CjmError, UnknownNameError
from cjm_research.exchange.tables.coded_segments import Segments, joined_memos, memos_of_codings
from cjm_research.exchange.tables.reading import EditedTable, TableRow, cell_text, is_same
from cjm_research.exchange.tables.words import CODING_COLUMNS
from cjm_research.i18n import _
from cjm_research.model import Coding, Memo, Participant, Transcript, TranscriptCoding
from cjm_research.storage import decisions
from cjm_research.storage.code_decisions import codebook_of
from cjm_research.storage.events import Change
from cjm_research.storage.records import GUID_NAMESPACE
from cjm_research.study.tables.cells import CodeCells, stage_of, stage_words, status_of, whole
from cjm_research.study.tables.draft import Draft
from cjm_research.study.tables.places import place_of

Problem = Callable[[EditedTable, TableRow, CjmError], None]
# Columns that say what a coding is; the others only tell of it.
_PLACE = ("utterance", "start", "end", "quote")
_CODE = ("kind", "label", "code_name")
_TOLD = ("transcript", "participant", "group", "speaker", "score", "source", "why")
_CHANGEABLE = (*_PLACE, *_CODE, "valence", "stage", "status", "memo")


class SegmentRows:
    """Takes the rows of coded segments into a draft; rows that do not fit are told to `problem`.

    Parameters
    ----------
    coder : str
        Who takes the table in: new codings without a coder, decisions on suggestions and new memos are theirs.
    now : str
        The time for memos.

    Attributes
    ----------
    n_new, n_changed, n_same : int
    """

    def __init__(
        self,
        draft: Draft,
        transcripts: Iterable[Transcript],
        participants: Iterable[Participant],
        problem: Problem,
        *,
        coder: str,
        now: str,
    ) -> None:
        self._draft, self._problem, self._coder, self._now = draft, problem, coder, now
        self._transcripts = {transcript.id: transcript for transcript in transcripts}
        self._people = {person.id for person in participants}
        before: Mapping[str, Any] = draft.before
        memos = [memo for memo in before["memo"].values() if memo is not None]
        self._memos = memos_of_codings(memos)
        first = codebook_of({subject: dict(values) for subject, values in before.items()})  # type: ignore[misc]
        codings = [coding for coding in before["coding"].values() if coding is not None]
        self._cells = Segments(self._transcripts.values(), participants, first, memos)
        self._codes = CodeCells(first, codebook_of(draft.states), codings)
        self._stages = stage_words(codings, before["journey"].values())
        self._by_place: defaultdict[tuple, list[str]] = defaultdict(list)
        for coding in codings:
            self._by_place[*coding.place, coding.code, coding.coder].append(coding.guid)
        self._seen: set[str] = set()
        self._title: Callable[[str], str] = str
        self.n_new = self.n_changed = self.n_same = 0

    def take(self, table: EditedTable) -> None:
        """Take all rows, each wholly or not at all."""
        self._title = table.title
        for row in table.rows:
            cells = {column: row.cells.get(column) for column in table.columns}
            try:
                coding = self._named(cells)
                if coding is None:
                    self._add(cells)
                else:
                    self._change(coding, cells, table.touched(coding.guid, cells))
            except CjmError as error:
                self._problem(table, row, error)

    def _named(self, cells: Mapping[str, Any]) -> Coding | None:
        """The coding of the study whose guid a row has."""
        guid = cell_text(cells.get("guid")).strip()
        known = self._draft.before["coding"]
        if guid not in known:
            return None
        if guid in self._seen:
            raise BadValueError(_("The guid is listed twice. Empty it in the row that is a new coding."))
        self._seen.add(guid)
        if known[guid] is None:
            raise BadValueError(_("This coding was removed from the study. Empty its guid to add it anew."))
        return known[guid]

    # Codings of the study

    def _change(self, coding: Coding, cells: Mapping[str, Any], touched: Mapping[str, Any]) -> None:
        """Take the cells of a coding's row that differ from the study, of those that somebody touched."""
        was = self._cells.row(coding)
        changed = {name for name in CODING_COLUMNS if name in touched and not is_same(touched[name], was[name])}
        if "code_name" in changed and self._codes.is_name_of(cells["code_name"], coding.code):
            changed.discard("code_name")  # in another language, or as it was called before
        decided = status_of(cells["status"], self._title("status")) if "status" in changed else coding.status
        if decided == coding.status:
            changed -= {"status"}
        fixed = set(_TOLD) if "status" in changed else {*_TOLD, "coder"}
        if wrong := sorted(changed & fixed):
            raise BadValueError(
                _("“{field}” of a coding cannot be changed. Possible: {known}.").format(
                    field=self._title(wrong[0]), known=", ".join(map(self._title, _CHANGEABLE))
                )
            )
        if decided == "rejected" and changed & {*_PLACE, *_CODE, "valence", "stage"}:
            raise BadValueError(_("A coding that is rejected keeps its words and its code. Change one or the other."))
        steps = [*self._status_steps(coding, cells, decided), *self._content_steps(coding, cells, changed)]
        memo = self._memo_change(coding, cells["memo"]) if "memo" in changed else []
        trial = Draft({subject: dict(values) for subject, values in self._one(coding).items()})  # type: ignore[misc]
        for step in steps:
            trial.take(step(trial.states))
        self._draft.take([*trial.changes(), *memo])
        same = not trial.changes() and not memo
        self.n_same += same
        self.n_changed += not same

    def _one(self, coding: Coding) -> dict[str, dict[str, Any]]:
        """A state with one coding in it: its row is taken wholly or not at all."""
        here = self._draft.states["coding"][coding.guid]
        return {**{subject: {} for subject in self._draft.states}, "coding": {coding.guid: here}}

    def _status_steps(self, coding: Coding, cells: Mapping[str, Any], decided: str) -> list[Callable]:
        if decided == coding.status:
            return []
        if coding.status not in {"suggested", "rejected"} or decided not in {"confirmed", "rejected"}:
            raise BadValueError(
                _("The status “{before}” cannot become “{after}” in a table.").format(
                    before=coding.status, after=decided
                )
            )
        if decided == "rejected":
            return [decisions.reject([coding.guid])]
        name = cell_text(cells.get("coder")).strip()
        return [decisions.accept([coding.guid], name if name and name != coding.coder else self._coder)]

    def _content_steps(self, coding: Coding, cells: Mapping[str, Any], changed: set[str]) -> list[Callable]:
        steps: list[Callable] = []
        if changed & set(_PLACE):
            transcript = self._transcripts[coding.transcript]
            spot = self._spot(coding, cells, changed)
            steps.append(lambda states: decisions.place(states, coding.guid, self._coder, transcript, *spot))
        values: dict[str, Any] = {}
        if changed & set(_CODE):
            values["kind"], values["label"] = self._codes.code_of(cells, changed, coding)
        if "valence" in changed:
            values["valence"] = self._number(cells, "valence")
        if "stage" in changed:
            values["stage"] = stage_of(cells["stage"], self._stages, self._title("stage"))
        if values:
            transcript = self._transcripts[coding.transcript]
            steps.append(decisions.change(coding.guid, self._coder, values, transcript))
        return steps

    def _spot(self, coding: Coding, cells: Mapping[str, Any], changed: set[str]) -> tuple[int, int, int]:
        numbers = {name: self._number(cells, name) for name in ("utterance", "start", "end") if name in changed}
        utterance = numbers.get("utterance", coding.utterance)
        start = end = None
        if changed & {"start", "end"}:
            start, end = numbers.get("start", coding.start), numbers.get("end", coding.end)
        quote = cell_text(cells["quote"]) if "quote" in changed else ""
        if start is None and not quote:  # another turn alone: the words move there
            quote = coding.quote
        return place_of(self._transcripts[coding.transcript], utterance, quote, start, end, near=coding.start)

    # New codings

    def _add(self, cells: Mapping[str, Any]) -> None:
        transcript = self._transcripts.get(cell_text(cells.get("transcript")).strip())
        if transcript is None:
            raise UnknownNameError(
                _("There is no interview “{id}” in the study.").format(id=cell_text(cells.get("transcript")))
            )
        numbers = {name: self._number(cells, name) for name in ("utterance", "start", "end", "valence")}
        valence = numbers.pop("valence")
        utterance, start, end = place_of(
            transcript, numbers["utterance"], cell_text(cells.get("quote")), numbers["start"], numbers["end"]
        )
        kind, label = self._codes.code_of(cells, set(_CODE), None)
        coder = cell_text(cells.get("coder")).strip() or self._coder
        known = self._at(transcript.id, utterance, start, end, f"{kind}/{label}" if label else kind, coder)
        if known is not None:
            told = {"score", "source", "why", "group", "speaker", "participant", "status"}
            self._change(known, cells, {name: cell for name, cell in cells.items() if name not in told})
            return
        words = {"u": utterance, "start": start, "end": end, "kind": kind, "label": label, "valence": valence}
        stage = stage_of(cells.get("stage"), self._stages, self._title("stage"))
        item = decisions.checked(TranscriptCoding, {**words, "stage": stage, "coder": coder})
        made = decisions.new_coding(transcript, item, taken=self._draft.states["coding"], guid=self._guid(cells))
        coding = decisions.checked(Coding, {**made.model_dump(), **self._told(cells)})
        memo = self._memo_change(coding, cells.get("memo"))
        self._draft.take([*decisions.add(coding)(self._draft.states), *memo])
        self._seen.add(coding.guid)
        self.n_new += 1

    def _number(self, cells: Mapping[str, Any], name: str) -> int | None:
        low, high = (-2, 2) if name == "valence" else (0, None)
        return whole(cells.get(name), self._title(name), low=low, high=high)

    def _at(self, transcript: str, utterance: int, start: int, end: int, code: str, coder: str) -> Coding | None:
        """The coding of the study that is the same but for its guid, if no other row is its."""
        for guid in self._by_place[transcript, utterance, start, end, code, coder]:
            if guid not in self._seen:
                self._seen.add(guid)
                return self._draft.before["coding"][guid]
        return None

    def _guid(self, cells: Mapping[str, Any]) -> str | None:
        """The guid that a row brings; none where it is no guid or another row has it."""
        try:
            guid = str(uuid.UUID(cell_text(cells.get("guid")).strip()))
        except ValueError:
            return None
        return None if guid in self._draft.states["coding"] else guid

    def _told(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """What a new row says of a coding besides: whose it is, and what the machine thought."""
        values: dict[str, Any] = {}
        who = cell_text(cells.get("participant")).strip()
        if who in self._people:
            values["participant"] = who
        if cell_text(cells.get("status")).strip():
            values["status"] = status_of(cells["status"], self._title("status"))
            if values["status"] == "lost":
                raise BadValueError(_("A coding without words cannot be added. Leave its status empty."))
        values |= {name: cell_text(cells[name]) for name in ("source", "why") if cells.get(name) is not None}
        if (score := cell_text(cells.get("score")).replace(",", ".")).strip():
            values["score"] = score
        return values

    # Memos

    def _memo_change(self, coding: Coding, cell: Any) -> list[Change]:
        memos = self._memos.get(coding.guid, ())
        if is_same(cell, joined_memos(memos) or None):
            return []
        if len(memos) > 1:
            raise BadValueError(_("There are several memos on this coding. Change them one by one in the study."))
        text = cell_text(cell).strip()
        if memos and not text:
            return [Change("remove", memos[0].guid, None, "memo")]
        if memos:
            after = memos[0].model_copy(update={"text": text, "at": self._now})
            return [Change("change", after.guid, after, "memo")]
        made = (str(uuid.uuid5(GUID_NAMESPACE, f"memo {coding.guid} {text} {n}")) for n in itertools.count())
        guid = next(one for one in made if one not in self._draft.states["memo"])
        memo = Memo(guid=guid, on="coding", target=coding.guid, text=text, coder=self._coder, at=self._now)
        return [Change("add", guid, memo, "memo")]
