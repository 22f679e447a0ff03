"""The codebook editor in a browser: keys and mouse, a dead kernel, hostile names, three languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_widgets.codebook_editor import CodebookEditor
from tests.widgets.bare import Pane
from tests.widgets.talks import WORDS, Opens, coded_study

pytestmark = pytest.mark.browser

PHONE, STORE = "touchpoint/phone", "touchpoint/store"
HOSTILE = '<img src=x onerror="window.hit = 1">\u202egnirts'


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return coded_study(tmp_path)


@pytest.fixture
def open_editor(pane: Callable[..., Pane], study: Study) -> Callable[..., Pane]:
    """Shows an editor with the touchpoints open."""

    def show(**options: Any) -> Pane:
        shown = pane(CodebookEditor(study, coder="anna", opens=Opens()), **options)
        shown.page.locator(".cjm-codebook[data-ready]").wait_for()
        row(shown, "touchpoint").click()
        shown.page.keyboard.press("ArrowRight")
        return shown

    return show


def row(pane: Pane, key: str) -> Any:
    return pane.page.locator(f'[role=treeitem][data-key="{key}"]')


def focused(pane: Pane) -> str:
    return pane.page.evaluate("document.activeElement.dataset.key ?? document.activeElement.tagName")


def keys(pane: Pane, *presses: str) -> None:
    for press in presses:
        pane.page.keyboard.press(press)


def saved(pane: Pane) -> None:
    pane.page.locator('.cjm-saved[data-status="saved"]').wait_for()


def said(pane: Pane, text: str) -> None:
    pane.page.locator(".cb-said", has_text=text).wait_for()


def own_codes(study: Study) -> dict[str, str]:
    return {code.key: code.name for code in study.codebook.codes if not code.is_built_in}


# The tree


def test_tree_says_what_it_is(open_editor: Callable[..., Pane], axe: Callable[..., list[str]]):
    pane = open_editor()
    tree = pane.page.get_by_role("tree", name="Codes", exact=True)
    phone = tree.get_by_role("treeitem", name="Phone call, 3 codings, 2 of 2 people, 1 open suggestion")
    attrs = ("aria-level", "aria-posinset", "aria-setsize", "aria-selected")
    assert [phone.get_attribute(name) for name in attrs] == ["2", "20", "32", "false"]
    assert phone.get_attribute("aria-expanded") is None
    assert row(pane, "touchpoint").get_attribute("aria-expanded") == "true"
    assert tree.locator('[tabindex="0"]').count() == 1
    phone.click()
    pane.page.locator(".cb-quotes li").first.wait_for()
    assert axe(pane.page) == []


def test_arrows_home_end_and_letters_walk_the_tree(open_editor: Callable[..., Pane]):
    pane = open_editor()
    keys(pane, "ArrowDown", "ArrowDown")
    assert focused(pane) == "touchpoint/search_engine"
    keys(pane, "ArrowLeft")
    assert focused(pane) == "touchpoint"
    keys(pane, "End")
    assert focused(pane) == "quote_worthy"
    keys(pane, "Home")
    assert focused(pane) == "touchpoint"
    pane.page.keyboard.type("ph")
    assert focused(pane) == PHONE
    keys(pane, "ArrowLeft", "ArrowLeft")
    assert row(pane, PHONE).count() == 0


def test_search_finds_without_accents_and_leads_to_the_first_hit(open_editor: Callable[..., Pane]):
    pane = open_editor()
    keys(pane, "/")
    pane.page.keyboard.type("PHONE c")
    assert pane.page.locator("[role=treeitem]").count() == 2
    keys(pane, "Enter")
    assert focused(pane) == PHONE
    pane.page.get_by_label("Search codes").fill("zzz")
    assert "zzz" in pane.page.locator(".cb-empty").inner_text()
    keys(pane, "Escape")
    assert row(pane, "need").count() == 1


def test_a_code_is_added_named_moved_and_retired_by_keyboard_and_all_of_it_taken_back(
    open_editor: Callable[..., Pane], study: Study
):
    pane = open_editor()
    before = study.codebook
    pane.page.keyboard.type("ph")
    keys(pane, "Insert")
    pane.page.keyboard.type("Hot line")
    keys(pane, "Enter")
    row(pane, "touchpoint/hot_line").wait_for()
    assert focused(pane) == "touchpoint/hot_line"
    keys(pane, "F2")
    pane.page.keyboard.type("Hotline")
    keys(pane, "Enter")
    saved(pane)
    assert own_codes(study) == {"touchpoint/hot_line": "Hotline"}
    keys(pane, "m")
    pane.page.keyboard.type("nee")
    keys(pane, "Enter")
    row(pane, "need/hot_line").wait_for()
    assert focused(pane) == "need/hot_line"
    keys(pane, "Delete")
    said(pane, "is retired")
    assert study.codebook.code("need/hot_line").retired
    for _step in range(4):
        keys(pane, "Control+z")
        saved(pane)
    assert study.codebook == before


def test_codes_change_places_with_their_neighbours(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    pane.page.keyboard.type("ph")
    keys(pane, "Alt+ArrowUp")
    saved(pane)
    order = [code.key for code in study.codebook.children("touchpoint")]
    assert order.index(PHONE) == 18
    assert focused(pane) == PHONE
    keys(pane, "Alt+ArrowDown", "Alt+ArrowDown")
    saved(pane)
    order = [code.key for code in study.codebook.children("touchpoint")]
    assert order.index(PHONE) == 20


def test_a_code_is_dragged_into_another(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    row(pane, "touchpoint/delivery").scroll_into_view_if_needed()
    row(pane, "touchpoint/chat").drag_to(row(pane, PHONE))
    said(pane, "was moved")
    assert study.codebook.code("touchpoint/chat").parent == PHONE
    assert row(pane, "touchpoint/chat").get_attribute("aria-level") == "3"


def test_a_built_in_code_cannot_be_dragged_into_another_kind(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    before = study.codebook
    row(pane, "need").scroll_into_view_if_needed()
    pane.page.evaluate("window.drags = 0; document.addEventListener('dragstart', () => (drags += 1), true)")
    row(pane, "touchpoint/loyalty_programme").drag_to(row(pane, "need"))
    assert pane.page.evaluate("drags") == 1
    assert study.codebook == before


def test_letters_of_another_keyboard_layout_do_the_same(open_editor: Callable[..., Pane]):
    pane = open_editor()
    keys(pane, "ArrowDown")
    pane.page.evaluate(
        """document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", { key: "ь", code: "KeyM", bubbles: true, cancelable: true }))"""
    )
    assert pane.page.get_by_role("dialog").count() == 1
    keys(pane, "Escape")
    assert focused(pane) == "touchpoint/word_of_mouth"


