"""Structured personal data in speech: the sentences with marked places, and facts about single forms.

The first fifty sentences of each language were written before the rules, the other fifty after them: of the marked
places of those the rules, unchanged, found 108 of 111 (English 33 of 35, Polish 37 of 37, Russian 38 of 39), and two
findings were only part of a marked place. What was missed has been mended since. Forty more a language, half of them
without personal data, were written later by somebody who knew the rules, before they were tried: 60 of 60 places were
found, and 5 findings, all of them possible ones, were none. Sentences with such are facts of their own below.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.privacy.numbers import find_numbers

SENTENCES = Path(__file__).parent / "sentences"
LANGUAGES = ("en", "pl", "ru")


def _rows(language: str) -> list[dict]:
    lines = (SENTENCES / f"{language}_numbers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _found(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    return [(one.kind, one.sureness, one.text) for one in find_numbers(text, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_marked_number_is_found_and_nothing_else(language: str):
    rows = _rows(language)
    assert len(rows) >= 135
    for row in rows:
        found = [{"start": one.start, "end": one.end, "kind": one.kind} for one in find_numbers(row["text"], language)]
        assert found == row["entities"], row["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_does_not_hang_on_the_language(language: str):
    for spoken in LANGUAGES:
        for row in _rows(spoken):
            found = {(one.start, one.end) for one in find_numbers(row["text"], language)}
            assert {(entity["start"], entity["end"]) for entity in row["entities"]} <= found, row["text"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my PESEL, 87050312347", ("pesel", "sure", "87050312347")),
        ("my PESEL, 87050312348", ("pesel", "likely", "87050312348")),
        ("it said 87050312348 there", ("pesel", "possible", "87050312348")),
        ("karta 4111 1111 1111 1112", ("card", "likely", "4111 1111 1111 1112")),
        ("the order was 4111 1111 1111 1111", ("card", "possible", "4111 1111 1111 1111")),
        ("konto 62 1090 1014 0000 0712 1981 2874", ("account", "likely", "62 1090 1014 0000 0712 1981 2874")),
        ("ИНН 500100732250", ("inn", "likely", "500100732250")),
        ("IMEI 490154203237518", ("id_number", "likely", "490154203237518")),
        ("REGON 123456785", ("id_number", "sure", "123456785")),
        ("ring 601 234 567", ("phone", "sure", "601 234 567")),
        ("then 601 234 567 came", ("phone", "likely", "601 234 567")),
        ("then 601234567 came", ("phone", "possible", "601234567")),
    ],
)
def test_sureness_comes_from_check_digits_and_words_near(text: str, expected: tuple[str, str, str]):
    assert _found(text) == [expected]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mój numer to sześć zero jeden dwa trzy cztery pięć sześć siedem", "phone"),
        ("it's 6 0 1 2 3 4 5 6 7", "phone"),
        ("numer sześć zero jeden, 234, pięć sześć siedem", "phone"),
        ("+44 (0)20 7946 0018", "phone"),
        ("8 800 2000 600", "phone"),
        ("mój pesel osiem siedem zero pięć zero trzy jeden dwa trzy cztery siedem", "pesel"),
        ("NIP: PL5259139097", "nip"),
        ("dowód seria ABA numer 300000", "id_number"),
        ("паспорт серия 4508 номер 123456", "passport"),
        ("р/с 40702810900000012345 в банке", "account"),
        ("иван точка петров собака яндекс ру", "email"),
        ("john underscore smith ninety at yahoo dot com", "email"),
        ("вк точка ком слэш иван", "url"),
        ("улица Ленина дом пять квартира семь", "address"),
        ("мы в доме 5 по улице Гагарина", "address"),
        ("mieszkam na ulicy długiej pięć", "address"),
        ("10 Downing Street, London SW1A 2AA", "address"),
        ("03.05.1987 года рождения", "birth_date"),
        ("третьего мая восемьдесят седьмого года родилась дочь", "birth_date"),
        ("ur. 3 maja '87", "birth_date"),
    ],
)
def test_forms_of_speech_are_found(text: str, kind: str):
    (found,) = find_numbers(text, "en")
    assert found.kind == kind
    assert found.sureness in ("sure", "likely")


@pytest.mark.parametrize(
    "text",
    [
        "one, two, three, four, five, six, seven, eight",
        "dwadzieścia, trzydzieści, czterdzieści osób",
        "сто двенадцать, сто восемнадцать, сто девять",
        "nineteen eighty seven, nineteen ninety two",
        "za 601 234 567 złotych",
        "заказ 601 234 567",
        "it took 601 234 567 users",
        "10-200 osób w 2019, 2020 i 2021",
        "мы переехали на Урал 3 года назад",
        "look at amazon dot com",
        "25 years at 4.35 percent",
        "on 3 May 1987 we were married",
        "192.168.10.15 and 3.14159265358979",
    ],
)
def test_amounts_counting_and_orders_are_nobodys(text: str):
    assert _found(text) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ring 601 234 567", "+48 601-234-567"),
        ("ring 07700 900123", "+44 7700 900123"),
        ("звоните 8 (912) 345-67-89", "+79123456789"),
        ("sześćset jeden, dwieście trzydzieści cztery, pięćset sześćdziesiąt siedem", "601 234 567"),
        ("jan małpa firma kropka pl", "jan@firma.pl"),
        ("born on 3 May 1987", "ur. 3.05.1987"),
    ],
)
def test_one_number_is_one_entity_however_it_is_told(first: str, second: str):
    (one,), (other,) = find_numbers(first, "pl"), find_numbers(second, "pl")
    assert one.entity == other.entity


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Her number is 07700 900461", ("phone", "sure", "07700 900461")),
        ("en", "it was 07700 900461", ("phone", "likely", "07700 900461")),
        ("pl", "Jej telefon to 07700 900461", ("phone", "sure", "07700 900461")),
        ("ru", "Её телефон 07700 900461", ("phone", "sure", "07700 900461")),
        ("en", "her number's oh seven seven double oh nine double oh four six one", ("phone", "likely", None)),
        ("en", "her phone number is oh seven seven double oh nine double oh four six one", ("phone", "likely", None)),
        ("en", "her phone is 44051401359", ("phone", "likely", "44051401359")),
        ("pl", "to było 44051401359 wtedy", ("pesel", "sure", "44051401359")),
        ("pl", "Zadzwoniłam do banku i podałam 44051401359", ("pesel", "sure", "44051401359")),
        ("en", "it was 44051401359 then", ("pesel", "possible", "44051401359")),
        ("pl", "to było 8567346215 wtedy", ("nip", "sure", "8567346215")),
        ("en", "it was 8567346215 then", ("nip", "possible", "8567346215")),
        ("ru", "это 7830002293 такой", ("inn", "sure", "7830002293")),
        ("en", "it was 500100732259 then", ("inn", "possible", "500100732259")),
        ("ru", "паспорт у меня 45 10 123456", ("passport", "sure", "45 10 123456")),
        ("pl", "to 48 601 234 567 chyba", ("phone", "likely", "48 601 234 567")),
    ],
)
def test_the_word_near_then_the_form_of_the_language_then_check_digits_say_what_a_number_is(
    language: str, text: str, expected: tuple[str, str, str | None]
):
    ((kind, sureness, words),) = _found(text, language)
    assert (kind, sureness) == expected[:2]
    assert words == (expected[2] or text[text.index("oh seven") :])


@pytest.mark.parametrize(
    ("digits", "word", "kind"), [("89161234567", "SNILS", "snils"), ("4111111111111111", "karta", "card")]
)
def test_a_number_behind_its_word_is_no_telephone(digits: str, word: str, kind: str):
    assert [found[0] for found in _found(f"{word} {digits}", "pl")] == [kind]
    assert [found[0] for found in _found(f"{word} 1, 89161234567", "ru")] == ["phone"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_no_word_names_is_a_telephone_where_the_language_writes_them_so(language: str):
    written = {"en": "020 7946 0{:03}", "pl": "601 234 {:03}", "ru": "8 912 345-{:03}"}[language]
    for n in range(0, 1000, 53):
        number = written.format(n) if language != "ru" else f"8 912 345-{n % 90 + 10}-{n % 83 + 10}"
        assert [kind for kind, _sureness, _text in _found(f"x {number} x", language)] == ["phone"], number


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The sort code's 40-47-58.", "account", "40-47-58"),
        ("the sort code’s 40-47-58.", "account", "40-47-58"),
        ("my sort code, that's 40-47-58", "account", "40-47-58"),
        ("the account number's 31926819", "account", "31926819"),
        ("my passport's 512345678", "passport", "512345678"),
        ("numer mojego PESEL-u 87050312348", "pesel", "87050312348"),
        ("PESEL mam 87050312348", "pesel", "87050312348"),
        ("ИНН у меня 500100732250", "inn", "500100732250"),
    ],
)
def test_contractions_and_short_words_behind_the_name_of_a_number(text: str, kind: str, words: str):
    (found,) = find_numbers(text, "en")
    assert (found.kind, found.text) == (kind, words)
    assert found.sureness != "possible"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The flat at 12b Wexcombe Road had no lift", "12b Wexcombe Road"),
        ("Flat 3, 27 Orchard Road", "Flat 3, 27 Orchard Road"),
        ("flat B, 27 Orchard Road", "flat B, 27 Orchard Road"),
        ("flat two, 27 Orchard Road", "flat two, 27 Orchard Road"),
    ],
)
def test_only_the_door_of_a_flat_belongs_to_its_address(text: str, words: str):
    assert _found(text) == [("address", "sure", words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("urodziłam się 3 maja 1987 roku w Radomiu", "3 maja 1987 roku"),
        ("родилась 3 мая 1987 года в Твери", "3 мая 1987 года"),
        ("born on the 3rd of May 1987", "3rd of May 1987"),
        ("3 мая 1987 года рождения", "3 мая 1987"),
        ("3 maja 1987 roku urodzenia", "3 maja 1987"),
    ],
)
def test_the_word_for_a_year_belongs_to_a_date_of_birth(text: str, words: str):
    assert _found(text) == [("birth_date", "sure", words)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("на проспекте Мира 18 магазинов", "ru"),
        ("На улице Цветочной 7 магазинов одно и то же", "ru"),
        ("На проспекте Победы 12 аптек", "ru"),
        ("Na ulicy Kwiatowej 7 sklepów", "pl"),
        ("We looked at 5 Mill Lane Studios flats", "en"),
    ],
)
def test_what_is_counted_behind_a_street_is_no_house(text: str, language: str):
    ((kind, sureness, _words),) = _found(text, language)
    assert (kind, sureness) == ("address", "possible")


def test_a_hotel_named_after_its_house_is_no_address():
    assert _found("We saw 4 Park Place Hotel") == []


@pytest.mark.parametrize(
    ("text", "sureness"),
    [
        ("who was born on 3 May 1987", "sure"),
        ("my mother-in-law was born on 3 May 1987", "sure"),
        ("Lorna was born on 3 May 1987", "sure"),
        ("on 3 May 1987 our daughter was born", "likely"),
        ("бабушка родилась 3 мая 1987", "sure"),
        ("teściowa urodziła się 3 maja 1987", "sure"),
        ("the show was born on 3 May 1987", "possible"),
        ("the season was born on 3 May 1987", "possible"),
        ("on 3 May 1987 the show was born", "possible"),
        ("бренд родился 3 мая 1987", "possible"),
        ("marka urodziła się 3 maja 1987", "possible"),
    ],
)
def test_a_date_of_birth_needs_somebody_who_is_born(text: str, sureness: str):
    assert [one[:2] for one in _found(text)] == [("birth_date", sureness)]


def test_an_address_said_sign_by_sign_is_likely():
    assert _found("It's j dot marsh at fernhillpost dot com") == [
        ("email", "likely", "j dot marsh at fernhillpost dot com")
    ]
    assert [one[1] for one in _found("sally at fernhillpost dot com")] == ["possible"]


def test_a_birthday_and_a_year_alone_are_for_review_only():
    assert _found("my birthday is on 3 May") == [("birth_date", "possible", "3 May")]
    assert _found("urodziłam się w 1987 roku") == [("birth_date", "possible", "1987")]
    assert _found("родился в 87 году") == [("birth_date", "possible", "87")]


def test_the_name_of_a_shop_on_the_web_is_for_review_only():
    assert _found("kupiłam na allegro.pl") == [("url", "possible", "allegro.pl")]
    assert _found("vk.com/id12345") == [("url", "likely", "vk.com/id12345")]


_PIECES = st.sampled_from(
    ["601", "+48", "8", "(912)", "-", " ", ".", "@", "ul.", "Ленина", "дом", "4111", "one", "sto", "два", "at", "dot",
     "com", "ur.", "3", "maja", "1987", "PL", "PESEL", "\u00a0", "e\u0301", "😀", "\n"]
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=30).map("".join)), st.sampled_from(LANGUAGES))
def test_findings_of_any_text_are_its_own_words_in_order(text: str, language: str):
    found = find_numbers(text, language)
    assert all(one.text == text[one.start : one.end] and one.text and one.entity for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
