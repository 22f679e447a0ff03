"""Numbers and quotations as the language in force writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cjm_research.i18n.catalog import _, current_language

# Inside a quotation marks change with every level: the second, and the first again (language -> opening and closing).
_INNER = {"en": ("‘’", "“”"), "pl": ("»«", "„”"), "ru": ("„“", "«»")}
_MARKS = re.compile('[“”„«»"]')
_BEFORE_AN_OPENING = frozenset(' \t\n\u00a0([{-–—…„“«»"')
_AFTER_A_CLOSING = frozenset(" \t\n\u00a0)]},.;:!?-–—…")


def format_number(value: float, digits: int = 0) -> str:
    """`value` with `digits` decimals and the language's own separators."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=current_language())


def format_percent(share: float, digits: int = 0) -> str:
    """`share` (0..1) as a percentage."""
    from babel.numbers import format_percent as babel_percent

    pattern = {"en": "#,##0{}%", "pl": "#,##0{}%", "ru": "#,##0{}\u00a0%"}[current_language()]
    return babel_percent(share, format=pattern.format("." + "0" * digits if digits else ""), locale=current_language())


def format_share(k: int, n: int) -> str:
    """A count with its denominator: “7 of 12”."""
    return _("{k} of {n}").format(k=format_number(k), n=format_number(n))


def format_list(entries: Iterable[str]) -> str:
    """Several things in a row, with the comma and conjunction of the language in force.

    >>> format_list(["phone", "shop", "delivery"])
    'phone, shop, and delivery'
    """
    from babel.lists import format_list as babel_list

    return babel_list(list(entries), locale=current_language())


def in_quotes(text: str) -> str:
    """`text` in the quotation marks of the language; marks inside it become those of the second level.

    An inner mark whose pair was cut off gets one, and marks around the whole are not doubled. For display only: the
    words themselves stay as they are.

    >>> in_quotes("the “indicative” price")
    '“the ‘indicative’ price”'
    """
    pairs = _pairs(text)
    while whole := [pair for pair in pairs if pair[0] <= 0 and pair[1] >= len(text) - 1]:
        (start, end), *_rest = whole
        text = text[start + 1 : end]
        pairs = _pairs(text)
    return _("“{quote}”").format(quote=_second_level(text, pairs))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Where pairs of marks open and close; -1 and ``len(text)`` stand for marks that were cut off."""
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for match in _MARKS.finditer(text):
        at = match.start()
        if _opens(text, at, bool(waiting)):
            waiting.append(at)
        elif waiting:
            pairs.append((waiting.pop(), at))
        elif not (text[at] == '"' and text[at - 1 : at].isdecimal()):  # 32" is a size
            pairs.append((-1, at))
    return pairs + [(at, len(text)) for at in waiting]


def _opens(text: str, at: int, inside: bool) -> bool:
    # Most marks open in one language and close in another: what stands around them tells.
    mark, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark == "„":
        return True
    may_open = not before or before in _BEFORE_AN_OPENING
    may_close = not after or after in _AFTER_A_CLOSING
    if may_open != may_close:
        return may_open
    return not inside and bool(after.strip()) if mark == '"' else mark in "“«" and bool(after.strip())


def _second_level(text: str, pairs: list[tuple[int, int]]) -> str:
    levels = _INNER[current_language()]
    signs = list(text)
    head, tail = [], []
    for start, end in sorted(pairs, key=lambda pair: pair[0] - pair[1]):
        depth = sum(a <= start and end <= b for a, b in pairs if (a, b) != (start, end))
        level = levels[depth % 2]
        opening, closing = level[0], level[1]
        for at, sign in ((start, opening), (end, closing)):
            if 0 <= at < len(signs):
                signs[at] = sign
        head += [opening] if start < 0 else []
        tail += [closing] if end >= len(signs) else []
    return "".join([*head, *signs, *reversed(tail)])
