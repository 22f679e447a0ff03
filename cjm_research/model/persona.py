"""Personas: drafts with a verdict, and the evidence behind every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.evidence import Basis, Evidence

Verdict = Literal["stable", "tentative", "hypothesis", "no_groups"]


class Statement(Model):
    """One claim about a persona, with how many members and non-members show it.

    `inside` and `outside` are (k, n) people; `interval` is the 95% Wilson interval of the share inside, 0..1.
    """

    text: str
    code: str = Field(description="kind, kind/label or kind/label@stage")
    section: str = Field(default="", description="goals, needs, pains, channels, emotions, barriers, ...")
    inside: tuple[int, int]
    outside: tuple[int, int]
    interval: tuple[float, float]
    evidence: tuple[Evidence, ...] = ()


class Persona(Model):
    """A group of participants who tell alike. `membership` is each member's share of co-assignments, 0..1."""

    key: str
    title: str
    members: tuple[str, ...]
    membership: Mapping[str, float]
    typical_member: str = ""
    statements: tuple[Statement, ...] = ()
    quotes: tuple[Evidence, ...] = ()
    counter_quote: Evidence | None = None


class PersonaDraft(Model):
    """The outcome of grouping participants: a verdict first, then the personas it allows.

    `why` says in words what the verdict rests on; `k` is the number of groups, 1 where there are none (the one
    persona is then the general portrait of everybody), 0 where nobody was interviewed.
    """

    verdict: Verdict
    why: str
    n: int = Field(ge=0)
    k: int = Field(ge=0)
    basis: Basis = "confirmed"
    warnings: tuple[str, ...] = ()
    personas: tuple[Persona, ...] = ()
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
