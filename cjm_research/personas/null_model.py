"""What the table would look like without groups: the same people as talkative, the same codes as common."""

from __future__ import annotations

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _

# Trades per row after which the table counts as shuffled (Strona et al. advise five times the rows).
TRADES_PER_ROW = 5


def curveball(presence: np.ndarray, rng: np.random.Generator, *, asked: np.ndarray | None = None) -> np.ndarray:
    """A random table of the same row and column totals.

    Two people trade codes that only one of them shows, again and again. With `asked`, they trade only codes that both
    were asked about, so the totals hold among the asked cells and the others stay as they are.

    Parameters
    ----------
    presence : ndarray of bool, shape (n_participants, n_codes)
    rng : numpy.random.Generator
    asked : ndarray of bool, shape (n_participants, n_codes), optional
        False where the person was not asked; by default everybody was asked about everything.

    Returns
    -------
    ndarray of bool, same shape

    Raises
    ------
    BadValueError
        `asked` has another shape than `presence`.

    References
    ----------
    Strona, Nappo, Boccacci, Fattorini & San-Miguel-Ayanz (2014), Nature Communications 5:4114.
    """
    table = presence.astype(bool)
    n = len(table)
    if asked is not None and asked.shape != table.shape:
        raise BadValueError(
            _("The table of who was asked is {found} in size, the table of codes {expected}.").format(
                found=_size(asked), expected=_size(table)
            )
        )
    if n < 2:
        return table
    for _trade in range(TRADES_PER_ROW * n):
        first = int(rng.integers(n))
        second = (first + 1 + int(rng.integers(n - 1))) % n
        open_to_trade = table[first] != table[second]
        if asked is not None:
            open_to_trade &= asked[first] & asked[second]
        differing = np.flatnonzero(open_to_trade)
        keeps = int(table[first, differing].sum())
        if 0 < keeps < len(differing):
            to_first = np.zeros(len(differing), dtype=bool)
            to_first[rng.permutation(len(differing))[:keeps]] = True
            table[first, differing] = to_first
            table[second, differing] = ~to_first
    return table


def _size(table: np.ndarray) -> str:
    return " × ".join(str(length) for length in table.shape)
