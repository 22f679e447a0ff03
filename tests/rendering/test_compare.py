import io
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from pdfminer.pdfpage import PDFPage

from cjm_research.i18n import using_language
from cjm_research.journey import diff_maps, layer_of
from cjm_research.measures import count_of
from cjm_research.model import EmotionPoint, Evidence, JourneyCell, JourneyItem, JourneyMap, JourneyStage
from cjm_research.rendering.compare import compare_html, compare_pdf, compare_svg
from cjm_research.rendering.compare_view import clear_point, compare_view, same_words
from tests.rendering.conftest import HOSTILE
from tests.rendering.svg_boxes import boxes, outside, overlaps
from tests.rendering.told_maps import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"
QUOTES = {"en": "Nobody picked up", "pl": "Żółć mnie zalała", "ru": "Ёлки-палки, ждал ещё час"}


def item(key, k, *, n=20, lane="touchpoint", text="Phone call", label="phone", quote="said"):
    evidence = tuple(
        Evidence(participant=f"{key}{i}", transcript="t", utterance=1, start=0, end=4, quote=quote, coding=f"{key}{i}")
        for i in range(k)
    )
    return JourneyItem(key=key, text=text, label=label, quote=quote, count=count_of(k, n), evidence=evidence)


def journey(title, cells, *, stages=("awareness", "purchase"), curve=(), n=20, **fields):
    columns = tuple(JourneyStage(key=key, phase="before", count=count_of(n, n)) for key in stages)
    points = tuple(curve) or tuple(EmotionPoint(stage=key, mean=None, n=0) for key in stages)
    return JourneyMap(
        **{
            "key": title, "title": title, "actor": "persona", "participants": tuple(f"{title}{i}" for i in range(n)),
            "groups": ("customer",), "stage_model": "seven_stage", "basis": "confirmed", "stages": columns,
            "cells": tuple(JourneyCell(stage=s, lane=lane, items=items) for (s, lane), items in cells.items()),
            "curve": points, **fields,
        }
    )  # fmt: skip


def point(stage, mean, interval):
    return EmotionPoint(stage=stage, mean=mean, n=9, interval=interval)


def two_maps(quote="said", **fields):
    left = journey(
        "Callers",
        {("awareness", "touchpoint"): (item("phone-a", 18), item("shop", 2, text="Store or premises", label="store")),
         ("purchase", "pain"): (item("pain-a", 3, lane="pain", text=quote, label=None, quote=quote),)},
        curve=(point("awareness", -1.0, (-1.5, -0.5)), point("purchase", 0.5, (0.0, 1.0))), **fields,
    )  # fmt: skip
    right = journey(
        "Readers",
        {("awareness", "touchpoint"): (item("phone-b", 2), item("forum", 9, text="Forum", label="forum"))},
        stages=("awareness", "consideration", "purchase"),
        curve=(point("awareness", 1.0, (0.5, 1.5)), EmotionPoint(stage="consideration", mean=None, n=0),
               point("purchase", 0.4, (0.0, 1.0))), **fields,
    )  # fmt: skip
    return left, right


def drawn(render, left, right, **options):
    return render(left, right, diff=diff_maps(left, right), **options)


def ids(svg):
    return [element.get("id") for element in ET.fromstring(svg).iter() if element.get("id")]


def test_entries_stand_in_both_only_left_or_only_right():
    left, right = two_maps()
    view = compare_view(left, right, diff_maps(left, right))
    assert {(entry.key, entry.side) for entry in view.entries} == {
        ("phone-a", "both"), ("shop", "left"), ("pain-a", "left"), ("forum", "right"),
    }  # fmt: skip
    assert view.summary == "In both: 1. Only in A: 2. Only in B: 1. Clearly different shares: 1."


def test_only_shares_whose_intervals_do_not_overlap_are_marked():
    left, right = two_maps()
    view = compare_view(left, right, diff_maps(left, right))
    assert {entry.key for entry in view.entries if entry.is_clear} == {"phone-a"}
    texts = [t.text or "" for t in ET.fromstring(drawn(compare_svg, left, right)).iter(SVG + "text")]
    marked = [text for text in texts if text.startswith("*")]
    assert "* A 18 of 20 · B 2 of 20" in " ".join(marked)
    assert "* A n = 9 · B n = 9" in marked
    assert len([text for text in marked if "n = 9" in text]) == 1


def test_stages_of_both_maps_are_columns_in_order():
    left, right = two_maps()
    view = compare_view(left, right, diff_maps(left, right))
    assert [stage.key for stage in view.stages] == ["awareness", "consideration", "purchase"]


