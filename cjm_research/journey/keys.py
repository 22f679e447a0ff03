"""Keys of entries and steps: the same in every build as long as they rest on the same words."""

from __future__ import annotations

import hashlib

from cjm_research.model.lanes import LANES, LaneKey

DIGITS = 12


def item_key(lane: LaneKey, stage: str, about: str) -> str:
    """The lane, and a digest of the stage and what the entry is about.

    Parameters
    ----------
    about : str
        The code where the entry stands for all of it (``touchpoint/phone``, ``pain_point@phone``); for quotes that
        were joined by their words the kind with the guid of the first of them in order of place, which stays first
        when other interviews are added behind it.
    """
    return f"{lane}-{_digest(stage, about)}"


def step_key(stage: str, about: str) -> str:
    """The same for a step; `about` is the code of its contact."""
    return f"step-{_digest(stage, about)}"


def lane_of(key: str) -> LaneKey | None:
    """The lane in which an entry with this key was found; None for a key of a researcher's own."""
    prefix = key.partition("-")[0]
    return next((lane for lane in LANES if lane == prefix), None)


def _digest(stage: str, about: str) -> str:
    return hashlib.sha256(f"{stage}\n{about}".encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
