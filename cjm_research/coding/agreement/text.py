"""The words of an agreement report: what was compared, the figures, and how to read them."""

from __future__ import annotations

from cjm_research.coding.agreement.ratings import measure_name, reason_text, short_name
from cjm_research.coding.agreement.report import (
    HEADLINES,
    AgreementReport,
    AgreementRow,
    count_of_units,
    figure_text,
    in_words,
    interval_text,
    row_name,
    unit_name,
)
from cjm_research.i18n import _, format_number, format_percent, ngettext


def report_text(report: AgreementReport) -> str:
    """The whole report as lines of text."""
    lines = [_("Agreement of {coders}").format(coders=", ".join(report.coders) or "–")]
    if report.reason:
        lines += [reason_text(report.reason), *_left_out(report)]
    else:
        lines += [basis_text(report), *_left_out(report), ""]
        lines += [headline_text(report), "", *_table(report), *_attributes(report), *_pairs(report), ""]
        lines += notes(report)
    return "\n".join([*lines, *(f"! {warning}" for warning in report.warnings)]).rstrip()


def basis_text(report: AgreementReport) -> str:
    """Unit, how many of them, and from how many interviews."""
    interviews = ngettext(
        "{n} interview coded by two or more of them", "{n} interviews coded by two or more of them",
        len(report.interviews),
    ).format(n=format_number(len(report.interviews)))  # fmt: skip
    return _("Unit: {unit}. {interviews}; {units} in {turns}.").format(
        unit=unit_name(report.unit),
        interviews=interviews,
        units=count_of_units(report.unit, report.n_units),
        turns=ngettext("{n} turn of participants", "{n} turns of participants", report.n_turns).format(
            n=format_number(report.n_turns)
        ),
    )


def headline_text(report: AgreementReport) -> str:
    """The main figure as a sentence."""
    figure = report.headline
    if figure is None or figure.value is None:
        return _("{measure}, all codes: {reason}").format(
            measure=measure_name(figure.measure if figure else HEADLINES[report.unit]),
            reason=reason_text(figure.reason if figure else "nobody_coded"),
        )
    text = _("{measure}, all codes: {value}").format(measure=measure_name(figure.measure), value=figure_text(figure))
    if figure.interval:
        text = _("{figure} ({confidence} interval {interval})").format(
            figure=text, confidence=format_percent(report.confidence), interval=interval_text(figure)
        )
    words = in_words(figure)
    return _("{figure}: {words}.").format(figure=text, words=words) if words else f"{text}."


def notes(report: AgreementReport) -> list[str]:
    """How to read the figures: the scale of the words, the caution, and what the intervals are."""
    found = []
    if report.unit != "overlap":
        found.append(
            _(
                "The words follow Landis and Koch (1977); their borders are a convention. Krippendorff asks for an "
                "alpha of 0.8 to rely on, and for 0.667 to draw tentative conclusions."
            )
        )
    else:
        found.append(_("This share is not corrected for chance: it grows with the amount of text that is coded."))
    if _has_intervals(report):
        drawn = _("interviews") if report.resampled == "interviews" else _("turns, as there are few interviews")
        found.append(
            _("Intervals: {confidence}, from {n} resamples of {what}.").format(
                confidence=format_percent(report.confidence), n=format_number(report.draws), what=drawn
            )
        )
    if report.unit in {"character", "sentence", "turn"}:
        found.append(_("The line of all codes pools observed and expected agreement (De Vries and others, 2008)."))
    return found


def _has_intervals(report: AgreementReport) -> bool:
    rows = (*report.rows, *((report.overall,) if report.overall else ()))
    return bool(report.resampled) and any(figure.interval for row in rows for figure in row.coefficients)


def _left_out(report: AgreementReport) -> list[str]:
    lines = []
    if report.left_turns:
        lines.append(
            _("Left out: {turns} of interviewers ({characters}).").format(
                turns=ngettext("{n} turn", "{n} turns", report.left_turns).format(n=format_number(report.left_turns)),
                characters=count_of_units("character", report.left_characters),
            )
        )
    if report.left_codings:
        n = report.left_codings
        lines.append(
            ngettext(
                "{n} coding in the words of interviewers does not count.",
                "{n} codings in the words of interviewers do not count.",
                n,
            ).format(n=format_number(n))
        )
    if report.alone:
        n = len(report.alone)
        lines.append(
            ngettext(
                "Left out: {n} interview that not all of them have coded ({names}).",
                "Left out: {n} interviews that not all of them have coded ({names}).",
                n,
            ).format(n=format_number(n), names=_some([f"{name}: {coder}" for name, coder in report.alone]))
        )
    return lines


def _some(names: list[str], limit: int = 5) -> str:
    return ", ".join(names[:limit]) + (", …" if len(names) > limit else "")


def _table(report: AgreementReport) -> list[str]:
    measures = _columns(report)
    head = [_("Code"), *(short_name(measure) for measure in measures)]
    head.insert(2, _("Interval"))
    head += [_("{coder} coded").format(coder=coder) for coder in report.coders]
    rows = [row for row in (*report.rows, report.overall) if row]
    return _aligned([head, *([row_name(row), *_cells(row, measures, report)] for row in rows)])


def _cells(row: AgreementRow, measures: list[str], report: AgreementReport) -> list[str]:
    cells = []
    for number, measure in enumerate(measures):
        figure = row.figure(measure)
        cells.append("–" if figure is None else figure_text(figure))
        if number == 0:
            cells.append("–" if figure is None else interval_text(figure))
    return cells + [format_number(n) for n in row.coded]


def _columns(report: AgreementReport) -> list[str]:
    first = HEADLINES[report.unit]
    shown = {
        "character": ["percent", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "holsti"],
        "sentence": ["percent", "cohen_kappa", "fleiss_kappa", "gwet_ac1"],
        "turn": ["percent", "cohen_kappa", "fleiss_kappa", "gwet_ac1"],
    }.get(report.unit, [])
    there = {figure.measure for row in report.rows for figure in row.coefficients if figure.is_defined}
    return [first, *(measure for measure in shown if measure in there)]


def _attributes(report: AgreementReport) -> list[str]:
    lines = ["", _("Where codings of one kind overlap, their attributes agree:")] if report.attributes else []
    for row in report.attributes:
        figures = "; ".join(
            _("{measure} {value}").format(measure=short_name(figure.measure), value=figure_text(figure))
            for figure in row.coefficients
        )
        lines.append(
            _("{name}: {figures}; {pairs}.").format(
                name=row_name(row),
                figures=figures,
                pairs=ngettext("{n} pair", "{n} pairs", row.n).format(n=format_number(row.n)),
            )
        )
    return lines


def _pairs(report: AgreementReport) -> list[str]:
    if len(report.pairs) < 2:
        return []
    return [
        "",
        *(
            _("{first} and {second}: {value}").format(
                first=pair.first, second=pair.second, value=figure_text(pair.figure)
            )
            for pair in report.pairs
        ),
    ]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
