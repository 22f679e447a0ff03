"""How far the tagger can be trusted: agreement with coders, and what a score means.

The tables are those of ``benchmarks/left_out/``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from cjm_research.charts.theme import DASHES, INK, MUTED, SERIES, SHAPES, data, styled
from cjm_research.i18n import _, format_number, language_name
from cjm_research.measures import wilson
from cjm_research.model import term
from cjm_research.model.scheme import CORE_KINDS

if TYPE_CHECKING:
    import pandas as pd

ROW_HEIGHT = 62
_SHARE = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
# Least scores whose number stands on the curve.
_MARKED = (0.0, 0.3, 0.5, 0.7)
# Shares of fewer tags jump about.
_FEWEST = 30


def plot_tagger_f1(
    scores: pd.DataFrame,
    second: pd.DataFrame | None = None,
    *,
    kinds: Sequence[str] = CORE_KINDS,
    width: int = 520,
) -> Any:
    """F1 of each kind and language, with the studies behind it.

    Parameters
    ----------
    scores : pandas.DataFrame
        A row for each study and kind, with `language`, `study`, `kind` and the counts `codings`, `tags`, `matched`.
    second : pandas.DataFrame, optional
        The same for a second human coder, without `study`: a mark to measure the machine by.
    kinds : sequence of str
        The rows of the chart, in this order.
    width : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    spoken = sorted(scores["language"].unique())
    names = [kind_or_barrier(kind) for kind in kinds]
    colour, shape = _by_language(spoken)
    y = alt.Y("kind:N", sort=names, title=None, axis=alt.Axis(labelPadding=8, ticks=False, domain=False))
    offset = alt.YOffset("language:N", scale=alt.Scale(domain=[language_name(x) for x in spoken], paddingOuter=0.35))
    ticks = {tenth: format_number(tenth / 10, 1) for tenth in range(0, 11, 2)}
    labels = f"{json.dumps(ticks)}[round(datum.value * 10)]"
    x_axis = alt.Axis(values=[tenth / 10 for tenth in ticks], labelExpr=labels)
    x = alt.X("f1:Q", title=_("F1: 0 is no agreement, 1 full agreement"), scale=_UNIT, axis=x_axis)
    here = scores[scores["kind"].isin(kinds)]
    layers = [
        _f1_layer(_f1_rows(here, ["language", "study", "kind"]), x, y, offset)
        .mark_point(size=28, filled=True, opacity=0.35)
        .encode(color=colour),
        _f1_layer(_f1_rows(here, ["language", "kind"]), x, y, offset)
        .mark_point(size=120, filled=True, opacity=1)
        .encode(color=colour, shape=shape),
    ]
    if second is not None:
        rows = _f1_rows(second[second["kind"].isin(kinds)], ["language", "kind"])
        layers.append(_f1_layer(rows, x, y, offset).mark_tick(color=INK, thickness=2.2, size=13))
    chart = alt.layer(*layers).properties(width=width, height=ROW_HEIGHT * len(kinds))
    notes = [_("Large marks: all studies of a language together; dots: single studies.")]
    notes += [_("Strokes: a second human coder, on a few interviews.")] if second is not None else []
    return styled(chart, title=_("How well the machine agrees with the coder"), subtitle=" ".join(notes))


