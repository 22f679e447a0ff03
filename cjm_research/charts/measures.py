"""What people answered in surveys: a dot for everybody, intervals, ties that are shown as ties, change per person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from cjm_research.charts.theme import (
    BAND,
    BLUE,
    INK,
    LABEL_LINE_HEIGHT,
    LABEL_LINES,
    LABEL_MIDDLE,
    LINE,
    MUTED,
    NEGATIVE,
    PAIN,
    POSITIVE,
    data,
    short,
    styled,
    wrapped,
)
from cjm_research.i18n import _, format_number, format_share
from cjm_research.measures.priorities import PainPriorities, PainPriority
from cjm_research.measures.rankings import RankedItem
from cjm_research.measures.satisfaction import Satisfaction
from cjm_research.measures.survey_tables import ScaleRanking
from cjm_research.measures.waves import WaveComparison

# Up to this many people each is a dot; above, a circle stands for all with the same answer.
DOTS = 60
# Dots one above the other, and pixels between them.
STACK, STEP = 5, 6
ROW = 66
_LABELS = alt.Axis(labelExpr=LABEL_LINES, labelOffset=LABEL_MIDDLE, labelPadding=8, ticks=False, domain=False)


def plot_answers(rows: Sequence[Satisfaction], *, width: int = 440) -> Any:
    """Everybody's answer as a dot, with the mean and its 95% interval; a row for each instrument and wave.

    Parameters
    ----------
    rows : sequence of Satisfaction
        Such as `SatisfactionTable.rows`. All are drawn as percent of the maximum, 100 at the good end.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    names = _unique([_row_name(found) for found in rows])
    points = [point for found, name in zip(rows, names, strict=True) for point in _points(found, name, width)]
    means = [
        {"name": name, "value": found.percent, "low": found.percent_interval[0], "high": found.percent_interval[1]}
        for found, name in zip(rows, names, strict=True)
    ]
    y = alt.Y("name:N", sort=names, title=None, scale=alt.Scale(domain=names), axis=_LABELS)
    title = _("Percent of the maximum (100 is best)")
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=[-3, 103]), axis=_PERCENT)
    base = alt.Chart(data(means)).encode(y=y)
    layers = [
        alt.Chart(data(one))
        .mark_circle(color=BLUE, opacity=0.55, yOffset=offset)
        .encode(y=y, x=x, size=alt.Size("size:Q", scale=None, legend=None))
        for offset, one in _by_offset(points)
    ]
    chart = alt.layer(
        *layers,
        base.mark_rule(color=INK, strokeWidth=2, yOffset=14).encode(x=alt.X("low:Q", title=title), x2="high:Q"),
        base.mark_tick(color=INK, thickness=2, size=9, yOffset=14).encode(x=alt.X("low:Q", title=title)),
        base.mark_tick(color=INK, thickness=2, size=9, yOffset=14).encode(x=alt.X("high:Q", title=title)),
        base.mark_point(shape="diamond", filled=True, size=90, color=INK, opacity=1, yOffset=14).encode(x=x),
    ).properties(width=width, height=max(ROW, ROW * len(rows)))
    many = any(found.n > DOTS for found in rows)
    what = (
        _("Circles: answers, by their number of people. Diamonds and lines: mean and its 95% interval.")
        if many
        else _("Dots: people. Diamonds and lines: mean and its 95% interval.")
    )
    scales = {found.instrument.scale_key for found in rows}
    more = " " + _("Different questions and scales cannot be set against each other.") if len(scales) > 1 else ""
    return styled(chart, title=_("What people answered"), subtitle=what + more)


_PERCENT = alt.Axis(values=[0, 25, 50, 75, 100])
_SHARES = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])


def _row_name(found: Satisfaction) -> str:
    head = wrapped(short(found.instrument.title, 80), 34)
    tail = [found.wave] if found.wave else []
    scale = _("scale {scale}, n = {n}").format(scale=found.instrument.scale, n=format_number(found.n))
    return "\n".join([*head, ", ".join([*tail, scale])])


