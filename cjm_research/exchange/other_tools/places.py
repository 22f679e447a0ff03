"""Where the codings of other tools stand: positions in their units, made code points by the words they quote.

Tools count a text in code points, in UTF-16 units, in bytes or in what a reader takes for one letter, and a line end
of two characters as two or as one. What a file counts in is found by trying: under the right counting, places hold the
words that the file quotes beside them, or at least begin and end at the edges of words. The text is never changed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, TypeGuard, get_args

from cjm_research.errors import BadValueError
from cjm_research.exchange.losses import Loss
from cjm_research.i18n import _

Unit = Literal["code_points", "utf16", "bytes", "graphemes"]

_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Counting:
    """What a position counts, and as how many a line end of two characters (CR, LF) is counted."""

    unit: Unit = "code_points"
    line_end: Literal[1, 2] = 2

    @property
    def name(self) -> str:
        """As it is given as an option: ``utf16``, ``utf16+crlf1``."""
        return self.unit if self.line_end == 2 else f"{self.unit}+crlf1"


def counting_named(name: Counting | str) -> Counting:
    """The counting of an option: a unit, with ``+crlf1`` or ``+crlf2`` behind it where line ends matter.

    Raises
    ------
    BadValueError
        There is no such unit.
    """
    if isinstance(name, Counting):
        return name
    unit, _plus, line_end = name.partition("+")
    if unit not in get_args(Unit) or line_end not in ("", "crlf1", "crlf2"):
        names = ", ".join([*get_args(Unit), "code_points+crlf1"])
        what = _("No way of counting is called {name}. Choose one of: {names}.")
        raise BadValueError(what.format(name=name, names=names))
    return Counting(unit, 1 if line_end == "crlf1" else 2)  # type: ignore[arg-type]


class Ruler:
    """A text with a counting laid along it."""

    def __init__(self, text: str, counting: Counting) -> None:
        self.text, self.counting = text, counting
        self._marks = _marks(text, counting)

    def point(self, n: int) -> int | None:
        """The code point at position `n`; the letter that `n` is within; None outside the text."""
        if self._marks is None:
            return n if 0 <= n <= len(self.text) else None
        if not 0 <= n <= self._marks[-1]:
            return None
        # Behind all that belongs to the letter before it: accents, the second half of a line end.
        return bisect_right(self._marks, n) - 1

    def mark(self, point: int) -> int:
        """The position at a code point of the text."""
        return point if self._marks is None else self._marks[point]

    def is_edge(self, n: int) -> bool:
        """Whether position `n` stands between two letters, not within one."""
        if self._marks is None:
            return 0 <= n <= len(self.text)
        at = bisect_left(self._marks, n)
        return at < len(self._marks) and self._marks[at] == n

    def slice(self, start: int, end: int) -> str | None:
        """The words from `start` to `end`; None where that is no place of the text."""
        first, last = self.point(start), self.point(end)
        return None if first is None or last is None or first > last else self.text[first:last]


def _marks(text: str, counting: Counting) -> list[int] | None:
    """The position before each code point and behind the last; None where positions are code points already."""
    one_less = counting.line_end == 1 and "\r\n" in text
    if counting.unit == "code_points" and not one_less:
        return None
    widths = _widths(text, counting.unit)
    if one_less and counting.unit != "graphemes":
        at = text.find("\r\n")
        while at >= 0:
            widths[at + 1] = 0
            at = text.find("\r\n", at + 2)
    return list(accumulate(widths, initial=0))


def _widths(text: str, unit: Unit) -> list[int]:
    if unit == "utf16":
        return [2 if char > "\uffff" else 1 for char in text]
    if unit == "bytes":
        return [1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text]
    if unit == "graphemes":
        return _grapheme_widths(text)
    return [1] * len(text)


def _grapheme_widths(text: str) -> list[int]:
    """1 where a letter as readers see it begins, 0 within one: marks, joined emoji, flags, skin tones, CR LF.

    References
    ----------
    Unicode Standard Annex 29, Unicode Text Segmentation: the rules that matter for European scripts and emoji.
    """
    widths, flags = [], 0
    for i, char in enumerate(text):
        before = text[i - 1] if i else ""
        is_flag = ord(char) in _REGIONAL
        joins = (
            unicodedata.category(char) in ("Mn", "Me", "Mc")
            or char == _JOINER
            or ord(char) in _SKIN_TONES
            or (before == "\r" and char == "\n")
            or (before == _JOINER and unicodedata.category(char) == "So")
            or (is_flag and flags % 2 == 1)
        )
        flags = flags + 1 if is_flag else 0
        widths.append(0 if joins and before else 1)
    return widths


Place = tuple[int, int, str]  # start and end as the file counts, and the words it quotes, "" for none


def find_counting(text: str, places: Sequence[Place], candidates: Sequence[Counting]) -> Counting:
    """The candidate under which most places hold what they quote, or whole words; of two alike, the earlier."""
    if text.isascii() and "\r\n" not in text:
        return candidates[0]
    # The first of those with the best fit, as `max` takes it.
    return max(candidates, key=lambda counting: fit(Ruler(text, counting), places))


def fit(ruler: Ruler, places: Iterable[Place]) -> float:
    """How well places go with a counting: 1 for each that holds what it quotes, or whole words if it quotes none."""
    return sum(_fit(ruler, place) for place in places)


def _fit(ruler: Ruler, place: Place) -> float:
    start, end, quote = place
    words = ruler.slice(start, end)
    if words is None:
        return 0
    if quote:
        return 1 if same_words(words, quote) else 0
    first, last = ruler.point(start), ruler.point(end)
    return (_is_word_edge(ruler.text, first) + _is_word_edge(ruler.text, last) + (words == words.strip())) / 3


def _is_word_edge(text: str, at: int | None) -> bool:
    return at is not None and (at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum()))


def same_words(first: str, second: str) -> bool:
    """Whether two texts are alike but for white space, which tools collapse and break anew in what they quote."""
    return first == second or _bare(first) == _bare(second)


def _bare(text: str) -> str:
    return "".join(text.replace("\\n", " ").replace("\ufffd", "").split())


@dataclass
class Placing:
    """Puts the places of one text where they belong and lists what does not fit.

    Parameters
    ----------
    text : str
        The text that positions refer to.
    counting : Counting
        What they count.
    where : str
        The text's name, for the list.
    losses : list of Loss
        Grows.
    """

    text: str
    counting: Counting
    where: str
    losses: list[Loss] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ruler = Ruler(self.text, self.counting)

    def place(self, start: object, end: object, quote: str = "") -> tuple[int, int] | None:
        """Code points of the text; None, and listed, where there is no such place.

        A place whose words are others than the file quotes goes to where those words stand, if they stand there once.
        """
        if not (is_position(start) and is_position(end)):
            return self._by_quote(None, None, quote)
        first, last = self._ruler.point(start), self._ruler.point(end)
        if quote and (first is None or last is None or not same_words(self.text[first:last], quote)):
            return self._by_quote(first, last, quote)
        if first is None or start > end:
            self._lost()
            return None
        if last is None:
            self._changed(_("A coding ends past its text; it goes up to the text's end."))
            last = len(self.text)
        elif not (self._ruler.is_edge(start) and self._ruler.is_edge(end)):
            self._changed(_("A coding begins or ends within a letter; the whole letter is meant."))
            last += not self._ruler.is_edge(end)
        return first, last

    def _by_quote(self, first: int | None, last: int | None, quote: str) -> tuple[int, int] | None:
        at = self.text.find(quote) if quote else -1
        if at >= 0 and self.text.find(quote, at + 1) < 0:
            self._changed(_("The words that a coding quotes stand elsewhere than it says; it was put on those words."))
            return at, at + len(quote)
        if first is None or last is None or first > last:
            self._lost()
            return None
        self._changed(_("A coding quotes other words than those at its place; it stays at its place. Check it."))
        return first, last

    def _lost(self) -> None:
        self.losses.append(Loss("dropped", _("A coding whose place is not in its text is left out."), self.where))

    def _changed(self, what: str) -> None:
        self.losses.append(Loss("changed", what, self.where))

    def say_counting(self) -> None:
        """List what the positions were found to count, where that makes other positions than code points."""
        if self._ruler.mark(len(self.text)) != len(self.text):
            what = _("Positions were counted differently ({counting}); the same words are coded.")
            self._changed(what.format(counting=self.counting.name))


def is_position(value: object) -> TypeGuard[int]:
    """Whether a value can be a position: a whole number from 0, no truth value."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62


def countings(units: Iterable[Unit], line_ends: Iterable[Literal[1, 2]] = (2, 1)) -> tuple[Counting, ...]:
    """All countings of these units, line ends as two characters first."""
    return tuple(Counting(unit, line_end) for line_end in line_ends for unit in units)
