"""LAYER 1 - files of researchers become transcripts and participants; nothing here writes a file."""

from cjm_research.readers.base import ReadResult
from cjm_research.readers.inventory import InventoryTable, read_inventory
from cjm_research.readers.language import detect_language
from cjm_research.readers.participants import ParticipantTable, read_participants
from cjm_research.readers.registry import SUPPORTED_SUFFIXES
from cjm_research.readers.survey import SurveyTable, read_survey
from cjm_research.readers.transcripts import Speakers, read_transcript

__all__ = [
    "SUPPORTED_SUFFIXES",
    "InventoryTable",
    "ParticipantTable",
    "ReadResult",
    "Speakers",
    "SurveyTable",
    "detect_language",
    "read_inventory",
    "read_participants",
    "read_survey",
    "read_transcript",
]
