"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cjm_research.i18n import _

# The readers' own type, said again: importing them for it would make every command slow to start.
Speakers = Literal["single", "guess"]

LanguageOption = Annotated[
    str | None,
    typer.Option("--language", metavar="en|pl|ru", help=_("Language of the interviews, if it is not recognised.")),
]
InterviewerOption = Annotated[
    str | None,
    typer.Option("--interviewer", metavar="NAME", help=_("The speaker who asks, if another was taken for it.")),
]
SpeakersOption = Annotated[
    Speakers | None,
    typer.Option(
        "--speakers",
        metavar="single|guess",
        help=_("For files that name no speakers: one person tells it all, or questions are the interviewer's."),
    ),
]
PersonaOption = Annotated[
    str,
    typer.Option("--persona", metavar="KEY", help=_("Whose map: a persona (P1 ...), a participant, a story, or all.")),
]
GroupOption = Annotated[
    str | None, typer.Option("--group", metavar="GROUP", help=_("People of this group: customer, non_user, expert."))
]
