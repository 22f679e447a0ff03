"""Transcripts: who said what, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import AliasChoices, Field, field_validator

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model.base import OpenModel
from cjm_research.model.scheme import Group, Kind, Method, Role


class Utterance(OpenModel):
    """What one speaker says in one turn. The text never changes once something is coded in it."""

    speaker: str = ""
    role: Role = "participant"
    text: str
    start_s: float | None = Field(default=None, ge=0, description="Seconds from the start of the recording.")
    end_s: float | None = Field(default=None, ge=0, description="Seconds from the start of the recording.")


class TranscriptCoding(OpenModel):
    """A coding as a transcript file carries it: by its words or by its place in utterance `u`."""

    u: int = Field(ge=0, description="Number of the utterance, from 0.")
    quote: str | None = None
    start: int | None = Field(default=None, ge=0, description="Code points from the start of the utterance.")
    end: int | None = Field(default=None, ge=0, description="Code points, exclusive.")
    kind: Kind
    label: str | None = None
    valence: int | None = Field(default=None, ge=-2, le=2)
    stage: str | None = None
    coder: str | None = None


class Transcript(OpenModel):
    """One interview. Only `utterances` with `text` are required; unknown fields are kept."""

    id: str = ""
    language: str = Field(default="", description="ISO 639-1 code; empty until it is known.")
    group: Group = "customer"
    method: Method = "retrospective"
    attributes: Mapping[str, Any] = Field(default_factory=dict)
    utterances: tuple[Utterance, ...]
    codings: tuple[TranscriptCoding, ...] = Field(
        default=(), validation_alias=AliasChoices("codings", "gold"), serialization_alias="codings"
    )

    @field_validator("id", mode="before")
    @classmethod
    def _id_is_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    def participant_text(self) -> str:
        """What the participant said, one utterance a line."""
        return "\n".join(u.text for u in self.utterances if u.role == "participant")

    def locate(self, coding: TranscriptCoding) -> tuple[int, int]:
        """Where a file's coding lies: (start, end) in code points of its utterance.

        A coding that names both its place and its words must agree with the text; words alone are found at their
        first occurrence.

        Raises
        ------
        BadValueError
            There is no such utterance, the words do not occur in it, or the place lies outside the text.
        """
        if coding.u >= len(self.utterances):
            raise BadValueError(
                _("{id}: a coding names utterance {u}, but the last one is {last} (they count from 0).").format(
                    id=self.id, u=coding.u, last=len(self.utterances) - 1
                )
            )
        text = self.utterances[coding.u].text
        if coding.start is not None and coding.end is not None:
            inside = 0 <= coding.start < coding.end <= len(text)
            if inside and (coding.quote is None or text[coding.start : coding.end] == coding.quote):
                return coding.start, coding.end
            if coding.quote is None or coding.quote not in text:
                raise BadValueError(
                    _("{id}: a coding's place {start} to {end} does not fit the text of utterance {u}.").format(
                        id=self.id, start=coding.start, end=coding.end, u=coding.u
                    )
                )
        if not coding.quote:
            raise BadValueError(
                _("{id}: a coding in utterance {u} has neither its words (quote) nor its place (start, end).").format(
                    id=self.id, u=coding.u
                )
            )
        start = text.find(coding.quote)
        if start < 0:
            raise BadValueError(
                _("{id}: the coded words “{quote}” do not occur in utterance {u}.").format(
                    id=self.id, quote=coding.quote, u=coding.u
                )
            )
        return start, start + len(coding.quote)


class Participant(OpenModel):
    """A person who was interviewed."""

    id: str
    group: Group = "customer"
    method: Method = "retrospective"
    attributes: Mapping[str, Any] = Field(default_factory=dict)
