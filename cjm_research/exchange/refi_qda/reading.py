"""Reading .qdpx files: the project at once, its sources one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda.archive import is_litter, open_archive
from cjm_research.exchange.refi_qda.codebook_files import read_codebook
from cjm_research.exchange.refi_qda.duplicates import SOURCE_TAGS, Guids
from cjm_research.exchange.refi_qda.fragments import verbatim_of
from cjm_research.exchange.refi_qda.identifiers import ORIGIN, XML_NAMESPACE, local_name, path_inside
from cjm_research.exchange.refi_qda.offsets import Counting, counting_named, detect, learned
from cjm_research.exchange.refi_qda.parsing import (
    Parser,
    attribute,
    children,
    inline_text,
    paths_in,
    stamp,
)
from cjm_research.exchange.refi_qda.project import Header, Project, Selection, TextSource, Verbatim
from cjm_research.exchange.refi_qda.stored_text import decoded
from cjm_research.exchange.refi_qda.xml_stream import again, check_root, sections
from cjm_research.i18n import _

__all__ = ["ProjectFile", "open_project", "read_codebook"]

# Below this share of ends between words something may be wrong.
DOUBTFUL_FIT = 0.6
_HEADER = {
    "name", "origin", "creatingUserGUID", "creationDateTime", "modifyingUserGUID", "modifiedDateTime", "basePath"
}  # fmt: skip
_SECTIONS = {
    "Users": "User", "Variables": "Variable", "Cases": "Case", "Notes": "Note", "Links": "Link", "Sets": "Set",
    "Graphs": "Graph", "CodeBook": "Codes",
}  # fmt: skip


class ProjectFile:
    """An opened project; use it in a ``with`` statement.

    Attributes
    ----------
    project : Project
        Everything but the sources.
    n_sources : int
    counting : dict of str to Counting
        Source guid -> what its positions were counted in; grows while sources are read.
    losses : list of Loss
        Grows while sources are read.
    """

    project: Project

    def __init__(self, path: str | Path, *, offsets: str | None = None) -> None:
        self.path = Path(path)
        self.counting: dict[str, Counting] = {}
        self.losses: list[Loss] = []
        self.n_sources = 0
        self._fixed = counting_named(offsets) if offsets else None
        self._expected = Counting()
        self._used: set[str] = set()
        self._seen: set[str] = set()
        self._archive = open_archive(path)
        self._parser = Parser(self.losses, self.path)
        try:
            self.losses += self._archive.losses
            self.project = self._read_project()
            self._n_unnamed = self._parser.n_unnamed
        except BaseException:
            self.close()
            raise

    def sources(self) -> Iterator[TextSource | Verbatim]:
        """The sources in their order, one in memory at a time; what cannot be shown comes word for word.

        Raises
        ------
        UnreadableFileError
            A text in the archive is damaged.
        """
        self._expected = self._fixed or _expected_of(self.project.header.origin)
        self._parser.n_unnamed = self._n_unnamed
        for name, element in again(self.path, self._open_xml, self._seen, "Sources"):
            if name not in SOURCE_TAGS:
                self._parser.unknown(f"Sources/{name}", attribute(element, "guid"))
            elif name == "TextSource":
                yield self._text_source(element)
            else:
                what = _(
                    "Pictures, PDF files, sound and film are kept with their codings and written back, but not shown."
                )
                yield self._verbatim(element, what)
        for name in self._archive.names:
            if name != self._archive.qde_name and name not in self._used and not is_litter(name):
                self._parser.lose("dropped", _("A file in the archive that the project does not name."), name)

    def file(self, path: str) -> bytes:
        """The bytes of a file of the project, by its path in the archive or the reference to it ("internal://...").

        Raises
        ------
        UnreadableFileError
            There is no such file.
        """
        found = self._find(path)
        if found is None:
            raise UnreadableFileError.at(self.path, _("The archive has no file {name}.").format(name=path))
        return self._archive.read(found)

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def __enter__(self) -> ProjectFile:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _open_xml(self) -> Any:
        return self._archive.open(self._archive.qde_name)

    def _read_project(self) -> Project:
        """Everything but the sources, which are only counted and looked through for identifiers used twice."""
        found: dict[str, list[Any]] = {name: [] for name in _SECTIONS}
        header: dict[str, Any] = {"description": None, "notes": ()}
        guids = Guids(self.path)

        def begin(root: Any) -> None:
            header["attributes"] = self._header(root)
            self._expected = self._fixed or _expected_of(header["attributes"].origin)

        for section, name, element in sections(self.path, self._open_xml, begin):
            if section:
                self._seen.add(name)
            if section == "Sources":
                self.n_sources += name in SOURCE_TAGS
                guids.add_all(element)
            elif section in _SECTIONS and name == _SECTIONS[section]:
                guids.add_all(element)
                found[section].append(self._value(name, element))
            elif section:
                self._parser.unknown(f"{section}/{name}")
            elif name == "CodeBook":
                for codes in children(element, "Codes"):
                    guids.add_all(codes)
                    found[name] += [self._parser.code(code) for code in children(codes, "Code")]
            elif name == "Description":
                header["description"] = element.text or ""
            elif name == "NoteRef":
                header["notes"] += (element.get("targetGUID", "").strip(),)
            elif name not in _SECTIONS and name != "Sources":
                self._parser.unknown(f"Project/{name}")
        return _project(header, found)

    def _header(self, root: Any) -> Header:
        namespace = check_root(self.path, root, "Project", "urn:QDA-XML:project:")
        if namespace != XML_NAMESPACE:
            what = _("The file follows an older form of the standard ({namespace}).")
            self._parser.lose("changed", what.format(namespace=namespace or "-"))
        for key in root.keys():  # noqa: SIM118 - an element's own iteration goes over its children
            if key not in _HEADER and not local_name(key).endswith("chemaLocation"):
                self._parser.unknown(f"Project/@{local_name(key)}")
        return Header(
            name=root.get("name") or "",
            origin=attribute(root, "origin"),
            base_path=attribute(root, "basePath"),
            stamp=stamp(root, ("creatingUserGUID", "modifyingUserGUID")),
        )

    def _value(self, name: str, element: Any) -> Any:
        if name == "Note":
            content = self._content(element)
            if content is None and attribute(element, "richTextPath"):
                what = _(
                    "A note is there as formatted text only; it is kept and written back, but its words are not shown."
                )
                self._parser.lose("kept", what, element.get("name") or attribute(element, "guid"))
            return self._text(element, *(content or ("", "utf-8")))
        if name == "Graph":
            return self._verbatim(element, _("Maps of the other program are kept and written back, but not shown."))
        parser = self._parser
        readers: dict[str, Callable[[Any], Any]] = {
            "User": parser.user, "Variable": parser.variable, "Case": parser.case, "Link": parser.link,
            "Set": parser.group,
        }  # fmt: skip
        return readers[name](element)

    def _text_source(self, element: Any) -> TextSource | Verbatim:
        content = self._content(element)
        if content is None:
            what = _("The text of a source is not in the archive; the source is kept and written back, but not shown.")
            return self._verbatim(element, what)
        return self._text(element, *content)

    def _content(self, element: Any) -> tuple[str, str] | None:
        """Text and encoding of a source; None where the archive has no plain text of it."""
        for name in ("plainTextPath", "richTextPath"):
            self._mark_used(attribute(element, name))
        inline, where = inline_text(element), element.get("name") or attribute(element, "guid")
        if inline is not None:
            if attribute(element, "plainTextPath"):
                what = _("A text is in the XML and in a file too; the one in the XML is used.")
                self._parser.lose("dropped", what, where)
            return inline, "utf-8"
        path = attribute(element, "plainTextPath")
        if not path and attribute(element, "richTextPath").lower().endswith(".txt"):
            path = attribute(element, "richTextPath")
            self._parser.lose(
                "changed", _("A plain text is named as a formatted one; it is read as plain text."), where
            )
        found = self._find(path) if path else None
        if found is None:
            return None
        if not path.startswith("internal://"):
            self._parser.lose("changed", _("The path of a text is not written as the standard asks."), where)
        text, encoding = decoded(self._archive.read(found))
        if not encoding.startswith("utf-8"):
            what = _("A text is not stored as UTF-8; it was read as {encoding}.").format(encoding=encoding)
            self._parser.lose("changed", what, where)
        return text, encoding

    def _text(self, element: Any, text: str, encoding: str) -> TextSource:
        where = element.get("name") or attribute(element, "guid")
        places = self._parser.places(element)
        raw = [(start, end) for _element, start, end in places]
        counting = self._counting(text, raw, where)
        selections = self._selections(places, counting, text)
        counted = counting.name if raw else ""
        source = self._parser.source(element, text, selections, encoding=encoding, counted=counted)
        self.counting[source.guid] = counting
        return source

    def _counting(self, text: str, places: list[tuple[int, int]], where: str) -> Counting:
        if self._fixed is not None:
            return self._fixed
        counting = detect(text, places, expected=self._expected)
        if places:
            self._expected = learned(self._expected, counting, text)
        if not counting.sure and (counting.name != Counting().name or counting.fit < DOUBTFUL_FIT):
            what = _(
                "What positions are counted in could not be told for sure; look whether codings begin and end rightly."
            )
            self._parser.lose("changed", what, where)
        if counting.changes(text) and places:
            what = _("Positions were counted differently ({counting}); the same words are coded.")
            self._parser.lose("changed", what.format(counting=counting.name), where)
        return counting

    def _selections(self, places: list[tuple[Any, int, int]], counting: Counting, text: str) -> list[Selection]:
        raw = [(start, end) for _element, start, end in places]
        points = counting.places_in(text, raw)
        edges = counting.ruler(text).is_edge([n for place in raw for n in place]).tolist()
        selections = []
        for i, (element, _start, _end) in enumerate(places):
            first, last = points[i]
            if not 0 <= first <= last <= len(text):
                what = _("A selection lies outside its text; it is kept, but there are no words to show.")
                self._parser.lose("kept", what, attribute(element, "guid"))
            elif not (edges[2 * i] and edges[2 * i + 1]):
                what = _("A selection begins or ends within a character; it is moved to where the character begins.")
                self._parser.lose("changed", what, attribute(element, "guid"))
            selections.append(self._parser.selection(element, first, last))
        return selections

    def _verbatim(self, element: Any, what: str) -> Verbatim:
        self._parser.lose("kept", what, element.get("name") or attribute(element, "guid"))
        files = []
        for path in dict.fromkeys(paths_in(element)):
            self._mark_used(path)
            if self._find(path) is not None:
                files.append(path_inside(path))
            elif path.startswith("internal://"):
                self._parser.lose("changed", _("A file that the project names is not in the archive."), path)
        return verbatim_of(element, tuple(files))

    def _mark_used(self, path: str) -> None:
        if (found := self._find(path)) is not None:
            self._used.add(found)

    def _find(self, path: str) -> str | None:
        """The entry that a reference means; None for what lies outside of the archive."""
        inside = path_inside(path)
        if not inside:
            return None
        return self._archive.find(inside) or self._archive.find(inside.removeprefix("sources/"))


def open_project(path: str | Path, *, offsets: str | None = None) -> ProjectFile:
    """A .qdpx, its project read and its sources ready to come.

    Parameters
    ----------
    offsets : str, optional
        What positions are counted in, where the detection is wrong: "code_points", "utf16" or "bytes", each with
        "+crlf1" or "+crlf2" if a line end of two characters counts one or two.

    Raises
    ------
    UnreadableFileError
        No project of the standard, damaged, or hostile; nothing has been read then.
    BadValueError
        `offsets` is none of these.
    """
    return ProjectFile(path, offsets=offsets)


def _expected_of(origin: str) -> Counting:
    """What a program is known to count in; only a hint, which the codings can overrule."""
    # We write the program that a project is for, or came from, in brackets.
    name = origin.lower().removeprefix(f"{ORIGIN} (")
    if name.startswith("nvivo"):
        return Counting("utf16", 2)
    return Counting("code_points", 1) if name.startswith("atlas") else Counting()


def _project(header: dict[str, Any], found: dict[str, list[Any]]) -> Project:
    notes = tuple(note for note in header["notes"] if note)
    return Project(
        header=replace(header["attributes"], description=header["description"], notes=notes),
        users=tuple(found["Users"]),
        codes=tuple(found["CodeBook"]),
        variables=tuple(found["Variables"]),
        cases=tuple(found["Cases"]),
        notes=tuple(found["Notes"]),
        links=tuple(found["Links"]),
        sets=tuple(found["Sets"]),
        graphs=tuple(found["Graphs"]),
    )
