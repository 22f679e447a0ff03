"""Turns of foreign texts: exactly slices of them, whatever the line ends, the language and the way of labelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.readers.exact_turns import exact_turns, paragraphs, shown

TALKS = {
    "en": ("Interviewer: And then?\n\nP1: I called.\n\nTwice.\n\nInterviewer: Why?\nP1: Well.", "Interviewer", "P1"),
    "pl": ("Badaczka: I co?\n\nAnna: Dzwoniłam.\n\nDwa razy.\n\nBadaczka: Czemu?\nAnna: Cóż.", "Badaczka", "Anna"),
    "ru": ("И: И что?\n\nР: Звонила.\n\nДважды.\n\nИ: Почему?\nР: Ну.", "И", "Р"),
}


@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_turns_run_to_the_next_label_and_are_slices_of_the_text(language, ends):
    talk, asks, tells = TALKS[language]
    text = f"Title{ends}{ends}" + talk.replace("\n", ends)
    turns = exact_turns(text)
    assert [(turn.speaker, turn.role) for turn in turns] == [
        ("", "other"), (asks, "interviewer"), (tells, "participant"), (asks, "interviewer"), (tells, "participant")
    ]  # fmt: skip
    words = [text[turn.start : turn.end] for turn in turns]
    assert words[0] == "Title"
    assert words[2].count(ends) == 2
    assert not words[2].endswith(ends)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("[0:01] Anna: hej\n[0:04] Ewa: ho\n[0:05] Anna: a\n[0:07] Ewa: c", ["Anna", "Ewa", "Anna", "Ewa"]),
        ("Anna  0:01\nhej\nEwa  0:05\nho\nAnna  0:12\nx", ["Anna", "Ewa", "Anna"]),
        ("Interviewer\nHow?\nP1\nfine\nInterviewer\nok\nP1\nyes", ["Interviewer", "P1", "Interviewer", "P1"]),
        ("Note: this is\nhttp://x.y\n\nbut he said: no", ["", "", ""]),
    ],
)
def test_labels_have_all_forms_and_sentences_with_colons_are_none(text, speakers):
    assert [turn.speaker for turn in exact_turns(text)] == speakers


def test_who_asks_is_told_from_questions_where_no_word_does():
    turns = exact_turns("Ola: Jak?\nEwa: Źle, bo drogo.\nOla: Czemu?\nEwa: Nie wiem, tak wyszło.\nOla: Tak?\nEwa: No.")
    assert {(turn.speaker, turn.role) for turn in turns} == {("Ola", "interviewer"), ("Ewa", "participant")}


def test_without_labels_each_paragraph_is_a_turn_and_broken_lines_belong_together():
    assert [turn.role for turn in exact_turns("Raz.\r\n\r\n  Dwa.  \r\nTrzy.")] == ["participant"] * 3
    line = "one two three four five six seven eight nine ten eleven"
    wrapped = "\n".join([line, line, line, "end.", "", line, line, "end."])
    assert [wrapped[a:b].count("\n") for a, b in paragraphs(wrapped, 0, len(wrapped))] == [3, 2]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["Anna: tak", "Badacz: nie", "\r\n", "\n", "\r", " ", "😀 x", "P1:", "a\u0301"])).map(
        "".join
    )
)
def test_turns_never_overlap_and_hold_words(text):
    end = 0
    for turn in exact_turns(text):
        assert end <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end].strip() == text[turn.start : turn.end].strip("\ufeff")
        assert "\r" not in shown(text[turn.start : turn.end])
        end = turn.end
