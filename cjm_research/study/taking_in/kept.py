"""What a project brings beside the `IncomingProject`, to be kept word for word and written back one day."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cjm_research.exchange.refi_qda.identifiers import guid_key, guid_of, is_guid
from cjm_research.storage.kept import KeptElement

# What is kept of a memo whose note or description is kept too, and goes back in that form.
HELD = "held"


@dataclass
class Kept:
    """The whole of a foreign project, opaque to the study.

    Attributes
    ----------
    content_of : callable
        (section, id) -> what to keep of a user, code, case, text or memo; asked for a text right after it came.
    elements : callable
        All other elements; asked after the texts.
    sources : callable
        (id, content) of sources that are no texts; asked after the texts.
    position_of : callable, optional
        Id of a text -> its place among all sources.
    files : callable
        (path, id of the source, bytes); asked after the texts.
    """

    content_of: Callable[[str, str], str]
    elements: Callable[[], Iterable[KeptElement]] = field(default=tuple)
    sources: Callable[[], Iterable[tuple[str, int, str]]] = field(default=tuple)
    files: Callable[[], Iterable[tuple[str, str, bytes]]] = field(default=tuple)
    position_of: Callable[[str], int] | None = None


class Identities:
    """Ids of a project as the study knows them: guids as they are, others made unique by tool and project.

    Parameters
    ----------
    known : collection of str
        Guids that the study knows; one that comes back in capitals or braces is still the same.
    """

    def __init__(self, tool: str, name: str, known: Iterable[str]) -> None:
        self._names = (tool, name)
        self._known = {guid_key(guid): guid for guid in known}

    def of(self, section: str, id: str) -> str:
        """The id under which a thing is kept."""
        return self.written(id) if is_guid(id) else guid_of(*self._names, section, id)

    def written(self, guid: str) -> str:
        """A guid in the way in which the study has it, as it is where it is new."""
        return self._known.get(guid_key(guid), guid)

    def guid(self, section: str, id: str) -> str:
        """The guid of a coding or memo in the study: without braces, in small letters."""
        return guid_key(id) if is_guid(id) else guid_of(*self._names, section, id)


def part_guid(guid: str, part: int) -> str:
    """The guid of a coding's part in another utterance; the first part has the guid itself."""
    if part == 0:
        return guid
    return str(uuid.uuid5(uuid.UUID(guid), f"part {part}"))


def to_text(came: Any, content: str = "") -> str:
    """What the study keeps of a thing: what came in words of our own, and the tool's own form of it."""
    return json.dumps([came, content], ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> tuple[Any, str]:
    """What came, and the tool's own form; the other way round of `to_text`."""
    if not text:
        return None, ""
    came, content = json.loads(text)
    return came, content
