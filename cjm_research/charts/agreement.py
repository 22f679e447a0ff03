"""How far coders agree: codes by measures as a heat map, or coders by coders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import altair as alt

from cjm_research.charts.theme import INK, LABEL_LINES, data, styled, wrapped
from cjm_research.coding.agreement_report import PLAIN, SET_HEADLINE, figure_text, row_name, unit_name
from cjm_research.coding.ratings import Coefficient, short_name
from cjm_research.i18n import _, format_number

if TYPE_CHECKING:
    from cjm_research.coding.agreement_report import AgreementReport, AgreementRow

CELL = (96, 27)
# Diverging blue and brown, read alike by people with colour-vision deficiency; white is chance.
_COLOURS = ["#8c510a", "#e5c99a", "#ffffff", "#9ecae1", "#0b4f8a"]
_STOPS = [-1, -0.4, 0, 0.5, 1]
_SHOWN = {
    "character": ("alpha", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "percent", "holsti"),
    "sentence": (SET_HEADLINE, "alpha", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "percent"),
    "turn": (SET_HEADLINE, "alpha", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "percent"),
    "overlap": ("f1",),
    "unitizing": ("u_alpha",),
}


def plot_agreement(report: AgreementReport, what: Literal["codes", "coders"] = "codes") -> Any:
    """A heat map of agreement with every figure printed; a dash on grey is what is not defined.

    Parameters
    ----------
    report : AgreementReport
        From `Study.agreement`.
    what : {"codes", "coders"}
        Codes by measures, or the main figure of all codes for each two coders.

    Returns
    -------
    altair.LayerChart
    """
    with report.speaking():
        rows = _by_code(report) if what == "codes" else _by_coder(report)
        return _drawn(rows, _title(report, what), _subtitle(report))


def _title(report: AgreementReport, what: str) -> str:
    names = ", ".join(report.coders)
    return _("Agreement of {coders}").format(coders=names) if what == "codes" else _("Agreement of each two coders")


def _subtitle(report: AgreementReport) -> str:
    text = _("Unit: {unit}. In brackets: how much each coder marked.").format(unit=unit_name(report.unit))
    if report.unit != "overlap":
        text += " " + _("White: no better than chance. Shares in percent are not corrected for chance.")
    return text


def _by_code(report: AgreementReport) -> list[dict[str, Any]]:
    rows: list[AgreementRow] = [row for row in (*report.rows, report.overall) if row]
    there = {figure.measure for row in rows for figure in row.coefficients}
    measures = [measure for measure in _SHOWN[report.unit] if measure in there]
    return [_cell(_row_label(row), short_name(measure), row.figure(measure)) for row in rows for measure in measures]


def _row_label(row: AgreementRow) -> str:
    return _("{name} ({n})").format(name=row_name(row), n=" / ".join(format_number(n) for n in row.coded))


def _by_coder(report: AgreementReport) -> list[dict[str, Any]]:
    figures: dict[tuple[str, str], Coefficient | None] = {(p.first, p.second): p.figure for p in report.pairs}
    if len(report.coders) == 2:
        figures[report.coders[0], report.coders[1]] = report.headline
    figures.update({(second, first): figure for (first, second), figure in list(figures.items())})
    return [
        _cell(first, second, figures.get((first, second)), same=first == second)
        for first in report.coders
        for second in report.coders
    ]


def _cell(row: str, column: str, figure: Coefficient | None, *, same: bool = False) -> dict[str, Any]:
    value = figure.value if figure else None
    text = figure_text(figure) if figure and figure.is_defined else ("" if same or figure is None else "–")
    shade = None if value is None or (figure and figure.measure in PLAIN) else max(-1.0, value)
    plain = value if figure and figure.measure in PLAIN else None
    return {"row": row, "column": column, "value": shade, "plain": plain, "text": text, "same": same}


def _drawn(rows: Sequence[dict[str, Any]], title: str, subtitle: str) -> Any:
    down = list(dict.fromkeys(row["row"] for row in rows))
    across = list(dict.fromkeys(row["column"] for row in rows))
    lines = {name: "\n".join(wrapped(name, 13)) for name in across}
    rows = [{**row, "column": lines[row["column"]]} for row in rows]
    base = alt.Chart(data(rows)).encode(
        x=alt.X(
            "column:N",
            sort=list(lines.values()),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelPadding=6, labelExpr=LABEL_LINES),
        ),
        y=alt.Y("row:N", sort=down, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
    )
    shade = alt.Color("value:Q", scale=alt.Scale(domain=_STOPS, range=_COLOURS, clamp=True), legend=None)
    grey = alt.Color("plain:Q", scale=alt.Scale(domain=[0, 1], range=["#ffffff", "#b9c2ca"]), legend=None)
    dark = "datum.value !== null && (datum.value > 0.66 || datum.value < -0.6)"
    ink = alt.condition(dark, alt.value("#fff"), alt.value(INK))
    frame: dict[str, Any] = {"stroke": "#d6dde3", "strokeWidth": 1}
    return styled(
        alt.layer(
            base.mark_rect(fill="#eef1f4", **frame),
            base.transform_filter("datum.value !== null").mark_rect(**frame).encode(color=shade),
            base.transform_filter("datum.plain !== null").mark_rect(**frame).encode(color=grey),
            base.mark_text(fontSize=11.5).encode(text="text:N", color=ink),
        )
        .resolve_scale(color="independent")
        .properties(width=CELL[0] * max(1, len(across)), height=CELL[1] * max(1, len(down))),
        title=title,
        subtitle=subtitle,
    )
