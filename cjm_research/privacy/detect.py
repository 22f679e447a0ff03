"""Personal data of a whole study: numbers, persons and organisations, settled and linked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from cjm_research.privacy.base import Finding
from cjm_research.privacy.names import Named, find_names
from cjm_research.privacy.names_base import LANGUAGES, Part, Reading, names_of, word_list
from cjm_research.privacy.names_heads import is_flat
from cjm_research.privacy.names_linking import Link, link_names
from cjm_research.privacy.names_pl import PolishNames
from cjm_research.privacy.names_words import folded, words_of
from cjm_research.privacy.organisations import Employers, core_of, find_organisations, same_firm

# Rules that make an unlisted name good enough to look for it in the other texts.
_TELLING = frozenset({"role", "full_name", "initials", "title", "introduction", "apposition", "named_so", "shape"})
# E-mail and web addresses, whose parts are written small.
_ADDRESSES = re.compile(r"\S*@\S*|\S*\w\.\w+/\S*")
# Królowa is no Mrs Król.
_QUEENS = frozenset({"król"})
_SURENESS = {"sure": 0, "likely": 1, "possible": 2}


def detect(
    texts: Sequence[tuple[str, str]],
    *,
    known: Iterable[str] = (),
    employers: Iterable[str] = (),
    keep: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> list[list[Finding]]:
    """Personal data in the utterances of a study, found together so that a name known once is found everywhere.

    Parameters
    ----------
    texts : sequence of (text, language)
        One per utterance; the language as an ISO 639-1 code. Numbers are found in every language, names in en, pl, ru.
    known : iterable of str
        Names of persons known from elsewhere (speakers, participants), in the nominative.
    employers : iterable of str
        Firms whose name gives a person away, in the nominative.
    keep : iterable of str
        Names that stay: neither they nor their forms are reported.
    progress : callable, optional
        Called with the texts done and their number.

    Returns
    -------
    list of list of Finding
        One list per text, sorted by start, none overlapping another.
    """
    texts = list(texts)
    kept = _Kept(keep)
    named = _names_everywhere(texts, tuple(known), progress)
    persons = _persons(texts, named)
    firms = Employers(employers)
    organisations = [find_organisations(text, language, firms) for text, language in texts]
    organisations = _one_key_a_firm(texts, organisations)
    found = []
    for (text, language), people, companies in zip(texts, persons, organisations, strict=True):
        every = [*_numbers(text, language), *people, *companies]
        found.append(settle(finding for finding in every if not kept.holds(finding, language)))
    return found


def settle(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without overlaps: what is at least likely before what is possible, then the longest, then the surest."""
    order = sorted(
        findings, key=lambda f: (f.sureness == "possible", f.start - f.end, _SURENESS[f.sureness], f.start, f.kind)
    )
    taken: list[Finding] = []
    for finding in order:
        at = bisect_left(taken, finding.start, key=_start)
        before, after = taken[max(0, at - 1) : at], taken[at : at + 1]
        if all(each.end <= finding.start for each in before) and all(finding.end <= each.start for each in after):
            taken.insert(at, finding)
    return taken


def _start(finding: Finding) -> int:
    return finding.start


def _numbers(text: str, language: str) -> list[Finding]:
    from cjm_research.privacy.numbers import find_numbers

    return find_numbers(text, language)


def _names_everywhere(
    texts: Sequence[tuple[str, str]], known: Sequence[str], progress: Callable[[int, int], None] | None
) -> list[list[Named]]:
    """Names of all texts: first by themselves, then again where a name that another text gives away stands."""
    small = {language: _written_small(texts, language) for language in LANGUAGES}
    extra = {language: _forms_of_known(known, language) for language in LANGUAGES}
    named = []
    for n, (text, language) in enumerate(texts, start=1):
        named.append(find_names(text, language, extra.get(language), vocabulary=small.get(language, frozenset())))
        if progress:
            progress(n, len(texts))
    learnt = {language: dict(forms) for language, forms in extra.items()}
    for names in named:
        _learn(names, learnt, small)
    for n, (text, language) in enumerate(texts):
        fresh = learnt.get(language, {}).keys() - extra.get(language, {}).keys()
        if fresh and any(word.fold in fresh for word in words_of(text, possessive=language == "en")):
            again = find_names(text, language, learnt[language], vocabulary=small[language])
            named[n] = _as_before(named[n], again)
    return named


