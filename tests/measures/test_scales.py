import pytest

from cjm_research.errors import BadValueError
from cjm_research.measures import percent_of_maximum, rating_of_valence


@pytest.mark.parametrize(
    ("value", "low", "high", "percent"),
    [(4, 1, 5, 75), (2, 1, 3, 50), (8, 1, 10, 77.78), (3, 1, 10, 22.22), (6, 1, 7, 83.33)],
)
def test_percent_of_maximum(value, low, high, percent):
    assert round(percent_of_maximum(value, low, high), 2) == percent


@pytest.mark.parametrize(
    ("valence", "scale", "rating"),
    [(-2, "1-3", 1), (0, "1-3", 2), (2, "1-3", 3), (1, "1-5", 4), (-2, "1-10", 1), (0, "1-10", 5.5), (2, "1-10", 10)],
)
def test_valence_maps_linearly_onto_each_scale(valence, scale, rating):
    assert rating_of_valence(valence, scale) == pytest.approx(rating)


def test_a_value_off_its_scale_is_refused():
    with pytest.raises(BadValueError, match="scale from 1 to 5"):
        percent_of_maximum(6, 1, 5)
    with pytest.raises(BadValueError, match="1-7"):
        rating_of_valence(1, "1-7")
