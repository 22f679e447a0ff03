"""One persona on pages of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cjm_research.i18n import current_language
from cjm_research.model import Coding, Participant, Persona, PersonaDraft, Transcript
from cjm_research.rendering.environment import render
from cjm_research.rendering.pdf import html_to_pdf
from cjm_research.rendering.persona_view import BORDER, PersonaView, persona_evidence, persona_view
from cjm_research.rendering.persona_words import (
    attribute_text,
    describe_participant,
    section_name,
    verdict_line,
)
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex

# The words of a sheet are had from here too, for whoever shows a persona in another form.
__all__ = [
    "BORDER",
    "PersonaView",
    "attribute_text",
    "describe_participant",
    "persona_html",
    "persona_pdf",
    "persona_view",
    "section_name",
    "verdict_line",
]


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
        One of the draft's, or its general portrait.
    draft : PersonaDraft
        Its verdict, number of people, decisions and warnings stand on the sheet.
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
    quotes = QuoteIndex(persona_evidence(persona), codings, transcripts)
    return render(
        "persona_sheet.html",
        sheet=persona_view(persona, draft, participants),
        draft=draft,
        study=study,
        quotes=quotes.by_transcript() if with_quotes else {},
        links=PageLinks(quotes, current_language(), listed=with_quotes),
    )
