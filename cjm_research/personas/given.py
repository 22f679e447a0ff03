"""Groups that somebody made: by an attribute of the people, or by hand; and whether people differ along them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, pgettext
from cjm_research.model import Participant, attribute_text, term
from cjm_research.personas.attributes import (
    attribute_names,
    is_numeric,
    number_name,
    number_of,
    same_value,
    usual_writing,
    values_of,
)
from cjm_research.personas.compared import PAIRS_OF, Comparison
from cjm_research.personas.grouping import MAX_GROUPS

# Attributes that say what somebody does in an organisation: their values make roles of business customers.
ROLES = frozenset(
    ["role", "buying role", "position", "job title", "rola", "rola zakupowa", "stanowisko", "роль", "должность"]
)
# A value that fewer people share is no group.
SMALLEST = 2
# People from whom on a numeric attribute is cut into three bands and not into two.
THREE_BANDS_FROM = 18
SHUFFLES = 999
SHUFFLES_OF_MANY = 199


@dataclass(frozen=True)
class Given:
    """People grouped by an attribute.

    Attributes
    ----------
    attribute : str
        Its name, as the participants have it.
    members : dict
        Key of the group -> its members; the largest group first, bands in their order.
    values : dict
        Key of the group -> the value that they share, as a person reads it.
    is_role : bool
        Whether the values are roles in an organisation.
    warnings : tuple of str
        Who is in no group, and where numbers were cut.
    """

    attribute: str
    members: dict[str, list[str]]
    values: dict[str, str]
    is_role: bool
    warnings: tuple[str, ...]


def group_by_attribute(
    people: Sequence[Participant], attribute: str, *, k: int | None = None, letters: str = "P"
) -> Given:
    """People who share a value of an attribute; a numeric one is cut into bands of about as many people each.

    Parameters
    ----------
    people : sequence of Participant
        Those with codings.
    attribute : str
        Its name, as the participants have it or as it is shown.
    k : int, optional
        How many bands of a numeric attribute; by default two, or three from 18 people on.
    letters : str
        They stand before the number in the keys of the groups.

    Raises
    ------
    UnknownNameError
        Nothing is known of such an attribute.
    BadValueError
        There are too many values, or no two of them that two people share each.
    """
    name = _name(people, attribute)
    cut = is_numeric(people, name) and len({number_of(person, name) for person in people} - {None}) > MAX_GROUPS // 2
    groups, cuts = _bands(people, name, k) if cut else (_shared_values(people, name), [])
    large = {value: who for value, who in groups.items() if len(who) >= SMALLEST}
    if not 2 <= len(large) <= MAX_GROUPS:
        raise BadValueError(
            _(
                "“{attribute}” makes {n} groups of at least two people; 2 to {most} can be compared. Put its values "
                "into a new column with fewer different values and group by that one."
            ).format(attribute=_shown(name), n=len(large), most=MAX_GROUPS)
        )
    order = list(large) if cut else sorted(large, key=lambda value: (-len(large[value]), value))
    placed = {who for group in large.values() for who in group}
    left = sorted(person.id for person in people if person.id not in placed)
    warnings = list(cuts)
    if left:
        warnings.append(
            _("In no group, as their value of “{attribute}” is not known or theirs alone: {ids}.").format(
                attribute=_shown(name), ids=", ".join(left)
            )
        )
    keys = {value: f"{letters}{number}" for number, value in enumerate(order, start=1)}
    return Given(
        attribute=name,
        members={keys[value]: sorted(large[value]) for value in order},
        values={keys[value]: attribute_text(name, value) for value in order},
        is_role=same_value(name.replace("_", " ")) in ROLES,
        warnings=tuple(warnings),
    )


def shared_value(people: Sequence[Participant], attribute: str) -> str:
    """The one value that all these people have, as a person reads it; a span of numbers; empty where they differ."""
    if not people or not all(values_of(person, attribute) for person in people):
        return ""
    if is_numeric(people, attribute):
        numbers = sorted(number for person in people if (number := number_of(person, attribute)) is not None)
        return _band_name(numbers, first=False, last=False) if numbers[0] < numbers[-1] else number_name(numbers[0])
    groups = _shared_values(people, attribute)
    return attribute_text(attribute, next(iter(groups))) if len(groups) == 1 else ""


def _name(people: Sequence[Participant], attribute: str) -> str:
    names = attribute_names(people)
    wanted = same_value(attribute)
    for name in names:
        if wanted in (same_value(name), same_value(_shown(name))):
            return name
    raise UnknownNameError(
        _("There is no attribute “{attribute}”. Known: {known}.").format(
            attribute=attribute, known=", ".join(names) or "-"
        )
    )


def _shown(attribute: str) -> str:
    return term("attribute", attribute)


def _shared_values(people: Iterable[Participant], name: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        if values := values_of(person, name):
            text = ", ".join(values)
            groups[same_value(text)].append(person.id)
            written[same_value(text)][text] += 1
    return {usual_writing(written[value]): who for value, who in groups.items()}


def _bands(people: Sequence[Participant], name: str, k: int | None) -> tuple[dict[str, list[str]], list[str]]:
    numbers = {person.id: number for person in people if (number := number_of(person, name)) is not None}
    n_bands = k or (3 if len(numbers) >= THREE_BANDS_FROM else 2)
    ordered = sorted(numbers.values())
    # The last number of each band but the highest: as near to equal parts as ties allow.
    ends = sorted({ordered[max(0, round(len(ordered) * i / n_bands) - 1)] for i in range(1, n_bands)} - {ordered[-1]})
    groups: dict[str, list[str]] = {}
    for i, end in enumerate([*ends, ordered[-1]]):
        inside = [who for who, n in numbers.items() if n <= end and (not i or n > ends[i - 1])]
        groups[_band_name([numbers[who] for who in inside], first=not i, last=i == len(ends))] = inside
    shown = ", ".join(number_name(end) for end in ends)
    cut = _("“{attribute}” was cut after {ends}, so that the groups are about equally large.")
    return groups, [cut.format(attribute=_shown(name), ends=shown)]


def _band_name(numbers: Sequence[float], *, first: bool, last: bool) -> str:
    low, high = number_name(min(numbers)), number_name(max(numbers))
    if first:
        return pgettext("band of numbers", "up to {high}").format(high=high)
    if last:
        return pgettext("band of numbers", "{low} and over").format(low=low)
    return pgettext("band of numbers", "{low} to {high}").format(low=low, high=high)


@dataclass(frozen=True)
class Difference:
    """How far people of different groups are apart.

    Attributes
    ----------
    share : float
        Share of the differences between people that lies between the groups, 0..1.
    by_chance : float
        The mean of that share where people are dealt out to groups of these sizes at random.
    p_value : float
        Share of such random groups, these counted among them, that lie at least as far apart.
    """

    share: float
    by_chance: float
    p_value: float


def difference_of(comparison: Comparison, members: Mapping[str, Sequence[str]], *, seed: int) -> Difference | None:
    """Whether people of the given groups tell different things, by shuffling people between groups.

    None where there is nothing to compare: fewer than two groups, or nothing that tells people apart.

    References
    ----------
    Anderson (2001), Austral Ecology 26:32 (permutational analysis of variance, Euclidean distances).
    """
    rows = [comparison.place[who] for group in members.values() for who in group]
    labels = np.array([label for label, group in enumerate(members.values()) for _who in group], dtype=int)
    points = comparison.points[rows] if rows else np.zeros((0, 0))
    if len(set(labels.tolist())) < 2 or not points.size:
        return None
    points = points - points.mean(axis=0)
    whole = float((points**2).sum())
    if whole <= 0:
        return None
    sizes = np.bincount(labels)
    within = np.eye(len(sizes))[labels]

    def between(order: np.ndarray) -> float:
        return float((((within.T @ points[order]) ** 2).sum(axis=1) / sizes).sum()) / whole

    share = between(np.arange(len(labels)))
    rng = np.random.default_rng([seed, 7])
    shuffles = SHUFFLES if len(labels) <= PAIRS_OF else SHUFFLES_OF_MANY
    shuffled = np.array([between(rng.permutation(len(labels))) for _shuffle in range(shuffles)])
    p_value = (1 + int((shuffled >= share - 1e-12).sum())) / (1 + shuffles)
    return Difference(round(share, 4), round(float(shuffled.mean()), 4), round(p_value, 4))
