"""``cjm merge``: another study into this one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _


def merge(
    other: Annotated[str, typer.Argument(metavar="OTHER", help=_("Study that was coded apart: folder, file or URL."))],
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study that takes it in."))],
    coder: Annotated[str, typer.Option(metavar="NAME", help=_("In whose name the merge is recorded."))] = "coder",
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help=_("Another name for one of their coders. May be repeated.")),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))] = False,
) -> None:
    """Merge; the report goes to standard output."""
    opened = console.open_study(study)
    names = dict(_pair(text) for text in rename or ())
    console.say(str(opened.merge(other, coder=coder, rename=names, dry_run=dry_run)))


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (old and equals and new):
        sentence = _("“{text}” is no pair of names. Write it like this: {example}")
        raise BadValueError(sentence.format(text=text, example="--rename coder=ben"))
    return old, new
