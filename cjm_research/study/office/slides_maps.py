"""Slides of personas, empathy maps and journeys, with the evidence in the speaker notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cjm_research.exchange.office.document import Area, Bullets, Paragraph, Quote, Run, Slide, Table, Text
from cjm_research.i18n import _
from cjm_research.model import Evidence, JourneyMap, term
from cjm_research.rendering.empathy_view import EmpathyView, QuadrantView
from cjm_research.rendering.environment import quoted, share, shorten
from cjm_research.rendering.journey_words import item_name
from cjm_research.rendering.persona_view import PersonaView, StatementRow
from cjm_research.rendering.report_view import voices
from cjm_research.study.office.personas import facts_of, members_of, others_of, persona_name, statement_name, unassigned
from cjm_research.study.office.pieces import (
    Pieces,
    curve_words,
    item_quote,
    low_to_high,
    lowest_point,
    map_name,
    note_text,
    share_interval,
    where,
    worst_moments,
)

STATEMENTS, NOTES = 8, 4
# So many quotes stand in the notes behind one count.
NOTED = 3


def evidence_lines(evidence: Sequence[Evidence], n: int = NOTED) -> Iterator[str]:
    """A few quotes with their places, a line each."""
    for each in voices(tuple(evidence), n):
        yield f"{quoted(shorten(each.quote, 200))} {where(each)}"


def groups_slide(pieces: Pieces) -> Slide:
    """Which personas there are, how many people each is, and how far the groups can be trusted."""
    view, draft = pieces.view, pieces.content.personas
    blocks = [Paragraph((Run(f"{term('verdict', draft.verdict)}. ", bold=True), Run(view.verdict_sentence)))]
    if not view.sheets:
        return Slide(_("Personas"), (Area((*blocks, Paragraph(draft.why, muted=True))),))
    rows = tuple(
        (
            (Run(persona_name(sheet), bold=True),),
            share((len(sheet.persona.members), sheet.n)),
            low_to_high(sheet.interval),
            ", ".join(part for part in (sheet.typical.id, sheet.typical_words) if part) if sheet.typical else "–",
        )
        for sheet in view.sheets
    )
    head = (_("Persona"), _("People"), _("95% interval"), _("Most typical member"))
    table = Table(head, rows, widths=(4, 1.3, 1.5, 3.5), title=_("Personas"))
    notes = [draft.why, *draft.decisions, *draft.warnings, *([unassigned(pieces)] if draft.unassigned else [])]
    notes += [f"{persona_name(sheet)}: {', '.join(sheet.persona.members)}" for sheet in view.sheets]
    return Slide(_("Personas"), (Area((*blocks, table), size=18),), notes=tuple(notes))


def persona_slide(pieces: Pieces, sheet: PersonaView) -> Slide:
    """One persona: what members tell with how many of them, who they are, and their voices."""
    rows = _strongest(sheet)
    table = Table(
        (_("What they tell"), members_of(sheet), *((others_of(sheet),) if sheet.others else ())),
        tuple(_statement(sheet, section, row) for section, row in rows),
        widths=(3.4, 1.2, 1.2) if sheet.others else (3.4, 1.2),
        title=_("What members of {persona} tell").format(persona=sheet.persona.title),
    )
    left = (table,) if rows else (Paragraph(_("Nothing was told often enough to be said of this group.")),)
    quotes: tuple[Quote, ...] = tuple(pieces.said(quote, 160) for quote in sheet.persona.quotes[:2])
    role = (Paragraph(_("Role: {role}").format(role=sheet.persona.role)),) if sheet.persona.role else ()
    facts = (*role, *map(Paragraph, facts_of(sheet)))
    notes = [sheet.verdict_line, *([sheet.status] if sheet.status else [])]
    for _section, row in rows:
        if not row.assumption:
            notes.append(f"{row.name}: {share(row.inside)} ({low_to_high(row.interval)})")
            notes += evidence_lines(row.evidence, 2)
    if sheet.persona.counter_quote:
        against = sheet.persona.counter_quote
        notes += [_("A voice against the picture") + f": {quoted(against.quote)} {where(against)}"]
    return Slide(
        persona_name(sheet),
        (
            Area(left, width=0.58, size=16),
            Area((*facts, *quotes), x=0.58, width=0.42, size=16, boxed=True),
        ),
        notes=tuple(notes),
    )


def _strongest(sheet: PersonaView) -> list[tuple[str, StatementRow]]:
    """Section and statement, in the order of the sheet: of each main section the first, then the second ones."""
    sections = [section for section in sheet.sections if section.main] or list(sheet.sections)
    ranked = [(i, n, row) for n, section in enumerate(sections) for i, row in enumerate(section.rows)]
    chosen = sorted(ranked, key=lambda each: each[:2])[:STATEMENTS]
    return [(sections[n].name, row) for _i, n, row in sorted(chosen, key=lambda each: (each[1], each[0]))]


def _statement(sheet: PersonaView, section: str, row: StatementRow) -> tuple[Text, ...]:
    # The name of an example alone does not say whether it is a goal or a fear.
    head = Run(f"{section}: ", muted=True)
    if row.assumption:
        return ((head, Run(row.name)), _("Assumption"), *(("–",) if sheet.others else ()))
    name = statement_name(row)
    return (
        (head, *((Run(name),) if isinstance(name, str) else name)),
        share(row.inside),
        *((share(row.outside),) if sheet.others else ()),
    )


def empathy_slide(empathy: EmpathyView) -> Slide:
    """An empathy map in text that can be edited: the strongest notes of each area."""
    rows = [row for row in empathy.rows if row]
    # Pairs stand one above the other: what can be heard and seen, what is concluded, what hurts and what helps.
    areas = [
        Area(
            _area_blocks(area),
            x=i / len(rows),
            y=j / 2,
            width=1 / len(rows),
            height=0.5,
            size=15,
            boxed=True,
            left_out=len((*area.shown, *area.folded)[NOTES:]) + area.n_left,
        )
        for i, row in enumerate(rows)
        for j, area in enumerate(row)
    ]
    notes = [
        line
        for row in rows
        for area in row
        for note in (*area.shown, *area.folded)[:NOTES]
        if len(note.evidence) > 1
        for line in (f"{note.text}: {share(note.count)}", *evidence_lines(note.evidence, 2))
    ]
    return Slide(_("Empathy map: {title}").format(title=map_name(empathy.map)), tuple(areas), notes=tuple(notes))


def _area_blocks(area: QuadrantView) -> tuple[Paragraph | Bullets, ...]:
    concluded = (Run(" (" + _("concluded from what was said") + ")", muted=True),) if area.concluded else ()
    head = Paragraph((Run(term("quadrant", area.key), bold=True), *concluded))
    if not area.shown:
        return (head, Paragraph(_("Nothing was coded here."), muted=True))
    return (head, Bullets(tuple(map(note_text, (*area.shown, *area.folded)[:NOTES]))))


def journey_slide(pieces: Pieces, journey: JourneyMap) -> Slide:
    """A journey map as a picture over the whole slide."""
    notes = [line for line in (lowest_point(journey),) if line]
    for stage in journey.stages:
        felt = _("Emotion, mean over people (−2 to +2)") + f": {curve_words(journey, stage.key)}"
        notes.append(f"{journey.stage_name(stage.key)}: {share(stage.count)}. {felt}")
        strongest = [item for lane in ("pain", "success") for item in journey.cell(stage.key, lane).items[:1]]
        notes += [line for item in strongest for line in evidence_lines(item.evidence, 1)]
    title = _("Journey map: {title}").format(title=map_name(journey))
    return Slide(title, (Area((pieces.journey_slide_picture(journey),)),), notes=tuple(notes))


def worst_slide(pieces: Pieces, journey: JourneyMap) -> Slide:
    """The difficulties of a journey that most people had, each with a voice and its place."""
    title = _("The worst moments: {title}").format(title=map_name(journey))
    found = worst_moments(journey)
    if not found:
        return Slide(title, (Area((Paragraph(_("No pain point or barrier was coded.")),)),))
    rows = []
    notes = []
    for stage, item in found:
        evidence = item_quote(item)
        name = item_name(item, "pain") or _("No contact named")
        name = _("Barrier:") + f" {name}" if item.is_barrier else name
        rows.append(
            (journey.stage_name(stage), (Run(name, bold=True),), share(item.count),
             pieces.quote_run(evidence.quote, evidence, 110))
        )  # fmt: skip
        counted = share_interval(item.count, item.count.interval)
        notes += [f"{journey.stage_name(stage)}, {name}: {counted}", *evidence_lines(item.evidence)]
    head = (_("Stage"), _("Difficulty"), _("People"), _("Quote"))
    table = Table(head, tuple(rows), widths=(1.7, 2.4, 1.1, 4.8), title=title)
    low = lowest_point(journey)
    return Slide(title, (Area((table, *((Paragraph(low),) if low else ())), size=20),), notes=tuple(notes))
