"""Journey maps: what keeps one from being relied upon, rule by rule; and all maps of a study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from cjm_research.checking.map_rules import MAP_RULES, MapFacts, MapFinding
from cjm_research.model import Coding, JourneyEdit, JourneyMap, Participant, PersonaPlan, Transcript

if TYPE_CHECKING:
    from cjm_research.storage import Store

NO_FACTS = MapFacts()
_ORDER = {"error": 0, "warning": 1, "note": 2}


def check_map(journey_map: JourneyMap, facts: MapFacts = NO_FACTS) -> tuple[MapFinding, ...]:
    """What the rules find on a map, the worst first.

    Parameters
    ----------
    facts : MapFacts
        What the study knows besides; without it reviews are never overdue and links to other maps not followed.
    """
    found = [finding for rule in MAP_RULES for finding in rule.findings(journey_map, facts)]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.level]))


def blocks_final(journey_map: JourneyMap, facts: MapFacts = NO_FACTS) -> tuple[MapFinding, ...]:
    """What must be mended before the map may be called final: its purpose, the three kinds of points, broken ties."""
    final = journey_map.model_copy(update={"status": "final"})
    return tuple(finding for finding in check_map(final, facts) if finding.level == "error")


class MapStudyLike(Protocol):
    """What the checks of maps look at; `cjm_research.Study` has it."""

    @property
    def store(self) -> Store:
        """Where the study keeps what researchers did."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The people."""

    @property
    def transcripts(self) -> tuple[Transcript, ...]:
        """The interviews."""

    @property
    def codings(self) -> tuple[Coding, ...]:
        """What was coded."""

    def journey_maps(self, group: str | None = None) -> tuple[str, ...]:
        """Keys of the maps of a group."""

    def journey_map(self, key: str, /, *, group: str | None = None) -> JourneyMap:
        """One of them."""

    def persona_plan(self, group: str | None = None) -> PersonaPlan | None:
        """The personas as researchers settled them."""


def check_study_maps(study: MapStudyLike, *, today: str = "") -> list[MapFinding]:
    """What the rules find on every map of a study: of everybody, of each persona, each story, each edited participant.

    Parameters
    ----------
    today : str
        ISO date, for reviews that are overdue; empty: none is.
    """
    # Somebody of a participants table who was not interviewed makes no group with maps.
    told = {one.id for one in study.transcripts} | {coding.participant for coding in study.codings}
    groups: list[str | None] = [*sorted({person.group for person in study.participants if person.id in told})] or [None]
    edits = [edit for edit in study.store.standing("journey").values() if edit is not None]
    found: dict[tuple[str, str], list[MapFinding]] = {}
    for group in groups:
        maps = {key: study.journey_map(key, group=group) for key in _keys(study, group, edits)}
        facts = MapFacts(
            today=today,
            maps=maps,
            departments=_departments(edits),
            personas_settled=study.persona_plan(group) is not None,
            n_personas=sum(journey_map.actor == "persona" for journey_map in maps.values()),
        )
        for journey_map in maps.values():
            # A story belongs to no group: it comes up in each, and is told once.
            of_group = "" if journey_map.actor == "story" else journey_map.group
            found.setdefault((of_group, journey_map.key), list(check_map(journey_map, facts)))
    return [finding for findings in found.values() for finding in findings]


def _keys(study: MapStudyLike, group: str | None, edits: Iterable[JourneyEdit]) -> list[str]:
    people = {person.id for person in study.participants if group is None or person.group == group}
    edited = sorted({edit.map for edit in edits if edit.map in people and edit.group in (group, "")})
    return list(dict.fromkeys((*study.journey_maps(group), *edited)))


def _departments(edits: Iterable[JourneyEdit]) -> tuple[str, ...]:
    told = {edit.values.get("department") for edit in edits if edit.part in ("inventory", "touchpoint", "sign_off")}
    return tuple(sorted(name for name in told if isinstance(name, str) and name.strip()))
