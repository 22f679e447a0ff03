"""LAYER 6 - forms for notebooks: they take and return the same objects as `cjm_research`, and compute nothing."""

from cjm_widgets.codebook_editor import CodebookEditor
from cjm_widgets.coder_comparison import CoderComparison
from cjm_widgets.empathy_map_form import EmpathyMapForm
from cjm_widgets.journey_dashboard import JourneyDashboard
from cjm_widgets.journey_form import JourneyForm
from cjm_widgets.memo_list import MemoList
from cjm_widgets.persona_form import PersonaForm
from cjm_widgets.pseudonym_review import PseudonymReview
from cjm_widgets.span_coder import SpanCoder
from cjm_widgets.suggestion_review import SuggestionReview

__all__ = [
    "CodebookEditor",
    "CoderComparison",
    "EmpathyMapForm",
    "JourneyDashboard",
    "JourneyForm",
    "MemoList",
    "PersonaForm",
    "PseudonymReview",
    "SpanCoder",
    "SuggestionReview",
]
