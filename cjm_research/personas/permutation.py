"""Groups that somebody made: whether they tell people apart more than the same groups dealt out at random."""
# ruff: noqa: PT028 - test_given is a test of groups, not of the code

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import clone

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.personas.clarity import Clarity, figures_of
from cjm_research.personas.consensus import Consensus, find_groups, silhouette
from cjm_research.personas.gap import log_within
from cjm_research.personas.grouping import Grouping
from cjm_research.personas.jaccard import jaccard_of_groups
from cjm_research.personas.plain import PlainFeatures
from cjm_research.personas.sensitivity import agreement_of_methods
from cjm_research.personas.ward import squared_distances, ward


def test_given(
    X: Any,
    labels: Sequence[Any],
    *,
    features: Any = None,
    n_resamples: int = 200,
    n_null_tables: int = 499,
    random_state: int = 20260101,
) -> Grouping:
    """The figures of groups made by an attribute or by hand, against shuffled labels.

    The p value is that of a permutation test on the squared distances to the centres of the groups. For groups that
    somebody made after looking at the same codings it flatters: the codings made the groups.

    Parameters
    ----------
    X : DataFrame or array of shape (n_people, n_columns)
        As `features` reads it.
    labels : sequence, length n_people
        The group of each person, of any sort that can be sorted; the groups are numbered in sorted order.
    features : transformer, optional
        As for `PersonaClusterer`.
    n_resamples : int
        Resamples, from which membership and Jaccard similarity come.
    n_null_tables : int
        How often the labels are shuffled.
    random_state : int

    Returns
    -------
    Grouping
        With one group only, or where nothing tells people apart, `chosen` is None.

    Raises
    ------
    BadValueError
        There are not as many labels as people.

    References
    ----------
    Anderson (2001), Austral Ecology 26:32.
    """
    if len(labels) != len(X):
        raise BadValueError(
            _("There are {labels} labels for {n} people; each person needs one.").format(labels=len(labels), n=len(X))
        )
    names, groups = np.unique(np.asarray(labels), return_inverse=True)
    k = len(names)
    table = (PlainFeatures() if features is None else clone(features)).fit(X).transform(X)
    if k < 2 or not np.any(table):
        return Grouping(1, None, 1.0, {}, table)
    rng = np.random.default_rng([random_state, 4])
    together = find_groups(table, [k], draws=n_resamples, rng=rng)[k].together
    distances = np.sqrt(squared_distances(table))

    def judged(groups: np.ndarray) -> Consensus:
        return Consensus(groups, together, silhouette(distances, groups))

    shuffled = [{k: judged(rng.permutation(groups))} for _shuffle in range(n_null_tables)]
    one = log_within(table, np.zeros(len(table), dtype=int))
    clarity = Clarity(
        (k,),
        figures_of({k: judged(groups)}, table),
        np.array([figures_of(found, table) for found in shuffled]),
        (one, np.full(n_null_tables, one)),
        whether=("closeness",),
    )
    scores = {number: row | {"smallest": int(np.bincount(groups).min())} for number, row in clarity.scores().items()}
    jaccard = jaccard_of_groups(
        table, groups, cluster=lambda drawn: ward(drawn, min(k, len(drawn))), resamples=n_resamples, rng=rng
    )
    return Grouping(
        k,
        judged(groups),
        clarity.p_value(),
        {k: scores[k]},
        table,
        jaccard=jaccard,
        methods=agreement_of_methods(table, groups, seed=random_state % 2**32),
        k_by_gap=k,
    )
