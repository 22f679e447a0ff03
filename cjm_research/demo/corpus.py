"""Where the bundled interviews lie, and the time at which everything in the bundled studies happens."""

from __future__ import annotations

import uuid
from pathlib import Path

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _

# Stands in the audit trail of the bundled studies, so that two demos are equal.
CLOCK = "2026-01-01T00:00:00+00:00"


def study_guid(name: str) -> str:
    """The guid of a bundled study, so that two demos are equal in what they export too."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"cjm-research {name}"))


def corpus_folder() -> Path:
    """Where the bundled interviews lie: beside the package in a checkout, inside it when installed from a wheel.

    Raises
    ------
    UnreadableFileError
        They are in neither place.
    """
    package = Path(__file__).parent.parent
    for place in (package.parent / "corpus", package / "corpus"):
        if place.is_dir():
            return place
    raise UnreadableFileError.at(package, _("The bundled interviews are not installed."))
