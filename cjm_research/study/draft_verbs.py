"""The verbs that build maps from the codings that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.model import JourneyMap
from cjm_research.study.persona_verbs import PersonaVerbs

if TYPE_CHECKING:
    from cjm_research.model.journey import RankedPain
    from cjm_research.study.selection import Actor, Selection


class DraftVerbs(PersonaVerbs):
    """Journey maps of the study, and whose map is meant."""

    def journey_map(
        self, persona_key: str = "all", *, stage_model: str | None = None, group: str | None = None
    ) -> JourneyMap:
        """The journey of everybody ("all"), a persona ("P1") or a participant, in the study's stages or others."""
        from cjm_research.study.selection import journey_map

        with self._speaking():
            return journey_map(*self._actor(persona_key, group), stage_model=stage_model)

    def top_pains(self, limit: int | None = 10, *, group: str | None = None) -> tuple[RankedPain, ...]:
        """Where most people of a group were hurt, strongest first."""
        from cjm_research.journey import top_pains

        with self._speaking():
            selection = self._selection(group)
            return tuple(top_pains(selection.codings, selection.people, limit=limit, basis=selection.basis))

    def _actor(self, key: str, group: str | None) -> tuple[Actor, Selection]:
        from cjm_research.study.selection import actor

        participants = self.participants
        person = next((p for p in participants if p.id == key), None)
        selection = self._selection(person.group if person else group, only=person.id if person else None)
        return actor(key, selection, participants, lambda: self.personas(group=group)), selection
