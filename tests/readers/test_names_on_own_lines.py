"""A name alone on its line: the interviewer's questions never become the participant's words."""

import pytest

from cjm_research.readers import read_transcript
from tests.readers.builders import docx_bytes, put, sides, texts

QUESTIONS = {
    "en": ("How did you choose the washer?", "What came next?", "And then?", "What did you feel?", "Any advice?"),
    "pl": ("Jak szukała Pani pralki?", "Co było dalej?", "A potem?", "Co Pani poczuła?", "Poleci ją Pani?"),
    "ru": ("Как вы выбирали машину?", "Что было дальше?", "А потом?", "Что вы почувствовали?", "Посоветуете?"),
}
ANSWERS = {
    "en": (
        "First I read reviews on a forum.",
        "I went to the shop, the assistant was polite.",
        "The delivery was three days late and I was furious.",
        "Relief.",
        "Yes, I told a friend to buy it.",
    ),
    "pl": (
        "Najpierw czytałam opinie na forum, żeby się nie pomylić.",
        "Pojechałam do sklepu, sprzedawca był miły.",
        "Dostawę przesunęli o trzy dni, byłam wściekła.",
        "Ulgę.",
        "Tak, poleciłam ją koleżance.",
    ),
    "ru": (
        "Сначала читала отзывы на форуме.",
        "Поехала в магазин, консультант оказался вежливым.",
        "Доставку задержали на три дня, я была в ярости.",
        "Облегчение.",
        "Да, подруге посоветовала.",
    ),
}
ASKS = {"en": "Interviewer", "pl": "Moderator", "ru": "Интервьюер"}
NAMES = {"en": ("Olga", "Olga Brown"), "pl": ("Zofia", "Pani Zofia"), "ru": ("Ольга", "Ольга Петрова")}


def talk(language: str, n: int, name: str, asks: str = "") -> tuple[str, ...]:
    pairs = zip(QUESTIONS[language][:n], ANSWERS[language][:n], strict=True)
    return tuple(line for q, a in pairs for line in (asks or ASKS[language], q, name, a))


def written(folder, lines, form):
    if form == "docx":
        return put(folder, "t.docx", docx_bytes(lines))
    if form == "txt with gaps":
        turns = zip(lines[::2], lines[1::2], strict=True)
        return put(folder, "t.txt", "\n\n".join(f"{name}\n{words}" for name, words in turns))
    return put(folder, "t.txt", "\n".join(lines))


@pytest.mark.parametrize("form", ["docx", "txt", "txt with gaps"])
@pytest.mark.parametrize("n_words", [1, 2])
@pytest.mark.parametrize("n", [2, 5])
@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_name_alone_takes_turns_with_the_interviewer(tmp_path, language, n, n_words, form):
    name = NAMES[language][n_words - 1]
    result = read_transcript(written(tmp_path, talk(language, n, name), form), language=language)
    assert sides(result.transcript) == "IP" * n
    assert {u.speaker for u in result.transcript.utterances} == {ASKS[language], name}
    assert texts(result.transcript)[::2] == list(QUESTIONS[language][:n])
    assert texts(result.transcript)[1::2] == list(ANSWERS[language][:n])
    assert result.notes == ()


@pytest.mark.parametrize("name", ["O", "O.", "O.B.", "OB", "P1", "p1", "P 1", "olga", "ol2", "A", "Ольга", "о"])
@pytest.mark.parametrize("form", ["docx", "txt"])
def test_initials_and_ids_alone_take_turns_with_the_interviewer(tmp_path, name, form):
    result = read_transcript(written(tmp_path, talk("en", 2, name), form), language="en")
    assert sides(result.transcript) == "IPIP"
    assert result.transcript.utterances[1].speaker == name
    assert texts(result.transcript)[1::2] == list(ANSWERS["en"][:2])


def test_the_interviewers_name_takes_turns_with_the_word_participant(tmp_path):
    path = written(tmp_path, talk("en", 5, "Participant", asks="Anna"), "txt")
    transcript = read_transcript(path, language="en").transcript
    assert sides(transcript) == "IP" * 5
    assert transcript.utterances[0].speaker == "Anna"


