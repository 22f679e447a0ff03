"""Names of things in REFI-QDA files: name spaces, guids, and what XML and its schema let us write."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from cjm_research.exchange.xml_text import xml_text

XML_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "cjm-research"
# The name space of all identifiers in our projects.
GUID_NAMESPACE = uuid.UUID("8d5b3a1e-2f64-5b0a-9a37-0c4b7e6d1f52")

_HEX = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_GUID = re.compile(rf"{_HEX}|\{{{_HEX}\}}")
_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DATE = re.compile(rf"(\d{{4}}-\d\d-\d\d){_ZONE}", re.ASCII)
_TIME = re.compile(rf"(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?{_ZONE}", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_COLOUR = re.compile("#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,[^)]*)?\)")
_BARE_COLOUR = re.compile("#?([0-9A-Fa-f]{6})([0-9A-Fa-f]{2})?")


def guid_of(*names: str) -> str:
    """The identifier of what has these names, the same on every machine."""
    return str(uuid.uuid5(GUID_NAMESPACE, "\x1f".join(names)))


def is_guid(text: str) -> bool:
    """Whether the standard takes this as an identifier: 32 hexadecimal digits in five groups, braces allowed."""
    return _GUID.fullmatch(text) is not None


def guid_key(guid: str) -> str:
    """A guid without braces and in small letters: two ways of writing one guid are equal in this form."""
    return guid.strip("{} \t\n").lower()


@lru_cache(1024)
def local_name(tag: object) -> str:
    """The name of an element or attribute without its name space; empty for comments and the like."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def path_inside(reference: str) -> str:
    """The path in the archive that a reference means; empty for what lies, or tries to lie, outside."""
    name = reference.strip().removeprefix("internal://").replace("\\", "/").lstrip("/")
    scheme, _colon, rest = reference.partition("://")
    if not name or (rest and scheme.lower() != "internal") or ".." in name.split("/") or ":" in name:
        return ""
    return name if name.lower().startswith("sources/") else f"sources/{name}"


def hex_colour(text: str) -> str:
    """A colour as the standard writes it, from what tools write: ``#RGB``, ``rgb(1, 2, 3)``, with alpha; else empty."""
    text = text.strip()
    if _COLOUR.fullmatch(text):
        return text
    if found := _RGB.fullmatch(text):
        parts = [int(part) for part in found.groups()]
        return "#" + "".join(f"{part:02x}" for part in parts) if max(parts) < 256 else ""
    if found := _BARE_COLOUR.fullmatch(text):
        first, last = found[1], found[2]
        # Alpha stands last on the web and first in .NET: what is opaque at only one end tells which.
        alpha_first = last and text.lstrip("#")[:2].lower() == "ff" and last.lower() != "ff"
        return f"#{first[2:]}{last}" if alpha_first else f"#{first}"
    return ""


@lru_cache(4096)
def is_datetime(text: str) -> bool:
    """Whether XML Schema takes this as a dateTime."""
    found = _TIME.fullmatch(text)
    return bool(found) and _exists(datetime, found[1])  # type: ignore[index]


def lexical_value(kind: str, text: str) -> str | None:
    """A value as XML Schema writes its kind ("Integer", "Float", ...); None where it cannot."""
    if kind == "Text":
        return xml_text(text)
    text = text.strip()
    if kind == "Boolean":
        return text.lower() if text.lower() in {"true", "false", "1", "0"} else None
    if kind == "Integer":
        return text if _INTEGER.fullmatch(text) else None
    if kind == "Float":
        return text if _DECIMAL.fullmatch(text) else _plain_decimal(text)
    if kind == "Date":
        found = _DATE.fullmatch(text)
        return text if found and _exists(date, found[1]) else None
    return text if is_datetime(text) else None


def _plain_decimal(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return format(number, "f") if number.is_finite() and abs(number.adjusted()) < 400 else None


def _exists(kind: type[date], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True
