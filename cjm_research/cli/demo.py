"""``cjm demo``: the whole chain over the bundled interviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cjm_research.cli import console
from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.model import term

if TYPE_CHECKING:
    from cjm_research.demo.run import DemoResult


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_("Where everything goes."))] = Path("out/demo"),
) -> None:
    """Run the demo."""
    from cjm_research.demo.run import prepare_folder, run_demo

    for kept in prepare_folder(out):
        console.note(_("You have worked in this study; it was put aside and not deleted: {path}").format(path=kept))
    console.note(_("Three studies of 24 interviews: reading, tagging, grouping, drawing. This takes about a minute."))
    with console.progress(_("Studies")) as advance:
        results = run_demo(out, progress=advance)
    for result in results:
        _show(result)
    console.say("")
    console.say(_("Open this in a browser: {path}").format(path=out / "report.html"))
    console.say(_("Work with the same studies in JupyterLab: {command}").format(command="make lab"))


def _show(result: DemoResult) -> None:
    summary = result.summary
    interviews = ngettext("{n} interview", "{n} interviews", summary.n).format(n=summary.n)
    codings = ngettext("{n} coding", "{n} codings", summary.n_codings).format(n=format_number(summary.n_codings))
    tags = ngettext("{n} machine suggestion", "{n} machine suggestions", result.n_suggestions).format(
        n=format_number(result.n_suggestions)
    )
    console.say("")
    console.say(f"{summary.title}: {interviews}, {codings}, {tags}")
    console.say(f"  {term('verdict', summary.verdict)}")
    for title, count in summary.personas:
        console.say(f"  - {title} ({format_share(count.k, count.n)})")
    if summary.top_pain_count:
        share = format_share(summary.top_pain_count.k, summary.top_pain_count.n)
        console.say("  " + _("Most shared pain: {pain} ({share})").format(pain=summary.top_pain, share=share))
    console.say(f"  {result.folder}")