def test_several_people_answer(tmp_path):
    lines = []
    for question, first, second in zip(QUESTIONS["pl"][:4], ANSWERS["pl"], ANSWERS["pl"][1:], strict=False):
        lines += ["Moderator", question, "Olga", first, "Marek", second]
    transcript = read_transcript(written(tmp_path, tuple(lines), "docx"), language="pl").transcript
    assert sides(transcript) == "IPP" * 4
    assert [u.speaker for u in transcript.utterances[:3]] == ["Moderator", "Olga", "Marek"]


@pytest.mark.parametrize("answer", ["Yes", "Okay", "Tak", "Да"])
def test_an_answer_of_one_word_is_no_name(tmp_path, answer):
    lines = []
    for question, words in zip(QUESTIONS["en"], ANSWERS["en"], strict=True):
        lines += ["Interviewer", question, answer, words]
    transcript = read_transcript(written(tmp_path, tuple(lines), "txt"), language="en").transcript
    assert sides(transcript) == "IP" * 5
    assert texts(transcript)[1] == f"{answer}\n{ANSWERS['en'][0]}"


def test_a_place_named_twice_inside_a_long_talk_is_no_speaker(tmp_path):
    lines = [line for _ in range(3) for line in talk("en", 5, "P1")]
    for position in (8, 24):
        lines[position:position] = ["Allegro", "That is where I always buy."]
    transcript = read_transcript(written(tmp_path, tuple(lines), "txt"), language="en").transcript
    assert {u.speaker for u in transcript.utterances} == {"Interviewer", "P1"}


@pytest.mark.parametrize("form", ["docx", "txt"])
@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_only_the_interviewer_is_named_on_a_line_of_its_own(tmp_path, language, form):
    lines = tuple(line for line in talk(language, 5, "-") if line != "-")
    result = read_transcript(written(tmp_path, lines, form), language=language)
    assert sides(result.transcript) == "IP" * 5
    assert texts(result.transcript)[::2] == list(QUESTIONS[language])
    assert any("Only the interviewer has a label" in note for note in result.notes)


def test_a_note_between_the_label_and_the_question_is_nobodys(tmp_path):
    lines = (
        "Moderator",
        "(points at the screen)",
        "What is this?",
        "A list of shops.",
        "Moderator",
        "And this?",
        "A map.",
    )
    transcript = read_transcript(written(tmp_path, lines, "docx"), language="en").transcript
    assert sides(transcript) == "OIPIP"
    assert transcript.utterances[1].text == "What is this?"


def test_an_interviewer_without_words_is_warned_of(tmp_path):
    lines = ("Interviewer", "P1", "I chose it for the price.", "Interviewer", "P1", "And it broke after a week.")
    result = read_transcript(written(tmp_path, lines, "txt"), language="en")
    assert any("names the interviewer (“Interviewer”), but no words" in note for note in result.notes)
    assert not any("Only the interviewer has a label" in note for note in result.notes)


def test_one_exchange_is_warned_of(tmp_path):
    result = read_transcript(written(tmp_path, talk("en", 1, "Olga"), "txt"), language="en")
    assert any("names the interviewer (“Interviewer”)" in note for note in result.notes)


def test_a_header_that_names_the_interviewer_is_no_reason_to_warn(tmp_path):
    lines = ("Interviewer: Anna Nowak", *ANSWERS["en"][:3])
    result = read_transcript(written(tmp_path, lines, "txt"), language="en")
    assert not any("names the interviewer" in note for note in result.notes)


def test_a_lower_case_id_before_a_colon_is_a_speaker(tmp_path):
    lines = [
        f"{label}: {words}" for label, words in zip(*[iter(talk("en", 3, "p1", asks="interviewer"))] * 2, strict=True)
    ]
    transcript = read_transcript(put(tmp_path, "t.txt", "\n".join(lines)), language="en").transcript
    assert sides(transcript) == "IPIPIP"
    assert transcript.utterances[1].speaker == "p1"
