"""The persona form in a browser: mouse and keyboard, a slow draft, hostile words, a plane of people."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_research.model import Ordination, OrdinationArrow, OrdinationPoint
from cjm_widgets import persona_form
from cjm_widgets.persona_form import PersonaForm
from tests.widgets.bare import Pane
from tests.widgets.talks import Opens

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[2] / "corpus"
HOSTILE = '<img src=x onerror="window.hit = 1">\u202egnirts'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five customers in two personas made by hand: three in P1, two in P2."""
    folder = tmp_path_factory.mktemp("personas")
    study = Study.create(folder / "study", title="Gym", languages=["en"])
    study.import_transcripts(CORPUS / "en" / "gym-climbing-membership")
    members = study.personas().personas[0].members
    study.split_persona("P1", members[:2], title="The careful", coder="berta")
    return folder / "study"


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Study:
    return Study.open(shutil.copytree(made, tmp_path / "study"))


@pytest.fixture
def open_form(pane: Callable[..., Pane], study: Study, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pane]:
    """Shows a form whose drafts come with the answer itself."""
    monkeypatch.setattr(persona_form, "AT_ONCE", 60.0)

    def show(**options: Any) -> Pane:
        shown = pane(PersonaForm(study, coder="anna", opens=Opens()), **options)
        shown.page.locator(".cjm-personas[data-ready]").wait_for()
        return shown

    return show


def members(study: Study) -> dict[str, tuple[str, ...]]:
    return {persona.key: persona.members for persona in study.personas().personas}


def column(pane: Pane, key: str) -> Any:
    return pane.page.locator(f'.pf-column[data-column="{key}"]')


def person(pane: Pane, id: str) -> Any:
    return pane.page.locator(f'.pf-member[data-id="{id}"]')


def saved(pane: Pane) -> None:
    pane.page.wait_for_function("document.querySelector('.cjm-saved').dataset.status === 'saved'")


def press(pane: Pane, *keys: str) -> None:
    for key in keys:
        pane.page.keyboard.press(key)


def test_a_person_is_dragged_and_several_are_moved_with_the_menu(open_form: Callable[..., Pane], study: Study):
    pane = open_form()
    first, second, third = members(study)["P1"]
    box, target = person(pane, first).bounding_box(), column(pane, "P2").bounding_box()
    mouse = pane.page.mouse
    mouse.move(box["x"] + 40, box["y"] + 8)
    mouse.down()
    mouse.move(target["x"] + 40, target["y"] + 80, steps=3)
    assert "pf-drop" in column(pane, "P2").get_attribute("class")
    mouse.up()
    saved(pane)
    assert first in members(study)["P2"]
    # Ticked people go together, and the last one of a persona stays.
    person(pane, first).click()
    person(pane, second).click()
    assert person(pane, second).get_attribute("aria-selected") == "true"
    pane.page.get_by_label("Move to").select_option("")
    pane.page.get_by_role("button", name="Move", exact=True).click()
    saved(pane)
    assert study.personas().unassigned == tuple(sorted([first, second]))
    person(pane, third).focus()
    press(pane, "Delete")
    assert "cannot be without members" in pane.page.locator(".pf-alert").inner_text()
    assert members(study)["P1"] == (third,)


