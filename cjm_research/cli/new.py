"""``cjm new``: a study folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _, current_language


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to make; it must not hold a study yet."))],
    title: Annotated[str, typer.Option(help=_("What the study is called in reports."))] = "",
    purpose: Annotated[str, typer.Option(help=_("Why the maps are made: the question they answer."))] = "",
    languages: Annotated[str, typer.Option(help=_("Languages of the interviews, joined by commas."))] = "en,pl,ru",
    stage_model: Annotated[
        str, typer.Option(help=_("Stages of the journey: seven_stage, five_stage, consumer_six, b2b_seven and others."))
    ] = "seven_stage",
) -> None:
    """Make a study folder."""
    from cjm_research.scaffold import create_study_folder

    with console.progress(_("Making the study")):
        create_study_folder(
            folder,
            title=title or folder.resolve().name,
            purpose=purpose,
            languages=tuple(part.strip() for part in languages.split(",") if part.strip()),
            interface_language=current_language(),
            stage_model=stage_model,
        )
    console.say(_("A new study lies in {folder}.").format(folder=folder))
    console.say(_("Next: put your interviews into {folder} and type").format(folder=folder / "transcripts"))
    console.say(f"  cjm import {folder / 'transcripts'} --study {folder}")
