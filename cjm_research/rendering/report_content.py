"""What a report is made of: one frozen value, so that the same content gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, InstanceOf

from cjm_research.journey.backlog import Backlog
from cjm_research.model import (
    Basis,
    Coding,
    EmpathyMap,
    Evidence,
    JourneyMap,
    Participant,
    PersonaDraft,
    Saturation,
    StudySettings,
    Transcript,
    crosswalk,
    stage_model,
)
from cjm_research.model.base import Model
from cjm_research.model.journey import RankedPain
from cjm_research.rendering.persona_view import persona_evidence
from cjm_research.rendering.report_measures import MeasuresView

# The map of everybody carries this key; the others carry the key of their persona.
EVERYBODY = "all"


class Agreement(Model):
    """How well the machine's suggestions, or a second coder, agree with the person who coded.

    `value` lies in 0..1 for F1 and in -1..1 for kappa and alpha.
    """

    between: Literal["machine", "coder"]
    measure: Literal["f1", "kappa", "alpha"]
    value: float = Field(ge=-1, le=1)
    n_transcripts: int = Field(ge=0)


class MethodFacts(Model):
    """How the codings came about: counts by state, coders, agreement, versions and the seed."""

    n_confirmed: int = Field(default=0, ge=0)
    n_suggested: int = Field(default=0, ge=0)
    n_rejected: int = Field(default=0, ge=0)
    coders: tuple[str, ...] = ()
    agreement: tuple[Agreement, ...] = ()
    versions: Mapping[str, str] = Field(default_factory=dict)
    seed: int | None = None


class ReportContent(Model):
    """Everything that a report shows.

    `codings` are those that the counts rest on, of the one `basis`; `top_pains` strongest first. `date` and `author`
    are shown as given and left out when empty: the report knows no clock. `note` is a remark on the origin of the
    material (for example that it is fictional), printed on the first page and under the limits. `backlog` (of
    the map of everybody), `saturation` and `measures` have chapters of their own where there is anything to show.
    """

    settings: StudySettings
    participants: tuple[Participant, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    codings: tuple[Coding, ...] = ()
    basis: Basis = "confirmed"
    personas: PersonaDraft
    empathy_maps: tuple[EmpathyMap, ...] = ()
    journey_maps: tuple[JourneyMap, ...] = ()
    top_pains: tuple[RankedPain, ...] = ()
    backlog: Backlog | None = None
    saturation: Saturation | None = None
    measures: InstanceOf[MeasuresView] | None = None
    facts: MethodFacts = MethodFacts()
    note: str = ""
    date: str = ""
    author: str = ""

    @property
    def n(self) -> int:
        """How many people were interviewed: the denominator of everything said about everybody."""
        return len(self.interviewed)

    @cached_property
    def interviewed(self) -> tuple[Participant, ...]:
        """The participants whose words are there, in natural order of their identifiers."""
        spoken = self.transcripts_by_participant
        return tuple(sorted((p for p in self.participants if p.id in spoken), key=lambda p: natural_key(p.id)))

    @cached_property
    def transcripts_by_participant(self) -> dict[str, tuple[Transcript, ...]]:
        """Each participant's interviews: those of the same identifier, and those coded as theirs."""
        owners: dict[str, set[str]] = {}
        for coding in self.codings:
            owners.setdefault(coding.transcript, set()).add(coding.participant)
        found: dict[str, list[Transcript]] = {}
        for transcript in sorted(self.transcripts, key=lambda t: natural_key(t.id)):
            for owner in sorted(owners.get(transcript.id, {transcript.id})):
                found.setdefault(owner, []).append(transcript)
        return {owner: tuple(transcripts) for owner, transcripts in found.items()}

    @property
    def overall_map(self) -> JourneyMap | None:
        """The journey of everybody, where it was built."""
        return next((m for m in self.journey_maps if m.key == EVERYBODY), None)

    def stage_of(self, coding: Coding) -> str | None:
        """The stage of a coding in the study's own stage model."""
        return crosswalk(coding.stage, stage_model("seven_stage"), stage_model(self.settings.stage_model))

    def staged_codings(self) -> Iterator[Coding]:
        """The codings with their stage in the study's own stage model."""
        for coding in self.codings:
            yield coding.model_copy(update={"stage": self.stage_of(coding)})

    def evidence(self) -> Iterator[Evidence]:
        """Every piece of evidence that any part of the report can point to."""
        yield from (Evidence.of(coding) for coding in self.codings)
        yield from _persona_evidence(self.personas)
        for empathy in self.empathy_maps:
            yield from _all_evidence(empathy.notes)
        for journey in self.journey_maps:
            for cell in journey.cells:
                yield from _all_evidence(cell.items)
        yield from _all_evidence(self.top_pains)


def participant_words(transcript: Transcript) -> int:
    """How many words the participant says in a transcript."""
    return len(transcript.participant_text().split())


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which P2 comes before P10."""
    parts = re.split(r"([0-9]+)", text)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _all_evidence(holders: Iterable) -> Iterator[Evidence]:
    for holder in holders:
        yield from holder.evidence


def _persona_evidence(draft: PersonaDraft) -> Iterator[Evidence]:
    for persona in (*((draft.general,) if draft.general else ()), *draft.personas):
        yield from persona_evidence(persona)
