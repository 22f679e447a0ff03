"""Charts of the tagger's quality, on tables small enough to count by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pandas as pd
import pytest

import cjm_research.charts as charts
from cjm_research.i18n import using_language
from cjm_research.measures import wilson
from cjm_research.model import term

COUNTS = ["language", "study", "kind", "codings", "tags", "matched"]
SCORES = pd.DataFrame(
    [
        ("en", "a", "touchpoint", 10, 10, 5),
        ("en", "b", "touchpoint", 10, 30, 5),
        ("pl", "c", "touchpoint", 4, 4, 4),
        ("ru", "d", "pain_point", 4, 4, 1),
        ("ru", "d", "goal", 4, 4, 4),
        ("ru", "e", "pain_point", 0, 0, 0),
    ],
    columns=COUNTS,
)
SECOND = pd.DataFrame([("en", "touchpoint", 10, 10, 9)], columns=[name for name in COUNTS if name != "study"])
CURVE = pd.DataFrame(
    [
        ("all", "emotion", least, 100, tags, matched, matched / max(1, tags), matched / 100)
        for least, tags, matched in ((0.0, 200, 80), (0.3, 100, 60), (0.5, 29, 20), (0.9, 0, 0))
    ],
    columns=["language", "kind", "least_score", "codings", "tags", "matched", "precision", "recall"],
)
CALIBRATION = pd.DataFrame(
    [
        ("all", "all", 40, 0.55, 24),
        ("en", "all", 20, 0.55, 12),
        ("ru", "all", 20, 0.15, 4),
        ("en", "emotion", 9, 0.9, 9),
    ],
    columns=["language", "kind", "tags", "mean_score", "right"],
)
CONFUSIONS = pd.DataFrame(
    [
        ("en", "pain_point", "kind", "pain_point", "pain_point", 3),
        ("en", "pain_point", "kind", "pain_point", "need", 1),
        ("pl", "need", "kind", "need", "", 2),
        ("ru", "goal", "kind", "goal", "need", 1),
        ("en", "emotion", "label", "joy", "joy", 5),
        ("en", "emotion", "valence", "positive", "negative", 5),
        ("en", "emotion", "valence", "negative", "negative", 4),
        ("en", "goal", "stage", "loyalty", "experience", 9),
        ("en", "goal", "stage", "purchase", "purchase", 1),
    ],
    columns=["language", "kind", "what", "coder", "machine", "n"],
)


def words_in(chart):
    svg = ET.fromstring(charts.chart_svg(chart))
    return [part for e in svg.iter("{http://www.w3.org/2000/svg}text") for part in e.itertext()]


def layers(chart):
    """The rows of each layer that has its own; those that layers share come first."""
    spec = chart.to_dict()
    return [each["data"]["values"] for each in (spec, *spec["layer"]) if "data" in each]


def test_f1_of_a_language_comes_from_its_summed_counts_and_dots_are_studies():
    dots, marks, strokes = layers(charts.plot_tagger_f1(SCORES, SECOND))
    # 2 * matched / (codings + tags): 10 / 20 and 10 / 40 alone, 20 / 60 together.
    assert [row["f1"] for row in dots if row["language"] == "English"] == [0.5, 0.25]
    assert [row["f1"] for row in marks] == [pytest.approx(1 / 3), 1.0, 0.25]
    assert [row["f1"] for row in strokes] == [0.9]


def test_kinds_that_were_not_asked_for_and_studies_without_marks_are_left_out():
    dots, marks = layers(charts.plot_tagger_f1(SCORES))
    assert {row["kind"] for row in dots} == {"Touchpoint", "Pain point or barrier"}
    assert len(dots) == 4
    assert len(marks) == 3


def test_the_curve_runs_over_shares_of_enough_tags_and_bears_its_scores():
    chart = charts.plot_tagger_precision_recall(CURVE)
    rows = layers(chart)[0]
    assert [(row["recall"], row["precision"], row["marked"]) for row in rows] == [(0.8, 0.4, True), (0.6, 0.6, True)]
    assert {"0.0", "0.3"} <= set(words_in(chart))
    with using_language("pl"):
        assert "0,3" in words_in(charts.plot_tagger_precision_recall(CURVE))


def test_points_of_reliability_are_shares_of_single_languages_with_their_intervals():
    _ideal, rows, *_again = layers(charts.plot_tagger_reliability(CALIBRATION))
    assert [(row["language"], row["score"], row["share"]) for row in rows] == [
        ("English", 0.55, 0.6),
        ("русский", 0.15, 0.2),
    ]
    assert (rows[0]["low"], rows[0]["high"]) == wilson(12, 20)


def test_cells_are_shares_of_what_the_coder_said():
    chart = charts.plot_tagger_confusions(CONFUSIONS, "kind")
    cells = {(row["coder"], row["machine"]): row["share"] for row in layers(chart)[0]}
    assert cells["Pain point or barrier (4)", "Pain point or barrier"] == 0.75
    assert cells["Pain point or barrier (4)", "Need"] == 0.25
    assert cells["Need (2)", "Nothing"] == 1.0
    assert sum(cells.values()) == 3


def test_rare_names_are_put_together():
    cells = layers(charts.plot_tagger_confusions(CONFUSIONS, "kind", limit=1))[0]
    assert {row["coder"] for row in cells} == {"Pain point or barrier (4)", "Others (3)"}
    assert {row["machine"] for row in cells} == {"Pain point or barrier", "Others", "Nothing"}
    assert not any(row["same"] for row in cells if row["machine"] == "Others")


def test_an_empty_machine_name_read_as_missing_is_nothing():
    table = CONFUSIONS.replace({"machine": {"": float("nan")}})
    assert any(row["machine"] == "Nothing" for row in layers(charts.plot_tagger_confusions(table, "kind"))[0])


def test_stages_stand_in_the_order_of_the_journey_and_signs_from_bad_to_good():
    stages = layers(charts.plot_tagger_confusions(CONFUSIONS, "stage"))[0]
    # A stage that only the machine says is none of the rows' own.
    assert list(dict.fromkeys(row["machine"] for row in stages)) == ["Purchase", "Loyalty", "Others"]
    signs = layers(charts.plot_tagger_confusions(CONFUSIONS, "valence", kind="emotion"))[0]
    assert list(dict.fromkeys(row["machine"] for row in signs)) == ["Negative", "Positive"]


def test_only_the_language_asked_for_is_drawn():
    rows = layers(charts.plot_tagger_confusions(CONFUSIONS, "kind", language="pl"))[0]
    assert {row["coder"] for row in rows} == {"Need (2)"}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_charts_are_drawn_alike_and_in_the_language_in_force(language):
    with using_language(language):
        kind = charts.plot_tagger_confusions(CONFUSIONS, "label", kind="emotion")
        drawn = [charts.plot_tagger_f1(SCORES, SECOND), charts.plot_tagger_reliability(CALIBRATION), kind]
        assert term("emotion", "joy") in words_in(kind)
        assert term("kind", "touchpoint") in words_in(drawn[0])
        assert [charts.chart_svg(chart) for chart in drawn] == [charts.chart_svg(chart) for chart in drawn]
