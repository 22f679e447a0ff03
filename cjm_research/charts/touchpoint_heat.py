"""How contacts felt, stage by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal

import altair as alt

from cjm_research.charts.heat import DARK_VALENCE, EDGE, EDGE_UNKNOWN, VALENCE, VALENCE_AT, heat
from cjm_research.charts.journey_labels import people_of, signed, touchpoint_name
from cjm_research.charts.theme import styled
from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.model import JourneyItem, JourneyMap, term

Rows = Literal["touchpoint", "channel", "setting", "owner"]


def plot_touchpoint_heat(
    journey_map: JourneyMap, *, by: Rows = "touchpoint", limit: int = 40, cell: tuple[int, int] = (104, 34)
) -> Any:
    """Contacts by stages: how many people told of each, and the mean of how they felt about it, -2 to +2.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    by : {"touchpoint", "channel", "setting", "owner"}
        What the rows are: contacts, their categories, on line or not, in whose hands.
    limit : int
        How many rows at most: those of most people over all stages, ties by name.
    cell : (int, int)
        Width and height of a square, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    cells: dict[tuple[str, str], list[JourneyItem]] = defaultdict(list)
    for each in journey_map.cells:
        if each.lane == "touchpoint":
            for item in (one for one in each.items if one.layer == "as_is"):
                cells[_row_name(journey_map, item, by), each.stage].append(item)
    totals = {
        name: max(len(people_of(all_items)), max(item.count.k for item in all_items))
        for name in {name for name, _stage in cells}
        for all_items in [[item for (each, _stage), items in cells.items() if each == name for item in items]]
    }
    names = sorted(totals, key=lambda name: (-totals[name], name))
    stages = {stage.key: journey_map.stage_name(stage.key) for stage in journey_map.stages}
    n = len(journey_map.participants)
    rows = [
        _square(name, stages[stage], items, n)
        for (name, stage), items in cells.items()
        if name in names[:limit] and stage in stages
    ]
    colour = alt.condition(
        "datum.mean === null",
        alt.value("#fff"),
        alt.Color("mean:Q", scale=alt.Scale(domain=list(VALENCE_AT), range=list(VALENCE)), legend=None),
    )
    chart = heat(rows, xs=list(stages.values()), ys=names[:limit], colour=colour, dark=DARK_VALENCE, cell=cell)
    notes = [_("People who told of it, and the mean of how they felt, from −2 to +2: red is bad, blue is good.")]
    if len(names) > limit:
        left = len(names) - limit
        words = ngettext("{n} row of fewer people is left out.", "{n} rows of fewer people are left out.", left)
        notes.append(words.format(n=format_number(left)))
    return styled(chart, title=_("How contacts felt"), subtitle=" ".join([f"{journey_map.title}.", *notes]))


def _row_name(journey_map: JourneyMap, item: JourneyItem, by: Rows) -> str:
    if not item.label:
        return item.text if by == "touchpoint" else term("touchpoint", "unspecified")
    touchpoint = journey_map.touchpoint(item.label)
    if by == "setting":
        return term("setting", touchpoint.setting)
    if by == "owner":
        return term("owner", touchpoint.owner)
    if by == "channel":
        return term("touchpoint", touchpoint.channel or item.label)
    return touchpoint_name(journey_map, item.label)


def _square(name: str, stage: str, items: Sequence[JourneyItem], n: int) -> dict[str, Any]:
    felt = [(item.valence, max(1, item.count.k)) for item in items if item.valence is not None]
    mean = sum(v * k for v, k in felt) / sum(k for _v, k in felt) if felt else None
    k = max(len(people_of(items)), max(item.count.k for item in items))
    count = format_share(k, n)
    return {
        "x": stage,
        "y": name,
        "mean": mean,
        "text": count if mean is None else f"{count}\n{signed(mean)}",
        "edge": EDGE_UNKNOWN if mean is None else EDGE,
    }
