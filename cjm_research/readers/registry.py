"""Which reader reads a file: by its content first, then by its suffix.

A suffix that promises a container (docx, odt, xlsx, pdf, rtf) must keep its promise; text that is really another text
format (a .txt that is WebVTT, a .html without any tag) is read as what it is, and a note says so.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

from cjm_research.errors import CjmError, UnreadableFileError, UnsupportedFormatError
from cjm_research.i18n import _
from cjm_research.readers.base import RawFile, Reader, damaged
from cjm_research.readers.docx import read_docx
from cjm_research.readers.guard import encrypted
from cjm_research.readers.html import read_html
from cjm_research.readers.markdown import read_markdown
from cjm_research.readers.odt import read_odt
from cjm_research.readers.pdf import read_pdf
from cjm_research.readers.plain_text import read_lrc, read_plain_text
from cjm_research.readers.rtf import read_rtf
from cjm_research.readers.subrip import read_subrip
from cjm_research.readers.tables import read_delimited, read_xlsx
from cjm_research.readers.times import STAMP
from cjm_research.readers.transcript_json import read_json
from cjm_research.readers.webvtt import read_webvtt

READERS: dict[str, Reader] = {
    "txt": read_plain_text,
    "md": read_markdown,
    "docx": read_docx,
    "odt": read_odt,
    "rtf": read_rtf,
    "pdf": read_pdf,
    "html": read_html,
    "vtt": read_webvtt,
    "srt": read_subrip,
    "lrc": read_lrc,
    "csv": read_delimited,
    "tsv": read_delimited,
    "xlsx": read_xlsx,
    "json": read_json,
}
SUFFIXES: dict[str, str] = {
    ".txt": "txt", ".text": "txt", "": "txt",
    ".md": "md", ".markdown": "md", ".mdx": "md",
    ".docx": "docx", ".odt": "odt", ".rtf": "rtf", ".pdf": "pdf",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".php": "html",
    ".vtt": "vtt", ".srt": "srt", ".lrc": "lrc",
    ".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx", ".json": "json",
}  # fmt: skip
SUPPORTED_SUFFIXES: tuple[str, ...] = tuple(sorted(suffix for suffix in SUFFIXES if suffix))
# Those that people have, for messages.
MAIN_SUFFIXES = (
    ".docx", ".odt", ".rtf", ".txt", ".md", ".pdf", ".html", ".vtt", ".srt", ".csv", ".xlsx", ".json",
)  # fmt: skip
CONTAINERS = frozenset(("docx", "odt", "rtf", "pdf", "xlsx"))

_MEDIA = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"ID3", "MP3"), (b"OggS", "Ogg"),
    (b"RIFF", "WAV"), (b"fLaC", "FLAC"), (b"\x1aE\xdf\xa3", "Matroska"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\A\s*(?:<\?(?:php|xml)|<!doctype html|<html|<head|<body|<meta|<!--)|<(?:p|div|br|b|strong|h[1-6])\b[^<>]*>", re.I
)
_CUE = re.compile(rf"^\s*\d+\s*\n\s*{STAMP}\s*-->\s*{STAMP}", re.MULTILINE)
_LRC_LINE = re.compile(r"^\[\d{1,3}:\d{2}[.:]\d{2,3}\]", re.MULTILINE)
_MARKDOWN_LABEL = re.compile(r"^[ \t]{0,9}(?:\*\*|\*\*\*|__)\S[^*_\n]{0,80}(?:\*\*|__)", re.MULTILINE)


def container_format(path: Path, data: bytes) -> str | None:
    """The container format that the bytes show; None for text.

    Raises
    ------
    UnsupportedFormatError
        Sound, pictures, video, or an old Word file.
    UnreadableFileError
        An archive that is damaged, encrypted, or no document.
    """
    if data[:4] == b"PK\x03\x04" or data[:4] == b"PK\x05\x06":
        return _archive_format(path, data)
    if data.startswith(_OLE):
        raise _old_office(path)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return "rtf"
    for magic, name in (*_MEDIA, (data[:4], "MP4") if data[4:8] == b"ftyp" else (b"\0no\0", "")):
        if data.startswith(magic):
            raise UnsupportedFormatError.at(
                path,
                _("This is no transcript but {format} (sound, video or a picture).").format(format=name),
                expected=_("One of {known} was expected.").format(known=", ".join(MAIN_SUFFIXES)),
                hint=_("Have the recording transcribed first."),
            )
    return None


def _archive_format(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, LookupError) as error:
        raise damaged(path, SUFFIXES.get(path.suffix.lower()) or "docx") from error
    except Exception as error:  # zlib.error, struct.error: what else zipfile lets through on mutated bytes
        raise damaged(path, SUFFIXES.get(path.suffix.lower()) or "docx") from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if b"opendocument.text" in mimetype or ("content.xml" in names and not mimetype):
        return "odt"
    if "EncryptedPackage" in names:
        raise encrypted(path)
    raise UnsupportedFormatError.at(
        path,
        _("This is an archive, but no document that can be read."),
        expected=_("One of {known} was expected.").format(known=", ".join(MAIN_SUFFIXES)),
        hint=_("Unpack it first, or save the document as .docx."),
    )


def _old_office(path: Path) -> CjmError:
    if path.suffix.lower() in (".doc", ".xls", ".dot", ".ppt"):
        return UnsupportedFormatError.at(
            path,
            _("This is a file of an old office program."),
            expected=_("One of {known} was expected.").format(known=", ".join(MAIN_SUFFIXES)),
            hint=_("Save it as .docx or .xlsx."),
        )
    return UnreadableFileError.at(
        path,
        _("The file is protected by a password, or written by an old office program."),
        expected=_("A document without a password was expected."),
        hint=_("Open it in its program and save it as .docx without a password."),
    )


def check_suffix(path: Path, found: str | None) -> None:
    """Stop where the suffix promises a container that the content is not, or promises nothing known.

    Raises
    ------
    UnreadableFileError
        The file is called .docx (or .odt, .pdf, ...) but is something else.
    UnsupportedFormatError
        The suffix is unknown, and so is the content.
    """
    suffix = path.suffix.lower()
    promised = SUFFIXES.get(suffix)
    if promised in CONTAINERS and found != promised:
        raise UnreadableFileError.at(
            path,
            _("The file is called {suffix} but is really {format}.").format(
                suffix=suffix, format=found or _("plain text or damaged")
            ),
            expected=_("A complete {format} file was expected.").format(format=promised),
            hint=_("Give it the suffix of what it is, or export it once more."),
        )
    if promised is None and found is None and suffix not in (".transcript", ".log"):
        raise UnsupportedFormatError.at(
            path,
            _("Files of the kind {suffix} are not read.").format(suffix=suffix),
            expected=_("One of {known} was expected.").format(known=", ".join(MAIN_SUFFIXES)),
            hint=_("Save the transcript in one of these; .docx and .txt always work."),
        )


def text_format(raw: RawFile) -> str:
    """The text format of a file: what its beginning shows, otherwise what its suffix says."""
    text = (raw.text or "").lstrip()
    promised = SUFFIXES.get(raw.path.suffix.lower(), "txt")
    if text.startswith("WEBVTT"):
        return "vtt"
    if promised in ("vtt", "txt", "srt") and _CUE.search(text[:4000]):
        return "srt"
    if promised in ("txt", "md") and text[:1] in "{[" and _is_json(text):
        return "json"
    if promised in ("txt", "srt", "lrc") and len(_LRC_LINE.findall(text[:4000])) > 3 and promised != "txt":
        return "lrc"
    if promised == "txt" and _HTML.match(text) and text.count("<") > 3:
        return "html"
    if promised == "html" and not _HTML.search(text[:200_000]):
        return "txt"
    if promised == "txt" and len(_MARKDOWN_LABEL.findall(text[:200_000])) > 2:
        return "md"
    return promised


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
