"""Small models that correct a larger one: its log-odds stay, and what is added to them must earn its place.

Every weight has a normal prior around 0, the slope of the larger model's log-odds one around 1 (maximum a posteriori;
Bishop 2006, 4.5). The same numbers in give the same numbers out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

_ROUNDS = 60


@dataclass(frozen=True)
class Correction:
    """What is added: ``slopes * offset + table @ weights``.

    Parameters
    ----------
    weights : ndarray of shape (n_features, n_outputs)
    slopes : ndarray of shape (n_outputs,)
    """

    weights: np.ndarray
    slopes: np.ndarray

    def corrected(self, offset: np.ndarray, table: Any) -> np.ndarray:
        """New log-odds; shape of `offset`, (n_rows, n_outputs)."""
        return offset * self.slopes + np.asarray(table @ self.weights)


def fit_each(
    table: Any, offset: np.ndarray, targets: np.ndarray, known: np.ndarray, penalty: np.ndarray, slope_penalty: float
) -> Correction:
    """Outputs that are decided each for itself.

    Parameters
    ----------
    table : sparse matrix of shape (n_rows, n_features)
    offset, targets, known : ndarray of shape (n_rows, n_outputs)
        Log-odds of the larger model, the truth (0 or 1), and how much each row counts.
    penalty : ndarray of shape (n_features,)
        1 / variance of the prior of each feature's weight.
    slope_penalty : float
        The same of the slopes.
    """
    n, k = table.shape[1], offset.shape[1]
    scaled, scale, slope_scale = _scaled(table, penalty, slope_penalty)
    transposed, moved = scaled.T.tocsr(), offset * slope_scale

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        weights, slopes = point[: n * k].reshape(n, k), point[n * k :]
        odds = offset + moved * slopes + scaled @ weights
        value = float((known * (np.logaddexp(0, odds) - targets * odds)).sum()) + 0.5 * float(point @ point)
        wrong = known * (1 / (1 + np.exp(-odds)) - targets)
        return value, np.concatenate([(transposed @ wrong).ravel(), (wrong * moved).sum(axis=0)]) + point

    point = _lowest(loss, n * k + k)
    return Correction(scale[:, None] * point[: n * k].reshape(n, k), 1 + slope_scale * point[n * k :])


def fit_one_of(
    table: Any,
    offset: np.ndarray,
    chosen: np.ndarray,
    counts: np.ndarray,
    penalty: np.ndarray,
    slope_penalty: float,
) -> Correction:
    """Outputs of which exactly one is true.

    Parameters
    ----------
    table : sparse matrix of shape (n_rows, n_features)
    offset : ndarray of shape (n_rows, n_outputs)
        Log-probabilities of the larger model.
    chosen : ndarray of int, shape (n_rows,)
        The true output.
    counts : ndarray of shape (n_rows,)
        How much each row counts.
    penalty, slope_penalty
        As for `fit_each`; there is one slope for all outputs.
    """
    n, k = table.shape[1], offset.shape[1]
    scaled, scale, slope_scale = _scaled(table, penalty, slope_penalty)
    transposed, moved, rows = scaled.T.tocsr(), offset * slope_scale, np.arange(len(chosen))

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        odds = offset + moved * point[-1] + scaled @ point[:-1].reshape(n, k)
        odds = odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)
        value = -float((counts * odds[rows, chosen]).sum()) + 0.5 * float(point @ point)
        wrong = np.exp(odds)
        wrong[rows, chosen] -= 1
        wrong *= counts[:, None]
        return value, np.append((transposed @ wrong).ravel(), float((wrong * moved).sum())) + point

    point = _lowest(loss, n * k + 1)
    return Correction(scale[:, None] * point[:-1].reshape(n, k), np.full(k, 1 + slope_scale * point[-1]))


def _scaled(table: Any, penalty: np.ndarray, slope_penalty: float) -> tuple[Any, np.ndarray, float]:
    """The table for weights that all have the prior of variance 1, and what they are multiplied by: fewer rounds."""
    scale = 1 / np.sqrt(penalty)
    return (table @ sparse.diags(scale)).tocsr(), scale, float(1 / np.sqrt(slope_penalty))


def _lowest(loss: Any, size: int) -> np.ndarray:
    from scipy.optimize import minimize  # not needed to tag

    options = {"maxiter": _ROUNDS, "ftol": 1e-6, "maxcor": 5}
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x)
