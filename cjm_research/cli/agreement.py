"""``cjm agreement``: how far the coders of a study agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cjm_research.cli import EXIT_DONE, EXIT_PROBLEMS, console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _

# Said again here: importing them from their home would load NumPy before the command is known.
Unit = Literal["character", "sentence", "turn", "overlap", "unitizing"]
Level = Literal["kind", "code"]


def agreement(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study that people have coded."))],
    unit: Annotated[
        Unit,
        typer.Option(
            "--unit",
            metavar="UNIT",
            help=_("What one judgement is about: character, sentence, turn, overlap or unitizing."),
        ),
    ] = "character",
    level: Annotated[
        Level, typer.Option("--level", metavar="kind|code", help=_("What makes two codings alike."))
    ] = "kind",
    coders: Annotated[
        list[str] | None, typer.Option("--coders", metavar="NAME...", help=_("Whom to compare; else all who coded."))
    ] = None,
    others: Annotated[list[str] | None, typer.Argument(metavar="", hidden=True)] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, max=100_000, help=_("Resamples for the intervals; 0 for none."))
    ] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the figures as JSON."))] = False,
) -> int:
    """Agreement of coders; 1 where nothing can be computed."""
    if others and not coders:
        raise BadValueError(_("Too many arguments: {words}.").format(words=" ".join(others)))
    opened = console.open_study(study, with_interviews=True)
    from cjm_research.coding.agreement.ratings import reason_text
    from cjm_research.study.agreeing import study_agreement

    names = [*coders, *(others or [])] if coders else None
    report = study_agreement(opened, unit=unit, level=level, coders=names, draws=draws)
    console.say(report.model_dump_json(indent=1) if as_json else str(report))
    if report.is_defined:
        return EXIT_DONE
    if as_json:
        console.note(reason_text(report.reason or (report.headline.reason if report.headline else "nobody_coded")))
    return EXIT_PROBLEMS
