"""Numbers and quotations as the language in force writes them."""

from __future__ import annotations

from cjm_research.i18n.catalog import _, current_language


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


def in_quotes(text: str) -> str:
    """`text` in the quotation marks of the language."""
    return _("“{quote}”").format(quote=text)
