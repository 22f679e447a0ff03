"""A table of coloured squares whose numbers are written in them: what several charts of the journey share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cjm_research.charts.theme import INK, LABEL_LINES, LINE, data, wrapped

# From bad to good; the middle is light, the ends are equally dark.
VALENCE = ("#b2182b", "#f3d9d3", "#f4f4f4", "#d5e3ef", "#2166ac")
_TEXT_LINES = "split(datum.text, '\\n')"


def heat(
    rows: Sequence[dict[str, Any]],
    *,
    xs: Sequence[str],
    ys: Sequence[str],
    colour: Any,
    dark: str,
    cell: tuple[int, int],
    x_title: str | None = None,
    y_title: str | None = None,
) -> Any:
    """Squares with their text, columns named above, rows on the left.

    Parameters
    ----------
    rows : sequence of dict
        ``x``, ``y``, ``text`` (lines parted by line feeds), whatever `colour` and `dark` ask for, and ``edge``, the
        colour of the square's frame.
    xs, ys : sequence of str
        Names in order; two of one name would fall together.
    colour : altair channel
        How squares are filled.
    dark : str
        Vega expression that is true where the square is dark: its text is white then.
    cell : (int, int)
        Width and height of a square, in pixels.
    x_title, y_title : str, optional
        Of the axes.
    """
    width, height = cell
    xs_lines = ["\n".join(wrapped(x, max(8, width // 7))) for x in xs]
    ys_lines = ["\n".join(wrapped(y, 36)) for y in ys]
    names = dict(zip(xs, xs_lines, strict=True)) | dict(zip(ys, ys_lines, strict=True))
    values = [{**row, "x": names[row["x"]], "y": names[row["y"]]} for row in rows]
    axis: dict[str, Any] = {"labelExpr": LABEL_LINES, "ticks": False, "domain": False, "labelPadding": 7}
    most = max((x.count("\n") for x in xs_lines), default=0)
    x_axis = alt.Axis(orient="top", labelAngle=0, titlePadding=10 + 13 * most, **axis)
    base = alt.Chart(data(values)).encode(
        x=alt.X("x:N", sort=xs_lines, title=x_title, scale=alt.Scale(domain=xs_lines), axis=x_axis),
        y=alt.Y("y:N", sort=ys_lines, title=y_title, scale=alt.Scale(domain=ys_lines), axis=alt.Axis(**axis)),
    )
    ink = alt.condition(dark, alt.value("#fff"), alt.value(INK))
    frame = alt.Stroke("edge:N", scale=None, legend=None)
    return alt.layer(
        base.mark_rect(strokeWidth=1.6).encode(color=colour, stroke=frame),
        *(_line_of_text(base, i, ink, height) for i in range(2)),
    ).properties(width=width * max(1, len(xs)), height=height * max(1, len(ys)))


def _line_of_text(base: Any, number: int, ink: Any, height: int) -> Any:
    """One of the at most two lines of a square, around its middle."""
    shift = f"length({_TEXT_LINES}) > 1 ? {(-1, 1)[number] * min(7.5, height / 4)} : 0"
    return (
        base.transform_calculate(line=f"{_TEXT_LINES}[{number}]", shift=shift)
        .transform_filter("isValid(datum.line)")
        .mark_text(fontSize=11, dy=alt.ExprRef("datum.shift"))
        .encode(text="line:N", color=ink)
    )


EDGE = "#fff"
EDGE_MARKED = "#d55e00"
EDGE_UNKNOWN = LINE
