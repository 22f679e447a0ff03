"""The empathy map as a board: notes with the words behind them, to be worded, moved, added and removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, ngettext
from cjm_research.model import EmpathyMap, EmpathyNote, Evidence, term
from cjm_research.model.empathy import FORMS
from cjm_widgets._base import STATIC, bundle, join_style
from cjm_widgets._map_form import EVERYBODY, MapForm
from cjm_widgets.empathy_map_form_content import note_row, told_apart
from cjm_widgets.empathy_map_form_words import empathy_words, layout

if TYPE_CHECKING:
    from cjm_research import Study
    from cjm_research.storage import Changes


class EmpathyMapForm(MapForm):
    """Read and work on the empathy maps of a study.

    Each note says how many of the people it rests on and leads to their words; what is inferred, and what nobody said,
    is marked. Notes can be worded, moved, added, removed and brought back, and words be linked to own notes. Every
    step is in the study at once (`study.add_empathy_note`, ...), in the name of `coder`, and can be undone.

    Parameters
    ----------
    study : Study
        Whose people.
    key : str
        Of the map shown first: "all", a persona's key or a participant's id.
    group : str, optional
        The interviewee group; the customers where a study has several and none is named.
    form : {"canvas", "quadrants"}
        The canvas of ten areas, or the four quadrants with pains and gains.
    coder : str
        In whose name everything is done.
    opens : widget, optional
        A form with ``show(transcript, utterance=..., guid=...)``, such as a `SpanCoder`, in which quotes are shown.

    Raises
    ------
    BadValueError
        There is no such form.
    UnknownNameError
        There is nobody of that key or group.
    """

    _esm = bundle("empathy_map_form").esm
    _css = join_style("\n".join((STATIC / f"{name}.css").read_text("utf-8") for name in ("board", "empathy_map_form")))

    form = traitlets.Unicode("canvas", help="canvas or quadrants").tag(sync=True)

    def __init__(
        self,
        study: Study,
        key: str = EVERYBODY,
        *,
        group: str | None = None,
        form: str = "canvas",
        coder: str = "coder",
        opens: Any = None,
        **traits: Any,
    ) -> None:
        _check_form(form)
        self._told: dict[str, dict[str, Any]] = {"cards": {}, "removed": {}}  # what the pages show
        self._made: dict[str, tuple[EmpathyNote, bool, dict[str, Any]]] = {}  # note, whether it was added, its row
        super().__init__(study, key, group=group, coder=coder, opens=opens, form=form, **traits)
        if key != EVERYBODY:
            self.current()

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        n = len(self.current().notes)
        return ngettext("{n} note", "{n} notes", n).format(n=n)

    def make_words(self) -> dict[str, Any]:
        """Every sentence that the page shows."""
        return empathy_words()

    # What the page shows

    def state(self) -> dict[str, Any]:
        """The map with all its notes, and whose maps there are."""
        trouble, self._trouble = self._trouble, ""
        try:
            shown = self.current()
        except UnknownNameError as error:  # a persona that was merged, or an interview that was removed
            self._key, self._any_people, trouble = EVERYBODY, False, str(error)
            shown = self.current()
        self._group = shown.group
        self._told = self._rows(shown)
        n = len(shown.participants)
        facts = {"key": shown.key, "title": shown.title, "basis": term("basis", shown.basis), "n": n}
        return {
            "actors": self._actors(),
            "map": {**facts, "group": shown.group},
            "form": self.form,
            **layout(self.form),  # type: ignore[arg-type]
            **self._told,
            **self.steps(),
            "trouble": trouble,
        }

    def delta(self, changes: Changes) -> dict[str, Any]:
        """The notes that changed; whether the codings did, after which the page asks for the map when it is quiet."""
        content: dict[str, Any] = self.steps()
        if changes.codings or changes.codes or changes.texts or changes.consensus or changes.personas:
            content["stale"] = True
        if changes.empathy:
            rows = self._rows(self.current())
            for part, now in rows.items():
                before = self._told[part]
                content[part] = {key: row for key, row in now.items() if before.get(key) != row}
                content[part] |= {key: None for key in before if key not in now}
            self._told = rows
        return content

    def _sync(self, id: str, revision: Any) -> None:
        # A note may come and go under another key than the edit has, so a page that missed something gets all of it.
        super()._sync(id, -1)

    def current(self) -> EmpathyMap:
        """The map that is shown."""
        return self.study.empathy_map(self._key, group=self._of(self._group))

    def evidence_of(self, note: str) -> tuple[Evidence, ...]:
        """The quotes behind a note."""
        return _note(self.current(), note).evidence

    def _rows(self, shown: EmpathyMap) -> dict[str, dict[str, Any]]:
        """The notes on the board, and those that were taken off it, by key."""
        added = self._added()
        before, self._made = self._made, {}

        def row(note: EmpathyNote) -> dict[str, Any]:
            """That of a note that is still the same one is not made again."""
            known, was_added, made = before.get(note.key, (None, False, {}))
            if known is not note or was_added != (note.key in added):
                made = note_row(note, added=note.key in added)
            self._made[note.key] = (note, note.key in added, made)
            return made

        cards = {note.key: row(note) for note in shown.in_form(self.form).notes}  # type: ignore[arg-type]
        return {"cards": told_apart(cards), "removed": {note.key: row(note) for note in shown.taken_off}}

    def _added(self) -> set[str]:
        """Keys of the notes that a researcher added."""
        edits = self.study.store.standing("empathy").values()
        of_person = any(person.id == self._key for person in self.study.participants)
        mine = (edit for edit in edits if edit.own and edit.map == self._key)
        return {edit.note for edit in mine if of_person or edit.group == self._group}

    # What the page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Do what the page asks."""
        actions: dict[str, Callable[..., dict[str, Any] | None]] = {
            "add": self._add,
            "change": self._change,
            "move": self._move,
            "remove": self._remove,
            "restore": self._restore,
            "reset": self._reset,
            "link": self._link,
            "unlink": self._unlink,
            "undo": self.undo,
            "redo": self.redo,
            "look": self._look,
            "again": self._again,
            "personas": self._look_for_personas,
            "evidence": self._evidence,
            "find": self._find,
            "show": self._show,
        }
        if op not in actions:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        return actions[op](**args)

    def _add(self, map: str, group: str, note: str, quadrant: Any, text: str, position: float) -> None:
        self.study.add_empathy_note(
            map, quadrant, text, position=position, group=self._of(group), coder=self.coder, guid=note
        )

    def _change(self, map: str, group: str, note: str, text: str) -> None:
        self.study.change_empathy_note(map, note, text=text, group=self._of(group), coder=self.coder)

    def _move(self, map: str, group: str, note: str, quadrant: Any, position: float) -> None:
        self.study.change_empathy_note(
            map, note, quadrant=quadrant, position=position, group=self._of(group), coder=self.coder
        )

    def _remove(self, map: str, group: str, note: str) -> None:
        self.study.remove_empathy_note(map, note, group=self._of(group), coder=self.coder)

    def _restore(self, map: str, group: str, note: str) -> None:
        if note in self.study.empathy_map(map, group=self._of(group)).removed:
            self.study.restore_empathy_notes(map, note, group=self._of(group), coder=self.coder)

    def _reset(self, map: str, group: str) -> None:
        self.study.restore_empathy_notes(map, group=self._of(group), coder=self.coder)

    def _link(self, map: str, group: str, note: str, coding: str) -> None:
        self._set_evidence(map, group, note, lambda guids: [*(g for g in guids if g != coding), coding])

    def _unlink(self, map: str, group: str, note: str, coding: str) -> None:
        self._set_evidence(map, group, note, lambda guids: [guid for guid in guids if guid != coding])

    def _set_evidence(self, map: str, group: str, note: str, change: Callable[[list[str]], list[str]]) -> None:
        before = [item.coding for item in _note(self.study.empathy_map(map, group=self._of(group)), note).evidence]
        after = change(before)
        if set(after) != set(before):
            self.study.change_empathy_note(map, note, evidence=after, group=self._of(group), coder=self.coder)

    # Looking

    def _look(self, map: str | None = None, group: str | None = None, form: str | None = None) -> None:
        """Show another map, or the same one in another form."""
        if form is not None:
            _check_form(form)
        before = self._key, self._group
        if group is not None and group != self._group:
            self._key, self._group = EVERYBODY, group
        if map is not None:
            self._key = map
        try:
            self.current()
        except UnknownNameError:
            self._key, self._group = before
            raise
        self.form = form or self.form
        self.refresh()


def _check_form(form: str) -> None:
    if form not in FORMS:
        raise BadValueError(
            _("“{form}” is no form of an empathy map. Possible: {known}.").format(form=form, known=", ".join(FORMS))
        )


def _note(shown: EmpathyMap, key: str) -> EmpathyNote:
    note = shown.note(key)
    if note is None:
        raise UnknownNameError(_("This note is not on the map any more."))
    return note
