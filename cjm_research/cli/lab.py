"""``cjm lab``: JupyterLab on the start notebook."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

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
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/doc/tree/{quote(notebook.relative_to(root).as_posix())}",
        # No pop-up about news, no question to a server of news: nothing leaves the machine.
        f"--LabApp.app_settings_dir={Path(__file__).parent / 'lab_settings'}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    return [*command, "--allow-root"] if is_root() else command


def is_root() -> bool:
    """Whether the person is root, as is usual in containers; JupyterLab then does not start unless told to."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def lab(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=_("A study folder; the bundled notebooks if none is named."))
    ] = None,
) -> None:
    """Open JupyterLab."""
    place = folder or Path(__file__).parent.parent.parent
    command = lab_command(place)
    console.note(_("JupyterLab opens in the browser; stop it here with Ctrl+C."))
    if is_root():
        console.note(
            _(
                "You are root, as is usual in a container: JupyterLab is told to start all the same (--allow-root). "
                "On your own computer start it as an ordinary user."
            )
        )
    raise typer.Exit(subprocess.call(command))
