"""The report in the form of office programs: a text document, or a deck of slides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cjm_research.errors import UnsupportedFormatError
from cjm_research.i18n import _
from cjm_research.rendering.report_content import ReportContent

# Ending -> form of the report.
REPORT_FORMATS = ("html", "docx", "pptx")


def write_report_as(path: Path, content: ReportContent) -> Path:
    """Write the report in the form that the ending of `path` means, in the language in force.

    Raises
    ------
    UnsupportedFormatError
        The ending is none of `REPORT_FORMATS`.
    """
    return _WRITERS[report_format(path)](path, content)


def report_format(path: Path) -> str:
    """The form of report that a file's ending means; a file without an ending is a page.

    Raises
    ------
    UnsupportedFormatError
        The ending is none of `REPORT_FORMATS`.
    """
    suffix = path.suffix.lower().lstrip(".")
    known = {"": "html", "htm": "html", **{name: name for name in REPORT_FORMATS}}
    if suffix not in known:
        raise UnsupportedFormatError.at(
            path,
            _("There is no export format “{name}”.").format(name=suffix),
            expected=_("Known formats: {known}.").format(known=", ".join(REPORT_FORMATS)),
        )
    return known[suffix]


def _page(path: Path, content: ReportContent) -> Path:
    from cjm_research.rendering.report import write_report

    return write_report(path, content)


def _document(path: Path, content: ReportContent) -> Path:
    from cjm_research.exchange.office.docx_file import write_docx
    from cjm_research.study.office.pieces import Pieces
    from cjm_research.study.office.text import report_document

    return write_docx(path, report_document(Pieces(content)))


def _deck(path: Path, content: ReportContent) -> Path:
    from cjm_research.exchange.office.pptx_file import write_pptx
    from cjm_research.study.office.pieces import Pieces
    from cjm_research.study.office.slides import report_deck

    return write_pptx(path, report_deck(Pieces(content)), _wrap)


def _wrap(text: str, width: float, size: float, bold: bool) -> Sequence[str]:
    from cjm_research.rendering.text_fit import wrap

    return wrap(text, width, size, bold=bold)


_WRITERS: dict[str, Callable[[Path, ReportContent], Path]] = {"html": _page, "docx": _document, "pptx": _deck}
