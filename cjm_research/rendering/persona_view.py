"""A persona in the order of its sheet, computed before any template sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from cjm_research.i18n import _, format_number
from cjm_research.measures import wilson
from cjm_research.model import (
    AttributeShare,
    Contrast,
    Count,
    Evidence,
    Participant,
    Persona,
    PersonaDraft,
    Statement,
    term,
)
from cjm_research.rendering.environment import without_marks
from cjm_research.rendering.persona_words import (
    attribute_text,
    attributes_note,
    describe_participant,
    exploratory_note,
    group_line,
    section_name,
    status_line,
    steadiness,
)

# Below this membership a person stands between groups (the co-assignment of resamples; see the persona procedure).
BORDER = 0.6
# What a persona sheet has to say first; the rest unfolds.
MAIN_SECTIONS = ("goals", "needs", "channels", "emotions", "pains", "barriers")


@dataclass(frozen=True)
class StatementRow:
    """A statement as the table shows it; `example` is a quote where the statement itself is only a name."""

    name: str
    inside: tuple[int, int]
    outside: tuple[int, int]
    interval: tuple[float, float]
    outside_interval: tuple[float, float]
    evidence: tuple[Evidence, ...]
    example: Evidence | None
    assumption: bool
    own: bool


@dataclass(frozen=True)
class StatementSection:
    """Statements of one kind under their heading; `main` sections are shown at once, the others unfold."""

    name: str
    main: bool
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True)
class MemberRow:
    """A member with the strength of membership (0..1, None where not known) and who that is in a few words."""

    id: str
    strength: float | None
    words: str
    between: bool


@dataclass(frozen=True)
class ContrastRow:
    """A code that members tell more, or less, often than the others."""

    text: str
    inside: Count
    outside: Count
    q_value: float


@dataclass(frozen=True)
class PathView:
    """A contact of the typical path; `stage` is its display name where the path enters it, else empty."""

    label: str
    name: str
    stage: str
    members: Count


@dataclass(frozen=True)
class AttributeRow:
    """A value of an attribute: how many members and others have it, or the middle of a numeric one in words."""

    value: str
    inside: Count
    outside: Count
    inside_words: str = ""
    outside_words: str = ""


@dataclass(frozen=True)
class AttributeView:
    """An attribute with its values."""

    name: str
    rows: tuple[AttributeRow, ...]


@dataclass(frozen=True)
class PersonaView:
    """A persona ready to be laid out.

    `n` is the number of people whom the draft covers. `is_general` marks the portrait of everybody beside groups.
    """

    persona: Persona
    n: int
    is_general: bool
    verdict_name: str
    verdict_line: str
    status: str
    interval: tuple[float, float]
    membership: float | None
    borderline: tuple[str, ...]
    steadiness: str
    typical: Participant | None
    typical_words: str
    sections: tuple[StatementSection, ...]
    members: tuple[MemberRow, ...]
    more: tuple[ContrastRow, ...]
    less: tuple[ContrastRow, ...]
    contrast_note: str
    path: tuple[PathView, ...]
    attributes: tuple[AttributeView, ...]
    attributes_note: str

    @property
    def others(self) -> int:
        """How many people are not members."""
        return self.n - len(self.persona.members)

    @property
    def has_assumptions(self) -> bool:
        """Whether a statement stands on nobody's words."""
        return any(row.assumption for section in self.sections for row in section.rows)

    @property
    def has_own(self) -> bool:
        """Whether a statement is in a researcher's words."""
        return any(row.own for section in self.sections for row in section.rows)


