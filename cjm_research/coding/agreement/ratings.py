"""What several coders said of units, and the figure that comes of it or the reason why there is none.

Judgements are held as patterns (which coder said what) with weights (how many units are like that), so that a million
characters cost no more than a handful of patterns, and a thousand resamples no more than one multiplication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model.base import Model

Reason = Literal["", "few_coders", "nothing_shared", "one_value", "nobody_coded", "same_text_needed"]
GAP = -1


class Coefficient(Model):
    """One figure of agreement, or the reason why there is none.

    `observed` and `expected` are agreement found and agreement that chance would give, 0..1 (for alpha: 1 minus the
    disagreement, which may lie below 0 for distances above 1); None where the measure has no such part. `interval` is
    that of resampling, None where none could be made.
    """

    measure: str
    value: float | None = None
    observed: float | None = None
    expected: float | None = None
    interval: tuple[float, float] | None = None
    reason: Reason = ""

    @property
    def is_defined(self) -> bool:
        """Whether there is a figure."""
        return self.value is not None

    def __float__(self) -> float:
        if self.value is None:
            raise BadValueError(
                _("{measure} is not defined here: {reason}").format(
                    measure=measure_name(self.measure), reason=reason_text(self.reason)
                )
            )
        return self.value


class Parts(NamedTuple):
    """Observed and expected agreement, and the coefficient; arrays of the shape of the resamples, NaN: not defined."""

    observed: np.ndarray
    expected: np.ndarray
    value: np.ndarray


@dataclass(frozen=True)
class Ratings:
    """What several coders said of units.

    Attributes
    ----------
    values : tuple
        The values that can be given, in order where they have one.
    patterns : ndarray of int, shape (n_patterns, n_coders)
        The number of the value that each coder gave; -1 where a coder did not judge the unit.
    weights : ndarray of float, shape (..., n_patterns)
        How many units are of each pattern; leading axes are resamples.
    """

    values: tuple[Any, ...]
    patterns: np.ndarray
    weights: np.ndarray
    given: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        given = np.zeros((len(self.patterns), len(self.values)))
        for value in range(len(self.values)):
            given[:, value] = (self.patterns == value).sum(axis=1)
        object.__setattr__(self, "given", given)

    @classmethod
    def of(cls, rows: Sequence[Sequence[Hashable | None]], values: Sequence[Any] = ()) -> Ratings:
        """The ratings of `rows`, one row a coder, one place a unit; None is a gap.

        Parameters
        ----------
        rows : sequence of sequence
            All of one length.
        values : sequence
            The values that can be given; those that were given, sorted, where not named.

        Raises
        ------
        BadValueError
            The rows differ in length.
        """
        if len({len(row) for row in rows}) > 1:
            raise BadValueError(_("Every coder needs one value for each unit: the rows differ in length."))
        units = Counter(zip(*rows, strict=True))
        known = tuple(values) or tuple(sorted({v for unit in units for v in unit if v is not None}))  # type: ignore[type-var]
        number: dict[Any, int] = {value: i for i, value in enumerate(known)}
        patterns = [[GAP if v is None else number[v] for v in unit] for unit in units]
        weights = np.array(list(units.values()), dtype=float)
        return cls(known, np.array(patterns, dtype=int).reshape(len(units), len(rows)), weights)

    @property
    def n_coders(self) -> int:
        """How many coders there are."""
        return self.patterns.shape[1]

    @property
    def judged(self) -> np.ndarray:
        """How many coders judged the units of each pattern, shape (n_patterns,)."""
        return self.given.sum(axis=1)

    def reason(self) -> Reason:
        """Why no coefficient can be had of these; empty where one can."""
        if self.n_coders < 2:
            return "few_coders"
        weights = self.weights.sum(axis=tuple(range(self.weights.ndim - 1)))
        usable = (self.judged >= 2) & (weights > 0)
        if not usable.any():
            return "nothing_shared"
        return "one_value" if (self.given[usable].sum(axis=0) > 0).sum() < 2 else ""


def measure_name(measure: str) -> str:
    """The display name of a measure."""
    names = {
        "percent": _("Percent agreement"),
        "holsti": _("Holsti's share of what was coded"),
        "overlap": _("Share of what either coded that both coded"),
        "f1": _("F1 of overlapping codings"),
        "s": _("Bennett's S"),
        "scott_pi": _("Scott's pi"),
        "fleiss_kappa": _("Fleiss' kappa"),
        "cohen_kappa": _("Cohen's kappa"),
        "gwet_ac1": _("Gwet's AC1"),
        "alpha": _("Krippendorff's alpha"),
        "alpha_ordinal": _("Krippendorff's alpha (ordinal)"),
        "alpha_masi": _("Krippendorff's alpha (sets, MASI)"),
        "alpha_jaccard": _("Krippendorff's alpha (sets, Jaccard)"),
        "u_alpha": _("Krippendorff's alpha for unitizing"),
    }
    return names.get(measure, measure)


def short_name(measure: str) -> str:
    """A name that fits the head of a narrow column."""
    names = {
        "percent": _("percent"),
        "holsti": _("Holsti"),
        "overlap": _("shared"),
        "f1": _("F1"),
        "s": "S",
        "scott_pi": _("Scott's pi"),
        "fleiss_kappa": _("Fleiss' kappa"),
        "cohen_kappa": _("Cohen's kappa"),
        "gwet_ac1": _("AC1"),
        "alpha": _("alpha"),
        "alpha_ordinal": _("alpha (ordinal)"),
        "alpha_masi": _("alpha (MASI)"),
        "alpha_jaccard": _("alpha (Jaccard)"),
        "u_alpha": _("alpha (unitizing)"),
    }
    return names.get(measure, measure)


def reason_text(reason: Reason) -> str:
    """Why a figure is not defined, as a sentence."""
    return {
        "": "",
        "few_coders": _("Agreement needs at least two coders."),
        "nothing_shared": _("No unit was judged by two coders."),
        "one_value": _("All judgements are the same, so there was nothing to disagree about."),
        "nobody_coded": _("Nobody has coded anything here."),
        "same_text_needed": _("This measure needs interviews that all the coders have coded."),
    }[reason]
