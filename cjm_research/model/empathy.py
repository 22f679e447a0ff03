"""Empathy maps: what people say, think, do and feel, with the evidence behind each note."""

from __future__ import annotations

from typing import Literal

from cjm_research.model.base import Model
from cjm_research.model.evidence import Basis, Count, Evidence

Quadrant = Literal["says", "thinks", "does", "feels", "sees", "hears", "pains", "gains"]
QUADRANTS: tuple[Quadrant, ...] = ("says", "thinks", "does", "feels")


class EmpathyNote(Model):
    """One note: a text, how many people stand behind it, and their words.

    `verbatim` is True for a quote, False for the machine's or the researcher's summary of several.
    """

    key: str
    quadrant: Quadrant
    text: str
    verbatim: bool
    count: Count
    evidence: tuple[Evidence, ...] = ()


class EmpathyMap(Model):
    """The notes of one actor, a persona or a participant; strongest support first inside each quadrant."""

    key: str
    title: str
    participants: tuple[str, ...]
    basis: Basis
    notes: tuple[EmpathyNote, ...] = ()

    def quadrant(self, quadrant: Quadrant) -> tuple[EmpathyNote, ...]:
        """The notes of one quadrant, in order."""
        return tuple(note for note in self.notes if note.quadrant == quadrant)
