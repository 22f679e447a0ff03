"""Languages: ours are told, others are named and asked for."""

import pytest

from cjm_research.errors import UnknownLanguageError
from cjm_research.readers import detect_language, read_transcript
from tests.readers.builders import TALK, put

OTHERS = {
    "uk": "Я замовив вікна навесні, але їх привезли лише восени, і ніхто не попередив.",
    "be": "Яны абяцалі прыехаць у панядзелак, але ніхто не прыехаў. Гэта было вельмі дрэнна.",
    "bg": "Поръчах прозорците през март, но никой не се обади. Трябваше да чакам дълго време.",
    "cs": "Objednal jsem okna v březnu a nikdo mi nezavolal. Pořád jsem čekal.",
    "sk": "Objednal som okná v marci a nikto mi nezavolal. Stále som čakal, potom som zavolal sám.",
    "de": "Ich habe im März bestellt, aber niemand hat angerufen. Wir haben gewartet.",
    "fr": "J'ai commandé en mars mais personne n'a appelé. On a attendu longtemps.",
}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_our_languages_are_told_from_a_few_sentences(language):
    code, confidence = detect_language("\n".join(TALK[language]))
    assert (code, confidence > 0.9) == (language, True)


@pytest.mark.parametrize("code", sorted(OTHERS))
def test_another_language_is_named_with_what_to_do(tmp_path, code):
    path = put(tmp_path, "t.txt", f"Interviewer: {OTHERS[code]}\nP01: {OTHERS[code]}\n")
    with pytest.raises(UnknownLanguageError, match=rf"looks like \w+ \({code}\).*--language"):
        read_transcript(path)


def test_the_language_can_be_set(tmp_path):
    path = put(tmp_path, "t.txt", f"I: {OTHERS['uk']}\nP: {OTHERS['uk']}\n")
    assert read_transcript(path, language="ru").transcript.language == "ru"
    with pytest.raises(UnknownLanguageError, match="“de” is not one"):
        read_transcript(path, language="de")


@pytest.mark.parametrize("text", ["I: 12?\nP: 34.\n", "I: Hm?\nP: Mhm.\n"])
def test_too_little_text_is_asked_about(tmp_path, text):
    with pytest.raises(UnknownLanguageError, match="could not be told"):
        read_transcript(put(tmp_path, "t.txt", text))


def test_a_foreign_name_does_not_change_the_language():
    assert (
        detect_language("We drove to Łódź in the end, because they had it in stock, and talked about it for hours.")[0]
        == "en"
    )
    assert detect_language("Мы купили окна у фирмы Schüco, и всё было хорошо, только ждали долго.")[0] == "ru"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Меня зовут Наталья, все зовут меня Наташа. Наташу не обманешь. Я пришла в магазин.", "ru"),
        ("Бабушка Зина ходит в Дикси. Бабе Зине скидка. Хорошо.", "ru"),
        ("Мене звати Наталя, я прийшла до магазину і купила сік.", "uk"),
    ],
)
def test_a_short_text_is_not_ukrainian_without_a_letter_of_its_own(text, language):
    assert detect_language(text)[0] == language
