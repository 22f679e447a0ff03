"""Pseudonyms: the same for one entity, in the form of the place, never a name of the study."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.privacy.base import DATA_KINDS, Finding
from cjm_research.privacy.detect import detect
from cjm_research.privacy.inflection import pattern
from cjm_research.privacy.names_words import words_of
from cjm_research.privacy.pseudonym_forms import first_table, surname_table
from cjm_research.privacy.pseudonym_lists import placeholder
from cjm_research.privacy.pseudonyms import (
    Entity,
    Pseudonym,
    entities_of,
    pseudonym_for,
    pseudonyms_for,
    render,
)


def _replaced(texts: list[str], language: str, seed: int = 7) -> list[str]:
    found = detect([(text, language) for text in texts])
    entities = entities_of(found, [language] * len(texts))
    taken = {one.text for each in found for one in each}
    chosen = pseudonyms_for(entities, taken=taken, seed=seed)
    written = []
    for text, findings in zip(texts, found, strict=True):
        for one in reversed(findings):
            new = render(chosen[one.kind, language, one.entity], one, language)
            text = text[: one.start] + new + text[one.end :]
        written.append(text)
    return written


def _person(language: str, first: str, last: str, gender: str, **more) -> Entity:
    return Entity(f"{first} {last}", "person", language, gender, first=first, last=last, **more)


def _finding(text: str, parts: str, lemmas: str, gender: str = "", number: str = "sg", case: str = "nom") -> Finding:
    traits = {"part": "full", "parts": parts, "lemmas": lemmas, "gender": gender, "number": number, "case": case}
    return Finding(0, len(text), text, "person", "sure", "key", "test", traits)


# A pseudonym that is given, so that the forms can be read here.
MARTA = Pseudonym(
    "key", "person", "pl", "f", "zuzanna", last="zieliński", diminutives=("zuzia", "zuzka"), initials="z", shown="x"
)
PIOTR = Pseudonym("key", "person", "pl", "m", "tomasz", last="wilk", diminutives=("tomek",), initials="tk", shown="x")
OLGA = Pseudonym("key", "person", "ru", "f", "ольга", "сергей", "соколов", "о", ("оля",), shown="x")
IVAN = Pseudonym("key", "person", "ru", "m", "павел", "юрий", "вишневский", "п", ("паша",), shown="x")
CLARE = Pseudonym("key", "person", "en", "f", "helen", last="croft", initials="h", shown="Helen Croft")


@pytest.mark.parametrize(
    ("pseudonym", "finding", "expected"),
    [
        (MARTA, _finding("Anną Kowalską", "first last", "anna kowalski", "f", case="ins"), "Zuzanną Zielińską"),
        (MARTA, _finding("Kasi", "dim", "kasia", "f", case="dat"), "Zuzi"),
        (MARTA, _finding("KOWALSKIEJ", "last", "kowalski", "f", case="gen"), "ZIELIŃSKIEJ"),
        (MARTA, _finding("anna", "first", "anna", "f"), "zuzanna"),
        (MARTA, _finding("Kowalscy", "last", "kowalski", "m", "pl"), "Zielińscy"),
        (MARTA, _finding("A. Kowalska", "initial last", "a kowalski", "f"), "Z. Zielińska"),
        (PIOTR, _finding("Janie", "first", "jan", "m", case="voc"), "Tomaszu"),
        (PIOTR, _finding("Nowakową", "wife", "nowak", "f", case="ins"), "Wilkową"),
        (PIOTR, _finding("Nowaków", "last", "nowak", "m", "pl", "gen"), "Wilków"),
        (OLGA, _finding("Кузнецовой", "last", "кузнецов", "f", case="gen"), "Соколовой"),
        (OLGA, _finding("Анне Ивановне", "first patronymic", "анна ивановна", "f", case="dat"), "Ольге Сергеевне"),
        (OLGA, _finding("Кать", "dim", "катя", "f", case="voc"), "Оль"),
        (IVAN, _finding("Ивана Петровича", "first patronymic", "иван петрович", "m", case="gen"), "Павла Юрьевича"),
        (IVAN, _finding("Сашиного", "possessive", "саша", "m"), "Пашиного"),
        (CLARE, _finding("Johnsons", "last", "johnson", "", "pl"), "Crofts"),
        (IVAN, _finding("Раевским", "last", "раевский", "m", case="ins"), "Вишневским"),
        (CLARE, _finding("Rachel Adams", "first last", "rachel adams", "f"), "Helen Croft"),
        (CLARE, _finding("Anna van Dyke", "first particle last", "anna van dyke", "f"), "Helen Croft"),
    ],
)
def test_a_pseudonym_stands_in_the_form_of_the_place(pseudonym: Pseudonym, finding: Finding, expected: str):
    assert render(pseudonym, finding) == expected


def test_an_own_wording_without_parts_stands_as_it_is():
    assert render(CLARE, Finding(0, 3, "abc", "person", "sure", "key", "hand")) == "Helen Croft"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("pl", ["Jan Kowalski i Anna Kowalska.", "Nie ma Kowalskiego ani Kowalskiej.", "U Kowalskich."]),
        ("ru", ["Иван Кузнецов и Анна Кузнецова.", "Нет Кузнецова и Кузнецовой.", "У Кузнецовых."]),
        ("en", ["John Doyle and Anna Doyle.", "Ask Mr Doyle or Mrs Doyle.", "J. Doyle was here."]),
    ],
)
def test_a_family_shares_a_surname_and_nobody_keeps_a_name(language: str, texts: list[str]):
    written = _replaced(texts, language)
    before = {word.fold for text in texts for word in words_of(text) if word.capital}
    ends = {word.fold[:4] for word in words_of(written[0]) if word.capital} & {
        word.fold[:4] for word in words_of(written[1]) if word.capital
    }
    assert len(ends) == 1
    assert not {w for text in written for w in text.split()} & {"Kowalski", "Kowalska", "Кузнецов", "Doyle", "John"}
    assert before - {"u", "у", "nie", "нет", "ask", "mr", "mrs"}


def test_a_family_is_shown_in_the_plural():
    found = detect([("Byliśmy u Kowalskich. Kowalski spał.", "pl")])
    chosen = pseudonyms_for(entities_of(found, ["pl"]), taken=(), seed=2)
    family, man = (one.shown for one in chosen.values())
    assert (family[:4], family[-3:], man[-3:]) == (man[:4], "scy", "ski") or family.endswith("ccy")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_seed_decides_and_another_seed_decides_otherwise(language: str):
    text = {"en": "Rachel Adams", "pl": "Anna Kowalska", "ru": "Анна Кузнецова"}[language] + " 123."
    assert _replaced([text], language, 1) == _replaced([text], language, 1)
    assert len({_replaced([text], language, seed)[0] for seed in range(8)}) > 3


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(
        [
            _person("pl", "anna", "kowalski", "f"),
            _person("pl", "jerzy", "nowak", "m"),
            _person("pl", "katarzyna", "duda", "f", diminutive=True),
            _person("ru", "иван", "кузнецов", "m"),
            _person("ru", "мария", "ткаченко", "f", diminutive=True),
            _person("en", "rachel", "adams", "f"),
        ]
    ),
    st.integers(0, 10_000),
)
def test_a_pseudonym_declines_alike_and_keeps_gender_but_not_the_initial(entity: Entity, seed: int):
    chosen = pseudonym_for(entity, taken={"Marta Lis", "Олег", "Helen"}, seed=seed)
    assert chosen.first[0] != entity.first[0]
    assert chosen.last[0] != entity.last[0]
    assert chosen.gender == entity.gender
    assert chosen.first not in {"marta", "олег", "helen"}
    first, last = ((entity.first, chosen.first), (entity.last, chosen.last))
    tables = [first_table(entity.language, name, entity.gender, diminutive=False) for name in first]
    assert pattern(tables[0]) == pattern(tables[1])
    surnames = [surname_table(entity.language, name, entity.gender) for name in last]
    assert pattern(surnames[0]) == pattern(surnames[1])
    assert chosen.diminutives or not entity.diminutive
    assert Pseudonym.from_mapping(chosen.as_mapping()) == chosen


def test_names_that_are_used_up_give_way_to_a_role_in_brackets():
    everything = {word for gender in "fm" for word in _all_first_names("pl", gender)}
    chosen = pseudonym_for(_person("pl", "anna", "", "f"), taken=everything, seed=1)
    assert chosen.shown == "[osoba 1]"
    assert render(chosen, _finding("Annie", "first", "anna", "f", case="dat"), "en") == "[person 1]"


@pytest.mark.parametrize(("language", "surname"), [("pl", "kowalski"), ("ru", "кузнецов"), ("en", "adams")])
def test_a_large_study_has_a_name_for_everybody(language: str, surname: str):
    first = {"pl": "anna", "ru": "анна", "en": "rachel"}[language]
    entities = [_person(language, first, "", "f")] + [
        Entity(
            f"{n}",
            "person",
            language,
            "f",
            first=first,
            last=surname[:-2] + chr(ord(surname[0]) + n % 9) + surname[-2:],
        )
        for n in range(70)
    ]
    chosen = pseudonyms_for(entities, taken=(), seed=3)
    assert all(not one.number for one in chosen.values())
    assert len({one.shown for one in chosen.values()}) == len(chosen)


def _all_first_names(language: str, gender: str) -> list[str]:
    from cjm_research.privacy.pseudonym_lists import first_name_order

    return first_name_order(language, "anna", gender, False, "x")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
@pytest.mark.parametrize("kind", DATA_KINDS)
def test_every_kind_has_words_in_brackets_in_every_language(language: str, kind):
    assert placeholder(language, kind, 3).startswith("[")
    assert placeholder(language, kind, 1) != placeholder(language, kind, 2)


def test_firms_are_lettered_and_numbers_counted():
    found = detect(
        [("I work at Kopernik Labs and at Kestrel Media; ring 020 7946 0958.", "en")], employers=["Kestrel Media"]
    )
    chosen = pseudonyms_for(entities_of(found, ["en"]), taken=(), seed=1)
    assert [one.shown for one in chosen.values()] == ["[company A]", "[company B]", "[phone 1]"]
    assert placeholder("pl", "organisation", 27) == "[firma AA]"
