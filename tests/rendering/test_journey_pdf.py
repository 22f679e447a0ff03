import io
import logging

import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from cjm_research.errors import BadValueError, MissingDependencyError, UnsupportedFormatError
from cjm_research.i18n import using_language
from cjm_research.rendering import pdf
from cjm_research.rendering.journey_pdf import journey_pdf
from cjm_research.rendering.journey_view import map_view
from tests.rendering.full_maps import full_map

POINTS = {"A1": (2383.94, 1683.78), "A3": (1190.55, 841.89), "A4": (841.89, 595.28)}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003060180"
    "5a5e5cf00000000049454e44ae426082"
)


def pages(document):
    return list(PDFPage.get_pages(io.BytesIO(document)))


def text_of(document):
    return " ".join(extract_text(io.BytesIO(document)).split())


@pytest.mark.parametrize("page", sorted(POINTS))
def test_every_page_is_exactly_the_sheet_in_landscape(make_map, page):
    for each in pages(journey_pdf(make_map(), page=page)):
        assert each.mediabox == pytest.approx((0, 0, *POINTS[page]), abs=0.02)


def test_words_in_three_languages_can_be_read_out_of_the_pdf(make_map, words):
    text = text_of(journey_pdf(make_map(quote=words)))
    assert all(word in text for word in words.split())
    assert "1 / 1" in text


def test_the_same_map_gives_the_same_bytes(make_map):
    assert journey_pdf(make_map()) == journey_pdf(make_map())


def test_what_does_not_fit_its_cell_is_listed_at_the_end(make_map):
    many = make_map(n_items=40, quote="A quote that fills a line of its column")
    text = text_of(journey_pdf(many))
    assert "Entries that did not fit their cells" in text
    assert "its column 40" in text
    assert "its column 40" not in text_of(journey_pdf(many, appendix=False))


def test_the_stage_heads_stand_on_every_page_of_the_table(make_map):
    long = make_map(n_items=3, quote="A quote as long as a cell will show, which is ninety characters of talk")
    (pain,) = [cell for cell in long.cells if cell.lane == "pain"]
    lanes = ("goal", "action", "thought", "pain", "success", "turning", "quote")
    cells = tuple(
        pain.model_copy(
            update={
                "lane": lane,
                "items": tuple(
                    item.model_copy(update={"key": f"purchase.{lane}.{item.key}", "text": item.text * 2})
                    for item in pain.items * 2
                ),
            }
        )
        for lane in lanes
    )
    document = journey_pdf(long.model_copy(update={"cells": cells}), page="A4", appendix=False)
    n = len(pages(document))
    assert n > 1
    text = extract_text(io.BytesIO(document))
    assert text.count("Awareness") == text.count("Purchase") == n


def test_columns_that_do_not_fit_one_page_go_on_the_next_with_their_stages():
    stepped = full_map()
    steps = tuple(
        stepped.steps[0].model_copy(update={"key": f"step-{i}", "text": f"Contact {i}", "place": i / 20})
        for i in range(18)
    )
    wide = stepped.model_copy(update={"steps": steps, "transitions": ()})
    document = journey_pdf(wide, zoom="steps", lanes="minimal", page="A4")
    text = extract_text(io.BytesIO(document))
    assert all(f"Contact {i}" in text for i in range(18))
    assert text.count("Awareness") > 1
    assert len(map_view(wide, lanes="minimal", zoom="steps").columns) > 18


def test_each_page_is_tagged_in_sections_and_names_its_language(make_map):
    document = journey_pdf(make_map())
    catalogue = next(PDFPage.get_pages(io.BytesIO(document))).doc.catalog
    assert catalogue["MarkInfo"]["Marked"] is True
    assert catalogue["Lang"].decode("utf-16") == "en"
    assert b"/S /Sect" in document


def test_letters_that_the_font_lacks_are_drawn_by_the_layout_engine(make_map, monkeypatch):
    from cjm_research.rendering import svg_pdf

    asked = []
    monkeypatch.setattr(svg_pdf, "html_to_pdf", lambda html: asked.append(html) or b"%PDF")
    monkeypatch.setattr(svg_pdf, "pdf_backend", lambda: "weasyprint")
    assert journey_pdf(make_map(quote="漢字")) == b"%PDF"
    assert asked
    assert journey_pdf(make_map()) != b"%PDF"


def test_a_logo_is_raster_and_stands_inside_the_page(make_map, tmp_path, monkeypatch):
    from cjm_research.rendering import svg_pdf
    from cjm_research.rendering.journey_svg import journey_svg

    svg = journey_svg(make_map(), logo=PNG)
    assert 'href="data:image/png;base64,' in svg
    hostile = tmp_path / "logo.svg"
    hostile.write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", encoding="utf-8")
    with pytest.raises(UnsupportedFormatError, match=r"logo\.svg"):
        journey_pdf(make_map(), logo=hostile)
    monkeypatch.setattr(svg_pdf, "html_to_pdf", lambda html: html.encode())
    monkeypatch.setattr(svg_pdf, "pdf_backend", lambda: "weasyprint")
    assert journey_pdf(make_map(), logo=PNG).startswith(b"<!doctype html>")


def test_hostile_text_is_drawn_as_text(make_map, hostile):
    text = text_of(journey_pdf(make_map(quote=hostile, title=hostile)))
    assert "<script>alert(1)</script>" in text


@pytest.mark.pango
def test_an_address_in_a_page_is_refused(caplog, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        pdf.html_to_pdf(f'<img src="{secret.as_uri()}"><img src="http://127.0.0.1:9/x.png">')
    assert sum("disallowed protocol" in r.getMessage() for r in caplog.records) == 2


def test_an_unknown_page_is_named_with_the_known_ones(make_map):
    with pytest.raises(BadValueError, match="A3"):
        journey_pdf(make_map(), page="Letter")


@pytest.fixture
def without_pango(monkeypatch):
    def missing():
        raise MissingDependencyError("no Pango here")

    monkeypatch.setattr(pdf, "_weasyprint", missing)
    pdf.pdf_backend.cache_clear()
    yield
    pdf.pdf_backend.cache_clear()


@pytest.mark.pango
def test_weasyprint_is_the_backend_where_it_runs():
    assert pdf.pdf_backend() == "weasyprint"


def test_without_pango_the_map_is_the_same_and_unknown_letters_are_boxes(make_map, without_pango):
    document = journey_pdf(make_map(quote="On hold 漢"))
    (page,) = pages(document)
    assert page.mediabox == pytest.approx((0, 0, *POINTS["A3"]), abs=0.02)
    assert "On hold" in text_of(document)


def test_without_pango_a_page_without_svg_names_the_remedy(without_pango):
    with pytest.raises(MissingDependencyError):
        pdf.html_to_pdf("<p>report")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_the_minimal_map_of_two_dozen_interviews_fits_one_page_of_a4(flagship_map, language):
    with using_language(language):
        document = journey_pdf(flagship_map(language), page="A4", lanes="minimal", appendix=False)
    assert len(pages(document)) == 1
