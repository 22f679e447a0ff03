"""What a company spends on each contact, beside how much people tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from cjm_research.i18n import _, format_percent, ngettext
from cjm_research.measures import count_of
from cjm_research.model import CompanyTouchpoint, Count, JourneyMap, term
from cjm_research.model.analysis import some_of
from cjm_research.model.base import Model

DRAWS = 2000
# Below this many people, drawing them again says nothing of how the shares of contacts would vary.
MIN_PEOPLE = 3


class EffortShare(Model):
    """One contact: its share of all effort beside its share of what people tell of, each 0..1.

    A person counts once for each contact that he or she told of. `verdict` is "much" where the share of effort lies
    above the 95% interval of the share of mentions, "little" where it lies below, "fits" inside, "unknown" where there
    is no interval.
    """

    label: str
    name: str
    effort: float
    effort_share: float = Field(ge=0, le=1)
    count: Count
    mention_share: float = Field(ge=0, le=1)
    mention_interval: tuple[float, float] | None = None

    @property
    def verdict(self) -> Literal["much", "little", "fits", "unknown"]:
        """Whether the effort stands in proportion to the mentions."""
        if self.mention_interval is None:
            return "unknown"
        low, high = self.mention_interval
        return "much" if self.effort_share > high else "little" if self.effort_share < low else "fits"

    def __str__(self) -> str:
        return _("{topic}: {effort} of the effort, {mentions} of the mentions").format(
            topic=self.name, effort=format_percent(self.effort_share), mentions=format_percent(self.mention_share)
        )


class EffortShares(Model):
    """Contacts by how far effort and mentions are apart, most effort too much first; `unit` is that of all efforts."""

    rows: tuple[EffortShare, ...] = ()
    unit: str = ""
    remarks: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))


def effort_shares(
    journey_map: JourneyMap,
    inventory: Sequence[CompanyTouchpoint],
    people: Mapping[str, frozenset[str]],
    *,
    seed: int,
) -> EffortShares:
    """Shares of effort beside shares of mentions, both over the contacts whose effort is known.

    Parameters
    ----------
    people : mapping
        Label of a contact -> who told of it.
    seed : int
        Of the interval: people are drawn again with replacement, so that one person's contacts stay together.
    """
    known = [one for one in inventory if one.label and one.effort is not None]
    units = {one.effort_unit for one in known}
    if not known:
        return EffortShares()
    if len(units) > 1:
        message = _("Efforts are given in different units ({units}), so that they cannot be added up.")
        return EffortShares(remarks=(message.format(units=", ".join(sorted(unit or "–" for unit in units))),))
    efforts: dict[str, float] = {}
    for one in known:
        efforts[one.label] = efforts.get(one.label, 0.0) + (one.effort or 0.0)
    total = sum(efforts.values())
    mentions = _mention_shares(sorted(efforts), people, journey_map.participants, seed)
    rows = [
        EffortShare(
            label=label,
            name=journey_map.touchpoint(label).name or term("touchpoint", label),
            effort=efforts[label],
            effort_share=efforts[label] / total if total else 0.0,
            count=count_of(len(people.get(label, ())), len(journey_map.participants)),
            mention_share=share,
            mention_interval=interval,
        )
        for label, (share, interval) in mentions.items()
    ]
    rows.sort(key=lambda row: (row.mention_share - row.effort_share, row.label))
    return EffortShares(rows=tuple(rows), unit=units.pop(), remarks=tuple(_remarks(inventory, total)))


def _mention_shares(
    labels: Sequence[str], people: Mapping[str, frozenset[str]], everybody: Sequence[str], seed: int
) -> dict[str, tuple[float, tuple[float, float] | None]]:
    told = np.array([[who in people.get(label, ()) for label in labels] for who in everybody], dtype=float)
    total = told.sum()
    if not total:
        return dict.fromkeys(labels, (0.0, None))
    shares = told.sum(axis=0) / total
    if len(everybody) < MIN_PEOPLE:
        return {label: (float(share), None) for label, share in zip(labels, shares, strict=True)}
    n = len(everybody)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float) @ told
    totals = drawn.sum(axis=1, keepdims=True)
    drawn = np.divide(drawn, totals, out=np.zeros_like(drawn), where=totals > 0)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return {label: (float(shares[at]), (float(low[at]), float(high[at]))) for at, label in enumerate(labels)}


def _remarks(inventory: Sequence[CompanyTouchpoint], total: float) -> Iterator[str]:
    without = sum(one.effort is None for one in inventory)
    if without:
        yield ngettext(
            "{n} contact of the list has no effort and is left out of the comparison with mentions.",
            "{n} contacts of the list have no effort and are left out of the comparison with mentions.",
            without,
        ).format(n=without)
    if not total:
        yield _("All efforts are zero.")


def _sentences(found: EffortShares) -> Iterator[str]:
    much = [row for row in found.rows if row.verdict == "much"]
    little = [row for row in reversed(found.rows) if row.verdict == "little"]
    if much:
        yield _("More effort than people's mentions call for: {rows}.").format(rows=some_of(map(str, much)))
    if little:
        yield _("Less effort than people's mentions call for: {rows}.").format(rows=some_of(map(str, little)))
    if found.rows:
        yield _(
            "How much people tell of a contact is not all that it is worth: a contact that works well is told of less."
        )
    yield from found.remarks
