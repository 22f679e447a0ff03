"""Learning where the kinds stand: what is added to their log-odds, and to the thresholds of suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from cjm_research.tagging.learnt.learning import group, matches
from cjm_research.tagging.learnt.moments import FOUND, spans_of
from cjm_research.tagging.own.choosing import Outcome, Strength, folds_of, groups_of, surely
from cjm_research.tagging.own.features import kept_buckets
from cjm_research.tagging.own.fitting import Correction, fit_each
from cjm_research.tagging.own.model import Words, table_of
from cjm_research.tagging.own.pages import Page

# By language and kind.
Thresholds = Mapping[str, Mapping[str, float]]

# What is tried, the most cautious first. People whose codings are like those that the package learnt from gain by
# words; the loose constants are for those who leave out a kind, or use it for much else.
FINDING = (
    Strength(10, np.inf, 30),
    Strength(10, 4, 30),
    Strength(10, 1.5, 30),
    Strength(0.5, 4, 3),
)
# Shifts of thresholds that are tried, and how much one must save to be taken.
SHIFTS = (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6)
LEAST_CLICKS = 15.0
# Clicks: a suggestion that is turned down, and a passage that has to be marked and given its code.
REJECT, ADD = 1.0, 2.0
# What a passage is given besides: label, valence and stage; a stage alone where a kind is not named.
_GIVEN = {"touchpoint": 3, "emotion": 3}


@dataclass(frozen=True)
class _Rows:
    """The pieces of all pages together."""

    odds: np.ndarray
    targets: np.ndarray
    known: np.ndarray
    words: Any
    folds: np.ndarray
    groups: np.ndarray
    answers: np.ndarray

    @classmethod
    def of(cls, pages: Sequence[Page]) -> _Rows:
        answers = [np.array([unit.turn for unit in page.lesson.units]) for page in pages]
        return cls(
            np.vstack([page.odds for page in pages]),
            np.vstack([np.column_stack([page.lesson.targets[kind] for kind in FOUND]) for page in pages]),
            np.vstack([page.known for page in pages]),
            sparse.vstack([page.table for page in pages]).tocsc(),
            np.concatenate(folds_of(answers)),
            groups_of(answers),
            np.unique(_numbered(answers), return_inverse=True)[1],
        )

    def fit(self, rows: np.ndarray, strength: Strength) -> Words:
        """A correction of all kinds, learnt from the chosen rows."""
        buckets = kept_buckets(self.words[rows], self.groups[rows])
        n = len(buckets) if np.isfinite(strength.words) else 0
        table = table_of(np.ones((len(rows), 1)), self.words[rows], buckets[:n])
        penalty = np.r_[strength.constant, np.full(n, strength.words)]
        fitted = fit_each(table, self.odds[rows], self.targets[rows], self.known[rows], penalty, strength.slope)
        weights = np.vstack([fitted.weights, np.zeros((len(buckets) - n, len(FOUND)))])
        return Words(buckets, Correction(weights, fitted.slopes))

    def out_of_fold(self, strength: Strength) -> np.ndarray:
        """Log-odds of each piece by a correction that was made without its interview."""
        odds = self.odds.copy()
        for fold in sorted(set(self.folds.tolist())):
            inside, out = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            if len(inside):
                words = self.fit(inside, strength)
                odds[out] = words.corrected(self.odds[out], np.ones((len(out), 1)), self.words[out])
        return odds

    def losses(self, odds: np.ndarray) -> np.ndarray:
        """Log-loss of each answer and kind where the truth is known; shape (n_answers, len(FOUND))."""
        losses = self.known * (np.logaddexp(0, odds) - self.targets * odds)
        found = np.zeros((int(self.answers.max(initial=0)) + 1, losses.shape[1]))
        np.add.at(found, self.answers, losses)
        return found


def _numbered(answers: Sequence[np.ndarray]) -> np.ndarray:
    """Numbers of answers that differ between interviews."""
    return np.concatenate([(number << 32) + rows for number, rows in enumerate(answers)])


def learn_kinds(pages: Sequence[Page], thresholds: Thresholds) -> tuple[Words | None, np.ndarray, Outcome]:
    """What corrects the kinds, the shifts of their thresholds, and what came of it."""
    rows, no_shifts = _Rows.of(pages), np.zeros(len(FOUND))
    found = [rows.out_of_fold(strength) for strength in FINDING]
    losses = np.array([rows.losses(odds).sum(axis=0) for odds in found])
    best = np.argmin(losses, axis=0)
    odds = np.column_stack([found[number][:, k] for k, number in enumerate(best.tolist())])
    usual = clicks_of(pages, rows.odds, thresholds, no_shifts)
    helps = surely(rows.losses(rows.odds) - rows.losses(odds))
    helps &= clicks_of(pages, odds, thresholds, no_shifts) <= usual
    odds[:, ~helps] = rows.odds[:, ~helps]
    shifts = _shifts(pages, odds, thresholds)
    after = clicks_of(pages, odds, thresholds, shifts)
    used = after.sum() < usual.sum()
    examples = sum(len(page.worked.coded) for page in pages)
    outcome = Outcome("finding", examples, float(usual.sum()), float(after.sum()), bool(used))
    if not used:
        return None, no_shifts, outcome
    everything = np.arange(len(rows.odds))
    words: Words | None = None
    for number in sorted(set(best[helps].tolist())):
        fitted = rows.fit(everything, FINDING[number])
        if words is None:
            weights, slopes = np.zeros_like(fitted.correction.weights), np.ones(len(FOUND))
            words = Words(fitted.buckets, Correction(weights, slopes))
        chosen = np.flatnonzero(helps & (best == number))
        words.correction.weights[:, chosen] = fitted.correction.weights[:, chosen]
        words.correction.slopes[chosen] = fitted.correction.slopes[chosen]
    return words, shifts, outcome


def _shifts(pages: Sequence[Page], odds: np.ndarray, thresholds: Thresholds) -> np.ndarray:
    """What is added to each threshold: what saves most clicks, small shifts first."""
    costs = np.array([clicks_of(pages, odds, thresholds, np.full(len(FOUND), shift)) for shift in SHIFTS])
    costs += LEAST_CLICKS * np.abs(np.array(SHIFTS))[:, None] / SHIFTS[-1] * np.sqrt(1 + costs.min(axis=0))[None, :]
    order = sorted(range(len(SHIFTS)), key=lambda i: (abs(SHIFTS[i]), SHIFTS[i]))
    best = np.array(order)[np.argmin(costs[order], axis=0)]
    return np.array(SHIFTS)[best]


def clicks_of(pages: Sequence[Page], odds: np.ndarray, thresholds: Thresholds, shifts: np.ndarray) -> np.ndarray:
    """Clicks that wrong and missing suggestions cost where people looked, by kind; shape (len(FOUND),)."""
    clicks, row = np.zeros(len(FOUND)), 0
    for page in pages:
        n = len(page.lesson.units)
        here, row = odds[row : row + n], row + n
        usual = thresholds[page.lesson.transcript.language]
        shifted = {kind: usual[kind] + shifts[k] for k, kind in enumerate(FOUND)}
        spans = [span for span in spans_of(page.lesson.units, here, shifted) if page.looked[span.surest]]
        gold = [coding for coding in page.worked.coded if coding.utterance in page.worked.looked]
        for k, kind in enumerate(FOUND):
            judged = matches(page.lesson, [span for span in spans if span.kind == kind])
            right = sum(ok for _span, ok in judged)
            missing = max(0, sum(group(coding.kind) == kind for coding in gold) - right)
            clicks[k] += REJECT * (len(judged) - right) + (ADD + _GIVEN.get(kind, 1) - 1) * missing
    return clicks
