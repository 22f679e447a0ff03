"""What people are compared by, who is near whom, and the groups that the procedure finds among them."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cjm_research.model import Basis, Coding, Participant
from cjm_research.personas.asked import asked_table, with_asked
from cjm_research.personas.attributes import is_numeric, number_of, same_value, values_of
from cjm_research.personas.clustering import PersonaClusterer, Progress
from cjm_research.personas.features import PersonaFeatures
from cjm_research.personas.grouping import Grouping
from cjm_research.personas.large_n import ANSWER_WEIGHTS, LARGE_N, group_many
from cjm_research.personas.told import told_table

if TYPE_CHECKING:
    import pandas as pd

# Groupings kept, so that describing the same groups in other words does not look for them again.
KEPT = 8
# Up to so many members everybody is compared with everybody.
PAIRS_OF = 500
_found: OrderedDict[bytes, Grouping] = OrderedDict()
_turn = threading.Lock()
# Stands for a missing cell; a sign that no attribute holds.
_MISSING = "\x01"


@dataclass(frozen=True)
class Comparison:
    """The people of one interviewee group as numbers.

    Attributes
    ----------
    ids : tuple of str
        Everybody with codings, sorted.
    table : pandas.DataFrame
        How often each told of what, and whatever else was asked to count; index `ids`.
    recipe : PersonaFeatures
        Turns the table into points.
    points : ndarray, shape (n, p)
    asked : pandas.DataFrame of bool or None
        Who was asked about which code; None where everybody was asked about everything.
    """

    ids: tuple[str, ...]
    table: pd.DataFrame
    recipe: PersonaFeatures
    points: np.ndarray
    asked: pd.DataFrame | None = None

    @cached_property
    def place(self) -> dict[str, int]:
        """Participant -> row of the table and of the points."""
        return {who: i for i, who in enumerate(self.ids)}

    def distance(self, person: str, others: Sequence[str]) -> float:
        """Mean distance of a person from others, herself left out; 0 from nobody."""
        at = [self.place[who] for who in others if who != person]
        if not at:
            return 0.0
        apart = np.linalg.norm(self.points[at] - self.points[self.place[person]], axis=1)
        return round(float(apart.mean()), 9)

    def central(self, members: Sequence[str], firmness: Mapping[str, float]) -> tuple[str, ...]:
        """The members, those first who belong most firmly, then those nearest to the others.

        In a group of more than `PAIRS_OF` people: nearest to their mean.
        """
        if len(members) <= PAIRS_OF:
            apart = {who: self.distance(who, members) for who in members}
        else:
            points = self.points[[self.place[who] for who in members]]
            from_mean = np.linalg.norm(points - points.mean(axis=0), axis=1).round(9).tolist()
            apart = dict(zip(members, from_mean, strict=True))
        return tuple(sorted(members, key=lambda who: (-round(firmness.get(who, 0), 4), apart[who], who)))

    def group(self, *, k: int | None, seed: int, progress: Progress | None = None) -> Grouping:
        """What clustering finds: groups as clear as the data make them, or `k` of them."""
        key = self._fingerprint(k, seed)
        grouping = _found.get(key) or self._grouped(k, seed, progress)
        with _turn:  # a form groups in a thread of its own
            _found[key] = grouping
            _found.move_to_end(key)
            while len(_found) > KEPT:
                _found.popitem(last=False)
        return grouping

    def _grouped(self, k: int | None, seed: int, progress: Progress | None) -> Grouping:
        if len(self.ids) > LARGE_N:
            return group_many(self.table, features=self.recipe, n_clusters=k, random_state=seed, progress=progress)
        clusterer = PersonaClusterer(n_clusters=k, features=self.recipe, random_state=seed, progress=progress)
        return clusterer.fit(self.table).grouping_

    def _fingerprint(self, k: int | None, seed: int) -> bytes:
        text = self.table.to_csv(na_rep=_MISSING)
        parts = (text, repr(sorted((self.recipe.weights or {}).items())), repr((k, seed, self.recipe.min_people)))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def compare(
    codings: Sequence[Coding],
    people: Sequence[Participant],
    *,
    basis: Basis,
    asked: pd.DataFrame | str | Path | None = None,
    attributes: Sequence[str] = (),
    ratings: pd.DataFrame | None = None,
) -> Comparison:
    """The people as the procedure compares them.

    Parameters
    ----------
    codings : sequence of Coding
        Usable ones of these people; who has none is not compared.
    people : sequence of Participant
    basis : {"confirmed", "machine"}
        What the codings are: the machine's suggestions may weigh otherwise.
    asked : DataFrame, optional
        Who was asked about what, as `asked_table` reads it; the participants' attribute `not_asked` counts too. Not
        asked is not the same as not telling.
    attributes : sequence of str
        Attributes that count besides; by default they describe groups and do not make them.
    ratings : DataFrame, optional
        Participants x questions: numbers, empty where somebody gave none.
    """
    coded = {coding.participant for coding in codings}
    ids = tuple(sorted(person.id for person in people if person.id in coded))
    table = told_table(codings, ids)
    known = {person.id: person for person in people}
    spared = asked_table([known[who] for who in ids], table.columns, table=asked)
    if spared is not None:
        table = with_asked(table, spared)
    for name in attributes:
        table[f"attribute:{name}"] = _attribute([known[who] for who in ids], name)
    if ratings is not None:
        for name in ratings.columns:
            table[f"rating:{name}"] = ratings[name].reindex(ids).astype(float)
    recipe = PersonaFeatures(weights=ANSWER_WEIGHTS if len(ids) > LARGE_N else None)
    points = recipe.fit(table).transform(table) if ids else np.zeros((0, 0))
    return Comparison(ids, table, recipe, points, spared)


def _attribute(people: Sequence[Participant], name: str) -> Any:
    if is_numeric(people, name):
        return [np.nan if (number := number_of(person, name)) is None else number for person in people]
    return [", ".join(sorted(map(same_value, values_of(person, name)))) or None for person in people]
