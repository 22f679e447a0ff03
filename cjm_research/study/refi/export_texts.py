"""A text that came from another tool goes back: as it came, but for what was changed in the study."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cjm_research.exchange.refi_qda.content import Guids, Memos, selection_of
from cjm_research.exchange.refi_qda.identifiers import guid_key, is_guid
from cjm_research.exchange.refi_qda.project import Coding, Selection, Stamp, TextSource
from cjm_research.exchange.refi_qda.remarks import OWN_FIELDS, coding_lines, read_coding_lines
from cjm_research.model import MACHINE_CODER
from cjm_research.model import Coding as OurCoding
from cjm_research.model.anchors import moved_spans
from cjm_research.storage.kept import KeptSource
from cjm_research.study.refi.export_notes import KeptNotes
from cjm_research.study.refi.values import unpacked
from cjm_research.study.refi.words import description_guid
from cjm_research.study.taking_in.kept import part_guid
from cjm_research.study.taking_in.places import Places

# Fields of a coding that lines in a description tell, with what they are where no line tells them.
_SILENT = {"valence": None, "stage": None, "status": "confirmed", "score": None, "source": "", "why": ""}


@dataclass
class Names:
    """What things of the other tool are in the study, and which of them still stand.

    Attributes
    ----------
    coders : mapping
        Key of a user's guid -> coder.
    codes : mapping
        Key of a code's guid -> key in the study; codes that are gone are missing.
    memos : mapping
        Guid of a memo that came -> whether it stands as it came.
    notes : KeptNotes
        The notes that came.
    importers : collection of str
        In whose name codings came that named nobody.
    """

    coders: Mapping[str, str]
    codes: Mapping[str, str]
    memos: Mapping[str, bool]
    notes: KeptNotes
    importers: Collection[str]
    guids: Guids
    new_memos: Memos


class Moved:
    """The text as it is now: what was corrected is put in the place of what came, everything else is untouched."""

    def __init__(self, came: Places, said: Mapping[int, str]) -> None:
        self.came = came
        self._said = said
        parts: list[str] = []
        turns: list[tuple[int, int]] = []
        at = length = 0
        for number, (start, end) in enumerate(came.turns):
            parts.append(came.text[at:start])
            length += start - at
            new = came.text[start:end] if number not in said else _with_ends_of(came.text[start:end], said[number])
            turns.append((length, length + len(new)))
            parts.append(new)
            length += len(new)
            at = end
        parts.append(came.text[at:])
        self.now = Places("".join(parts), turns) if said else came
        self._shown = came.utterances() if said else []

    def spot(self, utterance: int, start: int, end: int) -> tuple[int, int]:
        """A place of an utterance, as shown, in the whole text."""
        return self.now.whole(utterance, start), self.now.whole(utterance, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text as it came lies now."""
        if not self._said:
            return start, end
        parts = list(self.came.parts(start, end))
        if not parts:
            return self._outside(start), self._outside(end)
        first, last = parts[0], parts[-1]
        turns = self.came.turns
        is_before = start < turns[first[0]][0] and first[0] not in self._said
        is_after = end > turns[last[0]][1] and last[0] not in self._said
        low = self._outside(start) if is_before else self._placed(*first)[0]
        high = self._outside(end) if is_after else self._placed(*last)[1]
        return low, max(low, high)

    def placed(self, utterance: int, start: int, end: int) -> tuple[int, int] | None:
        """Where a span of an utterance lies in its present text, both as shown; None where its words are gone."""
        if utterance not in self._said:
            return start, end
        return moved_spans(self._shown[utterance], self._said[utterance], [(start, end)])[0]

    def _placed(self, utterance: int, start: int, end: int) -> tuple[int, int]:
        span = self.placed(utterance, start, end)
        here = min(start, len(self._said.get(utterance, "")))
        return self.spot(utterance, *(span or (here, here)))

    def _outside(self, at: int) -> int:
        """A position between the turns, or inside one."""
        shift = 0
        for (start, end), (_new_start, new_end) in zip(self.came.turns, self.now.turns, strict=True):
            if at <= start:
                break
            if at < end:
                return min(at + shift, new_end)
            shift = new_end - end
        return at + shift


def _with_ends_of(came: str, new: str) -> str:
    """A corrected text with the line ends that stood there before."""
    ends = "\r\n" if "\r\n" in came else "\r" if "\r" in came else "\n"
    return new.replace("\n", ends) if ends != "\n" else new


@dataclass(frozen=True)
class _Found:
    """A coding as it is written in its selection, None where it leaves it; ours, where it says something else now."""

    coding: Coding | None
    ours: OurCoding | None = None


def _joined(*parts: str | None) -> str | None:
    return "\n".join(part for part in parts if part) or None


