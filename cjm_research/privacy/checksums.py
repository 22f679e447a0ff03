"""Check digits of numbers that name a person, an account or a card.

Each function takes digits (or letters and digits) without separators and answers whether the number can be real.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

# Lengths of account numbers with their country: the registry of ISO 13616, for the countries people speak of here.
IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "BY": 28, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27,
    "KZ": 20, "LT": 20, "LU": 20, "LV": 21, "MD": 24, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "RS": 22, "RU": 33, "SE": 24, "SI": 19, "SK": 24, "TR": 26, "UA": 29,
}  # fmt: skip
_PESEL_CENTURIES = {0: 1900, 20: 2000, 40: 2100, 60: 2200, 80: 1800}


def _sum(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> bool:
    """Cards: every second digit from the right doubled, the sum of all digits divisible by 10.

    References
    ----------
    ISO/IEC 7812-1, annex B.
    """
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


# Length -> how the numbers of its issuers begin: Diners Club 14, American Express 15, Visa, Mastercard, Mir, JCB and
# others 16, a few 13 or up to 19.
_CARD_BEGINNINGS = {
    13: ("4",),
    14: ("30", "36", "38", "39"),
    15: ("34", "37"),
    16: ("2", "30", "35", "36", "38", "39", "4", "5", "6"),
    17: ("5", "6"),
    18: ("2", "5", "6"),
    19: ("2", "35", "4", "5", "6"),
}


def card(digits: str) -> bool:
    """A card: a length and a beginning that issuers use, and `luhn`."""
    return digits.startswith(_CARD_BEGINNINGS.get(len(digits), ("-",))) and len(set(digits)) > 1 and luhn(digits)


def iban(text: str) -> bool:
    """An international account number: the length of its country, and 1 modulo 97.

    References
    ----------
    ISO 13616-1; ISO/IEC 7064, MOD 97-10.
    """
    text = text.upper()
    if IBAN_LENGTHS.get(text[:2]) != len(text) or not text.isalnum() or not text.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def polish_account(digits: str) -> bool:
    """A Polish account as said at home: 26 digits, the IBAN without its country."""
    return len(digits) == 26 and iban("PL" + digits)


def birthday_of_pesel(digits: str) -> date | None:
    """The date that begins a PESEL number, None where it is no date."""
    century = _PESEL_CENTURIES[int(digits[2]) // 2 * 20]
    try:
        return date(century + int(digits[:2]), int(digits[2:4]) % 20, int(digits[4:6]))
    except ValueError:
        return None


def pesel(digits: str) -> bool:
    """A Polish personal number: 11 digits, a date of birth, weights 1 3 7 9.

    References
    ----------
    Ustawa z dnia 24 września 2010 r. o ewidencji ludności, art. 15.
    """
    if len(digits) != 11 or birthday_of_pesel(digits) is None:
        return False
    return _sum(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def nip(digits: str) -> bool:
    """A Polish tax number: 10 digits, weights 6 5 7 2 3 4 5 6 7 modulo 11.

    References
    ----------
    Ustawa z dnia 13 października 1995 r. o zasadach ewidencji i identyfikacji podatników.
    """
    return len(digits) == 10 and digits[0] != "0" and _sum(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(digits[9])


def regon(digits: str) -> bool:
    """A number of the Polish register of businesses, of 9 digits or, for a branch, 14.

    References
    ----------
    Rozporządzenie Rady Ministrów z dnia 30 listopada 2015 r. (REGON).
    """
    if len(digits) == 14:
        last = _sum(digits, (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)) % 11 % 10
        return regon(digits[:9]) and last == int(digits[13])
    return len(digits) == 9 and _sum(digits, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 == int(digits[8])


def inn(digits: str) -> bool:
    """A Russian tax number: 10 digits for an organisation, 12 with two check digits for a person.

    References
    ----------
    Приказ ФНС России от 29.06.2012 № ММВ-7-6/435@.
    """
    if len(digits) == 10:
        return digits[:2] != "00" and _sum(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == int(digits[9])
    if len(digits) != 12 or digits[:2] == "00":
        return False
    first = _sum(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = _sum(digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return digits[10:] == f"{first}{second}"


def snils(digits: str) -> bool:
    """A Russian insurance number: 9 digits, weights 9 to 1, modulo 101 as two digits.

    References
    ----------
    Постановление Правления ПФР от 31.07.2006 № 192п.
    """
    if len(digits) != 11 or int(digits[:9]) <= 1_001_998:  # numbers up to there carry no check digits
        return False
    return _sum(digits, range(9, 0, -1)) % 101 % 100 == int(digits[9:])


def polish_identity_card(text: str) -> bool:
    """A Polish identity card: three letters, six digits of which the first checks, weights 7 3 1 9 7 3 1 7 3.

    References
    ----------
    ICAO Doc 9303 (weights 7 3 1); Wikipedia, "Polish identity card", section Validation.
    """
    return _lettered(text, 3, (7, 3, 1, 9, 7, 3, 1, 7, 3))


def polish_passport(text: str) -> bool:
    """A Polish passport: two letters, seven digits of which the first checks, weights 7 3 9 1 7 3 1 7 3.

    References
    ----------
    As `polish_identity_card`.
    """
    return _lettered(text, 2, (7, 3, 9, 1, 7, 3, 1, 7, 3))


def _lettered(text: str, n_letters: int, weights: tuple[int, ...]) -> bool:
    text = text.upper()
    if len(text) != 9 or not text.isascii() or not text[:n_letters].isalpha() or not text[n_letters:].isdigit():
        return False
    return sum(int(sign, 36) * weight for sign, weight in zip(text, weights, strict=True)) % 10 == 0


def social_security(digits: str) -> bool:
    """A number that the United States Social Security Administration can have given out: it has no check digit.

    References
    ----------
    20 CFR 422.103; SSA, randomisation of 2011: no area 000, 666 or above 899, no group 00, no serial 0000.
    """
    area = digits[:3]
    return (
        len(digits) == 9
        and area not in ("000", "666")
        and area < "900"
        and digits[3:5] != "00"
        and digits[5:] != "0000"
    )
