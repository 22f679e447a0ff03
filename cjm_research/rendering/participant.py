"""The journey map of one person: their way as a strip, every moment with their own words beside it."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from cjm_research.i18n import current_language
from cjm_research.model import JourneyMap, Transcript
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.environment import quoted, render
from cjm_research.rendering.figure_sheet import Page, paper
from cjm_research.rendering.icons import PHASES
from cjm_research.rendering.journey_svg_parts import font_attributes
from cjm_research.rendering.journey_words import actor_line, machine_notice
from cjm_research.rendering.moments import again, mark_word, moments
from cjm_research.rendering.participant_sheet import participant_pages, participant_picture
from cjm_research.rendering.participant_strip import strip_legend, strip_piece
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex
from cjm_research.rendering.story_words import map_facts, order_note
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf


def participant_svg(journey_map: JourneyMap, transcripts: Iterable[Transcript] = (), *, page: Page = "A3") -> str:
    """The way of one person as one picture as wide as the sheet; as high as it needs to be, the sheet at least.

    Parameters
    ----------
    journey_map : JourneyMap
        Of one participant; of several people's map the way of the first is drawn.
    transcripts : iterable of Transcript
        Give the words between two coded phrases of one turn.
    page : {"A3", "A4", "A1"}
        The sheet, in landscape.

    Raises
    ------
    BadValueError
        The page is none of these.
    """
    return participant_picture(journey_map, moments(journey_map, transcripts), paper(page))


def participant_pdf(journey_map: JourneyMap, transcripts: Iterable[Transcript] = (), *, page: Page = "A3") -> bytes:
    """The way of one person as PDF on sheets in landscape; see `participant_svg`."""
    sheet = paper(page)
    pages = participant_pages(journey_map, moments(journey_map, transcripts), sheet)
    return svg_pages_to_pdf(pages, title=journey_map.title, size=(sheet.width, sheet.height))


def participant_html(journey_map: JourneyMap, transcripts: Iterable[Transcript] = ()) -> str:
    """The way of one person as a self-contained page: the strip, then every moment with its words and their place.

    Parameters
    ----------
    journey_map, transcripts
        See `participant_svg`.
    """
    texts = tuple(transcripts)
    told = moments(journey_map, texts)
    quotes = QuoteIndex((e for moment in told for e in moment.evidence), (), texts)
    sheet = paper("A3")
    strip = strip_piece(journey_map, told, sheet.inner, 11)
    return clean(
        render(
            "participant.html",
            map=journey_map,
            facts=map_facts(journey_map),
            moments=told,
            strip=Markup(_picture(journey_map.title, strip.svg, sheet.inner, strip.height)),
            legend=[(Markup(_small(sign)), words) for sign, words in strip_legend()],
            quotes=quotes.by_transcript(),
            links=PageLinks(quotes, current_language()),
            actor_line=actor_line,
            machine_notice=machine_notice,
            order_note=order_note,
            mark_word=mark_word,
            again=again,
            phases=PHASES,
            said=quoted,
        )
    )


def _picture(title: str, shapes: str, width: float, height: float) -> str:
    return (
        f'<svg viewBox="0 -4 {width:.0f} {height + 4:.0f}" role="img" aria-label="{escape(title)}" '
        f'{font_attributes()} xmlns="http://www.w3.org/2000/svg">{shapes}</svg>'
    )


def _small(sign: str | None) -> str:
    return f'<svg width="14" height="14" viewBox="0 0 24 24" aria-hidden="true">{sign or ""}</svg>'
