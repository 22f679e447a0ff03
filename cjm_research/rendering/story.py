"""The journey told as a story in prose: a page to read, a few sheets of A4, and Markdown for texts of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from cjm_research.i18n import _, current_language
from cjm_research.model import JourneyMap, Persona, Transcript
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.environment import quoted, render
from cjm_research.rendering.icons import PHASES
from cjm_research.rendering.journey_curve import curve_svg
from cjm_research.rendering.journey_words import actor_line, machine_notice
from cjm_research.rendering.moments import again, mark_word, moments
from cjm_research.rendering.pdf import html_to_pdf
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex
from cjm_research.rendering.story_markdown import markdown_of
from cjm_research.rendering.story_view import story_view
from cjm_research.rendering.story_words import order_note, stage_line


def story_html(
    journey_map: JourneyMap, *, transcripts: Iterable[Transcript] = (), persona: Persona | None = None
) -> str:
    """The story as a self-contained page, every quote with the way to its place.

    Several people's journey is told stage by stage: what they do, think and feel, what is hard and what goes well. One
    person's is told in their own words, in the order of telling.

    Parameters
    ----------
    journey_map : JourneyMap
        Of a persona, a participant, everybody, or of nobody: then every entry says that it is an assumption.
    transcripts : iterable of Transcript
        Give quotes the words around them.
    persona : Persona, optional
        Tells who the story is about.
    """
    return _page(journey_map, tuple(transcripts), persona, with_quotes=True)


def story_pdf(
    journey_map: JourneyMap, *, transcripts: Iterable[Transcript] = (), persona: Persona | None = None
) -> bytes:
    """The story as PDF on A4, without the list of quotes; the parameters are those of `story_html`.

    Raises
    ------
    MissingDependencyError
        WeasyPrint does not find its system libraries.
    """
    return html_to_pdf(_page(journey_map, tuple(transcripts), persona, with_quotes=False))


def story_markdown(
    journey_map: JourneyMap, *, transcripts: Iterable[Transcript] = (), persona: Persona | None = None
) -> str:
    """The story as Markdown; words from interviews can make no headings, links or markup of their own."""
    told = moments(journey_map, tuple(transcripts)) if journey_map.actor == "participant" else ()
    return markdown_of(story_view(journey_map, persona=persona), told)


def _page(
    journey_map: JourneyMap, transcripts: tuple[Transcript, ...], persona: Persona | None, *, with_quotes: bool
) -> str:
    story = story_view(journey_map, persona=persona)
    told = moments(journey_map, transcripts) if journey_map.actor == "participant" else ()
    evidence = [*story.evidence, *(e for moment in told for e in moment.evidence)]
    quotes = QuoteIndex(evidence, (), transcripts)
    return clean(
        render(
            "story.html",
            story=story,
            moments=told,
            map=journey_map,
            curve=partial(curve_svg, journey_map.curve, width=700, height=130, font_size=10),
            quotes=quotes.by_transcript() if with_quotes else {},
            links=PageLinks(quotes, current_language(), listed=with_quotes),
            actor_line=actor_line,
            machine_notice=machine_notice,
            order_note=order_note,
            stage_line=stage_line,
            mark_word=mark_word,
            again=again,
            phases=PHASES,
            said=quoted,
            font="woff2" if with_quotes else "ttf",
            nobody=_("Nobody has told this story yet: every entry is an assumption to be tested."),
        )
    )
