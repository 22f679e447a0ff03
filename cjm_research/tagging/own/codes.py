"""Learning the study's own codes: each from its passages alone, and suggested only where that is no guesswork."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from cjm_research.tagging.learnt.learning import Lesson, Mark, fit_link, group, matches
from cjm_research.tagging.learnt.moments import passages
from cjm_research.tagging.own.choosing import Outcome, Strength, folds_of, groups_of
from cjm_research.tagging.own.features import kept_buckets, rarity
from cjm_research.tagging.own.fitting import fit_each
from cjm_research.tagging.own.model import OwnCode, Words, numbers_of_code, table_of
from cjm_research.tagging.own.pages import Page

# Kind and label.
Name = tuple[str, str]

# Passages of an own code from which on it is suggested.
LEAST_EXAMPLES = 8
OWN_CODES = (Strength(0.01, 1.0, 1), Strength(0.01, 0.3, 1), Strength(0.01, 0.1, 1))
# Least share of right ones among the suggestions of an own code, and how many times that of chance.
LEAST_RIGHT, BETTER_THAN_CHANCE = 0.3, 2.0
# So many of the passages must be found by what was learnt from the others.
LEAST_FOUND = 3
# Log-odds of a piece that cannot be judged, and thresholds that are tried.
_UNLIKELY = -9.0
_GRID = np.round(np.arange(-4.5, 1.01, 0.25), 2)


@dataclass(frozen=True)
class _Rows:
    """The pieces of the interviews in which a code is used; where it is not used, nobody may have thought of it."""

    odds: np.ndarray
    target: np.ndarray
    known: np.ndarray
    numbers: np.ndarray
    words: Any
    folds: np.ndarray
    groups: np.ndarray

    @classmethod
    def of(cls, name: Name, pages: Sequence[Page]) -> _Rows:
        odds = np.vstack([page.odds for page in pages])
        target = np.concatenate([page.codes[name] for page in pages])
        looked = [page.looked & ~page.unsure.get(name, np.zeros(len(page.looked), dtype=bool)) for page in pages]
        answers = [np.array([unit.turn for unit in page.lesson.units]) for page in pages]
        return cls(
            odds,
            target,
            (np.concatenate(looked) | (target == 1)).astype(float),
            numbers_of_code(odds),
            sparse.vstack([page.own_table for page in pages]).tocsr(),
            np.concatenate(folds_of(answers)),
            groups_of(answers),
        )

    def fit(self, rows: np.ndarray, strength: Strength) -> Words:
        """How the code is found, learnt from the chosen rows."""
        # What stands in no example says nothing for the code.
        said = np.unique(self.words[rows[self.target[rows] == 1]].indices)
        buckets = np.intersect1d(kept_buckets(self.words[rows], self.groups[rows]), said)
        rare = rarity(self.words[rows], buckets)
        penalty = np.r_[strength.constant, np.ones(self.numbers.shape[1] - 1), strength.words / rare]
        table = table_of(self.numbers[rows], self.words[rows], buckets)
        nothing = np.zeros((len(rows), 1))
        target, known = self.target[rows, None], self.known[rows, None]
        return Words(buckets, fit_each(table, nothing, target, known, penalty, strength.slope))

    def out_of_fold(self, strength: Strength) -> np.ndarray:
        """Log-odds of each piece, learnt without its interview."""
        values = np.full(len(self.target), _UNLIKELY)
        for fold in sorted(set(self.folds.tolist())):
            inside, out = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            if self.target[inside].any():
                words = self.fit(inside, strength)
                values[out] = words.corrected(np.zeros((len(out), 1)), self.numbers[out], self.words[out])[:, 0]
        return values

    def loss(self, values: np.ndarray) -> float:
        """Log-loss where the truth is known."""
        return float((self.known * (np.logaddexp(0, values) - self.target * values)).sum())


def examples_of(pages: Sequence[Page]) -> dict[Name, int]:
    """How many passages each own code has."""
    found: dict[Name, int] = {}
    for page in pages:
        for coding in page.worked.coded:
            if (coding.kind, coding.label) in page.codes:
                found[coding.kind, str(coding.label)] = found.get((coding.kind, str(coding.label)), 0) + 1
    return dict(sorted(found.items()))


def learn_code(name: Name, examples: int, pages: Sequence[Page]) -> tuple[OwnCode | None, Outcome]:
    """How a code is found, if that is better than guessing, and what came of it."""
    pages = [page for page in pages if name in page.codes]
    rows = _Rows.of(name, pages)
    found = [rows.out_of_fold(strength) for strength in OWN_CODES]
    best = int(np.argmin([rows.loss(values) for values in found]))
    threshold, judged = _threshold(name, pages, found[best])
    right = [ok for value, ok in judged if value >= threshold]
    chance = float(rows.target[rows.known == 1].mean())
    # Two suggestions more, half a one of them right: thresholds that were chosen here look better than they are.
    share = (sum(right) + 0.5) / (len(right) + 2)
    used = sum(right) >= LEAST_FOUND and share >= max(LEAST_RIGHT, BETTER_THAN_CHANCE * chance)
    outcome = Outcome("/".join(name), examples, chance, share, used)
    if not used:
        return None, outcome
    link = fit_link(np.array([value for value, _ok in judged]), np.array([ok for _value, ok in judged]))
    words = rows.fit(np.arange(len(rows.target)), OWN_CODES[best])
    return OwnCode(*name, examples, words, threshold, link), outcome


def _threshold(name: Name, pages: Sequence[Page], values: np.ndarray) -> tuple[float, list[tuple[float, bool]]]:
    """The log-odds from which on suggestions agree best with what people coded (F1), and all suggestions judged."""
    best, chosen = -1.0, float(_GRID[-1])
    lessons = [_lesson(name, page) for page in pages]
    cuts = np.cumsum([len(lesson.units) for lesson in lessons])[:-1]
    codings = sum(len(lesson.gold) for lesson in lessons)
    everything: list[tuple[float, bool]] = []
    for threshold in _GRID.tolist():
        judged = []
        for page, lesson, here in zip(pages, lessons, np.split(values, cuts), strict=True):
            spans = [s for s in passages(lesson.units, here, group(name[0]), threshold) if page.looked[s.surest]]
            judged += [(span.odds, ok) for span, ok in matches(lesson, spans)]
        everything = everything or judged
        f1 = 2 * sum(ok for _value, ok in judged) / max(1, len(judged) + codings)
        if f1 >= best:
            best, chosen = f1, threshold
    return chosen, everything


def _lesson(name: Name, page: Page) -> Lesson:
    gold: list[Mark] = [(c.utterance, c.start, c.end, c.kind) for c in page.worked.coded if (c.kind, c.label) == name]
    return replace(page.lesson, gold=gold)
