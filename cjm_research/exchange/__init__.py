"""LAYER 1 - the study in the forms of other tools; one file a format, chosen in `registry`."""

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.registry import FORMATS, format_for, write_study

__all__ = ["FORMATS", "StudyContent", "format_for", "write_study"]
