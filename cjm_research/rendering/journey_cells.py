"""The lanes and cells of a journey map, before any format: which entries stand where, and which of them fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.lanes import LaneKey, is_company_lane
from cjm_research.rendering.journey_columns import Column, step_of
from cjm_research.rendering.journey_facts import added_items
from cjm_research.rendering.journey_words import item_name


@dataclass(frozen=True)
class CellView:
    """A cell: the items shown, those that don't fit, and the people behind all of them."""

    stage: str
    lane: LaneKey
    shown: tuple[JourneyItem, ...]
    more: tuple[JourneyItem, ...]
    people: tuple[int, int]
    mentions: int
    column: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether to tell how many people stand behind it."""
        return bool(self.people[1] and (self.people[0] or not is_company_lane(self.lane)))

    @property
    def key(self) -> str:
        """Its id in every view."""
        return f"{self.column or self.stage}.{self.lane}"


@dataclass(frozen=True)
class LaneView:
    """A row: its cells in the order of the columns."""

    key: LaneKey
    cells: tuple[CellView, ...]
    people: tuple[int, int]

    @property
    def is_empty(self) -> bool:
        """Whether no cell of the lane holds anything."""
        return not any(cell.shown for cell in self.cells)

    @property
    def is_counted(self) -> bool:
        """Whether to tell how many people stand behind it."""
        return bool(not self.is_empty and self.people[1] and (self.people[0] or not self.is_company))

    @property
    def is_company(self) -> bool:
        """Whether it tells of the company's side."""
        return is_company_lane(self.key)


Placed = dict[tuple[str, str], list[JourneyItem]]


def placed_items(journey_map: JourneyMap, columns: Sequence[Column]) -> Placed:
    """(column, lane) -> its entries."""
    placed: Placed = defaultdict(list)
    steps = {stage: [c for c in columns if c.stage == stage and c.step] for stage in {c.stage for c in columns}}
    for cell in journey_map.cells:
        mine = steps.get(cell.stage, [])
        for item in cell.items:
            step = step_of(item, [c.step for c in mine if c.step]) if mine else None
            column = step.key if step else f"{cell.stage}.rest" if mine else cell.stage
            placed[column, cell.lane].append(item)
    for (stage, lane), items in added_items(journey_map).items():
        mine = steps.get(stage, [])
        placed[mine[0].key if mine else stage, lane] += items
    return placed


def lane_view(placed: Placed, columns: Sequence[Column], lane: LaneKey, limit: int, n: int) -> LaneView:
    """A lane with at most `limit` entries shown in each cell, of a map of `n` people."""
    cells = tuple(_cell(column, lane, tuple(placed.get((column.key, lane), ())), limit, n) for column in columns)
    everybody = {who for column in columns for who in _people(placed.get((column.key, lane), ()))}
    return LaneView(lane, cells, (len(everybody), n))


def _cell(column: Column, lane: LaneKey, items: tuple[JourneyItem, ...], limit: int, n: int) -> CellView:
    # One item more takes the room that "1 more" would take, unless room is very scarce.
    limit = limit + 1 if len(items) == limit + 1 and limit > 1 else limit
    mentions = sum(len(item.evidence) for item in items)
    people = (len(_people(items)), n)
    return CellView(column.stage, lane, items[:limit], items[limit:], people, mentions, column.key)


def _people(items: Iterable[JourneyItem]) -> set[str]:
    return {e.participant for item in items for e in item.evidence}


def more_lines(journey_map: JourneyMap, cell: CellView, n_names: int) -> tuple[str, ...]:
    """What does not fit a cell, in short: contacts by their setting, the first `n_names` by name; others counted."""
    if not cell.more or cell.lane != "touchpoint":
        return more_count(cell)
    families: dict[str, list[JourneyItem]] = defaultdict(list)
    for item in cell.more:
        families[journey_map.touchpoint(item.label).setting].append(item)
    lines = [
        f"{term('setting', setting)}: {_some_names(families[setting], n_names)}"
        for setting in ("online", "offline", "either")
        if setting in families
    ]
    return tuple(lines) if n_names else (" · ".join(lines),)


def more_count(cell: CellView) -> tuple[str, ...]:
    """How many entries do not fit a cell; nothing where all do."""
    return (_more(len(cell.more)),) if cell.more else ()


def _some_names(items: Sequence[JourneyItem], n_names: int) -> str:
    names = [f"{item_name(item, 'touchpoint')} ({format_number(item.count.k)})" for item in items[:n_names]]
    return ", ".join([*names, *([_more(len(items) - len(names))] if len(items) > len(names) else [])])


def _more(n: int) -> str:
    return _("+{n} more").format(n=format_number(n))