def _points(found: Satisfaction, name: str, width: int) -> list[dict[str, Any]]:
    """A point for each person, stacked where answers are equal, or one for all equal answers of many people."""
    counts = Counter(value for _who, value in found.values)
    if found.n > DOTS:
        most = max(counts.values())
        return [
            {"name": name, "value": found.instrument.goodness(value), "offset": -8, "size": 20 + 500 * count / most}
            for value, count in sorted(counts.items())
        ]
    # A pixel of the axis in percent: equal answers that fill a stack go on beside it.
    pixel = 106 / width
    points = []
    for value, count in sorted(counts.items()):
        columns = -(-count // STACK)
        for nth in range(count):
            column, height = divmod(nth, STACK)
            shift = (column - (columns - 1) / 2) * STEP * pixel
            place = found.instrument.goodness(value) + shift
            points.append({"name": name, "value": place, "offset": 2 - STEP * height, "size": 34})
    return points


def _by_offset(points: Iterable[dict[str, Any]]) -> list[tuple[int, list[dict[str, Any]]]]:
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for point in points:
        groups[point["offset"]].append(point)
    return sorted(groups.items())


def plot_ranking(found: ScaleRanking, *, width: int = 420) -> Any:
    """Touchpoints or stages from the worst rated, with 95% intervals; those that cannot be told apart are shaded alike.

    Parameters
    ----------
    found : ScaleRanking
        One of `SatisfactionTable.rankings`.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    ranking = found.ranking
    rows = [_ranked_row(one) for one in ranking.items]
    names = [row["name"] for row in rows]
    y = alt.Y("name:N", sort=names, title=None, scale=alt.Scale(domain=names, padding=0), axis=_LABELS)
    low = min([row["low"] for row in rows] + [0])
    domain = [-100, 100] if low < 0 else [0, 100]
    title = _("NPS score") if low < 0 else _("Percent of the maximum (100 is best)")
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=domain))
    base: Any = alt.Chart(data(rows)).encode(y=y)
    shade = alt.Color("shade:N", scale=alt.Scale(domain=["tie", "apart"], range=[BAND, "#ffffff"]), legend=None)
    chart = alt.layer(
        base.mark_bar(opacity=0.55, cornerRadius=0).encode(x=alt.value(0), x2=alt.value(width), color=shade),
        base.mark_rule(color=INK, strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q"),
        base.mark_tick(color=INK, thickness=2, size=10).encode(x=alt.X("low:Q", title=title)),
        base.mark_tick(color=INK, thickness=2, size=10).encode(x=alt.X("high:Q", title=title)),
        base.mark_circle(color=BLUE, size=110, opacity=1).encode(x=x),
        base.mark_text(align="left", color=INK, fontSize=11.5).encode(x=alt.value(width + 10), text="places:N"),
    ).properties(width=width, height=max(60, 46 * len(rows)))
    if ranking.is_refused:
        heading = _("{scale}: all intervals overlap, so there is no order").format(scale=found.name)
    else:
        heading = _("{scale}: the worst rated first").format(scale=found.name)
    what = _("Lines: 95% interval. Shaded: may be the worst. Rows that share a letter cannot be told apart.")
    return styled(chart, title=heading, subtitle=what)


def _ranked_row(one: RankedItem) -> dict[str, Any]:
    item = one.item
    head = wrapped(short(item.name, 80), 34)
    places = _("place {rank}").format(rank=format_number(one.best_rank))
    if one.worst_rank > one.best_rank:
        places = _("place {first} to {last}").format(first=one.best_rank, last=one.worst_rank)
    return {
        "name": "\n".join([*head, _("n = {n}").format(n=format_number(item.n))]),
        "value": item.value,
        "low": item.interval[0],
        "high": item.interval[1],
        "places": f"{places} ({one.letters})" if one.letters else places,
        "shade": "tie" if one.best_rank == 1 else "apart",
    }


def plot_waves(comparison: WaveComparison, *, width: int = 240, height: int = 300) -> Any:
    """Two waves: a line for everybody who answered both times, the means, and the change with its 95% interval.

    Parameters
    ----------
    comparison : WaveComparison
        As `study.compare_waves` gives it.
    width, height : int
        Of the left part, in pixels.

    Returns
    -------
    altair.HConcatChart
    """
    labels = [found.wave or _("no label") for found in (comparison.first, comparison.second)]
    first, second = ("\n".join(wrapped(short(label, 48), 16)) for label in labels)
    left = _wave_lines(comparison, first, second).properties(width=width, height=height)
    right = _change_interval(comparison).properties(width=110, height=height)
    n = comparison.paired.n if comparison.paired else 0
    what = _(
        "Lines: the {n} people who answered both times, thicker for several alike. Diamonds: means of all."
    ).format(n=format_number(n))
    title = comparison.instrument.title
    return styled(alt.hconcat(left, right, spacing=40), title=title, subtitle=what)


def _wave_lines(comparison: WaveComparison, first: str, second: str) -> Any:
    instrument = comparison.instrument
    pairs = Counter((a, b) for _who, a, b in comparison.paired.people) if comparison.paired else Counter()
    lines = [
        {"line": f"{a} {b}", "wave": wave, "value": value, "people": count, "way": _way(comparison, a, b)}
        for (a, b), count in sorted(pairs.items())
        for wave, value in ((first, a), (second, b))
    ]
    dots: list[dict[str, Any]] = [
        {"wave": wave, "value": value, "people": count}
        for wave, found in ((first, comparison.first), (second, comparison.second))
        for value, count in sorted(Counter(v for _who, v in found.values).items())
    ]
    means = [
        {"wave": wave, "value": found.mean, "low": found.mean_interval[0], "high": found.mean_interval[1]}
        for wave, found in ((first, comparison.first), (second, comparison.second))
    ]
    x = alt.X(
        "wave:N",
        sort=[first, second],
        title=None,
        scale=alt.Scale(domain=[first, second], padding=0.35),
        axis=alt.Axis(labelExpr=LABEL_LINES, labelAngle=0, ticks=False, domain=False, labelPadding=6),
    )
    room = 0.04 * (instrument.high - instrument.low)
    ends = [instrument.low - room, instrument.high + room]
    scale = alt.Scale(domain=ends, nice=False, reverse=not instrument.higher_is_better)
    direction = _("Answer (high is good)") if instrument.higher_is_better else _("Answer (low is good, turned round)")
    ticks = (
        list(range(instrument.low, instrument.high + 1)) if instrument.high - instrument.low <= 12 else alt.Undefined
    )
    y = alt.Y("value:Q", title=direction, scale=scale, axis=alt.Axis(values=ticks, format="d", tickCount=10))
    most = max([row["people"] for row in dots], default=1)
    ways = ["better", "same", "worse"]
    colour = alt.Color("way:N", scale=alt.Scale(domain=ways, range=[POSITIVE, MUTED, NEGATIVE]), legend=None)
    dash = alt.StrokeDash("way:N", scale=alt.Scale(domain=ways, range=[[1, 0], [1, 0], [5, 3]]), legend=None)
    width = alt.StrokeWidth("people:Q", scale=alt.Scale(domain=[1, max(2, most)], range=[1.2, 6]), legend=None)
    size = alt.Size("people:Q", scale=alt.Scale(domain=[1, max(2, most)], range=[30, 260]), legend=None)
    return alt.layer(
        alt.Chart(data(lines))
        .mark_line(opacity=0.5)
        .encode(x=x, y=y, detail="line:N", color=colour, strokeDash=dash, strokeWidth=width),
        alt.Chart(data(dots)).mark_circle(color=BLUE, opacity=0.6).encode(x=x, y=y, size=size),
        alt.Chart(data(means)).mark_rule(color=INK, strokeWidth=2).encode(x=x, y="low:Q", y2="high:Q"),
        alt.Chart(data(means))
        .mark_point(shape="diamond", filled=True, size=120, color=INK, opacity=1)
        .encode(x=x, y=y),
    )


def _way(comparison: WaveComparison, first: float, second: float) -> str:
    gain = comparison.instrument.goodness(second) - comparison.instrument.goodness(first)
    return "better" if gain > 0 else "worse" if gain < 0 else "same"


def _change_interval(comparison: WaveComparison) -> Any:
    change, interval = comparison.change
    low, high = interval or (change, change)
    unit = {"csat": _("Change in percentage points"), "nps": _("Change of the score")}.get(
        comparison.instrument.kind, _("Change on the scale")
    )
    reach = 1.15 * max(abs(low), abs(high), abs(change), 1e-9)
    scale = alt.Scale(domain=[-reach, reach], nice=True, reverse=not comparison.higher_is_better)
    row = {"value": change, "low": low, "high": high, "zero": 0}
    base = alt.Chart(data([row]))
    y = alt.Y("value:Q", title=unit, scale=scale)
    return alt.layer(
        base.mark_rule(color=LINE, strokeWidth=2).encode(y=alt.Y("zero:Q", scale=scale)),
        base.mark_rule(color=INK, strokeWidth=2).encode(y="low:Q", y2="high:Q"),
        base.mark_tick(color=INK, thickness=2, size=16, orient="horizontal").encode(y="low:Q"),
        base.mark_tick(color=INK, thickness=2, size=16, orient="horizontal").encode(y="high:Q"),
        base.mark_point(shape="diamond", filled=True, size=140, color=INK, opacity=1).encode(y=y),
    )


def plot_priorities(priorities: PainPriorities, *, limit: int = 12, width: int = 420, height: int = 320) -> Any:
    """Pains by how many people have them and how bad it was for these; numbers lead to the list beside the plot.

    Parameters
    ----------
    priorities : PainPriorities
        As `study.pain_priorities` gives them; pains without a coded feeling stand in the list only.
    limit : int
        How many pains at most.
    width, height : int
        Of the plot, in pixels.

    Returns
    -------
    altair.HConcatChart
    """
    shown = list(enumerate(priorities.pains[:limit], start=1))
    places: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, pain in shown:
        if pain.severity is not None:
            places[pain.count.k / max(1, pain.count.n), round(pain.severity, 2)].append(number)
    points = [
        {"share": share, "severity": severity, "numbers": ", ".join(map(str, numbers)), "rank": min(numbers)}
        for (share, severity), numbers in places.items()
    ]
    x = alt.X("share:Q", title=_("Share of people who have it"), scale=alt.Scale(domain=[0, 1]), axis=_SHARES)
    y = alt.Y("severity:Q", title=_("How bad it was for them (0 to 2)"), scale=alt.Scale(domain=[0, 2.1], nice=False))
    base = alt.Chart(data(points))
    plot = alt.layer(
        _equal_weights(),
        base.mark_circle(size=260, color=PAIN, opacity=0.9).encode(x=x, y=y),
        base.mark_text(color=INK, fontWeight="bold", fontSize=11.5, dy=-17).encode(x=x, y=y, text="numbers:N"),
    ).properties(width=width, height=height)
    return styled(
        alt.hconcat(plot, _pain_list(shown, height), spacing=24),
        title=_("Pains: how many people, how bad"),
        subtitle=_("Numbers: order by both together. Along a dotted line people and severity weigh the same."),
    )


def _equal_weights() -> Any:
    """Lines along which share times severity is the same."""
    rows = [
        {"line": weight, "share": share / 40, "severity": 2 * weight / (share / 40)}
        for weight in (0.05, 0.15, 0.3, 0.5)
        for share in range(1, 41)
        if 2 * weight / (share / 40) <= 2.1
    ]
    return (
        alt.Chart(data(rows))
        .mark_line(color="#aab4bd", strokeDash=[2, 3], strokeWidth=1)
        .encode(x="share:Q", y="severity:Q", detail="line:N")
    )


def _pain_list(shown: Sequence[tuple[int, PainPriority]], height: int) -> Any:
    lines = []
    for number, pain in shown:
        known = format_number(pain.severity, 1) if pain.severity is not None else "–"
        figures = _("{share} people, severity {severity}").format(
            share=format_share(pain.count.k, pain.count.n), severity=known
        )
        words = wrapped(_("{n}. {pain}").format(n=number, pain=short(pain.text, 84)), 46)
        lines += [{"text": text, "bold": 1} for text in words] + [{"text": figures, "bold": 0}]
    step = max(LABEL_LINE_HEIGHT + 1.5, min(18, height / max(1, len(lines))))
    rows = [{**line, "y": step * (n + 0.5)} for n, line in enumerate(lines)]
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[max(height, step * len(lines)), 0], nice=False))
    return (
        alt.Chart(data(rows))
        .mark_text(align="left", fontSize=11.5)
        .encode(
            x=alt.value(0),
            y=y,
            text="text:N",
            color=alt.Color("bold:N", scale=alt.Scale(domain=[0, 1], range=[MUTED, INK]), legend=None),
        )
        .properties(width=300, height=max(height, step * len(lines)))
    )


def _unique(names: Sequence[str]) -> list[str]:
    """The names, told apart where two are equal: one row is drawn for each name."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name + "\u200b" * (seen[name] - 1))
    return found
