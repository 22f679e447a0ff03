"""Russian first names, patronymics and surnames in all their cases, by the paradigms of the standard grammar.

References
----------
Зализняк (1977), Грамматический словарь русского языка; Калакуцкая (1984), Склонение фамилий и личных имён в русском
литературном языке: surnames in -ко, -ых and women's surnames in a consonant stay as they are.
"""

from __future__ import annotations

from functools import lru_cache

from cjm_research.privacy.inflection import CASES, Forms, table

# After these letters ы is written и, and an unstressed о after the last ones е.
_I_AFTER = "гкхжшчщ"
_HUSHING = "жшчщц"
_STEMS = {
    "павел": "павл",
    "лев": "льв",
    "пётр": "петр",
    "игорёк": "игорьк",
    "санёк": "саньк",
    "олежек": "олежк",
    "марк": "марк",
    "заяц": "зайц",
}
_FEMININE_SOFT = ("овь", "ель", "уль", "ерь", "айгуль")
_UNCHANGED = ("о", "е", "и", "у", "ю", "э", "ы", "их", "ых")


@lru_cache(maxsize=20_000)
def first_name_forms(name: str, gender: str, *, diminutive: bool = False) -> Forms:
    """All forms of a first name, given in lower case; a diminutive has the short vocative of speech: Наташа, Наташ."""
    if name.endswith(("а", "я")):
        return _in_a(name, diminutive=diminutive)
    if gender == "f":
        return _feminine_soft(name) if name.endswith("ь") else _unchanged(name)
    if name.endswith(_UNCHANGED):
        return _unchanged(name)
    return _masculine(name)


@lru_cache(maxsize=20_000)
def surname_forms(name: str, gender: str) -> Forms:
    """All forms of a surname, given in the man's form and lower case; the plural is that of a couple or a family."""
    if name.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(name) > 3:
        return _possessive(name, gender)
    if name.endswith(("ский", "цкий", "ый", "ой", "ий")) and len(name) > 4:
        return _adjective(name, gender)
    if name.endswith(_UNCHANGED):
        return _unchanged(name)
    if name.endswith(("а", "я")):
        return _in_a(name, diminutive=False)
    return _masculine(name) if gender != "f" else {**_unchanged(name), **_plural_part(_masculine(name))}


@lru_cache(maxsize=5_000)
def patronymic_forms(father: str, gender: str) -> Forms:
    """All forms of the patronymic that comes of a father's name in lower case: иван, Иванович and Ивановна."""
    man, woman = patronymics(father)
    if gender == "f":
        return _in_a(woman, diminutive=False)
    forms = _masculine(man)
    forms["sg", "ins"] = (f"{man}ем",)
    return forms


_PATRONYMICS = {
    "павел": ("павлович", "павловна"),
    "пётр": ("петрович", "петровна"),
    "лев": ("львович", "львовна"),
    "илья": ("ильич", "ильинична"),
    "никита": ("никитич", "никитична"),
    "михаил": ("михайлович", "михайловна"),
    "яков": ("яковлевич", "яковлевна"),
    "лука": ("лукич", "лукинична"),
    "фома": ("фомич", "фоминична"),
}


def patronymics(father: str) -> tuple[str, str]:
    """The patronymics of a son and of a daughter, in lower case."""
    if father in _PATRONYMICS:
        return _PATRONYMICS[father]
    if father.endswith("ий"):
        # Юрьевич, Евгеньевич; but Дмитриевич after two consonants.
        stem = father[:-2]
        sign = "и" if len(stem) > 1 and stem[-2:-1] not in "аеёиоуыэюя" and father != "василий" else "ь"
        sign = "ь" if father in ("анатолий", "григорий", "евгений", "геннадий", "валерий", "юрий") else sign
        return f"{stem}{sign}евич", f"{stem}{sign}евна"
    if father.endswith(("й", "ь")):
        return f"{father[:-1]}евич", f"{father[:-1]}евна"
    if father.endswith(("а", "я")):
        return f"{father[:-1]}ич", f"{father[:-1]}ична"
    return f"{father}ович", f"{father}овна"


def short_patronymic_forms(father: str) -> Forms:
    """All forms of a son's patronymic as it is said: Иваныч, Палыч, Сергеич; the full one where there is no other."""
    man, _ = patronymics(father)
    short = _SHORT_PATRONYMICS.get(father, man)
    if short == man and man.endswith("ович") and father not in ("пётр", "лев"):
        short = f"{man[:-4]}ыч"
    elif short == man and man.endswith(("аевич", "еевич")):
        short = f"{man[:-4]}ич"
    return _masculine(short)


_SHORT_PATRONYMICS = {
    "павел": "палыч",
    "александр": "саныч",
    "михаил": "михалыч",
    "василий": "василич",
    "юрий": "юрьич",
    "анатолий": "анатольич",
    "григорий": "григорьич",
    "геннадий": "геннадьич",
    "евгений": "евгеньич",
    "яков": "яковлич",
}


def woman_form(name: str) -> str:
    """The surname of a woman from that of a man: Кузнецов, Кузнецова."""
    return surname_forms(name, "f")["sg", "nom"][0]


