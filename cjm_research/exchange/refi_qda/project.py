"""The things of a REFI-QDA project as values, one class for each element of the standard that we understand.

Guids, dates and lexical values are kept as written. Positions are code points of the stored text, half-open, whatever
the file counted in. What we cannot show (pictures, media, graphs) is a `Verbatim`.

Source: REFI-QDA standard 1.5 with its Project.xsd and Codebook.xsd (https://www.qdasoftware.org).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["", "Associative", "OneWay", "Bidirectional"]
VariableType = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who made something and when, who changed it last and when: guids and ISO 8601 as written, empty where absent."""

    creator: str = ""
    created: str = ""
    modifier: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """A coder, or a program that coded."""

    guid: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code with those below it."""

    guid: str
    name: str
    is_codable: bool = True
    colour: str = ""
    description: str | None = None
    notes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A property that cases and sources can have."""

    guid: str
    name: str
    type: VariableType
    description: str | None = None


@dataclass(frozen=True, slots=True)
class VariableValue:
    """A value as written (``"007"``, ``"2.50"``), or None; `type` names the element that held it, empty for none."""

    variable: str
    type: Literal["", "Text", "Boolean", "Integer", "Float", "Date", "DateTime"] = ""
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A person or whatever else the study compares."""

    guid: str
    name: str = ""
    description: str | None = None
    codes: tuple[str, ...] = ()
    values: tuple[VariableValue, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on a selection or on a whole source; only who made it and when are known of it."""

    guid: str
    code: str
    creator: str = ""
    created: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of a text: ``start <= i < end`` code points of the stored text."""

    guid: str
    start: int
    end: int
    name: str | None = None
    description: str | None = None
    stamp: Stamp = Stamp()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text, or a note, which has the same form; `text` is as stored, one BOM taken off, line ends untouched.

    `encoding` is Python's name of how the file held it ("utf-8-sig": with a BOM), `counted` what its positions were
    counted in there (`cjm_research.exchange.refi_qda.offsets.Counting.name`); both matter only to the target
    "as_imported".
    """

    guid: str
    name: str | None = None
    text: str = ""
    is_inline: bool = False  # PlainTextContent instead of a file
    plain_text_path: str = ""
    rich_text_path: str = ""
    description: str | None = None
    stamp: Stamp = Stamp()
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[VariableValue, ...] = ()
    encoding: str = "utf-8"
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between any two things."""

    guid: str
    name: str | None = None
    direction: Direction = ""
    colour: str = ""
    origin: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Set:
    """A group of codes, sources and notes."""

    guid: str
    name: str
    description: str | None = None
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verbatim:
    """An element that is kept word for word; `files` are the paths inside the archive that it names, and that exist.

    Paths are "sources/..." in lower-case folder, whatever the archive writes.
    """

    tag: str
    guid: str
    xml: str
    name: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """What a project says of itself."""

    name: str = ""
    origin: str = ""
    base_path: str = ""
    stamp: Stamp = Stamp()
    description: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project without its sources, which come one after another (`ProjectFile.sources`)."""

    header: Header = Header()
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    notes: tuple[TextSource, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Set, ...] = ()
    graphs: tuple[Verbatim, ...] = field(default_factory=tuple)
