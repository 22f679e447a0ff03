"""Gaps, effort and priorities of a journey map: shapes beside colours, intervals beside figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cjm_research.charts.theme import (
    BAND,
    BLUE,
    INK,
    LABEL_LINES,
    LABEL_MIDDLE,
    LINE,
    MUTED,
    PAIN,
    data,
    short,
    styled,
    wrapped,
)
from cjm_research.i18n import _, format_number, format_share
from cjm_research.journey.analysis_tables import gap_kind
from cjm_research.journey.backlog import Backlog, BacklogRow
from cjm_research.journey.effort import EffortShares
from cjm_research.journey.gap_report import GapKind, GapReport

_LABELS = alt.Axis(labelExpr=LABEL_LINES, labelOffset=LABEL_MIDDLE, labelPadding=8, ticks=False, domain=False)
_GRID = alt.Axis(labelExpr=LABEL_LINES, labelOffset=LABEL_MIDDLE, labelPadding=8, ticks=False, domain=False, grid=True)
_ROW = 34
# Pixels that the longest stage name of three languages needs.
STAGE_WIDTH = 108
# What each kind of gap looks like: told apart in grey print too.
_KINDS: dict[GapKind, tuple[str, str]] = {
    "matched": ("circle", BLUE),
    "company_only": ("square", MUTED),
    "customer_only": ("triangle-up", PAIN),
}


def plot_gaps(report: GapReport, *, limit: int = 24, width: int | None = None) -> Any:
    """Contacts by stage: on both sides, the company's alone, the customers' alone; numbers are people.

    Parameters
    ----------
    report : GapReport
        As `study.gaps` gives it.
    limit : int
        How many contacts at most: those that the company has alone somewhere, then those of most people.
    width : int, optional
        Of the plot, in pixels; as the stages need it where not given.

    Returns
    -------
    altair.LayerChart
    """
    rows = [row for row in report.rows if row.kind in _KINDS]
    people: dict[str, int] = {}
    for row in rows:
        people[row.name] = people.get(row.name, 0) + row.count.k
    # What nobody told of has few people or none, and is what the picture is for.
    alone = {row.name for row in rows if row.kind == "company_only"}
    first = sorted(people, key=lambda name: (name not in alone, -people[name], name))[:limit]
    names = sorted(first, key=lambda name: (-people[name], name))
    labels = {name: "\n".join(wrapped(short(name, 60), 34)) for name in names}
    anywhere = _("No stage named")
    points = [
        {
            "name": labels[row.name],
            "place": "\n".join(wrapped(row.place or anywhere, 14)),
            "kind": gap_kind(row.kind),
            "people": format_number(row.count.k) if row.count.k else "",
        }
        for row in rows
        if row.name in labels
    ]
    places = list(dict.fromkeys(p["place"] for p in points))
    kinds = [gap_kind(kind) for kind in _KINDS]
    y = alt.Y(
        "name:N", sort=list(labels.values()), scale=alt.Scale(domain=list(labels.values())), title=None, axis=_GRID
    )
    axis = alt.Axis(labelExpr=LABEL_LINES, labelAngle=0, orient="top", ticks=False, domain=False, labelPadding=6)
    x = alt.X("place:N", sort=places, scale=alt.Scale(domain=places), title=None, axis=axis)
    base = alt.Chart(data(points)).encode(x=x, y=y)
    legend = alt.Legend(orient="bottom", symbolSize=130)
    chart = alt.layer(
        base.mark_point(filled=True, size=210, opacity=1, xOffset=-9).encode(
            shape=alt.Shape("kind:N", title=None, legend=legend, scale=_scale(kinds, 0)),
            color=alt.Color("kind:N", title=None, legend=legend, scale=_scale(kinds, 1)),
        ),
        base.mark_text(align="left", color=INK, fontSize=11.5, xOffset=6).encode(text="people:N"),
    ).properties(width=width or STAGE_WIDTH * max(3, len(places)), height=max(60, _ROW * len(labels)))
    what = _("Numbers: people who told of the contact at the stage, of {n}.").format(n=format_number(report.n))
    if len(people) > len(labels):
        what += " " + _("{n} of {all} contacts.").format(n=format_number(len(labels)), all=format_number(len(people)))
    return styled(chart, title=_("Contacts of the company and of the people"), subtitle=what)


def _scale(kinds: Sequence[str], part: int) -> alt.Scale:
    return alt.Scale(domain=list(kinds), range=[look[part] for look in _KINDS.values()])


def plot_effort(effort: EffortShares, *, limit: int = 20, width: int = 420) -> Any:
    """What a company spends on each contact beside how much people tell of it, most too much first.

    Parameters
    ----------
    effort : EffortShares
        `GapReport.effort`.
    limit : int
        How many contacts at most: those whose effort and mentions are farthest apart.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    farthest = sorted(effort.rows, key=lambda r: -abs(r.effort_share - r.mention_share))[:limit]
    shown = [row for row in effort.rows if row in farthest]
    rows: list[dict[str, Any]] = []
    for row in shown:
        low, high = row.mention_interval or (row.mention_share, row.mention_share)
        rows.append(
            {
                "name": "\n".join(wrapped(short(row.name, 60), 34)),
                "effort": row.effort_share,
                "mentions": row.mention_share,
                "low": low,
                "high": high,
            }
        )
    names = [row["name"] for row in rows]
    most = max([0.1, *(max(r.effort_share, *(r.mention_interval or (r.mention_share,))) for r in shown)])
    y = alt.Y("name:N", sort=names, scale=alt.Scale(domain=names), title=None, axis=_LABELS)
    x_axis = alt.Axis(format="%", tickCount=5)
    domain = alt.Scale(domain=[0, most * 1.05], nice=False)
    title = _("Share of all effort, and of all mentions")
    kinds = [_("Effort"), _("Mentions, with their 95% interval")]

    def marks(field: str, kind: str) -> Any:
        legend = alt.Legend(orient="bottom", symbolSize=110)
        points = [{**row, "kind": kind, "value": row[field]} for row in rows]
        return (
            alt.Chart(data(points))
            .mark_point(filled=True, size=130, opacity=1)
            .encode(
                y=y,
                x=alt.X("value:Q", title=title, scale=domain, axis=x_axis),
                shape=alt.Shape(
                    "kind:N", title=None, legend=legend, scale=alt.Scale(domain=kinds, range=["square", "circle"])
                ),
                color=alt.Color("kind:N", title=None, legend=legend, scale=alt.Scale(domain=kinds, range=[PAIN, BLUE])),
            )
        )

    base = alt.Chart(data(rows)).encode(y=y)
    chart = alt.layer(
        base.mark_rule(color=LINE, strokeWidth=1.5).encode(
            x=alt.X("effort:Q", scale=domain, title=title), x2="mentions:Q"
        ),
        base.mark_rule(color=BAND, strokeWidth=8).encode(x=alt.X("low:Q", scale=domain, title=title), x2="high:Q"),
        marks("effort", kinds[0]),
        marks("mentions", kinds[1]),
    ).properties(width=width, height=max(60, _ROW * len(rows)))
    what = _("Right of the band, a contact takes more effort than people's mentions call for; left of it, less.")
    return styled(chart, title=_("Effort and mentions"), subtitle=what)


