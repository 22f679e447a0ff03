"""Coded segments: the quotes behind codes, chosen by code, person, group, stage, coder, words and more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from cjm_research.coding.queries.filters import Names, Wanted, all_stages
from cjm_research.coding.queries.tables import basis_of, checked_codes, code_order, lineage, typed_table
from cjm_research.coding.queries.word_index import Hit, WordIndex
from cjm_research.coding.queries.word_query import WordQuery
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.model import Codebook, Coding, Memo, Participant, Transcript, default_codebook

if TYPE_CHECKING:
    import pandas as pd

SegmentOrder = Literal["place", "code", "participant", "stage"]
SEGMENT_ORDERS: tuple[SegmentOrder, ...] = SegmentOrder.__args__  # type: ignore[attr-defined]
COLUMNS = {
    "guid": "string", "transcript": "string", "participant": "string", "group": "string", "utterance": "Int64",
    "start": "Int64", "end": "Int64", "quote": "string", "context": "string", "code": "string", "name": "string",
    "kind": "string", "label": "string", "valence": "Int64", "stage": "string", "coder": "string", "status": "string",
    "basis": "string", "memos": "string",
}  # fmt: skip
# A sentence ends at its mark where white space follows and then no small letter: not after "np." or "т. д.".
_SENTENCE_END = re.compile(r"[.!?…]+[\"”»’)\]]*\s+|\n+")
# Code points of context on each side at most.
MOST_CONTEXT = 500


def coded_segments(
    codings: Iterable[Coding],
    transcripts: Sequence[Transcript],
    participants: Iterable[Participant] = (),
    *,
    codebook: Codebook | None = None,
    memos: Iterable[Memo] = (),
    code: Names = None,
    participant: Names = None,
    group: Names = None,
    attributes: Mapping[str, Any] | None = None,
    stage: Names = None,
    coder: Names = None,
    status: Names = ("confirmed", "suggested"),
    valence: int | tuple[int, int] | None = None,
    text: str | WordQuery | None = None,
    order: SegmentOrder = "place",
    index: WordIndex | None = None,
) -> pd.DataFrame:
    """One row a coding that has everything asked for.

    Columns: guid, transcript, participant, group, utterance (from 0), start and end (code points, half-open), quote,
    context (the sentence or sentences around it), code (its key), name, kind, label, valence (-2..2), stage, coder,
    status, basis ("confirmed" or "machine", missing for rejected ones), memos (those on the coding, a line each).

    Parameters
    ----------
    code : str or iterable of str, optional
        Keys; a code finds those below it too.
    participant, group, stage, coder, status : str or iterable of str, optional
        Any of these values; an empty stage means codings without one.
    attributes : mapping, optional
        Attribute -> value or values that the participant has, compared as text.
    valence : int or (int, int), optional
        This one, or from lowest to highest, both included; codings without valence are then left out.
    text : str or WordQuery, optional
        Words that occur inside the quote; see `cjm_research.coding.queries.word_query`.
    order : {"place", "code", "participant", "stage"}
        What the rows are sorted by; among equals by transcript, utterance, start, end, code, coder. Codes stand in the
        order of the codebook, stages in that of their model.

    Raises
    ------
    UnknownNameError
        No such code, participant, group, attribute, stage, coder or status is known.
    BadValueError
        `valence` is no valence, or `text` holds no word.
    """
    codings, codebook = list(codings), codebook or default_codebook()
    people = {person.id: person for person in participants}
    codes = checked_codes(code, codebook, codings)
    wanted = Wanted.checked(
        codings,
        people.values(),
        participant=participant,
        group=group,
        attributes=attributes or {},
        stage=stage,
        coder=coder,
        status=status,
        valence=valence,
    )
    found = [c for c in codings if wanted.takes(c, people.get(c.participant))]
    if codes is not None:
        found = [c for c in found if not set(codes).isdisjoint(lineage(codebook, c.code))]
    if text is not None:
        found = _with_words(found, text, transcripts, index or WordIndex())
    found.sort(key=_sort_key(order, codebook))
    written = _memos_by_coding(memos)
    texts = {transcript.id: transcript for transcript in transcripts}
    interviewed = {*texts, *(c.participant for c in codings)}
    notes = _notes(found, sum(wanted.asks(who, people.get(who)) for who in interviewed))
    return typed_table([_row(c, texts, people, codebook, written) for c in found], COLUMNS, notes=notes)


def context_of(text: str, start: int, end: int) -> str:
    """The sentence or sentences of `text` that hold the code points `start` to `end`; empty where these are none."""
    if start >= end:
        return ""
    low, high = max(0, start - MOST_CONTEXT), min(len(text), end + MOST_CONTEXT)
    borders = [
        match.end()
        for match in _SENTENCE_END.finditer(text, low, high)
        if not text[match.end() : match.end() + 1].islower()
    ]
    before = max((border for border in borders if border <= start), default=low)
    after = min((border for border in borders if border >= end), default=high)
    return text[before:after].strip()


def _row(
    coding: Coding,
    texts: Mapping[str, Transcript],
    people: Mapping[str, Participant],
    codebook: Codebook,
    memos: Mapping[str, str],
) -> dict[str, Any]:
    person = people.get(coding.participant)
    transcript = texts.get(coding.transcript)
    spoken = transcript.utterances[coding.utterance].text if transcript else ""
    return {
        **coding.model_dump(),
        "group": person.group if person else None,
        "context": context_of(spoken, coding.start, coding.end),
        "code": coding.code,
        "name": codebook.path_name(coding.code),
        "basis": basis_of(coding),
        "memos": memos.get(coding.guid),
    }


def _with_words(
    codings: list[Coding], text: str | WordQuery, transcripts: Sequence[Transcript], index: WordIndex
) -> list[Coding]:
    index.update(transcripts)
    hits: dict[tuple[str, int], list[Hit]] = {}
    for hit in index.find(WordQuery.parse(text) if isinstance(text, str) else text):
        hits.setdefault((hit.transcript, hit.utterance), []).append(hit)
    return [
        c
        for c in codings
        if any(c.start <= hit.start and hit.end <= c.end for hit in hits.get((c.transcript, c.utterance), ()))
    ]


def _sort_key(order: SegmentOrder, codebook: Codebook) -> Callable[[Coding], tuple[Any, ...]]:
    codes, stages = code_order(codebook), {stage: place for place, stage in enumerate(all_stages())}
    firsts: dict[str, Callable[[Coding], Any]] = {
        "place": lambda c: 0,
        "code": lambda c: codes.get(c.code, len(codes)),
        "participant": lambda c: c.participant,
        "stage": lambda c: (stages.get(c.stage or "", len(stages)), c.stage or "~"),
    }
    if order not in firsts:
        raise BadValueError(
            _("Segments cannot be sorted by “{order}”. Known: {known}.").format(
                order=order, known=", ".join(SEGMENT_ORDERS)
            )
        )
    first = firsts[order]
    return lambda c: (first(c), *c.place, c.code, c.coder, c.guid)


def _memos_by_coding(memos: Iterable[Memo]) -> dict[str, str]:
    written: dict[str, list[str]] = {}
    for memo in memos:
        if memo.on == "coding":
            written.setdefault(memo.target, []).append(memo.text)
    return {guid: "\n".join(texts) for guid, texts in written.items()}


def _notes(found: Sequence[Coding], n_asked: int) -> list[str]:
    tellers = len({c.participant for c in found})
    said = ngettext("{n} segment, told by {share} people.", "{n} segments, told by {share} people.", len(found))
    notes = [said.format(n=format_number(len(found)), share=format_share(tellers, n_asked))]
    by_machine = sum(c.status == "suggested" for c in found)
    if by_machine:
        words = ngettext(
            "{n} of them is a suggestion of the machine that nobody has reviewed (column basis).",
            "{n} of them are suggestions of the machine that nobody has reviewed (column basis).",
            by_machine,
        )
        notes.append(words.format(n=format_number(by_machine)))
    return notes
