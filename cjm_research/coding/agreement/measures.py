"""The measures of agreement for plain lists of values.

Lists come one row a coder, one place a unit, None where a coder did not judge the unit. Every function answers with a
`Coefficient`: a value, or the reason why it is not defined. One value only, nobody who coded, or fewer than two coders
never give 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Literal

from cjm_research.coding.agreement import coefficients
from cjm_research.coding.agreement.ratings import Coefficient, Parts, Ratings, Reason
from cjm_research.errors import BadValueError
from cjm_research.i18n import _

Rows = Sequence[Sequence[Hashable | None]]
MeasureLevel = Literal["nominal", "ordinal", "interval", "ratio"]


def percent_agreement(rows: Rows) -> Coefficient:
    """Share of pairs of judgements that agree; chance is left in.

    Examples
    --------
    >>> float(percent_agreement(["aab", "abb"]))
    0.6666666666666666
    """
    return _coefficient("percent", Ratings.of(rows), coefficients.percent_parts)


def bennett_s(rows: Rows, *, values: Sequence[Any] = ()) -> Coefficient:
    """Bennett's S (Brennan and Prediger's kappa): chance gives each of the `values` equally often."""
    return _coefficient("s", Ratings.of(rows, values), coefficients.s_parts)


def scott_pi(first: Sequence[Hashable | None], second: Sequence[Hashable | None]) -> Coefficient:
    """Scott's pi of two coders."""
    return _coefficient("scott_pi", Ratings.of([first, second]), coefficients.fleiss_parts)


def cohen_kappa(first: Sequence[Hashable | None], second: Sequence[Hashable | None]) -> Coefficient:
    """Cohen's kappa of two coders; units that both judged.

    Examples
    --------
    >>> round(float(cohen_kappa("yyyynn", "yyynnn")), 4)
    0.6667
    """
    both = [pair for pair in zip(first, second, strict=True) if None not in pair]
    rows = list(zip(*both, strict=True)) or [(), ()]
    return _coefficient("cohen_kappa", Ratings.of(rows), coefficients.cohen_parts)


def fleiss_kappa(rows: Rows) -> Coefficient:
    """Fleiss' kappa of any number of coders; with gaps, every unit counts by the judgements it has."""
    return _coefficient("fleiss_kappa", Ratings.of(rows), coefficients.fleiss_parts)


def gwet_ac1(rows: Rows, *, values: Sequence[Any] = ()) -> Coefficient:
    """Gwet's AC1 of any number of coders; `values` names those that could be given where not all were."""
    return _coefficient("gwet_ac1", Ratings.of(rows, values), coefficients.ac1_parts)


def krippendorff_alpha(rows: Sequence[Sequence[Any]], level: MeasureLevel = "nominal") -> Coefficient:
    """Krippendorff's alpha of any number of coders, with gaps.

    Parameters
    ----------
    rows : sequence of sequence
        One row a coder; numbers for the levels interval and ratio, values in their order for ordinal.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What the distance of two values means.

    Raises
    ------
    BadValueError
        There is no such level, or a value is no number where one is needed.

    Examples
    --------
    >>> round(float(krippendorff_alpha(["0100000010", "1110010000"])), 6)
    0.095238
    """
    ratings = Ratings.of(rows)
    if level in {"interval", "ratio"} and not all(isinstance(value, int | float) for value in ratings.values):
        raise BadValueError(_("The levels interval and ratio need numbers."))
    distances: dict[str, Callable[[], coefficients.Distance]] = {
        "nominal": lambda: coefficients.nominal,
        "ordinal": lambda: coefficients.ordinal,
        "interval": lambda: coefficients.interval(ratings.values),
        "ratio": lambda: coefficients.ratio(ratings.values),
    }
    if level not in distances:
        raise BadValueError(
            _("“{level}” is no level of measurement. Choose one of: {known}.").format(
                level=level, known=", ".join(distances)
            )
        )
    name = "alpha_ordinal" if level == "ordinal" else "alpha"
    return _coefficient(name, ratings, lambda r: coefficients.alpha_parts(r, distances[level]()))


def set_alpha(
    rows: Sequence[Sequence[Iterable[str] | None]], distance: Literal["masi", "jaccard"] = "masi"
) -> Coefficient:
    """Krippendorff's alpha where each judgement is a set of codes; the empty set is a judgement too.

    Parameters
    ----------
    rows : sequence of sequence of iterable of str
        One row a coder, one set a unit.
    distance : {"masi", "jaccard"}
        MASI counts sets that lie inside each other as nearer than sets that cross.
    """
    sets = [[None if members is None else frozenset(members) for members in row] for row in rows]
    values = sorted({members for row in sets for members in row if members is not None}, key=sorted)
    ratings = Ratings.of(sets, values or [frozenset()])
    far = (coefficients.masi_distances if distance == "masi" else coefficients.jaccard_distances)(ratings.values)
    return _coefficient(f"alpha_{distance}", ratings, lambda r: coefficients.alpha_parts(r, lambda totals: far))


def _coefficient(measure: str, ratings: Ratings, parts_of: Callable[[Ratings], Parts]) -> Coefficient:
    reason: Reason = ratings.reason()
    if reason:
        return Coefficient(measure=measure, reason=reason)
    return coefficients.as_coefficient(measure, parts_of(ratings))
