"""``cjm priorities``: what to mend first, what to keep, and how the order came about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.cli.options import GroupOption, PersonaOption
from cjm_research.i18n import _


def priorities(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study whose pains are put in order."))],
    persona: PersonaOption = "all",
    weights: Annotated[
        str,
        typer.Option(
            "--weights",
            metavar="NAME=N,...",
            help=_("How much each factor counts: prevalence, severity, stopping, influence."),
        ),
    ] = "",
    group: GroupOption = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the figures as JSON."))] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("Write the tables into this .xlsx or .csv file."))
    ] = None,
) -> None:
    """Put the pains of a map in order."""
    from cjm_research.journey.weights import Weights

    chosen = Weights.parse(weights)
    opened = console.open_study(study, with_interviews=True)
    with console.progress(_("Comparing")):
        found = opened.priorities(persona, weights=chosen, group=group)
        files = opened.write_priorities(out, persona, weights=chosen, group=group) if out is not None else ()
    console.say(found.model_dump_json(indent=1) if as_json else str(found))
    if not as_json:
        console.say("")
        console.say(str(opened.bottlenecks(persona, group=group)))
        console.say(str(opened.consistency(persona, group=group)))
    for file in files:
        console.note(_("Written: {file}").format(file=file))
