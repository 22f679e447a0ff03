"""Agreement of coders on real text: what counts, what is left out, what stands beside the figures."""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.coding.agreement import (
    UNITS,
    coder_agreement,
    cohen_kappa,
    krippendorff_alpha,
    percent_agreement,
    set_alpha,
    u_alpha,
)
from cjm_research.coding.agreement.ratings import Coefficient
from cjm_research.coding.agreement.report import in_words
from cjm_research.coding.agreement.sentences import sentences
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import LANGUAGES, set_language
from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER, Coding, Transcript, Utterance
from tests.coding.twice_coded import twice_coded

TEXTS = {
    "en": "I rang them twice. Nobody picked up! 🙂 So I gave up.",
    "pl": "Dzwoniłam dwa razy. Nikt nie odebrał! 🙂 Więc odpuściłam.",
    "ru": "Звонила дважды. Никто не взял трубку! 🙂 И я махнула рукой.",
}


def talk(name="t1", text=TEXTS["en"], turns=1, language="en"):
    return Transcript(
        id=name,
        language=language,
        utterances=tuple(
            utterance
            for _n in range(turns)
            for utterance in (Utterance(role="interviewer", text="And then?"), Utterance(text=text))
        ),
    )


def coding(coder, start, end, kind="action", *, t="t1", u=1, **values):
    guid = f"{coder}-{t}-{u}-{start}-{end}-{kind}-{values.get('label')}"
    return Coding(
        guid=guid, transcript=t, participant=t, utterance=u, start=start, end=end, quote="", kind=kind, coder=coder,
        **values,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_characters_of_participants_are_the_units(language):
    text = TEXTS[language]
    codings = [coding("a", 0, 10), coding("b", 5, 12), coding("b", 20, 22, "emotion")]
    report = coder_agreement([talk(text=text, language=language)], codings, draws=0)
    row = report.row("action")
    marks = [[int(0 <= i < 10) for i in range(len(text))], [int(5 <= i < 12) for i in range(len(text))]]
    assert row.n == report.n_units == len(text)
    assert row.coded == (10, 7)
    assert row.figure("cohen_kappa").value == pytest.approx(float(cohen_kappa(*marks)), abs=1e-12)
    assert row.figure("alpha").value == pytest.approx(float(krippendorff_alpha(marks)), abs=1e-12)
    assert row.figure("percent").value == pytest.approx(float(percent_agreement(marks)), abs=1e-12)
    assert row.figure("holsti").value == pytest.approx(10 / 17)
    assert row.figure("overlap").value == pytest.approx(5 / 12)
    assert (report.left_turns, report.left_characters) == (1, len("And then?"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_sets_of_codes(language):
    text = TEXTS[language]
    places = sentences(text, language)
    assert [text[a:b][-1] for a, b in places] == [".", "!", "."]
    first, second, third = places
    codings = [
        coding("a", *first), coding("a", *second, "emotion"), coding("a", second[0], third[1], "pain_point"),
        coding("b", first[0], first[0] + 3), coding("b", *second, "emotion"),
    ]  # fmt: skip
    report = coder_agreement([talk(text=text, language=language)], codings, unit="sentence", draws=0)
    sets = [[{"action"}, {"emotion", "pain_point"}, {"pain_point"}], [{"action"}, {"emotion"}, set()]]
    assert report.n_units == 3
    assert report.headline.value == pytest.approx(float(set_alpha(sets)), abs=1e-12)
    assert report.overall.figure("alpha_jaccard").value == pytest.approx(float(set_alpha(sets, "jaccard")), abs=1e-12)
    assert report.row("action").figure("alpha").value == pytest.approx(1)


def test_the_line_of_one_turn_is_that_of_the_measure():
    text = "x" * 300
    places = {"a": ((75, 145), (220, 250)), "b": ((70, 150), (205, 225), (250, 270))}
    codings = [coding(coder, *place) for coder, units in places.items() for place in units]
    report = coder_agreement([talk(text=text)], codings, unit="unitizing", draws=0)
    assert report.row("action").figure("u_alpha").value == pytest.approx(201615 / 276716, abs=1e-12)
    assert report.headline.value == pytest.approx(float(u_alpha([(300, list(places.values()))])), abs=1e-12)


def test_overlapping_codings_need_half_of_the_shorter():
    codings = [
        coding("a", 0, 10, label="x", valence=-1), coding("b", 5, 30, label="x", valence=-2),
        coding("a", 35, 45), coding("b", 41, 50),
    ]  # fmt: skip
    report = coder_agreement([talk()], codings, unit="overlap", draws=0)
    assert report.headline.value == pytest.approx(2 / 4)
    assert report.overall.coded == (2, 2)
    assert {row.code for row in report.attributes} == {"valence"}


@pytest.mark.parametrize("unit", UNITS)
def test_only_confirmed_codings_of_people_count(unit):
    own = [coding("a", 0, 10), coding("b", 5, 12)]
    others = [
        coding(MACHINE_CODER, 0, 20), coding(CONSENSUS_CODER, 0, 20),
        coding("a", 20, 30, status="rejected"), coding("b", 20, 30, status="suggested"),
        coding("b", 3, 3, "emotion", status="lost"),
    ]  # fmt: skip
    alone = coder_agreement([talk()], own, unit=unit)
    assert coder_agreement([talk()], own + others, unit=unit) == alone
    assert alone.coders == ("a", "b")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    ("codings", "reason"),
    [
        ([], "few_coders"),
        ([coding("a", 0, 4)], "few_coders"),
        ([coding("a", 0, 4), coding("b", 0, 4, t="t2")], "nothing_shared"),
        ([coding("a", 0, 4, u=0), coding("b", 0, 4, u=0)], "nobody_coded"),
    ],
)
def test_nothing_to_compare_has_a_reason_and_no_figure(unit, codings, reason):
    report = coder_agreement([talk(), talk("t2")], codings, unit=unit)
    assert report.reason == reason
    assert not report.is_defined
    assert report.rows == ()
    assert str(report)
    assert report.to_frame().empty


@pytest.mark.parametrize("unit", ["character", "sentence", "turn", "unitizing"])
def test_everything_marked_by_both_is_not_defined(unit):
    text = "All of it."
    report = coder_agreement([talk(text=text)], [coding("a", 0, 10), coding("b", 0, 10)], unit=unit)
    row = report.row("action")
    name = {"unitizing": "u_alpha"}.get(unit, "alpha")
    assert (row.figure(name).value, row.figure(name).reason) == (None, "one_value")
    assert not report.headline.is_defined
    assert "nan" not in str(report).lower()


def test_interviews_of_one_coder_are_left_out_and_named():
    codings = [coding("a", 0, 10), coding("b", 5, 12), coding("a", 0, 4, t="t2")]
    report = coder_agreement([talk(), talk("t2")], codings)
    assert report.interviews == ("t1",)
    assert report.alone == (("t2", "a"),)
    assert "t2: a" in str(report)


def test_codings_in_the_interviewers_words_are_counted_as_left_out():
    codings = [coding("a", 0, 10), coding("b", 5, 12), coding("b", 0, 3, u=0)]
    report = coder_agreement([talk()], codings)
    assert report.left_codings == 1
    assert "1 coding in the words of interviewers" in str(report)


def test_accepted_suggestions_are_warned_of():
    taken = coding("a", 0, 10, source="rule:call", score=0.7)
    report = coder_agreement([talk()], [taken, coding("a", 20, 25), coding("b", 5, 12)])
    assert len(report.warnings) == 1
    assert "a took over machine suggestions (1 of 2 codings)" in report.warnings[0]


def test_three_coders_with_gaps_and_each_two_by_themselves():
    transcripts = [talk(name) for name in ("t1", "t2", "t3")]
    codings = [
        coding("a", 0, 10), coding("b", 0, 9), coding("c", 2, 10), coding("a", 0, 8, t="t2"), coding("b", 1, 8, t="t2"),
        coding("b", 0, 5, t="t3"), coding("c", 0, 6, t="t3"),
    ]  # fmt: skip
    report = coder_agreement(transcripts, codings, draws=0)
    n = len(TEXTS["en"])
    marks = [
        [[int(a <= i < b) if place else None for place in (place,) for i in range(n) for a, b in [place or (0, 0)]]
         for place in places]
        for places in (((0, 10), (0, 8), None), ((0, 9), (1, 8), (0, 5)), ((2, 10), None, (0, 6)))
    ]  # fmt: skip
    rows = [[value for part in parts for value in part] for parts in marks]
    assert report.row("action").figure("alpha").value == pytest.approx(float(krippendorff_alpha(rows)), abs=1e-12)
    assert report.row("action").figure("cohen_kappa") is None
    assert report.row("action").figure("fleiss_kappa").is_defined
    assert [(pair.first, pair.second) for pair in report.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert all(pair.figure.is_defined for pair in report.pairs)
    only = coder_agreement(transcripts, codings, coders=["a", "b"], draws=0)
    assert report.pairs[0].figure.value == pytest.approx(only.headline.value)
    assert only.interviews == ("t1", "t2")
    line = coder_agreement(transcripts, codings, unit="unitizing", draws=0)
    assert line.interviews == ("t1",)


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(["action", "emotion"]), st.sampled_from("ab")),
    min_size=1, max_size=12,
)  # fmt: skip


@given(spans)
@settings(max_examples=60, deadline=None)
def test_runs_give_what_characters_one_by_one_give(found):
    text = TEXTS["ru"]
    codings = [coding(who, a, min(len(text), a + n), kind) for a, n, kind, who in found]
    codings += [coding("a", 50, 52, "goal"), coding("b", 51, 54, "goal")]
    report = coder_agreement([talk(text=text)], codings, draws=0)
    for row in report.rows:
        here = [c for c in codings if c.kind == row.code]
        marks = [
            [int(any(c.coder == who and c.start <= i < c.end for c in here)) for i in range(len(text))] for who in "ab"
        ]
        kappa, expected = row.figure("cohen_kappa"), cohen_kappa(*marks)
        assert kappa.value == pytest.approx(expected.value, abs=1e-12)
        assert row.coded == tuple(map(sum, marks))


def test_intervals_hold_the_figure_and_repeat_with_the_seed(corpus):
    transcripts, codings = twice_coded(corpus, "pl")
    for unit in UNITS:
        report = coder_agreement(transcripts, codings, unit=unit, draws=300)
        low, high = report.headline.interval
        assert low < report.headline.value < high
        assert (report.resampled, report.draws) == ("turns", 300)
        assert coder_agreement(transcripts, codings, unit=unit, draws=300) == report
        assert coder_agreement(transcripts, codings, unit=unit, draws=300, seed=7).headline.interval != (low, high)
        assert coder_agreement(transcripts, codings, unit=unit, draws=0).headline.interval is None


def test_five_interviews_are_drawn_as_interviews():
    transcripts = [talk(f"t{i}", turns=2) for i in range(5)]
    codings = [coding(c, i + n, 12 + n, t=f"t{i}") for i in range(5) for n, c in enumerate("ab")]
    assert coder_agreement(transcripts, codings).resampled == "interviews"
    assert coder_agreement(transcripts[:4], codings).resampled == "turns"


def test_a_code_that_nobody_disagreed_on_has_no_interval():
    codings = [coding(who, 0, 10) for who in "ab"] + [coding("a", 20, 30, "emotion"), coding("b", 22, 30, "emotion")]
    report = coder_agreement([talk(turns=3)], codings)
    assert report.row("action").figure("alpha").value == 1
    assert report.row("action").figure("alpha").interval is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_the_twice_coded_interviews(corpus, language, unit):
    set_language(language)
    transcripts, codings = twice_coded(corpus, language)
    report = coder_agreement(transcripts, codings, unit=unit, draws=100)
    assert len(report.interviews) == 3
    assert not report.warnings
    assert 0.5 < report.headline.value < 0.95
    assert sum(report.overall.coded) == sum(sum(row.coded) for row in report.rows)
    text = str(report)
    assert "anna" in text
    assert all(len(line) < 200 or "Landis" in line for line in text.splitlines()), max(text.splitlines(), key=len)
    again = type(report).model_validate_json(report.model_dump_json())
    assert again == report
    frame = report.to_frame()
    assert {"overall", "code"} <= set(frame["part"])
    counted = Counter(coding.coder for coding in codings)
    if unit == "overlap":
        assert report.overall.coded == (counted["anna"], counted["ben"])


def test_codes_are_finer_than_kinds(corpus):
    transcripts, codings = twice_coded(corpus, "en")
    kinds = coder_agreement(transcripts, codings, draws=0)
    codes = coder_agreement(transcripts, codings, level="code", draws=0)
    assert "touchpoint" in [row.code for row in kinds.rows]
    assert any(row.code.startswith("touchpoint/") for row in codes.rows)
    assert codes.headline.value < kinds.headline.value


def test_names_of_the_researcher_are_shown():
    report = coder_agreement(
        [talk()], [coding("a", 0, 10, label="own"), coding("b", 5, 12, label="own")], level="code",
        names={"action/own": "Calling the shop"},
    )  # fmt: skip
    assert "Calling the shop" in str(report)
    assert report.to_frame()["name"].str.contains("Calling the shop").any()


def test_unknown_words_and_coders_are_refused():
    codings = [coding("a", 0, 10), coding("b", 5, 12)]
    with pytest.raises(BadValueError, match="character, sentence"):
        coder_agreement([talk()], codings, unit="word")  # type: ignore[arg-type]
    with pytest.raises(BadValueError, match="kind, code"):
        coder_agreement([talk()], codings, level="label")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="a, b"):
        coder_agreement([talk()], codings, coders=["a", "zoe"])


