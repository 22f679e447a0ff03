"""The report as a text document: the chapters of its page, in the same order and with the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from cjm_research.exchange.office.document import (
    Block,
    Bullets,
    Contents,
    Heading,
    OfficeDocument,
    PageBreak,
    Paragraph,
    Run,
    Section,
    Table,
    Text,
)
from cjm_research.i18n import _, current_language, format_number, ngettext
from cjm_research.model import code_name, term
from cjm_research.rendering.empathy_map import EmpathyView
from cjm_research.rendering.environment import share
from cjm_research.rendering.journey_facts import header_facts
from cjm_research.rendering.report_quotes import QuoteEntry
from cjm_research.rendering.report_view import Moments
from cjm_research.study.office.chapters import measures, method, priorities, saturation
from cjm_research.study.office.personas import personas
from cjm_research.study.office.pieces import (
    Pieces,
    journey_table,
    low_to_high,
    map_name,
    named,
    note_text,
    share_interval,
    tally_table,
)

# Notes of each area of an empathy map that are listed below its picture.
NOTES = 12
# A table of more columns stands on a page in landscape.
WIDE = 7


def report_document(pieces: Pieces) -> OfficeDocument:
    """The report as a document, in the language in force."""
    content, view = pieces.content, pieces.view
    return OfficeDocument(
        title=view.title,
        subtitle=content.settings.purpose,
        eyebrow=_("Interview study"),
        language=current_language(),
        author=content.author,
        blocks=tuple(_blocks(pieces)),
    )


def _blocks(pieces: Pieces) -> Iterator[Block]:
    yield from _front(pieces)
    yield from _findings(pieces)
    if pieces.content.n:
        yield from _people(pieces)
        yield from personas(pieces)
        yield from _empathy(pieces)
        yield from _journeys(pieces)
        yield from _pains(pieces)
        yield from _contacts(pieces)
        yield from _moments(pieces)
        yield from priorities(pieces)
        yield from measures(pieces)
        yield from saturation(pieces)
        yield from method(pieces)
    yield from _quotes(pieces)


def notices(pieces: Pieces) -> Iterator[Text]:
    """What a reader must know before anything else."""
    content = pieces.content
    if content.basis == "machine" and content.n:
        words = _(
            "Every count in this report rests on suggestions of the machine that no person has confirmed. Read it as a "
            "first look, not as a finding."
        )
        yield (Run(_("Not reviewed yet.") + " ", bold=True), Run(words))
    if pieces.view.few:
        words = _(
            "With so few people a share can be far off: read the intervals, and take the counts as examples rather "
            "than as measurements."
        )
        yield (Run(_("Few interviews.") + " ", bold=True), Run(words))


def reading_help() -> tuple[str, ...]:
    """How counts, intervals and quotes are to be read."""
    return (
        _("Counts are people, not mentions: somebody who tells of a thing ten times counts once."),
        _(
            "The interval beside a count is the 95% Wilson interval of the share. It speaks of chance alone, as if the "
            "people had been drawn at random, which interview partners hardly ever are."
        ),
        _(
            "Words in quotation marks were said as they stand. Names of feelings and contacts are the coder's summary; "
            "what people think and feel is concluded from what they said."
        ),
        _("Beside a quote stand the interview and the turn in which it was said."),
    )


def _front(pieces: Pieces) -> Iterator[Block]:
    for fact in pieces.view.facts:
        yield Paragraph(named(fact.name, fact.value))
    yield from (Paragraph(text, notice=True) for text in notices(pieces))
    if pieces.content.note:
        yield Paragraph(pieces.content.note, muted=True)
    yield Contents(_("Contents"))
    yield PageBreak()
    if pieces.content.n:
        yield Heading(_("How to read this report"))
        yield Bullets(reading_help())


def _findings(pieces: Pieces) -> Iterator[Block]:
    yield Heading(_("Key findings"))
    for finding in pieces.view.findings:
        yield Heading(finding.heading, 3)
        yield Paragraph(" ".join(finding.sentences))
        if finding.count:
            yield Paragraph(share_interval(finding.count, finding.count.interval), muted=True)
        yield from pieces.voices(finding.evidence)
    if pieces.view.findings:
        return
    if pieces.content.n:
        yield Paragraph(_("Nothing has been coded in the interviews yet, so there is nothing to find."))
    else:
        yield Paragraph(_("No interviews have been imported into this study yet."))


def _people(pieces: Pieces) -> Iterator[Block]:
    people = pieces.view.people
    yield Heading(_("Who was interviewed"))
    yield from map(Paragraph, people.lines)
    head = (_("Participant"), *(column.name for column in people.columns))
    rows = tuple((row.id, *(cell.text for cell in row.cells)) for row in people.rows)
    is_wide = len(head) > WIDE
    table = Table(
        head,
        rows,
        widths=_widths((head, *rows)),
        numeric=tuple(i for i, column in enumerate(people.columns, start=1) if column.numeric),
        title=_("Table of participants"),
        small=is_wide,
    )
    yield Section((table,), landscape=True) if is_wide else table


def _widths(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """The width of each column: its longest word fits, and longer texts get more room."""
    columns = list(zip(*rows, strict=True))
    words = [max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    means = [fmean(map(len, column)) for column in columns]
    return tuple(max(word + 4.0, min(mean, 24.0)) for word, mean in zip(words, means, strict=True))


def _empathy(pieces: Pieces) -> Iterator[Block]:
    if not pieces.view.empathy:
        return
    yield Heading(_("Empathy maps"))
    for empathy in pieces.view.empathy:
        yield Section((Heading(map_name(empathy.map), 2), pieces.empathy_picture(empathy.map)), landscape=True)
        yield Section(tuple(_notes(empathy)), columns=2)


def _notes(empathy: EmpathyView) -> Iterator[Block]:
    for area in (area for row in empathy.rows for area in row):
        concluded = " (" + _("concluded from what was said") + ")" if area.concluded else ""
        yield Heading(term("quadrant", area.key) + concluded, 4)
        notes = (*area.shown, *area.folded)
        left = len(notes[NOTES:]) + area.n_left
        if not notes:
            yield Paragraph(_("Nothing was coded here."), muted=True)
        else:
            yield Bullets(tuple(map(note_text, notes[:NOTES])))
        if left:
            yield Paragraph(ngettext("{n} more note", "{n} more notes", left).format(n=left), muted=True)


def _journeys(pieces: Pieces) -> Iterator[Block]:
    if not pieces.content.journey_maps:
        return
    yield Heading(_("Customer journeys"))
    words = _(
        "Time runs from left to right. Each entry says how many people it rests on; stages can be skipped or gone "
        "through twice."
    )
    yield Paragraph(words)
    for journey in pieces.content.journey_maps:
        facts: tuple[Block, ...] = tuple(Paragraph(named(name, value)) for name, value in header_facts(journey))
        picture = (Heading(map_name(journey), 2), pieces.journey_picture(journey), PageBreak())
        yield Section((*picture, *facts, journey_table(journey)), landscape=True)


def _pains(pieces: Pieces) -> Iterator[Block]:
    yield Heading(_("Where it hurts"))
    if not pieces.view.trouble:
        yield Paragraph(_("No pain point or barrier was coded."))
        return
    title = _("People who met a difficulty, by stage")
    yield Heading(title, 3)
    yield tally_table(title, [(term("stage", row.key), row.count) for row in pieces.view.trouble])
    if not pieces.content.top_pains:
        return
    yield Heading(_("Difficulties that people share"), 3)
    words = _(
        "What was told about the same contact at the same stage is counted together; the quote is one voice among "
        "them. Equal counts are ties: their order means nothing."
    )
    yield Paragraph(words, muted=True)
    if pieces.pains_chart:
        yield pieces.pains_chart
    rows: list[tuple[Text | tuple[Text, ...], ...]] = []
    for pain in pieces.content.top_pains:
        evidence = next((e for e in pain.evidence if e.quote == pain.quote), None)
        quote = pieces.quote_run(pain.quote, evidence, 160) if pain.quote not in pain.text else ()
        stopped = ngettext("stopped {n} person, or nearly", "stopped {n} people, or nearly", pain.stopped)
        lines: list[Text] = [(Run(pain.text, bold=True),), quote]
        lines += [(Run(stopped.format(n=pain.stopped), muted=True),)] if pain.stopped else []
        rows.append(
            (format_number(pain.rank), tuple(line for line in lines if line), share(pain.count),
             low_to_high(pain.count.interval))
        )  # fmt: skip
    head = (_("Place"), _("Difficulty"), _("People"), _("95% interval"))
    yield Table(head, tuple(rows), widths=(0.7, 5, 1.3, 1.5), title=_("Difficulties that people share"))


def _contacts(pieces: Pieces) -> Iterator[Block]:
    view = pieces.view
    if not view.contacts:
        return
    yield Heading(_("Contacts: which please, which hurt"))
    words = _(
        "A person counts as pleased (displeased) with a contact when what he or she told of it is, on average, above "
        "(below) neutral. The same contact can please some and hurt others."
    )
    yield Paragraph(words, muted=True)
    yield Table(
        (_("Contact"), _("Told of it"), _("Displeased"), _("Pleased")),
        tuple(
            (term("touchpoint", row.label), *(share(side.count) for side in (row.told, row.badly, row.well)))
            for row in view.contacts
        ),
        widths=(3, 1.3, 1.3, 1.3),
        title=_("Table of contacts"),
    )
    if view.rare_contacts:
        words = _("Told of by one person each: {contacts}.").format(contacts=view.rare_contacts)
        yield Paragraph(words, muted=True)


def _moments(pieces: Pieces) -> Iterator[Block]:
    yield Heading(_("Moments that decide"))
    if pieces.view.turning:
        yield Paragraph(_("Where people decided to buy, to leave, to change or to come back."))
        yield from _by_stage(pieces, pieces.view.turning)
    else:
        yield Paragraph(_("No turning point was coded."))
    yield Heading(_("What works and should stay"))
    if pieces.view.keep:
        yield Paragraph(_("People praised this: change it with care."))
        yield from _by_stage(pieces, pieces.view.keep)
    else:
        yield Paragraph(_("No success point was coded."))


def _by_stage(pieces: Pieces, rows: tuple[Moments, ...]) -> Iterator[Block]:
    for row in rows:
        yield Heading(term("stage", row.key), 3)
        yield Paragraph(share_interval(row.count, row.count.interval), muted=True)
        yield from (pieces.said(evidence, 180) for evidence in row.examples)


def _quotes(pieces: Pieces) -> Iterator[Block]:
    quotes = pieces.view.quotes
    if not quotes.groups:
        return
    yield Heading(_("All quotes behind the findings"))
    words = ngettext(
        "{n} coded place, in the order it was said. Grey words stand around the quote in the interview and are not "
        "part of it.",
        "{n} coded places, in the order they were said. Grey words stand around the quote in the interview and are not "
        "part of it.",
        quotes.n,
    )
    yield Paragraph(words.format(n=format_number(quotes.n)))
    listed: list[Block] = []
    for group in quotes.groups:
        listed += [Heading(group.name, 3), Paragraph(group.words, muted=True)]
        listed += [Paragraph(_entry(entry), small=True) for entry in group.entries]
    yield Section(tuple(listed), columns=2)


def _entry(entry: QuoteEntry) -> Text:
    codes = [code_name(code.code) + (f" ({term('stage', code.stage)})" if code.stage else "") for code in entry.codes]
    turn = _("turn {n}").format(n=format_number(entry.evidence.utterance + 1))
    own = entry.language
    return (
        Run(entry.before, muted=True, language=own),
        Run(entry.evidence.quote, bold=True, language=own),
        Run(entry.after, muted=True, language=own),
        Run("\n" + " · ".join([turn, *codes]), muted=True),
    )


__all__ = ["notices", "reading_help", "report_document"]
