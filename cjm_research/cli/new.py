"""``cjm new``: a study folder."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.errors import BadValueError
from cjm_research.i18n import LANGUAGES, _, current_language
from cjm_research.model import STAGE_MODELS


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to make; it must not hold a study yet."))],
    title: Annotated[str, typer.Option(help=_("What the study is called in reports."))] = "",
    purpose: Annotated[str, typer.Option(help=_("Why the maps are made: the question they answer."))] = "",
    languages: Annotated[
        str,
        typer.Option(help=_("Languages of the interviews, joined by commas; all three, whatever --lang is.")),
    ] = "en,pl,ru",
    stage_model: Annotated[
        str, typer.Option(help=_("Stages of the journey: seven_stage, five_stage, consumer_six, b2b_seven and others."))
    ] = "seven_stage",
    workflow: Annotated[
        str,
        typer.Option(
            metavar="NAME", help=_("Add a notebook that leads step by step: five_steps, nine_steps and others.")
        ),
    ] = "",
) -> None:
    """Make a study folder."""
    from cjm_research.scaffold import WORKFLOWS, create_study_folder

    chosen = tuple(part.strip() for part in languages.split(",") if part.strip())
    _check("--languages", chosen or [languages], LANGUAGES)
    _check("--stage-model", [stage_model], STAGE_MODELS)
    _check("--workflow", [workflow] if workflow else (), WORKFLOWS)
    with console.progress(_("Making the study")):
        create_study_folder(
            folder,
            title=title or folder.resolve().name,
            purpose=purpose,
            languages=chosen,
            interface_language=current_language(),
            stage_model=stage_model,
            workflow=workflow,
        )
    talks = folder / "transcripts"
    console.say(_("A new study lies in “{folder}”.").format(folder=folder))
    console.say(_("Next: put your interviews into “{folder}” and type").format(folder=talks))
    console.say("  " + shlex.join(["cjm", "import", str(talks), "--study", str(folder)]))


def _check(option: str, values: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a value of an option that is none of the known ones, in words that name the option."""
    known = tuple(known)
    for value in values:
        if value not in known:
            raise BadValueError(
                _("{option} cannot be “{value}”. Choose from: {known}.").format(
                    option=option, value=value, known=", ".join(known)
                )
            )
