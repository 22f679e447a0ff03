"""Word documents, read by python-docx: paragraphs with bold and italic runs, tables of speakers and words."""

from __future__ import annotations

import io
from typing import Any

from cjm_research.readers.base import Line, LineKind, RawFile, Source, parsing
from cjm_research.readers.guard import open_archive
from cjm_research.readers.runs import Run, lines_of_runs
from cjm_research.readers.tables import spoken_cells


def read_docx(raw: RawFile) -> Source:
    """Lines of a .docx in the order of the page; deleted text of tracked changes is left out.

    Raises
    ------
    UnreadableFileError
        The archive is damaged or dangerous (see `guard`), or holds no document.
    """
    open_archive(raw.path, raw.data, "docx").close()
    lines: list[Line] = []
    with parsing(raw.path, "docx"):
        import docx

        document = docx.Document(io.BytesIO(raw.data))
        number = 0
        for block in document.iter_inner_content():
            number += 1
            if hasattr(block, "rows"):
                table = _table(block, number)
                number += len(table)
                lines += table
            else:
                lines += lines_of_runs(_runs(block), number, _kind(block))
    return Source("docx", lines=tuple(lines))


def _kind(paragraph: Any) -> LineKind:
    name = ((paragraph.style.name if paragraph.style is not None else "") or "").lower()
    if name.startswith(("heading", "title", "nagłówek", "tytuł", "заголовок", "название")):
        return "heading"
    properties = paragraph._p.pPr
    listed = properties is not None and properties.numPr is not None
    return "item" if listed or name.startswith("list") else "quote" if "quote" in name else "text"


def _runs(paragraph: Any) -> list[Run]:
    """Runs with what stands inside links and inserted text, which python-docx's own list leaves out."""
    from docx.oxml.ns import qn
    from docx.text.run import Run as WordRun

    style_bold = bool(paragraph.style is not None and paragraph.style.font.bold)
    runs = []
    for element in paragraph._p.iter(qn("w:r")):
        if any(parent.tag in (qn("w:del"), qn("w:moveFrom")) for parent in element.iterancestors()):
            continue
        run = WordRun(element, paragraph)
        bold = run.font.bold if run.font.bold is not None else _style_bold(run, style_bold)
        runs.append(Run(run.text, bool(bold), bool(run.font.italic)))
    return runs


def _style_bold(run: Any, inherited: bool) -> bool:
    bold = run.style.font.bold if run.style is not None else None
    return inherited if bold is None else bool(bold)


def _table(table: Any, number: int) -> list[Line]:
    lines: list[Line] = []
    for offset, row in enumerate(table.rows):
        cells = [cell.text for cell in row.cells]
        lines += spoken_cells(cells, number + offset)
    return lines
