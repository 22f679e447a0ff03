"""The worked examples of CSAT, CES and NPS, to the printed digits."""

from __future__ import annotations

import pytest

from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.measures.intervals import bca_mean, newcombe_difference, t_interval, welch_interval
from cjm_research.measures.satisfaction import net_promoter, nps_interval, satisfaction
from cjm_research.model import Instrument

CSAT = [5, 4, 4, 3, 5, 2, 4, 5, 4, 3, 5, 4]
CES = [7, 6, 5, 7, 4, 6, 7, 3, 6, 5, 7, 6]


def of_people(values):
    return {f"p{n:02}": float(value) for n, value in enumerate(values)}


def test_csat_of_the_worked_example():
    found = satisfaction(Instrument.of("csat"), of_people(CSAT))
    assert (found.favourable.k, found.favourable.n) == (9, 12)
    assert [round(100 * bound, 1) for bound in found.favourable.interval] == [46.8, 91.1]
    assert f"{found.mean:.2f}" == "4.00"
    assert f"{found.sd:.4f}" == "0.9535"
    assert found.headline[0] == 75


def test_ces_of_the_worked_example():
    found = satisfaction(Instrument.of("ces2"), of_people(CES))
    assert found.mean == 5.75
    assert f"{found.sd:.4f}" == "1.2881"
    assert [round(bound, 2) for bound in found.mean_interval] == [4.93, 6.57]
    assert (found.favourable.k, found.favourable.n) == (10, 12)
    assert [round(100 * bound, 1) for bound in found.favourable.interval] == [55.2, 95.3]
    assert [round(bound, 2) for bound in t_interval(CES)] == [4.93, 6.57]


@pytest.mark.parametrize(
    ("counts", "score", "centre", "low", "high"),
    [
        ((19, 9, 8), 30.56, 28.21, 2.88, 53.53),
        ((6, 4, 2), 33.33, 26.67, -11.28, 64.61),
        ((12, 7, 5), 29.17, 25.93, -3.73, 55.58),
        ((50, 30, 20), 30.0, 29.13, 14.05, 44.20),
        ((10, 0, 0), 100.0, 76.92, 47.50, 106.34),
    ],
)
def test_nps_table(counts, score, centre, low, high):
    promoters, passives, detractors = counts
    found = net_promoter([10] * promoters + [7] * passives + [0] * detractors)
    assert round(found.score, 2) == score
    assert [round(value, 2) for value in nps_interval(*counts, clip=False)] == [centre, low, high]
    assert [round(value, 2) for value in found.interval] == [low, min(high, 100)]


def test_plain_wald_is_known_and_has_no_width_where_all_agree():
    plain = nps_interval(19, 9, 8, added=(0, 0, 0))
    assert [round(value, 2) for value in plain] == [30.56, 4.09, 57.03]
    assert nps_interval(10, 0, 0, added=(0, 0, 0)) == (100, 100, 100)


def test_effort_of_the_first_kind_is_good_when_low():
    instrument = Instrument.of("ces1")
    found = satisfaction(instrument, of_people([1, 2, 2, 5, 1]))
    assert (found.favourable.k, found.favourable.n) == (4, 5)
    assert found.percent == pytest.approx(100 - 100 * (2.2 - 1) / 4)
    assert found.percent_interval[0] < found.percent < found.percent_interval[1]


@pytest.mark.parametrize("values", [[5], [5, 5], [1] * 12])
def test_equal_answers_still_have_an_interval(values):
    found = satisfaction(Instrument.of("csat"), of_people(values))
    low, high = found.mean_interval
    assert 1 <= low < high <= 5
    assert t_interval(values) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_answers_are_shown_one_by_one_and_scores_without_decimals(language):
    with using_language(language):
        few = str(satisfaction(Instrument.of("csat"), of_people([5, 4, 4])))
        small = str(satisfaction(Instrument.of("ces2"), of_people(CES)))
        many = str(satisfaction(Instrument.of("ces2"), of_people(CES * 3)))
    assert "5, 4, 4" in few
    assert "5.8" not in small
    assert "5,8" not in small
    assert "5.8" in many or "5,8" in many


def test_newcombe_of_the_published_example():
    # Newcombe (1998), Statistics in Medicine 17:873, table II: 56/70 less 48/80 by method 10.
    assert [round(bound, 4) for bound in newcombe_difference((48, 80), (56, 70))] == [0.0524, 0.3339]


def test_welch_of_a_calculated_pair():
    # Means 2 and 5, variances 1 and 4, three people each: scipy.stats.ttest_ind(equal_var=False) gives these bounds.
    assert [round(bound, 3) for bound in welch_interval([1, 2, 3], [3, 5, 7])] == [-1.155, 7.155]


def test_bca_repeats_itself_and_is_wider_than_the_plain_bootstrap():
    values = [0, 1, 1, 2, -1, 1, 0, 3]
    low, high = bca_mean(values, 7)
    assert bca_mean(values[::-1], 7) == (low, high)
    assert low < 0.875 < high
    assert bca_mean([1, 1, 1, 1], 7) is None
