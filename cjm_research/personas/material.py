"""What drafts of the same codings share, kept from one to the next: after an edit only what it touches is made anew."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.coding import participant_ids, usable_codings
from cjm_research.i18n import current_language
from cjm_research.model import Basis, Coding, Ordination, Participant, StageModel
from cjm_research.model.terms import own_names
from cjm_research.personas.claims import asked_about
from cjm_research.personas.compared import Comparison, compare
from cjm_research.personas.describe import Describer
from cjm_research.personas.ordination import ordination

if TYPE_CHECKING:
    import pandas as pd

KEPT = 4
# Below, there is nothing to see on a plane; above, nothing to tell apart.
ON_A_PLANE = (3, 300)


@dataclass(frozen=True)
class Material:
    """The people of one interviewee group, their codings, and what is made of them before anybody is grouped.

    Attributes
    ----------
    people : list of Participant
        Those with codings.
    codings : list of Coding
        Usable ones.
    uncoded : list of str
        People of the group without any.
    comparison : Comparison
    describer : Describer
    ordination : Ordination or None
        A plane to group people on by hand; None for too few or too many people to look at.
    """

    people: list[Participant]
    codings: list[Coding]
    uncoded: list[str]
    comparison: Comparison
    describer: Describer
    ordination: Ordination | None = None


_kept: list[tuple[tuple[object, ...], Material]] = []
_turn = threading.Lock()


def material_of(
    codings: Sequence[Coding],
    people: Sequence[Participant],
    *,
    basis: Basis,
    model: StageModel,
    asked: pd.DataFrame | str | Path | None,
    attributes: Sequence[str],
    ratings: pd.DataFrame | None,
) -> Material:
    """The material of a draft, made once for the same input, language and names of codes.

    Parameters
    ----------
    codings : sequence of Coding
        Of any state and of anybody.
    people : sequence of Participant
        Of one interviewee group.
    """
    known = set(participant_ids(people))
    usable = [c for c in usable_codings(codings, basis) if c.participant in known]
    names = dict(own_names())
    key = (usable, list(people), basis, model, tuple(attributes), current_language(), names)
    tables = asked is not None or ratings is not None
    if not tables and (known_one := _known(key)) is not None:
        return known_one
    comparison = compare(usable, people, basis=basis, asked=asked, attributes=attributes, ratings=ratings)
    with_codings = set(comparison.ids)
    coded = [person for person in people if person.id in with_codings]
    material = Material(
        coded,
        usable,
        sorted(known - with_codings),
        comparison,
        Describer(usable, coded, model, asked_about(comparison.asked)),
        _plane(comparison),
    )
    if not tables:
        with _turn:
            _kept.insert(0, (key, material))
            del _kept[KEPT:]
    return material


def _known(key: tuple[object, ...]) -> Material | None:
    """The material made last of the same; it is the newest from now on."""
    with _turn:
        place = next((place for place, (other, _material) in enumerate(_kept) if other == key), None)
        if place is None:
            return None
        _kept.insert(0, _kept.pop(place))
        return _kept[0][1]


def _plane(comparison: Comparison) -> Ordination | None:
    low, high = ON_A_PLANE
    if not low <= len(comparison.ids) <= high:
        return None
    plane = ordination(comparison.table, features=comparison.recipe)
    return plane if plane.points else None
