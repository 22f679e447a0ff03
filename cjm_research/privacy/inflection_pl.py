"""Polish first names and surnames in all their cases, by the paradigms of the standard grammar.

References
----------
Nagórko (2007), Zarys gramatyki polskiej, on the declension of nouns and adjectives. Grzenia (2004), Słownik nazw
własnych, on first names and surnames: men's surnames decline as nouns or adjectives of their ending, women's surnames
in a consonant or -o stay as they are.
"""

from __future__ import annotations

from functools import lru_cache

from cjm_research.privacy.inflection import CASES, Forms, table

_VOWELS = "aeiouyąęó"
# Hard consonants before the ending of the locative: Jan, Janie; Robert, Robercie; Piotr, Piotrze.
_SOFTENED = (
    ("st", "ści"),
    ("zd", "ździ"),
    ("sn", "śni"),
    ("zn", "źni"),
    ("sł", "śl"),
    ("zł", "źl"),
    ("ch", "sz"),
    ("k", "c"),
    ("g", "dz"),
    ("r", "rz"),
    ("t", "ci"),
    ("d", "dzi"),
    ("ł", "l"),
    *((c, f"{c}i") for c in "bfmnpswzv"),
)
_HARDENED = ("cz", "sz", "rz", "dż", "dz", "ż", "c", "j", "l")
_SOFT = {"ń": "ni", "ś": "si", "ć": "ci", "ź": "zi"}
# Stems that lose or change a vowel and that no rule foresees.
_STEMS = {
    "paweł": "pawł",
    "kozioł": "kozł",
    "kocioł": "kotł",
    "wróbel": "wróbl",
    "gołąb": "gołębi",
    "stępień": "stępni",
    "kwiecień": "kwietni",
    "grudzień": "grudni",
    "wrzesień": "wrześni",
    "sierpień": "sierpni",
    "styczeń": "styczni",
    "mróz": "mroz",
    "sokół": "sokoł",
    "wawrzyniec": "wawrzyńc",
    "niemiec": "niemc",
    "kupiec": "kupc",
    "kopeć": "kopci",
    "kieł": "kł",
    "dzięcioł": "dzięcioł",
    "orzeł": "orł",
    "lew": "lw",
    "bruno": "brunon",
    "hugo": "hugon",
    "iwo": "iwon",
    "otto": "otton",
    "gwóźdź": "gwoździ",
    "kacper": "kacpr",
    "kasper": "kaspr",
    "aleksander": "aleksandr",
    "sylwester": "sylwestr",
    "szczygieł": "szczygł",
    "marzec": "marc",
    "jastrząb": "jastrzębi",
}
# Short names in -ek that keep their vowel.
_KEEPS_E = {"bek", "dek", "jek", "lek", "rek", "ćwiek", "kwiek", "smok"}


def first_name_forms(name: str, gender: str, *, diminutive: bool = False) -> Forms:
    """All forms of a first name, men's and women's.

    Parameters
    ----------
    name : str
        The nominative, in lower case.
    gender : str
        ``f`` or ``m``.
    diminutive : bool
        Diminutives in a soft consonant have a vocative of their own: Kasia, Kasiu.
    """
    return _first_name(name, gender, diminutive)


@lru_cache(maxsize=20_000)
def _first_name(name: str, gender: str, diminutive: bool) -> Forms:
    if gender == "f":
        return _feminine(name, diminutive) if name.endswith("a") else _unchanged(name)
    if name[-1:] in "yi" and not name.endswith("ii"):
        return _adjective_m(name)
    if name.endswith("a"):
        return _feminine(name, diminutive, plural="owie")
    if name[-1:] in "eéuąęó":
        return _unchanged(name)
    return _masculine(name, first=True)