def test_no_key_reaches_the_notebook(open_editor: Callable[..., Pane]):
    pane = open_editor()
    pane.page.evaluate("window.leaked = []; document.addEventListener('keydown', (event) => leaked.push(event.key))")
    keys(pane, "ArrowDown", "b", "d", "d", "Delete", "n", "Escape", "?", "Escape", "Shift+F10", "Escape", "Enter", "a")
    assert pane.page.evaluate("leaked") == []
    assert pane.page.locator("[data-lm-suppress-shortcuts=true]").count() == 1


# Details, merge, split


def test_fields_are_saved_when_left_and_an_error_stands_beside_its_field(
    open_editor: Callable[..., Pane], study: Study
):
    pane = open_editor()
    row(pane, PHONE).click()
    pane.page.get_by_label("Definition").fill("any call")
    pane.page.get_by_label("When to use", exact=True).focus()
    saved(pane)
    assert study.codebook.code(PHONE).definition == "any call"
    name = pane.page.get_by_label("Name", exact=True)
    name.fill("E-mail")
    name.press("Enter")
    error = pane.page.locator(".cb-field", has=name).locator(".cb-error")
    error.filter(has_text="already").wait_for()
    assert name.input_value() == "E-mail"
    name.fill("Call")
    name.press("Enter")
    saved(pane)
    assert error.text_content() == ""
    assert row(pane, PHONE).inner_text().startswith("Call")


