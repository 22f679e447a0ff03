"""How the learnt part is made from coded interviews: out-of-fold by study, so that what is measured holds elsewhere.

Nothing of this is needed to tag. scikit-learn fits; what comes out are plain arrays (`moments`).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from cjm_research.model import Transcript
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.learnt.linear import LinearModel
from cjm_research.tagging.learnt.moments import (
    BARRIER,
    FOUND,
    Found,
    Link,
    Network,
    group,
    network_table,
    spans_of,
    surroundings,
)
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.learnt.training import fit_logistic, learn_vocabulary, matrix, slimmed
from cjm_research.tagging.learnt.units import Unit, units_of
from cjm_research.tagging.reading import Turn, text_range
from cjm_research.tagging.rules.scoring import load_weights

# Length of each block of features; 0 for plain numbers.
BLOCKS = {
    "letters": 1.0,
    "lemma": 1.0,
    "form": 0.7,
    "sense": 1.0,
    "lemma-": 0.35,
    "lemma+": 0.35,
    "sense-": 0.35,
    "sense+": 0.35,
    "asked": 0.5,
    "asked sense": 0.4,
    "plain": 0.0,
}
# Least number of pieces that must have a feature.
LEAST = {"lemma": 2, "form": 2} | {b: 3 for b in BLOCKS if b not in ("lemma", "form")}
PENALTY = 0.25
KEPT_FEATURES = 45_000
HIDDEN, NETWORKS, EPOCHS = 64, 4, 14
FOLDS = 9
# The curve of F1 is flat at its top: the highest threshold that costs no more than this gives an eighth fewer spans.
TOLERANCE = 0.006
_SMOOTH = 2
# Bins of the link between log-odds and shares.
_LINK_POINTS = 12


# Utterance, start and end in code points, kind.
Mark: TypeAlias = tuple[int, int, int, str]


@dataclass
class Lesson:
    """The units of a coded interview, and for each kind which units hold it."""

    transcript: Transcript
    study: str
    turns: list[Turn]
    units: list[Unit]
    gold: list[Mark]
    targets: dict[str, np.ndarray]


def lesson_of(transcript: Transcript, study: str = "") -> Lesson:
    """Read an interview with its codings; `gold` holds utterance, start and end in code points, and kind."""
    turns = read_interview(transcript)
    units = units_of(turns, load_senses(transcript.language), load_weights(transcript.language))
    gold: list[Mark] = [(coding.u, *transcript.locate(coding), coding.kind) for coding in transcript.codings]
    return Lesson(transcript, study, turns, units, gold, _targets(turns, units, gold))


def _targets(turns: Sequence[Turn], units: Sequence[Unit], gold: Sequence[Mark]) -> dict[str, Any]:
    """A unit holds a kind where it shares half of the shorter one's characters with a coding of it."""
    targets = {kind: np.zeros(len(units), dtype=int) for kind in (*FOUND, BARRIER)}
    by_turn: dict[int, list[tuple[int, int, str]]] = {}
    for turn, start, end, kind in gold:
        by_turn.setdefault(turn, []).append((start, end, kind))
    for row, unit in enumerate(units):
        first, last = text_range(turns[unit.turn].reading, unit.start, unit.end)
        for start, end, kind in by_turn.get(unit.turn, ()):
            if overlaps(first, last, start, end):
                targets[group(kind)][row] = 1
                targets[kind][row] = 1
    return targets


def overlaps(first: int, last: int, start: int, end: int) -> bool:
    """Whether two ranges share at least half of the shorter one."""
    shared = min(last, end) - max(first, start)
    return shared > 0 and 2 * shared >= min(last - first, end - start)


def folds_of(lessons: Iterable[Lesson], folds: int = FOLDS) -> dict[str, int]:
    """Fold of each study: the studies of a language take turns."""
    fold: dict[str, int] = {}
    by_language: dict[str, set[str]] = {}
    for lesson in lessons:
        by_language.setdefault(lesson.transcript.language, set()).add(lesson.study)
    for studies in by_language.values():
        fold.update({study: i % folds for i, study in enumerate(sorted(studies))})
    return fold


