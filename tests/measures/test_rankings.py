"""Orders only as far as intervals allow, exact tests that know their limits, pains by people and severity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.measures.exact import OutcomeTable, associations, benjamini_hochberg, fisher, odds_ratio
from cjm_research.measures.priorities import pain_priority, pain_valences, prioritised, severity_of_people
from cjm_research.measures.rankings import Item, rank
from cjm_research.model import Coding


def item(key, low, high, n=12):
    return Item(key=key, name=key.upper(), value=(low + high) / 2, interval=(low, high), n=n)


def test_overlapping_intervals_are_ties_and_the_others_stand_apart():
    found = rank([item("c", 60, 90), item("a", 10, 40), item("b", 30, 70)])
    assert [(f.item.key, f.best_rank, f.worst_rank, f.letters) for f in found.items] == [
        ("a", 1, 2, "a"),
        ("b", 1, 3, "ab"),
        ("c", 2, 3, "b"),
    ]
    assert found.tie_groups == (("a", "b"), ("b", "c"))
    assert not found.is_refused
    assert "Better by more than chance: “C”" in str(found)


def test_no_ranking_where_all_intervals_overlap():
    found = rank([item("a", 10, 60), item("b", 20, 70), item("c", 55, 90)])
    assert found.is_refused
    assert {(f.best_rank, f.worst_rank) for f in found.items} == {(1, 3)}
    assert "There is no ranking" in str(found)


def test_low_is_good_turns_the_order_round():
    found = rank([item("easy", 1, 2), item("hard", 4, 5)], higher_is_better=False)
    assert [f.item.key for f in found.items] == ["hard", "easy"]
    assert "“HARD” is rated worst" in str(found)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_ties_letters_and_places_agree(bounds):
    items = [item(f"i{n}", min(pair), max(pair)) for n, pair in enumerate(bounds)]
    found = {f.item.key: f for f in rank(items).items}
    for key, one in found.items():
        assert 1 <= one.best_rank <= one.worst_rank <= len(items)
        assert one.worst_rank - one.best_rank == len(one.ties)
        sharing = {other for other, f in found.items() if other != key and set(f.letters) & set(one.letters)}
        assert sharing == set(one.ties)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rankings_are_told_in_words(language):
    with using_language(language):
        said = str(rank([item("a", 10, 40, n=3), item("b", 50, 70), item("c", 60, 80)]))
    assert "A" in said
    assert "3" in said or "5" in said


def test_fisher_knows_what_its_margins_allow():
    # Fisher's tea: 3 of 4 against 1 of 4; the clearest table there could be has p = 2/70.
    p, smallest = fisher((3, 4), (1, 4))
    assert (round(p, 4), round(smallest, 4)) == (0.4857, round(2 / 70, 4))
    assert fisher((2, 2), (0, 2))[1] == pytest.approx(1 / 3)
    assert fisher((0, 5), (0, 5)) == (1.0, 1.0)


def test_benjamini_hochberg_of_the_published_example():
    # Benjamini & Hochberg (1995), section 4.2: 15 p values, of which the first four are significant at 0.05.
    values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ]  # fmt: skip
    adjusted = benjamini_hochberg(values)
    assert sum(q < 0.05 for q in adjusted) == 4
    assert adjusted == sorted(adjusted)
    assert benjamini_hochberg([]) == []


def test_odds_ratio_needs_every_cell():
    assert odds_ratio((3, 4), (0, 4)) is None
    assert odds_ratio((3, 4), (1, 4)) == pytest.approx(6.408, abs=0.001)


def test_touchpoints_against_an_outcome():
    people = [f"p{n:02}" for n in range(24)]
    outcome = {who: n < 12 for n, who in enumerate(people)}
    told = {"phone": people[:11], "store": people[::2], "once": people[:1], "all": people}
    rows = associations(told, outcome, names={"phone": "Phone"})
    assert [row.key for row in rows] == ["phone", "store"]
    assert rows[0].told == (11, 11)
    assert rows[0].not_told == (1, 13)
    assert rows[0].stands_out
    assert rows[0].interval[0] > 0
    assert not rows[1].stands_out
    table = OutcomeTable(outcome="promoters", n=24, n_with=12, rows=rows)
    assert "Unlikely to be chance" in str(table)
    assert "not what causes what" in str(table)


def test_few_people_are_said_to_be_few():
    outcome = {"a": True, "b": True, "c": False, "d": False}
    (row,) = associations({"phone": ["a", "b"]}, outcome)
    assert not row.can_tell
    assert "holds for all or for nobody" in str(OutcomeTable(outcome="x", n=4, n_with=4, rows=(row,)))
    assert "no difference could be told" in str(row)
    assert "few people" in str(OutcomeTable(outcome="x", n=4, n_with=2, rows=(row,)))


def test_weight_of_a_pain_is_prevalence_times_severity():
    pain = pain_priority("p", "Queue", ["a", "b"], {"a": 2.0, "b": 1.0}, n=8, seed=1)
    assert (pain.count.k, pain.count.n, pain.severity) == (2, 8, 1.5)
    assert pain.weight == pytest.approx(2 / 8 * 1.5 / 2)
    assert pain.weight_interval[0] <= pain.weight <= pain.weight_interval[1]


def test_severity_is_each_persons_own_mean_and_never_below_nothing():
    assert severity_of_people([("a", -2), ("a", -1), ("b", 2), ("c", None)]) == {"a": 1.5, "b": 0.0}


def test_a_pain_feels_as_the_feeling_beside_it():
    def coding(guid, kind, start, end, utterance=1, **more):
        place = {"transcript": "t", "participant": "t", "utterance": utterance, "quote": "x" * (end - start)}
        return Coding(guid=guid, kind=kind, start=start, end=end, coder="anna", **place, **more)

    found = pain_valences(
        [
            coding("own", "pain_point", 0, 5, valence=-2),
            coding("on", "barrier", 10, 20),
            coding("near", "pain_point", 40, 50),
            coding("alone", "pain_point", 0, 5, utterance=3),
            coding("e1", "emotion", 12, 15, label="anger", valence=-2),
            coding("e2", "touchpoint", 18, 30, label="phone", valence=-1),
            coding("e3", "emotion", 55, 70, label="fear", valence=0),
        ]
    )
    assert found == {"own": -2, "on": -1.5, "near": 0}


def test_a_pain_of_many_and_a_worse_one_of_few_are_shown_with_both_figures():
    common = pain_priority(
        "common", "Waiting", [f"p{n}" for n in range(9)], {f"p{n}": 1.0 for n in range(9)}, n=12, seed=1
    )
    grave = pain_priority("grave", "Lost money", ["p1"], {"p1": 2.0}, n=12, seed=1, rating=(30.0, (20, 40), 12))
    found = prioritised([grave, common])
    assert [pain.key for pain in found.pains] == ["common", "grave"]
    assert "30" in str(found.pains[1])
    silent = pain_priority("silent", "No feeling coded", ["p1"], {}, n=12, seed=1)
    assert silent.severity is None
    assert silent.weight == pytest.approx(1 / 24)
