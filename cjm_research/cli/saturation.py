"""``cjm saturation``: are more interviews needed, and how many should be planned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cjm_research.cli import EXIT_DONE, EXIT_PROBLEMS, console
from cjm_research.errors import BadValueError, UnsupportedFormatError
from cjm_research.i18n import _

# Said again here: importing it from its home would load pydantic's models before the command is known.
Level = Literal["kind", "code", "code_stage", "own"]


def saturation(
    study: Annotated[
        Path | None, typer.Option("--study", metavar="DIR", help=_("The study whose codes are counted."))
    ] = None,
    level: Annotated[
        Level,
        typer.Option("--level", metavar="LEVEL", help=_("What counts as a code: kind, code, code_stage or own.")),
    ] = "code",
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="GROUP", help=_("People of this group: customer, non_user, expert.")),
    ] = None,
    order: Annotated[
        str,
        typer.Option("--order", metavar="NAME", help=_("Order of interviews: import, or an attribute of the people.")),
    ] = "import",
    base: Annotated[int, typer.Option("--base", min=1, help=_("Interviews of the base."))] = 4,
    run: Annotated[int, typer.Option("--run", min=1, help=_("Interviews of a run."))] = 2,
    threshold: Annotated[
        float, typer.Option("--threshold", min=0, max=1, help=_("Share of new codes that counts as saturation."))
    ] = 0.05,
    from_tags: Annotated[
        bool, typer.Option("--from-tags", help=_("Use machine tags even where people have coded."))
    ] = False,
    seed: Annotated[int | None, typer.Option(min=0, help=_("Seed of the random draws."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the figures as JSON."))] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="OUT.svg", help=_("Draw the curve of codes into this file."))
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help=_("Plan a study instead: how many interviews a theme needs."))
    ] = False,
    prevalence: Annotated[
        float, typer.Option("--prevalence", min=0, max=1, help=_("Plan: share of people who have the theme."))
    ] = 0.1,
    times: Annotated[
        int, typer.Option("--times", min=1, max=1000, help=_("Plan: how often the theme has to come up."))
    ] = 2,
    power: Annotated[float, typer.Option("--power", min=0, max=1, help=_("Plan: the probability that it does."))] = 0.8,
) -> int:
    """Saturation of a study, or the number of interviews to plan."""
    if plan == (study is not None):
        raise BadValueError(_("Name either a study (--study DIR) or ask for a plan (--plan)."))
    if plan:
        if chart is not None:
            raise BadValueError(_("There is no chart of a plan: leave --chart out."))
        return _plan(prevalence, times, power, as_json=as_json)
    if chart is not None and chart.suffix.lower() != ".svg":
        raise UnsupportedFormatError.at(chart, _("The chart can be written as .svg only."))
    opened = console.open_study(study or "", with_interviews=True)
    with console.progress(_("Counting codes")):
        found = opened.saturation(
            level=level,
            group=group,
            order=order,
            base=base,
            run=run,
            threshold=threshold,
            from_tags=from_tags,
            seed=seed,
        )
    console.say(found.model_dump_json(indent=1) if as_json else str(found))
    if found.unanswered:
        if as_json:
            console.note(found.answers[0])
        return EXIT_PROBLEMS
    if chart is not None:
        from cjm_research.charts import chart_svg, plot_saturation

        with console.progress(_("Drawing")):
            chart.write_bytes(chart_svg(plot_saturation(found), embed_font=True).encode("utf-8"))
        console.note(_("Chart: {file}").format(file=chart))
    return EXIT_DONE


def _plan(prevalence: float, times: int, power: float, *, as_json: bool) -> int:
    from cjm_research.measures import sample_plan

    found = sample_plan(prevalence, times, power)
    console.say(found.model_dump_json(indent=1) if as_json else str(found))
    return EXIT_DONE
