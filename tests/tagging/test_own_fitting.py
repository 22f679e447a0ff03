"""Corrections of a larger model: nothing is added without reason, and what is added points the right way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from cjm_research.tagging.own.choosing import FEW, PARTS, folds_of
from cjm_research.tagging.own.features import BUCKETS, PIECE, bucket, hashed, kept_buckets, rarity
from cjm_research.tagging.own.fitting import fit_each, fit_one_of


def table(rows: int) -> sparse.csr_matrix:
    """A constant, and a word in every second row."""
    return sparse.csr_matrix(np.column_stack([np.ones(rows), np.arange(rows) % 2]))


def test_correction_moves_towards_what_people_say():
    offset, target = np.zeros((40, 1)), (np.arange(40) % 2)[:, None].astype(float)
    found = fit_each(table(40), offset, target, np.ones((40, 1)), np.array([1.0, 1.0]), 1.0)
    odds = found.corrected(offset, table(40))[:, 0]
    assert odds[1::2].min() > 1 > -1 > odds[0::2].max()


def test_strong_prior_leaves_the_larger_model_alone():
    offset, target = np.full((10, 2), 0.7), np.zeros((10, 2))
    found = fit_each(table(10), offset, target, np.ones((10, 2)), np.full(2, 1e9), 1e9)
    assert found.corrected(offset, table(10)) == pytest.approx(offset, abs=1e-4)


def test_what_is_not_known_teaches_nothing():
    offset, target = np.zeros((10, 1)), np.ones((10, 1))
    found = fit_each(table(10), offset, target, np.zeros((10, 1)), np.ones(2), 1.0)
    assert not found.weights.any()
    assert found.slopes == pytest.approx([1.0])


def test_one_of_several_learns_who_calls_it_otherwise():
    offset = np.log(np.tile([0.8, 0.15, 0.05], (30, 1)))
    chosen = np.where(np.arange(30) % 2, 2, 0)
    found = fit_one_of(table(30), offset, chosen, np.ones(30), np.array([1.0, 0.3]), 10.0)
    assert (found.corrected(offset, table(30)).argmax(axis=1) == chosen).all()


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 6), st.integers(1, 12))
def test_every_row_is_left_out_once_and_interviews_stay_whole_where_there_are_some(n, rows):
    answers = [np.repeat(np.arange(rows), 2) for _one in range(n)]
    folds = folds_of(answers)
    assert [len(one) for one in folds] == [2 * rows] * n
    if n >= FEW:
        assert all(len(set(one.tolist())) == 1 for one in folds)
    else:
        assert all((np.diff(one) >= 0).all() and one.max() < PARTS for one in folds)
        assert all((one[0::2] == one[1::2]).all() for one in folds)


def test_words_become_the_same_numbers_everywhere():
    assert bucket("en", "lemma", "car") == bucket("en", "lemma", "car")
    assert bucket("en", "lemma", "car") != bucket("pl", "lemma", "car")
    items = [{"lemma": ["car", "park", "car"]}, {"lemma": []}]
    words = hashed(items, PIECE, "en")
    assert words.shape == (2, BUCKETS)
    assert words[0].power(2).sum() == pytest.approx(1.0)
    assert words[1].nnz == 0


def test_words_of_one_interview_alone_are_not_kept():
    items = [{"lemma": ["car", "anna"]}, {"lemma": ["car"]}, {"lemma": ["bus", "bus"]}]
    words = hashed(items, {"lemma": 1.0}, "en")
    assert kept_buckets(words, np.array([0, 1, 1])).tolist() == [bucket("en", "lemma", "car")]


def test_rare_words_weigh_more():
    words = hashed([{"lemma": ["it", "car"]}] + [{"lemma": ["it"]}] * 20, {"lemma": 1.0}, "en")
    often, seldom = rarity(words, np.array([bucket("en", "lemma", "it"), bucket("en", "lemma", "car")]))
    assert often < seldom
