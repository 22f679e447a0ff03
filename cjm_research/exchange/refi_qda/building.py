"""Values of a project as XML elements that the standard's schema takes; what had to give way is listed.

Elements carry no name space of their own: they are written inside a root that declares it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from cjm_research.exchange.losses import Fate, Loss
from cjm_research.exchange.refi_qda.identifiers import (
    guid_of,
    hex_colour,
    is_datetime,
    is_guid,
    lexical_value,
)
from cjm_research.exchange.refi_qda.parsing import left_out, taken_as_text
from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Link,
    Selection,
    Set,
    Stamp,
    TextSource,
    User,
    Variable,
    VariableValue,
)
from cjm_research.exchange.xml_text import xml_text
from cjm_research.i18n import _

Attributes = dict[str, str]


class Builder:
    """Makes elements of values and collects in `losses` what could not be written as it is.

    Parameters
    ----------
    is_strict : bool
        Whether the schema has to take the result; without it words stay as they are.
    """

    def __init__(self, losses: list[Loss], *, is_strict: bool = True) -> None:
        self.losses, self.is_strict = losses, is_strict

    def user(self, user: User) -> Any:
        """A User."""
        return self._element("User", {"guid": self.guid(user.guid), **self._filled(name=user.name, id=user.id)})

    def code(self, code: Code, *, in_codebook: bool = False) -> Any:
        """A Code with those below it; codebook files have no place for its notes."""
        attributes = {"guid": self.guid(code.guid), "name": self.text(code.name)}
        attributes["isCodable"] = "true" if code.is_codable else "false"
        element = self._element("Code", attributes | self._colour(code.colour, code.name), code.description)
        if not in_codebook:
            self._refs(element, "NoteRef", code.notes)
        elif code.notes:
            self._lose("dropped", _no_place(), code.name)
        for child in code.codes:
            element.append(self.code(child, in_codebook=in_codebook))
        return element

    def variable(self, variable: Variable) -> Any:
        """A Variable."""
        attributes = {"guid": self.guid(variable.guid), "name": self.text(variable.name)}
        return self._element("Variable", attributes | {"typeOfVariable": variable.type}, variable.description)

    def case(self, case: Case) -> Any:
        """A Case."""
        element = self._element(
            "Case", {"guid": self.guid(case.guid), **self._filled(name=case.name)}, case.description
        )
        self._refs(element, "CodeRef", case.codes)
        self._append(element, map(self.value, case.values))
        self._refs(element, "SourceRef", case.sources)
        self._refs(element, "SelectionRef", case.selections)
        return element

    def link(self, link: Link) -> Any:
        """A Link."""
        attributes = {"guid": self.guid(link.guid), **self._named(link.name), **self._filled(direction=link.direction)}
        attributes |= self._colour(link.colour, link.name or "")
        attributes |= {name: self.guid(guid) for name, guid in _ends(link) if guid}
        element = self._element("Link", attributes)
        self._refs(element, "NoteRef", link.notes)
        return element

    def group(self, group: Set, *, in_codebook: bool = False) -> Any:
        """A Set; in codebook files it has codes alone, and they are written differently."""
        attributes = {"guid": self.guid(group.guid), "name": self.text(group.name)}
        element = self._element("Set", attributes, group.description)
        self._refs(element, "MemberCode", group.codes, attribute="guid" if in_codebook else "targetGUID")
        if not in_codebook:
            self._refs(element, "MemberSource", group.sources)
            self._refs(element, "MemberNote", group.notes)
        elif group.sources or group.notes:
            self._lose("dropped", _no_place(), group.name)
        return element

    def value(self, value: VariableValue) -> Any:
        """A VariableValue; None, and listed, where it names no variable."""
        if not value.variable:
            self._lose("dropped", left_out("VariableValue"), value.value or "")
            return None
        element = self._element("VariableValue", {})
        self._refs(element, "VariableRef", (value.variable,))
        if value.type and value.value is not None:
            self._add_value(element, value.type, value.value)
        return element

    def source(self, source: TextSource, tag: str, selections: Iterable[tuple[Selection, int, int]]) -> Any:
        """A TextSource or Note; each selection with its positions as they are to be written."""
        attributes = {"guid": self.guid(source.guid), **self._named(source.name)}
        attributes |= self._filled(richTextPath=source.rich_text_path)
        if not source.is_inline:
            attributes |= self._filled(plainTextPath=source.plain_text_path)
        element = self._element(tag, attributes | self.stamp(source.stamp), source.description)
        if source.is_inline:
            if xml_text(source.text) != source.text:
                self._lose("changed", _("Characters that XML cannot hold are replaced."), source.name or source.guid)
            _sub(element, "PlainTextContent", xml_text(source.text))
        self._append(element, (self.selection(*one) for one in selections))
        self._append(element, map(self.coding, source.codings))
        self._refs(element, "NoteRef", source.notes)
        self._append(element, map(self.value, source.values))
        return element

    def selection(self, selection: Selection, start: int, end: int) -> Any:
        """A PlainTextSelection at these positions."""
        attributes = {"guid": self.guid(selection.guid), **self._named(selection.name)}
        attributes |= {"startPosition": str(start), "endPosition": str(end)}
        element = self._element("PlainTextSelection", attributes | self.stamp(selection.stamp), selection.description)
        self._append(element, map(self.coding, selection.codings))
        self._refs(element, "NoteRef", selection.notes)
        return element

    def coding(self, coding: Coding) -> Any:
        """A Coding; None, and listed, where it names no code."""
        if not coding.code:
            self._lose("dropped", _("A coding names no code."), coding.guid)
            return None
        attributes = {"guid": self.guid(coding.guid)}
        if coding.creator:
            attributes["creatingUser"] = self.guid(coding.creator)
        element = self._element("Coding", attributes | self._date("creationDateTime", coding.created))
        self._refs(element, "CodeRef", (coding.code,))
        self._refs(element, "NoteRef", coding.notes)
        return element

    def stamp(self, stamp: Stamp, users: tuple[str, str] = ("creatingUser", "modifyingUser")) -> Attributes:
        """Who and when as attributes; a project calls its users' attributes differently."""
        attributes = {}
        if stamp.creator:
            attributes[users[0]] = self.guid(stamp.creator)
        attributes |= self._date("creationDateTime", stamp.created)
        if stamp.modifier:
            attributes[users[1]] = self.guid(stamp.modifier)
        return attributes | self._date("modifiedDateTime", stamp.modified)

    def guid(self, guid: str) -> str:
        """A guid as it is; one that follows from it, and the same wherever it stands, if it has not the right form."""
        if is_guid(guid) or not self.is_strict:
            return xml_text(guid)
        self._lose(
            "changed", _("An identifier is not written as the standard asks; one that follows from it is used."), guid
        )
        return guid_of("foreign", guid)

    def text(self, text: str) -> str:
        """A name or description as XML can hold it."""
        safe = xml_text(text)
        if safe != text:
            self._lose("changed", _("Characters that XML cannot hold are replaced."), safe[:60])
        return safe

    def _element(self, tag: str, attributes: Attributes, description: str | None = None) -> Any:
        element = etree.Element(tag, attributes)
        if description is not None:
            _sub(element, "Description", self.text(description))
        return element

    def _append(self, element: Any, children: Iterable[Any]) -> None:
        element.extend(child for child in children if child is not None)

    def _refs(self, element: Any, tag: str, guids: Sequence[str], *, attribute: str = "targetGUID") -> None:
        for guid in guids:
            etree.SubElement(element, tag, {attribute: self.guid(guid)})

    def _named(self, name: str | None) -> Attributes:
        return {} if name is None else {"name": self.text(name)}

    def _filled(self, **attributes: str) -> Attributes:
        return {key: self.text(value) for key, value in attributes.items() if value}

    def _colour(self, colour: str, name: str) -> Attributes:
        found = hex_colour(colour) if self.is_strict else xml_text(colour)
        if colour and not found:
            self._lose("dropped", left_out("@color"), name)
        return {"color": found} if found else {}

    def _date(self, name: str, date: str) -> Attributes:
        if self.is_strict and date and not is_datetime(date):
            self._lose("dropped", left_out(f"@{name}"), date)
            return {}
        return {name: xml_text(date)} if date else {}

    def _add_value(self, element: Any, kind: str, written: str) -> None:
        text = lexical_value(kind, written) if self.is_strict else xml_text(written)
        if text is None:
            self._lose("changed", taken_as_text(), written)
            kind, text = "Text", xml_text(written)
        _sub(element, f"{kind}Value", text)

    def _lose(self, fate: Fate, what: str, where: str) -> None:
        self.losses.append(Loss(fate, what, xml_text(where)))


def _no_place() -> str:
    return _("Codebook files have no place for notes, and sets in them hold codes only.")


def _ends(link: Link) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("originGUID", link.origin), ("targetGUID", link.target)


def _sub(element: Any, tag: str, text: str) -> None:
    etree.SubElement(element, tag).text = text
