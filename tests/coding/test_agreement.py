"""The measures against published data; each expected value is an exact fraction."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.coding.agreement import (
    bennett_s,
    coefficients,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    set_alpha,
    u_alpha,
)
from cjm_research.coding.agreement.ratings import Ratings
from cjm_research.errors import BadValueError
from cjm_research.i18n import using_language

F = Fraction
EXACT = 1e-12


def near(fraction):
    return pytest.approx(float(fraction), abs=EXACT)


def rows(*texts, numbers=True):
    """One string a coder, one character a unit, * a gap."""
    return [[None if c == "*" else (int(c) if numbers else c) for c in text] for text in texts]


def table(*lines):
    """A contingency table of two coders as two rows of judgements."""
    pairs = [(a, b) for a, line in enumerate(lines) for b, n in enumerate(line) for _i in range(n)]
    return [list(side) for side in zip(*pairs, strict=True)]


# Krippendorff (2011), Computing Krippendorff's alpha-reliability, sections A to D; Wikipedia's example.
ROWS_A = rows("0100000010", "1110010000")
ROWS_B = rows("aabbdcccedda", "babbbccceddd", numbers=False)
ROWS_C = rows("123321412***", "1233224125*3", "*3332342251*", "12332441251*")
WIKIPEDIA = rows("*****34121133*3", "1*213343*******", "**21344*21133*4")
# Hayes & Krippendorff (2007), Communication Methods and Measures 1:77, p. 84: 40 units of 5 coders.
HAYES_UNITS = (
    "112*2", "1101*", "2333*", "*00*0", "000*0", "000*0", "102*1", "1*20*", "222*2", "2111*", "*100*", "0000*",
    "1222*", "33223", "111*1", "111*1", "212*2", "1233*", "1101*", "000*0", "0011*", "00*00", "2333*", "0000*",
    "12*22", "0111*", "00010", "1212*", "1122*", "112*2", "110*0", "2121*", "22*22", "3222*", "222*2", "223*2",
    "222*2", "22*12", "2222*", "111*1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "level", "expected"),
    [
        (ROWS_A, "nominal", F(2, 21)),
        (ROWS_B, "nominal", F(155, 224)),
        (ROWS_C, "nominal", F(113, 152)),
        (ROWS_C, "ordinal", F(108577, 133160)),
        (ROWS_C, "interval", F(951, 1120)),
        (ROWS_C, "ratio", F(18222619, 22852465)),
        (WIKIPEDIA, "nominal", F(56, 81)),
        (WIKIPEDIA, "interval", F(643, 793)),
        (rows(*map("".join, zip(*HAYES_UNITS, strict=True))), "nominal", F(6400, 13431)),
        (rows(*map("".join, zip(*HAYES_UNITS, strict=True))), "ordinal", F(441835031, 581492574)),
        (rows(*map("".join, zip(*HAYES_UNITS, strict=True))), "interval", F(10111, 13350)),
    ],
)
def test_alpha_of_published_data(data, level, expected):
    assert float(krippendorff_alpha(data, level)) == near(expected)


# Cohen (1960), Educational and Psychological Measurement 20:37, p. 37 and p. 45.
COHEN_1 = table((25, 12, 3), (13, 2, 15), (12, 16, 2))
COHEN_2 = table((88, 14, 18), (10, 40, 10), (2, 6, 12))
# Artstein & Poesio (2008), Computational Linguistics 34:555, p. 558 and p. 568.
ARTSTEIN_1 = table((20, 10), (20, 50))
ARTSTEIN_2 = table((46, 0, 0), (6, 32, 6), (0, 0, 10))


def test_kappa_of_cohen_1960():
    assert float(cohen_kappa(*COHEN_1)) == near(F(-6, 65))
    kappa = cohen_kappa(*COHEN_2)
    assert (float(kappa), kappa.observed, kappa.expected) == (near(F(29, 59)), near(F(7, 10)), near(F(41, 100)))


def test_two_coders_of_artstein_and_poesio_2008():
    assert float(bennett_s(ARTSTEIN_1)) == near(F(2, 5))
    assert float(scott_pi(*ARTSTEIN_1)) == near(F(31, 91))
    assert float(cohen_kappa(*ARTSTEIN_1)) == near(F(8, 23))
    assert float(percent_agreement(ARTSTEIN_2)) == near(F(22, 25))
    assert float(bennett_s(ARTSTEIN_2)) == near(F(41, 50))
    assert float(scott_pi(*ARTSTEIN_2)) == near((F(88, 100) - F(4014, 10000)) / (1 - F(4014, 10000)))
    assert float(cohen_kappa(*ARTSTEIN_2)) == near(F(121, 151))
    # Half a disagreement where one of the two says the third thing.
    far = np.array([[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]])
    weighted = coefficients.alpha_parts(Ratings.of(ARTSTEIN_2), lambda totals: far)
    assert 1 - weighted.observed == near(F(9, 100))
    assert float(weighted.value) == near(1 - F(9, 100) / F(2 * (98 * 76 * 2 + 98 * 26 + 76 * 26), 2 * 200 * 199))
    assert float(weighted.value) == pytest.approx(0.8156, abs=5e-5)


# Fleiss (1971), Psychological Bulletin 76:378, p. 379: 30 patients, 6 raters, 5 diagnoses.
FLEISS = (
    "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444", "555555", "144444",
    "124444", "222333", "144444", "224445", "333335", "111455", "111112", "224444", "133555", "555555", "244444",
    "224555", "114444", "144445", "222224", "111155", "224444", "133333", "555555",
)  # fmt: skip


def test_kappa_of_fleiss_1971():
    kappa = fleiss_kappa(rows(*map("".join, zip(*FLEISS, strict=True))))
    counts = [[unit.count(value) for value in "12345"] for unit in FLEISS]
    observed = sum(F(n * (n - 1), 6 * 5 * 30) for unit in counts for n in unit)
    expected = sum(F(sum(column), 180) ** 2 for column in zip(*counts, strict=True))
    assert (kappa.observed, kappa.expected) == (near(observed), near(expected))
    assert float(kappa) == near((observed - expected) / (1 - expected))
    assert (round(kappa.observed, 4), round(float(kappa), 3)) == (0.5556, 0.430)
    # The paper squares shares of three digits, hence its 0.2201.
    shares = [round(sum(column) / 180, 3) for column in zip(*counts, strict=True)]
    assert round(sum(share**2 for share in shares), 4) == 0.2201


def test_ac1_stays_near_percent_where_one_value_is_rare():
    """Gwet (2008), British Journal of Mathematical and Statistical Psychology 61:29: 8 yes, 1 no, 1 of each."""
    data = table((8, 1), (0, 1))
    ac1 = gwet_ac1(data)
    assert (ac1.observed, ac1.expected, float(ac1)) == (near(F(9, 10)), near(F(51, 200)), near(F(129, 149)))
    assert float(scott_pi(*data)) == near(F(31, 51))
    assert float(gwet_ac1(COHEN_1)) == near((F(29, 100) - F(3225, 10000)) / (1 - F(3225, 10000)))
    assert float(gwet_ac1(COHEN_2)) == near((F(7, 10) - F(2925, 10000)) / (1 - F(2925, 10000)))


def test_marks_of_krippendorff_1995_digitised():
    first = "001111111100001111110000"
    second = "000011110000000110000000"
    assert float(cohen_kappa(first, second)) == near(F(5, 13))
    assert float(krippendorff_alpha([first, second])) == near(F(23, 70))


def test_characters_as_nvivo_and_the_right_kappa_where_another_tool_errs():
    # The NVivo manual: 1000 characters, 50 marked by both, 150 by one of them.
    assert float(percent_agreement(table((800, 150), (0, 50)))) == near(F(85, 100))
    assert float(cohen_kappa(*table((800, 75), (75, 50)))) == near(F(11, 35))
    assert float(percent_agreement(ROWS_A)) == near(F(6, 10))


# Krippendorff (2004), Content Analysis, p. 254; (start, length) on a line from 150 to 450.
C_UNITS = (((225, 70), (370, 30)), ((220, 80), (355, 20), (400, 20)))
K_UNITS = (((180, 60), (300, 50)), ((180, 60), (300, 50)))


def line(coders):
    return [(300, [[(start - 150, start - 150 + length) for start, length in units] for units in coders])]


def test_unitizing_of_krippendorff_2004():
    c, k = u_alpha(line(C_UNITS)), u_alpha(line(K_UNITS))
    assert float(c) == near(F(201615, 276716))
    assert (1 - c.observed, 1 - c.expected) == (near(F(13, 900)), near(F(69179, 1299825)))
    assert float(k) == near(1)
    together = 1 - (2 - c.observed - k.observed) / (2 - c.expected - k.expected)
    assert round(together, 6) == 0.858665


def test_sets_by_jaccard_and_masi():
    sets = [["", "A", "A", "A", "AB", "AB", "ABC", "C", "C"], ["", "", "A", "B", "A", "AC", "ABC", "AC", "AC"]]
    assert 1 - set_alpha(sets, "jaccard").observed == near((2 + 3 * F(1, 2) + F(2, 3)) / 9)
    for name, distance in (("jaccard", jaccard), ("masi", masi)):
        assert float(set_alpha(sets, name)) == near(alpha_by_hand(sets, distance))


def jaccard(a, b):
    return 1 - (F(len(a & b), len(a | b)) if a | b else F(1))


def masi(a, b):
    if a == b:
        return F(0)
    kind = F(2, 3) if a <= b or b <= a else F(1, 3) if a & b else F(0)
    return 1 - kind * (1 - jaccard(a, b))


def alpha_by_hand(data, distance):
    """Straight from the definition: pairs within units against pairs of all judgements."""
    units = [[frozenset(v) for v in unit if v is not None] for unit in zip(*data, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    every = [value for unit in units for value in unit]
    observed = sum(2 * sum(distance(a, b) for a, b in combinations(u, 2)) / F(len(u) - 1) for u in units) / len(every)
    expected = 2 * sum(distance(a, b) for a, b in combinations(every, 2)) / F(len(every) * (len(every) - 1))
    return 1 - observed / expected


@given(st.lists(st.tuples(*[st.sampled_from(["", "A", "B", "AB", None])] * 3), min_size=2, max_size=12))
def test_alpha_of_sets_is_its_definition(units):
    data = [list(row) for row in zip(*units, strict=True)]
    figure = set_alpha(data)
    paired = [u for u in units if sum(v is not None for v in u) > 1]
    if len({frozenset(v) for u in paired for v in u if v is not None}) < 2:
        assert not figure.is_defined
    else:
        assert float(figure) == near(alpha_by_hand(data, masi))


MEASURES = {
    "percent": percent_agreement,
    "s": bennett_s,
    "pi": lambda data: scott_pi(*data),
    "kappa": lambda data: cohen_kappa(*data),
    "fleiss": fleiss_kappa,
    "ac1": gwet_ac1,
    "nominal": krippendorff_alpha,
    "ordinal": lambda data: krippendorff_alpha(data, "ordinal"),
    "interval": lambda data: krippendorff_alpha(data, "interval"),
    "ratio": lambda data: krippendorff_alpha(data, "ratio"),
}


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("data", "reason"),
    [([[1, 1, 1], [1, 1, 1]], "one_value"), ([[1, None], [None, 2]], "nothing_shared"), ([[], []], "nothing_shared")],
)
def test_no_figure_where_nobody_could_disagree(measure, data, reason):
    figure = MEASURES[measure](data)
    assert (figure.value, figure.reason) == (None, reason)
    with pytest.raises(BadValueError, match="not defined"):
        float(figure)


def test_one_coder_alone_and_empty_lines_have_no_agreement():
    assert krippendorff_alpha([[1, 2]]).reason == "few_coders"
    assert u_alpha([(10, [[(0, 3)]])]).reason == "few_coders"
    assert u_alpha([(10, [[], []])]).reason == "nobody_coded"
    assert u_alpha([(10, [[(0, 10)], [(0, 10)]])]).reason == "one_value"
    assert u_alpha([]).reason == "few_coders"
    assert set_alpha([["", ""], ["", ""]]).reason == "one_value"


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_figure_that_is_not_defined_is_no_number_in_any_language(language):
    with using_language(language), pytest.raises(BadValueError):
        float(krippendorff_alpha([[1], [1]]))


def test_rows_of_unequal_length_and_unknown_levels_are_refused():
    with pytest.raises(BadValueError, match="length"):
        krippendorff_alpha([[1, 2], [1]])
    with pytest.raises(BadValueError, match="nominal, ordinal"):
        krippendorff_alpha(ROWS_A, "cardinal")  # type: ignore[arg-type]
    with pytest.raises(BadValueError, match="numbers"):
        krippendorff_alpha(ROWS_B, "interval")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=3, max_size=30))
def test_names_of_values_and_order_of_coders_do_not_matter(pairs):
    first, second = zip(*pairs, strict=True)
    for measure in (percent_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        here = measure([first, second]).value
        swapped = {"a": "b", "b": "a"}
        there = measure([[swapped[v] for v in second], [swapped[v] for v in first]]).value
        assert (here is None) == (there is None)
        assert here is None or here == pytest.approx(there, abs=EXACT)


def test_full_agreement_is_one():
    data = [[1, 2, 3, 1], [1, 2, 3, 1]]
    assert all(float(measure(data)) == near(1) for measure in MEASURES.values())


def test_weights_count_as_so_many_units():
    spread = Ratings.of(ARTSTEIN_1)
    assert spread.weights.sum() == 100
    assert len(spread.weights) == 4
    doubled = Ratings(spread.values, spread.patterns, np.stack([spread.weights, 2 * spread.weights]))
    values = coefficients.cohen_parts(doubled).value
    assert values == pytest.approx([float(F(8, 23))] * 2, abs=EXACT)


def test_distance_of_units_is_that_of_the_book():
    """Krippendorff (2004), p. 253: units against units and against gaps."""
    from cjm_research.coding.agreement.unitizing import distance

    cases = [((5, 6), (4, 2), 26), ((5, 6), (5, 2), 16), ((5, 6), (6, 2), 10), ((5, 6), (7, 2), 8), ((5, 6), (6, 4), 2)]
    for (a, n), (b, m), expected in [*cases, ((5, 6), (5, 6), 0)]:
        assert distance([(a, a + n)], [(b, b + m)]) == expected
    assert distance([(5, 11)], [(2, 4)]) == 40
    assert distance([(0, 5)], []) == distance([], [(0, 5)]) == 25


@given(st.data())
def test_pieces_of_the_line_add_up(data):
    """Distance is a sum over pieces, and a piece of weight 0 is as good as none."""
    places = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=4)
    coders = [[(a, min(40, a + n)) for a, n in data.draw(places)] for _coder in range(2)]
    from cjm_research.coding.agreement.unitizing import unitized

    one, two = unitized([(40, coders)]), unitized([(40, coders), (40, coders)])
    assert two.distance.sum() == 2 * one.distance.sum()
    for here, there in zip(two.parts(np.array([1.0, 0.0])), one.parts(np.array([1.0])), strict=True):
        assert float(here) == pytest.approx(float(there), nan_ok=True)


def test_every_pattern_of_two_coders_counts_once():
    ratings = Ratings.of([list("aabb"), list("abab")])
    assert {tuple(pattern) for pattern in ratings.patterns} == set(product((0, 1), repeat=2))