@dataclass
class SourceExport:
    """Writes one kept source: `ours` are the codings of its interview that are to be written, by guid."""

    kept: KeptSource
    said: Mapping[int, str]
    ours: dict[str, OurCoding]
    names: Names
    _used: set[str] = field(default_factory=set)
    _apart: list[OurCoding] = field(default_factory=list)
    _nameless: set[str] = field(default_factory=set)
    # Guid of a coding that leaves its selection -> memo and notes that go with it.
    _carried: dict[str, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.source = unpacked(TextSource, self.kept.content)
        self.moved = Moved(Places(self.kept.text, self.kept.turns), self.said)

    def written(self) -> TextSource:
        """The source with all its selections."""
        selections = [one for selection in self.source.selections for one in self._selection(selection)]
        new = [coding for guid, coding in self.ours.items() if guid not in self._used]
        selections += [self._own(coding) for coding in (*self._apart, *new)]
        notes = (
            *self.names.notes.still(self.source.notes, self.source.guid),
            *self.names.new_memos.on("transcript", self.kept.transcript or ""),
        )
        return replace(
            self.source,
            text=self.moved.now.text,
            selections=tuple(selections),
            codings=tuple(one for one in self.source.codings if guid_key(one.code) in self.names.codes),
            description=self._description(self.source.guid, "", self.source.description),
            notes=notes,
        )

    def _own(self, coding: OurCoding) -> Selection:
        """A selection of ours, for what is new or stands elsewhere now."""
        start, end = self.moved.spot(coding.utterance, coding.start, coding.end)
        made = selection_of(coding, start, end, self.names.guids, self.names.new_memos)
        rest, notes = self._carried.get(coding.guid, (None, ()))
        if rest or notes:
            made = replace(made, description=_joined(made.description, rest), notes=notes)
        if coding.guid not in self._nameless:
            return made
        return replace(made, stamp=Stamp(), codings=tuple(replace(one, creator="") for one in made.codings))

    def _selection(self, selection: Selection) -> Iterator[Selection]:
        own, memo = read_coding_lines(selection.description)
        found = [self._coding(selection, coding, own) for coding in selection.codings]
        codings = tuple(one.coding for one in found if one.coding is not None)
        holder = selection.codings[0].guid if selection.codings else self.source.guid
        notes = self.names.notes.still(selection.notes, holder)
        description = self._description(selection.guid, memo, selection.description)
        rest = self._description(selection.guid, memo, memo)
        if found and found[0].coding is None:
            # What was written on its first coding goes where that goes.
            if found[0].ours is not None:
                self._carried[found[0].ours.guid] = (rest, notes)
            notes, description = (), None
        if selection.codings and not codings:
            return
        start, end = self.moved.span(selection.start, selection.end)
        changed = found[0].ours if len(found) == 1 else None
        if changed is not None:
            description = _joined(coding_lines(changed), rest)
            start, end = self.moved.spot(changed.utterance, changed.start, changed.end)
        after = replace(selection, start=start, end=end, codings=codings, notes=notes, description=description)
        yield selection if after == selection else after

    def _coding(self, selection: Selection, coding: Coding, own: Mapping[str, object]) -> _Found:
        """What becomes of a coding in its selection."""
        guid = guid_key(coding.guid) if is_guid(coding.guid) else coding.guid
        parts = list(self.moved.came.parts(selection.start, selection.end))
        if not parts:
            return _Found(self._with_notes(coding, None) if guid_key(coding.code) in self.names.codes else None)
        guids = [part_guid(guid, n) for n in range(len(parts))]
        self._used.update(guids)
        here = [one for one in map(self.ours.get, guids) if one is not None]
        if not here:
            return _Found(None)
        first = here[0]
        stand = self._is_one(selection, here) and all(
            self._stands(one, part) and (one.code, one.coder) == (first.code, first.coder)
            for one, part in zip(here, parts, strict=True)
        )
        is_same = stand and not any(self._says_other(one, own) for one in here)
        if not is_same and (len(selection.codings) > 1 or len(parts) > 1):
            self._apart += here
            if not (coding.creator or selection.stamp.creator):
                self._nameless.update(one.guid for one in here if one.coder in self.names.importers)
            return _Found(None, first)
        after = coding
        if self.names.codes.get(guid_key(coding.code)) != first.code:
            after = replace(after, code=self.names.guids.of("code", first.code))
        user = coding.creator or selection.stamp.creator
        if user and self.names.coders.get(guid_key(user)) != first.coder:
            after = replace(after, creator=self.names.guids.of("user", first.coder))
        return _Found(self._with_notes(after, first.guid), None if is_same else first)

    def _is_one(self, selection: Selection, here: Sequence[OurCoding]) -> bool:
        """Whether the selection, where it lies now, covers these codings and no words that were put in between."""
        span = self.moved.span(selection.start, selection.end)
        return list(self.moved.now.parts(*span)) == [(one.utterance, one.start, one.end) for one in here]

    def _stands(self, coding: OurCoding, part: tuple[int, int, int]) -> bool:
        utterance, start, end = part
        return coding.utterance == utterance and (coding.start, coding.end) == self.moved.placed(utterance, start, end)

    def _says_other(self, coding: OurCoding, own: Mapping[str, object]) -> bool:
        usual = {**_SILENT, "status": "suggested" if coding.coder == MACHINE_CODER and not own else "confirmed"}
        return any(getattr(coding, key) != own.get(key, usual[key]) for key in OWN_FIELDS)

    def _with_notes(self, coding: Coding, guid: str | None) -> Coding:
        new = self.names.new_memos.on("coding", guid) if guid else ()
        notes = (*self.names.notes.still(coding.notes, coding.guid), *new)
        return coding if notes == coding.notes else replace(coding, notes=notes)

    def _description(self, guid: str, memo: str, text: str | None) -> str | None:
        """A description as it came; without the memo in it where that is gone or a note by now."""
        id = description_guid(guid)
        if self.names.memos.get(id, True):
            return text
        if memo and text and text.endswith(memo):
            return text[: -len(memo)].rstrip("\n") or None
        return None


def came_codings(kept: KeptSource) -> set[str]:
    """The guids of all codings that came with a source, of parts in other utterances too."""
    places = Places(kept.text, kept.turns)
    found = set()
    for id, start, end, *_rest in json.loads(kept.codings):
        guid = guid_key(id) if is_guid(id) else id
        found |= {part_guid(guid, n) for n, _part in enumerate(places.parts(start, end))}
    return found
