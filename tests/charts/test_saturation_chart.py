import json
import re

import pytest

from cjm_research.charts import chart_svg, plot_saturation
from cjm_research.i18n import format_number, set_language
from tests.coding.told import told_by


def said(chart):
    """Everything that stands in a chart, drawn or not."""
    return json.dumps(chart.to_dict(), ensure_ascii=False)


@pytest.mark.parametrize(("language", "n"), [("en", 6), ("pl", 24), ("ru", 24)])
def test_curve_runs_and_estimate_bear_their_n(language, n):
    set_language(language)
    found = told_by(n)
    text = said(plot_saturation(found))
    assert f"(n = {n})" in text
    low, high = found.richness.estimate.interval
    about = format_number(round(found.richness.estimate.value))
    assert re.search(rf"{about}[^\"]*\([^\"]*{int(low)}[^\"]*{-int(-high // 1)}\)", text)
    assert f'"label": "{found.rule.label}"' in text
    assert str(found.rule.base_codes) in text, "the denominator of the runs"


def test_the_picture_is_steady_and_at_most_700_pixels_wide():
    svg = chart_svg(plot_saturation(told_by(8)))
    assert svg == chart_svg(plot_saturation(told_by(8)))
    assert float(re.search(r'width="([\d.]+)"', svg)[1]) <= 700


def test_with_too_few_interviews_only_the_steps_are_drawn():
    text = said(plot_saturation(told_by(3)))
    assert "Interviews (n = 3)" in text
    assert "Mean of random orders" not in text
