"""How much of what there is has been found: the curve of discovery with one probability, and its small-sample form.

These formulas come from usability tests: problems, found by test users. One probability for everything makes them
optimistic, since rare things take longer (Schmettow 2012); for the codes of interviews take `measures.richness`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log1p

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.measures.checks import checked_share, checked_table
from cjm_research.model.saturation import Discovery


def found_share(p: float, n: int) -> float:
    """The share found by `n` people when each finds each thing with probability `p`: 1 - (1 - p)^n, 0..1.

    Raises
    ------
    BadValueError
        `p` lies outside 0..1, or `n` is below 0.

    References
    ----------
    Nielsen & Landauer (1993), INTERCHI, 206.

    Examples
    --------
    >>> round(found_share(0.31, 5), 4)
    0.8436
    """
    checked_share(p, name="p")
    if n < 0:
        raise BadValueError(_("A number of people cannot be below 0, found {n}.").format(n=n))
    return float(1 - (1 - p) ** n)


def people_for_share(p: float, share: float) -> int:
    """The least number of people who find at least this share (0..1, below 1) when p (above 0) holds for everything.

    Raises
    ------
    BadValueError
        `p` or `share` lies outside its range.

    Examples
    --------
    >>> [people_for_share(0.31, share) for share in (0.8, 0.85, 0.9, 0.95, 0.99)]
    [5, 6, 7, 9, 13]
    """
    checked_share(p, name="p", above_zero=True)
    checked_share(share, name="share", below_one=True)
    if p == 1 or share == 0:
        return int(share > 0)
    n = max(1, ceil(log1p(-share) / log1p(-p) - 1e-9))
    return n if found_share(p, n) >= share - 1e-12 else n + 1


def least_probability(share: float, n: int) -> float:
    """The least p with which `n` people (at least 1) find this share (0..1).

    Examples
    --------
    >>> round(least_probability(0.8, 5), 4)
    0.2752
    """
    checked_share(share, name="share")
    if n < 1:
        raise BadValueError(_("A number of people cannot be below {least}, found {n}.").format(least=1, n=n))
    return float(1 - (1 - share) ** (1 / n))


def discovery_of_table(table: np.ndarray | Sequence[Sequence[bool]]) -> Discovery:
    """The same as `discovery_of_counts`, for a table of participants x things, shape (n, things), presence."""
    found = checked_table(table)
    return discovery_of_counts(found.sum(axis=0).tolist(), len(found))


def discovery_of_counts(counts: Sequence[int], n: int) -> Discovery:
    """Probability of discovery corrected for a small sample, and the total that it leads to.

    Parameters
    ----------
    counts : sequence of int
        For each thing, how many of the `n` people found it; those that nobody found (0) are left out.
    n : int
        How many people looked, at least 2.

    Returns
    -------
    Discovery
        With p (mean share of people per thing found) and p_adjusted = 1/2 [(p - 1/n)(1 - 1/n)] + 1/2 [p / (1 + GT)],
        where GT is the share of things found once.

    Raises
    ------
    BadValueError
        There are fewer than two people, nothing was found, or a count lies outside 0..n.

    References
    ----------
    Lewis (2001), International Journal of Human-Computer Interaction 13:445; table 7.11 of Sauro & Lewis,
    Quantifying the User Experience.

    Examples
    --------
    >>> round(discovery_of_counts([1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 5, 2], 6).p_adjusted, 4)
    0.1296
    """
    seen = [count for count in counts if count]
    if n < 2 or not seen or min(seen) < 0 or max(seen) > n:
        raise BadValueError(
            _("At least two people and one thing found are needed, each count between 0 and the number of people.")
        )
    p = sum(seen) / (n * len(seen))
    good_turing = sum(count == 1 for count in seen) / len(seen)
    deflated, turing_part = (p - 1 / n) * (1 - 1 / n), p / (1 + good_turing)
    adjusted = (deflated + turing_part) / 2
    share = found_share(adjusted, n)
    total = len(seen) / share
    return Discovery(
        n=n, seen=len(seen), p=p, good_turing=good_turing, deflated=deflated, turing_part=turing_part,
        p_adjusted=adjusted, discovered=share, total=total, undiscovered=total - len(seen),
    )  # fmt: skip
