"""What the report lays out, computed before any template sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from cjm_research.i18n import _, format_number, language_name, ngettext
from cjm_research.model import Count, Evidence, JourneyMap, Participant, stage_model, term
from cjm_research.model.scheme import KINDS, PAIN_KINDS
from cjm_research.rendering import report_measures, report_priorities, report_saturation
from cjm_research.rendering.empathy_map import EmpathyView, empathy_view
from cjm_research.rendering.environment import html_id
from cjm_research.rendering.journey_html import journey_fragment
from cjm_research.rendering.persona_view import PersonaView, persona_view
from cjm_research.rendering.persona_words import describe_participant
from cjm_research.rendering.report_content import EVERYBODY, ReportContent, natural_key, participant_words
from cjm_research.rendering.report_counts import ContactTally, Tally, by_stage, contacts
from cjm_research.rendering.report_findings import Finding, key_findings, verdict_sentence
from cjm_research.rendering.report_measures import measures_section
from cjm_research.rendering.report_method import FEW_PEOPLE, MethodPart, method_parts, technical_facts
from cjm_research.rendering.report_people import PeopleView, people_view
from cjm_research.rendering.report_plane import plane_of
from cjm_research.rendering.report_priorities import priorities_section
from cjm_research.rendering.report_quotes import PageLinks, QuoteEntry, QuoteIndex
from cjm_research.rendering.report_saturation import saturation_section

# So many voices are printed at each stage for the moments that decide and for what works; the count opens to the rest.
VOICES = 4


@dataclass(frozen=True)
class Fact:
    """A name and its value."""

    name: str
    value: str


@dataclass(frozen=True)
class ContentsItem:
    """A line of the table of contents."""

    name: str
    anchor: str
    children: tuple[ContentsItem, ...] = ()


@dataclass(frozen=True)
class Moments:
    """What people told at one stage, with a few of their voices."""

    key: str
    count: Count
    evidence: tuple[Evidence, ...]
    examples: tuple[Evidence, ...]


@dataclass(frozen=True)
class JourneyBlock:
    """A journey map laid out for the report."""

    key: str
    title: str
    n: int
    html: Markup


@dataclass(frozen=True)
class QuoteGroup:
    """The quotes of one transcript."""

    name: str
    anchor: str
    persona: str
    words: str
    entries: tuple[QuoteEntry, ...]


@dataclass(frozen=True)
class QuotesView:
    """The list of quotes and what it can be filtered by."""

    n: int
    groups: tuple[QuoteGroup, ...]
    kinds: tuple[str, ...]
    stages: tuple[str, ...]
    personas: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportView:
    """Everything the templates lay out; nothing is computed in them."""

    title: str
    facts: tuple[Fact, ...]
    few: bool
    findings: tuple[Finding, ...]
    people: PeopleView
    verdict_sentence: str
    general: PersonaView | None
    sheets: tuple[PersonaView, ...]
    plane: Markup
    empathy: tuple[EmpathyView, ...]
    journeys: tuple[JourneyBlock, ...]
    trouble: tuple[Tally, ...]
    contacts: tuple[ContactTally, ...]
    rare_contacts: str
    turning: tuple[Moments, ...]
    keep: tuple[Moments, ...]
    measures: Markup
    saturation: Markup
    priorities: Markup
    method: tuple[MethodPart, ...]
    technical: tuple[tuple[str, str], ...]
    quotes: QuotesView
    contents: tuple[ContentsItem, ...]

    @property
    def has_assumptions(self) -> bool:
        """Whether a persona holds a statement that stands on nobody's words."""
        return any(sheet.has_assumptions for sheet in self.sheets)

    @property
    def has_own(self) -> bool:
        """Whether a persona holds a statement in a researcher's words."""
        return any(sheet.has_own for sheet in self.sheets)


def report_view(content: ReportContent, quotes: QuoteIndex, links: PageLinks) -> ReportView:
    """Everything the templates need, in the language in force."""
    quotes_view = _quotes(content, quotes)
    anchors = {group.entries[0].evidence.transcript: group.anchor for group in quotes_view.groups}
    told = contacts(content)
    trouble = by_stage(content, PAIN_KINDS)
    draft = content.personas
    sheets = tuple(persona_view(p, draft, content.interviewed) for p in draft.personas)
    general = persona_view(draft.general, draft, content.interviewed) if draft.general else None
    measures, saturation = measures_section(content.measures), saturation_section(content.saturation)
    priorities = priorities_section(content.backlog, content.overall_map, links)
    journeys = tuple(_journey_block(m, links) for m in content.journey_maps)
    return ReportView(
        title=content.settings.title or _("Untitled study"),
        facts=tuple(_facts(content)),
        few=0 < content.n < FEW_PEOPLE,
        findings=key_findings(content) if content.codings else (),
        people=people_view(content, anchors),
        verdict_sentence=verdict_sentence(draft),
        general=general,
        sheets=sheets,
        plane=plane_of(draft),
        empathy=tuple(map(empathy_view, content.empathy_maps)),
        journeys=journeys,
        trouble=trouble if any(t.count.k for t in trouble) else (),
        contacts=tuple(c for c in told if c.told.count.k > 1),
        rare_contacts=", ".join(term("touchpoint", c.label) for c in told if c.told.count.k == 1),
        turning=_moments(content, "turning_point"),
        keep=_moments(content, "success_point"),
        measures=measures,
        saturation=saturation,
        priorities=priorities,
        method=method_parts(content),
        technical=technical_facts(content),
        quotes=quotes_view,
        contents=tuple(
            _contents(
                content,
                (general, *sheets) if general else sheets,
                journeys,
                has_contacts=any(c.told.count.k > 1 for c in told),
                has_priorities=bool(priorities),
                has_measures=bool(measures),
                has_saturation=bool(saturation),
                has_quotes=bool(quotes_view.groups),
            )
        ),
    )


