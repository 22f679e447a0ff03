"""What becomes of the notes that came: as they came while their memos stand, gone or with another text where not.

A note can be on several things; here it is a memo on each of them, which people change apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cjm_research.exchange.refi_qda.identifiers import guid_key, guid_of
from cjm_research.exchange.refi_qda.project import TextSource
from cjm_research.model import Memo
from cjm_research.storage.kept import KeptElement
from cjm_research.study.refi.values import unpacked
from cjm_research.study.refi.words import copy_guid, shown_note


class KeptNotes:
    """The notes of imported projects.

    Parameters
    ----------
    elements : list of KeptElement
        The notes, in their order.
    copies : list of KeptElement
        By a note's key the guids of the memos that it is on further things.
    came : mapping
        Guid of a memo that came -> whether it stands as it came.
    memos : mapping
        The study's memos by guid.

    Attributes
    ----------
    gone : set of str
        Keys of the notes that are not written any more.
    """

    def __init__(
        self,
        elements: list[KeptElement],
        copies: list[KeptElement],
        came: Mapping[str, bool],
        memos: Mapping[str, Memo],
    ) -> None:
        self._elements, self._came = elements, came
        self._copies: dict[str, list[str]] = {one.key: json.loads(one.content) for one in copies}
        self._texts: dict[str, str] = {}
        self.gone: set[str] = set()
        for element in elements:
            key, memo = element.key, memos.get(element.key)
            if key not in came:
                if memo is not None:  # what referred to it is taken out: it is written anew
                    self.gone.add(key)
                continue
            if self._copies.get(key):
                if not any(came.get(guid) for guid in (key, *self._copies[key])):
                    self.gone.add(key)
            elif memo is None:
                self.gone.add(key)
            elif not came[key]:
                self._texts[key] = memo.text

    def held(self) -> set[str]:
        """The guids of memos that notes which came hold, as they came or with another text."""
        standing = {guid for guid, stands in self._came.items() if stands}
        alone = {key for key in (one.key for one in self._elements) if key in self._came and not self._copies.get(key)}
        homeless = {guid for key in self.gone for guid in self._copies.get(key, ())}
        return (standing | (alone - self.gone)) - homeless

    def other_guids(self) -> dict[tuple[str, str], str]:
        """Guids for the notes of changed memos whose own is that of the note which stays on other things."""
        shared = (one.key for one in self._elements if self._copies.get(one.key) and one.key not in self.gone)
        return {("memo", key): guid_of("changed memo", key) for key in shared}

    def still(self, notes: Sequence[str], target: str | None = None) -> tuple[str, ...]:
        """Those notes that are still on a thing, by the guid under which its memos stand; None for mere lists."""
        return tuple(note for note in notes if self._stays(note, target))

    def _stays(self, note: str, target: str | None) -> bool:
        key = guid_key(note)
        if key in self.gone:
            return False
        if target is None or not self._copies.get(key):
            return True
        copy = copy_guid(note, target)
        return self._came.get(copy if copy in self._came else key, True)

    def written(self) -> Iterator[TextSource]:
        """The notes."""
        for element in self._elements:
            if element.key in self.gone:
                continue
            note = unpacked(TextSource, element.content)
            text = self._texts.get(element.key)
            if text is not None and text != shown_note(note):
                note = replace(note, text=text, is_inline=True, plain_text_path="", selections=(), codings=())
            yield note
