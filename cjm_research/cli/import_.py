"""``cjm import``: transcripts, coded transcripts and participants.csv into a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import EXIT_UNUSABLE, console
from cjm_research.cli.options import InterviewerOption, LanguageOption, SpeakersOption
from cjm_research.i18n import _


def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help=_("Transcripts, folders of them, participants.csv."))
    ],
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study that takes them in."))],
    language: LanguageOption = None,
    interviewer: InterviewerOption = None,
    speakers: SpeakersOption = None,
    coder: Annotated[
        str, typer.Option(metavar="NAME", help=_("In whose name the codings stand that the files carry."))
    ] = "coder",
) -> None:
    """Take files into a study."""
    target = console.open_study(study)
    with console.progress(_("Importing")) as advance:
        report = target.import_transcripts(
            *paths, language=language, interviewer=interviewer, speakers=speakers, coder=coder, progress=advance
        )
    for file, remark in (*report.notes, *report.skipped):
        console.note(f"{file}: {remark}")
    console.say(str(report))
    if target.transcripts:
        console.next_step(_("Next, let the machine suggest codings: {command}"), "tag", "--study", study)
    if report.failed or report.empty:
        raise typer.Exit(EXIT_UNUSABLE)
