"""What the table would look like without groups: the same people as talkative, the same codes as common."""

from __future__ import annotations

import numpy as np

# Trades per row after which the table counts as shuffled (Strona et al. advise five times the rows).
TRADES_PER_ROW = 5


def curveball(presence: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random table of the same row and column totals.

    Parameters
    ----------
    presence : ndarray of bool, shape (n_participants, n_codes)
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of bool, same shape

    References
    ----------
    Strona, Nappo, Boccacci, Fattorini & San-Miguel-Ayanz (2014), Nature Communications 5:4114.
    """
    table = presence.copy()
    n = len(table)
    if n < 2:
        return table
    for _trade in range(TRADES_PER_ROW * n):
        first = int(rng.integers(n))
        second = (first + 1 + int(rng.integers(n - 1))) % n
        differing = np.flatnonzero(table[first] != table[second])
        keeps = int(table[first, differing].sum())
        if 0 < keeps < len(differing):
            to_first = np.zeros(len(differing), dtype=bool)
            to_first[rng.permutation(len(differing))[:keeps]] = True
            table[first, differing] = to_first
            table[second, differing] = ~to_first
    return table
