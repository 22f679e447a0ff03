"""The list of memos in a browser: filters, writing, a dead kernel, hostile memos, three languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_research.study.memo_export import memos_markdown
from cjm_widgets.memo_list import MemoList
from tests.widgets.bare import Pane
from tests.widgets.talks import WORDS, Opens, coded_study

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.hit = 1">\u202egnirts'


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return with_memos(coded_study(tmp_path))


def with_memos(study: Study) -> Study:
    study.write_memo("aim", coder="anna", guid="m-study")
    study.write_memo("broad", on="code", target="touchpoint/phone", coder="berta", guid="m-code")
    study.write_memo("ängstlich", on="participant", target="berta", coder="anna", guid="m-person")
    study.write_memo("odd", on="coding", target="phone-2", coder="anna", guid="m-coding")
    return study


@pytest.fixture
def open_list(pane: Callable[..., Pane], study: Study) -> Callable[..., Pane]:
    def show(**options: Any) -> Pane:
        shown = pane(MemoList(study, coder="anna", opens=Opens()), **options)
        shown.page.locator(".cjm-memos[data-ready]").wait_for()
        return shown

    return show


def shown(pane: Pane) -> list[str]:
    return pane.page.locator(".ml-memo").evaluate_all("(cards) => cards.map((card) => card.dataset.guid)")


def saved(pane: Pane) -> None:
    pane.page.locator('.cjm-saved[data-status="saved"]').wait_for()


def test_memos_are_filtered_by_what_they_are_on_by_coder_and_by_words(open_list: Callable[..., Pane]):
    pane = open_list()
    page = pane.page
    assert shown(pane) == ["m-coding", "m-person", "m-code", "m-study"]
    page.get_by_label("Order").select_option("place")
    assert shown(pane) == ["m-study", "m-coding", "m-person", "m-code"]
    page.get_by_label("Memos on").select_option("code")
    assert shown(pane) == ["m-code"]
    page.get_by_text("1 of 4 memos shown").wait_for()
    page.get_by_label("Written by").select_option("anna")
    assert shown(pane) == []
    page.get_by_role("button", name="Show all memos").click()
    page.get_by_label("Search memos").fill("ANGST")
    assert shown(pane) == ["m-person"]
    page.get_by_label("Search memos").fill(WORDS["en"][2])
    assert shown(pane) == ["m-coding"]


def test_a_memo_is_written_on_coded_words(open_list: Callable[..., Pane], study: Study):
    pane = open_list()
    page = pane.page
    page.get_by_role("button", name="New memo").click()
    page.get_by_label("Text of the memo").fill("look here")
    page.get_by_label("On what?").select_option("coding")
    page.get_by_role("button", name="Add memo").click()
    page.get_by_text("Choose what the memo is on.").wait_for()
    page.get_by_label("Which interview?").select_option("berta")
    page.get_by_label("Which coded words?").select_option("phone-3")
    page.get_by_role("button", name="Add memo").click()
    page.locator(".ml-memo", has_text="look here").get_by_text("Interview berta, turn 1").wait_for()
    memo = study.memos[-1]
    assert (memo.on, memo.target, memo.text, memo.coder) == ("coding", "phone-3", "look here", "anna")


@pytest.mark.parametrize(
    ("subject", "label", "target"),
    [
        ("transcript", "Which interview?", "anna"),
        ("participant", "Which person?", "berta"),
        ("code", "Which code?", "touchpoint/store"),
    ],
)
def test_a_memo_is_written_on_other_things(
    open_list: Callable[..., Pane], study: Study, subject: str, label: str, target: str
):
    pane = open_list()
    pane.page.get_by_role("button", name="New memo").click()
    pane.page.get_by_label("On what?").select_option(subject)
    pane.page.get_by_label(label).select_option(target)
    pane.page.get_by_label("Text of the memo").fill("so it is")
    pane.page.keyboard.press("Control+Enter")
    pane.page.locator(".ml-memo", has_text="so it is").wait_for()
    saved(pane)
    assert (study.memos[-1].on, study.memos[-1].target) == (subject, target)


def test_a_memo_is_edited_removed_and_brought_back_by_keyboard(open_list: Callable[..., Pane], study: Study):
    pane = open_list()
    page = pane.page
    page.get_by_role("button", name="Edit the memo “aim”").press("Enter")
    page.get_by_label("Text of the memo").fill("aims")
    page.keyboard.press("Control+Enter")
    saved(pane)
    assert study.memos[0].text == "aims"
    page.get_by_role("button", name="Remove the memo “aims”").press("Enter")
    saved(pane)
    assert "m-study" not in shown(pane)
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Control+z")
    page.locator('[data-guid="m-study"]').wait_for()
    assert study.memos[0].text == "aims"


def test_links_lead_to_the_words(open_list: Callable[..., Pane]):
    pane = open_list()
    name = "Show in the interview: Interview anna, turn 2, coded as Touchpoint: Phone call"
    pane.page.get_by_role("button", name=name).click()
    pane.page.wait_for_timeout(50)
    assert pane.widget._opens.asked == [("anna", 1, "phone-2")]
    assert pane.widget.target == "phone-2"


def test_all_memos_are_given_as_markdown(open_list: Callable[..., Pane], axe: Callable[..., list[str]], study: Study):
    pane = open_list()
    pane.page.get_by_role("button", name="As Markdown …").click()
    text = pane.page.get_by_label("All memos as Markdown").locator("textarea")
    pane.page.wait_for_function("document.querySelector('.ml-dialog textarea').value")
    assert text.input_value() == memos_markdown(study)
    assert axe(pane.page, ".ml-dialog") == []
    pane.page.keyboard.press("Escape")
    assert pane.page.evaluate("document.activeElement.textContent") == "As Markdown …"


def test_a_memo_written_while_the_kernel_is_away_is_kept_and_saved_later(open_list: Callable[..., Pane], study: Study):
    pane = open_list()
    pane.kill()
    pane.page.get_by_role("button", name="New memo").click()
    pane.page.get_by_label("Text of the memo").fill("in the dark")
    pane.page.keyboard.press("Control+Enter")
    assert pane.page.locator(".ml-memo", has_text="in the dark").count() == 1
    pane.run_again(MemoList(Study.open(study.folder), coder="anna"))
    saved(pane)
    assert [memo.text for memo in study.memos].count("in the dark") == 1


def test_what_others_write_arrives_and_leaves_an_edit_alone(open_list: Callable[..., Pane], study: Study):
    pane = open_list()
    pane.page.get_by_role("button", name="Edit the memo “aim”").click()
    pane.page.get_by_label("Text of the memo").fill("half a sent")
    study.write_memo("from berta", coder="berta")
    study.change_code("touchpoint/phone", name="Ring", coder="berta")
    pane.page.locator(".ml-memo", has_text="from berta").wait_for()
    assert "Ring" in pane.page.locator('[data-guid="m-code"]').inner_text()
    assert pane.page.get_by_label("Text of the memo").input_value() == "half a sent"


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("pl", True), ("ru", False)])
def test_hostile_memos_are_only_text_in_every_language(
    pane: Callable[..., Pane], axe: Callable[..., list[str]], tmp_path: Path, language: str, dark: bool
):
    study = with_memos(coded_study(tmp_path, language, anna=HOSTILE))
    study.write_memo(HOSTILE + "W" * 500, on="transcript", target=HOSTILE, coder=HOSTILE)
    with using_language(language):
        view = pane(MemoList(study, coder="anna", opens=Opens()), width=900, lang=language, dark=dark)
    view.page.locator(".cjm-memos[data-ready]").wait_for()
    assert len(shown(view)) == 5
    assert view.page.locator("#out img").count() == 0
    assert view.page.evaluate("window.hit") is None
    assert view.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    view.page.locator(".ml-bar button").first.click()
    if dark or language == "ru":
        assert axe(view.page) == []


def test_no_key_reaches_the_notebook(open_list: Callable[..., Pane]):
    pane = open_list()
    pane.page.evaluate("window.leaked = []; document.addEventListener('keydown', (event) => leaked.push(event.key))")
    pane.page.get_by_role("button", name="New memo").focus()
    for key in ("b", "d", "d", "Control+z", "Tab"):
        pane.page.keyboard.press(key)
    assert pane.page.evaluate("leaked") == []


def test_a_study_without_memos_says_what_they_are_for(pane: Callable[..., Pane], tmp_path: Path):
    view = pane(MemoList(Study.create(tmp_path / "empty")))
    view.page.get_by_text("No memos yet.").wait_for()
