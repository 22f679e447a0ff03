"""Codings: a code applied to a span by a coder."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.scheme import PAIN_KINDS, Kind

Status = Literal["suggested", "confirmed", "rejected"]

# The coder under whose name the machine's suggestions stand, so that they never mix with a person's.
MACHINE_CODER = "machine"


class Coding(Model):
    """A kind (and label) applied to some words of one utterance.

    `status` is "suggested" for what only the machine has said, "confirmed" for what a person coded or accepted, and
    "rejected" for a suggestion that a person turned down.
    """

    guid: str
    transcript: str
    participant: str
    utterance: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    kind: Kind
    label: str | None = None
    valence: int | None = Field(default=None, ge=-2, le=2)
    stage: str | None = None
    coder: str
    status: Status = "confirmed"
    score: float | None = Field(default=None, ge=0, le=1)
    source: str = ""
    why: str = ""

    @property
    def code(self) -> str:
        """Kind, and label where there is one: ``touchpoint/phone``."""
        return f"{self.kind}/{self.label}" if self.label else self.kind

    @property
    def is_pain(self) -> bool:
        """Whether this tells of trouble: a pain point or a barrier."""
        return self.kind in PAIN_KINDS

    @property
    def place(self) -> tuple[str, int, int, int]:
        """Sort key: transcript, utterance, start, end."""
        return self.transcript, self.utterance, self.start, self.end


class Memo(Model):
    """A researcher's note on a coding, code, participant, transcript or the study."""

    guid: str
    target: str
    text: str
    coder: str
