"""Learning the study's own codes: each from its passages alone, and suggested only where that is no guesswork.

What speaks for a code are the words of its passages, their roots, pairs and classes, weighed against all else that was
said where the code is used (logistic regression with a normal prior; rare words may weigh more). Of a passage of
several pieces mostly one holds what the coder had in mind: a second round counts each piece by how much it sounds like
the others' (multiple-instance learning; Dietterich and others 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from cjm_research.tagging.learnt.learning import Lesson, Mark, fit_link, group, matches
from cjm_research.tagging.learnt.moments import passages
from cjm_research.tagging.own.choosing import FEW, Outcome, Strength, folds_of, groups_of
from cjm_research.tagging.own.features import kept_buckets, rarity
from cjm_research.tagging.own.fitting import Correction, fit_each
from cjm_research.tagging.own.model import OwnCode, Words, numbers_of_code, table_of
from cjm_research.tagging.own.pages import Page

# Kind and label.
Name = tuple[str, str]

# Passages of an own code from which on it is suggested.
LEAST_EXAMPLES = 8
# So strong a prior leaves a number out.
ALONE = 1e9
# Words alone first: with few passages a kind says little. Then with what is said of the code's kind ("place").
OWN_CODES = (
    Strength(0.01, 1.0, 1, ALONE),
    Strength(0.01, 0.3, 1, ALONE),
    Strength(0.01, 0.1, 1, ALONE),
    Strength(0.01, 0.3, 1, 1.0),
)
# Least share of right ones among the suggestions of an own code, and how many times that of chance.
LEAST_RIGHT, BETTER_THAN_CHANCE = 0.35, 2.0
# So many of the passages must be found by what was learnt from the others.
LEAST_FOUND = 3
# A threshold that was chosen here looks better than it is: so many suggestions more, right by chance.
DOUBT = 2.0
# Interviews are left out in so many groups at most.
CODE_FOLDS = 8
# A wrong suggestion costs a key, a passage that is not found nothing that was not to be done anyway: F0.5.
_RECALL = 0.25
# Log-odds of a piece that cannot be judged, and thresholds that are tried.
_UNLIKELY = -9.0
_GRID = np.round(np.arange(-4.5, 2.01, 0.25), 2)


@dataclass(frozen=True)
class _Rows:
    """The pieces of the interviews in which a code is used; where it is not used, nobody may have thought of it.

    `words` has the columns of `buckets` alone; `passage` numbers the passages of the code, -1 elsewhere; `rare` is
    counted in all interviews that were worked on.
    """

    target: np.ndarray
    known: np.ndarray
    numbers: np.ndarray
    words: Any
    buckets: np.ndarray
    rare: np.ndarray
    passage: np.ndarray
    folds: np.ndarray
    groups: np.ndarray

    @classmethod
    def of(cls, name: Name, pages: Sequence[Page], everything: Any) -> _Rows:
        """The rows of the pages that know of the code; `everything` holds the words of all pages."""
        target = np.concatenate([page.target_of(name) for page in pages])
        words = sparse.vstack([page.own_table for page in pages]).tocsr()
        # What stands in no example says nothing for the code.
        buckets = np.unique(words[target == 1].indices).astype(np.int64)
        answers = [np.array([unit.turn for unit in page.lesson.units], dtype=int) for page in pages]
        return cls(
            target,
            np.concatenate([known_of(name, page, pages) for page in pages]).astype(float),
            numbers_of_code(name[0], np.vstack([page.odds for page in pages])),
            words.tocsc()[:, buckets].tocsr(),
            buckets,
            rarity(everything, buckets),
            _passages(target, answers),
            np.concatenate(folds_of(answers, CODE_FOLDS)),
            groups_of(answers),
        )

    def fit(self, rows: np.ndarray, strength: Strength) -> Words:
        """How the code is found, learnt from the chosen rows."""
        here = self.words[rows]
        columns = np.intersect1d(kept_buckets(here, self.groups[rows]), here[self.target[rows] == 1].indices)
        table = table_of(self.numbers[rows], here, columns)
        penalty = np.r_[strength.constant, strength.place, strength.words / self.rare[columns]]
        nothing, target = np.zeros((len(rows), 1)), self.target[rows, None]
        passage = self.passage[rows]
        held = passage >= 0
        counts = np.bincount(passage[held], minlength=1)
        weights = self.known[rows].copy()
        weights[held] /= np.sqrt(counts[passage[held]])
        found = fit_each(table, nothing, target, weights[:, None], penalty, strength.slope)
        values = found.corrected(nothing, table)[held, 0]
        surest = np.full(len(counts), -np.inf)
        np.maximum.at(surest, passage[held], values)
        weights[held] = np.exp(values - surest[passage[held]])
        found = fit_each(table, nothing, target, weights[:, None], penalty, strength.slope)
        return Words(columns, found)

    def values(self, words: Words, rows: np.ndarray) -> np.ndarray:
        """Log-odds of the chosen rows."""
        return words.corrected(np.zeros((len(rows), 1)), self.numbers[rows], self.words[rows])[:, 0]

    def learnt(self, strength: Strength) -> Words:
        """How the code is found, learnt from everything, in terms of all words and as exact as the file keeps it."""
        words = self.fit(np.arange(len(self.target)), strength)
        weights = words.correction.weights.astype(np.float16).astype(float)
        slopes = words.correction.slopes.astype(np.float32).astype(float)
        return Words(self.buckets[words.buckets], Correction(weights, slopes))

    def out_of_fold(self, strength: Strength) -> np.ndarray:
        """Log-odds of each piece, learnt without its interview."""
        values = np.full(len(self.target), _UNLIKELY)
        for fold in sorted(set(self.folds.tolist())):
            inside, out = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            if self.target[inside].any():
                values[out] = self.values(self.fit(inside, strength), out)
        return values


def _passages(target: np.ndarray, answers: Sequence[np.ndarray]) -> np.ndarray:
    """Numbers of the passages: pieces with the code in a row, within an answer; -1 elsewhere."""
    answer = np.concatenate([(number << 32) + rows for number, rows in enumerate(answers)])
    opens = (target == 1) & np.r_[True, (target[:-1] == 0) | (answer[1:] != answer[:-1])]
    return np.where(target == 1, np.cumsum(opens) - 1, -1)


def known_of(name: Name, page: Page, pages: Sequence[Page]) -> np.ndarray:
    """Of which pieces it is known whether they hold a code: of those of an interview in which somebody used it.

    Where it is used in one or two interviews, what comes after their last decision does not count: they may be half
    done. Open suggestions of the code tell nothing, rejected ones always do.
    """
    few = sum(name in one.codes for one in pages) < FEW
    used = page.reached if few else np.ones(len(page.reached), dtype=bool)
    nothing = np.zeros(len(page.reached), dtype=bool)
    known = (used if name in page.codes else nothing) & ~page.unsure.get(name, nothing)
    return np.asarray(known | (page.target_of(name) == 1) | page.refused.get(name, nothing))


def examples_of(pages: Sequence[Page]) -> dict[Name, int]:
    """How many passages each own code has."""
    found: dict[Name, int] = {}
    for page in pages:
        for coding in page.worked.coded:
            if (coding.kind, coding.label) in page.codes:
                found[coding.kind, str(coding.label)] = found.get((coding.kind, str(coding.label)), 0) + 1
    return dict(sorted(found.items()))


def words_of(pages: Sequence[Page]) -> Any:
    """The words of all pages as own codes see them; sparse."""
    return sparse.vstack([page.own_table for page in pages]).tocsr()


def learn_code(name: Name, examples: int, pages: Sequence[Page], everything: Any) -> tuple[OwnCode | None, Outcome]:
    """How a code is found, if that is better than guessing, and what came of it.

    Parameters
    ----------
    everything : sparse matrix
        The words of all pages (`words_of`).
    """
    pages = [page for page in pages if name in page.codes or name in page.refused]
    rows = _Rows.of(name, pages, everything)
    tried = [_judged(name, pages, rows.out_of_fold(strength)) for strength in OWN_CODES]
    best, threshold = max(
        ((n, threshold) for n, one in enumerate(tried) for threshold in _GRID.tolist()),
        key=lambda choice: (tried[choice[0]].worth(choice[1]), choice[1], -choice[0]),
    )
    judged = tried[best]
    suggestions, right = judged.counts[threshold]
    chance = float((rows.target * rows.known).sum() / max(1.0, rows.known.sum()))
    share = (right + DOUBT * chance) / (suggestions + DOUBT)
    used = right >= LEAST_FOUND and share >= max(LEAST_RIGHT, BETTER_THAN_CHANCE * chance)
    outcome = Outcome("/".join(name), examples, chance, share, used)
    if not used:
        return None, outcome
    link = fit_link(np.array([odds for odds, _ok in judged.spans]), np.array([ok for _odds, ok in judged.spans]))
    return OwnCode(*name, examples, rows.learnt(OWN_CODES[best]), threshold, link), outcome


@dataclass(frozen=True)
class _Judged:
    """How many suggestions there are and how many are right by threshold; all at the lowest; passages of the code."""

    counts: dict[float, tuple[int, int]]
    spans: list[tuple[float, bool]]
    codings: int

    def worth(self, threshold: float) -> float:
        """F0.5: how well the suggestions from a threshold on agree with what people coded."""
        suggestions, right = self.counts[threshold]
        return round((1 + _RECALL) * right / max(1.0, suggestions + _RECALL * self.codings), 4)


def _judged(name: Name, pages: Sequence[Page], values: np.ndarray) -> _Judged:
    """What log-odds of all pieces would suggest at each threshold."""
    lessons = [_lesson(name, page) for page in pages]
    known = [known_of(name, page, pages) for page in pages]
    parts = np.split(values, np.cumsum([len(lesson.units) for lesson in lessons])[:-1])
    counts: dict[float, tuple[int, int]] = {}
    everything: list[tuple[float, bool]] = []
    for threshold in _GRID.tolist():
        judged = []
        for lesson, here, sure in zip(lessons, parts, known, strict=True):
            spans = [s for s in passages(lesson.units, here, group(name[0]), threshold) if sure[s.surest]]
            judged += [(span.odds, ok) for span, ok in matches(lesson, spans)]
        everything = everything or judged
        counts[threshold] = len(judged), sum(ok for _odds, ok in judged)
    return _Judged(counts, everything, sum(len(lesson.gold) for lesson in lessons))


def _lesson(name: Name, page: Page) -> Lesson:
    gold: list[Mark] = [(c.utterance, c.start, c.end, c.kind) for c in page.worked.coded if (c.kind, c.label) == name]
    return replace(page.lesson, gold=gold)
