"""The coding pane in a real JupyterLab: the mouse, the keys, a busy kernel, a kernel that is started anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from tests.widgets.bare import select_text

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("jupyterlab")]

SAID = "Zadzwoniłam 👩‍👩‍👧 дважды, bo kurier nie przyjechał, and nobody picked up."
OPEN = """
from cjm_research import Study
from cjm_widgets import SpanCoder
study = Study.open({folder!r})
SpanCoder(study, coder="anna")
"""
BUSY = "import time; time.sleep(5)"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    talk = tmp_path / "talk.txt"
    talk.write_text(f"Badacz: Co się stało?\nP1: {SAID}\n", encoding="utf-8")
    study = Study.create(tmp_path / "study", languages=["pl"], interface_language="pl")
    study.import_transcripts(talk, language="pl")
    return study


def code_words(page: Any, words: str) -> None:
    """Mark words of the answer with the mouse, and give them the code of a goal."""
    text = page.locator('.cjm-turn[data-turn="1"] .cjm-text').first
    at = len(SAID[: SAID.index(words)].encode("utf-16-le")) // 2
    assert select_text(page, text, at, at + len(words.encode("utf-16-le")) // 2) == words
    page.locator(".cjm-chooser input").fill("goal")
    page.keyboard.press("Enter")


def chips(page: Any, n: int) -> None:
    page.wait_for_function("(n) => document.querySelectorAll('.cjm-chip').length === n", arg=n)


def saved(page: Any) -> None:
    page.locator('.cjm-saved[data-status="saved"]').wait_for()


def quotes(study: Study) -> list[str]:
    return [coding.quote for coding in study.codings]


def test_words_are_coded_keys_stay_and_a_busy_kernel_answers(study: Study, notebook: Callable[..., Any]):
    shown = notebook("coding.ipynb", OPEN.format(folder=str(study.store.location)), BUSY)
    page = shown.page
    shown.run(0)
    page.locator(".cjm-pane[data-ready]").wait_for()
    cells = shown.cells()

    code_words(page, "👩‍👩‍👧 дважды")
    chips(page, 1)
    saved(page)
    (coding,) = study.codings
    assert (coding.quote, coding.coder, coding.status) == ("👩‍👩‍👧 дважды", "anna", "confirmed")

    # In a notebook these letters make, change and delete cells.
    page.locator('.cjm-turn[data-turn="1"]').focus()
    for key in "bamddxyzr":
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    assert shown.cells() == cells
    saved(page)

    before = len(study.codings)
    shown.start(1)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]').wait_for()
    code_words(page, "nobody")
    page.locator('.cjm-saved[data-status="saving"]').wait_for(state="detached")
    saved(page)
    assert "nobody" in quotes(study)
    assert len(study.codings) == before + 1
    assert page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]').count() == 1, "it answered too late"

    file = shown.save()
    assert "SpanCoder(" in file
    for word in ("kurier", "дважды", "nobody", "Badacz"):
        assert word not in file


def test_nothing_is_lost_when_the_kernel_is_started_anew_and_the_page_loaded_again(
    study: Study, notebook: Callable[..., Any]
):
    shown = notebook("restart.ipynb", OPEN.format(folder=str(study.store.location)))
    page = shown.page
    shown.run(0)
    page.locator(".cjm-pane[data-ready]").wait_for()
    code_words(page, "дважды")
    chips(page, 1)
    saved(page)

    shown.restart_kernel()
    code_words(page, "kurier")
    chips(page, 2)
    page.locator('.cjm-saved[data-status="unsaved"]').wait_for()
    assert quotes(study) == ["дважды"]
    shown.run(0)
    chips(page, 2)
    saved(page)
    assert quotes(study) == ["дважды", "kurier"]

    shown.save()
    shown.open()
    chips(page, 2)
    saved(page)
    code_words(page, "nobody")
    chips(page, 3)
    saved(page)
    assert quotes(study) == ["дважды", "kurier", "nobody"]
