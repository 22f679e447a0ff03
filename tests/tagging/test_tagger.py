"""The tagger as a whole: places, reasons, order, languages, odd text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import UnknownLanguageError
from cjm_research.i18n import using_language
from cjm_research.model import Transcript, Utterance
from cjm_research.tagging import (
    TAGGER_VERSION,
    lemmas,
    load_pipeline,
    supported_languages,
    tag_transcript,
    tag_transcripts,
)
from cjm_research.tagging.reading import SPANS_KEY
from cjm_research.tagging.version import tagger_version

SAID = {
    "en": "I waited forty minutes on hold, I was livid 😡, and then I cancelled.",
    "pl": "Czekałam czterdzieści minut na infolinii, byłam wściekła 😡, i wypowiedziałam umowę.",
    "ru": "Я ждала сорок минут на линии, была в ярости 😡, и расторгла договор.",
}


def transcript(language: str, *texts: str, name: str = "x") -> Transcript:
    return Transcript(id=name, language=language, utterances=tuple(Utterance(text=text) for text in texts))


def test_three_languages_are_known():
    assert {"en", "pl", "ru"} <= set(supported_languages())


@pytest.mark.parametrize("language", ["", "de", "../en", "xx"])
def test_an_unknown_language_is_refused_by_name(language):
    with pytest.raises(UnknownLanguageError, match="en, pl, ru"):
        tag_transcript(transcript(language, "Guten Tag"))


@pytest.mark.parametrize("language", sorted(SAID))
def test_every_tag_says_its_words_and_its_rule(language):
    for tag in tag_transcript(transcript(language, SAID[language])):
        assert tag.source.startswith("rule:")
        assert "“" in tag.why
        assert tag.why.count("(") == 1
        assert 0 <= tag.score <= 1
        assert tag.stage


def test_the_reason_is_worded_in_the_language_in_force():
    with using_language("pl"):
        polish = [tag.why for tag in tag_transcript(transcript("en", SAID["en"]))]
    english = [tag.why for tag in tag_transcript(transcript("en", SAID["en"]))]
    assert len(polish) == len(english) > 0


@pytest.mark.parametrize("language", sorted(SAID))
def test_tags_come_in_the_order_of_the_text(language):
    tags = tag_transcript(transcript(language, SAID[language], SAID[language]))
    assert len({tag.kind for tag in tags}) > 2
    places = [(tag.utterance, tag.start, tag.end) for tag in tags]
    assert places == sorted(places)
    assert {tag.utterance for tag in tags} == {0, 1}


@pytest.mark.parametrize("language", sorted(SAID))
def test_the_same_text_gives_the_same_tags(language):
    assert tag_transcript(transcript(language, SAID[language])) == tag_transcript(transcript(language, SAID[language]))


def test_several_transcripts_report_their_progress():
    seen: list[tuple[int, int]] = []
    both = [transcript("en", SAID["en"], name="a"), transcript("ru", SAID["ru"], name="b")]
    tags = tag_transcripts(both, progress=lambda done, all_: seen.append((done, all_)))
    assert seen == [(1, 2), (2, 2)]
    assert [tag.transcript for tag in tags] == sorted(tag.transcript for tag in tags)
    assert {tag.transcript for tag in tags} == {"a", "b"}


ODD = {
    "empty": "",
    "blanks": " \n\t\u00a0 ",
    "only marks": "?!?! … --- ,,, (((",
    "one huge word": "a" * 1_000_000,
    "brackets": "(" * 20_000,
    "an address": "http://" + "a/" * 50_000,
    "emoji": "👩‍👩‍👧 I rang them 😡😡",
    "combining marks": "I was ve\u0301ry angry\u0301\u0302 and waited",
    "direction marks": "\u202eI rang them\u202c and \u200fwaited",
    "control characters": "I rang\x00them \x07again",
}


@pytest.mark.parametrize("language", sorted(SAID))
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_does_not_fail_and_keeps_its_places(language, text):
    for tag in tag_transcript(transcript(language, text)):
        assert text[tag.start : tag.end] == tag.quote


_PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([piece for text in SAID.values() for piece in text.split()]),
    st.sampled_from([" ", ". ", ", ", " - ", "—", "\u0301", "\u200f", "😡", "\n", "...", "'", "’"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(language=st.sampled_from(sorted(SAID)), pieces=st.lists(_PIECES, max_size=30))
def test_every_quote_is_what_stands_at_its_place(language, pieces):
    text = "".join(pieces)
    for tag in tag_transcript(transcript(language, text)):
        assert text[tag.start : tag.end] == tag.quote != ""


def test_a_long_turn_is_read_in_time_that_grows_with_its_length():
    text = "I waited an hour and rang them again. " * 1500
    assert len(tag_transcript(transcript("en", text))) > 1000


def test_the_pipeline_shows_its_spans_and_base_forms_to_later_components():
    doc = load_pipeline("en")(SAID["en"])
    assert {span.label_ for span in doc.spans[SPANS_KEY]} >= {"touchpoint", "emotion"}
    assert [token.lemma_ for token in doc][:2] == ["i", "wait"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "I waited.", ["i", "wait"]),
        ("pl", "Czekałam na paczkę!", ["czekać", "na", "paczka"]),
        ("ru", "Ждала, звонила", ["ждать", "звонить"]),
    ],
)
def test_base_forms_in_three_languages(language, text, expected):
    assert lemmas(language, text) == expected


def test_the_version_changes_with_a_word_of_a_lexicon(tmp_path):
    folder = tmp_path / "languages" / "en"
    folder.mkdir(parents=True)
    (folder / "pains.toml").write_text("# one", encoding="utf-8")
    before = tagger_version(tmp_path)
    (folder / "pains.toml").write_text("# two", encoding="utf-8")
    assert tagger_version(tmp_path) != before
    assert len(TAGGER_VERSION) == 12
