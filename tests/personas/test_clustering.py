import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from benchmarks.persona_simulation import interviews
from cjm_research.errors import BadValueError
from cjm_research.personas.clustering import PersonaClusterer, possible_ks
from cjm_research.personas.features import PersonaFeatures

CHEAP = {"n_resamples": 40, "n_null_tables": 19, "null_resamples": 15}


def fit(presence, **options):
    return PersonaClusterer(**(CHEAP | {"random_state": 1} | options)).fit(presence)


# Every check applies. The one for arrays of other libraries skips itself where SciPy was not told to read them.
@parametrize_with_checks([PersonaClusterer(n_resamples=4, n_null_tables=2, null_resamples=2)])
def test_it_behaves_as_an_estimator_of_scikit_learn(estimator, check):
    check(estimator)


def test_adjusted_rand_index_known_answers():
    # scikit-learn's documentation of adjusted_rand_score.
    assert adjusted_rand_score([0, 0, 1, 1], [0, 0, 1, 2]) == pytest.approx(0.571429, abs=1e-6)
    assert adjusted_rand_score([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)


def test_talkativeness_alone_makes_no_groups():
    found = [fit(interviews(24, 0, seed)[0]) for seed in range(1, 4)]
    assert [clusterer.n_clusters_ for clusterer in found] == [1] * 3
    assert not any(clusterer.labels_.any() for clusterer in found)


@pytest.mark.parametrize("features", [None, PersonaFeatures()])
def test_strong_personas_are_found(features):
    presence, persona = interviews(40, 3.5, 3)
    clusterer = fit(presence, features=features)
    assert clusterer.grouping_.stands_out
    assert adjusted_rand_score(persona, clusterer.labels_) > 0.6
    assert (np.diff(np.bincount(clusterer.labels_)) <= 0).all()
    assert len(clusterer.grouping_.jaccard) == clusterer.n_clusters_
    assert set(clusterer.grouping_.methods) == {"ward", "k_means", "gaussian_mixture"}


def test_who_was_not_asked_is_no_group():
    presence = interviews(24, 0, 1)[0].astype(float)
    presence[:12, :8] = np.nan
    assert fit(presence).n_clusters_ == 1


def test_nobody_differs_where_everybody_says_the_same():
    grouping = fit(np.ones((20, 20), dtype=bool)).grouping_
    assert (grouping.k, grouping.chosen, grouping.stands_out) == (1, None, False)


def test_the_researchers_number_is_kept_also_where_nothing_stands_out():
    noise = interviews(16, 0, 2)[0]
    clusterer = fit(noise, n_clusters=2)
    assert (clusterer.n_clusters_, clusterer.grouping_.stands_out) == (2, False)
    assert fit(noise, n_clusters=1).n_clusters_ == 1
    with pytest.raises(BadValueError, match="from 1 to 16"):
        fit(noise, n_clusters=17)


def test_the_same_seed_gives_the_same_bytes_and_progress_is_told():
    presence = pd.DataFrame(interviews(16, 3.5, 1)[0]).add_prefix("code")
    steps = []
    first = fit(presence, progress=lambda done, total: steps.append((done, total))).grouping_
    again = fit(presence).grouping_
    assert repr((first.scores, first.jaccard, first.methods)) == repr((again.scores, again.jaccard, again.methods))
    assert first.chosen.together.tobytes() == again.chosen.together.tobytes()
    assert first.chosen.labels.tobytes() == again.chosen.labels.tobytes()
    assert steps == [(number, 19) for number in range(1, 20)]


def test_every_number_of_groups_keeps_its_figures_and_those_of_shuffled_tables():
    scores = fit(interviews(16, 3.5, 1)[0]).grouping_.scores
    assert list(scores) == [1, 2, 3]
    for k in (2, 3):
        for name in ("separation", "silhouette", "stability", "closeness", "directions"):
            assert {name, f"{name}_null", f"{name}_null_sd"} <= set(scores[k])
        assert {"gap", "gap_sd", "stands_out", "smallest"} <= set(scores[k])


@pytest.mark.parametrize(
    ("n", "ks"),
    [(8, (2,)), (12, (2, 3)), (19, (2, 3)), (20, (2, 3, 4, 5)), (24, (2, 3, 4, 5, 6)), (100, (2, 3, 4, 5, 6))],
)
def test_numbers_of_groups_worth_trying(n, ks):
    assert possible_ks(n) == ks
