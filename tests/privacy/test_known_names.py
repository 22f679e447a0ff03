"""Names that a study knows: in forms that are common words, in couples, of men and women; and what replaces them."""

from __future__ import annotations

import pytest

from cjm_research.model.privacy import Replacement
from cjm_research.privacy.base import Finding
from cjm_research.privacy.detect import detect
from cjm_research.privacy.inflection_pl import first_name_forms, surname_forms
from cjm_research.privacy.inflection_ru import short_patronymic_forms
from cjm_research.privacy.key import Key, KeyEntity
from cjm_research.privacy.pseudonym_lists import diminutives_of, first_name_order
from cjm_research.privacy.pseudonym_prepositions import with_prepositions
from cjm_research.privacy.pseudonyms import entities_of, pseudonyms_for, render


def found(language: str, *texts: str, known: tuple[str, ...] = ()) -> list[Finding]:
    each = detect([(text, language) for text in texts], known=known)
    return [one for findings in each for one in findings if one.kind == "person"]


def sureness(language: str, *texts: str, known: tuple[str, ...] = ()) -> dict[str, str]:
    return {one.text: one.sureness for one in found(language, *texts, known=known)}


@pytest.mark.parametrize(
    ("language", "known", "text", "expected"),
    [
        ("pl", "Ania", "Ani dlaczego, ani po co.", {}),
        ("pl", "Ala", "Ale nie wiem. Ale powiedzieli, że tak.", {}),
        ("pl", "Ania", "Ani nie było.", {"Ani": "likely"}),
        ("pl", "Lena", "Lenie to przeszkadza.", {"Lenie": "possible"}),
        ("ru", "Вера", "Вера в людей осталась.", {"Вера": "possible"}),
        ("ru", "Вера", "Вера сказала, что нет.", {"Вера": "likely"}),
        ("ru", "Женя", "Жене сказали подождать.", {"Жене": "likely"}),
        ("en", "Rose", "Rose prices went up.", {"Rose": "possible"}),
        ("en", "Rose", "Rose said no.", {"Rose": "likely"}),
    ],
)
def test_a_known_name_that_is_a_word_needs_a_sign_where_a_sentence_begins(
    language: str, known: str, text: str, expected: dict[str, str]
):
    assert sureness(language, text, known=(known,)) == expected


@pytest.mark.parametrize(
    ("language", "texts", "form"),
    [
        ("pl", ["Lena ma dwa lata. Lenie kupiliśmy wózek."], "Lenie"),
        ("pl", ["Ania wróciła. Ani nie było w domu."], "Ani"),
        ("pl", ["Pani Szwed mówiła.", "Szwedowej nie było."], "Szwedowej"),
        ("pl", ["Filip Król dzwonił. Króla znam."], "Króla"),
        ("ru", ["Мастер Гена пришёл.", "Гене позвонили."], "Гене"),
        ("ru", ["Юлия Волк и Роман Волк женаты. Волка я знаю."], "Волка"),
        ("ru", ["Маша пришла.", "Маш, говорю, примерь."], "Маш"),
        ("ru", ["Илья Муромов звонил."], "Илья Муромов"),
    ],
)
def test_forms_of_a_name_that_are_words_are_found_beside_it(language: str, texts: list[str], form: str):
    assert sureness(language, *texts)[form] != "possible"


def test_a_street_after_przy_is_not_replaced_unasked():
    assert sureness("pl", "Mieszkam przy Puławskiej.") == {"Puławskiej": "possible"}


def replaced(language: str, text: str) -> str:
    findings = detect([(text, language)])
    entities = entities_of(findings, [language])
    taken = {word.strip(".,") for word in text.split()}
    chosen = pseudonyms_for(entities, taken=taken, seed=7)
    for one in reversed(findings[0]):
        text = text[: one.start] + render(chosen[one.kind, language, one.entity], one, language) + text[one.end :]
    return text


