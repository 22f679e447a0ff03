import re
import xml.etree.ElementTree as ET

import pytest

from cjm_research.i18n import using_language
from cjm_research.journey import empty_map
from cjm_research.model import Transition
from cjm_research.rendering.process import process_html, process_svg
from cjm_research.rendering.process_labels import MOST_BEHIND, place_counts
from cjm_research.rendering.process_layout import (
    MOST_BACK,
    MOST_ON,
    PLACES,
    Node,
    Way,
    chosen_transitions,
    lanes_needed,
)
from cjm_research.rendering.text_fit import text_width
from tests.rendering.stepped_maps import stepped_map


def ways_of(svg):
    return {e.get("id") for e in ET.fromstring(svg).iter() if "--" in (e.get("id") or "")}


def test_every_transition_is_drawn_with_its_people_and_those_who_went_on():
    journey_map = stepped_map(n_steps=8)
    svg = process_svg(journey_map)
    assert ways_of(svg) == {f"{t.source}--{t.target}" for t in journey_map.transitions}
    assert svg.split('id="way-counts"')[1].count("5 of 8") == 7


def test_ways_back_are_broken_and_run_above_the_steps():
    svg = process_svg(stepped_map(n_steps=14))
    back = re.search(r'id="step-12--step-8"><path d="([^"]+)"[^>]*stroke-dasharray', svg)
    heights = [float(y) for _x, y in re.findall(r"([\d.]+) ([\d.]+)", back[1])]
    boxes = re.findall(r'<g id="step-\d+" transform="translate\([\d.]+ ([\d.]+)\)"', svg)
    assert min(heights) < min(map(float, boxes))


def test_only_so_many_ways_are_drawn_and_the_rest_is_counted():
    journey_map = stepped_map(n_steps=45)
    chosen = chosen_transitions(journey_map, {s.key for s in journey_map.steps}, None)
    assert len([t for t in chosen.drawn if not t.is_back]) <= MOST_ON * 1.4 or chosen.left_on == 0
    assert len([t for t in chosen.drawn if t.is_back]) <= MOST_BACK * 1.4
    assert len(chosen.drawn) + chosen.left_on + chosen.left_back == len(journey_map.transitions)


@pytest.mark.parametrize(("least", "words"), [(4, "Ways on left out, of fewer than 4 people: 2."), (1, "")])
def test_the_least_number_of_people_can_be_chosen(least, words):
    svg = process_svg(stepped_map(n_steps=8), least_people=least)
    assert words in svg
    assert ("left out" in svg) == bool(words)


def test_what_a_researcher_drew_is_there_without_people():
    journey_map = stepped_map(n_steps=4, transitions=())
    first = journey_map.steps[0].model_copy(update={"next": ("step-3",)})
    svg = process_svg(journey_map.model_copy(update={"steps": (first, *journey_map.steps[1:])}))
    assert ways_of(svg) == {"step-0--step-3"}
    assert "Drawn by a researcher" in svg


def test_stops_stand_with_those_who_came_so_far():
    page = process_html(stepped_map(n_steps=7))
    assert "<td>1 of 11</td><td>2 of 11</td>" in page
    assert "counted of the people who came so far" in page


def test_variants_tell_who_skipped_and_who_went_back():
    page = process_html(stepped_map())
    assert "<td>5 of 12</td><td>Awareness → Purchase</td><td>Decision</td><td>2 of 5</td>" in page
    assert "Went back at least once: 2 of 5" in page


def test_walked_paths_are_counted_apart_from_told_ones():
    assert "Order as walked, not told: 3 of 12." in process_svg(stepped_map())


def test_ways_that_meet_run_in_lanes_of_their_own():
    journey_map = stepped_map(n_steps=14)
    column = {step.key: i // 2 for i, step in enumerate(journey_map.steps)}
    lanes = lanes_needed(journey_map.transitions, column, back=True)
    # From columns 2, 4, 6 two columns back each: their spans touch, so each but one stands further out.
    assert sorted(lanes.values()) == [0, 0, 1]


def test_steps_that_do_not_fit_are_left_out_and_counted():
    with using_language("en"):
        svg = process_svg(stepped_map(n_steps=70), page="A4")
    assert "Steps left out, taken by the fewest people" in svg


def test_a_map_without_steps_says_so_below_stages_as_wide_as_the_sheet():
    svg = process_svg(empty_map("new", "A shop", stage_model="seven_stage"))
    assert "No steps are known yet." in svg.split('id="empty"')[1]
    rights = [float(x) for x in re.findall(r'transform="translate\(([\d.]+) 0\)"', svg)]
    assert max(rights) > 900


def test_counts_stand_apart_and_are_left_out_where_many_ways_pass():
    def way(number, height, people=3):
        ends = Transition(source=f"s{number}", target="t", people=people, leaving=9, times=people)
        path = ((0.0, height), (100.0, height), (200.0, height), (300.0, height))
        return Way(ends, "next", path, tuple((300 * f, height) for f in PLACES))

    apart = place_counts([way(1, 0), way(2, 100)], {}, 10)
    assert [(left + right) / 2 for _way, _text, (left, _top, right, _bottom) in apart] == [150, 150]
    found = place_counts([way(1, 0), way(2, 5, people=5)], {}, 10)
    assert [text for _way, text, _box in found] == ["5 of 9", "3 of 9"]
    (first, *_), (second, *_) = sorted(box for _way, _text, box in found)
    assert second - first > text_width("5 of 9", 10)
    assert place_counts([way(i, i) for i in range(MOST_BEHIND + 2)], {}, 10) == []


def test_a_count_covers_no_step():
    box = Node("s", 0, 0.0, -20.0, 170.0, 40.0)
    ends = Transition(source="s", target="t", people=3, leaving=9, times=3)
    path = ((0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (300.0, 0.0))
    ((_way, _text, (left, *_rest)),) = place_counts(
        [Way(ends, "next", path, tuple((300 * f, 0.0) for f in PLACES))], {"s": box}, 10
    )
    assert left > box.right
