"""Stage models and the cross-walk between them: coded material is re-binned, never recoded."""

from __future__ import annotations

from typing import Literal

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model.base import Model
from cjm_research.model.journey_parts import TimeFrame

Phase = Literal["before", "during", "after"]


class StageDefinition(Model):
    """One stage of a model: its identifier and the phase of the purchase it belongs to.

    `pivot` names the stages of the seven-stage model that the stage stands for. A stage found in interviews also
    names its `contacts`: labels of touchpoints, with the stage at which they were coded before them
    (``purchase/delivery``); where several stages share a pivot, these tell them apart.
    """

    key: str
    phase: Phase
    pivot: tuple[str, ...]
    name: str = ""
    goal: str = ""
    mindset: str = ""
    time_frame: TimeFrame | None = None
    contacts: tuple[str, ...] = ()


class StageModel(Model):
    """An ordered list of stages; `name` is empty for a built-in one, whose name is a term."""

    key: str
    name: str = ""
    stages: tuple[StageDefinition, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The identifiers, in order."""
        return tuple(stage.key for stage in self.stages)


DEFAULT_STAGE_MODEL = "seven_stage"


def _model(key: str, *rows: tuple[str, Phase, str]) -> StageModel:
    stages = tuple(StageDefinition(key=stage, phase=phase, pivot=tuple(pivot.split())) for stage, phase, pivot in rows)
    return StageModel(key=key, stages=stages)


# The seven-stage model is the pivot: codings carry its stages, every other model says which of them it covers.
# Where one stage of seven serves two of another model, the first in order takes it (Decision: stated, not guessed).
STAGE_MODELS: dict[str, StageModel] = {
    model.key: model
    for model in (
        _model(
            "seven_stage",
            ("awareness", "before", "awareness"),
            ("consideration", "before", "consideration"),
            ("decision", "before", "decision"),
            ("purchase", "during", "purchase"),
            ("experience", "after", "experience"),
            ("loyalty", "after", "loyalty"),
            ("advocacy", "after", "advocacy"),
        ),
        _model(
            "five_stage",
            ("awareness", "before", "awareness"),
            ("consideration", "before", "consideration"),
            ("conversion", "during", "decision purchase"),
            ("retention", "after", "experience loyalty"),
            ("advocacy", "after", "advocacy"),
        ),
        _model(
            "consumer_six",
            ("need_recognition", "before", "awareness"),
            ("information_search", "before", "consideration"),
            ("evaluation_of_alternatives", "before", "decision"),
            ("purchase", "during", "purchase"),
            ("consumption", "after", "experience loyalty advocacy"),
            ("disposal", "after", ""),
        ),
        _model(
            "b2b_seven",
            ("out_of_market", "before", ""),
            ("trigger", "before", "awareness"),
            ("initial_consideration", "before", "consideration"),
            ("active_evaluation", "before", "decision"),
            ("purchase_decision", "during", "purchase"),
            ("experience", "after", "experience"),
            ("loyalty", "after", "loyalty advocacy"),
        ),
        _model(
            "three_phase",
            ("before", "before", "awareness consideration decision"),
            ("during", "during", "purchase"),
            ("after", "after", "experience loyalty advocacy"),
        ),
        # It ends at the purchase: what comes after falls into no stage of it, and is counted as not shown.
        _model(
            "three_classic",
            ("awareness", "before", "awareness"),
            ("consideration", "before", "consideration"),
            ("conversion", "during", "decision purchase"),
        ),
        _model(
            "two_part",
            ("until_purchase", "before", "awareness consideration decision purchase"),
            ("use", "after", "experience loyalty advocacy"),
        ),
    )
}


# Whose stages have a typical mindset, under the terms of that name: a text to start from, which researchers replace.
MODEL_WITH_MINDSETS = "b2b_seven"


def stage_model(key: str) -> StageModel:
    """The built-in model of that name.

    Raises
    ------
    UnknownNameError
        There is no such model.
    """
    try:
        return STAGE_MODELS[key]
    except KeyError:
        known = ", ".join(STAGE_MODELS)
        raise UnknownNameError(
            _("There is no stage model “{key}”. Known: {known}.").format(key=key, known=known)
        ) from None


def crosswalk(stage: str | None, source: StageModel, target: StageModel) -> str | None:
    """The stage of `target` that a stage of `source` falls into.

    The way leads through the seven-stage pivot, and where that fails through the phase. None stays None; a stage that
    neither model knows gives None.
    """
    if stage is None or stage in target.keys:
        return stage
    origin = next((s for s in source.stages if s.key == stage), None)
    if origin is None:
        return None
    for pivot in origin.pivot:
        for candidate in target.stages:
            if pivot in candidate.pivot:
                return candidate.key
    return next((s.key for s in target.stages if s.phase == origin.phase), None)
