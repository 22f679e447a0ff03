"""Which touchpoints or stages are rated worst: an order only as far as the intervals allow one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from pydantic import Field

from cjm_research.i18n import _, ngettext
from cjm_research.measures.satisfaction import FEW, TOO_FEW, Interval
from cjm_research.model.base import Model


class Item(Model):
    """Something that people rated: its figure with its interval, and how many rated it."""

    key: str
    name: str
    value: float
    interval: Interval
    n: int = Field(ge=1)


class RankedItem(Model):
    """An item of a ranking.

    `best_rank` and `worst_rank` are the places it can have, 1 being the worst rated; `ties` are the keys of the items
    whose intervals overlap with its own; two items that share one of the `letters` cannot be told apart.
    """

    item: Item
    best_rank: int
    worst_rank: int
    ties: tuple[str, ...] = ()
    letters: str = ""


class Ranking(Model):
    """Items from the worst rated to the best; overlapping ones are ties, and their order carries no meaning."""

    items: tuple[RankedItem, ...]

    @property
    def is_refused(self) -> bool:
        """Whether the intervals of all items overlap, so that there is no order at all."""
        return len(self.items) > 1 and all(len(found.ties) == len(self.items) - 1 for found in self.items)

    @property
    def tie_groups(self) -> tuple[tuple[str, ...], ...]:
        """Keys of the items that cannot be told apart, group by group; an item may be in two groups."""
        letters = sorted({letter for found in self.items for letter in found.letters})
        return tuple(tuple(f.item.key for f in self.items if letter in f.letters) for letter in letters)

    def sentences(self) -> tuple[str, ...]:
        """The answer in words: what is worst, what can be told apart, what cannot."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return " ".join(self.sentences())


def rank(items: Iterable[Item], *, higher_is_better: bool = True) -> Ranking:
    """The worst rated items first, with the places that each can have.

    An item stands surely behind those whose intervals lie wholly on the worse side of its own, and surely before those
    wholly on the better side; the places between are those it can have. Whoever overlaps is a tie: a cautious rule, for
    two means may differ although their intervals overlap a little.

    References
    ----------
    Klein, Wright & Wieczorek (2020), A joint confidence region for an overall ranking of populations, JRSS C 69:589;
    Schenker & Gentleman (2001), The American Statistician 55:182.
    """
    sign = 1 if higher_is_better else -1
    ordered = sorted(items, key=lambda item: (sign * item.value, item.key))
    bounds = {item.key: sorted((sign * item.interval[0], sign * item.interval[1])) for item in ordered}
    letters = _letters(ordered, bounds)
    found = []
    for item in ordered:
        low, high = bounds[item.key]
        others = [other for other in ordered if other.key != item.key]
        worse = sum(bounds[other.key][1] < low for other in others)
        better = sum(bounds[other.key][0] > high for other in others)
        ties = [o.key for o in others if bounds[o.key][1] >= low and bounds[o.key][0] <= high]
        found.append(
            RankedItem(
                item=item,
                best_rank=1 + worse,
                worst_rank=len(ordered) - better,
                ties=tuple(ties),
                letters=letters[item.key],
            )
        )
    return Ranking(items=tuple(found))


def _letters(ordered: Sequence[Item], bounds: dict[str, list[float]]) -> dict[str, str]:
    """A letter for each largest set of items whose intervals all overlap; such a set ends where an interval ends."""
    groups: list[frozenset[str]] = []
    for item in ordered:
        at = bounds[item.key][1]
        group = frozenset(key for key, (low, high) in bounds.items() if low <= at <= high)
        if len(group) > 1:
            groups.append(group)
    largest = [group for group in dict.fromkeys(groups) if not any(group < other for other in groups)]
    largest.sort(key=lambda group: min(bounds[key][1] for key in group))
    names = {group: _letter(n) for n, group in enumerate(largest)}
    return {item.key: "".join(names[group] for group in largest if item.key in group) for item in ordered}


def _letter(number: int) -> str:
    return ascii_lowercase[number] if number < len(ascii_lowercase) else chr(0x3B1 + number - len(ascii_lowercase))


def _sentences(ranking: Ranking) -> list[str]:
    items = ranking.items
    if not items:
        return [_("Nothing was rated.")]
    if len(items) == 1:
        return [_("Only “{name}” was rated; there is nothing to rank it against.").format(name=items[0].item.name)]
    said = []
    if ranking.is_refused:
        said.append(
            _(
                "There is no ranking: the intervals of all {n} overlap, so that none can be told apart from any other."
            ).format(n=len(items))
        )
    else:
        said += [*_first(ranking), *_groups(ranking)]
    few = [found.item.name for found in items if found.item.n < TOO_FEW]
    if few:
        message = ngettext(
            "Rated by fewer than {limit} people, and so hardly anything can be said of it: {names}.",
            "Rated by fewer than {limit} people, and so hardly anything can be said of them: {names}.",
            len(few),
        )
        said.append(message.format(limit=TOO_FEW, names=_listed(few)))
    elif min(found.item.n for found in items) <= FEW:
        said.append(_("With so few people, look at the dots and the intervals, not at the order."))
    return said


def _first(ranking: Ranking) -> list[str]:
    worst = [found.item.name for found in ranking.items if found.best_rank == 1]
    sure = [found.item.name for found in ranking.items if found.best_rank > 1]
    if len(worst) == 1:
        return [_("“{name}” is rated worst, and stands apart from all others.").format(name=worst[0])]
    message = _(
        "The worst rated is one of these, which cannot be told apart: {names}. Better by more than chance: {better}."
    )
    return [message.format(names=_listed(worst), better=_listed(sure))]


def _groups(ranking: Ranking) -> list[str]:
    names = {found.item.key: found.item.name for found in ranking.items}
    worst = {found.item.key for found in ranking.items if found.best_rank == 1}
    groups = [group for group in ranking.tie_groups if set(group) != worst]
    if not groups:
        return []
    shown = "; ".join(_listed(names[key] for key in group) for group in groups)
    return [_("Also ties: {groups}.").format(groups=shown)]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(_("“{name}”").format(name=name) for name in names)
