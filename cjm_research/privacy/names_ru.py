"""Russian names: pymorphy3 knows first names, patronymics and surnames in all cases; lists add everyday forms."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache

from cjm_research.privacy.inflection import CASES, Forms
from cjm_research.privacy.inflection_ru import first_name_forms, surname_forms
from cjm_research.privacy.names_base import DATA, Place, Reading, everyday_forms, other_names, word_list

_CASES = {"nomn": "nom", "gent": "gen", "datv": "dat", "accs": "acc", "ablt": "ins", "loct": "loc", "voct": "voc"}
_PARTS = {"Name": "first", "Patr": "patronymic", "Surn": "last"}
_GENDERS = {"masc": ("m",), "femn": ("f",), "ms-f": ("m", "f"), None: ("m", "f"), "neut": ()}
# Patronymics as they are said: Саныч, Палыч, Степаныч.
_SHORT_PATRONYMIC = re.compile(r"(?:[аио]ныч|алыч|[аеи]ич|[аи]пыч|[аое]рыч|атыч|[лнрт]ьич)(а|у|ем|е)?$")
_POSSESSIVE = re.compile(r"(.{2,})ин(?:а|у|ой|о|ы|ых|ым|ыми|ом|ого|ому|е)?")
_BY_ENDING: dict[str, tuple[Place, ...]] = {
    "": (("sg", "nom"),),
    "а": (("sg", "gen"), ("sg", "acc")),
    "у": (("sg", "dat"),),
    "ем": (("sg", "ins"),),
    "е": (("sg", "loc"),),
}
# A reading of a form that is less likely than this is left out, as is a name beside a far likelier word.
_MIN_SCORE = 0.02


@lru_cache(maxsize=1)
def _analyzer() -> object:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=200_000)
def _parses(form: str) -> tuple:
    # pymorphy3 trips over letters that have no Unicode name; only Cyrillic words matter here anyway.
    if not all("а" <= letter <= "я" or letter in "ё-'" for letter in form):
        return ()
    return tuple(_analyzer().parse(form))  # type: ignore[attr-defined]


class RussianNames:
    """What is known of Russian names."""

    def known(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form as a name that the dictionary or a list holds."""
        found = list(self._index.get(form, ()))
        lemmas = {(r.part, r.lemma) for r in found}
        for reading in _by_dictionary(form, known=True):
            doubtful = form not in word_list("ru", "words_too") and self.is_word(form)
            if reading.part == "first" and doubtful and not self.listed(form):
                continue  # Дай, of a rare Дая
            as_dim = ("dim", reading.lemma)
            if (reading.part, reading.lemma) not in lemmas and as_dim not in lemmas:
                found.append(reading)
        if not found and (short := _SHORT_PATRONYMIC.search(form)):
            places = _BY_ENDING[short[1] or ""]
            return (Reading("patronymic", form.removesuffix(short[1] or ""), "m", places),)
        return tuple(found) or self._possessive(form)

    def possessive(self, form: str, noun: str) -> tuple[Reading, ...]:
        """Readings of a form that is a surname too as an adjective of the noun after it: Мишину карту."""
        match = _POSSESSIVE.fullmatch(form)
        if match is None or not _agrees(noun, form[match.end(1) + 2 :]):
            return ()
        full = (r for base in (f"{match[1]}а", f"{match[1]}я") for r in self._index.get(base, ()) if r.lemma == base)
        return self._possessive(form) or tuple(Reading("possessive", r.lemma, r.gender) for r in full)[:1]

    def _possessive(self, form: str) -> tuple[Reading, ...]:
        """Пашин номер, по Серёгиной ссылке: adjectives of everyday forms that are no usual surnames."""
        match = _POSSESSIVE.fullmatch(form)
        for base in (f"{match[1]}а", f"{match[1]}я") if match else ():
            for reading in self._index.get(base, ()):
                if reading.part == "dim" and reading.lemma == base:
                    return (Reading("possessive", base, reading.gender),)
        return ()

    def listed(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form by the lists alone."""
        return self._index.get(form, ())

    def guessed(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form as a surname by its shape."""
        by_shape = _by_dictionary(form, known=False)
        lasts = tuple(r for r in by_shape if r.part != "first" or r.rank == 0)
        return lasts or _by_table(form)

    def forms(self, reading: Reading) -> dict[str, tuple[Place, ...]]:
        """All forms of a name with their places."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place, variants in _table(reading).items():
            for variant in variants:
                found[variant].append(place)
        return {form: tuple(places) for form, places in found.items()}

    def is_word(self, form: str) -> bool:
        """Whether a name's form is an ordinary word as well."""
        if form in word_list("ru", "words_too"):
            return True
        others = [p for p in _parses(form) if not _part(p) and p.is_known and "Geox" not in p.tag]
        return sum(p.score for p in others) >= (0.6 if form in self._index else 0.15)

    def is_ordinary(self, form: str) -> bool:
        """Whether a form is in the dictionary at all."""
        return any(parse.is_known and not _part(parse) for parse in _parses(form))

    def names_no_person(self, form: str) -> bool:
        """Whether a capitalised form is a place, a people, a brand, a month, in any case."""
        if self._listed(form, "not_persons") or self.names_place(form):
            return True
        known = [p for p in _parses(form) if p.score >= _MIN_SCORE and p.is_known]
        return form not in self._index and _outweigh(known, ("Orgn", "Trad"))

    def names_place(self, form: str) -> bool:
        """Whether a capitalised form is a place or a people."""
        if self._listed(form, "places"):
            return True
        if form in self._index:
            return False
        parses = [p for p in _parses(form) if p.score >= _MIN_SCORE and p.is_known]
        return _outweigh(parses, ("Geox",))

    def _listed(self, form: str, name: str) -> bool:
        listed = word_list("ru", name)
        if form in listed:
            return True
        return form not in self._index and any(p.normal_form in listed for p in _parses(form) if p.score >= _MIN_SCORE)

    def bases(self, diminutive: str) -> tuple[tuple[str, str], ...]:
        """Full names that an everyday form may stand for."""
        return everyday_forms("ru").get(diminutive, ())

    @cached_property
    def _index(self) -> dict[str, tuple[Reading, ...]]:
        """Forms of everyday and listed names; also without the dots of ё."""
        found: dict[str, list[Reading]] = defaultdict(list)
        short = everyday_forms("ru")
        entries = [Reading("dim", form, gender) for form in short for gender in sorted({g for _, g in short[form]})]
        full = {name for names in short.values() for name in names} | set(other_names("ru")) | _pool()
        entries += [Reading("first", name, gender) for name, gender in sorted(full) if name not in short]
        for entry in entries:
            for form, places in self.forms(entry).items():
                for spelling in {form, form.replace("ё", "е")}:
                    found[spelling].append(Reading(entry.part, entry.lemma, entry.gender, places))
        return {form: tuple(dict.fromkeys(readings)) for form, readings in found.items()}


def _pool() -> set[tuple[str, str]]:
    """The usual first names: those that stand in for others."""
    import tomllib

    found = tomllib.loads((DATA / "ru" / "pseudonyms.toml").read_text(encoding="utf-8"))
    return {(name.lower(), gender) for gender in "fm" for names in found[f"first_{gender}"].values() for name in names}


def _outweigh(parses: list, signs: tuple[str, ...]) -> bool:
    """Whether readings of one of these kinds are likelier than those as a name."""
    theirs = sum(p.score for p in parses if any(sign in p.tag for sign in signs))
    return theirs > sum(p.score for p in parses if _part(p))


def is_past(form: str) -> bool:
    """Whether a form is a verb in the past."""
    return any("VERB" in parse.tag and "past" in parse.tag for parse in _parses(form))


def short_adjective(form: str) -> str:
    """``m`` or ``f`` of a short adjective or participle in the singular; empty for other words."""
    short = (p for p in _parses(form) if p.is_known and ("ADJS" in p.tag or "PRTS" in p.tag))
    return next((_GENDERS[p.tag.gender][0] for p in short if p.tag.gender in ("masc", "femn")), "")


# What an adjective in -ин with an ending agrees with: gender or plural, cases.
_AGREES = {
    "": (("masc", "nomn accs"),),
    "а": (("femn", "nomn"),),
    "у": (("femn", "accs"),),
    "ой": (("femn", "gent datv ablt loct"),),
    "о": (("neut", "nomn accs"),),
    "ы": (("plur", "nomn accs"),),
    "ых": (("plur", "gent loct accs"),),
    "ым": (("plur", "datv"), ("masc", "ablt"), ("neut", "ablt")),
    "ыми": (("plur", "ablt"),),
    "ого": (("masc", "gent accs"), ("neut", "gent")),
    "ому": (("masc", "datv"), ("neut", "datv")),
    "ом": (("masc", "loct"), ("neut", "loct")),
    "е": (),
}


def _agrees(form: str, ending: str) -> bool:
    """Whether a form is a common noun that an adjective in -ин with this ending belongs to."""
    for parse in _parses(form):
        if "NOUN" not in parse.tag or _part(parse) or not parse.is_known:
            continue
        sort = "plur" if parse.tag.number == "plur" else parse.tag.gender
        if any(sort == each and str(parse.tag.case) in cases.split() for each, cases in _AGREES.get(ending, ())):
            return True
    return False


def _part(parse: object) -> str | None:
    tag = parse.tag  # type: ignore[attr-defined]
    return next((part for sign, part in _PARTS.items() if sign in tag), None)


@lru_cache(maxsize=50_000)
def _by_dictionary(form: str, *, known: bool) -> tuple[Reading, ...]:
    readings: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    fixed = {}
    for parse in _parses(form):
        part = _part(parse)
        if part is None or parse.score < _MIN_SCORE or (known and not parse.is_known):
            continue
        number = "pl" if parse.tag.number == "plur" else "sg"
        case = _CASES.get(str(parse.tag.case), "nom")
        for gender in _GENDERS.get(parse.tag.gender, ()):
            key = (part, parse.normal_form, gender)
            readings[key].append((number, case))
            fixed[key] = "Fixd" in parse.tag
            if part == "last" and gender == "m" and (number, case) == ("sg", "nom") and _stays(parse.normal_form):
                # Women's surnames in a consonant stay as they are in every case.
                readings[part, parse.normal_form, "f"] = [("sg", each) for each in CASES]
                fixed[part, parse.normal_form, "f"] = False
    # A name that does not decline is meant only where no declining name has the form (Ани, Дани).
    declining = [key for key in readings if not fixed[key]]
    keep = declining or list(readings)
    return tuple(
        Reading(part, lemma, gender, tuple(dict.fromkeys(readings[part, lemma, gender])), 0 if known else 1)  # type: ignore[arg-type]
        for part, lemma, gender in keep
    )


def _stays(surname: str) -> bool:
    return surname[-1:] not in "аяоеиуюэый" and not surname.endswith(("ов", "ев", "ёв", "ин", "ын"))


def _by_table(form: str) -> tuple[Reading, ...]:
    """A surname that the dictionary does not foresee: the word itself, and itself without an ending."""
    found = []
    endings = ("ым", "ой", "ом", "ем", "ого", "ому", "ую", "ая", "а", "у", "е", "ы", "и", "ю", "я", "ей")
    stems = {form, *(form.removesuffix(end) for end in endings if form.endswith(end) and len(form) - len(end) > 2)}
    for stem in sorted(stems, key=len, reverse=True):
        for lemma in dict.fromkeys((stem, f"{stem}а", f"{stem}ь", f"{stem}й", f"{stem}ий", f"{stem}ый")):
            for gender in "mf":
                places = tuple(place for place, variants in surname_forms(lemma, gender).items() if form in variants)
                if places:
                    found.append(Reading("last", lemma, gender, places, 3 if lemma == form else 4))
    return tuple(found[:8])


def _table(reading: Reading) -> Forms:
    if reading.part == "last":
        halves = [surname_forms(half, reading.gender or "m") for half in reading.lemma.split("-")]
        return {place: ("-".join(half[place][0] for half in halves),) for place in halves[0]}
    if reading.part == "patronymic":
        return (
            surname_forms(reading.lemma, "m") if reading.lemma.endswith("ч") else first_name_forms(reading.lemma, "f")
        )
    return first_name_forms(reading.lemma, reading.gender or "m", diminutive=reading.part == "dim")