def plot_tagger_precision_recall(curve: pd.DataFrame, *, language: str = "all", width: int = 520) -> Any:
    """Precision against recall of each core kind, for every least score.

    Parameters
    ----------
    curve : pandas.DataFrame
        A row for each `language`, `kind` and `least_score`, with `tags`, `precision` and `recall`.
    language : str
        Which rows; "all" are all languages together.
    width : int
        Of the plot, in pixels; its height is three quarters of it.

    Returns
    -------
    altair.LayerChart
    """
    here = curve[(curve["language"] == language) & (curve["tags"] > 0)]
    kinds = [kind for kind in CORE_KINDS if (here["kind"] == kind).any()]
    names = [kind_or_barrier(kind) for kind in kinds]
    rows = [
        {
            "kind": kind_or_barrier(row.kind), "recall": row.recall, "precision": row.precision,
            "least": row.least_score,
            "score": format_number(row.least_score, 1), "marked": round(row.least_score, 2) in _MARKED,
        }
        for row in here[here["kind"].isin(kinds)].itertuples()
        if row.tags >= _FEWEST
    ]  # fmt: skip
    colour = alt.Color("kind:N", title=None, scale=_domain(names, SERIES), legend=_LINES)
    dash = alt.StrokeDash("kind:N", title=None, scale=_domain(names, DASHES), legend=_LINES)
    base = alt.Chart(data(rows)).encode(
        x=alt.X("recall:Q", title=_("Recall: share of the codings found"), scale=_UNIT, axis=_SHARE),
        y=alt.Y("precision:Q", title=_("Precision: share of the suggestions that are right"), scale=_UNIT, axis=_SHARE),
        color=colour,
    )
    marks = base.transform_filter("datum.marked")
    chart = alt.layer(
        base.mark_line(strokeWidth=2.2).encode(strokeDash=dash, order="least:Q"),
        marks.mark_point(size=44, filled=True, opacity=1),
        marks.mark_text(dx=6, dy=-9, align="left", fontSize=10.5).encode(text="score:N"),
    ).properties(width=width, height=width * 3 // 4)
    return styled(
        chart,
        title=_("What a higher least score gains and costs"),
        subtitle=_("Numbers on the lines: the least score of the suggestions that are kept; 0 keeps all of them."),
    )


def plot_tagger_reliability(calibration: pd.DataFrame, *, kind: str = "all", width: int = 420) -> Any:
    """How often tags of a score are right, by tenths of the score, with 95% intervals.

    Parameters
    ----------
    calibration : pandas.DataFrame
        A row for each `language`, `kind` and tenth, with `tags`, `mean_score` and `right`; only single languages and
        `kind` are drawn.
    kind : str
        Which kind; "all" are all kinds together.
    width : int
        Width and height of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    here = calibration[(calibration["language"] != "all") & (calibration["kind"] == kind) & (calibration["tags"] > 0)]
    rows = []
    for row in here.itertuples():
        low, high = wilson(int(row.right), int(row.tags))
        share = row.right / row.tags
        rows.append(
            {"language": language_name(row.language), "score": row.mean_score, "share": share, "low": low, "high": high}
        )
    colour, shape = _by_language(sorted(here["language"].unique()))
    x = alt.X("score:Q", title=_("Score that the machine gives"), scale=_UNIT, axis=_SHARE)
    y = alt.Y("share:Q", title=_("Share of such suggestions that are right"), scale=_UNIT, axis=_SHARE)
    base = alt.Chart(data(rows)).encode(x=x, color=colour)
    ideal = alt.Chart(data([{"score": 0, "share": 0}, {"score": 1, "share": 1}]))
    chart = alt.layer(
        ideal.mark_line(color=MUTED, strokeDash=[5, 4], strokeWidth=1.2).encode(x=x, y=y),
        base.mark_rule(opacity=0.55, strokeWidth=1.6).encode(y=alt.Y("low:Q", title=None), y2="high:Q"),
        base.mark_point(size=75, filled=True, opacity=1).encode(y=y, shape=shape),
    ).properties(width=width, height=width)
    return styled(
        chart,
        title=_("Does a score mean what it says?"),
        subtitle=_("On the broken line a score is exact; lines through the points are 95% intervals."),
    )


def kind_or_barrier(kind: str) -> str:
    """The display name of a kind as scores count it: barriers among the pain points."""
    return _("Pain point or barrier") if kind == "pain_point" else term("kind", kind)


def _f1_rows(table: pd.DataFrame, keys: list[str]) -> list[dict[str, Any]]:
    sums = table.groupby(keys, sort=True)[["codings", "tags", "matched"]].sum().reset_index()
    return [
        {
            "kind": kind_or_barrier(row.kind),
            "language": language_name(row.language),
            "f1": float(2 * row.matched / (row.codings + row.tags)),
        }
        for row in sums.itertuples()
        if row.codings + row.tags
    ]


def _f1_layer(rows: list[dict[str, Any]], x: Any, y: Any, offset: Any) -> Any:
    return alt.Chart(data(rows)).encode(x=x, y=y, yOffset=offset)


def _by_language(spoken: Sequence[str]) -> tuple[Any, Any]:
    names = [language_name(language) for language in spoken]
    return (
        alt.Color("language:N", title=None, scale=_domain(names, SERIES), legend=_LEGEND),
        alt.Shape("language:N", title=None, scale=_domain(names, SHAPES), legend=_LEGEND),
    )


def _domain(names: Sequence[str], values: Sequence[Any]) -> Any:
    return alt.Scale(domain=list(names), range=[list(v) if isinstance(v, tuple) else v for v in values[: len(names)]])


_LEGEND = alt.Legend(orient="bottom", symbolSize=90, symbolStrokeWidth=2, symbolOpacity=1)
_LINES = alt.Legend(orient="bottom", symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.4, symbolFillColor="#fff")
_UNIT = alt.Scale(domain=[0, 1])
