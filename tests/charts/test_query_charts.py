"""Charts of queries: frequencies and co-occurrence of codes."""

from __future__ import annotations

import pytest

import cjm_research.charts as charts
from cjm_research.coding.queries import code_cooccurrence, code_frequencies
from cjm_research.i18n import catalog, using_language
from cjm_research.model import Code, Participant, Transcript, Utterance, default_codebook
from tests.charts.conftest import WORDS
from tests.charts.test_charts import values, words_in

PEOPLE = [Participant(id=f"t{i}", attributes={"city": city}) for i, city in enumerate(("Łódź", "Łódź", "Омск", None))]
TALKS = [Transcript(id=f"t{i}", utterances=(Utterance(text=WORDS["ru"]),)) for i in range(4)]
LONG = "Долгие разговоры с поддержкой о потерянной доставке, которые ни к чему не привели, и ожидание на линии " * 2


@pytest.fixture
def frequencies(codings):
    return code_frequencies(codings[:-3], PEOPLE, basis="confirmed")


@pytest.fixture
def parts(codings):
    return code_frequencies(codings[:-3], PEOPLE, basis="confirmed", by="city", depth=0)


@pytest.fixture
def pairs(codings):
    return code_cooccurrence(codings[:-3], TALKS, PEOPLE, basis="confirmed", seed=1, draws=20)


def long_book():
    own = {
        f"need/own_{i}": Code(key=f"need/own_{i}", kind="need", label=f"own_{i}", parent="need", name=f"{LONG}{i}")
        for i in range(2)
    }
    return default_codebook().with_codes(own)


@pytest.fixture
def long_codings(codings):
    return [
        c.model_copy(update={"kind": "need", "label": f"own_{i % 2}", "guid": f"g{i}"}) for i, c in enumerate(codings)
    ]


def test_bars_bear_people_of_people_interval_and_mentions(frequencies):
    chart = charts.plot_frequencies(frequencies)
    rows = values(chart.to_dict())
    assert {row["count"] for row in rows} == {"3 of 4, 3 mentions"}
    assert rows[0]["low"] < rows[0]["share"] == 0.75 < rows[0]["high"]
    assert "3 of 4, 3 mentions" in words_in(charts.chart_svg(chart))


def test_parts_stand_side_by_side_with_their_own_denominators(parts):
    chart = charts.plot_frequencies(parts)
    text = words_in(charts.chart_svg(chart))
    for words in ("Łódź", "Омск", "Not known", "2 of 2, 2 mentions", "1 of 1, 1 mention", "0 of 1, 0 mentions"):
        assert words in text


def test_cells_hold_people_and_the_diagonal_who_told(pairs):
    rows = values(charts.plot_cooccurrence(pairs).to_dict())
    assert len(rows) == 3 + 3
    assert {row["text"] for row in rows} == {"3"}
    assert not any(row["framed"] for row in rows), "three people are too few to frame anything"


def test_what_chance_would_hardly_bring_is_framed(pairs):
    pairs = pairs.assign(few=False, p=[0.01, 0.06, 0.01], expected=[0.5, 0.5, 9.0])
    rows = values(charts.plot_cooccurrence(pairs).to_dict())
    assert [row["framed"] for row in rows] == [False] * 3 + [True, False, False]


def test_without_draws_no_frame_is_promised(codings):
    pairs = code_cooccurrence(codings, TALKS, PEOPLE, basis="confirmed", seed=1, draws=0)
    text = words_in(charts.chart_svg(charts.plot_cooccurrence(pairs)))
    assert "Framed" not in text
    assert "Codes at the same words" in text


def test_long_names_that_begin_alike_stay_apart(long_codings):
    table = code_frequencies(long_codings, PEOPLE, basis="confirmed", codebook=long_book())
    names = {row["name"] for row in values(charts.plot_frequencies(table).to_dict())}
    assert len(names) == table["code"].nunique() == 3
    assert all(len(line) <= 40 for name in names for line in name.split("\n"))
    pairs = code_cooccurrence(long_codings, TALKS, PEOPLE, basis="confirmed", seed=1, draws=5, codebook=long_book())
    rows = values(charts.plot_cooccurrence(pairs).to_dict())
    assert len({row["a"] for row in rows}) == 2


def test_what_is_left_out_is_counted(frequencies, pairs):
    assert "3 codes of fewer people are left out" in words_in(
        charts.chart_svg(charts.plot_frequencies(frequencies, limit=2))
    )
    assert "1 code that meets others" in words_in(charts.chart_svg(charts.plot_cooccurrence(pairs, limit=2)))


def test_the_machine_is_named_where_figures_rest_on_it(frequencies, pairs):
    for chart in (
        charts.plot_frequencies(frequencies.assign(basis="machine")),
        charts.plot_cooccurrence(pairs.assign(basis="machine")),
    ):
        assert "not reviewed" in words_in(charts.chart_svg(chart))


def test_nothing_still_draws(frequencies, pairs):
    for chart in (charts.plot_frequencies(frequencies.iloc[:0]), charts.plot_cooccurrence(pairs.iloc[:0])):
        assert charts.chart_svg(chart).startswith("<svg")


def test_equal_tables_give_equal_pictures(frequencies, parts, pairs):
    def drawn():
        made = charts.plot_frequencies(frequencies), charts.plot_frequencies(parts), charts.plot_cooccurrence(pairs)
        return [charts.chart_svg(chart) for chart in made]

    assert drawn() == drawn()


def test_hostile_names_stay_text(pairs):
    svg = charts.chart_svg(charts.plot_cooccurrence(pairs.assign(name_a="<script>x</script>")))
    assert "<script" not in svg


def test_words_go_through_the_catalogue(frequencies, pairs, monkeypatch):
    class Marked:
        def gettext(self, message):
            return f"§{message}"

        def ngettext(self, singular, plural, n):
            return f"§{plural}"

    monkeypatch.setattr(catalog, "_translations", lambda language: Marked())
    for chart in (charts.plot_frequencies(frequencies), charts.plot_cooccurrence(pairs)):
        title = chart.to_dict()["title"]
        assert "".join(title["text"]).startswith("§")
        assert "".join(title["subtitle"]).count("§") >= 1


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_codes_are_named_in_the_language(codings, language):
    with using_language(language):
        table = code_frequencies(codings, PEOPLE, basis="confirmed", depth=0)
        text = words_in(charts.chart_svg(charts.plot_frequencies(table)))
    assert {"en": "Pain point", "pl": "Punkt bólu", "ru": "Боль"}[language] in text