def _as_before(before: Sequence[Named], again: Iterable[Named]) -> list[Named]:
    """Names found once more, with the rule by which they were found where they were as sure before."""
    rules = {(name.start, name.end, name.sureness): name.why for name in before}
    return [replace(name, why=rules.get((name.start, name.end, name.sureness), name.why)) for name in again]


def _written_small(texts: Sequence[tuple[str, str]], language: str) -> frozenset[str]:
    """The words that a study writes with a small letter, in texts that have capitals."""
    found: set[str] = set()
    for text, its in texts:
        if its == language:
            words = words_of(_ADDRESSES.sub(" ", text), possessive=language == "en")
            if not is_flat(words):
                found.update(word.fold for word in words if not word.capital)
    return frozenset(found)


def _learn(
    names: Iterable[Named],
    learnt: dict[str, dict[str, tuple[Reading, ...]]],
    small: Mapping[str, frozenset[str]],
) -> None:
    """All forms of surnames and unlisted names that are at least likely."""
    for name in names:
        known = names_of(name.language)
        if name.sureness == "possible" or known is None:
            continue
        for word, reading in zip(name.words, name.readings, strict=True):
            if reading is None or reading.part in ("patronymic", "possessive") or len(word.fold) < 3:
                continue
            ambiguous = known.is_word(word.fold) or known.names_no_person(word.fold)
            rather = not ambiguous or reading.lemma in word_list(name.language, "names_first")
            if reading.part in ("first", "dim") and known.known(word.fold) and rather:
                # It is found anyway; those of its forms that are words too are not.
                learnt[name.language] |= _words_too(name.language, reading, learnt[name.language])
                continue
            # A word that may be no name is known only from a place that leaves no doubt.
            if ambiguous and name.sureness != "sure" and name.why not in _TELLING:
                continue
            unlisted = not known.known(word.fold)
            common = known.is_ordinary(word.fold) or word.fold in small[name.language]
            if name.sureness != "sure" and unlisted and (common or name.why not in _TELLING):
                continue
            _add_forms(learnt[name.language], known, reading)


def _words_too(
    language: str, reading: Reading, learnt: Mapping[str, tuple[Reading, ...]]
) -> dict[str, tuple[Reading, ...]]:
    """The forms of a name that are common words as well: Lenie, Жене."""
    found: dict[str, tuple[Reading, ...]] = {}
    for form, one in _common_forms(language, reading.part, reading.lemma, reading.gender):
        have = learnt.get(form, ())
        found[form] = have if one in have else (*have, one)
    return found


@lru_cache(maxsize=20_000)
def _common_forms(language: str, part: Part, lemma: str, gender: str) -> tuple[tuple[str, Reading], ...]:
    names = names_of(language)
    if names is None or language == "en":
        return ()
    forms = names.forms(Reading(part, lemma, gender))
    return tuple(
        (form, Reading(part, lemma, gender, places))
        for form, places in forms.items()
        if len(form) > 2 and any(number == "sg" for number, _ in places) and names.is_word(form)
    )


def _add_forms(forms: dict[str, tuple[Reading, ...]], known: object, reading: Reading) -> None:
    genders = ("m", "f") if reading.part == "last" else (reading.gender,)
    for gender in genders:
        each = Reading(reading.part, reading.lemma, gender)
        for form, places in known.forms(each).items():  # type: ignore[attr-defined]
            one = Reading(reading.part, reading.lemma, gender if places else reading.gender, places)
            if one not in forms.get(form, ()):
                forms[form] = (*forms.get(form, ()), one)
    if isinstance(known, PolishNames) and reading.part == "last" and "-" not in reading.lemma:
        for form, places in known.forms(Reading("last", reading.lemma, "f", wife=True)).items():
            if reading.lemma in _QUEENS:
                continue
            one = Reading("last", reading.lemma, "f", places, wife=True)
            forms[form] = (*(each for each in forms.get(form, ()) if each != one), one)


