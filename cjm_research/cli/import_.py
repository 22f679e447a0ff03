"""``cjm import``: transcripts, coded transcripts and participants.csv into a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import EXIT_UNUSABLE, console
from cjm_research.i18n import _, ngettext

# A table with this word in its name lists people, not turns.
PARTICIPANT_WORDS = ("participant", "uczestni", "участник", "respondent", "респондент")


def is_participant_table(path: Path) -> bool:
    """Whether a CSV or XLSX file is named as a list of participants."""
    return path.suffix.lower() in {".csv", ".xlsx"} and any(word in path.stem.lower() for word in PARTICIPANT_WORDS)


def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help=_("Transcripts, folders of them, participants.csv."))
    ],
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study that takes them in."))],
    language: Annotated[
        str | None, typer.Option(metavar="en|pl|ru", help=_("Language of the interviews, if it is not recognised."))
    ] = None,
    interviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("The speaker who asks, if another was taken for it."))
    ] = None,
    coder: Annotated[
        str, typer.Option(metavar="NAME", help=_("In whose name the codings stand that the files carry."))
    ] = "coder",
) -> None:
    """Take files into a study."""
    from cjm_research.readers import SUPPORTED_SUFFIXES

    files = console.expand(paths, SUPPORTED_SUFFIXES)
    tables = [path for path in files if is_participant_table(path)]
    transcripts = [path for path in files if path not in tables]
    target = console.open_study(study)
    failed = 0
    if transcripts:
        with console.progress(_("Importing transcripts")) as advance:
            report = target.import_transcripts(
                *transcripts, language=language, interviewer=interviewer, coder=coder, progress=advance
            )
        for path, remark in report.notes:
            console.note(f"{path}: {remark}")
        for path, reason in report.skipped:
            console.note(f"{path}: {reason}")
        for path, reason in report.failed:
            console.fail(f"{path}: {reason}")
        failed = len(report.failed)
        taken = len(report.imported)
        console.say(ngettext("{n} transcript imported.", "{n} transcripts imported.", taken).format(n=taken))
        if report.skipped:
            known = len(report.skipped)
            console.say(ngettext("{n} file was known already.", "{n} files were known already.", known).format(n=known))
    for table in tables:
        people = len(target.import_participants(table).participants)
        console.say(ngettext("{n} participant read.", "{n} participants read.", people).format(n=people))
    if failed:
        console.say(ngettext("{n} file could not be read.", "{n} files could not be read.", failed).format(n=failed))
        raise typer.Exit(EXIT_UNUSABLE)
