"""Keys of notes: the same in every build as long as a note rests on the same words."""

from __future__ import annotations

import hashlib

from cjm_research.model.empathy import Quadrant

DIGITS = 12


def note_key(quadrant: Quadrant, what: str) -> str:
    """The area, and a digest of what the note is about.

    Parameters
    ----------
    what : str
        The code where the note stands for all of it (``touchpoint/phone``, ``pain_point@phone``); for quotes that were
        joined by their words the kind with the guid of the first of them in order of place, which stays first when
        other interviews are added behind it.
    """
    return f"{quadrant}-{hashlib.sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()[:DIGITS]}"


def area_of(key: str) -> str:
    """The area in which a note with this key was found."""
    return key.partition("-")[0]
