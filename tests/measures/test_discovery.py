"""Known answers: Nielsen & Landauer 1993, Lewis 2001 and 2008 (Sauro & Lewis, table 7.11), Fugard & Potts 2015."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.errors import BadValueError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.measures import (
    chance_of_meeting,
    discovery_of_counts,
    discovery_of_table,
    found_share,
    people_for_share,
    people_needed,
    sample_plan,
)
from cjm_research.measures.discovery import least_probability

IVR = [1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 5, 2]


@pytest.mark.parametrize(
    ("n", "share"),
    [(1, 0.3100), (2, 0.5239), (3, 0.6715), (4, 0.7733), (5, 0.8436), (6, 0.8921), (8, 0.9486), (10, 0.9755),
     (15, 0.9962)],
)  # fmt: skip
def test_share_found_with_p_031(n, share):
    assert round(found_share(0.31, n), 4) == share


@pytest.mark.parametrize(("share", "n"), [(0.8, 5), (0.85, 6), (0.9, 7), (0.95, 9), (0.99, 13)])
def test_people_for_a_share_with_p_031(share, n):
    assert people_for_share(0.31, share) == n


@pytest.mark.parametrize(("p", "percent"), [(0.1, 41), (0.16, 58), (0.2, 67), (0.05, 23)])
def test_five_find_four_fifths_only_of_what_is_frequent(p, percent):
    assert round(100 * found_share(p, 5)) == percent
    assert round(least_probability(0.8, 5), 4) == 0.2752


@settings(max_examples=40)
@given(st.floats(0.001, 1), st.floats(0, 0.999))
def test_people_for_a_share_are_the_least(p, share):
    n = people_for_share(p, share)
    assert found_share(p, n) >= share - 1e-9
    assert n == 0 or found_share(p, n - 1) < share + 1e-9


def test_lewis_on_published_data():
    found = discovery_of_counts(IVR, 6)
    assert (found.n, found.seen) == (6, 12)
    assert round(found.p, 4) == 0.2778
    assert round(found.good_turing, 4) == 0.6667
    assert round(found.deflated, 4) == 0.0926
    assert round(found.turing_part, 4) == 0.1667
    assert round(found.p_adjusted, 4) == 0.1296
    assert round(found.discovered, 4) == 0.5653
    assert round(found.total, 1) == 21.2
    assert round(found.undiscovered, 1) == 9.2


def test_lewis_on_a_table():
    counts = [4, 3, 3, 2, 1, 1, 1, 1]
    table = [[person < count for count in [*counts, 0]] for person in range(4)]
    found = discovery_of_table(table)
    assert found == discovery_of_counts(counts, 4)
    assert (found.p, found.good_turing, found.deflated) == (0.5, 0.5, 0.1875)
    assert round(found.turing_part, 4) == 0.3333
    assert round(found.p_adjusted, 4) == 0.2604
    assert round(found.discovered, 4) == 0.7008
    assert round(found_share(found.p, 4), 4) == 0.9375, "what the plain p would say"
    assert round(found.total, 1) == 11.4


@pytest.mark.parametrize(
    ("prevalence", "times", "n"),
    [(0.10, 2, 29), (0.05, 1, 32), (0.10, 1, 16), (0.20, 1, 8), (0.30, 1, 5), (0.50, 1, 3), (0.05, 2, 59),
     (0.20, 2, 14), (0.30, 2, 9), (0.50, 2, 5), (0.10, 3, 42), (0.20, 3, 21), (0.30, 3, 14)],
)  # fmt: skip
def test_people_needed_with_80_percent(prevalence, times, n):
    assert people_needed(prevalence, times, 0.8) == n


@pytest.mark.parametrize(
    ("n", "prevalence", "times", "chance"), [(200, 0.06, 5, 0.9936), (15, 0.25, 1, 0.9866), (15, 0.25, 2, 0.9198)]
)
def test_chance_of_meeting(n, prevalence, times, chance):
    assert round(chance_of_meeting(n, prevalence, times), 4) == chance


@settings(max_examples=40)
@given(st.floats(0.01, 1), st.integers(1, 6), st.floats(0, 0.99))
def test_people_needed_are_the_least(prevalence, times, power):
    n = people_needed(prevalence, times, power)
    assert chance_of_meeting(n, prevalence, times) >= power
    assert n == times or chance_of_meeting(n - 1, prevalence, times) < power


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_says_what_it_assumes_and_refuses_the_five_users(language):
    with using_language(language):
        plan = sample_plan(0.1, 2, 0.8)
        text = str(plan)
    assert "29" in text.splitlines()[0]
    assert len(text.splitlines()) == 7
    for number in {"en": ("0.31", "27.5%", "41%"), "pl": ("0,31", "27,5%", "41%"), "ru": ("0,31", "27,5", "41")}[
        language
    ]:
        assert number in text
    assert round(plan.with_five, 4) == 0.0815


@pytest.mark.parametrize(
    "call",
    [
        lambda: found_share(1.1, 5),
        lambda: found_share(0.5, -1),
        lambda: people_for_share(0, 0.5),
        lambda: people_for_share(0.5, 1),
        lambda: least_probability(0.8, 0),
        lambda: discovery_of_counts([0, 0], 6),
        lambda: discovery_of_counts([7], 6),
        lambda: discovery_of_counts([1], 1),
        lambda: discovery_of_table([1, 2]),
        lambda: people_needed(0, 1, 0.8),
        lambda: people_needed(1e-7, 1, 0.8),
        lambda: people_needed(0.1, 0, 0.8),
        lambda: people_needed(0.1, 1, 1),
        lambda: chance_of_meeting(-1, 0.1),
    ],
)
def test_impossible_values_are_refused(call):
    with pytest.raises(BadValueError):
        call()
