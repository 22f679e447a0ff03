"""The report as a text document and as slides: all chapters, the numbers of the page, in three languages."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import docx
import pptx
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.office.document import Heading, Picture, Section
from cjm_research.exchange.office.docx_file import docx_bytes
from cjm_research.i18n import _, using_language
from cjm_research.journey.priorities import priorities
from cjm_research.rendering.report import render_report
from cjm_research.study.office import pieces as office_pieces
from cjm_research.study.office.outputs import report_format, write_report_as
from cjm_research.study.office.slides import MOST_SLIDES, report_deck
from cjm_research.study.office.text import report_document
from tests.rendering.test_report import EMPTY, HOSTILE, make_content

LANGUAGES = ("en", "pl", "ru")


@pytest.fixture(autouse=True, scope="module")
def _small_pictures():
    """Maps and charts are drawn as a dot: how they look is tested elsewhere."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><title>{}</title><desc>Two stages.</desc></svg>'
    with pytest.MonkeyPatch.context() as patch:
        for name in ("journey_svg", "empathy_svg", "journey_slide_svg"):
            patch.setattr(office_pieces, name, lambda drawn, **_: svg.format(drawn.key))
        patch.setattr(office_pieces, "plot_pains", lambda pains: pains)
        patch.setattr(office_pieces, "chart_svg", lambda chart: svg.format("pains"))
        patch.setattr(office_pieces, "svg_png", cache(office_pieces.svg_png))
        yield


@cache
def content(language):
    with using_language(language):
        made = make_content(4, language)
        return made.model_copy(update={"backlog": priorities(made.overall_map)})


@cache
def pieces(language):
    return office_pieces.Pieces(content(language))


@cache
def blocks(language):
    with using_language(language):
        return report_document(pieces(language)).blocks


@cache
def deck(language):
    with using_language(language):
        return report_deck(pieces(language))


@cache
def document():
    return docx.Document(io.BytesIO(docx_bytes(report_document(pieces("en")))))


@cache
def page():
    return BeautifulSoup(render_report(content("en")), "lxml")


@cache
def odd(made):
    bare = {"personas": EMPTY.personas, "empathy_maps": (), "journey_maps": ()}
    return {
        "empty": lambda: EMPTY,
        "no personas": lambda: content("en").model_copy(update={**bare, "backlog": None}),
        "nothing coded": lambda: content("en").model_copy(update={**bare, "codings": (), "top_pains": ()}),
        "hostile": lambda: make_content(2, title=HOSTILE, extra=HOSTILE, note=HOSTILE, author=HOSTILE, basis="machine"),
    }[made]()


