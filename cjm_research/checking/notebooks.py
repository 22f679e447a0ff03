"""Notebooks: run anew and compared strictly, none of their cells unrun, no interview text in saved widgets."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any

from cjm_research.checking.running import CELL_TIMEOUT_S, CellFailure, read_notebook, run_nbval
from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _
from cjm_research.model import Finding

Progress = Callable[[int, int], None]

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
# Fewer words in a row than this are a label or a colour, not something that somebody said.
FEWEST_WORDS = 3
# Fields of a widget's state that hold its code, its style and the names of its classes.
CODE_FIELDS = ("_esm", "_css", "_model", "_view", "_dom", "_anywidget", "_cjm")
MOST_CHANGED_LINES, MOST_ERROR_LINES, LONGEST_LINE = 8, 12, 160
# nbval's marks, as a comment line or as a tag of the cell.
IGNORING_MARKS = ("nbval_ignore_output", "nbval_skip", "pytest_validate_ignore_output")


def check_notebooks(
    paths: Iterable[str | Path],
    *,
    timeout_s: float = CELL_TIMEOUT_S,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Finding]:
    """What is wrong with notebooks, or with those in folders; in the order of the paths and cells.

    A cell that was never run is a problem: nbval would compare nothing there and pass.

    Parameters
    ----------
    timeout_s : float
        How long one cell may run.
    jobs : int
        How many notebooks run at the same time. One after another by default: they may work on one study.
    progress : callable, optional
        Called with (done, total) after each notebook.

    Raises
    ------
    UnreadableFileError
        A path does not exist or is no notebook.
    """
    files = list(_files(paths))
    findings: list[Finding] = []
    with ThreadPoolExecutor(max(1, jobs)) as pool:

        def run(path: Path) -> Future[list[CellFailure]]:
            return pool.submit(copy_context().run, run_nbval, path, timeout_s=timeout_s)

        results = [_check(path, run) for path in files]
        for done, result in enumerate(results, start=1):
            findings.extend(result())
            if progress:
                progress(done, len(files))
    return findings


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
            if not inside:
                raise UnreadableFileError.at(
                    path, _("There is no notebook in this folder."), hint=_("Check the spelling.")
                )
            yield from inside
        else:
            yield path


def _check(path: Path, run: Callable[[Path], Future[list[CellFailure]]]) -> Callable[[], list[Finding]]:
    """Start to check a notebook; what comes back waits for the findings."""
    notebook = read_notebook(path)
    findings = list(_widget_findings(path, notebook))
    code_cells = [n for n, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code"]
    content = [n for n in code_cells if notebook.cells[n - 1].source.strip()]
    unrun = [n for n in content if notebook.cells[n - 1].get("execution_count") is None]
    if content and unrun == content:
        never = Finding(
            file=str(path),
            what=_("The notebook was never run, so there is nothing to compare."),
            hint=_("Run all its cells in order, look at the results and save it."),
        )
        return lambda: [*findings, never]
    findings += [_unrun_finding(path, number) for number in unrun]
    if content and all(_is_ignored(notebook.cells[n - 1]) for n in content):
        findings.append(
            Finding(
                file=str(path),
                what=_("Every cell is marked to be left out, so there is nothing to compare."),
                hint=_("Take NBVAL_IGNORE_OUTPUT or NBVAL_SKIP away from the cells that show results."),
            )
        )
    running = run(path)
    return lambda: [*findings, *(_failure_finding(path, code_cells, failure) for failure in running.result())]


def _unrun_finding(path: Path, cell: int) -> Finding:
    return Finding(
        file=str(path),
        cell=cell,
        what=_("The cell was never run, so there is nothing to compare."),
        hint=_("Run all cells in order and save the notebook, or delete the cell."),
    )


def _is_ignored(cell: Any) -> bool:
    tags = cell.metadata.get("tags") or []
    marks = [str(tag).replace("-", "_") for tag in tags if isinstance(tag, str)]
    marks += [line.strip().lstrip("#").strip() for line in cell.source.splitlines() if line.strip().startswith("#")]
    return any(mark.lower() in IGNORING_MARKS for mark in marks)


def _failure_finding(path: Path, code_cells: list[int], failure: CellFailure) -> Finding:
    cell = None if failure.code_cell is None else code_cells[failure.code_cell]
    detail = "\n".join(_shortened(failure.error or failure.message))
    if cell is None:
        what, hint = _("The notebook could not be run."), _("Open it in JupyterLab and run it from the start.")
    elif failure.message == "Cell outputs differ":
        what = _("The result of this cell is another one than the notebook shows.")
        hint = _("Run the notebook anew and find out why it changed; save it when the new result is right.")
        detail = "\n".join(line for saved, now in failure.differences for line in _compared(saved, now))
    elif failure.message.startswith("Timeout of"):
        what, hint = _("The cell did not finish in time."), _("Make it faster, or split it.")
    else:
        what, hint = _("The cell stops with an error."), _("Run the notebook from the start and mend the cell.")
    return Finding(file=str(path), cell=cell, what=what, hint=hint, detail=detail)


def _compared(saved: str, now: str) -> Iterator[str]:
    """The lines in which two texts differ, each with the word for its side."""
    changes = [line for line in difflib.ndiff(saved.splitlines(), now.splitlines()) if line[:2] in {"- ", "+ "}]
    for line in changes[:MOST_CHANGED_LINES]:
        text = line[2:] if len(line) <= LONGEST_LINE else line[2:LONGEST_LINE] + "…"
        yield (_("saved: {text}") if line[0] == "-" else _("now: {text}")).format(text=text)
    if len(changes) > MOST_CHANGED_LINES:
        yield "…"


def _shortened(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return lines if len(lines) <= MOST_ERROR_LINES else ["…", *lines[-MOST_ERROR_LINES:]]


def _widget_findings(path: Path, notebook: Any) -> Iterator[Finding]:
    saved = (notebook.metadata.get("widgets") or {}).get(WIDGET_STATE) or {}
    # Jupyter keeps the models under "state", other programs beside each other.
    models: Mapping[str, Any] = saved["state"] if isinstance(saved.get("state"), Mapping) else saved
    texts = [text for model in models.values() if isinstance(model, Mapping) for text in _texts(model.get("state"))]
    if texts:
        longest = max(texts, key=len)
        yield Finding(
            file=str(path),
            what=_("The notebook holds the saved state of widgets, with text in it (“{text}”).").format(
                text=longest[:60] + ("…" if len(longest) > 60 else "")
            ),
            hint=_(
                "Interview text must not travel with a notebook unseen. In JupyterLab switch off Settings, "
                "Save Widget State Automatically, choose Kernel, Restart and Clear Outputs, run all cells and save."
            ),
        )


def _texts(value: Any) -> Iterator[str]:
    """Strings of several words anywhere in a model's state, choices of a list too; its code is passed over."""
    if isinstance(value, str):
        if len(re.findall(r"[^\W\d_]{2,}", value)) >= FEWEST_WORDS:
            yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not str(key).startswith(CODE_FIELDS):
                yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
