"""Merging a study that somebody else coded: everything comes in, nothing is dropped, conflicts are listed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cjm_research.errors import BadValueError, CjmError, StorageError
from cjm_research.i18n import _
from cjm_research.storage import Store
from cjm_research.storage.database import database_path, is_url
from cjm_research.storage.merges import take_in
from cjm_research.study.merge_plan import Plan
from cjm_research.study.merge_report import MergeReport
from cjm_research.study.merge_sides import Side

ATTEMPTS = 5
ENDINGS = ("", "-wal")


def merge(
    store: Store,
    other: Store,
    *,
    coder: str,
    rename: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> MergeReport:
    """Take everything of `other` into `store`, as one step of `coder`.

    Parameters
    ----------
    store, other : Store
        Ours, which gains, and theirs, which is only read.
    rename : mapping of str to str, optional
        Other names for coders of theirs, for what they have done since the studies parted.
    dry_run : bool
        Only say what would happen.

    Raises
    ------
    BadValueError
        Both are the same study.
    StorageError
        Somebody else kept changing the study.
    """
    if store.location == other.location:
        raise is_itself()
    for _attempt in range(ATTEMPTS):
        theirs, ours = Side.of(other, rename), Side.of(store)
        if other.version() != theirs.version or store.version() != ours.version:
            continue  # changed while it was read: what was read may not fit together
        plan = Plan(ours, theirs)
        incoming, report = plan.made(dry_run)
        if dry_run or not incoming:
            return report
        if take_in(store, incoming, version=ours.version, coder=coder, other=other):
            return report
    raise StorageError.at(store.location, _("Somebody else keeps changing the study. Try again in a moment."))


def is_itself() -> BadValueError:
    """The error for a study that is to be merged with itself."""
    return BadValueError(_("This is the study itself. Name the other one, or a copy that was coded apart."))


@contextmanager
def opened(other: str | Path) -> Iterator[Store]:
    """The study of a folder, a file or a database URL, to be read: a file is copied first and stays as it is."""
    path = database_path(other)
    if is_url(other) or not path.is_file():
        store = Store.open(other)
        yield store
        store.database.close()
        return
    with tempfile.TemporaryDirectory(prefix="cjm-merge-") as folder:
        copy = Path(folder) / path.name
        _copy(path, copy)
        try:
            store = Store.open(copy)
        except CjmError as error:
            raise type(error)(str(error).replace(str(copy), str(path))) from error
        yield store
        store.database.close()


def _copy(path: Path, copy: Path) -> None:
    """Copy a database with what is not yet in its file, and again where somebody wrote to it meanwhile."""
    for _attempt in range(ATTEMPTS):
        before = _stamps(path)
        for part, target in ((_with(path, ending), _with(copy, ending)) for ending in ENDINGS):
            target.unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                shutil.copyfile(part, target)
        if _stamps(path) == before:
            return
    raise StorageError.at(path, _("Somebody else keeps changing the study. Try again in a moment."))


def _with(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _stamps(path: Path) -> list[tuple[int, int] | None]:
    """Size and time of the files of a database."""
    parts = [_with(path, ending) for ending in ENDINGS]
    found = [part.stat() if part.is_file() else None for part in parts]
    return [(one.st_size, one.st_mtime_ns) if one else None for one in found]