def text_of(document):
    cells = [text.text for table in document.tables for text in table._tbl.iter(qn("w:t"))]
    return "\n".join([*(p.text for p in document.paragraphs), " ".join(cells)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_document_has_the_chapters_of_the_page_and_all_pictures(language):
    found = [inner for block in blocks(language) for inner in (block.blocks if isinstance(block, Section) else [block])]
    chapters = [block.text for block in found if isinstance(block, Heading) and block.level == 1]
    with using_language(language):
        assert chapters[0] == _("How to read this report")
    assert len(chapters) == 1 + len(pieces(language).view.contents)
    # An empathy map for each persona, a journey map for each and for everybody, and the chart of pains.
    alts = [block.alt for block in found if isinstance(block, Picture)]
    assert [alt for alt in alts[:5] if "Two stages" in alt] == alts[:5]
    assert len(alts) == 2 + 3 + 1
    assert all(alts)


def test_chapters_have_the_headings_of_the_page():
    chapters = [p.text for p in document().paragraphs if p.style.name == "Heading 1"]
    assert chapters[1:] == [h.text for h in page().select("section.chapter > h2")]


def test_document_has_the_numbers_of_the_page_and_every_quote_with_its_place():
    text = text_of(document())
    counts = re.compile(r"\d+ of \d+")
    chapters = page().select("#findings, #personas, #pains, #contacts, #turning, #keep, #priorities")
    on_page = {count for chapter in chapters for count in counts.findall(chapter.get_text(" "))}
    assert on_page
    assert on_page <= set(counts.findall(text))
    for quote in page().select("#quotes q"):
        assert quote.text in text
    for cite in page().select("#findings cite, #keep cite, #personas cite"):
        assert cite.text in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_deck_presents_the_study_with_its_evidence_in_the_notes(language):
    slides = deck(language).slides
    titles = [slide.title for slide in slides]
    with using_language(language):
        wanted = [_("Who was interviewed"), _("Key findings"), _("Personas"), _("Where it hurts")]
        wanted += [_("What to mend first, and what to keep"), _("Method and limits"), _("What this report cannot say")]
        worst = _("The worst moments: {title}").partition("{title}")[0]
    assert set(wanted) <= set(titles)
    assert len([t for t in titles if t.startswith(worst)]) == 3
    assert 12 <= len(slides) <= MOST_SLIDES
    assert "p1, " in " ".join(line for slide in slides for line in slide.notes)


def test_slides_stand_in_the_file_and_the_worst_moments_with_people_quote_and_place(tmp_path):
    presentation = pptx.Presentation(str(write_report_as(tmp_path / "r.pptx", content("en"))))
    assert [s.shapes.title.text for s in presentation.slides] == [s.title for s in deck("en").slides]
    slide = next(s for s in presentation.slides if s.shapes.title.text == "The worst moments: Everybody (4 people)")
    (table,) = [s.table for s in slide.shapes if s.has_table]
    stage, pain, people, quote = (cell.text for cell in table.rows[1].cells)
    assert stage == "Purchase"
    assert "Phone call" in pain
    assert people == "4 of 4"
    assert re.search(r"p\d, turn 2$", quote)


def test_a_study_of_many_personas_still_gives_a_deck_that_can_be_presented():
    made = content("en")
    draft, maps, empathy = made.personas, made.journey_maps, made.empathy_maps
    keys = [f"P{i}" for i in range(1, 10)]
    many = made.model_copy(
        update={
            "personas": draft.model_copy(
                update={"personas": tuple(draft.personas[0].model_copy(update={"key": k}) for k in keys)}
            ),
            "journey_maps": (maps[0], *(maps[1].model_copy(update={"key": k}) for k in keys)),
            "empathy_maps": tuple(empathy[0].model_copy(update={"key": k}) for k in keys),
        }
    )
    titles = [slide.title for slide in report_deck(office_pieces.Pieces(many)).slides]
    assert len(titles) <= MOST_SLIDES
    assert {key for key in keys if any(t.startswith(f"{key} ·") for t in titles)} == set(keys)


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
@pytest.mark.parametrize("made", ["empty", "no personas", "nothing coded", "hostile"])
def test_odd_studies_are_written_too(tmp_path, suffix, made):
    path = write_report_as(tmp_path / f"r.{suffix}", odd(made))
    with zipfile.ZipFile(path) as parts:
        xml = "".join(parts.read(n).decode("utf-8") for n in parts.namelist() if n.endswith((".xml", ".rels")))
    assert "\u202e" not in xml
    assert "<script" not in xml
    assert "TargetMode" not in xml
    if made == "hostile":
        assert "&lt;script&gt;" in xml
        assert "Not reviewed yet." in xml


def test_the_same_study_gives_the_same_document_and_slides():
    again = office_pieces.Pieces(content("en"))
    assert report_document(again).blocks == blocks("en")
    assert report_deck(again) == deck("en")


def test_the_ending_says_the_form_of_the_report(tmp_path):
    endings = ("r", "r.html", "r.HTM", "r.docx", "r.PPTX")
    assert [report_format(tmp_path / name) for name in endings] == ["html", "html", "html", "docx", "pptx"]
    with pytest.raises(UnsupportedFormatError, match="html, docx, pptx"):
        report_format(tmp_path / "r.pdf")


def test_the_study_writes_its_report_by_the_ending(study, interviews, tmp_path):
    study.import_transcripts(interviews)
    document = docx.Document(str(study.report(tmp_path / "out" / "r.docx", author="Ann")))
    assert document.core_properties.author == "Ann"
    assert "rang them" in text_of(document)
    with pytest.raises(UnsupportedFormatError):
        study.report(tmp_path / "r.pdf")
