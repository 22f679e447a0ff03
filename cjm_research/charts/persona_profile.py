"""What sets a persona apart: shares inside and outside the group, statement by statement."""

from __future__ import annotations

from typing import Any

import altair as alt

from cjm_research.charts.theme import BAND, BLUE, LABEL_LINES, MUTED, data, short, styled, wrapped
from cjm_research.i18n import _, format_share
from cjm_research.model import Persona, Statement


def plot_persona_profile(persona: Persona, *, limit: int = 12, width: int = 420) -> Any:
    """What sets a persona apart: the share of members and of others who show each statement, widest gap first.

    Assumptions, which nobody's words stand behind, are left out.

    Parameters
    ----------
    persona : Persona
        The persona.
    limit : int
        How many statements at most.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    # An assumption has no share to be drawn. Python's sort is stable: equal contrasts stay in the order of the draft.
    told = [statement for statement in persona.statements if not statement.is_assumption]
    statements = sorted(told, key=_contrast, reverse=True)[:limit]
    rows = [_row(statement) for statement in statements]
    order = [row["name"] for row in rows]
    axis = alt.Axis(labelExpr=LABEL_LINES, labelPadding=8, ticks=False, domain=False)
    base = alt.Chart(data(rows)).encode(y=alt.Y("name:N", sort=order, title=None, axis=axis))
    x_axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    x = alt.X("inside:Q", title=_("Share of people"), scale=alt.Scale(domain=[0, 1]), axis=x_axis)
    chart = alt.layer(
        base.mark_rule(color=BAND, strokeWidth=9, strokeCap="round").encode(x=alt.X("low:Q", title=None), x2="high:Q"),
        base.mark_point(size=70, shape="circle", color=MUTED, fill="#fff", strokeWidth=1.6, opacity=1).encode(
            x="outside:Q"
        ),
        base.mark_point(size=110, shape="circle", filled=True, color=BLUE, opacity=1).encode(x=x),
        base.mark_text(align="left", color=BLUE, fontWeight="bold", fontSize=11).encode(
            x=alt.value(width + 10), text="count:N"
        ),
    ).properties(width=width, height=max(60, 42 * len(rows)))
    return styled(
        chart,
        title=persona.title,
        subtitle=_("Filled: members, with the 95% interval; hollow: the other people. Numbers: members."),
    )


def _row(statement: Statement) -> dict[str, Any]:
    low, high = statement.interval
    return {
        "name": "\n".join(wrapped(short(statement.text, 90), 46)),
        "inside": _share(statement.inside),
        "outside": _share(statement.outside) if statement.outside[1] else None,
        "low": low,
        "high": high,
        "count": format_share(*statement.inside),
    }


def _contrast(statement: Statement) -> float:
    """How many more of the members than of the others show it, as a difference of shares."""
    return _share(statement.inside) - _share(statement.outside)


def _share(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1] if pair[1] else 0.0
