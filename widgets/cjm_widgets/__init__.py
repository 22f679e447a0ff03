"""LAYER 6 - forms for notebooks: they take and return the same objects as `cjm_research`, and compute nothing."""

from cjm_widgets.suggestion_review import SuggestionReview

__all__ = ["SuggestionReview"]
