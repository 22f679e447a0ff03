"""``cjm check``: what a study and its notebooks still need before anybody relies on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import EXIT_PROBLEMS, console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, ngettext


def check(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(metavar="[NOTEBOOK...]", help=_("Notebooks to run and compare, or folders."))
    ] = None,
    study: Annotated[Path | None, typer.Option("--study", metavar="DIR", help=_("The study to check."))] = None,
    jobs: Annotated[
        int,
        typer.Option(
            min=1, max=8, help=_("Notebooks to run at the same time; none may change what another one reads.")
        ),
    ] = 1,
) -> None:
    """Check a study and notebooks."""
    from cjm_research.checking import check_notebooks, check_study, check_study_maps

    if study is None and not notebooks:
        raise BadValueError(_("Name notebooks, or a study (--study DIR), or both."))
    findings = []
    if study is not None:
        opened = console.open_study(study)
        findings.extend(check_study(opened))
        with console.progress(_("Checking the maps")):
            findings.extend(check_study_maps(opened, today=date.today().isoformat()))
    if notebooks:
        files = console.expand(notebooks, [".ipynb"])
        with console.progress(_("Running notebooks")) as advance:
            findings.extend(check_notebooks(files, jobs=jobs, progress=advance))
    # What fails the check stands last, next to its number.
    note = _("Note")
    for finding in sorted(findings, key=lambda finding: finding.is_problem):
        console.say(str(finding) if finding.is_problem else f"{note}: {finding}")
    problems = sum(finding.is_problem for finding in findings)
    if problems:
        console.say(ngettext("{n} problem found.", "{n} problems found.", problems).format(n=problems))
        raise typer.Exit(EXIT_PROBLEMS)
    console.say(_("No problem found."))
