"""The discovery curve: codes met with each interview, over random orders, and what more interviews would add."""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import altair as alt

from cjm_research.charts.theme import BAND, BLUE, INK, MUTED, PAIN, data, styled, wrapped
from cjm_research.i18n import _, format_number, format_percent, ngettext
from cjm_research.model.saturation import BaseRun, Richness, Saturation
from cjm_research.model.saturation_words import level_name, share_text
from cjm_research.model.terms import term

HEIGHT, RATIO_HEIGHT = 280, 96
# The extrapolation that is drawn: half as many interviews again, at least five.
_LEAST_AHEAD = 5
_FORECAST = "#e9d8c3"


def plot_saturation(saturation: Saturation, *, width: int = 590) -> Any:
    """The curve of codes met, and below it the new codes of each run of interviews.

    Steps are the interviews in their order; the line is the mean of random orders, its band the middle 95% of them;
    broken, with a band of its own, what more interviews would add; the dotted line is the estimated number of codes
    with its 95% interval.

    Parameters
    ----------
    saturation : Saturation
        From `study.saturation()`; with too few interviews only the steps are drawn.
    width : int
        Of the plots, in pixels.

    Returns
    -------
    altair.VConcatChart
    """
    with saturation.speaking():
        panels = [_discovery(saturation).properties(width=width, height=HEIGHT)]
        if saturation.rule is not None and saturation.rule.runs:
            panels.append(_ratios(saturation, saturation.rule).properties(width=width, height=RATIO_HEIGHT))
        return styled(
            alt.vconcat(*panels, spacing=18),
            title=_("Codes met with each interview"),
            subtitle=_("{group}, {level}. Bands and intervals: 95%.").format(
                group=term("group", saturation.group), level=level_name(saturation.level)
            ),
        )


