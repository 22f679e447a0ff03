import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import altair as alt
import pytest

import cjm_research.charts as charts
from cjm_research.charts.theme import _numbered_ids
from cjm_research.coding import participant_code_matrix
from cjm_research.i18n import catalog, using_language

SVG = "{http://www.w3.org/2000/svg}"


def words_in(svg):
    return " ".join(part for e in ET.fromstring(svg).iter(SVG + "text") for part in e.itertext())


def values(spec):
    """The rows that a chart or its first layer with data is drawn of."""
    if "data" in spec:
        return spec["data"]["values"]
    return next(values(layer) for layer in spec["layer"] if "data" in layer)


@pytest.fixture
def matrix(codings):
    return participant_code_matrix(codings, ["t0", "t1", "t2", "t3", "t9"], level="code")


def test_the_curve_shows_stage_mean_people_and_gaps(journey_map):
    text = words_in(charts.chart_svg(charts.plot_emotion_curve(journey_map)))
    assert "Purchase" in text
    assert "−2.0" in text
    assert "n = 4" in text
    assert text.count("no data") == 6


def test_several_curves_differ_in_dash_and_shape_not_only_in_colour(journey_map):
    maps = [journey_map.model_copy(update={"title": title}) for title in ("One", "Two")]
    spec = charts.plot_emotion_curve(maps).to_dict()
    encodings = [layer.get("encoding", {}) for layer in spec["layer"]]
    assert any("strokeDash" in e for e in encodings)
    assert any("shape" in e for e in encodings)
    assert {"One", "Two"} <= set(words_in(charts.chart_svg(charts.plot_emotion_curve(maps))).split())


def test_pains_bear_k_of_n_and_their_interval(spoken_pains, words):
    chart = charts.plot_pains(spoken_pains)
    text = words_in(charts.chart_svg(chart))
    assert text.count("4 of 5") == 2
    assert words.split()[0] in text
    row = values(chart.to_dict())[0]
    assert (row["share"], row["low"], row["high"]) == (0.8, 0.38, 0.96)


def test_the_matrix_orders_people_by_persona_and_leaves_nobody_out(matrix, draft):
    spec = charts.plot_code_matrix(matrix, draft).to_dict()
    blocks = [[row["who"] for row in values(block)] for block in spec["hconcat"]]
    assert [sorted(set(block)) for block in blocks] == [["t0", "t1"], ["t2", "t3"], ["t9"]]
    assert "Caller 1" in words_in(charts.chart_svg(charts.plot_code_matrix(matrix, draft)))


def test_codes_that_everybody_told_of_are_left_out_and_counted(codings):
    matrix = participant_code_matrix(codings, ["t0", "t1", "t2", "t3"], level="code")
    text = words_in(charts.chart_svg(charts.plot_code_matrix(matrix)))
    assert "3 codes that everybody told of are left out." in text


def test_touchpoints_count_people_not_mentions(journey_map):
    rows = values(charts.plot_touchpoints(journey_map).to_dict())
    assert rows == [{"stage": "Purchase", "name": "Phone call", "k": 4, "share": 0.8}]


def test_a_profile_shows_members_and_others(draft):
    row = values(charts.plot_persona_profile(draft.personas[0]).to_dict())[0]
    assert (row["inside"], row["count"]) == (1.0, "2 of 2")
    assert row["outside"] == pytest.approx(1 / 3)


def test_a_profile_draws_no_assumption(draft):
    persona = draft.personas[0]
    assumed = persona.statements[0].model_copy(update={"text": "Wants peace", "evidence": ()})
    more = persona.model_copy(update={"statements": (*persona.statements, assumed)})
    assert charts.plot_persona_profile(more).to_dict() == charts.plot_persona_profile(persona).to_dict()


def all_charts(journey_map, pains, matrix, draft):
    return [
        charts.plot_emotion_curve(journey_map),
        charts.plot_pains(pains),
        charts.plot_code_matrix(matrix, draft),
        charts.plot_touchpoints(journey_map),
        charts.plot_persona_profile(draft.personas[0]),
    ]


def test_the_same_chart_gives_the_same_svg(journey_map, pains, matrix, draft):
    first = [charts.chart_svg(chart) for chart in all_charts(journey_map, pains, matrix, draft)]
    again = [charts.chart_svg(chart) for chart in all_charts(journey_map, pains, matrix, draft)]
    assert first == again


def test_chart_text_goes_through_the_catalogue(journey_map, pains, matrix, draft, monkeypatch):
    class Marked:
        def gettext(self, message):
            return f"§{message}"

        def ngettext(self, singular, plural, n):
            return f"§{plural}"

    monkeypatch.setattr(catalog, "_translations", lambda language: Marked())
    for chart in all_charts(journey_map, pains, matrix, draft):
        spec = chart.to_dict()
        title = spec["title"]["text"]
        assert "".join(title).startswith("§") or "Caller" in "".join(title)
        assert "".join(spec["title"]["subtitle"]).count("§") >= 1


def test_numbers_follow_the_language(journey_map):
    with using_language("pl"):
        assert "−2,0" in words_in(charts.chart_svg(charts.plot_emotion_curve(journey_map)))


def test_empty_input_still_draws(journey_map, matrix):
    nobody = journey_map.model_copy(update={"cells": (), "participants": (), "curve": ()})
    for chart in (
        charts.plot_emotion_curve(nobody),
        charts.plot_emotion_curve([]),
        charts.plot_pains([]),
        charts.plot_touchpoints(nobody),
        charts.plot_code_matrix(matrix.iloc[:0]),
    ):
        assert charts.chart_svg(chart).startswith("<svg")


def test_hostile_text_stays_text(journey_map):
    svg = charts.chart_svg(charts.plot_emotion_curve(journey_map.model_copy(update={"title": "<script>x</script>"})))
    assert "<script" not in svg
    assert "<script>x</script>" in words_in(svg)


def test_ids_of_a_picture_count_from_nought_whatever_was_drawn_before():
    assert _numbered_ids('<clipPath id="clip7"/><g clip-path="url(#clip7)"/><path id="clip71"/>') == (
        '<clipPath id="part0"/><g clip-path="url(#part0)"/><path id="part1"/>'
    )


def test_notebooks_show_pictures_without_scripts(journey_map):
    before = alt.renderers.active
    charts.setup_notebook()
    try:
        (bundle,) = [charts.plot_touchpoints(journey_map)._repr_mimebundle_()]
    finally:
        alt.renderers.enable(before)
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    assert set(bundle) == {"image/svg+xml"}
    assert "@font-face" in bundle["image/svg+xml"]
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", bundle["image/svg+xml"])


def test_importing_the_package_of_charts_does_not_import_altair():
    code = "import sys, cjm_research.charts.fonts; sys.exit('altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    with pytest.raises(AttributeError):
        _ = charts.no_such_chart
