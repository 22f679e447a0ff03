"""Empathy maps as a page with the quotes behind each note, and on paper."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from cjm_research.i18n import _, current_language
from cjm_research.model import Coding, EmpathyMap, Transcript
from cjm_research.model.empathy import Form
from cjm_research.rendering.empathy_svg import empathy_svg
from cjm_research.rendering.empathy_view import (
    NUMBER_OF_THE_HEAD,
    NUMBERS,
    EmpathyView,
    MapHeader,
    chosen_notes,
    empathy_view,
    prompt,
)
from cjm_research.rendering.environment import render
from cjm_research.rendering.pdf import html_to_pdf, pdf_backend
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex

__all__ = ["EmpathyView", "MapHeader", "chosen_notes", "empathy_html", "empathy_pdf", "empathy_view"]
_log = logging.getLogger(__name__)


def empathy_html(
    empathy: EmpathyMap,
    *,
    form: Form = "quadrants",
    header: MapHeader | None = None,
    codings: Iterable[Coding] = (),
    transcripts: Iterable[Transcript] = (),
    study: str = "",
) -> str:
    """An empathy map as a self-contained page with all its notes and the quotes behind them.

    Parameters
    ----------
    empathy : EmpathyMap
        Of a persona, a participant or everybody.
    form : {"quadrants", "canvas"}
        Four quadrants with pains and gains, or the canvas around a head with who and what for above.
    header : MapHeader, optional
        For whom, by whom, when and which version the map was made.
    codings, transcripts : iterable
        Give the list of quotes its codes and the words around them.
    study : str
        The study's title.
    """
    here = empathy.in_form(form)
    quotes = QuoteIndex((e for note in here.notes for e in note.evidence), codings, transcripts)
    return render(
        "empathy_map.html",
        view=empathy_view(empathy, form=form, folded=None),
        study=study,
        header=[field for field in (header or MapHeader()).fields() if field[1]],
        quotes=quotes.by_transcript(),
        links=PageLinks(quotes, current_language()),
        numbers=NUMBERS,
        head_number=NUMBER_OF_THE_HEAD,
        prompt=prompt,
    )


def empathy_pdf(empathy: EmpathyMap, *, form: Form = "quadrants", header: MapHeader | None = None) -> bytes:
    """An empathy map as PDF on one sheet of A3 in landscape, drawn from its SVG: the same map gives the same bytes.

    Parameters
    ----------
    empathy, form, header
        See `empathy_svg`; `EmpathyMap.blank` gives a sheet to print and fill in.
    """
    svg = empathy_svg(empathy, form=form, header=header)
    if pdf_backend() == "vl_convert":
        from cjm_research.charts.theme import svg_to_pdf

        _log.warning(_("WeasyPrint is not available: the page is a fraction of a millimetre larger than A3."))
        return svg_to_pdf(svg)
    return html_to_pdf(render("empathy_print.html", svg=svg, title=empathy.title))
