"""REFI-QDA values as JSON, to be kept in a study, and back."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
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
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _row(thing: Any) -> list[Any]:
    kind = type(thing)
    one, many = _ONE.get(kind, {}), _MANY.get(kind, {})
    row: list[Any] = []
    for name in _names(kind):  # type: ignore[arg-type]
        value = getattr(thing, name)
        if name in many:
            row.append([_row(each) for each in value])
        elif name in one:
            row.append(_row(value) if value != _EMPTY_STAMP else [])
        else:
            row.append(value)
    return row


_EMPTY_STAMP = Stamp()


def _value(kind: type[ThingT], row: list[Any]) -> ThingT:
    one, many = _ONE.get(kind, {}), _MANY.get(kind, {})
    values: list[Any] = []
    for name, value in zip(_names(kind), row, strict=False):  # type: ignore[arg-type]
        if name in many:
            values.append(tuple(_value(many[name], each) for each in value))
        elif name in one:
            values.append(_value(one[name], value))
        else:
            values.append(tuple(value) if isinstance(value, list) else value)
    return kind(*values)
