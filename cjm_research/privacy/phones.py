"""Telephone numbers as Poles, Russians, Britons and Americans write them, at home and abroad."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cjm_research.privacy.base import Finding, Sureness
from cjm_research.privacy.context import an_amount, near, of_a_thing

# Country code -> how many digits follow it. Others are taken with 7 to 12.
COUNTRY_LENGTHS = {"48": (9,), "7": (10,), "44": (9, 10), "1": (10,), "375": (9,), "380": (9,), "49": (7, 8, 9, 10, 11)}
_S = r"[ \u00a0\u202f]"
_SIGNS = r" \u00a0\u202f.\-\u2010-\u2013"
_GAP = f"[{_SIGNS}]"
_EXTENSION = rf"(?:,?{_S}?(?:ext\.?|extension|x|wew\.?|wewn\.?|wewnętrzny|доб\.?|добавочный){_S}?\d{{1,5}}(?!\w))?"
_BEGIN = r"(?<![\w+])(?<!\d[.,:/\-\u2013])(?<!\d[ \u00a0\u202f])"
_END = r"(?!\w)(?![.,:/\-\u2013]\d)"
# Polish mobile numbers begin so, and numbers that are free or shared in cost.
_POLISH_MOBILE = re.compile(r"(?:45|50|51|53|57|60|66|69|72|73|78|79|88|80)")
_POLISH_AREA = re.compile(r"(?:1[2-8]|2[2-59]|3[2-4]|4[1-468]|5[24-689]|6[1-378]|7[14-7]|8[1-79]|9[145])")


class Form(NamedTuple):
    """A way to write telephone numbers.

    `alone` is how sure the form is without a word near it, `told` with one; None: it is none then. `strong` forms are
    no orders and amounts, whatever stands near.
    """

    name: str
    pattern: re.Pattern[str]
    alone: Sureness | None
    told: Sureness
    fits: Callable[[str], bool] = lambda _digits: True
    strong: bool = False


def _form(
    name: str,
    pattern: str,
    alone: Sureness | None,
    told: Sureness = "sure",
    fits: Callable[[str], bool] = lambda _digits: True,
    *,
    strong: bool = False,
) -> Form:
    whole = re.compile(rf"{_BEGIN}(?P<number>{pattern})(?P<extension>{_EXTENSION}){_END}", re.IGNORECASE)
    return Form(name, whole, alone, told, fits, strong)


def country_of(digits: str) -> str | None:
    """The country code that digits begin with, if what follows has the length of a number there."""
    for code, lengths in COUNTRY_LENGTHS.items():
        if digits.startswith(code) and len(digits) - len(code) in lengths:
            return code
    return None


def _international(digits: str) -> bool:
    return country_of(digits) is not None or (digits[0] in "23456789" and 9 <= len(digits) <= 15)


def _zeros(digits: str) -> bool:
    return digits.startswith("00") and country_of(digits[2:]) is not None


def _polish_mobile(digits: str) -> bool:
    return bool(_POLISH_MOBILE.match(digits))


def _polish_abroad(digits: str) -> bool:
    return _polish_mobile(digits[2:])


def _polish_area(digits: str) -> bool:
    return bool(_POLISH_AREA.match(digits.lstrip("0")))


def _russian(digits: str) -> bool:
    return len(digits) == 11 and digits[1] in "3489"


def _british(digits: str) -> bool:
    return len(digits) in (10, 11) and digits[1] in "123789"


_DD = rf"{_GAP}?\d\d"
FORMS: tuple[Form, ...] = (
    _form("plus", rf"\+(?:[(){_SIGNS}]{{0,3}}\d){{8,15}}", "sure", fits=_international, strong=True),
    _form("zeros", rf"00(?:[(){_SIGNS}]{{0,3}}\d){{8,15}}", "likely", fits=_zeros, strong=True),
    _form("ru", rf"8{_GAP}?\(?\d{{3,5}}\)?{_GAP}?\d{{1,3}}{_DD}{_DD}", "likely", fits=_russian, strong=True),
    _form("ru_7", rf"7{_GAP}?\(?\d{{3,5}}\)?{_GAP}?\d{{1,3}}{_DD}{_DD}", "likely", fits=_russian),
    _form("ru_8_groups", rf"8{_GAP}\(?\d{{3}}\)?(?:{_GAP}?\d){{7}}", "likely", fits=_russian),
    _form("ru_bracket", rf"\(\d{{3,5}}\){_S}?\d{{1,3}}[ \-]\d\d[ \-]\d\d", "sure", strong=True),
    _form("ru_area", r"[3489]\d\d[ \-]\d{3}[ \-]\d\d-\d\d", "likely"),
    _form("pl_mobile", rf"\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}", "likely", fits=_polish_mobile),
    _form("pl_mobile_pairs", rf"\d{{3}}{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d", "likely", fits=_polish_mobile),
    _form("pl_mobile_joined", r"\d{9}", "possible", "likely", fits=_polish_mobile),
    _form("pl_48", rf"48{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}", "likely", fits=_polish_abroad),
    _form("pl_48_joined", r"48\d{9}", "possible", "likely", fits=_polish_abroad),
    _form("pl_area", rf"\(?0?\d\d\)?{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d", "likely", fits=_polish_area),
    _form("pl_area_4", rf"\(?0?\d\d\)?{_GAP}\d{{3}}{_GAP}\d{{4}}", "possible", fits=_polish_area),
    _form("pl_0", rf"0{_GAP}\d\d{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d", "likely"),
    _form("us", rf"(?:1{_GAP})?\(?[2-9]\d\d\)?{_GAP}?{_S}?[2-9]\d\d{_GAP}\d{{4}}", "likely"),
    _form("uk", rf"\(?0\d{{2,4}}\)?{_GAP}?\d{{3,4}}{_GAP}?\d{{3,4}}", "likely", fits=_british),
    _form("uk_5", rf"\(?0\d{{4}}\)?{_GAP}\d{{5,6}}", "likely", fits=_british),
    _form("uk_0800", r"0[38]\d\d[ \-]\d{3}[ \-]?\d{3,4}|0[38]\d\d[ \-]\d{2,4}[ \-]\d\d(?:[ \-]?\d\d)?", "likely"),
    _form("local_7", r"\d{3}-\d\d-\d\d", "likely"),
    _form("local_7_spaced", rf"\d{{3}}{_S}\d\d{_S}\d\d", None, "likely"),
    _form("us_local", r"[2-9]\d{2}-\d{4}", "possible", "likely"),
    _form("ru_joined", r"9\d{9}", "possible", "likely"),
    _form("local_6", r"\d\d-\d\d-\d\d", None, "likely"),
    # Any nine to eleven digits right behind a word for a telephone.
    _form("told", rf"\(?\d(?:{_GAP}?[\d()]){{7,12}}", None, "likely", fits=lambda digits: 9 <= len(digits) <= 11),
)


def find_phones(text: str) -> Iterator[Finding]:
    """Telephone numbers written in digits; several may overlap.

    A known form is sure with a word for telephones near it, likely without; nine digits that may be anything are
    possible. Prices, measures, orders and models are none unless such a word stands nearer.
    """
    for form in FORMS:
        for match in form.pattern.finditer(text):
            digits = re.sub(r"\D", "", match["number"])
            sureness = _sureness(text, match, form) if form.fits(digits) and len(set(digits)) > 1 else None
            if sureness is None:
                continue
            start, end = match.start(), match.end()
            if match["number"].count("(") != match["number"].count(")"):
                continue
            yield Finding(start, end, text[start:end], "phone", sureness, phone_entity(digits), f"phone_{form.name}")


def _sureness(text: str, match: re.Match[str], form: Form) -> Sureness | None:
    start, end = match.start("number"), match.end("number")
    if form.strong:
        return "sure" if near(text, start, end, "phone") else form.alone
    if an_amount(text, start, end) or of_a_thing(text, start, end):
        return None
    close = 12 if form.alone is None else 45
    if near(text, start, end, "phone", "number", before=close, after=0 if form.alone is None else 25):
        return form.told
    return form.alone


def phone_entity(digits: str) -> str:
    """The digits as they are told at home, so that one number is one entity with and without its country."""
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    code = country_of(digits)
    if code and len(digits) > 10:
        return digits[len(code) :]
    if len(digits) == 11 and digits[0] in "780":
        return digits[1:]
    return digits.lstrip("0")
