"""How far coders agree: codes by measures as a heat map, or coders by coders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import altair as alt

from cjm_research.charts.theme import INK, data, styled
from cjm_research.coding.agreement.ratings import Coefficient, short_name
from cjm_research.coding.agreement.report import PLAIN, figure_text, row_name, unit_name
from cjm_research.coding.agreement.text import headline_text
from cjm_research.i18n import _, format_number

if TYPE_CHECKING:
    from cjm_research.coding.agreement.report import AgreementReport, AgreementRow

CELL = (84, 27)
# So wide is a letter of a column's name at most, in pixels.
_LETTER = 7.2
_LONGEST = 24
# Diverging blue and brown, read alike by people with colour-vision deficiency; white is chance. Ink is readable on all.
_COLOURS = ["#d8a45f", "#f3e2c5", "#ffffff", "#b9d9ee", "#5fa2d3"]
_STOPS = [-1, -0.4, 0, 0.5, 1]
_SHOWN = {
    "character": ("alpha", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "percent", "holsti"),
    "sentence": ("alpha", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "percent"),
    "turn": ("alpha", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "percent"),
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
        return _drawn(rows, _title(report, what), _subtitle(report, what))


def _title(report: AgreementReport, what: str) -> str:
    names = ", ".join(report.coders)
    return _("Agreement of {coders}").format(coders=names) if what == "codes" else _("Agreement of each two coders")


def _subtitle(report: AgreementReport, what: str) -> str:
    parts = [_("Unit: {unit}.").format(unit=unit_name(report.unit))]
    if what == "codes":
        parts.append(_("In brackets: how much each coder marked."))
    if what == "coders" or report.unit in {"sentence", "turn"}:
        parts.append(headline_text(report))
    if report.unit != "overlap":
        parts.append(_("White: no better than chance."))
    if what == "codes" and report.unit != "unitizing":
        parts.append(_("Shares in percent are not corrected for chance."))
    return " ".join(parts)


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
    longest = min(_LONGEST, max((len(name) for name in across), default=0))
    width = max(CELL[0], longest * _LETTER + 12)
    base = alt.Chart(data(rows)).encode(
        x=alt.X(
            "column:N",
            sort=across,
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelPadding=6, labelLimit=width),
        ),
        y=alt.Y("row:N", sort=down, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
    )
    shade = alt.Color("value:Q", scale=alt.Scale(domain=_STOPS, range=_COLOURS, clamp=True), legend=None)
    grey = alt.Color("plain:Q", scale=alt.Scale(domain=[0, 1], range=["#ffffff", "#b9c2ca"]), legend=None)
    frame: dict[str, Any] = {"stroke": "#d6dde3", "strokeWidth": 1}
    return styled(
        alt.layer(
            base.mark_rect(fill="#eef1f4", **frame),
            base.transform_filter("datum.value !== null").mark_rect(**frame).encode(color=shade),
            base.transform_filter("datum.plain !== null").mark_rect(**frame).encode(color=grey),
            base.mark_text(fontSize=11.5).encode(text="text:N", color=alt.value(INK)),
        )
        .resolve_scale(color="independent")
        .properties(width=width * max(1, len(across)), height=CELL[1] * max(1, len(down))),
        title=title,
        subtitle=subtitle,
    )
