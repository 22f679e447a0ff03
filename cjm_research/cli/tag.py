"""``cjm tag``: machine tags, as JSON lines or into a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cjm_research.cli import console
from cjm_research.cli.options import InterviewerOption, LanguageOption, SpeakersOption
from cjm_research.errors import BadValueError, CjmError
from cjm_research.i18n import _, ngettext

if TYPE_CHECKING:
    from cjm_research.model import Transcript


def tag(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help=_("Transcripts, or folders of them."))
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help=_("Print one JSON object a tag on standard output."))] = False,
    study: Annotated[
        Path | None, typer.Option("--study", metavar="DIR", help=_("Tag this study and keep the suggestions in it."))
    ] = None,
    language: LanguageOption = None,
    interviewer: InterviewerOption = None,
    speakers: SpeakersOption = None,
    again: Annotated[
        bool, typer.Option("--again", help=_("With --study: read all interviews, not only new or changed ones."))
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes", metavar="N", help=_("Processes that share the work; chosen by the amount of text otherwise.")
        ),
    ] = None,
    features: Annotated[
        list[str] | None,
        typer.Option(
            "--features",
            metavar="NAME",
            help=_(
                "With --study: a language model on this machine that helps; “none” for none. The study remembers it."
            ),
        ),
    ] = None,
    explain: Annotated[
        Path | None,
        typer.Option("--explain", metavar="OUT.html", help=_("Write a page that shows each transcript with its tags.")),
    ] = None,
) -> None:
    """Tag transcripts."""
    if (study is None) == (not paths):
        raise BadValueError(_("Name either transcripts or a study (--study DIR)."))
    if study is not None:
        _tag_study(study, again=again, processes=processes, features=features)
        return
    from cjm_research.tagging import tag_transcripts

    transcripts = console.read_all(paths or [], language=language, interviewer=interviewer, speakers=speakers)
    if explain is not None:
        _explain(transcripts, explain)
        return
    with console.progress(_("Tagging")) as advance:
        tags = tag_transcripts(transcripts, progress=advance, processes=processes)
    if jsonl:
        for one in tags:
            console.output.file.write(one.model_dump_json() + "\n")
        return
    console.say(
        ngettext("{n} tag in {where}.", "{n} tags in {where}.", len(tags)).format(
            n=len(tags),
            where=ngettext("{n} transcript", "{n} transcripts", len(transcripts)).format(n=len(transcripts)),
        )
    )
    console.say(_("Add --jsonl to see them, or --study DIR to keep them in a study."))


def _explain(transcripts: list[Transcript], page: Path) -> None:
    from cjm_research.tagging.explain import Explanation, explain, write_explanations

    found: list[Explanation] = []
    with console.progress(_("Tagging")) as advance:
        for number, transcript in enumerate(transcripts, start=1):
            found.append(explain(transcript))
            advance(number, len(transcripts))
    console.say(str(write_explanations(page, found)))


def _tag_study(folder: Path, *, again: bool, processes: int | None, features: list[str] | None) -> None:
    study = console.open_study(folder, with_interviews=True)
    before = study.settings.features
    if features:
        study.change_settings(features=[name for name in features if name != "none"])
    try:
        with console.progress(_("Tagging")) as advance:
            report = study.tag(progress=advance, again=again, processes=processes)
    except CjmError:
        if features:  # a source that cannot be used is not remembered
            study.change_settings(features=before)
        raise
    console.say(str(report))
    console.next_step(_("Next, review them in the notebook: {command}"), "lab", folder)