@pytest.mark.parametrize(
    ("language", "text", "family", "later"),
    [
        ("pl", "Asia i Tomek Nowakowie kupili. Powiedziałem Nowakom.", 3, -1),
        ("pl", "Adam i Ewa Malinowscy kupili. Dałem to Malinowskim.", 3, -1),
        ("ru", "Аня и Лёша Смирновы приехали. Смирновым рады.", 3, 5),
        ("ru", "Даша и Маша Воробьёвы близнецы. Воробьёвых путают.", 3, 5),
    ],
)
def test_a_couple_keeps_the_plural_and_one_surname(language: str, text: str, family: int, later: int):
    words = replaced(language, text).replace(".", "").split()
    assert words[family].endswith(("owie", "cy", "ы"))
    assert words[family][:4] == words[later][:4]


def test_a_man_and_a_woman_of_one_everyday_name_are_two_persons():
    one, other = found("ru", "Валя сказала, что нет. Дедушка Валя смеялся.")
    assert one.entity != other.entity
    assert (one.traits["gender"], other.traits["gender"]) == ("f", "m")


@pytest.mark.parametrize(
    ("language", "text", "genders"),
    [
        ("ru", "Саша сказал, что ему удобнее. Саше всё равно.", {"m"}),
        ("pl", "Sprzedawczyni w Empiku, Julka, znalazła książkę.", {"f"}),
        ("pl", "Aleksandra nie znam, z Aleksandrem nie rozmawiałem.", {"m"}),
    ],
)
def test_a_verb_or_another_form_tells_the_gender(language: str, text: str, genders: set[str]):
    assert {one.traits["gender"] for one in found(language, text)} == genders


def test_a_russian_title_stands_before_a_surname():
    findings = found("ru", "Господин Ким ответил. Госпожа Ким тоже. С Кимом переписывались.")
    assert [one.traits["parts"] for one in findings] == ["last"] * 3


@pytest.mark.parametrize(
    ("name", "genitive"),
    [("kacper", "kacpra"), ("aleksander", "aleksandra"), ("kasper", "kaspra"), ("sylwester", "sylwestra")],
)
def test_polish_first_names_in_er_lose_their_vowel(name: str, genitive: str):
    assert first_name_forms(name, "m")["sg", "gen"] == (genitive,)


@pytest.mark.parametrize(
    ("name", "genitive"), [("szczygieł", "szczygła"), ("marzec", "marca"), ("jastrząb", "jastrzębia")]
)
def test_polish_surnames_change_their_stems(name: str, genitive: str):
    assert surname_forms(name, "m")["sg", "gen"] == (genitive,)


@pytest.mark.parametrize(
    ("father", "short"),
    [("павел", "палычем"), ("иван", "иванычем"), ("сергей", "сергеичем"), ("лев", "львовичем"), ("пётр", "петровичем")],
)
def test_a_short_patronymic_stays_short_in_all_cases(father: str, short: str):
    assert short_patronymic_forms(father)["sg", "ins"] == (short,)


def test_what_replaces_a_short_patronymic_is_short():
    words = replaced("ru", "Мастер Михалыч всё починил. Михалычу спасибо.").split()
    assert words[1].endswith(("ыч", "ич"))
    assert not words[1].endswith(("ович", "евич"))
    assert words[4] == f"{words[1]}у"


def test_an_everyday_form_gives_way_to_one_that_declines_alike_and_rare_names_come_last():
    order = first_name_order("pl", "tomek", "m", True, "salt")
    assert all(diminutives_of("pl", name, "m")[0].endswith("ek") for name in order[:5])
    assert order.index("alojzy") > order.index("kacper")


def test_ze_before_a_cluster_becomes_z_before_another_name():
    text = "Rozmawiałem ze Zbyszkiem."
    changes = with_prepositions(text, "pl", [Replacement(15, 24, "Markiem")])
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    assert text == "Rozmawiałem z Markiem."


@pytest.mark.parametrize(
    ("language", "common", "telling"), [("pl", "Ale", "Alicji"), ("ru", "Вера", "Анну"), ("en", "Rose", "Fiona")]
)
def test_common_words_are_not_told_as_remaining(language: str, common: str, telling: str):
    entity = KeyEntity(
        id="1", kind="person", language=language, name="x", shown="y", replaced=((common, "A"), (telling, "B"))
    )
    assert Key(seed=1, entities=(entity,)).raw_forms() == {telling}
