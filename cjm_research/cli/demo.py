"""``cjm demo``: the whole chain over the bundled interviews."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.model import term


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_("Where everything goes."))] = Path("out/demo"),
) -> None:
    """Run the demo."""
    from cjm_research.demo import DEMO_STUDIES, DemoResult, prepare_folder, run_demo_study, study_folder, write_overview

    prepare_folder(out)
    results: list[DemoResult] = []
    with console.notes.status(_("Starting")) as status:
        for bundled in DEMO_STUDIES:
            results.append(run_demo_study(bundled, out / study_folder(bundled), status.update))
        write_overview(out, results)
    for result in results:
        _show(result)
    console.say("")
    console.say(_("Open this in a browser: {path}").format(path=out / "report.html"))
    console.say(_("Work with the same studies in JupyterLab: make lab"))


def _show(result) -> None:
    n = result.n_interviews
    interviews = ngettext("{n} interview", "{n} interviews", n).format(n=n)
    codings = ngettext("{n} coding", "{n} codings", result.n_codings).format(n=format_number(result.n_codings))
    tags = ngettext("{n} machine suggestion", "{n} machine suggestions", result.n_suggestions).format(
        n=format_number(result.n_suggestions)
    )
    console.say("")
    console.say(f"{result.study.title}: {interviews}, {codings}, {tags}")
    console.say(f"  {term('verdict', result.verdict)}")
    for key, title, members in result.personas:
        console.say(f"  {key}  {title} ({format_share(members, n)})")
    if result.top_pain:
        share = format_share(*result.top_pain_count)
        console.say("  " + _("Most shared pain: “{quote}” ({share})").format(quote=result.top_pain, share=share))
    console.say(f"  {result.folder}")
