import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from cjm_research.personas import large_n
from cjm_research.personas.large_n import group_many, shuffled_among_like

CODES = [f"touchpoint/{name}@purchase" for name in "abcdefghijkl"]


def answers(strength, n=600):
    """People with about three of twelve channels, a third of which are their persona's own."""
    rng = np.random.default_rng(4)
    persona = np.arange(n) % 3
    own = persona[:, None] == np.arange(12) % 3
    told = rng.random((n, 12)) < np.where(own, 0.1 * strength, 0.25 if strength == 2.5 else 0.1)
    return pd.DataFrame(told, index=[f"r{i}" for i in range(n)], columns=CODES), persona


@pytest.fixture(scope="module")
def grouped():
    table, persona = answers(6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_n, "TEST_SPLITS", 2)
        return group_many(table), persona


def test_planted_groups_of_many_are_found_without_being_told_how_many(grouped):
    grouping, persona = grouped
    assert (grouping.k, grouping.stands_out) == (3, True)
    assert adjusted_rand_score(persona, grouping.chosen.labels) > 0.6
    assert grouping.methods["split_halves"] > 0.6


def test_everybody_has_a_share_in_every_group_and_nothing_is_as_large_as_everybody_squared(grouped):
    chosen = grouped[0].chosen
    share = chosen.membership()
    assert share.shape == chosen.together.shape == (600, 3)
    assert np.allclose(share.sum(axis=1), 1)
    assert np.mean(share[np.arange(600), chosen.labels]) > 0.8
    assert 0.8 < chosen.inside <= 1
    assert 0 <= chosen.between < 0.2
    assert len(grouped[0].jaccard) == 3
    assert np.bincount(chosen.labels).tolist() == sorted(np.bincount(chosen.labels), reverse=True)
    assert {"separation_null", "stands_out", "smallest"} <= set(grouped[0].scores[3])


def test_without_groups_nothing_stands_out(monkeypatch):
    monkeypatch.setattr(large_n, "TEST_SPLITS", 1)
    assert group_many(answers(2.5)[0]).p_value > 0.1


def test_the_number_may_be_chosen_and_the_same_seed_gives_the_same_groups(monkeypatch):
    monkeypatch.setattr(large_n, "NULL_TABLES", 3)
    table = answers(6, n=320)[0]
    first, again = (group_many(table, n_clusters=4, random_state=3) for _time in range(2))
    assert first.k == 4
    assert (first.chosen.labels == again.chosen.labels).all()
    assert first.scores == again.scores
    assert group_many(table, n_clusters=1).chosen is None


def test_codes_are_dealt_out_among_people_who_tell_as_much():
    table = answers(6)[0].astype(float)
    shuffled = shuffled_among_like(table, np.random.default_rng(1))
    assert (shuffled.sum() == table.sum()).all()
    assert np.corrcoef(shuffled.sum(axis=1), table.sum(axis=1))[0, 1] > 0.4
    assert not shuffled.equals(table)


def test_a_table_that_tells_nobody_apart_has_no_groups():
    same = pd.DataFrame(np.ones((400, 3)), columns=CODES[:3])
    assert (group_many(same).k, group_many(same).chosen) == (1, None)


def test_two_kinds_of_answers_are_never_more_than_two_groups(monkeypatch):
    monkeypatch.setattr(large_n, "NULL_TABLES", 3)
    table = pd.DataFrame(np.eye(2)[np.arange(320) % 2], columns=CODES[:2])
    assert group_many(table).k <= 2
    assert large_n._k_means(np.zeros((9, 1)), 3, 1, starts=1).n_clusters == 3
