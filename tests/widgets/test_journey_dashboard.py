"""The maps to look at: whose, in which view, and the quotes behind what is clicked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.cli.dashboard import PAGE_RULES, dashboard_command, dashboard_notebook
from cjm_research.i18n import using_language
from cjm_widgets import JourneyDashboard
from tests.widgets.bare import Pane

HOSTILE = "<img src=x onerror='window.hit = 1'>I rang twice, nobody picked up."
QUESTIONS = {"en": "What happened?", "pl": "Co się stało?", "ru": "Что случилось?"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = Study.create(tmp_path / "study", title="Calls")
    for who in ("ann", "ben"):
        codings = [
            {"u": 1, "quote": "rang twice", "kind": "touchpoint", "label": "phone", "stage": "decision"},
            {"u": 1, "quote": "nobody picked up", "kind": "barrier", "stage": "decision"},
        ]
        turns = [
            {"speaker": "I", "role": "interviewer", "text": QUESTIONS["en"]},
            {"speaker": "P", "role": "participant", "text": HOSTILE},
        ]
        value = {"id": who, "language": "en", "utterances": turns, "codings": codings}
        path = tmp_path / f"{who}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        study.import_transcripts(path)
    return study


def ask(widget: JourneyDashboard, op: str, **args: Any) -> dict[str, Any]:
    return widget.do(op, args)


def test_everybody_and_each_person_can_be_looked_at(study: Study):
    widget = JourneyDashboard(study)
    assert [actor["key"] for actor in widget.state()["actors"]] == ["all", "ann", "ben"]
    assert "nobody picked up" in ask(widget, "view", key="all", view="journey")["html"]


def test_the_quotes_behind_an_entry_come_with_question_and_answer(study: Study):
    (pain,) = study.journey_map().cell("decision", "pain").items
    found = ask(JourneyDashboard(study), "quotes", key="all", ids=["x", f"item-{pain.key}", "map"])
    assert found["count"] == "2 of 2 people"
    first = found["quotes"][0]
    assert (first["participant"], first["question"], first["turn"]) == ("ann", QUESTIONS["en"], 2)
    assert "".join(first["parts"]) == HOSTILE
    assert first["parts"][1] == "nobody picked up"
    assert ask(JourneyDashboard(study), "quotes", key="all", ids=["nothing"]) == {}
    study.add_journey_item("all", "purchase", "question", "How much?", guid="s")
    assert ask(JourneyDashboard(study), "quotes", key="all", ids=["stage-decision"])["title"] == "Decision"
    assert ask(JourneyDashboard(study), "quotes", key="all", ids=["item-s"])["title"] == "How much?"


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_words_are_in_the_language_of_the_interface(study: Study, language: str):
    with using_language(language):
        words = JourneyDashboard(study).words
    assert words["lang"] == language
    assert all(words.values())


def test_no_word_of_an_interview_is_kept_in_a_trait(study: Study):
    widget = JourneyDashboard(study)
    ask(widget, "view", key="all", view="journey")
    assert "picked up" not in json.dumps(widget.get_state(), default=str)


def test_the_page_is_served_on_this_machine_alone_and_with_a_token(study: Study, tmp_path: Path):
    command = dashboard_command(tmp_path / "maps.ipynb", port=8866, browser=False)
    assert {"--Voila.ip=127.0.0.1", "--Voila.auto_token=True", "--no-browser"} <= set(command)
    assert "'self'" in PAGE_RULES
    assert "http" not in PAGE_RULES
    notebook = dashboard_notebook(str(study.store.location), key="P'1", language="pl")
    source = notebook["cells"][0]["source"]
    compile(source, "cell", "exec")
    assert repr("P'1") in source


@pytest.mark.browser
def test_a_click_in_the_map_opens_the_quotes(pane: Callable[..., Pane], study: Study, axe: Any):
    shown = pane(JourneyDashboard(study))
    page = shown.page
    page.locator('.jd[data-ready="journey"]').wait_for()
    frame = page.frame_locator(".jd-frame")
    frame.get_by_text("nobody picked up").first.click()
    drawer = page.locator(".jd-drawer")
    drawer.get_by_text("What happened?").first.wait_for()
    assert drawer.locator("mark").first.text_content() == "nobody picked up"
    assert page.evaluate("() => window.hit") is None
    page.get_by_label("Whose journey").select_option("ann")
    page.get_by_label("View").select_option("story")
    page.locator('.jd[data-ready="story"]').wait_for()
    assert drawer.is_hidden()
    assert axe(page) == []
    assert shown.problems == []
