import io
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from cjm_research.errors import BadValueError
from cjm_research.i18n import using_language
from cjm_research.model import Count, JourneyCell, JourneyItem
from cjm_research.rendering.cards import cards_html, cards_pdf
from cjm_research.rendering.cards_svg import GRIDS, SMALLEST
from cjm_research.rendering.cards_view import cards_of
from tests.rendering.conftest import HOSTILE
from tests.rendering.told_maps import LANGUAGES, codings, told_map

MM = 72 / 25.4


def cards(html):
    return BeautifulSoup(html, "lxml").select(".cards > svg")


def words(card):
    return " ".join(text.get_text() for text in card.select("text"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_entry_has_a_card_with_stage_people_and_its_key(language):
    with using_language(language):
        journey_map = told_map(language, ("a1", "a2"))
        found = {card["id"]: words(card) for card in cards(cards_html(journey_map))}
        stage = journey_map.stage_name("consideration")
    assert set(found) == {item.key for _cell, item in journey_map.items}
    pain = next(item for cell, item in journey_map.items if cell.lane == "pain")
    assert codings(language)[2].quote in found[pain.key]
    assert stage in found[pain.key]
    assert pain.key in found[pain.key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_coding_has_a_card_with_its_words_and_participant(language):
    with using_language(language):
        found = [words(card) for card in cards(cards_html(codings(language)))]
    for coding, card in zip(codings(language), found, strict=True):
        assert coding.quote.split()[-1] in card
        assert "a1" in card


def test_lanes_can_be_chosen():
    chosen = cards_of(told_map("en"), lanes={"pain"})
    assert [card.kind for card in chosen] == ["Pain points and barriers"]
    assert "Actions" not in {card.kind for card in cards_of(told_map("en"), "minimal")}


def test_kinds_are_told_apart_by_words_and_not_by_colour_alone():
    kinds = {(card.kind, card.colour) for card in cards_of(told_map("en"))}
    assert len({kind for kind, _colour in kinds}) == len(kinds)


@pytest.mark.parametrize("layout", list(GRIDS))
def test_sheets_have_their_size_and_hold_their_number_of_cards(layout):
    grid = GRIDS[layout]
    data = cards_pdf(told_map("pl"), layout=layout, blank=2)
    pages = list(PDFPage.get_pages(io.BytesIO(data)))
    assert all(p.mediabox[2:] == pytest.approx([side * MM for side in grid.page], abs=0.1) for p in pages)
    assert len(pages) == -(-(len(told_map("pl").items) + 2) // (grid.columns * grid.rows))


def test_long_words_go_on_on_further_cards_and_none_is_lost_or_too_small(make_map):
    quote = " ".join(f"word{i}" for i in range(400))
    found = cards(cards_html(make_map(quote)))
    told = " ".join(words(card) for card in found)
    assert all(f"word{i}" in told for i in range(400))
    assert "(1/" in told
    sizes = [float(text["font-size"]) for card in found for text in card.select("text")]
    assert min(sizes) >= SMALLEST
    height = 76 * MM
    for card in found:
        for group in card.select("g[transform^=translate]"):
            _x, y = group["transform"].removeprefix("translate(").rstrip(")").split()[:2]
            lines = [float(text["y"]) for text in group.select(":scope > text")]
            assert float(y) + max(lines, default=0.0) <= height


def test_one_endless_word_is_cut_and_not_clipped(make_map):
    word = "ж" * 1000
    told = "".join(words(card).replace(" ", "") for card in cards(cards_html(make_map(word))))
    # The pain has the word once; the touchpoint is a name.
    assert told.count("ж") == 1000


def test_an_assumption_looks_different_and_says_so(make_map):
    nobody = Count(k=0, n=0, interval=(0.0, 1.0))
    item = JourneyItem(key="solution-1", text="Ring back", owner="Sales", count=nobody, own=True)
    (card,) = cards(cards_html(make_map(cells=(JourneyCell(stage="purchase", lane="solution", items=(item,)),))))
    assert card.rect["stroke-dasharray"]
    assert "Assumption: nobody said it · Sales" in words(card)


def test_blank_cards_alone_can_be_had():
    assert len(cards(cards_html([], blank=8))) == 8
    assert len(list(PDFPage.get_pages(io.BytesIO(cards_pdf([], layout="eight", blank=8))))) == 1


def test_nothing_to_print_and_unknown_layouts_are_named():
    with pytest.raises(BadValueError, match="blank"):
        cards_pdf([])
    with pytest.raises(BadValueError, match="nine"):
        cards_pdf(told_map("en"), layout="nine")


def test_hostile_words_stay_words(make_map):
    html = cards_html(make_map(HOSTILE))
    assert "<script" not in html
    for card in cards(html):
        assert ET.fromstring(str(card)) is not None
    assert "script" in extract_text(io.BytesIO(cards_pdf(make_map(HOSTILE))))
