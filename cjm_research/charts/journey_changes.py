"""What changed between two journey maps, with the intervals that say whether it may be chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt

from cjm_research.charts.theme import (
    BAND,
    BLUE,
    INK,
    LABEL_LINES,
    LABEL_MIDDLE,
    MUTED,
    data,
    short,
    styled,
    wrapped,
)
from cjm_research.i18n import _, format_percent, format_share
from cjm_research.model import Count
from cjm_research.model.analysis import ItemChange, JourneyDiff

_LABELS = alt.Axis(labelExpr=LABEL_LINES, labelOffset=LABEL_MIDDLE, labelPadding=8, ticks=False, domain=False)


def plot_changes(diff: JourneyDiff, *, limit: int = 12, width: int = 420) -> Any:
    """Shares of people behind the entries that changed, before and after, with their 95% intervals.

    Parameters
    ----------
    diff : JourneyDiff
        As `study.journey_changes` gives it.
    limit : int
        How many entries at most, those that changed most first.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    changed = sorted(diff.changed, key=lambda c: (c.intervals_overlap, -abs(_difference(c)), c.key))[:limit]
    rows = [row for change in changed for row in _change_rows(change, diff)]
    names = list(dict.fromkeys(row["name"] for row in rows))
    whens = [diff.before, diff.after]
    y = alt.Y("name:N", sort=names, scale=alt.Scale(domain=names, paddingInner=0.35), title=None, axis=_LABELS)
    offset = alt.YOffset("when:N", sort=whens, scale=alt.Scale(domain=whens, paddingInner=0.4))
    title = _("Share of people")
    x = alt.X("share:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
    legend = alt.Legend(orient="bottom", symbolSize=110)
    base = alt.Chart(data(rows)).encode(y=y, yOffset=offset)
    chart = alt.layer(
        base.mark_rule(color=BAND, strokeWidth=6).encode(x=alt.X("low:Q", title=title), x2="high:Q"),
        base.mark_point(filled=True, size=110, opacity=1).encode(
            x=x,
            shape=alt.Shape(
                "when:N", title=None, legend=legend, scale=alt.Scale(domain=whens, range=["diamond", "circle"])
            ),
            color=alt.Color("when:N", title=None, legend=legend, scale=alt.Scale(domain=whens, range=[MUTED, BLUE])),
        ),
        base.mark_text(align="left", color=INK, fontSize=11).encode(x=alt.value(width + 8), text="people:N"),
    ).properties(width=width, height=max(60, 52 * len(names)))
    what = _("Bands: 95% interval. Where bands of an entry overlap, the change may be chance.")
    return styled(chart, title=_("What changed"), subtitle=what)


def _change_rows(change: ItemChange, diff: JourneyDiff) -> Iterable[dict[str, Any]]:
    name = "\n".join(wrapped(_("{topic} ({stage})").format(topic=short(change.name, 70), stage=change.place), 40))
    for when, count in zip((diff.before, diff.after), change.counts, strict=True):
        if count is not None:
            low, high = count.interval
            yield {
                "name": name,
                "when": when,
                "share": _share(count),
                "low": low,
                "high": high,
                "people": f"{format_share(count.k, count.n)} ({format_percent(_share(count))})",
            }


def _difference(change: ItemChange) -> float:
    before, after = change.counts
    return _share(after) - _share(before)


def _share(count: Count | None) -> float:
    return count.k / count.n if count and count.n else 0.0
