"""The sheet that a journey map is drawn on: its width, its margins, its columns and the sizes of its text."""

from __future__ import annotations

from dataclasses import dataclass

_MARGIN = 0.0245


@dataclass(frozen=True)
class Frame:
    """Sizes in points.

    `size` is that of the text, `title` that of the stages' names, `n_columns` how many columns share the width.
    A tight frame leaves little room around texts.
    """

    width: float
    size: float
    n_columns: int
    title: float = 0.0
    is_tight: bool = False

    @property
    def stage_size(self) -> float:
        """Size of the stages' names."""
        return self.title or self.size * 1.51

    @property
    def margin(self) -> float:
        """On every side; 10 mm on A3."""
        return self.width * _MARGIN

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    @property
    def lane_width(self) -> float:
        """Of the column with the lanes' names."""
        return self.size * 10.5

    @property
    def column(self) -> float:
        """Of each column."""
        return (self.inner - self.lane_width) / max(1, self.n_columns)

    @property
    def pad(self) -> float:
        """Around the text of a cell."""
        return self.size * (0.35 if self.is_tight else 0.45)

    def x(self, column: float) -> float:
        """Where a column begins."""
        return self.margin + self.lane_width + self.column * column

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.x(self.n_columns)
