"""LAYER 2 - codings: where they come from, the participants x codes matrix, and quotes that say the same."""

from cjm_research.coding.context import (
    CONTEXT_KINDS,
    bare,
    group_by_label,
    group_by_touchpoint,
    label_name,
    topic_text,
    touchpoint_context,
)
from cjm_research.coding.matrix import MATRIX_LEVELS, participant_code_matrix
from cjm_research.coding.select import groups_of, participant_ids, stage_in, usable_codings
from cjm_research.coding.sequences import (
    edit_distance,
    following,
    medoid,
    told_contacts,
    transition_shares,
)
from cjm_research.coding.suggest import codebook_rules, codings_of, in_codebook, suggestions_from_tags
from cjm_research.coding.themes import QuoteSpace, Theme, as_theme, group_by_words

__all__ = [
    "CONTEXT_KINDS",
    "MATRIX_LEVELS",
    "QuoteSpace",
    "Theme",
    "as_theme",
    "bare",
    "codebook_rules",
    "codings_of",
    "edit_distance",
    "following",
    "group_by_label",
    "group_by_touchpoint",
    "group_by_words",
    "groups_of",
    "in_codebook",
    "label_name",
    "medoid",
    "participant_code_matrix",
    "participant_ids",
    "stage_in",
    "suggestions_from_tags",
    "told_contacts",
    "topic_text",
    "touchpoint_context",
    "transition_shares",
    "usable_codings",
]
