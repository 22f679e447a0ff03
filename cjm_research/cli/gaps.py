"""``cjm gaps``: the company's contacts over those that people tell of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.cli.options import GroupOption, PersonaOption
from cjm_research.i18n import _


def gaps(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study whose maps are compared."))],
    inventory: Annotated[
        Path | None,
        typer.Option("--inventory", metavar="FILE", help=_("Take in this list of the company's contacts first.")),
    ] = None,
    persona: PersonaOption = "all",
    group: GroupOption = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the figures as JSON."))] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("Write the tables into this .xlsx or .csv file."))
    ] = None,
) -> None:
    """Compare the company's contacts with those on a map."""
    opened = console.open_study(study, with_interviews=True)
    if inventory is not None:
        console.note(str(opened.import_inventory(inventory)))
    with console.progress(_("Comparing")):
        found = opened.gaps(persona, group=group)
        files = opened.write_gaps(out, persona, group=group) if out is not None else ()
    console.say(found.model_dump_json(indent=1) if as_json else str(found))
    for file in files:
        console.note(_("Written: {file}").format(file=file))
    if not opened.inventory:
        console.next_step(_("Next, name the company's contacts: {command}"), "gaps", "--study", study, "--inventory",
                          "inventory.xlsx")  # fmt: skip
