"""Charts of surveys and the chapter of the report that holds them, in three languages."""

from __future__ import annotations

import pytest

from cjm_research.charts import plot_answers, plot_priorities, plot_ranking, plot_waves
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.measures.priorities import pain_priority, prioritised
from cjm_research.measures.satisfaction import satisfaction
from cjm_research.measures.survey_tables import SatisfactionTable, rankings
from cjm_research.measures.waves import compare_waves
from cjm_research.model import Instrument
from cjm_research.rendering.report_measures import measures_section, measures_view

HOSTILE = "<b>before</b> & {wave}"


def people(*values):
    return {f"p{n:02}": float(value) for n, value in enumerate(values)}


FIRST = satisfaction(Instrument.of("csat"), people(5, 4, 4, 3, 5, 2, 4, 5, 4, 3, 5, 4), wave=HOSTILE)
SECOND = satisfaction(Instrument.of("csat"), people(5, 5, 4, 4, 5, 3, 5, 5, 4, 3, 5, 2), wave="after")
PHONE = satisfaction(Instrument.of("rating", low=1, high=5, touchpoint="phone"), people(1, 2, 2, 1, 1, 2))
SHOP = satisfaction(Instrument.of("rating", low=1, high=5, touchpoint="store"), people(5, 5, 4, 5, 5, 4))
PLACES = SatisfactionTable(rows=(PHONE, SHOP), by="touchpoint", rankings=rankings((PHONE, SHOP), "touchpoint"))
PAINS = prioritised(
    [
        pain_priority("a", "Жду звонка", ["p1", "p2"], {"p1": 2.0, "p2": 1.0}, n=6, seed=1),
        pain_priority("b", "Żółta kartka", ["p1"], {}, n=6, seed=1),
    ]
)


def rows_of(chart, layer):
    chart = chart.to_dict()
    return chart["layer"][layer].get("data", chart.get("data"))["values"]


def test_everybody_is_a_dot_and_dots_do_not_cover_each_other():
    chart = plot_answers([FIRST]).to_dict()
    dots = [
        (round(row["value"], 3), row["offset"])
        for layer in chart["layer"]
        for row in layer.get("data", {}).get("values", [])
        if "offset" in row
    ]
    assert len(dots) == len(set(dots)) == FIRST.n


def test_many_people_are_one_circle_an_answer():
    many = satisfaction(Instrument.of("nps"), people(*(n % 11 for n in range(200))))
    sizes = [row for row in rows_of(plot_answers([many]), 0) if "size" in row]
    assert len(sizes) == 11


def test_ranking_shades_those_that_may_be_the_worst():
    shades = {row["name"].split("\n")[0]: row["shade"] for row in rows_of(plot_ranking(PLACES.rankings[0]), 0)}
    assert shades == {"Phone call": "tie", "Store or premises": "apart"}


def test_every_pair_of_answers_is_a_line():
    chart = plot_waves(compare_waves(FIRST, SECOND, seed=1)).to_dict()
    lines = chart["hconcat"][0]["layer"][0]["data"]["values"]
    assert sum(row["people"] for row in lines) == 2 * 12
    assert {row["way"] for row in lines} == {"better", "worse", "same"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chapter_holds_figures_and_charts_and_escapes_labels(language):
    with using_language(language):
        page = measures_section(measures_view(SatisfactionTable(rows=(FIRST, SECOND)), pains=PAINS))
    assert page.count("<svg") == 2
    assert "<b>" not in page
    assert "&lt;b&gt;before&lt;/b&gt;" in page
    assert "Жду звонка" in page
    assert "75" in page


def test_the_chapter_holds_rankings_and_changes_and_is_empty_without_a_survey(monkeypatch):
    monkeypatch.setattr("cjm_research.charts.theme.chart_svg", lambda chart: "<svg/>")
    changes = [compare_waves(FIRST, SECOND, seed=1)]
    page = measures_section(measures_view(SatisfactionTable(rows=()), places=PLACES, changes=changes))
    assert page == ""
    page = measures_section(measures_view(SatisfactionTable(rows=(FIRST,)), places=PLACES, changes=changes))
    assert page.count("<svg") == 3
    assert "“Phone call” is rated worst" in page


def test_pains_at_one_place_share_a_dot_and_those_without_a_feeling_are_listed_only():
    chart = plot_priorities(PAINS).to_dict()
    assert [row["numbers"] for row in chart["hconcat"][0]["layer"][1]["data"]["values"]] == ["1"]
    listed = " ".join(row["text"] for row in chart["hconcat"][1]["data"]["values"])
    assert "Żółta kartka" in listed
