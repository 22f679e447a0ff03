"""Learning what spans are: labels, valences and stages as the study's people give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from cjm_research.tagging.learnt.attributes import log_shares, valence_of
from cjm_research.tagging.own.choosing import Outcome, Strength, folds_of, groups_of, surely
from cjm_research.tagging.own.features import SPAN, hashed, kept_buckets
from cjm_research.tagging.own.fitting import fit_one_of
from cjm_research.tagging.own.model import Words, numbers_of_span, table_of
from cjm_research.tagging.own.pages import Page

# What is tried, the most cautious first.
DECIDING = {
    "label": (Strength(3, 3, 10, 30), Strength(3, 1, 10, 3), Strength(3, 0.3, 10, 3), Strength(1, 1, 10, 0.3)),
    "valence": (Strength(3, 3, 10, 30), Strength(3, 1, 10, 3), Strength(0.3, 3, 3, 0.3)),
    "stage": (Strength(3, 3, 10, 50), Strength(3, 1, 10, 50), Strength(3, 1, 10, 2)),
}
# Least number of passages from which something is learnt.
LEAST_PASSAGES = 12


@dataclass(frozen=True)
class _Rows:
    """The coded spans of all pages: what the larger model says of them, what people gave them."""

    what: str
    outputs: tuple[str, ...]
    offset: np.ndarray
    truths: np.ndarray
    counts: np.ndarray
    numbers: np.ndarray
    words: Any
    folds: np.ndarray
    groups: np.ndarray

    @classmethod
    def of(cls, name: str, pages: Sequence[Page], outputs: tuple[str, ...]) -> _Rows:
        what, coded = name.split()[-1], [page.coded[name] for page in pages]
        answers = [np.array(one.answers) for one in coded]
        # The spans of an answer have one stage, mostly: ten of them tell little more than one.
        alike = [np.bincount(one)[one] if what == "stage" else np.ones(len(one)) for one in answers]
        languages = [page.lesson.transcript.language for page in pages]
        words = [hashed(one.items, SPAN[what], spoken) for one, spoken in zip(coded, languages, strict=True)]
        offset = np.vstack([np.vstack(one.offsets) for one in coded])
        items = [item for one in coded for item in one.items]
        return cls(
            what,
            outputs,
            offset,
            np.concatenate([np.array(one.truths) for one in coded]),
            1 / np.sqrt(np.concatenate(alike)),
            numbers_of_span(name, items, offset),
            sparse.vstack(words).tocsc(),
            np.concatenate(folds_of(answers)),
            groups_of(answers),
        )

    def fit(self, rows: np.ndarray, strength: Strength) -> Words:
        """A correction, learnt from the chosen rows."""
        buckets = kept_buckets(self.words[rows], self.groups[rows])
        plain = np.r_[strength.constant, np.full(self.numbers.shape[1] - 1, strength.place)]
        penalty = np.r_[plain, np.full(len(buckets), strength.words)]
        table = table_of(self.numbers[rows], self.words[rows], buckets)
        fitted = fit_one_of(table, self.offset[rows], self.truths[rows], self.counts[rows], penalty, strength.slope)
        return Words(buckets, fitted)

    def out_of_fold(self, strength: Strength) -> np.ndarray:
        """Log-probabilities of each span by a correction that was made without its interview."""
        odds = self.offset.copy()
        for fold in sorted(set(self.folds.tolist())):
            inside, out = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            if len(inside):
                words = self.fit(inside, strength)
                odds[out] = log_shares(words.corrected(self.offset[out], self.numbers[out], self.words[out]))
        return odds

    def losses(self, odds: np.ndarray) -> np.ndarray:
        """Log-loss of each span; shape (n_spans,)."""
        return np.asarray(-self.counts * odds[np.arange(len(self.truths)), self.truths])

    def right(self, odds: np.ndarray) -> float:
        """Share of right decisions; of a valence the sign counts."""
        if self.what == "valence":
            true = np.sign([int(self.outputs[i]) for i in self.truths])
            return float((np.sign(valence_of(odds, self.outputs)) == true).mean())
        return float((odds.argmax(axis=1) == self.truths).mean())


def learn_deciding(name: str, pages: Sequence[Page], outputs: tuple[str, ...]) -> tuple[Words | None, Outcome] | None:
    """What corrects "touchpoint label", "stage" ..., and what came of it; None where there is too little.

    Parameters
    ----------
    outputs : tuple of str
        What the larger model chooses from.
    """
    chosen = [page for page in pages if name in page.coded]
    n = sum(len(page.coded[name].items) for page in chosen)
    if n < LEAST_PASSAGES:
        return None
    rows = _Rows.of(name, chosen, outputs)
    strengths = DECIDING[rows.what]
    found = [rows.out_of_fold(strength) for strength in strengths]
    best = int(np.argmin([rows.losses(odds).sum() for odds in found]))
    before, after = rows.right(rows.offset), rows.right(found[best])
    used = bool(surely(rows.losses(rows.offset) - rows.losses(found[best]))) and after > before
    return rows.fit(np.arange(n), strengths[best]) if used else None, Outcome(name, n, before, after, used)
