"""Linear models: what a matrix holds by hand, reasons, storage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.tagging.learnt.linear import LinearModel, load_arrays, matrix, runs_of_letters, save_arrays

BLOCKS = {"word": 2.0, "plain": 0.0}
VOCABULARY = {"word": {"queue": 0, "infolinia": 1, "очередь": 2}, "plain": {"long": 3, "first": 4}}
RARITY = np.array([1.0, 2.0, 2.0, 1.0, 1.0], dtype=np.float32)
WEIGHTS = np.array([[1.0, -1.0], [0.5, 0.25], [-2.0, 4.0], [3.0, 0.0], [0.0, -0.5]], dtype=np.float32)


def model(*, exclusive: bool = False) -> LinearModel:
    return LinearModel(
        ("pain", "praise"), BLOCKS, VOCABULARY, RARITY, WEIGHTS, np.array([0.5, -1.5]), exclusive=exclusive
    )


ITEM = {"word": ["queue", "queue", "очередь", "unheard"], "plain": {"long": 0.75, "first": 0.0, "unknown": 9.0}}
ITEMS = st.fixed_dictionaries(
    {
        "word": st.lists(st.sampled_from([*VOCABULARY["word"], "unheard"]), max_size=12),
        "plain": st.dictionaries(st.sampled_from([*VOCABULARY["plain"], "unknown"]), st.floats(-3, 3, width=16)),
    }
)


def test_counts_are_damped_weighed_by_rarity_and_scaled_to_the_length_of_the_block():
    # Sublinear TF-IDF (Salton and Buckley 1988): two times "queue" counts 1 + ln 2, "очередь" once with rarity 2.
    queue, line = (1 + math.log(2)) * 1.0, 1.0 * 2.0
    norm = math.hypot(queue, line)
    expected = [2 * queue / norm, 0, 2 * line / norm, 0.75, 0]
    assert np.allclose(model().matrix([ITEM]).toarray(), [expected])


@given(item=ITEMS)
def test_a_block_of_names_has_its_length_and_numbers_stay_as_they_are(item):
    row = matrix([item], BLOCKS, VOCABULARY, RARITY.tolist()).toarray()[0]
    known = set(item["word"]) & set(VOCABULARY["word"])
    assert np.linalg.norm(row[:3]) == pytest.approx(2.0 if known else 0.0, rel=1e-5)
    assert row[3:].tolist() == [item["plain"].get(name, 0.0) for name in ("long", "first")]


def test_items_are_rows_of_their_own_and_missing_blocks_are_empty():
    table = model().matrix([{}, ITEM, {"word": ["infolinia"]}, {"word": [], "plain": {}}])
    assert table.shape == (4, 5)
    assert table[0].nnz == table[3].nnz == 0
    assert table[2].toarray()[0].tolist() == [0, 2, 0, 0, 0]
    assert (table[1].toarray() == model().matrix([ITEM]).toarray()).all()


def test_a_block_of_letters_is_given_as_words():
    rows = {run: i for i, run in enumerate((" zł", "zła ", "zło", "злой", "лой "))}
    spelling = LinearModel(
        ("anger",), {"letters": 1.0}, {"letters": rows}, np.ones(5), np.ones((5, 1)), np.array([0.0])
    )
    table = spelling.matrix([{"letters": ["zła"]}, {"letters": ["злой", "zło"]}, {"letters": ["hm"]}]).toarray()
    assert np.allclose(table, [[0.5**0.5, 0.5**0.5, 0, 0, 0], [0.5, 0, 0.5, 0.5, 0.5], [0] * 5])
    # What was spelled once is remembered, and the same.
    assert (spelling.matrix([{"letters": ["zła"]}]).toarray() == table[:1]).all()


def test_runs_of_letters_mark_the_ends_of_a_word_and_huge_words_are_cut():
    assert runs_of_letters("да") == [" да", "да ", " да "]
    assert runs_of_letters("hold") == [" ho", "hol", "old", "ld ", " hol", "hold", "old ", " hold", "hold "]
    assert len(runs_of_letters("a" * 1_000_000)) < 100


def test_log_odds_by_hand():
    odds = model().log_odds([{"word": ["infolinia"], "plain": {"long": 1.0}}, {}])
    # 2 * 0.5 + 1 * 3 + 0.5 and 2 * 0.25 + 0 - 1.5; without any feature the intercepts.
    assert np.allclose(odds, [[4.5, -1.0], [0.5, -1.5]])


def test_no_items_give_no_rows():
    assert model().log_odds([]).shape == model().probabilities([]).shape == (0, 2)
    assert model(exclusive=True).probabilities([]).shape == (0, 2)


@given(items=st.lists(ITEMS, min_size=1, max_size=5))
def test_probabilities_lie_between_0_and_1_and_sum_to_1_where_one_is_true(items):
    each = model().probabilities(items)
    assert ((each > 0) & (each < 1)).all()
    one = model(exclusive=True).probabilities(items)
    assert np.allclose(one.sum(axis=1), 1)
    # With two classes the softmax is the logistic of the difference.
    odds = model().log_odds(items)
    assert np.allclose(one[:, 0], 1 / (1 + np.exp(odds[:, 1] - odds[:, 0])))


def test_probability_of_even_odds_is_a_half():
    even = LinearModel(("a",), {"plain": 0.0}, {"plain": {"x": 0}}, np.ones(1), np.zeros((1, 1)), np.zeros(1))
    assert even.probabilities([{"plain": {"x": 7.0}}]).tolist() == [[0.5]]


@given(item=ITEMS, output=st.sampled_from(["pain", "praise"]))
def test_reasons_sum_to_the_log_odds_without_the_intercept(item, output):
    one = model()
    column = one.outputs.index(output)
    reasons = one.reasons(item, output)
    assert sum(amount for _block, _name, amount in reasons) == pytest.approx(
        one.log_odds([item])[0, column] - one.intercepts[column], abs=1e-4
    )
    assert [amount for _block, _name, amount in reasons] == sorted((r[2] for r in reasons), reverse=True)


def test_reasons_name_block_and_feature_most_for_it_first():
    assert [(block, name) for block, name, _amount in model().reasons(ITEM, "praise")] == [
        ("word", "очередь"),
        ("plain", "long"),
        ("word", "queue"),
    ]


@pytest.mark.parametrize("exclusive", [False, True])
def test_what_is_stored_in_half_precision_is_read_back(tmp_path, exclusive):
    before = model(exclusive=exclusive)
    path = tmp_path / "deep" / "model.npz"
    save_arrays(path, before.arrays("moments."))
    stored = load_arrays(path)
    assert stored["moments.weights"].dtype == stored["moments.rarity"].dtype == np.float16
    after = LinearModel.from_arrays(stored, "moments.")
    assert (after.outputs, after.blocks, after.vocabulary) == (before.outputs, before.blocks, before.vocabulary)
    assert after.exclusive is exclusive
    assert after.names() == before.names()
    # All weights here are exact in half precision.
    assert (after.log_odds([ITEM]) == before.log_odds([ITEM])).all()


@given(weights=st.lists(st.floats(-100, 100), min_size=10, max_size=10))
def test_half_precision_loses_less_than_a_thousandth(weights):
    table = np.array(weights, dtype=np.float32).reshape(5, 2)
    before = LinearModel(("pain", "praise"), BLOCKS, VOCABULARY, RARITY, table, np.zeros(2))
    after = LinearModel.from_arrays(before.arrays())
    assert np.allclose(after.weights, table, rtol=1e-3, atol=1e-6)


def test_a_model_without_features_is_read_back():
    bare = LinearModel(("a", "b"), {"word": 1.0}, {"word": {}}, np.ones(0), np.zeros((0, 2)), np.array([1.0, 2.0]))
    after = LinearModel.from_arrays(bare.arrays())
    assert after.vocabulary == {"word": {}}
    assert after.log_odds([{"word": ["x"]}]).tolist() == [[1.0, 2.0]]


def test_another_format_is_refused():
    arrays = model().arrays()
    arrays["format"] = np.array([99, 0], dtype=np.int32)
    with pytest.raises(ValueError, match="format 99"):
        LinearModel.from_arrays(arrays)


def test_two_models_share_a_file(tmp_path):
    save_arrays(tmp_path / "both.npz", model().arrays("one.") | model(exclusive=True).arrays("other."))
    stored = load_arrays(tmp_path / "both.npz")
    assert LinearModel.from_arrays(stored, "one.").exclusive is False
    assert LinearModel.from_arrays(stored, "other.").exclusive is True


def test_the_same_arrays_give_the_same_bytes(tmp_path):
    arrays = model().arrays()
    save_arrays(tmp_path / "one.npz", arrays)
    save_arrays(tmp_path / "other.npz", dict(reversed(arrays.items())))
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "other.npz").read_bytes()


class Bomb:
    """Would run code when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("unpickled",))


def test_pickled_objects_are_neither_read_nor_written(tmp_path):
    path = tmp_path / "model.npz"
    np.savez(path, weights=np.array([Bomb()], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        load_arrays(path)
    with pytest.raises(ValueError, match="allow_pickle"):
        save_arrays(tmp_path / "new.npz", {"weights": np.array([Bomb()], dtype=object)})
