"""A .qdpx as a zip that is read in place: nothing is unpacked to disk, and a hostile file is refused with a reason."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from lxml import etree

from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.exchange.losses import Loss
from cjm_research.i18n import _, format_number

# The standard keeps files inside a project below this; larger ones stand beside it.
MAX_FILE = 2**31 - 1
MAX_TOTAL = 16 * 2**30
# Read piece by piece, but one piece could be most of it.
MAX_XML = 2**30
MAX_TEXT = 2**28
MAX_ENTRIES = 100_000
# XML and text shrink ten to fifty times. What shrinks more is refused from this size on.
MAX_RATIO = 250
FREE_SIZE = 20 * 2**20
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_IGNORED = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


class Archive:
    """The entries of a project file.

    Attributes
    ----------
    names : tuple of str
        Paths of all files as written.
    qde_name : str
        The one that holds the project's XML.
    losses : list of Loss
        What deviates from the standard.
    """

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self.path = path
        self.losses: list[Loss] = []
        self._zip = opened
        entries = [entry for entry in opened.infolist() if not entry.is_dir()]
        self._check(entries)
        self._entries = {_path_of(entry): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise _refused(path, _("Two files in the archive have the same name."))
        self._folded = {_folded(name): name for name in self._entries}
        self.names = tuple(self._entries)
        self.qde_name = self._find_qde()

    def find(self, name: str) -> str | None:
        """The path of an entry as written, whatever the case of `name`; None where there is none."""
        return name if name in self._entries else self._folded.get(_folded(name))

    def read(self, name: str, most: int = MAX_FILE) -> bytes:
        """The bytes of an entry, refused where there are more than `most`.

        Raises
        ------
        UnreadableFileError
            There is no such entry, or it is damaged.
        """
        found = self.find(name)
        if found is not None and self._entries[found].file_size > most:
            raise _too_large(self.path)
        with readable(self.path), self.open(name) as file:
            return file.read()

    def open(self, name: str) -> IO[bytes]:
        """An entry as a stream."""
        found = self.find(name)
        if found is None:
            raise UnreadableFileError.at(self.path, _("The archive has no file {name}.").format(name=name))
        with readable(self.path):
            return self._zip.open(self._entries[found])

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        total = sum(entry.file_size for entry in entries)
        packed = max(1, self.path.stat().st_size)
        if len(entries) > MAX_ENTRIES or total > MAX_TOTAL or (total > FREE_SIZE and total > MAX_RATIO * packed):
            raise _too_large(self.path)
        for entry in entries:
            if entry.file_size > MAX_FILE or _is_bomb(entry):
                raise _too_large(self.path)
            if entry.flag_bits & 0x1:
                raise UnreadableFileError.at(
                    self.path,
                    _("The archive is protected with a password."),
                    hint=_("Save it without a password and import that file."),
                )
            _check_place(self.path, entry)

    def _find_qde(self) -> str:
        found = [name for name in self.names if "/" not in name and name.lower().endswith(".qde")]
        if len(found) != 1:
            raise UnreadableFileError.at(
                self.path,
                _("The archive holds {n} project files (.qde) at its top.").format(n=format_number(len(found))),
                expected=_("There should be exactly one."),
                hint=_("Export the project again from the program it was made with."),
            )
        if self._entries[found[0]].file_size > MAX_XML:
            raise _too_large(self.path)
        if found[0] != "project.qde":
            what = _("The file with the project is not called project.qde as the standard asks.")
            self.losses.append(Loss("changed", what, found[0]))
        return found[0]


def open_archive(path: str | Path) -> Archive:
    """A .qdpx, checked before anything in it is read.

    Raises
    ------
    UnreadableFileError
        No zip, damaged, encrypted; entries outside of it, links, a size that no project has; no or several .qde.
    """
    path = Path(path)
    with readable(path):
        opened = zipfile.ZipFile(path)
        try:
            return Archive(path, opened)
        except BaseException:
            opened.close()
            raise


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Whatever zip and XML libraries raise at a damaged file comes out as one error that says what to try."""
    hint = _("Export the project again from the program it was made with.")
    try:
        yield
    except CjmError:
        raise
    except FileNotFoundError as error:
        raise UnreadableFileError.at(path, _("There is no such file.")) from error
    except etree.XMLSyntaxError as error:
        what = _("The XML in the file is damaged.")
        raise UnreadableFileError.at(path, what, row=error.lineno or None, hint=hint) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise UnreadableFileError.at(path, _("This is not a whole zip archive, as a .qdpx is."), hint=hint) from error
    except (zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, LookupError, MemoryError) as error:
        raise UnreadableFileError.at(path, _("The file is damaged and cannot be read."), hint=hint) from error


def _too_large(path: Path) -> UnreadableFileError:
    return _refused(path, _("Unpacked, the archive would be far too large."))


def _refused(path: Path, what: str) -> UnreadableFileError:
    return UnreadableFileError.at(
        path,
        what,
        expected=_("No program for qualitative research writes this; the file may be meant to do harm."),
        hint=_("Nothing was read. Ask for the file again from where you had it."),
    )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > FREE_SIZE and entry.file_size > MAX_RATIO * max(1, entry.compress_size)


def _check_place(path: Path, entry: zipfile.ZipInfo) -> None:
    name = _path_of(entry)
    outside = name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/") or _CONTROL.search(name)
    # The upper half of the attributes holds the file mode where the archive was made on Unix.
    if outside or stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(path, _("A file in the archive leads outside of it: {name}.").format(name=ascii(name)))


def _path_of(entry: zipfile.ZipInfo) -> str:
    """The path of an entry; Macs write UTF-8 without saying so, and Windows programs other slashes."""
    name = entry.filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _folded(name: str) -> str:
    """A path in the form that is equal however case and accents are written."""
    return unicodedata.normalize("NFC", name).lower()


def is_litter(name: str) -> bool:
    """Whether a system left this file in the archive unasked."""
    return name.lower().startswith(_IGNORED[0]) or name.lower().rpartition("/")[2] in _IGNORED