def _forms_of_known(known: Sequence[str], language: str) -> dict[str, tuple[Reading, ...]]:
    """All forms of the names that speakers' labels and participants give away; labels that are roles are left out."""
    names = names_of(language)
    forms: dict[str, tuple[Reading, ...]] = {}
    if names is None:
        return forms
    for label in known:
        words = [word for word in words_of(label) if len(word.text) > 2 and word.capital]
        roles = [_is_role(word.fold) for word in words]
        # Of a first name and a surname the surname may be any word; of roles alone there is no name.
        for word, role in zip(words, roles, strict=True):
            if role == "sure" or (role and (len(words) == 1 or all(roles))):
                continue
            readings = names.known(word.fold)
            basic = [r for r in readings if not r.places or ("sg", "nom") in r.places]
            guessed = names.guessed(word.fold)
            best = [r for r in guessed if r.rank == guessed[0].rank]
            for reading in basic or readings or best[:2]:
                _add_forms(forms, names, reading)
    return forms


def _is_role(form: str) -> str:
    """Whether a label's word is a role and no name, in any of the languages: ``sure``, ``maybe`` or empty."""
    every = [names for language in LANGUAGES if (names := names_of(language))]
    if any(names.names_no_person(form) for names in every):
        return "sure"
    if any(names.known(form) for names in every):
        return ""
    return "maybe" if any(names.is_ordinary(form) for names in every) else ""


def _persons(texts: Sequence[tuple[str, str]], named: Sequence[Sequence[Named]]) -> list[list[Finding]]:
    every = [name for names in named for name in names]
    links = iter(link_names(every))
    found = []
    for (text, _), names in zip(texts, named, strict=True):
        found.append([_finding(text, name, next(links)) for name in names])
    return found


def _finding(text: str, name: Named, link: Link) -> Finding:
    parts, lemmas = [], []
    for word, reading in zip(name.words, name.readings, strict=True):
        if reading is None:
            parts.append("initial" if word.initial else "particle")
            lemmas.append(word.fold)
        else:
            parts.append("wife" if reading.wife else reading.part)
            lemmas.append(reading.lemma)
    single = {"dim": "first", "wife": "last"}.get(parts[0], parts[0])
    traits = {"language": name.language, "part": "full" if len(parts) > 1 else single}
    traits |= {"parts": " ".join(parts), "lemmas": " ".join(lemmas)}
    gender = name.gender or link.person.gender
    if gender:
        traits["gender"] = gender
    if name.place:
        traits["number"], traits["case"] = name.place
    if "dim" in parts:
        traits["form"] = "diminutive"
    if link.among:
        traits["among"] = "; ".join(link.among)
    return Finding(
        name.start, name.end, text[name.start : name.end], "person", name.sureness, link.person.key, name.why, traits
    )


def _one_key_a_firm(texts: Sequence[tuple[str, str]], found: list[list[Finding]]) -> list[list[Finding]]:
    """One entity for all forms of a firm's name: that of the list, else the form that is told most often."""
    groups: dict[tuple[str, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for (_, language), findings in zip(texts, found, strict=True):
        for finding in findings:
            groups[language, same_firm(finding.entity, language)][_SURENESS[finding.sureness], finding.entity] += 1
    best = {group: min(counts, key=lambda c: (c[0], len(c[1]), c[1]))[1] for group, counts in groups.items()}
    return [
        [
            Finding(
                f.start,
                f.end,
                f.text,
                f.kind,
                f.sureness,
                best[language, same_firm(f.entity, language)],
                f.why,
                f.traits,
            )
            for f in findings
        ]
        for (_, language), findings in zip(texts, found, strict=True)
    ]


class _Kept:
    """Names that stay in the text, in all their forms."""

    def __init__(self, keep: Iterable[str]) -> None:
        names = [name.strip() for name in keep if name.strip()]
        self._exact = {folded(name) for name in names}
        self._firms = {
            language: {same_firm(folded(core_of(n, language)), language) for n in names} for language in LANGUAGES
        }

    def holds(self, finding: Finding, language: str) -> bool:
        """Whether a finding is one of them."""
        if folded(finding.text) in self._exact or finding.entity in self._exact:
            return True
        return language in LANGUAGES and same_firm(finding.entity, language) in self._firms[language]
