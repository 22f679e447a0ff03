"""What the report as a document and as slides have in common: the views of its page, its pictures, its small pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cjm_research.charts import chart_svg, plot_pains
from cjm_research.exchange.office.document import Picture, Quote, Run, Table, Text
from cjm_research.i18n import _, current_language, format_number, format_percent
from cjm_research.model import Count, EmpathyMap, EmpathyNote, Evidence, JourneyItem, JourneyMap, term
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering import empathy_svg, journey_svg
from cjm_research.rendering.empathy_view import note_marks
from cjm_research.rendering.environment import interval, people, place, quoted, share, shorten, signed, without_marks
from cjm_research.rendering.journey_slide import journey_slide_svg
from cjm_research.rendering.journey_view import MapView, item_name, item_words, map_view
from cjm_research.rendering.pictures import svg_png, svg_words
from cjm_research.rendering.report_content import ReportContent
from cjm_research.rendering.report_priorities import KeepLine, PrioritiesView, priorities_view
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex
from cjm_research.rendering.report_saturation import SaturationView, saturation_view
from cjm_research.rendering.report_view import ReportView, report_view, voices

CHART_CM = 15.5
# The room of a slide below its title.
SLIDE_CM = 31.0
QUOTE_LIMIT = 200
Bounds = tuple[float, float]


@dataclass(frozen=True)
class Pieces:
    """The views that the page of a report is made of, in the language in force; each is computed once."""

    content: ReportContent

    @cached_property
    def quotes(self) -> QuoteIndex:
        """Every quote of the report."""
        content = self.content
        return QuoteIndex(content.evidence(), content.staged_codings(), content.transcripts)

    @cached_property
    def view(self) -> ReportView:
        """What the page lays out."""
        return report_view(self.content, self.quotes, PageLinks(self.quotes, current_language()))

    @cached_property
    def saturation(self) -> SaturationView | None:
        """The chapter on saturation; None where there is nothing to show."""
        found = self.content.saturation
        return saturation_view(found) if found is not None and found.steps else None

    @cached_property
    def priorities(self) -> PrioritiesView | None:
        """The chapter on what to mend first; None where there is nothing to show."""
        backlog, overall = self.content.backlog, self.content.overall_map
        if backlog is None or overall is None or not (backlog.rows or backlog.keep):
            return None
        return priorities_view(backlog, overall)

    def language(self, evidence: Evidence) -> str:
        """The language of a quote."""
        return self.quotes.entry(evidence).language

    def said(self, evidence: Evidence, limit: int = QUOTE_LIMIT) -> Quote:
        """A person's words with their place."""
        return Quote(quoted(shorten(evidence.quote, limit)), where(evidence), self.language(evidence))

    def voices(self, evidence: Iterable[Evidence], n: int = 3) -> tuple[Quote, ...]:
        """A few quotes of different people that can be read alone."""
        return tuple(self.said(each) for each in voices(tuple(evidence), n))

    def quote_run(self, words: str, evidence: Evidence | None, limit: int = 120) -> tuple[Run, ...]:
        """Words in quotation marks with their place, as parts of a text."""
        if not words:
            return ()
        run = Run(quoted(shorten(words, limit)), language=self.language(evidence) if evidence else "")
        return (run, Run(f" {where(evidence)}", muted=True)) if evidence else (run,)

    @cached_property
    def pains_chart(self) -> Picture | None:
        """The difficulties that most people share, as a chart."""
        pains = self.content.top_pains
        if not pains:
            return None
        told = "; ".join(f"{pain.text} ({share(pain.count)})" for pain in pains[:10])
        words = _("The pains that most people share")
        return chart_picture(chart_svg(plot_pains(pains)), f"{words}: {told}")

    @cached_property
    def saturation_chart(self) -> Picture | None:
        """The codes met with each interview, as a chart; None where there are too few interviews."""
        view = self.saturation
        if view is None or not view.curve:
            return None
        told = ". ".join((_("Codes met with each interview"), " ".join(view.answers)))
        return chart_picture(str(view.curve), told)

    def journey_picture(self, journey: JourneyMap) -> Picture:
        """A journey map on one sheet."""
        svg = journey_svg(journey, lanes="minimal")
        return Picture(svg_png(svg), svg_words(svg))

    def journey_slide_picture(self, journey: JourneyMap) -> Picture:
        """A journey map with few lanes in large text, in the shape of a slide."""
        svg = journey_slide_svg(journey)
        return Picture(svg_png(svg, SLIDE_CM), svg_words(svg))

    def empathy_picture(self, empathy: EmpathyMap) -> Picture:
        """An empathy map on one sheet."""
        svg = empathy_svg(empathy)
        return Picture(svg_png(svg), svg_words(svg))


def chart_picture(svg: str, alt: str) -> Picture:
    """A chart in the width of a text column."""
    return Picture(svg_png(svg, CHART_CM), alt, CHART_CM)


def where(evidence: Evidence) -> str:
    """Where a quote stands, and who said it where the interview does not say so."""
    told_by = f"{evidence.participant} · " if evidence.participant != evidence.transcript else ""
    return told_by + place(evidence)


def low_to_high(bounds: Bounds) -> str:
    """The ends of an interval of a share."""
    return _("{low} to {high}").format(low=format_percent(bounds[0]), high=format_percent(bounds[1]))


def share_interval(count: Count | tuple[int, int], bounds: Bounds) -> str:
    """A count with its denominator and its interval."""
    return f"{share(count)} ({interval(bounds)})"


