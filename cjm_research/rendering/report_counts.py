"""Counts of people that the report shows beside the maps: where trouble is met, which contacts please or hurt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean

from cjm_research.measures import count_of
from cjm_research.model import Coding, Count, Evidence, stage_model
from cjm_research.model.base import Model
from cjm_research.rendering.report_content import ReportContent


class Tally(Model):
    """How many people stand behind one row of a list, and their words; `key` is a stage or a touchpoint category."""

    key: str
    count: Count
    evidence: tuple[Evidence, ...] = ()


class ContactTally(Model):
    """One touchpoint category: everybody who told of it, and those who felt it badly or well.

    A person felt a contact badly (well) when the mean valence of what he or she told of it lies below (above) zero.
    """

    label: str
    told: Tally
    badly: Tally
    well: Tally


def tally(key: str, codings: Iterable[Coding], n: int) -> Tally:
    """The people behind some codings, of `n`; their words in order of place."""
    ordered = sorted(codings, key=lambda c: c.place)
    people = {coding.participant for coding in ordered}
    return Tally(key=key, count=count_of(len(people), n), evidence=tuple(Evidence.of(c) for c in ordered))


def by_stage(content: ReportContent, kinds: Sequence[str]) -> tuple[Tally, ...]:
    """People by stage for some kinds, in the order of the stage model; stages that nobody told of are there with 0."""
    found: dict[str | None, list[Coding]] = defaultdict(list)
    for coding in _usable(content):
        if coding.kind in kinds:
            found[content.stage_of(coding)].append(coding)
    return tuple(tally(key, found[key], content.n) for key in stage_model(content.settings.stage_model).keys)


def of_kinds(content: ReportContent, kinds: Sequence[str]) -> Tally:
    """Everybody who told of one of the kinds, at whatever stage."""
    return tally("", (c for c in _usable(content) if c.kind in kinds), content.n)


def contacts(content: ReportContent) -> tuple[ContactTally, ...]:
    """Every touchpoint category somebody told of, most people first."""
    found: dict[str, list[Coding]] = defaultdict(list)
    for coding in _usable(content):
        if coding.kind == "touchpoint":
            found[coding.label or "unspecified"].append(coding)
    tallies = [_contact(label, codings, content.n) for label, codings in found.items()]
    return tuple(sorted(tallies, key=lambda t: (-t.told.count.k, t.label)))


def strongest(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """The rows with most people, several where they are equal; none where every row is empty."""
    rows = list(tallies)
    most = max((row.count.k for row in rows), default=0)
    return tuple(row for row in rows if most and row.count.k == most)


def _usable(content: ReportContent) -> Iterable[Coding]:
    people = {participant.id for participant in content.interviewed}
    return (c for c in content.codings if c.status in {"confirmed", "suggested"} and c.participant in people)


def _contact(label: str, codings: Sequence[Coding], n: int) -> ContactTally:
    valences: dict[str, list[int]] = defaultdict(list)
    for coding in codings:
        if coding.valence is not None:
            valences[coding.participant].append(coding.valence)
    means = {who: fmean(values) for who, values in valences.items()}

    def side(sign: int) -> Tally:
        return tally(
            label,
            (c for c in codings if sign * means.get(c.participant, 0) > 0 and sign * (c.valence or 0) > 0),
            n,
        )

    return ContactTally(label=label, told=tally(label, codings, n), badly=side(-1), well=side(1))
