"""What a journey map shows, before any format: its lanes, the items of a cell that fit, and the rest of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.model import Evidence, JourneyItem, JourneyMap, JourneyStage, feeling_name, term
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.environment import quoted, shorten, unquoted

Preset = Literal["minimal", "standard", "full"]

# From top to bottom: why, what for, what they did, thought and felt, and what came of it (order of NN/g).
LANE_PRESETS: dict[Preset, tuple[LaneKey, ...]] = {
    "minimal": ("touchpoint", "emotion", "pain", "success", "turning"),
    "standard": ("goal", "action", "touchpoint", "thought", "emotion", "pain", "success", "turning", "quote"),
    "full": (
        "motivation", "goal", "need", "question", "action", "touchpoint", "thought", "emotion", "pain", "success",
        "turning", "quote",
    ),
}  # fmt: skip
# Maps of so few stages have room for more in each cell.
FEW_STAGES = 4
# Left out where nothing is coded; the other lanes say that nothing was found.
OPTIONAL_LANES: frozenset[LaneKey] = frozenset({"motivation", "need", "question"})
# Lanes whose items are names, which are short, and not quotes.
NAMED_LANES: frozenset[LaneKey] = frozenset({"touchpoint", "emotion"})


@dataclass(frozen=True)
class CellView:
    """A cell: the items shown, those that don't fit, and the people behind all of them."""

    stage: str
    lane: LaneKey
    shown: tuple[JourneyItem, ...]
    more: tuple[JourneyItem, ...]
    people: tuple[int, int]
    mentions: int


@dataclass(frozen=True)
class LaneView:
    """A row: its cells in the order of the stages."""

    key: LaneKey
    cells: tuple[CellView, ...]
    people: tuple[int, int]

    @property
    def is_empty(self) -> bool:
        """Whether no cell of the lane holds anything."""
        return not any(cell.shown for cell in self.cells)


@dataclass(frozen=True)
class PhaseView:
    """A run of stages of one phase: before, during or after."""

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

    @property
    def stages(self) -> tuple[JourneyStage, ...]:
        """The columns."""
        return self.map.stages

    @cached_property
    def phases(self) -> tuple[PhaseView, ...]:
        """The stages' phases, neighbours of one phase together."""
        runs: list[PhaseView] = []
        for stage in self.map.stages:
            if runs and runs[-1].key == stage.phase:
                runs[-1] = PhaseView(stage.phase, runs[-1].n_stages + 1)
            else:
                runs.append(PhaseView(stage.phase, 1))
        return tuple(runs)

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


