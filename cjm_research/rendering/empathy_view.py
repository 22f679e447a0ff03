"""An empathy map ready to be laid out: which notes stand where, which are shown at once, and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.i18n import N_, _
from cjm_research.model import EmpathyMap, EmpathyNote
from cjm_research.model.empathy import FORMS, INFERRED, Form, Quadrant

# Pairs of quadrants from top to bottom; a pair that is optional is left out where both are empty.
ROWS: tuple[tuple[Quadrant, Quadrant], ...] = (("says", "thinks"), ("does", "feels"), ("pains", "gains"))
OPTIONAL: frozenset[Quadrant] = frozenset({"pains", "gains"})
# What people do stands before the contacts they had.
WORDS_FIRST: frozenset[Quadrant] = frozenset({"does"})
SHOWN = 6
FOLDED = 20

# The order in which the canvas is filled: first what can be observed from outside, last what goes on inside.
NUMBERS: dict[Quadrant, int] = {"who": 1, "task": 2, "sees": 3, "says": 4, "does": 5, "hears": 6}
NUMBER_OF_THE_HEAD = 7

# What to ask oneself about an area; shown on a sheet that is filled in by hand.
_PROMPTS: dict[Quadrant, str] = {
    "who": N_("Which people is this about, and what is going on in their lives?"),
    "task": N_("What are they after, and what do they have to decide or get done?"),
    "sees": N_("What do they look at and read: shops, pages, advertising, what others do?"),
    "says": N_("What did we hear them say, word for word?"),
    "does": N_("What do they do, step by step? What did we watch them do?"),
    "hears": N_("What do others tell them: family, friends, staff, a voice on the phone?"),
    "thinks": N_("What goes through their minds that they may not say?"),
    "feels": N_("What do they feel, and how strongly?"),
    "pains": N_("What troubles them, worries them or holds them back?"),
    "gains": N_("What do they hope for, and what would make them glad?"),
}


@dataclass(frozen=True)
class MapHeader:
    """Who a map was made for and by, when, and which version it is; what is empty becomes a line to fill in."""

    designed_for: str = ""
    designed_by: str = ""
    date: str = ""
    version: str = ""

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each field, in the language in force."""
        return (
            (_("Designed for"), self.designed_for),
            (_("Designed by"), self.designed_by),
            (_("Date"), self.date),
            (_("Version"), self.version),
        )


@dataclass(frozen=True)
class QuadrantView:
    """One area: the notes that are shown at once, those that unfold, and how many more there are."""

    key: Quadrant
    concluded: bool
    shown: tuple[EmpathyNote, ...]
    folded: tuple[EmpathyNote, ...]
    n_left: int


@dataclass(frozen=True)
class EmpathyView:
    """An empathy map ready to be laid out: its rows in the plain form, its areas by name on the canvas."""

    map: EmpathyMap
    form: Form
    rows: tuple[tuple[QuadrantView, ...], ...]
    areas: dict[Quadrant, QuadrantView]


def empathy_view(
    empathy: EmpathyMap, *, form: Form = "quadrants", shown: int = SHOWN, folded: int | None = FOLDED
) -> EmpathyView:
    """The map in one of its forms; each area has `shown` notes at once and `folded` more behind them (None: all)."""
    here = empathy.in_form(form)
    areas = {key: _area(here, key, shown, folded) for key in FORMS[form]}
    kept = [row for row in ROWS if empathy.is_blank or any(key not in OPTIONAL or here.quadrant(key) for key in row)]
    return EmpathyView(empathy, form, tuple(tuple(areas[key] for key in row) for row in kept), areas)


def _area(empathy: EmpathyMap, key: Quadrant, shown: int, folded: int | None) -> QuadrantView:
    notes = empathy.quadrant(key)
    first = chosen_notes(notes, shown)
    taken = {note.key for note in first}
    rest = [note for note in notes if note.key not in taken]
    n_folded = len(rest) if folded is None else folded
    return QuadrantView(key, key in INFERRED, first, tuple(rest[:n_folded]), max(0, len(rest) - n_folded))


def chosen_notes(notes: Sequence[EmpathyNote], limit: int) -> tuple[EmpathyNote, ...]:
    """The notes to show first: strongest support, names and words mixed, and different people among equals.

    Where both kinds exist, names (a feeling, a contact) take at most half the places: a quadrant of names alone would
    not let anybody speak. They stand before the words, except under what people do. What a researcher wrote or put in
    its place comes before all that; where anything was put in its place, the map's own order stands.
    """
    own = [note for note in notes if note.own or note.placed][:limit]
    kept = {note.key for note in own}
    names = _varied([note for note in notes if not note.verbatim and note.key not in kept])
    words = _varied([note for note in notes if note.verbatim and note.key not in kept])
    room = limit - len(own)
    n_names = min(len(names), max(room - len(words), (room + 1) // 2))
    chosen = kept | {note.key for note in [*names[:n_names], *words[: room - n_names]]}
    if any(note.placed and not note.own for note in notes):
        return tuple(note for note in notes if note.key in chosen)
    ordered = [*words, *names] if notes and notes[0].quadrant in WORDS_FIRST else [*names, *words]
    first = min((note.position for note in ordered), default=0.0)
    above, below = ([note for note in own if (note.position < first) is is_above] for is_above in (True, False))
    return tuple(note for note in (*above, *ordered, *below) if note.key in chosen)


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


def prompt(quadrant: Quadrant) -> str:
    """The question that an area answers, in the language in force."""
    return _(_PROMPTS[quadrant])


def note_marks(note: EmpathyNote) -> tuple[str, ...]:
    """What is to be known about a note besides its count, in words."""
    marks = []
    if note.is_assumption:
        marks.append(_("assumption"))
    if note.own:
        # Translators: a mark on a note: its words are the researcher's.
        marks.append(_("own note"))
    if note.quadrant == "says" and not note.verbatim:
        marks.append(_("not word for word"))
    return tuple(marks)
