"""The version of the tagger: it changes when the rules, the measured figures or the code change."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_DATA = (
    "**/*.py",
    "languages/*/*.toml",
    "weights/*.json",
    "weights/*.npz",
    "lemma_tables/*.json.gz",
    "word_lists/*.txt",
)
# Base forms and tokens come from these.
_LIBRARIES = ("spacy", "spacy-lookups-data", "simplemma", "pymorphy3")


def tagger_version(folder: Path | None = None) -> str:
    """Twelve hexadecimal digits over code, lexicons, measured figures and the versions of the language libraries."""
    folder = folder or Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _DATA for path in folder.glob(pattern)}):
        digest.update(path.relative_to(folder).as_posix().encode())
        # Line ends differ between checkouts, the rules do not.
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    for library in _LIBRARIES:
        digest.update(_version_of(library).encode())
    return digest.hexdigest()[:12]


def _version_of(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return library


TAGGER_VERSION = tagger_version()
