"""What the coding pane sends to the page: an interview with its codings in short rows, and how far each one is.

Rows are lists, and what repeats (codes, coders, sources) is sent once and named by its number, so that an interview of
2,000 turns with 5,000 codings stays below a megabyte. Offsets are code points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cjm_research.model import Code, Codebook, Coding, Memo, Transcript, stage_model, term

STATUSES = ("suggested", "confirmed", "rejected", "lost")

# Codings carry the stages of the pivot model, whatever model the study shows its maps in.
PIVOT = "seven_stage"


def coding_row(coding: Coding, *, blind: bool = False) -> list[Any]:
    """One coding: guid, turn, start, end, code, valence, stage, coder, status, score, source, why, words.

    The score is in thousandths; the words are sent only where the text does not hold them any more. `blind` leaves
    out what the machine said.
    """
    score = None if blind or coding.score is None else round(coding.score * 1000)
    return [
        coding.guid,
        coding.utterance,
        coding.start,
        coding.end,
        coding.code,
        coding.valence,
        coding.stage,
        coding.coder,
        STATUSES.index(coding.status),
        score,
        "" if blind else coding.source,
        "" if blind else coding.why,
        coding.quote if coding.status == "lost" else "",
    ]


_CODE, _STAGE, _CODER, _SOURCE = 4, 6, 7, 10


def packed(rows: Iterable[list[Any]]) -> dict[str, Any]:
    """Rows with codes, stages, coders and sources replaced by their number in `names`."""
    numbers: dict[str, int] = {}
    short = []
    for row in rows:
        row = list(row)
        for column in (_CODE, _STAGE, _CODER, _SOURCE):
            if isinstance(row[column], str):
                row[column] = numbers.setdefault(row[column], len(numbers))
        short.append(row)
    return {"names": list(numbers), "rows": short}


def memo_row(memo: Memo) -> list[str]:
    """One memo: guid, subject, target, text, coder, when."""
    return [memo.guid, memo.on, memo.target, memo.text, memo.coder, memo.at]


def code_row(codebook: Codebook, code: Code, *, in_book: bool = True) -> list[Any]:
    """One code: key, kind, name, full name, colour, definition, when to use, when not, depth, whether it is in use."""
    return [
        code.key,
        code.kind,
        codebook.name_of(code.key),
        codebook.path_name(code.key),
        codebook.colour_of(code.key),
        code.definition,
        code.use_when,
        code.use_not,
        len(codebook.ancestors(code.key)),
        in_book and not code.retired,
    ]


def code_rows(codebook: Codebook, used: Collection[str] = ()) -> list[list[Any]]:
    """All codes in the order of the tree, then those of `used` that stand in no codebook: pains at a touchpoint."""
    rows = [code_row(codebook, code) for code in codebook.codes]
    for key in sorted(set(used)):
        if key not in codebook:
            kind, _slash, label = key.partition("/")
            rows.append(code_row(codebook, Code(key=key, kind=kind, label=label or None), in_book=False))  # type: ignore[arg-type]
    return rows


def turn_rows(transcript: Transcript) -> dict[str, Any]:
    """The turns: number of the speaker, role, seconds from the start, text."""
    speakers: dict[str, int] = {}
    rows = [[speakers.setdefault(u.speaker, len(speakers)), u.role, u.start_s, u.text] for u in transcript.utterances]
    return {"speakers": list(speakers), "turns": rows}


def stage_rows() -> list[list[str]]:
    """The stages a coding can have, with their names."""
    return [[key, term("stage", key)] for key in stage_model(PIVOT).keys]


def participant_turns(transcript: Transcript) -> frozenset[int]:
    """The turns in which the interviewed person speaks."""
    return frozenset(n for n, utterance in enumerate(transcript.utterances) if utterance.role == "participant")


class Progress:
    """How far an interview is, counted as codings come and go.

    Parameters
    ----------
    turns : collection of int
        The turns in which the interviewed person speaks.
    """

    def __init__(self, turns: Collection[int]) -> None:
        self.turns = turns
        self.made = self.decided = self.lost = 0
        self._confirmed: Counter[int] = Counter()

    def count(self, coding: Coding, by: int) -> None:
        """Take a coding in (1) or out (-1)."""
        if coding.is_of_machine:
            self.made += by
            self.decided += by * (coding.status != "suggested")
        if coding.status == "confirmed" and coding.utterance in self.turns:
            self._confirmed[coding.utterance] += by
        self.lost += by * (coding.status == "lost")

    def row(self, *, blind: bool) -> list[int]:
        """Suggestions made, of them decided, turns of the participant, of them coded, lost codings."""
        coded = sum(n > 0 for n in self._confirmed.values())
        suggestions = [0, 0] if blind else [self.made, self.decided]
        return [*suggestions, len(self.turns), coded, self.lost]


class Interviews:
    """The codings that a pane shows, by interview, kept up to date from changes.

    Parameters
    ----------
    own : str, optional
        Show the codings of this coder alone, and nothing of the machine.
    """

    def __init__(self, own: str | None = None) -> None:
        self.own = own
        self._progress: dict[str, Progress] = {}
        self._codings: dict[str, dict[str, Coding]] = {}
        self._where: dict[str, str] = {}

    @property
    def blind(self) -> bool:
        """Whether only one coder's own work is shown."""
        return self.own is not None

    def fill(self, transcripts: Iterable[Transcript], codings: Iterable[Coding]) -> None:
        """Begin anew."""
        self._progress = {transcript.id: Progress(participant_turns(transcript)) for transcript in transcripts}
        self._codings = {id: {} for id in self._progress}
        self._where = {}
        for coding in codings:
            self._put(coding)

    def knows(self, changes: Any) -> bool:
        """Whether every interview in which something changed is known."""
        named = {coding.transcript for coding in changes.codings.values() if coding is not None}
        return bool(self._codings) and named | {id for id, _turn in changes.texts} <= self._codings.keys()

    @property
    def ids(self) -> tuple[str, ...]:
        """The interviews, in the order of import."""
        return tuple(self._codings)

    def update(self, changes: Mapping[str, Coding | None]) -> dict[str, dict[str, list[Any] | None]]:
        """Take changes in; interview -> guid -> the coding's row, None where it is gone."""
        touched: dict[str, dict[str, list[Any] | None]] = {}
        for guid, coding in changes.items():
            before = self._where.pop(guid, None)
            if before is not None:
                self._progress[before].count(self._codings[before].pop(guid), -1)
                touched.setdefault(before, {})[guid] = None
            if coding is not None and self._put(coding):
                touched.setdefault(coding.transcript, {})[guid] = coding_row(coding, blind=self.blind)
        return touched

    def of(self, interview: str) -> tuple[Coding, ...]:
        """The codings shown in an interview."""
        return tuple(self._codings.get(interview, {}).values())

    def rows(self, interview: str) -> list[list[Any]]:
        """The rows of an interview's codings, as they stand in the text."""
        return [coding_row(coding, blind=self.blind) for coding in sorted(self.of(interview), key=lambda c: c.place)]

    def progress(self, interviews: Iterable[str] | None = None) -> dict[str, list[int]]:
        """How far these interviews are, or all of them."""
        wanted = self._progress if interviews is None else interviews
        return {id: self._progress[id].row(blind=self.blind) for id in wanted}

    def coding(self, guid: str) -> Coding | None:
        """A coding that is shown."""
        return self._codings[self._where[guid]][guid] if guid in self._where else None

    def _put(self, coding: Coding) -> bool:
        shown = coding.coder == self.own if self.blind else True
        if shown and coding.transcript in self._codings:
            self._codings[coding.transcript][coding.guid] = coding
            self._where[coding.guid] = coding.transcript
            self._progress[coding.transcript].count(coding, 1)
            return True
        return False
