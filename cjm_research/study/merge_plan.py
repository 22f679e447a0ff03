"""What a merge of two studies comes to, worked out without changing either.

What both sides have in common tells who changed what since: a thing changed on one side only is taken as that side has
it. A thing decided differently on both sides is kept as ours, and theirs beside it under a guid that is always the
same for the same decision, so that merging a second time changes nothing.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER, Code, Coding, Memo
from cjm_research.storage import ImportRecord, NewTranscript
from cjm_research.storage.events import Change, Key, Subject
from cjm_research.storage.merges import Incoming, NewText
from cjm_research.storage.records import GUID_NAMESPACE, sha256_of
from cjm_research.study import merge_remarks as remarks
from cjm_research.study.merge_report import MergeRemark, MergeReport
from cjm_research.study.merge_sides import NEVER, Past, Side, Turn, placed
from cjm_research.study.pseudonyms.words import names_may_come

WhoLeads = Literal["equal", "ours", "theirs", "both"]


@dataclass
class Plan:
    """What a merge of two sides comes to; making one changes nothing."""

    ours: Side
    theirs: Side
    changes: list[Change] = field(default_factory=list)
    texts: dict[Turn, str] = field(default_factory=dict)
    conflicts: list[MergeRemark] = field(default_factory=list)
    kept: list[MergeRemark] = field(default_factory=list)
    left_out: list[MergeRemark] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    followed: dict[str, Coding] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.past = Past(self.ours, self.theirs)
        self.new_transcripts: list[NewTranscript] = []
        self.usable = {id for id in self.theirs.transcripts if self._is_usable(id)}

    def made(self, dry_run: bool) -> tuple[Incoming, MergeReport]:
        """What is to be written, and what to say about it."""
        people = [person for id, person in sorted(self.theirs.participants.items()) if self._is_new_person(id)]
        self._take_texts()
        self._take_codings()
        self._take_others("code", "n_codes", _is_code_alike)
        self._take_others("memo", "n_memos", lambda a, b: (a.text, a.target) == (b.text, b.target))
        self._take_others("consensus", "n_decisions", lambda a, b: a == b)
        writes = Incoming(
            transcripts=self.new_transcripts,
            participants=people,
            texts=[NewText(*turn, text) for turn, text in sorted(self.texts.items())],
            changes=self.changes,
        )
        counts = {name: self.counts[name] for name in ("n_new", "n_changed", "n_both", "n_codes", "n_memos")}
        report = MergeReport(
            transcripts=tuple(new.transcript.id for new in self.new_transcripts),
            participants=tuple(person.id for person in people),
            n_texts=len(self.texts),
            conflicts=tuple(self.conflicts),
            kept=tuple(self.kept),
            left_out=tuple(self.left_out),
            moved=tuple(sorted(guid for guid, coding in self.followed.items() if coding.status != "lost")),
            lost=tuple(sorted(guid for guid, coding in self.followed.items() if coding.status == "lost")),
            warnings=tuple(self._warnings()),
            dry_run=dry_run,
            **counts,
        )
        return writes, report

    def _warnings(self) -> Iterator[str]:
        written = {c.key: c.value.coder for c in self.changes if c.subject == "coding" and c.value}
        brought = {coder for guid, coder in written.items() if not self.ours.states.get(("coding", guid))}
        ours = {value.coder for (subject, _key), value in self._ours_alone() if subject == "coding"}
        for name in sorted((brought & ours) - {MACHINE_CODER, CONSENSUS_CODER}):
            yield remarks.same_coder(name)
        settled = [
            (key, value) for key, value in self.theirs.states.items() if key[0] in {"personas", "empathy", "journey"}
        ]
        if any(value and self.ours.states.get(key) != value for key, value in settled):
            yield remarks.personas_stay()
        if self.theirs.answers - self.ours.answers:
            yield remarks.answers_stay()
        if self.ours.has_pseudonyms and not self.theirs.has_pseudonyms:
            yield names_may_come()

    def _ours_alone(self) -> Iterator[tuple[Key, Any]]:
        """What stands here and has never been there."""
        return ((key, value) for key, value in self.ours.states.items() if value and key not in self.theirs.states)

    # Interviews and people

    def _is_usable(self, id: str) -> bool:
        """Whether an interview of theirs is ours too, or can come in; what cannot is noted."""
        if id in self.ours.transcripts:
            if self.ours.originals(id) == self.theirs.originals(id):
                return True
            self.left_out.append(remarks.other_interview(id, self._n_codings(id)))
            return False
        if id in self.ours.removed:
            self.left_out.append(remarks.removed_interview(id, self._n_codings(id)))
            return False
        new = self._as_imported(id)
        known = next((r for r in self.ours.imports if r.sha256 == new.sha256 and r.transcripts), None)
        if known is not None:
            self.left_out.append(remarks.known_file(id, known.transcripts[0], self._n_codings(id)))
            return False
        self.new_transcripts.append(new)
        return True

    def _n_codings(self, id: str) -> int:
        values = (value for (subject, _key), value in self.theirs.states.items() if subject == "coding" and value)
        return sum(coding.transcript == id and coding.status != "suggested" for coding in values)

    def _as_imported(self, id: str) -> NewTranscript:
        transcript = self.theirs.transcripts[id]
        utterances = tuple(
            utterance.model_copy(update={"text": text})
            for utterance, text in zip(transcript.utterances, self.theirs.originals(id), strict=True)
        )
        as_imported = transcript.model_copy(update={"utterances": utterances})
        record = next((record for record in self.theirs.imports if id in record.transcripts), None)
        if record is None:
            record = ImportRecord(0, sha256_of(as_imported.model_dump_json()), f"{id}.json", "json", None, (), (id,))
        return NewTranscript(
            record.file_name, record.sha256, record.format, as_imported, (), record.encoding, record.notes
        )

    def _is_new_person(self, id: str) -> bool:
        if id in self.theirs.transcripts:
            if id not in self.usable or id not in self.ours.participants:
                return False  # comes with the interview, or stays away with it
        elif id not in self.ours.participants:
            return True
        ours, theirs = self.ours.participants[id], self.theirs.participants[id]
        if ours != theirs:
            self.left_out.append(remarks.other_person(ours, theirs))
        return False

    # Text

    def _take_texts(self) -> None:
        for turn in sorted(self.ours.corrected | self.theirs.corrected):
            if turn[0] not in self.usable:
                continue
            if turn[0] not in self.ours.transcripts:
                if turn in self.theirs.corrected:
                    self.texts[turn] = self.theirs.text(turn)
                continue
            self._take_text(turn)

    def _take_text(self, turn: Turn) -> None:
        ours, theirs, base = self.ours.text(turn), self.theirs.text(turn), self.past.text(turn)
        key: Key = ("text", f"{turn[0]}#{turn[1]}")
        here, there = self.past.merged_here.get(key, ()), self.past.merged_there.get(key, ())
        seen_here = {self.ours.revisions[turn][value.revision] for value, _texts in here if value}
        seen_there = {self.theirs.revisions[turn][value.revision] for value, _texts in there if value}
        leads = _leads(ours == theirs, theirs == base or theirs in seen_here, ours == base or ours in seen_there)
        if leads == "theirs":
            self.texts[turn] = theirs
        elif leads == "both":
            memo = self._beside(key[1], theirs, "transcript", turn[0], remarks.other_text(turn[1], theirs))
            if memo:
                self.conflicts.append(remarks.two_texts(turn, ours, theirs, memo))

    def _text_after(self, turn: Turn) -> str:
        """What a turn says after the merge."""
        if turn in self.texts:
            return self.texts[turn]
        return self.ours.text(turn) if turn[0] in self.ours.transcripts else self.theirs.original(turn)

    # Codings

    def _take_codings(self) -> None:
        ours, theirs = (self._codings(side) for side in (self.ours, self.theirs))
        ours_after, theirs_after = self._followed(self.ours, ours), self._followed(self.theirs, theirs)
        places = {guid: coding.place for side in (theirs, ours) for guid, coding in side.items() if coding}
        for guid in sorted(set(ours) | set(theirs), key=lambda guid: (places.get(guid, ("", 0, 0, 0)), guid)):
            mine, yours = ours.get(guid, NEVER), theirs.get(guid, NEVER)
            if not yours or yours is NEVER:
                self._keep_ours(guid, mine, ours_after.get(guid), yours)
            elif not mine or mine is NEVER:
                self._take_coding(guid, mine, yours, theirs_after[guid])
            else:
                self._settle(guid, (mine, ours_after[guid]), (yours, theirs_after[guid]))

    def _codings(self, side: Side) -> dict[str, Coding | None]:
        """Guid -> coding, None where it was removed; those of interviews that stay away left out."""
        found: dict[str, Coding | None] = {}
        for (subject, guid), coding in side.states.items():
            if subject != "coding" or (coding is not None and coding.transcript not in self.usable):
                continue
            found[guid] = self._renamed((subject, guid), coding) if side is self.theirs else coding
        return found

    def _renamed(self, key: Key, value: Any) -> Any:
        """A coding or memo of theirs under the name its coder is to have here; what both had before keeps its name."""
        if value is None or value is NEVER or value == self.past.get(key):
            return value
        return value.model_copy(update={"coder": self.theirs.rename.get(value.coder, value.coder)})

    def _followed(self, side: Side, codings: dict[str, Coding | None]) -> dict[str, Coding | None]:
        """The codings of one side as they lie in the text after the merge."""
        by_turn: dict[Turn, list[Coding]] = defaultdict(list)
        for coding in codings.values():
            if coding:
                by_turn[coding.transcript, coding.utterance].append(coding)
        after: dict[str, Coding | None] = {}
        for turn, here in by_turn.items():
            after.update(placed(here, side.text(turn), self._text_after(turn)))
        return after

    def _keep_ours(self, guid: str, ours: Any, after: Coding | None, theirs: Any) -> None:
        if ours is NEVER or ours is None:
            return
        if after != ours:
            self._write(guid, after, follows=True)
        if theirs is None and ours.status != "suggested" and self.past.get(("coding", guid)) is not NEVER:
            self.kept.append(remarks.removed_there(ours))

    def _take_coding(self, guid: str, ours: Any, theirs: Coding, after: Coding | None) -> None:
        if after is None or self._was_merged(self.past.merged_here, self.ours, guid, after):
            return
        removed = ours is None and not self._was_taken_back(("coding", guid))
        if theirs.status == "suggested" and (removed or theirs.transcript in self.ours.tagged):
            return  # the machine has looked here too, and a person or it has withdrawn this
        if removed:
            self.kept.append(remarks.removed_here(after))
        self._write(guid, after, follows=after != theirs)
        self.counts["n_new"] += theirs.status != "suggested"

    def _was_taken_back(self, key: Key) -> bool:
        """Whether a thing came after the two parted and is gone by undo alone: it may come again as if new."""
        return key in self.ours.undone and self.past.get(key) is NEVER

    def _settle(self, guid: str, ours: tuple[Coding, Coding | None], theirs: tuple[Coding, Coding | None]) -> None:
        (mine, mine_after), (yours, yours_after) = ours, theirs
        leads = _leads(
            mine_after == yours_after,
            self._is_unchanged(self.theirs, guid, yours)
            or self._was_merged(self.past.merged_here, self.ours, guid, yours_after),
            self._is_unchanged(self.ours, guid, mine)
            or self._was_merged(self.past.merged_there, self.theirs, guid, mine_after),
        )
        if leads == "theirs":
            self._write(guid, yours_after, follows=yours_after != yours)
            self.counts["n_changed"] += 1
            return
        if mine_after != mine:
            self._write(guid, mine_after, follows=True)
        if leads == "both" and mine_after and yours_after:
            self._keep_both(guid, mine_after, yours, yours_after)

    def _is_unchanged(self, side: Side, guid: str, coding: Coding) -> bool:
        """Whether a side has decided nothing on a coding since the two parted."""
        if coding.status == "suggested":
            return True
        base = self.past.get(("coding", guid))
        if base is NEVER or base is None:
            return False
        if coding == base:
            return True
        turn = (coding.transcript, coding.utterance)
        return placed([base], self.past.text(turn), side.text(turn))[guid] == coding

    def _was_merged(self, merged: Mapping[Key, Any], side: Side, guid: str, after: Coding | None) -> bool:
        """Whether an earlier merge brought this very decision to a side, which has moved on since."""
        for value, texts in merged.get(("coding", guid), ()):
            if value is None or after is None:
                continue
            turn = (value.transcript, value.utterance)
            if placed([value], side.text_at(texts, turn), self._text_after(turn))[guid] == after:
                return True
        return False

    def _keep_both(self, guid: str, ours: Coding, theirs: Coding, after: Coding) -> None:
        content = theirs.model_dump_json(exclude={"start", "end", "quote"})
        new_guid = str(uuid.uuid5(GUID_NAMESPACE, f"merge {guid} {content} {theirs.start} {theirs.end}"))
        if ("coding", new_guid) in self.ours.states:
            return
        self.changes.append(Change("merge", new_guid, after.model_copy(update={"guid": new_guid})))
        if after.model_copy(update={"coder": ours.coder}) == ours:
            self.counts["n_both"] += 1
        else:
            self.conflicts.append(remarks.two_decisions(ours, after, new_guid))

    def _write(self, guid: str, coding: Coding | None, *, follows: bool) -> None:
        self.changes.append(Change("merge", guid, coding))
        if follows and coding is not None:
            self.followed[guid] = coding

    # Codes, memos, decisions between coders

    def _take_others(self, subject: Subject, count: str, alike: Callable[[Any, Any], bool]) -> None:
        keys = sorted(key for s, key in set(self.theirs.states) | set(self.ours.states) if s == subject)
        for key in keys:
            ours, theirs = self.ours.get((subject, key)), self._other(subject, key)
            base = self.past.get((subject, key))
            if theirs is NEVER or theirs is None:
                if theirs is None and base is not NEVER and ours:
                    self.kept.append(remarks.other_removed(subject, key, ours, here=False))
                continue
            seen = [value for value, _texts in self.past.merged_here.get((subject, key), ())]
            if ours is NEVER or ours is None:
                if theirs in seen:
                    continue
                if ours is None and not self._was_taken_back((subject, key)):
                    self.kept.append(remarks.other_removed(subject, key, theirs, here=True))
                self._write_other(subject, key, theirs, count)
                continue
            seen_there = [value for value, _texts in self.past.merged_there.get((subject, key), ())]
            same = ours == theirs or alike(ours, theirs)
            leads = _leads(same, theirs == base or theirs in seen, ours == base or ours in seen_there)
            if leads == "theirs":
                self._write_other(subject, key, theirs, count)
            elif leads == "both":
                self._keep_both_others(subject, key, ours, theirs)

    def _other(self, subject: Subject, key: str) -> Any:
        """Their value of a code, memo or decision; `NEVER` where it belongs to an interview that stays away."""
        theirs = self.theirs.get((subject, key))
        if isinstance(theirs, Memo):
            return self._renamed((subject, key), theirs) if self._has_target(theirs) else NEVER
        if subject == "consensus" and theirs and theirs is not NEVER and theirs.transcript not in self.usable:
            return NEVER
        return theirs

    def _has_target(self, memo: Memo) -> bool:
        if memo.on == "coding":
            coding = self.theirs.states.get(("coding", memo.target))
            return coding is None or coding.transcript in self.usable
        return memo.on != "transcript" or memo.target in self.usable

    def _write_other(self, subject: Subject, key: str, value: Any, count: str) -> None:
        self.changes.append(Change("merge", key, value, subject))
        self.counts[count] += 1

    def _keep_both_others(self, subject: Subject, key: str, ours: Any, theirs: Any) -> None:
        if isinstance(theirs, Memo):
            guid = str(uuid.uuid5(GUID_NAMESPACE, f"merge {key} {theirs.model_dump_json()}"))
            if ("memo", guid) in self.ours.states:
                return
            self.changes.append(Change("merge", guid, theirs.model_copy(update={"guid": guid}), "memo"))
            self.conflicts.append(remarks.two_memos(ours, theirs, guid))
        elif isinstance(theirs, Code):
            if guid := self._beside(key, theirs.model_dump_json(), "code", key, remarks.other_code(ours, theirs)):
                self.conflicts.append(remarks.two_codes(ours, theirs, guid))
        else:
            self.conflicts.append(remarks.two_consensus(key, ours, theirs))

    def _beside(self, key: str, identity: str, on: str, target: str, text: str) -> str:
        """Keep their version of something as a memo on ours; its guid, empty where an earlier merge did it."""
        guid = str(uuid.uuid5(GUID_NAMESPACE, f"merge memo {key} {identity}"))
        if ("memo", guid) in self.ours.states:
            return ""
        coder = next((e.coder for e in reversed(self.theirs.events) if e.key == key), "")
        memo = Memo(guid=guid, on=on, target=target, text=text, coder=self.theirs.rename.get(coder, coder))
        self.changes.append(Change("merge", guid, memo, "memo"))
        return guid


def _leads(equal: bool, theirs_unchanged: bool, ours_unchanged: bool) -> WhoLeads:
    if equal:
        return "equal"
    if theirs_unchanged:
        return "ours"
    return "theirs" if ours_unchanged else "both"


def _is_code_alike(ours: Code, theirs: Code) -> bool:
    """Whether two codes say the same, wherever they stand."""
    left_out = {"position"}
    return json.loads(ours.model_dump_json(exclude=left_out)) == json.loads(theirs.model_dump_json(exclude=left_out))
