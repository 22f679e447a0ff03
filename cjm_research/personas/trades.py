"""Amounts without groups: people as talkative as before, codes told as often as before, who told what is chance."""

from __future__ import annotations

import numpy as np

# Trades per row after which a table counts as shuffled: twice those of presence, as classes slow the mixing.
TRADES_PER_ROW = 10
# Differences between two people, in doublings, that fall into one class of this width are traded for each other.
CLASS_WIDTH = 0.5


def shuffled_amounts(table: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random table with the values of each column kept, and the total of each row nearly.

    Two people, again and again, lay side by side the cells in which they differ. Differences of about the same size
    are traded: as many of them as before are in favour of the first person, but which ones is chance. With presence
    this is the curveball of Strona et al. (2014), and all totals are kept exactly.

    Parameters
    ----------
    table : ndarray of float, shape (n_participants, n_codes)
        Numbers of answers, 0 or more; NaN where the person was not asked: such cells stay, and are never traded.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float, same shape

    References
    ----------
    Strona, Nappo, Boccacci, Fattorini & San-Miguel-Ayanz (2014), Nature Communications 5:4114.
    """
    # Steps of doubling are what is compared: three answers or four differ less than none and one.
    steps = np.log2(1 + table)
    origin = np.repeat(np.arange(len(table))[:, None], table.shape[1], axis=1)
    n = len(table)
    for _trade in range(TRADES_PER_ROW * n if n > 1 else 0):
        first = int(rng.integers(n))
        second = (first + 1 + int(rng.integers(n - 1))) % n
        cells = _traded(steps[first] - steps[second], rng)
        for kept in (steps, origin):
            kept[first, cells], kept[second, cells] = kept[second, cells], kept[first, cells]
    return np.take_along_axis(table, origin, axis=0)


def _traded(difference: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The cells that two people swap, given what the first has more than the second."""
    cells = np.flatnonzero(np.nan_to_num(difference))
    sizes = np.rint(np.abs(difference[cells]) / CLASS_WIDTH)
    favours = difference[cells] > 0
    dealt = np.empty_like(favours)
    # Within each class the same number of cells speaks for the first person as before, in another order.
    dealt[np.lexsort((rng.random(len(cells)), sizes))] = favours[np.argsort(sizes, kind="stable")]
    return np.asarray(cells[dealt != favours])
