"""Words of like meaning: the same classes in every language, found by form and by base form."""

from __future__ import annotations

import tomllib

import pytest

from cjm_research.tagging.learnt.senses import Senses, load_senses
from cjm_research.tagging.pipeline import load_pipeline
from cjm_research.tagging.reading import reading_of
from cjm_research.tagging.rules.lexicon import languages_folder
from cjm_research.tagging.rules.matching import Word

LANGUAGES = ("en", "pl", "ru")


def written(language: str) -> dict[str, str]:
    return tomllib.loads((languages_folder() / language / "senses.toml").read_text(encoding="utf-8"))


def word(form: str, *lemmas: str) -> Word:
    return Word(form, lemmas or (form,), frozenset(), ())


def of_text(language: str, text: str) -> list[tuple[str, ...]]:
    return [load_senses(language).of(one) for one in reading_of(load_pipeline(language)(text)).words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_classes_and_each_has_words(language):
    classes = written(language)
    assert set(classes) == set(written("en"))
    assert all(words.split() for words in classes.values())
    assert {name for names in load_senses(language).classes.values() for name in names} == set(classes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_once_in_a_class(language):
    for name, words in written(language).items():
        assert len(words.split()) == len(set(words.split())), name


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "granddaughters", "family"),
        ("en", "hotline", "phone_ch"),
        ("pl", "babci", "family"),
        ("pl", "infolinię", "phone_ch"),
        ("ru", "бабушкой", "family"),
        ("ru", "дозвонилась", "phone_ch"),
    ],
)
def test_inflected_words_have_the_class_of_their_base_form(language, text, name):
    assert name in of_text(language, text)[0]


def test_classes_come_from_the_form_and_from_every_base_form_sorted_and_once():
    senses = Senses({"left": ("side", "direction"), "leave": ("go", "side"), "leaf": ("plant",)})
    assert senses.of(word("left", "leave", "leaf")) == ("direction", "go", "plant", "side")
    assert senses.of(word("leaves", "leave")) == ("go", "side")
    assert senses.of(word("unheard")) == ()


def test_what_was_looked_up_is_remembered_up_to_a_limit(monkeypatch):
    monkeypatch.setattr("cjm_research.tagging.learnt.senses._MOST_REMEMBERED", 3)
    senses = Senses({"a": ("x",)})
    assert [senses.of(word(form)) for form in "abcdea"] == [("x",), (), (), (), (), ("x",)]
    assert len(senses._known) <= 3


@pytest.mark.parametrize("language", ["de", "", "xx"])
def test_a_language_without_a_list_has_no_classes(language):
    assert load_senses(language).classes == {}
    assert load_senses(language).of(word("mother")) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_classes_are_plain_and_words_are_folded(language):
    assert all(name.replace("_", "").isalnum() and name.isascii() for name in written(language))
    assert all(one == one.casefold() for one in load_senses(language).classes)
