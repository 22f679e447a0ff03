"""From marked text to ratings: characters, sentences or turns, each with who marked it, summed by cluster.

A cluster is what resampling draws: an interview, or a turn where there are few interviews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from cjm_research.coding.agreement.coefficients import jaccard_distances, masi_distances
from cjm_research.coding.agreement.data import Marks, Material, runs
from cjm_research.coding.agreement.ratings import Parts, Ratings
from cjm_research.coding.agreement.sentences import sentences
from cjm_research.coding.agreement.unitizing import Unit, Unitized, unitized
from cjm_research.coding.comparison import overlapping_pairs
from cjm_research.model import Coding

# Below this many interviews turns are drawn instead.
MIN_INTERVIEWS = 5
Pattern = tuple[int, ...]


class Units:
    """The units of some material, by cluster.

    Parameters
    ----------
    material : Material
        What is compared.
    unit : {"character", "sentence", "turn"}
        What one judgement is about.
    """

    def __init__(self, material: Material, unit: str) -> None:
        self.material = material
        self.unit = unit
        self.by_interview = len(material.worked) >= MIN_INTERVIEWS
        self.cluster_of: Sequence[int] = material.interview_of if self.by_interview else range(len(material.turns))
        self.n_clusters = len(material.worked) if self.by_interview else len(material.turns)

    @cached_property
    def cells(self) -> tuple[tuple[Unit, ...], ...]:
        """For each turn its sentences, or itself as one; turns without text have none."""
        if self.unit == "sentence":
            return tuple(tuple(sentences(turn.text, turn.language)) for turn in self.material.turns)
        return tuple(((0, len(turn.text)),) if turn.text.strip() else () for turn in self.material.turns)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many units each turn has."""
        if self.unit == "character":
            return tuple(len(turn.text) for turn in self.material.turns)
        return tuple(map(len, self.cells))

    @cached_property
    def _unmarked(self) -> Counter[tuple[int, Pattern]]:
        # (cluster, pattern) -> units, as if nothing was marked.
        found: Counter[tuple[int, Pattern]] = Counter()
        for turn, size in enumerate(self.sizes):
            found[self.cluster_of[turn], self.material.absent(turn)] += size
        return found

    def ratings(self, code: str) -> Ratings:
        """Whether each coder applied `code` to each unit; weights have one row a cluster."""
        table = self._unmarked.copy()
        for turn, marks in self.material.marks[code].items():
            cluster, absent = self.cluster_of[turn], self.material.absent(turn)
            for weight, who in runs(marks) if self.unit == "character" else self._touched(turn, marks):
                table[cluster, absent] -= weight
                table[cluster, tuple(1 if yes else base for yes, base in zip(who, absent, strict=True))] += weight
        return _ratings((0, 1), table, self.n_clusters, len(self.material.coders))

    def _touched(self, turn: int, marks: Marks):
        for start, end in self.cells[turn]:
            who = tuple(any(a < end and start < b for a, b in units) for units in marks)
            if any(who):
                yield 1, who

    def sets(self) -> SetUnits:
        """Which codes each coder applied to each sentence or turn."""
        codes = self.material.codes
        applied: dict[tuple[int, int], list[set[str]]] = {}
        for code in codes:
            for turn, marks in self.material.marks[code].items():
                for number, (start, end) in enumerate(self.cells[turn]):
                    for coder, units in enumerate(marks):
                        if any(a < end and start < b for a, b in units):
                            applied.setdefault((turn, number), [set() for _c in marks])[coder].add(code)
        table: Counter[tuple[int, Pattern]] = self._unmarked.copy()
        number_of: dict[frozenset[str], int] = {frozenset(): 0}
        for (turn, _number), sets in applied.items():
            cluster, absent = self.cluster_of[turn], self.material.absent(turn)
            said = (number_of.setdefault(frozenset(members), len(number_of)) for members in sets)
            table[cluster, absent] -= 1
            table[cluster, tuple(-1 if base < 0 else value for value, base in zip(said, absent, strict=True))] += 1
        return SetUnits(_ratings(tuple(number_of), table, self.n_clusters, len(self.material.coders)))


