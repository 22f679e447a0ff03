"""A pytest plugin for the process that runs nbval: each cell that fails becomes a line of JSON.

nbval reports for people, shortened and in English; a check needs both texts whole.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that names the file of results."""
    parser.addoption("--cjm-results", help="file that takes one JSON object for each failed cell")


def pytest_configure(config: pytest.Config) -> None:
    """Collect where a file is named."""
    if results := config.getoption("--cjm-results"):
        config.pluginmanager.register(Results(Path(results)), "cjm-results")


class Results:
    """Writes failures: `code_cell` counts from 0, `differences` are pairs of (saved, now)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: Any, call: pytest.CallInfo) -> Generator[None, Any, Any]:
        """A cell was run."""
        report = yield
        if report.failed and call.excinfo is not None:
            self._write(
                code_cell=item.cell_num,
                message=str(call.excinfo.value),
                error=getattr(call.excinfo.value, "inner_traceback", None) or "",
                differences=differences(item, item.cell.outputs, item.test_outputs or []),
            )
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A notebook was read."""
        if report.failed:
            self._write(code_cell=None, message=report.longreprtext, error="", differences=[])

    def _write(self, **values: Any) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")


def differences(item: Any, saved: Sequence[Any], now: Sequence[Any]) -> list[tuple[str, str]]:
    """The outputs that differ after sanitising: readable texts where these differ, else whatever does."""
    for kinds in (("stream", "text/plain"), None):
        before, after = ([item.sanitize(text) for text in _texts(outputs, kinds)] for outputs in (saved, now))
        length = max(len(before), len(after))
        pairs = zip(*(texts + [""] * (length - len(texts)) for texts in (before, after)), strict=True)
        if found := [pair for pair in pairs if pair[0] != pair[1]]:
            return found
    return []


def _texts(outputs: Sequence[Any], kinds: tuple[str, ...] | None) -> list[str]:
    """The texts of outputs, those of some kinds or of all, joined by kind."""
    found: dict[str, list[str]] = {}
    for output in outputs:
        if output.output_type == "stream":
            found.setdefault("stream", []).append(output.text)
        for kind, value in sorted((output.get("data") or {}).items()):
            found.setdefault(kind, []).append(value if isinstance(value, str) else json.dumps(value, sort_keys=True))
    wanted = kinds if kinds is not None else sorted(found)
    return ["".join(found[kind]) for kind in wanted if kind in found]
