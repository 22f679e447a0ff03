"""Writing .qdpx files: XML and texts as they come, valid by the standard's schema, equal bytes for equal projects."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from lxml import etree

from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda.building import Builder
from cjm_research.exchange.refi_qda.codebook_files import write_codebook
from cjm_research.exchange.refi_qda.fitting import Fitter
from cjm_research.exchange.refi_qda.fragments import parse_whole_fragment, without_namespace
from cjm_research.exchange.refi_qda.identifiers import ORIGIN, XML_NAMESPACE, guid_key, path_inside
from cjm_research.exchange.refi_qda.offsets import Counting
from cjm_research.exchange.refi_qda.project import Header, Project, Selection, TextSource, Verbatim
from cjm_research.exchange.refi_qda.stored_text import encoded, with_line_ends
from cjm_research.exchange.refi_qda.targets import STANDARD_COUNTING, TARGETS, Target, target_named
from cjm_research.exchange.refi_qda.zip_writing import ZipFiles
from cjm_research.i18n import _

__all__ = ["ProjectWriter", "write_codebook"]

Files = Callable[[str], bytes]


def _no_file(path: str) -> bytes:
    raise KeyError(path)


class ProjectWriter:
    """Writes one project file; use it in a ``with`` statement. Nothing stands at `path` before all is written.

    Parameters
    ----------
    target : Target or str
        For whom: one of `TARGETS` or its name.
    keep_paths : bool
        Whether folders of the computer the project came from are written; they often show a person's name.
    """

    def __init__(
        self, path: str | Path, *, target: Target | str = TARGETS["standard"], keep_paths: bool = False
    ) -> None:
        self.path = Path(path)
        self.target = target_named(target) if isinstance(target, str) else target
        self.keep_paths = keep_paths
        self.losses: list[Loss] = []
        self._builder = Builder(self.losses)
        self._fitter = Fitter(self.losses)
        self._zip = ZipFiles(self.path)

    def __enter__(self) -> ProjectWriter:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close(keep=kind is None)

    def write(
        self,
        project: Project,
        sources: Iterable[TextSource | Verbatim],
        files: Files = _no_file,
        n_sources: int | None = None,
    ) -> list[Loss]:
        """Write a project, its sources one after another.

        Parameters
        ----------
        files : callable
            The bytes of a file by its path in the archive ("sources/..."); raises KeyError or FileNotFoundError where
            there is none.
        n_sources : int, optional
            How many sources come; 0 leaves the section out before the first is asked for.

        Returns
        -------
        list of Loss
            What could not be written as it is.
        """
        self._files = files
        with tempfile.TemporaryFile(dir=self.path.parent) as xml:
            with etree.xmlfile(xml, encoding="utf-8") as out:
                out.write_declaration()
                with out.element("Project", self._header(project.header), nsmap={None: XML_NAMESPACE}):
                    self._write_project(out, project, sources if n_sources != 0 else ())
                    out.write("\n")
            xml.write(b"\n")
            self._zip.add_stream("project.qde", xml)
        return self.losses

    def _write_project(self, out: Any, project: Project, sources: Iterable[TextSource | Verbatim]) -> None:
        build = self._builder
        self._section(out, "Users", map(build.user, project.users))
        if project.codes:
            book = etree.Element("Codes")
            book.extend(map(build.code, project.codes))
            self._section(out, "CodeBook", [book])
        self._section(out, "Variables", map(build.variable, project.variables))
        self._section(out, "Cases", map(build.case, project.cases))
        self._section(out, "Sources", (self._source(source) for source in sources))
        self._section(out, "Notes", (self._text(note, "Note") for note in project.notes))
        self._section(out, "Links", map(build.link, project.links))
        self._section(out, "Sets", map(build.group, project.sets))
        self._section(out, "Graphs", map(self._verbatim, project.graphs))
        self._ends(out, project.header)

    def _section(self, out: Any, name: str, elements: Iterable[Any]) -> None:
        """A section with its elements, each gone once written; none where there are no elements."""
        elements = (element for element in elements if element is not None)
        first = next(elements, None)
        if first is None:
            return
        out.write("\n ")
        with out.element(name):
            _write(out, first)
            for element in elements:
                _write(out, element)
            out.write("\n ")

    def _ends(self, out: Any, header: Header) -> None:
        if header.description is not None:
            out.write("\n ")
            with out.element("Description"):
                out.write(self._builder.text(header.description))
        for guid in header.notes:
            out.write("\n ")
            out.write(etree.Element("NoteRef", targetGUID=self._builder.guid(guid)))

    def _header(self, header: Header) -> dict[str, str]:
        if header.origin and not header.origin.startswith(ORIGIN):
            what = _("The project names cjm-research as the program that wrote it; before, that was {program}.")
            self.losses.append(Loss("changed", what.format(program=header.origin), header.name))
        attributes = {"name": self._builder.text(header.name), "origin": self._builder.text(self._origin(header))}
        attributes |= self._builder.stamp(header.stamp, ("creatingUserGUID", "modifyingUserGUID"))
        if header.base_path and self.keep_paths:
            attributes["basePath"] = self._builder.text(header.base_path)
        elif header.base_path:
            self._omitted_path("basePath")
        return attributes

    def _origin(self, header: Header) -> str:
        """Our name; in brackets whose counting the positions follow, which our own reader then expects."""
        if self.target.counting is None:
            before = header.origin.removeprefix(ORIGIN)
            if before != header.origin:
                before = before.removeprefix(" (").removesuffix(")").removeprefix("as_imported").removeprefix(": ")
            return f"{ORIGIN} (as_imported: {before})" if before else f"{ORIGIN} (as_imported)"
        return ORIGIN if self.target.counting == STANDARD_COUNTING else f"{ORIGIN} ({self.target.name})"

    def _source(self, source: TextSource | Verbatim) -> Any:
        return self._verbatim(source) if isinstance(source, Verbatim) else self._text(source, "TextSource")

    def _text(self, source: TextSource, tag: str) -> Any:
        """A text with its file; its positions are counted in what is stored."""
        source = replace(source, rich_text_path=self._rich_text(source))
        if source.is_inline:
            # In XML there is no mark, and line ends stay as they are.
            return self._builder.source(source, tag, self._counted(source, source.text))
        stored = with_line_ends(source.text, self.target.line_ends)
        if source.text or source.plain_text_path or tag == "TextSource":
            data = encoded(stored, self.target.encoding(source))
            source = replace(source, plain_text_path=self._store_text(source, data))
        return self._builder.source(source, tag, self._counted(source, stored))

    def _counted(self, source: TextSource, stored: str) -> Iterable[tuple[Selection, int, int]]:
        points = [(one.start, one.end) for one in source.selections]
        moved = points
        if stored != source.text:
            # Places among characters that stay the same, however line ends are written.
            moved = Counting(line_end=1).places_in(stored, Counting(line_end=1).places_of(source.text, points))
        counted = self.target.counting_of(source).places_of(stored, moved)
        if counted != points:
            what = _("Positions are counted as the target asks; the same words are coded.")
            self.losses.append(Loss("changed", what, source.name or source.guid))
        return ((one, *place) for one, place in zip(source.selections, counted, strict=True))

    def _store_text(self, source: TextSource, data: bytes) -> str:
        wanted = path_inside(source.plain_text_path) if source.plain_text_path.startswith("internal://") else ""
        own = f"sources/{guid_key(self._builder.guid(source.guid))}.txt"
        for name in (wanted, own):
            if name and self._zip.add_if_free(name, data):
                return f"internal://{name.removeprefix('sources/')}"
        return f"internal://{self._zip.add_under_free_name(own, data).removeprefix('sources/')}"

    def _rich_text(self, source: TextSource) -> str:
        """The path of the formatted text, its file stored; only .docx, as other programs refuse anything else."""
        path = source.rich_text_path
        inside = path_inside(path)
        if not path:
            return ""
        has_plain = source.is_inline or source.plain_text_path or source.text
        if has_plain and not path.lower().endswith(".docx"):
            what = _("A formatted text that is not a .docx is not written; its plain text is.")
            self.losses.append(Loss("dropped", what, source.name or source.guid))
            return ""
        stored = self._store_file(inside) if inside else None
        return path if stored is None else f"internal://{stored.removeprefix('sources/')}"

    def _verbatim(self, thing: Verbatim) -> Any:
        root = without_namespace(parse_whole_fragment(thing.xml))
        if not self._fitter.fit(root):
            return None
        for file in thing.files:
            stored = self._store_file(file)
            if stored is not None and stored != file:
                _rename(root, file, stored)
        for element in root.iter():
            if element.get("currentPath") is not None and not self.keep_paths:
                del element.attrib["currentPath"]
                self._omitted_path(thing.name)
            if (element.get("path") or "").startswith("absolute:"):
                what = _(
                    "A path on the computer the project came from is written as it was; it may show a person's name."
                )
                self.losses.append(Loss("kept", what, thing.name))
        return root

    def _store_file(self, path: str) -> str | None:
        """Copy a file; the path it has now, None where there is no such file."""
        try:
            data = self._files(path)
        except (KeyError, FileNotFoundError):
            self.losses.append(Loss("dropped", _("A file that the project names is not there."), path))
            return None
        return path if self._zip.add_if_free(path, data) else self._zip.add_under_free_name(path, data)

    def _omitted_path(self, where: str) -> None:
        what = _("Folders of the computer the project came from are left out, as they often show a person's name.")
        self.losses.append(Loss("changed", what, where))


def _rename(root: Any, old: str, new: str) -> None:
    for element in root.iter():
        for name in ("path", "plainTextPath", "richTextPath"):
            if path_inside(element.get(name) or "") == old:
                element.set(name, f"internal://{new.removeprefix('sources/')}")


def _write(out: Any, element: Any) -> None:
    out.write("\n  ")
    out.write(element)