class SetUnits:
    """Sets of codes as judgements; the terms of alpha for each cluster, so that resampling stays cheap."""

    def __init__(self, ratings: Ratings) -> None:
        self.ratings = ratings
        usable = ratings.judged >= 2
        self._pairs = usable / np.maximum(ratings.judged - 1, 1)
        # Judgements of each value in each cluster.
        self._given = ratings.weights @ (ratings.given * usable[:, None])

    def alpha(self, distance: str) -> Callable[[np.ndarray], Parts]:
        """Alpha with a distance of sets ("masi" or "jaccard"), for weights of clusters of shape (..., n_clusters)."""
        sets = self.ratings.values
        far = masi_distances(sets) if distance == "masi" else jaccard_distances(sets)
        apart = self.ratings.weights @ (self._within(far) * self._pairs)
        between = self._given @ far @ self._given.T
        judged = self._given.sum(axis=1)

        def parts(weights: np.ndarray) -> Parts:
            n = weights @ judged
            with np.errstate(invalid="ignore", divide="ignore"):
                observed = weights @ apart / n
                expected = ((weights @ between) * weights).sum(axis=-1) / (n * (n - 1))
                value = np.where(expected > 0, 1 - observed / expected, np.nan)
            return Parts(1 - observed, 1 - expected, value)

        return parts

    def _within(self, far: np.ndarray) -> np.ndarray:
        """Distances between the judgements of one unit, both ways, for each pattern."""
        patterns = self.ratings.patterns
        total = np.zeros(len(patterns))
        for a in range(patterns.shape[1]):
            for b in range(patterns.shape[1]):
                both = (patterns[:, a] >= 0) & (patterns[:, b] >= 0) & (a != b)
                total += np.where(both, far[patterns[:, a], patterns[:, b]], 0)
        return total


def _ratings(values: tuple, table: Counter[tuple[int, Pattern]], n_clusters: int, n_coders: int) -> Ratings:
    patterns = sorted({pattern for (_cluster, pattern), weight in table.items() if weight})
    column = {pattern: i for i, pattern in enumerate(patterns)}
    weights = np.zeros((n_clusters, len(patterns)))
    for (cluster, pattern), weight in table.items():
        if weight:
            weights[cluster, column[pattern]] += weight
    return Ratings(values, np.array(patterns, dtype=int).reshape(len(patterns), n_coders), weights)


def continuum(material: Material, code: str, *, by_interview: bool) -> Unitized:
    """One code on the continuum of all turns, in pieces of an interview or of a turn each."""
    coders = range(len(material.coders))
    pieces: list[tuple[int, Marks]] = []
    offset = 0
    previous = None
    for turn, (text, interview) in enumerate(zip(material.turns, material.interview_of, strict=True)):
        if not by_interview or interview != previous:
            pieces.append((0, [[] for _coder in coders]))
            offset, previous = 0, interview
        length, units = pieces[-1]
        for coder, marks in enumerate(material.marks[code].get(turn, ())):
            units[coder].extend((start + offset, end + offset) for start, end in marks)
        offset += len(text.text)
        pieces[-1] = (length + len(text.text), units)
    return unitized([piece for piece in pieces if piece[0]])


def pairs_by_cluster(
    material: Material, code: str, cluster_of: Callable[[Coding], int], n_clusters: int
) -> tuple[np.ndarray, np.ndarray, list[tuple[Coding, Coding]]]:
    """Of one code: how many codings of each cluster have a counterpart, of how many, and the pairs.

    With more than two coders every pair of coders counts.
    """
    matched, total = np.zeros(n_clusters), np.zeros(n_clusters)
    pairs: list[tuple[Coding, Coding]] = []
    for transcript, lists in material.codings[code].items():
        here = sorted(material.worked[transcript])
        for number, a in enumerate(here):
            for b in here[number + 1 :]:
                found = overlapping_pairs(lists[a], lists[b], same=lambda _ours, _theirs: True)
                pairs.extend(found)
                for coding in (*lists[a], *lists[b]):
                    total[cluster_of(coding)] += 1
                for ours, _theirs in found:
                    matched[cluster_of(ours)] += 2
    return matched, total, pairs