class FirstStep:
    """The linear model of one language while it is being learnt: its table is made once."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.items = [unit.item for lesson in lessons for unit in lesson.units]
        self.vocabulary, self.rarity = learn_vocabulary(self.items, BLOCKS, LEAST)
        self.table = matrix(self.items, BLOCKS, self.vocabulary, self.rarity.tolist()).astype(np.float64)
        self.targets = {
            kind: np.concatenate([lesson.targets[kind] for lesson in lessons]) for kind in (*FOUND, BARRIER)
        }
        self.studies = np.array([lesson.study for lesson in lessons for _unit in lesson.units])

    def fit(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Weights of shape (n_features, n_kinds) and intercepts, from the chosen rows."""
        table = self.table[rows]
        fitted = [fit_logistic(table, target[rows], PENALTY) for target in self.targets.values()]
        return np.column_stack([w for w, _i in fitted]), np.array([i for _w, i in fitted])

    def model(self) -> LinearModel:
        """The model from all rows, without its weakest features."""
        return slimmed(self.of(*self.fit(np.arange(len(self.studies)))), KEPT_FEATURES)

    def of(self, weights: np.ndarray, intercepts: np.ndarray) -> LinearModel:
        """The model that has these weights."""
        kinds = tuple(self.targets)
        return LinearModel(kinds, dict(BLOCKS), self.vocabulary, self.rarity, weights.astype(np.float32), intercepts)

    def out_of_fold(self, fold: Mapping[str, int]) -> tuple[np.ndarray, dict[int, LinearModel]]:
        """Log-odds of each unit by a model that has not seen its study, shape (n_units, n_kinds), and those models."""
        folds = np.array([fold[study] for study in self.studies])
        odds = np.zeros((len(folds), len(self.targets)))
        models = {}
        for number in sorted(set(folds.tolist())):
            weights, intercepts = self.fit(np.flatnonzero(folds != number))
            rows = folds == number
            odds[rows] = self.table[rows] @ weights + intercepts
            models[number] = self.of(weights, intercepts)
        return odds, models


