"""``cjm export``: a study in the form of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _


def export(
    target: Annotated[Path, typer.Argument(metavar="OUT", help=_("The file to write, or the folder for several."))],
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study to export."))],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FMT",
            help=_(
                "For other tools: qdpx, qdc, taguette, label-studio, doccano. Tables: tables, csv, stats, xlsx "
                "(journey maps). Text: md, json, jsonl, codings, study. Else by the file's ending."
            ),
        ),
    ] = "",
    target_: Annotated[
        str,
        typer.Option(
            "--target",
            metavar="PROGRAM",
            help=_("Of a .qdpx: for which program: standard, nvivo, maxqda, atlas.ti or as_imported."),
        ),
    ] = "standard",
    suggestions: Annotated[
        bool, typer.Option("--suggestions", help=_("Write the machine's open suggestions too."))
    ] = False,
) -> None:
    """Export a study."""
    opened = console.open_study(study, with_interviews=True)
    with console.progress(_("Exporting")):
        for path in opened.export(target, format_ or None, target=target_, suggestions=suggestions):
            if path.name.endswith(".losses.txt"):
                console.note(_("All that did not come as it was is listed in {file}.").format(file=path))
            else:
                console.say(str(path))
