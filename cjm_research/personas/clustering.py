"""How many groups, and whether there are any: the consensus of the data against that of shuffled data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin, clone
from sklearn.utils import check_random_state
from sklearn.utils.validation import validate_data

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.personas.clarity import Clarity, figures_of
from cjm_research.personas.consensus import Consensus, find_groups
from cjm_research.personas.gap import log_within
from cjm_research.personas.grouping import MAX_GROUPS, SMALLEST_GROUP, Grouping, possible_ks
from cjm_research.personas.jaccard import jaccard_of_groups
from cjm_research.personas.plain import PlainFeatures
from cjm_research.personas.sensitivity import agreement_of_methods
from cjm_research.personas.threads import one_thread
from cjm_research.personas.ward import ward

__all__ = ["MAX_GROUPS", "Grouping", "PersonaClusterer", "Progress", "possible_ks"]

Progress = Callable[[int, int], None]


class PersonaClusterer(ClusterMixin, BaseEstimator):
    """Finds groups of people and tests them against shuffled tables that keep how much everybody tells.

    Parameters
    ----------
    n_clusters : int, optional
        The researcher's own number of groups; by default the data tell, and may tell that there are none.
    features : transformer, optional
        What people are compared by: ``fit``, ``transform`` and ``shuffled(X, rng)`` as in
        `cjm_research.personas.features.PersonaFeatures`. By default a table of 0, 1 and NaN (not asked) is taken as
        presence and double-centred, any other table as measurements.
    n_resamples : int
        Resamples of the data.
    n_null_tables : int
        Shuffled tables to compare with.
    null_resamples : int
        Resamples of each of them: fewer will do for a mean.
    smallest : int
        A number of groups that leaves a smaller group than this is not chosen.
    random_state : int, RandomState instance or None
        The same number and table give the same groups and figures, to the last digit.
    progress : callable, optional
        Called with (tables done, tables in all).

    Attributes
    ----------
    labels_ : ndarray of int, shape (n_people,)
        Group of each person, 0 for the largest; all 0 where there are no groups.
    n_clusters_ : int
        Number of groups, 1 where there are none.
    grouping_ : Grouping
        The groups with all figures, also where they do not stand out.
    clarity_ : Clarity
        The figures of every number of groups, and those of each shuffled table; only where there was something to
        compare.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Where a DataFrame was given.

    Examples
    --------
    >>> import numpy as np
    >>> presence = np.repeat([[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]], 6, axis=0)
    >>> PersonaClusterer(n_resamples=20, n_null_tables=19, null_resamples=10).fit(presence).labels_
    array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])

    References
    ----------
    Monti, Tamayo, Mesirov & Golub (2003), Machine Learning 52:91 (consensus); John et al. (2020), Scientific Reports
    10:1816 (consensus against a null reference); Strona et al. (2014), Nature Communications 5:4114 (shuffled tables);
    Tibshirani, Walther & Hastie (2001), Journal of the Royal Statistical Society B 63:411 (gap).
    """

    def __init__(
        self,
        *,
        n_clusters: int | None = None,
        features: Any = None,
        n_resamples: int = 200,
        n_null_tables: int = 59,
        null_resamples: int = 40,
        smallest: int = SMALLEST_GROUP,
        random_state: Any = 20260101,
        progress: Progress | None = None,
    ):
        self.n_clusters = n_clusters
        self.features = features
        self.n_resamples = n_resamples
        self.n_null_tables = n_null_tables
        self.null_resamples = null_resamples
        self.smallest = smallest
        self.random_state = random_state
        self.progress = progress

    def fit(self, X: Any, y: Any = None) -> PersonaClusterer:
        """Find groups of the rows of `X`.

        Whether there are groups is tested over all numbers of groups together, then the number is chosen by gap,
        stability and silhouette (`Clarity.p_value`, `Clarity.how_many`).

        Parameters
        ----------
        X : DataFrame or array of shape (n_people, n_columns)
            As `features` reads it.
        y : None
            Not used.

        Raises
        ------
        BadValueError
            `n_clusters` is not a number of groups that so many people can form.
        """
        X = self._checked(X)
        n = len(X)
        if self.n_clusters is not None and not 1 <= self.n_clusters <= n:
            raise BadValueError(
                _("{k} groups cannot be formed of {n} people. Choose a number from 1 to {most}.").format(
                    k=self.n_clusters, n=n, most=n
                )
            )
        self._seed = _seed(self.random_state)
        with one_thread():
            self.grouping_ = self._grouping(X)
        chosen = self.grouping_.chosen if self.grouping_.stands_out or self.n_clusters is not None else None
        self.labels_ = np.zeros(n, dtype=int) if chosen is None else chosen.labels
        self.n_clusters_ = int(self.labels_.max()) + 1
        return self

    def _checked(self, X: Any) -> Any:
        if self.features is not None:
            validate_data(self, X, skip_check_array=True)
            return X
        return validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", ensure_min_samples=2)

    def _grouping(self, X: Any) -> Grouping:
        features = self._features(X)
        ks = possible_ks(len(X)) if self.n_clusters is None else (self.n_clusters,)
        if ks == (1,) or not np.any(features):
            return Grouping(1, None, 1.0, {}, features)
        found, self.clarity_ = self._compare(X, ks)
        clarity = self.clarity_
        scores = {
            k: row | ({"smallest": found[k].smallest} if k in found else {}) for k, row in clarity.scores().items()
        }
        least = self.smallest if self.n_clusters is None else 1
        possible = [k for k in ks if found[k].smallest >= least]
        if not possible:
            return Grouping(1, None, 1.0, scores, features, k_by_gap=clarity.k_by_gap())
        k = clarity.how_many(possible)
        labels = found[k].labels
        return Grouping(
            k,
            found[k],
            clarity.p_value(),
            scores,
            features,
            jaccard=jaccard_of_groups(
                features,
                labels,
                cluster=lambda drawn: ward(drawn, min(k, len(drawn))),
                resamples=self.n_resamples,
                rng=np.random.default_rng([self._seed, 0, 3]),
            ),
            methods=agreement_of_methods(features, labels, seed=self._seed % 2**32),
            k_by_gap=clarity.k_by_gap(),
        )

    def _compare(self, X: Any, ks: Sequence[int]) -> tuple[dict[int, Consensus], Clarity]:
        """The groups at every number of groups, and how clear they are beside those of shuffled tables."""
        features = self._features(X)
        found = find_groups(features, ks, draws=self.n_resamples, rng=np.random.default_rng([self._seed, 0, 0]))
        # As many draws as a shuffled table gets: fewer draws make groups look clearer than they are.
        rng = np.random.default_rng([self._seed, 0, 1])
        alike = find_groups(features, ks, draws=self.null_resamples, rng=rng)
        null, spreads = [], []
        for number in range(self.n_null_tables):
            rng = np.random.default_rng([self._seed, 0, 2, number])
            shuffled = self._features(self._transformer().shuffled(X, rng))
            null.append(figures_of(find_groups(shuffled, ks, draws=self.null_resamples, rng=rng), shuffled))
            spreads.append(_spread(shuffled))
            if self.progress:
                self.progress(number + 1, self.n_null_tables)
        spread_of_all = _spread(features), np.array(spreads)
        return found, Clarity(tuple(ks), figures_of(alike, features), np.array(null), spread_of_all)

    def _transformer(self) -> Any:
        return PlainFeatures() if self.features is None else clone(self.features)

    def _features(self, X: Any) -> np.ndarray:
        return self._transformer().fit(X).transform(X)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _spread(features: np.ndarray) -> float:
    return log_within(features, np.zeros(len(features), dtype=int))


def _seed(random_state: Any) -> int:
    """A number for the generators: the given one, or one drawn from the given generator."""
    if isinstance(random_state, Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(2**31))
