"""Features of a plain table, where nothing is known of its columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from cjm_research.personas.features import double_centred
from cjm_research.personas.null_model import curveball


class PlainFeatures(TransformerMixin, BaseEstimator):
    """Presence (0, 1, NaN for not asked) double-centred; any other table of numbers column by column standardised."""

    def fit(self, X: Any, y: Any = None) -> PlainFeatures:
        """Nothing is learnt: a table is centred by its own means."""
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Features of the shape of `X`."""
        table = np.asarray(X, dtype=float)
        if is_presence(table):
            return double_centred(table)
        spread = np.nanstd(table, axis=0)
        return np.nan_to_num((table - np.nanmean(table, axis=0)) / np.where(spread > 0, spread, 1))

    def shuffled(self, X: Any, rng: np.random.Generator) -> np.ndarray:
        """A table without groups: presence with its totals kept, measurements with each column shuffled."""
        table = np.asarray(X, dtype=float)
        if not is_presence(table):
            return rng.permuted(table, axis=0)
        asked = ~np.isnan(table)
        everybody = bool(asked.all())
        dealt = curveball(np.nan_to_num(table) > 0, rng, asked=None if everybody else asked).astype(float)
        return np.where(asked, dealt, np.nan)


def is_presence(table: np.ndarray) -> bool:
    """Whether every cell is 0, 1 or NaN."""
    return bool(((table == 0) | (table == 1) | np.isnan(table)).all())
