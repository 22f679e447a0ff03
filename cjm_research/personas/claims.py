"""Codes with the people who show them, inside a group and outside: what statements and contrasts rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cjm_research.coding import CONTEXT_KINDS, stage_in, touchpoint_context
from cjm_research.model import STAGE_MODELS, Coding, StageModel, crosswalk

if TYPE_CHECKING:
    import pandas as pd

# A claim needs this share of the members, and at least two of them.
MIN_SHARE = 0.25
MIN_PEOPLE = 2
# What everybody tells describes nobody: a common code enters only if members tell it at least this much more often.
MIN_LEAD = 0.10
# The label that stands for "no contact was named" in the code of a pain or success.
NO_CONTACT = "unspecified"
# Trust below zero is the opposite claim and must not be counted with trust; its code stays emotion/trust.
DISTRUST = "distrust"
# Groups whose claims are kept.
KEPT = 50

Subject = tuple[str, str | None, str | None]
# Code in a stage, as the codes of the study have it -> the people who were asked about it; None: everybody.
Asked = Callable[[str], Collection[str] | None]


def asked_about(table: pd.DataFrame | None) -> Asked | None:
    """Who was asked, read from a table of participants x codes; a code without a column was asked of everybody."""
    if table is None:
        return None
    people = {str(code): table.index[table[code].astype(bool)].astype(str).tolist() for code in table.columns}
    return lambda code: people.get(code)


@dataclass(frozen=True)
class Claim:
    """One code with the people who show it, inside the group and outside, of those who were asked."""

    kind: str
    label: str | None
    stage: str | None
    inside: tuple[int, int]
    outside: tuple[int, int]
    codings: tuple[Coding, ...]

    @property
    def code(self) -> str:
        """``kind/label@stage`` as the codebook has it."""
        return _joined(self.kind, "trust" if self.label == DISTRUST else self.label, self.stage)

    @property
    def key(self) -> str:
        """The same, but distrust apart from trust: tells the claims of one persona apart."""
        return _joined(self.kind, self.label, self.stage)

    @property
    def share(self) -> float:
        """The share of members who show it."""
        return self.inside[0] / self.inside[1] if self.inside[1] else 0.0

    @property
    def lead(self) -> float:
        """How much larger the share of members is than that of the others, -1..1."""
        return self.share - (self.outside[0] / self.outside[1] if self.outside[1] else 0.0)

    @property
    def order(self) -> tuple[float, float, str]:
        """Most telling first."""
        return -round(self.lead, 9), -round(self.share, 9), self.key

    @property
    def is_named(self) -> bool:
        """Whether it says more than that something of the kind was told."""
        return self.label not in (None, NO_CONTACT) or (self.kind != "touchpoint" and self.stage is not None)

    @property
    def is_shared(self) -> bool:
        """Whether it says something that enough members show."""
        enough = self.inside[0] >= min(MIN_PEOPLE, max(1, self.inside[1])) and self.share >= MIN_SHARE
        return enough and self.is_named


class ClaimIndex:
    """All codes of the participants of one interviewee group, each as a whole and at each stage.

    Parameters
    ----------
    codings : sequence of Coding
        The usable codings of the participants.
    participants : sequence of str
        Everybody of the interviewee group.
    model : StageModel
        The stages that claims name.
    asked : callable, optional
        Who was asked about a code; by default everybody was asked about everything.
    """

    def __init__(
        self, codings: Sequence[Coding], participants: Sequence[str], model: StageModel, asked: Asked | None = None
    ):
        self.model = model
        self._everybody = frozenset(participants)
        self._asked = asked
        contexts = touchpoint_context(codings)
        self._codes: dict[Subject, list[Coding]] = defaultdict(list)
        for coding in codings:
            label = _label(coding, contexts.get(coding.guid))
            self._codes[coding.kind, label, None].append(coding)
            if stage := stage_in(coding, model):
                self._codes[coding.kind, label, stage].append(coding)
        self._people = {subject: {c.participant for c in found} for subject, found in self._codes.items()}
        self._claims: dict[frozenset[str], list[Claim]] = {}
        self._able = {subject: self._asked_about(found) for subject, found in self._codes.items()} if asked else {}

    def claims(self, members: Collection[str]) -> list[Claim]:
        """Every code that anybody shows, the one that sets the members apart most first."""
        group = frozenset(members)
        known = self._claims.get(group)
        if known is None:
            if len(self._claims) >= KEPT:
                self._claims.clear()
            known = sorted((self._claim(subject, group) for subject in self._codes), key=lambda claim: claim.order)
            self._claims[group] = known
        return known

    def claim(self, key: str, members: Collection[str]) -> Claim | None:
        """The claim of that key, also where the key names a stage of another model; None where nobody shows it."""
        code, _at, stage = key.partition("@")
        kind, _slash, label = code.partition("/")
        subject = kind, label or None, self._stage(stage) if stage else None
        return self._claim(subject, frozenset(members)) if subject in self._codes else None

    def _stage(self, stage: str) -> str | None:
        if stage in self.model.keys:
            return stage
        source = next((model for model in STAGE_MODELS.values() if stage in model.keys), None)
        return crosswalk(stage, source, self.model) if source else stage

    def _claim(self, subject: Subject, group: frozenset[str]) -> Claim:
        showing = self._people[subject]
        able = self._able.get(subject, self._everybody)
        inside = len(showing & group), len(able & group)
        outside = len(showing - group), len(able - group)
        return Claim(*subject, inside, outside, tuple(c for c in self._codes[subject] if c.participant in group))

    def _asked_about(self, codings: Sequence[Coding]) -> frozenset[str]:
        """Who was asked about one of these codes; who told of it unasked counts as asked."""
        assert self._asked is not None
        able = {coding.participant for coding in codings}
        for code in sorted({f"{c.code}@{c.stage}" if c.stage else c.code for c in codings}):
            asked = self._asked(code)
            if asked is None:
                return self._everybody
            able |= set(asked)
        return self._everybody & able


def _label(coding: Coding, contact: str | None) -> str | None:
    if coding.kind in CONTEXT_KINDS:
        return coding.label or contact or NO_CONTACT
    if coding.kind == "emotion" and coding.label == "trust" and (coding.valence or 0) < 0:
        return DISTRUST
    return coding.label


def _joined(kind: str, label: str | None, stage: str | None) -> str:
    return kind + (f"/{label}" if label else "") + (f"@{stage}" if stage else "")
