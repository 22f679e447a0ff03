"""What elements of the standard's XML hold, whatever their name space; what is absent comes as empty."""

from __future__ import annotations

from typing import Any

from lxml import etree

from cjm_research.exchange.refi_qda.identifiers import local_name
from cjm_research.exchange.refi_qda.project import Stamp

# Positions beyond this are no positions.
_FAR = 2**31
_NO_STAMP = Stamp()


def stamp(element: Any, users: tuple[str, str] = ("creatingUser", "modifyingUser")) -> Stamp:
    """Who and when; a project calls its users' attributes differently."""
    created, modified = attribute(element, "creationDateTime"), attribute(element, "modifiedDateTime")
    creator, modifier = attribute(element, users[0]), attribute(element, users[1])
    return Stamp(creator, created, modifier, modified) if creator or created or modifier or modified else _NO_STAMP


def inline_text(element: Any) -> str | None:
    """The text that stands in the XML itself, None where there is none."""
    content = first_child(element, "PlainTextContent")
    return None if content is None else content.text or ""


def paths_in(element: Any) -> list[str]:
    """All references to files in an element and below it."""
    names = ("path", "plainTextPath", "richTextPath")
    return [one.get(name) for one in element.iter(etree.Element) for name in names if one.get(name)]


def attribute(element: Any, name: str) -> str:
    """An attribute without white space around it (names keep theirs), empty where absent."""
    return (element.get(name) or "").strip() if name != "name" else element.get(name) or ""


def children(element: Any, name: str) -> list[Any]:
    """The children with this local name."""
    return [child for child in element if local_name(child.tag) == name]


def first_child(element: Any, name: str) -> Any:
    """The first child with this local name, or None."""
    return next((child for child in element if local_name(child.tag) == name), None)


def description(element: Any) -> str | None:
    """The text of the Description; None without one."""
    found = first_child(element, "Description")
    return None if found is None else found.text or ""


def targets(element: Any, name: str) -> tuple[str, ...]:
    """The guids that the children with this name point to."""
    found = (
        attribute(child, "targetGUID") or attribute(child, "guid") for child in element if local_name(child.tag) == name
    )
    return tuple(target for target in found if target)


def position(element: Any, name: str) -> int | None:
    """A position as written, None where it is no number that a text could have."""
    written = attribute(element, name)
    if not written.lstrip("+-").isdecimal() or len(written) > 11:
        return None
    try:
        found = int(written)
    except ValueError:  # "+-1"
        return None
    return found if abs(found) < _FAR else None
