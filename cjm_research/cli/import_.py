"""``cjm import``: transcripts, coded transcripts and participants.csv into a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cjm_research.cli import EXIT_UNUSABLE, console
from cjm_research.cli.options import InterviewerOption, LanguageOption, SpeakersOption
from cjm_research.i18n import _

if TYPE_CHECKING:
    from cjm_research.study import Study


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help=_("Transcripts, folders of them, participants.csv, surveys, journey workbooks.")
        ),
    ],
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study that takes them in."))],
    language: LanguageOption = None,
    interviewer: InterviewerOption = None,
    speakers: SpeakersOption = None,
    coder: Annotated[
        str, typer.Option(metavar="NAME", help=_("In whose name the codings stand that the files carry."))
    ] = "coder",
    survey: Annotated[
        bool, typer.Option("--survey", help=_("The files are surveys, even if they are not called so."))
    ] = False,
    wave: Annotated[
        str | None, typer.Option(metavar="WAVE", help=_("When the survey was asked, such as before or after."))
    ] = None,
) -> None:
    """Take files into a study."""
    target = console.open_study(study)
    if survey or wave is not None:
        _import_surveys(target, paths, wave)
        console.next_step(_("Next, see what people answered: {command}"), "measures", "--study", study)
        return
    with console.progress(_("Importing")) as advance:
        report = target.import_transcripts(
            *paths, language=language, interviewer=interviewer, speakers=speakers, coder=coder, progress=advance
        )
    for file, remark in (*report.notes, *report.skipped):
        console.note(f"{file}: {remark}")
    console.say(str(report))
    talks = {transcript.id for transcript in target.transcripts}
    if talks and report.n_codings and talks <= {coding.transcript for coding in target.confirmed}:
        console.next_step(_("Next, see whether people fall into groups: {command}"), "personas", "--study", study)
    elif talks and (report.imported or not report.journeys):
        console.next_step(_("Next, let the machine suggest codings: {command}"), "tag", "--study", study)
    if report.failed or report.empty:
        raise typer.Exit(EXIT_UNUSABLE)


def _import_surveys(target: Study, paths: list[Path], wave: str | None) -> None:
    for path in paths:
        report = target.import_survey(path, wave=wave)
        for remark in report.notes:
            console.note(f"{path}: {remark}")
        console.say(str(report.model_copy(update={"notes": ()})))
