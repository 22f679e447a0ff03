"""What stands written in files that leave a study: notebooks, pages, tables, office files, archives."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cjm_research.errors import CjmError
from cjm_research.readers.base import RawFile

# Archives of XML and text; what each holds is looked into by the endings within.
ARCHIVES = frozenset({".docx", ".pptx", ".xlsx", ".odt", ".ods", ".qdpx", ".zip"})
MARKUP = frozenset({".html", ".htm", ".svg", ".xml", ".qde", ".qdc", ".cjml", ".xes", ".rels", ".vml"})
JSON = frozenset({".json", ".jsonl", ".ndjson", ".ipynb"})
TABLES = frozenset({".csv", ".tsv"})
PLAIN = frozenset({".txt", ".md", ".mmd", ".sps", ".r", ".log", ".vtt", ".srt"})
READABLE = ARCHIVES | MARKUP | JSON | TABLES | PLAIN | {".pdf"}
# A member of an archive that unpacks to more is no text of people.
MOST_BYTES, MOST_DEPTH = 200_000_000, 2

# Tags that end a piece of text; others stand within words (a name may be half bold).
_BREAKS = re.compile(
    r"</(?:w:p|a:p|text:p|text:h|row|c|si|is|p|li|td|th|tr|h[1-6]|div|text|tspan|title|option|label|dt|dd|caption"
    r"|\w*:?(?:Description|PlainTextContent|Note))\s*>|<(?:w:br|w:tab|br|a:br)\b[^>]{0,200}>",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
_EMBEDDED = re.compile(r"data:(?:text/[\w+.-]+|image/svg\+xml)[^,;]*(?:;charset=[\w-]+)?;base64,([A-Za-z0-9+/=\s]+)")
_PICTURE = re.compile(r"data:[\w+.-]+/[\w+.-]+;base64,[A-Za-z0-9+/=]+")
_LONG_CODE = re.compile(r"[A-Za-z0-9+/=]{200,}")


class FileText(NamedTuple):
    """A text in a file.

    `cell` is the number of a notebook's cell, `member` the file in an archive; `said` is what a reader sees, `hidden`
    what stands around it (attributes, addresses, names of files), where names may stand but no numbers are looked for.
    """

    said: str
    hidden: str = ""
    cell: int | None = None
    member: str = ""


def texts_of(path: Path) -> Iterator[FileText]:
    """All texts of a file, in NFC; nothing of a file that is damaged or of another kind.

    A PDF is read as far as it holds letters.
    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        yield from _pdf(path)
    elif suffix in READABLE:
        with path.open("rb") as file:
            yield from _of(suffix, file.read(MOST_BYTES))


def _of(suffix: str, data: bytes, *, depth: int = 0) -> Iterator[FileText]:
    if suffix in ARCHIVES:
        yield from _archive(data, depth)
        return
    text = unicodedata.normalize("NFC", _decoded(data))
    if suffix in MARKUP:
        yield from markup(text)
    elif suffix == ".ipynb":
        yield from _notebook(text)
    elif suffix in JSON:
        yield FileText("\n".join(_json_strings(text)))
    elif suffix in TABLES:
        yield FileText("\n".join(cell for row in _rows(text) for cell in row))
    elif suffix in PLAIN:
        yield FileText(text)


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1251" if data.count(b"\xe0") > len(data) // 100 else "cp1250", errors="replace")


def markup(text: str) -> Iterator[FileText]:
    """What a page says and what it holds besides; pages within pages (frames, embedded pictures) too."""
    for embedded in _EMBEDDED.finditer(text):
        try:
            inner = base64.b64decode(embedded[1]).decode("utf-8", errors="replace")
        except ValueError:
            continue
        yield from markup(unicodedata.normalize("NFC", inner))
    text = _PICTURE.sub("", text)
    unseen = "\n".join(match.group() for match in _UNSEEN.finditer(text))
    seen = _UNSEEN.sub("\n", text)
    values = [double or single for tag in _TAG.finditer(seen) for double, single in _VALUE.findall(tag.group())]
    broken = _BREAKS.sub("\n", seen)
    said = html.unescape(_TAG.sub("", broken))
    # Without its tags a name stays whole that is half bold, with spaces in their place two names stay two words.
    hidden = html.unescape("\n".join([_TAG.sub(" ", broken), unseen, *values]))
    # A page in a frame stands whole in an attribute.
    for value in values:
        if "&lt;" in value:
            yield from markup(html.unescape(value))
    yield FileText(said, hidden)


def _notebook(text: str) -> Iterator[FileText]:
    try:
        notebook = json.loads(text)
        cells = list(enumerate(notebook.get("cells", ()), 1))
        for number, cell in cells:
            yield FileText(_joined(cell.get("source", "")), cell=number)
            for output in cell.get("outputs", ()):
                yield from (part._replace(cell=number) for part in _output(output))
        widgets = notebook.get("metadata", {}).get("widgets") or {}
    except (ValueError, AttributeError, TypeError):
        yield FileText(text)  # no notebook: whatever stands in it
        return
    if widgets:
        yield FileText("\n".join(_strings(widgets)), member="metadata.widgets")


def _output(output: dict[str, Any]) -> Iterator[FileText]:
    """The texts of one output: printed, shown as a page or a picture of letters, or an error with its traceback."""
    printed = [output.get("text", ""), output.get("evalue", ""), output.get("traceback", "")]
    yield FileText("\n".join(map(_joined, printed)))
    for kind, value in sorted((output.get("data") or {}).items()):
        if kind in ("text/html", "image/svg+xml"):
            yield from markup(_joined(value))
        elif not kind.startswith(("image/", "application/vnd.jupyter.widget-view")):
            yield FileText("\n".join(_strings(value)) if isinstance(value, dict) else _joined(value))


def _joined(value: Any) -> str:
    text = "".join(map(str, value)) if isinstance(value, list) else str(value)
    return unicodedata.normalize("NFC", text)


def _json_strings(text: str) -> Iterator[str]:
    try:
        yield from _strings(json.loads(text))
    except ValueError:
        for line in text.splitlines():  # one value a line
            try:
                yield from _strings(json.loads(line))
            except ValueError:
                yield line


def _strings(value: Any) -> Iterator[str]:
    """All strings of a JSON value, names of fields too, code and pictures not."""
    if isinstance(value, str):
        if not _LONG_CODE.fullmatch(value):
            yield _joined(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("_esm", "_css"):
                yield str(key)
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _rows(text: str) -> Iterable[list[str]]:
    head = text[: text.find("\n") + 1] or text
    separator = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        return [[line] for line in text.splitlines()]


def _archive(data: bytes, depth: int) -> Iterator[FileText]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                suffix = Path(info.filename).suffix.lower()
                yield FileText("", info.filename, member=info.filename)
                if (
                    info.file_size > MOST_BYTES
                    or suffix not in READABLE
                    or (suffix in ARCHIVES and depth >= MOST_DEPTH)
                ):
                    continue
                for part in _of(suffix, archive.read(info), depth=depth + 1):
                    yield part._replace(member=info.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return


def _pdf(path: Path) -> Iterator[FileText]:
    from cjm_research.readers.pdf import read_pdf

    try:
        source = read_pdf(RawFile(path, path.read_bytes()))
    except (CjmError, OSError):
        return
    yield FileText(unicodedata.normalize("NFC", "\n".join(line.text for line in source.lines or ())))
