"""Learnt part of the tagger: which pieces of an answer hold a touchpoint, a feeling, trouble ...

Two steps. A linear model a language looks at the words of a piece, the pieces beside it, the question, and the rules
that fired (`units`). What it says of every kind, for the piece, its neighbours and the whole answer, goes into a small
network that is shared by all languages: a contact is named once an answer, a feeling stands beside its cause, short
pieces are seldom marked (stacked generalisation; Wolpert 1992). Its scores are turned into shares that hold on studies
it has not seen, and the pieces above the threshold of their kind, joined where they touch, become spans.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from cjm_research.model.scheme import KINDS
from cjm_research.tagging.learnt.linear import LinearModel, load_arrays
from cjm_research.tagging.learnt.units import Unit
from cjm_research.tagging.rules.scoring import weights_folder

# A barrier is a pain point that stopped somebody; the two are found as one and told apart afterwards.
BARRIER = "barrier"
FOUND: tuple[str, ...] = tuple(kind for kind in KINDS if kind != BARRIER)
LANGUAGES = ("en", "pl", "ru")
# What stands for the log-odds of a neighbour that is not there.
NOWHERE = -2.5
# Units of a passage may lie this far apart, where what lies between is at most so much less likely (log-odds).
GAP, GAP_DEPTH = 1, 1.0
# Coders seldom mark more than a sentence: no span is longer than this, unless a single unit is.
MOST_WORDS = 25
# What goes on for longer than this is told as several suggestions.
LONGEST_PASSAGE = 60
# Standardised features are cut here, so that no odd text drives the network out of what it has seen.
FARTHEST = 6.0


def group(kind: str) -> str:
    """The kind, a barrier counted as a pain point."""
    return "pain_point" if kind == BARRIER else kind


def surroundings(units: Sequence[Unit], odds: np.ndarray) -> np.ndarray:
    """What the first step says around each unit; shape (n_units, n_features).

    Parameters
    ----------
    units : sequence of Unit
        In the order of the text.
    odds : ndarray of shape (n_units, len(FOUND))
        Log-odds of the first step.
    """
    n = len(units)
    turn = np.array([unit.turn for unit in units])
    # Sentence numbers start anew in each turn.
    sentence = np.array([(unit.turn << 32) + unit.sentence for unit in units])
    highest, rank, beside, count = (
        np.empty_like(odds),
        np.empty_like(odds),
        np.full_like(odds, NOWHERE),
        np.empty((n, 1)),
    )
    for first, end in _runs(turn):
        here = odds[first:end]
        highest[first:end] = here.max(axis=0)
        rank[first:end] = here.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, end - first - 1)
        count[first:end] = min(end - first, 60) / 10
    for first, end in _runs(sentence):
        if end - first > 1:
            here = odds[first:end]
            top = here.argmax(axis=0)
            ordered = np.sort(here, axis=0)
            beside[first:end] = ordered[-1]
            beside[first + top, np.arange(odds.shape[1])] = ordered[-2]
    return np.hstack(
        [
            odds,
            *(_shifted(odds, turn, by) for by in (-1, 1, -2, 2)),
            highest,
            rank,
            odds - highest,
            beside,
            _rules_say(units),
            count,
            np.array([unit.layout for unit in units]),
        ]
    )


def _runs(keys: np.ndarray) -> list[tuple[int, int]]:
    """Half-open ranges of equal keys in a row."""
    cuts = np.flatnonzero(np.diff(keys)) + 1
    edges = [0, *cuts.tolist(), len(keys)]
    return [(first, end) for first, end in itertools.pairwise(edges) if end > first]


def _shifted(odds: np.ndarray, turn: np.ndarray, by: int) -> np.ndarray:
    """Row i + by, where it belongs to the same turn."""
    moved = np.full_like(odds, NOWHERE)
    n = len(odds)
    to = slice(max(0, -by), n - max(0, by))
    source = slice(max(0, by), n - max(0, -by))
    same = turn[to] == turn[source]
    moved[to][same] = odds[source][same]
    return moved


def _rules_say(units: Sequence[Unit]) -> np.ndarray:
    """Log-odds of the rules, moved so that 0 means no rule; shape (n_units, len(FOUND))."""
    said = np.zeros((len(units), len(FOUND)))
    for row, unit in enumerate(units):
        for kind, value in unit.raw.items():
            column = FOUND.index(group(kind))
            said[row, column] = max(said[row, column], value + 3)
    return said


@dataclass(frozen=True)
class Network:
    """One hidden layer of rectified units, one output a kind of FOUND."""

    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray
    output_bias: np.ndarray

    def log_odds(self, table: np.ndarray) -> np.ndarray:
        """Shape (n_units, len(FOUND))."""
        return np.maximum(table @ self.hidden + self.hidden_bias, 0) @ self.output + self.output_bias


@dataclass(frozen=True)
class Link:
    """From a span's log-odds to the share of such spans that are right: straight lines between measured points."""

    at: np.ndarray
    share: np.ndarray

    def __call__(self, odds: float) -> float:
        """A share, in [0, 1]."""
        return float(np.interp(odds, self.at, self.share))


