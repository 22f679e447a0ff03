"""Cues of a recording become turns: by voice, by label, or, where nobody is named, by sentence and pause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cjm_research.i18n import _
from cjm_research.readers.assembler import Found, joined
from cjm_research.readers.base import Cue, Line, Side, Turn
from cjm_research.readers.label_forms import Label
from cjm_research.readers.labels import find_labels
from cjm_research.readers.times import without_inline_stamps

PAUSE_S = 0.8
LONG_CHARS = 400
_CHANGE = re.compile(r"^\s*(?:>>+|&gt;&gt;)\s*(?=\S)")
_SENTENCE = re.compile(r"(?<=[.?!…])[\"”»)]*\s+(?=\S)")


def turns_of_rows(cues: Sequence[Cue]) -> Found:
    """The turns of a table: a row each; a row without a speaker goes on with the turn above."""
    turns: list[Turn] = []
    for cue in cues:
        if turns and not cue.speaker and cue.side is None:
            turns[-1] = _extended(turns[-1], cue)
        else:
            turns.append(Turn(cue.speaker or "", cue.text, cue.start_s, cue.end_s, cue.side))
    return Found(tuple(turns))


def turns_of_cues(cues: Sequence[Cue]) -> Found:
    """The turns of subtitles: cues of one voice in a row are one turn, their texts joined by a blank.

    A turn starts with its first cue and ends with its last.
    """
    if any(cue.speaker for cue in cues):
        return Found(tuple(_merged(cues)))
    pieces = [replace(cue, text=line) for cue in cues for line in cue.text.split("\n") if line.strip()]
    lines = [Line(piece.text.strip(), number) for number, piece in enumerate(pieces)]
    labels = find_labels(lines, only="colon")
    if len({label.key for label in labels.values()}) > 1:
        return Found(tuple(_merged(_voiced(pieces, labels))))
    if sum(bool(_CHANGE.match(piece.text)) for piece in pieces) >= 2:
        return Found(tuple(_changes(pieces)), told=False)
    return Found(tuple(_by_sentence(pieces)), told=False)


def _voiced(pieces: Sequence[Cue], labels: dict[int, Label]) -> list[Cue]:
    """Pieces with the speaker of the last label before them."""
    voiced, speaker = [], ""
    for number, piece in enumerate(pieces):
        text = piece.text
        if number in labels:
            speaker, text = labels[number].name, labels[number].rest
        voiced.append(replace(piece, text=text, speaker=speaker))
    return voiced


def _merged(cues: Sequence[Cue]) -> list[Turn]:
    turns: list[Turn] = []
    for cue in cues:
        cue = replace(cue, text=without_inline_stamps(cue.text))
        if turns and (cue.speaker is None or turns[-1].speaker == cue.speaker):
            turns[-1] = _extended(turns[-1], cue)
        else:
            turns.append(Turn(cue.speaker or "", " ".join(cue.text.split("\n")).strip(), cue.start_s, cue.end_s))
    return [turn for turn in turns if turn.text]


def _extended(turn: Turn, cue: Cue) -> Turn:
    text = joined(turn.text, " ".join(cue.text.split("\n")).strip(), same=True)
    return replace(turn, text=text, end_s=cue.end_s if cue.end_s is not None else turn.end_s)


def _changes(pieces: Sequence[Cue]) -> list[Turn]:
    """Turns that begin at ``>>``, the sign of broadcasters for “another speaker”."""
    turns: list[Turn] = []
    for piece in pieces:
        text = _CHANGE.sub("", piece.text).strip()
        if turns and text == piece.text.strip():
            turns[-1] = _extended(turns[-1], piece)
        else:
            turns.append(Turn("", text, piece.start_s, piece.end_s))
    return turns


def _by_sentence(pieces: Sequence[Cue]) -> list[Turn]:
    """Pieces joined to whole sentences; a pause, a question or 400 characters end a turn at a sentence's end."""
    turns: list[Turn] = []
    is_open = False
    for number, piece in enumerate(pieces):
        if is_open:
            turns[-1] = _extended(turns[-1], piece)
        else:
            turns.append(Turn("", piece.text.strip(), piece.start_s, piece.end_s))
        is_open = not _ends(turns[-1], pieces[number + 1] if number + 1 < len(pieces) else None)
    return turns


def _ends(turn: Turn, following: Cue | None) -> bool:
    text = turn.text.rstrip('"”» ')
    if following is None or len(text) > 3 * LONG_CHARS:
        return True
    if not text.endswith((".", "?", "!", "…")):
        return False
    known = turn.end_s is not None and following.start_s is not None
    pause = (following.start_s or 0.0) - (turn.end_s or 0.0) >= PAUSE_S if known else False
    return pause or text.endswith("?") or len(text) > LONG_CHARS


def guessed(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Turns in which every question is the interviewer's and every other sentence the participant's: a guess."""
    pieces: list[Turn] = []
    for turn in turns:
        for sentence in _SENTENCE.split(turn.text):
            side: Side = "interviewer" if sentence.rstrip('"”»)').endswith("?") else "participant"
            if pieces and pieces[-1].side == side:
                pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text} {sentence}", end_s=turn.end_s)
            else:
                pieces.append(Turn("", sentence, turn.start_s, turn.end_s, side))
    return tuple(pieces)


def guess_note() -> str:
    """What to say about a guess."""
    return _(
        "No speakers are named. Questions were taken as the interviewer's, all else as the participant's: check it."
    )
