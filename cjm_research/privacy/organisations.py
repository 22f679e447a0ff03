"""Employers and firms: from a list, in all forms; beside a legal form; where somebody says that they work there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cjm_research.privacy.base import Finding, Sureness
from cjm_research.privacy.inflection_pl import first_name_forms, surname_forms
from cjm_research.privacy.names_base import LANGUAGES, context, names_of
from cjm_research.privacy.names_words import Word, folded, words_of

_QUOTES = "\"«»„”“'‚‘’"
# Endings that a firm's name takes in Polish and Russian; the longest first.
_ENDINGS = {
    "pl": ("owi", "iem", "owie", "em", "ie", "ach", "om", "u", "a", "y", "i", "ę", "ą", "e", "o"),
    "ru": ("ами", "ом", "ем", "ой", "ей", "ах", "ям", "а", "у", "е", "ы", "и", "ю", "я", "о"),
}
# A sentence may begin right before a firm's name.
_BEFORE_A_NAME = re.compile(
    r"(?:(?:To|W|We|Z|Ze|A|I|Od|Do|U|The|In|At|From|My|Our|It|And|But|Is|Was|И|А|В|Во|С|Из|От|На|Это)\s+)*"
)
_LINKS = frozenset({"and", "of", "the", "i", "и", "de"})
_PLACE_WORDS = frozenset(
    {"street", "road", "avenue", "lane", "park", "station", "bridge", "line", "square", "house", "centre", "center"}
    | {"bar", "pub", "hotel", "cafe", "restaurant"}
)
# Before a capital these say that a firm's name follows.
_CALLED = {
    "en": ("company called", "firm called", "employer is", "the firm"),
    "pl": ("firma", "firmy", "firmie", "firmę", "firmą", "spółka", "spółki", "spółce", "spółkę", "spółką"),
    "ru": (
        *("компания", "компании", "компанию", "компанией", "фирма", "фирмы", "фирме", "фирму", "фирмой", "холдинге"),
        *("корпорации", "предприятии", "заводе"),
    ),
}
# Endings of firms' names that are one word: Лакмедсервисе.
_JOINED = re.compile(
    r"(?:сервис|банк|групп|логистик|консалт|строй|торг|транс|маркет|продукт|финанс|маш|пром|строй)(?:а|у|ом|е|и|ой)?"
)
_FILLERS = {
    "en": ("a company called", "a firm called", "the company", "a company", "the"),
    "pl": ("firmie", "spółce", "banku", "sklepie", "korporacji", "grupie"),
    "ru": ("компании", "фирме", "банке", "магазине", "корпорации", "группе", "холдинге"),
}


class Employers:
    """Employers of a list, found in any case and with their legal form or without."""

    def __init__(self, names: Iterable[str]) -> None:
        listed = sorted({name.strip() for name in names if name.strip()})
        self._by_first: dict[str, dict[str, list[_Firm]]] = {language: {} for language in LANGUAGES}
        for language, by_first in self._by_first.items():
            for name in listed:
                core = core_of(name, language)
                parts = tuple(_stems(word.fold, language) for word in words_of(core))
                firm = _Firm(folded(core), parts, _is_common(core, language))
                for stem in parts[0] if parts else ():
                    by_first.setdefault(stem, []).append(firm)

    def find(self, words: tuple[Word, ...], language: str) -> list[tuple[int, int, str]]:
        """(First word, word after the last, employer) of every mention."""
        by_first = self._by_first.get(language, {})
        found = []
        for i, word in enumerate(words) if by_first else ():
            for firm in by_first.get(_stem(word.fold, language), ()):
                span = words[i : i + len(firm.parts)]
                same = len(span) == len(firm.parts) and all(
                    _stem(each.fold, language) in stems for each, stems in zip(span, firm.parts, strict=True)
                )
                if same and (word.capital or not firm.common):
                    found.append((i, i + len(firm.parts), firm.key))
        return found


@dataclass(frozen=True, slots=True)
class _Firm:
    """An employer: its name without the legal form, the stems of each word, whether all of them are common words."""

    key: str
    parts: tuple[frozenset[str], ...]
    common: bool


def _is_common(name: str, language: str) -> bool:
    names = names_of(language)
    return names is not None and all(names.is_ordinary(word.fold) for word in words_of(name))


def _stems(word: str, language: str) -> frozenset[str]:
    """The stems of all forms that a word of a firm's name may take."""
    found = {_stem(word, language)}
    if language == "pl":
        # Polmlet, w Polmlecie: the consonant changes.
        for forms in (surname_forms(word, "m"), first_name_forms(word, "f" if word.endswith("a") else "m")):
            found |= {_stem(form, language) for (number, _), each in forms.items() if number == "sg" for form in each}
    return frozenset(found)


