"""The second step: surroundings with known numbers, passages from log-odds, shares, storage."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.model.scheme import KINDS
from cjm_research.tagging.learnt import moments as module
from cjm_research.tagging.learnt.linear import LinearModel, load_arrays, save_arrays
from cjm_research.tagging.learnt.moments import (
    BARRIER,
    FARTHEST,
    FOUND,
    GAP_DEPTH,
    LANGUAGES,
    LONGEST_PASSAGE,
    MOST_WORDS,
    NOWHERE,
    Link,
    Moments,
    Network,
    arrays_of,
    from_arrays,
    group,
    load_moments,
    moments_path,
    network_table,
    spans_of,
    surroundings,
)
from cjm_research.tagging.learnt.units import Unit

K = len(FOUND)
PAIN = FOUND.index("pain_point")
NEVER = dict.fromkeys(FOUND, 99.0)


def unit(turn: int, start: int, end: int, sentence: int = 0, **raw: float) -> Unit:
    return Unit(turn, start, end, start, sentence, [], raw, {"word": [f"w{start}"]}, [0.25, 0.75])


def in_a_row(n: int, words: int = 4) -> list[Unit]:
    return [unit(0, words * i, words * (i + 1)) for i in range(n)]


def table(*values: float) -> np.ndarray:
    """Log-odds of a pain point; of everything else there is no sign."""
    odds = np.full((len(values), K), -9.0)
    odds[:, PAIN] = values
    return odds


def found(units: list[Unit], *values: float, threshold: float = 0.0) -> list[tuple[int, int]]:
    spans = spans_of(units, table(*values), NEVER | {"pain_point": threshold})
    assert all(span.kind == "pain_point" for span in spans)
    return [(span.first, span.end) for span in spans]


def test_a_barrier_is_found_as_a_pain_point():
    assert (*FOUND, BARRIER) != KINDS
    assert set(FOUND) | {BARRIER} == set(KINDS)
    assert group(BARRIER) == "pain_point"
    assert all(group(kind) == kind for kind in FOUND)


class TestSurroundings:
    """Three pieces of one answer, the first two in one sentence, then a piece of another answer."""

    UNITS = (unit(1, 0, 3, 0), unit(1, 3, 5, 0, barrier=1.5, pain_point=-0.5), unit(1, 5, 9, 1), unit(3, 0, 2, 0))
    ODDS = np.array([1.0, 3.0, -2.0, 0.5])

    @pytest.fixture
    def blocks(self) -> dict[str, np.ndarray]:
        """The column of pain points in each block of features, and what stands once for all kinds."""
        odds = np.tile(self.ODDS[:, None], (1, K))
        features = surroundings(self.UNITS, odds)
        names = ("own", "-1", "+1", "-2", "+2", "highest", "rank", "below", "beside", "rules")
        assert features.shape == (4, len(names) * K + 3)
        found = {name: features[:, i * K + PAIN].tolist() for i, name in enumerate(names)}
        return found | {"count": features[:, -3].tolist(), "layout": features[:, -2:].tolist()}

    def test_neighbours_are_those_of_the_same_answer(self, blocks):
        assert blocks["own"] == [1.0, 3.0, -2.0, 0.5]
        assert blocks["-1"] == [NOWHERE, 1.0, 3.0, NOWHERE]
        assert blocks["+1"] == [3.0, -2.0, NOWHERE, NOWHERE]
        assert blocks["-2"] == [NOWHERE, NOWHERE, 1.0, NOWHERE]
        assert blocks["+2"] == [-2.0, NOWHERE, NOWHERE, NOWHERE]

    def test_the_answer_gives_its_highest_and_the_rank(self, blocks):
        assert blocks["highest"] == [3.0, 3.0, 3.0, 0.5]
        assert blocks["below"] == [-2.0, 0.0, -5.0, 0.0]
        assert blocks["rank"] == [0.5, 1.0, 0.0, 0.0]
        assert blocks["count"] == [0.3, 0.3, 0.3, 0.1]

    def test_beside_is_the_best_other_piece_of_the_sentence(self, blocks):
        assert blocks["beside"] == [3.0, 1.0, NOWHERE, NOWHERE]

    def test_rules_speak_for_a_barrier_as_for_a_pain_point(self, blocks):
        assert blocks["rules"] == [0.0, 4.5, 0.0, 0.0]

    def test_layout_comes_last(self, blocks):
        assert blocks["layout"] == [[0.25, 0.75]] * 4


@given(
    turns=st.lists(st.integers(0, 3), min_size=1, max_size=12).map(sorted),
    data=st.data(),
)
def test_surroundings_of_an_answer_do_not_depend_on_other_answers(turns, data):
    units = [unit(turn, i, i + 1, i % 2) for i, turn in enumerate(turns)]
    flat = data.draw(st.lists(st.floats(-5, 5, width=16), min_size=len(turns) * K, max_size=len(turns) * K))
    odds = np.array(flat).reshape(len(turns), K)
    whole = surroundings(units, odds)
    for turn in set(turns):
        rows = [i for i, one in enumerate(units) if one.turn == turn]
        assert np.array_equal(whole[rows], surroundings([units[i] for i in rows], odds[rows]))


def test_units_above_the_threshold_in_a_row_are_one_passage():
    assert found(in_a_row(5), 1, 2, -9, -9, 1) == [(0, 2), (4, 5)]
    assert found(in_a_row(2), 0.0, -0.001) == [(0, 1)]
    assert found(in_a_row(3), -1, -1, -1) == []


def test_a_gap_of_one_nearly_as_likely_is_bridged():
    assert found(in_a_row(3), 1, -GAP_DEPTH, 1) == [(0, 3)]
    assert found(in_a_row(3), 1, -GAP_DEPTH - 0.01, 1) == [(0, 1), (2, 3)]


def test_a_gap_of_two_is_not_bridged():
    assert found(in_a_row(4), 1, -0.1, -0.1, 1) == [(0, 1), (3, 4)]


def test_a_gap_is_measured_from_the_threshold_of_its_kind():
    assert found(in_a_row(3), -1, -2.5, -1, threshold=-2) == [(0, 3)]
    assert found(in_a_row(3), 4, 0.5, 4, threshold=2) == [(0, 1), (2, 3)]


def test_a_passage_never_goes_on_in_another_turn():
    assert found([unit(0, 0, 3), unit(2, 0, 3)], 1, 1) == [(0, 1), (1, 2)]
    assert found([unit(0, 0, 3), unit(2, 0, 3), unit(2, 3, 6)], 1, -0.5, 1) == [(0, 1), (2, 3)]


def test_a_long_passage_is_cut_to_the_surest_unit_and_its_likelier_neighbours():
    # Five units of ten words: two fit in 25, the surest and the likelier one beside it.
    assert found(in_a_row(5, words=10), 1, 2, 5, 3, 1) == [(2, 4)]
    assert found(in_a_row(5, words=10), 1, 3, 5, 2, 1) == [(1, 3)]


def test_a_single_long_unit_stays_whole():
    assert found([unit(0, 0, MOST_WORDS + 10)], 1) == [(0, 1)]
    assert found([unit(0, 0, 40), unit(0, 40, 42)], 2, 1) == [(0, 1)]


def test_what_goes_on_for_long_becomes_several_suggestions():
    units = [unit(0, 10 * i, 10 * i + 10) for i in range(12)]
    assert len(found(units, *[1.0] * 12)) == 12 * 10 // LONGEST_PASSAGE


def test_a_span_knows_how_sure_its_surest_unit_is():
    span = spans_of(in_a_row(4), table(1, 2.5, 2, -9), NEVER | {"pain_point": 0.0})[0]
    assert (span.odds, span.surest) == (2.5, 1)


def test_kinds_are_found_each_for_itself():
    odds = np.zeros((2, K))
    spans = spans_of(in_a_row(2), odds, dict.fromkeys(FOUND, -1.0))
    assert [span.kind for span in spans] == list(FOUND)


@given(
    pieces=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 40), st.floats(-3, 3)), min_size=0, max_size=15).map(
        lambda all_: sorted(all_, key=lambda one: one[0])
    ),
    threshold=st.floats(-2, 2),
)
def test_passages_are_short_apart_in_order_and_sure(pieces, threshold):
    units, at = [], 0
    for turn, words, _odds in pieces:
        units.append(unit(turn, at, at + words))
        at += words
    values = [odds for _turn, _words, odds in pieces]
    spans = spans_of(units, table(*values), NEVER | {"pain_point": threshold})
    assert all(one.end <= other.first for one, other in pairwise(spans))
    for span in spans:
        assert span.first <= span.surest < span.end
        assert span.odds == max(values[span.first : span.end]) >= threshold
        assert len({one.turn for one in units[span.first : span.end]}) == 1
        words = units[span.end - 1].end - units[span.first].start
        assert words <= MOST_WORDS or span.end - span.first == 1
    # Every unit above the threshold belongs to a passage or lies beside a surer one.
    assert bool(spans) == any(value >= threshold for value in values)


def test_no_units_give_no_passages():
    assert spans_of([], np.zeros((0, K)), dict.fromkeys(FOUND, 0.0)) == []


def test_a_link_has_known_values_between_and_beyond_its_points():
    link = Link(np.array([-1.0, 1.0]), np.array([0.2, 0.6]))
    assert [link(odds) for odds in (-9, -1, 0, 1, 9)] == pytest.approx([0.2, 0.2, 0.4, 0.6, 0.6])


@pytest.mark.parametrize("language", LANGUAGES)
@given(odds=st.lists(st.floats(-50, 50), min_size=2, max_size=20).map(sorted))
def test_shares_of_what_is_shipped_rise_with_the_odds_and_stay_between_0_and_1(language, odds):
    for link in load_moments(language).links.values():
        shares = [link(one) for one in odds]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_knows_every_kind_and_holds_no_objects(language):
    shipped = load_moments(language)
    assert set(shipped.thresholds) == set(shipped.links) == set(FOUND)
    assert shipped.first.outputs == (*FOUND, BARRIER)
    assert (shipped.spread > 0).all()
    assert all(array.dtype != object for array in load_arrays(moments_path(language)).values())


def small(language: str = "pl") -> Moments:
    """A network of one hidden unit that passes the log-odds of a pain point on to every kind."""
    width = surroundings([unit(0, 0, 1)], np.zeros((1, K))).shape[1]
    hidden = np.zeros((width + len(LANGUAGES), 1), dtype=np.float32)
    hidden[PAIN] = 1.0
    weights = np.zeros((1, K + 1), dtype=np.float32)
    weights[0, PAIN], weights[0, K] = 2.0, 4.0
    return Moments(
        language=language,
        first=LinearModel(
            (*FOUND, BARRIER), {"word": 1.0}, {"word": {"w0": 0}}, np.ones(1), weights, np.full(K + 1, -1.0)
        ),
        network=Network(hidden, np.zeros(1, dtype=np.float32), np.full((1, K), 0.5), np.full(K, -0.25)),
        centre=np.zeros(width),
        spread=np.ones(width),
        thresholds={kind: i / 4 for i, kind in enumerate(FOUND)},
        links={kind: Link(np.array([0.0, 1.0]), np.array([i / 16, 0.75])) for i, kind in enumerate(FOUND)},
        barrier=0.5,
    )


def test_odds_by_hand():
    said = small().read([unit(0, 0, 1), unit(0, 1, 2)])
    # First step: 2 - 1 = 1 where "w0" stands, -1 elsewhere, which the rectified unit cuts to 0.
    assert np.allclose(said.odds, [[0.25] * K, [-0.25] * K])
    assert np.allclose(said.barriers, [3.0, -1.0])


def test_no_units_have_no_odds():
    said = small().read([])
    assert (said.odds.shape, said.barriers.shape) == ((0, K), (0,))


def test_the_network_is_told_the_language_and_odd_numbers_are_cut():
    centre, spread = np.array([1.0, 0.0]), np.array([2.0, 1.0])
    rows = network_table(np.array([[3.0, 1e9], [1.0, -1e9]]), centre, spread, "pl")
    assert rows.tolist() == [[1.0, FARTHEST, 0.0, 1.0, 0.0], [0.0, -FARTHEST, 0.0, 1.0, 0.0]]
    assert network_table(np.zeros((1, 2)), centre, spread, "de")[0, 2:].tolist() == [0, 0, 0]


def test_what_is_stored_is_read_back(tmp_path):
    before, path = small(), tmp_path / "moments.npz"
    save_arrays(path, arrays_of(before))
    after = from_arrays("pl", load_arrays(path))
    units = [unit(0, 0, 1), unit(0, 1, 2)]
    assert np.allclose(after.read(units).odds, before.read(units).odds)
    assert np.allclose(after.read(units).barriers, before.read(units).barriers)
    assert (after.language, after.thresholds, after.barrier) == ("pl", before.thresholds, before.barrier)
    assert [after.links[kind](0.5) for kind in FOUND] == pytest.approx([before.links[kind](0.5) for kind in FOUND])
    again = tmp_path / "again.npz"
    save_arrays(again, arrays_of(after))
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("kinds", [FOUND[:-1], FOUND[::-1], (*FOUND, "rumour")])
def test_what_was_made_for_other_kinds_is_not_used(kinds):
    assert from_arrays("pl", arrays_of(small()) | {"kinds": np.array(kinds)}) is None


def test_a_language_of_which_nothing_was_learnt_has_none(monkeypatch, tmp_path):
    assert load_moments("de") is None
    monkeypatch.setattr(module, "weights_folder", lambda: tmp_path)
    assert not moments_path("en").exists()
    assert load_moments.__wrapped__("en") is None
