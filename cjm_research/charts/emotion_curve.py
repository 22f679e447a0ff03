"""The emotion curve of one journey, or of several to compare."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import altair as alt

from cjm_research.charts.theme import BAND, BLUE, DASHES, MUTED, NEGATIVE, POSITIVE, SERIES, SHAPES, data, styled
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import EmotionPoint, JourneyMap

MOST_MAPS = len(SERIES)
ROW = 0.36  # of the scale, for a row of numbers
# Below so many people a mean is no finding: its point is hollow, the line to it thin (and broken, on a single curve).
ENOUGH = 3
# As on the maps.
PLANNED = "#8a5a00"


def plot_emotion_curve(journey_map: JourneyMap | Sequence[JourneyMap], *, width: int = 760, height: int = 280) -> Any:
    """Mean emotion along the stages, -2 to +2, with the people behind it; the line breaks where nothing is known.

    Parameters
    ----------
    journey_map : JourneyMap or sequence of JourneyMap
        One map is drawn with its people and interval; several, at most five of one stage model, as lines only.
    width, height : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    given = [journey_map] if isinstance(journey_map, JourneyMap) else list(journey_map)
    maps = [_along(each, given[0]) for each in given[:MOST_MAPS]]
    stages = [maps[0].stage_name(stage.key) for stage in maps[0].stages] if maps else []
    layers = _single(maps[0], _x(stages)) if len(maps) == 1 else _several(maps, _x(stages))
    zero = alt.Chart(data([{"zero": 0}])).mark_rule(color=MUTED, strokeWidth=1.2).encode(y=alt.Y("zero:Q", title=None))
    chart = alt.layer(zero, *layers).properties(width=width, height=height)
    n = len({who for each in maps for who in each.participants})
    people = ngettext("{n} person", "{n} people", n).format(n=format_number(n))
    return styled(
        chart, title=_("How people felt along the journey"), subtitle=_subtitle(maps, people, given[MOST_MAPS:])
    )


def _along(journey_map: JourneyMap, first: JourneyMap) -> JourneyMap:
    """The map with its points at the stages of the first one; stages that it lacks are unknown."""
    return journey_map.model_copy(
        update={
            name: tuple(known.get(s.key, EmotionPoint(stage=s.key, mean=None, n=0)) for s in first.stages)
            for name in ("curve", "curve_to_be")
            for known in [{point.stage: point for point in getattr(journey_map, name)}]
        }
    )


def _x(stages: Sequence[str]) -> Any:
    # Stages stand at 0, 1, 2, ...: people's dots can then be set side by side around them.
    names = json.dumps(list(stages), ensure_ascii=False)
    axis = alt.Axis(
        values=list(range(len(stages))), labelExpr=f"{names}[datum.value]", labelAngle=0, grid=False, title=None
    )
    return alt.X("at:Q", scale=alt.Scale(domain=[-0.5, max(1, len(stages)) - 0.5], nice=False), axis=axis)


def _subtitle(maps: Sequence[JourneyMap], people: str, left_out: Sequence[JourneyMap]) -> str:
    if len(maps) == 1:
        words = _(
            "{title}, {people}. Points: mean over people; band: its 95% interval; circles: one person’s mean each."
        ).format(title=maps[0].title, people=people)
    else:
        words = _("{people}. Points: mean over the people of each map; below: how many people.").format(people=people)
    notes = [words]
    if any(0 < point.n < ENOUGH for each in maps for point in each.curve):
        notes.append(_("Hollow points, thin lines: fewer than three people."))
    if len(maps) == 1 and any(point.own for point in maps[0].curve):
        notes.append(_("Squares: set by a researcher."))
    if len(maps) == 1 and any(point.mean is not None for point in maps[0].curve_to_be):
        notes.append(_("Brown broken line with squares: the planned journey."))
    if left_out:
        notes.append(_("Not drawn: {maps}.").format(maps=", ".join(each.title for each in left_out)))
    return " ".join(notes)


def _y(field: str, n_rows: int = 1) -> Any:
    # Below the scale there is a row of numbers of people for each map.
    axis = alt.Axis(values=[-2, -1, 0, 1, 2], labelExpr=_SIGNED)
    return alt.Y(field, title=_("Emotion"), scale=alt.Scale(domain=[-2.3 - ROW * n_rows, 2.3], nice=False), axis=axis)


_SIGNED = "datum.value > 0 ? '+' + datum.value : datum.value < 0 ? '−' + -datum.value : '0'"


def _single(journey_map: JourneyMap, x: Any) -> list[Any]:
    rows = _rows(journey_map)
    runs = [list(run) for known, run in groupby(rows, key=lambda row: row["low"] is not None) if known]
    band = [{**row, "run": number} for number, run in enumerate(runs) for row in run if len(run) > 1]
    lone = [run[0] for run in runs if len(run) == 1]
    people = [dot for at, point in enumerate(journey_map.curve) for dot in _dots(at, point)]
    base = alt.Chart(data(rows)).encode(x=x)
    scale = alt.Scale(domain=["good", "neither", "bad"], range=[POSITIVE, MUTED, NEGATIVE])
    colour = alt.Color("mood:N", scale=scale, legend=None)
    return [
        alt.Chart(data(band))
        .mark_area(color=BAND, opacity=0.75)
        .encode(x=x, y=_y("low:Q"), y2="high:Q", detail="run:N"),
        alt.Chart(data(lone))
        .mark_rule(color=BAND, opacity=0.75, strokeWidth=10)
        .encode(x=x, y=_y("low:Q"), y2="high:Q"),
        alt.Chart(data(people))
        .mark_point(size=20, color=BLUE, opacity=0.55, strokeWidth=1)
        .encode(x=x, y=_y("value:Q"), xOffset=alt.XOffset("who:N", scale=alt.Scale(range=[-16, 16]))),
        alt.Chart(data(_segments(journey_map)))
        .mark_line(color=BLUE)
        .encode(x=x, y=_y("mean:Q"), detail="segment:N", strokeWidth=_WEIGHT, strokeDash=_BROKEN),
        base.transform_filter("datum.mean !== null")
        .mark_point(size=110, opacity=1)
        .encode(y=_y("mean:Q"), color=colour, fill=_fill("mood:N", scale), shape=_OWN_SHAPE),
        *_planned(journey_map, x),
        base.mark_text(align="left", dx=10, dy=-10, fontWeight="bold", fontSize=12).encode(
            y=_y("mean:Q"), text="label:N", color=colour
        ),
        base.mark_text(color=MUTED, fontSize=11).encode(y=_y("row:Q"), text="n_label:N"),
    ]


