"""The form for journey maps in a browser: mouse, keys, curve, links, evidence, hostile entries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_widgets import JourneyForm
from tests.widgets.bare import Pane
from tests.widgets.journey_talks import SAID, travelled_study
from tests.widgets.talks import Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = '<img src=x onerror="window.hit = 1">\u202egnirts'
THOUGHTS = "thought.purchase"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return travelled_study(tmp_path)


@pytest.fixture
def open_map(pane: Callable[..., Pane], study: Study) -> Callable[..., Pane]:
    def show(**options: Any) -> Pane:
        shown = pane(JourneyForm(study, coder="anna", opens=Opens()), **{"height": 1000, **options})
        ready(shown)
        return shown

    return show


def ready(pane: Pane) -> None:
    pane.page.locator(".cjm-journey[data-ready]").wait_for()


def saved(pane: Pane) -> None:
    pane.page.locator('.cjm-saved[data-status="saved"]').wait_for()


def shown(pane: Pane, cell: str) -> list[str]:
    """The entries of a cell on the page."""
    cards = pane.page.locator(f'.bd-area[data-area="{cell}"] .bd-card')
    return cards.evaluate_all("(cards) => cards.map((card) => card.dataset.id)")


def order(study: Study, cell: str) -> list[str]:
    lane, stage = cell.split(".")
    return [item.key for item in study.journey_map().cell(stage, lane).items]  # type: ignore[arg-type]


def card(pane: Pane, id: str) -> Any:
    return pane.page.locator(f'.bd-card[data-id="{id}"]')


def cell(pane: Pane, id: str) -> Any:
    return pane.page.locator(f'.bd-area[data-area="{id}"]')


def focused(pane: Pane) -> str | None:
    """The cell that has the focus."""
    return pane.page.evaluate("document.activeElement.closest('.bd-area')?.dataset.area ?? null")


def field(pane: Pane, name: str) -> Any:
    """A field of the panel that is open."""
    return pane.page.locator(f'.em-drawer [data-field="{name}"]')


def press(pane: Pane, *keys: str) -> None:
    for key in keys:
        pane.page.keyboard.press(key)


def drag(pane: Pane, start: Any, to: Any, *, at: float = 0.5) -> None:
    """Drag with the mouse to a point of `to`; `at` is its share of the height from above."""
    to.scroll_into_view_if_needed()
    begin, end = start.bounding_box(), to.bounding_box()
    pane.page.mouse.move(begin["x"] + 12, begin["y"] + 8)
    pane.page.mouse.down()
    pane.page.mouse.move(end["x"] + 40, end["y"] + 2)
    pane.page.mouse.move(end["x"] + 40, end["y"] + end["height"] * at, steps=2)
    pane.page.mouse.up()


def test_entries_are_dragged_between_cells_and_the_curve_by_the_mouse(open_map: Callable[..., Pane], study: Study):
    pane = open_map(width=1600)
    drag(pane, card(pane, "own-2"), card(pane, "own-0"), at=0.1)
    saved(pane)
    assert shown(pane, THOUGHTS) == order(study, THOUGHTS) == ["own-2", "own-0", "own-1"]
    drag(pane, card(pane, "own-2"), cell(pane, "goal.decision"))
    saved(pane)
    assert shown(pane, "goal.decision") == order(study, "goal.decision") == ["own-2"]
    point = pane.page.locator('.jc-point[data-stage="decision"]')
    box = point.bounding_box()
    pane.page.mouse.move(box["x"] + 9, box["y"] + 9)
    pane.page.mouse.down()
    pane.page.mouse.move(box["x"] + 9, box["y"] + 9 - 25, steps=3)
    pane.page.mouse.up()
    saved(pane)
    mean = study.journey_map().curve[2].mean
    assert mean is not None
    assert 0.8 <= mean <= 1.2
    assert float(point.get_attribute("aria-valuenow")) == mean


def test_keys_walk_the_cells_move_entries_and_set_the_curve(open_map: Callable[..., Pane], study: Study):
    pane = open_map(width=900)
    pane.page.evaluate("window.leaked = []; document.addEventListener('keydown', (event) => leaked.push(event.key))")
    assert pane.page.locator(".bd-grid .bd-area [tabindex='0']").count() <= 8  # those of one card
    card(pane, "own-0").focus()
    press(pane, "ArrowDown", "Alt+ArrowUp")
    saved(pane)
    assert shown(pane, THOUGHTS) == order(study, THOUGHTS) == ["own-1", "own-0", "own-2"]
    press(pane, "Alt+ArrowLeft")
    saved(pane)
    assert order(study, "thought.decision") == ["own-1"]
    assert focused(pane) == "thought.decision"
    press(pane, "ArrowLeft", "n")  # an empty cell
    pane.page.get_by_label("New note in “Thoughts, Consideration”").fill("too dear")
    press(pane, "Enter")
    saved(pane)
    assert [item.text for item in study.journey_map().cell("consideration", "thought").items] == ["too dear"]
    press(pane, "F2")
    pane.page.get_by_label("Text of the note").fill("far too dear")
    press(pane, "Enter")
    saved(pane)
    press(pane, "Control+z")
    pane.page.get_by_text("too dear", exact=True).wait_for()
    point = pane.page.locator('.jc-point[data-stage="purchase"]')
    point.focus()
    press(pane, "ArrowDown", "ArrowDown", "ArrowDown")
    saved(pane)
    assert study.journey_map().curve[3].mean == -0.5
    assert "measured" in point.get_attribute("aria-valuetext")
    assert pane.page.locator(".jc-measured").count() == 1
    press(pane, "Delete")
    saved(pane)
    assert study.journey_map().curve[3].mean == 1
    assert pane.page.evaluate("leaked") == []


def test_details_link_a_solution_to_a_pain_and_move_an_entry(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    page = pane.page
    pain = cell(pane, "pain.consideration").locator(".bd-card")
    pain.get_by_role("button", name="No solution yet").click()
    page.get_by_role("button", name="Add a solution").click()
    page.wait_for_function("document.activeElement.selectionEnd > 0")  # the words it begins with are selected
    page.keyboard.type("Ring back the same day")
    press(pane, "Enter")
    saved(pane)
    (solution,) = study.journey_map().cell("consideration", "solution").items
    assert (solution.text, len(solution.links)) == ("Ring back the same day", 1)
    pain.get_by_text("1 solution", exact=True).wait_for()
    card(pane, solution.key).focus()
    press(pane, "d")
    field(pane, "links").locator("input").uncheck()
    field(pane, "owner").fill("Sales")
    press(pane, "Tab")
    field(pane, "stage").select_option("decision")
    saved(pane)
    (moved,) = study.journey_map().cell("decision", "solution").items
    assert (moved.owner, moved.links) == ("Sales", ())
    pain.get_by_text("No solution yet").wait_for()
    press(pane, "Escape")
    assert page.evaluate("document.activeElement.dataset.id") == solution.key


def test_stages_map_and_versions_are_worked_on_beside_the_board(open_map: Callable[..., Pane], study: Study):
    pane = open_map()
    page = pane.page
    page.get_by_role("button", name="Awareness", exact=True).click()
    drawer = page.locator(".em-drawer")
    field(pane, "name").fill("Hearing of it")
    field(pane, "low").fill("2")
    field(pane, "unit").select_option("weeks")
    saved(pane)
    page.get_by_text("2 of 4 · 2 weeks").wait_for()
    assert study.journey_map().stage_name("awareness") == "Hearing of it"
    page.get_by_role("button", name="About the map").click()
    field(pane, "purpose").fill("To mend the contract")
    press(pane, "Tab")
    field(pane, "status").select_option("final")
    page.get_by_role("alert").get_by_text("This was not saved").wait_for()
    assert field(pane, "status").input_value() != "final"
    assert study.journey_map().purpose == "To mend the contract"
    page.get_by_role("button", name="Versions").click()
    drawer.get_by_label("Name of the version").fill("May")
    drawer.get_by_role("button", name="Keep this version").click()
    drawer.get_by_role("button", name="What changed since “\u2068May\u2069”").click()
    drawer.locator(".jf-changes li").first.wait_for()
    press(pane, "Escape")
    page.get_by_label("Layer").select_option("to_be")
    assert page.locator(".bd-card").count() == 0
    page.get_by_label("Layer").select_option("both")
    page.get_by_label("Lanes").select_option("minimal")
    page.get_by_text("4 notes stand in lanes that are not shown.").wait_for()
    page.get_by_label("Stage model").select_option("three_phase")
    page.wait_for_function("document.querySelectorAll('.bd-column').length === 3")


def test_offered_quotes_are_put_into_cells_and_removed_entries_brought_back(
    open_map: Callable[..., Pane], study: Study
):
    pane = open_map()
    pane.widget.offer("action-anna", "pain-berta")
    tray = pane.page.locator(".bd-tray .bd-card")
    drag(pane, tray.first, cell(pane, "goal.awareness"))
    saved(pane)
    (item,) = study.journey_map().cell("awareness", "goal").items
    assert (item.text, [one.coding for one in item.evidence]) == (SAID["en"][3], ["action-anna"])
    tray.focus()
    press(pane, "Enter")
    field(pane, "stage").select_option("loyalty")
    pane.page.get_by_role("button", name="Put on the map").click()
    saved(pane)
    assert len(study.journey_map().cell("loyalty", "quote").items) == 1
    assert tray.count() == 0
    card(pane, "own-1").focus()
    press(pane, "Delete")
    pane.page.locator(".em-offer button").first.click()
    saved(pane)
    assert order(study, THOUGHTS) == ["own-0", "own-1", "own-2"]


@pytest.mark.parametrize(("language", "width", "dark"), [("en", 900, True), ("pl", 640, False), ("ru", 900, False)])
def test_hostile_entries_are_only_text_in_every_language(
    pane: Callable[..., Pane], axe: Callable[..., list[str]], tmp_path: Path, language: str, width: int, dark: bool
):
    study = travelled_study(tmp_path, language)
    study.add_journey_item("all", "awareness", "question", HOSTILE + "W" * 200, guid="hostile", actors=[HOSTILE])
    study.set_journey_stage("all", "decision", name=HOSTILE, goal=HOSTILE)
    study.set_journey("all", title=HOSTILE)
    with using_language(language):
        view = pane(JourneyForm(study, coder="anna", lanes="minimal"), width=width, lang=language, dark=dark)
    ready(view)
    card(view, "hostile").focus()
    press(view, "d")
    for details in view.page.locator("details summary").all():
        details.click()
    if dark or width < 700:
        assert axe(view.page) == []
    assert view.page.locator("#out img").count() == 0
    assert view.page.evaluate("window.hit") is None
    assert view.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
