import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from cjm_research.personas.clustering import PersonaClusterer, possible_ks

COLUMNS = pd.Index([f"touchpoint/code{i:02d}" for i in range(20)])


def interviews(n, strength, seed):
    """Presence and true persona by the generator of the method note: talkative and quiet people, three personas."""
    rng = np.random.default_rng(seed)
    rates, talk, persona = rng.gamma(1.5, 0.8, 20), np.exp(rng.normal(0, 0.6, n)), rng.permutation(np.arange(n) % 3)
    mentions = np.outer(talk, rates)
    if strength:
        own = (np.arange(20) * 3 // 20)[None] == persona[:, None]
        mentions = np.where(own, mentions * strength, mentions / np.sqrt(strength))
    return rng.poisson(mentions) > 0, persona


def fit(presence, seed=1):
    clusterer = PersonaClusterer(COLUMNS, draws=60, null_tables=39, null_draws=25, seed=seed)
    return clusterer.fit(presence, ks=possible_ks(len(presence)))


def test_adjusted_rand_index_known_answers():
    # scikit-learn's documentation of adjusted_rand_score.
    assert adjusted_rand_score([0, 0, 1, 1], [0, 0, 1, 2]) == pytest.approx(0.571429, abs=1e-6)
    assert adjusted_rand_score([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)


def test_talkativeness_alone_makes_no_groups():
    found = [fit(interviews(24, 0, seed)[0]).stands_out for seed in range(4)]
    assert sum(found) == 0


def test_strong_personas_are_found():
    presence, persona = interviews(40, 3.5, 3)
    grouping = fit(presence)
    assert grouping.stands_out
    assert adjusted_rand_score(persona, grouping.chosen.labels) > 0.5


def test_nobody_differs_where_everybody_says_the_same():
    grouping = fit(np.ones((20, 20), dtype=bool))
    assert (grouping.k, grouping.chosen, grouping.stands_out) == (1, None, False)


def test_the_same_seed_gives_the_same_scores_and_progress_is_told():
    presence, _persona = interviews(16, 3.5, 1)
    steps = []
    clusterer = PersonaClusterer(COLUMNS, draws=20, null_tables=5, null_draws=10, seed=3)
    first = clusterer.fit(presence, ks=(2, 3), progress=lambda done, total: steps.append((done, total)))
    assert first.scores == clusterer.fit(presence, ks=(2, 3)).scores
    assert steps == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize(("n", "ks"), [(12, (2, 3)), (24, (2, 3, 4, 5, 6)), (8, (2,)), (100, (2, 3, 4, 5, 6))])
def test_numbers_of_groups_worth_trying(n, ks):
    assert possible_ks(n) == ks
