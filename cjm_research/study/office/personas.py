"""The chapter on personas as blocks of a document: a part for each, with all its statements and their counts."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.exchange.office.document import Block, Bullets, Heading, Paragraph, Run, Table, Text
from cjm_research.i18n import _, format_number, format_percent, ngettext
from cjm_research.model import Count, term
from cjm_research.rendering.environment import people, share
from cjm_research.rendering.persona_view import MemberRow, PersonaView, StatementRow
from cjm_research.study.office.pieces import Pieces, chart_picture, low_to_high, named, share_interval, where


def personas(pieces: Pieces) -> Iterator[Block]:
    """The chapter, the portrait of everybody first where there are groups."""
    view, draft = pieces.view, pieces.content.personas
    yield Heading(_("Personas"))
    yield Paragraph((Run(f"{term('verdict', draft.verdict)}. ", bold=True), Run(view.verdict_sentence)), notice=True)
    yield Paragraph(draft.why, muted=True)
    for heading, sentences in (
        (_("What researchers decided"), draft.decisions),
        (_("To be borne in mind"), draft.warnings),
    ):
        if sentences:
            yield Heading(heading, 3)
            yield Bullets(sentences)
    if draft.unassigned:
        yield Paragraph(unassigned(pieces))
    if view.plane:
        title = _("People on a plane, to group them by hand")
        yield Heading(title, 3)
        yield chart_picture(str(view.plane), title)
    for sheet in (*((view.general,) if view.general else ()), *view.sheets):
        yield from _card(pieces, sheet)
    if not view.sheets:
        yield Paragraph(_("No persona was drafted."))


def unassigned(pieces: Pieces) -> str:
    """Who is in no persona."""
    who = pieces.content.personas.unassigned
    words = ngettext("{n} person is in no persona: {people}.", "{n} people are in no persona: {people}.", len(who))
    return words.format(n=format_number(len(who)), people=", ".join(who))


def persona_name(sheet: PersonaView) -> str:
    """The heading of a persona: its key and its title."""
    return sheet.persona.title if sheet.is_general else f"{sheet.persona.key} · {sheet.persona.title}"


def facts_of(sheet: PersonaView) -> Iterator[Text]:
    """How many people a persona is, how sure, and who is typical of it."""
    counted = (len(sheet.persona.members), sheet.n)
    size = share_interval(counted, sheet.interval) if sheet.others else share(counted)
    yield named(_("Share of the people interviewed"), size)
    if sheet.membership is not None:
        between = _("between personas: {people}").format(people=", ".join(sheet.borderline))
        words = format_percent(sheet.membership) + (f" ({between})" if sheet.borderline else "")
        yield named(_("Mean membership"), words)
    if sheet.steadiness:
        yield named(_("When people are left out"), sheet.steadiness)
    if sheet.typical:
        name = _("Most typical member") if sheet.others else _("Most typical person")
        yield named(name, ", ".join(part for part in (sheet.typical.id, sheet.typical_words) if part))


def members_of(sheet: PersonaView) -> str:
    """“8 members” of a group, “24 people” where they are everybody."""
    n = len(sheet.persona.members)
    return ngettext("{n} member", "{n} members", n).format(n=n) if sheet.others else people(n)


def others_of(sheet: PersonaView) -> str:
    """How many people are not members."""
    return ngettext("{n} other person", "{n} other people", sheet.others).format(n=sheet.others)


def _card(pieces: Pieces, sheet: PersonaView) -> Iterator[Block]:
    persona = sheet.persona
    yield Heading(persona_name(sheet), 2)
    if persona.role:
        yield Paragraph(_("Role: {role}").format(role=persona.role))
    own_title = _("title in a researcher's words") if persona.own_title else ""
    marks = [part for part in (sheet.status, own_title) if part]
    yield Paragraph(sheet.verdict_line)
    if marks:
        yield Paragraph(" · ".join(marks), muted=True)
    yield from map(Paragraph, facts_of(sheet))
    yield from (pieces.said(quote, 260) for quote in persona.quotes)
    if persona.counter_quote:
        yield Paragraph((Run(_("A voice against the picture"), bold=True),))
        yield pieces.said(persona.counter_quote, 260)
    if not (persona.quotes or persona.counter_quote):
        yield Paragraph(_("No quote was found that could speak for these people."), muted=True)
    yield from _statements(pieces, sheet)
    yield from _contrasts(sheet)
    yield from _path(sheet)
    yield from _attributes(sheet)
    if sheet.members and sheet.others:
        yield Heading(members_of(sheet), 3)
        yield Bullets(tuple(map(_member, sheet.members)))


def _statements(pieces: Pieces, sheet: PersonaView) -> Iterator[Block]:
    if not sheet.sections:
        yield Paragraph(_("Nothing was told often enough to be said of this group."), muted=True)
        return
    rows: list[tuple[Text | tuple[Text, ...], ...]] = []
    for section in sheet.sections:
        rows.append((section.name,))
        rows += [_statement(pieces, sheet, row) for row in section.rows]
    yield Table(
        (_("What they tell"), members_of(sheet), *((others_of(sheet),) if sheet.others else ())),
        tuple(rows),
        widths=(4, 2, 1.4) if sheet.others else (4, 2),
        title=_("What members of {persona} tell").format(persona=sheet.persona.title),
    )


def _statement(pieces: Pieces, sheet: PersonaView, row: StatementRow) -> tuple[Text | tuple[Text, ...], ...]:
    name: list[Text] = [statement_name(row)]
    if row.example:
        name.append(pieces.quote_run(row.example.quote, row.example, 110))
    if row.assumption:
        inside = (Run(_("Assumption"), bold=True), Run(" " + _("nobody's words stand behind it"), muted=True))
        return (tuple(name), inside, *(("",) if sheet.others else ()))
    counted = (Run(share(row.inside), bold=True), Run(f" ({low_to_high(row.interval)})", muted=True))
    return (tuple(name), counted, *((share(row.outside),) if sheet.others else ()))


def statement_name(row: StatementRow) -> Text:
    """A statement, marked where it is in a researcher's words, and its place where it is somebody's own words."""
    own = " (" + _("researcher's words") + ")" if row.own else ""
    # The statement holds the words of its first evidence, unless those stand below it as an example.
    said = f" {where(row.evidence[0])}" if row.evidence and row.example is None else ""
    return (Run(row.name), Run(own + said, muted=True))


def _contrasts(sheet: PersonaView) -> Iterator[Block]:
    if not (sheet.more or sheet.less):
        return
    yield Heading(_("What differs from the others"), 3)
    yield Paragraph(sheet.contrast_note, muted=True)
    for heading, rows in (
        (_("Members tell this more often"), sheet.more),
        (_("Members tell this less often"), sheet.less),
    ):
        if rows:
            yield Table(
                (heading, _("Members"), _("Others")),
                tuple((row.text, share(row.inside), share(row.outside)) for row in rows),
                widths=(4, 1.2, 1.2),
                title=heading,
            )


def _path(sheet: PersonaView) -> Iterator[Block]:
    if not sheet.path:
        return
    yield Heading(_("Typical path of contacts"), 3)
    yield Table(
        (_("Stage"), _("Contact"), members_of(sheet)),
        tuple((step.stage, step.name, share(step.members)) for step in sheet.path),
        widths=(2, 3, 1.2),
        title=_("Typical path of contacts"),
    )
    words = (
        _(
            "The path of the member whose order of contacts is nearest to that of all others; the numbers say how many "
            "members told of the contact at all."
        )
        if sheet.others
        else _(
            "The path of the person whose order of contacts is nearest to that of all others; the numbers say how many "
            "people told of the contact at all."
        )
    )
    yield Paragraph(words, muted=True)


def _attributes(sheet: PersonaView) -> Iterator[Block]:
    if not sheet.attributes:
        return
    yield Heading(_("Who they are"), 3)
    rows = []
    for attribute in sheet.attributes:
        for i, row in enumerate(attribute.rows):
            others = (_spread(row.outside, row.outside_words),) if sheet.others else ()
            name = attribute.name if i == 0 else ""
            rows.append((name, row.value, _spread(row.inside, row.inside_words), *others))
    head = (_("Attribute and value"), "", members_of(sheet), *((others_of(sheet),) if sheet.others else ()))
    yield Table(head, tuple(rows), title=_("Who members of {persona} are").format(persona=sheet.persona.title))
    if sheet.attributes_note:
        yield Paragraph(sheet.attributes_note, muted=True)


def _spread(count: Count, words: str) -> str:
    if not words:
        return share(count)
    if count.k == count.n:
        return words
    known = _("known of {share}").format(share=share(count))
    return f"{words} ({known})"


def _member(member: MemberRow) -> Text:
    parts = (
        [_("membership {share}").format(share=format_percent(member.strength))] if member.strength is not None else []
    )
    parts += [_("between personas")] if member.between else []
    parts += [member.words] if member.words else []
    return (Run(member.id, bold=True), Run(f" {' · '.join(parts)}", muted=True))
