"""References in capitals or braces to things that are written without them, or the other way round.

The standard takes both for the same identifier. Here each reference is written as what it means is, so that plain
comparison finds it, in a study and in the programs that read what we write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from cjm_research.exchange.refi_qda.identifiers import guid_key

ThingT = TypeVar("ThingT")
# What codings, cases, sets and memos refer to; selections are found by `guid_key` wherever they are looked for.
_MEANT = {"User", "Code", "Variable", "Case", "Note", "Source", "Set"}
_ATTRIBUTES = ("targetGUID", "creatingUser", "modifyingUser", "creatingUserGUID", "modifyingUserGUID")
# Fields of values of `project` that hold identifiers of other things, or values that have such fields.
_FIELDS = {
    *("creator", "modifier", "code", "codes", "variable", "variables", "notes", "sources", "origin", "target"),
    *("header", "users", "cases", "links", "sets", "stamp", "values", "selections", "codings"),
}


class References:
    """How things are written where they stand, and where something refers to them."""

    def __init__(self) -> None:
        self._written: dict[str, str] = {}
        self._named: set[str] = set()

    def add(self, element: Any, kind: str | None) -> None:
        """Look at one element; `kind` is what its identifier names."""
        for name in _ATTRIBUTES:
            if reference := element.get(name):
                self._named.add(reference)
        if kind in _MEANT:
            guid = element.get("guid", "").strip()
            self._written.setdefault(guid_key(guid), guid)

    def other_spellings(self) -> dict[str, str]:
        """Reference -> what it should be, for those that are written in another way than what they mean."""
        named = {reference.strip() for reference in self._named}
        found = ((reference, self._written.get(guid_key(reference), reference)) for reference in named)
        return {reference: guid for reference, guid in found if reference != guid}


def respelled(thing: ThingT, spellings: Mapping[str, str]) -> ThingT:
    """A value of `project` whose references are written as `spellings` says."""
    if isinstance(thing, str):
        return spellings.get(thing, thing)  # type: ignore[return-value]
    if isinstance(thing, tuple):
        return tuple(respelled(one, spellings) for one in thing)  # type: ignore[return-value]
    if not is_dataclass(thing):
        return thing
    changed = {name: respelled(getattr(thing, name), spellings) for name in _names(type(thing))}  # type: ignore[arg-type]
    return replace(thing, **changed)  # type: ignore[type-var, return-value]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name in _FIELDS)
