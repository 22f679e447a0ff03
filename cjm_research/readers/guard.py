"""Limits on what is opened at all: sizes, archive bombs, XML with a DTD, files that are no documents.

Limits: 100 MB a file, 32 MB for formats that are plain text; an archive may hold 2,000 members, 300 MB unpacked, and no
member above 1 MB may unpack to more than 200 times its packed size; the streams of a PDF may unpack to 300 MB.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.readers.base import damaged

MB = 1_000_000
MAX_FILE_BYTES = 100 * MB
MAX_TEXT_BYTES = 32 * MB
MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 300 * MB
MAX_RATIO = 200

_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_bytes(path: Path, *, table: bool = False) -> bytes:
    """The whole file; `table` says that it is a list of participants, not a transcript.

    Raises
    ------
    UnreadableFileError
        There is no such file, it is no regular file, it may not be read, it is empty or above `MAX_FILE_BYTES`.
    """
    if not path.is_file():
        raise _not_a_file(path)
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise too_large(path, size, MAX_FILE_BYTES)
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError.at(
            path,
            _("The file could not be opened ({reason}).").format(reason=error.strerror or type(error).__name__),
            hint=_("Check that you may read it and that no other program holds it."),
        ) from error
    if len(data) > MAX_FILE_BYTES:
        raise too_large(path, len(data), MAX_FILE_BYTES)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise empty_table(path) if table else empty(path)
    return data


def empty(path: Path) -> UnreadableFileError:
    """The error for a file without any words."""
    return UnreadableFileError.at(
        path,
        _("The file is empty: there are no words in it."),
        expected=_("A transcript with at least one turn was expected."),
        hint=_("Check that the export or download was complete."),
    )


def empty_table(path: Path) -> UnreadableFileError:
    """The error for a list of participants without any row."""
    return UnreadableFileError.at(
        path,
        _("The table is empty: there are no rows in it."),
        expected=_("A row of column names (id, group, method) and one row for every participant were expected."),
        hint=_("Check that the table was saved before it was closed."),
    )


def too_large(path: Path, size: int, limit: int) -> UnreadableFileError:
    """The error for a file above a limit, both in bytes."""
    return UnreadableFileError.at(
        path,
        _("The file has {size} MB.").format(size=format_number(size / MB, 1)),
        expected=_("At most {limit} MB are read.").format(limit=format_number(limit / MB)),
        hint=_("One interview a file; leave out sound, pictures and video."),
    )


def _not_a_file(path: Path) -> CjmError:
    if path.is_dir():
        return UnreadableFileError.at(
            path, _("This is a folder."), expected=_("A file was expected."), hint=_("Name the files inside it.")
        )
    if path.exists():
        return UnreadableFileError.at(path, _("This is no ordinary file."), expected=_("A file was expected."))
    return UnreadableFileError.at(
        path, _("There is no such file."), hint=_("Check the spelling and the folder you are in.")
    )


def open_archive(path: Path, data: bytes, format_name: str) -> zipfile.ZipFile:
    """The archive, after its table of contents was found harmless and its XML free of DTDs.

    Raises
    ------
    UnreadableFileError
        It is no complete archive, is encrypted, unpacks to too much, or holds XML with a DTD.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_members(path, archive.infolist())
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels")):
                refuse_dtd(path, archive.read(info))
    except CjmError:
        raise
    # What damaged archives make zipfile and zlib raise.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(path, format_name) from error
    except (KeyError, IndexError, OverflowError, MemoryError, ArithmeticError, LookupError) as error:
        raise damaged(path, format_name) from error
    return archive


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 0x1 for info in members):
        raise encrypted(path)
    unpacked = sum(info.file_size for info in members)
    packed_tight = any(
        info.file_size > MB and info.file_size > MAX_RATIO * max(info.compress_size, 1) for info in members
    )
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or packed_tight:
        raise UnreadableFileError.at(
            path,
            ngettext(
                "The archive holds {n} part that unpacks to {size} MB, as an archive bomb would.",
                "The archive holds {n} parts that unpack to {size} MB, as an archive bomb would.",
                len(members),
            ).format(n=format_number(len(members)), size=format_number(unpacked / MB)),
            expected=_("A document of an ordinary size was expected."),
            hint=_("If you trust it, open it in its own program and save its text as .txt."),
        )


def refuse_dtd(path: Path, xml: bytes) -> None:
    """Stop at XML that declares a document type or entities; a transcript has no use for them.

    Raises
    ------
    UnreadableFileError
        The XML holds such a declaration, in UTF-8 or UTF-16.
    """
    if _DTD.search(xml) or (b"\0" in xml and _DTD.search(xml.replace(b"\0", b""))):
        raise UnreadableFileError.at(
            path,
            _("The XML inside the file declares a document type (DTD), which can be used to attack programs."),
            expected=_("XML without a DTD was expected."),
            hint=_("If you trust it, open it in its own program and save it again."),
        )


def encrypted(path: Path) -> UnreadableFileError:
    """The error for a document behind a password."""
    return UnreadableFileError.at(
        path,
        _("The file is protected by a password."),
        expected=_("A file without a password was expected."),
        hint=_("Open it with its password and save a copy without one."),
    )


def check_pdf_streams(path: Path, data: bytes) -> None:
    """Stop at a PDF whose packed streams unpack to more than `MAX_UNPACKED_BYTES`.

    Raises
    ------
    UnreadableFileError
        They do.
    """
    budget = MAX_UNPACKED_BYTES
    for match in re.finditer(rb"stream\r?\n", data):
        budget -= _unpacked_size(memoryview(data)[match.end() :], budget)
        if budget < 0:
            raise UnreadableFileError.at(
                path,
                _("The streams in the file unpack to more than {limit} MB.").format(
                    limit=format_number(MAX_UNPACKED_BYTES / MB)
                ),
                expected=_("A document of an ordinary size was expected."),
                hint=_("If you trust it, open it in its own program and save its text as .txt."),
            )


def _unpacked_size(packed: memoryview, budget: int, depth: int = 0) -> int:
    """Bytes that come out of a zlib stream, or of one inside it; counting stops above `budget`."""
    unpacker, size, pos, inner = zlib.decompressobj(), 0, 0, b""
    try:
        while pos < len(packed) and size <= budget and not unpacker.eof:
            chunk = bytes(packed[pos : pos + 65_536])
            pos += len(chunk)
            while chunk and size <= budget:
                out = unpacker.decompress(chunk, 1_000_000)
                size += len(out)
                if depth < 2 and len(inner) < MB:
                    inner += out
                chunk = unpacker.unconsumed_tail
    except zlib.error:
        pass  # not packed with zlib, or cut off: what came out so far counts
    if inner[:1] == b"\x78" and size <= budget:
        size += _unpacked_size(memoryview(inner), budget - size, depth + 1)
    return size
