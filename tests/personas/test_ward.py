import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score

from cjm_research.personas import ward as module
from cjm_research.personas.ward import cut, squared_distances, ward, ward_of_many

PEOPLE = np.random.default_rng(0).normal(size=(3, 20, 5))
DISTANCES = np.array([squared_distances(people) for people in PEOPLE])


@pytest.mark.parametrize("k", [1, 2, 5, 19, 20])
def test_groups_are_those_of_scipy(k):
    labels = ward_of_many(DISTANCES, [k])[k]
    for found, people in zip(labels, PEOPLE, strict=True):
        assert adjusted_rand_score(found, fcluster(linkage(people, "ward"), k, "maxclust")) == 1.0
        assert (found == ward(people, k)).all()


def test_many_people_are_grouped_one_table_at_a_time_and_alike(monkeypatch):
    at_once = ward_of_many(DISTANCES, [2, 3])
    monkeypatch.setattr(module, "MANY", 5)
    one_by_one = ward_of_many(DISTANCES, [2, 3])
    assert all((at_once[k] == one_by_one[k]).all() for k in (2, 3))


def test_exactly_k_groups_even_where_distances_tie():
    square = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    for found in (
        cut(linkage(square, "ward"), [1, 2, 3, 4]),
        ward_of_many(squared_distances(square)[None], (1, 2, 3, 4)),
    ):
        assert {k: len(np.unique(labels)) for k, labels in found.items()} == {1: 1, 2: 2, 3: 3, 4: 4}


def test_labels_are_numbered_by_first_member():
    assert ward(np.array([[9.0], [0.0], [9.1], [0.1], [5.0]]), 3).tolist() == [0, 1, 0, 1, 2]
