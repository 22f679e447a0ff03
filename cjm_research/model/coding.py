"""Codings: a code applied to a span by a coder."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.scheme import PAIN_KINDS, Kind

Status = Literal["suggested", "confirmed", "rejected", "lost"]
MemoSubject = Literal["coding", "code", "participant", "transcript", "study"]

# The coder under whose name the machine's suggestions stand, so that they never mix with a person's.
MACHINE_CODER = "machine"
# The coder of what several coders agreed on.
CONSENSUS_CODER = "consensus"
# How the sources of machine tags begin.
MACHINE_SOURCES = ("rule:", "model:")


class Coding(Model):
    """A kind (and label) applied to some words of one utterance.

    `status` is "suggested" for what only the machine has said, "confirmed" for what a person coded or accepted,
    "rejected" for a suggestion that a person turned down, and "lost" for a coding whose words went when the text was
    corrected: it stands at one point (start == end), and `quote` keeps the words it had.
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
    def is_of_machine(self) -> bool:
        """Whether the machine came up with it, whatever a person decided since."""
        return self.source.startswith(MACHINE_SOURCES)

    @property
    def place(self) -> tuple[str, int, int, int]:
        """Sort key: transcript, utterance, start, end."""
        return self.transcript, self.utterance, self.start, self.end


class Memo(Model):
    """A researcher's note on a coding, code, participant, transcript or the study.

    `target` is the guid of the coding, the key of the code, the id of the participant or transcript; empty for the
    study.
    """

    guid: str
    on: MemoSubject = "study"
    target: str = ""
    text: str
    coder: str
    at: str = Field(default="", description="When it was last written: ISO 8601, UTC.")


class TextRevision(Model):
    """Which revision of its text an utterance has; 0 is the text as imported."""

    transcript: str
    utterance: int = Field(ge=0)
    revision: int = Field(ge=0)


class ConsensusDecision(Model):
    """What was decided on one difference between two coders, or that an interview is settled ("finished").

    `first` and `second` are the guids of the codings compared, empty where one coder coded nothing; `codings` are the
    guids of the consensus codings that came of it.
    """

    transcript: str
    first: str = ""
    second: str = ""
    decision: Literal["first", "second", "both", "neither", "own", "finished"]
    codings: tuple[str, ...] = ()
