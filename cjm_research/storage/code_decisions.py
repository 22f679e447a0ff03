"""What a person decides about the codebook, as changes for `Store.apply`; codings follow their codes in one act."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Code, Codebook, Coding, default_codebook
from cjm_research.model.scheme import KINDS
from cjm_research.storage.events import Change, Op, States

Planner = Callable[[States], list[Change]]
CHANGEABLE = ("name", "definition", "use_when", "use_not", "colour", "retired")
# Parts of journey maps that name a contact, and the field in which they do.
_LABEL_FIELDS = {"item": "label", "step": "label", "inventory": "label", "metric": "touchpoint"}
LONGEST_NAME = 120
LONGEST_LABEL = 60


def codebook_of(states: States) -> Codebook:
    """The built-in codebook with what people have made of it."""
    return default_codebook().with_codes({key: code for key, code in states["code"].items() if code is not None})


def add(name: str, kind: str, parent: str | None, details: dict[str, Any], made: list[Code]) -> Planner:
    """A new code; it is put into `made`.

    Raises
    ------
    BadValueError
        The name is empty or taken, or the code above is of another kind.
    """

    def plan(states: States) -> list[Change]:
        codebook = codebook_of(states)
        code = _new(codebook, states, name, kind, parent or kind, details)
        made.append(code)
        return [_put("add", code)]

    return plan


def change(key: str, changes: dict[str, Any]) -> Planner:
    """A code gets another name, definition, colour, …, is retired or restored.

    Raises
    ------
    UnknownNameError, BadValueError
    """
    if unknown := sorted(set(changes) - set(CHANGEABLE)):
        raise BadValueError(
            _("“{field}” of a code cannot be changed. Possible: {known}.").format(
                field=unknown[0], known=", ".join(CHANGEABLE)
            )
        )

    def plan(states: States) -> list[Change]:
        codebook = codebook_of(states)
        before = known(codebook, key)
        wanted = dict(changes)
        if "name" in wanted:
            if not wanted["name"].strip() and before.is_built_in:
                wanted["name"] = ""  # back to the built-in name
            else:
                wanted["name"] = _checked_name(codebook, wanted["name"], before.parent, besides=key)
        if wanted.get("retired") is False:
            wanted["merged_into"] = ""
        after = _checked({**before.model_dump(), **wanted})
        return [] if after == before else [_put("change", after)]

    return plan


def move(key: str, parent: str | None, position: int | None) -> Planner:
    """A code stands below another one, or elsewhere among its siblings; below another kind its codings are recoded.

    Raises
    ------
    UnknownNameError, BadValueError
        The code is a kind, would stand below itself, or is built in and would leave its kind.
    """

    def plan(states: States) -> list[Change]:
        codebook = codebook_of(states)
        code = known(codebook, key)
        if code.is_kind:
            raise BadValueError(_("Kinds stand at the top of the codebook; they cannot be moved."))
        above = known(codebook, parent or code.parent or code.kind)
        if above.key == key or above.key in {one.key for one in codebook.descendants(key)}:
            raise BadValueError(_("A code cannot stand below itself."))
        if above.kind != code.kind:
            return _to_another_kind(states, codebook, code, above)
        siblings = [one for one in codebook.children(above.key) if one.key != key]
        place = len(siblings) if position is None else max(0, min(position, len(siblings)))
        siblings.insert(place, code.model_copy(update={"parent": above.key}))
        placed = [one.model_copy(update={"position": n}) for n, one in enumerate(siblings)]
        return [_put("move", one) for one in placed if one != codebook.code(one.key)]

    return plan


def merge(keys: Sequence[str], into: str) -> Planner:
    """The codings of some codes become codings of another one; the emptied codes are retired and say where they went.

    Raises
    ------
    UnknownNameError, BadValueError
    """

    def plan(states: States) -> list[Change]:
        codebook = codebook_of(states)
        target = known(codebook, into)
        changes: list[Change] = []
        for key in dict.fromkeys(keys):
            code = known(codebook, key)
            _check_merge(codebook, code, target)
            changes.append(_put("merge", code.model_copy(update={"retired": True, "merged_into": into})))
            first = len(codebook.children(into))
            for n, child in enumerate(codebook.children(key)):
                changes.append(_put("merge", child.model_copy(update={"parent": into, "position": first + n})))
            changes += recoded("merge", states, {key: target})
        merged = {code.label: target.label for key in keys if (code := known(codebook, key)).kind == target.kind}
        return changes + (_contacts(states, merged) if target.kind == "touchpoint" else [])

    return plan


def _contacts(states: States, merged: Mapping[str | None, str | None]) -> list[Change]:
    """What was said of contacts, and put under them, goes with their codings: old label -> new one.

    Where the new contact was described already, that description stands.
    """
    changes: list[Change] = []
    taken = {key for key, edit in states["journey"].items() if edit is not None}
    for key, edit in states["journey"].items():
        field = None if edit is None else _LABEL_FIELDS.get(edit.part)
        if edit is not None and edit.part == "touchpoint" and (label := merged.get(edit.target)):
            moved = edit.model_copy(update={"target": label})
            if moved.key not in taken:
                taken.add(moved.key)
                changes += [Change("move", key, None, "journey"), Change("move", moved.key, moved, "journey")]
        elif edit is not None and field and (label := merged.get(edit.values.get(field))):
            after = edit.model_copy(update={"values": {**edit.values, field: label}})
            changes.append(Change("merge", key, after, "journey"))
    return changes


def _check_merge(codebook: Codebook, code: Code, target: Code) -> None:
    if code.is_kind:
        raise BadValueError(_("Kinds cannot be merged; merge the codes below them."))
    if code.key == target.key or target.key in {one.key for one in codebook.descendants(code.key)}:
        raise BadValueError(_("A code cannot be merged into itself or into one below it."))
    if target.merged_into:
        raise BadValueError(
            _("“{name}” was merged into another code itself.").format(name=codebook.path_name(target.key))
        )
    if code.kind != target.kind and codebook.children(code.key):
        raise BadValueError(
            _("“{name}” has codes below it. Move them first: they are of another kind than “{other}”.").format(
                name=codebook.path_name(code.key), other=codebook.path_name(target.key)
            )
        )


def split(key: str, guids: Collection[str], name: str, details: dict[str, Any], made: list[Code]) -> Planner:
    """Some codings of a code get a new code beside it (below it, where it is a kind); it is put into `made`.

    Raises
    ------
    UnknownNameError, BadValueError
        One of the codings is not of that code, or none is named.
    """

    def plan(states: States) -> list[Change]:
        codebook = codebook_of(states)
        code = known(codebook, key)
        if not guids:
            raise BadValueError(_("Name the codings that the new code takes."))
        for guid in guids:
            coding = states["coding"].get(guid)
            if coding is None or coding.code != key:
                raise BadValueError(
                    _("The coding “{guid}” is not one of “{name}”.").format(guid=guid, name=codebook.path_name(key))
                )
        new = _new(codebook, states, name, code.kind, code.parent or code.kind, details)
        made.append(new)
        return [_put("split", new), *recoded("split", states, {key: new}, only=set(guids))]

    return plan


def remove(key: str) -> Planner:
    """A code of the researcher's own goes that nothing is coded with.

    Raises
    ------
    UnknownNameError, BadValueError
        It is built in, has codings or codes below it.
    """

    def plan(states: States) -> list[Change]:
        codebook = codebook_of(states)
        code = known(codebook, key)
        name = codebook.path_name(key)
        if code.is_built_in:
            raise BadValueError(_("“{name}” is built in. It can be retired, not removed.").format(name=name))
        if codebook.children(key):
            raise BadValueError(_("“{name}” has codes below it. Move or merge them first.").format(name=name))
        if any(coding is not None and coding.code == key for coding in states["coding"].values()):
            raise BadValueError(_("“{name}” has codings. Merge it into another code, or retire it.").format(name=name))
        memos = [memo for memo in states["memo"].values() if memo and memo.on == "code" and memo.target == key]
        gone = [Change("remove", memo.guid, None, "memo") for memo in memos]
        return [Change("remove", key, None, "code"), *gone]

    return plan


def recoded(op: Op, states: States, codes: dict[str, Code], *, only: Collection[str] | None = None) -> list[Change]:
    """The codings of some codes (by key) with other codes, whatever their status."""
    changes = []
    for guid, coding in states["coding"].items():
        if coding is None or coding.code not in codes or (only is not None and guid not in only):
            continue
        code = codes[coding.code]
        after: Coding = coding.model_copy(update={"kind": code.kind, "label": code.label})
        if after != coding:
            changes.append(Change(op, guid, after))
    return changes


def known(codebook: Codebook, key: str) -> Code:
    """The code of that key.

    Raises
    ------
    UnknownNameError
        There is none.
    """
    code = codebook.code(key)
    if code is None:
        raise UnknownNameError(_("There is no code “{key}” in the codebook.").format(key=key))
    return code


def _to_another_kind(states: States, codebook: Codebook, code: Code, above: Code) -> list[Change]:
    family = (code, *codebook.descendants(code.key))
    if any(one.is_built_in for one in family):
        raise BadValueError(
            _("Built-in codes stay below their kind. Merge “{name}” into a code of the other kind instead.").format(
                name=codebook.path_name(code.key)
            )
        )
    new: dict[str, Code] = {}
    taken = set(states["code"]) | {one.key for one in codebook.codes}
    for one in family:
        key = free_key(above.kind, str(one.label), taken)
        taken.add(key)
        parent = above.key if one.key == code.key else new[str(one.parent)].key
        place = len(codebook.children(above.key)) if one.key == code.key else one.position
        update = {"key": key, "kind": above.kind, "label": key.partition("/")[2], "parent": parent, "position": place}
        new[one.key] = one.model_copy(update=update)
    changes = [_put("move", one) for one in new.values()]
    changes += [Change("move", key, None, "code") for key in new]
    for memo in states["memo"].values():
        if memo is not None and memo.on == "code" and memo.target in new:
            moved = memo.model_copy(update={"target": new[memo.target].key})
            changes.append(Change("move", memo.guid, moved, "memo"))
    return changes + recoded("move", states, new)


def _new(codebook: Codebook, states: States, name: str, kind: str, parent: str, details: dict[str, Any]) -> Code:
    if kind not in KINDS:
        raise BadValueError(_("There is no kind “{kind}”. Known: {known}.").format(kind=kind, known=", ".join(KINDS)))
    above = known(codebook, parent)
    if above.kind != kind:
        raise BadValueError(_("“{name}” is of another kind than the new code.").format(name=codebook.path_name(parent)))
    name = _checked_name(codebook, name, parent)
    key = free_key(kind, label_of(name), set(states["code"]) | {one.key for one in codebook.codes})
    values = {
        "key": key,
        "kind": kind,
        "label": key.partition("/")[2],
        "parent": parent,
        "name": name,
        "position": len(codebook.children(parent)),
    }
    return _checked({**details, **values})


def _checked_name(codebook: Codebook, name: str, parent: str | None, *, besides: str = "") -> str:
    name = " ".join(name.split())
    if not name:
        raise BadValueError(_("Give the code a name."))
    if len(name) > LONGEST_NAME:
        raise BadValueError(
            _(
                "The name is too long: {n} characters, at most {most} are possible. Put the rest into the definition."
            ).format(n=len(name), most=LONGEST_NAME)
        )
    for code in codebook.children(parent):
        if code.key != besides and codebook.name_of(code.key).casefold() == name.casefold():
            raise BadValueError(_("There is a code “{name}” here already.").format(name=name))
    return name


def _checked(values: dict[str, Any]) -> Code:
    try:
        return Code.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        raise BadValueError(
            _("“{value}” does not fit as “{field}” of a code.").format(
                field=".".join(map(str, fault["loc"])), value=fault["input"]
            )
        ) from error


def label_of(name: str) -> str:
    """The identifier made of a name: its letters and digits, in any script."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[\W_]+", "_", plain).strip("_")[:LONGEST_LABEL].strip("_") or "code"


def free_key(kind: str, label: str, taken: Collection[str]) -> str:
    """A key of that kind and label, numbered where it is taken."""
    keys: Iterable[str] = (f"{kind}/{label}" if n == 1 else f"{kind}/{label}_{n}" for n in range(1, len(taken) + 2))
    return next(key for key in keys if key not in taken)


def _put(op: Op, code: Code) -> Change:
    return Change(op, code.key, code, "code")
