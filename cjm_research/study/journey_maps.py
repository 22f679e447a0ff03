"""The verbs that read journey maps: as the codings give them, with researchers' edits on top, and as kept earlier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from operator import is_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _, current_language, ngettext
from cjm_research.model import STAGE_MODELS, Coding, JourneyEdit, JourneyMap, StageModel
from cjm_research.model.journey_edit import SavedVersion
from cjm_research.study.empathy_verbs import EmpathyVerbs
from cjm_research.study.selection import EVERYBODY

if TYPE_CHECKING:
    from cjm_research.journey import InducedStages
    from cjm_research.model import Participant
    from cjm_research.study.selection import Actor, Selection

# Journey maps without data belong to no group of interviewees.
NO_GROUP = ""
# Leads to such a map where a participant has the same key.
STORY_PREFIX = "story:"


@dataclass(frozen=True)
class Found:
    """A map before any edit, the codings that count there, whose it is, and the stages of its edits and its own.

    `models` are all stage models that the study knows.
    """

    map: JourneyMap
    codings: tuple[Coding, ...]
    kind: str
    home: StageModel
    shown: StageModel | None = None
    models: tuple[StageModel, ...] = ()

    @property
    def group(self) -> str:
        """The group under which edits of the map are kept."""
        return NO_GROUP if self.kind == "story" else self.map.group


class JourneyMapVerbs(EmpathyVerbs):
    """Journey maps of the study, and what belongs to all of them."""

    _journeys: Mapping[tuple, Found] = MappingProxyType({})
    # The last two maps with their edits, and the edits themselves.
    _edited: tuple[tuple[Found, list[JourneyEdit], JourneyMap], ...] = ()

    def journey_map(
        self,
        persona_key: str = EVERYBODY,
        *,
        stage_model: str | None = None,
        group: str | None = None,
        as_found: bool = False,
        people: Collection[str] | None = None,
        version: str | None = None,
    ) -> JourneyMap:
        """The journey of everybody ("all"), a persona ("P1"), a participant, or a story.

        Parameters
        ----------
        stage_model : str, optional
            A built-in stage model or one of the study's own; that of the map, else of the study, where not named.
            Codings and edits fall into it by the cross-walk; nothing is recoded.
        group : str, optional
            "customer", "non_user" or "expert"; the customers where a study has several and none is named.
        as_found : bool
            What the codings give, whatever researchers changed.
        people : collection of str, optional
            A map of these participants alone, without edits: those of a wave, of one region.
        version : str, optional
            The map as it was kept under that name.

        Raises
        ------
        UnknownNameError
            There is no such persona, participant, story, group, stage model or version.
        """
        with self._speaking():
            if version is not None:
                return self._kept_version(persona_key, version, group).map
            if people is not None:
                return self._map_of(people, stage_model, group)
            found = self._found_journey(persona_key, group, stage_model)
            return found.map if as_found else self._edited_journey(found, self.store.standing("journey"))

    def journey_maps(self, group: str | None = None) -> tuple[str, ...]:
        """Keys of the maps a study has: everybody's, those of its personas where there are several, and stories.

        A story with the key of a participant is listed as "story:KEY", for the key alone means the participant.
        """
        from cjm_research.study.outputs import map_keys

        with self._speaking():
            keys = map_keys(self.personas(group=group)) if self.codings else ()
            return (*keys, *self._stories())

    def journey_edits(self, persona_key: str = EVERYBODY, *, group: str | None = None) -> tuple[JourneyEdit, ...]:
        """What researchers did to a map, piece by piece, in the order in which it was first done."""
        with self._speaking():
            found = self._found_journey(persona_key, group, None)
            return tuple(edits_of(found, self.store.standing("journey")))

    def journey_versions(self, persona_key: str = EVERYBODY, *, group: str | None = None) -> tuple[SavedVersion, ...]:
        """The versions of a map that were kept, oldest first."""
        with self._speaking():
            found = self._found_journey(persona_key, group, None)
            edits = edits_of(found, self.store.standing("journey"))
            return tuple(edit.thing() for edit in edits if edit.part == "version")

    @property
    def stage_models(self) -> dict[str, StageModel]:
        """The built-in stage models and those of the study, by key."""
        edits = self.store.standing("journey").values()
        return {**STAGE_MODELS, **{edit.target: edit.thing() for edit in edits if edit.part == "stage_model"}}

    def induce_stages(self, *, group: str | None = None, k: int | None = None) -> InducedStages:
        """Stages that the order of telling bears: a proposal, which `add_stage_model` confirms.

        Parameters
        ----------
        k : int, optional
            This many stages; as many as fit best where not named.
        """
        from cjm_research.journey import induce_stages

        with self._speaking():
            chosen = self._selection(group)
            return induce_stages(
                chosen.codings, participants=chosen.people, basis=chosen.basis, transcripts=chosen.transcripts, k=k
            )

    # How

    def _stories(self) -> tuple[str, ...]:
        """Keys of the maps without data, as they are asked for."""
        stories = [edit.map for edit in self.store.standing("journey").values() if edit.part == "map" and edit.own]
        people = {person.id for person in self.participants}
        return tuple(STORY_PREFIX + key if key in people else key for key in stories)

    def _story(self, key: str) -> str | None:
        """The key of the story that is asked for; None where the key means somebody or nothing."""
        bare = key.removeprefix(STORY_PREFIX)
        if story_key(bare) not in self.store.standing("journey"):
            return None
        return None if bare == key and any(person.id == key for person in self.participants) else bare

    def _kept_version(self, key: str, name: str, group: str | None) -> SavedVersion:
        versions = {version.name: version for version in self.journey_versions(key, group=group)}
        if name not in versions:
            message = _("There is no version “{name}” of this map. Known: {known}.").format(
                name=name, known=", ".join(versions) or "-"
            )
            if not versions:
                how = _("Keep this version")
                message += f' {how}: study.keep_journey_version("{key}", "{name}")'
            raise UnknownNameError(message)
        return versions[name]

    def _map_of(self, people: Collection[str], stage_model: str | None, group: str | None) -> JourneyMap:
        from cjm_research.study.selection import Actor

        selection = self._selection(group)
        unknown = sorted(set(people) - set(selection.ids))
        if unknown or not people:
            raise UnknownNameError(
                _("No participant of this group has the id “{id}”.").format(id=unknown[0] if unknown else "")
            )
        title = ngettext("{n} chosen participant", "{n} chosen participants", len(set(people)))
        actor = Actor(EVERYBODY, title.format(n=len(set(people))), "everybody", tuple(sorted(set(people))))
        model = self._stage_model(stage_model or self.settings.stage_model)
        return built_map(actor, selection, model)

    def _edited_journey(self, found: Found, edits: Mapping[str, JourneyEdit | None]) -> JourneyMap:
        from cjm_research.journey import apply_edits

        mine = edits_of(found, edits)
        mine += [edit for edit in edits.values() if edit is not None and edit.part == "touchpoint"]
        # A form reads the map before and after each step: what did not change is not worked out again.
        for of, applied, journey_map in self._edited:
            if of is found and len(applied) == len(mine) and all(map(is_, applied, mine)):
                return journey_map
        journey_map = apply_edits(
            found.map, mine, found.codings, home=found.home, shown=found.shown, models=found.models
        )
        self._edited = (*self._edited[-1:], (found, mine, journey_map))
        return journey_map

    def _found_journey(self, key: str, group: str | None, stage_model: str | None) -> Found:
        """The map that the codings give; kept until something that is counted, or the personas, change."""
        edits = self.store.standing("journey")
        plans = tuple(sorted(self.store.standing("personas").items()))
        models = tuple(edit for edit in edits.values() if edit.part == "stage_model")
        state = (self.store.coding_version(), self.settings, current_language(), repr(plans), repr(models))
        own_model = self._own_stage_model(edits, key, group)
        kept, name = self._journeys, (state, key, group, stage_model, own_model, self._story(key))
        if name not in kept:
            home = self._stage_model(own_model or self.settings.stage_model)
            shown = self._stage_model(stage_model) if stage_model else home
            found = self._find_journey(key, group, shown, home)
            # Those of an earlier state would never be asked for again.
            kept = {one: value for one, value in kept.items() if one[0] == state} | {name: found}
            self._journeys = kept
        return kept[name]

    def _find_journey(self, key: str, group: str | None, shown: StageModel, home: StageModel) -> Found:
        from cjm_research.journey import empty_map

        story = self._story(key)
        if story is not None:
            about = self.store.standing("journey")[story_key(story)].thing()
            bare = empty_map(story, about.title, stage_model=shown, kind=about.kind, purpose=about.purpose)
            return Found(bare, (), "story", home, shown, tuple(self.stage_models.values()))
        actor, selection = self._actor(key, group, self._stories())
        bare = built_map(actor, selection, shown)
        return Found(bare, selection.codings, actor.kind, home, shown, tuple(self.stage_models.values()))

    def _own_stage_model(self, edits: Mapping[str, JourneyEdit], key: str, group: str | None) -> str:
        """The stage model that a map was given; empty where none was, or where it is not known any more."""
        story = self._story(key)
        said = [edit for edit in edits.values() if edit.part == "map" and edit.map == (story or key)]
        said = [edit for edit in said if edit.values.get("stage_model") in self.stage_models]
        said = [edit for edit in said if (edit.group == NO_GROUP) == (story is not None)]
        if said and story is None and not any(person.id == key for person in self.participants):
            of = self._selection(group).group
            said = [edit for edit in said if edit.group == of]
        return str(said[-1].values["stage_model"]) if said else ""

    def _stage_model(self, key: str) -> StageModel:
        models = self.stage_models
        if key not in models:
            raise UnknownNameError(
                _("There is no stage model “{key}”. Known: {known}.").format(key=key, known=", ".join(models))
            )
        return models[key]


def built_map(actor: Actor, selection: Selection, stage_model: StageModel) -> JourneyMap:
    """The journey map of an actor, as the codings give it."""
    from cjm_research.journey import build_journey_map

    known: dict[str, Participant] = {person.id: person for person in selection.people}
    return build_journey_map(
        selection.codings,
        key=actor.key,
        title=actor.title,
        actor=actor.kind,
        participants=[known.get(id, id) for id in actor.participants],
        groups=(selection.group,),
        group=selection.group,
        stage_model=stage_model,
        basis=selection.basis,
        purpose=selection.settings.purpose,
        transcripts=selection.transcripts,
    )


def edits_of(found: Found, edits: Mapping[str, Any]) -> list[JourneyEdit]:
    """The edits of a map that stand, in the order in which they were first made.

    Those of a participant's map stay hers when she is counted to another group.
    """
    of_person = found.kind == "participant"
    standing = (edit for edit in edits.values() if edit is not None and edit.map == found.map.key)
    return [edit for edit in standing if edit.group == found.group or (of_person and edit.group != NO_GROUP)]


def story_key(map_key: str) -> str:
    """The key of the edit that a map without data consists in."""
    return JourneyEdit(group=NO_GROUP, map=map_key, part="map").key
