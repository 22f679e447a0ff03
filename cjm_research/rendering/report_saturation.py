"""The part of the report on saturation: the answers in words, the curve, and the table behind them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from markupsafe import Markup

from cjm_research.i18n import _, format_number, format_percent
from cjm_research.model import Saturation
from cjm_research.model.saturation import Estimate, NewCodes
from cjm_research.model.saturation_words import basis_sentence, heading, percent
from cjm_research.rendering.environment import render

# Where the contents lead to.
ANCHOR = "saturation"


@dataclass(frozen=True)
class SaturationView:
    """Everything the template lays out.

    `figures` are (name, value, interval) of the table; `steps` are the interviews in their order; `curve` is the chart
    as inline SVG, empty where there are too few interviews.
    """

    heading: str
    answers: tuple[str, ...]
    basis: str
    notes: tuple[str, ...]
    caveats: tuple[str, ...]
    curve: Markup
    figures: tuple[tuple[str, str, str], ...]
    steps: tuple[tuple[str, str, str, str, str], ...]


def saturation_view(saturation: Saturation) -> SaturationView:
    """What the section shows, in the language in force."""
    return SaturationView(
        heading=heading(saturation),
        answers=saturation.answers,
        basis=basis_sentence(saturation),
        notes=saturation.notes,
        caveats=saturation.caveats,
        curve=Markup("") if saturation.unanswered else _curve(saturation),
        figures=tuple(_figures(saturation)),
        steps=tuple(
            (
                step.participant,
                format_number(step.codes),
                format_number(len(step.new)),
                format_number(step.cumulative),
                format_number(step.once),
            )
            for step in saturation.steps
        ),
    )


def saturation_section(saturation: Saturation | None) -> Markup:
    """The section as HTML for the report (its id is `ANCHOR`); nothing where there is no saturation to show."""
    if saturation is None or not saturation.steps:
        return Markup("")
    return Markup(render("report_saturation.html", view=saturation_view(saturation)))


def _curve(saturation: Saturation) -> Markup:
    from cjm_research.charts import chart_svg, plot_saturation

    # Drawn by the package from numbers and its own words; Vega escapes the texts in it.
    return Markup(chart_svg(plot_saturation(saturation)))


def _figures(saturation: Saturation) -> list[tuple[str, str, str]]:
    richness = saturation.richness
    if richness is None:
        return []
    rows = [_("Chao2, bias-corrected"), _("Jackknife of first order"), _("Jackknife of second order")]
    estimates = [richness.chao2_corrected, richness.jack1, richness.jack2]
    if richness.chao2:
        rows, estimates = [_("Chao2"), *rows], [richness.chao2, *estimates]
    return [
        (_("Codes met in exactly one interview"), format_number(richness.once), ""),
        (_("Codes met in exactly two interviews"), format_number(richness.twice), ""),
        (_("Coverage"), percent(richness.coverage), _shares(saturation.coverage_interval)),
        *((name, format_number(each.value, 1), _interval(each)) for name, each in zip(rows, estimates, strict=True)),
        *((_new_codes_name(new), format_number(new.mean, 1), _bounds(*new.interval)) for new in saturation.expected),
        *(
            (
                _("More interviews for {share} of the estimate").format(share=format_percent(share)),
                format_number(ceil(more)),
                "",
            )
            for share, more in sorted(saturation.more_for.items())
        ),
    ]


def _new_codes_name(new: NewCodes) -> str:
    return _("New codes with this many more interviews: {n}").format(n=format_number(new.more))


def _interval(estimate: Estimate) -> str:
    return _bounds(floor(estimate.interval[0]), ceil(estimate.interval[1]))


def _shares(interval: tuple[float, float] | None) -> str:
    return _("{low} to {high}").format(low=percent(interval[0]), high=percent(interval[1])) if interval else ""


def _bounds(low: float, high: float) -> str:
    return _("{low} to {high}").format(low=format_number(low), high=format_number(high))
