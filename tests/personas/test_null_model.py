import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cjm_research.errors import BadValueError
from cjm_research.personas.null_model import curveball


@given(arrays.arrays(bool, st.tuples(st.integers(0, 9), st.integers(0, 12))), st.integers(0, 99))
def test_row_and_column_totals_are_kept(table, seed):
    shuffled = curveball(table, np.random.default_rng(seed))
    assert (shuffled.sum(axis=0) == table.sum(axis=0)).all()
    assert (shuffled.sum(axis=1) == table.sum(axis=1)).all()


def test_the_table_is_shuffled_and_the_original_is_left_alone():
    table = np.random.default_rng(1).random((12, 20)) < 0.5
    before = table.copy()
    shuffled = curveball(table, np.random.default_rng(2))
    assert (table == before).all()
    assert (shuffled != table).mean() > 0.2


@given(arrays.arrays(bool, st.tuples(st.integers(2, 9), st.integers(1, 12))), st.integers(0, 99), st.floats(0.0, 0.6))
def test_totals_are_kept_among_those_asked_and_the_other_cells_stay(table, seed, missing):
    rng = np.random.default_rng(seed)
    asked = rng.random(table.shape) >= missing
    shuffled = curveball(table, rng, asked=asked)
    assert (shuffled[~asked] == table[~asked]).all()
    for axis in (0, 1):
        assert ((shuffled & asked).sum(axis=axis) == (table & asked).sum(axis=axis)).all()


def test_who_was_asked_must_fit_the_table():
    with pytest.raises(BadValueError, match="2 × 3"):
        curveball(np.ones((2, 3), dtype=bool), np.random.default_rng(0), asked=np.ones((2, 2), dtype=bool))
