"""The chapter on surveys: figures with their people and intervals, rankings, change between waves, pains by weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cjm_research.i18n import _, format_number, format_percent, format_share
from cjm_research.measures.priorities import PainPriorities
from cjm_research.measures.satisfaction import FEW, TOO_FEW, Satisfaction, few_people, signed
from cjm_research.measures.survey_tables import SatisfactionTable
from cjm_research.measures.waves import WaveComparison, many_changes
from cjm_research.rendering.environment import render

# Where the contents lead to.
ANCHOR = "measures"
# More figures and changes than these are listed but not drawn.
MAX_FIGURES, MAX_CHANGES = 24, 4


@dataclass(frozen=True)
class FigureRow:
    """A row of the table: instrument, wave, people, figure, interval; all as shown."""

    name: str
    wave: str
    n: str
    figure: str
    interval: str


@dataclass(frozen=True)
class MeasuresView:
    """The chapter, ready to be laid out; charts are SVG made by the package."""

    rows: tuple[FigureRow, ...]
    has_waves: bool
    answers: Markup
    rankings: tuple[tuple[str, Markup], ...]
    changes: tuple[tuple[str, Markup], ...]
    pains: Markup
    remarks: tuple[str, ...]
    place_remarks: tuple[str, ...]
    many: str = ""


def measures_view(
    figures: SatisfactionTable,
    *,
    places: SatisfactionTable | None = None,
    changes: Sequence[WaveComparison] = (),
    pains: PainPriorities | None = None,
) -> MeasuresView:
    """What the chapter shows, in the language in force.

    Parameters
    ----------
    figures : SatisfactionTable
        `study.satisfaction()`.
    places : SatisfactionTable, optional
        `study.satisfaction(by="touchpoint")`.
    changes : sequence of WaveComparison
        `study.compare_waves(...)` of what was asked more than once.
    pains : PainPriorities, optional
        `study.pain_priorities()`.
    """
    from cjm_research.charts import chart_svg, plot_answers, plot_priorities, plot_ranking, plot_waves

    ranked = places.rankings if places else ()
    remarks = list(figures.remarks)
    if any(row.n <= FEW for row in figures.rows):
        remarks.append(few_people())
    if len(figures.rows) > MAX_FIGURES:
        remarks.append(_("The chart shows the first {n} rows of the table.").format(n=format_number(MAX_FIGURES)))
    return MeasuresView(
        rows=tuple(map(_figure_row, figures.rows)),
        has_waves=any(row.wave for row in figures.rows),
        answers=Markup(chart_svg(plot_answers(figures.rows[:MAX_FIGURES]))) if figures.rows else Markup(),
        rankings=tuple((str(one.ranking), Markup(chart_svg(plot_ranking(one)))) for one in ranked),
        changes=tuple(
            (str(one), Markup(chart_svg(plot_waves(one))) if n < MAX_CHANGES else Markup())
            for n, one in enumerate(changes)
        ),
        pains=Markup(chart_svg(plot_priorities(pains))) if pains and pains.pains else Markup(),
        remarks=tuple(remarks),
        place_remarks=tuple(one for one in (places.remarks if places else ()) if one not in remarks),
        many=many_changes(len(changes)),
    )


def measures_section(view: MeasuresView | None) -> Markup:
    """The chapter as HTML for the report (its id is `ANCHOR`); nothing where nobody was surveyed."""
    return Markup(render("report_measures.html", view=view)) if view and view.rows else Markup("")


def _figure_row(found: Satisfaction) -> FigureRow:
    return FigureRow(
        name=found.instrument.title,
        wave=found.wave,
        n=format_number(found.n),
        figure=_figure(found),
        interval=_interval(found),
    )


def _figure(found: Satisfaction) -> str:
    if found.n < TOO_FEW:
        return ", ".join(f"{value:g}" for _who, value in found.values)
    if found.nps:
        return signed(found.nps.score)
    if _is_share(found):
        count, (first, last) = found.favourable, found.instrument.box
        return _("{share}: {first}–{last}").format(share=format_share(count.k, count.n), first=first, last=last)
    mean, high = format_number(found.mean, 1), format_number(found.instrument.high)
    return _("{mean} of {high}").format(mean=mean, high=high)


def _is_share(found: Satisfaction) -> bool:
    # Up to 30 people a decimal of the mean says more than the data hold.
    return not found.nps and (found.instrument.kind == "csat" or found.n <= FEW)


def _interval(found: Satisfaction) -> str:
    if found.n < TOO_FEW:
        return "–"
    if found.nps:
        bounds = tuple(signed(bound) for bound in found.nps.interval)
    elif _is_share(found):
        bounds = tuple(format_percent(bound) for bound in found.favourable.interval)
    else:
        bounds = tuple(format_number(bound, 1) for bound in found.mean_interval)
    return _("{low} to {high}").format(low=bounds[0], high=bounds[1])