def test_curves_differ_in_line_and_shape_of_points():
    svg = drawn(compare_svg, *two_maps())
    curve = next(g for g in ET.fromstring(svg).iter(SVG + "g") if g.get("id") == "emotion-curve")
    assert len(curve.findall(f".//{SVG}circle")) == 2
    squares = [r for r in curve.findall(f".//{SVG}rect") if r.get("fill") == "#a84300"]
    assert len(squares) == 2
    # The second map knows nothing between its points, and its line breaks there.
    assert 'stroke-dasharray="6 4"' not in ET.tostring(curve, encoding="unicode")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_picture_show_both_actors_and_every_key_once(language):
    with using_language(language):
        maps = two_maps(QUOTES[language])
        svg, html = drawn(compare_svg, *maps), drawn(compare_html, *maps)
    page = BeautifulSoup(html, "lxml")
    assert [h.get_text().split()[1] for h in page.select(".side h2")] == ["Callers", "Readers"]
    assert QUOTES[language] in page.select_one("#pain-a").get_text()
    assert len(ids(svg)) == len(set(ids(svg)))
    keys = {"phone-a", "shop", "forum", "pain-a", "awareness"}
    assert keys <= set(ids(svg))
    assert keys <= {element["id"] for element in page.select("[id]")}


def test_pdf_has_the_size_of_the_sheet_and_goes_on_where_cells_are_full():
    many = tuple(item(f"c{i}", 3, text=f"Contact {i} " * 4, label=f"own_{i}") for i in range(40))
    lanes = ("touchpoint", "pain", "success", "turning", "solution", "need", "thought", "goal", "action", "question")
    left = journey(
        "Many",
        {("awareness", lane): tuple(i.model_copy(update={"key": f"{lane}{i.key}"}) for i in many) for lane in lanes},
    )
    _left, right = two_maps()
    data = drawn(compare_pdf, left, right, lanes=lanes, page="A4")
    boxes = [tuple(p.mediabox) for p in PDFPage.get_pages(io.BytesIO(data))]
    assert all(box[2:] == pytest.approx((841.89, 595.28), abs=0.1) for box in boxes)
    assert len(boxes) > 1
    _left, small = two_maps()
    (only,) = PDFPage.get_pages(io.BytesIO(drawn(compare_pdf, _left, small)))
    assert only.mediabox[2:] == pytest.approx((1190.55, 841.89), abs=0.1)


def test_the_page_holds_what_the_picture_leaves_out():
    many = tuple(item(f"c{i}", 3, text=f"Contact {i}", label=f"own_{i}") for i in range(40))
    left, right = journey("Many", {("awareness", "touchpoint"): many}), two_maps()[1]
    svg, page = drawn(compare_svg, left, right), BeautifulSoup(drawn(compare_html, left, right), "lxml")
    assert "and 34 more" in svg
    assert len(page.select("details.entry[id^=c]")) == 40


