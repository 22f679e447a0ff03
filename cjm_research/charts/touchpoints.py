"""Which touchpoints people met at which stage."""

from __future__ import annotations

from typing import Any

import altair as alt

from cjm_research.charts.journey_labels import touchpoint_name
from cjm_research.charts.theme import INK, data, styled
from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyMap


def plot_touchpoints(journey_map: JourneyMap, *, limit: int = 20, cell: tuple[int, int] = (92, 24)) -> Any:
    """Touchpoints by stages; each square counts people, not mentions.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    limit : int
        How many touchpoints at most: those of most people over all stages, ties by name.
    cell : (int, int)
        Width and height of a square, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    rows = _rows(journey_map)
    people: dict[str, set[str]] = {}
    for row in rows:
        people.setdefault(row["name"], set()).update(row.pop("people"))
    names = sorted(people, key=lambda name: (-len(people[name]), name))
    shown = set(names[:limit])
    rows = [row for row in rows if row["name"] in shown]
    stages = [journey_map.stage_name(stage.key) for stage in journey_map.stages]
    base = alt.Chart(data(rows)).encode(
        x=alt.X("stage:N", sort=stages, title=None, scale=alt.Scale(domain=stages), axis=_AXIS_TOP),
        y=alt.Y("name:N", sort=names[:limit], title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
    )
    shade = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=["#e6eff6", "#134a75"]), legend=None)
    chart = alt.layer(
        base.mark_rect(stroke="#fff", strokeWidth=2).encode(color=shade),
        base.mark_text(fontSize=11.5, fontWeight="bold").encode(
            text="k:Q", color=alt.condition("datum.share > 0.45", alt.value("#fff"), alt.value(INK))
        ),
    ).properties(width=cell[0] * max(1, len(stages)), height=cell[1] * max(1, len(shown)))
    subtitle = _("Each number counts people, of {n}.").format(n=format_number(len(journey_map.participants)))
    return styled(chart, title=_("Touchpoints along the journey"), subtitle=f"{journey_map.title}. {subtitle}")


_AXIS_TOP = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelPadding=6)


def _rows(journey_map: JourneyMap) -> list[dict[str, Any]]:
    n = max(1, len(journey_map.participants))
    return [
        {
            "stage": journey_map.stage_name(cell.stage),
            "name": touchpoint_name(journey_map, item.label) if item.label else item.text,
            "k": item.count.k,
            "share": item.count.k / n,
            "people": {e.participant for e in item.evidence},
        }
        for cell in journey_map.cells
        if cell.lane == "touchpoint"
        for item in cell.items
    ]
