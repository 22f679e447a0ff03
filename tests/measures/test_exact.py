"""Exact tests against published tables and scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cjm_research.measures.exact import benjamini_hochberg, fisher


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
    assert fisher(table[:2], table[2:])[0] == pytest.approx(p_value, rel=1e-9)


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_fisher_agrees_with_scipy(n, n_other, data):
    k, k_other = data.draw(st.integers(0, n)), data.draw(st.integers(0, n_other))
    expected = stats.fisher_exact([[k, n - k], [k_other, n_other - k_other]]).pvalue
    assert fisher((k, n), (k_other, n_other))[0] == pytest.approx(expected, rel=1e-6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_agrees_with_scipy(p_values):
    assert benjamini_hochberg(p_values) == pytest.approx(stats.false_discovery_control(p_values), abs=1e-12)
