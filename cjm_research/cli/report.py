"""``cjm report``: the report of a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _


def report(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study to report on."))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=_(
                "Where it goes, as a page (.html), a text document (.docx) or slides (.pptx); else report.html in the "
                "study folder."
            ),
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(metavar="GROUP", help=_("One group of interviewees: customer, non_user or expert.")),
    ] = None,
) -> None:
    """Write the report."""
    opened = console.open_study(study, with_interviews=True)
    with console.progress(_("Writing the report")):
        path = opened.report(out, group=group)
    console.say(str(path))
