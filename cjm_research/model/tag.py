"""Tags: what the machine suggests."""

from __future__ import annotations

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.scheme import Kind


class Tag(Model):
    """One machine suggestion, with its reason. The fields and their order are those of the tag JSONL."""

    transcript: str
    utterance: int = Field(ge=0, description="Number of the utterance, from 0.")
    start: int = Field(ge=0, description="Code points from the start of the utterance.")
    end: int = Field(ge=0, description="Code points, exclusive.")
    quote: str
    kind: Kind
    label: str | None = None
    valence: int | None = Field(default=None, ge=-2, le=2)
    stage: str | None = None
    score: float = Field(ge=0, le=1)
    source: str = Field(description="`rule:NAME` or `model:NAME`.")
    why: str = Field(description="The words or the rule that fired.")
