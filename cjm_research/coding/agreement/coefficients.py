"""Coefficients of agreement for units that several coders have judged: percent, kappa, alpha, AC1 and their kin.

Each takes `Ratings` and gives `Parts`: one figure for each resample that the weights hold. For plain lists of values
the same measures stand in `cjm_research.coding.agreement`.

References
----------
Bennett, Alpert & Goldstein (1954), Public Opinion Quarterly 18:303; Scott (1955), ibid. 19:321; Cohen (1960),
Educational and Psychological Measurement 20:37; Fleiss (1971), Psychological Bulletin 76:378; Krippendorff (2011),
Computing Krippendorff's alpha-reliability; Gwet (2008), British Journal of Mathematical and Statistical Psychology
61:29, and for gaps Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from cjm_research.coding.agreement.ratings import Coefficient, Parts, Ratings

# How often each value was given -> distances between values, shape (..., n_values, n_values).
Distance = Callable[[np.ndarray], np.ndarray]


def _ratio(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def _observed(ratings: Ratings) -> np.ndarray:
    """Share of pairs of judgements of one unit that agree, mean over the units that two or more judged."""
    judged = ratings.judged
    pairs = np.maximum(judged * (judged - 1), 1)
    agreeing = (ratings.given * (ratings.given - 1)).sum(axis=1) / pairs
    usable = judged >= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return ratings.weights @ (agreeing * usable) / (ratings.weights @ usable.astype(float))


def _shares(ratings: Ratings) -> np.ndarray:
    """Share of each value, mean over units; shape (..., n_values)."""
    judged = np.maximum(ratings.judged, 1)[:, None]
    some = (ratings.judged > 0).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return ratings.weights @ (ratings.given / judged) / (ratings.weights @ some)[..., None]


def _varied(ratings: Ratings) -> np.ndarray:
    """Whether more than one value was given to units that two or more coders judged."""
    usable = (ratings.judged >= 2)[:, None]
    return ((ratings.weights @ (ratings.given * usable)) > 0).sum(axis=-1) > 1


def _parts(ratings: Ratings, expected: np.ndarray, observed: np.ndarray | None = None) -> Parts:
    observed = _observed(ratings) if observed is None else observed
    value = np.where(_varied(ratings), _ratio(observed, expected), np.nan)
    return Parts(observed, np.broadcast_to(expected, observed.shape), value)


def percent_parts(ratings: Ratings) -> Parts:
    """Plain agreement, chance left in."""
    observed = _observed(ratings)
    value = np.where(_varied(ratings), observed, np.nan)
    return Parts(observed, np.zeros_like(observed), value)


def s_parts(ratings: Ratings) -> Parts:
    """Bennett's S, alike Brennan and Prediger's kappa: chance gives each value equally."""
    return _parts(ratings, np.asarray(1 / max(1, len(ratings.values))))


def fleiss_parts(ratings: Ratings) -> Parts:
    """Fleiss' kappa (two coders: Scott's pi): chance gives the values as all coders together did."""
    return _parts(ratings, (_shares(ratings) ** 2).sum(axis=-1))


def cohen_parts(ratings: Ratings) -> Parts:
    """Cohen's kappa: chance gives the values as each of the two coders did; units of both only."""
    both = ratings.judged == 2
    ones = [np.eye(len(ratings.values))[ratings.patterns[:, side]] * both[:, None] for side in (0, 1)]
    with np.errstate(invalid="ignore", divide="ignore"):
        n = (ratings.weights @ both.astype(float))[..., None]
        first, second = (ratings.weights @ one / n for one in ones)
    return _parts(ratings, (first * second).sum(axis=-1))


def ac1_parts(ratings: Ratings) -> Parts:
    """Gwet's AC1: chance agreement only where a judgement is hard, steady when a value is rare."""
    shares, n_values = _shares(ratings), len(ratings.values)
    return _parts(ratings, (shares * (1 - shares)).sum(axis=-1) / max(1, n_values - 1))


