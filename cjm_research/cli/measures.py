"""``cjm measures``: what people answered in surveys, with intervals, change between waves, and pains by weight."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from cjm_research.cli import console
from cjm_research.i18n import _

# Said again here: importing it from its home would make every command slow to start.
By = Literal["touchpoint", "stage"]


def measures(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study that was surveyed."))],
    instrument: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("One instrument only: its key, its name or its kind."))
    ] = None,
    wave: Annotated[str | None, typer.Option(metavar="WAVE", help=_("One wave only."))] = None,
    by: Annotated[
        By | None, typer.Option(metavar="touchpoint|stage", help=_("Put touchpoints or stages in order, worst first."))
    ] = None,
    group: Annotated[
        str | None, typer.Option(metavar="GROUP", help=_("People of this group: customer, non_user or expert."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the figures as JSON."))] = False,
) -> None:
    """Show what people answered in surveys."""
    opened = console.open_study(study)
    found = opened.satisfaction(instrument, wave, group, by=by)
    changes = opened.wave_changes(instrument, group=group) if by is None and wave is None else ()
    pains = opened.pain_priorities(group=group) if opened.codings and instrument is None and by is None else None
    if as_json:
        value = {
            "satisfaction": found.model_dump(mode="json"),
            "changes": [change.model_dump(mode="json") for change in changes],
            "pains": pains.model_dump(mode="json") if pains else None,
        }
        console.say(json.dumps(value, ensure_ascii=False, indent=1))
        return
    from cjm_research.measures.waves import many_changes

    for line in (*found.sentences(), *map(str, changes), many_changes(len(changes))):
        if line:
            console.say(line)
    if pains and pains.pains:
        console.say("")
        console.say(_("Pains, the heaviest first:"))
        for line in pains.sentences():
            console.say(f"- {line}")