def _planned(journey_map: JourneyMap, x: Any) -> list[Any]:
    """The curve that is aimed at, as a broken line of its own colour and shape."""
    points = enumerate(journey_map.curve_to_be)
    rows = [{"at": at, "mean": point.mean} for at, point in points if point.mean is not None]
    if not rows:
        return []
    base = alt.Chart(data(rows)).encode(x=x, y=_y("mean:Q"))
    return [
        base.mark_line(color=PLANNED, strokeDash=[7, 4], strokeWidth=2),
        base.mark_point(shape="square", size=60, color=PLANNED, fill="#fff", opacity=1),
    ]


def _dots(at: int, point: EmotionPoint) -> list[dict[str, Any]]:
    """One dot a person; people of equal feeling stand side by side."""
    rows = Counter(round(value * 8) / 8 for _who, value in point.people)
    return [
        {"at": at + (i - (n - 1) / 2) * 0.05, "value": value} for value, n in sorted(rows.items()) for i in range(n)
    ]


def _several(maps: Sequence[JourneyMap], x: Any) -> list[Any]:
    rows = [row for number, each in enumerate(maps) for row in _rows(each, number)]
    titles = [each.title for each in maps]
    scale = alt.Scale(range=list(SERIES[: len(maps)]), domain=titles)
    colour = alt.Color("title:N", title=None, scale=scale, legend=_LEGEND)
    dash = alt.StrokeDash(
        "title:N", title=None, scale=alt.Scale(range=[list(d) for d in DASHES[: len(maps)]], domain=titles)
    )
    shape = alt.Shape("title:N", title=None, scale=alt.Scale(range=list(SHAPES[: len(maps)]), domain=titles))
    segments = [row for number, each in enumerate(maps) for row in _segments(each, number)]
    base = alt.Chart(data(rows)).encode(x=x, color=colour)
    known = base.transform_filter("datum.mean !== null")
    y = _y("mean:Q", len(maps))
    return [
        alt.Chart(data(segments))
        .mark_line()
        .encode(x=x, y=y, color=colour, detail="segment:N", strokeDash=dash, strokeWidth=_WEIGHT),
        known.mark_point(size=80, opacity=1).encode(y=y, shape=shape, fill=_fill("title:N", scale)),
        base.mark_text(fontSize=10.5).encode(y=_y("row:Q", len(maps)), text="n_label:N"),
    ]


_LEGEND = alt.Legend(orient="bottom", direction="vertical", symbolSize=90, symbolStrokeWidth=2)
_OWN_SHAPE = alt.Shape("own:N", scale=alt.Scale(domain=[False, True], range=["circle", "square"]), legend=None)
_WEIGHT = alt.StrokeWidth("few:N", scale=alt.Scale(domain=[False, True], range=[2.4, 1.1]), legend=None)
_BROKEN = alt.StrokeDash("few:N", scale=alt.Scale(domain=[False, True], range=[[1, 0], [5, 4]]), legend=None)


def _fill(field: str, scale: Any) -> Any:
    """Points are filled in their own colour, those of too few people in white."""
    return alt.condition("datum.few", alt.value("#fff"), alt.Fill(field, scale=scale, legend=None))


def _segments(journey_map: JourneyMap, number: int = 0) -> list[dict[str, Any]]:
    """The line from each known point to the next, as two rows each; `few` where either end has too few people."""
    ends = [
        (at, one, other)
        for at, (one, other) in enumerate(pairwise(journey_map.curve))
        if one.mean is not None and other.mean is not None
    ]
    return [
        {
            "title": journey_map.title,
            "segment": f"{number}.{at}",
            "at": at + step,
            "mean": point.mean,
            "few": min(one.n, other.n) < ENOUGH,
        }
        for at, one, other in ends
        for step, point in enumerate((one, other))
    ]


def _rows(journey_map: JourneyMap, number: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "title": journey_map.title,
            "at": at,
            "row": -2.3 - ROW * (number + 0.4),
            "few": point.n < ENOUGH,
            "own": point.own,
            "mean": point.mean,
            "low": point.interval[0] if point.interval else None,
            "high": point.interval[1] if point.interval else None,
            "mood": "neither" if point.mean is None or abs(point.mean) < 0.5 else "good" if point.mean > 0 else "bad",
            "label": "" if point.mean is None else _signed(point.mean),
            "n_label": _("n = {n}").format(n=format_number(point.n)) if point.n else _("no data"),
        }
        for at, point in enumerate(journey_map.curve)
    ]


def _signed(value: float) -> str:
    text = format_number(abs(value), 1)
    return text if text == format_number(0, 1) else ("+" if value > 0 else "−") + text
