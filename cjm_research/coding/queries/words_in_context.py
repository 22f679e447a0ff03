"""Words in context (KWIC): every place where words occur, with what stands before and after, and the codes on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from cjm_research.coding.queries.tables import DIVIDER, typed_table
from cjm_research.coding.queries.word_index import Hit, WordIndex, Words
from cjm_research.coding.queries.word_query import WordQuery
from cjm_research.i18n import format_number, format_share, ngettext
from cjm_research.model import Coding, Participant, Transcript

if TYPE_CHECKING:
    import pandas as pd

# Code points of context at most, whatever the words in it.
MOST_CONTEXT = 400
COLUMNS = {
    "left": "string", "hit": "string", "right": "string", "transcript": "string", "group": "string",
    "utterance": "Int64", "role": "string", "start": "Int64", "end": "Int64", "codes": "string",
    "suggested_codes": "string",
}  # fmt: skip


def words_in_context(
    query: str | WordQuery,
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding] = (),
    *,
    participants: Iterable[Participant] = (),
    roles: Collection[str] = ("participant",),
    context: int = 10,
    index: WordIndex | None = None,
) -> pd.DataFrame:
    """Every place where the words occur, sorted by transcript (in the order given), utterance and start.

    Columns: left, hit and right (slices of the text as it stands), transcript, group, utterance (from 0), role, start
    and end (code points, half-open), codes (keys of confirmed codings that overlap the hit) and suggested_codes (those
    that only the machine suggests), each sorted and divided by semicolons.

    Parameters
    ----------
    query : str or WordQuery
        See `cjm_research.coding.queries.word_query`.
    codings : iterable of Coding
        Tell the codes; any mixture of states.
    participants : iterable of Participant
        Tell the groups; where not given, the transcripts do.
    roles : collection of str
        Whose turns are looked through: "participant", "interviewer", "other".
    context : int
        Words shown on each side, 0 or more, within the turn.
    index : WordIndex, optional
        Words already read; it is brought up to date.

    Raises
    ------
    BadValueError
        The query holds no word.
    """
    query = WordQuery.parse(query) if isinstance(query, str) else query
    index = index or WordIndex()
    index.update(transcripts)
    by_id = {transcript.id: transcript for transcript in transcripts}
    groups = {person.id: person.group for person in participants}
    codes = _codes_by_turn(codings)
    rows = []
    for hit in index.find(query):
        transcript = by_id[hit.transcript]
        utterance = transcript.utterances[hit.utterance]
        if utterance.role not in roles:
            continue
        words = index.words(hit.transcript)
        before, after = _borders(words, hit, context)
        confirmed, suggested = _codes_on(hit, codes)
        rows.append(
            {
                "left": utterance.text[max(before, hit.start - MOST_CONTEXT) : hit.start],
                "hit": utterance.text[hit.start : hit.end],
                "right": utterance.text[hit.end : min(after, hit.end + MOST_CONTEXT)],
                "transcript": hit.transcript,
                "group": groups.get(hit.transcript, transcript.group),
                "utterance": hit.utterance,
                "role": utterance.role,
                "start": hit.start,
                "end": hit.end,
                "codes": confirmed,
                "suggested_codes": suggested,
            }
        )
    people = len({row["transcript"] for row in rows})
    found = ngettext("Found {n} time, in {share} interviews.", "Found {n} times, in {share} interviews.", len(rows))
    note = found.format(n=format_number(len(rows)), share=format_share(people, len(transcripts)))
    return typed_table(rows, COLUMNS, notes=[note, *_unlemmatised(transcripts)])


def _borders(words: Words, hit: Hit, context: int) -> tuple[int, int]:
    """Where the context begins and ends in the turn; it reaches its ends where there are not enough words."""
    first, last = hit.first - context, hit.last + context
    utterances = words.places[:, 0]
    inside_left = first >= 0 and utterances[first] == hit.utterance
    inside_right = last < len(utterances) and utterances[last] == hit.utterance
    return (
        int(words.places[first, 1]) if inside_left else 0,
        int(words.places[last, 2]) if inside_right else len(words.texts[hit.utterance]),
    )


def _codes_by_turn(codings: Iterable[Coding]) -> dict[tuple[str, int], list[Coding]]:
    by_turn: dict[tuple[str, int], list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.status in {"confirmed", "suggested"}:
            by_turn[coding.transcript, coding.utterance].append(coding)
    return by_turn


def _codes_on(hit: Hit, codes: dict[tuple[str, int], list[Coding]]) -> tuple[str, str]:
    on_it = [c for c in codes.get((hit.transcript, hit.utterance), ()) if c.start < hit.end and hit.start < c.end]
    return tuple(  # type: ignore[return-value]
        DIVIDER.join(sorted({c.code for c in on_it if c.status == status})) for status in ("confirmed", "suggested")
    )


def _unlemmatised(transcripts: Sequence[Transcript]) -> list[str]:
    from cjm_research.tagging import supported_languages

    known = supported_languages()
    n = sum(transcript.language not in known for transcript in transcripts)
    if not n:
        return []
    words = ngettext(
        "In {n} interview, whose language is not known, words were found only in the form you typed.",
        "In {n} interviews, whose language is not known, words were found only in the form you typed.",
        n,
    )
    return [words.format(n=format_number(n))]
