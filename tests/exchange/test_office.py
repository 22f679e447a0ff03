"""Documents and slides of office programs from plain values."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

import docx
import pptx
import pytest
from docx.oxml.ns import qn
from pptx.util import Emu

from cjm_research.exchange.office.document import (
    Area,
    Bullets,
    Contents,
    Deck,
    Heading,
    OfficeDocument,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Section,
    Slide,
    Table,
    office_text,
    plain,
)
from cjm_research.exchange.office.docx_file import docx_bytes
from cjm_research.exchange.office.pptx_file import deck_bytes
from cjm_research.exchange.office.pptx_fit import LEAST_SIZE, fit, words_of
from cjm_research.rendering.text_fit import wrap as font_wrap

LOCALES = {"en": "en-GB", "pl": "pl-PL", "ru": "ru-RU"}
WORDS = {"en": "They never rang back", "pl": "Żółć zalała mnie całą", "ru": "Съехал подъёмник, ёлки-палки"}
HOSTILE = 'a\x00b\x1b \ud800 </w:t><w:fldSimple w:instr="INCLUDETEXT"/> {=1+1} https://example.org \u202eevil'


def wrap(text, width, size, bold):
    return font_wrap(text, width, size, bold=bold)


def png(width=4, height=2):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\x00" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def sample(language="en", words=""):
    words = words or WORDS[language]
    table = Table(
        (words, "n"), ((("a", "b"), "1 of 2"), ("group",), ((Run(words, bold=True),), "2 of 2")), (3, 1), (1,), "What"
    )
    return OfficeDocument(
        title=words,
        language=language,
        author=words,
        subtitle=words,
        blocks=(
            Contents("Contents"), PageBreak(), Heading(words), Paragraph(words, notice=True), Bullets((words, "two")),
            Quote(f"“{words}”", "en_1, turn 2", "ru"), table, Heading("Lower", 3),
            Section((Heading("Map", 2), Picture(png(), words)), landscape=True),
            Section((Paragraph(words, small=True),), columns=2),
            Heading("End"),
        ),
    )  # fmt: skip


def opened(content):
    return docx.Document(io.BytesIO(docx_bytes(content)))


def slides_of(deck):
    return pptx.Presentation(io.BytesIO(deck_bytes(deck, wrap)))


def deck(language="en", words="", n_rows=2):
    words = words or WORDS[language]
    table = Table((words, "n"), tuple((words, f"{i} of 9") for i in range(n_rows)), title="What")
    areas = (
        Area((table,), width=0.5),
        Area((Bullets((words, words)), Quote(words, "en_1, turn 2", "ru")), x=0.5, width=0.5, height=0.5, boxed=True),
        Area((Picture(png(), words),), x=0.5, y=0.5, width=0.5, height=0.5),
    )
    slides = (Slide(words, subtitle=f"{words}\n2026"), Slide(words, areas, notes=(words, "2 of 2")))
    return Deck(words, language, slides)


@pytest.mark.parametrize("language", LOCALES)
def test_document_has_real_headings_lists_and_tables_in_its_language(language):
    document = opened(sample(language))
    styled = [(p.style.name, p.text) for p in document.paragraphs]
    words = WORDS[language]
    assert [s for s, t in styled if s.startswith("Heading")] == ["Heading 1", "Heading 3", "Heading 2", "Heading 1"]
    assert ("Title", words) in styled
    assert ("List Bullet", words) in styled
    assert ("Quote", f"“{words}”  en_1, turn 2") in styled
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == ["a\nb", "1 of 2"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[2]._tr.tc_lst[0].grid_span == 2
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "What"
    lang = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert lang.get(qn("w:val")) == document.core_properties.language == LOCALES[language]
    quoted = next(p for p in document.paragraphs if p.style.name == "Quote").runs[0]._r
    assert (quoted.find(f".//{qn('w:lang')}") is None) is (language == "ru")


def test_contents_lead_to_the_headings_and_pages_are_numbered():
    document = opened(sample())
    links = [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert links == marks
    assert len(links) == 3
    assert [i.text.split()[0] for i in document.element.iter(qn("w:instrText"))] == ["TOC"]
    footer = document.sections[0].footer._element
    assert [f.get(qn("w:instr")) for f in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_sections_turn_the_page_and_come_back_without_empty_pages():
    document = opened(sample())
    pages = [(s.page_width > s.page_height, s._sectPr.find(qn("w:cols")).get(qn("w:num"))) for s in document.sections]
    assert pages == [(False, None), (True, None), (False, "2"), (False, None)]
    ends = [p for p in document.element.body.iter(qn("w:p")) if p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    # A section ends in a paragraph that says something, or that closes a table.
    assert [bool(list(p.iter(qn("w:t"), qn("w:drawing")))) for p in ends] == [True, True, True]


def test_pictures_say_what_they_show_and_stay_on_the_page():
    document = opened(sample("pl"))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == WORDS["pl"]
    section = document.sections[1]
    assert shape.width <= section.page_width - section.left_margin - section.right_margin
    assert shape.height <= section.page_height - section.top_margin - section.bottom_margin
    assert shape.width / shape.height == pytest.approx(2, rel=0.01)


@pytest.mark.parametrize("language", LOCALES)
def test_slides_are_wide_with_titles_native_tables_notes_and_words_for_pictures(language):
    words = WORDS[language]
    presentation = slides_of(deck(language))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, rel=0.01)
    first, second = presentation.slides
    assert [s.text_frame.text for s in first.placeholders] == [words, f"{words}\n2026"]
    assert second.shapes.title.text == words
    assert second.notes_slide.notes_text_frame.text == f"{words}\n2 of 2"
    (table,) = [s for s in second.shapes if s.has_table]
    assert [c.text for c in table.table.rows[1].cells] == [words, "0 of 9"]
    (picture,) = [s for s in second.shapes if s.shape_type == 13]
    assert picture._element.nvPicPr.cNvPr.get("descr") == words
    body = next(s for s in second.placeholders if s.placeholder_format.idx == 1)
    assert body.text_frame.paragraphs[0].text == words
    assert [p._p.pPr.find(pptx.oxml.ns.qn("a:buChar")) is not None for p in body.text_frame.paragraphs] == [
        True, True, False, False,
    ]  # fmt: skip
    langs = {r.get("lang") for r in second._element.iter(pptx.oxml.ns.qn("a:rPr")) if r.get("lang")}
    assert langs - {"en-US"} == {LOCALES[language], "ru-RU"}


def test_shapes_stay_on_the_slide_and_have_ids_of_their_own():
    presentation = slides_of(deck(n_rows=30))
    for slide in presentation.slides:
        ids = [s.shape_id for s in slide.shapes]
        assert len(ids) == len(set(ids))
        for shape in slide.shapes:
            if shape.top is not None:
                assert shape.top + shape.height <= presentation.slide_height + Emu(12700)
                assert shape.left + shape.width <= presentation.slide_width


def test_what_does_not_fit_a_slide_moves_to_the_notes():
    slide = slides_of(deck(n_rows=60)).slides[1]
    (table,) = [s for s in slide.shapes if s.has_table]
    shown = len(table.table.rows) - 1
    notes = slide.notes_slide.notes_text_frame.text
    assert 0 < shown < 60
    assert notes.count(" of 9") == 60 - shown
    assert any(f"and {60 - shown} more" in s.text_frame.text for s in slide.shapes if s.has_text_frame)


def test_text_is_never_smaller_than_can_be_read_and_as_large_as_fits():
    area = Area((Bullets(("word " * 40,) * 12),), size=24)
    small, large = fit(area, 400, 250, wrap), fit(area, 4000, 2500, wrap)
    assert small.size == LEAST_SIZE
    assert len(small.left_out) == 12 - len(small.blocks[0].items)
    assert sum(small.heights) <= 250
    assert large.size == 24
    assert large.left_out == ()
    sizes = {int(n) for s in slides_of(deck(n_rows=60)).slides for n in _sizes(s)}
    assert min(sizes) >= LEAST_SIZE * 100


def _sizes(slide):
    return [r.get("sz") for r in slide._element.iter(pptx.oxml.ns.qn("a:rPr")) if r.get("sz")]


def test_texts_without_end_are_cut_and_stand_whole_in_the_notes():
    endless = "never ending " * 300
    made = deck(words="A title")
    long = Slide(
        endless, (Area((Paragraph(endless),), height=0.4), Area((Table(("a",), ((endless,),)),), y=0.5, height=0.5))
    )
    presentation = slides_of(Deck("d", "en", (Slide(endless, subtitle=endless), long, *made.slides)))
    first, second, *_others = presentation.slides
    assert all(len(shape.text_frame.text) < 1500 for shape in first.placeholders)
    assert second.shapes.title.text.endswith("…")
    assert second.notes_slide.notes_text_frame.text.count(endless.strip()) == 3
    for shape in second.shapes:
        if shape.top is not None:
            assert shape.top + shape.height <= presentation.slide_height


def test_a_word_is_not_broken_by_a_narrow_column_where_smaller_text_helps():
    table = Table(("Остановлено", "Балл"), (("1 из 2", "3"),), widths=(1, 1))
    assert LEAST_SIZE <= fit(Area((table,), size=24), 200, 400, wrap).size < 24


@pytest.mark.parametrize("make", [lambda w: docx_bytes(sample(words=w)), lambda w: deck_bytes(deck(words=w), wrap)])
def test_hostile_text_is_only_text(make):
    made = make(HOSTILE)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = {n: parts.read(n).decode("utf-8") for n in parts.namelist() if n.endswith((".xml", ".rels"))}
    joined = "".join(xml.values())
    assert "INCLUDETEXT" in joined
    assert '<w:fldSimple w:instr="INCLUDETEXT' not in joined
    assert not re.search(r'Target="https?://example', joined)
    assert "TargetMode" not in joined
    assert not set("\x00\x1b\u202e") & set(joined)
    assert "a\ufffdb\ufffd \ufffd" in joined


@pytest.mark.parametrize("make", [lambda: docx_bytes(sample("ru")), lambda: deck_bytes(deck("ru"), wrap)])
def test_equal_values_give_equal_bytes_without_a_clock(make):
    first = make()
    assert first == make()
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
        assert not [n for n in parts.namelist() if "thumbnail" in n]


def test_texts_lose_only_what_xml_cannot_hold():
    assert office_text("ok\t\n\U0001f600 ł ё") == "ok\t\n\U0001f600 ł ё"
    assert plain((Run("a\x0b"), Run("", bold=True), Run("b"))) == "a\ufffdb"


def test_what_was_left_out_from_the_start_counts_with_what_does_not_fit():
    area = Area((Bullets(tuple(f"note {n}" for n in range(9))),), left_out=20)
    roomy, narrow = fit(area, 400, 400, wrap), fit(area, 400, 60, wrap)
    assert [words for fitted in (roomy, narrow) for words in words_of(fitted.blocks[-1])] == [
        "and 20 more",
        f"and {20 + len(narrow.left_out)} more",
    ]
    assert narrow.left_out
