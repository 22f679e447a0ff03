"""What a person decides about the personas of a group, as changes for `Store.apply`; counts are not kept here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import JourneyEdit, OwnStatement, PersonaChoice, PersonaPlan
from cjm_research.model.persona_plan import key_number
from cjm_research.storage.events import MAP_SUBJECTS, Change, Op, States

Planner = Callable[[States], list[Change]]
Edit = Callable[[PersonaPlan], PersonaPlan]


def settle(plan: PersonaPlan) -> Planner:
    """`plan` stands from now on; what was done to the maps of the personas before it goes, their keys meant others."""

    def changes(states: States) -> list[Change]:
        before = states["personas"].get(plan.group)
        if before == plan:
            return []
        op: Op = "change" if before else "add"
        return [Change(op, plan.group, plan, "personas"), *(_edits_gone(states, before) if before else ())]

    return changes


def forget(group: str) -> Planner:
    """Nothing is settled any more, and what was done to the maps of these personas goes with it."""

    def changes(states: States) -> list[Change]:
        plan = states["personas"].get(group)
        return [Change("remove", group, None, "personas"), *_edits_gone(states, plan)] if plan else []

    return changes


def _edits_gone(states: States, plan: PersonaPlan) -> list[Change]:
    # Those of merged personas too: what comes after may give these keys to others.
    keys = {persona.key for persona in plan.personas}
    keys |= {f"{plan.letters}{number}" for number in range(1, plan.last_number + 1)}
    return [
        Change("remove", key, None, subject)
        for subject in MAP_SUBJECTS
        for key, edit in states[subject].items()
        if edit is not None and edit.group == plan.group and edit.map in keys
    ]


def edit(start: PersonaPlan, change: Edit) -> Planner:
    """What stands for the group, or `start` where nothing does, is changed."""

    def changes(states: States) -> list[Change]:
        before = states["personas"].get(start.group)
        after = change(before or start)
        return [] if after == before else [Change("change" if before else "add", start.group, after, "personas")]

    return changes


def merge(start: PersonaPlan, keys: Sequence[str], into: str) -> Planner:
    """Personas become one; what was written on their maps moves to its maps."""
    gone = set(keys) - {into}

    def merged(plan: PersonaPlan) -> PersonaPlan:
        target = known(plan, into)
        others = [known(plan, key) for key in dict.fromkeys(keys) if key != into]
        if not others:
            raise BadValueError(_("Name at least two different personas to merge."))
        members = sorted({*target.members, *(who for one in others for who in one.members)})
        written = [statement for one in (target, *others) for statement in one.statements]
        one = target.model_copy(update={"members": tuple(members), "statements": tuple(written), "accepted_by": ""})
        rest = [one if p.key == into else p for p in plan.personas if p.key not in gone]
        return _with(plan, rest)

    def changes(states: States) -> list[Change]:
        notes = []
        for subject in MAP_SUBJECTS:
            taken = {key for key, note in states[subject].items() if note is not None}
            for key, note in states[subject].items():
                if note is not None and _was_written(note) and note.group == start.group and note.map in gone:
                    moved = _on_map(note, into, taken)
                    if moved.key in taken and not moved.own:
                        continue
                    taken.add(moved.key)
                    notes += [Change("move", key, None, subject), Change("move", moved.key, moved, subject)]
        return [*edit(start, merged)(states), *notes]

    return changes


def _was_written(note: Any) -> bool:
    """Whether it is somebody's own words; what was taken off one map is not taken off another."""
    return note.own or (isinstance(note, JourneyEdit) and "text" in note.values and not note.removed)


def _on_map(note: Any, into: str, taken: Collection[str]) -> Any:
    """What was written on one map, on another; under a name of its own where that map has something of its name."""
    moved = note.model_copy(update={"map": into})
    while moved.key in taken and isinstance(moved, JourneyEdit) and moved.own:
        moved = moved.renamed(f"{moved.target}-{note.map}")
    return moved


def split(key: str, members: Iterable[str], title: str, made: list[str]) -> Edit:
    """Some members become a persona of their own, whose key is put into `made`."""
    chosen = sorted(set(members))

    def change(plan: PersonaPlan) -> PersonaPlan:
        before = known(plan, key)
        strangers = [who for who in chosen if who not in before.members]
        if strangers:
            raise _no_member(strangers[0], key)
        if not chosen or len(chosen) == len(before.members):
            raise BadValueError(_("Name some members for the new persona, and leave at least one behind."))
        new = PersonaChoice(key=plan.next_key, members=tuple(chosen), title=title.strip())
        rest = tuple(who for who in before.members if who not in chosen)
        kept = before.model_copy(update={"members": rest, "accepted_by": ""})
        made.append(new.key)
        return _with(plan, [kept if p.key == key else p for p in plan.personas] + [new])

    return change


