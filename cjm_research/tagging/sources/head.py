"""What an additional feature source adds to the shipped model: one small logistic head a kind, trained on this machine.

A head takes the log-odds that the shipped model gives a clause and the vector that the source gives it, and returns
log-odds on the same scale, so that everything behind (joining with rules, thresholds, calibration) stays as it is. It
is trained on the coded interviews of the package with out-of-fold log-odds, as if every interview were an unseen one;
where vectors do not help on studies left out, the head of that kind changes nothing.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.tagging.learnt.linear import load_arrays, save_arrays
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.reading import text_range
from cjm_research.tagging.sources.loading import FeatureSource, load_source

if TYPE_CHECKING:
    from cjm_research.model import Transcript
    from cjm_research.tagging.learnt.units import Unit
    from cjm_research.tagging.reading import Turn

_FORMAT = 1
# Strengths of the vectors that are tried (inverse of the penalty), and how many groups of studies are left out in turn.
STRENGTHS = (0.0003, 0.003, 0.03)
FOLDS = 4
# The vectors must lower the loss on studies left out by at least this share.
LEAST_GAIN = 0.005


@dataclass(frozen=True)
class SourceHead:
    """One column of weights for each kind, on the scale of the shipped model's log-odds.

    Parameters
    ----------
    key : str
        What it was trained with; a head of another key must be trained anew.
    kinds : tuple of str
    mean : ndarray of shape (n_dimensions,)
        The mean vector of the training clauses.
    weights : ndarray of shape (n_dimensions, n_kinds)
    slopes, intercepts : ndarray of shape (n_kinds,)
        What is done to the shipped model's log-odds; 1 and 0 where nothing.
    """

    key: str
    kinds: tuple[str, ...]
    mean: np.ndarray
    weights: np.ndarray
    slopes: np.ndarray
    intercepts: np.ndarray

    def adjusted(self, kinds: Sequence[str], odds: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        """New log-odds of shape (n_clauses, n_kinds); the columns of kinds without a head stay.

        Parameters
        ----------
        kinds : sequence of str
            What the columns of `odds` are.
        odds : ndarray of shape (n_clauses, n_kinds)
        vectors : ndarray of shape (n_clauses, n_dimensions)
            Rows of zeros (nothing is known of the clause) leave the log-odds as they are.
        """
        found = np.array(odds, dtype=float)
        known = np.any(vectors != 0, axis=1)
        gains = (vectors - self.mean) @ self.weights
        for column, kind in enumerate(kinds):
            if kind in self.kinds:
                k = self.kinds.index(kind)
                new = self.slopes[k] * found[:, column] + gains[:, k] + self.intercepts[k]
                found[:, column] = np.where(known, new, found[:, column])
        return found

    def save(self, path: Path) -> None:
        """Write the head to an .npz file."""
        text = "\n".join((self.key, *self.kinds)).encode("utf-8")
        arrays = {
            "format": np.array([_FORMAT]),
            "names": np.frombuffer(text, dtype=np.uint8),
            "mean": self.mean.astype(np.float32),
            "weights": self.weights.astype(np.float32),
            "slopes": self.slopes.astype(np.float32),
            "intercepts": self.intercepts.astype(np.float32),
        }
        save_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path) -> SourceHead | None:
        """The head in a file; None where there is none, or one of another version of the format."""
        if not zipfile.is_zipfile(path):  # not there, or half written
            return None
        try:
            arrays = load_arrays(path)
            if int(arrays["format"][0]) != _FORMAT:
                return None
            key, *kinds = arrays["names"].tobytes().decode("utf-8").split("\n")
            numbers = {name: arrays[name] for name in ("mean", "weights", "slopes", "intercepts")}
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):  # damaged: it is trained anew
            return None
        return cls(key, tuple(kinds), **numbers)


@dataclass(frozen=True)
class Clauses:
    """What a head is trained on, one row a clause of the coded interviews.

    Parameters
    ----------
    texts : sequence of str
    odds : ndarray of shape (n_clauses, n_kinds)
        The shipped model's log-odds, each from a model that did not see the clause's study.
    targets : ndarray of bool, shape (n_clauses, n_kinds)
        Whether the clause holds the kind.
    studies : sequence of str
        The study of each clause.
    kinds : tuple of str
    """

    texts: Sequence[str]
    odds: np.ndarray
    targets: np.ndarray
    studies: Sequence[str]
    kinds: tuple[str, ...]


def train_head(
    clauses: Clauses, source: FeatureSource, *, key: str, progress: Callable[[int, int], None] | None = None
) -> SourceHead:
    """The head for a source.

    Parameters
    ----------
    progress : callable, optional
        Called with (done, total): reading the texts is the first step, then each kind is one.
    """
    total = len(clauses.kinds) + 1
    vectors = source.vectors(clauses.texts)
    mean = vectors.mean(axis=0)
    table = vectors - mean
    advance = progress or (lambda _done, _total: None)
    advance(1, total)
    folds = _folds(clauses.studies)
    columns = []
    for k in range(len(clauses.kinds)):
        columns.append(_column(clauses.odds[:, k], table, clauses.targets[:, k].astype(int), folds))
        advance(k + 2, total)
    weights, slopes, intercepts = zip(*columns, strict=True)
    return SourceHead(
        key=key,
        kinds=clauses.kinds,
        mean=mean,
        weights=np.column_stack(weights),
        slopes=np.array(slopes),
        intercepts=np.array(intercepts),
    )


def _folds(studies: Sequence[str]) -> np.ndarray:
    """The number of the fold of each clause: whole studies, dealt out in their order."""
    order = {study: number % FOLDS for number, study in enumerate(sorted(set(studies)))}
    return np.array([order[study] for study in studies])


def _column(
    odds: np.ndarray, table: np.ndarray, target: np.ndarray, folds: np.ndarray
) -> tuple[np.ndarray, float, float]:
    """Weights, slope and intercept of one kind; those that change nothing where vectors do not help."""
    nothing = np.zeros(table.shape[1]), 1.0, 0.0
    if target.sum() < 2 * FOLDS or len(set(folds.tolist())) < 2:
        return nothing
    losses = {strength: _loss_left_out(odds, table, target, folds, strength) for strength in (0.0, *STRENGTHS)}
    best = min(STRENGTHS, key=lambda strength: losses[strength])
    if losses[best] > (1 - LEAST_GAIN) * losses[0.0]:
        return nothing
    _none, plain_slope, plain_intercept = _fit(odds, table, target, 0.0)
    if plain_slope <= 0:
        return nothing
    weights, slope, intercept = _fit(odds, table, target, best)
    # On the scale of the shipped model: what it takes to get the same probability out of its log-odds.
    return weights / plain_slope, slope / plain_slope, (intercept - plain_intercept) / plain_slope


def _loss_left_out(
    odds: np.ndarray, table: np.ndarray, target: np.ndarray, folds: np.ndarray, strength: float
) -> float:
    """The mean log-loss over clauses of studies that the fit did not see."""
    losses = []
    for fold in sorted(set(folds.tolist())):
        out = folds == fold
        if len(set(target[~out].tolist())) < 2:
            continue
        weights, slope, intercept = _fit(odds[~out], table[~out], target[~out], strength)
        found = table[out] @ weights + slope * odds[out] + intercept
        losses.extend(np.logaddexp(0, np.where(target[out] == 1, -found, found)).tolist())
    return float(np.mean(losses)) if losses else float("inf")


def _fit(odds: np.ndarray, table: np.ndarray, target: np.ndarray, strength: float) -> tuple[np.ndarray, float, float]:
    """Logistic regression on log-odds (hardly penalised) and vectors (none of them where `strength` is 0)."""
    from sklearn.linear_model import LogisticRegression

    # scikit-learn has one penalty for all: what is written large is penalised little.
    spread = float(np.sqrt((table**2).sum() / max(table.size, 1))) or 1.0
    freedom = 5.0
    columns: list[Any] = [freedom * odds[:, None]]
    if strength:
        columns.append(table / spread)
    model = LogisticRegression(C=strength or 1.0, max_iter=300, tol=1e-3).fit(np.hstack(columns), target)
    coefficients = model.coef_[0]
    weights = coefficients[1:] / spread if strength else np.zeros(table.shape[1])
    return weights, float(freedom * coefficients[0]), float(model.intercept_[0])


@dataclass(frozen=True)
class Features:
    """The sources and heads that a study uses: by language the name of a source and the file of its head.

    A value that travels to other processes; models are loaded where they are used, once.
    """

    heads: Mapping[str, tuple[str, str]]

    def adjusted(self, language: str, turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray) -> np.ndarray:
        """The log-odds of units with what the source of their language knows; unchanged where it has none.

        Parameters
        ----------
        turns, units
            An interview as `units.units_of` takes and gives it.
        odds : ndarray of shape (n_units, len(FOUND))
            What the shipped model says, as `moments.Moments.odds` gives it.
        """
        if language not in self.heads or not units:
            return odds
        name, file = self.heads[language]
        texts = [unit_text(turns[unit.turn], unit) for unit in units]
        return _head(file).adjusted(FOUND, odds, load_source(name, language).vectors(texts))

    def of_transcript(
        self, transcript: Transcript, turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray
    ) -> np.ndarray:
        """The same for the units of a transcript."""
        return self.adjusted(transcript.language, turns, units, odds)


def unit_text(turn: Turn, unit: Unit) -> str:
    """The words of a unit as they stand in the text."""
    start, end = text_range(turn.reading, unit.start, unit.end)
    return turn.text[start:end]


@lru_cache(maxsize=8)
def _head(file: str) -> SourceHead:
    head = SourceHead.load(Path(file))
    if head is None:
        raise BadValueError.at(
            file, _("What was learnt with the feature source cannot be read."), hint=_("Delete the file and tag again.")
        )
    return head
