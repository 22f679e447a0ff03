from __future__ import annotations

import re

import pytest

from cjm_research.charts import chart_svg, plot_agreement
from cjm_research.coding.agreement import UNITS, coder_agreement
from cjm_research.i18n import LANGUAGES, set_language
from tests.coding.twice_coded import twice_coded


def words_of(svg):
    return re.findall(r">([^<>]+)</(?:text|tspan)>", svg)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_every_figure_is_printed(corpus, language, unit):
    set_language(language)
    report = coder_agreement(*twice_coded(corpus, language), unit=unit, draws=0)
    words = words_of(chart_svg(plot_agreement(report)))
    shown = {"overlap": "f1", "unitizing": "u_alpha"}.get(unit, "alpha")
    from cjm_research.coding.agreement.report import figure_text

    for row in report.rows:
        assert figure_text(row.figure(shown)) in words
    assert len([word for word in words if "/" in word]) >= len(report.rows)


def test_coders_by_coders_and_what_is_not_defined(corpus):
    transcripts, codings = twice_coded(corpus, "en")
    third = [c.model_copy(update={"guid": c.guid + "c", "coder": "cyd"}) for c in codings if c.coder == "anna"]
    report = coder_agreement(transcripts, codings + third, draws=0)
    words = words_of(chart_svg(plot_agreement(report, "coders")))
    assert {"anna", "ben", "cyd"} <= set(words)
    assert words.count("1.00") == 2
    two = coder_agreement(transcripts, codings, draws=0)
    assert "0.71" in words_of(chart_svg(plot_agreement(two, "coders")))


def test_a_code_without_a_figure_is_a_dash(corpus):
    transcripts, codings = twice_coded(corpus, "en")
    whole = [
        c.model_copy(update={"guid": f"{who}{u}", "utterance": u, "start": 0, "end": len(utterance.text),
                             "coder": who, "kind": "need", "label": None})
        for who in ("anna", "ben") for c in codings[:1]
        for u, utterance in enumerate(transcripts[0].utterances) if utterance.role == "participant"
    ]  # fmt: skip
    others = [c for c in codings if c.transcript == transcripts[0].id and c.kind != "need"]
    report = coder_agreement(transcripts[:1], whole + others, draws=0)
    assert not report.row("need").figure("alpha").is_defined
    assert "–" in words_of(chart_svg(plot_agreement(report)))
