"""What weighs most in the codings that count, and whose map a key means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cjm_research.study.persona_verbs import PersonaVerbs

if TYPE_CHECKING:
    from cjm_research.model.journey import RankedPain
    from cjm_research.study.selection import Actor, Selection


class DraftVerbs(PersonaVerbs):
    """The pains of the study, and whose map is meant."""

    def top_pains(self, limit: int | None = 10, *, group: str | None = None) -> tuple[RankedPain, ...]:
        """Where most people of a group were hurt, strongest first."""
        from cjm_research.journey import top_pains

        with self._speaking():
            selection = self._selection(group)
            return tuple(top_pains(selection.codings, selection.people, limit=limit, basis=selection.basis))

    def _actor(self, key: str, group: str | None, others: Sequence[str] = ()) -> tuple[Actor, Selection]:
        from cjm_research.study.selection import actor

        participants = self.participants
        person = next((p for p in participants if p.id == key), None)
        selection = self._selection(person.group if person else group, only=person.id if person else None)
        return actor(key, selection, participants, lambda: self.personas(group=group), others=others), selection
