"""Where the words of a foreign text lie in the utterances of an interview, and the other way round."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from cjm_research.readers.exact_turns import shown

Turn = tuple[int, int]


class Places:
    """A text and its turns: positions of the whole text <-> positions of an utterance as the study shows it.

    Parameters
    ----------
    text : str
        As it came, line ends included.
    turns : sequence of (int, int)
        Where each utterance lies in it, in order, none overlapping.
    """

    def __init__(self, text: str, turns: Sequence[Turn]) -> None:
        self.text, self.turns = text, turns
        self._starts = [start for start, _end in turns]
        self._has_returns = "\r" in text

    def utterances(self) -> list[str]:
        """The text of each utterance as the study shows it."""
        return [shown(self.text[start:end]) for start, end in self.turns]

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """(utterance, start, end) of each utterance that ``text[start:end]`` touches, in the text as shown."""
        if start >= end:
            return
        for number in range(max(0, bisect_right(self._starts, start) - 1), len(self.turns)):
            first, last = self.turns[number]
            if first >= end:
                return
            low, high = max(start, first), min(end, last)
            if low < high:
                yield number, self._shown(first, low), self._shown(first, high)

    def _shown(self, first: int, at: int) -> int:
        if not self._has_returns:
            return at - first
        return at - first - self.text.count("\r\n", first, at)

    def whole(self, utterance: int, at: int) -> int:
        """Where a position of an utterance, as shown, lies in the whole text."""
        first, last = self.turns[utterance]
        if not self._has_returns or self.text.find("\r\n", first, last) < 0:
            return first + at
        found = first
        for _n in range(at):
            found += 2 if self.text.startswith("\r\n", found) else 1
        return found
