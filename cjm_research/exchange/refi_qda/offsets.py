"""In what a file counts positions: told from where they fall, never by changing the text.

The standard counts Unicode code points. Programs on Windows count UTF-16 units, some count bytes, and a line end of two
characters (CR LF) counts two or one; a coding ends behind its last character, for a few programs on it. Only one way of
counting puts the ends of nearly all codings between words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.exchange.refi_qda.rulers import Ruler, Unit, is_beyond_16_bits, ruler_of
from cjm_research.i18n import _

Places = Sequence[tuple[int, int]]

# So many codings, spread over the text, tell as much as all of them.
SAMPLE = 50
# How many more ends must fall between words before a file is taken to count otherwise than expected.
MARGIN = 1.5
# No program is known that counts bytes in these files.
BYTES_MARGIN = 4.0
# So many codings have to lack their last letter before ends are taken to be last characters.
LEAST_ENDS = 4


@dataclass(frozen=True, slots=True)
class Counting:
    """How positions of a text are counted.

    Parameters
    ----------
    unit : {"code_points", "utf16", "utf8"}
        What counts as one: a code point, a UTF-16 unit, a byte of UTF-8.
    line_end : {1, 2}
        How many a line end of two characters (CR LF) counts.
    fit : float
        Share, in [0, 1], of the ends of codings that fall between words and inside the text.
    sure : bool
        Whether the codings leave no doubt, or no other way of counting would put any of them elsewhere.
    is_last : bool
        Whether the end of a coding is its last character instead of the place behind it.
    """

    unit: Unit = "code_points"
    line_end: int = 2
    fit: float = 1.0
    sure: bool = True
    is_last: bool = False

    @property
    def name(self) -> str:
        """The way of counting as `counting_named` takes it: "utf16+crlf1"."""
        unit = "bytes" if self.unit == "utf8" else self.unit
        return f"{unit}+crlf{self.line_end}" + ("+last" if self.is_last else "")

    def changes(self, text: str) -> bool:
        """Whether positions in `text` are any other than the standard's code points."""
        return self.is_last or not self.ruler(text).is_identity

    def places_in(self, text: str, places: Places) -> list[tuple[int, int]]:
        """Where codings lie in `text`, in code points, half-open."""
        points = self.ruler(text).to_points(np.array(places, dtype=np.int64).ravel()).reshape(-1, 2)
        return [(start, end + self.is_last) for start, end in points.tolist()]

    def places_of(self, text: str, points: Places) -> list[tuple[int, int]]:
        """Where codings lie that are given in code points, counted this way; what `places_in` turns back."""
        wanted = np.array(points, dtype=np.int64).reshape(-1, 2) - [0, int(self.is_last)]
        return [(start, end) for start, end in self.ruler(text).from_points(wanted.ravel()).reshape(-1, 2).tolist()]

    def ruler(self, text: str) -> Ruler:
        """What turns positions in `text` counted this way into code points and back."""
        return ruler_of(text, self.unit, self.line_end)

    def to_points(self, text: str, n: int) -> int:
        """Position `n` of `text`, counted this way, in code points."""
        return int(self.ruler(text).to_points([n])[0])


COUNTINGS = tuple(Counting(unit, line_end) for unit in get_args(Unit) for line_end in (2, 1))


def counting_named(name: str) -> Counting:
    """A way of counting by its name: "code_points", "utf16" or "bytes", with "+crlf1", "+crlf2" and "+last" if need be.

    Raises
    ------
    BadValueError
        No way of counting has this name.
    """
    unit, *additions = name.strip().lower().split("+")
    found = {"code_points": "code_points", "utf16": "utf16", "bytes": "utf8", "utf8": "utf8"}.get(unit)
    if found is None or not {"crlf1", "crlf2", "last"}.issuperset(additions):
        names = ", ".join(["code_points", "utf16", "bytes", *(one.name for one in COUNTINGS), "code_points+last"])
        what = _("No way of counting is called {name}. Choose one of: {names}.")
        raise BadValueError(what.format(name=name, names=names))
    line_end = 1 if "crlf1" in additions else 2
    return Counting(found, line_end, is_last="last" in additions)  # type: ignore[arg-type]


def detect(text: str, places: Places, *, expected: Counting | None = None) -> Counting:
    """The way of counting that puts the ends of most codings between words and inside the text.

    Parameters
    ----------
    text : str
        As stored, without a BOM, line ends untouched.
    places : sequence of (start, end)
        As counted in the file.
    expected : Counting, optional
        What other texts of the project or its program make likely; taken where the codings do not speak against it.
        Without it the standard's own: code points.
    """
    if not places:
        return Counting()
    chosen, sure = _choose(_distinct(text), places, expected)
    sample = _spread(places)
    is_last = _end_on_last(chosen, sample, expected is not None and expected.is_last)
    return Counting(chosen.unit, chosen.line_end, _fit(chosen, sample, is_last), sure, is_last)


