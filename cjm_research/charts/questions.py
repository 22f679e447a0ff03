"""At which stage people ask most."""

from __future__ import annotations

from typing import Any

import altair as alt

from cjm_research.charts.journey_labels import people_of
from cjm_research.charts.theme import BLUE, INK, LABEL_LINES, LABEL_MIDDLE, data, styled, wrapped
from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.measures import wilson
from cjm_research.model import JourneyMap


def plot_questions(journey_map: JourneyMap, *, width: int = 420) -> Any:
    """Share of the people who ask something at a stage, of those who told of it, with the number of questions.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    rows = [_row(journey_map, stage.key, stage.count.k) for stage in journey_map.stages]
    order = [row["stage"] for row in rows]
    axis = alt.Axis(labelExpr=LABEL_LINES, labelOffset=LABEL_MIDDLE, labelPadding=8, ticks=False, domain=False)
    y = alt.Y("stage:N", sort=order, title=None, axis=axis)
    x_axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    x = alt.X("share:Q", title=_("Share of people"), scale=alt.Scale(domain=[0, 1]), axis=x_axis)
    base = alt.Chart(data(rows)).encode(y=y)
    known = base.transform_filter("datum.n > 0")
    chart = alt.layer(
        base.mark_bar(height=16, color=BLUE).encode(x=x),
        known.mark_rule(color=INK, strokeWidth=1.4).encode(x=alt.X("low:Q", title=None), x2="high:Q"),
        base.mark_text(align="left", dx=8, color=INK, fontSize=11.5).encode(x="high:Q", text="count:N"),
    ).properties(width=width, height=max(60, 40 * len(rows)))
    return styled(
        chart,
        title=_("At which stages people ask"),
        subtitle=" ".join(
            [
                f"{journey_map.title}.",
                _("People who ask something, of those who told of the stage; lines: 95% interval."),
                *_most(rows),
            ]
        ),
    )


def _row(journey_map: JourneyMap, stage: str, told: int) -> dict[str, Any]:
    items = [i for i in journey_map.cell(stage, "question").items if i.layer == "as_is" and i.evidence]
    people = len(people_of(items))
    n = max(people, told)
    questions = sum(len(item.evidence) for item in items)
    low, high = wilson(people, n) if n else (0.0, 0.0)
    words = ngettext("{n} question", "{n} questions", questions).format(n=format_number(questions))
    return {
        "stage": "\n".join(wrapped(journey_map.stage_name(stage), 30)),
        "share": people / n if n else 0.0,
        "low": low,
        "high": high,
        "n": n,
        "questions": questions,
        "count": f"{format_share(people, n)} · {words}" if n else _("no data"),
    }


def _most(rows: list[dict[str, Any]]) -> list[str]:
    """The stage with most questions, where there is one."""
    ranked = sorted((row["questions"] for row in rows), reverse=True)
    if not ranked or not ranked[0] or ranked[:2].count(ranked[0]) > 1:
        return []
    stage = next(row["stage"] for row in rows if row["questions"] == ranked[0]).replace("\n", " ")
    return [_("Most questions: {stage}.").format(stage=stage)]
