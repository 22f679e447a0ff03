"""A table of coloured squares whose numbers are written in them: what several charts of the journey share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from cjm_research.charts.theme import INK, LABEL_LINE_HEIGHT, LABEL_LINES, LINE, data, wrapped

# From bad to good; the middle is light, the ends are equally dark.
VALENCE = ("#b2182b", "#e8a79c", "#f4f4f4", "#a9c6e2", "#2166ac")
VALENCE_AT = (-2, -1.2, 0, 1.2, 2)
DARK_VALENCE = "abs(datum.mean) > 1.65"
# Frames of squares.
EDGE, EDGE_MARKED, EDGE_UNKNOWN = "#fff", "#d55e00", LINE
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
    x_title : str, optional
        Of the columns.
    """
    width, height = cell
    lines = [wrapped(x, max(8, width // 7)) for x in xs]
    most = max(map(len, lines), default=1)
    # Names hang from their first line: with empty ones before, all end just above their column.
    xs_lines = ["\n".join([*[" "] * (most - len(each)), *each]) for each in lines]
    ys_lines = ["\n".join(wrapped(y, 36)) for y in ys]
    names = dict(zip(xs, xs_lines, strict=True)) | dict(zip(ys, ys_lines, strict=True))
    values = [{**row, "x": names[row["x"]], "y": names[row["y"]]} for row in rows]
    axis: dict[str, Any] = {"labelExpr": LABEL_LINES, "ticks": False, "domain": False, "labelPadding": 7}
    x_axis = alt.Axis(orient="top", labelAngle=0, **(axis | {"labelPadding": 7 + LABEL_LINE_HEIGHT * (most - 1)}))
    base = alt.Chart(data(values)).encode(
        x=alt.X("x:N", sort=xs_lines, title=x_title, scale=alt.Scale(domain=xs_lines), axis=x_axis),
        y=alt.Y("y:N", sort=ys_lines, title=None, scale=alt.Scale(domain=ys_lines), axis=alt.Axis(**axis)),
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
