"""LAYER 2 - codings -> empathy map: what people say, think, do and feel, with their words behind each note.

Each participant's map is made first, in effect: a map of several people is the union of theirs, and each note says how
many of them it rests on. What researchers changed is applied on top and never mixed in: the codings alone can be seen
again at any time.
"""

from cjm_research.empathy.build import build_empathy_map
from cjm_research.empathy.edits import apply_edits, is_verbatim

__all__ = ["apply_edits", "build_empathy_map", "is_verbatim"]
