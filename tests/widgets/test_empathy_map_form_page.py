"""The form for empathy maps in a browser: mouse, keys, evidence, hostile notes, three languages, a dead kernel."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_widgets.empathy_map_form import EmpathyMapForm
from tests.widgets.bare import Pane
from tests.widgets.empathy_talks import SAID, code, mapped_study
from tests.widgets.talks import Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = '<img src=x onerror="window.hit = 1">\u202egnirts'


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return mapped_study(tmp_path, notes=3)


@pytest.fixture
def open_map(pane: Callable[..., Pane], study: Study) -> Callable[..., Pane]:
    def show(**options: Any) -> Pane:
        shown = pane(EmpathyMapForm(study, coder="anna", opens=Opens()), **options)
        ready(shown)
        return shown

    return show


def ready(pane: Pane) -> None:
    pane.page.locator(".cjm-empathy[data-ready]").wait_for()


def saved(pane: Pane) -> None:
    pane.page.locator('.cjm-saved[data-status="saved"]').wait_for()


def shown(pane: Pane, area: str | None = None) -> list[str]:
    """The notes on the page, or in one of its areas."""
    within = f'.bd-area[data-area="{area}"] ' if area else ""
    return pane.page.locator(f"{within}.bd-card").evaluate_all("(cards) => cards.map((card) => card.dataset.id)")


def order(study: Study, area: Any) -> list[str]:
    return [note.key for note in study.empathy_map().quadrant(area)]


def card(pane: Pane, id: str) -> Any:
    return pane.page.locator(f'.bd-card[data-id="{id}"]')


def focused(pane: Pane) -> str | None:
    """The card that has the focus."""
    return pane.page.evaluate("document.activeElement.closest('.bd-card')?.dataset.id ?? null")


def press(pane: Pane, *keys: str) -> None:
    for key in keys:
        pane.page.keyboard.press(key)


def drag(pane: Pane, id: str, to: Any, *, at: float) -> None:
    """Drag a card with the mouse to a point of `to`; `at` is its share of the height from above."""
    start, end = card(pane, id).bounding_box(), to.bounding_box()
    pane.page.mouse.move(start["x"] + 30, start["y"] + 8)
    pane.page.mouse.down()
    pane.page.mouse.move(end["x"] + 40, end["y"] + 2)
    pane.page.mouse.move(end["x"] + 40, end["y"] + end["height"] * at, steps=2)


def test_notes_are_dragged_with_mouse_and_finger(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    heard = shown(pane, "hears")
    drag(pane, heard[-1], card(pane, heard[0]), at=0.2)
    assert pane.page.locator(".bd-line").is_visible()
    pane.page.mouse.up()
    saved(pane)
    assert shown(pane, "hears") == order(study, "hears") == [heard[-1], *heard[:-1]]
    drag(pane, heard[0], pane.page.locator('.bd-area[data-area="sees"]'), at=0.5)
    pane.page.mouse.up()
    saved(pane)
    assert heard[0] in order(study, "sees")
    assert shown(pane, "sees") == order(study, "sees")
    drag(pane, heard[1], pane.page.locator('.bd-area[data-area="sees"]'), at=0.5)
    press(pane, "Escape")
    pane.page.mouse.up()
    assert heard[1] in shown(pane, "hears")
    assert pane.page.locator(".bd-ghost, .bd-line").count() == 0
    pane.page.evaluate(
        """(id) => {
          const grip = document.querySelector(`[data-id="${id}"] .bd-grip`);
          const to = document.querySelector('[data-area="sees"]').getBoundingClientRect();
          const from = grip.getBoundingClientRect();
          const send = (type, x, y) => grip.dispatchEvent(new PointerEvent(type, { pointerType: "touch", pointerId: 7, isPrimary: true, button: 0, clientX: x, clientY: y, bubbles: true }));
          send("pointerdown", from.left + 3, from.top + 3);
          send("pointermove", to.left + 50, to.top + 60);
          send("pointerup", to.left + 50, to.top + 60);
        }""",  # noqa: E501
        heard[1],
    )
    saved(pane)
    assert heard[1] in order(study, "sees")


def test_keys_walk_the_board_move_notes_and_reach_no_notebook(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    pane.page.evaluate("window.leaked = []; document.addEventListener('keydown', (event) => leaked.push(event.key))")
    card(pane, "own-0").focus()
    press(pane, "ArrowDown")
    assert focused(pane) == "own-1"
    press(pane, "Alt+ArrowUp")
    saved(pane)
    assert shown(pane, "hears") == order(study, "hears") == ["own-1", "own-0", "own-2"]
    assert focused(pane) == "own-1"
    assert "place 1 of 3" in pane.page.locator(".bd [role=status]").inner_text()
    press(pane, "Alt+ArrowRight")
    saved(pane)
    assert "own-1" in order(study, "thinks")
    assert focused(pane) == "own-1"
    press(pane, "Control+z")
    pane.page.wait_for_function("document.activeElement.closest('.bd-area').dataset.area === 'hears'")
    press(pane, "Control+Shift+z")
    pane.page.wait_for_function("document.activeElement.closest('.bd-area').dataset.area === 'thinks'")
    assert focused(pane) == "own-1"
    press(pane, "Control+Home")
    assert pane.page.evaluate("document.activeElement.closest('.bd-area').dataset.area") == "who"
    press(pane, "b", "d", "d", "m", "n", "Escape", "Tab")
    # In a notebook these letters make, change and delete cells.
    assert pane.page.evaluate("leaked") == []


def test_notes_are_edited_added_and_moved_by_menu_in_place(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    card(pane, "own-0").focus()
    press(pane, "F2")
    pane.page.get_by_label("Text of the note").fill("other words")
    press(pane, "Enter")
    saved(pane)
    assert study.empathy_map().note("own-0").text == "other words"
    assert focused(pane) == "own-0"
    press(pane, "Enter")
    pane.page.get_by_label("Text of the note").fill("not these")
    press(pane, "Escape", "n")
    pane.page.get_by_label("New note in “Hears”").fill("added")
    press(pane, "Enter")
    saved(pane)
    heard = [note.text for note in study.empathy_map().quadrant("hears")]
    assert heard == ["other words", "added", "note 1", "note 2"]
    assert pane.page.evaluate("document.activeElement.querySelector('.bd-text').textContent") == "added"
    press(pane, "n", "Escape")
    assert pane.page.evaluate("document.activeElement.querySelector('.bd-text').textContent") == "added"
    card(pane, "own-0").hover()
    card(pane, "own-0").get_by_role("button", name="Move the note", exact=True).click()
    pane.page.get_by_role("menuitem", name="To “Pains”").click()
    saved(pane)
    assert order(study, "pains")[-1] == "own-0"
    assert focused(pane) == "own-0"


def test_removed_notes_and_the_map_of_the_codings_are_brought_back(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    card(pane, "own-1").focus()
    press(pane, "Delete")
    saved(pane)
    assert order(study, "hears") == ["own-0", "own-2"]
    assert focused(pane) == "own-2"
    pane.page.locator(".em-offer button").first.click()
    saved(pane)
    assert order(study, "hears") == ["own-0", "own-1", "own-2"]
    assert focused(pane) == "own-1"
    press(pane, "Delete")
    pane.page.get_by_role("button", name="Removed notes (1)").click()
    pane.page.get_by_role("button", name="Bring back the note “\u2068note 1\u2069”").click()
    saved(pane)
    assert "own-1" in order(study, "hears")
    press(pane, "Escape")
    pane.page.get_by_role("button", name="Back to the codings …").click()
    press(pane, "Escape")
    assert "own-0" in shown(pane)
    pane.page.get_by_role("button", name="Back to the codings …").click()
    pane.page.get_by_role("button", name="Back to the codings", exact=True).click()
    pane.page.wait_for_function("!document.querySelector('[data-id=own-0]')")
    assert study.empathy_map() == study.empathy_map(as_found=True)


def test_quotes_lead_to_the_interview_and_are_linked_to_own_notes(
    open_map: Callable[..., Pane], axe: Callable[..., list[str]], study: Study
):
    pane = open_map()
    page = pane.page
    page.locator('.bd-area[data-area="feels"] .bd-chip').first.click()
    quotes = page.locator(".em-drawer .em-quotes li")
    page.wait_for_function("document.querySelectorAll('.em-drawer .em-quotes li').length === 4")
    assert SAID["en"][3] in quotes.first.inner_text()
    assert axe(page) == []
    quotes.last.get_by_role("button").click()
    page.wait_for_timeout(50)
    assert pane.widget._opens.asked == [("dora", 0, "emotion-dora")]
    press(pane, "Escape")
    assert page.locator(".em-drawer").count() == 0
    assert "bd-chip" in page.evaluate("document.activeElement.className")
    card(pane, "own-0").get_by_role("button", name="Link evidence").click()
    page.keyboard.type("SHOP")  # an own note without quotes opens with the search
    page.get_by_text("2 codings found").wait_for()
    page.locator(".em-results input").first.check()
    saved(pane)
    assert [item.coding for item in study.empathy_map().note("own-0").evidence] == ["action-anna"]
    assert card(pane, "own-0").get_by_text("1 of 4").is_visible()
    page.get_by_role("button", name="Unlink").click()
    saved(pane)
    assert study.empathy_map().note("own-0").is_assumption


def test_another_person_and_the_quadrants_are_shown_and_what_is_refused_is_said(open_map: Callable[..., Pane]):
    pane = open_map()
    card(pane, "own-0").focus()
    press(pane, "Enter")
    pane.page.get_by_label("Text of the note").fill("x" * 700)
    press(pane, "Enter")
    pane.page.get_by_role("alert").get_by_text("This was not saved").wait_for()
    assert pane.page.get_by_label("Text of the note").input_value() == "x" * 700
    press(pane, "Escape")
    assert card(pane, "own-0").get_by_text("note 0").is_visible()
    pane.page.get_by_label("Map of").select_option("dora")
    pane.page.locator('.cjm-empathy[data-map="dora"]').wait_for()
    pane.page.get_by_role("button", name="Quadrants").click()
    pane.page.wait_for_function("document.querySelectorAll('.bd-area').length === 6")
    assert pane.page.get_by_role("button", name="Quadrants").get_attribute("aria-pressed") == "true"


def test_what_others_do_arrives_and_leaves_an_edit_and_the_focus_alone(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    card(pane, "own-0").focus()
    press(pane, "Enter")
    pane.page.get_by_label("Text of the note").fill("half a sent")
    study.change_empathy_note("all", "own-1", text="from berta", coder="berta")
    study.change_empathy_note("all", "own-0", position=99.0, coder="berta")
    pane.page.get_by_text("from berta").wait_for()
    field = pane.page.get_by_label("Text of the note")
    assert field.input_value() == "half a sent"
    assert pane.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    field.press("Enter")
    saved(pane)
    assert study.empathy_map().note("own-0").text == "half a sent"
    study.remove_empathy_note("all", "own-0", coder="berta")
    pane.page.wait_for_function("document.activeElement.closest('.bd-card')?.dataset.id === 'own-2'")
    for person in ("celina", "dora"):
        code(study, person, SAID["en"][4], "pain_point", f"new-{person}")
    pane.page.locator('[data-area="pains"]').get_by_text("4 of 4").wait_for()
    asked = [text for direction, text in pane.wire if direction == "up" and '"again"' in text]
    assert len(asked) == 1


def test_steps_made_while_the_kernel_is_away_are_saved_later(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    pane.kill()
    card(pane, "own-0").focus()
    press(pane, "Alt+ArrowDown", "Enter")
    pane.page.get_by_label("Text of the note").fill("in the dark")
    press(pane, "Enter")
    assert shown(pane, "hears") == ["own-1", "own-0", "own-2"]
    pane.run_again(EmpathyMapForm(Study.open(study.folder), coder="anna"))
    ready(pane)
    saved(pane)
    assert order(study, "hears") == shown(pane, "hears") == ["own-1", "own-0", "own-2"]
    assert study.empathy_map().note("own-0").text == "in the dark"


@pytest.mark.parametrize(("language", "width", "dark"), [("en", 900, True), ("pl", 640, False), ("ru", 900, False)])
def test_hostile_notes_are_only_text_in_every_language(
    pane: Callable[..., Pane], axe: Callable[..., list[str]], tmp_path: Path, language: str, width: int, dark: bool
):
    study = mapped_study(tmp_path, language)
    study.add_empathy_note("all", "says", HOSTILE + "W" * 200, guid="hostile")
    with using_language(language):
        view = pane(EmpathyMapForm(study, coder="anna"), width=width, lang=language, dark=dark)
    ready(view)
    card(view, "hostile").focus()
    card(view, "hostile").locator(".bd-chip").click()
    view.page.locator(".em-finder input[type=search]").focus()
    view.page.locator(".em-results li").first.wait_for()
    for details in view.page.locator("details summary").all():
        details.click()
    if dark or width < 700:
        assert axe(view.page) == []
    assert view.page.locator("#out img").count() == 0
    assert view.page.evaluate("window.hit") is None
    assert view.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_and_the_study_stay_the_same_through_a_random_walk(open_map: Callable[..., Pane], study: Study):
    dice = random.Random(7)
    pane = open_map()
    card(pane, "own-0").focus()
    keys = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Delete", "Control+z", "Control+y"]
    keys += [f"Alt+Arrow{way}" for way in ("Up", "Down", "Left", "Right")] * 2
    for n in range(30):
        key = dice.choice([*keys, "n"])
        press(pane, key)
        if key == "n":
            pane.page.keyboard.type(f"walk {n}")
            press(pane, dice.choice(["Enter", "Enter", "Escape"]))
        if n % 10 == 9:
            saved(pane)
            standing = study.empathy_map().in_form("canvas")
            for area in ("hears", "thinks", "feels", "sees", "does", "says", "pains", "gains", "who", "task"):
                assert shown(pane, area) == [note.key for note in standing.quadrant(area)], (n, area)
            assert pane.page.evaluate("document.querySelector('.bd').contains(document.activeElement)")
