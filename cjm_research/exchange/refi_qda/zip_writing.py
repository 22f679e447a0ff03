"""The zip of a project file, written beside its place and put there when it is whole."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path
from typing import IO

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_COPY = 2**20


class ZipFiles:
    """Files of an archive by name; names that differ only in case count as one, as on Windows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(f".{path.name}.part")
        self._zip = zipfile.ZipFile(self._partial, "w", zipfile.ZIP_DEFLATED)
        self._stored: dict[str, bytes] = {}

    def add_if_free(self, name: str, data: bytes) -> bool:
        """Store `data` as `name`; True too where the very same bytes are there already, False where others are."""
        print_of = hashlib.sha256(data).digest()
        known = self._stored.setdefault(name.lower(), print_of)
        if known is not print_of:
            return known == print_of
        self._zip.writestr(_entry(name), data)
        return True

    def add_under_free_name(self, name: str, data: bytes) -> str:
        """Store `data` under a name like `name` that is free; the name."""
        stem, dot, suffix = name.rpartition(".")
        n = 2
        while not self.add_if_free(free := f"{stem}-{n}{dot}{suffix}" if dot else f"{name}-{n}", data):
            n += 1
        return free

    def add_stream(self, name: str, stream: IO[bytes]) -> None:
        """Store what a file holds, from its beginning."""
        entry = _entry(name)
        entry.file_size = stream.seek(0, 2)
        stream.seek(0)
        with self._zip.open(entry, "w") as out:
            shutil.copyfileobj(stream, out, _COPY)

    def close(self, *, keep: bool) -> None:
        """End the archive and put it in its place; without `keep` nothing stays."""
        self._zip.close()
        if keep:
            self._partial.replace(self._path)
        else:
            self._partial.unlink()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same on every system
    entry.external_attr = 0o644 << 16
    return entry
