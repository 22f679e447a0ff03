"""What a journey map shows, before any format: its columns and lanes, the items of a cell that fit, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Literal

from cjm_research.i18n import _
from cjm_research.journey import layer_of
from cjm_research.model import Evidence, JourneyItem, JourneyMap, JourneyStage, term
from cjm_research.model.journey_parts import JourneyStep
from cjm_research.model.lanes import (
    LABELLED_LANES,
    LANE_PRESETS,
    REQUIRED_LANES,
    STEADY_LANES,
    LaneKey,
    Preset,
    is_company_lane,
)
from cjm_research.rendering.journey_cells import CellView, LaneView, lane_view, more_lines, placed_items
from cjm_research.rendering.journey_columns import (
    Arc,
    Column,
    Zoom,
    map_columns,
    skipped_by,
    steps_by_stage,
    ways_back,
)
from cjm_research.rendering.journey_facts import FactorSpan, factor_spans
from cjm_research.rendering.journey_marks import (
    Badge,
    Links,
    contact_marks,
    item_badges,
    legend_words,
    links_of,
    marks_of,
)
from cjm_research.rendering.journey_words import (
    actor_line,
    is_verbatim,
    item_mark,
    item_name,
    item_words,
    machine_notice,
    share_of,
    single_source,
    status_name,
    time_words,
)

__all__ = [
    "FEW_STAGES",
    "LANE_PRESETS",
    "CellView",
    "Extreme",
    "LaneView",
    "LayerChoice",
    "MapView",
    "PhaseView",
    "Preset",
    "Zoom",
    "actor_line",
    "is_verbatim",
    "item_mark",
    "item_name",
    "item_words",
    "machine_notice",
    "map_view",
    "overflow",
    "share_of",
    "single_source",
    "status_name",
    "time_words",
]

LayerChoice = Literal["as_is", "to_be", "both"]
# Maps of so few columns have room for more in each cell.
FEW_STAGES = 4
# Cells of fewer names only count what does not fit.
FEW_NAMES = 4
# Steps of a stage that its head names.
N_STEPS = 4


@dataclass(frozen=True)
class PhaseView:
    """A run of columns of one phase: before, during or after."""

    key: str
    n_stages: int


@dataclass(frozen=True)
class Extreme:
    """The highest or lowest point of the curve, and the words that explain it."""

    stage: str
    is_peak: bool
    evidence: Evidence


@dataclass(frozen=True)
class MapView:
    """A journey map ready to be laid out."""

    map: JourneyMap
    lanes: tuple[LaneView, ...]
    columns: tuple[Column, ...] = ()
    zoom: Zoom = "stages"
    date: str = ""
    logo: str = ""
    is_blueprint: bool = False
    links: Links = field(default_factory=Links)
    n_more_names: int = 3

    @property
    def stages(self) -> tuple[JourneyStage, ...]:
        """The stages, from left to right."""
        return self.map.stages

    @cached_property
    def spans(self) -> tuple[tuple[JourneyStage, int, int], ...]:
        """Each stage with its first column and the number of its columns."""
        by_key = {stage.key: stage for stage in self.map.stages}
        found, at = [], 0
        for stage, run in groupby(self.columns, key=lambda column: column.stage):
            n = len(list(run))
            found.append((by_key[stage], at, n))
            at += n
        return tuple(found)

    @cached_property
    def phases(self) -> tuple[PhaseView, ...]:
        """The stages' phases, neighbours of one phase together, each over so many columns."""
        runs = groupby(self.spans, key=lambda span: span[0].phase)
        return tuple(PhaseView(phase, sum(n for _stage, _first, n in run)) for phase, run in runs)

    @cached_property
    def steps(self) -> dict[str, tuple[JourneyStep, ...]]:
        """The steps of each stage."""
        return steps_by_stage(self.map)

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        """The ways back between columns."""
        return ways_back(self.map, self.columns)

    @cached_property
    def factors(self) -> tuple[FactorSpan, ...]:
        """The outside events over the columns."""
        return factor_spans(self.map, [column.stage for column in self.columns])

    @cached_property
    def has_own_points(self) -> bool:
        """Whether a researcher set a point of the curve by hand."""
        return any(point.own for point in self.map.curve)

    def first_column(self, stage: str) -> str:
        """The key of the first column of a stage."""
        return next(column.key for column in self.columns if column.stage == stage)

    def skipped(self, stage: str) -> int:
        """How many people left a stage out."""
        return skipped_by(self.map, stage)

    def badges(self, item: JourneyItem, lane: LaneKey) -> tuple[Badge, ...]:
        """The marks of an entry."""
        return item_badges(item, lane, self.links)

    @cached_property
    def extremes(self) -> dict[str, Extreme]:
        """Stage -> the peak or valley of the curve there, where the curve has two different ends."""
        # A point of one or two people is no peak of a group's journey.
        enough = min(3, len(self.map.participants))
        known = [(p.mean, p.stage) for p in self.map.curve if p.mean is not None and p.n >= enough]
        if len({mean for mean, _stage in known}) < 2:
            return {}
        _mean, peak = max(known, key=lambda point: point[0])
        _mean, valley = min(known, key=lambda point: point[0])
        found = (self._extreme(peak, is_peak=True), self._extreme(valley, is_peak=False))
        return {extreme.stage: extreme for extreme in found if extreme}

    def _extreme(self, stage: str, *, is_peak: bool) -> Extreme | None:
        sign = 1 if is_peak else -1
        felt = [(sign * i.valence, i) for i in self.map.cell(stage, "emotion").items if i.evidence and i.valence]
        if not felt:
            return None
        _strength, item = max(felt, key=lambda pair: (pair[0] > 0, pair[1].count.k, pair[0]))
        # The longest quote that still reads at a glance explains most.
        evidence = max(item.evidence, key=lambda e: (len(e.quote) <= 90, len(e.quote) if len(e.quote) <= 90 else 0))
        return Extreme(stage, is_peak, evidence)

    def more_lines(self, cell: CellView, n_names: int | None = None) -> tuple[str, ...]:
        """What does not fit a cell, in short; `n_names` contacts of each kind by name."""
        return more_lines(self.map, cell, self.n_more_names if n_names is None else n_names)

    def cell_name(self, cell: CellView) -> str:
        """Where a cell stands: its stage and lane."""
        return f"{self.map.stage_name(cell.stage)} · {term('lane', cell.lane)}"

    def none_words(self, lane: LaneView) -> str:
        """What stands in a lane that is empty: whether somebody looked, where that is known."""
        if lane.key in self.map.none_found:
            return _("None found (checked)")
        if self.is_blueprint and lane.is_company:
            return _("Nothing here yet: write down what the company does at each stage.")
        if self.map.actor == "story" and not lane.is_company:
            return _("Not looked for yet")
        return _("None found")

    @cached_property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Every mark that stands on the map and its meaning, in a fixed order."""
        return self.legend_of(has_steps=True)

    def legend_of(self, *, has_steps: bool) -> tuple[tuple[str, str], ...]:
        """The legend; without those of steps where none are drawn."""
        used = {"full", "half", "none", "pain", "barrier", "success", "turning"}
        for lane in self.lanes:
            for cell in lane.cells:
                for item in cell.shown:
                    used |= marks_of(item, lane.key, self.links)
                    if lane.key == "touchpoint":
                        used |= set(contact_marks(self.map.touchpoint(item.label)))
        used |= {"factor"} if self.map.factors else set()
        used |= {"pen"} if self.has_own_points else set()
        used |= self._step_marks() if has_steps else set()
        return tuple((mark, words) for mark, words in legend_words().items() if mark in used)

    def _step_marks(self) -> set[str]:
        steps = self.map.steps
        signs = {
            "back": bool(self.arcs) or any(step.repeats for step in steps),
            "stall": any(step.stalled for step in steps),
            "exit": any(step.exited for step in steps),
            "wait": any(step.duration for step in steps),
            "to_be": any(step.layer == "to_be" for step in steps),
            "pen": any(step.own or step.edited for step in steps),
        }
        return {mark for mark, is_used in signs.items() if is_used}


def map_view(
    journey_map: JourneyMap,
    *,
    lanes: Preset | Sequence[LaneKey] = "full",
    n_items: int | None = None,
    n_names: int | None = None,
    layer: LayerChoice = "both",
    zoom: Zoom = "stages",
    date: str = "",
    logo: str = "",
    is_blueprint: bool = False,
) -> MapView:
    """The map with its cells cut to size.

    Parameters
    ----------
    journey_map : JourneyMap
        Any map, empty ones too.
    lanes : preset or sequence of lane keys
        Which lanes, from top to bottom.
    n_items, n_names : int
        Most items of a cell that are shown: quotes, and names (touchpoints, emotions). By default 3 and 5, and 8 of
        each where the columns are few and wide.
    layer : {"as_is", "to_be", "both"}
        The journey of today, the planned one, or the planned one drawn into that of today.
    zoom : {"stages", "steps"}
        What a column is: a stage, or a step under its stage.
    date, logo : str
        Date of the map as shown, and a picture as ``data:`` address; empty for none.
    is_blueprint : bool
        A service blueprint shows the company's lanes though they are empty, and the lines between the sides.
    """
    journey_map = journey_map if layer == "both" else layer_of(journey_map, layer)
    # The sides of a map stand one below the other; those who name lanes themselves have their own order.
    keys = sorted(LANE_PRESETS[lanes], key=is_company_lane) if isinstance(lanes, str) else list(lanes)
    columns = map_columns(journey_map, zoom if journey_map.steps else "stages", keys)
    few = len(columns) <= FEW_STAGES
    n_items, n_names = n_items or (8 if few else 3), n_names or (8 if few else 5)
    placed = placed_items(journey_map, columns)
    n = len(journey_map.participants)
    views = [lane_view(placed, columns, key, n_names if key in LABELLED_LANES else n_items, n) for key in keys]
    steady = set(STEADY_LANES) | set(REQUIRED_LANES) | set(journey_map.none_found)
    if is_blueprint:
        steady |= set(keys)
    shown = tuple(v for v in views if not (v.is_empty and v.key not in steady))
    return MapView(
        journey_map,
        shown,
        columns,
        zoom if journey_map.steps else "stages",
        date,
        logo,
        is_blueprint,
        links_of(journey_map),
        3 if n_names >= FEW_NAMES else 0,
    )


def overflow(view: MapView) -> tuple[CellView, ...]:
    """The cells that hold more than they show, column by column."""
    order = {column.key: i for i, column in enumerate(view.columns)}
    cells = [cell for lane in view.lanes for cell in lane.cells if cell.more]
    return tuple(sorted(cells, key=lambda cell: order[cell.column]))
