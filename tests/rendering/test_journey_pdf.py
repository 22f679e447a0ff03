import io
import logging

import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from cjm_research.errors import BadValueError, MissingDependencyError
from cjm_research.rendering import pdf
from cjm_research.rendering.journey_pdf import SHEETS, journey_pdf, journey_print_html

POINTS = {"A1": (2383.94, 1683.78), "A3": (1190.55, 841.89), "A4": (841.89, 595.28)}


def pages(document):
    return list(PDFPage.get_pages(io.BytesIO(document)))


@pytest.mark.pango
@pytest.mark.parametrize("page", sorted(POINTS))
def test_every_page_is_exactly_the_sheet_in_landscape(make_map, page):
    for each in pages(journey_pdf(make_map(), page=page)):
        assert each.mediabox == pytest.approx((0, 0, *POINTS[page]), abs=0.02)


@pytest.mark.pango
def test_words_in_three_languages_can_be_read_out_of_the_pdf(make_map, words):
    text = " ".join(extract_text(io.BytesIO(journey_pdf(make_map(quote=words)))).split())
    assert all(word in text for word in words.split())
    assert "1 / 1" in text


@pytest.mark.pango
def test_the_same_map_gives_the_same_bytes(make_map):
    assert journey_pdf(make_map()) == journey_pdf(make_map())


@pytest.mark.pango
def test_what_does_not_fit_its_cell_is_listed_at_the_end(make_map):
    many = make_map(n_items=40, quote="A quote that fills a line of its column")
    text = " ".join(extract_text(io.BytesIO(journey_pdf(many))).split())
    assert "Entries that did not fit their cells" in text
    assert "its column 40" in text
    assert "its column 40" not in journey_print_html(many, SHEETS["A3"], appendix=False)


@pytest.mark.pango
def test_the_stage_heads_stand_on_every_page_of_the_table(make_map):
    long = make_map(n_items=3, quote="A quote as long as a cell will show, which is ninety characters of talk")
    (pain,) = [cell for cell in long.cells if cell.lane == "pain"]
    lanes = ("goal", "action", "thought", "pain", "success", "turning", "quote")
    cells = tuple(
        pain.model_copy(
            update={
                "lane": lane,
                "items": tuple(item.model_copy(update={"key": f"purchase.{lane}.{item.key}"}) for item in pain.items),
            }
        )
        for lane in lanes
    )
    document = journey_pdf(long.model_copy(update={"cells": cells}), page="A4", appendix=False)
    n = len(pages(document))
    assert n > 1
    text = extract_text(io.BytesIO(document))
    assert text.count("Awareness") == text.count("Purchase") == n


def test_the_printed_table_has_scoped_heads_and_the_maps_ids(make_map):
    html = journey_print_html(make_map(), SHEETS["A3"])
    assert 'scope="col"' in html
    assert 'scope="row"' in html
    assert 'id="purchase.pain.1"' in html


def test_hostile_text_fetches_nothing(make_map, hostile, caplog):
    with caplog.at_level(logging.WARNING):
        journey_pdf(make_map(quote=hostile, title=hostile))
    assert not [r for r in caplog.records if "example.org" in r.getMessage()]


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


def test_without_pango_the_map_is_drawn_from_its_svg_and_says_so(make_map, without_pango, caplog, words):
    with caplog.at_level(logging.WARNING):
        document = journey_pdf(make_map(quote=words))
    assert pdf.pdf_backend() == "vl_convert"
    assert any("no Pango here" in r.getMessage() for r in caplog.records)
    (page,) = pages(document)
    assert page.mediabox == pytest.approx((0, 0, *POINTS["A3"]), abs=0.5)
    text = " ".join(extract_text(io.BytesIO(document)).split())
    assert all(word in text for word in words.split())


def test_without_pango_a_page_without_svg_names_the_remedy(without_pango):
    with pytest.raises(MissingDependencyError):
        pdf.html_to_pdf("<p>report")
