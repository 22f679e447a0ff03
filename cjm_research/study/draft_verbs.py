"""The verbs that draft personas and build maps from the codings that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.model import EmpathyMap, JourneyMap, PersonaDraft
from cjm_research.study.base import StudyBase

if TYPE_CHECKING:
    from cjm_research.model.journey import RankedPain
    from cjm_research.study.importing import Progress
    from cjm_research.study.selection import Actor, Selection


class DraftVerbs(StudyBase):
    """Personas, empathy maps and journey maps of the study."""

    _drafts: dict[tuple, PersonaDraft]

    def personas(
        self,
        k: int | None = None,
        seed: int | None = None,
        *,
        group: str | None = None,
        from_tags: bool = False,
        progress: Progress | None = None,
    ) -> PersonaDraft:
        """Personas of one group with their verdict; who was left out stands among the warnings.

        Parameters
        ----------
        k : int, optional
            How many groups; found by the procedure where not named.
        seed : int, optional
            That of the settings where not named.
        group : str, optional
            "customer", "non_user" or "expert"; the customers where a study has several and none is named.
        from_tags : bool
            Count the machine's suggestions even where people have coded.
        """
        from cjm_research.study.selection import draft_personas

        with self._speaking() as language:
            key = (self.store.version(), self.settings, language, k, seed, group, from_tags)
            if key not in self._drafts:
                selection = self._selection(group, from_tags=from_tags)
                self._drafts = {key: draft_personas(selection, k=k, seed=seed, progress=progress)}
            return self._drafts[key]

    def empathy_map(self, persona_key_or_participant: str = "all", *, group: str | None = None) -> EmpathyMap:
        """What everybody ("all"), a persona ("P1") or a participant says, thinks, does and feels."""
        from cjm_research.study.selection import empathy_map

        with self._speaking():
            return empathy_map(*self._actor(persona_key_or_participant, group))

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

    def selection(self, group: str | None = None, *, from_tags: bool = False) -> Selection:
        """The people and codings that drafts and maps of a group rest on."""
        with self._speaking():
            return self._selection(group, from_tags=from_tags)

    def _selection(self, group: str | None, *, from_tags: bool = False, only: str | None = None) -> Selection:
        from cjm_research.study.selection import select, settled_codings

        transcripts, participants = self.transcripts, self.participants
        codings = settled_codings(self.codings, self.store.consensus())
        if only is not None:
            participants = tuple(person for person in participants if person.id == only)
        return select(self.settings, transcripts, participants, codings, group=group, from_tags=from_tags)

    def _actor(self, key: str, group: str | None) -> tuple[Actor, Selection]:
        from cjm_research.study.selection import actor

        participants = self.participants
        person = next((p for p in participants if p.id == key), None)
        selection = self._selection(person.group if person else group, only=person.id if person else None)
        return actor(key, selection, participants, lambda: self.personas(group=group)), selection
