"""Tables of forms against the grammars.

Polish: the declensions of first names and surnames as the Słownik języka polskiego PWN and Grzenia's Słownik nazw
własnych print them. Russian: Зализняк, Грамматический словарь русского языка, and Калакуцкая on surnames.
"""

from __future__ import annotations

import pytest

from cjm_research.privacy import inflection_pl, inflection_ru
from cjm_research.privacy.inflection import CASES, in_shape_of, pattern

POLISH_FIRST = {
    ("anna", "f"): "anna anny annie annę anną annie anno",
    ("maria", "f"): "maria marii marii marię marią marii mario",
    ("monika", "f"): "monika moniki monice monikę moniką monice moniko",
    ("barbara", "f"): "barbara barbary barbarze barbarę barbarą barbarze barbaro",
    ("elżbieta", "f"): "elżbieta elżbiety elżbiecie elżbietę elżbietą elżbiecie elżbieto",
    ("jadwiga", "f"): "jadwiga jadwigi jadwidze jadwigę jadwigą jadwidze jadwigo",
    ("alicja", "f"): "alicja alicji alicji alicję alicją alicji alicjo",
    ("jan", "m"): "jan jana janowi jana janem janie janie",
    ("piotr", "m"): "piotr piotra piotrowi piotra piotrem piotrze piotrze",
    ("marek", "m"): "marek marka markowi marka markiem marku marku",
    ("paweł", "m"): "paweł pawła pawłowi pawła pawłem pawle pawle",
    ("andrzej", "m"): "andrzej andrzeja andrzejowi andrzeja andrzejem andrzeju andrzeju",
    ("jerzy", "m"): "jerzy jerzego jerzemu jerzego jerzym jerzym jerzy",
    ("antoni", "m"): "antoni antoniego antoniemu antoniego antonim antonim antoni",
    ("wojciech", "m"): "wojciech wojciecha wojciechowi wojciecha wojciechem wojciechu wojciechu",
    ("karen", "f"): "karen karen karen karen karen karen karen",
}
POLISH_DIMINUTIVES = {
    ("kasia", "f"): "kasia kasi kasi kasię kasią kasi kasiu",
    ("ola", "f"): "ola oli oli olę olą oli olu",
    ("kaśka", "f"): "kaśka kaśki kaśce kaśkę kaśką kaśce kaśko",
    ("krzysiek", "m"): "krzysiek krzyśka krzyśkowi krzyśka krzyśkiem krzyśku krzyśku",
    ("staś", "m"): "staś stasia stasiowi stasia stasiem stasiu stasiu",
    ("kuba", "m"): "kuba kuby kubie kubę kubą kubie kubo",
    ("zdzisio", "m"): "zdzisio zdzisia zdzisiowi zdzisia zdzisiem zdzisiu zdzisiu",
}
POLISH_SURNAMES = {
    ("kowalski", "m"): "kowalski kowalskiego kowalskiemu kowalskiego kowalskim kowalskim kowalski",
    ("kowalski", "f"): "kowalska kowalskiej kowalskiej kowalską kowalską kowalskiej kowalska",
    ("biały", "m"): "biały białego białemu białego białym białym biały",
    ("biały", "f"): "biała białej białej białą białą białej biała",
    ("nowak", "m"): "nowak nowaka nowakowi nowaka nowakiem nowaku nowak",
    ("nowak", "f"): "nowak nowak nowak nowak nowak nowak nowak",
    ("sienkiewicz", "m"): "sienkiewicz sienkiewicza sienkiewiczowi sienkiewicza sienkiewiczem sienkiewiczu sienkiewicz",
    ("duda", "m"): "duda dudy dudzie dudę dudą dudzie dudo",
    ("sikora", "f"): "sikora sikory sikorze sikorę sikorą sikorze sikoro",
    ("dudek", "m"): "dudek dudka dudkowi dudka dudkiem dudku dudek",
    ("krawiec", "m"): "krawiec krawca krawcowi krawca krawcem krawcu krawiec",
    ("stępień", "m"): "stępień stępnia stępniowi stępnia stępniem stępniu stępień",
    ("kozioł", "m"): "kozioł kozła kozłowi kozła kozłem koźle kozioł",
    ("moniuszko", "m"): "moniuszko moniuszki moniuszce moniuszkę moniuszką moniuszce moniuszko",
    ("moniuszko", "f"): "moniuszko moniuszko moniuszko moniuszko moniuszko moniuszko moniuszko",
}
POLISH_FAMILIES = {
    "kowalski": "kowalscy kowalskich kowalskim kowalskich kowalskimi kowalskich kowalscy",
    "zawadzki": "zawadzcy zawadzkich zawadzkim zawadzkich zawadzkimi zawadzkich zawadzcy",
    "nowak": "nowakowie nowaków nowakom nowaków nowakami nowakach nowakowie",
    "duda": "dudowie dudów dudom dudów dudami dudach dudowie",
}
RUSSIAN_FIRST = {
    ("анна", "f"): "анна анны анне анну анной анне анна",
    ("мария", "f"): "мария марии марии марию марией марии мария",
    ("ольга", "f"): "ольга ольги ольге ольгу ольгой ольге ольга",
    ("любовь", "f"): "любовь любови любови любовь любовью любови любовь",
    ("пётр", "m"): "пётр петра петру петра петром петре пётр",
    ("павел", "m"): "павел павла павлу павла павлом павле павел",
    ("сергей", "m"): "сергей сергея сергею сергея сергеем сергее сергей",
    ("юрий", "m"): "юрий юрия юрию юрия юрием юрии юрий",
    ("игорь", "m"): "игорь игоря игорю игоря игорем игоре игорь",
    ("илья", "m"): "илья ильи илье илью ильёй илье илья",
}
RUSSIAN_SURNAMES = {
    ("кузнецов", "m"): "кузнецов кузнецова кузнецову кузнецова кузнецовым кузнецове кузнецов",
    ("кузнецов", "f"): "кузнецова кузнецовой кузнецовой кузнецову кузнецовой кузнецовой кузнецова",
    ("вишневский", "m"): "вишневский вишневского вишневскому вишневского вишневским вишневском вишневский",
    ("вишневский", "f"): "вишневская вишневской вишневской вишневскую вишневской вишневской вишневская",
    ("мельник", "m"): "мельник мельника мельнику мельника мельником мельнике мельник",
    ("мельник", "f"): "мельник мельник мельник мельник мельник мельник мельник",
    ("бондарь", "m"): "бондарь бондаря бондарю бондаря бондарем бондаре бондарь",
    ("ткаченко", "m"): "ткаченко ткаченко ткаченко ткаченко ткаченко ткаченко ткаченко",
    ("седых", "f"): "седых седых седых седых седых седых седых",
    ("сковорода", "m"): "сковорода сковороды сковороде сковороду сковородой сковороде сковорода",
}
PATRONYMICS = {
    "иван": ("иванович", "ивановна"),
    "сергей": ("сергеевич", "сергеевна"),
    "юрий": ("юрьевич", "юрьевна"),
    "дмитрий": ("дмитриевич", "дмитриевна"),
    "илья": ("ильич", "ильинична"),
    "лев": ("львович", "львовна"),
    "игорь": ("игоревич", "игоревна"),
    "яков": ("яковлевич", "яковлевна"),
}


