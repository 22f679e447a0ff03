"""Positions of a text in code points, UTF-16 units or bytes, line ends of two characters counted as two or one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np

Unit = Literal["code_points", "utf16", "utf8"]


class Ruler:
    """Positions of one text in code points and in another way of counting; beyond the text both go on by one."""

    def __init__(self, text: str, unit: Unit, line_end: int) -> None:
        self.text, self.unit, self.line_end = text, unit, line_end
        counts_pairs = line_end == 1 and "\r\n" in text
        widens = (unit == "utf8" and not text.isascii()) or (unit == "utf16" and is_beyond_16_bits(text))
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


def is_beyond_16_bits(text: str) -> bool:
    """Whether some character takes two units of UTF-16."""
    return not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
