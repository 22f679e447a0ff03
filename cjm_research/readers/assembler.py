"""Lines gathered into turns, and a count of what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cjm_research.i18n import format_number, ngettext
from cjm_research.readers.base import Line, Side, Turn
from cjm_research.readers.times import Times, only_stamp, split_leading_stamp, without_inline_stamps

_UNKNOWN: Times = (None, None)


@dataclass(frozen=True)
class Found:
    """Turns with what should be said about them; `told` is False where nothing in the file tells speakers apart."""

    turns: tuple[Turn, ...]
    notes: tuple[str, ...] = ()
    told: bool = True


class Assembler:
    """Collects lines into turns and counts what is left out."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.skipped: list[str] = []
        self._paragraph: int | None = None
        self._pending: Times = _UNKNOWN

    def start(self, speaker: str, line: Line, text: str, times: Times = _UNKNOWN, side: Side | None = None) -> None:
        """Begin a turn with the first words of it."""
        if times[0] is None:
            inner, text = split_leading_stamp(text)
            times = inner if inner[0] is not None else self._pending
        self._pending = _UNKNOWN
        self.turns.append(Turn(speaker, without_inline_stamps(text).strip(), *times, side))
        self._paragraph = line.paragraph

    def go_on(self, line: Line) -> None:
        """Add a line to the present turn; wrapped lines are joined by a blank, paragraphs by a line end."""
        times = only_stamp(line.text)
        last = self.turns[-1]
        if times is not None:
            if last.text:
                self._pending = times
            else:
                self.turns[-1] = replace(last, start_s=times[0], end_s=times[1])
            return
        inner, body = split_leading_stamp(line.text)
        if not last.text and last.start_s is None and inner[0] is not None:
            last = replace(last, start_s=inner[0], end_s=inner[1])
        text = without_inline_stamps(body).strip()
        self.turns[-1] = replace(last, text=joined(last.text, text, same=line.paragraph == self._paragraph))
        self._paragraph = line.paragraph

    def skip(self, line: Line) -> None:
        """Leave a line out and remember it; a time alone belongs to the turn that follows."""
        times = only_stamp(line.text)
        if times is not None:
            self._pending = times
        else:
            self.skipped.append(line.text)

    def found(self, *notes: str) -> Found:
        """The turns with words in them, and a note on what was left out."""
        turns = tuple(turn for turn in self.turns if turn.text)
        return Found(turns, (*left_out(self.skipped), *notes))


def joined(before: str, after: str, *, same: bool) -> str:
    """Two pieces of a turn; a word cut by a hyphen at the line end is closed up, its hyphen kept."""
    if not before or not after:
        return before or after
    if not same:
        return f"{before}\n{after}"
    hyphen = before[-1] == "-" and before[-2:-1].isalpha() and after[0].islower()
    return before + after if hyphen else f"{before} {after}"


def left_out(texts: Sequence[str]) -> tuple[str, ...]:
    """A note on lines that are no speech, with the beginning of the first."""
    if not texts:
        return ()
    start = " ".join(texts[0].split())
    start = start if len(start) <= 60 else start[:60].rstrip() + "…"
    message = ngettext(
        "{n} line that nobody speaks was left out (heading, introduction): “{start}”.",
        "{n} lines that nobody speaks were left out (headings, introduction), the first being “{start}”.",
        len(texts),
    )
    return (message.format(n=format_number(len(texts)), start=start),)