def _singular(forms) -> str:
    return " ".join(forms["sg", case][0] for case in CASES)


def _plural(forms) -> str:
    return " ".join(forms["pl", case][0] for case in CASES)


def test_polish_first_names_decline_as_in_the_dictionaries():
    for (name, gender), expected in POLISH_FIRST.items():
        assert _singular(inflection_pl.first_name_forms(name, gender)) == expected
    for (name, gender), expected in POLISH_DIMINUTIVES.items():
        assert _singular(inflection_pl.first_name_forms(name, gender, diminutive=True)) == expected


def test_polish_surnames_decline_as_in_the_dictionaries():
    for (name, gender), expected in POLISH_SURNAMES.items():
        assert _singular(inflection_pl.surname_forms(name, gender)) == expected
    for name, expected in POLISH_FAMILIES.items():
        assert _plural(inflection_pl.surname_forms(name, "m")) == expected
    assert inflection_pl.wife_forms("nowak")["sg", "ins"] == ("nowakową",)


def test_russian_names_decline_as_in_the_dictionaries():
    for (name, gender), expected in RUSSIAN_FIRST.items():
        assert _singular(inflection_ru.first_name_forms(name, gender)) == expected
    for (name, gender), expected in RUSSIAN_SURNAMES.items():
        assert _singular(inflection_ru.surname_forms(name, gender)) == expected
    assert inflection_ru.surname_forms("иванов", "m")["pl", "gen"] == ("ивановых",)


def test_russian_patronymics_come_of_the_fathers_name():
    assert {father: inflection_ru.patronymics(father) for father in PATRONYMICS} == PATRONYMICS
    assert inflection_ru.patronymic_forms("иван", "m")["sg", "ins"] == ("ивановичем",)
    assert inflection_ru.patronymic_forms("иван", "f")["sg", "acc"] == ("ивановну",)


def test_a_pattern_tells_which_cases_sound_alike():
    basia, ewa = (inflection_pl.first_name_forms(name, "f") for name in ("basia", "ewa"))
    assert pattern(inflection_pl.first_name_forms("kasia", "f")) == pattern(basia) != pattern(ewa)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("KOWALSKI", "ZIELIŃSKA-LIS"),
        ("kowalski", "zielińska-lis"),
        ("Kowalski", "Zielińska-Lis"),
        ("K", "Zielińska-Lis"),
    ],
)
def test_a_word_takes_the_capitals_of_its_model(model: str, expected: str):
    assert in_shape_of("zielińska-lis", model) == expected