def move(participants: Iterable[str], to: str | None) -> Edit:
    """Participants belong to another persona, or to none."""
    chosen = sorted(set(participants))

    def change(plan: PersonaPlan) -> PersonaPlan:
        if to is not None:
            known(plan, to)
        personas = []
        for persona in plan.personas:
            members = [who for who in persona.members if who not in chosen]
            if persona.key == to:
                members = sorted({*members, *chosen})
            if not members:
                raise BadValueError(
                    _("“{key}” would have no members left. Merge it with another persona instead.").format(
                        key=persona.key
                    )
                )
            changed = tuple(members) != persona.members
            update: dict[str, Any] = {"members": tuple(members), "accepted_by": ""}
            personas.append(persona.model_copy(update=update) if changed else persona)
        out = set(plan.taken_out) - set(chosen) if to is not None else {*plan.taken_out, *chosen}
        return _with(plan, personas, taken_out=tuple(sorted(out)))

    return change


def set_field(key: str, field: str, value: str) -> Edit:
    """A persona's title, role or coder of acceptance."""
    return lambda plan: _changed(plan, key, **{field: value.strip()})


def add_statement(key: str, statement: OwnStatement) -> Edit:
    """A statement of the researcher's own; the same one a second time (a form that had no answer) changes nothing."""

    def change(plan: PersonaPlan) -> PersonaPlan:
        persona = known(plan, key)
        if statement in persona.statements:
            return plan
        if any(statement.guid == other.guid for p in plan.personas for other in p.statements):
            raise BadValueError(_("Another statement has the guid “{guid}”.").format(guid=statement.guid))
        return _changed(plan, key, statements=(*persona.statements, statement))

    return change


def change_statement(key: str, statement: str, changes: dict[str, Any]) -> Edit:
    """A statement of the researcher's own gets another text, section or evidence; one that was found, other words.

    An empty text gives a found statement its own words back.
    """

    def change(plan: PersonaPlan) -> PersonaPlan:
        persona = known(plan, key)
        if any(own.guid == statement for own in persona.statements):
            own = [s.model_copy(update=changes) if s.guid == statement else s for s in persona.statements]
            if any(not s.text for s in own):
                raise BadValueError(_("The statement is empty."))
            return _changed(plan, key, statements=tuple(own))
        if set(changes) - {"text"}:
            raise BadValueError(
                _("Section and evidence of a statement that was found come from the codings; only its words change.")
            )
        wording = {name: text for name, text in persona.wording.items() if name != statement}
        if changes.get("text"):
            wording[statement] = changes["text"]
        return _changed(plan, key, wording=dict(sorted(wording.items())))

    return change


def remove_statement(key: str, statement: str) -> Edit:
    """A statement of the researcher's own goes; one that was found is left out."""

    def change(plan: PersonaPlan) -> PersonaPlan:
        persona = known(plan, key)
        own = tuple(s for s in persona.statements if s.guid != statement)
        if len(own) < len(persona.statements):
            return _changed(plan, key, statements=own)
        return _changed(plan, key, hidden=tuple(sorted({*persona.hidden, statement})))

    return change


def restore_statements(key: str, statements: Sequence[str]) -> Edit:
    """Statements that were left out come back: those named, or all of them."""

    def change(plan: PersonaPlan) -> PersonaPlan:
        hidden = known(plan, key).hidden
        return _changed(plan, key, hidden=tuple(h for h in hidden if statements and h not in statements))

    return change


def without_participant(plan: PersonaPlan, participant: str, codings: set[str]) -> PersonaPlan:
    """A plan after an interview was removed: without its person, and without its codings as evidence."""
    personas = []
    for persona in plan.personas:
        members = tuple(who for who in persona.members if who != participant)
        statements = tuple(
            s.model_copy(update={"evidence": tuple(guid for guid in s.evidence if guid not in codings)})
            for s in persona.statements
        )
        if members:
            personas.append(persona.model_copy(update={"members": members, "statements": statements}))
    found = {who: key for who, key in plan.found.items() if who != participant}
    out = tuple(who for who in plan.taken_out if who != participant)
    return _with(plan, personas, found=found, taken_out=out)


def emptied_by(plans: Iterable[PersonaPlan], participant: str) -> set[tuple[str, str]]:
    """(group, key) of the personas that would have nobody left without a participant."""
    return {(plan.group, one.key) for plan in plans for one in plan.personas if set(one.members) == {participant}}


def known(plan: PersonaPlan, key: str) -> PersonaChoice:
    """The persona of that key.

    Raises
    ------
    UnknownNameError
        There is none.
    """
    persona = plan.persona(key)
    if persona is None:
        names = ", ".join(p.key for p in plan.personas) or "-"
        raise UnknownNameError(_("There is no persona “{key}”. Known: {known}.").format(key=key, known=names))
    return persona


def _no_member(participant: str, key: str) -> UnknownNameError:
    return UnknownNameError(_("“{id}” is not a member of “{key}”.").format(id=participant, key=key))


def _changed(plan: PersonaPlan, key: str, **update: Any) -> PersonaPlan:
    after = known(plan, key).model_copy(update=update)
    return _with(plan, [after if p.key == key else p for p in plan.personas])


def _with(plan: PersonaPlan, personas: Sequence[PersonaChoice], **update: Any) -> PersonaPlan:
    numbered = max(plan.last_number, *(key_number(p.key) for p in personas), 0)
    return plan.model_copy(update={"personas": tuple(personas), "n_keys": numbered, **update})