def persona_view(persona: Persona, draft: PersonaDraft, participants: Sequence[Participant]) -> PersonaView:
    """The persona in the order of its sheet, with the intervals of both sides and its members, strongest first."""
    known = {participant.id: participant for participant in participants}
    general = draft.general is not None and persona.key == draft.general.key
    grouped = len(draft.personas) > 1 and not general
    strengths = {who: persona.membership[who] for who in persona.members if who in persona.membership and grouped}
    members = sorted(persona.members, key=lambda who: (-strengths.get(who, 0), who))
    borderline = tuple(who for who in members if strengths.get(who, 1) < BORDER)
    typical = known.get(persona.typical_member)
    contrasts = [_contrast(contrast) for contrast in persona.contrasts]
    return PersonaView(
        persona=persona,
        n=draft.n,
        is_general=general,
        verdict_name=term("verdict", draft.verdict),
        verdict_line=_("Everybody together, before people were divided into groups.") if general else group_line(draft),
        status="" if general else status_line(persona),
        interval=wilson(len(persona.members), draft.n),
        membership=fmean(strengths.values()) if strengths else None,
        borderline=borderline,
        steadiness=steadiness(persona.jaccard),
        typical=typical,
        typical_words=describe_participant(typical) if typical else "",
        sections=tuple(_sections(persona.statements)),
        members=tuple(
            MemberRow(
                who, strengths.get(who), describe_participant(known[who]) if who in known else "", who in borderline
            )
            for who in members
        ),
        more=tuple(row for row in contrasts if _lead(row) > 0),
        less=tuple(row for row in contrasts if _lead(row) <= 0),
        contrast_note=exploratory_note(draft),
        path=tuple(_path(persona)),
        attributes=tuple(_attributes(persona.attributes)),
        attributes_note=attributes_note(draft) if grouped else "",
    )


def persona_evidence(persona: Persona) -> Iterator[Evidence]:
    """Every quote that the sheet of a persona can point to."""
    for statement in persona.statements:
        yield from statement.evidence
    yield from persona.quotes
    if persona.counter_quote:
        yield persona.counter_quote


def _sections(statements: Sequence[Statement]) -> Iterable[StatementSection]:
    # The main sections first, in their own order, then the others as the draft gives them.
    present = dict.fromkeys(statement.section for statement in statements)
    main = [section for section in MAIN_SECTIONS if section in present]
    for section in [*main, *(section for section in present if section not in main)]:
        rows = tuple(_row(statement) for statement in statements if statement.section == section)
        name = section_name(section) if section else _("Other statements")
        # What a researcher wrote is not folded away.
        yield StatementSection(name, section in MAIN_SECTIONS or any(row.own for row in rows), rows)


def _row(statement: Statement) -> StatementRow:
    first = statement.evidence[0] if statement.evidence else None
    return StatementRow(
        name=statement.text,
        inside=statement.inside,
        outside=statement.outside,
        interval=statement.interval,
        outside_interval=wilson(*statement.outside),
        evidence=statement.evidence,
        example=first if first and without_marks(first.quote) not in without_marks(statement.text) else None,
        assumption=statement.is_assumption,
        own=statement.own,
    )


def _contrast(contrast: Contrast) -> ContrastRow:
    return ContrastRow(contrast.text, contrast.inside, contrast.outside, contrast.q_value)


def _lead(row: ContrastRow) -> float:
    """How many more of the members than of the others tell it, as a difference of shares."""
    return _share(row.inside) - _share(row.outside)


def _share(count: Count) -> float:
    return count.k / count.n if count.n else 0.0


def _path(persona: Persona) -> Iterator[PathView]:
    before = None
    for step in persona.typical_path:
        enters = step.stage if step.stage != before else None
        yield PathView(
            step.label, term("touchpoint", step.label), term("stage", enters) if enters else "", step.members
        )
        before = step.stage


def _attributes(shares: Sequence[AttributeShare]) -> Iterator[AttributeView]:
    for attribute, of_attribute in groupby(shares, key=lambda share: share.attribute):
        yield AttributeView(term("attribute", attribute), tuple(map(_attribute_row, of_attribute)))


def _attribute_row(share: AttributeShare) -> AttributeRow:
    if share.middle is None:
        value = _("not known") if share.unknown else attribute_text(share.attribute, share.value)
        return AttributeRow(value, share.inside, share.outside)
    inside, outside = share.middle
    return AttributeRow(
        value=_("middle value") if share.span is None else _("middle value, lowest and highest"),
        inside=share.inside,
        outside=share.outside,
        inside_words=_spread(inside, share.span),
        outside_words=_spread(outside, None),
    )


def _spread(middle: float | None, span: tuple[float, float] | None) -> str:
    if middle is None:
        return "–"
    if span is None:
        return _number(middle)
    return _("{middle} ({low} to {high})").format(middle=_number(middle), low=_number(span[0]), high=_number(span[1]))


def _number(value: float) -> str:
    return format_number(value, 0 if float(value).is_integer() else 1)
