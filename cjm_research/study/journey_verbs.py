"""The verbs that change a journey map as a whole, and what belongs to all of them; each is one step to take back."""

from __future__ import annotations

from typing import Any

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import ExternalFactor, JourneyEdit, JourneyMap, Metric, SignOff, StageModel
from cjm_research.model.base import Model
from cjm_research.model.channels import CHANNELS
from cjm_research.model.journey_edit import Part, SavedVersion
from cjm_research.model.persona_plan import key_number
from cjm_research.model.stages import STAGE_MODELS
from cjm_research.storage.events import Change, States
from cjm_research.study.coding_verbs import DEFAULT_CODER
from cjm_research.study.journey_changes import checked_values, merged, no_such
from cjm_research.study.journey_editing import KEY, check_key
from cjm_research.study.journey_maps import NO_GROUP, STORY_PREFIX, edits_of, story_key
from cjm_research.study.journey_piece_verbs import JourneyPieceVerbs
from cjm_research.study.selection import EVERYBODY

_THINGS: dict[type[Model], Part] = {Metric: "metric", ExternalFactor: "factor", SignOff: "sign_off"}


class JourneyVerbs(JourneyPieceVerbs):
    """Journey maps as a whole: stories, what a map says of itself, figures, sign-offs, contacts, kept versions."""

    # The map as a whole

    def add_journey_story(
        self,
        key: str,
        title: str,
        *,
        stage_model: str | None = None,
        coder: str = DEFAULT_CODER,
        **fields: Any,
    ) -> JourneyEdit:
        """A map without data: the path of a product that has no customers yet, or a planned one.

        Everything on it is an assumption and counts nowhere.

        Parameters
        ----------
        key : str
            Letters, digits, hyphen, underscore; not that of a persona or participant.
        fields : dict
            Further fields of `MapFields`: kind, purpose, scenario, ...

        Raises
        ------
        BadValueError
            The key is taken or cannot be one.
        """
        with self._speaking():
            taken = key == EVERYBODY or key_number(key) or any(p.id == key for p in self.participants)
            if taken or not KEY.fullmatch(key):
                raise BadValueError(
                    _("“{key}” cannot be the key of a story: use letters, digits, - and _, other than a persona or "
                      "participant has.").format(key=key)
                )  # fmt: skip
            if stage_model is not None:
                self._stage_model(stage_model)
                fields["stage_model"] = stage_model
            values = checked_values("map", {"title": title, **fields})
            edit = JourneyEdit(group=NO_GROUP, map=key, part="map", values=values, own=True, by=coder)
            return self._add(edit, coder)

    def set_journey(
        self, key: str = EVERYBODY, *, group: str | None = None, coder: str = DEFAULT_CODER, **fields: Any
    ) -> JourneyEdit:
        """Set what a map says of itself: title, kind, purpose, scenario, status, none_found, review_due, ...

        Raises
        ------
        BadValueError
            The map cannot be "final" yet: the message says what is missing.
        """
        if fields.get("stage_model"):
            self._stage_model(fields["stage_model"])
        if fields.get("review_due"):
            checked_date(fields["review_due"])
        check = self._ready_to_be_final if fields.get("status") == "final" else None
        return self._change(key, "map", "", fields, group=group, coder=coder, check=check)

    def forget_journey(self, key: str = EVERYBODY, *, group: str | None = None, coder: str = DEFAULT_CODER) -> int:
        """Back to what the codings give; kept versions stay. How many edits that took back."""
        with self._speaking():
            found = self._found_journey(key, group, None)

            def plan(states: States) -> list[Change]:
                edits = edits_of(found, states["journey"])
                story = story_key(found.map.key)
                return [
                    Change("remove", e.key, None, "journey") for e in edits if e.part != "version" and e.key != story
                ]

            return self.store.decide(plan, coder=coder)

    def remove_journey_story(self, key: str, *, coder: str = DEFAULT_CODER) -> int:
        """Take a map without data away, with everything on it."""
        with self._speaking():
            bare = key.removeprefix(STORY_PREFIX)

            def plan(states: States) -> list[Change]:
                edits = [
                    e for e in states["journey"].values() if e is not None and e.map == bare and e.group == NO_GROUP
                ]
                if not any(edit.key == story_key(bare) for edit in edits):
                    raise UnknownNameError(_("There is no story “{key}”.").format(key=key))
                return [Change("remove", edit.key, None, "journey") for edit in edits]

            return self.store.decide(plan, coder=coder)

    # Figures, events outside, sign-offs, contacts, stage models, versions

    def put_on_journey(
        self,
        key: str,
        thing: Metric | ExternalFactor | SignOff,
        *,
        group: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> JourneyEdit:
        """Add a figure, an outside event or a sign-off to a map, or change the one with its key."""
        with self._speaking():
            part = _THINGS[type(thing)]
            check_key(thing.key)
            found = self._found_journey(key, group, None)
            values = checked_values(part, thing.model_dump(mode="json", exclude_defaults=True))
            edit = JourneyEdit(
                group=found.group, map=found.map.key, part=part, target=thing.key, values=values, own=True, by=coder
            )
            return self._stand(edit, coder, self._persona_kept(found.kind, found.map.group))

    def take_off_journey(
        self, key: str, thing_key: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> int:
        """Take a figure, an outside event or a sign-off off a map."""
        with self._speaking():
            found = self._found_journey(key, group, None)

            def plan(states: States) -> list[Change]:
                edits = edits_of(found, states["journey"])
                there = [e for e in edits if e.part in _THINGS.values() and e.target == thing_key]
                if not there:
                    raise no_such("metric", thing_key, key)
                return [Change("remove", edit.key, None, "journey") for edit in there]

            return self.store.decide(plan, coder=coder)

    def describe_touchpoint(self, label: str, *, coder: str = DEFAULT_CODER, **fields: Any) -> JourneyEdit:
        """Say of a contact what holds on all maps: its name, setting, owner, department, whether it can be changed."""
        with self._speaking():
            if label not in CHANNELS and self.codebook.code(f"touchpoint/{label}") is None:
                raise UnknownNameError(_("There is no touchpoint “{label}” in the codebook.").format(label=label))
            edit = JourneyEdit(part="touchpoint", target=label, by=coder)
            before = self.store.standing("journey").get(edit.key, edit)
            return self._stand(merged(before, checked_values("touchpoint", fields), None), coder)

    def add_stage_model(self, model: StageModel, *, coder: str = DEFAULT_CODER) -> JourneyEdit:
        """A stage model of the study's own; codings fall into it by the pivots of its stages.

        Raises
        ------
        BadValueError
            It has the key of a built-in one, no stages, or two stages of one key.
        """
        with self._speaking():
            keys = model.keys
            if model.key in STAGE_MODELS or not KEY.fullmatch(model.key):
                raise BadValueError(_("“{key}” cannot be the key of a stage model of your own.").format(key=model.key))
            if not keys or len(set(keys)) < len(keys) or not all(KEY.fullmatch(key) for key in keys):
                raise BadValueError(_("A stage model needs stages with different keys of letters, digits, - and _."))
            values = checked_values("stage_model", model.model_dump(mode="json"))
            edit = JourneyEdit(part="stage_model", target=model.key, values=values, own=True, by=coder)
            return self._stand(edit, coder)

    def keep_journey_version(
        self,
        key: str,
        name: str,
        *,
        date: str = "",
        note: str = "",
        group: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> SavedVersion:
        """Keep the map as it stands under a name, to compare with later.

        Raises
        ------
        BadValueError
            There is a version of that name, or the date is none.
        """
        with self._speaking():
            if date:
                checked_date(date)
            found = self._found_journey(key, group, None)
            standing = self._edited_journey(found, self.store.standing("journey"))
            version = SavedVersion(name=name.strip(), date=date, note=note, map=standing)
            if not version.name:
                raise BadValueError(_("A version needs a name."))
            edit = JourneyEdit(
                group=found.group, map=found.map.key, part="version", target=version.name,
                values=version.model_dump(mode="json"), own=True, by=coder,
            )  # fmt: skip
            self._add(edit, coder, self._persona_kept(found.kind, found.map.group))
            return version

    # How

    def _ready_to_be_final(self, journey_map: JourneyMap) -> None:
        from cjm_research.checking.maps import blocks_final

        findings = blocks_final(journey_map)
        if findings:
            why = " ".join(finding.message for finding in findings)
            raise BadValueError(_("This map cannot be final yet. {why}").format(why=why))


def checked_date(text: str) -> None:
    """Refuse what is no ISO date.

    Raises
    ------
    BadValueError
        It is none.
    """
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise BadValueError(_("“{date}” is no date. Write it as 2026-05-31.").format(date=text)) from error
