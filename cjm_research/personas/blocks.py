"""Blocks of features: columns of one sort, centred, scaled and weighted together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

# How the names of columns begin that hold a rating or an attribute of the person; all others hold presence.
RATING = "rating:"
ATTRIBUTE = "attribute:"
CHANNEL = "touchpoint/"
# A block flatter than this tells nobody apart.
_FLAT = 1e-9

# The columns of a table of people: all that was told together under PRESENCE (NaN: not asked), every other by its name.
Columns = Mapping[str, np.ndarray]
PRESENCE = ""


class Block(Protocol):
    """Columns of one sort; `fit` says whether they tell people apart."""

    name: str
    is_presence: bool
    kept_names: list[str]
    scale: float

    def fit(self, table: Columns, min_people: int) -> bool:
        """Learn what is common; afterwards `transform` gives features of unit size."""

    def transform(self, table: Columns) -> np.ndarray:
        """Features of shape (n, number of kept columns)."""


class PresenceBlock:
    """What people told of, dampened, double-centred and scaled to unit norm.

    Parameters
    ----------
    name : str
    sources : mapping
        Name of each column -> positions in the presence table of the columns it is made of.
    """

    is_presence = True

    def __init__(self, name: str, sources: Mapping[str, Sequence[int]]):
        self.name = name
        self.sources = sources
        self.kept_names: list[str] = []
        self.scale = 1.0

    def fit(self, table: Columns, min_people: int) -> bool:
        """Keep the columns that enough people show, and enough of those asked do not."""
        cells = dampened(self._gathered(table[PRESENCE], list(self.sources.values())))
        shown = (np.nan_to_num(cells) > 0).sum(axis=0)
        not_shown = (cells <= 0).sum(axis=0)
        kept = np.flatnonzero((shown >= min_people) & (not_shown >= min_people)).tolist()
        names = list(self.sources)
        self.kept_names = [names[i] for i in kept]
        self._kept = [self.sources[name] for name in self.kept_names]
        self._effects = column_effects(cells[:, kept])
        norm = float(np.linalg.norm(without_effects(cells[:, kept], self._effects)))
        self.scale = 1 / norm if norm > _FLAT else 0.0
        return norm > _FLAT

    def transform(self, table: Columns) -> np.ndarray:
        """Features of shape (n, number of kept columns)."""
        cells = dampened(self._gathered(table[PRESENCE], self._kept))
        return without_effects(cells, self._effects) * self.scale

    @staticmethod
    def _gathered(presence: np.ndarray, sources: Sequence[Sequence[int]]) -> np.ndarray:
        """A column is the sum of its sources, and not asked only where none of them was."""
        if all(len(positions) == 1 for positions in sources):
            return presence[:, [positions[0] for positions in sources]]
        starts = np.cumsum([0, *(len(positions) for positions in sources)])[:-1]
        cells = presence[:, [position for positions in sources for position in positions]]
        missing = np.isnan(cells)
        sums = np.add.reduceat(np.where(missing, 0.0, cells), starts, axis=1)
        if missing.any():
            sums[np.logical_and.reduceat(missing, starts, axis=1)] = np.nan
        return sums


class PersonBlock:
    """Ratings or attributes of people: ranks, or a column for each name; scaled to a first singular value of 1."""

    is_presence = False

    def __init__(self, name: str, columns: Sequence[str]):
        self.name = name
        self.columns = columns
        self.kept_names: list[str] = []
        self.scale = 1.0

    def fit(self, table: Columns, min_people: int) -> bool:
        """Learn each column's distribution; columns of one value are dropped."""
        fitted = {name: Ranks(table[name]) if is_numeric(table[name]) else Names(table[name]) for name in self.columns}
        self._codings = {name: coding for name, coding in fitted.items() if coding.differs}
        self.kept_names = [f"{name}{value}" for name, coding in self._codings.items() for value in coding.suffixes]
        self.scale = 1.0
        if not self._codings:
            return False
        self.scale = 1 / float(np.linalg.svd(self.transform(table), compute_uv=False)[0])
        return True

    def transform(self, table: Columns) -> np.ndarray:
        """Features of shape (n, number of kept columns)."""
        return np.hstack([coding.transform(table[name]) for name, coding in self._codings.items()]) * self.scale


