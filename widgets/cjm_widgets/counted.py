"""Counted nouns for the page: every plural form of a phrase, since the page counts and speaks no language itself."""

from __future__ import annotations

from collections.abc import Callable

# A number of each plural category that Intl.PluralRules tells apart in the interface languages.
REPRESENTATIVES = {"one": 1, "few": 2, "many": 5, "other": 10}


def plural_forms(phrase: Callable[[int], str]) -> dict[str, str]:
    """The phrase in each plural category, its field ``{n}`` left open.

    Parameters
    ----------
    phrase : callable
        Gives the form that fits a number: ``lambda n: ngettext("{n} memo", "{n} memos", n)``.
    """
    return {category: phrase(n) for category, n in REPRESENTATIVES.items()}
