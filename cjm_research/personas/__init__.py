"""LAYER 2 - only home of scikit-learn: participants who tell alike, as drafts with a verdict and evidence."""

from cjm_research.personas.draft import draft_personas
from cjm_research.personas.draft_frames import attributes_frame, contrasts_frame, members_frame, statements_frame
from cjm_research.personas.plan import plan_of

__all__ = [
    "attributes_frame",
    "contrasts_frame",
    "draft_personas",
    "members_frame",
    "plan_of",
    "statements_frame",
]
