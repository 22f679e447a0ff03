"""``cjm convert``: any supported transcript file becomes transcript JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.cli.options import InterviewerOption, LanguageOption, SpeakersOption
from cjm_research.i18n import _, ngettext


def convert(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help=_("The transcript: docx, odt, rtf, txt, md, vtt, srt, pdf and others."))
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT.json", help=_("Where the JSON goes; - for standard output."))],
    language: LanguageOption = None,
    interviewer: InterviewerOption = None,
    speakers: SpeakersOption = None,
) -> None:
    """Convert one transcript."""
    from cjm_research.readers import read_transcript

    result = read_transcript(source, language=language, interviewer=interviewer, speakers=speakers)
    for remark in result.notes:
        console.note(remark)
    transcript = result.transcript
    text = transcript.model_dump_json(by_alias=True, exclude_none=True, indent=1)
    if str(target) == "-":
        console.say(text)
        return
    target.write_text(text + "\n", encoding="utf-8")
    turns = len(transcript.utterances)
    console.say(
        ngettext("{file}: {n} turn, language {language}", "{file}: {n} turns, language {language}", turns).format(
            file=target, n=turns, language=transcript.language
        )
    )
