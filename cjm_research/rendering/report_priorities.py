"""The part of the report on what to mend first and what to keep, with the quotes behind each line."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from cjm_research.i18n import _, format_number
from cjm_research.journey.backlog import Backlog, BacklogRow, KeepRow
from cjm_research.model import Evidence, JourneyMap
from cjm_research.rendering.environment import render
from cjm_research.rendering.report_quotes import PageLinks

# Where the contents lead to.
ANCHOR = "priorities"
# Lines of each list; the rest is in the workbook of priorities.
SHOWN = 10


@dataclass(frozen=True)
class MendLine:
    """A pain with the places it can have and the words behind it."""

    row: BacklogRow
    places: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class KeepLine:
    """What is to be left as it is, and the words behind it."""

    row: KeepRow
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class PrioritiesView:
    """Everything the template lays out."""

    mend: tuple[MendLine, ...]
    keep: tuple[KeepLine, ...]
    formula: str
    remarks: tuple[str, ...]
    n_more: int


def priorities_view(backlog: Backlog, journey_map: JourneyMap) -> PrioritiesView:
    """What the section shows; `journey_map` is the map that the backlog was made of."""
    return PrioritiesView(
        mend=tuple(MendLine(row, _places(row), _evidence(journey_map, row.items)) for row in backlog.rows[:SHOWN]),
        keep=tuple(KeepLine(row, _evidence(journey_map, (row.key,))) for row in backlog.keep[:SHOWN]),
        formula=backlog.formula,
        remarks=backlog.remarks,
        n_more=max(0, len(backlog.rows) - SHOWN),
    )


def priorities_section(backlog: Backlog | None, journey_map: JourneyMap | None, links: PageLinks) -> Markup:
    """The section as HTML for the report (its id is `ANCHOR`); nothing where there is neither pain nor success."""
    if backlog is None or journey_map is None or not (backlog.rows or backlog.keep):
        return Markup("")
    return Markup(render("report_priorities.html", view=priorities_view(backlog, journey_map), links=links))


def _places(row: BacklogRow) -> str:
    if row.holds:
        return format_number(row.place)
    return _("{low} to {high}").format(low=format_number(row.best_place), high=format_number(row.worst_place))


def _evidence(journey_map: JourneyMap, keys: tuple[str, ...]) -> tuple[Evidence, ...]:
    found = (item for key in keys if (item := journey_map.item(key)) is not None)
    return tuple(dict.fromkeys(e for item in found for e in item.evidence))