@pytest.mark.parametrize(
    ("value", "words"),
    [(-0.1, "less"), (0.0, "almost no"), (0.204, "almost no"), (0.41, "moderate"), (0.6, "moderate"), (0.61, "substan"),
     (0.81, "almost perfect"), (1.0, "almost perfect")],
)  # fmt: skip
def test_figures_in_words(value, words):
    assert in_words(Coefficient(measure="alpha", value=value)).startswith(words)
    assert in_words(Coefficient(measure="percent", value=value)) == ""


@pytest.mark.parametrize(
    ("language", "text", "n"),
    [
        ("en", "It cost approx. 20 pounds, i.e. Too much. Really?! Yes… but no", 3),
        ("pl", "Było to np. Tanie i dr. Nowak mówił o tym itd. Potem nic.\nKoniec", 3),
        ("ru", "Это было в г. Москве, т.е. Далеко. «Да!» — сказал я. 10 руб. Всего", 3),
        ("en", "   ", 0),
        ("", "One. Two.", 2),
    ],
)
def test_sentences_end_where_people_end_them(language, text, n):
    places = sentences(text, language)
    assert len(places) == n, [text[a:b] for a, b in places]
    assert all(text[a:b] == text[a:b].strip() for a, b in places)


@given(st.text(alphabet="Aa.!? \n…🙂é", max_size=60))
def test_sentences_cover_all_words_once(text):
    places = sentences(text)
    inside = {i for a, b in places for i in range(a, b)}
    assert sum(b - a for a, b in places) == len(inside)
    assert all(i in inside for i, char in enumerate(text) if not char.isspace())


def test_two_hundred_interviews_take_less_than_two_seconds():
    draw = np.random.default_rng(1)
    kinds = ["action", "emotion", "pain_point", "touchpoint", "goal", "need", "thought", "barrier"]
    text = "word " * 200
    transcripts = [talk(f"t{i}", text=text, turns=10) for i in range(200)]
    codings = [
        coding(who, int(at), int(at) + 40, kinds[int(draw.integers(8))], t=f"t{i}", u=int(2 * draw.integers(10) + 1))
        for i in range(200) for who in "ab" for at in draw.integers(0, 900, 60)
    ]  # fmt: skip
    started = time.perf_counter()
    report = coder_agreement(transcripts, codings)
    taken = time.perf_counter() - started
    assert report.n_units == 200 * 10 * 1000
    assert taken < 2 * 3, taken  # three times the room for a busy machine
