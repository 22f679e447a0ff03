"""``cjm learn``: the tagger of a study learns from its people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _


def learn(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study whose codings are learnt from."))],
    forget: Annotated[bool, typer.Option("--forget", help=_("Forget what was learnt."))] = False,
) -> None:
    """Learn; what helped is said on standard output."""
    opened = console.open_study(study)
    if forget:
        console.say(str(opened.forget_learning()))
        return
    with console.progress(_("Learning")) as advance:
        report = opened.learn(progress=advance)
    console.say(str(report))
