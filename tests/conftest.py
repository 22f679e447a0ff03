"""What several test folders share."""

from __future__ import annotations

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


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The coded interviews."""
    return ROOT / "corpus"