def named(name: str, value: str) -> Text:
    """A name in bold and its value."""
    return (Run(f"{name}: ", bold=True), Run(value))


def shown_words(text: str, evidence: Sequence[Evidence]) -> Evidence | None:
    """The evidence whose words stand in a text."""
    words = without_marks(text)
    return next((each for each in evidence if without_marks(each.quote) in words), None)


def note_text(note: EmpathyNote) -> Text:
    """A note of an empathy map with its count, its marks and, where one person stands behind it, its place."""
    words = quoted(shorten(note.text, 150)) if note.verbatim else note.text
    parts = [] if note.fact and note.count.k == note.count.n else [share(note.count)]
    shown = shown_words(note.text, note.evidence)
    parts += [where(shown)] if shown else []
    return (Run(words), Run(f" {' · '.join([*parts, *note_marks(note)])}", muted=True))


def item_text(item: JourneyItem, lane: LaneKey, limit: int = 100) -> Text:
    """An entry of a journey map with its count and the place of the words that it shows."""
    name, words = item_name(item, lane), item_words(item, lane, limit)
    barrier = _("Barrier:") + " " if item.is_barrier else ""
    shown = next((e for e in item.evidence if e.quote in (item.quote, item.text)), None) if words else None
    source = share(item.count) if item.evidence else _("Assumption")
    source += f" · {where(shown)}" if shown else ""
    gap = " " if name and words else ""
    return (Run(f"{barrier}{name}{gap}", bold=True), Run(words), Run(f" {source}", muted=True))


def stage_share(journey: JourneyMap, stage: str) -> str:
    """How many people told of a stage."""
    found = journey.stage(stage)
    return share(found.count) if found else ""


def curve_words(journey: JourneyMap, stage: str) -> str:
    """The mean feeling at a stage and the number of people behind it."""
    point = next((p for p in journey.curve if p.stage == stage and p.mean is not None), None)
    if point is None or point.mean is None:
        return "–"
    people = _("n = {n}").format(n=format_number(point.n))
    return f"{signed(point.mean)} ({people})"


def journey_table(journey: JourneyMap) -> Table:
    """A journey map as a table: a row a lane, a column a stage, an entry with its count a line."""
    view: MapView = map_view(journey, lanes="standard", n_items=2, n_names=5)
    stages = [stage.key for stage in view.stages]
    heads = tuple(journey.stage_name(stage) for stage in stages)
    rows: list[tuple[Text | tuple[Text, ...], ...]] = []
    if journey.participants:
        rows.append((_("People"), *(stage_share(journey, stage) for stage in stages)))
    for lane in view.lanes:
        name = (Run(term("lane", lane.key), bold=True),)
        if lane.key == "emotion":
            rows.append(((Run(_("Emotion, mean over people (−2 to +2)"), bold=True),),
                         *(curve_words(journey, stage) for stage in stages)))  # fmt: skip
        cells = []
        for cell in lane.cells:
            lines: list[Text] = [item_text(item, lane.key) for item in cell.shown]
            lines += [(Run(line, muted=True),) for line in view.more_lines(cell)]
            cells.append(tuple(lines) or ("–",))
        rows.append((name, *cells))
    title = _("Journey map: {title}").format(title=journey.title)
    return Table(("", *heads), tuple(rows), widths=(0.8, *([1.0] * len(stages))), title=title, small=True)


def worst_moments(journey: JourneyMap, limit: int = 5) -> list[tuple[str, JourneyItem]]:
    """The difficulties of a map that most people had, those that felt worse first among equals: (stage, entry)."""
    order = {stage.key: i for i, stage in enumerate(journey.stages)}
    found = [
        (cell.stage, item)
        for cell, item in journey.items
        if cell.lane == "pain" and item.evidence and item.layer == "as_is" and cell.stage in order
    ]
    found.sort(key=lambda each: (-each[1].count.k, each[1].valence or 0.0, order[each[0]], each[1].key))
    return found[:limit]


def lowest_point(journey: JourneyMap) -> str:
    """Where the emotion curve is lowest, in words; empty where it has no two ends."""
    stage = next((s for s, found in map_view(journey, lanes=("emotion",)).extremes.items() if not found.is_peak), "")
    if not stage:
        return ""
    return _("Lowest point") + f": {journey.stage_name(stage)}, {curve_words(journey, stage)}"


def item_quote(item: JourneyItem) -> Evidence:
    """The evidence of the words that an entry shows; else the first that can be read alone."""
    return next((e for e in item.evidence if e.quote == item.quote), None) or voices(item.evidence, 1)[0]


def kept_text(line: KeepLine) -> Text:
    """What works and should stay, with its count and the place of its words."""
    row, shown = line.row, shown_words(line.row.text, line.evidence)
    place_words = f" · {where(shown)}" if shown else ""
    return (Run(f"{row.text} ({row.stage_name})"), Run(f" {share(row.count)}{place_words}", muted=True))


def tally_table(title: str, rows: Sequence[tuple[str, Count]]) -> Table:
    """People by stage with the interval of their share."""
    return Table(
        (_("Stage"), _("People"), _("95% interval")),
        tuple((name, share(count), low_to_high(count.interval)) for name, count in rows),
        widths=(3, 1.5, 1.5),
        title=title,
    )


def map_name(journey_map: JourneyMap | EmpathyMap) -> str:
    """The title of a map with its number of people."""
    return f"{journey_map.title} ({people(len(journey_map.participants))})"
