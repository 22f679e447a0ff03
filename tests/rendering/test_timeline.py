import xml.etree.ElementTree as ET

import pytest

from cjm_research.i18n import _, using_language
from cjm_research.model import EmotionPoint, TimeFrame
from cjm_research.rendering.time_words import span_words
from cjm_research.rendering.timeline import timeline_html, timeline_svg
from cjm_research.rendering.timeline_scale import segments, total_words
from tests.rendering.stepped_maps import stepped_map
from tests.rendering.svg_boxes import boxes


def with_times(*frames):
    journey_map = stepped_map()
    stages = [s.model_copy(update={"time_frame": f}) for s, f in zip(journey_map.stages, frames, strict=False)]
    return journey_map.model_copy(update={"stages": tuple(stages)})


def test_longer_stages_are_wider_by_the_logarithm_and_none_vanishes():
    minute, year = TimeFrame(low=1, unit="minutes"), TimeFrame(low=1, unit="years")
    parts = segments(with_times(minute, year), 10, 100)
    assert parts[0].x == 10
    assert parts[-1].end == pytest.approx(110)
    assert parts[0].width < parts[1].width < 3 * parts[0].width


def test_the_scale_breaks_where_it_changes_and_beside_unknown_stages():
    day, year = TimeFrame(low=1, unit="days"), TimeFrame(low=1, unit="years")
    parts = segments(with_times(day, day, year, None, day), 0, 500)
    assert [part.breaks for part in parts] == [False, False, True, True, True]
    assert not any(part.breaks for part in segments(with_times(None, None), 0, 500))


def test_a_sum_is_given_in_the_largest_unit_that_fits():
    assert span_words(90, 90) == "90 seconds"
    assert span_words(86_400, 3 * 86_400) == "1 to 3 days"


def test_the_total_adds_what_is_known_and_counts_what_is_not():
    hour = TimeFrame(low=1, high=2, unit="hours")
    assert total_words(with_times(hour, hour, None)) == [
        "Sum of the stages whose length is known: 2 to 4 hours.",
        "The length of 1 stage is not known.",
    ]


def test_every_time_stands_with_its_source():
    page = timeline_html(stepped_map())
    assert "orders" in page.split("<svg")[1].split("</svg>")[0]
    assert page.count("<td>orders</td>") == 6
    assert "<td>a03</td>" in page
    assert "not known" in page


def test_events_outside_are_flags_with_date_and_source():
    svg = timeline_svg(stepped_map())
    assert 'id="f1"' in svg
    assert "2020-03 · They kept me on hold for an hour (law)" in svg


def test_events_beyond_eight_are_counted_and_listed_on_the_page():
    many = tuple(stepped_map().factors[1].model_copy(update={"key": f"x{i}", "text": f"Event {i}"}) for i in range(11))
    assert "+3 more" in timeline_svg(stepped_map(factors=many))
    assert "<td>Event 10</td>" in timeline_html(stepped_map(factors=many))


def test_the_planned_curve_is_broken():
    planned = stepped_map(curve_to_be=tuple(EmotionPoint(stage=s, mean=1.0, n=0) for s in ("decision", "purchase")))
    assert 'stroke-dasharray="7 4"' in timeline_svg(planned)
    assert 'stroke-dasharray="7 4"' not in timeline_svg(stepped_map())


def test_it_says_that_telling_has_another_order_than_the_clock():
    assert "which is not that of the clock" in timeline_svg(stepped_map())


def test_a_step_tells_what_is_decided_what_comes_of_it_and_who_takes_part():
    journey_map = stepped_map(n_steps=3)
    said = {"decision": "Which offer", "artefact": "Short list", "actors": ("buyer", "lawyer")}
    svg = timeline_svg(journey_map.model_copy(update={"steps": (journey_map.steps[0].model_copy(update=said),)}))
    told = " ".join(box.words for box in boxes(svg))
    for words in ("Decision: Which offer", "What comes of it: Short list", "Takes part: buyer, lawyer"):
        assert words in told


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_that_a_length_is_not_known_is_told_once_and_not_below_each_stage(language):
    stages = tuple(stage.model_copy(update={"time_frame": None}) for stage in stepped_map(language).stages)
    with using_language(language):
        svg = timeline_svg(stepped_map(language, stages=stages))
        unknown, legend = _("not known"), _("Length not known")
    words = [text.text for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert unknown not in words
    assert words.count(legend) == 1
