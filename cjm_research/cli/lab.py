"""``cjm lab``: JupyterLab on the start notebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _


def start_notebook(folder: Path) -> Path:
    """The notebook to open first: the first by name in the folder or its notebooks/ folder.

    Raises
    ------
    UnreadableFileError
        There is no notebook.
    """
    for place in (folder / "notebooks", folder):
        if found := sorted(place.glob("*.ipynb")):
            return found[0]
    raise UnreadableFileError.at(folder, _("There is no notebook here."), hint=_("Make a study with: cjm new DIR"))


def lab_command(folder: Path) -> list[str]:
    """The command that starts JupyterLab on this machine only, with the start notebook open."""
    notebook = start_notebook(folder).resolve()
    root = folder.resolve()
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/doc/tree/{notebook.relative_to(root).as_posix()}",
        # No news pop-up, no question to a server of news: nothing leaves the machine.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]


def lab(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=_("A study folder; the bundled notebooks if none is named."))
    ] = None,
) -> None:
    """Open JupyterLab."""
    place = folder or Path(__file__).parent.parent.parent
    console.note(_("JupyterLab opens in the browser; stop it here with Ctrl+C."))
    raise typer.Exit(subprocess.call(lab_command(place)))
