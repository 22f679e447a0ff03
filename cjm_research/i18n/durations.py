"""Lengths of time in words of the language in force, and back; the words are Babel's."""

from __future__ import annotations

from functools import cache

from cjm_research.i18n.catalog import LANGUAGES, current_language

UNITS = ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
_NUMBER = "0.###"


def format_duration(low: float, high: float | None, unit: str) -> str:
    """“3 weeks”, or “2–3 weeks” where `high` is given; `unit` is one of `UNITS`."""
    from babel.numbers import format_decimal
    from babel.units import format_unit

    language = current_language()
    last = low if high is None else high
    words = format_unit(last, f"duration-{unit.removesuffix('s')}", locale=language, format=_NUMBER)
    return words if high is None else f"{format_decimal(low, format=_NUMBER, locale=language)}–{words}"


@cache
def duration_units() -> dict[str, str]:
    """Name of a unit in any language and grammatical form, in lower case -> the unit, one of `UNITS`."""
    from babel.units import format_unit

    units: dict[str, str] = {}
    for language in LANGUAGES:
        for unit in UNITS:
            for n in (1, 2, 5, 1.5):
                words = format_unit(n, f"duration-{unit.removesuffix('s')}", locale=language).split()
                units[words[-1].casefold()] = unit
    return units
