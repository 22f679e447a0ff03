"""Corrected text: the codings of an utterance follow their words to the new text, and none is lost silently."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cjm_research.model import Coding
from cjm_research.model.anchors import moved_spans
from cjm_research.storage.events import Change, Op

# A coding of so many words none of which is left means something else now, whatever stands in their place.
SEVERAL_WORDS = 3


def text_key(transcript: str, utterance: int) -> str:
    """The key under which events know an utterance's text."""
    return f"{transcript}#{utterance}"


def moved_codings(codings: Iterable[Coding], old: str, new: str, op: Op) -> list[Change]:
    """What becomes of an utterance's codings when its text changes from `old` to `new`.

    A coding whose words are gone is "lost" and listed as such, also where quite other words stand in the place of
    several; a lost one whose words are there again, once, is placed again, and so is a rejected one. A suggestion whose
    words are gone is withdrawn: the machine looks anew.
    """
    codings = list(codings)
    places = moved_spans(old, new, [(coding.start, coding.end) for coding in codings])
    changes = []
    for coding, place in zip(codings, places, strict=True):
        has_words = coding.status != "lost" and coding.start < coding.end
        after = _moved(coding, place, new) if has_words else _found_again(coding, new)
        if after != coding:
            changes.append(Change(op, coding.guid, after))
    return changes


def _moved(coding: Coding, place: tuple[int, int] | None, new: str) -> Coding | None:
    if place is not None and not _is_another_text(coding.quote, new[place[0] : place[1]]):
        start, end = place
        return coding.model_copy(update={"start": start, "end": end, "quote": new[start:end]})
    if coding.status == "suggested":
        return None
    here = min(coding.start, len(new))
    status = "lost" if coding.status == "confirmed" else coding.status
    return coding.model_copy(update={"start": here, "end": here, "status": status})


def _is_another_text(old: str, new: str) -> bool:
    """Whether several words were replaced by others, so that no word of them is left."""
    before = _words(old)
    return len(before) >= SEVERAL_WORDS and not set(before) & set(_words(new))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _found_again(coding: Coding, new: str) -> Coding:
    if not coding.quote or new.count(coding.quote) != 1:
        here = min(coding.start, len(new))
        return coding.model_copy(update={"start": here, "end": here})
    start = new.index(coding.quote)
    status = "confirmed" if coding.status == "lost" else coding.status
    return coding.model_copy(update={"start": start, "end": start + len(coding.quote), "status": status})
