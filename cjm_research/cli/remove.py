"""``cjm remove``: interviews out of a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _, ngettext


def remove(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help=_("Interviews, or people of a table who have none."))
    ],
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study to take them out of."))],
    coder: Annotated[str, typer.Option(metavar="NAME", help=_("In whose name the removal is recorded."))] = "coder",
) -> None:
    """Take interviews out, with their codings; nothing is removed where an id is unknown."""
    opened = console.open_study(study)
    talks = {transcript.id for transcript in opened.transcripts}
    people = {person.id for person in opened.participants} | {answer.participant for answer in opened.answers}
    wanted = list(dict.fromkeys(ids))
    for id in wanted:
        if id not in talks | people:
            raise UnknownNameError(
                _("There is no interview “{id}” in the study. Its interviews: {known}.").format(
                    id=id, known=", ".join(sorted(talks)) or "-"
                )
            )
    for id in wanted:
        if id not in talks:
            opened.remove_participant(id)
            console.say(_("“{id}” is no longer in the list of participants.").format(id=id))
            continue
        n = opened.remove_transcript(id, coder=coder).n_codings
        console.say(
            ngettext(
                "“{id}” is removed, and {n} coding and suggestion with it.",
                "“{id}” is removed, and {n} codings and suggestions with it.",
                n,
            ).format(id=id, n=n)
        )
