"""Personas: drafts with a verdict, and the evidence behind every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.evidence import Basis, Count, Evidence

Verdict = Literal["stable", "tentative", "hypothesis", "no_groups"]


class Statement(Model):
    """One claim about a persona, with how many members and non-members show it.

    `inside` and `outside` are (k, n) people; `interval` is the 95% Wilson interval of the share inside, 0..1. A
    statement without evidence is an assumption, whoever made it.
    """

    text: str
    code: str = Field(default="", description="kind, kind/label or kind/label@stage; empty for a researcher's own")
    section: str = Field(default="", description="goals, needs, pains, channels, emotions, barriers, ...")
    inside: tuple[int, int]
    outside: tuple[int, int]
    interval: tuple[float, float]
    evidence: tuple[Evidence, ...] = ()
    key: str = Field(default="", description="Tells the statements of one persona apart; the same in every draft.")
    own: bool = Field(default=False, description="Written or worded by a researcher.")

    @property
    def is_assumption(self) -> bool:
        """Whether nobody's words stand behind it."""
        return not self.evidence


class AttributeShare(Model):
    """A value of an attribute, and how many members and non-members have it, of those of whom it is known.

    For a numeric attribute `value` is empty, the counts are of those of whom it is known, `middle` holds the medians
    inside and outside, `span` the lowest and highest inside. `unknown` marks the row that counts, of all, those of
    whom the attribute is not known.
    """

    attribute: str
    value: str = ""
    inside: Count
    outside: Count
    middle: tuple[float | None, float | None] | None = None
    span: tuple[float, float] | None = None
    unknown: bool = False


class PathStep(Model):
    """A contact on the typical path: of the member whose told order is nearest to that of all others."""

    label: str = Field(description="Label of a touchpoint.")
    stage: str | None = None
    members: Count


class Contrast(Model):
    """A code that members show more, or less, often than the others.

    `p_value` is of Fisher's exact test, `q_value` after Benjamini and Hochberg over all codes looked at. Both are
    exploratory: the same codes made the groups.
    """

    code: str
    text: str
    inside: Count
    outside: Count
    p_value: float
    q_value: float


class Persona(Model):
    """A group of participants who tell alike.

    `membership` is each member's share of co-assignments, 0..1; empty for groups that nothing was resampled for.

    Attributes
    ----------
    jaccard : float or None
        How alike the group comes out when people are left out, 0..1 (Hennig 2007); None where not computed.
    role : str
        What such a person does in an organisation, in the researcher's words; empty outside business studies.
    value : str
        The value of an attribute that members share, where people were grouped by one.
    accepted_by : str
        The coder who accepted it; empty for a draft.
    left_out : tuple of Statement
        Found statements that a researcher left out.
    """

    key: str
    title: str
    members: tuple[str, ...]
    membership: Mapping[str, float]
    typical_member: str = ""
    statements: tuple[Statement, ...] = ()
    quotes: tuple[Evidence, ...] = ()
    counter_quote: Evidence | None = None
    contrasts: tuple[Contrast, ...] = ()
    attributes: tuple[AttributeShare, ...] = ()
    typical_path: tuple[PathStep, ...] = ()
    jaccard: float | None = None
    role: str = ""
    value: str = ""
    own_title: bool = False
    accepted_by: str = ""
    left_out: tuple[Statement, ...] = ()


class OrdinationPoint(Model):
    """Where a participant lies on the first two axes of the ordination."""

    participant: str
    x: float
    y: float


class OrdinationArrow(Model):
    """The direction in which a code lies."""

    code: str
    x: float
    y: float


class Ordination(Model):
    """Participants on a plane, people who tell alike near each other: to group by hand where clustering is no use.

    `explained` is the share of the differences that each axis shows, 0..1.
    """

    explained: tuple[float, float]
    points: tuple[OrdinationPoint, ...] = ()
    arrows: tuple[OrdinationArrow, ...] = ()


class PersonaDraft(Model):
    """The outcome of grouping participants: a verdict first, then the personas it allows.

    `why` says in words what the verdict rests on; `k` is the number of groups, 1 where there are none (the one
    persona is then the general portrait of everybody), 0 where nobody was interviewed.

    Attributes
    ----------
    general : Persona or None
        The portrait of everybody together, the first of the two steps, where there are groups.
    unassigned : tuple of str
        Participants in no persona: interviews that came after the groups were settled, or whom a researcher took out.
    decisions : tuple of str
        What researchers decided differently from the procedure, in words.
    ordination : Ordination or None
        A plane to group people on by hand.
    """

    verdict: Verdict
    why: str
    n: int = Field(ge=0)
    k: int = Field(ge=0)
    group: str = "customer"
    basis: Basis = "confirmed"
    warnings: tuple[str, ...] = ()
    personas: tuple[Persona, ...] = ()
    general: Persona | None = None
    unassigned: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    ordination: Ordination | None = None
    method: Mapping[str, Any] = Field(default_factory=dict)

    def persona(self, key: str) -> Persona:
        """The persona of that key.

        Raises
        ------
        UnknownNameError
            The draft has none of that key.
        """
        from cjm_research.errors import UnknownNameError
        from cjm_research.i18n import _

        for persona in self.personas:
            if persona.key == key:
                return persona
        known = ", ".join(p.key for p in self.personas) or "-"
        raise UnknownNameError(_("There is no persona “{key}”. Known: {known}.").format(key=key, known=known))