def map_view(
    journey_map: JourneyMap,
    *,
    lanes: Preset | Sequence[LaneKey] = "full",
    n_items: int | None = None,
    n_names: int | None = None,
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
        each where the stages are few and their columns wide.
    """
    few = len(journey_map.stages) <= FEW_STAGES
    n_items, n_names = n_items or (8 if few else 3), n_names or (8 if few else 5)
    keys: Sequence[LaneKey] = LANE_PRESETS[lanes] if isinstance(lanes, str) else lanes
    views = (_lane(journey_map, key, n_names if key in NAMED_LANES else n_items) for key in keys)
    return MapView(journey_map, tuple(v for v in views if not (v.is_empty and v.key in OPTIONAL_LANES)))


def _lane(journey_map: JourneyMap, lane: LaneKey, limit: int) -> LaneView:
    cells = {cell.stage: cell.items for cell in journey_map.cells if cell.lane == lane}
    n = len(journey_map.participants)
    views = tuple(_cell(stage.key, lane, cells.get(stage.key, ()), limit, n) for stage in journey_map.stages)
    items = [item for stage in journey_map.stages for item in cells.get(stage.key, ())]
    return LaneView(lane, views, (len(_people(items)), n))


def _cell(stage: str, lane: LaneKey, items: tuple[JourneyItem, ...], limit: int, n: int) -> CellView:
    # One item more takes the room that "1 more" would take.
    limit = limit + 1 if len(items) == limit + 1 else limit
    mentions = sum(len(item.evidence) for item in items)
    return CellView(stage, lane, items[:limit], items[limit:], (len(_people(items)), n), mentions)


def _people(items: Sequence[JourneyItem]) -> set[str]:
    return {e.participant for item in items for e in item.evidence}


def overflow(view: MapView) -> tuple[CellView, ...]:
    """The cells that hold more than they show, stage by stage."""
    order = {stage.key: i for i, stage in enumerate(view.stages)}
    cells = [cell for lane in view.lanes for cell in lane.cells if cell.more]
    return tuple(sorted(cells, key=lambda cell: order[cell.stage]))


def item_name(item: JourneyItem, lane: LaneKey) -> str:
    """The name an entry goes by, in the language in force; empty where its words stand for it.

    Touchpoints and emotions are names; pains and successes have that of the touchpoint they were told of.
    """
    name = item.text if lane in NAMED_LANES else _topic(item)
    if not name:
        return ""
    if lane == "emotion":
        return feeling_name(item.label, item.valence) if item.label and name in _names("emotion", item.label) else name
    if name in _names("touchpoint", item.label):
        return term("touchpoint", item.label) if item.label else _("No contact named")
    return name


def item_words(item: JourneyItem, lane: LaneKey, limit: int | None = None) -> str:
    """What an entry says besides its name: somebody's own words in quotation marks, or a text of the researcher."""
    if lane in NAMED_LANES:
        return ""
    has_topic = bool(_topic(item))
    words = item.quote if has_topic else item.text
    words = shorten(words, limit) if limit else words
    return quoted(words) if has_topic or is_verbatim(item) else words


def is_verbatim(item: JourneyItem) -> bool:
    """Whether the item's text is somebody's own words."""
    return item.text == item.quote or any(e.quote == item.text for e in item.evidence)


def single_source(item: JourneyItem, lane: LaneKey) -> Evidence | None:
    """The one piece of evidence whose words the entry shows already, if there is no other."""
    shown = item.quote if _topic(item) else item.text
    if lane in NAMED_LANES or len(item.evidence) != 1 or item.evidence[0].quote != shown:
        return None
    return item.evidence[0]


def _topic(item: JourneyItem) -> str:
    """The name in front of the quote in “Delivery and installation: ‘come back at five’”; empty in other texts."""
    quote = unquoted(item.quote)
    if not quote or item.text in (quote, item.quote):
        return ""
    before, found, _after = item.text.partition(quote)
    return before.rstrip(' :“„«"') if found else ""


@cache
def _names(family: str, label: str | None) -> frozenset[str]:
    # A map keeps the names of the language it was built in; shown in another language they change with it.
    names = set()
    for language in LANGUAGES:
        with using_language(language):
            names.add(term(family, label) if label else _("No contact named"))
            if family == "emotion" and label:
                names.add(feeling_name(label, -1))
    return frozenset(names)


def item_mark(item: JourneyItem, lane: LaneKey) -> str | None:
    """The mark of a pain, barrier, success or turning point (see `icons`); None in other lanes."""
    if lane == "pain":
        return "barrier" if item.is_barrier else "pain"
    return lane if lane in ("success", "turning") else None


def share_of(people: tuple[int, int]) -> float:
    """K / n as a share, 0 where nobody was asked."""
    return people[0] / people[1] if people[1] else 0.0


def actor_line(journey_map: JourneyMap) -> str:
    """What kind of actor the map is of."""
    return {
        "persona": _("Customer journey map of a persona"),
        "participant": _("Customer journey map of one participant"),
        "everybody": _("Customer journey map of everybody"),
    }[journey_map.actor]


def status_name(status: str) -> str:
    """The display name of a map's status."""
    names = {
        "assumption": _("Assumption"),
        "draft": _("Draft"),
        "evidenced": _("Evidenced"),
        "final": _("Final"),
    }
    return names[status]


def machine_notice() -> str:
    """What a reader must know of a map that nobody has reviewed."""
    return _("This map rests on suggestions of the machine that nobody has reviewed yet. Read it as a hypothesis.")