def find_organisations(text: str, language: str, employers: Employers) -> list[Finding]:
    """Employers and firms that a text names, in its order; they may overlap."""
    if language not in LANGUAGES:
        return []
    words = words_of(text, possessive=language == "en")
    found = []
    for i, j, key in employers.find(words, language):
        start, end = _with_legal_form(text, words[i].start, words[j - 1].end, language)
        found.append(_finding(text, start, end, "sure", key, "employer_list", language))
    found += _by_legal_form(text, language)
    found += _by_work(text, words, language)
    found += _by_last_word(text, words, language)
    found += _by_ending(text, words, language)
    sure = [f for f in found if f.sureness == "sure"]
    found = [f for f in found if f in sure or not any(s.start <= f.start and f.end <= s.end for s in sure)]
    return sorted(found, key=lambda f: (f.start, -f.end))


def core_of(name: str, language: str) -> str:
    """A firm's name without its legal form and quotation marks."""
    before, after = _legal(language)
    core = after.sub("", before.sub("", name.strip()))
    return core.strip(_QUOTES + " ,")


@cache
def _legal(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Legal forms of all languages at the start and at the end of a name."""
    before = [form for each in ("ru",) for form in context(each)["legal_before"]]
    after = {form for each in LANGUAGES for form in context(each)["legal_after"]}
    ordered = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(after, key=len, reverse=True))
    return (
        re.compile(rf"^(?:{'|'.join(before)})\s+(?=[{_QUOTES}]|[A-ZА-ЯЁŁŚŻ])"),
        re.compile(rf"\s*,?\s*(?<!\w)(?:{ordered})(?!\w)\s*$", re.IGNORECASE),
    )


# Written with a capital or without dots as well.
_POLISH_LTD = r"[Ss][Pp]\.?\s*[Zz]\.?\s*[Oo]\.?\s?[Oo]\.?"


@cache
def _firm_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    after = {form for each in LANGUAGES for form in context(each)["legal_after"]}
    ordered = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(after, key=len, reverse=True))
    # Bounded, so that no text can make the search slow.
    capital = r"(?<![\w'’\-])[A-ZА-ЯЁĄĆĘŁŃÓŚŹŻ][\w'’\-]{0,40}"
    name = rf"{capital}(?:\s+(?:(?:&|and|i|и|of)\s+)?{capital}){{0,3}}"
    before = "|".join(context("ru")["legal_before"])
    return (
        re.compile(rf"[{_QUOTES}]?{name}[{_QUOTES}]?\s*,?\s+(?:{ordered}|{_POLISH_LTD})(?!\w)"),
        re.compile(rf"\b(?:{before})\s*[«\"„“][^»\"”“]{{1,60}}[»\"”“]"),
        re.compile(rf"\b(?:{before})\s+{capital}(?:[\s\-]{capital}){{0,2}}"),
    )


def _by_legal_form(text: str, language: str) -> list[Finding]:
    found = []
    for pattern in _firm_patterns(language):
        for match in pattern.finditer(text):
            start, end = match.span()
            start += len(_BEFORE_A_NAME.match(match[0])[0])  # type: ignore[index]
            found.append(
                _finding(text, start, end, "sure", folded(core_of(text[start:end], language)), "legal_form", language)
            )
    return found


def _with_legal_form(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """The span of an employer widened by the legal form and the quotation marks that belong to it."""
    for finding in _by_legal_form(text, language):
        if finding.start <= start and end <= finding.end:
            return finding.start, finding.end
    return start, end


@cache
def _cues(language: str) -> re.Pattern[str]:
    cues = "|".join(
        re.escape(cue).replace(r"\ ", r"\s+") for cue in sorted(context(language)["employer"], key=len, reverse=True)
    )
    cues = f"{cues}|" + "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in _CALLED[language])
    fillers = "|".join(re.escape(filler).replace(r"\ ", r"\s+") for filler in _FILLERS[language])
    return re.compile(rf"(?<!\w)(?:{cues})\s+(?:(?:{fillers})\s+)?(?=[{_QUOTES}]?\w)", re.IGNORECASE)


def _by_work(text: str, words: tuple[Word, ...], language: str) -> list[Finding]:
    """What follows "I work at", with a capital and neither a town nor the start of a sentence."""
    names = names_of(language)
    assert names is not None
    found = []
    by_start = {word.start: i for i, word in enumerate(words)}
    for match in _cues(language).finditer(text):
        at = match.end()
        while at < len(text) and text[at] in _QUOTES:
            at += 1
        i = by_start.get(at)
        if i is None or not words[i].capital or (words[i].opens and not words[i].quoted):
            continue
        quoted = bool(text[match.end() : at].strip())
        j = i + 1
        while j < len(words) and j - i < 5:
            gap, linked = words[j].before, words[j].fold in _LINKS and j + 1 < len(words) and words[j + 1].capital
            if gap not in (" ", " & ", "-") or not (words[j].capital or linked or quoted):
                break
            j += 1
        if all(names.names_place(word.fold) for word in words[i:j]):
            continue
        start, end = words[i].start, words[j - 1].end
        core = text[start:end]
        if quoted and text[end : end + 1] in tuple(_QUOTES):
            start, end = start - 1, end + 1
        found.append(_finding(text, start, end, "possible", folded(core), "place_of_work", language))
    return found


def _by_ending(text: str, words: tuple[Word, ...], language: str) -> list[Finding]:
    """Лакмедсервис, Стройпромтранс: Russian firms' names that are one word."""
    if language != "ru":
        return []
    found = []
    for word in words:
        ending = _JOINED.search(word.fold, 3) if word.capital and not word.opens and len(word.text) > 8 else None
        if ending and ending.end() == len(word.fold):
            found.append(_finding(text, word.start, word.end, "possible", word.fold, "firm_word", language))
    return found


def _by_last_word(text: str, words: tuple[Word, ...], language: str) -> list[Finding]:
    """Castlegate Finance, Brightwater Insurance: names that end with what firms are called by."""
    firm_words, names = context(language)["firm_words"], names_of(language)
    assert names is not None
    found = []
    for j, word in enumerate(words):
        if not word.capital or word.fold not in firm_words or word.opens or word.fold in _PLACE_WORDS:
            continue
        i = j
        while i > 0 and words[i].before in _INSIDE and words[i - 1].capital and not words[i - 1].opens and j - i < 3:
            i -= 1
        if i < j and not all(names.names_no_person(w.fold) for w in words[i:j]):
            core = text[words[i].start : word.end]
            found.append(_finding(text, words[i].start, word.end, "possible", folded(core), "firm_word", language))
    return found


_INSIDE = (" ", "'s ", "’s ")


def _finding(text: str, start: int, end: int, sureness: Sureness, key: str, why: str, language: str) -> Finding:
    return Finding(start, end, text[start:end], "organisation", sureness, key, why, {"language": language})


def _stem(word: str, language: str) -> str:
    """A word without the ending it may have, so that all forms of a firm's name are alike."""
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)]
    return word


def same_firm(key: str, language: str) -> str:
    """What the forms of one firm's name have in common."""
    return " ".join(_stem(part, language) for part in key.split())
