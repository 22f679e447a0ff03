"""The pure functions of the pages, run by node: each file of ``tests/js`` is one test here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent.parent / "js").glob("*.test.mjs"))
OLDEST = 20


def _node() -> str | None:
    """Node of this machine if it is new enough, else the one that Playwright brings."""
    if found := shutil.which("node"):
        answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
        if int(answer.strip().lstrip("v").split(".")[0]) >= OLDEST:
            return found
    import playwright

    driver = Path(playwright.__file__).parent / "driver"
    return next((str(path) for path in (driver / "node", driver / "node.exe") if path.exists()), None)


@pytest.fixture(scope="module")
def node() -> str:
    if (path := _node()) is None:
        reason = f"node {OLDEST} or newer is not on this machine (apt-get install nodejs)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    return path


def test_there_is_something_to_run():
    assert "shared.test.mjs" in {path.name for path in FILES}


@pytest.mark.parametrize("file", FILES, ids=[path.name for path in FILES])
def test_javascript(node: str, file: Path):
    done = subprocess.run([node, "--test", str(file)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
