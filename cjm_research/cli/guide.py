"""``cjm guide``: question guides to print, and which of their questions were asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cjm_research.cli import console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_share, in_quotes

if TYPE_CHECKING:
    from cjm_research.model.guides import GuideCoverage

# Said again here: importing the writers for it would make every command slow to start.
Format = Literal["md", "docx", "txt"]
MOST_TURNS = 3


def guide(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help=_("Which guide, or a JSON file with one of your own; without it all are listed.")
        ),
    ] = None,
    format_: Annotated[Format | None, typer.Option("--format", metavar="FMT", help=_("txt, md or docx."))] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("Write the guide into this file."))
    ] = None,
    study: Annotated[
        Path | None,
        typer.Option("--study", metavar="DIR", help=_("Show which questions this study's interviewers asked.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print it as JSON."))] = False,
) -> None:
    """List, print or write guides; or look for their questions in a study."""
    from cjm_research.coding.guides import guide_keys, load_guide

    # The language of a study's interface may be another one: it has to be known before the guide is read.
    opened = None if study is None else console.open_study(study, with_interviews=True)
    if name is None:
        if out or opened or format_:
            raise BadValueError(_("Name a guide. Known: {known}.").format(known=", ".join(guide_keys())))
        for key in guide_keys():
            console.say(f"{key:24}{load_guide(key).title}")
        return
    from cjm_research.exchange.guide_files import guide_bytes, read_guide

    chosen = read_guide(name) if name.lower().endswith(".json") else load_guide(name)
    if opened is not None:
        from cjm_research.coding.guide_coverage import coverage

        with console.progress(_("Comparing questions")):
            found = coverage(opened.transcripts, chosen)
        if as_json:
            console.say(found.model_dump_json(indent=1))
        else:
            _show(found)
        return
    if as_json:
        console.say(chosen.model_dump_json(indent=1))
        return
    format_named = format_ or (out.suffix.lower().removeprefix(".") if out else "txt")
    if out is None and format_named == "docx":
        raise BadValueError(_("Name the file with --out."))
    contents = guide_bytes(chosen, format_named)
    if out is None:
        console.say(contents.decode("utf-8").rstrip("\n"))
    else:
        out.write_bytes(contents)
        console.say(str(out))


def _show(found: GuideCoverage) -> None:
    n = len({row.transcript for row in found.rows})
    console.say(
        _("Questions are recognised by likeness of words: read the turns below before you rely on it. A question that "
          "was not found may have been asked in other words.")
    )  # fmt: skip
    for question in found.guide.questions:
        asked, perhaps = (found.rows_of(question.key, verdict) for verdict in ("asked", "perhaps"))
        shares = {"asked": format_share(len(asked), n), "perhaps": format_share(len(perhaps), n)}
        console.say(f"\n{question.text}")
        console.say("  " + _("Asked: {asked}. Perhaps: {perhaps}.").format(**shares))
        for row in (*asked, *perhaps)[:MOST_TURNS]:
            mark = "" if row.verdict == "asked" else "? "
            console.say(f"  - {mark}{in_quotes(row.turn)} ({row.transcript}, {row.utterance + 1})")
    if found.left_out:
        text = _("Not compared, since nobody asks in them or there is no guide in their language: {ids}")
        console.say("\n" + text.format(ids=", ".join(found.left_out)))
