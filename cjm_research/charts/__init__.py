"""LAYER 3 - only home of Altair: charts of what was found, in the language in force, drawn the same everywhere.

Each `plot_*` returns an Altair chart; `chart_svg` turns one into SVG. In a notebook call `setup_notebook()` once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Altair takes a while to import: a name's module is loaded when the name is first used.
_HOMES = {
    "chart_svg": "theme",
    "plot_agreement": "agreement",
    "plot_answers": "measures",
    "plot_backlog": "gaps",
    "plot_changes": "journey_changes",
    "plot_code_matrix": "code_matrix",
    "plot_cooccurrence": "cooccurrence",
    "plot_effort": "gaps",
    "plot_emotion_curve": "emotion_curve",
    "plot_four_c": "four_c",
    "plot_frequencies": "frequencies",
    "plot_gaps": "gaps",
    "plot_ordination": "ordination",
    "plot_pains": "pains",
    "plot_persona_profile": "persona_profile",
    "plot_priorities": "measures",
    "plot_questions": "questions",
    "plot_ranking": "measures",
    "plot_saturation": "saturation",
    "plot_tagger_confusions": "confusions",
    "plot_tagger_f1": "quality",
    "plot_tagger_precision_recall": "quality",
    "plot_tagger_reliability": "quality",
    "plot_touchpoint_heat": "touchpoint_heat",
    "plot_touchpoints": "touchpoints",
    "plot_transitions": "transitions",
    "plot_waves": "measures",
    "setup_notebook": "theme",
}
__all__ = [
    "chart_svg",
    "plot_agreement",
    "plot_answers",
    "plot_backlog",
    "plot_changes",
    "plot_code_matrix",
    "plot_cooccurrence",
    "plot_effort",
    "plot_emotion_curve",
    "plot_four_c",
    "plot_frequencies",
    "plot_gaps",
    "plot_ordination",
    "plot_pains",
    "plot_persona_profile",
    "plot_priorities",
    "plot_questions",
    "plot_ranking",
    "plot_saturation",
    "plot_tagger_confusions",
    "plot_tagger_f1",
    "plot_tagger_precision_recall",
    "plot_tagger_reliability",
    "plot_touchpoint_heat",
    "plot_touchpoints",
    "plot_transitions",
    "plot_waves",
    "setup_notebook",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"cjm_research.charts.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
