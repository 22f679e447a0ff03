import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.i18n import using_language
from cjm_research.model import Persona, Statement
from cjm_research.rendering.wheel import wheel_svg
from cjm_research.rendering.wheel_layout import Wedge, fit, upright
from tests.rendering.stepped_maps import WORDS, stepped_map
from tests.rendering.svg_boxes import boxes


@pytest.mark.parametrize("language", sorted(WORDS))
def test_nothing_stands_upside_down(language):
    with using_language(language):
        assert all(-90.01 <= box.angle <= 90.01 for box in boxes(wheel_svg(stepped_map(language, 20))))


@settings(max_examples=30)
@given(st.floats(0, 360))
def test_turned_text_is_read_from_the_left_or_from_above(angle):
    assert -90 <= upright(angle) <= 90


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0, 340), st.floats(6, 120), st.sampled_from(["level", "along"]), st.text("ab ", min_size=1, max_size=30)
)
def test_placed_text_lies_within_its_wedge(start, span, way, words):
    wedge = Wedge(100, 200, start, start + span)
    placed = fit(words, wedge, 8, way)
    if placed and way == "level":
        width = max(len(line) for line in placed.lines) * 3.5
        assert wedge.holds(placed.x, placed.y, width, len(placed.lines) * 8)


def test_arcs_of_the_phases_are_as_long_as_they_have_steps():
    svg = wheel_svg(stepped_map(n_steps=14))
    # Seven stages of two steps each: three before, one during, three after.
    assert re.findall(r'id="phase-(\w+)-(\d+)"', svg) == [("before", "0"), ("during", "6"), ("after", "8")]


def test_the_persona_stands_in_the_middle():
    goal = Statement(text="Wants quiet", section="goals", inside=(2, 3), outside=(0, 1), interval=(0.1, 0.9))
    persona = Persona(key="P1", title="Careful comparer", members=("a01",), membership={}, statements=(goal,))
    centre = wheel_svg(stepped_map(), persona=persona).split('id="centre"')[1]
    assert "Careful" in centre
    assert "Wants quiet" in centre


def test_make_or_break_steps_are_those_where_people_leave_or_a_turning_point_was_told():
    journey_map = stepped_map(n_steps=7)
    diamond = "M12 2.5 21.5 12 12 21.5 2.5 12z"
    drawn = wheel_svg(journey_map).split('id="step-')
    by_step = {part[0]: diamond in part.split('id="')[0] for part in drawn[1:]}
    labels = {step.key[-1]: step.label == "phone" or step.exited > 0 for step in journey_map.steps}
    assert by_step == labels


def test_missing_information_is_marked():
    journey_map = stepped_map(n_steps=1, cells=())
    cell = stepped_map().cells[0]
    asked = cell.items[0].model_copy(update={"marks": ("information_needed",), "links": ("step-0",)})
    marked = journey_map.model_copy(update={"cells": (cell.model_copy(update={"items": (asked,)}),)})
    sign = "M12 11.3v5M12 7.6v.1"
    assert wheel_svg(marked).count(sign) == wheel_svg(journey_map).count(sign) + 1


def test_names_that_do_not_fit_stand_in_a_numbered_list():
    names = tuple(
        s.model_copy(update={"label": None, "text": "A way to say it at length"}) for s in stepped_map().steps
    )
    crowded = stepped_map(n_steps=30)
    long = tuple(
        s.model_copy(update={"label": None, "text": f"{i} unbreakableandlongname"}) for i, s in enumerate(crowded.steps)
    )
    assert 'id="steps"' not in wheel_svg(stepped_map(steps=names))
    assert 'id="steps"' in wheel_svg(crowded.model_copy(update={"steps": long}))


def test_steps_beyond_thirty_are_left_out_and_counted():
    assert "Steps left out, taken by the fewest people: 5." in wheel_svg(stepped_map(n_steps=35))
