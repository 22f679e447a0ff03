"""Bring the message catalogues up to date with the source: ``python -m tools.update_catalogues``.

Collects every marked message of the package, the templates and the widgets, keeps the translations there are, drops
those whose message is gone, and compiles the catalogues. Prints what still waits for a translator.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cjm_research.i18n.catalog import DEFAULT_LANGUAGE, DOMAIN, LANGUAGES, LOCALE_FOLDER

ROOT = Path(__file__).parent.parent
SOURCES = (ROOT / "cjm_research", ROOT / "widgets" / "cjm_widgets")
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2.ext.babel_extract"),
    ("**/templates/**.svg", "jinja2.ext.babel_extract"),
]
KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def collect() -> Catalog:
    """Every marked message of the source, without places, so that moving code changes no catalogue."""
    catalog = Catalog(charset="utf-8")
    for source in SOURCES:
        found = extract_from_dir(
            source, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        )
        for _file, _line, message, comments, context in found:
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is on disk; an empty one where there is none."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def po_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def merged(template: Catalog, old: Catalog, language: str) -> Catalog:
    """The template's messages with the translations that `old` has for exactly these messages."""
    catalog = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in sorted((m for m in template if m.id), key=lambda m: (str(m.id), m.context or "")):
        former = old.get(message.id, message.context)
        string = former.string if former else None
        if language == DEFAULT_LANGUAGE:
            string = message.id
        catalog.add(message.id, string, auto_comments=message.auto_comments, context=message.context)
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """The catalogue as a .po file, without dates."""
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=False, width=110)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + body.getvalue()


def mo_bytes(po: bytes, language: str) -> bytes:
    """The compiled form of a .po file."""
    catalog = read_po(io.BytesIO(po), locale=language, charset="utf-8")
    # Babel would write the time of day into the header.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    body = io.BytesIO()
    write_mo(body, catalog)
    return body.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """The messages that have no translation, or not all plural forms of one."""
    missing = []
    for message in catalog:
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id and (not strings or not all(strings)):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def main() -> int:
    """Update all catalogues on disk; 1 where a message waits for a translator."""
    template = collect()
    waiting = 0
    for language in LANGUAGES:
        catalog = merged(template, read_catalogue(language), language)
        po = po_bytes(catalog)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(mo_bytes(po, language))
        missing = untranslated(catalog)
        waiting += len(missing)
        print(f"{language}: {len(catalog)} messages, {len(missing)} without translation")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
