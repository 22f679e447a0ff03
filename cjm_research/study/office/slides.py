"""The report as a deck of slides: what a researcher presents, with the evidence in the speaker notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cjm_research.exchange.office.document import Area, Bullets, Deck, Paragraph, Run, Slide, Table, Text
from cjm_research.i18n import _, current_language, format_number
from cjm_research.model import term
from cjm_research.rendering.environment import share
from cjm_research.rendering.report_findings import Finding
from cjm_research.rendering.report_view import Moments
from cjm_research.study.office.chapters import measures_table
from cjm_research.study.office.pieces import (
    Pieces,
    kept_text,
    named,
    share_interval,
)
from cjm_research.study.office.slides_maps import (
    empathy_slide,
    evidence_lines,
    groups_slide,
    journey_slide,
    persona_slide,
    worst_slide,
)
from cjm_research.study.office.text import notices, reading_help

# A deck that is longer is not presented. Slides that go first where it would be: journeys of single personas, then
# their empathy maps; the document has them all.
MOST_SLIDES = 25
FINDINGS_A_SLIDE = 3
MENDED, KEPT = 7, 3


def report_deck(pieces: Pieces) -> Deck:
    """The report as slides, in the language in force."""
    slides = [*_opening(pieces)]
    if pieces.content.n:
        closing = list(_closing(pieces))
        middle = _middle(pieces, MOST_SLIDES - len(slides) - len(closing))
        slides += [*middle, *closing]
    return Deck(pieces.view.title, current_language(), tuple(slides), pieces.content.author)


def _opening(pieces: Pieces) -> Iterator[Slide]:
    content, view = pieces.content, pieces.view
    told = [content.settings.purpose, *(part for part in (content.author, content.date) if part), content.note]
    warned = ["".join(run.text for run in text) for text in notices(pieces) if not isinstance(text, str)]
    facts = [f"{fact.name}: {fact.value}" for fact in view.facts]
    yield Slide(view.title, subtitle="\n".join(part for part in told if part), notes=(*warned, *facts))
    if not content.n:
        words = _("No interviews have been imported into this study yet.")
        yield Slide(_("Key findings"), (Area((Paragraph(words),)),))
        return
    yield _people(pieces)
    yield from _findings(pieces)


def _people(pieces: Pieces) -> Slide:
    view = pieces.view
    facts: tuple[Text, ...] = tuple(named(fact.name, fact.value) for fact in view.facts)
    warned = tuple(Paragraph(text) for text in notices(pieces))
    rows = (" · ".join([row.id, *(cell.text for cell in row.cells)]) for row in view.people.rows)
    heads = " · ".join([_("Participant"), *(column.name for column in view.people.columns)])
    return Slide(
        _("Who was interviewed"),
        (
            Area((Bullets(view.people.lines), *warned), width=0.55, size=24),
            Area((Bullets(facts),), x=0.55, width=0.45, size=20, boxed=True),
        ),
        notes=(heads, *rows),
    )


def _findings(pieces: Pieces) -> Iterator[Slide]:
    found = pieces.view.findings
    if not found:
        words = _("Nothing has been coded in the interviews yet, so there is nothing to find.")
        yield Slide(_("Key findings"), (Area((Paragraph(words),)),))
    for start in range(0, len(found), FINDINGS_A_SLIDE):
        part = found[start : start + FINDINGS_A_SLIDE]
        notes = [line for finding in part for line in _finding_notes(pieces, finding)]
        yield Slide(_("Key findings"), (Area(tuple(map(_finding, part)), size=24),), notes=tuple(notes))


def _finding(finding: Finding) -> Paragraph:
    return Paragraph((Run(f"{finding.heading}. ", bold=True), Run(" ".join(finding.sentences))))


def _finding_notes(pieces: Pieces, finding: Finding) -> Iterator[str]:
    if finding.count:
        yield f"{finding.heading}: {share_interval(finding.count, finding.count.interval)}"
    yield from evidence_lines(finding.evidence)


def _middle(pieces: Pieces, room: int) -> list[Slide]:
    """Personas with their empathy maps, then journeys: as many as the deck has room for."""
    view = pieces.view
    overall = [m for m in pieces.content.journey_maps if m.key == "all"]
    others = [m for m in pieces.content.journey_maps if m.key != "all"]
    groups = [groups_slide(pieces)] if len(view.sheets) > 1 or not view.sheets else []
    fixed = len(groups) + len(view.sheets) + 2 * len(overall)
    with_empathy = fixed + len(view.empathy) <= room
    left = room - fixed - len(view.empathy) * with_empathy
    slides = list(groups)
    empathy = {each.map.key: each for each in view.empathy}
    for sheet in view.sheets:
        slides.append(persona_slide(pieces, sheet))
        found = empathy.pop(sheet.persona.key, None)
        slides += [empathy_slide(found)] if found and with_empathy else []
    slides += [empathy_slide(each) for each in empathy.values()] if with_empathy else []
    for journey in overall:
        slides += [journey_slide(pieces, journey), worst_slide(pieces, journey)]
    for journey in others:
        if 2 * len(others) <= left:
            slides += [journey_slide(pieces, journey), worst_slide(pieces, journey)]
        elif len(others) <= left:
            slides.append(journey_slide(pieces, journey))
    return slides


def _closing(pieces: Pieces) -> Iterator[Slide]:
    yield from _pains(pieces)
    yield from _voices(pieces, _("Moments that decide"), pieces.view.turning)
    yield from _priorities(pieces)
    yield from _measures(pieces)
    yield from _saturation(pieces)
    yield from _method(pieces)


def _pains(pieces: Pieces) -> Iterator[Slide]:
    if pieces.pains_chart is None:
        return
    notes = [
        line
        for pain in pieces.content.top_pains
        for line in (
            f"{pain.text}: {share_interval(pain.count, pain.count.interval)}",
            *evidence_lines(pain.evidence, 2),
        )
    ]
    rows = tuple((term("stage", row.key), share(row.count)) for row in pieces.view.trouble)
    table = Table((_("Stage"), _("People")), rows, widths=(2, 1), title=_("People who met a difficulty, by stage"))
    areas = (Area((pieces.pains_chart,), width=0.66), Area((table,), x=0.66, width=0.34, size=16))
    yield Slide(_("Where it hurts"), areas, notes=tuple(notes))


def _voices(pieces: Pieces, title: str, rows: Sequence[Moments]) -> Iterator[Slide]:
    strongest = sorted(rows, key=lambda row: -row.count.k)[:3]
    if not strongest:
        return
    order = [row for row in rows if row in strongest]
    areas = tuple(
        Area(
            (
                Paragraph((Run(term("stage", row.key), bold=True), Run(f" {share(row.count)}", muted=True))),
                *(pieces.said(evidence, 140) for evidence in row.examples[:3]),
            ),
            x=i / len(order),
            width=1 / len(order),
            size=18,
            boxed=True,
        )
        for i, row in enumerate(order)
    )
    notes = [
        line
        for row in rows
        for line in (
            f"{term('stage', row.key)}: {share_interval(row.count, row.count.interval)}",
            *evidence_lines(row.evidence),
        )
    ]
    yield Slide(title, areas, notes=tuple(notes))


def _priorities(pieces: Pieces) -> Iterator[Slide]:
    view = pieces.priorities
    if view is None:
        return
    rows = tuple(
        (
            line.places,
            (Run(line.row.name, bold=True),),
            share(line.row.count),
            share(line.row.stopped) if line.row.stopped.k else "–",
            format_number(line.row.score),
        )
        for line in view.mend[:MENDED]
    )
    head = (_("Place"), _("Difficulty"), _("People"), _("Stopped"), _("Priority score"))
    table = Table(head, rows, widths=(1.4, 3.7, 1.4, 2.4, 1.5), numeric=(4,), title=_("What to mend first"))
    kept = tuple(map(kept_text, view.keep[:KEPT]))
    keep = (Paragraph((Run(_("Leave as it is"), bold=True),)), Bullets(kept)) if kept else ()
    areas = [Area((table,), width=0.66 if keep else 1.0, size=18)] if rows else []
    areas += [Area(keep, x=0.66 if rows else 0.0, width=0.34 if rows else 1.0, size=17, boxed=True)] if keep else []
    notes = [view.formula, *view.remarks]
    for line in view.mend[:MENDED]:
        notes += [f"{line.places}. {line.row.name}: {share(line.row.count)}", *evidence_lines(line.evidence, 2)]
    yield Slide(_("What to mend first, and what to keep"), tuple(areas), notes=tuple(notes))


def _measures(pieces: Pieces) -> Iterator[Slide]:
    view = pieces.content.measures
    if view is not None and view.rows:
        areas = (Area((measures_table(view),), size=16),)
        yield Slide(_("What people answered in surveys"), areas, notes=view.remarks)


def _saturation(pieces: Pieces) -> Iterator[Slide]:
    view, chart = pieces.saturation, pieces.saturation_chart
    if view is None:
        return
    answers = Bullets(tuple(view.answers))
    areas = [Area((answers,), width=0.45 if chart else 1.0, size=18)]
    areas += [Area((chart,), x=0.45, width=0.55)] if chart else []
    notes = (view.heading, view.basis, *view.notes, *view.caveats, *(": ".join(row[:2]) for row in view.figures))
    yield Slide(_("Are more interviews needed?"), tuple(areas), notes=notes)


def _method(pieces: Pieces) -> Iterator[Slide]:
    parts = pieces.view.method
    if not parts:
        return
    *how, limits = parts
    for start in range(0, len(how), 2):
        part = how[start : start + 2]
        areas = tuple(
            Area(
                (Paragraph((Run(each.heading, bold=True),)), Bullets(each.sentences)),
                x=i / len(part),
                width=1 / len(part),
                size=16,
            )
            for i, each in enumerate(part)
        )
        notes = tuple(f"{name}: {value}" for name, value in pieces.view.technical) if start == 0 else ()
        yield Slide(_("Method and limits"), areas, notes=notes)
    yield Slide(limits.heading, (Area((Bullets(limits.sentences),), size=22),), notes=reading_help())
