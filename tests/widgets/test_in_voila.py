"""The coding pane as a page of its own, without a notebook around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from tests.widgets.bare import select_text
from tests.widgets.lab import VOILA, Server, serve, watch, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("voila")]

SAID = "Я дважды звонила, i nikt nie odebrał, so I gave up 😡 in the end."
OPEN = """
from cjm_research import Study
from cjm_widgets import SpanCoder
SpanCoder(Study.open({folder!r}), coder="anna")
"""


@pytest.fixture(scope="module")
def voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("voila"), VOILA, "") as server:
        yield server


def test_words_are_coded_and_still_there_for_the_next_visitor(tmp_path: Path, browser: Any, voila: Server, axe: Any):
    talk = tmp_path / "talk.txt"
    talk.write_text(f"Интервьюер: Что случилось?\nP1: {SAID}\n", encoding="utf-8")
    study = Study.create(tmp_path / "study", languages=["ru"], interface_language="ru")
    study.import_transcripts(talk, language="ru")
    write_notebook(voila.folder / "coding.ipynb", OPEN.format(folder=str(study.store.location)))

    context = browser.new_context(viewport={"width": 1280, "height": 900})
    outside = watch(context, voila.address)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{voila.address}voila/render/coding.ipynb")
    page.locator(".cjm-pane[data-ready]").wait_for()
    words = "gave up 😡"
    at = SAID.index(words)
    assert select_text(page, page.locator('.cjm-turn[data-turn="1"] .cjm-text').first, at, at + 10) == words
    page.locator(".cjm-chooser input").fill("goal")
    page.keyboard.press("Enter")
    page.locator(".cjm-chip").wait_for()
    page.locator('.cjm-saved[data-status="saved"]').wait_for()
    assert [(c.quote, c.coder) for c in study.codings] == [(words, "anna")]
    assert axe(page) == []

    page.reload()
    page.locator(".cjm-pane[data-ready]").wait_for()
    page.locator(".cjm-chip").wait_for()
    context.close()
    assert outside == []
