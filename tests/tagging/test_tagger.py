"""The tagger as a whole: places, reasons, order, languages, odd text."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import UnknownLanguageError
from cjm_research.i18n import using_language
from cjm_research.model import Transcript, Utterance
from cjm_research.model.scheme import KINDS, LABELS
from cjm_research.model.terms import term
from cjm_research.tagging import (
    TAGGER_VERSION,
    lemmas,
    load_pipeline,
    supported_languages,
    tag_transcript,
    tag_transcripts,
    tagger,
)
from cjm_research.tagging.learnt.finding import load_finder
from cjm_research.tagging.learnt.units import MOST_PIECE
from cjm_research.tagging.pipeline import SPANS
from cjm_research.tagging.reading import SPANS_KEY, Candidate
from cjm_research.tagging.rules.lexicon import STAGES, load_lexicon
from cjm_research.tagging.tagger import LEARNT, Tagger, load_tagger
from cjm_research.tagging.version import tagger_version

SAID = {
    "en": "I waited forty minutes on hold, I was livid 😡, and then I cancelled.",
    "pl": "Czekałam czterdzieści minut na infolinii, byłam wściekła 😡, i wypowiedziałam umowę.",
    "ru": "Я ждала сорок минут на линии, была в ярости 😡, и расторгла договор.",
}


ASKED = {"en": "What happened then?", "pl": "Co było potem?", "ru": "Что было потом?"}


def transcript(language: str, *texts: str, name: str = "x") -> Transcript:
    """Texts that nobody asked for."""
    return Transcript(id=name, language=language, utterances=tuple(Utterance(text=text) for text in texts))


def interview(language: str, *texts: str, name: str = "x") -> Transcript:
    """A question before each text."""
    asked = Utterance(role="interviewer", text=ASKED.get(language, "?"))
    said = tuple(utterance for text in texts for utterance in (asked, Utterance(text=text)))
    return Transcript(id=name, language=language, utterances=said)


# Interviews are searched piece by piece, comments are judged as a whole too.
BOTH = pytest.mark.parametrize("made", [interview, transcript], ids=["interview", "comments"])


def test_three_languages_are_known():
    assert {"en", "pl", "ru"} <= set(supported_languages())


@pytest.mark.parametrize("language", ["", "de", "../en", "xx"])
def test_an_unknown_language_is_refused_by_name(language):
    with pytest.raises(UnknownLanguageError, match="en, pl, ru"):
        tag_transcript(transcript(language, "Guten Tag"))


@BOTH
@pytest.mark.parametrize("language", sorted(SAID))
def test_every_tag_says_its_place_its_reason_and_where_it_comes_from(language, made):
    told = made(language, SAID[language], SAID[language])
    tags = tag_transcript(told)
    assert tags
    rules = {entry.name for entry in load_lexicon(language).entries}
    for tag in tags:
        text = told.utterances[tag.utterance].text
        assert text[tag.start : tag.end] == tag.quote != ""
        assert 0 <= tag.score <= 1
        origin, _colon, name = tag.source.partition(":")
        assert (origin == "rule" and name in rules) or tag.source == LEARNT
        assert tag.why.startswith(term("kind", tag.kind))
        assert not {"_", "{"} & set(tag.why)
        assert tag.stage in STAGES
        assert (tag.label in LABELS[tag.kind]) if tag.kind in LABELS else tag.label is None
        assert (tag.valence is not None) is (tag.kind in LABELS)


@pytest.mark.parametrize("language", sorted(SAID))
def test_rules_and_what_was_learnt_both_find_tags(language, corpus):
    path = min((corpus / language).glob("*/*.json"))
    told = Transcript.model_validate_json(path.read_text(encoding="utf-8"))
    tags = tag_transcript(told)
    assert {tag.source.partition(":")[0] for tag in tags} == {"rule", "model"}
    assert {told.utterances[tag.utterance].role for tag in tags} == {"participant"}
    assert all(told.utterances[tag.utterance].text[tag.start : tag.end] == tag.quote for tag in tags)


@pytest.mark.parametrize("language", sorted(SAID))
def test_reasons_quote_words_that_stand_there(language):
    quoted = 0
    for tag in tag_transcript(interview(language, SAID[language])):
        for words in re.findall("“(.*?)”", tag.why):
            assert words in SAID[language]
            quoted += 1
    assert quoted


@BOTH
@pytest.mark.parametrize("language", sorted(SAID))
def test_the_reason_is_worded_in_the_language_in_force(language, made):
    said = {}
    for spoken in sorted(SAID):
        with using_language(spoken):
            said[spoken] = tag_transcript(made(language, SAID[language]))
    plain = [[tag.model_copy(update={"why": ""}) for tag in tags] for tags in said.values()]
    assert plain[0] == plain[1] == plain[2] != []
    for one, other, third in zip(*said.values(), strict=True):
        assert len({one.why, other.why, third.why}) == 3


@BOTH
@pytest.mark.parametrize("language", sorted(SAID))
def test_tags_come_in_the_order_of_the_text(language, made):
    tags = tag_transcript(made(language, SAID[language], SAID[language]))
    assert len({tag.kind for tag in tags}) > 2
    places = [(tag.utterance, tag.start, tag.end) for tag in tags]
    assert places == sorted(places)
    assert {tag.utterance for tag in tags} == ({1, 3} if made is interview else {0, 1})


@BOTH
@pytest.mark.parametrize("language", sorted(SAID))
def test_the_same_text_gives_the_same_tags(language, made):
    told = made(language, SAID[language])
    before = tag_transcript(told)
    # Neither what was tagged in between nor a tagger made anew makes a difference.
    tag_transcript(made(language, "Hm, 😡?", SAID[language].upper()))
    fresh = Tagger(load_finder.__wrapped__(language), load_tagger(language).rules, load_tagger(language).attributes)
    assert tag_transcript(told) == fresh.tags(told) == before != []


@pytest.mark.parametrize("language", sorted(SAID))
def test_what_others_say_is_never_tagged_and_changes_nothing(language):
    told = interview(language, SAID[language])
    other = Utterance(role="other", text=SAID[language])
    before = tag_transcript(told)
    after = tag_transcript(told.model_copy(update={"utterances": (*told.utterances, other)}))
    assert {tag.utterance for tag in after} == {tag.utterance for tag in before} == {1}
    alone = Transcript(id="x", language=language, utterances=(other, other))
    assert tag_transcript(alone) == tag_transcript(Transcript(id="x", language=language, utterances=())) == []


@BOTH
@pytest.mark.parametrize("language", sorted(SAID))
def test_rules_alone_decide_where_nothing_learnt_is_asked(language, made):
    told = made(language, SAID[language])
    tags = load_tagger(language, learnt=False).tags(told)
    assert {"touchpoint", "emotion"} <= {tag.kind for tag in tags}
    for tag in tags:
        assert tag.source.startswith("rule:")
        assert told.utterances[tag.utterance].text[tag.start : tag.end] == tag.quote
        assert "“" in tag.why
        assert tag.stage in STAGES
    assert tags != tag_transcript(told)
    assert load_tagger(language, learnt=False).finder is None


@pytest.mark.parametrize("language", sorted(SAID))
def test_a_question_makes_an_interview_of_comments(language, monkeypatch):
    judged = []
    monkeypatch.setattr(tagger, "judge", lambda turns, _language: judged.append(len(turns)) or {})
    tag_transcript(interview(language, SAID[language]))
    assert judged == []
    tag_transcript(transcript(language, SAID[language]))
    assert judged == [1]


class Finding:
    """Finds the words 1 and 2 of every answer, whatever is said."""

    def together(self, turns, adjust=None):
        for turn in turns:
            one = Candidate(1, 3, "thought", None, None, None, 0.12345)
            one.by_rule = False
            turn.reading.candidates = [one] if turn.participant else []
        return [], None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("That's awful.", "That's awful"),
        ("that’s awful", "that’s awful"),
        ("(that's awful)", "that's awful"),
        ("“That's awful”", "That's awful"),
        ("It is awful.", "is awful"),
        ("Well, 'is awful' he said.", "is awful"),
    ],
)
def test_an_apostrophe_does_not_part_a_written_word(text, quote):
    (tag,) = Tagger(Finding(), load_tagger("en").rules, load_tagger("en").attributes).tags(interview("en", text))
    assert (tag.quote, tag.source, tag.score) == (quote, LEARNT, 0.123)
    assert text[tag.start : tag.end] == tag.quote


def test_several_transcripts_report_their_progress():
    seen: list[tuple[int, int]] = []
    both = [interview("en", SAID["en"], name="a"), transcript("ru", SAID["ru"], name="b")]
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
    "control characters": "I rang\x00them \x07again\x1b[31m\x85 \ufeffand\u2028waited",
    "only emoji": "😡👩‍👩‍👧🏽 🇵🇱" * 500,
    "right to left": "اتصلت بهم مرتين، ولم يرد أحد. שלום, חיכיתי שעה!",
    "markup": "<script>alert(1)</script> {name} %s ${x} I rang them",
}
# Huge texts are tried as interviews alone: a comment is read by the same pipeline.
HUGE = {"one huge word", "brackets", "an address"}


@BOTH
@pytest.mark.parametrize("language", sorted(SAID))
@pytest.mark.parametrize("name", ODD)
def test_odd_text_does_not_fail_and_keeps_its_places(language, name, made):
    text = ODD[name]
    if name in HUGE:
        made = interview
        text = text[:100_000]
    told = made(language, text)
    for tag in tag_transcript(told):
        assert told.utterances[tag.utterance].text[tag.start : tag.end] == tag.quote
        assert 0 <= tag.score <= 1


@pytest.mark.parametrize("language", sorted(SAID))
@pytest.mark.parametrize("name", ["empty", "blanks", "brackets", "only marks", "only emoji"])
def test_where_nothing_is_said_nothing_is_tagged(language, name):
    assert tag_transcript(interview(language, ODD[name])) == []


@pytest.mark.parametrize("language", sorted(SAID))
@pytest.mark.parametrize("name", ["empty", "blanks", "brackets"])
def test_a_comment_of_nothing_is_not_tagged_either(language, name):
    assert tag_transcript(transcript(language, ODD[name])) == []
    assert load_tagger(language, learnt=False).tags(transcript(language, ODD[name])) == []


_PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([piece for text in SAID.values() for piece in text.split()]),
    st.sampled_from([" ", ". ", ", ", " - ", "—", "\u0301", "\u200f", "😡", "\n", "...", "'", "’"]),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    language=st.sampled_from(sorted(SAID)),
    made=st.sampled_from([interview, transcript]),
    pieces=st.lists(_PIECES, max_size=30),
)
def test_every_quote_is_what_stands_at_its_place(language, made, pieces):
    told = made(language, "".join(pieces))
    for tag in tag_transcript(told):
        assert told.utterances[tag.utterance].text[tag.start : tag.end] == tag.quote != ""
        assert 0 <= tag.score <= 1


UNMARKED = {
    "en": "I waited forty minutes on hold and rang them again because nobody helped me ",
    "pl": "czekałam na infolinii czterdzieści minut i dzwoniłam znowu bo nikt mi nie pomógł ",
    "ru": "я ждала на линии сорок минут и опять звонила потому что никто не помог ",
}


@pytest.mark.parametrize("language", sorted(SAID))
def test_talk_without_marks_is_tagged_in_short_spans_within_seconds(language):
    # As speech recognition writes it: 200 000 characters and not one mark.
    text = (UNMARKED[language] * 4000)[:200_000]
    started = process_time()
    tags = tag_transcript(interview(language, text))
    assert process_time() - started < 8
    assert len({tag.kind for tag in tags}) > 1
    assert max(len(tag.quote.split()) for tag in tags) <= MOST_PIECE


def test_a_long_turn_is_read_in_time_that_grows_with_its_length():
    text = "I waited an hour and rang them again. "
    tag_transcript(interview("en", text))
    took = {}
    for n in (250, 1000):
        started = process_time()
        assert tag_transcript(interview("en", text * n))
        took[n] = process_time() - started
    # Four times the text takes about four times as long, far from sixteen times.
    assert took[1000] < 10 * took[250] + 0.2


@pytest.mark.parametrize("language", sorted(SAID))
def test_the_pipeline_shows_its_spans_to_later_components(language):
    doc = load_pipeline(language)(SAID[language])
    spans = doc.spans[SPANS_KEY]
    assert load_pipeline(language).get_pipe(SPANS) == load_finder(language)
    assert {span.label_ for span in spans} >= {"touchpoint", "emotion"}
    assert {span.label_ for span in spans} <= set(KINDS)
    for span in spans:
        assert SAID[language][span.start_char : span.end_char] == span.text != ""
    assert not load_pipeline(language)("").spans[SPANS_KEY]


def test_the_pipeline_shows_base_forms_to_later_components():
    assert [token.lemma_ for token in load_pipeline("en")(SAID["en"])][:2] == ["i", "wait"]


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
