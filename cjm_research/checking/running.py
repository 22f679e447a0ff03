"""Notebooks run in a process of their own: by nbval to be compared, by nbclient to be brought up to date."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _

SANITISING_RULES = Path(__file__).parent / "nbval.cfg"
CELL_TIMEOUT_S = 600
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# pytest: all well, some cell failed, no code cell at all.
ENDS_AS_EXPECTED = (0, 1, 5)


@dataclass(frozen=True)
class CellFailure:
    """A code cell that did not do what the notebook says.

    `code_cell` counts from 0 among the code cells, None for the notebook as a whole; `message` is nbval's; `error` is
    the traceback of the cell; `differences` are pairs of texts (saved, now).
    """

    code_cell: int | None
    message: str
    error: str = ""
    differences: tuple[tuple[str, str], ...] = ()


def read_notebook(path: Path) -> Any:
    """The notebook in the present format (nbformat 4).

    Raises
    ------
    UnreadableFileError
        It is missing, or no notebook.
    """
    import nbformat  # takes a second or two: only where there is a notebook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without id, which older notebooks may be
            return nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise UnreadableFileError.at(
            path, _("There is no such file or folder."), hint=_("Check the spelling.")
        ) from error
    except Exception as error:  # nbformat raises whatever its JSON and schema tools do
        raise UnreadableFileError.at(
            path,
            _("This is not a readable notebook."),
            expected=_("A Jupyter notebook (.ipynb, nbformat 4) was expected."),
            hint=_("Open it in JupyterLab and save it again."),
        ) from error


def run_nbval(path: Path, *, timeout_s: float = CELL_TIMEOUT_S) -> list[CellFailure]:
    """Run a notebook in a fresh kernel and compare every output with the saved one.

    Settings of the folder around it (pytest.ini, conftest.py, plugins) have no say. The notebook itself is not
    changed; what its code does, it does.
    """
    with tempfile.TemporaryDirectory(prefix="cjm-check-") as scratch:
        ini, results = Path(scratch, "pytest.ini"), Path(scratch, "results.jsonl")
        ini.write_text("[pytest]\n", encoding="ascii")
        done = subprocess.run(
            _command(path.resolve(), ini, results, timeout_s),
            cwd=scratch,
            env=_environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        failures = list(_failures(results)) if results.exists() else []
    if done.returncode in ENDS_AS_EXPECTED and bool(failures) == (done.returncode == 1):
        return failures
    return failures or [CellFailure(None, _tail(done.stdout + done.stderr))]


def _command(path: Path, ini: Path, results: Path, timeout_s: float) -> list[str]:
    return [
        sys.executable, "-m", "pytest", str(path),
        "-p", "nbval.plugin", "-p", "cjm_research.checking.nbval_results", "-p", "no:cacheprovider",
        "--noconftest", "-c", str(ini), f"--rootdir={ini.parent}",
        "--nbval", "--nbval-current-env", f"--nbval-sanitize-with={SANITISING_RULES}",
        f"--nbval-cell-timeout={timeout_s:g}", "--color=no", "-q", "-W", "ignore", f"--cjm-results={results}",
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    """The environment of the present process without what would change pytest, and with the package that runs now."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    here = str(Path(__file__).parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(part for part in (here, os.environ.get("PYTHONPATH", "")) if part)
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return environment


def _failures(results: Path) -> Iterator[CellFailure]:
    for line in results.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        pairs = tuple((_plain(saved), _plain(now)) for saved, now in found["differences"])
        yield CellFailure(found["code_cell"], _plain(found["message"]), _plain(found["error"]), pairs)


def _plain(text: str) -> str:
    return _ANSI.sub("", text)


def _tail(text: str, n_lines: int = 15) -> str:
    return "\n".join(_plain(text).strip().splitlines()[-n_lines:])


def execute_notebook(path: str | Path, *, timeout_s: float = CELL_TIMEOUT_S) -> Path:
    """Run a notebook in a fresh kernel and save it with its outputs, without widget state and times.

    Raises
    ------
    UnreadableFileError
        It is no notebook.
    nbclient.exceptions.CellExecutionError
        A cell failed; the file is unchanged.
    """
    import nbformat
    from nbclient import NotebookClient

    path = Path(path)
    notebook = read_notebook(path)
    client = NotebookClient(
        notebook,
        timeout=timeout_s,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.resolve().parent)}},
        store_widget_state=False,
        record_timing=False,
    )
    client.execute(env=_environment(), stderr=subprocess.DEVNULL)  # the kernel's own remarks
    nbformat.write(notebook, path)
    return path
