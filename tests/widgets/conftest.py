"""Forms in a browser: `pane(widget)` puts one on a bare page, `notebook(name, *cells)` opens JupyterLab."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.widgets.bare import CHROMIUM_FLAGS, Pane, find_chromium
from tests.widgets.bare import axe as run_axe
from tests.widgets.lab import LAB, Notebook, Server, serve, write_notebook


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium. Playwright keeps an event loop running while it lives, so it ends with each file of tests."""
    path = find_chromium()
    if path is None:
        reason = "Chromium is not on this machine (apt-get install chromium)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def pane(browser: Any) -> Iterator[Callable[..., Pane]]:
    """Shows a form on a bare page: ``pane(widget, width=1280, height=800, dark=False, lang="en")``.

    At the end no page may have logged an error or asked for anything from outside.
    """
    panes: list[Pane] = []

    def show(widget: Any, **options: Any) -> Pane:
        panes.append(Pane(browser, widget, **options))
        return panes[-1]

    yield show
    problems = [problem for one in panes for problem in one.problems]
    for one in panes:
        one.close()
    assert problems == []


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """What axe-core finds wrong in the forms of a page: ``axe(pane.page) == []``."""
    return run_axe


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A JupyterLab server."""
    with serve(tmp_path_factory.mktemp("lab"), LAB, "api/status") as server:
        yield server


@pytest.fixture
def notebook(browser: Any, lab: Server) -> Iterator[Callable[..., Notebook]]:
    """Opens cells of code as a notebook in JupyterLab: ``notebook("name.ipynb", "1 + 1", "2 + 2")``.

    At the end no page may have asked for anything from outside.
    """
    opened: list[Notebook] = []

    def show(name: str, *cells: str) -> Notebook:
        opened.append(Notebook(browser, lab, write_notebook(lab.folder / name, *cells)))
        return opened[-1]

    yield show
    for one in opened:
        one.close()
    assert [url for one in opened for url in one.outside] == []
