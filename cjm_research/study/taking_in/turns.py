"""Where the turns of a foreign text lie, and where what is coded in one text lies in another of the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cjm_research.exchange.incoming import IncomingCoding, IncomingText
from cjm_research.model import Coding
from cjm_research.model.anchors import moved_spans
from cjm_research.readers.exact_turns import exact_turns, shown

# What only our own exports tell of a coding.
OWN = ("valence", "stage", "status", "score", "source", "why")
LONGEST_ID = 120
_ENDING = re.compile(r"\.(txt|docx?|rtf|odt|pdf|html?|md|srt|vtt)$", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n))+")


def turns_of(text: IncomingText) -> tuple[list[tuple[int, int]], list[tuple[str, Any]]]:
    """Where the utterances lie, and (speaker, role) of each; those without words are left out."""
    if text.turns:
        given = [turn for turn in sorted(text.turns, key=lambda t: t.start) if text.text[turn.start : turn.end].strip()]
        return [(turn.start, turn.end) for turn in given], [(turn.speaker, turn.role) for turn in given]
    found = exact_turns(text.text)
    return [(turn.start, turn.end) for turn in found], [(turn.speaker, turn.role) for turn in found]


def bare(text: str) -> str:
    """A text without its blanks, by which texts of different line ends are compared."""
    return "".join(text.split())


def turns_of_ours(whole: str, spoken: Sequence[tuple[str, str | None]]) -> tuple[tuple[int, int], ...] | None:
    """Where the utterances (speaker, words) of an interview lie in a text that was made of it; None where it was not.

    Each stands on a line of its own with the speaker in front; the words may have been corrected, or are not known
    (None).
    """
    turns, at = [], 0
    said = [words for _speaker, words in spoken if words is not None]
    for n, (speaker, words) in enumerate(spoken):
        label = f"{speaker}: " if speaker else ""
        if not whole.startswith(shown(label), at):
            return _in_order(whole, said)
        start = at + len(label)
        following = f"{spoken[n + 1][0]}: " if n + 1 < len(spoken) and spoken[n + 1][0] else ""
        end = _end_of(whole, start, words, following, is_last=n + 1 == len(spoken))
        if end is None:
            return _in_order(whole, said)
        turns.append((start, end))
        # Other tools leave lines blank between turns; what nobody says has no label either, and is such a line.
        match = (_BLANK_LINES if following else _LINE_END).match(whole, end)
        at = match.end() if match else end
    return tuple(turns)


def _end_of(whole: str, start: int, words: str | None, following: str, *, is_last: bool) -> int | None:
    """Where an utterance ends: where its words do, else before the label of the next one."""
    same = None if words is None else re.compile(_any_line_ends(words)).match(whole, start)
    if same is not None:
        after = (_BLANK_LINES if following else _LINE_END).match(whole, same.end())
        if is_last and not whole[same.end() :].strip():
            return same.end()
        if after and whole.startswith(following, after.end()):
            return same.end()
    if is_last:
        return start + len(whole[start:].rstrip("\r\n"))
    match = re.compile(r"(?:\r\n|\r|\n)" + re.escape(following)).search(whole, start)
    return match.start() if match else None


def _any_line_ends(words: str) -> str:
    return r"(?:\r\n|\r|\n)".join(re.escape(line) for line in shown(words).split("\n"))


def _in_order(whole: str, said: Sequence[str]) -> tuple[tuple[int, int], ...] | None:
    """Where the utterances lie in any text that holds them all, one after another."""
    if not said:
        return None
    found = exact_turns(whole)
    if [shown(whole[turn.start : turn.end]) for turn in found] == [shown(words) for words in said]:
        return tuple((turn.start, turn.end) for turn in found)
    turns, at = [], 0
    for words in said:
        match = re.compile(_any_line_ends(words)).search(whole, at)
        if match is None:
            return None
        turns.append(match.span())
        at = match.end()
    return tuple(turns)


def onto(known: str, text: IncomingText) -> IncomingText:
    """A text's codings at the places of their words in the text that we have."""
    spans = moved_spans(text.text, known, [(coding.start, coding.end) for coding in text.codings])
    codings = [
        IncomingCoding(c.id, span[0], span[1], c.code, c.coder, c.memo, c.own)
        for c, span in zip(text.codings, spans, strict=True)
        if span is not None
    ]
    return IncomingText(text.id, text.name, known, text.language, text.turns, codings)


def placed(coding: Coding, came: str, present: str) -> Coding | None:
    """A coding of the text as it came in the text as it is now; None where its words are gone."""
    if came == present:
        return coding
    span = moved_spans(came, present, [(coding.start, coding.end)])[0]
    if span is None:
        return None
    return coding.model_copy(update={"start": span[0], "end": span[1], "quote": present[span[0] : span[1]]})


def alike(one: Coding, other: Coding, own: Mapping[str, Any]) -> bool:
    """Whether two codings say the same as far as the tool can tell."""
    fields = ("utterance", "start", "end", "kind", "label", "coder", *(key for key in OWN if key in own))
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def plain_name(name: str) -> str:
    """The name of a text in the form of an interview's id."""
    plain = "".join(" " if char < " " else "-" if char in "/\\" else char for char in name)
    return _ENDING.sub("", " ".join(plain.split()))[:LONGEST_ID].strip()
