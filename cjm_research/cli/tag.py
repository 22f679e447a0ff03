"""``cjm tag``: machine tags, as JSON lines or into a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.cli.options import InterviewerOption, LanguageOption, SpeakersOption
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, ngettext


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
) -> None:
    """Tag transcripts."""
    if (study is None) == (not paths):
        raise BadValueError(_("Name either transcripts or a study (--study DIR)."))
    if study is not None:
        _tag_study(study)
        return
    from cjm_research.tagging import tag_transcripts

    transcripts = console.read_all(paths or [], language=language, interviewer=interviewer, speakers=speakers)
    with console.progress(_("Tagging")) as advance:
        tags = tag_transcripts(transcripts, progress=advance)
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


def _tag_study(folder: Path) -> None:
    study = console.open_study(folder, with_interviews=True)
    with console.progress(_("Tagging")) as advance:
        report = study.tag(progress=advance)
    console.say(str(report))
    console.next_step(_("Next, review them in the notebook: {command}"), "lab", folder)
