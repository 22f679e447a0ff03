import numpy as np
import pytest

from cjm_research.personas.jaccard import best_matches, jaccard_of_groups
from cjm_research.personas.ward import ward


def test_similarity_of_the_best_match_known_answer():
    # Group 0 = {1, 2, 3} shares 2 of 3 people with {1, 2} and 1 of 5 with {3, 4, 5}; group 1 = {4, 5} 2 of 3 with that.
    matches = best_matches(np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1]))
    assert matches.tolist() == pytest.approx([2 / 3, 2 / 3])
    assert best_matches(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])).tolist() == [1.0, 1.0]


def groups_of(people, labels, resamples=50):
    return jaccard_of_groups(
        people, labels, cluster=lambda drawn: ward(drawn, 2), resamples=resamples, rng=np.random.default_rng(0)
    )


def test_clear_groups_come_back_whole_and_a_group_cut_in_two_does_not():
    rng = np.random.default_rng(1)
    clear = np.repeat([[0.0, 0.0], [9.0, 9.0]], 8, axis=0) + rng.normal(0, 0.5, (16, 2))
    assert groups_of(clear, np.repeat([0, 1], 8)) == (1.0, 1.0)
    one = rng.normal(0, 1, (16, 2))
    assert max(groups_of(one, np.repeat([0, 1], 8))) < 0.6


def test_a_group_that_no_sample_reaches_is_nought():
    assert groups_of(np.zeros((2, 3)), np.array([0, 1])) == (0.0, 0.0)
