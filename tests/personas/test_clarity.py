import numpy as np
import pytest

from cjm_research.personas.clarity import FIGURES, HOW_MANY, Clarity


def clarity(gaps, lead_of_figures, *, ks=(2, 3, 4), tables=20):
    """Figures that lie `lead_of_figures` above shuffled tables, and gaps of that size, with errors of about 0.1."""
    rng = np.random.default_rng(0)
    null = rng.normal(0, 0.1, (tables, len(ks), len(FIGURES)))
    data = np.zeros((len(ks), len(FIGURES)))
    for name in HOW_MANY:
        data[:, FIGURES.index(name)] = lead_of_figures
    data[:, FIGURES.index("closeness")] = gaps
    return Clarity(ks, data, null, (0.0, np.zeros(tables)))


def test_the_p_value_counts_the_data_among_the_tables():
    assert clarity([5, 5, 5], [5, 5, 5]).p_value() == pytest.approx(1 / 21)
    assert clarity([-5, -5, -5], [5, 5, 5]).p_value() == 1.0


@pytest.mark.parametrize(
    ("gaps", "figures", "answers"),
    [
        ([1.0, 2.0, 3.0], [1, 3, 2], {"gap": 4, "largest gap": 4, "figures": 3}),
        ([1.0, 2.0, 2.02], [3, 2, 1], {"gap": 3, "largest gap": 4, "figures": 2}),
        ([1.0, 1.02, 3.0], [1, 3, 2], {"gap": 2, "largest gap": 4, "figures": 3}),
    ],
)
def test_the_number_of_groups_is_the_middle_one_of_three_answers(gaps, figures, answers):
    judged = clarity(gaps, figures)
    assert judged.answers((2, 3, 4)) == answers
    assert judged.how_many((2, 3, 4)) == sorted(answers.values())[1]


def test_a_number_that_is_not_possible_is_not_chosen():
    judged = clarity([1.0, 2.0, 2.02], [3, 2, 1])
    assert judged.how_many((2, 4)) in (2, 4)
    assert judged.how_many((2,)) == 2


def test_every_number_of_groups_has_its_figures_and_one_group_its_gap():
    scores = clarity([1.0, 2.0, 2.0], [1, 2, 1]).scores()
    assert scores[1] == {"gap": 0.0, "gap_sd": 0.0}
    assert scores[3]["gap"] == pytest.approx(2.0, abs=0.1)
    assert {f"{name}{end}" for name in FIGURES for end in ("", "_null", "_null_sd")} <= set(scores[3])
