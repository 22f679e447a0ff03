"""XML elements of a project as values. What is missing stays empty, what is unknown is listed, nothing is invented."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.losses import Fate, Loss
from cjm_research.exchange.refi_qda.elements import (
    attribute,
    children,
    description,
    first_child,
    position,
    stamp,
    targets,
)
from cjm_research.exchange.refi_qda.identifiers import guid_of, hex_colour, local_name
from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Direction,
    Link,
    Selection,
    Set,
    TextSource,
    User,
    Variable,
    VariableType,
    VariableValue,
)
from cjm_research.i18n import _

MAX_DEPTH = 200
_STAMP = {"creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime"}
_CODING = {"guid", "creatingUser", "creationDateTime"}
_SELECTION = {"guid", "name", "startPosition", "endPosition", *_STAMP}
_SOURCE = {"guid", "name", "richTextPath", "plainTextPath", *_STAMP}
# Where a schema lies says nothing about the project.
_SILENT = {"schemaLocation", "noNamespaceSchemaLocation"}
# Our own attributes, written only by `fragments`.
KEPT_NAMESPACE = "urn:cjm-research:kept"


def left_out(name: str) -> str:
    """What to say of an element or attribute that has no place in the standard."""
    return _("Something does not fit the standard and is left out: {name}.").format(name=name)


def taken_as_text() -> str:
    """What to say of a value that is not of the type it should have."""
    return _("A value or its type is none that the standard knows; it is taken as text.")


def too_deep(path: str | Path) -> UnreadableFileError:
    """The error for a file nested beyond `MAX_DEPTH`."""
    return UnreadableFileError.at(
        path,
        _("The file is nested deeper than any real project, in more than {n} levels.").format(n=MAX_DEPTH),
        hint=_("Export the project again from the program it was made with."),
    )


class Parser:
    """Makes values of elements and collects in `losses` what did not come along."""

    def __init__(self, losses: list[Loss], path: str | Path) -> None:
        self.losses, self.path = losses, path
        # How many things without identifier there were so far; the same at every reading of a file.
        self.n_unnamed = 0
        self._made: set[str] = set()

    def user(self, element: Any) -> User:
        """A User."""
        self._only(element, {"guid", "name", "id"}, ())
        return User(self._guid(element), attribute(element, "name"), attribute(element, "id"))

    def code(self, element: Any, depth: int = 0, path: str = "") -> Code:
        """A Code with those below it; what tools leave out or write in their own way is put right and listed."""
        if depth > MAX_DEPTH:
            raise too_deep(self.path)
        self._only(element, {"guid", "name", "isCodable", "color"}, ("Description", "NoteRef", "Code"))
        name = attribute(element, "name")
        path = f"{path}\x1f{name}"
        return Code(
            guid=self._guid_by_name(element, path),
            name=name,
            is_codable=self._is_codable(element, name),
            colour=self._colour(element, name),
            description=description(element),
            notes=targets(element, "NoteRef"),
            codes=tuple(self.code(child, depth + 1, path) for child in children(element, "Code")),
        )

    def variable(self, element: Any) -> Variable:
        """A Variable."""
        self._only(element, {"guid", "name", "typeOfVariable"}, ("Description",))
        kind, name = attribute(element, "typeOfVariable"), attribute(element, "name")
        if kind not in get_args(VariableType):
            self.lose("changed", taken_as_text(), name)
            kind = "Text"
        return Variable(self._guid(element), name, kind, description(element))  # type: ignore[arg-type]

    def case(self, element: Any) -> Case:
        """A Case."""
        known = ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef")
        self._only(element, {"guid", "name"}, known)
        return Case(
            guid=self._guid(element),
            name=attribute(element, "name"),
            description=description(element),
            codes=targets(element, "CodeRef"),
            values=self._values(element),
            sources=targets(element, "SourceRef"),
            selections=targets(element, "SelectionRef"),
        )

    def link(self, element: Any) -> Link:
        """A Link."""
        self._only(element, {"guid", "name", "direction", "color", "originGUID", "targetGUID"}, ("NoteRef",))
        direction, name = attribute(element, "direction"), element.get("name")
        if direction not in get_args(Direction):
            self.unknown("Link/@direction", name or "")
            direction = ""
        return Link(
            guid=self._guid(element),
            name=name,
            direction=direction,  # type: ignore[arg-type]
            colour=self._colour(element, name or ""),
            origin=attribute(element, "originGUID"),
            target=attribute(element, "targetGUID"),
            notes=targets(element, "NoteRef"),
        )

    def group(self, element: Any) -> Set:
        """A Set; members of codebooks and of projects are written differently and both understood."""
        self._only(element, {"guid", "name"}, ("Description", "MemberCode", "MemberSource", "MemberNote"))
        name = attribute(element, "name")
        return Set(
            guid=self._guid_by_name(element, name),
            name=name,
            description=description(element),
            codes=targets(element, "MemberCode"),
            sources=targets(element, "MemberSource"),
            notes=targets(element, "MemberNote"),
        )

    def coding(self, element: Any) -> Coding | None:
        """A Coding; None, and listed, where it names no code."""
        self._only(element, _CODING, ("CodeRef", "NoteRef"))
        codes = targets(element, "CodeRef")
        if not codes:
            self.lose("dropped", _("A coding names no code."), attribute(element, "guid"))
            return None
        if len(codes) > 1:
            self.unknown("Coding/CodeRef", attribute(element, "guid"))
        return Coding(
            guid=self._guid(element),
            code=codes[0],
            creator=attribute(element, "creatingUser"),
            created=attribute(element, "creationDateTime"),
            notes=targets(element, "NoteRef"),
        )

    def places(self, source: Any) -> list[tuple[Any, int, int]]:
        """The selections of a text with their positions as counted in the file."""
        found = []
        for element in children(source, "PlainTextSelection"):
            start, end = position(element, "startPosition"), position(element, "endPosition")
            if start is None or end is None:
                self.unknown("PlainTextSelection/@startPosition", attribute(element, "guid"))
            else:
                found.append((element, start, end))
        return found

    def selection(self, element: Any, start: int, end: int) -> Selection:
        """A PlainTextSelection that lies at these code points."""
        self._only(element, _SELECTION, ("Description", "Coding", "NoteRef"))
        return Selection(
            guid=self._guid(element),
            start=start,
            end=end,
            name=element.get("name"),
            description=description(element),
            stamp=stamp(element),
            codings=self._codings(element),
            notes=targets(element, "NoteRef"),
        )

    def source(self, element: Any, text: str, selections: Iterable[Selection], **stored: str) -> TextSource:
        """A TextSource or Note with this text; `stored` are its encoding and what its positions were counted in."""
        known = ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue")
        self._only(element, _SOURCE, known)
        return TextSource(
            guid=self._guid(element),
            name=element.get("name"),
            text=text,
            is_inline=first_child(element, "PlainTextContent") is not None,
            plain_text_path=attribute(element, "plainTextPath"),
            rich_text_path=attribute(element, "richTextPath"),
            description=description(element),
            stamp=stamp(element),
            selections=tuple(selections),
            codings=self._codings(element),
            notes=targets(element, "NoteRef"),
            values=self._values(element),
            **stored,  # type: ignore[arg-type]
        )

    def lose(self, fate: Fate, what: str, where: str = "") -> None:
        """Note a loss."""
        self.losses.append(Loss(fate, what, where))

    def unknown(self, name: str, where: str = "") -> None:
        """List something the standard does not know."""
        self.lose("dropped", left_out(name), where)

    def _only(self, element: Any, attributes: set[str], children: tuple[str, ...]) -> None:
        for key in element.keys():  # noqa: SIM118 - an element's own iteration goes over its children
            if key not in attributes and local_name(key) not in _SILENT and not key.startswith(f"{{{KEPT_NAMESPACE}}}"):
                self.unknown(f"{local_name(element.tag)}/@{local_name(key) or key}", attribute(element, "guid"))
        for child in element:
            if local_name(child.tag) not in children:
                self.unknown(f"{local_name(element.tag)}/{local_name(child.tag)}", attribute(element, "guid"))

    def _guid(self, element: Any) -> str:
        guid = attribute(element, "guid")
        if guid:
            return guid
        self.n_unnamed += 1
        self._lose_guid(element.get("name") or "")
        return guid_of("unnamed", local_name(element.tag), str(self.n_unnamed))

    def _guid_by_name(self, element: Any, path: str) -> str:
        """The guid of a code or set; without one, that of its name and place, which stays when others come and go."""
        guid = attribute(element, "guid")
        if guid:
            return guid
        self._lose_guid(element.get("name") or "")
        guid = guid_of("unnamed", local_name(element.tag), path)
        while guid in self._made:
            guid = guid_of("unnamed", guid)
        self._made.add(guid)
        return guid

    def _lose_guid(self, name: str) -> None:
        self.lose("changed", _("Something has no identifier in the file; one is made that stays the same."), name)

    def _is_codable(self, element: Any, name: str) -> bool:
        written = attribute(element, "isCodable").lower()
        if written not in {"true", "1", "false", "0"}:
            self.lose(
                "changed", _("The file does not say whether this code can be applied; it is taken that it can."), name
            )
        return written not in {"false", "0"}

    def _colour(self, element: Any, name: str) -> str:
        written = attribute(element, "color")
        colour = hex_colour(written)
        if colour != written:
            what = _("A colour is not written as the standard asks; what can be understood of it is used.")
            self.lose("changed" if colour else "dropped", what, name)
        return colour

    def _codings(self, element: Any) -> tuple[Coding, ...]:
        found = (self.coding(child) for child in children(element, "Coding"))
        return tuple(coding for coding in found if coding is not None)

    def _values(self, element: Any) -> tuple[VariableValue, ...]:
        return tuple(self.value(child) for child in children(element, "VariableValue"))

    def value(self, element: Any) -> VariableValue:
        """A VariableValue with the words as written."""
        variables = targets(element, "VariableRef")
        variable = variables[0] if variables else ""
        found = VariableValue(variable)
        for child in element:
            name = local_name(child.tag)
            kind = name.removesuffix("Value")
            if kind != name and kind in get_args(VariableType) and not found.type:
                found = VariableValue(variable, kind, child.text or "")  # type: ignore[arg-type]
            elif name != "VariableRef":
                self.unknown(f"VariableValue/{name}", variable)
        return found
