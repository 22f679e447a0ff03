"""A text that came from another tool goes back: as it came, but for what was changed in the study."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cjm_research.exchange.refi_content import Guids, Memos, selection_of
from cjm_research.exchange.refi_qda.identifiers import guid_key, is_guid
from cjm_research.exchange.refi_qda.project import Coding, Selection, TextSource
from cjm_research.exchange.refi_remarks import OWN_FIELDS, coding_lines, read_coding_lines
from cjm_research.model import MACHINE_CODER
from cjm_research.model import Coding as OurCoding
from cjm_research.model.anchors import moved_spans
from cjm_research.storage.kept import KeptSource
from cjm_research.study.refi_import import description_guid
from cjm_research.study.refi_values import unpacked
from cjm_research.study.taking_in_kept import part_guid
from cjm_research.study.taking_in_places import Places

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
    gone_notes : set of str
        Keys of the notes that are not written any more.
    """

    coders: Mapping[str, str]
    codes: Mapping[str, str]
    memos: Mapping[str, bool]
    gone_notes: set[str]
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
        low = self._outside(start) if start < self.came.turns[first[0]][0] else self._placed(*first)[0]
        high = self._outside(end) if end > self.came.turns[last[0]][1] else self._placed(*last)[1]
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


@dataclass
class SourceExport:
    """Writes one kept source: `ours` are the codings of its interview that are to be written, by guid."""

    kept: KeptSource
    said: Mapping[int, str]
    ours: dict[str, OurCoding]
    names: Names
    _used: set[str] = field(default_factory=set)
    _apart: list[OurCoding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = unpacked(TextSource, self.kept.content)
        self.moved = Moved(Places(self.kept.text, self.kept.turns), self.said)

    def written(self) -> TextSource:
        """The source with all its selections."""
        selections = [one for selection in self.source.selections for one in self._selection(selection)]
        new = [coding for guid, coding in self.ours.items() if guid not in self._used]
        selections += [self._own(coding) for coding in (*self._apart, *new)]
        notes = (*self._notes(self.source.notes), *self.names.new_memos.on("transcript", self.kept.transcript or ""))
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
        return selection_of(coding, start, end, self.names.guids, self.names.new_memos)

    def _selection(self, selection: Selection) -> Iterator[Selection]:
        own, memo = read_coding_lines(selection.description)
        single = len(selection.codings) == 1
        codings: list[Coding] = []
        lines: str | None = None
        for coding in selection.codings:
            after, here = self._coding(selection, coding, own, single)
            if after is not None:
                codings.append(after)
                lines = coding_lines(here) if here is not None and single else lines
        notes = self._notes(selection.notes)
        description = self._description(selection.guid, memo, selection.description)
        if single and not codings:
            description = self._description(selection.guid, memo, memo)
        if lines is not None:
            rest = self._description(selection.guid, memo, memo)
            description = "\n".join(part for part in (lines, rest) if part) or None
        if selection.codings and not codings and not notes and not description:
            return
        start, end = self.moved.span(selection.start, selection.end)
        if (start, end, tuple(codings), notes, description) == (
            selection.start,
            selection.end,
            selection.codings,
            selection.notes,
            selection.description,
        ):
            yield selection
            return
        yield replace(selection, start=start, end=end, codings=tuple(codings), notes=notes, description=description)

    def _coding(
        self, selection: Selection, coding: Coding, own: Mapping[str, object], single: bool
    ) -> tuple[Coding | None, OurCoding | None]:
        """A coding as it is to be written in its selection, and ours where it says something else in its lines."""
        guid = guid_key(coding.guid) if is_guid(coding.guid) else coding.guid
        parts = list(self.moved.came.parts(selection.start, selection.end))
        if not parts:
            return (self._with_notes(coding, None) if guid_key(coding.code) in self.names.codes else None), None
        guids = [part_guid(guid, n) for n in range(len(parts))]
        found = [self.ours.get(one) for one in guids]
        self._used.update(guids)
        here = [one for one in found if one is not None]
        if not here:
            return None, None
        first = here[0]
        alike = len(here) == len(parts) and all(
            self._stands(one, part) and (one.code, one.coder) == (first.code, first.coder)
            for one, part in zip(here, parts, strict=True)
        )
        says_other = any(self._says_other(one, own) for one in here)
        if not alike or (says_other and (not single or len(parts) > 1)):
            self._apart += here
            return None, None
        after = coding
        if self.names.codes.get(guid_key(coding.code)) != first.code:
            after = replace(after, code=self.names.guids.of("code", first.code))
        user = coding.creator or selection.stamp.creator
        if user and self.names.coders.get(guid_key(user)) != first.coder:
            after = replace(after, creator=self.names.guids.of("user", first.coder))
        return self._with_notes(after, first.guid), first if says_other else None

    def _stands(self, coding: OurCoding, part: tuple[int, int, int]) -> bool:
        utterance, start, end = part
        return coding.utterance == utterance and (coding.start, coding.end) == self.moved.placed(utterance, start, end)

    def _says_other(self, coding: OurCoding, own: Mapping[str, object]) -> bool:
        usual = {**_SILENT, "status": "suggested" if coding.coder == MACHINE_CODER and not own else "confirmed"}
        return any(getattr(coding, key) != own.get(key, usual[key]) for key in OWN_FIELDS)

    def _with_notes(self, coding: Coding, guid: str | None) -> Coding:
        new = self.names.new_memos.on("coding", guid) if guid else ()
        notes = (*self._notes(coding.notes), *new)
        return coding if notes == coding.notes else replace(coding, notes=notes)

    def _notes(self, notes: Sequence[str]) -> tuple[str, ...]:
        return tuple(note for note in notes if guid_key(note) not in self.names.gone_notes)

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
