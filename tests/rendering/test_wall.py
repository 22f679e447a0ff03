import io
import xml.etree.ElementTree as ET

import pytest
from pdfminer.pdfpage import PDFPage

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import StageModel, term
from cjm_research.model.lanes import LANE_PRESETS
from cjm_research.model.stages import STAGE_MODELS, StageDefinition
from cjm_research.rendering.figure_sheet import PAPERS
from cjm_research.rendering.wall import template_pdf, template_svg
from tests.rendering.svg_boxes import boxes, outside, overlaps
from tests.rendering.told_maps import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"


def placed(svg):
    """Each group at the top of the sheet: id -> (from the top, its texts)."""
    found = {}
    for group in ET.fromstring(svg).findall(SVG + "g"):
        y = float(group.get("transform").removeprefix("translate(").rstrip(")").split()[1])
        found[group.get("id")] = (y, group)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_and_lane_has_its_name_as_live_text(language):
    with using_language(language):
        svg = template_svg("b2b_seven", lanes="full")
        names = [term("lane", lane) for lane in LANE_PRESETS["full"]]
        stages = [term("stage", stage) for stage in STAGE_MODELS["b2b_seven"].keys]
    words = " ".join(text.text or "" for text in ET.fromstring(svg).iter(SVG + "text"))
    assert all(word in words for name in (*names, *stages) for word in name.split())


@pytest.mark.parametrize("lanes", list(LANE_PRESETS))
def test_rows_follow_each_other_to_the_end_of_the_sheet(lanes):
    svg = template_svg(lanes=lanes)
    sheet = PAPERS["A3"]
    tops = [y for key, (y, _group) in placed(svg).items() if key.startswith("lane-")]
    assert tops == sorted(tops)
    height = float(ET.fromstring(svg).get("height"))
    assert height == pytest.approx(sheet.height, abs=0.01)
    assert tops[-1] < height - sheet.margin - 3 * sheet.size


@pytest.mark.parametrize(("page", "least", "title"), [("A4", 7, 10), ("A3", 7, 11), ("A1", 12, 24)])
def test_texts_are_large_enough_to_be_read_from_the_wall(page, least, title):
    svg = template_svg(lanes="full" if page == "A1" else "standard", page=page)
    found = boxes(svg)
    assert outside(svg, found) == []
    assert overlaps(found) == []
    assert min(box.size for box in found) >= least
    assert next(box.size for box in found if box.words == "Awareness") >= title


def test_cells_have_the_keys_of_the_map():
    ids = {element.get("id") for element in ET.fromstring(template_svg(lanes="minimal")).iter()}
    assert {"awareness", "awareness.pain", "purchase.solution", "lane-touchpoint"} <= ids


@pytest.mark.parametrize("page", list(PAPERS))
def test_pdf_is_one_sheet_of_exactly_its_size(page):
    sheet = PAPERS[page]
    (only,) = PDFPage.get_pages(io.BytesIO(template_pdf(page=page)))
    assert only.mediabox[2:] == pytest.approx((sheet.width, sheet.height), abs=0.1)


def test_stages_of_ones_own_can_be_printed():
    own = StageModel(key="own", stages=(StageDefinition(key="x", phase="during", pivot=(), name="Пробный день"),))
    assert "Пробный" in template_svg(own)


def test_the_wheel_is_empty_too():
    svg = template_svg("three_phase", form="wheel")
    assert ET.fromstring(svg) is not None
    assert "moment" not in svg


def test_unknown_stages_and_papers_are_named():
    with pytest.raises(UnknownNameError, match="nine"):
        template_svg("nine_stage")
    with pytest.raises(BadValueError, match="A9"):
        template_svg(page="A9")
