"""Single things as XML, to be kept word for word and read again later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from cjm_research.errors import BadValueError
from cjm_research.exchange.refi_qda.building import Builder
from cjm_research.exchange.refi_qda.elements import attribute, description, inline_text, stamp, targets
from cjm_research.exchange.refi_qda.identifiers import XML_NAMESPACE, local_name
from cjm_research.exchange.refi_qda.parsing import KEPT_NAMESPACE, Parser
from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Header,
    Link,
    Selection,
    Set,
    TextSource,
    User,
    Variable,
    VariableValue,
    Verbatim,
)
from cjm_research.exchange.refi_qda.xml_stream import parse_whole
from cjm_research.i18n import _

Thing = User | Code | Variable | VariableValue | Case | Coding | Selection | TextSource | Link | Set | Verbatim | Header
_PROJECT_USERS = ("creatingUserGUID", "modifyingUserGUID")


def xml_of(thing: Thing) -> str:
    """One thing as an XML fragment in the standard's words and name space.

    Positions are code points; a text is written into the XML only where it stood there (`TextSource.is_inline`).
    """
    if isinstance(thing, Verbatim):
        return thing.xml
    element = _element_of(thing, Builder([], is_strict=False))
    return _with_namespace(element)


def thing_of(xml: str) -> Any:
    """What `xml_of` wrote, as a value again; a source whose text was not in the XML comes without text.

    Elements that no class stands for come as `Verbatim`, their `files` empty.

    Raises
    ------
    BadValueError
        This is no element of the standard.
    """
    root = parse_whole_fragment(xml)
    parser, name = Parser([], "XML"), local_name(root.tag)
    readers: dict[str, Callable[[Any], Any]] = {
        "User": parser.user,
        "Code": parser.code,
        "Variable": parser.variable,
        "VariableValue": parser.value,
        "Case": parser.case,
        "Coding": parser.coding,
        "PlainTextSelection": lambda one: _selection(parser, one),
        "TextSource": lambda one: _source(parser, one),
        "Note": lambda one: _source(parser, one),
        "Link": parser.link,
        "Set": parser.group,
        "Project": _header,
    }
    return readers.get(name, verbatim_of)(root)


def parse_whole_fragment(xml: str) -> Any:
    """The root of a fragment.

    Raises
    ------
    BadValueError
        It is not XML.
    """
    try:
        return parse_whole(Path("XML"), xml.encode("utf-8", "replace"))
    except ValueError as error:
        raise BadValueError.at("XML", _("This is not XML.")) from error


def verbatim_of(element: Any, files: tuple[str, ...] = ()) -> Verbatim:
    """An element word for word, in the name space of the standard's present form."""
    bare = without_namespace(element)
    return Verbatim(
        tag=local_name(element.tag),
        guid=attribute(element, "guid"),
        xml=_with_namespace(bare),
        name=element.get("name") or "",
        files=files,
    )


def without_namespace(element: Any) -> Any:
    """A copy of an element of the standard without name space, to be written below a root that declares it."""
    copy = etree.Element(local_name(element.tag), {key: value for key, value in element.items() if "}" not in key})
    copy.text = element.text
    for child in element.iterchildren(etree.Element):
        inner = without_namespace(child)
        inner.tail = child.tail
        copy.append(inner)
    return copy


def _with_namespace(element: Any) -> str:
    """The XML of an element without name space, the standard's declared on it."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return text.replace(f"<{element.tag}", f'<{element.tag} xmlns="{XML_NAMESPACE}"', 1)


def _element_of(thing: Thing, builder: Builder) -> Any:
    if isinstance(thing, TextSource):
        element = builder.source(thing, "TextSource", ((one, one.start, one.end) for one in thing.selections))
        element.set(f"{{{KEPT_NAMESPACE}}}encoding", thing.encoding)
        element.set(f"{{{KEPT_NAMESPACE}}}counted", thing.counted)
        return element
    if isinstance(thing, Selection):
        return builder.selection(thing, thing.start, thing.end)
    if isinstance(thing, Header):
        return _header_element(thing, builder)
    return getattr(builder, _BUILDERS[type(thing)])(thing)


_BUILDERS: dict[type, str] = {
    User: "user",
    Code: "code",
    Variable: "variable",
    VariableValue: "value",
    Case: "case",
    Coding: "coding",
    Link: "link",
    Set: "group",
}


def _header_element(header: Header, builder: Builder) -> Any:
    attributes = {"name": header.name, "origin": header.origin, "basePath": header.base_path}
    safe = {key: builder.text(value) for key, value in attributes.items() if value or key == "name"}
    element = etree.Element("Project", safe | builder.stamp(header.stamp, _PROJECT_USERS))
    if header.description is not None:
        etree.SubElement(element, "Description").text = builder.text(header.description)
    for guid in header.notes:
        etree.SubElement(element, "NoteRef", targetGUID=builder.guid(guid))
    return element


def _header(element: Any) -> Header:
    return Header(
        name=element.get("name") or "",
        origin=attribute(element, "origin"),
        base_path=attribute(element, "basePath"),
        stamp=stamp(element, _PROJECT_USERS),
        description=description(element),
        notes=targets(element, "NoteRef"),
    )


def _selection(parser: Parser, element: Any) -> Selection:
    return parser.selection(element, int(element.get("startPosition")), int(element.get("endPosition")))


def _source(parser: Parser, element: Any) -> TextSource:
    selections = [parser.selection(*one) for one in parser.places(element)]
    kept = {key: element.get(f"{{{KEPT_NAMESPACE}}}{key}") for key in ("encoding", "counted")}
    stored = {key: value for key, value in kept.items() if value is not None}
    return parser.source(element, inline_text(element) or "", selections, **stored)
