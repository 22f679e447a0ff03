"""The verbs for empathy maps: what the codings give, and what researchers make of it, note by note."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Coding, EmpathyEdit, EmpathyMap, EmpathyNote
from cjm_research.model.empathy import CANVAS, Quadrant
from cjm_research.storage.events import Change, States
from cjm_research.study.coding_verbs import DEFAULT_CODER
from cjm_research.study.draft_verbs import DraftVerbs

LONGEST_NOTE = 600


@dataclass(frozen=True)
class _Found:
    """A map as the codings give it, the codings that count there, and whose it is (see `Actor.kind`)."""

    map: EmpathyMap
    codings: tuple[Coding, ...]
    kind: str


class EmpathyVerbs(DraftVerbs):
    """Empathy maps of the study. Whatever a researcher does to a note is one step that can be taken back.

    Edits are kept apart from what the codings give: a note that nobody touched is made anew whenever codings change,
    and one that somebody worded or moved keeps that as long as it rests on the same words.
    """

    _maps: Mapping[tuple, _Found] = MappingProxyType({})

    def empathy_map(self, key: str = "all", *, group: str | None = None, as_found: bool = False) -> EmpathyMap:
        """What everybody ("all"), a persona ("P1") or a participant says, thinks, does and feels.

        Parameters
        ----------
        group : str, optional
            "customer", "non_user" or "expert"; the customers where a study has several and none is named.
        as_found : bool
            What the codings give, whatever researchers changed.

        Raises
        ------
        UnknownNameError
            There is no such persona, participant or group.
        """
        with self._speaking():
            found = self._found_map(key, group)
            return found.map if as_found else self._with_edits(found, self.store.standing("empathy"))

    def add_empathy_note(
        self,
        map_key: str,
        quadrant: Quadrant,
        text: str,
        *,
        evidence: Sequence[str] = (),
        position: float | None = None,
        group: str | None = None,
        coder: str = DEFAULT_CODER,
        guid: str | None = None,
    ) -> EmpathyEdit:
        """Put a note of your own on a map.

        Parameters
        ----------
        quadrant : str
            An area of the canvas.
        evidence : sequence of str
            Guids of codings of the map's people; without any the note is marked as an assumption.
        position : float, optional
            Its place among the notes there (see `EmpathyNote.position`); last where not named.
        guid : str, optional
            Chosen by a form; the same note sent twice with it is added once.

        Raises
        ------
        UnknownNameError
            There is no such map, area or coding.
        BadValueError
            The text is empty or too long, a coding does not count on this map, or the guid is taken.
        """
        with self._speaking():
            found = self._found_map(map_key, group)
            area = _checked_area(quadrant)
            words = _checked_text(text)
            guids = checked_evidence(evidence, found.map.participants, found.codings, self.store.coding)
            settled = self._persona_kept(found.kind, found.map.group)
            made: list[EmpathyEdit] = []

            def plan(states: States) -> list[Change]:
                edits = states["empathy"]
                last = _after_last(self._with_edits(found, edits), area) if position is None else position
                edit = EmpathyEdit(
                    group=found.map.group, map=found.map.key, note=guid or str(uuid.uuid4()), quadrant=area,
                    text=words, evidence=guids, position=last, own=True,
                )  # fmt: skip
                made.append(edit)
                if edit.key not in edits:
                    return [*still_open(settled, states), Change("add", edit.key, edit, "empathy")]
                before: EmpathyEdit | None = edits[edit.key]
                if before is not None and before == edit.model_copy(update={"position": before.position}):
                    made[-1] = before
                    return []
                raise BadValueError(_("Another note has the guid “{guid}”.").format(guid=edit.note))

            self.store.decide(plan, coder=coder)
            return made[-1]

    def change_empathy_note(
        self,
        map_key: str,
        note: str,
        *,
        text: str | None = None,
        quadrant: Quadrant | None = None,
        position: float | None = None,
        evidence: Sequence[str] | None = None,
        group: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> EmpathyEdit:
        """Word a note, move it to another area or place, or link other codings to a note of your own.

        The words that the codings give, and the area in which they stand, are not kept as edits: going back to them
        takes the edit away.

        Raises
        ------
        UnknownNameError
            There is no such map, note, area or coding.
        BadValueError
            The text is empty or too long, or a note that the codings give would get other evidence: that is changed by
            coding.
        """
        with self._speaking():
            found = self._found_map(map_key, group)
            changes: dict[str, Any] = {"position": position} if position is not None else {}
            if text is not None:
                changes["text"] = _checked_text(text)
            if quadrant is not None:
                changes["quadrant"] = _checked_area(quadrant)
            if evidence is not None:
                changes["evidence"] = checked_evidence(
                    evidence, found.map.participants, found.codings, self.store.coding
                )

            def change(before: EmpathyEdit, now: EmpathyNote, standing: EmpathyMap) -> EmpathyEdit:
                moved = quadrant is not None and quadrant != now.quadrant and position is None
                place = {"position": _after_last(standing, changes["quadrant"])} if moved else {}
                return _changed(before, now, {**place, **changes}, found, to_its_place=moved)

            return self._edit(found, note, change, coder)

    def remove_empathy_note(
        self, map_key: str, note: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> EmpathyEdit:
        """Take a note off a map; it stays on record and `restore_empathy_notes` brings it back.

        Raises
        ------
        UnknownNameError
            There is no such map or note.
        """
        with self._speaking():
            found = self._found_map(map_key, group)
            return self._edit(found, note, lambda before, *_now: before.model_copy(update={"removed": True}), coder)

    def restore_empathy_notes(
        self, map_key: str, *notes: str, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> int:
        """Bring notes back that were taken off a map; without notes, the whole map as the codings give it.

        Returns
        -------
        int
            How many notes changed.

        Raises
        ------
        UnknownNameError
            There is no such map, or a note was not taken off.
        """
        with self._speaking():
            found = self._found_map(map_key, group)

            def plan(states: States) -> list[Change]:
                edits = _edits_of(found, states["empathy"])
                if not notes:
                    return [Change("remove", edit.key, None, "empathy") for edit in edits]
                off = {edit.note: edit for edit in edits if edit.removed}
                for note in notes:
                    if note not in off:
                        raise UnknownNameError(_("No note “{note}” was taken off this map.").format(note=note))
                return [_back(off[note]) for note in dict.fromkeys(notes)]

            return self.store.decide(plan, coder=coder)

    # How

    def _edit(
        self,
        found: _Found,
        note: str,
        change: Callable[[EmpathyEdit, EmpathyNote, EmpathyMap], EmpathyEdit],
        coder: str,
    ) -> EmpathyEdit:
        """One note is changed; the edit as it stands afterwards."""
        settled = self._persona_kept(found.kind, found.map.group)
        made: list[EmpathyEdit] = []

        def plan(states: States) -> list[Change]:
            edits = states["empathy"]
            standing = self._with_edits(found, edits)
            now = standing.note(note) or next((n for n in standing.taken_off if n.key == note), None)
            if now is None:
                raise UnknownNameError(
                    _("There is no note “{note}” on the map of “{map}”.").format(note=note, map=found.map.key)
                )
            bare = EmpathyEdit(
                group=found.map.group, map=found.map.key, note=note,
                evidence=tuple(item.coding for item in now.evidence if item.coding),
            )  # fmt: skip
            before = next((edit for edit in _edits_of(found, edits) if edit.note == note), None)
            key = before.key if before else bare.key
            after = change(before or bare, now, standing)
            made.append(after)
            if after == before:
                return []
            if _says_nothing(after):
                return [Change("remove", key, None, "empathy")] if before else []
            op: Any = "change" if before else "add"
            return [*still_open(settled, states), Change(op, key, after, "empathy")]

        self.store.decide(plan, coder=coder)
        return made[-1]

    def _persona_kept(self, kind: str, group: str) -> list[Change]:
        """What makes the persona that a map is of a fixed one, in the same step: its key must go on meaning it."""
        return self._settled_change(group) if kind == "persona" else []

    def _with_edits(self, found: _Found, edits: dict[str, Any]) -> EmpathyMap:
        from cjm_research.empathy import apply_edits

        return apply_edits(found.map, _edits_of(found, edits), found.codings)

    def _found_map(self, key: str, group: str | None) -> _Found:
        """The map that the codings give; kept until something that is counted, or the personas, change."""
        from cjm_research.i18n import current_language
        from cjm_research.study.selection import empathy_map

        plans = tuple(sorted(self.store.standing("personas").items()))
        state = (self.store.coding_version(), self.settings, current_language(), repr(plans))
        kept = self._maps
        if (state, key, group) not in kept:
            actor, selection = self._actor(key, group)
            found = _Found(empathy_map(actor, selection), selection.codings, actor.kind)
            # Those of an earlier state would never be asked for again.
            kept = {name: value for name, value in kept.items() if name[0] == state} | {(state, key, group): found}
            self._maps = kept
        return kept[state, key, group]


def still_open(settled: Sequence[Change], states: States) -> list[Change]:
    """What settles personas, as far as nobody did meanwhile."""
    return [change for change in settled if states["personas"].get(change.key) is None]


def _edits_of(found: _Found, edits: dict[str, Any]) -> list[EmpathyEdit]:
    """The edits of a map that stand, in the order in which they were first made.

    Those of a participant's map stay hers when she is counted to another group.
    """
    of_person = found.kind == "participant"
    standing = (edit for edit in edits.values() if edit is not None and edit.map == found.map.key)
    return [edit for edit in standing if of_person or edit.group == found.map.group]


def _changed(
    before: EmpathyEdit, now: EmpathyNote, changes: dict[str, Any], found: _Found, *, to_its_place: bool
) -> EmpathyEdit:
    """The edit with these changes; what is as the codings have it is none."""
    given = found.map.note(before.note)
    if "evidence" in changes:
        if now.code or now.fact or given is not None:
            raise BadValueError(_("The quotes behind a note that the codings give are changed by coding."))
        # The words that it was found with are gone: it is the researcher's from now on.
        changes = {"own": True, "quadrant": now.quadrant, "text": now.text, **changes}
    after = before.model_copy(update=changes)
    if given is None or after.own:
        return after
    same = {"text": after.text == given.text, "quadrant": after.quadrant == given.quadrant}
    same["position"] = same["quadrant"] and to_its_place
    return after.model_copy(update={field: None for field, is_same in same.items() if is_same})


def _says_nothing(edit: EmpathyEdit) -> bool:
    changed = edit.text is not None or edit.quadrant is not None or edit.position is not None
    return not (changed or edit.own or edit.removed)


def _back(edit: EmpathyEdit) -> Change:
    after = edit.model_copy(update={"removed": False})
    if _says_nothing(after):
        return Change("remove", edit.key, None, "empathy")
    return Change("change", edit.key, after, "empathy")


def _after_last(map: EmpathyMap, quadrant: Quadrant) -> float:
    return max((note.position for note in map.quadrant(quadrant)), default=-1.0) + 1


def _checked_area(quadrant: str) -> Quadrant:
    for area in CANVAS:
        if area == quadrant:
            return area
    raise UnknownNameError(
        _("There is no area “{area}” on an empathy map. Known: {known}.").format(area=quadrant, known=", ".join(CANVAS))
    )


def _checked_text(text: str) -> str:
    from cjm_research.readers.cleaning import clean

    text = " ".join(clean(text).split())
    if not text:
        raise BadValueError(_("The note is empty."))
    if len(text) > LONGEST_NOTE:
        raise BadValueError(
            _("This is too long: {n} characters, at most {most}.").format(n=len(text), most=LONGEST_NOTE)
        )
    return text


def checked_evidence(
    guids: Sequence[str], people: Collection[str], codings: Iterable[Coding], look_up: Callable[[str], Coding]
) -> tuple[str, ...]:
    """The guids, each once, of codings that count on a map.

    Raises
    ------
    UnknownNameError
        There is no such coding.
    BadValueError
        It is of somebody who is not on the map, or does not count.
    """
    if not guids:
        return ()
    counted = {coding.guid for coding in codings if coding.participant in people}
    for guid in guids:
        coding = look_up(guid)
        if coding.participant not in people:
            raise BadValueError(
                _("These words are of “{participant}”, who is not on this map.").format(participant=coding.participant)
            )
        if guid not in counted:
            raise BadValueError(
                _("The coding “{guid}” does not count here: it is not confirmed, or was rejected.").format(guid=guid)
            )
    return tuple(dict.fromkeys(guids))
