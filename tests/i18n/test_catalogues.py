"""Every message exists in every language, with the same fields."""

from __future__ import annotations

import ast
import re
import string

import pytest

from cjm_research.i18n import LANGUAGES, _, ngettext, using_language
from cjm_research.i18n.catalog import DOMAIN, LOCALE_FOLDER
from cjm_research.model.terms import families, term
from tools.update_catalogues import (
    KEYWORDS,
    SOURCES,
    collect,
    merged,
    mo_bytes,
    po_bytes,
    po_path,
    read_catalogue,
    untranslated,
)

TEMPLATE = collect()


def _strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string]


def _ids(message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [message.id]


def _fields(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_exactly_the_messages_of_the_source(language: str):
    assert po_path(language).read_bytes() == po_bytes(merged(TEMPLATE, read_catalogue(language), language)), (
        "the source and the catalogues differ; run make i18n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str):
    assert untranslated(read_catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_that_of_its_source(language: str):
    compiled = (LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()
    assert compiled == mo_bytes(po_path(language).read_bytes(), language)


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_translations_keep_the_fields_of_their_message(language: str):
    wrong = []
    for message in read_catalogue(language):
        if not message.id:
            continue
        known = set().union(*(_fields(text) for text in _ids(message)))
        required = _fields(_ids(message)[-1])
        for text in _strings(message):
            fields = _fields(text)
            # One plural form may leave the number out ("one interview"); no form may use a field that is not there.
            if not fields <= known or (len(_ids(message)) == 1 and fields != required):
                wrong.append(f"{_ids(message)[0]!r} -> {text!r}")
    assert not wrong


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_translations_keep_the_tags_and_options_of_their_message(language: str):
    pattern = re.compile(r"</?[a-z]+>|--[a-z-]+|`[^`]+`|\bcjm [a-z]+\b")
    wrong = [
        f"{_ids(message)[0]!r} -> {text!r}"
        for message in read_catalogue(language)
        if message.id
        for text in _strings(message)
        if set(pattern.findall(text)) != set(pattern.findall(_ids(message)[-1]))
    ]
    assert not wrong


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_terms_are_said_in_the_language_itself(language: str):
    """A Russian name has Cyrillic letters; and most Polish names differ from the English ones."""
    with using_language("en"):
        english = {(family, key): term(family, key) for family, keys in families().items() for key in keys}
    with using_language(language):
        own = {place: term(*place) for place in english}
    if language == "ru":
        latin = [name for name in own.values() if not re.search("[а-яё]", name.lower()) and "sms" not in name.lower()]
        assert not latin
    same = [place for place in english if own[place] == english[place]]
    assert len(same) <= 6, same


@pytest.mark.parametrize(
    ("language", "forms"),
    [("en", {1: 1, 2: 2, 5: 2}), ("pl", {1: 1, 2: 2, 5: 3, 22: 2}), ("ru", {1: 1, 2: 2, 5: 3, 21: 1})],
)
def test_counted_nouns_take_the_right_form(language: str, forms: dict[int, int]):
    with using_language(language):
        said = {n: ngettext("{n} quote", "{n} quotes", n) for n in forms}
    by_form: dict[int, set[str]] = {}
    for n, form in forms.items():
        by_form.setdefault(form, set()).add(said[n])
    assert all(len(texts) == 1 for texts in by_form.values())
    assert len(set.union(*by_form.values())) == len(by_form)


def test_unknown_interface_language_is_named_with_the_choice():
    with pytest.raises(ValueError, match="Choose one of: en, pl, ru"), using_language("de"):
        pass


def test_language_returns_after_the_block():
    with using_language("pl"):
        polish = _("Goal")
    assert (_("Goal"), polish) == ("Goal", "Cel")


def test_no_message_stands_inside_a_formatted_string():
    """Before Python 3.12 the extractor does not look into f-strings, so such a message would stay untranslated."""
    hidden = [
        f"{path}:{call.lineno}"
        for source in SOURCES
        for path in sorted(source.rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert not hidden