@lru_cache(maxsize=20_000)
def surname_forms(name: str, gender: str) -> Forms:
    """All forms of a surname, given in the man's form and lower case; the plural is that of a couple or a family."""
    family = _family(name)
    if is_adjective(name):
        return {**(_adjective_f(name) if gender == "f" else _adjective_m(name)), **family}
    if name.endswith("a"):
        return {**_feminine(name, False), **family}
    if name.endswith("o") and name[-2:-1] not in _VOWELS:
        return {**(_unchanged(name) if gender == "f" else _feminine(name[:-1] + "a", False, base=name)), **family}
    if gender == "f" or name[-1:] in _VOWELS:
        return {**_unchanged(name), **family}
    return {**_masculine(name, first=False), **family}


@lru_cache(maxsize=5_000)
def wife_forms(name: str) -> Forms:
    """The older woman's form in -owa, which declines as an adjective: Nowak, Nowakowa."""
    return _adjective_f(stem_of(name).removesuffix("i") + "iowy" if name[-1:] in _SOFT else stem_of(name) + "owy")


def is_adjective(name: str) -> bool:
    """True where a surname declines as an adjective: -ski, -cki, -ny."""
    return (
        name.endswith(("ski", "cki", "dzki", "ny", "ty", "ły", "wy", "ry", "dy", "chy", "ki", "gi", "ci", "si", "ni"))
        and len(name) > 3
    )


def woman_form(name: str) -> str:
    """The surname of a woman from that of a man: Kowalski, Kowalska; Nowak, Nowak."""
    return surname_forms(name, "f")["sg", "nom"][0]


def _unchanged(name: str) -> Forms:
    return {(number, case): (name,) for number in ("sg", "pl") for case in CASES}


def stem_of(name: str) -> str:
    """The stem before the endings of a man's name that ends in a consonant or -o: Marek, mark; Paweł, pawł."""
    if name in _STEMS:
        return _STEMS[name]
    if name.endswith("o"):
        return name[:-1]
    if name.endswith("iek") and len(name) > 4 and name not in _KEEPS_E:
        before = {"s": "ś", "c": "ć", "n": "ń", "z": "ź"}.get(name[-4], name[-4])
        return f"{name[:-4]}{before}k"
    if name.endswith("ek") and len(name) > 3 and name not in _KEEPS_E:
        return f"{name[:-2]}k"
    if name.endswith("iec") and len(name) > 4:
        before = {"n": "ń", "s": "ś"}.get(name[-4], name[-4])
        return f"{name[:-4]}{before}c"
    if name.endswith("ec") and len(name) > 3:
        return f"{name[:-2]}c"
    if name.endswith("eł") and len(name) > 4:
        return f"{name[:-2]}ł"
    if name[-1:] in _SOFT:
        return name[:-1] + _SOFT[name[-1]]
    return name


def _masculine(name: str, *, first: bool) -> Forms:
    stem = stem_of(name)
    # Before -a and -owi an i shows softness; before -em it stands after k and g too.
    instrumental = f"{stem}iem" if stem.endswith(("k", "g")) else f"{stem}em"
    if stem.endswith(("k", "g", "ch", "h")) or (stem.endswith(("i", *_HARDENED)) and not stem.endswith("ii")):
        locative = f"{stem}u"
    else:
        locative = _softened(stem) + "e"
    vocative = locative if first else name
    if first and name.endswith("niec"):
        vocative = f"{stem[:-1]}ze"
    plural = _plural(stem)
    return table((name, f"{stem}a", f"{stem}owi", f"{stem}a", instrumental, locative, vocative), plural)


def _softened(stem: str) -> str:
    for hard, soft in _SOFTENED:
        if stem.endswith(hard):
            return stem[: -len(hard)] + soft
    return stem


def _plural(stem: str) -> tuple[str, ...]:
    return (f"{stem}owie", f"{stem}ów", f"{stem}om", f"{stem}ów", f"{stem}ami", f"{stem}ach", f"{stem}owie")


