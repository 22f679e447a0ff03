"""Forms of pseudonyms: the tables of all three languages, and the form that a finding asks for."""

from __future__ import annotations

import re

from cjm_research.privacy import inflection_pl, inflection_ru
from cjm_research.privacy.base import Finding
from cjm_research.privacy.inflection import Forms, pattern
from cjm_research.privacy.names_base import everyday_forms, first_names
from cjm_research.privacy.pseudonym_values import Pseudonym

_GRAMMARS = {"pl": inflection_pl, "ru": inflection_ru}


def first_table(language: str, name: str, gender: str, *, diminutive: bool) -> Forms:
    """All forms of a first name; the name alone where the language has no cases."""
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return {("sg", "nom"): (name,)}
    return grammar.first_name_forms(name, gender or "m", diminutive=diminutive)


def surname_table(language: str, name: str, gender: str) -> Forms:
    """All forms of a surname without a hyphen."""
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return {
            ("sg", "nom"): (name,),
            ("pl", "nom"): (name + ("es" if name.endswith(("s", "x", "z", "ch", "sh")) else "s"),),
        }
    return grammar.surname_forms(name, gender or "m")


def all_forms(language: str, name: str, gender: str, part: str) -> set[str]:
    """Every form of a first name or a surname, the surname in both genders."""
    if part == "first":
        tables = [first_table(language, name, gender, diminutive=False)]
    else:
        tables = [surname_table(language, name, each) for each in "mf"]
    return {form for each in tables for forms in each.values() for form in forms}


def first_forms(pseudonym: Pseudonym, part: str, lemma: str, finding: Finding) -> str:
    """The pseudonym's first name, or its everyday form that is most like the one in the text, as the finding has it."""
    language, gender = pseudonym.language, pseudonym.gender
    if part == "dim" and pseudonym.diminutives:
        name = _like(pseudonym, lemma)
        return _form(first_table(language, name, gender, diminutive=True), finding)
    return _form(first_table(language, pseudonym.first, gender, diminutive=False), finding)


def _like(pseudonym: Pseudonym, lemma: str) -> str:
    """The everyday form in the same place of its list as the one in the text, of the same declension if possible."""
    language, gender = pseudonym.language, pseudonym.gender
    short = list(pseudonym.diminutives)
    at = 0
    for base, its in everyday_forms(language).get(lemma, ()):
        forms = first_names(language).get((base, its), ())
        if lemma in forms:
            at = forms.index(lemma)
            break
    turned = short[at % len(short) :] + short[: at % len(short)]
    mine = pattern(first_table(language, lemma, gender, diminutive=True))
    return next((d for d in turned if pattern(first_table(language, d, gender, diminutive=True)) == mine), turned[0])


def possessive_of(pseudonym: Pseudonym, lemma: str, form: str) -> str:
    """The adjective of the pseudonym's everyday form, with the ending of the one in the text: Пашин, Вовин; Димонов."""
    name = _like(pseudonym, lemma) if pseudonym.diminutives else pseudonym.first
    ending = form[len(lemma) - 1 :].removeprefix("ин")
    if name.endswith(("а", "я")):
        return f"{name[:-1]}ин{ending}"
    return f"{name[:-1]}ев{ending}" if name.endswith(("й", "ь")) else f"{name}ов{ending}"


_SHORT_PATRONYMIC = re.compile(r"(?:ыч|[аеь]ич|силич|влич)(?:а|у|ем|е)?$")


def patronymic_of(pseudonym: Pseudonym, finding: Finding, said: str = "") -> str:
    """The patronymic of the pseudonym's father, as the finding has it; short where the text has it so: Михалыч."""
    if not pseudonym.patronymic:
        return ""
    if _SHORT_PATRONYMIC.search(said) and not said.startswith("ильич"):
        return _form(inflection_ru.short_patronymic_forms(pseudonym.patronymic), finding)
    gender = finding.traits.get("gender") or pseudonym.gender
    return _form(inflection_ru.patronymic_forms(pseudonym.patronymic, gender or "m"), finding)


def surname_of(pseudonym: Pseudonym, name: str, part: str, finding: Finding) -> str:
    """The pseudonym's surname as the finding has it, each half of a double one declined."""
    gender = finding.traits.get("gender") or pseudonym.gender
    halves = []
    for half in name.split("-"):
        if part == "wife" and pseudonym.language == "pl" and not inflection_pl.is_adjective(half):
            halves.append(_form(inflection_pl.wife_forms(half), finding))
        else:
            halves.append(_form(surname_table(pseudonym.language, half, gender), finding))
    return "-".join(halves)


def _form(forms: Forms, finding: Finding) -> str:
    place = (finding.traits.get("number", "sg"), finding.traits.get("case", "nom"))
    return (forms.get(place) or forms["sg", "nom"])[0]