def test_everything_is_done_by_keyboard_and_taken_back(open_form: Callable[..., Pane], study: Study):
    pane = open_form()
    before = members(study)
    column(pane, "P1").locator('[tabindex="0"]').focus()
    press(pane, " ", "ArrowDown", " ", "m", "ArrowDown", "Enter")  # into the second persona of the menu
    saved(pane)
    moved = members(study)
    assert sorted(moved) == ["P1", "P2"]
    assert len(moved["P1"]) == 1
    assert pane.page.evaluate("document.activeElement.closest('.cjm-personas') !== null")
    who = moved["P2"][0]
    person(pane, who).focus()
    press(pane, "n")
    pane.page.keyboard.type("Fresh")
    press(pane, "Enter")
    saved(pane)
    assert study.personas().persona("P3").title == "Fresh"
    assert pane.page.locator(".pf-details h3").inner_text().endswith("Fresh")
    press(pane, "F2")  # the old title is marked, so typing takes its place
    pane.page.keyboard.type(HOSTILE)
    press(pane, "Enter")
    saved(pane)
    assert study.personas().persona("P3").title == HOSTILE
    assert HOSTILE in pane.page.locator(".pf-details h3").inner_text()
    assert pane.page.evaluate("document.activeElement.textContent") == "Rename"
    for _step in range(3):
        press(pane, "Control+z")
        saved(pane)
    assert members(study) == before
    assert pane.page.evaluate("window.hit") is None


def test_personas_are_accepted_merged_and_given_back_to_the_procedure(open_form: Callable[..., Pane], study: Study):
    pane = open_form()
    assert "P2 · 2 people" in column(pane, "P2").inner_text()
    assert "P1 · 3 of 5 people" in pane.page.locator(".pf-details").inner_text()
    button = lambda name: pane.page.get_by_role("button", name=name, exact=True)  # noqa: E731
    button("Accept").click()
    saved(pane)
    assert study.personas().persona("P1").accepted_by == "anna"
    assert "accepted" in column(pane, "P1").inner_text()
    button("Merge with …").click()
    assert "Its title is made anew" in pane.page.get_by_role("dialog").inner_text()
    button("Merge").click()
    assert pane.page.get_by_text("Tick at least one persona.").is_visible()
    pane.page.get_by_role("dialog").get_by_role("checkbox").check()
    button("Merge").click()
    saved(pane)
    assert list(members(study)) == ["P1"]
    assert study.personas().persona("P1").accepted_by == ""
    button("Undo").click()
    saved(pane)
    assert list(members(study)) == ["P1", "P2"]
    button("Back to what the procedure finds").click()
    press(pane, "Escape")
    assert study.persona_plan() is not None
    button("Back to what the procedure finds").click()
    button("Go back").click()
    saved(pane)
    assert study.persona_plan() is None


def test_a_statement_of_ones_own_is_an_assumption_until_quotes_are_linked(open_form: Callable[..., Pane], study: Study):
    pane = open_form()
    page = pane.page
    page.get_by_label("What do you say about this persona?").fill(HOSTILE)
    press(pane, "Control+Enter")
    saved(pane)
    own = page.locator(".pf-assumption")
    assert HOSTILE in own.inner_text()
    assert "assumption" in own.inner_text()
    own.get_by_role("button", name="Link quotes").click()
    page.get_by_role("searchbox").fill("gym")
    page.locator(".pf-panel input[type=checkbox]").first.check()
    page.get_by_role("button", name="Link the ticked").click()
    saved(pane)
    own.wait_for(state="detached")
    mine = page.locator(".pf-statement", has_text="your own")
    mine.get_by_role("button", name="1 quote").click()
    mine.locator(".pf-panel .pf-link").click()
    assert pane.widget._opens.asked
    (statement,) = [s for s in study.personas().persona("P1").statements if s.text == HOSTILE]
    assert len(statement.evidence) == 1
    # One that was found is worded otherwise, left out, and comes back.
    found = page.locator(".pf-statement", has_text="Leave out").first
    found.get_by_role("button", name="Edit").click()
    page.locator("[data-edits]").wait_for()
    page.keyboard.type("Mine: ")
    press(pane, "Control+Enter")
    saved(pane)
    found.get_by_role("button", name="Leave out").click()
    saved(pane)
    page.locator("summary", has_text="1 statement left out").click()
    page.get_by_role("button", name="Bring back “").click()
    saved(pane)
    plan = study.persona_plan()
    assert plan is not None
    assert (len(plan.persona("P1").wording), plan.persona("P1").hidden) == (1, ())