def _feminine(name: str, diminutive: bool, *, plural: str = "", base: str = "") -> Forms:
    """Declension of -a, men's names in -a (Kuba, Duda) and surnames in -o (Matejko: Matejki) included."""
    stem = name[:-1]
    genitive, dative = _genitive_dative(name, diminutive)
    soft = dative == genitive
    vocative = f"{stem}u" if diminutive and soft else f"{stem}o"
    if plural:
        several = _plural(stem)
    else:
        nominative = f"{stem}e" if soft and not stem.endswith("c") else genitive
        bare = stem.removesuffix("i") if stem.endswith("i") else stem
        several = (
            nominative,
            genitive if soft else bare,
            f"{stem}om",
            nominative,
            f"{stem}ami",
            f"{stem}ach",
            nominative,
        )
    return table((base or name, genitive, dative, f"{stem}ę", f"{stem}ą", dative, base or vocative), several)


def _genitive_dative(name: str, diminutive: bool) -> tuple[str, str]:
    stem = name[:-1]
    if stem.endswith("i"):
        # Kasia: Kasi, but Maria: Marii. Names in -nia are of both kinds: Hania: Hani, Stefania: Stefanii.
        native = stem.endswith(("si", "zi", "ci", "ni")) and (diminutive or len(name) < 6 or not stem.endswith("ni"))
        form = stem if native else f"{stem}i"
        return form, form
    if stem.endswith("j"):
        form = f"{stem[:-1]}i" if stem[-2:-1] in _VOWELS else f"{stem}i"
        return form, form
    if stem.endswith("l"):
        return f"{stem}i", f"{stem}i"
    if stem.endswith(("cz", "sz", "rz", "dz", "ż", "c")):
        return f"{stem}y", f"{stem}y"
    genitive = f"{stem}i" if stem.endswith(("k", "g")) else f"{stem}y"
    return genitive, _softened(stem) + "e"


def _adjective_m(name: str) -> Forms:
    # Jerzy: Jerzego, but Antoni: Antoniego; -ski: -skiego.
    stem = name[:-1] if name.endswith("y") else name
    vowel = name[-1]
    short = name[:-1]
    forms = (name, f"{stem}ego", f"{stem}emu", f"{stem}ego", f"{short}{vowel}m", f"{short}{vowel}m", name)
    several = (f"{stem}owie", f"{name}ch", f"{name}m", f"{name}ch", f"{name}mi", f"{name}ch", f"{stem}owie")
    return table(forms, several)


def _adjective_f(name: str) -> Forms:
    short = name[:-1]
    # Kowalski: Kowalskiej; Biały: Białej.
    oblique = (
        f"{short}iej" if name.endswith(("ki", "gi")) or (name.endswith("i") and name[-2] in "nscz") else f"{short}ej"
    )
    ending = "ia" if name.endswith(("ni", "si", "ci", "zi")) else "a"
    accusative = f"{short}{ending[:-1]}ą"
    nominative = f"{short}ie" if name.endswith(("ki", "gi")) else f"{short}{ending[:-1]}e"
    several = (nominative, f"{name}ch", f"{name}m", nominative, f"{name}mi", f"{name}ch", nominative)
    return table((f"{short}{ending}", oblique, oblique, accusative, accusative, oblique, f"{short}{ending}"), several)


def _family(name: str) -> Forms:
    """The plural of a couple or family: Kowalscy, Nowakowie, Dudowie."""
    if is_adjective(name):
        nominative = _virile(name)
        plural: tuple[str, ...] = (
            nominative,
            f"{name}ch",
            f"{name}m",
            f"{name}ch",
            f"{name}mi",
            f"{name}ch",
            nominative,
        )
    else:
        stem = name[:-1] if name.endswith(("a", "o")) else stem_of(name)
        plural = _plural(stem)
    return {("pl", case): (form,) for case, form in zip(CASES, plural, strict=True)}


def _virile(name: str) -> str:
    for end, plural in (
        ("ski", "scy"),
        ("cki", "ccy"),
        ("dzki", "dzcy"),
        ("ki", "cy"),
        ("gi", "dzy"),
        ("ry", "rzy"),
        ("chy", "si"),
    ):
        if name.endswith(end):
            return name.removesuffix(end) + plural
    for end, plural in (("ty", "ci"), ("ły", "li"), ("dy", "dzi"), ("sny", "śni")):
        if name.endswith(end):
            return name.removesuffix(end) + plural
    return f"{name[:-1]}i"