def fit_network(table: np.ndarray, targets: np.ndarray) -> Network:
    """Several small networks that start differently, side by side as one."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    parts = []
    batch = min(256, len(table))
    for seed in range(NETWORKS):
        network = MLPClassifier(
            (HIDDEN,), alpha=1.0, batch_size=batch, learning_rate_init=2e-3, max_iter=EPOCHS, random_state=seed
        )
        with warnings.catch_warnings():
            # It stops after so many rounds on purpose.
            warnings.simplefilter("ignore", ConvergenceWarning)
            network.fit(table, targets)
        parts.append(network)
    return Network(
        hidden=np.hstack([part.coefs_[0] for part in parts]).astype(np.float32),
        hidden_bias=np.concatenate([part.intercepts_[0] for part in parts]).astype(np.float32),
        output=(np.vstack([part.coefs_[1] for part in parts]) / NETWORKS).astype(np.float32),
        output_bias=(sum(part.intercepts_[1] for part in parts) / NETWORKS).astype(np.float32),
    )


@dataclass
class School:
    """All lessons of one language with what the first step says of them out of fold."""

    language: str
    lessons: list[Lesson]
    step: FirstStep
    firsts: dict[int, LinearModel]
    odds: np.ndarray
    table: np.ndarray
    centre: np.ndarray
    spread: np.ndarray

    @property
    def inputs(self) -> np.ndarray:
        """What the network takes; shape (n_units, n_features)."""
        return network_table(self.table, self.centre, self.spread, self.language)

    @property
    def targets(self) -> np.ndarray:
        """Shape (n_units, len(FOUND))."""
        return np.column_stack([self.step.targets[kind] for kind in FOUND])


def school_of(lessons: Sequence[Lesson], fold: Mapping[str, int]) -> School:
    """The first step of a language, out of fold; `firsts` holds the model of each fold."""
    step = FirstStep(lessons)
    odds, firsts = step.out_of_fold(fold)
    table = table_of(lessons, odds)
    spread = table.std(axis=0)
    return School(
        lessons[0].transcript.language,
        list(lessons),
        step,
        firsts,
        odds,
        table,
        table.mean(axis=0),
        np.where(spread > 1e-9, spread, 1.0),
    )


def table_of(lessons: Sequence[Lesson], odds: np.ndarray) -> np.ndarray:
    """The surroundings of all units, interview by interview."""
    tables, row = [], 0
    for lesson in lessons:
        n = len(lesson.units)
        if n:
            tables.append(surroundings(lesson.units, odds[row : row + n, : len(FOUND)]))
        row += n
    return np.vstack(tables)


def networks_out_of_fold(schools: Sequence[School], fold: Mapping[str, int]) -> dict[int, Network]:
    """For each fold the network that has not seen its studies."""
    inputs = np.vstack([school.inputs for school in schools])
    targets = np.vstack([school.targets for school in schools])
    folds = np.array([fold[study] for school in schools for study in school.step.studies])
    return {
        number: fit_network(inputs[folds != number], targets[folds != number]) for number in sorted(set(folds.tolist()))
    }


def second_odds(school: School, networks: Mapping[int, Network], fold: Mapping[str, int]) -> np.ndarray:
    """Log-odds of the second step by the networks that have not seen the study; shape (n_units, len(FOUND))."""
    folds = np.array([fold[study] for study in school.step.studies])
    odds = np.zeros((len(folds), len(FOUND)))
    inputs = school.inputs
    for number, network in networks.items():
        odds[folds == number] = network.log_odds(inputs[folds == number])
    return odds


@dataclass(frozen=True)
class Judged:
    """A span that would be found at a low threshold: kind, its log-odds, and whether a coding of the kind matches."""

    kind: str
    odds: float
    right: bool
    study: str


def by_lesson(lessons: Sequence[Lesson], odds: np.ndarray) -> Iterable[tuple[Lesson, np.ndarray]]:
    """Each lesson with its rows."""
    row = 0
    for lesson in lessons:
        yield lesson, odds[row : row + len(lesson.units)]
        row += len(lesson.units)


def judged_spans(lessons: Sequence[Lesson], odds: np.ndarray, thresholds: Mapping[str, float]) -> list[Judged]:
    """The spans above the thresholds, judged by the codings: one to one, largest overlap first."""
    judged = []
    for lesson, here in by_lesson(lessons, odds):
        for found, right in matches(lesson, spans_of(lesson.units, here, thresholds)):
            judged.append(Judged(found.kind, found.odds, right, lesson.study))
    return judged


def matches(lesson: Lesson, spans: Sequence[Found]) -> list[tuple[Found, bool]]:
    """Each span with whether it has a coding of its own."""
    pairs = []
    for i, span in enumerate(spans):
        first, last = place_of(lesson, span)
        turn = lesson.units[span.first].turn
        for j, (utterance, start, end, kind) in enumerate(lesson.gold):
            if utterance == turn and group(kind) == span.kind and overlaps(first, last, start, end):
                pairs.append((-(min(end, last) - max(start, first)), j, i))
    used: set[int] = set()
    right: set[int] = set()
    for _shared, j, i in sorted(pairs):
        if j not in used and i not in right:
            used.add(j)
            right.add(i)
    return [(span, i in right) for i, span in enumerate(spans)]


def place_of(lesson: Lesson, span: Found) -> tuple[int, int]:
    """The code points of a span."""
    reading = lesson.turns[lesson.units[span.first].turn].reading
    return text_range(reading, lesson.units[span.first].start, lesson.units[span.end - 1].end)


def best_thresholds(lessons: Sequence[Lesson], odds: np.ndarray, grid: np.ndarray) -> dict[str, float]:
    """The highest threshold of each kind that costs hardly any F1, on a curve smoothed so that chance counts less."""
    codings = {kind: sum(group(one[3]) == kind for lesson in lessons for one in lesson.gold) for kind in FOUND}
    curves = {kind: np.zeros(len(grid)) for kind in FOUND}
    for place, threshold in enumerate(grid.tolist()):
        spans = judged_spans(lessons, odds, dict.fromkeys(FOUND, threshold))
        for kind in FOUND:
            right = sum(span.right for span in spans if span.kind == kind)
            tags = sum(span.kind == kind for span in spans)
            curves[kind][place] = 2 * right / max(1, tags + codings[kind])
    chosen = {}
    for kind, curve in curves.items():
        smooth = np.convolve(np.pad(curve, _SMOOTH, mode="edge"), np.ones(2 * _SMOOTH + 1) / (2 * _SMOOTH + 1), "valid")
        chosen[kind] = float(grid[np.flatnonzero(smooth >= smooth.max() - TOLERANCE)[-1]])
    return chosen


def fit_link(odds: np.ndarray, right: np.ndarray) -> Link:
    """The share of right spans by log-odds: isotonic regression, thinned to a few points (Zadrozny and Elkan 2002)."""
    from sklearn.isotonic import IsotonicRegression

    if len(odds) < _LINK_POINTS:
        return Link(np.array([0.0]), np.array([float(right.mean()) if len(right) else 0.5]))
    at = np.quantile(odds, np.linspace(0, 1, _LINK_POINTS + 1))
    bins = np.clip(np.searchsorted(at, odds, side="right") - 1, 0, _LINK_POINTS - 1)
    used = sorted(set(bins.tolist()))
    centre = np.array([odds[bins == b].mean() for b in used])
    # Two spans more, one right and one wrong, in each bin: no share of 0 or 1.
    share = np.array([(right[bins == b].sum() + 1) / ((bins == b).sum() + 2) for b in used])
    weight = np.array([(bins == b).sum() for b in used], dtype=float)
    rising = IsotonicRegression().fit(centre, share, sample_weight=weight).predict(centre)
    return Link(centre.astype(np.float32), rising.astype(np.float32))
