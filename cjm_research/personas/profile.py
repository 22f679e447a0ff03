"""A group of participants -> Persona: what its members tell more than the others, each claim with its people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.coding import (
    CONTEXT_KINDS,
    QuoteSpace,
    as_theme,
    label_name,
    stage_in,
    touchpoint_context,
)
from cjm_research.i18n import _, format_number, in_quotes
from cjm_research.measures import wilson
from cjm_research.model import Coding, StageModel, Statement, term

# Section of a persona sheet -> the kinds that feed it, in the order they are read.
SECTIONS: dict[str, tuple[str, ...]] = {
    "goals": ("goal",),
    "needs": ("need",),
    "motivations": ("motivation",),
    "channels": ("touchpoint",),
    "emotions": ("emotion",),
    "pains": ("pain_point",),
    "barriers": ("barrier",),
    "successes": ("success_point",),
    "decisions": ("turning_point",),
    "questions": ("question",),
    "actions": ("action",),
    "thoughts": ("thought",),
}
PER_SECTION = 4
# A claim needs this share of the members, and at least two of them.
MIN_SHARE = 0.25
MIN_PEOPLE = 2
# What everybody tells describes nobody: a common code enters only if members tell it at least this much more often.
MIN_LEAD = 0.10
# The label that stands for "no contact was named" in the code of a pain or success.
NO_CONTACT = "unspecified"
# Trust below zero is the opposite claim and must not be counted with trust; its code stays emotion/trust.
DISTRUST = "distrust"
# Sections that a persona is read for hold this many lines even where members are like everybody else.
ALWAYS = ("goals", "needs", "motivations", "channels", "emotions", "pains", "successes")
AT_LEAST = 2
CHANNELS_IN_TITLE = 2


@dataclass(frozen=True)
class Claim:
    """One code with the people who show it, inside the group and outside."""

    code: str
    kind: str
    label: str | None
    stage: str | None
    inside: tuple[int, int]
    outside: tuple[int, int]
    codings: tuple[Coding, ...]

    @property
    def share(self) -> float:
        """The share of members who show it."""
        return self.inside[0] / self.inside[1]

    @property
    def lead(self) -> float:
        """How much larger the share of members is than that of the others, -1..1."""
        return self.share - (self.outside[0] / self.outside[1] if self.outside[1] else 0.0)

    @property
    def order(self) -> tuple[float, float, str, str]:
        """Most telling first."""
        return -round(self.lead, 9), -round(self.share, 9), self.code, self.label or ""


class Profiler:
    """Describes groups of the same participants.

    Parameters
    ----------
    codings : sequence of Coding
        The usable codings of the participants.
    participants : sequence of str
        Everybody of the interviewee group.
    model : StageModel
        The stages that statements name.
    """

    def __init__(self, codings: Sequence[Coding], participants: Sequence[str], model: StageModel):
        self._everybody = tuple(participants)
        self._space = QuoteSpace(codings)
        contexts = touchpoint_context(codings)
        self._codes: dict[tuple[str, str | None, str | None], list[Coding]] = defaultdict(list)
        for coding in codings:
            label = coding.label
            if coding.kind in CONTEXT_KINDS:
                label = contexts.get(coding.guid) or NO_CONTACT
            elif coding.kind == "emotion" and label == "trust" and (coding.valence or 0) < 0:
                label = DISTRUST
            self._codes[coding.kind, label, None].append(coding)
            if stage := stage_in(coding, model):
                self._codes[coding.kind, label, stage].append(coding)

    def claims(self, members: Sequence[str]) -> list[Claim]:
        """Every code that at least one member shows, most telling first."""
        group = set(members)
        n_out = len(self._everybody) - len(group)
        claims = []
        for (kind, label, stage), codings in self._codes.items():
            mine = tuple(c for c in codings if c.participant in group)
            if mine:
                k_in = len({c.participant for c in mine})
                k_out = len({c.participant for c in codings}) - k_in
                inside, outside = (k_in, len(group)), (k_out, n_out)
                claims.append(Claim(_code(kind, label, stage), kind, label, stage, inside, outside, mine))
        return sorted(claims, key=lambda claim: claim.order)

    def statements(self, members: Sequence[str]) -> tuple[Statement, ...]:
        """The claims worth printing, section by section, at most `PER_SECTION` each, most telling first."""
        claims = [claim for claim in self.claims(members) if _is_shared(claim)]
        statements: list[Statement] = []
        for section, kinds in SECTIONS.items():
            of_section = [claim for claim in claims if claim.kind in kinds]
            chosen = _distinct([claim for claim in of_section if _is_telling(claim)])[:PER_SECTION]
            if section in ALWAYS and len(chosen) < AT_LEAST:
                common = sorted(of_section, key=lambda claim: (-round(claim.share, 9), claim.order))
                chosen = _distinct([*chosen, *common])[:AT_LEAST]
            statements.extend(self._statement(section, claim) for claim in chosen)
        return tuple(statements)

    def _statement(self, section: str, claim: Claim) -> Statement:
        theme = as_theme(claim.codings, space=self._space)
        return Statement(
            text=_text(claim, theme.representative.quote),
            code=claim.code,
            section=section,
            inside=claim.inside,
            outside=claim.outside,
            interval=wilson(*claim.inside),
            evidence=theme.evidence,
        )


def _is_shared(claim: Claim) -> bool:
    """Whether enough members show it, and it says more than that something of the kind was told."""
    enough = claim.inside[0] >= min(MIN_PEOPLE, claim.inside[1]) and claim.share >= MIN_SHARE
    named = claim.label not in (None, NO_CONTACT) or (claim.kind != "touchpoint" and claim.stage is not None)
    return enough and named


def _is_telling(claim: Claim) -> bool:
    return not claim.outside[1] or claim.lead >= MIN_LEAD


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Each subject once, in its first form: a labelled code in one stage, the other kinds once a stage."""
    chosen: dict[tuple[str, str | None], Claim] = {}
    for claim in claims:
        chosen.setdefault((claim.kind, claim.label or claim.stage), claim)
    return list(chosen.values())


