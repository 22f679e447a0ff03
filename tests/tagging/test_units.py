"""Pieces between marks and what is known of each: words, neighbours, question, rules, layout."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.model import Transcript, Utterance
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.learnt.units import MOST_PIECE, Unit, pieces, units_of
from cjm_research.tagging.reading import Turn
from cjm_research.tagging.rules.clauses import NAMED_MARKS
from cjm_research.tagging.rules.scoring import load_weights

LANGUAGES = ("en", "pl", "ru")
ASKED = {"en": "How did you order it?", "pl": "Jak pani to zamówiła?", "ru": "Как вы это заказали?"}
SAID = {
    "en": "I waited an hour on hold, nobody picked up. Was I angry? Yes!",
    "pl": "Czekałam całą godzinę na infolinii, nikt nie odebrał. Czy byłam zła? Tak!",
    "ru": "Я ждала час на линии, никто не ответил. Злилась ли я? Да!",
}
LAYOUT = (
    "first",
    "last",
    "place in answer",
    "place in interview",
    "?",
    "!",
    "words",
    "two words",
    "four words",
    "opens sentence",
    "words of answer",
)


def interview(language: str, *said: tuple[str, str]) -> list[Turn]:
    """Turns of (role, text)."""
    utterances = tuple(Utterance(role=role, text=text) for role, text in said)
    return read_interview(Transcript(id="x", language=language, utterances=utterances))


@cache
def asked(language: str) -> list[Turn]:
    return interview(language, ("interviewer", ASKED[language]), ("participant", SAID[language]))


def units(turns: list[Turn], language: str) -> list[Unit]:
    return units_of(turns, load_senses(language), load_weights(language))


def layout(unit: Unit) -> dict[str, float]:
    return dict(zip(LAYOUT, unit.layout, strict=True))


def cut(language: str, text: str) -> list[str]:
    """The pieces of a text, as their words."""
    reading = interview(language, ("participant", text))[0].reading
    return [" ".join(word.form for word in reading.words[start:end]) for start, end in pieces(text, reading)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "I rang them, twice; nobody came.", ["i rang them", "twice", "nobody came"]),
        (
            "en",
            "“Hello,” she said – I rang (twice): is that so?!",
            ["hello", "she said", "i rang", "twice", "is that so"],
        ),
        ("en", "A well-known shop - not mine", ["a well known shop", "not mine"]),
        ("en", "Fine… 😡 really 😡 fine", ["fine", "really fine"]),
        ("en", "One line\nanother line", ["one line another line"]),
        ("pl", "„Dzień dobry” – powiedziała; czemu? Bo tak.", ["dzień dobry", "powiedziała", "czemu", "bo tak"]),
        ("pl", "Biało-czerwony — mój", ["biało czerwony", "mój"]),
        ("pl", "Czekałam [długo]!!! Serio", ["czekałam", "długo", "serio"]),
        ("ru", "«Здравствуйте», — сказала она. Почему?", ["здравствуйте", "сказала она", "почему"]),
        ("ru", "Вот-вот привезут… ждите", ["вот вот привезут", "ждите"]),
        ("ru", "Нет! Да? Может быть", ["нет", "да", "может быть"]),
    ],
)
def test_marks_part_pieces_and_hyphens_do_not(language, text, expected):
    assert cut(language, text) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "  \n", "?!", "... — ,,, (", "😡😡", "«»", "„”"])
def test_a_text_without_words_has_no_pieces(language, text):
    assert cut(language, text) == []
    turns = interview(language, ("interviewer", ASKED[language]), ("participant", text))
    assert units(turns, language) == []


_TEXTS = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from([word for text in SAID.values() for word in text.split()]),
        st.sampled_from(
            [" ", ". ", ", ", " - ", " — ", "-", "?", "?!", "! ", "…", "«", "»", "„", "”", "😡", "\n", "\u0301"]
        ),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(language=st.sampled_from(LANGUAGES), text=_TEXTS)
def test_pieces_never_overlap_and_cover_every_word(language, text):
    reading = interview(language, ("participant", text))[0].reading
    ranges = pieces(text, reading)
    assert all(0 <= start < end <= len(reading.words) for start, end in ranges)
    assert all(one[1] <= other[0] for one, other in pairwise(ranges))
    covered = {i for start, end in ranges for i in range(start, end)}
    marks = {i for i, word in enumerate(reading.words) if word.form in NAMED_MARKS}
    assert covered | marks == set(range(len(reading.words)))
    assert all(end - 1 not in marks for _start, end in ranges)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(language=st.sampled_from(LANGUAGES), text=_TEXTS)
def test_layout_numbers_stay_small_and_owners_inside_the_piece(language, text):
    turns = interview(language, ("participant", text))
    found = units(turns, language)
    assert [unit.number for unit in found] == list(range(len(found)))
    for unit in found:
        assert all(0 <= number <= 20 for number in unit.layout)
        places = {i for owners in unit.owners(turns[0].reading, load_senses(language)).values() for i in owners}
        assert places <= set(range(unit.end - unit.start))


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_participant_has_units(language):
    said = [("interviewer", SAID[language]), ("participant", SAID[language]), ("other", SAID[language])]
    turns = interview(language, *said)
    assert {unit.turn for unit in units(turns, language)} == {1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_layout_tells_place_marks_and_length(language):
    first, second, third, last = (layout(unit) for unit in units(asked(language), language))
    assert [one["first"] for one in (first, second, third, last)] == [1, 0, 0, 0]
    assert [one["last"] for one in (first, second, third, last)] == [0, 0, 0, 1]
    assert [one["place in answer"] for one in (first, second, third, last)] == [0, 0.25, 0.5, 0.75]
    assert [one["?"] for one in (first, second, third, last)] == [0, 0, 1, 0]
    assert [one["!"] for one in (first, second, third, last)] == [0, 0, 0, 1]
    assert [one["opens sentence"] for one in (first, second, third, last)] == [1, 0, 1, 1]
    assert {one["place in interview"] for one in (first, last)} == {0.5}
    assert (last["words"], last["two words"], last["four words"]) == (0.1, 1, 1)
    assert (first["two words"], first["four words"]) == (0, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_piece_knows_its_neighbours_and_the_ends_of_the_answer(language):
    found = units(asked(language), language)
    words = [
        [w.lemmas[0] for w in asked(language)[1].reading.words[unit.start : unit.end] if w.form not in NAMED_MARKS]
        for unit in found
    ]
    assert [unit.item["lemma-"] for unit in found] == [["^"], *words[:-1]]
    assert [unit.item["lemma+"] for unit in found] == [*words[1:], ["$"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_just_before_is_told_to_every_piece(language):
    found = units(asked(language), language)
    reading = asked(language)[0].reading
    lemmas = [word.lemmas[0] for word in reading.words if word.form != "?"]
    assert all(unit.item["asked"] == lemmas for unit in found)
    senses = [name for word in reading.words for name in load_senses(language).of(word)]
    assert all(unit.item["asked sense"] == senses for unit in found)
    rules = {f"asked {hit.entry.kind}/{hit.entry.name}" for hit in reading.hits}
    for unit in found:
        assert {name for name in unit.item["plain"] if name.startswith("asked ")} == rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_answer_in_a_row_has_no_question_of_its_own(language):
    said = [("interviewer", ASKED[language]), ("participant", SAID[language]), ("participant", SAID[language])]
    turns = interview(language, *said)
    later = [unit for unit in units(turns, language) if unit.turn == 2]
    assert turns[1].question is turns[0].reading
    assert turns[2].question is None
    assert all(unit.item["asked"] == unit.item["asked sense"] == [] for unit in later)


@pytest.mark.parametrize("language", LANGUAGES)
def test_others_do_not_ask(language):
    said = [("interviewer", ASKED[language]), ("other", "Hm?"), ("participant", SAID[language])]
    turns = interview(language, *said)
    assert turns[2].question is turns[0].reading


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "We talked, I rang the hotline, fine.", "kind touchpoint"),
        ("pl", "Rozmawialiśmy, zadzwoniłam na infolinię, dobrze.", "kind touchpoint"),
        ("ru", "Мы говорили, я позвонила на горячую линию, хорошо.", "kind touchpoint"),
    ],
)
def test_rules_are_told_in_their_piece_and_as_near_beside_it(language, text, rule):
    found = units(interview(language, ("participant", text)), language)
    assert [rule in unit.item["plain"] for unit in found] == [False, True, False]
    assert all("near touchpoint" in found[i].item["plain"] for i in (0, 2))
    assert "label phone" in found[1].item["plain"]
    assert found[1].raw["touchpoint"] == max(unit.raw.get("touchpoint", -9) for unit in found)
    assert all(hit.start < found[1].end and hit.end > found[1].start for hit in found[1].hits)


@pytest.mark.parametrize(("language", "text"), [("en", "I did not go."), ("pl", "Nie poszłam."), ("ru", "Я не пошла.")])
def test_a_negation_is_told(language, text):
    assert "modifier negation" in units(interview(language, ("participant", text)), language)[0].item["plain"]


def test_every_feature_of_the_words_of_a_piece_is_made():
    item = units(interview("en", ("participant", "I rang everybody?")), "en")[0].item
    assert item["form"] == ["i", "rang", "everybody", "i rang", "rang everybody"]
    assert item["lemma"] == [
        *("^", "i", "ring", "everybody", "$"),
        *("^ i", "i ring", "ring everybody", "everybody $"),
        *("^ _ ring", "i _ everybody", "ring _ $"),
    ]
    assert item["letters"] == ["i", "rang", "everybody"]


UNMARKED = {
    "en": "i waited an hour and rang them again because nobody came ",
    "pl": "czekałam godzinę ale dzwoniłam znowu bo nikt nie przyszedł ",
    "ru": "я ждала час но звонила снова потому что никто не пришёл ",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_talk_without_marks_is_cut_at_its_conjunctions(language):
    (once,) = cut(language, UNMARKED[language])
    clauses = cut(language, UNMARKED[language] * 20)
    assert " ".join(clauses) == " ".join([once] * 20)
    assert max(len(clause.split()) for clause in clauses) < 12
    opening = {"en": "because", "pl": "bo", "ru": "потому"}[language]
    assert sum(clause.startswith(opening) for clause in clauses) == 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_piece_of_usual_length_is_never_cut(language):
    assert len(cut(language, UNMARKED[language])) == 1


@pytest.mark.parametrize("n", [MOST_PIECE, MOST_PIECE + 1, 3 * MOST_PIECE])
def test_talk_without_marks_and_conjunctions_is_cut_evenly(n):
    assert [len(piece.split()) for piece in cut("pl", "no " * n)] == [
        *[MOST_PIECE] * (n // MOST_PIECE),
        *([n % MOST_PIECE] if n % MOST_PIECE else []),
    ]


def test_words_of_features_are_found_again():
    turns = interview("en", ("participant", "Well, I rang them."))
    unit = units(turns, "en")[1]
    owners = unit.owners(turns[0].reading, load_senses("en"))
    assert owners["form", "rang"] == owners["lemma", "ring"] == [1]
    assert owners["form", "rang them"] == [1, 2]
    assert owners["lemma", "i ring"] == [0, 1]
    assert owners["sense", "phone_ch"] == [1]
