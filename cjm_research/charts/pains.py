"""Which troubles most people share: k of n with the interval of the share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cjm_research.charts.theme import INK, LABEL_LINES, NEGATIVE, PAIN, data, short, styled, wrapped
from cjm_research.i18n import _, format_share
from cjm_research.model import term
from cjm_research.model.journey import RankedPain


def plot_pains(pains: Sequence[RankedPain], *, limit: int = 10, width: int = 420) -> Any:
    """The first pains of a ranked list as bars, with the 95% interval of each share.

    Parameters
    ----------
    pains : sequence of RankedPain
        Most shared first, as `top_pains` gives them.
    limit : int
        How many bars at most.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    rows = [_row(pain) for pain in pains[:limit]]
    order = [row["name"] for row in rows]
    y = alt.Y(
        "name:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelExpr=LABEL_LINES, labelPadding=8, ticks=False, domain=False),
    )
    x_axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    x = alt.X("share:Q", title=_("Share of people"), scale=alt.Scale(domain=[0, 1]), axis=x_axis)
    base = alt.Chart(data(rows)).encode(y=y)
    kinds = [term("kind", "pain_point"), term("kind", "barrier")]
    colour = alt.Color(
        "kind:N", title=None, scale=alt.Scale(domain=kinds, range=[PAIN, NEGATIVE]), legend=alt.Legend(orient="bottom")
    )
    chart = alt.layer(
        base.mark_bar(height=16).encode(x=x, color=colour),
        base.mark_rule(color=INK, strokeWidth=1.4).encode(x=alt.X("low:Q", title=None), x2="high:Q"),
        base.mark_tick(color=INK, thickness=1.4, size=8).encode(x="low:Q"),
        base.mark_tick(color=INK, thickness=1.4, size=8).encode(x="high:Q"),
        base.mark_text(align="left", dx=8, color=INK, fontSize=11.5).encode(x="high:Q", text="count:N"),
    ).properties(width=width, height=max(60, 46 * len(rows)))
    return styled(
        chart,
        title=_("The pains that most people share"),
        subtitle=_("Bars: share of people; lines: its 95% interval. Equal counts are ties."),
    )


def _row(pain: RankedPain) -> dict[str, Any]:
    low, high = pain.count.interval
    return {
        "name": "\n".join(wrapped(f"{pain.rank}. {short(pain.text, 90)}", 44)),
        "share": pain.count.k / pain.count.n if pain.count.n else 0.0,
        "low": low,
        "high": high,
        "count": format_share(pain.count.k, pain.count.n),
        "kind": term("kind", "barrier" if pain.is_barrier else "pain_point"),
    }