def test_a_look_that_makes_no_groups_says_why_and_offers_nothing_to_keep(open_form: Callable[..., Pane], study: Study):
    pane = open_form()
    pane.page.get_by_label("Group by").select_option("occupation")
    pane.page.get_by_role("button", name="Find groups").click()
    pane.page.get_by_role("alert").get_by_text("Put its values into a new column").wait_for()
    keep = pane.page.get_by_role("button", name="Keep these groups")
    assert keep.is_hidden()
    pane.page.get_by_label("Group by").select_option("gender")
    pane.page.get_by_role("button", name="Find groups").click()
    keep.wait_for()
    pane.page.get_by_role("button", name="Back to what was kept").click()
    column(pane, "P2").wait_for()


def test_people_are_grouped_on_the_plane(
    open_form: Callable[..., Pane], study: Study, monkeypatch: pytest.MonkeyPatch, axe: Callable[..., list[str]]
):
    real = study.personas

    def personas(*args: Any, **options: Any) -> Any:
        draft = real(*args, **options)
        people = sorted(who for persona in draft.personas for who in persona.members)
        points = tuple(OrdinationPoint(participant=who, x=n - 2.0, y=n % 2) for n, who in enumerate(people))
        arrow = OrdinationArrow(code="touchpoint/phone", x=0.5, y=0.5)
        plane = Ordination(explained=(0.4, 0.2), points=points, arrows=(arrow,))
        return draft.model_copy(update={"ordination": plane})

    monkeypatch.setattr(study, "personas", personas)
    study.forget_personas()
    pane = open_form()
    dots = pane.page.locator(".pf-point")
    assert dots.count() == 5
    pane.page.locator(".pf-drawing").scroll_into_view_if_needed()
    first, last = dots.nth(0).bounding_box(), dots.nth(1).bounding_box()
    mouse = pane.page.mouse
    mouse.move(first["x"] - 8, max(first["y"], last["y"]) + 40)
    mouse.down()
    mouse.move(last["x"] + 20, min(first["y"], last["y"]) - 8, steps=3)
    mouse.up()
    assert [dots.nth(n).get_attribute("aria-checked") for n in range(3)] == ["true", "true", "false"]
    dots.nth(4).focus()
    press(pane, " ", "ArrowLeft")
    assert dots.nth(4).get_attribute("aria-checked") == "true"
    assert axe(pane.page) == []
    pane.page.get_by_role("button", name="New persona of the ticked").click()
    press(pane, "Enter")
    saved(pane)
    assert len(members(study)["P2"]) == 3


def test_a_slow_draft_says_that_it_is_being_made_and_leaves_the_page_alive(
    pane: Callable[..., Pane], study: Study, monkeypatch: pytest.MonkeyPatch
):
    go, real = threading.Event(), study.personas

    def personas(*args: Any, **options: Any) -> Any:
        go.wait(20)
        return real(*args, **options)

    monkeypatch.setattr(study, "personas", personas)
    form = PersonaForm(study, coder="anna")
    shown = pane(form)
    shown.page.locator(".cjm-personas[data-ready]").wait_for()
    assert "Groups are being looked for" in shown.page.locator(".pf-work").inner_text()
    shown.page.keyboard.press("Tab")
    shown.page.get_by_role("button", name="Keys").click()
    shown.page.get_by_role("button", name="Close").click()
    go.set()
    assert form.wait()
    shown.pump()
    assert column(shown, "P1").locator(".pf-member").count() == 3
    assert shown.page.locator(".pf-work").is_hidden()


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_the_page_speaks_the_language_and_fits_a_narrow_notebook(open_form: Callable[..., Pane], language: str):
    with using_language(language):
        pane = open_form(width=640, dark=True, lang=language)
    assert pane.page.locator(".cjm-personas").get_attribute("lang") == language
    assert pane.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "Verdict" not in pane.page.locator(".pf-facts").inner_text()