def alpha_parts(ratings: Ratings, distance: Distance) -> Parts:
    """Krippendorff's alpha; observed and expected are 1 minus the disagreement."""
    judged = ratings.judged
    usable = judged >= 2
    counts = ratings.given * usable[:, None]
    totals = ratings.weights @ counts
    far = distance(totals)
    per_pattern = np.einsum("pc,...ck,pk->...p", counts, far, counts) / np.maximum(judged - 1, 1)
    n = totals.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (ratings.weights * per_pattern).sum(axis=-1) / n
        expected = np.einsum("...c,...ck,...k->...", totals, far, totals) / (n * (n - 1))
        value = np.where(expected > 0, 1 - observed / expected, np.nan)
    return Parts(1 - observed, 1 - expected, np.where(_varied(ratings), value, np.nan))


# Distances


def nominal(totals: np.ndarray) -> np.ndarray:
    """0 for the same value, 1 for another."""
    return 1 - np.eye(totals.shape[-1])


def ordinal(totals: np.ndarray) -> np.ndarray:
    """How many judgements lie between two ranks, squared (Krippendorff 2011, section D)."""
    before = np.cumsum(totals, axis=-1) - totals / 2
    return (before[..., :, None] - before[..., None, :]) ** 2


def interval(values: Sequence[float]) -> Distance:
    """Squared difference of the numbers."""
    numbers = np.asarray(values, dtype=float)
    return lambda totals: (numbers[:, None] - numbers[None, :]) ** 2


def ratio(values: Sequence[float]) -> Distance:
    """Squared difference over the sum, for numbers with a true zero."""
    numbers = np.asarray(values, dtype=float)
    both = numbers[:, None] + numbers[None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        far = np.where(both == 0, 0, ((numbers[:, None] - numbers[None, :]) / both) ** 2)
    return lambda totals: far


def membership(sets: Sequence[frozenset]) -> np.ndarray:
    """Which code stands in which set; shape (n_sets, n_codes)."""
    codes = {code: i for i, code in enumerate(sorted(set().union(*sets)))}
    table = np.zeros((len(sets), len(codes)))
    for row, members in enumerate(sets):
        table[row, [codes[code] for code in members]] = 1
    return table


def jaccard_distances(sets: Sequence[frozenset]) -> np.ndarray:
    """1 minus shared codes over all codes of both sets; two empty sets are alike."""
    table = membership(sets)
    shared = table @ table.T
    sizes = table.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - shared
    return 1 - np.where(union == 0, 1, shared / np.maximum(union, 1))


def masi_distances(sets: Sequence[frozenset]) -> np.ndarray:
    """1 minus Jaccard times 1 (same), 2/3 (one inside the other), 1/3 (they cross) or 0.

    References
    ----------
    Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation, LREC.
    """
    table = membership(sets)
    shared = table @ table.T
    sizes = table.sum(axis=1)
    smaller, larger = np.minimum(sizes[:, None], sizes[None, :]), np.maximum(sizes[:, None], sizes[None, :])
    alike = np.select([(shared == smaller) & (smaller == larger), shared == smaller, shared > 0], [1, 2 / 3, 1 / 3], 0)
    return 1 - np.where(larger == 0, 1, alike * (1 - jaccard_distances(sets)))


def as_coefficient(measure: str, parts: Parts) -> Coefficient:
    """The figure that parts without resamples hold; one value only where they hold none."""
    value = float(parts.value)
    if np.isnan(value):
        return Coefficient(measure=measure, reason="one_value")
    chance = None if measure in {"percent", "holsti", "overlap", "f1"} else float(parts.expected)
    return Coefficient(measure=measure, value=value, observed=float(parts.observed), expected=chance)


def holsti_parts(ratings: Ratings) -> Parts:
    """Holsti's share: what both marked, twice, over what each marked; for values 0 and 1."""
    both, one = _marked_pairs(ratings)
    return _plain(2 * both, 2 * both + one)


def jaccard_parts(ratings: Ratings) -> Parts:
    """What both marked over what either marked; for values 0 and 1."""
    both, one = _marked_pairs(ratings)
    return _plain(both, both + one)


def _marked_pairs(ratings: Ratings) -> tuple[np.ndarray, np.ndarray]:
    """How many pairs of judgements mark a unit both, and how many one of them only."""
    marked = ratings.given[:, 1]
    both = ratings.weights @ (marked * (marked - 1) / 2)
    return both, ratings.weights @ (marked * (ratings.judged - marked))


def _plain(part: np.ndarray, whole: np.ndarray) -> Parts:
    with np.errstate(invalid="ignore", divide="ignore"):
        share = part / whole
    return Parts(share, np.zeros_like(share), share)
