"""The journey map as a board: stages by lanes, with the words behind every entry, to be worked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, ngettext
from cjm_research.model import Evidence, JourneyMap, term
from cjm_research.model.lanes import LANE_PRESETS
from cjm_widgets._base import STATIC, bundle, join_style
from cjm_widgets._map_form import EVERYBODY, quote_row
from cjm_widgets.journey_form_content import Rows, changed, map_row
from cjm_widgets.journey_form_steps import JourneySteps, evidence_on
from cjm_widgets.journey_form_words import journey_words

if TYPE_CHECKING:
    from cjm_research import Study
    from cjm_research.storage import Changes

_STYLES = ("board", "board_grid", "empathy_map_form", "journey_form")


class JourneyForm(JourneySteps):
    """Read and work on the journey maps of a study.

    Columns are stages and rows are lanes. Each entry says how many of the people it rests on and leads to their words;
    what nobody said is marked. Entries and steps can be added, worded, moved between cells, removed and brought back;
    solutions be linked to the pains that they answer; points of the emotion curve be set beside the measured ones.
    Every step is in the study at once (`study.add_journey_item`, ...), in the name of `coder`, and can be undone.

    Parameters
    ----------
    study : Study
        Whose people.
    key : str
        Of the map shown first: "all", a persona's key, a participant's id, or that of a story.
    group : str, optional
        The interviewee group; the customers where a study has several and none is named.
    stage_model : str, optional
        Stages in which the map is kept from now on; those it has where not named.
    lanes : {"minimal", "standard", "full", "blueprint"}
        Which rows are shown first.
    coder : str
        In whose name everything is done.
    opens : widget, optional
        A form with ``show(transcript, utterance=..., guid=...)``, such as a `SpanCoder`, in which quotes are shown.
        A `SpanCoder` also gets a button that lays the chosen quote beside the map.

    Raises
    ------
    BadValueError
        There are no such lanes.
    UnknownNameError
        There is nobody of that key or group, or no such stage model.
    """

    _esm = bundle("journey_form").esm
    _css = join_style("\n".join((STATIC / f"{name}.css").read_text("utf-8") for name in _STYLES))

    lanes = traitlets.Unicode("standard", help="minimal, standard, full or blueprint").tag(sync=True)
    layer = traitlets.Unicode("both", help="as_is, to_be or both").tag(sync=True)

    def __init__(
        self,
        study: Study,
        key: str = EVERYBODY,
        *,
        group: str | None = None,
        stage_model: str | None = None,
        lanes: str = "standard",
        coder: str = "coder",
        opens: Any = None,
        **traits: Any,
    ) -> None:
        if lanes not in LANE_PRESETS:
            raise BadValueError(
                _("“{lanes}” is no choice of lanes. Possible: {known}.").format(
                    lanes=lanes, known=", ".join(LANE_PRESETS)
                )
            )
        self._rows = Rows()
        self._told: dict[str, Any] = {}  # what the pages show, part by part
        self._waiting: dict[str, None] = {}  # guids of the codings that wait for a place
        self._story = _is_story(study, key)
        super().__init__(study, key, group=group, coder=coder, opens=opens, lanes=lanes, **traits)
        if stage_model is not None and stage_model != self.current().stage_model:
            study.set_journey(key, stage_model=stage_model, group=self._its_group(), coder=coder)
        elif key != EVERYBODY:
            self.current()
        if hasattr(opens, "lay_beside"):
            opens.lay_beside(self)

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        n = len(self.current().items)
        return ngettext("{n} note", "{n} notes", n).format(n=n)

    def make_words(self) -> dict[str, Any]:
        """Every sentence that the page shows."""
        return journey_words()

    def offer(self, *guids: str) -> int:
        """Lay quotes beside the map, to be put into a cell; how many of these wait there now.

        Parameters
        ----------
        *guids : str
            Of codings. Those that do not count on this map are left out.

        Raises
        ------
        UnknownNameError
            There is no such coding.
        """
        known = {coding.guid for coding in self.study.codings}
        for guid in guids:
            if guid not in known:
                raise UnknownNameError(_("This coding is no longer in the study."))
        mine = {coding.guid for coding in self._codings()}
        waiting = dict.fromkeys(guid for guid in guids if guid in mine)
        self._waiting |= waiting
        self.refresh()
        return len(waiting)

    # What the page shows

    def current(self) -> JourneyMap:
        """The map that is shown."""
        return self.study.journey_map(self._key, group=self._its_group())

    def _its_group(self) -> str | None:
        """The group of the map as the study takes it: a story belongs to none."""
        return None if self._story else self._of(self._group)

    def evidence_of(self, note: str) -> tuple[Evidence, ...]:
        """The quotes behind an entry or step."""
        return evidence_on(self.current(), note)

    def state(self) -> dict[str, Any]:
        """The map with all that stands on it, and whose maps there are."""
        trouble, self._trouble = self._trouble, ""
        self._story = _is_story(self.study, self._key)
        try:
            shown = self.current()
        except UnknownNameError as error:  # a persona that was merged, or an interview or story that was removed
            self._key, self._any_people, trouble = EVERYBODY, False, str(error)
            shown = self.current()
        if not self._story:
            self._group = shown.group
        self._told = self._parts(shown)
        models = [
            [key, term("stage_model", key) if key == model.key else model.key]
            for key, model in self.study.stage_models.items()
        ]
        return {"actors": self._all_actors(), "models": models, **self._told, **self.steps(), "trouble": trouble}

    def delta(self, changes: Changes) -> dict[str, Any]:
        """What changed on the map; whether the codings did, after which the page asks for the map when it is quiet."""
        with self.study._speaking():
            return self._delta(changes)

    def _delta(self, changes: Changes) -> dict[str, Any]:
        content: dict[str, Any] = self.steps()
        if changes.codings or changes.codes or changes.texts or changes.consensus or changes.personas:
            content["stale"] = True
        if changes.journey:
            try:
                now = self._parts(self.current())
            except UnknownNameError:  # a story that was taken back: the page asks anew
                return {**content, "stale": True}
            for part, rows in now.items():
                before = self._told.get(part)
                if rows != before:
                    content[part] = rows if part in {"map", "tray"} else changed(before or {}, rows)
            self._told = now
            if any("/map/" in key for key in changes.journey):
                content["actors"] = self._all_actors()
        return content

    def _sync(self, id: str, revision: Any) -> None:
        # An entry may come and go under another key than the edit has, so a page that missed something gets all of it.
        super()._sync(id, -1)

    def _parts(self, shown: JourneyMap) -> dict[str, Any]:
        # A story belongs to no group; the page sends back what it was told.
        row = map_row(shown) | {"group": "" if self._story else shown.group}
        return {"map": row, **self._rows.of(shown, self._added(shown)), "tray": self._tray()}

    def _added(self, shown: JourneyMap) -> set[str]:
        """Keys of the entries and steps that a researcher added."""
        edits = self.study.store.standing("journey").values()
        mine = (edit for edit in edits if edit.own and edit.map == shown.key and edit.part in {"item", "step"})
        anywhere = shown.actor == "participant"
        group = "" if self._story else shown.group
        return {edit.target for edit in mine if edit.group == group or (anywhere and edit.group)}

    def _tray(self) -> list[dict[str, Any]]:
        """The quotes that wait for a place; those whose coding is gone wait no longer."""
        if not self._waiting:
            return []
        book = self.study.codebook
        codings = {coding.guid: coding for coding in self.study.codings if coding.guid in self._waiting}
        self._waiting = {guid: None for guid in self._waiting if guid in codings}
        return [quote_row(Evidence.of(codings[guid]), codings[guid].code, book) for guid in self._waiting]

    def _all_actors(self) -> dict[str, Any]:
        edits = self.study.store.standing("journey").values()
        stories = [[edit.map, edit.thing().title] for edit in edits if edit.part == "map" and edit.own]
        return {**self._actors(), "stories": stories}

    # What the page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Do what the page asks."""
        actions: dict[str, Callable[..., dict[str, Any] | None]] = {
            **self.steps_known(),
            "undo": self.undo,
            "redo": self.redo,
            "look": self._look,
            "again": self._again,
            "personas": self._look_for_personas,
            "story": self._add_story,
            "versions": self._versions,
            "evidence": self._evidence,
            "find": self._find,
            "show": self._show,
            "unoffer": self._unoffer,
        }
        if op not in actions:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        with self.study._speaking():
            return actions[op](**args)

    def placed(self, guids: tuple[str, ...]) -> None:
        """Quotes that were put on the map wait no longer."""
        for guid in guids:
            self._waiting.pop(guid, None)

    def _unoffer(self, coding: str, **_map: str) -> None:
        self.placed((coding,))
        self.refresh()

    def _look(self, map: str | None = None, group: str | None = None) -> None:
        """Show another map."""
        before = self._key, self._group, self._story
        if group is not None and group != self._group:
            self._key, self._group = EVERYBODY, group
        if map is not None:
            self._key = map
        self._story = _is_story(self.study, self._key)
        try:
            self.current()
        except UnknownNameError:
            self._key, self._group, self._story = before
            raise
        self.refresh()

    def _again(self) -> None:
        if self._story:
            self.refresh()  # no persona has a part in it
        else:
            super()._again()

    def _add_story(self, map: str, title: str, kind: str, stage_model: str) -> None:
        """A map without data, shown at once."""
        self.study.add_journey_story(map, title, kind=kind, stage_model=stage_model, coder=self.coder)
        self._look(map)

    def _versions(self, since: str | None = None) -> dict[str, Any]:
        """The versions of the map that were kept; what differs from the named one."""
        group = self._its_group()
        kept = self.study.journey_versions(self._key, group=group)
        changes: list[str] = []
        if since is not None:
            changes = str(self.study.journey_changes(self._key, since=since, group=group)).splitlines()
        return {"versions": [[one.name, one.date, one.note] for one in kept], "changes": changes}


def _is_story(study: Study, key: str) -> bool:
    return study._story(key) is not None
