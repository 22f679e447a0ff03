"""What imports and exports of REFI-QDA projects agree on: the guids of memos, the names and types of properties."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from cjm_research.exchange.refi_qda.identifiers import guid_key, guid_of
from cjm_research.exchange.refi_qda.project import Case, TextSource, Variable, VariableValue
from cjm_research.exchange.refi_qda.remarks import read_attribute
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import term, using_names

# What is kept of users and codes that a project names without listing them.
UNLISTED = "-"


def description_guid(guid: str) -> str:
    """The guid of the memo that the description of a thing is."""
    return guid_of("description", guid_key(guid))


def copy_guid(note: str, target: str) -> str:
    """The guid of the memo that a note is on a second thing."""
    return guid_of("memo", guid_key(note), guid_key(target))


def shown_note(note: TextSource) -> str:
    """The text of a note as a memo has it."""
    text = note.text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else note.name or ""


def attribute_names(variables: Iterable[Variable], cases: Iterable[Case]) -> dict[str, str]:
    """Key of a variable -> the name of the attribute: our own, else the variable's, made distinct.

    Variables of the same name and type are one attribute if no case has values of both: they came with two projects.
    """
    of: dict[str, set[str]] = {}
    for case in cases:
        for value in case.values:
            of.setdefault(guid_key(value.variable), set()).add(case.guid)
    names: dict[str, str] = {}
    taken: dict[str, tuple[str, set[str]]] = {}
    for variable in variables:
        own = read_attribute(variable.description).removeprefix("attribute ") or variable.name or variable.guid
        name, n, here = own, 1, of.get(guid_key(variable.guid), set())
        while name in taken and (not here or taken[name][0] != variable.type or here & taken[name][1]):
            n += 1
            name = f"{own} ({n})"
        taken[name] = (variable.type, here | taken.get(name, ("", set()))[1])
        names[guid_key(variable.guid)] = name
    return names


def identifier_of(family: str, known: Iterable[str], text: str | None) -> str:
    """The group or method that a name in any of our languages means; empty where it means none."""
    for language in LANGUAGES:
        with using_language(language), using_names({}):
            for key in known:
                if text in (key, term(family, key)):
                    return key
    return ""


def typed(value: VariableValue, variable: Variable | None) -> Any:
    """A value as its type asks for; text where it cannot be that."""
    kind = value.type or (variable.type if variable else "")
    text = value.value
    if text is None:
        return None
    if kind == "Boolean":
        return text.strip() in {"true", "1"}
    if kind in {"Integer", "Float"}:
        with suppress(ValueError):
            number = int(text) if kind == "Integer" else float(text)
            if number == number and abs(number) != float("inf"):
                return number
    return text
