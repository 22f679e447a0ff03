import numpy as np
import pytest

from cjm_research.personas.gap import gap, k_by_gap, log_within


def test_distances_within_known_answer():
    people = np.array([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]], dtype=float)
    # Each triple: 0 + 4 + 4 around its centre; all six: these 16 and 6 x 4.5 squared.
    assert log_within(people, np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(np.log(16))
    assert log_within(people, np.zeros(6, dtype=int)) == pytest.approx(np.log(16 + 6 * 4.5**2))


def test_gap_and_its_error_known_answer():
    gaps, errors = gap(np.array([2.0, 1.0]), np.array([[2.0, 1.4], [2.0, 1.8]]))
    assert gaps.tolist() == pytest.approx([0.0, 0.6])
    # Standard deviation 0.2 of two tables, times the root of 1 + 1/2.
    assert errors.tolist() == pytest.approx([0.0, 0.2 * np.sqrt(1.5)])


@pytest.mark.parametrize(
    ("gaps", "errors", "k"),
    [([0.0, -0.1, -0.2], [0, 0.01, 0.01], 1), ([0.0, 0.3, 0.32], [0, 0.05, 0.05], 2), ([0.0, 0.2, 0.5], [0] * 3, 3)],
)
def test_the_smallest_number_within_one_error_of_the_next_is_named(gaps, errors, k):
    assert k_by_gap(np.array(gaps), np.array(errors), (1, 2, 3)) == k
