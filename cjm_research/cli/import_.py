"""``cjm import``: interviews, tables and projects of other tools into a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cjm_research.cli import EXIT_PROBLEMS, EXIT_UNUSABLE, console
from cjm_research.cli.options import InterviewerOption, LanguageOption, SpeakersOption
from cjm_research.errors import BadValueError
from cjm_research.i18n import _

if TYPE_CHECKING:
    from cjm_research.study import Study


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help=_(
                "Transcripts, folders of them, participants.csv, surveys, journey workbooks, edited tables, projects "
                "of other tools (.qdpx, .qdc, QualCoder, Taguette, Label Studio, doccano)."
            ),
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
    pseudonymise: Annotated[
        Path | None,
        typer.Option(
            "--pseudonymise",
            metavar="KEY",
            help=_("Replace personal data before anything is stored; the key file says who is who."),
        ),
    ] = None,
    codes_as: Annotated[
        str,
        typer.Option("--codes-as", metavar="KIND", help=_("Of a project: the kind under which unknown codes come.")),
    ] = "thought",
    project: Annotated[
        str, typer.Option(metavar="NAME", help=_("Of a Taguette database with several projects: which one."))
    ] = "",
    offsets: Annotated[
        str | None,
        typer.Option(
            metavar="UNIT",
            help=_("Of a project: what positions count, if the text does not tell: code_points, utf16 or bytes."),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Of projects and edited tables: only say what would come in."))
    ] = False,
) -> None:
    """Take files into a study."""
    from cjm_research.study.projects import check_code_kind, is_project

    target = console.open_study(study)
    if survey or wave is not None:
        if pseudonymise:
            raise BadValueError.at(
                paths[0],
                _("Files of this kind cannot get pseudonyms while they are taken in."),
                hint=_("Take it in without, then give the study pseudonyms."),
            )
        _import_surveys(target, paths, wave)
        console.next_step(_("Next, see what people answered: {command}"), "measures", "--study", study)
        return
    projects = [path for path in paths if is_project(path)]
    if projects and pseudonymise:
        raise BadValueError.at(
            projects[0],
            _("A project cannot be given pseudonyms while it comes in."),
            hint=_("Import it into a study of its own, then say: {command}").format(
                command="cjm pseudonymise --study DIR --apply"
            ),
        )
    check_code_kind(codes_as)
    new: set[str] = set()
    coded = False
    for path in projects:
        with console.progress(_("Importing")) as advance:
            brought = target.import_project(
                path,
                coder=coder,
                code_kind=codes_as,  # type: ignore[arg-type]
                project=project,
                offsets=offsets,
                dry_run=dry_run,
                progress=advance,
            )
        console.say(f"{path}: {brought}")
        new.update(brought.imported)
        coded = coded or bool(brought.codings)
    rest = [path for path in paths if path not in projects]
    if dry_run:
        _look_at_tables(target, rest, coder)
        return
    if not rest:
        if new or coded:
            _say_next(target, study, set() if coded else new)
        return
    passphrase = console.passphrase(pseudonymise) if pseudonymise else None  # asked for before the bar is drawn
    with console.progress(_("Importing")) as advance:
        report = target.import_transcripts(
            *rest,
            language=language,
            interviewer=interviewer,
            speakers=speakers,
            coder=coder,
            key=pseudonymise,
            passphrase=passphrase,
            progress=advance,
        )
    for file, remark in (*report.notes, *report.skipped):
        console.note(f"{file}: {remark}")
    console.say(str(report))
    if report.imported or not (report.journeys or report.tables or report.surveys):
        _say_next(target, study, set(report.imported) or {transcript.id for transcript in target.transcripts})
    if report.failed or report.empty:
        raise typer.Exit(EXIT_UNUSABLE)
    if report.n_left_out:
        raise typer.Exit(EXIT_PROBLEMS)


def _look_at_tables(target: Study, paths: list[Path], coder: str) -> None:
    """Say what edited tables would change."""
    from cjm_research.study.tables.importing import is_study_table

    for path in paths:
        if not is_study_table(path):
            raise BadValueError.at(
                path, _("This is neither a project nor an edited table: only importing it tells what comes in.")
            )
    left_out = 0
    for path in paths:
        report = target.import_tables(path, coder=coder, dry_run=True)
        console.say("\n".join((_("Only looked, nothing was written."), f"{path}: {report}")))
        left_out += len(report.problems)
    if left_out:
        raise typer.Exit(EXIT_PROBLEMS)


def _say_next(target: Study, study: Path, new: set[str]) -> None:
    """What to do with interviews: tag those of `new` that nobody coded, look through suggestions, else go on."""
    codings = target.codings
    if not target.transcripts:
        return
    if new - {coding.transcript for coding in codings}:
        console.next_step(_("Next, let the machine suggest codings: {command}"), "tag", "--study", study)
    elif any(coding.status == "suggested" for coding in codings):
        console.next_step(_("Next, review them in the notebook: {command}"), "lab", study)
    else:
        console.next_step(_("Next, see whether people fall into groups: {command}"), "personas", "--study", study)


def _import_surveys(target: Study, paths: list[Path], wave: str | None) -> None:
    for path in paths:
        report = target.import_survey(path, wave=wave)
        for remark in report.notes:
            console.note(f"{path}: {remark}")
        console.say(str(report.model_copy(update={"notes": ()})))
