"""In what a file counts positions: told from where they fall, never by changing the text.

The standard counts Unicode code points. Programs on Windows count UTF-16 units, some count bytes, and a line end of two
characters (CR LF) counts two or one. Only one way of counting puts the ends of nearly all codings between words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, get_args

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _

Unit = Literal["code_points", "utf16", "utf8"]
Places = Sequence[tuple[int, int]]

# So many codings, spread over the text, tell as much as all of them.
SAMPLE = 80
# How many more ends must fall between words before a file is taken to count otherwise than expected.
MARGIN = 1.5


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
    """

    unit: Unit = "code_points"
    line_end: int = 2
    fit: float = 1.0
    sure: bool = True

    @property
    def name(self) -> str:
        """The way of counting as `counting_named` takes it: "utf16+crlf1"."""
        return f"{'bytes' if self.unit == 'utf8' else self.unit}+crlf{self.line_end}"

    def ruler(self, text: str) -> Ruler:
        """What turns positions in `text` counted this way into code points and back."""
        return ruler_of(text, self.unit, self.line_end)

    def to_points(self, text: str, n: int) -> int:
        """Position `n` of `text`, counted this way, in code points."""
        return int(self.ruler(text).to_points([n])[0])


COUNTINGS = tuple(Counting(unit, line_end) for unit in get_args(Unit) for line_end in (2, 1))


def counting_named(name: str) -> Counting:
    """A way of counting by its name: "code_points", "utf16" or "bytes", each with "+crlf1" or "+crlf2" if need be.

    Raises
    ------
    BadValueError
        No way of counting has this name.
    """
    unit, _plus, line_end = name.strip().lower().partition("+")
    found = {"code_points": "code_points", "utf16": "utf16", "bytes": "utf8", "utf8": "utf8"}.get(unit)
    if found is None or line_end not in {"", "crlf1", "crlf2"}:
        raise BadValueError(
            _("No way of counting is called {name}. Choose one of: {names}.").format(
                name=name, names=", ".join(["code_points", "utf16", "bytes", *(one.name for one in COUNTINGS)])
            )
        )
    return Counting(found, 1 if line_end == "crlf1" else 2)  # type: ignore[arg-type]


class Ruler:
    """Positions of one text in code points and in another way of counting; beyond the text both go on by one."""

    def __init__(self, text: str, unit: Unit, line_end: int) -> None:
        self.text, self.unit, self.line_end = text, unit, line_end
        counts_pairs = line_end == 1 and "\r\n" in text
        widens = (unit == "utf8" and not text.isascii()) or (unit == "utf16" and _is_beyond_16_bits(text))
        self.is_identity = not counts_pairs and not widens

    def to_points(self, positions: Sequence[int] | np.ndarray) -> np.ndarray:
        """Counted positions as code points, shape of `positions`; inside a character, where it begins."""
        counted = np.asarray(positions, dtype=np.int64)
        if self.is_identity:
            return counted
        points = np.searchsorted(self._edges, counted, side="right") - 1
        total = int(self._edges[-1])
        points = np.where(counted > total, len(self.text) + counted - total, points)
        return np.where(counted < 0, counted, points)

    def from_points(self, points: Sequence[int] | np.ndarray) -> np.ndarray:
        """Code points as counted positions, shape of `points`."""
        wanted = np.asarray(points, dtype=np.int64)
        if self.is_identity:
            return wanted
        n, total = len(self.text), int(self._edges[-1])
        counted = self._edges[np.clip(wanted, 0, n)]
        counted = np.where(wanted > n, total + wanted - n, counted)
        return np.where(wanted < 0, wanted, counted)

    def is_edge(self, positions: Sequence[int] | np.ndarray) -> np.ndarray:
        """Whether counted positions fall between characters of the text, shape of `positions`."""
        counted = np.asarray(positions, dtype=np.int64)
        inside = (counted >= 0) & (counted <= self.total)
        if self.is_identity:
            return inside
        return inside & (self._edges[self.to_points(np.clip(counted, 0, self.total))] == counted)

    @property
    def total(self) -> int:
        """How much the whole text counts."""
        return len(self.text) if self.is_identity else int(self._edges[-1])

    @cached_property
    def _edges(self) -> np.ndarray:
        """Shape (len(text) + 1,): what stands before each character counts."""
        points = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        widths = np.ones(len(points), dtype=np.int64)
        if self.unit != "code_points":
            widths += points > 0xFFFF
        if self.unit == "utf8":
            widths += (points > 0x7F).astype(np.int64) + (points > 0x7FF)
        if self.line_end == 1:
            widths[1:][(points[1:] == 10) & (points[:-1] == 13)] = 0
        return np.concatenate(([0], np.cumsum(widths)))


@lru_cache(8)
def ruler_of(text: str, unit: Unit, line_end: int) -> Ruler:
    """A ruler, the same for the same text, as measuring a long one takes time."""
    return Ruler(text, unit, line_end)


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
    candidates = _distinct(text)
    standard = candidates[0]
    if len(candidates) == 1 or not places:
        return Counting(fit=_fit(standard, _spread(places)) if places else 1.0)
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
    best = max(range(len(scores)), key=lambda i: (scores[i], i == likely, -i))
    chosen = best if scores[best] > scores[likely] + MARGIN else likely
    others = [score for i, score in enumerate(scores) if i != chosen]
    sure = not differ.any() or scores[chosen] >= max(others) + MARGIN
    ruler = candidates[chosen]
    return Counting(ruler.unit, ruler.line_end, _fit(ruler, _spread(places)), bool(sure))


def learned(expected: Counting, found: Counting, text: str) -> Counting:
    """What to expect of the next text, after one that told only what its characters can tell."""
    if not found.sure:
        return expected
    tells_unit = _is_beyond_16_bits(text) or ("utf8" in (found.unit, expected.unit) and not text.isascii())
    return Counting(
        found.unit if tells_unit else expected.unit, found.line_end if "\r\n" in text else expected.line_end
    )


def _distinct(text: str) -> list[Ruler]:
    """Rulers that differ on this text, the standard's first."""
    rulers = [one.ruler(text) for one in COUNTINGS]
    has_pairs, is_wide = "\r\n" in text, _is_beyond_16_bits(text)
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
    score = 0.0
    points, edges = _measured(ruler, places)
    for (start, end), (at_start, at_end), (tells_start, tells_end) in zip(points, edges, differ.tolist(), strict=True):
        if tells_start:
            score += _between_words(ruler.text, start, start) if at_start else -1.0
        if tells_end:
            score += _between_words(ruler.text, end, end - 1) if at_end else -1.0
    return score


def _fit(ruler: Ruler, places: Places) -> float:
    points, edges = _measured(ruler, places)
    total = 0.0
    for (start, end), (at_start, at_end) in zip(points, edges, strict=True):
        total += max(0.0, _between_words(ruler.text, start, start)) if at_start else 0.0
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


def _is_beyond_16_bits(text: str) -> bool:
    return not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
