"""PDF, laid out by pdfminer.six: lines in reading order, page furniture and margin numbers taken away."""

from __future__ import annotations

import io
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _, format_number
from cjm_research.readers.base import Line, RawFile, Source, damaged, parsing
from cjm_research.readers.guard import check_pdf_streams, encrypted
from cjm_research.readers.margins import without_margin_numbers
from cjm_research.readers.runs import Run, lines_of_runs

MAX_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class _Row:
    """One printed line: its page, where it stands in points, and its runs."""

    page: int
    left: float
    right: float
    top: float
    height: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def read_pdf(raw: RawFile) -> Source:
    """Lines of a PDF; printed lines of one paragraph share its number.

    Raises
    ------
    UnreadableFileError
        The file is damaged, has a password, or holds pictures of pages instead of text.
    """
    if not raw.data.rstrip(b"\0\r\n\t ").endswith(b"%%EOF") and b"%%EOF" not in raw.data[-2048:]:
        raise damaged(raw.path, "PDF")
    check_pdf_streams(raw.path, raw.data)
    rows = _rows(raw)
    if not rows:
        raise UnreadableFileError.at(
            raw.path,
            _("The PDF holds no text; its pages may be pictures."),
            hint=_("Run text recognition (OCR) on it, or save the transcript as .docx or .txt."),
        )
    rows = _without_margin(_without_furniture(rows))
    return Source("pdf", lines=tuple(_paragraphs(rows)))


def _rows(raw: RawFile) -> list[_Row]:
    with parsing(raw.path, "PDF"):
        from pdfminer.high_level import extract_pages
        from pdfminer.layout import LAParams
        from pdfminer.pdfdocument import PDFPasswordIncorrect

        rows: list[_Row] = []
        try:
            # boxes_flow None: keep the order of the page, do not guess columns.
            layouts = extract_pages(io.BytesIO(raw.data), maxpages=MAX_PAGES + 1, laparams=LAParams(boxes_flow=None))
            for number, page in enumerate(layouts):
                if number >= MAX_PAGES:
                    raise UnreadableFileError.at(
                        raw.path,
                        _("The PDF has more than {n} pages.").format(n=format_number(MAX_PAGES)),
                        hint=_("Save each interview in a file of its own."),
                    )
                rows += _page_rows(page, number)
        except PDFPasswordIncorrect as error:
            raise encrypted(raw.path) from error
    return rows


def _page_rows(page: Any, number: int) -> list[_Row]:
    from pdfminer.layout import LTTextLine

    found, stack = [], list(page)
    while stack:
        element = stack.pop()
        if isinstance(element, LTTextLine):
            if element.get_text().strip():
                found.append(
                    _Row(number, element.x0, element.x1, element.y1, element.height, tuple(_line_runs(element)))
                )
        elif hasattr(element, "__iter__"):
            stack += list(element)
    found.sort(key=lambda row: (-row.top, row.left))
    return _side_by_side(found)


def _side_by_side(rows: list[_Row]) -> list[_Row]:
    """Pieces on one height become one row, from left to right."""
    merged: list[list[_Row]] = []
    for row in rows:
        last = merged[-1][0] if merged else None
        if last is not None and abs(last.top - row.top) < 0.5 * min(last.height, row.height):
            merged[-1].append(row)
        else:
            merged.append([row])
    return [_joined(sorted(group, key=lambda row: row.left)) for group in merged]


def _joined(group: list[_Row]) -> _Row:
    first = group[0]
    if len(group) == 1:
        return first
    runs = [run for row in group for run in (*row.runs, Run(" "))][:-1]
    return _Row(
        first.page, first.left, max(r.right for r in group), first.top, max(r.height for r in group), tuple(runs)
    )


def _line_runs(line: Any) -> list[Run]:
    runs: list[Run] = []
    for char in line:
        text = char.get_text().replace("\n", "").replace("\u00ad", "")
        font = getattr(char, "fontname", "").lower()
        plain_blank = not text.strip() and runs
        bold = runs[-1].bold if plain_blank else "bold" in font or "black" in font
        italic = runs[-1].italic if plain_blank else "italic" in font or "oblique" in font
        if runs and (runs[-1].bold, runs[-1].italic) == (bold, italic):
            runs[-1] = Run(runs[-1].text + text, bold, italic)
        elif text:
            runs.append(Run(text, bold, italic))
    return runs


def _without_furniture(rows: list[_Row]) -> list[_Row]:
    """Rows without page numbers and titles that stand at the top or foot of several pages."""
    by_page: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        by_page.setdefault(row.page, []).append(index)
    edges = {index for page in by_page.values() for index in (page[:2] + page[-2:])}
    shapes = Counter(_shape(rows[index].text) for index in edges)
    repeated = {shape for shape, count in shapes.items() if len(by_page) > 1 and count >= max(2, 0.5 * len(by_page))}
    last = {page[-1] for page in by_page.values()}
    return [
        row
        for index, row in enumerate(rows)
        if not (index in edges and _shape(row.text) in repeated and len(row.text.strip()) < 90)
        and not (index in last and row.text.strip().isdigit())
    ]


def _shape(text: str) -> str:
    """The text with its numbers blotted out, so that “Page 3 of 9” repeats."""
    return "".join("#" if char.isdigit() else char for char in text.strip())


def _without_margin(rows: list[_Row]) -> list[_Row]:
    """Rows without the numbers of an analysis program; a number opens a paragraph, kept as a wide gap above."""
    texts = [row.text for row in rows]
    stripped = without_margin_numbers(texts)
    kept: list[_Row] = []
    pending = False
    for row, before, after in zip(rows, texts, stripped, strict=True):
        numbered = before != after
        if not after.strip():
            pending = pending or numbered
            continue
        runs = _cut(row.runs, len(before) - len(after)) if numbered else row.runs
        height = -abs(row.height) if numbered or pending else row.height
        kept.append(_Row(row.page, row.left, row.right, row.top, height, runs))
        pending = False
    return kept


def _cut(runs: tuple[Run, ...], n: int) -> tuple[Run, ...]:
    left: list[Run] = []
    for run in runs:
        left.append(Run(run.text[n:], run.bold, run.italic) if n else run)
        n = max(0, n - len(run.text))
    return tuple(left)


def _paragraphs(rows: list[_Row]) -> list[Line]:
    """Lines with paragraph numbers: a wider gap than usual, or a margin number (negative height), opens one."""
    steps = [above.top - below.top for above, below in pairwise(rows) if above.page == below.page]
    usual = statistics.median_low([step for step in steps if step > 0] or [12.0])
    numbers_used = any(row.height < 0 for row in rows)
    lines: list[Line] = []
    paragraph = 0
    for index, row in enumerate(rows):
        above = rows[index - 1] if index else None
        if row.height < 0 or above is None or (not numbers_used and _gap(above, row, usual)):
            paragraph += 1
        lines += lines_of_runs(row.runs, paragraph)
    return lines


def _gap(above: _Row, row: _Row, usual: float) -> bool:
    if above.page != row.page:
        return above.text.rstrip().endswith((".", "?", "!", "…", "”", "»"))
    return above.top - row.top > 1.25 * usual
