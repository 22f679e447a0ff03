"""What researchers did to an empathy map, applied to the map that the codings give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from cjm_research.coding import usable_codings
from cjm_research.empathy.keys import area_of
from cjm_research.measures import count_of
from cjm_research.model import Coding, EmpathyEdit, EmpathyMap, EmpathyNote, Evidence
from cjm_research.model.empathy import CANVAS, Quadrant

# An edit follows its words: to the note that holds this share of those it was made on, where its own note is gone.
SAME_WORDS = 0.5
_MARKS = "“”„«»‘’\"' \t\n"
_LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.|\[…\])\s*")


def apply_edits(found: EmpathyMap, edits: Iterable[EmpathyEdit], codings: Iterable[Coding]) -> EmpathyMap:
    """The map with what researchers did to its notes.

    An edit belongs to the note with its key. Where quotes were joined differently since, it goes with the note of its
    area that holds at least half of the words it was made on, under the key it had. Where no note is left, a note that
    somebody worded or moved stays as an own note with those of its words that still count; one that was taken off or
    put in order only has nothing left to say.

    Parameters
    ----------
    found : EmpathyMap
        As the codings give it.
    edits : iterable of EmpathyEdit
        Those of this map, in the order in which they were first made.
    codings : iterable of Coding
        Those that count; evidence that is not among them (any more) is left out.

    Returns
    -------
    EmpathyMap
        Notes in order of their positions inside each area; what was taken off stands in `taken_off`.
    """
    edits = list(edits)
    people = set(found.participants)
    asked = {guid for edit in edits for guid in edit.evidence}
    theirs = (coding for coding in codings if coding.guid in asked and coding.participant in people)
    usable = {coding.guid: coding for coding in usable_codings(theirs, found.basis)}
    matched = _matched(found, [edit for edit in edits if not edit.own])
    notes: list[EmpathyNote] = []
    off: list[EmpathyNote] = []
    for note in found.notes:
        edit = matched.get(note.key)
        (off if edit and edit.removed else notes).append(_changed(note, edit, found) if edit else note)
    taken = {edit.key for edit in matched.values()}
    for edit in edits:
        own = _own_note(edit, found, usable) if edit.key not in taken else None
        if own is not None:
            (off if edit.removed else notes).append(own)
    order = {quadrant: n for n, quadrant in enumerate(CANVAS)}
    notes.sort(key=lambda note: (order[note.quadrant], note.position))
    return found.model_copy(update={"notes": tuple(notes), "taken_off": tuple(off)})


def is_verbatim(text: str, evidence: Iterable[Evidence]) -> bool:
    """Whether somebody said these words as they stand; quotation marks around them and marked cuts are allowed.

    >>> from cjm_research.model import Evidence
    >>> said = Evidence(participant="a", transcript="a", utterance=1, start=0, end=22, quote="I rang, and I gave up.")
    >>> is_verbatim("“I rang … gave up”", [said]), is_verbatim("She called many times", [said])
    (True, False)
    """
    parts = [" ".join(part.strip(_MARKS).split()) for part in _LEFT_OUT.split(text.strip(_MARKS))]
    parts = [part for part in parts if part]
    return bool(parts) and any(_in_order(parts, " ".join(item.quote.split())) for item in evidence)


def _in_order(parts: Sequence[str], quote: str) -> bool:
    at = 0
    for part in parts:
        at = quote.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _matched(found: EmpathyMap, edits: Sequence[EmpathyEdit]) -> dict[str, EmpathyEdit]:
    """Key of a note that was found -> the edit that belongs to it."""
    keys = {note.key for note in found.notes}
    matched = {edit.note: edit for edit in edits if edit.note in keys}
    for edit in edits:
        if edit.note not in keys and (note := _same_words(edit, found, matched)):
            matched[note.key] = edit
    return matched


def _same_words(edit: EmpathyEdit, found: EmpathyMap, matched: Mapping[str, EmpathyEdit]) -> EmpathyNote | None:
    # Only quotes are joined anew when codings change; what stands under a name is never another thing.
    words = set(edit.evidence)
    free = [n for n in found.notes if n.verbatim and area_of(n.key) == area_of(edit.note) and n.key not in matched]
    shared = {note.key: len(words & {e.coding for e in note.evidence}) for note in free}
    best = max(free, key=lambda note: shared[note.key], default=None)
    if best is None or not words or shared[best.key] < SAME_WORDS * len(words):
        return None
    return best


def _changed(note: EmpathyNote, edit: EmpathyEdit, found: EmpathyMap) -> EmpathyNote:
    quadrant = edit.quadrant or note.quadrant
    changes = {"key": edit.note, "quadrant": quadrant, "position": _place(edit, note, quadrant, found)}
    if edit.text is not None and edit.text != note.text:
        changes |= {"text": edit.text, "own": True, "verbatim": is_verbatim(edit.text, note.evidence)}
    return note.model_copy(update={**changes, "placed": edit.position is not None or quadrant != note.quadrant})


def _place(edit: EmpathyEdit, note: EmpathyNote, quadrant: Quadrant, found: EmpathyMap) -> float:
    if edit.position is not None:
        return edit.position
    return note.position if quadrant == note.quadrant else float(len(found.quadrant(quadrant)))


def _own_note(edit: EmpathyEdit, found: EmpathyMap, usable: Mapping[str, Coding]) -> EmpathyNote | None:
    """A note of a researcher, or what is left of one whose codings changed; None where that is nothing."""
    evidence = tuple(Evidence.of(usable[guid]) for guid in edit.evidence if guid in usable)
    if not edit.own and (edit.removed or (edit.text is None and edit.quadrant is None)):
        return None
    text = edit.text or (evidence[0].quote if evidence else "")
    quadrant = edit.quadrant or cast("Quadrant", area_of(edit.note))
    if not text or quadrant not in CANVAS:
        return None
    people = tuple(sorted({item.participant for item in evidence}))
    return EmpathyNote(
        key=edit.note,
        quadrant=quadrant,
        text=text,
        verbatim=is_verbatim(text, evidence),
        count=count_of(len(people), len(found.participants)),
        evidence=evidence,
        people=people,
        own=True,
        placed=edit.position is not None,
        position=edit.position if edit.position is not None else float(len(found.quadrant(quadrant))),
    )
