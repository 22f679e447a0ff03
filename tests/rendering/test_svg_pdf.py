import io
import re
import zlib

import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from cjm_research.i18n import using_language
from cjm_research.rendering.svg_paths import circle_path, path_operators, rectangle_path
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf

WORDS = {"en": "Kept on hold", "pl": "Zażółć gęślą jaźń", "ru": "Ёж и щука"}


def picture(body, width=200, height=100):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 200 100">{body}</svg>'
    )


def operators(document):
    streams = re.findall(rb"/FlateDecode >>\nstream\n(.*?)\nendstream", document, re.S)
    return zlib.decompress(streams[0]).decode()


@pytest.mark.parametrize("language", sorted(WORDS))
def test_text_stays_text_in_every_language(language):
    svg = picture(f'<text x="10" y="20" font-size="9">{WORDS[language]}</text>')
    with using_language(language):
        document = svg_pages_to_pdf([svg], title=WORDS[language])
    assert WORDS[language] in extract_text(io.BytesIO(document))
    page = next(PDFPage.get_pages(io.BytesIO(document)))
    assert page.doc.catalog["Lang"].decode("utf-16") == language
    assert page.doc.info[0]["Title"].decode("utf-16") == WORDS[language]


def test_each_picture_is_a_page_of_its_own_or_of_the_given_size():
    pages = [picture(""), picture("", 50, 25)]
    boxes = [page.mediabox for page in PDFPage.get_pages(io.BytesIO(svg_pages_to_pdf(pages, title="x")))]
    assert boxes == [(0, 0, 200, 100), (0, 0, 50, 25)]
    boxes = [p.mediabox for p in PDFPage.get_pages(io.BytesIO(svg_pages_to_pdf(pages, title="x", size=(80, 40))))]
    assert boxes == [(0, 0, 80, 40)] * 2


def test_the_same_pictures_give_the_same_bytes():
    svg = picture('<circle cx="5" cy="5" r="2" fill="#123456" fill-opacity=".5"/>')
    assert svg_pages_to_pdf([svg], title="x") == svg_pages_to_pdf([svg], title="x")


def test_groups_hand_down_their_looks_and_move_what_they_hold():
    body = '<g fill="#ff0000" transform="translate(10 20) scale(2)"><rect width="3" height="4"/></g>'
    drawn = operators(svg_pages_to_pdf([picture(body)], title="x"))
    assert "1 0 0 1 10 20 cm\n2 0 0 2 0 0 cm" in drawn
    assert "1 0 0 rg" in drawn
    assert "0.000 0.000 3.000 4.000 re\nf" in drawn


def test_lines_keep_their_dashes_and_caps():
    body = '<path d="M0 0H9" stroke="#000" fill="none" stroke-dasharray="5 4" stroke-linecap="round"/>'
    drawn = operators(svg_pages_to_pdf([picture(body)], title="x"))
    assert "[5 4] 0 d" in drawn
    assert "1 J" in drawn
    assert drawn.count("\nS\n") == 1


@pytest.mark.parametrize(("anchor", "left"), [("start", 100), ("middle", 95), ("end", 90)])
def test_anchored_text_stands_where_it_is_meant(anchor, left, monkeypatch):
    from cjm_research.rendering import svg_pdf

    monkeypatch.setattr(svg_pdf, "text_width", lambda words, size, bold=False: 10.0)
    body = f'<text x="100" y="20" font-size="9" text-anchor="{anchor}">abc</text>'
    assert f"1 0 0 -1 {left} 20 Tm" in operators(svg_pages_to_pdf([picture(body)], title="x"))


def test_groups_with_words_are_sections_and_others_decoration():
    body = '<rect width="1" height="1"/><g id="lane-pain"><text font-size="9">words</text></g>'
    document = svg_pages_to_pdf([picture(body)], title="x")
    drawn = operators(document)
    assert drawn.index("/Artifact BMC") < drawn.index("/Sect <</MCID 0>> BDC")
    assert f"/T <FEFF{'lane-pain'.encode('utf-16-be').hex().upper()}>".encode() in document


def test_curves_and_arcs_become_cubic_curves():
    assert path_operators("M0 0Q3 0 3 3") == "0.000 0.000 m 2.000 0.000 3.000 1.000 3.000 3.000 c"
    assert path_operators("M0 0H3V3z").endswith("h")
    arc = path_operators("M2 0a2 2 0 0 1 2 2")
    assert arc.startswith("2.000 0.000 m")
    assert arc.endswith("4.000 2.000 c")
    assert circle_path(5, 5, 2).split().count("c") == 4
    assert rectangle_path(0, 0, 0, 5) == ""
