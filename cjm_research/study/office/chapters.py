"""The last chapters of the report as blocks of a document: priorities, surveys, saturation, method."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.exchange.office.document import Block, Bullets, Heading, Paragraph, Run, Table, Text
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.rendering.environment import share
from cjm_research.rendering.report_measures import MeasuresView
from cjm_research.rendering.report_priorities import MendLine
from cjm_research.study.office.pieces import Pieces, chart_picture, kept_text


def priorities(pieces: Pieces) -> Iterator[Block]:
    """What to mend first, and what to keep."""
    view = pieces.priorities
    if view is None:
        return
    yield Heading(_("What to mend first, and what to keep"))
    if view.mend:
        yield Paragraph(view.formula, muted=True)
        head = (
            _("Place"), _("Difficulty"), _("People"), _("Stopped"), _("How bad, 0 to 2"), _("Priority score"),
            _("Answered by"),
        )  # fmt: skip
        rows = tuple(_mend_row(pieces, line) for line in view.mend)
        widths = (0.8, 3.4, 1.1, 1, 1, 1, 1.7)
        yield Table(head, rows, widths=widths, numeric=(4, 5), title=_("What to mend first"))
        words = _("Places run over the range that they take when each weight is halved or raised by half.")
        if view.n_more:
            more = ngettext(
                "{n} more difficulty is in the workbook of priorities.",
                "{n} more difficulties are in the workbook of priorities.",
                view.n_more,
            )
            words += f" {more.format(n=view.n_more)}"
        yield Paragraph(words, muted=True)
    if view.keep:
        yield Heading(_("Leave as it is"), 3)
        yield Bullets(tuple(map(kept_text, view.keep)))
    if view.remarks:
        yield Bullets(view.remarks)


def _mend_row(pieces: Pieces, line: MendLine) -> tuple[Text | tuple[Text, ...], ...]:
    row = line.row
    evidence = next((e for e in line.evidence if e.quote == row.quote), None)
    name: tuple[Text, ...] = ((Run(row.name, bold=True),),)
    return (
        line.places,
        (*name, pieces.quote_run(row.quote, evidence)) if row.quote else name,
        share(row.count),
        share(row.stopped) if row.stopped.k else "–",
        format_number(row.severity, 1) if row.severity is not None else "–",
        format_number(row.score),
        "; ".join(row.solutions) or _("open"),
    )


def measures(pieces: Pieces) -> Iterator[Block]:
    """What people answered in surveys."""
    view = pieces.content.measures
    if view is None or not view.rows:
        return
    yield Heading(_("What people answered in surveys"))
    yield measures_table(view)
    yield from (Paragraph(remark, muted=True) for remark in view.remarks)
    if view.answers:
        yield chart_picture(str(view.answers), _("What people answered in surveys"))
    if view.rankings:
        yield Heading(_("Rated worst and best"), 3)
        yield from (Paragraph(remark, muted=True) for remark in view.place_remarks)
    for words, chart in view.rankings:
        yield Paragraph(words)
        yield chart_picture(str(chart), words)
    if view.changes:
        yield Heading(_("Change between waves"), 3)
        if view.many:
            yield Paragraph(view.many, muted=True)
    for words, chart in view.changes:
        yield Paragraph(words)
        if chart:
            yield chart_picture(str(chart), words)
    if view.pains:
        title = _("Pains: how many people, how bad")
        yield Heading(title, 3)
        yield chart_picture(str(view.pains), title)


def measures_table(view: MeasuresView) -> Table:
    """The figures with their people and intervals."""
    waves = (_("Wave"),) if view.has_waves else ()
    rows = tuple(
        (row.name, *((row.wave or "–",) if waves else ()), row.n, row.figure, row.interval) for row in view.rows
    )
    n = len(waves) + 1
    head = (_("Instrument"), *waves, _("People"), _("Figure"), _("95% interval"))
    widths = (3, *([1.2] * len(waves)), 0.9, 1.4, 1.4)
    return Table(head, rows, widths=widths, numeric=(n, n + 1, n + 2), title=_("Table of figures"))


def saturation(pieces: Pieces) -> Iterator[Block]:
    """Whether more interviews are needed, with the figures behind the answer."""
    view = pieces.saturation
    if view is None:
        return
    yield Heading(_("Are more interviews needed?"))
    yield Paragraph(view.heading, muted=True)
    yield Bullets(tuple(view.answers))
    if pieces.saturation_chart:
        yield pieces.saturation_chart
    yield Paragraph(" ".join((view.basis, *view.notes)), muted=True)
    if view.caveats:
        yield Bullets(tuple(view.caveats))
    if view.figures:
        head = (_("Figure"), _("Value"), _("95% interval"))
        yield Table(head, view.figures, widths=(3.5, 1, 1.5), numeric=(1,), title=_("Figures"))
    steps = _("Interviews in their order")
    yield Heading(steps, 3)
    columns = (_("Participant"), _("Codes"), _("New codes"), _("Codes so far"), _("of these in one interview only"))
    yield Table(columns, view.steps, numeric=(1, 2, 3, 4), title=steps)


def method(pieces: Pieces) -> Iterator[Block]:
    """How the numbers came about and what they cannot say."""
    yield Heading(_("Method and limits"))
    for part in pieces.view.method:
        yield Heading(part.heading, 3)
        yield Bullets(part.sentences)
    if pieces.view.technical:
        title = _("Technical details")
        yield Heading(title, 3)
        yield Table(("", _("Value")), pieces.view.technical, title=title)