@dataclass(frozen=True)
class Moments:
    """What was learnt for one language.

    Parameters
    ----------
    first : LinearModel
        Outputs are FOUND and BARRIER.
    network : Network
    centre, spread : ndarray of shape (n_features,)
        Mean and standard deviation of the features of `surroundings` in this language.
    thresholds : mapping of str to float
        Least log-odds of a unit that becomes part of a span, by kind.
    links : mapping of str to Link
    barrier : float
        Least log-odds at which a pain point is a barrier.
    """

    language: str
    first: LinearModel
    network: Network
    centre: np.ndarray
    spread: np.ndarray
    thresholds: Mapping[str, float]
    links: Mapping[str, Link]
    barrier: float

    def read(self, units: Sequence[Unit]) -> Said:
        """What both steps say of the units."""
        table = self.first.matrix([unit.item for unit in units])
        if not units:
            return Said(table, np.zeros((0, len(FOUND))), np.zeros(0))
        first = self.first.weigh(table)
        inputs = network_table(surroundings(units, first[:, : len(FOUND)]), self.centre, self.spread, self.language)
        return Said(table, self.network.log_odds(inputs), first[:, len(FOUND)])


@dataclass(frozen=True)
class Said:
    """What the two steps say of the units of an interview.

    Parameters
    ----------
    table : sparse matrix of shape (n_units, n_features)
        The features that the first step weighed.
    odds : ndarray of shape (n_units, len(FOUND))
        Log-odds of each kind.
    barriers : ndarray of shape (n_units,)
        Log-odds of being a barrier.
    """

    table: Any
    odds: np.ndarray
    barriers: np.ndarray


