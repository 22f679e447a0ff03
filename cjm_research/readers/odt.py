"""OpenDocument texts, read by odfpy: paragraphs with bold runs, lists and tables."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from cjm_research.readers.base import Line, LineKind, RawFile, Source, parsing
from cjm_research.readers.guard import encrypted, open_archive
from cjm_research.readers.runs import Run, lines_of_runs
from cjm_research.readers.tables import spoken_cells


def read_odt(raw: RawFile) -> Source:
    """Lines of an .odt in the order of the page.

    Raises
    ------
    UnreadableFileError
        The archive is damaged or dangerous (see `guard`), protected by a password, or holds no text.
    """
    with open_archive(raw.path, raw.data, "odt") as archive, parsing(raw.path, "odt"):
        manifest = "META-INF/manifest.xml"
        if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
            raise encrypted(raw.path)
    with parsing(raw.path, "odt"):
        from odf.opendocument import load

        document = load(io.BytesIO(raw.data))
        if getattr(document, "text", None) is None:
            raise ValueError("no text document")
        styles = _formats(document)
        lines = tuple(_blocks(document.text, styles))
    return Source("odt", lines=lines)


def _formats(document: Any) -> dict[str, tuple[bool, bool]]:
    """Which named styles are bold and italic, inheritance followed."""
    from odf.namespaces import FONS, STYLENS
    from odf.style import Style, TextProperties

    own: dict[str, tuple[str | None, str | None, str | None]] = {}
    for style in document.getElementsByType(Style):
        weight = slant = None
        for properties in style.getElementsByType(TextProperties):
            weight = properties.getAttrNS(FONS, "font-weight")
            slant = properties.getAttrNS(FONS, "font-style")
        own[style.getAttrNS(STYLENS, "name")] = (weight, slant, style.getAttrNS(STYLENS, "parent-style-name"))

    def look_up(name: str | None, which: int) -> str | None:
        for _step in range(20):
            if name not in own:
                return None
            if own[name][which] is not None:
                return own[name][which]
            name = own[name][2]
        return None

    return {name: (look_up(name, 0) in ("bold", "700", "800", "900"), look_up(name, 1) == "italic") for name in own}


def _blocks(root: Any, styles: dict[str, tuple[bool, bool]]) -> Iterator[Line]:
    from odf.namespaces import TABLENS, TEXTNS

    paragraph = 0
    stack: list[tuple[Any, LineKind]] = [(root, "text")]
    while stack:
        node, kind = stack.pop()
        name = getattr(node, "qname", None)
        if name in ((TEXTNS, "p"), (TEXTNS, "h")):
            paragraph += 1
            yield from lines_of_runs(_runs(node, styles), paragraph, "heading" if name[1] == "h" else kind)
        elif name == (TABLENS, "table-row"):
            paragraph += 1
            yield from spoken_cells([_plain(cell) for cell in node.childNodes], paragraph)
        elif name not in ((TEXTNS, "tracked-changes"), (TEXTNS, "sequence-decls")):
            inner: LineKind = "item" if name == (TEXTNS, "list-item") else kind
            stack += [(child, inner) for child in reversed(getattr(node, "childNodes", []))]


def _plain(cell: Any) -> str:
    return "".join(run.text for run in _runs(cell, {}))


def _runs(node: Any, styles: dict[str, tuple[bool, bool]]) -> list[Run]:
    from odf.namespaces import OFFICENS, TEXTNS

    runs: list[Run] = []
    stack: list[tuple[Any, tuple[bool, bool]]] = [(node, (False, False))]
    while stack:
        element, style = stack.pop()
        name = getattr(element, "qname", None)
        if name is None:
            runs.append(Run(str(getattr(element, "data", "") or ""), *style))
            continue
        if name == (TEXTNS, "s"):
            runs.append(Run(" " * min(int(element.getAttrNS(TEXTNS, "c") or 1), 1000)))
        elif name == (TEXTNS, "tab"):
            runs.append(Run("\t"))
        elif name == (TEXTNS, "line-break"):
            runs.append(Run("\n"))
        elif name not in ((OFFICENS, "annotation"), (TEXTNS, "note")):
            style = styles.get(element.getAttrNS(TEXTNS, "style-name") or "", style) if _styled(name) else style
            stack += [(child, style) for child in reversed(element.childNodes)]
    return runs


def _styled(name: tuple[str, str]) -> bool:
    return name[1] in ("p", "h", "span")
