"""Quotes that say the same: grouped by the words they share, each group spoken for by one of its own quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cjm_research.model import Coding, Evidence

# Cosine distance (complete linkage) up to which two quotes count as saying the same. Chosen by reading the groups of
# the corpus in all three languages: looser cuts join quotes that share only a number or a way of speaking.
DISTANCE = 0.6
# Letters kept of a word of that length or more: enough to tell words apart, few enough for the endings of Polish and
# Russian to fall off.
STEMS = ((7, 5), (5, 4))
# A quote that stands for others should be a readable phrase; in code points.
READABLE = (12, 110)
# Shorter words (so, no, to, он) join quotes that have nothing else in common.
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Theme:
    """Codings whose quotes say the same; `representative` is the most central of them."""

    representative: Coding
    codings: tuple[Coding, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """The participants behind the theme, sorted."""
        return tuple(sorted({c.participant for c in self.codings}))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All the quotes, the representative first, then by place."""
        others = (c for c in self.codings if c is not self.representative)
        return tuple(Evidence.of(c) for c in (self.representative, *others))


class QuoteSpace:
    """Quotes as weighted words, so that rare words join them and common ones don't.

    Parameters
    ----------
    background : iterable of Coding
        All codings of the study: they tell which words are common in this talk.
    """

    def __init__(self, background: Iterable[Coding]):
        quotes = {(c.place, c.quote) for c in background}
        self._n = len(quotes)
        self._seen: dict[str, int] = {}
        for _place, quote in quotes:
            for stem in set(_stems(quote)):
                self._seen[stem] = self._seen.get(stem, 0) + 1

    def similarity(self, codings: Sequence[Coding]) -> np.ndarray:
        """Cosine similarity of the quotes, shape (n, n), in [0, 1]; quotes without words are like nothing else."""
        rows = [_stems(c.quote) for c in codings]
        vocabulary = {stem: i for i, stem in enumerate(sorted({stem for row in rows for stem in row}))}
        weights = np.zeros((len(rows), max(1, len(vocabulary))))
        for i, row in enumerate(rows):
            for stem in set(row):
                weights[i, vocabulary[stem]] = self._rarity(stem)
        norms = np.linalg.norm(weights, axis=1, keepdims=True)
        weights /= np.where(norms > 0, norms, 1)
        similarity = np.clip(weights @ weights.T, 0, 1)
        np.fill_diagonal(similarity, 1)
        return similarity

    def _rarity(self, stem: str) -> float:
        return float(np.log((1 + self._n) / (1 + self._seen.get(stem, 0)))) + 0.01


def group_by_words(
    codings: Sequence[Coding], *, space: QuoteSpace | None = None, distance: float = DISTANCE
) -> list[Theme]:
    """Codings grouped by similarity of their quotes: most people first, then most mentions, most central, place.

    Parameters
    ----------
    codings : sequence of Coding
        Of one kind of thing, such as the goals of one stage.
    space : QuoteSpace, optional
        Knows which words are common; by default these codings alone tell.
    distance : float
        Where the complete-linkage tree of cosine distances is cut, 0..1.
    """
    codings = _in_order(codings)
    if not codings:
        return []
    similarity = (space or QuoteSpace(codings)).similarity(codings)
    central = similarity.mean(axis=1).round(9)
    themes = []
    for members in _clusters(1 - similarity, distance):
        best = _most_central(codings, similarity, members)
        themes.append((central[best], Theme(codings[best], tuple(codings[i] for i in members))))
    themes.sort(key=lambda t: (-len(t[1].people), -len(t[1].codings), -t[0], t[1].representative.place))
    return [theme for _central, theme in themes]


def as_theme(
    codings: Sequence[Coding], *, space: QuoteSpace | None = None, readable: tuple[int, int] = READABLE
) -> Theme:
    """All the codings as one theme, spoken for by the most central readable quote.

    Parameters
    ----------
    codings : sequence of Coding
    space : QuoteSpace, optional
        Knows which words are common; by default these codings alone tell.
    readable : tuple of int
        Shortest and longest quote to be preferred, in code points.
    """
    codings = _in_order(codings)
    similarity = (space or QuoteSpace(codings)).similarity(codings)
    return Theme(codings[_most_central(codings, similarity, range(len(codings)), readable)], tuple(codings))


def _in_order(codings: Iterable[Coding]) -> list[Coding]:
    return sorted(codings, key=lambda c: (*c.place, c.code, c.guid))


def _clusters(distances: np.ndarray, cut: float) -> list[list[int]]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(distances) == 1:
        return [[0]]
    tree = linkage(squareform(distances.round(9), checks=False), method="complete")
    labels = fcluster(tree, t=cut, criterion="distance")
    return [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]


def _most_central(
    codings: Sequence[Coding], similarity: np.ndarray, members: Iterable[int], readable: tuple[int, int] = READABLE
) -> int:
    members = list(members)
    shared = similarity[np.ix_(members, members)].sum(axis=1).round(9)
    order = {i: shared[at] for at, i in enumerate(members)}
    low, high = readable
    return min(members, key=lambda i: (not low <= len(codings[i].quote) <= high, -order[i], i))


def _stems(quote: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(quote.casefold())]


def _stem(word: str) -> str:
    return next((word[:kept] for length, kept in STEMS if len(word) >= length), word)
