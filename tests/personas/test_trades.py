import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cjm_research.personas.blocks import double_centred
from cjm_research.personas.trades import shuffled_amounts


@settings(max_examples=30, deadline=None)
@given(arrays(float, (7, 6), elements=st.sampled_from([0.0, 1.0])), st.integers(0, 99))
def test_presence_keeps_all_totals(table, seed):
    shuffled = shuffled_amounts(table, np.random.default_rng(seed))
    assert (shuffled.sum(axis=0) == table.sum(axis=0)).all()
    assert (shuffled.sum(axis=1) == table.sum(axis=1)).all()


@settings(max_examples=30, deadline=None)
@given(arrays(float, (7, 6), elements=st.sampled_from([0.0, 0.3, 1.0, 2.0, 5.0, np.nan])), st.integers(0, 99))
def test_amounts_stay_in_their_column_and_empty_cells_where_they_are(table, seed):
    shuffled = shuffled_amounts(table, np.random.default_rng(seed))
    assert (np.isnan(shuffled) == np.isnan(table)).all()
    assert np.array_equal(np.sort(shuffled, axis=0), np.sort(table, axis=0), equal_nan=True)


def test_talkative_people_stay_talkative_and_groups_go():
    rng = np.random.default_rng(5)
    talk = rng.lognormal(0, 0.8, 40)
    own = np.where(np.arange(40)[:, None] % 2 == np.arange(30) % 2, 4, 1)
    table = rng.poisson(talk[:, None] * own).astype(float)
    shuffled = shuffled_amounts(table, rng)
    steps, after = np.log2(1 + table), np.log2(1 + shuffled)
    assert np.corrcoef(steps.sum(axis=1), after.sum(axis=1))[0, 1] > 0.99

    def contrast(cells):
        return np.mean([cells[i, i % 2 :: 2].mean() - cells[i, 1 - i % 2 :: 2].mean() for i in range(len(cells))])

    assert contrast(steps) > 0.8
    assert abs(contrast(after)) < 0.2


def test_what_talkativeness_does_to_common_codes_is_left_as_it_is():
    # Talkative people are far ahead in common codes and hardly in rare ones: chance, and no group.
    rng = np.random.default_rng(2)
    ahead = []
    for _set in range(12):
        table = rng.poisson(np.outer(rng.lognormal(0, 0.6, 40), rng.gamma(1.5, 0.8, 20))).astype(float)
        shares = [strongest(table), *(strongest(shuffled_amounts(table, rng)) for _table in range(9))]
        ahead.append((shares[0] - np.mean(shares[1:])) / np.std(shares[1:]))
    assert abs(np.mean(ahead)) < 0.8


def strongest(table):
    """The share of the strongest direction in all differences between people."""
    strengths = np.linalg.svd(double_centred(np.log2(1 + table)), compute_uv=False) ** 2
    return strengths[0] / strengths.sum()
