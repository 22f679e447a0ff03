"""What a rule finds on a journey map, and what it may know besides the map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cjm_research.i18n import _, in_quotes, ngettext
from cjm_research.model import Finding, JourneyMap

Level = Literal["error", "warning", "note"]
MOST_EXAMPLES, LONGEST_EXAMPLE = 3, 60


class MapFinding(Finding):
    """One thing that a rule found on a map.

    Attributes
    ----------
    rule : str
        The rule's identifier, see docs/checking-maps.md.
    level : str
        "error": wrong, or missing on a final map; "warning": to be mended before the map is final; "note": worth
        knowing.
    map, stage : str
        Keys of the map, and of the stage where it is one.
    items : tuple of str
        Keys of the entries, steps or figures that it is about.
    """

    rule: str
    level: Level
    map: str
    stage: str = ""
    items: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What it is and what to do about it, without the place."""
        return " ".join(part for part in (self.what, self.hint) if part)


@dataclass(frozen=True)
class MapFacts:
    """What the study knows besides one map; everything may be left out, and what is not known is not checked.

    Attributes
    ----------
    today : str
        ISO date; empty: nothing is overdue.
    maps : mapping or None
        Key -> map, of the maps of the study.
    departments : tuple of str
        Names of departments that the study uses.
    personas_settled : bool or None
        Whether researchers settled the personas of the group.
    n_personas : int
        How many personas the group has.
    """

    today: str = ""
    maps: Mapping[str, JourneyMap] | None = None
    departments: tuple[str, ...] = ()
    personas_settled: bool | None = None
    n_personas: int = 0


@dataclass(frozen=True)
class Hit:
    """A sentence about the map, where it holds, and what to do."""

    what: str
    hint: str = ""
    stage: str = ""
    items: tuple[str, ...] = ()


Check = Callable[[JourneyMap, MapFacts], Iterable[Hit]]


@dataclass(frozen=True)
class Rule:
    """A check with its identifier and weight.

    `level` holds for maps that somebody answers for (see `is_claimed`), `in_draft` for the others; a rule that
    `blocks_final` is an error on a final map.
    """

    id: str
    check: Check = field(repr=False)
    level: Level
    in_draft: Level | None = None
    blocks_final: bool = False

    def findings(self, journey_map: JourneyMap, facts: MapFacts) -> Iterator[MapFinding]:
        """What the rule finds on the map."""
        level = self._level(journey_map)
        is_final = journey_map.status == "final"
        fails = level == "error" or (is_final and level == "warning")
        for hit in self.check(journey_map, facts):
            yield MapFinding(
                file=place(journey_map, hit.stage),
                what=hit.what,
                hint=hit.hint,
                severity="problem" if fails else "info",
                rule=self.id,
                level=level,
                map=journey_map.key,
                stage=hit.stage,
                items=hit.items,
            )

    def _level(self, journey_map: JourneyMap) -> Level:
        if journey_map.status == "final" and self.blocks_final:
            return "error"
        return self.level if is_claimed(journey_map) else self.in_draft or self.level


def is_claimed(journey_map: JourneyMap) -> bool:
    """Whether somebody answers for the map: it is final, or evidenced and worked on by a researcher."""
    return journey_map.status == "final" or (journey_map.status == "evidenced" and is_touched(journey_map))


def is_touched(journey_map: JourneyMap) -> bool:
    """Whether a researcher changed anything on the map."""
    own = [(item.own, item.edited) for _cell, item in journey_map.items]
    own += [(step.own, step.edited) for step in journey_map.steps]
    own += [(stage.own, stage.edited) for stage in journey_map.stages]
    if any(is_own or edited for is_own, edited in own) or any(point.own for point in journey_map.curve):
        return True
    return bool(journey_map.edited or journey_map.taken_off or journey_map.sign_offs or journey_map.metrics)


def place(journey_map: JourneyMap, stage: str = "") -> str:
    """The map, and the stage, as a reader finds them."""
    key = journey_map.key
    name = journey_map.title or key
    if not stage:
        return _("Map “{map}” ({key})").format(map=name, key=key)
    of_stage = journey_map.stage_name(stage)
    return _("Map “{map}” ({key}), stage “{stage}”").format(map=name, key=key, stage=of_stage)


def examples(texts: Iterable[str]) -> str:
    """The first few texts in quotation marks, shortened; and how many more there are."""
    texts = list(texts)
    shown = ", ".join(in_quotes(_shortened(text)) for text in texts[:MOST_EXAMPLES])
    more = len(texts) - MOST_EXAMPLES
    if more <= 0:
        return shown
    return ngettext("{texts} and {n} more", "{texts} and {n} more", more).format(texts=shown, n=more)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1].rstrip() + "…"
