"""The table of coded segments: one row a coding, with its words, its place, its code and the memos on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.tables.words import CODING_COLUMNS
from cjm_research.model import Codebook, Coding, Memo, Participant, Transcript

# Between the memos of one coding.
BETWEEN_MEMOS = "\n\n"


def segment_rows(content: StudyContent) -> list[list[Any]]:
    """One row a coding, in the order of `CODING_COLUMNS`, sorted by place."""
    codings = sorted(content.codings, key=lambda c: (*c.place, c.code, c.coder, c.guid))
    cells = Segments(content.transcripts, content.participants, content.codebook, content.memos)
    return [[row[column] for column in CODING_COLUMNS] for row in map(cells.row, codings)]


class Segments:
    """Makes the cells of codings.

    Parameters
    ----------
    transcripts, participants, codebook, memos
        Those of the study: a row tells the speaker, the group, the code's name and what was noted.
    """

    def __init__(
        self,
        transcripts: Iterable[Transcript],
        participants: Iterable[Participant],
        codebook: Codebook,
        memos: Iterable[Memo],
    ) -> None:
        self._transcripts = {transcript.id: transcript for transcript in transcripts}
        self._groups = {person.id: person.group for person in participants}
        self._codebook = codebook
        self._memos = memos_of_codings(memos)
        self._names: dict[str, str] = {}

    def row(self, coding: Coding) -> dict[str, Any]:
        """Column -> cell of one coding."""
        values = coding.model_dump()
        values["group"] = self._groups.get(coding.participant)
        values["speaker"] = self._speaker(coding)
        values["code_name"] = self._name(coding.code)
        values["memo"] = joined_memos(self._memos.get(coding.guid, ())) or None
        return {column: values[column] for column in CODING_COLUMNS}

    def _speaker(self, coding: Coding) -> str | None:
        transcript = self._transcripts.get(coding.transcript)
        if transcript is None or coding.utterance >= len(transcript.utterances):
            return None
        return transcript.utterances[coding.utterance].speaker

    def _name(self, code: str) -> str:
        if code not in self._names:
            self._names[code] = self._codebook.path_name(code)
        return self._names[code]


def memos_of_codings(memos: Iterable[Memo]) -> Mapping[str, Sequence[Memo]]:
    """Guid of a coding -> the memos on it, in the order they were written."""
    found: defaultdict[str, list[Memo]] = defaultdict(list)
    for memo in memos:
        if memo.on == "coding":
            found[memo.target].append(memo)
    return found


def joined_memos(memos: Sequence[Memo]) -> str:
    """The memos on one coding as one cell."""
    return BETWEEN_MEMOS.join(memo.text for memo in memos)
