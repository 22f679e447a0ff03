import numpy as np
import pytest

from cjm_research.i18n import using_language
from cjm_research.personas.consensus import Consensus
from cjm_research.personas.given import Difference
from cjm_research.personas.grouping import Grouping
from cjm_research.personas.verdict import instability, judge, judge_given


def grouping(n, *, p_value=0.01, jaccard=(0.9, 0.9)):
    """Two groups that always come together."""
    labels = np.arange(n) % 2
    together = (labels[:, None] == labels).astype(float)
    scores = {2: {"separation_null": 0.3}}
    return Grouping(2, Consensus(labels, together, 0.5), p_value, scores, np.zeros((n, 2)), jaccard=jaccard)


@pytest.mark.parametrize(
    ("n", "options", "verdict"),
    [
        (12, {}, "hypothesis"),
        (19, {}, "hypothesis"),
        (20, {}, "tentative"),
        (39, {}, "tentative"),
        (40, {}, "stable"),
        (40, {"jaccard": (0.9, 0.7)}, "tentative"),
        (60, {"p_value": 0.2}, "no_groups"),
    ],
)
def test_the_verdict_depends_on_the_number_of_people_and_on_how_firm_the_groups_are(n, options, verdict):
    assert judge(n, grouping(n, **options), basis="confirmed")[0] == verdict


def test_what_the_machine_alone_says_and_a_chosen_number_are_never_stable():
    assert judge(40, grouping(40), basis="machine")[0] == "tentative"
    assert "nobody has reviewed" in judge(40, grouping(40), basis="machine")[1]
    assert judge(40, grouping(40), basis="confirmed", forced=True)[0] == "tentative"
    assert judge(40, grouping(40, p_value=0.5), basis="confirmed", forced=True)[0] == "hypothesis"


@pytest.mark.parametrize(
    ("n", "difference", "verdict"),
    [
        (60, Difference(0.3, 0.1, 0.001), "tentative"),
        (19, Difference(0.3, 0.1, 0.001), "hypothesis"),
        (60, Difference(0.1, 0.1, 0.4), "hypothesis"),
        (60, None, "hypothesis"),
    ],
)
def test_groups_that_somebody_made_are_at_most_tentative(n, difference, verdict):
    assert judge_given(n, 2, difference, basis="confirmed")[0] == verdict
    assert judge_given(n, 1, None, basis="confirmed")[0] == "no_groups"


def test_only_groups_made_after_reading_flatter_their_makers():
    difference = Difference(0.3, 0.1, 0.001)
    assert "flatters" in judge_given(24, 2, difference, basis="confirmed")[1]
    assert "flatters" not in judge_given(24, 2, difference, basis="machine", by="Role")[1]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_groups_that_dissolve_and_methods_that_disagree_are_warned_of(language):
    with using_language(language):
        warnings = instability({"P1": 0.9, "P2": 0.55, "P3": None}, {"k_means": 0.4, "ward": 0.2})
        assert len(warnings) == 2
        assert "P2" in warnings[0]
        assert instability({"P1": 0.9}, {"k_means": 0.9, "ward": 0.2}) == ()
