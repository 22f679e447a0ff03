"""How many people told of each code: bars with intervals, side by side for groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from cjm_research.charts.theme import (
    BLUE,
    INK,
    LABEL_LINE_HEIGHT,
    LABEL_LINES,
    LABEL_MIDDLE,
    SERIES,
    data,
    short,
    styled,
    wrapped,
)
from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.model import term
from cjm_research.model.scheme import GROUPS

if TYPE_CHECKING:
    import pandas as pd

# Characters of a label's line, and of a whole label.
LINE, LONGEST = 34, 100
BAR, GAP = 18, 18


def plot_frequencies(table: pd.DataFrame, *, limit: int = 20, width: int = 380) -> Any:
    """The codes that most people told of, as `code_frequencies` gives them: share of people, interval, mentions.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns code, name, split, people, n, share, low, high, mentions, basis; in its order.
    limit : int
        How many codes at most.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    codes = list(dict.fromkeys(table["code"]))
    splits = list(dict.fromkeys(table["split"]))
    shown, compared = codes[:limit], splits[: len(SERIES)]
    rows = [
        _row(row, split_names(compared)) for row in table.itertuples() if row.code in shown and row.split in compared
    ]
    _unique_names(rows)
    names = list(dict.fromkeys(row["name"] for row in rows))
    series = list(split_names(compared).values())
    parts = max(1, len(series))
    lines = max((name.count("\n") + 1 for name in names), default=1)
    step = max(BAR * parts + GAP, LABEL_LINE_HEIGHT * lines + GAP // 2)
    base: Any = alt.Chart(data(rows)).encode(
        y=alt.Y(
            "name:N",
            sort=names,
            title=None,
            scale=alt.Scale(paddingInner=1 - BAR * parts / step, paddingOuter=0.2),
            axis=alt.Axis(labelExpr=LABEL_LINES, labelOffset=LABEL_MIDDLE, labelPadding=8, ticks=False, domain=False),
        )
    )
    if parts > 1:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=series))
    x = alt.X(
        "share:Q",
        title=_("Share of people"),
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    colour = alt.Color(
        "series:N",
        title=None,
        sort=series,
        scale=alt.Scale(domain=series, range=list(SERIES[: len(series)]) if parts > 1 else [BLUE]),
        legend=alt.Legend(orient="bottom", columns=1) if parts > 1 else None,
    )
    chart = alt.layer(
        base.mark_bar(height=BAR - 6, opacity=0.75).encode(x=x, color=colour),
        base.mark_rule(color=INK, strokeWidth=1.4).encode(x=alt.X("low:Q", title=None), x2="high:Q"),
        base.mark_tick(color=INK, thickness=1.4, size=7).encode(x="low:Q"),
        base.mark_tick(color=INK, thickness=1.4, size=7).encode(x="high:Q"),
        # Beside the plot: within it, the words would stand on grid lines and run out of it.
        base.mark_text(align="left", color=INK, fontSize=11.5).encode(x=alt.value(width + 10), text="count:N"),
    ).properties(width=width, height=max(60, len(names) * step))
    notes = [
        _("Bars: share of people; lines: its 95% interval. Beside them: people and mentions."),
        *_left_out(len(codes) - len(shown), len(splits) - len(compared)),
        *basis_and_emptiness(table),
    ]
    return styled(chart, title=_("How many people told of what"), subtitle=" ".join(notes))


def split_names(splits: list[str]) -> dict[str, str]:
    """What the parts of a comparison are called: groups by their display name, others as they are."""
    names: dict[str, str] = {}
    for split in splits:
        name = term("group", split) if split in GROUPS else short(split, 60) if split else _("Not known")
        while name in names.values():  # two long values that are cut to the same words stay two parts
            name += " "
        names[split] = name
    return names


def _row(row: Any, names: dict[str, str]) -> dict[str, Any]:
    counted = ngettext("{share}, {n} mention", "{share}, {n} mentions", int(row.mentions))
    known = int(row.n) > 0
    return {
        "code": row.code,
        "name": "\n".join(wrapped(short(row.name, LONGEST), LINE)),
        "series": names[row.split],
        "share": float(row.share) if known else 0.0,
        "low": float(row.low),
        "high": float(row.high),
        "count": counted.format(share=format_share(int(row.people), int(row.n)), n=format_number(int(row.mentions))),
    }


def _unique_names(rows: list[dict[str, Any]]) -> None:
    """Tell codes of the same name apart by their keys, or they would share a bar."""
    keys: dict[str, set[str]] = {}
    for row in rows:
        keys.setdefault(row["name"], set()).add(row["code"])
    for row in rows:
        if len(keys[row["name"]]) > 1:
            row["name"] += "\n" + short(row["code"], LONGEST)


def _left_out(n_codes: int, n_splits: int) -> list[str]:
    notes = []
    if n_codes:
        words = ngettext("{n} code of fewer people is left out.", "{n} codes of fewer people are left out.", n_codes)
        notes.append(words.format(n=format_number(n_codes)))
    if n_splits:
        words = ngettext("{n} further part is left out.", "{n} further parts are left out.", n_splits)
        notes.append(words.format(n=format_number(n_splits)))
    return notes


def basis_and_emptiness(table: pd.DataFrame) -> list[str]:
    """Sentences about what the figures rest on, and that there are none."""
    if table.empty:
        return [_("There is nothing to show yet.")]
    return [term("basis", "machine") + "."] if "machine" in set(table["basis"]) else []
