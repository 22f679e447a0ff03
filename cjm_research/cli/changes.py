"""``cjm changes``: what changed on a map since it was kept under a name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.cli.options import GroupOption, PersonaOption
from cjm_research.i18n import _


def changes(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study with the map."))],
    persona: PersonaOption = "all",
    since: Annotated[
        str | None, typer.Option("--since", metavar="NAME", help=_("The version to compare with."))
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="NAME", help=_("A later version; else the map as it stands.")),
    ] = None,
    group: GroupOption = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the figures as JSON."))] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("Write the tables into this .xlsx or .csv file."))
    ] = None,
) -> None:
    """Show what changed on a map."""
    opened = console.open_study(study)
    if since is None:  # the last one that was kept; where there is none, the error says how to keep one
        kept = opened.journey_versions(persona, group=group)
        since = kept[-1].name if kept else date.today().isoformat()
    with console.progress(_("Comparing")):
        found = opened.journey_changes(persona, since, until, group=group)
        files = opened.write_journey_changes(out, persona, since, until, group=group) if out is not None else ()
    console.say(found.model_dump_json(indent=1) if as_json else str(found))
    for file in files:
        console.note(_("Written: {file}").format(file=file))
