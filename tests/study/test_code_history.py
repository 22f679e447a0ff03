"""What was done to a code, as people read it."""

from __future__ import annotations

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_research.study.code_history import code_history

STORE = "touchpoint/store"


@pytest.fixture
def shop(study: Study) -> str:
    """A code of one's own with a history."""
    key = study.add_code("Shop", kind="touchpoint", parent=STORE, coder="anna").key
    study.change_code(key, name="Corner shop", coder="anna")
    study.change_code(key, definition="small", use_when="a", use_not="b", colour="#117733", coder="berta")
    study.move_code(key, parent="touchpoint", coder="anna")
    study.change_code(key, retired=True, coder="anna")
    study.change_code(key, retired=False, coder="anna")
    return key


def test_every_change_has_its_sentence_newest_first(study: Study, shop: str):
    steps = code_history(study, shop)
    assert [step.text for step in steps] == [
        "back in use",
        "retired",
        "moved from “Store or premises” to “Touchpoint”",
        "colour changed",
        "“When not to use” changed",
        "“When to use” changed",
        "definition changed",
        "renamed from “Shop” to “Corner shop”",
        "made under “Store or premises”",
    ]
    assert {step.coder for step in steps[3:7]} == {"berta"}
    assert all(step.at.startswith("2026-01-01") for step in steps)


def test_steps_taken_back_are_told_too(study: Study, shop: str):
    study.undo("anna")
    assert code_history(study, shop)[0].text == "Taken back; now: retired"
    study.redo("anna")
    assert code_history(study, shop)[0].text == "Done again: back in use"


def test_a_merged_code_says_where_it_went(study: Study, shop: str):
    study.merge_codes(shop, into=STORE, coder="anna")
    assert code_history(study, shop)[0].text == "merged into “Store or premises”"


def test_a_code_from_another_kind_says_so(study: Study, shop: str):
    study.move_code(shop, parent="need", coder="anna")
    assert [step.text for step in code_history(study, "need/shop")] == ["moved here from another kind"]


def test_a_built_in_code_has_no_history_until_somebody_changes_it(study: Study):
    assert code_history(study, STORE) == []
    study.change_code(STORE, name="Shop", coder="anna")
    study.change_code(STORE, name="", coder="anna")
    assert [step.text for step in code_history(study, STORE)] == [
        "renamed from “Shop” to “Store or premises”",
        "renamed from “Store or premises” to “Shop”",
    ]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_built_in_names_speak_the_language_of_the_interface(study: Study, shop: str, language: str):
    with using_language(language):
        made = code_history(study, shop)[-1].text
        assert study.codebook.name_of(STORE) in made