def network_table(table: np.ndarray, centre: np.ndarray, spread: np.ndarray, language: str) -> np.ndarray:
    """Standardised features and the language, as the network takes them."""
    known = np.array([[float(language == one) for one in LANGUAGES]]).repeat(len(table), axis=0)
    return np.hstack([np.clip((table - centre) / spread, -FARTHEST, FARTHEST), known]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Found:
    """Units in a row that hold a kind: half-open range of units, log-odds of the surest, and its number."""

    kind: str
    first: int
    end: int
    odds: float
    surest: int


def spans_of(units: Sequence[Unit], odds: np.ndarray, thresholds: Mapping[str, float]) -> list[Found]:
    """Passages of each kind: units above its threshold, joined over a gap of one nearly as likely, within one turn.

    A passage is one suggestion. Where it is longer than `MOST_WORDS`, what is marked is the surest unit with as many of
    its likelier neighbours as fit.
    """
    found = []
    for column, kind in enumerate(FOUND):
        found += passages(units, odds[:, column], kind, thresholds[kind])
    return found


def passages(units: Sequence[Unit], values: np.ndarray, kind: str, threshold: float) -> list[Found]:
    """The passages of one kind; `values` are its log-odds, shape (n_units,)."""
    found = []
    over = np.flatnonzero(values >= threshold).tolist()
    start = 0
    for i in range(1, len(over) + 1):
        if i < len(over) and _are_joined(units, values, over[i - 1], over[i], threshold):
            passage = units[over[i]].end - units[over[start]].start
            if passage <= LONGEST_PASSAGE and not (kind == "emotion" and _opposed(units, over[start], over[i])):
                continue
        found.append(_marked(units, values, kind, over[start], over[i - 1]))
        start = i
    return found


def _are_joined(units: Sequence[Unit], values: np.ndarray, one: int, other: int, threshold: float) -> bool:
    if units[one].turn != units[other].turn or other - one > 1 + GAP:
        return False
    return other - one == 1 or float(values[one + 1 : other].min()) >= threshold - GAP_DEPTH


def _opposed(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether rules find feelings of one sign in the last unit and of the other sign before it."""
    before = {sign for unit in units[first:last] for sign in _signs(unit)}
    return any(-sign in before and sign not in before for sign in _signs(units[last]))


def _signs(unit: Unit) -> set[int]:
    values = [hit.entry.valence for hit in unit.hits if hit.entry.kind == "emotion" and hit.entry.valence]
    return {1 if value > 0 else -1 for value in values}


def _marked(units: Sequence[Unit], values: np.ndarray, kind: str, first: int, last: int) -> Found:
    surest = first + int(np.argmax(values[first : last + 1]))
    start = end = surest
    while start > first or end < last:
        before = values[start - 1] if start > first else -np.inf
        after = values[end + 1] if end < last else -np.inf
        new_start, new_end = (start - 1, end) if before >= after else (start, end + 1)
        if units[new_end].end - units[new_start].start > MOST_WORDS:
            break
        start, end = new_start, new_end
    return Found(kind, start, end + 1, float(values[surest]), surest)


def moments_path(language: str) -> Path:
    """Where what was learnt for a language lies, if anything was."""
    return weights_folder() / f"moments_{language}.npz"


@cache
def load_moments(language: str) -> Moments | None:
    """What was learnt for a language; None where nothing was."""
    path = moments_path(language)
    return from_arrays(language, load_arrays(path)) if path.exists() else None


def arrays_of(moments: Moments) -> dict[str, np.ndarray]:
    """Everything as plain arrays."""
    network = moments.network
    arrays = moments.first.arrays("first.")
    arrays |= {
        "kinds": np.array(FOUND),
        "centre": moments.centre.astype(np.float32),
        "spread": moments.spread.astype(np.float32),
        "hidden": network.hidden.astype(np.float16),
        "hidden bias": network.hidden_bias.astype(np.float32),
        "output": network.output.astype(np.float16),
        "output bias": network.output_bias.astype(np.float32),
        "thresholds": np.array([moments.thresholds[kind] for kind in FOUND], dtype=np.float32),
        "barrier": np.array([moments.barrier], dtype=np.float32),
    }
    for kind, link in moments.links.items():
        arrays[f"link {kind}"] = np.vstack([link.at, link.share]).astype(np.float32)
    return arrays


def from_arrays(language: str, arrays: Mapping[str, np.ndarray]) -> Moments | None:
    """What the arrays hold; None where they were made for other kinds than those of this version."""
    if tuple(arrays["kinds"].tolist()) != FOUND:
        return None
    links = {kind: Link(*arrays[f"link {kind}"].astype(float)) for kind in FOUND}
    return Moments(
        language=language,
        first=LinearModel.from_arrays(arrays, "first."),
        network=Network(
            arrays["hidden"].astype(np.float32),
            arrays["hidden bias"],
            arrays["output"].astype(np.float32),
            arrays["output bias"],
        ),
        centre=arrays["centre"].astype(float),
        spread=arrays["spread"].astype(float),
        thresholds=dict(zip(FOUND, arrays["thresholds"].astype(float).tolist(), strict=True)),
        links=links,
        barrier=float(arrays["barrier"][0]),
    )