def _choose(candidates: Sequence[Ruler], places: Places, expected: Counting | None) -> tuple[Ruler, bool]:
    """The ruler that most codings speak for, and whether they leave no doubt."""
    if len(candidates) == 1:
        return candidates[0], True
    counted = np.array(places)
    found = [ruler.to_points(counted.ravel()) for ruler in candidates]
    differ = np.any([points != found[0] for points in found[1:]], axis=0).reshape(-1, 2)
    telling = _spread(np.flatnonzero(differ.any(axis=1)))
    furthest = counted.max(axis=1)
    scores = [
        # Codings beyond the end of the text count against, each as two ends.
        _score(ruler, counted[telling], differ[telling]) - 2.0 * int((furthest > ruler.total).sum())
        for ruler in candidates
    ]
    likely = _likely(candidates, expected)
    # What is no more likely than others has to speak for itself.
    handicaps = [0.0 if i == likely else _margin(ruler) for i, ruler in enumerate(candidates)]
    chosen = max(range(len(scores)), key=lambda i: (scores[i] - handicaps[i], i == likely, -i))
    others = [score for i, score in enumerate(scores) if i != chosen]
    sure = not differ.any() or scores[chosen] >= max(others) + MARGIN
    return candidates[chosen], bool(sure)


def _margin(ruler: Ruler) -> float:
    return BYTES_MARGIN if ruler.unit == "utf8" else MARGIN


def learned(expected: Counting, found: Counting, text: str) -> Counting:
    """What to expect of the next text, after one that told only what its characters can tell."""
    if not found.sure:
        return expected
    tells_unit = is_beyond_16_bits(text) or ("utf8" in (found.unit, expected.unit) and not text.isascii())
    line_end = found.line_end if "\r\n" in text else expected.line_end
    return Counting(found.unit if tells_unit else expected.unit, line_end, is_last=found.is_last)


def _distinct(text: str) -> list[Ruler]:
    """Rulers that differ on this text, the standard's first."""
    rulers = [one.ruler(text) for one in COUNTINGS]
    has_pairs, is_wide = "\r\n" in text, is_beyond_16_bits(text)
    return [
        ruler
        for ruler in rulers
        if (ruler.line_end == 2 or has_pairs)
        and (ruler.unit != "utf16" or is_wide)
        and (ruler.unit != "utf8" or not text.isascii())
    ]


def _likely(candidates: Sequence[Ruler], expected: Counting | None) -> int:
    """Which candidate counts this text as `expected` does; the standard's where nothing is expected."""
    if expected is None:
        return 0
    line_end = expected.line_end if any(ruler.line_end == 1 for ruler in candidates) else 2
    for unit in (expected.unit, "code_points"):  # what adds nothing to code points is not among the candidates
        for i, ruler in enumerate(candidates):
            if (ruler.unit, ruler.line_end) == (unit, line_end):
                return i
    return 0


def _spread(places: Any) -> Any:
    """At most about `SAMPLE` of them, evenly spread."""
    return places[:: -(-len(places) // SAMPLE)] if len(places) > SAMPLE else places


def _score(ruler: Ruler, places: np.ndarray, differ: np.ndarray) -> float:
    """How many of the telling ends fall between words; one inside a character or line end counts against."""
    starts = ends = lasts = 0.0
    points, edges = _measured(ruler, places)
    for (start, end), (at_start, at_end), (tells_start, tells_end) in zip(points, edges, differ.tolist(), strict=True):
        if tells_start:
            starts += _between_words(ruler.text, start, start) if at_start else -1.0
        if tells_end:
            ends += _between_words(ruler.text, end, end - 1) if at_end else -1.0
            lasts += _between_words(ruler.text, end + 1, end) if at_end else -1.0
    return starts + (lasts if lasts >= ends + LEAST_ENDS else ends)


def _end_on_last(ruler: Ruler, places: Places, is_expected: bool) -> bool:
    """Whether codings end one letter before the end of a word, again and again."""
    points, edges = _measured(ruler, places)
    found = [end for (_start, end), (_at_start, at_end) in zip(points, edges, strict=True) if at_end]
    behind = sum(_ends_word(ruler.text, end) for end in found)
    on = sum(_ends_word(ruler.text, end + 1) for end in found)
    return on >= max(LEAST_ENDS, 9 * behind) or (is_expected and on > behind)


def _ends_word(text: str, at: int) -> bool:
    """Whether the end of a word is at a place."""
    if not 0 < at <= len(text) or _between_words(text, at, at - 1) <= 0:
        return False
    return text[at - 1].isalnum() or bool(unicodedata.combining(text[at - 1]))


def _fit(ruler: Ruler, places: Places, is_last: bool) -> float:
    points, edges = _measured(ruler, places)
    total = 0.0
    for (start, end), (at_start, at_end) in zip(points, edges, strict=True):
        total += max(0.0, _between_words(ruler.text, start, start)) if at_start else 0.0
        end += is_last
        total += max(0.0, _between_words(ruler.text, end, end - 1)) if at_end else 0.0
    return total / (2 * len(points)) if points else 1.0


def _measured(ruler: Ruler, places: Places | np.ndarray) -> tuple[list[list[int]], list[list[bool]]]:
    flat = np.array(places).ravel()
    return ruler.to_points(flat).reshape(-1, 2).tolist(), ruler.is_edge(flat).reshape(-1, 2).tolist()


def _between_words(text: str, at: int, own: int) -> float:
    """1 between words, 0.5 where the coding begins or ends with white space, 0 in a word, -1 in a letter or CR LF.

    `own` is the character at this end that belongs to the coding.
    """
    before = text[at - 1 : at] if at > 0 else ""
    after = text[at : at + 1]
    if after and (unicodedata.combining(after) or (before == "\r" and after == "\n")):
        return -1.0
    if before and after and before.isalnum() and after.isalnum():
        return 0.0
    return 0.5 if 0 <= own < len(text) and text[own].isspace() else 1.0
