"""Empathy maps: what people say, think, do and feel, with the evidence behind each note."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, Self

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.evidence import Basis, Count, Evidence

Quadrant = Literal["says", "thinks", "does", "feels", "sees", "hears", "pains", "gains", "who", "task"]
# The four quadrants of the plain form.
QUADRANTS: tuple[Quadrant, ...] = ("says", "thinks", "does", "feels")
# The areas of the XPLANE canvas in the order in which it is filled: who and what for, the outside, then the inside.
CANVAS: tuple[Quadrant, ...] = ("who", "task", "sees", "says", "does", "hears", "thinks", "feels", "pains", "gains")
# What nobody can observe is inferred from what was said.
INFERRED: tuple[Quadrant, ...] = ("thinks", "feels")

Form = Literal["quadrants", "canvas"]
# The areas of each form; pains and gains stand beside the four quadrants.
FORMS: dict[Form, tuple[Quadrant, ...]] = {"quadrants": (*QUADRANTS, "pains", "gains"), "canvas": CANVAS}
# Areas of the plain form whose notes have places of their own on the canvas, where they are not shown twice.
_ELSEWHERE_ON_CANVAS: dict[Quadrant, tuple[Quadrant, ...]] = {"does": ("sees", "hears"), "gains": ("task",)}


class EmpathyNote(Model):
    """One note: a text, how many people stand behind it, and their words.

    A note without evidence is an assumption, whoever wrote it; what is known of the participants is none.

    Attributes
    ----------
    key : str
        The same as long as the note rests on the same words: its area, and a digest of what it is about (the code,
        with the contact beside a pain, or with the place of the first quote where quotes were joined by their words).
    verbatim : bool
        True for a quote, False for the machine's or the researcher's summary of several.
    code : str
        What it was coded as: ``emotion/anger``, ``touchpoint/phone``, ``pain_point@phone``, ``goal``; empty for a
        researcher's own note and for facts.
    people : tuple of str
        The participants behind it, sorted.
    fact : bool
        From the table of participants, not from words.
    own, placed : bool
        A researcher wrote or worded it; put it where it stands.
    position : float
        Its place in its area: the notes stand in this order, and a note put between two gets a place between theirs.
    """

    key: str
    quadrant: Quadrant
    text: str
    verbatim: bool
    count: Count
    evidence: tuple[Evidence, ...] = ()
    code: str = ""
    people: tuple[str, ...] = ()
    fact: bool = False
    own: bool = False
    placed: bool = False
    position: float = 0.0

    @property
    def is_assumption(self) -> bool:
        """Whether nobody's words stand behind it."""
        return not self.evidence and not self.fact

    @property
    def is_inference(self) -> bool:
        """Whether it is concluded from what people said: thoughts and feelings."""
        return self.quadrant in INFERRED


class EmpathyMap(Model):
    """The notes of one actor, a persona or a participant; strongest support first inside each quadrant."""

    key: str
    title: str
    participants: tuple[str, ...]
    basis: Basis
    group: str = "customer"
    notes: tuple[EmpathyNote, ...] = ()
    taken_off: tuple[EmpathyNote, ...] = Field(default=(), description="Notes that a researcher took off the map.")

    @property
    def removed(self) -> tuple[str, ...]:
        """The keys of the notes that a researcher took off the map."""
        return tuple(note.key for note in self.taken_off)

    def quadrant(self, quadrant: Quadrant) -> tuple[EmpathyNote, ...]:
        """The notes of one quadrant, in order."""
        return tuple(note for note in self.notes if note.quadrant == quadrant)

    def note(self, key: str) -> EmpathyNote | None:
        """The note of that key, None where there is none."""
        return next((note for note in self.notes if note.key == key), None)

    @property
    def is_blank(self) -> bool:
        """Whether nobody and nothing is on it: a sheet to fill in by hand."""
        return not (self.participants or self.notes)

    @classmethod
    def blank(cls) -> Self:
        """A map of nobody, to print and fill in on the wall."""
        return cls(key="", title="", participants=(), basis="confirmed")

    def in_form(self, form: Form) -> EmpathyMap:
        """The map with the notes that a form shows.

        The four quadrants hold contacts under what people do, and goals and needs under gains. The canvas has areas
        of their own for these (sees, hears, the task), and shows them there alone, unless a researcher worded or
        placed the other one too.
        """
        areas = FORMS[form]
        notes = [note for note in self.notes if note.quadrant in areas]
        if form == "canvas":
            parts = (note.key.partition("-") for note in (*self.notes, *self.taken_off))
            twins = {(area, digest) for area, _dash, digest in parts}
            notes = [note for note in notes if note.own or note.placed or not _has_twin(note, twins)]
        return self.model_copy(update={"notes": tuple(notes)})


def _has_twin(note: EmpathyNote, given: set[tuple[str, str]]) -> bool:
    digest = note.key.partition("-")[2]
    return any((area, digest) in given for area in _ELSEWHERE_ON_CANVAS.get(note.quadrant, ()))


class EmpathyEdit(Model):
    """What a researcher did to one note of one map; what is None stays as the codings give it.

    Attributes
    ----------
    group, map, note : str
        The interviewee group, the key of the map (a persona's key, a participant's id or "all"), and of the note.
    evidence : tuple of str
        guids of codings: those of an own note, or those that the changed note rested on.
    position : float or None
        Its place among the notes of its quadrant; smaller is higher.
    removed : bool
        Taken off the map.
    own : bool
        A note that the researcher added.
    """

    group: str
    map: str
    note: str
    quadrant: Quadrant | None = None
    text: str | None = None
    evidence: tuple[str, ...] = ()
    position: float | None = None
    removed: bool = False
    own: bool = False

    @property
    def key(self) -> str:
        """Its key among all edits of the study."""
        return f"{self.group}/{self.map}/{self.note}"

    def without(self, participant: str, codings: Collection[str]) -> Self:
        """The edit after the interview of a participant, with these codings, was removed."""
        evidence = tuple(guid for guid in self.evidence if guid not in codings)
        return self if evidence == self.evidence else self.model_copy(update={"evidence": evidence})
