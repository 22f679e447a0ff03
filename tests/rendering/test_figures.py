"""What wheel, timeline and process graph have in common."""

import re
import xml.etree.ElementTree as ET

import pytest

from cjm_research.errors import BadValueError
from cjm_research.i18n import using_language
from cjm_research.rendering import (
    process_html,
    process_pdf,
    process_svg,
    timeline_html,
    timeline_pdf,
    timeline_svg,
    wheel_html,
    wheel_pdf,
    wheel_svg,
)
from cjm_research.rendering.figure_sheet import PAPERS
from tests.rendering.stepped_maps import WORDS, stepped_map
from tests.rendering.svg_boxes import SVG, boxes, outside, overlaps

SVGS = {"wheel": wheel_svg, "timeline": timeline_svg, "process": process_svg}
PAGES = {"wheel": wheel_html, "timeline": timeline_html, "process": process_html}
PDFS = {"wheel": wheel_pdf, "timeline": timeline_pdf, "process": process_pdf}
LEAST = {"A4": 7.0, "A3": 7.0, "A1": 12.0}
views = pytest.mark.parametrize("view", sorted(SVGS))


def test_texts_that_lie_over_each_other_are_found():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><text x="9" y="20" font-size="8">words</text>'
        '<g transform="translate(20 30) rotate(-60)"><text x="0" y="0" font-size="8">words</text></g></svg>'
    )
    assert len(overlaps(boxes(svg))) == 1


def check_layout(svg, page):
    # The curve sets its own labels beside its line; they are looked at in its own tests.
    found = boxes(svg, skip=("curve",))
    assert not overlaps(found)
    assert not outside(svg, found)
    assert min(box.size for box in boxes(svg)) >= LEAST[page] - 0.01


@views
@pytest.mark.parametrize(
    ("language", "n_steps", "page"),
    [*((language, 30, "A3") for language in sorted(WORDS)), ("ru", 3, "A4"), ("pl", 45, "A1")],
)
def test_no_text_overlaps_leaves_the_sheet_or_is_too_small(view, language, n_steps, page):
    with using_language(language):
        check_layout(SVGS[view](stepped_map(language, n_steps), page=page), page)


@views
def test_long_titles_and_names_stay_on_the_sheet(view):
    long = stepped_map("ru", 12)
    wordy = tuple(step.model_copy(update={"label": None, "text": "Donaudampfschiff " * 9}) for step in long.steps)
    svg = SVGS[view](long.model_copy(update={"title": "Żółć " * 40, "steps": wordy}))
    check_layout(svg, "A3")


@views
def test_ids_are_those_of_the_model(view):
    journey_map = stepped_map()
    ids = {element.get("id") for element in ET.fromstring(SVGS[view](journey_map)).iter()}
    assert {step.key for step in journey_map.steps} <= ids
    used = {step.stage for step in journey_map.steps}
    assert used <= ids
    assert {"header", "legend", "map-title", "map-desc"} <= ids


@views
def test_a_map_without_data_is_drawn(view):
    stages = stepped_map().stages
    blank = {"steps": (), "cells": (), "transitions": (), "variants": (), "paths": (), "factors": (), "curve": ()}
    svg = SVGS[view](stepped_map(participants=(), stages=stages, title="", **blank))
    check_layout(svg, "A3")
    assert SVGS[view](stepped_map(participants=(), **blank | {"stages": ()})).startswith("<svg")


@views
def test_without_steps_contacts_stand_for_them(view):
    svg = SVGS[view](stepped_map(steps=(), transitions=()))
    assert 'id="touchpoint-purchase"' in svg
    assert "Phone call" in svg


@views
def test_pages_unfold_the_words_behind_each_step_and_run_no_script(view, hostile):
    journey_map = stepped_map(title=hostile)
    step = journey_map.steps[0]
    evidence = tuple(e.model_copy(update={"quote": hostile}) for e in step.evidence)
    page = PAGES[view](journey_map.model_copy(update={"steps": (step.model_copy(update={"evidence": evidence}),)}))
    assert 'href="#words-step-0"' in page
    assert 'id="words-step-0"' in page
    assert "&lt;script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert not re.search(r"<script|<img|url\((?!data:)|<[^>]*(?:src|href)=.https?:", page)


@views
@pytest.mark.parametrize("page", sorted(PAPERS))
def test_pdf_pages_have_exactly_the_size_of_the_sheet(view, page):
    pdf = PDFS[view](stepped_map("pl", 8), page=page)
    width, height = (float(v) for v in re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", pdf).groups())
    sheet = PAPERS[page]
    assert width * 25.4 / 72 == pytest.approx(sheet.width_mm, abs=0.01)
    assert height * 25.4 / 72 == pytest.approx(sheet.height_mm, abs=0.01)
    assert len(re.findall(rb"/Type ?/Page\b(?!s)", pdf)) == 1


@views
def test_the_same_map_gives_the_same_bytes(view):
    assert PDFS[view](stepped_map()) == PDFS[view](stepped_map())


@views
def test_unknown_pages_are_refused(view):
    with pytest.raises(BadValueError, match="A3"):
        SVGS[view](stepped_map(), page="A2")


@views
def test_names_of_contacts_follow_the_language_and_the_researcher(view):
    journey_map = stepped_map("pl", 3)
    own = journey_map.steps[1].model_copy(update={"text": "Tak nazwane", "edited": ("text",)})
    with using_language("pl"):
        words = " ".join(e.text or "" for e in ET.fromstring(SVGS[view](journey_map)).iter(SVG + "text"))
        renamed = SVGS[view](journey_map.model_copy(update={"steps": (own,)}))
    assert "Polecenia" in words
    assert "as it was called" not in words
    assert "Tak nazwane" in renamed


@views
def test_assumptions_are_drawn_broken(view):
    journey_map = stepped_map(n_steps=5)
    group = next(e for e in ET.fromstring(SVGS[view](journey_map)).iter() if e.get("id") == "step-4")
    firm = next(e for e in ET.fromstring(SVGS[view](journey_map)).iter() if e.get("id") == "step-3")
    frames = [next(e for e in part.iter() if e.tag in (SVG + "rect", SVG + "path")) for part in (group, firm)]
    assert frames[0].get("stroke-dasharray")
    assert not frames[1].get("stroke-dasharray")
