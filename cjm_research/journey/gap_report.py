"""What the contacts of a company beside those that people tell of come to: rows, advice, the answer in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from cjm_research.i18n import _, format_number, format_share, ngettext
from cjm_research.journey.effort import EffortShares
from cjm_research.journey.expectations import NeedsMet
from cjm_research.model import Count
from cjm_research.model.analysis import some_of
from cjm_research.model.base import Model

GapKind = Literal["matched", "company_only", "customer_only", "not_comparable"]


class TouchpointGap(Model):
    """One contact at one stage, as the company lists it and as people tell of it.

    Attributes
    ----------
    stage : str
        Key of the stage; empty for a contact that the company means for any stage and nobody told of.
    place : str
        Name of that stage.
    kind : str
        "matched", "company_only" (listed there, nobody told of it), "customer_only" (told of, not listed there),
        "not_comparable" (a contact of the company that fits no category).
    count : Count
        People who told of the contact at the stage, of all people of the map.
    valence : float or None
        How they felt there, -2..+2.
    company : tuple of str
        Names of the entries of the company's list; `departments` are theirs.
    elsewhere : tuple of str
        Names of stages at which the side that lacks it here has it.
    is_independent : bool
        Nobody in the company runs it: forums, neighbours, comparison sites.
    """

    label: str
    name: str
    stage: str = ""
    place: str = ""
    kind: GapKind
    count: Count
    valence: float | None = None
    company: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    is_independent: bool = False

    @property
    def advice(self) -> str:
        """What the gap asks for, as a sentence."""
        if self.kind == "company_only":
            if self.elsewhere:
                return _("People meet it at another stage: {stages}.").format(stages=", ".join(self.elsewhere))
            return _("Nobody told of it: make it visible, or ask whether it is needed.")
        if self.kind == "customer_only":
            if self.elsewhere:
                return _("The company expects it at another stage: {stages}.").format(stages=", ".join(self.elsewhere))
            if self.is_independent:
                return _("It is in others' hands: see what is said there, and be there.")
            return _("It is missing from the company's list: add it and name who answers for it.")
        return ""

    def __str__(self) -> str:
        name = _("{topic} ({stage})").format(topic=self.name, stage=self.place) if self.place else self.name
        return _("{topic}: {share} people").format(topic=name, share=format_share(self.count.k, self.count.n))


class PresenceCheck(Model):
    """Whether the company is where people look: `present` is None where nobody looked yet."""

    label: str
    name: str
    present: bool | None
    count: Count
    department: str = ""


class Source(Model):
    """A source that nobody in the company runs, with the people who use it and the stages where they do."""

    label: str
    name: str
    count: Count
    stages: tuple[str, ...]
    is_listed: bool = Field(description="Whether the company's list has it.")


class GapReport(Model):
    """What the company does beside what people meet; every row says on how many people it rests."""

    title: str
    n: int
    rows: tuple[TouchpointGap, ...] = ()
    effort: EffortShares
    presence: tuple[PresenceCheck, ...] = ()
    sources: tuple[Source, ...] = ()
    needs: tuple[NeedsMet, ...] = ()
    n_listed: int = 0
    remarks: tuple[str, ...] = ()

    def of(self, kind: GapKind) -> tuple[TouchpointGap, ...]:
        """The rows of one kind, those of most people first."""
        return tuple(sorted((row for row in self.rows if row.kind == kind), key=lambda row: -row.count.k))

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def _sentences(report: GapReport) -> Iterator[str]:
    matched, company, customer = (report.of(kind) for kind in ("matched", "company_only", "customer_only"))
    yield ngettext("{title}: {n} person.", "{title}: {n} people.", report.n).format(
        title=report.title, n=format_number(report.n)
    )
    if report.n_listed:
        yield _("On both sides, by contact and stage: {n}.").format(n=format_number(len(matched)))
        yield from _listed(_("The company's alone"), company)
    yield from _listed(_("The customers' alone"), customer)
    yield from report.effort.sentences()
    missing = [one for one in report.presence if one.present is False and one.count.k]
    if missing:
        names = some_of(f"{one.name} ({format_share(one.count.k, one.count.n)})" for one in missing)
        yield _("The company is not there, but people are: {names}.").format(names=names)
    for one in report.needs:
        if one.unmet.k:
            yield str(one)
    yield from report.remarks


def _listed(heading: str, rows: Sequence[TouchpointGap]) -> Iterator[str]:
    if rows:
        yield _("{heading} ({n}): {names}.").format(
            heading=heading, n=format_number(len(rows)), names=some_of(map(str, rows))
        )