class Ranks:
    """Numbers as ranks among those known, standardised; an unknown one stands in the middle."""

    suffixes = ("",)

    def __init__(self, values: np.ndarray):
        self._known = np.sort(values[np.isfinite(values)])
        self.differs = len(np.unique(self._known)) > 1
        ranks = self._ranks(self._known)
        self._middle, self._spread = (float(ranks.mean()), float(ranks.std())) if self.differs else (0.0, 1.0)

    def transform(self, values: np.ndarray) -> np.ndarray:
        """One column, shape (n, 1)."""
        ranks = (self._ranks(values) - self._middle) / self._spread
        return np.where(np.isfinite(values), ranks, 0.0)[:, None]

    def _ranks(self, numbers: np.ndarray) -> np.ndarray:
        below = np.searchsorted(self._known, numbers, side="left")
        return (below + np.searchsorted(self._known, numbers, side="right")) / 2


class Names:
    """A nominal attribute as one column for each of its values, centred and divided by the root of two."""

    def __init__(self, values: np.ndarray):
        texts = _texts(values)
        known = texts[texts != ""]
        self._values = np.unique(known)
        self._shares = np.array([(known == value).mean() for value in self._values])
        self.differs = len(self._values) > 1
        self.suffixes = tuple(f"={value}" for value in self._values)

    def transform(self, values: np.ndarray) -> np.ndarray:
        """Shape (n, number of values); a row of 0 where it is not known."""
        texts = _texts(values)[:, None]
        return np.where(texts != "", (texts == self._values) - self._shares, 0.0) / np.sqrt(2)


def dampened(amounts: np.ndarray) -> np.ndarray:
    """Amounts as steps of doubling: 0 stays 0 and 1 stays 1, every further step takes about twice as much."""
    return np.asarray(np.log2(1 + amounts))


def blocks_of(names: Sequence[str]) -> list[Block]:
    """The blocks that columns of these names make, before anything is weighed."""
    presence = [name for name in names if not name.startswith((RATING, ATTRIBUTE))]
    channels: dict[str, list[int]] = {}
    codes: dict[str, list[int]] = {}
    for position, name in enumerate(presence):
        code = name.partition("@")[0]
        (channels if code.startswith(CHANNEL) else codes).setdefault(code, []).append(position)
    return [
        PresenceBlock("channels", dict(sorted(channels.items()))),
        PresenceBlock("channels_in_stages", {n: [i] for i, n in enumerate(presence) if n.startswith(CHANNEL)}),
        PresenceBlock("codes_in_stages", {n: [i] for i, n in enumerate(presence) if not n.startswith(CHANNEL)}),
        PresenceBlock("codes", dict(sorted(codes.items()))),
        PersonBlock("ratings", [name for name in names if name.startswith(RATING)]),
        PersonBlock("attributes", [name for name in names if name.startswith(ATTRIBUTE)]),
    ]


def column_effects(cells: np.ndarray) -> np.ndarray:
    """How common each column is beside how talkative people are: the column part of the additive least-squares fit.

    Parameters
    ----------
    cells : ndarray, shape (n, p)
        NaN where a cell is missing; without any these are the column means less the grand mean.
    """
    observed = ~np.isnan(cells)
    if not cells.size:
        return np.zeros(cells.shape[1])
    if observed.all():
        return cells.mean(axis=0) - cells.mean()
    filled, seen = np.where(observed, cells, 0.0), observed.astype(np.float64)
    per_row = np.maximum(seen.sum(axis=1), 1)
    # The normal equations with the row effects eliminated; their null space is the constant that rows take up.
    system = np.diag(seen.sum(axis=0)) - seen.T @ (seen / per_row[:, None])
    right = filled.sum(axis=0) - seen.T @ (filled.sum(axis=1) / per_row)
    effects = np.linalg.lstsq(system, right, rcond=1e-9)[0]
    return np.asarray(effects - effects.mean())


def without_effects(cells: np.ndarray, effects: np.ndarray) -> np.ndarray:
    """What is left of the cells without the column effects and each row's own mean; missing cells become 0."""
    left = cells - effects
    observed = ~np.isnan(left)
    rows = np.where(observed, left, 0.0).sum(axis=1, keepdims=True) / np.maximum(observed.sum(axis=1, keepdims=True), 1)
    return np.where(observed, left - rows, 0.0)


def double_centred(table: np.ndarray) -> np.ndarray:
    """The table with row and column means taken away and the grand mean added; missing cells (NaN) become 0.

    With missing cells the effects of rows and columns are those that fit the others best (least squares).

    Parameters
    ----------
    table : ndarray of bool or float, shape (n, p)
    """
    cells = np.asarray(table, dtype=np.float64)
    return without_effects(cells, column_effects(cells))


def is_numeric(values: np.ndarray) -> bool:
    """Whether a column holds numbers; truth values are names."""
    return bool(np.issubdtype(values.dtype, np.number))


def _texts(values: np.ndarray) -> np.ndarray:
    """Values as text, empty where there is none (None, NaN, blanks)."""
    return np.array(["" if value is None or value != value else str(value).strip() for value in values], dtype=str)
