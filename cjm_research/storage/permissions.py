"""Who may read a study's folder: its user and nobody else."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600


def make_private(place: Path) -> None:
    """Let only the user into a folder with all that is in it, or into a file, whatever the umask.

    Links are not followed. What belongs to somebody else is left as it is. Windows has no such bits: there a folder
    has the rights of the one around it, and a user's own folder is private as it comes.
    """
    for path in (place, *sorted(place.rglob("*"))):
        if not path.is_symlink():
            with contextlib.suppress(OSError):
                path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, in place of one that others could."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, FILE_MODE), "wb") as file:
        file.write(data)
