"""``cjm convert``: any supported transcript file becomes transcript JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.cli.console import Speakers
from cjm_research.i18n import _, ngettext


def convert(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help=_("The transcript: docx, odt, rtf, txt, md, vtt, srt, pdf and others."))
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT.json", help=_("Where the JSON goes; - for standard output."))],
    language: Annotated[
        str | None, typer.Option(metavar="en|pl|ru", help=_("Language of the interview, if it is not recognised."))
    ] = None,
    interviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("The speaker who asks, if another was taken for it."))
    ] = None,
    speakers: Annotated[
        Speakers | None,
        typer.Option(
            metavar="single|guess",
            help=_("For files that name no speakers: one person tells it all, or questions are the interviewer's."),
        ),
    ] = None,
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
