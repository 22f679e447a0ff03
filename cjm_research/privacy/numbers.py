"""All structured personal data of a text at once: what is found by forms, check digits and words near."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cjm_research.privacy.addresses import find_addresses
from cjm_research.privacy.base import Finding
from cjm_research.privacy.contacts import find_contacts
from cjm_research.privacy.dates import find_birth_dates
from cjm_research.privacy.identifiers import find_identifiers
from cjm_research.privacy.phones import find_phones
from cjm_research.privacy.spoken import find_spoken

_SURENESS = {"sure": 0, "likely": 1, "possible": 2}


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
    return settled(_candidates(text, language))


def _candidates(text: str, language: str) -> Iterator[Finding]:
    if re.search(r"\d", text):
        yield from find_identifiers(text, language)
        yield from find_phones(text)
    yield from find_contacts(text)
    yield from find_addresses(text)
    yield from find_birth_dates(text)
    yield from find_spoken(text, language)


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
