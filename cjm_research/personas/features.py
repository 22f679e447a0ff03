"""Presence of codes -> the numbers by which participants are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

# A code shown by fewer people than this, or missing in fewer, tells individuals apart and not groups.
MIN_PEOPLE = 3
# Weights of the blocks: the channel, and every code in its stage. Where in the journey something happens tells people
# apart better than that it happens at all; the channels steady the picture where codings were missed. Emotions and the
# like without their stage add noise (compared on the corpus, whole and with codings taken away at random).
BLOCK_WEIGHTS = (0.4, 1.0)
# The machine finds channels far better than the rest, and channels better than their stages: its suggestions enter
# as channels only, both blocks alike.
MACHINE_WEIGHTS = (1.0, 1.0)


class PersonaFeatures:
    """Turns presence (participants x codes with stages) into features.

    Two blocks, channels and codes in their stages, are filtered, double-centred, scaled to unit norm and weighted.
    Demographic attributes never enter: they describe groups, they do not make them.

    Parameters
    ----------
    columns : pandas.Index of str
        Codes with stages, ``touchpoint/phone@decision``.
    min_people : int
        Codes shown by fewer people, or by all but fewer, are dropped.
    weights : tuple of float
        Of the blocks channel and code in its stage.

    References
    ----------
    Double centring removes talkativeness (row means) and commonness (column means), as in principal components of a
    two-way table; block scaling follows multiple factor analysis (Escofier & Pagès 1994).
    """

    def __init__(
        self, columns: pd.Index, *, min_people: int = MIN_PEOPLE, weights: tuple[float, float] = BLOCK_WEIGHTS
    ):
        self.min_people = min_people
        self.weights = weights
        stages_of: dict[str, list[int]] = {}
        for position, column in enumerate(columns):
            code = column.partition("@")[0]
            if code.startswith("touchpoint/"):
                stages_of.setdefault(code, []).append(position)
        self._channels = [stages_of[code] for code in sorted(stages_of)]

    def transform(self, presence: np.ndarray) -> np.ndarray:
        """Features of shape (n_participants, n_kept_columns); without columns where no code is left.

        Parameters
        ----------
        presence : ndarray of bool, shape (n_participants, n_columns)
        """
        channels = np.zeros((len(presence), len(self._channels)), dtype=bool)
        for column, stages in enumerate(self._channels):
            channels[:, column] = presence[:, stages].any(axis=1)
        blocks = (channels, presence)
        return np.hstack([w * _unit(double_centred(self._kept(b))) for w, b in zip(self.weights, blocks, strict=True)])

    def _kept(self, presence: np.ndarray) -> np.ndarray:
        people = presence.sum(axis=0)
        return presence[:, (people >= self.min_people) & (people <= len(presence) - self.min_people)]


def double_centred(presence: np.ndarray) -> np.ndarray:
    """The table with row and column means taken away and the grand mean added."""
    table = presence.astype(float)
    if not table.size:
        return table
    return table - table.mean(axis=0) - table.mean(axis=1, keepdims=True) + table.mean()


def _unit(table: np.ndarray) -> np.ndarray:
    norm = np.linalg.norm(table)
    return table / norm if norm > 0 else table
