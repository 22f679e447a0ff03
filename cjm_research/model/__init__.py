"""LAYER 0 - the field's concepts as frozen pydantic models; no input or output here."""

from cjm_research.model.channels import CHANNELS, Channel, channel
from cjm_research.model.codebook import Code, Codebook, default_codebook
from cjm_research.model.coding import (
    CONSENSUS_CODER,
    MACHINE_CODER,
    MACHINE_SOURCES,
    Coding,
    ConsensusDecision,
    Memo,
    MemoSubject,
    TextRevision,
)
from cjm_research.model.empathy import EmpathyEdit, EmpathyMap, EmpathyNote
from cjm_research.model.evidence import Basis, Count, Evidence
from cjm_research.model.inventory import CompanyTouchpoint, PlanItem
from cjm_research.model.journey import EmotionPoint, JourneyCell, JourneyItem, JourneyMap, JourneyStage, RankedPain
from cjm_research.model.journey_edit import JourneyEdit
from cjm_research.model.journey_parts import (
    ExternalFactor,
    JourneyPath,
    JourneyStep,
    Metric,
    PathVariant,
    SignOff,
    TimeFrame,
    Touchpoint,
    Transition,
)
from cjm_research.model.persona import (
    AttributeShare,
    Contrast,
    Ordination,
    OrdinationArrow,
    OrdinationPoint,
    PathStep,
    Persona,
    PersonaDraft,
    Statement,
)
from cjm_research.model.persona_plan import OwnStatement, PersonaChoice, PersonaPlan
from cjm_research.model.reports import Finding, ImportReport, TagReport
from cjm_research.model.saturation import SamplePlan, Saturation
from cjm_research.model.settings import StudySettings
from cjm_research.model.span import Span
from cjm_research.model.stages import STAGE_MODELS, StageDefinition, StageModel, crosswalk, stage_model
from cjm_research.model.survey import Answer, Instrument, SurveyReport
from cjm_research.model.tag import Tag
from cjm_research.model.terms import attribute_text, code_name, feeling_name, term, using_names
from cjm_research.model.transcript import Participant, Transcript, TranscriptCoding, Utterance

__all__ = [
    "CHANNELS",
    "CONSENSUS_CODER",
    "MACHINE_CODER",
    "MACHINE_SOURCES",
    "STAGE_MODELS",
    "Answer",
    "AttributeShare",
    "Basis",
    "Channel",
    "Code",
    "Codebook",
    "Coding",
    "CompanyTouchpoint",
    "ConsensusDecision",
    "Contrast",
    "Count",
    "EmotionPoint",
    "EmpathyEdit",
    "EmpathyMap",
    "EmpathyNote",
    "Evidence",
    "ExternalFactor",
    "Finding",
    "ImportReport",
    "Instrument",
    "JourneyCell",
    "JourneyEdit",
    "JourneyItem",
    "JourneyMap",
    "JourneyPath",
    "JourneyStage",
    "JourneyStep",
    "Memo",
    "MemoSubject",
    "Metric",
    "Ordination",
    "OrdinationArrow",
    "OrdinationPoint",
    "OwnStatement",
    "Participant",
    "PathStep",
    "PathVariant",
    "Persona",
    "PersonaChoice",
    "PersonaDraft",
    "PersonaPlan",
    "PlanItem",
    "RankedPain",
    "SamplePlan",
    "Saturation",
    "SignOff",
    "Span",
    "StageDefinition",
    "StageModel",
    "Statement",
    "StudySettings",
    "SurveyReport",
    "Tag",
    "TagReport",
    "TextRevision",
    "TimeFrame",
    "Touchpoint",
    "Transcript",
    "TranscriptCoding",
    "Transition",
    "Utterance",
    "attribute_text",
    "channel",
    "code_name",
    "crosswalk",
    "default_codebook",
    "feeling_name",
    "stage_model",
    "term",
    "using_names",
]
