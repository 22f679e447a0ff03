"""``cjm map``: one map of a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _


def map_(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study to draw from."))],
    persona: Annotated[
        str,
        typer.Option(
            "--persona",
            metavar="KEY",
            help=_("A persona (P1 ...), a participant, a story, or all; blank for an empty empathy map."),
        ),
    ] = "all",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=_(
                "journey, blueprint, wheel, timeline, process, story, participant, compare, cards, template, empathy "
                "or persona."
            ),
        ),
    ] = "journey",
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FMT",
            help=_("html, svg, pdf, xlsx, csv, json, md, cjml, mmd or xes, as the kind allows."),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=_("Where the map goes; else into the study's maps folder.")),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(metavar="GROUP", help=_("One group of interviewees: customer, non_user or expert.")),
    ] = None,
    stage_model: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("Show the journey in other stages than the study's."))
    ] = None,
    lanes: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help=_("minimal, standard, full, blueprint, or lanes separated by commas.")),
    ] = None,
    page: Annotated[str | None, typer.Option(metavar="SIZE", help=_("Of a PDF: A4, A3 or A1, landscape."))] = None,
    zoom: Annotated[
        str | None, typer.Option(metavar="LEVEL", help=_("Columns of the journey map: stages or steps."))
    ] = None,
    layer: Annotated[
        str | None,
        typer.Option(metavar="LAYER", help=_("The journey of today (as_is), the planned one (to_be), or both.")),
    ] = None,
    other: Annotated[
        str | None,
        typer.Option("--with", metavar="KEY", help=_("What to compare with: another map, version:NAME, or to_be.")),
    ] = None,
    form: Annotated[
        str, typer.Option("--form", metavar="FORM", help=_("Of an empathy map: quadrants or canvas."))
    ] = "quadrants",
    designed_for: Annotated[
        str, typer.Option(metavar="TEXT", help=_("On an empathy map: for whom it was made; else a line to fill in."))
    ] = "",
    designed_by: Annotated[str, typer.Option(metavar="TEXT", help=_("On an empathy map: who made it."))] = "",
    date: Annotated[str, typer.Option(metavar="TEXT", help=_("On an empathy map: when it was made."))] = "",
    map_version: Annotated[str, typer.Option(metavar="TEXT", help=_("On an empathy map: which version it is."))] = "",
) -> None:
    """Draw one map."""
    # Sheets to fill in need nobody's words.
    to_fill_in = kind == "template" or (kind == "empathy" and persona == "blank")
    opened = console.open_study(study, with_interviews=not to_fill_in, story=persona)
    header = {"designed_for": designed_for, "designed_by": designed_by, "date": date, "version": map_version}
    with console.progress(_("Drawing")):
        chosen = [lane.strip() for lane in lanes.split(",")] if lanes and "," in lanes else lanes
        options = {"out": out, "stage_model": stage_model, "group": group, "form": form, "lanes": chosen}
        options |= {"page": page, "zoom": zoom, "layer": layer, "other": other}
        format_ = format_ or _usual_format(kind, out)
        path = opened.write_map(persona, kind=kind, format=format_, **options, **header)  # type: ignore[arg-type]
    console.say(str(path))


def _usual_format(kind: str, out: Path | None) -> str:
    """The format that a file's name asks for, else the first of those that a kind can be had in."""
    from cjm_research.study.outputs import MAP_FORMATS

    return (out.suffix[1:].lower() if out else "") or MAP_FORMATS.get(kind, ("html",))[0]