def test_today_and_plan_of_one_map_are_compared_as_layers():
    planned = item("solution-1", 0, text="Ring back", label=None).model_copy(update={"layer": "to_be", "own": True})
    today = two_maps()[0]
    cells = (*today.cells, JourneyCell(stage="purchase", lane="solution", items=(planned,)))
    both = today.model_copy(update={"cells": cells, "curve_to_be": (point("awareness", 2.0, None),)})
    maps = layer_of(both, "as_is"), layer_of(both, "to_be")
    view = compare_view(*maps, diff_maps(*maps))
    assert ("solution-1", "right") in {(entry.key, entry.side) for entry in view.entries}
    assert [p.mean if p else None for p in view.points[0]] == [-1.0, 2.0]
    assert "Ring back" in drawn(compare_svg, *maps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_large_enough_and_lie_beside_each_other(language):
    with using_language(language):
        svg = drawn(compare_svg, *two_maps(QUOTES[language]))
    found = boxes(svg)
    assert outside(svg, found) == []
    assert overlaps(found) == []
    assert min(box.size for box in found) >= 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_today_and_plan_share_is_only_counted(language):
    pains = [item(f"pain-{i}", 3, lane="pain", text=f"{QUOTES[language]} {i}", label=None) for i in range(3)]
    planned = item("solution-1", 0, text="Ring back", label=None)
    planned = planned.model_copy(update={"layer": "to_be", "own": True, "links": ("pain-2",)})
    both = journey("Callers", {("purchase", "pain"): tuple(pains), ("purchase", "solution"): (planned,)})
    maps = layer_of(both, "as_is"), layer_of(both, "to_be")
    with using_language(language):
        svg, page = drawn(compare_svg, *maps), BeautifulSoup(drawn(compare_html, *maps), "lxml")
        whole = drawn(compare_svg, *maps, show="all")
        words = same_words(2)
    assert {"pain-2", "solution-1"} <= set(ids(svg))
    assert not {"pain-0", "pain-1"} & set(ids(svg))
    assert words in [text.text for text in ET.fromstring(svg).iter(SVG + "text")]
    assert {"pain-0", "pain-1", "pain-2"} <= set(ids(whole))
    (same,) = page.select("details.same")
    assert [entry["id"] for entry in same.select(".entry")] == ["pain-0", "pain-1"]
    assert words in same.find("summary").get_text()


def test_what_two_states_of_a_map_word_otherwise_differs_and_other_maps_are_shown_whole():
    one = item("pain-1", 3, lane="pain", text="Slow", label=None).model_copy(update={"own": True})
    before = journey("Callers", {("purchase", "pain"): (one,)})
    after = journey("Callers", {("purchase", "pain"): (one.model_copy(update={"text": "Slow line"}),)})
    (entry,) = compare_view(before, after, diff_maps(before, after)).entries
    assert entry.side == "both"
    assert entry.differs
    assert compare_view(before, after, diff_maps(before, after)).is_brief
    assert not compare_view(*two_maps(), diff_maps(*two_maps())).is_brief


def test_what_differs_stands_first_in_a_cell():
    alike = [item(key, 10, label="email", text="E-mail") for key in ("mail-a", "mail-b")]
    left, right = two_maps()
    maps = [
        m.model_copy(update={"cells": (m.cells[0].model_copy(update={"items": (one, *m.cells[0].items)}),)})
        for m, one in zip((left, right), alike, strict=True)
    ]
    cell = compare_view(*maps, diff_maps(*maps)).lanes[0].cells[0]
    assert [entry.key for entry in cell] == ["phone-a", "shop", "forum", "mail-a"]


def test_means_of_few_people_are_hollow_and_the_legend_tells_of_them_and_of_the_bars():
    left, right = two_maps()
    few = EmotionPoint(stage="awareness", mean=-1.0, n=2)
    left = left.model_copy(update={"curve": (few, left.curve[1])})
    svg, html = drawn(compare_svg, left, right), drawn(compare_html, left, right)
    for page in (svg, html):
        assert "Mean of fewer than three people" in page
        assert "95% interval of the mean" in page
    curve = next(g for g in ET.fromstring(svg).iter(SVG + "g") if g.get("id") == "emotion-curve")
    assert [c.get("fill") for c in curve.findall(f".//{SVG}circle")] == ["#fff", "#0b5c92"]
    assert "Mean of fewer" not in drawn(compare_svg, *two_maps())


def test_nothing_to_compare_is_no_error():
    empty = journey("Empty", {})
    assert "In both: 0." in drawn(compare_html, empty, empty)
    assert ET.fromstring(drawn(compare_svg, empty, empty)) is not None


def test_hostile_words_stay_words():
    left, right = two_maps(HOSTILE, purpose=HOSTILE)
    left = left.model_copy(update={"title": HOSTILE})
    assert "<script" not in drawn(compare_html, left, right)
    assert ET.fromstring(drawn(compare_svg, left, right)) is not None


def test_entries_without_people_are_assumptions_and_a_few_alike_are_no_finding():
    own = item("own-1", 0, text="Knows when they ring", label=None).model_copy(update={"own": True})
    alike = EmotionPoint(stage="awareness", mean=-1.0, n=3, interval=(-1.0, -1.0))
    many = EmotionPoint(stage="awareness", mean=1.0, n=9, interval=(0.8, 1.2))
    cells = {("awareness", "pain"): (own,), ("purchase", "solution"): (own.model_copy(update={"key": "own-2"}),)}
    maps = [journey(name, cells, curve=(p, EmotionPoint(stage="purchase", mean=None, n=0))) for name, p in
            (("A", alike), ("B", many))]  # fmt: skip
    view = compare_view(*maps, diff_maps(*maps))
    assert {entry.key: entry.counts for entry in view.entries} == {"own-1": ("assumption",), "own-2": ()}
    assert not clear_point(alike, many)
    assert clear_point(alike.model_copy(update={"interval": (-1.1, -0.9)}), many)
