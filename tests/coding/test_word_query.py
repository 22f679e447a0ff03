import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.coding.queries import WordIndex, WordQuery, words_in_context
from cjm_research.coding.queries.word_query import fits, plain, unaccented
from cjm_research.errors import BadValueError
from cjm_research.model import Coding, Participant, Transcript, Utterance


def talk(*texts, id="t1", language="en", role="participant"):
    return Transcript(id=id, language=language, utterances=tuple(Utterance(text=t, role=role) for t in texts))


def found(query, *texts, language="en", **options):
    table = words_in_context(WordQuery.parse(query, **options), [talk(*texts, language=language)])
    return list(table["hit"])


@pytest.mark.parametrize(
    ("language", "query", "text", "hits"),
    [
        ("en", "deliver", "They delivered; delivering is slow, it delivers.", ["delivered", "delivering", "delivers"]),
        ("en", "went", "I go there, we were going.", ["go", "going"]),
        (
            "pl",
            "kurier",
            "Czekałam na kuriera, potem z kurierem, bez kurierów. Kurierzy!",
            ["kuriera", "kurierem", "kurierów", "Kurierzy"],
        ),
        ("pl", "paczkę", "Nie było paczki ani w paczce.", ["paczki", "paczce"]),
        (
            "ru",
            "курьер",
            "Ждала курьера, говорила с курьером, курьеры молчали.",
            ["курьера", "курьером", "курьеры"],
        ),
        ("ru", "идти", "Он шёл и шел.", ["шёл", "шел"]),
    ],
)  # fmt: skip
def test_a_word_is_found_in_every_inflected_form(language, query, text, hits):
    assert found(query, text, language=language) == hits


@pytest.mark.parametrize(
    ("language", "query", "text", "hits"),
    [
        ("en", "=deliver", "delivered, deliver", ["deliver"]),
        ("pl", "=kuriera", "kurier kuriera", ["kuriera"]),
        ("ru", "=курьера", "курьер Курьера", ["Курьера"]),
        ("pl", "kurier*", "kurier kurierski skuter", ["kurier", "kurierski"]),
        ("ru", "*возк*", "перевозка и возки, завод", ["перевозка", "возки"]),
        ("en", "c*r", "courier car cart", ["courier", "car"]),
    ],
)
def test_forms_and_wildcards(language, query, text, hits):
    assert found(query, text, language=language) == hits


@pytest.mark.parametrize(
    ("language", "query", "text", "hits"),
    [
        ("en", "wait for courier", "I was waiting for couriers. For courier, wait.", ["waiting for couriers"]),
        ("pl", "nie * kuriera", "nie było kuriera; nie kurier", ["nie było kuriera"]),
        ("ru", "не знать", "Не знаю, не зная... знать не", ["Не знаю", "не зная"]),
        ("en", "e-mail", "an e-mail, an e mail", ["e-mail", "e mail"]),
        ("en", "don't", "I don’t and don't.", ["don’t", "don't"]),
    ],
)
def test_phrases_are_words_in_this_order(language, query, text, hits):
    assert found(query, text, language=language) == hits


def test_a_phrase_does_not_reach_into_the_next_turn():
    assert found("no way", "I said no", "way too much") == []


def test_exact_holds_for_all_words():
    assert found("the couriers", "the courier, the couriers", exact=True) == ["the couriers"]


@pytest.mark.parametrize(
    ("language", "query", "text", "hits"),
    [
        ("pl", "zlosc", "Złość, złością i złości", ["Złość", "złością", "złości"]),
        ("pl", "paczke", "paczka, paczkę", ["paczka", "paczkę"]),
        ("en", "cafe", "a café", ["café"]),
        ("ru", "мои", "мой", []),
    ],
)
def test_accents_may_be_left_out(language, query, text, hits):
    table = words_in_context(
        WordQuery.parse(query, match_accents=False, exact=language == "ru"), [talk(text, language=language)]
    )
    assert list(table["hit"]) == hits


def test_accents_and_case_count_only_where_one_wants_it():
    assert found("los", "łoś i los", language="pl") == ["los"]
    assert found("apple", "Apple sells an apple", match_case=True) == ["apple"]
    assert found("Apple", "Apple's apples", match_case=True) == ["Apple"]
    assert found("=APPLE", "Apple APPLE", match_case=True) == ["APPLE"]
    assert found("=APPLE", "Apple APPLE") == ["Apple", "APPLE"]


@pytest.mark.parametrize("word", ["за\u0301мок", "за\u00adмок", "замок"])
def test_stress_marks_and_invisible_signs_do_not_hide_a_word(word):
    assert found("замок", f"тот {word} стоит", language="ru") == [word]


@pytest.mark.parametrize("query", ["", "   ", "*", "=", "?!", "* *"])
def test_a_query_without_words_is_refused(query):
    with pytest.raises(BadValueError, match="holds no word"):
        WordQuery.parse(query)


def test_the_place_is_in_code_points_whatever_stands_before():
    text = "👩‍👩‍👧 e\u0301 Ёлка — курьером\r\nда"
    row = words_in_context("курьер", [talk(text, language="ru")]).iloc[0]
    assert text[row.start : row.end] == row.hit == "курьером"
    assert row.left + row.hit + row.right == text


def test_context_is_counted_in_words_and_ends_with_the_turn():
    row = words_in_context("five", [talk("zero one", "one two three four five six seven")], context=2).iloc[0]
    assert (row.left, row.hit, row.right) == ("three four ", "five", " six seven")
    row = words_in_context("one", [talk("zero one")], context=0).iloc[0]
    assert (row.left, row.right) == ("", "")


