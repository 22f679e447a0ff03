import pytest
from markupsafe import escape

from cjm_research.i18n import LANGUAGES, set_language
from cjm_research.rendering.report_saturation import ANCHOR, saturation_section
from tests.coding.told import told_by


@pytest.fixture
def drawn(monkeypatch):
    """The chart as an empty picture: drawing it takes longer than all the rest."""
    monkeypatch.setattr("cjm_research.charts.theme.chart_svg", lambda chart: "<svg></svg>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_holds_answers_caveats_curve_and_steps(language, drawn):
    set_language(language)
    found = told_by(8)
    html = saturation_section(found)
    assert f'id="{ANCHOR}"' in html
    for sentence in (*found.answers, *found.caveats):
        assert escape(sentence) in html
    assert html.count("<svg") == 1
    assert html.count('<th scope="row"><bdi>t0') == 8


def test_without_figures_there_is_no_curve_and_without_interviews_no_section():
    html = saturation_section(told_by(3))
    assert "<svg" not in html
    assert "too few" in html
    assert saturation_section(None) == ""


def test_names_of_participants_are_inert(drawn):
    found = told_by(6)
    hostile = found.steps[0].model_copy(update={"participant": "<script>x</script>"})
    html = saturation_section(found.model_copy(update={"steps": (hostile, *found.steps[1:])}))
    assert "<script" not in html
