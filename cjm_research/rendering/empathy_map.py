"""Empathy maps as a page and as the view that the report shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cjm_research.i18n import current_language
from cjm_research.model import Coding, EmpathyMap, EmpathyNote, Transcript
from cjm_research.model.empathy import Quadrant
from cjm_research.rendering.environment import render
from cjm_research.rendering.pdf import html_to_pdf
from cjm_research.rendering.report_quotes import PageLinks, QuoteIndex

# Pairs of quadrants from top to bottom; a pair that is optional is left out where both are empty.
ROWS: tuple[tuple[Quadrant, Quadrant], ...] = (
    ("says", "thinks"),
    ("does", "feels"),
    ("sees", "hears"),
    ("pains", "gains"),
)
OPTIONAL: frozenset[Quadrant] = frozenset({"sees", "hears", "pains", "gains"})
# What people do stands before the contacts they had.
WORDS_FIRST: frozenset[Quadrant] = frozenset({"does"})
# What nobody can observe: these notes are concluded from what was said.
CONCLUDED: frozenset[Quadrant] = frozenset({"thinks", "feels"})
SHOWN = 6
FOLDED = 20


@dataclass(frozen=True)
class QuadrantView:
    """One quadrant: the notes that are shown at once, those that unfold, and how many more there are."""

    key: Quadrant
    concluded: bool
    shown: tuple[EmpathyNote, ...]
    folded: tuple[EmpathyNote, ...]
    n_left: int


@dataclass(frozen=True)
class EmpathyView:
    """An empathy map ready to be laid out."""

    map: EmpathyMap
    rows: tuple[tuple[QuadrantView, ...], ...]


def empathy_view(empathy: EmpathyMap, *, shown: int = SHOWN, folded: int = FOLDED) -> EmpathyView:
    """The map in rows of two quadrants, each with `shown` notes at once and `folded` more behind them."""
    rows = [row for row in ROWS if any(key not in OPTIONAL or empathy.quadrant(key) for key in row)]
    return EmpathyView(empathy, tuple(tuple(_quadrant(empathy, key, shown, folded) for key in row) for row in rows))


def _quadrant(empathy: EmpathyMap, key: Quadrant, shown: int, folded: int) -> QuadrantView:
    notes = empathy.quadrant(key)
    first = chosen_notes(notes, shown)
    taken = {note.key for note in first}
    rest = [note for note in notes if note.key not in taken]
    return QuadrantView(key, key in CONCLUDED, first, tuple(rest[:folded]), max(0, len(rest) - folded))


def chosen_notes(notes: Sequence[EmpathyNote], limit: int) -> tuple[EmpathyNote, ...]:
    """The notes to show first: strongest support, names and words mixed, and different people among equals.

    Where both kinds exist, names (a feeling, a contact) take at most half the places: a quadrant of names alone would
    not let anybody speak. They stand before the words, except under what people do.
    """
    names = _varied([note for note in notes if not note.verbatim])
    words = _varied([note for note in notes if note.verbatim])
    n_names = min(len(names), max(limit - len(words), (limit + 1) // 2))
    chosen = {note.key for note in [*names[:n_names], *words[: limit - n_names]]}
    ordered = [*words, *names] if notes and notes[0].quadrant in WORDS_FIRST else [*names, *words]
    return tuple(note for note in ordered if note.key in chosen)


def _varied(notes: Sequence[EmpathyNote]) -> list[EmpathyNote]:
    # Among notes with equal support, those of people who were not heard yet come first.
    left, ordered, heard = list(notes), [], set()
    while left:
        best = max(note.count.k for note in left)
        # `min` takes the first of equals, so the order given breaks ties.
        pick = min((note for note in left if note.count.k == best), key=lambda note: _speaker(note) in heard)
        heard.add(_speaker(pick))
        left.remove(pick)
        ordered.append(pick)
    return ordered


def _speaker(note: EmpathyNote) -> str:
    return note.evidence[0].participant if note.evidence else ""


def empathy_html(
    empathy: EmpathyMap,
    *,
    codings: Iterable[Coding] = (),
    transcripts: Iterable[Transcript] = (),
    study: str = "",
) -> str:
    """An empathy map as a self-contained page with the quotes behind it.

    Parameters
    ----------
    empathy : EmpathyMap
        Of a persona, a participant or everybody.
    codings, transcripts : iterable
        Give the list of quotes its codes and the words around them.
    study : str
        The study's title.
    """
    return _page(empathy, codings, transcripts, study, folded=FOLDED, with_quotes=True)


def empathy_pdf(empathy: EmpathyMap, *, transcripts: Iterable[Transcript] = (), study: str = "") -> bytes:
    """An empathy map as PDF on A4: what stands on its page at once, without the list of quotes.

    Raises
    ------
    MissingDependencyError
        WeasyPrint does not find its system libraries.
    """
    return html_to_pdf(_page(empathy, (), transcripts, study, folded=0, with_quotes=False))


def _page(
    empathy: EmpathyMap,
    codings: Iterable[Coding],
    transcripts: Iterable[Transcript],
    study: str,
    *,
    folded: int,
    with_quotes: bool,
) -> str:
    quotes = QuoteIndex((e for note in empathy.notes for e in note.evidence), codings, transcripts)
    return render(
        "empathy_map.html",
        view=empathy_view(empathy, folded=folded),
        study=study,
        quotes=quotes.by_transcript() if with_quotes else {},
        links=PageLinks(quotes, current_language()),
    )
