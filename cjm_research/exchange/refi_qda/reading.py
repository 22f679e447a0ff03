"""Reading .qdpx files: the project at once, its sources one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda.archive import open_archive
from cjm_research.exchange.refi_qda.codebook_files import read_codebook
from cjm_research.exchange.refi_qda.duplicates import SOURCE_TAGS, Guids
from cjm_research.exchange.refi_qda.elements import attribute, children, paths_in, stamp
from cjm_research.exchange.refi_qda.fragments import verbatim_of
from cjm_research.exchange.refi_qda.identifiers import XML_NAMESPACE, local_name, path_inside
from cjm_research.exchange.refi_qda.offsets import counting_named
from cjm_research.exchange.refi_qda.parsing import Parser
from cjm_research.exchange.refi_qda.project import Header, Project, TextSource, Verbatim
from cjm_research.exchange.refi_qda.references import respelled
from cjm_research.exchange.refi_qda.text_reading import SourceFiles, TextReader
from cjm_research.exchange.refi_qda.xml_stream import again, check_root, sections
from cjm_research.i18n import _

__all__ = ["ProjectFile", "open_project", "read_codebook"]

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
        self.losses: list[Loss] = []
        self.n_sources = 0
        self._is_read = False
        self._seen: set[str] = set()
        self._spellings: dict[str, str] = {}
        fixed = counting_named(offsets) if offsets else None
        self._archive = open_archive(path)
        self._parser = Parser(self.losses, self.path)
        self._files = SourceFiles(self._archive)
        self._texts = TextReader(self._parser, self._files, fixed)
        self.counting = self._texts.counting
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
        without_text = _(
            "The text of a source is not in the archive; the source is kept and written back, but not shown."
        )
        self._texts.expect(self.project.header.origin)
        self._parser.n_unnamed = self._n_unnamed
        self._parser.losses = [] if self._is_read else self.losses
        for name, element in again(self.path, self._open_xml, self._seen, "Sources"):
            if name not in SOURCE_TAGS:
                self._parser.unknown(f"Sources/{name}", attribute(element, "guid"))
            elif name == "TextSource":
                text = self._texts.source(element)
                if text is not None and self._spellings:
                    text = respelled(text, self._spellings)
                yield text or self._verbatim(element, without_text)
            else:
                what = _(
                    "Pictures, PDF files, sound and film are kept with their codings and written back, but not shown."
                )
                yield self._verbatim(element, what)
        for name in self._files.unused():
            self._parser.lose("dropped", _("A file in the archive that the project does not name."), name)
        self._is_read = True

    def file(self, path: str) -> bytes:
        """The bytes of a file of the project, by its path in the archive or the reference to it ("internal://...").

        Raises
        ------
        UnreadableFileError
            There is no such file.
        """
        found = self._files.find(path)
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
        """Everything but the sources, which are only counted and looked through for identifiers and references."""
        found: dict[str, list[Any]] = {name: [] for name in _SECTIONS}
        header: dict[str, Any] = {"description": None, "notes": ()}
        guids = Guids(self.path)

        def begin(root: Any) -> None:
            header["attributes"] = self._header(root)
            guids.references.add(root, None)
            self._texts.expect(header["attributes"].origin)

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
        self._spellings = guids.references.other_spellings()
        project = _project(header, found)
        return respelled(project, self._spellings) if self._spellings else project

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
            return self._texts.note(element)
        if name == "Graph":
            return self._verbatim(element, _("Maps of the other program are kept and written back, but not shown."))
        parser = self._parser
        readers: dict[str, Callable[[Any], Any]] = {
            "User": parser.user, "Variable": parser.variable, "Case": parser.case, "Link": parser.link,
            "Set": parser.group,
        }  # fmt: skip
        return readers[name](element)

    def _verbatim(self, element: Any, what: str) -> Verbatim:
        self._parser.lose("kept", what, element.get("name") or attribute(element, "guid"))
        files = []
        for path in dict.fromkeys(paths_in(element)):
            if self._files.use(path) is not None:
                files.append(path_inside(path))
            elif path.startswith("internal://"):
                self._parser.lose("changed", _("A file that the project names is not there."), path)
        return verbatim_of(element, tuple(files))


def open_project(path: str | Path, *, offsets: str | None = None) -> ProjectFile:
    """A .qdpx, its project read and its sources ready to come.

    Parameters
    ----------
    offsets : str, optional
        What positions are counted in, where the detection is wrong: "code_points", "utf16" or "bytes", each with
        "+crlf1" or "+crlf2" if a line end of two characters counts one or two, and "+last" if an end is the last
        character.

    Raises
    ------
    UnreadableFileError
        No project of the standard, damaged, or hostile; nothing has been read then.
    BadValueError
        `offsets` is none of these.
    """
    return ProjectFile(path, offsets=offsets)


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
