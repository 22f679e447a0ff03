"""Krippendorff's alpha for unitizing: agreement on where units lie on a continuum, for one code.

A unit is a stretch that a coder marked; what lies between is gap. Continua of several pieces (interviews) add up: units
and gaps end where a piece ends.

References
----------
Krippendorff (2004), Content Analysis, 2nd edition, section 11.6 (the paper of 1995 has a slip in the expected part).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cjm_research.coding.agreement.coefficients import as_coefficient
from cjm_research.coding.agreement.ratings import Coefficient, Parts

Unit = tuple[int, int]


@dataclass(frozen=True)
class Unitized:
    """The terms of the coefficient, one entry a piece of the continuum, so that pieces can be drawn again.

    `sizes` and `fits` belong together: the squared lengths of units of each length that occurs, and at how many places
    a unit of that length would fit into the gaps; shape (n_pieces, n_lengths).
    """

    n_coders: int
    length: np.ndarray
    distance: np.ndarray
    units: np.ndarray
    cubes: np.ndarray
    used: np.ndarray
    blank: np.ndarray
    sizes: np.ndarray
    fits: np.ndarray

    def parts(self, weights: np.ndarray) -> Parts:
        """Observed and expected agreement (1 minus disagreement) and alpha, for weights of shape (..., n_pieces)."""
        coders = self.n_coders
        length = weights @ self.length
        apart = weights @ self.distance
        # The chance term: unit against unit, and unit against the gaps it might fall into.
        by_units = (weights @ self.units - 1) * (weights @ self.cubes)
        by_gaps = ((weights @ self.sizes) * (weights @ self.fits)).sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            observed = 2 * apart / (coders * (coders - 1) * length**2)
            expected = 2 / length * (by_units + by_gaps)
            expected = expected / (coders * length * (coders * length - 1) - weights @ self.used)
            value = np.where(expected > 0, 1 - observed / expected, np.nan)
        # Everything marked by everybody with the same borders: there was nothing to disagree about.
        value = np.where((weights @ self.blank == 0) & (apart == 0), np.nan, value)
        return Parts(1 - observed, 1 - expected, value)


def unitized(pieces: Sequence[tuple[int, Sequence[Sequence[Unit]]]]) -> Unitized:
    """The terms of pieces, each its length and, for each coder, the units inside as (start, end), half-open.

    Units of one coder that overlap count as one.
    """
    tidy = [(length, [merged(units) for units in coders]) for length, coders in pieces]
    lengths = sorted({end - start for _length, coders in tidy for units in coders for start, end in units})
    column = {length: i for i, length in enumerate(lengths)}
    shape = (len(tidy), len(lengths))
    sizes, fits = np.zeros(shape), np.zeros(shape)
    totals = np.zeros((6, len(tidy)))
    every = np.array(lengths, dtype=float)
    for row, (length, coders) in enumerate(tidy):
        own = [end - start for units in coders for start, end in units]
        gaps = np.array([gap for units in coders for gap in _gaps(units, length)], dtype=float)
        totals[:, row] = (
            length,
            sum(distance(a, b) for i, a in enumerate(coders) for b in coders[i + 1 :]),
            len(own),
            sum((2 * n**3 - 3 * n**2 + n) / 3 for n in own),
            sum(n * (n - 1) for n in own),
            gaps.sum(),
        )
        for n in own:
            sizes[row, column[n]] += n * n
        if len(every):
            fits[row] = np.maximum(gaps[:, None] - every[None, :] + 1, 0).sum(axis=0)
    n_coders = max((len(coders) for _length, coders in tidy), default=0)
    return Unitized(n_coders, totals[0], totals[1], totals[2], totals[3], totals[4], totals[5], sizes, fits)


def u_alpha(pieces: Sequence[tuple[int, Sequence[Sequence[Unit]]]]) -> Coefficient:
    """Alpha for unitizing of one code.

    Parameters
    ----------
    pieces : sequence of (length, units per coder)
        The continuum; most often one piece.

    Examples
    --------
    >>> round(float(u_alpha([(300, [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]])])), 4)
    0.7286
    """
    terms = unitized(pieces)
    if terms.n_coders < 2:
        return Coefficient(measure="u_alpha", reason="few_coders")
    if not terms.units.sum():
        return Coefficient(measure="u_alpha", reason="nobody_coded")
    return as_coefficient("u_alpha", terms.parts(np.ones(len(pieces))))


def merged(units: Iterable[Unit]) -> list[Unit]:
    """The units in order, overlapping ones put together, empty ones left out; neighbours that touch stay two."""
    tidy: list[Unit] = []
    for start, end in sorted(units):
        if start == end:
            continue
        if tidy and start < tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], max(end, tidy[-1][1]))
        else:
            tidy.append((start, end))
    return tidy


def distance(first: Sequence[Unit], second: Sequence[Unit]) -> int:
    """How far two coders' units lie apart: squared differences of their ends, squared lengths where one has a gap."""
    total = 0
    seen = [False] * len(second)
    at = 0
    for start, end in first:
        while at < len(second) and second[at][1] <= start:
            at += 1
        met, other = False, at
        while other < len(second) and second[other][0] < end:
            total += (start - second[other][0]) ** 2 + (end - second[other][1]) ** 2
            met = seen[other] = True
            other += 1
        total += 0 if met else (end - start) ** 2
    return total + sum((end - start) ** 2 for (start, end), met in zip(second, seen, strict=True) if not met)


def _gaps(units: Sequence[Unit], length: int) -> list[int]:
    borders = [0, *(place for unit in units for place in unit), length]
    return [gap for gap in (borders[i + 1] - borders[i] for i in range(0, len(borders), 2)) if gap > 0]