def _unchanged(name: str) -> Forms:
    return {(number, case): (name,) for number in ("sg", "pl") for case in CASES}


def _plural_part(forms: Forms) -> Forms:
    return {place: variants for place, variants in forms.items() if place[0] == "pl"}


def _in_a(name: str, *, diminutive: bool) -> Forms:
    stem, last = name[:-1], name[-1]
    if last == "а":
        genitive = f"{stem}и" if stem[-1:] in _I_AFTER else f"{stem}ы"
        dative, accusative = f"{stem}е", f"{stem}у"
        instrumental = f"{stem}ей" if stem[-1:] in _HUSHING else f"{stem}ой"
        endings = ("ам", "ами", "ах")
    else:
        genitive = f"{stem}и"
        dative = f"{stem}и" if stem.endswith("и") else f"{stem}е"
        # The ending of Илья is stressed.
        accusative, instrumental = f"{stem}ю", f"{stem}ёй" if stem == "иль" else f"{stem}ей"
        endings = ("ям", "ями", "ях")
    # Катя: Кать, Саша: Саш, Мария: Марий.
    bare = stem if last == "а" else f"{stem}й" if stem[-1:] in "аеёиоуыэюя" else stem.removesuffix("ь") + "ь"
    short = bare if diminutive else name
    dat, ins, loc = (f"{stem}{ending}" for ending in endings)
    several = (genitive, bare, dat, bare, ins, loc, genitive)
    return table((name, genitive, dative, accusative, instrumental, dative, short), several)


def _feminine_soft(name: str) -> Forms:
    stem = name[:-1]
    form = f"{stem}и"
    return table(
        (name, form, form, name, f"{name}ю", form, name),
        (form, f"{stem}ей", f"{stem}ям", f"{stem}ей", f"{stem}ями", f"{stem}ях", form),
    )


def _masculine(name: str) -> Forms:
    if name in _STEMS:
        stem, soft = _STEMS[name], False
    elif name.endswith(("й", "ь")):
        stem, soft = name[:-1], True
    elif name.endswith(("ек", "ёк")) and len(name) > 4:
        stem, soft = f"{name[:-2]}ьк" if name.endswith("ёк") else f"{name[:-2]}к", False
    elif name.endswith("ец") and len(name) > 4:
        stem, soft = f"{name[:-2]}ц", False
    else:
        stem, soft = name, False
    if soft:
        locative = f"{stem}и" if name.endswith("ий") else f"{stem}е"
        singular = (name, f"{stem}я", f"{stem}ю", f"{stem}я", f"{stem}ем", locative, name)
        genitive = f"{stem}ев" if name.endswith("й") else f"{stem}ей"
        several = (f"{stem}и", genitive, f"{stem}ям", genitive, f"{stem}ями", f"{stem}ях", f"{stem}и")
        return table(singular, several)
    hushing = stem[-1:] in _HUSHING
    singular = (name, f"{stem}а", f"{stem}у", f"{stem}а", f"{stem}{'ем' if hushing else 'ом'}", f"{stem}е", name)
    genitive = f"{stem}ей" if stem[-1:] in "жшчщ" else f"{stem}ев" if stem.endswith("ц") else f"{stem}ов"
    nominative = f"{stem}и" if stem[-1:] in _I_AFTER else f"{stem}ы"
    return table(singular, (nominative, genitive, f"{stem}ам", genitive, f"{stem}ами", f"{stem}ах", nominative))


def _possessive(name: str, gender: str) -> Forms:
    plural = (f"{name}ы", f"{name}ых", f"{name}ым", f"{name}ых", f"{name}ыми", f"{name}ых", f"{name}ы")
    if gender == "f":
        oblique = f"{name}ой"
        return table((f"{name}а", oblique, oblique, f"{name}у", oblique, oblique, f"{name}а"), plural)
    return table((name, f"{name}а", f"{name}у", f"{name}а", f"{name}ым", f"{name}е", name), plural)


def _adjective(name: str, gender: str) -> Forms:
    stem = name[:-2]
    # After к, г, х and the hushing letters и stands for ы; a soft adjective (Синий) has its own vowels.
    vowel = "и" if stem[-1:] in _I_AFTER else "ы"
    soft = name.endswith("ий") and stem[-1:] not in _I_AFTER
    if soft:
        vowel = "и"
    o = "е" if soft or (stem[-1:] in "жшчщ" and not name.endswith("ой")) else "о"
    plural = tuple(f"{stem}{vowel}{end}" for end in ("е", "х", "м", "х", "ми", "х", "е"))
    if gender == "f":
        oblique = f"{stem}{o}й"
        nominative, accusative = (f"{stem}яя", f"{stem}юю") if soft else (f"{stem}ая", f"{stem}ую")
        return table((nominative, oblique, oblique, accusative, oblique, oblique, nominative), plural)
    genitive, dative = f"{stem}{o}го", f"{stem}{o}му"
    return table((name, genitive, dative, genitive, f"{stem}{vowel}м", f"{stem}{o}м", name), plural)
