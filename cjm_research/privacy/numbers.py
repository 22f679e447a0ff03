"""All structured personal data of a text at once: what is found by forms, check digits and words near.

What one number is where it may be two is settled in this order: the word nearest to it, then the forms of the
language of the text, then check digits. One number in ten or in a hundred passes those by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cjm_research.privacy.addresses import find_addresses
from cjm_research.privacy.base import DataKind, Finding
from cjm_research.privacy.contacts import find_contacts
from cjm_research.privacy.context import named
from cjm_research.privacy.dates import find_birth_dates
from cjm_research.privacy.identifiers import find_identifiers
from cjm_research.privacy.phones import find_phones
from cjm_research.privacy.spoken import find_spoken

_SURENESS = {"sure": 0, "likely": 1, "possible": 2}
# Kinds that may be taken for one another, with the words that name them.
_WORDS: dict[DataKind, tuple[str, ...]] = {
    "phone": ("phone",),
    "card": ("card",),
    "account": ("account",),
    "pesel": ("pesel",),
    "nip": ("nip",),
    "inn": ("inn",),
    "snils": ("snils",),
    "passport": ("passport",),
    "id_number": ("id_card", "nino", "ssn", "licence", "regon", "imei"),
}
# Rules that know the forms of one country begin so; a number with its country in front is a telephone anywhere.
_FORMS = {
    "en": ("phone_uk", "phone_us", "nino", "ssn", "sort_code"),
    "pl": ("phone_pl", "pesel", "nip", "id_card", "account"),
    "ru": ("phone_ru", "snils", "passport_ru", "account_ru"),
}
_ANYWHERE = ("phone_plus", "phone_zeros", "iban")


def find_numbers(text: str, language: str) -> list[Finding]:
    """Everything but people and organisations, sorted by place, no two overlapping.

    The forms of all countries are looked for whatever the language: an English interview may hold a Polish number.

    Parameters
    ----------
    language : str
        ISO 639-1 code of the text; it settles what one number may be in two countries.

    Examples
    --------
    >>> [(found.kind, found.text) for found in find_numbers("Ring +48 601 234 567, not before 10:30.", "en")]
    [('phone', '+48 601 234 567')]
    """
    return settled(_uncontested(text, language, list(_candidates(text, language))))


def _candidates(text: str, language: str) -> Iterator[Finding]:
    if re.search(r"\d", text):
        yield from find_identifiers(text, language)
        yield from find_phones(text)
    yield from find_contacts(text)
    yield from find_addresses(text)
    yield from find_birth_dates(text)
    yield from find_spoken(text, language)


def _uncontested(text: str, language: str, findings: list[Finding]) -> Iterator[Finding]:
    """Findings without those whose number another kind claims with better reason."""
    standing = {id(one): _standing(text, language, one) for one in findings if one.kind in _WORDS}
    for one in findings:
        mine = standing.get(id(one))
        rivals = [other for other in findings if id(other) in standing and other.kind != one.kind]
        if mine is None or not any(
            standing[id(other)] < mine and (standing[id(other)][0] < 2 or other.sureness != "possible")
            for other in rivals
            if _share(one, other)
        ):
            yield one


def _standing(text: str, language: str, finding: Finding) -> tuple[int, int]:
    """With what reason a number is of a kind: the smaller, the better."""
    away = named(text, finding.start, finding.end, *_WORDS[finding.kind])
    if away is not None:
        return 0, away
    # A form is no more than one where check digits are wrong, or where ten digits stand together.
    shaped = not finding.why.endswith("_form") and not (finding.kind == "nip" and finding.text.isdigit())
    if shaped and finding.why.startswith((*_FORMS.get(language, ()), *_ANYWHERE)):
        return 1, 0
    return (2 if finding.why.endswith("_checked") else 3), 0


def _share(one: Finding, other: Finding) -> bool:
    """Whether most of the longer of two lies in the other."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return common * 2 > max(one.end - one.start, other.end - other.start)


def settled(findings: Iterable[Finding]) -> list[Finding]:
    """Of findings that overlap the surest, then the longest, then the first found; sorted by place."""
    ranked = sorted(
        enumerate(findings), key=lambda pair: (_SURENESS[pair[1].sureness], pair[1].start - pair[1].end, pair[0])
    )
    kept: list[Finding] = []
    for _place, finding in ranked:
        if all(finding.end <= other.start or finding.start >= other.end for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)
