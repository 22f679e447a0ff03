"""LAYER 0 - gettext in one place: message look-up, the language in force, and local number forms.

Messages are English sentences with named fields: ``_("{n} files read").format(n=3)``. Catalogues live in
``locale/<language>/LC_MESSAGES``; ``make i18n`` brings them up to date with the source.
"""

from cjm_research.i18n.catalog import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    N_,
    _,
    check_language,
    chosen_language,
    current_language,
    language_name,
    ngettext,
    pgettext,
    set_language,
    using_language,
)
from cjm_research.i18n.durations import duration_units, format_duration
from cjm_research.i18n.numbers import format_list, format_number, format_percent, format_share, in_quotes

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "_",
    "check_language",
    "chosen_language",
    "current_language",
    "duration_units",
    "format_duration",
    "format_list",
    "format_number",
    "format_percent",
    "format_share",
    "in_quotes",
    "language_name",
    "ngettext",
    "pgettext",
    "set_language",
    "using_language",
]
