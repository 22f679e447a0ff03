"""Which codes stand together: a heat map of pairs, people in the cells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import altair as alt

from cjm_research.charts.frequencies import basis_and_emptiness
from cjm_research.charts.theme import (
    INK,
    LABEL_LINE_HEIGHT,
    LABEL_LINES,
    LABEL_MIDDLE,
    PAIN,
    data,
    short,
    styled,
    wrapped,
)
from cjm_research.i18n import _, format_number, ngettext

if TYPE_CHECKING:
    import pandas as pd

CELL = (46, 34)
# Characters of a line and of a whole label beside the rows, and of a label below the columns.
LINE, LONGEST, BELOW = 30, 75, 42
# Pairs that meet more often than chance would have it in all but this share of its arrangements are framed.
UNLIKELY = 0.05
_SHADES = ["#eef3f7", "#134a75"]


def plot_cooccurrence(table: pd.DataFrame, *, limit: int = 15) -> Any:
    """The codes that meet in most people's interviews, as `code_cooccurrence` gives them.

    Below the diagonal, each cell holds the number of people in whose interviews the two codes meet, shaded by the
    Jaccard coefficient of people; the diagonal holds the people who told of each code. A frame marks what chance alone
    would hardly bring, where enough people told of both codes.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns a, b, name_a, name_b, people, people_a, people_b, n, jaccard, mentions, expected, p, few, basis.
    limit : int
        How many codes at most.

    Returns
    -------
    altair.LayerChart
    """
    codes, titles, told = _codes(table)
    shown = codes[:limit]
    beside, below = _labels({code: titles[code] for code in shown})
    rows = _cells(table, shown, beside, below, told)
    lines = max((label.count("\n") + 1 for label in beside.values()), default=1)
    base = alt.Chart(data(rows)).encode(
        x=alt.X(
            "b:N",
            sort=list(below.values()),
            scale=alt.Scale(domain=list(below.values())),
            title=None,
            axis=alt.Axis(orient="bottom", labelAngle=-45, labelAlign="right", ticks=False, domain=False),
        ),
        y=alt.Y(
            "a:N",
            sort=list(beside.values()),
            scale=alt.Scale(domain=list(beside.values())),
            title=None,
            axis=alt.Axis(labelExpr=LABEL_LINES, labelOffset=LABEL_MIDDLE, labelPadding=8, ticks=False, domain=False),
        ),
    )
    pairs = base.transform_filter("!datum.own")
    shade = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=_SHADES), legend=None)
    ink = alt.condition("!datum.own && datum.share > 0.45", alt.value("#fff"), alt.value(INK))
    chart = alt.layer(
        pairs.mark_rect(stroke="#fff", strokeWidth=2).encode(color=shade),
        base.transform_filter("datum.own").mark_rect(fill="#fff", stroke="#b9c3cc", strokeWidth=1),
        base.transform_filter("datum.framed").mark_rect(filled=False, stroke=PAIN, strokeWidth=2),
        base.mark_text(fontSize=11.5).encode(text="text:N", color=ink),
    ).properties(
        width=CELL[0] * max(1, len(shown)), height=max(CELL[1], LABEL_LINE_HEIGHT * lines + 6) * max(1, len(shown))
    )
    return styled(chart, title=_title(table), subtitle=" ".join(_notes(table, len(codes) - len(shown))))


def _codes(table: pd.DataFrame) -> tuple[list[str], dict[str, str], dict[str, int]]:
    """The codes by the people of their best pair, their names, and how many people told of each."""
    titles: dict[str, str] = {}
    told: dict[str, int] = {}
    best: dict[str, int] = {}
    for row in table.itertuples():
        for code, title, people in ((row.a, row.name_a, row.people_a), (row.b, row.name_b, row.people_b)):
            titles[code], told[code] = title, int(people)
            best[code] = max(best.get(code, 0), int(row.people))
    codes = sorted(titles, key=lambda code: (-best[code], -told[code], code))
    return codes, titles, told


def _labels(titles: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Labels beside the rows and below the columns; codes of the same name are told apart by their keys."""
    beside = {code: "\n".join(wrapped(short(title, LONGEST), LINE)) for code, title in titles.items()}
    below = {code: short(title, BELOW) for code, title in titles.items()}
    rows, columns = Counter(beside.values()), Counter(below.values())
    return (
        {code: f"{label}\n{short(code, LINE)}" if rows[label] > 1 else label for code, label in beside.items()},
        {code: code if columns[label] > 1 else label for code, label in below.items()},
    )


def _cells(
    table: pd.DataFrame, shown: list[str], beside: dict[str, str], below: dict[str, str], told: dict[str, int]
) -> list[dict[str, Any]]:
    place = {code: n for n, code in enumerate(shown)}
    rows = [
        {"a": beside[code], "b": below[code], "text": format_number(told[code]), "share": 0.0, "own": True,
         "framed": False}
        for code in shown
    ]  # fmt: skip
    for row in table.itertuples():
        if row.a in place and row.b in place:
            lower, upper = sorted((row.a, row.b), key=lambda code: -place[code])
            rows.append(
                {
                    "a": beside[lower],
                    "b": below[upper],
                    "text": format_number(int(row.people)) if row.people else "",
                    "share": float(row.jaccard),
                    "own": False,
                    "framed": _stands_out(row),
                }
            )
    return rows


def _stands_out(row: Any) -> bool:
    """Whether chance alone would hardly bring so many meetings, and enough people told of both."""
    import pandas as pd

    return bool(not row.few and not pd.isna(row.p) and row.p <= UNLIKELY and row.mentions > row.expected)


def _title(table: pd.DataFrame) -> str:
    how = table["how"].iloc[0] if len(table) else "overlap"
    return {
        "overlap": _("Codes at the same words"),
        "turn": _("Codes in the same turn"),
        "near": _("Codes near each other"),
    }[how]


def _notes(table: pd.DataFrame, n_left_out: int) -> list[str]:
    n = int(table["n"].iloc[0]) if len(table) else 0
    notes = [
        _(
            "In the cells: in how many of {n} people's interviews the two codes meet; the darker, the larger a part of "
            "those who told of either. On the diagonal: how many people told of the code."
        ).format(n=format_number(n))
    ]
    if len(table) and table["p"].notna().any():
        notes.append(_("Framed: more often than by chance (p up to .05), told by at least 5 people each."))
    if n_left_out:
        words = ngettext(
            "{n} code that meets others in fewer interviews is left out.",
            "{n} codes that meet others in fewer interviews are left out.",
            n_left_out,
        )
        notes.append(words.format(n=format_number(n_left_out)))
    return [*notes, *basis_and_emptiness(table)]
