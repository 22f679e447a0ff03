"""LAYER 2 - codings and researchers' edits -> journey map, its steps and stages, and what follows from it."""

from cjm_research.journey.assemble import build_journey_map, empty_map
from cjm_research.journey.compare import diff_maps
from cjm_research.journey.edit_items import entry_now
from cjm_research.journey.edits import apply_edits
from cjm_research.journey.emotion_curve import emotion_curve
from cjm_research.journey.layers import layer_of
from cjm_research.journey.pains import top_pains
from cjm_research.journey.paths import typical_path
from cjm_research.journey.stages import InducedStages, induce_stages

__all__ = [
    "InducedStages",
    "apply_edits",
    "build_journey_map",
    "diff_maps",
    "emotion_curve",
    "empty_map",
    "entry_now",
    "induce_stages",
    "layer_of",
    "top_pains",
    "typical_path",
]
