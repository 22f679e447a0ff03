import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cjm_research.personas.claims import Claim
from cjm_research.personas.contrasts import benjamini_hochberg, contrasts_of, fisher_exact


def claim(label, inside, outside, kind="touchpoint", stage=None):
    return Claim(kind, label, stage, inside, outside, ())


@pytest.mark.parametrize(
    ("table", "p_value"),
    [
        ((3, 4, 1, 4), 34 / 70),  # Fisher's lady tasting tea
        ((1, 10, 11, 14), 0.0027594561852200836),  # dieters: matrix(c(1, 9, 11, 3), 2)
        ((0, 5, 0, 5), 1.0),
        ((8, 8, 0, 16), 1 / 735471),
    ],
)
def test_fisher_known_answers(table, p_value):
    assert fisher_exact(*table) == pytest.approx(p_value, rel=1e-9)


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_fisher_agrees_with_scipy(n, n_other, data):
    k, k_other = data.draw(st.integers(0, n)), data.draw(st.integers(0, n_other))
    expected = stats.fisher_exact([[k, n - k], [k_other, n_other - k_other]]).pvalue
    assert fisher_exact(k, n, k_other, n_other) == pytest.approx(expected, rel=1e-6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_agrees_with_scipy(p_values):
    assert benjamini_hochberg(p_values) == pytest.approx(stats.false_discovery_control(p_values), abs=1e-12)


def test_contrasts_go_both_ways_name_a_subject_once_and_count_all_codes_looked_at():
    claims = [
        claim("phone", (8, 8), (0, 16)),
        claim("phone", (7, 8), (0, 16), stage="decision"),
        claim("forum", (0, 8), (12, 16)),
        claim("email", (4, 8), (8, 16)),
        claim("chat", (1, 8), (0, 16)),  # too few people to be looked at
    ]
    found = contrasts_of(claims, lambda c: c.label)
    assert [(c.text, c.inside.k, c.outside.k) for c in found] == [("phone", 8, 0), ("forum", 0, 12)]
    assert found[0].q_value == pytest.approx(found[0].p_value * 4, rel=1e-3)
    assert all(0 <= c.p_value <= c.q_value <= 1 for c in found)


def test_with_nobody_outside_there_is_nothing_to_compare():
    assert contrasts_of([claim("phone", (8, 8), (0, 0))], lambda c: c.label) == ()
