from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from cjm_research.checking import SANITISING_RULES, check_notebooks, execute_notebook
from cjm_research.checking import notebooks as checks
from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import using_language
from tests.checking.samples import code, notebook


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """What nbval finds in one notebook of many faults; among hostile settings that must have no say."""
    folder = tmp_path_factory.mktemp("notebooks")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (folder / "conftest.py").write_text("raise RuntimeError('not mine')\n")
    path = notebook(
        folder / "faults.ipynb",
        code("40 + 2", "42"),
        code("'k of n: 7 of 24'", "'k of n: 8 of 24'"),
        code("1 / 0"),
        code("print('shown')"),
        code("'never run'", count=None),
        code("object()", "<object at 0x7f00deadbeef>"),
        code("'Zażółć 12 ёлок'", "'Zażółć 12 ёлок'"),
        code("# NBVAL_IGNORE_OUTPUT\n__import__('random').random()", "0.5"),
    )
    before = path.read_bytes()
    found = {finding.cell: finding for finding in check_notebooks([path])}
    assert path.read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == ["conftest.py", "faults.ipynb", "pytest.ini"]
    return found


def test_changed_number_is_shown_beside_the_saved_one(findings):
    finding = findings[3]
    assert "another one than the notebook shows" in finding.what
    assert finding.detail == "saved: 'k of n: 8 of 24'\nnow: 'k of n: 7 of 24'"
    assert "faults.ipynb, cell 3: " in str(finding)


def test_failing_cell_is_shown_with_its_error(findings):
    assert "stops with an error" in findings[4].what
    assert "ZeroDivisionError" in findings[4].detail
    assert "\x1b" not in findings[4].detail


def test_output_that_the_notebook_lacks_is_a_problem(findings):
    assert findings[5].detail == "now: shown"


def test_single_cell_that_was_never_run_is_a_problem(findings):
    assert "never run" in findings[6].what


def test_equal_results_ignored_cells_and_addresses_pass(findings):
    assert set(findings) == {3, 4, 5, 6}


@pytest.fixture
def no_nbval(monkeypatch):
    """Checks that need no kernel."""
    monkeypatch.setattr(checks, "run_nbval", lambda path, timeout_s: [])


def test_notebook_that_was_never_run_is_refused_without_running_it(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "run_nbval", None)
    path = notebook(tmp_path / "new.ipynb", code("1", count=None), code("2", count=None))
    (finding,) = check_notebooks([path])
    assert finding.is_problem
    assert "Run all its cells" in finding.hint


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_saved_widget_text_is_refused_with_the_way_out(tmp_path, no_nbval, language):
    quotes = {"en": "I rang them twice", "pl": "Nikt nie odbierał telefonu", "ru": "Никто не взял трубку"}
    state = {"abc": {"model_name": "PaneModel", "state": {"turns": [{"text": quotes[language]}], "_esm": "a b c d"}}}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    path = notebook(tmp_path / "w.ipynb", code("1", "1"), widgets=widgets)
    with using_language(language):
        (finding,) = check_notebooks([path])
    assert finding.is_problem
    assert quotes[language] in finding.what


def test_saved_widget_state_without_text_passes(tmp_path, no_nbval):
    state = {"a": {"state": {"description": "k", "value": 3, "bar_color": None, "_view_name": "Some long view name"}}}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    assert not check_notebooks([notebook(tmp_path / "w.ipynb", code("1", "1"), widgets=widgets)])


def test_notebook_whose_check_compares_nothing_is_refused(tmp_path, no_nbval):
    path = notebook(tmp_path / "all.ipynb", code("# NBVAL_IGNORE_OUTPUT\n1", "1"), code("2", "2", tags=["nbval-skip"]))
    (finding,) = check_notebooks([path])
    assert "Every cell is marked" in finding.what


@pytest.mark.parametrize("text", ["", "{", '{"cells": 5}', "\x00\xff"])
def test_unreadable_notebook_is_named(tmp_path, text):
    (tmp_path / "broken.ipynb").write_text(text, encoding="latin-1")
    with pytest.raises(UnreadableFileError, match=r"broken.ipynb: This is not a readable notebook"):
        check_notebooks([tmp_path])


def test_missing_notebook_and_empty_folder_are_named(tmp_path):
    with pytest.raises(UnreadableFileError, match="no such file"):
        check_notebooks([tmp_path / "none.ipynb"])
    with pytest.raises(UnreadableFileError, match="no notebook in this folder"):
        check_notebooks([tmp_path])


def test_progress_counts_notebooks_of_a_folder_without_checkpoints(tmp_path, no_nbval):
    (tmp_path / ".ipynb_checkpoints").mkdir()
    for name in ("a.ipynb", "b.ipynb", ".ipynb_checkpoints/a.ipynb"):
        notebook(tmp_path / name, code("1", "1"))
    seen = []
    check_notebooks([tmp_path], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_notebooks_run_at_the_same_time_are_told_in_their_order(tmp_path, monkeypatch):
    both = threading.Barrier(2, timeout=20)

    def run(path, timeout_s):
        both.wait()
        return [checks.CellFailure(0, "Cell outputs differ", "", ((path.stem, "other"),))]

    monkeypatch.setattr(checks, "run_nbval", run)
    paths = [notebook(tmp_path / name, code("1", "1")) for name in ("b.ipynb", "a.ipynb")]
    found = check_notebooks(paths, jobs=2)
    assert [Path(finding.file).name for finding in found] == ["b.ipynb", "a.ipynb"]


def test_executed_notebook_holds_its_results_and_no_widget_state(tmp_path):
    path = notebook(
        tmp_path / "n.ipynb", code("n = 24\nn", count=None), code("import ipywidgets\nipywidgets.Text('a b c')")
    )
    execute_notebook(path)
    assert '"24"' in path.read_text()
    assert "widget-state" not in path.read_text()


def test_sanitising_rules_swallow_no_result():
    from nbval.plugin import get_sanitize_patterns

    rules = get_sanitize_patterns(SANITISING_RULES.read_text(encoding="ascii"))
    assert len(rules) == SANITISING_RULES.read_text().count("regex:")
    for text in ("7 of 24", "0.23", "2026-01-01", "clip", "P1", "<td>12</td>", "deadbeef"):
        for pattern, replacement in rules:
            assert re.sub(pattern, replacement, text) == text
