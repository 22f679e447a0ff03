"""Keys of entries of maps after codes got other labels: they are digests of the code that an entry rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from cjm_research.empathy.keys import note_key
from cjm_research.journey.keys import item_key, step_key
from cjm_research.model.empathy import Quadrant
from cjm_research.model.lanes import LANES
from cjm_research.model.scheme import KINDS
from cjm_research.model.stages import STAGE_MODELS


def derived_keys(codes: Mapping[str, str], stages: Collection[str]) -> dict[str, str]:
    """Key of an entry, a step or a note -> its key from now on.

    Parameters
    ----------
    codes : mapping
        Key of a code -> its key from now on.
    stages : collection of str
        Keys of stages that maps of the study have beside those of the standard models.
    """
    known = sorted({*stages, *(stage.key for model in STAGE_MODELS.values() for stage in model.stages)})
    quadrants = get_args(Quadrant)
    found: dict[str, str] = {}
    for old, new in _abouts(codes):
        found |= {note_key(quadrant, old): note_key(quadrant, new) for quadrant in quadrants}
        for stage in known:
            found |= {item_key(lane, stage, old): item_key(lane, stage, new) for lane in LANES}
            found[step_key(stage, old)] = step_key(stage, new)
    return found


def _abouts(codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What entries rest on: a code, or a kind of thing told of beside a contact."""
    for old, new in codes.items():
        yield old, new
        kind, _slash, label = old.partition("/")
        if kind == "touchpoint":
            yield from ((f"{other}@{label}", f"{other}@{new.partition('/')[2]}") for other in KINDS)
