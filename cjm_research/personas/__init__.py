"""LAYER 2 - only home of scikit-learn: participants who tell alike, as drafts with a verdict and evidence."""

from cjm_research.personas.draft import draft_personas

__all__ = ["draft_personas"]
