import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from cjm_research.personas.consensus import find_groups, firmness, mean_rand, silhouette

TWO_TRIPLES = np.array([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]], dtype=float)


def test_silhouette_of_two_triples():
    # scikit-learn's own example data; silhouette_score gives 0.713348.
    value = silhouette(squareform(pdist(TWO_TRIPLES)), np.array([0, 0, 0, 1, 1, 1]))
    assert value == pytest.approx(0.713348, abs=1e-6)


def test_somebody_alone_counts_zero_and_one_group_has_no_silhouette():
    distances = squareform(pdist(TWO_TRIPLES[:3]))
    assert silhouette(distances, np.array([0, 0, 1])) == pytest.approx(np.mean([0.5, 0.0, 0.0]), abs=0.17)
    assert silhouette(distances, np.zeros(3, dtype=int)) == 0.0


def test_clear_groups_come_back_in_every_resample():
    rng = np.random.default_rng(4)
    centres = rng.normal(0, 10, (3, 12))
    people = np.repeat(centres, 6, axis=0) + rng.normal(0, 0.1, (18, 12))
    found = find_groups(people, [2, 3], draws=60, rng=np.random.default_rng(0))[3]
    assert found.labels.tolist() == [0] * 6 + [1] * 6 + [2] * 6
    assert (found.inside, found.between, found.smallest, found.stability) == (1.0, 0.0, 6, 1.0)
    assert found.membership().max(axis=1).tolist() == [1.0] * 18


def test_groups_are_numbered_by_size_then_first_member():
    rng = np.random.default_rng(4)
    people = np.repeat([[0.0] * 8, [9.0] * 8, [-9.0] * 8], [3, 5, 4], axis=0) + rng.normal(0, 0.1, (12, 8))
    labels = find_groups(people, [3], draws=40, rng=np.random.default_rng(0))[3].labels
    assert labels.tolist() == [2] * 3 + [0] * 5 + [1] * 4


def test_the_same_seed_gives_the_same_groups():
    people = np.random.default_rng(2).normal(size=(15, 9))
    one, other = (find_groups(people, [2, 3], draws=30, rng=np.random.default_rng(5))[3] for _ in range(2))
    assert (one.labels == other.labels).all()
    assert (one.together == other.together).all()


def in_groups(labels):
    """Who is in which group, for somebody who was not drawn (-1) in none."""
    return np.array([[[float(label == group) for group in range(2)] for label in labels]])


def test_adjusted_rand_index_of_draws_known_answers():
    # scikit-learn's documentation of adjusted_rand_score, the groups of four people and those of a draw exchanged.
    assert mean_rand(np.array([0, 0, 1, 2]), in_groups([0, 0, 1, 1])) == pytest.approx(0.571429, abs=1e-6)
    assert mean_rand(np.array([0, 0, 1, 1]), in_groups([0, 1, 0, 1])) == pytest.approx(-0.5)
    assert mean_rand(np.array([0, 0, 1, 1]), in_groups([1, 1, 0, -1])) == pytest.approx(1.0)


def test_firmness_is_the_mean_over_the_other_members():
    together = np.array([[1.0, 0.8, 0.2], [0.8, 1.0, 0.4], [0.2, 0.4, 1.0]])
    assert firmness(np.array([0, 0, 1]), together).tolist() == [[0.8, 0.2], [0.8, 0.4], [pytest.approx(0.3), 0.0]]
