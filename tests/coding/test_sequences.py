from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.coding.sequences import edit_distance, following, medoid, told_contacts, transition_shares
from cjm_research.model import Coding

# Four told journeys with known answers.
JOURNEYS = {
    "A": ("ad", "search", "review", "shop", "buy"),
    "B": ("search", "shop", "call", "buy"),
    "C": ("friend", "search", "review", "shop", "buy"),
    "D": ("ad", "search", "shop", "leave"),
}
STEPS = st.lists(st.sampled_from("abc"), max_size=6).map(tuple)


def test_edit_distances_and_the_typical_journey_are_the_known_ones():
    found = {a + b: edit_distance(JOURNEYS[a], JOURNEYS[b]) for a, b in combinations("ABCD", 2)}
    assert found == {"AB": 3, "AC": 2, "AD": 3, "BC": 3, "BD": 4, "CD": 5}
    assert medoid(JOURNEYS) == "A"
    assert medoid({}) is None


@pytest.mark.parametrize(
    ("pair", "share"),
    [
        (("search", "review"), 0.5),
        (("search", "shop"), 0.5),
        (("shop", "buy"), 0.5),
        (("shop", "call"), 0.25),
        (("shop", "leave"), 0.25),
    ],
)
def test_transition_shares_are_the_known_ones(pair, share):
    k, n = transition_shares(following(JOURNEYS.values()))[pair]
    assert (k / n, n) == (share, 4)


@given(STEPS, STEPS, STEPS)
def test_edit_distance_is_a_distance(first, second, third):
    assert edit_distance(first, second) == edit_distance(second, first)
    assert (edit_distance(first, second) == 0) == (first == second)
    assert edit_distance(first, third) <= edit_distance(first, second) + edit_distance(second, third)


def test_contacts_come_in_the_order_of_telling_and_once_where_told_again_at_once():
    def contact(utterance, start, label, kind="touchpoint"):
        return Coding(
            guid=f"{utterance}-{start}", transcript="t", participant="p", utterance=utterance, start=start,
            end=start + 3, quote="abc", kind=kind, label=label, coder="a",
        )  # fmt: skip

    told = told_contacts(
        [
            contact(3, 0, "phone"),
            contact(1, 9, "forum"),
            contact(1, 0, "phone"),
            contact(2, 0, "forum"),
            contact(2, 5, "unspecified"),
            contact(2, 7, "joy", "emotion"),
        ]
    )
    assert [c.label for c in told["p"]] == ["phone", "forum", "phone"]
