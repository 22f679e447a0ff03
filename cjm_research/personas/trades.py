"""Amounts without groups: people as talkative as before, codes told as often as before, who told what is chance."""

from __future__ import annotations

import numpy as np

# Trades per row after which a table counts as shuffled: twice those of presence, as classes slow the mixing.
TRADES_PER_ROW = 10
# Differences between two people of about the same size are traded for each other: classes of half a doubling, so that
# one answer more is not traded for two, and expected numbers find partners too.
CLASSES_PER_DOUBLING = 2


def shuffled_amounts(table: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random table with the numbers of each column kept, and the total of each row nearly.

    Two people, again and again, lay side by side the cells in which they differ. Differences of about the same size
    are traded: as many of them as before are in favour of the first person, but which ones is chance. With presence
    this is the curveball of Strona et al. (2014), and all totals are kept exactly.

    Numbers are traded as they are and not as steps of doubling: where mentions come by chance alone (Poisson, rates of
    people times rates of codes), all tables with the same columns and the same row totals are equally likely. Totals
    of steps instead would take away what talkativeness does to common codes, and chance would look like groups.

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
    amounts = table.astype(np.float64)
    n = len(amounts)
    for _trade in range(TRADES_PER_ROW * n if n > 1 else 0):
        first = int(rng.integers(n))
        second = (first + 1 + int(rng.integers(n - 1))) % n
        cells = _traded(amounts[first] - amounts[second], rng)
        amounts[first, cells], amounts[second, cells] = amounts[second, cells], amounts[first, cells]
    return amounts


def _traded(difference: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The cells that two people swap, given what the first has more than the second."""
    cells = np.flatnonzero(np.nan_to_num(difference))
    # Borders between classes lie elsewhere each time, so that no two sizes near each other are kept apart for good.
    sizes = np.rint(CLASSES_PER_DOUBLING * np.log2(np.abs(difference[cells])) + rng.random())
    favours = difference[cells] > 0
    dealt = np.empty_like(favours)
    # Within each class the same number of cells speaks for the first person as before, in another order.
    dealt[np.lexsort((rng.random(len(cells)), sizes))] = favours[np.argsort(sizes, kind="stable")]
    return np.asarray(cells[dealt != favours])
