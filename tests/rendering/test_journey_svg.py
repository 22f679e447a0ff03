import re
import xml.etree.ElementTree as ET

import pytest

from cjm_research.i18n import catalog, using_language
from cjm_research.journey import build_journey_map
from cjm_research.model.scheme import TOUCHPOINT_LABELS
from cjm_research.rendering.journey_svg import journey_svg
from cjm_research.rendering.text_fit import text_width
from tests.rendering.full_maps import cell, entry, full_map, step

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg, skip=("emotion-curve",)):
    """Left, top, right, bottom and words of each text, in units of the picture."""
    boxes = []

    def walk(element, x, y):
        if element.get("id") in skip:
            return
        move = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        if move:
            x, y = x + float(move[1]), y + float(move[2])
        if element.tag == SVG + "text":
            size = float(element.get("font-size"))
            width = text_width(element.text, size, bold=element.get("font-weight") == "700")
            left, base = x + float(element.get("x")), y + float(element.get("y"))
            boxes.append((left, base - 0.72 * size, left + width, base + 0.2 * size, element.text))
        for child in element:
            walk(child, x, y)

    walk(ET.fromstring(svg), 0, 0)
    return boxes


def overlaps(boxes):
    boxes = sorted(boxes, key=lambda box: box[1])
    found = []
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            if other[1] >= one[3]:
                break
            if one[0] < other[2] and other[0] < one[2]:
                found.append((one[4], other[4]))
    return found


def size_of(svg):
    return tuple(float(v) for v in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())


def check_layout(svg):
    width, height = size_of(svg)
    boxes = texts(svg)
    assert not overlaps(boxes)
    assert all(left >= 0 and right <= width and top >= 0 and bottom <= height for left, top, right, bottom, _ in boxes)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_no_text_overlaps_or_leaves_the_sheet(flagship_map, language):
    with using_language(language):
        check_layout(journey_svg(flagship_map(language)))


@pytest.mark.parametrize("n_items", [1, 40])
def test_long_words_without_a_space_are_broken(make_map, n_items):
    check_layout(journey_svg(make_map(quote="Donaudampfschiff" * 12, n_items=n_items, title="Ż" * 300)))


def test_labels_that_are_longer_than_english_fit(flagship_map, monkeypatch):
    class Longer:
        def gettext(self, message):
            return message + " ząbkowań"[: max(3, len(message) // 3)]

        def ngettext(self, singular, plural, n):
            return plural + " osób"

    monkeypatch.setattr(catalog, "_translations", lambda language: Longer())
    check_layout(journey_svg(flagship_map("ru", 8)))


def test_the_sheet_has_the_proportion_of_a3_landscape(make_map, flagship_map):
    assert size_of(journey_svg(make_map()))[0] == 1191
    for journey_map in (make_map(), flagship_map("en")):
        width, height = size_of(journey_svg(journey_map))
        assert width / height == pytest.approx(420 / 297, rel=1e-3)


def test_text_is_live_and_groups_bear_the_maps_own_ids(make_map, words):
    svg = journey_svg(make_map(quote=words))
    root = ET.fromstring(svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {"awareness", "purchase", "lane-pain", "purchase.pain", "purchase.pain.1", "awareness.touchpoint.1"} <= set(
        ids
    )
    written = " ".join(element.text for element in root.iter(SVG + "text"))
    assert all(word in written for word in words.split())
    assert root.find(SVG + "title").text == "The patient caller – Customer journey map of a persona"
    assert "Awareness, Purchase" in root.find(SVG + "desc").text


def test_hostile_text_stays_text(make_map, hostile):
    root = ET.fromstring(journey_svg(make_map(quote=hostile, title=hostile, purpose=hostile)))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "circle", "text"}


def test_nothing_is_fetched_and_nothing_is_raster(make_map):
    svg = journey_svg(make_map())
    assert "<image" not in svg
    assert "href" not in svg
    assert set(re.findall(r"url\((\w+):", svg)) == {"data"}


def test_the_empty_map_says_that_none_was_found():
    empty = build_journey_map([], key="all", title="Nobody", actor="everybody", participants=[], basis="machine")
    svg = journey_svg(empty)
    check_layout(svg)
    assert svg.count("None found") >= 8
    assert "nobody has reviewed" in svg


def test_the_same_map_gives_the_same_picture(make_map):
    assert journey_svg(make_map()) == journey_svg(make_map())


def test_more_than_forty_contacts_stay_readable():
    labels = (*TOUCHPOINT_LABELS, *(f"own contact number {i}" for i in range(12)))
    items = tuple(entry(f"t.{i}", label, label=label) for i, label in enumerate(labels))
    assert len(items) > 40
    svg = journey_svg(full_map(cells=(cell("purchase", "touchpoint", *items),)))
    check_layout(svg)
    words = " ".join(t[4] for t in texts(svg))
    assert "Online:" in words
    assert "Offline:" in words


def test_a_map_of_very_many_columns_becomes_wider_instead_of_narrow():
    steps = tuple(step(f"s{i:02}", "purchase", f"Contact number {i}", "phone", 2, place=i / 50) for i in range(45))
    svg = journey_svg(full_map(steps=steps, transitions=()), zoom="steps")
    check_layout(svg)
    assert size_of(svg)[0] > 2384
