"""Numbers of people, accounts, cards and papers: forms first, then check digits and the words near them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cjm_research.privacy import checksums
from cjm_research.privacy.base import DataKind, Finding, Sureness
from cjm_research.privacy.context import an_amount, named, near, of_a_thing

_G = r"[ \u00a0\u202f\-\u2010-\u2013]"
_BEGIN = r"(?<![\w+])(?<!\d[.,:/\-\u2013])"
_END = r"(?!\w)(?![.,:/\-\u2013]\d)"


def _whole(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(f"{_BEGIN}(?:{pattern}){_END}", flags)


# Digits in a row, however grouped: each length is looked for, so that a neighbouring number does not hide one.
_RUN = _whole(rf"\d(?:{_G}?\d){{8,27}}")
_IBAN = _whole(rf"[A-Z]{{2}}{_G}?\d\d(?:{_G}?[A-Z0-9]){{11,30}}", re.IGNORECASE)
_NIP = _whole(rf"(?:PL{_G}?)?(?:\d{{3}}{_G}\d{{3}}{_G}\d\d{_G}\d\d|\d{{3}}{_G}\d\d{_G}\d\d{_G}\d{{3}}|\d{{10}})", re.I)
_SNILS = _whole(rf"\d{{3}}-\d{{3}}-\d{{3}}{_G}?\d\d|\d{{3}} \d{{3}} \d{{3}} \d\d")
_PASSPORT_RU = _whole(
    r"(?P<series>\d\d[ \u00a0]?\d\d)(?P<between>[ \u00a0,]{0,2}(?:№|n|no\.?|номер|number|numer)?[ \u00a0]?)\d{6}",
    re.IGNORECASE,
)
_LETTERED = _whole(
    r"(?P<letters>[A-Z]{2,3})[ \u00a0\-]?(?:(?:nr|numer|number|номер)\.? )?(?P<digits>\d{6,7}|\d \d{5}|\d{3} ?\d{3})",
    re.IGNORECASE,
)
_NINO = _whole(r"[A-Z]{2}[ \u00a0\-]?\d\d[ \u00a0\-]?\d\d[ \u00a0\-]?\d\d[ \u00a0\-]?[A-D]", re.IGNORECASE)
_RU_PHONE = re.compile("[78][3489]")
_NINO_STRICT = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]")
_SSN = _whole(r"\d{3}-\d\d-\d{4}|\d{3} \d\d \d{4}")
_IS = r"(?:['’](?:s|re|d)(?!\w))"  # "code's", "numbers're"
_SORT_CODE = re.compile(
    rf"(?<!\w)sort[ \-]codes?{_IS}?(?:\W{{1,4}}(?:number|is|was|are|it{_IS}|that{_IS}|would be|of)(?!\w)){{0,3}}"
    r"\W{0,4}(?P<sort>\d\d[ \-]?\d\d[ \-]?\d\d)(?!\d)"
    r"(?:\W{1,3}(?:and )?(?:the |my )?(?:account|acc)\.?(?: number| no\.?)?(?:['’]s)?\W{0,3}(?:is |was )?"
    r"\d{4} ?\d{4}(?!\d))?",
    re.IGNORECASE,
)
_BETWEEN = (
    "numbers?|numer|номер|no|nr|is|was|are|were|it|that|my|his|her|their|our|to|mam|ma|mój|jest|był|była|było|brzmi"
    "|jej|jego|seria|i|это|был|была|было|серия|и|у меня|мой|мо[её]|его|е[её]|такой|вот|u|a"
)
# A word for a number and, right behind it, digits that fit no form: mistyped, cut or of another country.
_NAMED: tuple[tuple[DataKind, str, re.Pattern[str]], ...] = tuple(
    (
        kind,  # type: ignore[misc]
        name,
        re.compile(
            rf"(?<!\w)(?:{words}){_IS}?(?:[\s:,.№#\-–—]|(?<!\w)(?:{_BETWEEN})(?!\w){_IS}?){{1,16}}"
            rf"(?<!\w)(?P<number>{form}){_END}",
            re.IGNORECASE,
        ),
    )
    for kind, name, words, form in (
        ("pesel", "pesel", r"pesel\w{0,3}|песел\w?", rf"\d(?:{_G}?\d){{6,14}}"),
        ("nip", "nip", r"nip|nip-?u|nipem", rf"\d(?:{_G}?\d){{6,12}}"),
        ("id_number", "regon", r"regon\w{0,3}", rf"\d(?:{_G}?\d){{6,14}}"),
        ("inn", "inn", r"инн", rf"\d(?:{_G}?\d){{6,12}}"),
        ("snils", "snils", r"снилс\w{0,2}", rf"\d(?:{_G}?\d){{6,12}}"),
        (
            "passport",
            "passport",
            r"passport|paszport\w{0,3}|(?:загран)?паспорт\w{0,3}",
            r"[A-Z]{0,2} ?\d(?:[ \-]?\d){5,10}",
        ),
        (
            "id_number",
            "id_card",
            r"dow[oó]d\w{0,3}(?: osobist\w+)?|identity card|id card",
            r"[A-Z]{0,3} ?\d(?:[ \-]?\d){4,8}",
        ),
        (
            "id_number",
            "licence",
            r"driving licen[cs]e|driver'?s licen[cs]e|praw\w jazdy|водительск\w+(?: удостоверени\w+| прав\w+)?|права",
            r"(?=[\w/ ]*\d{3})[A-Z0-9]\w*(?:[ /]\w*\d\w*){0,3}",
        ),
        (
            "id_number",
            "insurance",
            r"national insurance|social security|ssn",
            rf"[A-Z]{{0,2}}{_G}?\d(?:{_G}?\d){{5,9}}[A-D]?",
        ),
        ("id_number", "imei", r"imei", rf"\d(?:{_G}?\d){{13,15}}"),
        ("card", "card", r"credit card|debit card|card|kart\w{1,2}|карт[аыуе]|карт\w{0,2}", rf"\d(?:{_G}?\d){{12,18}}"),
        (
            "account",
            "account",
            r"account|iban|kont[oau]|rachun\w+|(?:расч[её]тн\w+ |лицев\w+ )?сч[её]т\w?|р/с",
            rf"[A-Z]{{0,2}}\d(?:{_G}?\d){{6,25}}",
        ),
    )
)


# Where a number with right check digits and no word near is one of these; elsewhere it may be anything.
_HOME = {"pesel": "pl", "nip": "pl", "inn": "ru", "snils": "ru"}


def find_identifiers(text: str, language: str) -> Iterator[Finding]:
    """Cards, accounts, PESEL, NIP, REGON, INN, SNILS, passports, identity cards, NINO and SSN; several may overlap.

    Right check digits are sure. A form whose check digits are wrong is likely with its word near, else possible.
    """
    yield from _accounts(text)
    for match in _RUN.finditer(text):
        yield from _run(text, *match.span(), language)
    checked: tuple[tuple[re.Pattern[str], DataKind, Callable[[str], bool]], ...] = (
        (_NIP, "nip", checksums.nip),
        (_SNILS, "snils", checksums.snils),
    )
    for pattern, kind, check in checked:
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            grouped = match.group() != digits
            at_home = language == _HOME[kind] or (kind == "snils" and "-" in match.group())
            yield from _checked(
                text,
                *match.span(),
                kind,
                kind,
                digits,
                check(digits),
                grouped=grouped,
                at_home=at_home,
            )
    yield from _papers(text, language)
    yield from _named(text)


def _finding(text: str, start: int, end: int, kind: DataKind, sureness: Sureness, why: str) -> Finding:
    entity = re.sub(r"[\W_]|(?:номер|numer|number)", "", text[start:end].casefold())
    return Finding(start, end, text[start:end], kind, sureness, entity, why)


def _checked(
    text: str,
    start: int,
    end: int,
    kind: DataKind,
    word: str,
    digits: str,
    right: bool,
    *,
    grouped: bool,
    at_home: bool = True,
) -> Iterator[Finding]:
    """A form with check digits: what they and the words near say of it."""
    told = near(text, start, end, word)
    thing = of_a_thing(text, start, end, than=word)
    if an_amount(text, start, end) or len(set(digits)) < 2 or (thing and not told and not right):
        return
    if right:
        # One in ten numbers is right by chance: the number of an order needs more than that.
        sureness: Sureness = "possible" if thing or not (told or at_home) else "sure"
        if not told and not grouped and near(text, start, end, "phone", before=15, after=0):
            sureness = "possible"
        yield _finding(text, start, end, kind, sureness, f"{word}_checked")
    elif told:
        yield _finding(text, start, end, kind, "likely", f"{word}_told")
    elif grouped:
        yield _finding(text, start, end, kind, "possible", f"{word}_form")


def _accounts(text: str) -> Iterator[Finding]:
    for match in _IBAN.finditer(text):
        # A word behind may look like more of it: the length of the country says where it ends.
        start, written = match.start(), match.group()
        length = checksums.IBAN_LENGTHS.get(written[:2].upper())
        if length is None:
            continue
        end = start + _end_of(written, length)
        number = re.sub(r"[\W_]", "", text[start:end])
        if len(number) != length or sum(sign.isdigit() for sign in number) < 10:
            continue
        if checksums.iban(number):
            yield _finding(text, start, end, "account", "sure", "iban_checked")
        elif number[:2].isupper():
            told = near(text, start, end, "account")
            yield _finding(text, start, end, "account", "likely" if told else "possible", "iban_form")
    for match in _SORT_CODE.finditer(text):
        yield _finding(text, match.start("sort"), match.end(), "account", "likely", "sort_code")


def _end_of(written: str, length: int) -> int:
    """Where the `length`-th letter or digit ends."""
    n = 0
    for place, sign in enumerate(written, 1):
        n += sign.isalnum()
        if n == length:
            return place
    return len(written)


def _run(text: str, start: int, end: int, language: str) -> Iterator[Finding]:
    """A run of digits, and its beginnings and ends between gaps, by their number."""
    parts = [match.span() for match in re.finditer(r"\d+", text[start:end])]
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            a, b = start + parts[first][0], start + parts[last][1]
            digits = re.sub(r"\D", "", text[a:b])
            if len(digits) >= 9:
                whole = first == 0 and last == len(parts) - 1
                yield from _by_length(text, a, b, digits, language, whole=whole, grouped=last > first)


def _by_length(
    text: str, a: int, b: int, digits: str, language: str, *, whole: bool, grouped: bool
) -> Iterator[Finding]:
    n = len(digits)
    if n == 26 and (checksums.polish_account(digits) or whole):
        yield from _checked(text, a, b, "account", "account", digits, checksums.polish_account(digits), grouped=True)
    elif n == 20 and (digits[:3] in ("407", "408", "423") or (whole and near(text, a, b, "account"))):
        told = near(text, a, b, "account")
        yield _finding(text, a, b, "account", "sure" if told and digits[:1] == "4" else "likely", "account_ru")
    elif n in (9, 14) and near(text, a, b, "regon"):
        yield _finding(text, a, b, "id_number", "sure" if checksums.regon(digits) else "likely", "regon_checked")
    elif n == 11 and whole:
        yield from _eleven(text, a, b, digits, language, grouped=grouped)
    elif whole and checksums.inn(digits) and (n == 12 or language == "ru" or near(text, a, b, "inn")):
        yield from _checked(text, a, b, "inn", "inn", digits, True, grouped=False, at_home=language == "ru")
    right = checksums.card(digits)
    if right or (whole and n in (15, 16) and digits[0] in "23456"):
        yield from _checked(text, a, b, "card", "card", digits, right, grouped=grouped or n == 16)


def _eleven(text: str, a: int, b: int, digits: str, language: str, *, grouped: bool) -> Iterator[Finding]:
    """Eleven digits: PESEL, SNILS, or a Russian telephone number with its 8."""
    if checksums.pesel(digits) and alive(digits) and not near(text, a, b, "snils"):
        yield from _checked(
            text, a, b, "pesel", "pesel", digits, True, grouped=grouped, at_home=language == _HOME["pesel"]
        )
    elif near(text, a, b, "pesel"):
        yield _finding(text, a, b, "pesel", "likely", "pesel_told")
    elif alive(digits) and not grouped and not _RU_PHONE.match(digits):
        yield from _checked(text, a, b, "pesel", "pesel", digits, False, grouped=True)
    if checksums.snils(digits) and (near(text, a, b, "snils") or not _RU_PHONE.match(digits)):
        yield from _checked(
            text, a, b, "snils", "snils", digits, True, grouped=grouped, at_home=language == _HOME["snils"]
        )
    elif named(text, a, b, "snils") is not None and not checksums.pesel(digits):
        yield _finding(text, a, b, "snils", "likely", "snils_told")


def alive(digits: str) -> bool:
    """Whether a PESEL begins with a birthday of somebody who may live now."""
    birthday = checksums.birthday_of_pesel(digits)
    return birthday is not None and 1900 <= birthday.year < 2040


def _papers(text: str, language: str) -> Iterator[Finding]:
    for match in _PASSPORT_RU.finditer(text):
        start, end = match.span()
        series = re.sub(r"\D", "", match["series"])
        told, joined = near(text, start, end, "passport"), match.group().isdigit()
        year = series[2:] <= "35" or series[2:] >= "97"
        if told:
            yield _finding(text, start, end, "passport", "sure" if year else "likely", "passport_ru")
        elif year and not joined and not of_a_thing(text, start, end) and not an_amount(text, start, end):
            named = match["between"].strip(" ,\u00a0") != ""
            yield _finding(
                text, start, end, "passport", "likely" if named or language == "ru" else "possible", "passport_ru"
            )
    for match in _LETTERED.finditer(text):
        yield from _lettered(text, match)
    for match in _NINO.finditer(text):
        strict = bool(_NINO_STRICT.match(match.group()))
        told = near(text, *match.span(), "nino")
        if strict or told:
            sureness: Sureness = "sure" if strict and told else "likely"
            yield _finding(text, *match.span(), "id_number", sureness, "nino")
    for match in _SSN.finditer(text):
        told = near(text, *match.span(), "ssn")
        right = checksums.social_security(re.sub(r"\D", "", match.group()))
        if told or (right and "-" in match.group()):
            yield _finding(text, *match.span(), "id_number", "sure" if told and right else "likely", "ssn")


def _lettered(text: str, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span()
    number = match["letters"] + re.sub(r"\D", "", match["digits"])
    kind: DataKind
    if checksums.polish_identity_card(number) or (len(match["letters"]) == 3 and len(number) == 9):
        kind, word, right = "id_number", "id_card", checksums.polish_identity_card(number)
    elif len(match["letters"]) == 2 and len(number) == 9:
        kind, word, right = "passport", "passport", checksums.polish_passport(number)
    else:
        return
    told = near(text, start, end, word)
    # Lower-case letters before a number are words of speech: "za 300000".
    if not told and (not match["letters"].isupper() or of_a_thing(text, start, end, than=word)):
        return
    sureness: Sureness = "sure" if right else "likely" if told else "possible"
    yield _finding(text, start, end, kind, sureness, f"{word}_{'checked' if right else 'form'}")


def _named(text: str) -> Iterator[Finding]:
    for kind, name, pattern in _NAMED:
        for match in pattern.finditer(text):
            if not an_amount(text, *match.span("number")):
                yield _finding(text, *match.span("number"), kind, "likely", f"{name}_named")
