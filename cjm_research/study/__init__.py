"""LAYER 4 - Study: thin verbs over the layers below, and the choices of what these get; nothing is computed here."""

from cjm_research.study.selection import Selection
from cjm_research.study.study import Study

__all__ = ["Selection", "Study"]
