"""Changing between rating scales: always linear, always through the percent of the maximum."""

from __future__ import annotations

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model.scheme import VALENCE_RANGE

# Scale name of the study settings -> lowest and highest rating.
RATING_SCALES: dict[str, tuple[int, int]] = {"1-3": (1, 3), "1-5": (1, 5), "1-10": (1, 10)}


def percent_of_maximum(value: float, low: float, high: float) -> float:
    """Where `value` lies between the ends of its scale, 0..100.

    Raises
    ------
    BadValueError
        The scale has no width, or the value lies outside it.

    References
    ----------
    Cohen, Cohen, Aiken & West (1999), Multivariate Behavioral Research 34:315 (POMP scores).

    Examples
    --------
    >>> percent_of_maximum(4, 1, 5)
    75.0
    """
    if not low < high or not low <= value <= high:
        raise BadValueError(
            _("{value} is not a rating on a scale from {low} to {high}.").format(value=value, low=low, high=high)
        )
    return 100 * (value - low) / (high - low)


def rating_of_valence(valence: float, scale: str) -> float:
    """A valence (-2..+2) as a rating on one of the scales 1-3, 1-5 or 1-10.

    Examples
    --------
    >>> rating_of_valence(1, "1-10")
    7.75
    """
    if scale not in RATING_SCALES:
        known = ", ".join(RATING_SCALES)
        raise BadValueError(_("There is no rating scale “{scale}”. Known: {known}.").format(scale=scale, known=known))
    low, high = RATING_SCALES[scale]
    return low + percent_of_maximum(valence, *VALENCE_RANGE) / 100 * (high - low)
