"""What the pains are about: expectations, cost, convenience or communication, stage by stage."""

from __future__ import annotations

from typing import Any, get_args

import altair as alt

from cjm_research.charts.heat import EDGE, heat
from cjm_research.charts.journey_labels import people_of
from cjm_research.charts.theme import styled
from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.model import JourneyMap, term
from cjm_research.model.journey import FourC


def plot_four_c(journey_map: JourneyMap, *, cell: tuple[int, int] = (104, 38)) -> Any:
    """Pain points by the 4C and stage: people with such a pain, of those who told of the stage.

    Parameters
    ----------
    journey_map : JourneyMap
        The map; pains that are about none of the four are counted in a row of their own.
    cell : (int, int)
        Width and height of a square, in pixels.

    Returns
    -------
    altair.LayerChart

    References
    ----------
    Lauterborn (1990), New marketing litany: four P's passé, C-words take over. Advertising Age 61(41).
    """
    keys = (*get_args(FourC), None)
    names = {key: term("four_c", key) if key else _("None of the four") for key in keys}
    rows = []
    for stage in journey_map.stages:
        pains = [i for i in journey_map.cell(stage.key, "pain").items if i.layer == "as_is"]
        for key in keys:
            items = [item for item in pains if item.four_c == key]
            people = len(people_of(items))
            n = max(people, stage.count.k)
            if items:
                count = ngettext("{n} entry", "{n} entries", len(items)).format(n=format_number(len(items)))
                rows.append(
                    {
                        "x": journey_map.stage_name(stage.key),
                        "y": names[key],
                        "share": people / n if n else 0.0,
                        "text": f"{format_share(people, n)}\n{count}",
                        "edge": EDGE,
                    }
                )
    colour = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=["#fdf1e7", "#a84300"]), legend=None)
    chart = heat(
        rows,
        xs=[journey_map.stage_name(stage.key) for stage in journey_map.stages],
        ys=list(names.values()),
        colour=colour,
        dark="datum.share > 0.72",
        cell=cell,
    )
    note = _("People with such a pain, of those who told of the stage, and how many entries of the map.")
    return styled(chart, title=_("What the pain points are about"), subtitle=f"{journey_map.title}. {note}")
