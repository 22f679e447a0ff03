"""What is common to everything that is learnt: what is left out in turn, how much may be added, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Interviews are left out in so many groups at most; below `FEW` interviews each is cut into so many parts.
FOLDS, FEW, PARTS = 5, 3, 4
# A correction is made where the loss falls by so many standard errors of its fall.
LEAST_ERRORS = 1.5


@dataclass(frozen=True)
class Strength:
    """1 / variance of what may be added: a constant for each output, words, the slope, other plain numbers.

    Where that of words is infinite, none are added.
    """

    constant: float
    words: float
    slope: float
    place: float = 1.0


@dataclass(frozen=True)
class Outcome:
    """What one part of the learning came to, measured on interviews (or parts of them) that it was not made from.

    `before` and `after` are clicks for "finding", shares of right decisions for what spans are, and the share of right
    suggestions for an own code (`before` that of pieces that hold the code: what is right by chance).
    """

    name: str
    examples: int
    before: float
    after: float
    used: bool


def surely(gains: np.ndarray) -> np.ndarray:
    """Whether the loss falls for more than by chance; `gains` of shape (n, ...) are added up over the first axis."""
    return np.asarray(gains.sum(axis=0) > LEAST_ERRORS * np.sqrt((gains**2).sum(axis=0)))


def folds_of(answers: Sequence[np.ndarray], folds: int = FOLDS) -> list[np.ndarray]:
    """The fold of each row of each interview; `answers` holds for each interview the numbers of its rows' answers."""
    if len(answers) >= FEW:
        return [np.full(len(rows), n % folds) for n, rows in enumerate(answers)]
    found = []
    for rows in answers:
        numbers = np.unique(rows)
        cuts = np.array_split(numbers, PARTS)
        part = {number: i for i, cut in enumerate(cuts) for number in cut.tolist()}
        found.append(np.array([part[number] for number in rows.tolist()], dtype=int))
    return found


def groups_of(answers: Sequence[np.ndarray]) -> np.ndarray:
    """What words are counted over, for each row: interviews, or rows where there are few interviews."""
    counts = [len(rows) for rows in answers]
    return np.repeat(np.arange(len(counts)), counts) if len(counts) >= FEW else np.arange(sum(counts))