def coding(code, start, end, status="confirmed", u=0):
    kind, _slash, label = code.partition("/")
    return Coding(
        guid=f"{code}{start}{status}", transcript="t1", participant="t1", utterance=u, start=start, end=end,
        quote="x" * (end - start), kind=kind, label=label or None, coder="ann", status=status,
    )  # fmt: skip


def test_codes_on_the_hit_stand_beside_it_and_the_machine_apart():
    codings = [
        coding("pain_point", 0, 8), coding("touchpoint/phone", 2, 6), coding("need", 2, 6, "suggested"),
        coding("goal", 2, 6, "rejected"), coding("action", 6, 9), coding("barrier", 2, 6, u=1),
    ]  # fmt: skip
    row = words_in_context("rang", [talk("I rang them", "I rang")], codings).iloc[0]
    assert row.codes == "pain_point; touchpoint/phone"
    assert row.suggested_codes == "need"


def test_only_participants_are_looked_through_unless_one_says_so():
    talks = [talk("a courier", role="interviewer"), talk("my courier", id="t2")]
    assert list(words_in_context("courier", talks)["transcript"]) == ["t2"]
    everywhere = words_in_context("courier", talks, roles=("participant", "interviewer"))
    assert list(everywhere["role"]) == ["interviewer", "participant"]


def test_rows_follow_the_order_of_the_transcripts_and_the_text():
    talks = [talk("b a b", "b", id="t9"), talk("b", id="t1")]
    table = words_in_context("b", talks, participants=[Participant(id="t1", group="expert")])
    assert list(zip(table["transcript"], table["utterance"], table["start"], strict=True)) == [
        ("t9", 0, 0), ("t9", 0, 4), ("t9", 1, 0), ("t1", 0, 0),
    ]  # fmt: skip
    assert list(table["group"]) == ["customer"] * 3 + ["expert"]
    assert table.attrs["notes"] == ["Found 4 times, in 2 of 2 interviews."]


def test_an_empty_table_has_the_types_of_a_full_one():
    empty, full = words_in_context("nothing", [talk("a")]), words_in_context("a", [talk("a")])
    assert list(empty.dtypes) == list(full.dtypes)
    assert list(empty.columns)[:3] == ["left", "hit", "right"]


def test_a_changed_text_is_read_again_and_the_others_are_not():
    index = WordIndex()
    first, second = talk("a courier"), talk("a van", id="t2")
    index.update([first, second])
    kept = index.words("t2")
    index.update([talk("a drone"), talk("a van", id="t2")])
    assert index.words("t2") is kept
    assert [hit.transcript for hit in index.find(WordQuery.parse("drone"))] == ["t1"]
    assert index.find(WordQuery.parse("courier")) == []
    index.update([second])
    assert index.find(WordQuery.parse("drone")) == []


def test_an_unknown_language_is_searched_by_form_and_said():
    table = words_in_context("Haus", [talk("das Haus, die Häuser", language="")])
    assert list(table["hit"]) == ["Haus"]
    assert "not known" in table.attrs["notes"][1]


def test_hostile_text_is_only_text_and_takes_no_time():
    giant = "a" * 1_000_000
    texts = ["<script>alert(1)</script> \u202egnol", giant + " end"]
    began = time.perf_counter()
    assert found("script", *texts) == ["script", "script"]
    row = words_in_context("end", [talk(*texts)]).iloc[0]
    assert len(row.left) <= 400
    assert found("*a*a*a*a*b", *texts) == []
    assert time.perf_counter() - began < 3


@given(st.text(alphabet="aąbż ё'-.👍\u0301", max_size=40))
def test_every_word_is_where_the_table_says(text):
    for word in text.split():
        try:
            query = WordQuery.parse(word, exact=True)
        except BadValueError:
            continue
        table = words_in_context(query, [talk(text, language="pl")])
        assert len(table), "a word of the text is found in it"
        assert all(text[row.start : row.end] == row.hit for row in table.itertuples())
        assert all(text.find(row.left + row.hit + row.right) >= 0 for row in table.itertuples())


@given(st.lists(st.text("ab", max_size=3), min_size=2, max_size=4), st.lists(st.text("ab", max_size=3), max_size=3))
def test_a_wildcard_fits_what_is_made_of_its_parts(parts, between):
    between = [*between, "", "", ""][: len(parts) - 1]
    form = "".join(part + gap for part, gap in zip(parts, [*between, ""], strict=True))
    assert fits("*".join(parts), form)
    assert not fits("x*".join(["", *parts]), form)


def test_folding_leaves_letters_that_differ_apart():
    assert unaccented(plain("ZAŻÓŁĆ")) == "zazolc"
    assert plain("Ёж") == "еж"
    assert unaccented("й") != unaccented("и")


def test_24_interviews_are_searched_in_a_second(corpus):
    from cjm_research.readers import read_transcript

    talks = [read_transcript(path).transcript for path in sorted((corpus / "ru" / "okna-v-kvartiru").glob("*.json"))]
    index = WordIndex()
    began = time.perf_counter()
    first = words_in_context("мастер", talks, index=index)
    reading = time.perf_counter() - began
    began = time.perf_counter()
    again = words_in_context("мастер", talks, index=index)
    searching = time.perf_counter() - began
    assert len(first) == len(again) > 5
    # The first search reads the texts and learns the base forms; bounds leave room for a busy machine.
    assert reading < 3
    assert searching < 0.5
