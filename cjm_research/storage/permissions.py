"""Who may read a study's folder: its user and nobody else."""

from __future__ import annotations

import contextlib
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