def test_what_is_typed_is_saved_when_another_code_is_chosen_or_the_form_goes(
    open_editor: Callable[..., Pane], study: Study
):
    pane = open_editor()
    row(pane, PHONE).click()
    pane.page.get_by_label("Definition").fill("one")
    row(pane, STORE).click()
    pane.page.get_by_label("Definition").fill("two")
    pane.page.evaluate("window.pane.removeView(0, 0)")
    pane.page.wait_for_function("window.pane.views(0) === 0")
    pane.page.wait_for_timeout(50)
    assert [study.codebook.code(key).definition for key in (PHONE, STORE)] == ["one", "two"]


def test_a_colour_is_chosen_and_inherited(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    pane.page.get_by_role("button", name="Colour #117733").click()
    saved(pane)
    assert study.codebook.colour_of(PHONE) == "#117733"
    dot = row(pane, PHONE).locator(".cb-dot")
    assert dot.evaluate("(dot) => dot.style.background") == "rgb(17, 119, 51)"
    assert pane.page.get_by_role("button", name="Colour #117733").get_attribute("aria-pressed") == "true"


def test_merging_asks_first_and_says_what_happened(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    row(pane, PHONE).click()
    pane.page.get_by_role("button", name="Merge …").click()
    pane.page.keyboard.type("store or")
    keys(pane, "Enter")
    pane.page.get_by_role("dialog").get_by_text("4 codings of 2 people").wait_for()
    assert {coding.code for coding in study.codings} == {PHONE, STORE}
    pane.page.get_by_role("button", name="Merge", exact=True).click()
    said(pane, "4 codings now belong to")
    assert {coding.code for coding in study.codings} == {STORE}
    assert focused(pane) == STORE
    assert row(pane, PHONE).count() == 0
    pane.page.get_by_role("button", name="1 retired code").click()
    retired = pane.page.get_by_role("tree", name="Retired codes")
    assert retired.get_by_role("treeitem").count() == 1
    pane.page.get_by_role("button", name="Undo").click()
    row(pane, PHONE).wait_for()
    assert {coding.code for coding in study.codings} == {PHONE, STORE}


def test_splitting_gives_ticked_codings_a_new_code(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    row(pane, PHONE).click()
    pane.page.get_by_role("button", name="Split …").click()
    dialog = pane.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Split", exact=True).click()
    dialog.get_by_text("Tick at least one coding.").wait_for()
    dialog.get_by_label(WORDS["en"][2]).check()
    dialog.get_by_label("Name of the new code").fill("Calls back")
    keys(pane, "Enter")
    row(pane, "touchpoint/calls_back").wait_for()
    assert study.store.coding("phone-2").code == "touchpoint/calls_back"
    assert focused(pane) == "touchpoint/calls_back"


def test_examples_lead_to_the_interview(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    row(pane, STORE).click()
    pane.page.get_by_role("button", name="Show in the interview: Interview berta, turn 1").click()
    pane.page.wait_for_timeout(50)
    assert pane.widget._opens.asked == [("berta", 0, "store-1")]


def test_memos_are_written_edited_and_removed_beside_the_code(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    row(pane, PHONE).click()
    pane.page.get_by_label("New memo").fill("Look again")
    keys(pane, "Control+Enter")
    saved(pane)
    pane.page.get_by_role("button", name="Edit the memo “Look again”").click()
    pane.page.get_by_label("Text of the memo").fill("Looked")
    keys(pane, "Control+Enter")
    saved(pane)
    assert [memo.text for memo in study.memos] == ["Looked"]
    pane.page.get_by_role("button", name="Remove the memo “Looked”").click()
    saved(pane)
    assert study.memos == ()
    pane.page.get_by_text("No memos yet.").wait_for()


# Faults, others, hostile text


def test_a_change_is_painted_at_once_and_sent_when_the_kernel_is_back(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    row(pane, PHONE).click()
    pane.kill()
    keys(pane, "F2")
    pane.page.keyboard.type("Ring")
    keys(pane, "Enter")
    assert row(pane, PHONE).inner_text().startswith("Ring")
    assert pane.page.locator('.cjm-saved[data-status="saving"]').count() == 1
    assert study.codebook.code(PHONE).name == ""
    pane.run_again(CodebookEditor(Study.open(study.folder), coder="anna"))
    saved(pane)
    assert study.codebook.code(PHONE).name == "Ring"


def test_a_refused_name_comes_back_to_be_corrected(open_editor: Callable[..., Pane], study: Study):
    pane = open_editor()
    keys(pane, "n")
    pane.page.keyboard.type("Forum")
    keys(pane, "Enter")
    pane.page.locator(".cb-new .cb-error", has_text="already").wait_for()
    assert pane.page.locator(".cb-new input").input_value() == "Forum"
    pane.page.keyboard.type(" of tenants")
    keys(pane, "Enter")
    row(pane, "touchpoint/forum_of_tenants").wait_for()


def test_what_others_do_arrives_without_taking_the_focus_or_what_is_typed(
    open_editor: Callable[..., Pane], study: Study
):
    pane = open_editor()
    row(pane, PHONE).click()
    field = pane.page.get_by_label("Definition")
    field.fill("half a sent")
    study.change_code(STORE, name="Shop", coder="berta")
    study.add_code("Kiosk", kind="touchpoint", coder="berta")
    study.accept("machine-1", coder="berta")
    row(pane, "touchpoint/kiosk").wait_for()
    assert row(pane, STORE).inner_text().startswith("Shop")
    assert row(pane, PHONE).locator(".cb-figure").first.inner_text() == "4"
    assert field.input_value() == "half a sent"
    assert field.evaluate("(field) => field === document.activeElement")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_hostile_names_and_quotes_are_only_text(
    pane: Callable[..., Pane], axe: Callable[..., list[str]], tmp_path: Path, language: str
):
    study = coded_study(tmp_path, language, anna="<script>window.hit = 1</script>")
    study.change_code(PHONE, name=HOSTILE, definition=HOSTILE * 20, coder="anna")
    study.add_code("W" * 120, kind="touchpoint", parent=PHONE, coder=HOSTILE)
    study.write_memo(HOSTILE, on="code", target=PHONE, coder=HOSTILE)
    with using_language(language):
        shown = pane(CodebookEditor(study, coder="anna", opens=Opens()), width=900, lang=language)
    shown.page.locator(".cjm-codebook[data-ready]").wait_for()
    row(shown, PHONE).click()
    shown.page.locator(".cb-quotes li").first.wait_for()
    assert HOSTILE in row(shown, PHONE).locator(".cb-name").text_content()
    assert shown.page.locator("#out img, #out script").count() == 0
    assert shown.page.evaluate("window.hit") is None
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if language != "en":
        assert axe(shown.page) == []


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_hard_to_read_or_without_a_name(
    open_editor: Callable[..., Pane], axe: Callable[..., list[str]], dark: bool
):
    pane = open_editor(dark=dark, width=900)
    row(pane, PHONE).click()
    pane.page.locator(".cb-quotes li").first.wait_for()
    assert axe(pane.page) == []
    for act in ("move", "merge", "split"):
        pane.page.locator(f'[data-act="{act}"]').click()
        pane.page.get_by_role("dialog").wait_for()
        assert axe(pane.page, ".cb-dialog") == [], act
        keys(pane, "Escape")
    row(pane, PHONE).click(button="right")
    pane.page.get_by_role("menu").wait_for()
    assert axe(pane.page, ".cb-menu") == []
    keys(pane, "Escape", "?")
    assert axe(pane.page, ".cb-dialog") == []
    keys(pane, "Escape", "Insert")
    assert axe(pane.page, ".cb-left") == []


def test_an_empty_study_says_what_will_be_here(pane: Callable[..., Pane], tmp_path: Path):
    empty = Study.create(tmp_path / "empty")
    shown = pane(CodebookEditor(empty))
    shown.page.get_by_text("Nothing is coded yet").wait_for()
