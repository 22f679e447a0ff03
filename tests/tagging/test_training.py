"""Fitting linear models: which features are kept, what is learnt of a few plain examples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from cjm_research.tagging.learnt.linear import LinearModel, matrix
from cjm_research.tagging.learnt.training import fit_logistic, learn_vocabulary, slimmed, train_each, train_one_of

BLOCKS = {"word": 1.0, "plain": 0.0}
LEAST = {"word": 1}
PAINS = ["long queue", "queue again", "czekałam długo", "kolejka", "очередь", "ждала долго"]
PRAISE = ["lovely staff", "lovely shop", "miła obsługa", "miło", "вежливый врач", "вежливо"]


def item(text: str) -> dict:
    return {"word": text.split(), "plain": {"words": len(text.split()) / 10}}


ITEMS = [item(text) for text in PAINS + PRAISE]
CLASSES = ["pain"] * len(PAINS) + ["praise"] * len(PRAISE)
TARGETS = np.array([1] * len(PAINS) + [0] * len(PRAISE))


def table_of(items: list[dict]) -> Any:
    vocabulary, rarity = learn_vocabulary(items, BLOCKS, LEAST)
    return matrix(items, BLOCKS, vocabulary, rarity.tolist())


def test_rare_features_are_left_out_by_block():
    items = [{"word": ["a", "a", "b"], "tag": ["x"]}, {"word": ["a", "c"]}, {"word": ["b"]}]
    vocabulary, rarity = learn_vocabulary(items, {"word": 1.0, "tag": 1.0}, {"word": 2})
    # Items count, not repeats: "a" and "b" stand in two items each, "c" in one; the block "tag" has no least number.
    assert vocabulary == {"word": {"a": 0, "b": 1}, "tag": {"x": 2}}
    # Smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1.
    assert np.allclose(rarity, [math.log(4 / 3) + 1, math.log(4 / 3) + 1, math.log(4 / 2) + 1])


def test_a_repeat_within_an_item_counts_once():
    vocabulary, _rarity = learn_vocabulary([{"word": ["a", "a", "a"]}, {"word": ["b"]}], {"word": 1.0}, {"word": 2})
    assert vocabulary == {"word": {}}


def test_of_too_many_features_the_most_frequent_stay_ties_by_name():
    items = [{"word": ["z", "b", "a"]}, {"word": ["z", "a", "b"]}, {"word": ["z", "c"]}]
    vocabulary, _rarity = learn_vocabulary(items, {"word": 1.0}, {}, {"word": 2})
    assert vocabulary == {"word": {"a": 0, "z": 1}}


def test_plain_numbers_are_not_weighed_by_rarity():
    vocabulary, rarity = learn_vocabulary([{"plain": {"x": 0.5}}, {"word": ["a"]}], BLOCKS, {})
    assert rarity[vocabulary["plain"]["x"]] == 1.0
    assert rarity[vocabulary["word"]["a"]] > 1.0


def test_letters_are_learnt_from_words():
    vocabulary, _rarity = learn_vocabulary(
        [{"letters": ["zła", "złe"]}, {"letters": ["zła"]}], {"letters": 1.0}, {"letters": 2}
    )
    assert set(vocabulary["letters"]) == {" zł", " zła", " zła ", "zła", "zła ", "ła "}


def test_no_items_teach_no_features():
    assert learn_vocabulary([], BLOCKS, {})[0] == {"word": {}, "plain": {}}


def test_rows_are_named_in_a_steady_order():
    one = learn_vocabulary(ITEMS, BLOCKS, LEAST)
    other = learn_vocabulary(ITEMS[::-1], BLOCKS, LEAST)
    assert one[0] == other[0]
    assert (one[1] == other[1]).all()


def test_what_is_learnt_tells_the_examples_apart():
    model = train_each(ITEMS, {"pain": TARGETS, "praise": 1 - TARGETS}, BLOCKS, least=LEAST, c=100.0)
    assert model.outputs == ("pain", "praise")
    chances = model.probabilities(ITEMS)
    assert ((chances[:, 0] > 0.5) == TARGETS).all()
    assert ((chances[:, 1] > 0.5) == 1 - TARGETS).all()
    assert model.reasons(item("lovely queue"), "pain")[0][1] == "queue"
    assert model.reasons(item("вежливый"), "praise")[0][1] == "вежливый"


@pytest.mark.parametrize("only", [0, 1])
def test_one_class_alone_gives_its_share_and_no_weights(only):
    table = table_of(ITEMS)
    weights, intercept = fit_logistic(table, np.full(len(ITEMS), only), 1.0)
    assert not weights.any()
    # The share is kept away from 0 and 1.
    assert 1 / (1 + math.exp(-intercept)) == pytest.approx([0.001, 0.999][only])
    model = train_each(ITEMS, {"pain": np.full(len(ITEMS), only), "praise": TARGETS}, BLOCKS, least=LEAST)
    assert np.allclose(model.probabilities(ITEMS)[:, 0], [0.001, 0.999][only])


def test_no_example_at_all_says_no():
    _weights, intercept = fit_logistic(np.zeros((0, 3)), np.zeros(0), 1.0)
    assert intercept < 0


def test_balancing_raises_the_rarer_class():
    table = table_of(ITEMS)
    rare = np.array([1] + [0] * (len(ITEMS) - 1))
    assert fit_logistic(table, rare, 0.01)[1] > fit_logistic(table, rare, 0.01, balanced=False)[1]


def test_one_of_two_classes_sums_to_one():
    model = train_one_of(ITEMS, CLASSES, BLOCKS, least=LEAST, c=100.0)
    assert model.outputs == ("pain", "praise")
    assert model.weights.shape[1] == len(model.intercepts) == 2
    chances = model.probabilities(ITEMS)
    assert np.allclose(chances.sum(axis=1), 1)
    assert [model.outputs[i] for i in chances.argmax(axis=1)] == CLASSES


def test_two_classes_have_the_probabilities_of_one_logistic_regression():
    from sklearn.linear_model import LogisticRegression

    model = train_one_of(ITEMS, CLASSES, BLOCKS, least=LEAST, c=1.0)
    table = model.matrix(ITEMS)
    by_hand = LogisticRegression(C=1.0, max_iter=300, random_state=0).fit(table, 1 - TARGETS).predict_proba(table)
    assert np.allclose(model.probabilities(ITEMS), by_hand, atol=1e-5)


def test_one_of_three_classes_is_a_softmax():
    items = [item(text) for text in ("queue", "queue long", "lovely", "lovely shop", "hm", "hm well")]
    classes = ["pain", "pain", "praise", "praise", "none", "none"]
    model = train_one_of(items, classes, BLOCKS, least=LEAST, c=100.0)
    chances = model.probabilities(items)
    assert model.outputs == ("none", "pain", "praise")
    assert np.allclose(chances.sum(axis=1), 1)
    assert [model.outputs[i] for i in chances.argmax(axis=1)] == classes


def test_weights_of_items_count():
    items = [{"word": ["same"]}] * 2
    heavy = np.array([9.0, 1.0])
    model = train_one_of(items, ["no", "yes"], {"word": 1.0}, least={}, weights=heavy)
    assert model.probabilities(items)[0, 0] == pytest.approx(0.9, abs=0.01)


def test_fitting_twice_gives_the_same_weights():
    for one, other in (
        [train_one_of(ITEMS, CLASSES, BLOCKS, least=LEAST) for _ in range(2)],
        [train_each(ITEMS, {"pain": TARGETS}, BLOCKS, least=LEAST) for _ in range(2)],
    ):
        assert (one.weights == other.weights).all()
        assert (one.intercepts == other.intercepts).all()


def fat() -> LinearModel:
    """Strengths by hand: a 0.1, b 2 (negative, rarity 2), c 1.5, plain number almost nothing."""
    return LinearModel(
        ("x", "y"),
        BLOCKS,
        {"word": {"a": 0, "b": 1, "c": 2}, "plain": {"n": 3}},
        np.array([1, 2, 1, 1], dtype=np.float32),
        np.array([[0.1, 0], [0, -1], [1.5, 0], [0.001, 0]], dtype=np.float32),
        np.array([0.5, 0.25]),
        exclusive=True,
    )


@pytest.mark.parametrize(("keep", "left"), [(1, set()), (2, {"b"}), (3, {"b", "c"}), (4, {"a", "b", "c"}), (99, None)])
def test_the_strongest_features_stay_and_plain_numbers_always(keep, left):
    slim = slimmed(fat(), keep)
    assert set(slim.vocabulary["word"]) == (left if left is not None else {"a", "b", "c"})
    assert set(slim.vocabulary["plain"]) == {"n"}
    assert sorted(row for rows in slim.vocabulary.values() for row in rows.values()) == list(range(len(slim.rarity)))
    assert (slim.outputs, slim.blocks, slim.exclusive) == (("x", "y"), BLOCKS, True)


def test_a_slimmed_model_keeps_the_weights_of_what_stays():
    slim, full = slimmed(fat(), 3), fat()
    for block, rows in slim.vocabulary.items():
        for name, row in rows.items():
            assert (slim.weights[row] == full.weights[full.vocabulary[block][name]]).all()
            assert slim.rarity[row] == full.rarity[full.vocabulary[block][name]]
    said = {"word": ["b", "c"], "plain": {"n": 1.0}}
    assert np.allclose(slim.log_odds([said]), full.log_odds([said]))
