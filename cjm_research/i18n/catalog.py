"""The catalogues and the language in force."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "pl", "ru")
DEFAULT_LANGUAGE = "en"
DOMAIN = "cjm_research"
LOCALE_FOLDER = Path(__file__).parent / "locale"

# Each language names itself, so that a reader finds her own.
_OWN_NAMES = {"en": "English", "pl": "polski", "ru": "русский"}

_language: ContextVar[str] = ContextVar("cjm_language", default=DEFAULT_LANGUAGE)


def check_language(language: str) -> str:
    """The code itself when the interface speaks that language.

    Raises
    ------
    ValueError
        The language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise ValueError(
            _("Interface language “{language}” is not known. Choose one of: {known}.").format(
                language=language, known=known
            )
        )
    return language


def current_language() -> str:
    """ISO 639-1 code of the language in force."""
    return _language.get()


def chosen_language() -> str | None:
    """The language that somebody set for this work; None where only the default speaks."""
    return copy_context().get(_language)


def set_language(language: str) -> None:
    """Speak `language` from now on, in this thread of work."""
    _language.set(check_language(language))


@contextmanager
def using_language(language: str) -> Iterator[None]:
    """Speak `language` inside the block and the former one after it."""
    token = _language.set(check_language(language))
    try:
        yield
    finally:
        _language.reset(token)


def language_name(language: str) -> str:
    """The name a language gives itself; the code where it is not an interface language."""
    return _OWN_NAMES.get(language, language)


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[language], fallback=True)


def _(message: str) -> str:
    """`message` in the language in force."""
    return _translations(current_language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a message that fits `n`, in the language in force."""
    return _translations(current_language()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """`message` as it is said in `context` (a word with several meanings), in the language in force."""
    return _translations(current_language()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name for "collect, translate later"
    """`message` unchanged: marks it for the catalogues; it is looked up where it is shown."""
    return message
