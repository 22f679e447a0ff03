"""LAYER 2 - codings -> journey map: stages by lanes, the emotion curve, and the pains in order of weight."""

from cjm_research.journey.assemble import build_journey_map, empty_map
from cjm_research.journey.compare import diff_maps
from cjm_research.journey.edits import apply_edits
from cjm_research.journey.emotion_curve import emotion_curve
from cjm_research.journey.layers import layer_of
from cjm_research.journey.pains import top_pains

__all__ = ["apply_edits", "build_journey_map", "diff_maps", "emotion_curve", "empty_map", "layer_of", "top_pains"]
