"""Question guides as files to print: plain text, Markdown, Word."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cjm_research.errors import UnreadableFileError, UnsupportedFormatError
from cjm_research.exchange.steady_zip import EPOCH, steady_zip
from cjm_research.i18n import _
from cjm_research.model import term
from cjm_research.model.guides import Guide

MAX_BYTES = 2_000_000

# Levels of headings in the parts of a guide; 0 is its title, None a paragraph, "question" a numbered line.
Part = tuple[int | str | None, str]


def guide_bytes(guide: Guide, format: str) -> bytes:
    """A guide as the contents of a file.

    Parameters
    ----------
    format : str
        "txt" and "md" (UTF-8), or "docx".

    Raises
    ------
    UnsupportedFormatError
        It is none of these.
    """
    if format not in _WRITERS:
        text = _("A guide cannot be written as {format}. Possible: {known}.")
        raise UnsupportedFormatError(text.format(format=format, known=", ".join(_WRITERS)))
    return _WRITERS[format](guide)


def write_guide(path: str | Path, guide: Guide) -> Path:
    """Write a guide; the suffix of the file says how."""
    path = Path(path)
    path.write_bytes(guide_bytes(guide, path.suffix.lower().removeprefix(".")))
    return path


def read_guide(path: str | Path) -> Guide:
    """A guide of one's own: a JSON file with the fields of `Guide`, as ``cjm guide NAME --json`` prints them.

    Raises
    ------
    UnreadableFileError
        The file is missing, too large, no JSON, or does not have these fields.
    """
    path = Path(path)
    hint = _("Print one with “cjm guide probes --json”, and change that.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError.at(
            path, _("There is no such file or folder."), hint=_("Check the spelling.")
        ) from error
    try:
        return Guide.model_validate_json(data[:MAX_BYTES])
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "-"
        what = _("“{field}” does not fit: {why}.").format(field=field, why=first["msg"])
        raise UnreadableFileError.at(path, what, hint=hint) from error


def _parts(guide: Guide) -> Iterator[Part]:
    yield 0, guide.title
    made_for = [term(family, key) for family, key in (("group", guide.group), ("method", guide.method)) if key]
    if made_for:
        yield None, " · ".join(made_for)
    yield None, guide.use
    for section in guide.sections:
        if len(guide.sections) > 1:
            yield 1, section.title
        yield from (("question", question.text) for question in section.questions)


def _markdown(guide: Guide) -> bytes:
    lines, number = [], 0
    for kind, text in _parts(guide):
        if kind == "question":
            number += 1
            lines.append(f"{number}. {text}\n")
        else:
            mark = "" if kind is None else "#" * (int(kind) + 1) + " "
            lines.append(f"\n{mark}{text}\n" + ("\n" if mark else ""))
    return _tidy("".join(lines))


def _text(guide: Guide) -> bytes:
    lines, number = [], 0
    for kind, text in _parts(guide):
        if kind == "question":
            number += 1
            lines.append(f"{number:2}. {text}\n")
        else:
            lines.append(f"\n{text}\n" + ("=" * len(text) + "\n" if kind == 0 else "\n" if kind == 1 else ""))
    return _tidy("".join(lines))


def _tidy(text: str) -> bytes:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return (text.strip("\n") + "\n").encode("utf-8")


def _docx(guide: Guide) -> bytes:
    from docx import Document
    from docx.shared import Cm, Pt

    document: Any = Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = guide.title, guide.language, "cjm-research"
    properties.created = properties.modified = datetime(*EPOCH)
    for margin in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(document.sections[0], margin, Cm(2.2))
    for kind, text in _parts(guide):
        if kind == "question":
            # Room below each for what the person says.
            document.add_paragraph(text, style="List Number").paragraph_format.space_after = Pt(30)
        elif kind is None:
            document.add_paragraph(text)
        else:
            document.add_heading(text, level=int(kind))
    written = io.BytesIO()
    document.save(written)
    return steady_zip(written)


_WRITERS: dict[str, Callable[[Guide], bytes]] = {"txt": _text, "md": _markdown, "docx": _docx}
