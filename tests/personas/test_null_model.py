import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

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