def _ahead(saturation: Saturation) -> int:
    return min(len(saturation.extrapolation), max(_LEAST_AHEAD, saturation.n // 2))


def _x(saturation: Saturation, *, title: str | None) -> Any:
    last = max(1, saturation.n) + _ahead(saturation)
    step = next((step for step in (1, 2, 5, 10, 20, 50) if last / step <= 20), 100)
    values = [1, *range(step, last + 1, step)] if step > 1 else list(range(1, last + 1))
    axis = alt.Axis(values=values, grid=False, format="d")
    return alt.X("n:Q", title=title, scale=alt.Scale(domain=[0, last], nice=False), axis=axis)


def _names() -> dict[str, str]:
    return {
        "order": _("In the order of the interviews"),
        "mean": _("Mean of random orders"),
        "more": _("More interviews (forecast)"),
    }


def _discovery(saturation: Saturation) -> Any:
    names = _names()
    ahead = saturation.extrapolation[: _ahead(saturation)]
    met = [{"n": at, "codes": step.cumulative, "line": names["order"]} for at, step in _numbered(saturation)]
    start = {"n": saturation.n, "mean": saturation.n_codes, "low": saturation.n_codes, "high": saturation.n_codes}
    mean = [{**point.model_dump(), "codes": point.mean, "line": names["mean"]} for point in saturation.curve]
    more = (
        [{**start, "codes": saturation.n_codes}, *({**p.model_dump(), "codes": p.mean} for p in ahead)] if ahead else []
    )
    more = [{**row, "line": names["more"]} for row in more]
    shown = [name for name, rows in ((names["order"], met), (names["mean"], mean), (names["more"], more)) if rows]
    styles = {names["order"]: (INK, [1, 0]), names["mean"]: (BLUE, [1, 0]), names["more"]: (PAIN, [5, 3])}
    top = _top(saturation)
    y_scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("codes:Q", title=_("Different codes met"), scale=y_scale, axis=alt.Axis(tickCount=6, format="d"))
    x = _x(saturation, title=_interviews(saturation))
    legend = alt.Legend(orient="bottom", direction="horizontal", symbolSize=260, symbolStrokeWidth=2.2, columns=3)
    colour = alt.Color(
        "line:N", title=None, sort=shown, legend=legend,
        scale=alt.Scale(domain=shown, range=[styles[name][0] for name in shown]),
    )  # fmt: skip
    dash = alt.StrokeDash(
        "line:N", title=None, sort=shown, legend=legend,
        scale=alt.Scale(domain=shown, range=[styles[name][1] for name in shown]),
    )  # fmt: skip
    low = alt.Y("low:Q", title=_("Different codes met"), scale=y_scale)
    layers = []
    if saturation.richness is not None:
        layers += _asymptote(saturation, saturation.richness, top, x, y_scale)
    if mean:
        layers.append(
            alt.Chart(data(mean)).mark_area(color=BAND, opacity=0.85, clip=True).encode(x=x, y=low, y2="high:Q")
        )
    if more:
        layers.append(
            alt.Chart(data(more)).mark_area(color=_FORECAST, opacity=0.8, clip=True).encode(x=x, y=low, y2="high:Q")
        )
    lines: list[tuple[list[dict[str, Any]], Any]] = [(mean, "linear"), (more, "linear"), (met, "step-after")]
    for rows, shape in lines:
        if rows:
            layers.append(
                alt.Chart(data(rows))
                .mark_line(strokeWidth=2.2 if rows is met else 1.8, interpolate=shape, clip=True)
                .encode(x=x, y=y, color=colour, strokeDash=dash)
            )
    layers.append(alt.Chart(data(met)).mark_point(size=24, filled=True, opacity=1, color=INK).encode(x=x, y=y))
    return alt.layer(*layers)


def _numbered(saturation: Saturation) -> list[tuple[int, Any]]:
    return list(enumerate(saturation.steps, start=1))


def _top(saturation: Saturation) -> float:
    """The upper end of the axis: what is drawn, and the estimate where it is not far beyond that."""
    highest = max([saturation.n_codes, 1, *(point.high for point in saturation.extrapolation[: _ahead(saturation)])])
    if saturation.richness is not None:
        estimate = saturation.richness.estimate
        highest = max(highest, min(estimate.interval[1], estimate.value * 1.12))
    return highest * 1.06


def _asymptote(saturation: Saturation, richness: Richness, top: float, x: Any, y_scale: Any) -> list[Any]:
    """The estimated number of codes as a dotted line, its interval as a faint band."""
    low, high = richness.estimate.interval
    last = saturation.n + _ahead(saturation)
    about = round(richness.estimate.value)
    words = ngettext(
        "estimated: at least {n} code ({low} to {high})", "estimated: at least {n} codes ({low} to {high})", about
    ).format(n=format_number(about), low=format_number(floor(low)), high=format_number(ceil(high)))
    row = {"n": last, "start": 0, "codes": richness.estimate.value, "low": low, "high": min(high, top), "words": words}
    base = alt.Chart(data([row]))
    y = alt.Y("codes:Q", title=_("Different codes met"), scale=y_scale)
    return [
        base.mark_rule(color=MUTED, strokeDash=[1, 3], strokeWidth=1.6).encode(
            x=alt.X("start:Q", title=_interviews(saturation)), x2="n:Q", y=y
        ),
        base.mark_rect(color=MUTED, opacity=0.09, clip=True).encode(
            x=alt.X("start:Q", title=_interviews(saturation)),
            x2="n:Q",
            y=alt.Y("low:Q", title=_("Different codes met"), scale=y_scale),
            y2="high:Q",
        ),
        base.mark_text(align="left", baseline="bottom", dx=6, dy=-4, color=MUTED, fontSize=11.5).encode(
            x=alt.X("start:Q", title=_interviews(saturation)), y=y, text="words:N"
        ),
    ]


def _interviews(saturation: Saturation) -> str:
    return _("Interviews (n = {n})").format(n=format_number(saturation.n))


def _ratios(saturation: Saturation, rule: BaseRun) -> Any:
    most = max(0.1, rule.threshold * 1.6, *(run.ratio for run in rule.runs))
    rows = [
        {
            "n": run.last, "ratio": run.ratio, "fits": run.last == rule.stopped_after,
            "label": rule.label if run.last == rule.stopped_after else "", "above": 1.16 * most,
        }
        for run in rule.runs
    ]  # fmt: skip
    title = _("New codes in the last {run} interviews, of the {codes} met in the first {base}").format(
        run=format_number(rule.run), codes=format_number(rule.base_codes), base=format_number(rule.base)
    )
    ticks = _ticks(most)
    labels = {f"{tick:.4f}": format_percent(tick) for tick in ticks}
    axis = alt.Axis(values=ticks, labelExpr=_look_up(labels), grid=True)
    scale = alt.Scale(domain=[0, most * 1.25], nice=False)
    y = alt.Y("ratio:Q", title=None, scale=scale, axis=axis)
    x = _x(saturation, title=_interviews(saturation))
    base = alt.Chart(data(rows)).encode(x=x)
    last = saturation.n + _ahead(saturation)
    border = alt.Chart(data([{"n": last, "start": 0, "ratio": rule.threshold, "words": _threshold_words(rule)}]))
    return alt.layer(
        base.mark_rule(strokeWidth=7, color=BAND).encode(y=y, y2=alt.datum(0)),
        base.mark_point(size=46, filled=True, opacity=1).encode(
            y=y, color=alt.condition("datum.fits", alt.value(PAIN), alt.value(BLUE))
        ),
        base.mark_text(fontWeight="bold", fontSize=12, color=PAIN).encode(
            y=alt.Y("above:Q", title=None, scale=scale, axis=axis), text="label:N"
        ),
        border.mark_rule(color=MUTED, strokeDash=[5, 4], strokeWidth=1.3).encode(
            x=alt.X("start:Q", title=_interviews(saturation)), x2="n:Q", y=y
        ),
        border.mark_text(align="right", baseline="bottom", dx=-2, dy=-3, color=MUTED, fontSize=11).encode(
            x=x, y=y, text="words:N"
        ),
    ).properties(title=alt.TitleParams(wrapped(title, 95), anchor="start", fontSize=12, fontWeight="normal", offset=8))


def _threshold_words(rule: BaseRun) -> str:
    return _("threshold {share}").format(share=share_text(rule.threshold))


def _ticks(most: float) -> list[float]:
    step = next((step for step in (0.05, 0.1, 0.2, 0.25, 0.5) if most / step <= 4), 1.0)
    return [round(step * at, 4) for at in range(int(most * 1.25 / step) + 1)]


def _look_up(labels: dict[str, str]) -> str:
    import json

    return f"{json.dumps(labels, ensure_ascii=False)}[format(datum.value, '.4f')]"
