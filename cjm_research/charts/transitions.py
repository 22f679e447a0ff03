"""From which step people went to which."""

from __future__ import annotations

from typing import Any

import altair as alt

from cjm_research.charts.heat import EDGE, EDGE_MARKED, heat
from cjm_research.charts.journey_labels import ordered_steps, step_name
from cjm_research.charts.theme import BLUE, styled
from cjm_research.i18n import _, format_number, format_share
from cjm_research.model import JourneyMap


def plot_transitions(journey_map: JourneyMap, *, limit: int = 20, cell: tuple[int, int] = (58, 30)) -> Any:
    """Steps by steps: of the people who went on from a step (row), how many took the next one (column).

    Steps stand in the order of the journey, so ways back stand below the diagonal; their squares have a frame.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    limit : int
        How many steps at most: those of most people, ties by their place on the journey.
    cell : (int, int)
        Width and height of a square, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    steps = ordered_steps(journey_map)
    kept = {step.key for step in sorted(steps, key=lambda step: -step.count.k)[:limit]}
    shown = [(number, step) for number, step in enumerate(steps, start=1) if step.key in kept]
    rows_of = {step.key: f"{number}. {step_name(journey_map, step)}" for number, step in shown}
    columns = {step.key: format_number(number) for number, step in shown}
    rows = [
        {
            "x": columns[t.target],
            "y": rows_of[t.source],
            "share": t.people / t.leaving if t.leaving else 0.0,
            "text": format_share(t.people, t.leaving),
            "edge": EDGE_MARKED if t.is_back else EDGE,
        }
        for t in journey_map.transitions
        if t.source in kept and t.target in kept and t.people
    ]
    colour = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=["#e6eff6", BLUE]), legend=None)
    chart = heat(
        rows,
        xs=list(columns.values()),
        ys=list(rows_of.values()),
        colour=colour,
        dark="datum.share > 0.78",
        cell=cell,
        x_title=_("To the step of this number"),
    )
    notes = [
        _("Counts on a way: people who took it, of those who went on from its step."),
        _("A frame marks a way back."),
        _("Steps stand in the order of telling, which is not that of the clock."),
    ]
    if len(steps) > len(shown):
        notes.append(
            _("Steps left out, taken by the fewest people: {n}.").format(n=format_number(len(steps) - len(shown)))
        )
    return styled(chart, title=_("From step to step"), subtitle=" ".join([f"{journey_map.title}.", *notes]))