def plot_backlog(backlog: Backlog, *, limit: int = 12, width: int = 380) -> Any:
    """Pains by score with 95% intervals, the people who have them, and the places that other weights would give.

    Parameters
    ----------
    backlog : Backlog
        As `study.priorities` gives it.
    limit : int
        How many pains at most.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    rows = [_backlog_row(row) for row in backlog.rows[:limit]]
    names = [row["name"] for row in rows]
    y = alt.Y("name:N", sort=names, scale=alt.Scale(domain=names), title=None, axis=_LABELS)
    x = alt.X("score:Q", title=_("Score (0 to 100)"), scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(data(rows)).encode(y=y)
    chart = alt.layer(
        base.mark_rule(color=BAND, strokeWidth=8).encode(x=alt.X("low:Q", title=_("Score (0 to 100)")), x2="high:Q"),
        base.mark_point(filled=True, size=140, opacity=1, color=PAIN, shape="triangle-down").encode(x=x),
        base.mark_text(align="left", color=INK, fontSize=11.5).encode(x=alt.value(width + 10), text="people:N"),
        base.mark_text(align="left", color=INK, fontSize=11.5).encode(x=alt.value(width + 100), text="places:N"),
    ).properties(width=width, height=max(60, 44 * len(rows)))
    what = _(
        "Bands: 95% interval over people. At the right: people who have it, and the places that it takes when each "
        "weight is halved or raised by half."
    )
    return styled(chart, title=_("What to mend first"), subtitle=what)


def _backlog_row(row: BacklogRow) -> dict[str, Any]:
    if row.holds:
        places = _("place {rank}").format(rank=format_number(row.place))
    else:
        places = _("place {first} to {last}").format(first=row.best_place, last=row.worst_place)
    return {
        "name": "\n".join(wrapped(short(row.name, 90), 40)),
        "score": row.score,
        "low": row.interval[0],
        "high": row.interval[1],
        "people": format_share(row.count.k, row.count.n),
        "places": places,
    }
