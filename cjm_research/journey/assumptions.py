"""What a map says without anybody's words behind it, and what became of it when it was tested."""

from __future__ import annotations

from typing import Literal

from cjm_research.i18n import _, ngettext
from cjm_research.model import Count, JourneyMap
from cjm_research.model.analysis import some_of
from cjm_research.model.base import Model
from cjm_research.model.lanes import LaneKey, is_company_lane

Verdict = Literal["supported", "contradicted", "untested"]


class Assumption(Model):
    """One entry that was assumed; `count` is of the words that it rests on by now."""

    key: str
    text: str
    stage: str
    place: str
    lane: LaneKey
    verdict: Verdict
    count: Count

    def __str__(self) -> str:
        return _("{topic} ({stage})").format(topic=self.text, stage=self.place)


class Assumptions(Model):
    """The assumptions of a map, in its order."""

    rows: tuple[Assumption, ...] = ()

    def of(self, verdict: Verdict) -> tuple[Assumption, ...]:
        """Those with one verdict."""
        return tuple(row for row in self.rows if row.verdict == verdict)

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        if not self.rows:
            return (_("No entry of the map is an assumption."),)
        n = len(self.rows)
        said = [ngettext("{n} entry of the map was assumed.", "{n} entries of the map were assumed.", n).format(n=n)]
        for heading, verdict in (
            (_("Supported: {names}."), "supported"),
            (_("Contradicted: {names}."), "contradicted"),
            (_("Untested: {names}."), "untested"),
        ):
            rows = [row for row in self.rows if row.verdict == verdict]
            if rows:
                said.append(heading.format(names=some_of(map(str, rows))))
        return tuple(said)

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def assumptions(journey_map: JourneyMap) -> Assumptions:
    """Entries about customers that nobody's words stand behind, and those that were tested.

    An entry is supported or contradicted where a researcher says so; else it is untested. Planned entries and the
    company's lanes are no assumptions about people.
    """
    rows = []
    for cell, item in journey_map.items:
        if item.layer == "to_be" or is_company_lane(cell.lane) or not (item.is_assumption or item.verdict):
            continue
        rows.append(
            Assumption(
                key=item.key,
                text=item.text,
                stage=cell.stage,
                place=journey_map.stage_name(cell.stage),
                lane=cell.lane,
                verdict=item.verdict or "untested",
                count=item.count,
            )
        )
    return Assumptions(rows=tuple(rows))
