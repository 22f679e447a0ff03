import io
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextLine
from pdfminer.pdfpage import PDFPage

from cjm_research.errors import BadValueError
from cjm_research.i18n import using_language
from cjm_research.model import JourneyCell
from cjm_research.rendering.figure_sheet import paper
from cjm_research.rendering.icons import mark_shape
from cjm_research.rendering.moments import moments
from cjm_research.rendering.participant import participant_html, participant_pdf, participant_svg
from tests.rendering.conftest import HOSTILE
from tests.rendering.svg_boxes import boxes, outside, overlaps
from tests.rendering.told_maps import LANGUAGES, codings, interview, told_map

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return [text.text or "" for text in ET.fromstring(svg).iter(SVG + "text")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_moment_stands_in_the_strip_and_with_its_words_below(language):
    with using_language(language):
        journey_map = told_map(language)
        page = BeautifulSoup(participant_html(journey_map, [interview(language)]), "lxml")
        svg = participant_svg(journey_map, [interview(language)])
    ids = {element["id"] for element in page.select(".strip [id]")}
    assert {"moment-1", "moment-2", "moment-3", "moment-4"} <= ids
    assert len(page.select(".moment")) == 4
    assert codings(language)[3].quote in page.select(".moment")[1].get_text()
    assert codings(language)[3].quote.split()[0] in " ".join(texts(svg))


def test_a_way_back_to_an_earlier_stage_is_seen():
    svg = participant_svg(told_map("en"))
    assert "Back to: Consideration" in texts(svg)
    assert svg.count('stroke-dasharray="5 3"') == 1


def test_a_contact_met_a_second_time_says_so(make_map):
    told = told_map("en")
    cells = tuple(
        cell.model_copy(update={"items": tuple(i.model_copy(update={"label": "phone"}) for i in cell.items)})
        if cell.lane == "touchpoint" else cell
        for cell in told.cells
    )  # fmt: skip
    words = texts(participant_svg(told.model_copy(update={"cells": cells})))
    assert sum("once more" in text for text in words) == 2


@pytest.mark.parametrize("page", ["A3", "A4"])
def test_pages_have_the_size_of_the_sheet_and_no_text_leaves_them(page):
    sheet = paper(page)
    data = participant_pdf(told_map("pl"), [interview("pl")], page=page)
    for box in (p.mediabox for p in PDFPage.get_pages(io.BytesIO(data))):
        assert box[2:] == pytest.approx((sheet.width, sheet.height), abs=0.1)
    for layout in extract_pages(io.BytesIO(data)):
        lines = [
            line for block in layout if hasattr(block, "__iter__") for line in block if isinstance(line, LTTextLine)
        ]
        assert lines
        assert all(min(line.x0, line.y0) >= 0 and line.x1 <= sheet.width and line.y1 <= sheet.height for line in lines)


def test_an_entry_told_twice_bears_its_key_once(make_map):
    twice = make_map(actor="participant", participants=("a1",), cells=(once_more(make_map),))
    page = BeautifulSoup(participant_html(twice), "lxml")
    for ids in (
        [element["id"] for element in page.select("[id]")],
        [e.get("id") for e in ET.fromstring(participant_svg(twice)).iter() if e.get("id")],
    ):
        assert "awareness.touchpoint.1" in ids
        assert len(ids) == len(set(ids))


def once_more(make_map):
    """The contact of the made-up map, told of in two turns."""
    cell = make_map().cell("awareness", "touchpoint")
    (item,) = cell.items
    later = item.evidence[0].model_copy(update={"utterance": 9})
    return cell.model_copy(update={"items": (item.model_copy(update={"evidence": (item.evidence[0], later)}),)})


def test_a_long_way_goes_on_on_further_sheets_without_losing_words(make_map):
    journey_map = make_map("word " * 150, n_items=20, actor="participant", participants=("a2",))
    data = participant_pdf(journey_map)
    assert len(list(PDFPage.get_pages(io.BytesIO(data)))) > 1
    # The contact was told of in the same words.
    assert " ".join(texts(participant_svg(journey_map))).count("word") == 21 * 150


def test_somebody_who_told_nothing_gives_an_empty_sheet(make_map):
    journey_map = make_map(actor="participant", participants=("a9",), cells=())
    assert "Nothing is coded here." in participant_html(journey_map)
    assert moments(journey_map) == ()
    assert ET.fromstring(participant_svg(journey_map)) is not None


def test_hostile_words_stay_words(make_map):
    journey_map = make_map(HOSTILE, title=HOSTILE, actor="participant", participants=("a2",))
    assert "<script" not in participant_html(journey_map)
    assert ET.fromstring(participant_svg(journey_map)) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_large_enough_and_lie_beside_each_other(language):
    with using_language(language):
        svg = participant_svg(told_map(language), [interview(language)])
    found = boxes(svg)
    assert outside(svg, found) == []
    assert overlaps(found) == []
    assert min(box.size for box in found) >= 7


def test_unknown_paper_is_named():
    with pytest.raises(BadValueError, match="A7"):
        participant_pdf(told_map("en"), page="A7")


def test_the_same_map_gives_the_same_bytes():
    assert participant_pdf(told_map("ru")) == participant_pdf(told_map("ru"))


def test_words_that_stand_alone_have_a_sign_too():
    told = told_map("en")
    action = next(item for cell, item in told.items if cell.lane == "action")
    changes = {"flow": "stall"}
    cells = tuple(
        cell.model_copy(update={"items": (action.model_copy(update=changes),)}) if cell.lane == "action" else cell
        for cell in told.cells
    )
    need = JourneyCell(
        stage="purchase",
        lane="need",
        items=(action.model_copy(update={"key": "need-1", "is_met": False, "flow": None}),),
    )
    stuck = told.model_copy(update={"cells": (*cells, need)})
    noted = {n.key: n for moment in moments(stuck) for n in moment.noted}
    assert (noted[action.key].sign, noted["need-1"].sign) == ("stall", "not_met")
    for page in (participant_svg(stuck), participant_html(stuck)):
        for sign, words in (("stall", "Gets stuck"), ("not_met", "not met")):
            assert mark_shape(sign) in page
            assert words in page
    assert mark_shape("stall") not in participant_svg(told)
