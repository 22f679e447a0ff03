"""What people needed at each stage, and whether they got it."""

from __future__ import annotations

from cjm_research.i18n import _, format_share
from cjm_research.measures import count_of
from cjm_research.model import Count, JourneyItem, JourneyMap
from cjm_research.model.base import Model


class NeedsMet(Model):
    """The needs of one stage.

    `people` is who voiced a need, of all people of the map; `met`, `unmet` and `unknown` count people of those (one
    person may be in several), `unmet_needs` are the entries, most people first.
    """

    stage: str
    place: str
    people: Count
    met: Count
    unmet: Count
    unknown: Count
    unmet_needs: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = _("At “{stage}”, {unmet} people who needed something did not get it; {met} did.").format(
            stage=self.place,
            unmet=format_share(self.unmet.k, self.unmet.n),
            met=format_share(self.met.k, self.met.n),
        )
        if not self.unknown.k:
            return said
        unknown = _("Of {share} it is not known.").format(share=format_share(self.unknown.k, self.unknown.n))
        return f"{said} {unknown}"


def needs_met(journey_map: JourneyMap) -> tuple[NeedsMet, ...]:
    """Expected against delivered, stage by stage; stages without a need are left out."""
    rows = []
    for stage in journey_map.stages:
        needs = [item for item in journey_map.cell(stage.key, "need").items if item.layer == "as_is" and item.evidence]
        if not needs:
            continue
        people = {state: _people(needs, state) for state in (True, False, None)}
        everybody = frozenset().union(*people.values())
        unmet = sorted((item for item in needs if item.is_met is False), key=lambda item: -item.count.k)
        counts = {state: count_of(len(who), len(everybody)) for state, who in people.items()}
        rows.append(
            NeedsMet(
                stage=stage.key,
                place=journey_map.stage_name(stage.key),
                people=count_of(len(everybody), len(journey_map.participants)),
                met=counts[True],
                unmet=counts[False],
                unknown=counts[None],
                unmet_needs=tuple(item.text for item in unmet),
                keys=tuple(item.key for item in unmet),
            )
        )
    return tuple(rows)


def _people(needs: list[JourneyItem], state: bool | None) -> frozenset[str]:
    return frozenset(e.participant for item in needs if item.is_met is state for e in item.evidence)
