"""What several test folders share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cjm_research.i18n import set_language

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _english_interface():
    """Each test begins in English, whatever the one before it spoke."""
    set_language("en")
    yield
    set_language("en")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests that need a library of the system say so where it is missing; in CI that is a failure."""
    if item.get_closest_marker("pango") is None:
        return
    from cjm_research.rendering.pdf import pdf_backend

    if pdf_backend() != "weasyprint":
        reason = "the Pango library is not on this machine (apt-get install libpango-1.0-0 libpangoft2-1.0-0)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The coded interviews."""
    return ROOT / "corpus"
