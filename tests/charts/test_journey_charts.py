import xml.etree.ElementTree as ET

import pytest

import cjm_research.charts as charts
from cjm_research.i18n import using_language
from cjm_research.model import EmotionPoint, Touchpoint
from tests.rendering.stepped_maps import WORDS, stepped_map

SVG = "{http://www.w3.org/2000/svg}"
PLOTS = (charts.plot_transitions, charts.plot_touchpoint_heat, charts.plot_four_c, charts.plot_questions)


def words_in(svg):
    return " ".join(part for e in ET.fromstring(svg).iter(SVG + "text") for part in e.itertext())


def subtitle(chart):
    return " ".join(chart["title"]["subtitle"] if isinstance(chart, dict) else chart.title.subtitle)


def rows(chart):
    spec = chart.to_dict()
    return spec["layer"][0]["data"]["values"] if "data" in spec["layer"][0] else spec["data"]["values"]


@pytest.mark.parametrize("language", sorted(WORDS))
def test_names_and_numbers_follow_the_language(language):
    with using_language(language):
        text = words_in(charts.chart_svg(charts.plot_touchpoint_heat(stepped_map(language))))
    named = {"en": ("Phone call", "3 of 12", "−1.0"), "pl": ("Rozmowa", "3 z 12", "−1,0"), "ru": ("Телефон", "−1,0")}
    assert all(words in text for words in named[language])


def test_transitions_count_people_of_those_who_went_on_and_frame_ways_back():
    chart = charts.plot_transitions(stepped_map(n_steps=8))
    squares = rows(chart)
    assert {"x": "2", "y": "1. Word of mouth", "share": 0.625, "text": "5 of 8", "edge": "#fff"} in squares
    assert [(row["x"], row["y"][0]) for row in squares if row["edge"] == "#d55e00"] == [("1", "5")]


def test_steps_beyond_the_limit_are_left_out_and_counted():
    chart = charts.plot_transitions(stepped_map(n_steps=14), limit=6)
    assert "left out, taken by the fewest people: 8." in subtitle(chart)


def test_contacts_can_be_grouped_by_channel_setting_and_owner():
    own = Touchpoint(key="phone", name="Hotline", channel="messaging", setting="online", owner="brand", own=True)
    journey_map = stepped_map(touchpoints=(own,))
    named = {by: rows(charts.plot_touchpoint_heat(journey_map, by=by))[0]["y"] for by in ("touchpoint", "channel")}
    assert named == {"touchpoint": "Hotline", "channel": "Messages (SMS, messengers)"}
    assert rows(charts.plot_touchpoint_heat(journey_map, by="setting"))[0]["y"] == "Online"
    assert rows(charts.plot_touchpoint_heat(journey_map, by="owner"))[0]["y"] == "The brand's own"


def test_a_square_counts_each_person_once_whatever_they_said():
    journey_map = stepped_map()
    cell = next(c for c in journey_map.cells if c.lane == "touchpoint")
    twice = cell.model_copy(update={"items": (*cell.items, cell.items[0].model_copy(update={"key": "again"}))})
    assert rows(charts.plot_touchpoint_heat(journey_map.model_copy(update={"cells": (twice,)})))[0]["text"].startswith(
        "3 of 12"
    )


def test_pains_stand_under_what_they_are_about():
    first = rows(charts.plot_four_c(stepped_map()))[0]
    assert (first["x"], first["y"], first["text"]) == ("Awareness", "Cost", "3 of 9\n1 entry")
    assert "None of the four" in words_in(charts.chart_svg(charts.plot_four_c(stepped_map())))


def test_questions_stand_over_those_who_told_of_the_stage():
    journey_map = stepped_map()
    cells = tuple(c for c in journey_map.cells if c.lane != "question" or c.stage == "decision")
    chart = charts.plot_questions(journey_map.model_copy(update={"cells": cells}))
    assert [row["count"] for row in rows(chart)][2] == "3 of 9 · 3 questions"
    assert "Most questions: Decision." in subtitle(chart)
    assert "Most questions" not in subtitle(charts.plot_questions(journey_map))


def test_what_is_planned_or_assumed_is_nothing_that_people_told():
    journey_map = stepped_map()
    for lane, plot in (("question", charts.plot_questions), ("touchpoint", charts.plot_touchpoint_heat)):
        cell = next(c for c in journey_map.cells if c.lane == lane)
        planned = cell.items[0].model_copy(update={"key": "new", "layer": "to_be", "label": "chat", "evidence": ()})
        more = cell.model_copy(update={"items": (*cell.items, planned)})
        cells = tuple(more if c is cell else c for c in journey_map.cells)
        assert rows(plot(journey_map.model_copy(update={"cells": cells}))) == rows(plot(journey_map))
    assumed = planned.model_copy(update={"layer": "as_is"})
    asked = next(c for c in journey_map.cells if c.lane == "question")
    more = asked.model_copy(update={"items": (*asked.items, assumed)})
    cells = tuple(more if c is asked else c for c in journey_map.cells)
    assert rows(charts.plot_questions(journey_map.model_copy(update={"cells": cells}))) == rows(
        charts.plot_questions(journey_map)
    )


@pytest.mark.parametrize("plot", PLOTS)
def test_a_map_without_data_still_draws(plot):
    nobody = stepped_map(participants=(), cells=(), steps=(), transitions=(), stages=())
    assert charts.chart_svg(plot(nobody)).startswith("<svg")


def test_a_planned_curve_and_points_set_by_hand_are_told_apart():
    journey_map = stepped_map()
    curve = (journey_map.curve[0].model_copy(update={"own": True}), *journey_map.curve[1:])
    planned = journey_map.model_copy(
        update={"curve": curve, "curve_to_be": (EmotionPoint(stage="decision", mean=1.0, n=0),)}
    )
    words = subtitle(charts.plot_emotion_curve(planned))
    assert "Squares: set by a researcher." in words
    assert "the planned journey" in words
    assert "Squares" not in subtitle(charts.plot_emotion_curve(journey_map))


def test_curves_beyond_five_are_named_and_points_stand_at_their_stage():
    maps = [stepped_map(title=f"Persona {i}") for i in range(6)]
    short = maps[1].model_copy(update={"curve": maps[1].curve[3:4]})
    spec = charts.plot_emotion_curve([maps[0], short, *maps[2:]]).to_dict()
    assert "Not drawn: Persona 5." in " ".join(spec["title"]["subtitle"])
    points = [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", []) if "n_label" in row]
    assert {row["at"] for row in points if row["title"] == "Persona 1" and row["mean"] is not None} == {3}
