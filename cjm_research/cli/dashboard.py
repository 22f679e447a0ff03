"""``cjm dashboard``: the maps of a study to look at, as a page on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _, current_language

# What the page may load: itself and nothing from outside, whatever its template links.
PAGE_RULES = "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; frame-ancestors 'self'"
_CELL = """from cjm_research import Study
from cjm_research.i18n import set_language
from cjm_widgets import JourneyDashboard

set_language({language!r})
JourneyDashboard(Study.open({study!r}), key={key!r}, group={group!r})"""


def dashboard_notebook(study: str, *, key: str = "all", group: str | None = None, language: str = "en") -> dict:
    """The notebook that the page is made of: one cell, which opens the study."""
    source = _CELL.format(study=study, key=key, group=group, language=language)
    cell = {"cell_type": "code", "id": "dashboard", "metadata": {}, "outputs": [], "source": source}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": [{**cell, "execution_count": None}],
        "metadata": {"kernelspec": kernel, "title": _("Journey maps")},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def dashboard_command(notebook: Path, *, port: int, browser: bool = True) -> list[str]:
    """The command that serves a notebook as a page, on this machine only and to those who have its token."""
    command = [
        sys.executable,
        "-m",
        "voila",
        str(notebook),
        "--Voila.ip=127.0.0.1",
        f"--port={port}",
        # A new token each time, made by the server itself: on a command line others could read it.
        "--Voila.auto_token=True",
        "--VoilaConfiguration.show_tracebacks=False",
    ]
    return command if browser else [*command, "--no-browser"]


def dashboard(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study whose maps are shown."))],
    persona: Annotated[
        str, typer.Option("--persona", metavar="KEY", help=_("Whose map is shown first: all, P1, a participant."))
    ] = "all",
    group: Annotated[
        str | None,
        typer.Option(metavar="GROUP", help=_("One group of interviewees: customer, non_user or expert.")),
    ] = None,
    port: Annotated[int, typer.Option(help=_("The port to listen at on this machine."))] = 8866,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=_("Open the page in the browser at once."))
    ] = True,
) -> None:
    """Look at the maps in a browser."""
    opened = console.open_study(study, with_interviews=True, story=persona)
    # Fails here, with a clear word, instead of in a page that stays empty.
    opened.journey_map(persona, group=group)
    with tempfile.TemporaryDirectory(prefix="cjm-dashboard-") as place:
        notebook = Path(place) / "maps.ipynb"
        # The page works in a folder of its own: a relative path would lead nowhere.
        where = opened.folder.resolve() if opened.folder else opened.store.location
        content = dashboard_notebook(str(where), key=persona, group=group, language=current_language())
        notebook.write_text(json.dumps(content), encoding="utf-8")
        rules = {"Voila": {"tornado_settings": {"headers": {"Content-Security-Policy": PAGE_RULES}}}}
        (Path(place) / "voila.json").write_text(json.dumps(rules), encoding="utf-8")
        console.note(_("The page opens in the browser, on this machine only; stop it here with Ctrl+C."))
        raise typer.Exit(
            subprocess.call(
                dashboard_command(notebook, port=port, browser=browser),
                cwd=place,
                env={**os.environ, "JUPYTER_CONFIG_PATH": place},
            )
        )
