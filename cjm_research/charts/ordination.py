"""People on a plane, near each other where they tell alike, and the codes that pull them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any

import altair as alt

from cjm_research.charts.label_places import Box, box_around, place_labels
from cjm_research.charts.theme import BLUE, INK, LINE, MUTED, SERIES, SHAPES, data, short, styled
from cjm_research.i18n import _, format_number, format_percent, ngettext
from cjm_research.model import PersonaDraft, code_name
from cjm_research.model.persona import Ordination

# Room beside the outermost people, for labels, in parts of the plot.
MARGIN = 0.12
DOT = 10.0
# Arrows stay behind names and dots.
FAINT = "#a3aeb8"
LONGEST_LABEL = 34


@dataclass(frozen=True)
class _Plane:
    """Turns coordinates into pixels, both axes at one scale."""

    width: int
    height: int
    middle: tuple[float, float]
    scale: float

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.width / 2 + (x - self.middle[0]) * self.scale,
            self.height / 2 - (y - self.middle[1]) * self.scale,
        )

    @property
    def frame(self) -> Box:
        return Box(0, 0, self.width, self.height)


def plot_ordination(
    found: Ordination,
    draft: PersonaDraft | None = None,
    *,
    arrows: int = 8,
    width: int = 640,
    height: int = 480,
) -> Any:
    """The plane of an ordination.

    Parameters
    ----------
    found : Ordination
    draft : PersonaDraft, optional
        Colours and shapes people by persona.
    arrows : int
        Codes at most, those that pull most.
    width, height : int
        Of the plot, in pixels.

    Returns
    -------
    altair.LayerChart
    """
    plane = _plane(found, width, height)
    groups = _groups(found, draft)
    people = [
        {"id": point.participant, "group": groups[point.participant], "x": x, "y": y}
        for point in found.points
        for x, y in [plane.pixel(point.x, point.y)]
    ]
    start = plane.pixel(0, 0)
    pulls = [
        {"name": short(_name(arrow.code), LONGEST_LABEL), "x": start[0], "y": start[1], "x2": x, "y2": y}
        for arrow in found.arrows[:arrows]
        for x, y in [plane.pixel(arrow.x, arrow.y)]
    ]
    labels, unnamed = _labels(people, pulls, plane)
    place = _place(found, plane)
    layers = [*_cross(place, plane, start), *_arrows(place, pulls), _dots(place, people, draft), *_texts(place, labels)]
    chart = alt.layer(*layers).properties(width=width, height=height)
    return styled(chart, title=_("Who tells alike"), subtitle=" ".join(_notes(found, pulls, unnamed)))


def _plane(found: Ordination, width: int, height: int) -> _Plane:
    places = [(0.0, 0.0), *((p.x, p.y) for p in found.points), *((a.x, a.y) for a in found.arrows)]
    left, right = min(x for x, _y in places), max(x for x, _y in places)
    low, high = min(y for _x, y in places), max(y for _x, y in places)
    room = 1 - 2 * MARGIN
    scale = min(width * room / max(right - left, 1e-9), height * room / max(high - low, 1e-9))
    return _Plane(width, height, ((left + right) / 2, (low + high) / 2), scale if len(places) > 1 else 1.0)


def _groups(found: Ordination, draft: PersonaDraft | None) -> dict[str, str]:
    named = {who: f"{p.key}: {p.title}" for p in (draft.personas if draft else ()) for who in p.members}
    return {point.participant: named.get(point.participant, _("in no persona")) for point in found.points}


def _name(code: str) -> str:
    for prefix in ("rating:", "attribute:"):
        if code.startswith(prefix):
            return code.removeprefix(prefix)
    return code_name(code, below_kind=True)


def _labels(
    people: Sequence[dict[str, Any]], pulls: Sequence[dict[str, Any]], plane: _Plane
) -> tuple[list[dict[str, Any]], int]:
    """Labels where there is room for them, people first; and how many people go without."""
    dots = [box_around(p["x"], p["y"], DOT, DOT) for p in people]
    ids, taken = place_labels(
        [(p["x"], p["y"]) for p in people], [p["id"] for p in people], frame=plane.frame, taken=dots
    )
    names, _taken = place_labels(
        [(p["x2"], p["y2"]) for p in pulls], [p["name"] for p in pulls], frame=plane.frame, taken=taken
    )
    rows = [
        {"text": row[text], "x": place[0], "y": place[1], "x2": row[x], "y2": row[y], "what": what}
        for what, those, places, text, x, y in (
            ("person", people, ids, "id", "x", "y"),
            ("code", pulls, names, "name", "x2", "y2"),
        )
        for row, place in zip(those, places, strict=True)
        if place
    ]
    return rows, sum(place is None for place in ids)


def _place(found: Ordination, plane: _Plane) -> dict[str, Any]:
    """Both axes: pixels as they are, without ticks, as only distances and directions mean anything."""
    titles = [
        _("Axis {number}: {share} of the differences").format(number=format_number(i + 1), share=format_percent(share))
        for i, share in enumerate(found.explained)
    ]
    bare: dict[str, Any] = {"labels": False, "ticks": False, "grid": False, "domain": False}
    return {
        "x": alt.X("x:Q", scale=alt.Scale(domain=[0, plane.width], nice=False), axis=alt.Axis(title=titles[0], **bare)),
        "y": alt.Y(
            "y:Q", scale=alt.Scale(domain=[plane.height, 0], nice=False), axis=alt.Axis(title=titles[1], **bare)
        ),
    }


def _cross(place: dict[str, Any], plane: _Plane, start: tuple[float, float]) -> list[Any]:
    """The two axes through the middle."""
    rows = [
        {"x": 0, "y": start[1], "x2": plane.width, "y2": start[1]},
        {"x": start[0], "y": 0, "x2": start[0], "y2": plane.height},
    ]
    return [alt.Chart(data(rows)).mark_rule(color=LINE).encode(**place, x2="x2:Q", y2="y2:Q")]


def _arrows(place: dict[str, Any], pulls: Sequence[dict[str, Any]]) -> list[Any]:
    if not pulls:
        return []
    lines = [{**pull, "angle": _turn(pull)} for pull in pulls if hypot(pull["x2"] - pull["x"], pull["y2"] - pull["y"])]
    heads = [{"x": pull["x2"], "y": pull["y2"], "angle": pull["angle"]} for pull in lines]
    turned = alt.Angle("angle:Q", scale=alt.Scale(domain=[0, 360], range=[0, 360]))
    return [
        alt.Chart(data(lines)).mark_rule(color=FAINT, strokeWidth=1.2).encode(**place, x2="x2:Q", y2="y2:Q"),
        alt.Chart(data(heads))
        .mark_point(shape="triangle", color=FAINT, filled=True, size=46)
        .encode(**place, angle=turned),
    ]


def _turn(pull: Mapping[str, Any]) -> float:
    """Degrees clockwise from up, as a triangle is turned."""
    return round((90 + degrees(atan2(pull["y2"] - pull["y"], pull["x2"] - pull["x"]))) % 360, 2)


def _dots(place: dict[str, Any], people: Sequence[dict[str, Any]], draft: PersonaDraft | None) -> Any:
    dots = alt.Chart(data(people)).mark_point(filled=True, size=DOT**2, opacity=1)
    if draft is None:
        return dots.encode(**place, color=alt.value(BLUE))
    names = [f"{p.key}: {p.title}" for p in draft.personas]
    if any(row["group"] not in names for row in people):
        names.append(_("in no persona"))
    scales = {
        "color": alt.Scale(domain=names, range=[SERIES[i % len(SERIES)] for i in range(len(names))]),
        "shape": alt.Scale(domain=names, range=[SHAPES[i % len(SHAPES)] for i in range(len(names))]),
    }
    legend = alt.Legend(orient="bottom", columns=1)
    return dots.encode(
        **place,
        color=alt.Color("group:N", title=None, scale=scales["color"], legend=legend),
        shape=alt.Shape("group:N", title=None, scale=scales["shape"], legend=legend),
    )


def _texts(place: dict[str, Any], labels: Sequence[dict[str, Any]]) -> list[Any]:
    people = [row for row in labels if row["what"] == "person"]
    codes = [row for row in labels if row["what"] == "code"]
    layers = []
    for rows, colour, style in ((people, INK, "normal"), (codes, MUTED, "italic")):
        text = alt.Chart(data(rows)).encode(**place, text="text:N")
        # White around the letters, so that a line behind them does not strike them out.
        layers.append(text.mark_text(fontSize=11, fontStyle=style, stroke="#fff", strokeWidth=3.5, opacity=0.85))
        layers.append(text.mark_text(fontSize=11, fontStyle=style, color=colour))
    return layers


def _notes(found: Ordination, pulls: Sequence[dict[str, Any]], unnamed: int) -> list[str]:
    notes = [_("A dot: a participant. The nearer two dots, the more alike are the codes that both told of.")]
    if pulls:
        notes.append(_("An arrow: people in this direction told of the code more often than others."))
    rest = format_percent(max(0.0, 1 - sum(found.explained)))
    notes.append(_("{rest} of the differences do not show on this plane.").format(rest=rest))
    if unnamed:
        notes.append(
            ngettext("{n} dot has no room for its name.", "{n} dots have no room for their names.", unnamed).format(
                n=format_number(unnamed)
            )
        )
    return notes
