"""Charts of gaps, effort, backlog and changes, in three languages; nothing to show is shown too."""

import pytest

from cjm_research.charts import chart_svg, plot_backlog, plot_changes, plot_effort, plot_gaps
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.journey import diff_maps
from cjm_research.journey.gaps import gap_analysis
from cjm_research.journey.priorities import priorities
from cjm_research.model import CompanyTouchpoint
from tests.journey.small_maps import item, journey

HOSTILE = "<b>Żółta</b> & “ключ” {x} of many words that have to be broken into lines"
MAP = journey(
    {
        ("purchase", "touchpoint"): [item("t", "abc", label="phone", text="Phone")],
        ("purchase", "pain"): [item("p", "abc", text=HOSTILE, valence=-1.0), item("q", "a", label="phone")],
    }
)
LISTED = [
    CompanyTouchpoint(key="a", name="A", label="phone", stages=("purchase",), effort=1),
    CompanyTouchpoint(key="b", name="B", label="email", effort=4),
]


def values(chart):
    """All rows of all data of a chart."""
    parts = [chart.to_dict()]
    rows = []
    while parts:
        part = parts.pop()
        rows += part.get("data", {}).get("values", [])
        parts += part.get("layer", [])
    return rows


def test_gaps_show_people_and_what_nobody_told_of():
    with using_language("en"):
        rows = values(plot_gaps(gap_analysis(MAP, LISTED)))
    assert {(row["name"], row["kind"], row["people"]) for row in rows} == {
        ("Phone call", "On both sides", "3"),
        ("E-mail", "The company's alone", ""),
    }
    assert "No stage named" in {row["place"] for row in rows}


def test_effort_stands_beside_mentions():
    rows = {row["name"]: row for row in values(plot_effort(gap_analysis(MAP, LISTED).effort))}
    assert (rows["E-mail"]["effort"], rows["E-mail"]["mentions"]) == (0.8, 0.0)
    assert rows["Phone call"]["mentions"] == 1.0


def test_backlog_has_score_people_and_places():
    first, second = values(plot_backlog(priorities(MAP)))
    assert first["low"] <= first["score"] <= first["high"]
    assert (first["people"], first["places"]) == ("3 of 4", "place 1")
    assert max(len(line) for line in first["name"].split("\n")) <= 40
    assert second["people"] == "1 of 4"


def test_changes_have_both_shares():
    more = journey({("purchase", "pain"): [item("p", "abcd", text=HOSTILE)]}, version="new")
    rows = values(plot_changes(diff_maps(MAP, more)))
    assert [(row["share"], row["when"]) for row in rows] == [(0.75, "Everybody"), (1.0, "Everybody, new")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_are_drawn_in_each_language(language):
    with using_language(language):
        svg = chart_svg(plot_backlog(priorities(MAP)))
        assert "Żółta" in svg
        assert "<b>" not in svg
        assert "<text" in chart_svg(plot_gaps(gap_analysis(MAP, LISTED)))


def test_charts_of_nothing_are_drawn_too():
    empty = gap_analysis(journey(), [])
    for chart in (plot_gaps(empty), plot_effort(empty.effort), plot_backlog(priorities(journey()))):
        assert "<svg" in chart_svg(chart)
