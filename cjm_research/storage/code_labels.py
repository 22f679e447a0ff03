"""Labels of researchers' own codes that were made of a name: the same code under another label, wherever it is named.

The label of a code is made of its first name (`code_decisions.label_of`) and stays when the code is renamed, so it
keeps a person's name that went from everywhere else. Which labels change follows from what becomes of these names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from cjm_research.model.scheme import KINDS, LABELS
from cjm_research.storage import schema
from cjm_research.storage.code_decisions import free_key, label_of

# Codes with another key (before -> after), and the stages of maps: keys of entries and notes that rest on these codes.
Derived = Callable[[Mapping[str, str], Collection[str]], Mapping[str, str]]

_CODED = re.compile(r'"kind":"(\w+)","label":"([^"\\]+)"')
_STAGE = re.compile(r'"(?:stage|key|target)":"([^"\\]+)"')
_NUMBERED = re.compile(r"(.+)_\d+")


class CodeLabels:
    """Codes whose label changes, and what names them in the JSON of a study.

    Parameters
    ----------
    codes : mapping
        Key of a code -> its key from now on, of the same kind.
    derived : mapping
        Keys of entries of maps that are digests of such a code -> what they are from now on.
    """

    def __init__(self, codes: Mapping[str, str], derived: Mapping[str, str]) -> None:
        self.codes = codes
        self._derived = derived

    def value(self, value: Any, name: str = "") -> Any:
        """A value with the new labels; `name` is the field that it stands in."""
        if not self.codes:
            return value
        if isinstance(value, str):
            return value if name in {"text", "quote"} else self.key(value, name)
        if isinstance(value, list):
            return [self.value(one, name) for one in value]
        if not isinstance(value, dict):
            return value
        new = {self.key(key): self.value(one, key) for key, one in value.items()}
        return new | self._labels(value, name)

    def key(self, text: str, name: str = "") -> str:
        """A key of a code, perhaps with a stage, or one that is made of it; anything else as it is."""
        if name == "contacts":  # of a stage: the stage of the standard model and the label of a contact
            stage, mark, label = text.rpartition("/")
            return f"{stage}{mark}{self._label('touchpoint', label)}"
        code, mark, rest = text.partition("@")
        if mark and code in KINDS:
            return f"{code}@{self._label('touchpoint', rest)}"
        return self._derived.get(text) or f"{self.codes.get(code, code)}{mark}{rest}"

    def _label(self, kind: str, label: str) -> str:
        new = self.codes.get(f"{kind}/{label}")
        return new.partition("/")[2] if new else label

    def _labels(self, value: dict[str, Any], name: str) -> dict[str, str]:
        """Fields of a thing that hold a label alone: of its own kind, else of a contact."""
        kind = value["kind"] if value.get("kind") in KINDS else "touchpoint"
        held = {"label": kind, "touchpoint": "touchpoint"}
        if value.get("part") == "touchpoint":
            held["target"] = "touchpoint"
        if name == "touchpoints":
            held["key"] = "touchpoint"
        return {field: self._label(of, value[field]) for field, of in held.items() if isinstance(value.get(field), str)}


def labels_after(
    connection: sa.Connection,
    name_after: Callable[[str], str],
    label_after: Callable[[str], str],
    derived: Derived | None,
) -> CodeLabels:
    """The labels that change because the names that they were made of do.

    Parameters
    ----------
    name_after : callable
        A code's name -> what it is from now on.
    label_after : callable
        The same for a label of several words that was made of no name known here. Single words are left: nothing tells
        a name from a word among small letters.
    """
    names, keys = _named(connection)
    codes: dict[str, str] = {}
    for key in sorted(keys):
        kind, _slash, label = key.partition("/")
        new = _new_label(label, names, name_after, label_after)
        if new != label:
            codes[key] = free_key(kind, new, {*keys, *codes.values()})
    stages = _stages(connection) if codes and derived else set()
    return CodeLabels(codes, derived(codes, stages) if codes and derived else {})


def _new_label(
    label: str, names: Mapping[str, str], name_after: Callable[[str], str], label_after: Callable[[str], str]
) -> str:
    numbered = _NUMBERED.fullmatch(label)
    for base in [label, numbered[1]] if numbered else [label]:
        if name := names.get(base):
            after = name_after(name)
            return label if after == name else label_of(after)
    return label_of(label_after(label)) if "_" in label and label_after(label) != label else label


def _named(connection: sa.Connection) -> tuple[dict[str, str], set[str]]:
    """Label -> the name that it was made of, and the keys of all codes of researchers' own."""
    names: dict[str, str] = {}
    keys: set[str] = set()
    for key, payload in _payloads(connection, "code"):
        keys.add(key)
        if payload and (name := json.loads(payload).get("name")):
            names.setdefault(label_of(name), name)
    for _key, payload in _payloads(connection, "coding"):
        keys |= {f"{kind}/{label}" for kind, label in _CODED.findall(payload)}
    return names, {key for key in keys if _is_own(key)}


def _is_own(key: str) -> bool:
    kind, slash, label = key.partition("/")
    return bool(slash) and label not in LABELS.get(kind, ())  # type: ignore[call-overload]


def _stages(connection: sa.Connection) -> set[str]:
    """What may be a stage of a map of this study."""
    return {stage for _key, payload in _payloads(connection, "journey") for stage in _STAGE.findall(payload)}


def _payloads(connection: sa.Connection, subject: str) -> Iterator[tuple[str, str]]:
    table = schema.events.c
    query = sa.select(table.key, table.payload).where(table.subject == subject).order_by(table.id)
    rows: Iterable[sa.Row] = connection.execute(query)
    yield from ((row.key, row.payload) for row in rows)
