"""One persona on a page of its own, and the view of a persona that the report shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from cjm_research.i18n import _, current_language, format_number, pgettext
from cjm_research.measures import wilson
from cjm_research.model import Coding, Evidence, Participant, Persona, PersonaDraft, Statement, Transcript, term
from cjm_research.rendering.environment import render, without_marks
from cjm_research.rendering.pdf import html_to_pdf
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex

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


@dataclass(frozen=True)
class PersonaView:
    """A persona ready to be laid out."""

    persona: Persona
    n: int
    verdict_name: str
    verdict_line: str
    interval: tuple[float, float]
    membership: float | None
    borderline: tuple[str, ...]
    typical: Participant | None
    typical_words: str
    sections: tuple[StatementSection, ...]
    members: tuple[MemberRow, ...]

    @property
    def others(self) -> int:
        """How many people are not members."""
        return self.n - len(self.persona.members)


def persona_view(persona: Persona, draft: PersonaDraft, participants: Sequence[Participant]) -> PersonaView:
    """The persona in the order of its sheet, with the intervals of both sides and its members, strongest first."""
    known = {participant.id: participant for participant in participants}
    strengths = {who: persona.membership[who] for who in persona.members if who in persona.membership}
    grouped = len(draft.personas) > 1
    members = sorted(persona.members, key=lambda who: (-strengths.get(who, 0), who))
    typical = known.get(persona.typical_member)
    return PersonaView(
        persona=persona,
        n=draft.n,
        verdict_name=term("verdict", draft.verdict),
        verdict_line=verdict_line(draft.verdict),
        interval=wilson(len(persona.members), draft.n),
        membership=fmean(strengths.values()) if strengths and grouped else None,
        borderline=tuple(who for who in members if grouped and strengths.get(who, 1) < BORDER),
        typical=typical,
        typical_words=describe_participant(typical) if typical else "",
        sections=tuple(_sections(persona.statements)),
        members=tuple(
            MemberRow(
                who,
                strengths.get(who) if grouped else None,
                describe_participant(known[who]) if who in known else "",
            )
            for who in members
        ),
    )


def verdict_line(verdict: str) -> str:
    """What a reader may do with a persona of this verdict, in one sentence."""
    return {
        "stable": _("A stable group: it came out the same when interviews were left out."),
        "tentative": _("A tentative group: its core is clear, people on its border may belong elsewhere."),
        "hypothesis": _("A hypothesis to be tested with further interviews, not a segment."),
        "no_groups": _("A portrait of everybody: the interviews give no ground for separate groups."),
    }[verdict]


def section_name(section: str) -> str:
    """The heading of a section of statements; a researcher's own section is shown as it is."""
    names = {
        "goals": _("Goals"),
        "needs": _("Needs"),
        "motivations": _("Motivations"),
        "channels": pgettext("persona section", "Channels and contacts"),
        "emotions": _("Emotions"),
        "pains": _("Pain points"),
        "barriers": _("Barriers"),
        "successes": _("Success points"),
        "decisions": pgettext("persona section", "Decisions"),
        "questions": _("Questions"),
        "actions": _("Actions"),
        "thoughts": _("Thoughts"),
    }
    return names.get(section, section.replace("_", " "))


def describe_participant(participant: Participant) -> str:
    """Who a participant is, in a few words: age, gender, occupation, household and region where they are known."""
    wanted = ("age", "gender", "occupation", "household", "region")
    parts = [attribute_text(key, participant.attributes[key]) for key in wanted if key in participant.attributes]
    return ", ".join(part for part in parts if part)


def attribute_text(key: str, value: object) -> str:
    """An attribute's value as a person reads it."""
    if value is None:
        return ""
    if key == "gender":
        names = {"f": pgettext("gender", "woman"), "m": pgettext("gender", "man")}
        return names.get(str(value).casefold(), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return format_number(value, 0 if value.is_integer() else 1)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def persona_html(
    persona: Persona,
    draft: PersonaDraft,
    *,
    participants: Sequence[Participant] = (),
    codings: Iterable[Coding] = (),
    transcripts: Iterable[Transcript] = (),
    study: str = "",
) -> str:
    """One persona as a self-contained page: statements inside against outside, voices, and the quotes behind them.

    Parameters
    ----------
    persona : Persona
        One of the draft's.
    draft : PersonaDraft
        Its verdict and number of people stand on the sheet.
    participants : sequence of Participant
        Gives members their attributes.
    codings, transcripts : iterable
        Give the list of quotes its codes and the words around them.
    study : str
        The study's title.
    """
    return _page(persona, draft, participants, codings, transcripts, study, with_quotes=True)


def persona_pdf(
    persona: Persona,
    draft: PersonaDraft,
    *,
    participants: Sequence[Participant] = (),
    transcripts: Iterable[Transcript] = (),
    study: str = "",
) -> bytes:
    """One persona as PDF on A4, without the list of quotes; the parameters are those of `persona_html`.

    Raises
    ------
    MissingDependencyError
        WeasyPrint does not find its system libraries.
    """
    return html_to_pdf(_page(persona, draft, participants, (), transcripts, study, with_quotes=False))


def _page(
    persona: Persona,
    draft: PersonaDraft,
    participants: Sequence[Participant],
    codings: Iterable[Coding],
    transcripts: Iterable[Transcript],
    study: str,
    *,
    with_quotes: bool,
) -> str:
    evidence = [e for statement in persona.statements for e in statement.evidence] + list(persona.quotes)
    evidence += [persona.counter_quote] if persona.counter_quote else []
    quotes = QuoteIndex(evidence, codings, transcripts)
    return render(
        "persona_sheet.html",
        sheet=persona_view(persona, draft, participants),
        draft=draft,
        study=study,
        quotes=quotes.by_transcript() if with_quotes else {},
        links=PageLinks(quotes, current_language()),
    )


def _sections(statements: Sequence[Statement]) -> Iterable[StatementSection]:
    # The main sections first, in their own order, then the others as the draft gives them.
    present = dict.fromkeys(statement.section for statement in statements)
    main = [section for section in MAIN_SECTIONS if section in present]
    for section in [*main, *(section for section in present if section not in main)]:
        rows = tuple(_row(statement) for statement in statements if statement.section == section)
        name = section_name(section) if section else _("Other statements")
        yield StatementSection(name, section in MAIN_SECTIONS, rows)


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
    )