def _code(kind: str, label: str | None, stage: str | None) -> str:
    label = "trust" if label == DISTRUST else label
    return kind + (f"/{label}" if label else "") + (f"@{stage}" if stage else "")


def _text(claim: Claim, quote: str) -> str:
    """What is claimed in one line: a name or an example in somebody's own words, and the stage where it has one."""
    stage, said = term("stage", claim.stage) if claim.stage else "", in_quotes(quote)
    if claim.kind in ("touchpoint", "emotion"):
        topic = label_name(claim.codings[0])
        return _("{topic}, at the stage “{stage}”").format(topic=topic, stage=stage) if stage else topic
    if claim.kind not in CONTEXT_KINDS:
        return _("At the stage “{stage}”, for example: {quote}").format(stage=stage, quote=said)
    label = claim.label if claim.label != NO_CONTACT else None
    topic = term("touchpoint", label) if label else _("No contact named")
    if stage:
        return _("{topic}, at the stage “{stage}”: {quote}").format(topic=topic, stage=stage, quote=said)
    return _("{topic}: {quote}").format(topic=topic, quote=said)


def titles_of(claims_of_groups: Sequence[Sequence[Claim]]) -> list[str]:
    """A role phrase for each group: the two channels that set it apart most, each channel in one title only."""
    best: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for group, claims in enumerate(claims_of_groups):
        for claim in claims:
            if claim.kind == "touchpoint" and claim.label and claim.label != NO_CONTACT and _is_shared(claim):
                best[claim.label].append((-round(claim.lead, 9), -round(claim.share, 9), group))
    owned: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
    for label, leads in best.items():
        lead, share, group = min(leads)
        if lead < 0:
            owned[group].append((lead, share, label))
    return [_title(group, [label for *_order, label in sorted(owned[group])]) for group in range(len(claims_of_groups))]


def _title(group: int, channels: Sequence[str]) -> str:
    if not channels:
        return _("Group {number}").format(number=format_number(group + 1))
    names = ", ".join(_lower_first(term("touchpoint", label)) for label in channels[:CHANNELS_IN_TITLE])
    return _("Relies on: {things}").format(things=names)


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
