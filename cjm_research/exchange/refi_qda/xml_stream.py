"""A project's XML, section by section, with little of it in memory and none of XML's doors open."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.refi_qda.archive import readable
from cjm_research.exchange.refi_qda.identifiers import local_name
from cjm_research.exchange.refi_qda.parsing import MAX_DEPTH, too_deep
from cjm_research.i18n import _

Opener = Callable[[], IO[bytes]]
_CHUNK = 65536
# No prolog is longer; a file that goes on beyond is not read further.
_MAX_PROLOG = 2**20
# `huge_tree` lifts limits on single texts and depth: depth has a limit of ours, entities never come up.
_OPTIONS: dict[str, Any] = {
    "huge_tree": True,
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Trimmed:
    """A stream without the byte order marks and blank lines that some programs put before the XML declaration."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        head = stream.read(_CHUNK)
        while trimmed := head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n"):
            if trimmed == head:
                break
            head = trimmed
        self._head = head

    def read(self, n: int = -1) -> bytes:
        """The next bytes, at most `n`."""
        if not self._head:
            return self._stream.read(n)
        found, self._head = (self._head, b"") if n < 0 else (self._head[:n], self._head[n:])
        return found + self._stream.read() if n < 0 else found


def check_prolog(path: Path, stream: IO[bytes]) -> None:
    """Refuse a document type declaration: entities and files from outside come in by it.

    Raises
    ------
    UnreadableFileError
        There is one, or no element begins.
    """
    begun: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_declared: _refuse_doctype(path)
    parser.StartElementHandler = lambda name, _attributes: begun.append(name)
    source, n = Trimmed(stream), 0
    while not begun and n < _MAX_PROLOG:
        chunk = source.read(_CHUNK)
        n += len(chunk)
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError:
            if begun:  # what follows the first element is the other parser's to judge
                return
            break
        if not chunk:
            break
    if not begun:
        raise not_xml(path)


def check_root(path: Path, root: Any, name: str, namespaces: str) -> str:
    """The name space of a root element, refused where it is no element of the standard.

    Parameters
    ----------
    namespaces : str
        What the name space has to begin with; none at all is taken too.
    """
    namespace = etree.QName(root).namespace or ""
    if local_name(root.tag) != name or (namespace and not namespace.startswith(namespaces)):
        raise UnreadableFileError.at(
            path,
            _("The XML is not of the REFI-QDA standard: it begins with {name} of {namespace}.").format(
                name=local_name(root.tag)[:80], namespace=ascii(namespace[:80])
            ),
            expected=_("It should begin with {name} of {namespace}.").format(name=name, namespace=f"{namespaces}1.0"),
            hint=_("Export the project again from the program it was made with."),
        )
    return namespace


def not_xml(path: Path) -> UnreadableFileError:
    """The error for what no XML parser takes."""
    return UnreadableFileError.at(
        path, _("This is not XML."), hint=_("Export the project again from the program it was made with.")
    )


def parse_whole(path: Path, data: bytes) -> Any:
    """The root of a small document."""
    with readable(path):
        check_prolog(path, io.BytesIO(data))
        parser = etree.XMLParser(**_OPTIONS)
        root = etree.fromstring(data, parser)
        if root is None:
            raise not_xml(path)
        return root


def sections(path: Path, opener: Opener, on_root: Callable[[Any], None]) -> Iterator[tuple[str, str, Any]]:
    """What a project holds: (section, element name, element), each whole and gone after its turn.

    Elements right below the root come with an empty section. A first look refuses document types.

    Parameters
    ----------
    on_root : callable
        Given the root element once its attributes are there.

    Raises
    ------
    UnreadableFileError
        Damaged XML, a document type, nested too deep.
    """
    with readable(path):
        with opener() as stream:
            check_prolog(path, stream)
        with opener() as stream:
            yield from _walk(path, Trimmed(stream), on_root)


def again(path: Path, opener: Opener, seen: Iterable[str], section: str) -> Iterator[tuple[str, Any]]:
    """What one section holds, (element name, element), of XML that `sections` has been through.

    Parameters
    ----------
    seen : iterable of str
        Names of all elements that any section holds; those of other sections are let go as they come.
    """
    tags = [f"{{*}}{name}" for name in sorted(seen)]
    with readable(path), opener() as stream:
        for _event, element in etree.iterparse(Trimmed(stream), events=("end",), tag=tags or None, **_OPTIONS):
            parents = [local_name(parent.tag) for parent in element.iterancestors()]
            if len(parents) == 2:
                if parents[0] == section:
                    yield local_name(element.tag), element
                _drop(element)


def _walk(path: Path, stream: Trimmed, on_root: Callable[[Any], None]) -> Iterator[tuple[str, str, Any]]:
    depth, section = 0, ""
    for event, element in etree.iterparse(stream, events=("start", "end"), **_OPTIONS):
        if event == "start":
            depth += 1
            if depth == 1:
                on_root(element)
            elif depth == 2:
                section = local_name(element.tag)
            elif depth > MAX_DEPTH:
                raise too_deep(path)
            continue
        depth -= 1
        if depth == 2 and section != "CodeBook":
            yield section, local_name(element.tag), element
            _drop(element)
        elif depth == 1:
            yield "", section, element
            _drop(element)


def _drop(element: Any) -> None:
    """Free an element and what came before it beside it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _refuse_doctype(path: Path) -> None:
    raise UnreadableFileError.at(
        path,
        _("The XML declares a document type (DOCTYPE), by which entities and other files can be drawn in."),
        expected=_("No program for qualitative research writes this; the file may be meant to do harm."),
        hint=_("Nothing was read. Ask for the file again from where you had it."),
    )