def _facts(content: ReportContent) -> Iterator[Fact]:
    yield Fact(_("People interviewed"), format_number(content.n))
    if content.n:
        yield Fact(_("Words they said"), format_number(sum(map(participant_words, content.transcripts))))
        yield Fact(_("Codings counted"), format_number(len(content.codings)))
        yield Fact(_("Basis of the counts"), term("basis", content.basis))
        languages = sorted({t.language for t in content.transcripts if t.language})
        if languages:
            yield Fact(_("Language of the interviews"), ", ".join(map(language_name, languages)))
    if content.author:
        yield Fact(_("Prepared by"), content.author)
    if content.date:
        yield Fact(_("Date"), content.date)


def _moments(content: ReportContent, kind: str) -> tuple[Moments, ...]:
    return tuple(
        Moments(row.key, row.count, row.evidence, voices(row.evidence))
        for row in by_stage(content, (kind,))
        if row.count.k
    )


def voices(evidence: tuple[Evidence, ...], limit: int = VOICES) -> tuple[Evidence, ...]:
    """A few quotes that can be read alone: one a person, those of 25 to 140 characters before shorter and longer."""
    by_person: dict[str, Evidence] = {}
    for item in sorted(evidence, key=lambda e: (not 25 <= len(e.quote) <= 140, abs(len(e.quote) - 80))):
        by_person.setdefault(item.participant, item)
    return tuple(list(by_person.values())[:limit])


def _journey_block(journey: JourneyMap, links: PageLinks) -> JourneyBlock:
    fragment = journey_fragment(
        journey, anchor=lambda e: "#" + links.anchor(e), id_prefix=f"journey-{html_id(journey.key)}-", show_header=False
    )
    return JourneyBlock(journey.key, journey.title, len(journey.participants), fragment)


def _quotes(content: ReportContent, quotes: QuoteIndex) -> QuotesView:
    personas = {who: p for p in content.personas.personas for who in p.members}
    people: dict[str, Participant] = {p.id: p for p in content.participants}
    grouped = sorted(quotes.by_transcript().items(), key=lambda pair: natural_key(pair[0]))
    groups = []
    for transcript, entries in grouped:
        who = entries[0].evidence.participant
        words = describe_participant(people[who]) if who in people else ""
        count = ngettext("{n} quote", "{n} quotes", len(entries)).format(n=format_number(len(entries)))
        groups.append(
            QuoteGroup(
                name=transcript
                if transcript == who
                else _("{participant}, interview {transcript}").format(participant=who, transcript=transcript),
                anchor=f"interview-{html_id(transcript)}",
                persona=personas[who].key if who in personas else "",
                words=" · ".join(part for part in (words, count) if part),
                entries=entries,
            )
        )
    kinds = {coding.kind for coding in content.codings}
    told = {stage for group in groups for entry in group.entries for stage in entry.stages}
    known = [stage for stage in stage_model(content.settings.stage_model).keys if stage in told]
    shown = content.personas.personas if len(content.personas.personas) > 1 else ()
    return QuotesView(
        n=len(quotes),
        groups=tuple(groups),
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        stages=(*known, *sorted(told - set(known))),
        personas=tuple((p.key, f"{p.key} · {p.title}") for p in shown),
    )


def _contents(
    content: ReportContent,
    sheets: tuple[PersonaView, ...],
    journeys: tuple[JourneyBlock, ...],
    *,
    has_contacts: bool,
    has_priorities: bool,
    has_measures: bool,
    has_saturation: bool,
    has_quotes: bool,
) -> Iterator[ContentsItem]:
    yield ContentsItem(_("Key findings"), "findings")
    if content.n:
        yield ContentsItem(_("Who was interviewed"), "participants")
        personas = [
            ContentsItem(
                s.persona.title if s.is_general else f"{s.persona.key} · {s.persona.title}",
                f"persona-{html_id(s.persona.key)}",
            )
            for s in sheets
        ]
        yield ContentsItem(_("Personas"), "personas", tuple(personas))
        if content.empathy_maps:
            maps = [ContentsItem(_short(m.key, m.title), f"empathy-of-{html_id(m.key)}") for m in content.empathy_maps]
            yield ContentsItem(_("Empathy maps"), "empathy", tuple(maps))
        if journeys:
            maps = [ContentsItem(_short(j.key, j.title), f"journey-{html_id(j.key)}") for j in journeys]
            yield ContentsItem(_("Customer journeys"), "journey", tuple(maps))
        yield ContentsItem(_("Where it hurts"), "pains")
        if has_contacts:
            yield ContentsItem(_("Contacts"), "contacts")
        yield ContentsItem(_("Moments that decide"), "turning")
        yield ContentsItem(_("What works and should stay"), "keep")
        if has_priorities:
            yield ContentsItem(_("What to mend first"), report_priorities.ANCHOR)
        if has_measures:
            yield ContentsItem(_("What people answered in surveys"), report_measures.ANCHOR)
        if has_saturation:
            yield ContentsItem(_("Are more interviews needed?"), report_saturation.ANCHOR)
        yield ContentsItem(_("Method and limits"), "method")
    if has_quotes:
        yield ContentsItem(_("All quotes behind the findings"), "quotes")


def _short(key: str, title: str) -> str:
    # Titles of personas stand once in the contents; after that their keys will do.
    return title if key == EVERYBODY else key
