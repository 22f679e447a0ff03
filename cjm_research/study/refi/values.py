"""REFI-QDA values as JSON, to be kept in a study, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Header,
    Selection,
    Stamp,
    TextSource,
    VariableValue,
)

ThingT = TypeVar("ThingT")
# Fields that hold other values: one, or many.
_ONE: dict[type, dict[str, type]] = {
    Selection: {"stamp": Stamp},
    TextSource: {"stamp": Stamp},
    Header: {"stamp": Stamp},
}
_MANY: dict[type, dict[str, type]] = {
    Selection: {"codings": Coding},
    TextSource: {"selections": Selection, "codings": Coding, "values": VariableValue},
    Case: {"values": VariableValue},
    Code: {"codes": Code},
}


def packed(thing: Any) -> str:
    """A value of `refi_qda.project` as JSON."""
    return json.dumps({type(thing).__name__: _row(thing)}, ensure_ascii=False, separators=(",", ":"))


def unpacked(kind: type[ThingT], text: str) -> ThingT:
    """What `packed` wrote, as a value of `kind` again."""
    return _value(kind, json.loads(text)[kind.__name__])


def is_packed(kind: type, text: str) -> bool:
    """Whether `packed` made this of a value of `kind`."""
    return text.startswith(f'{{"{kind.__name__}":')


@cache
def _getter(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


@cache
def _nested(kind: Any) -> tuple[tuple[int, Any, bool], ...]:
    """(place, class, whether many) of the fields that hold other values."""
    one, many = _ONE.get(kind, {}), _MANY.get(kind, {})
    return tuple(
        (n, one.get(field.name) or many[field.name], field.name in many)
        for n, field in enumerate(fields(kind))
        if field.name in one or field.name in many
    )


@cache
def _tuples(kind: Any) -> tuple[int, ...]:
    """Places of the fields that hold plain texts, many of them."""
    nested = {n for n, _kind, _is_many in _nested(kind)}
    return tuple(n for n, field in enumerate(fields(kind)) if str(field.type).startswith("tuple[") and n not in nested)


def _row(thing: Any) -> list[Any]:
    kind: Any = type(thing)
    row = list(_getter(kind)(thing))
    for n, _kind, is_many in _nested(kind):
        if is_many:
            row[n] = [_row(each) for each in row[n]]
        else:
            row[n] = [] if row[n] == _EMPTY_STAMP else _row(row[n])
    return row


def _value(kind: Any, row: list[Any]) -> Any:
    for n, inner, is_many in _nested(kind):
        if is_many:
            row[n] = tuple([_value(inner, each) for each in row[n]])
        else:
            row[n] = inner(*row[n]) if row[n] else _EMPTY_STAMP
    for n in _tuples(kind):
        row[n] = tuple(row[n])
    return kind(*row)


_EMPTY_STAMP = Stamp()
