"""Evidence: the way back from a number or a cell to the words behind it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.coding import Coding

# Whether a count rests on what a person confirmed or on the machine's suggestions alone.
Basis = Literal["confirmed", "machine"]


class Evidence(Model):
    """One quote with its place, its participant and the coding that marked it."""

    participant: str
    transcript: str
    utterance: int
    start: int
    end: int
    quote: str
    coding: str = Field(default="", description="guid of the coding; empty where there is none.")

    @classmethod
    def of(cls, coding: Coding) -> Self:
        """The evidence that a coding is."""
        return cls(
            participant=coding.participant,
            transcript=coding.transcript,
            utterance=coding.utterance,
            start=coding.start,
            end=coding.end,
            quote=coding.quote,
            coding=coding.guid,
        )


class Count(Model):
    """k of n people, with the 95% interval of the share."""

    k: int = Field(ge=0)
    n: int = Field(ge=0)
    interval: tuple[float, float]
