"""The settings of a study, as they stand in its study.toml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from cjm_research.i18n import LANGUAGES
from cjm_research.model.base import Model
from cjm_research.model.stages import DEFAULT_STAGE_MODEL, STAGE_MODELS

RatingScale = Literal["1-3", "1-5", "1-10"]


class StudySettings(Model):
    """What the researcher decided about a study.

    `languages` are those of the interviews, `interface_language` is the one of reports and maps. `features` names
    language models that the tagger uses beside its own, see docs/tagging.md.
    """

    title: str = ""
    purpose: str = ""
    languages: tuple[str, ...] = LANGUAGES
    interface_language: str = "en"
    stage_model: str = DEFAULT_STAGE_MODEL
    rating_scale: RatingScale = "1-5"
    seed: int = Field(default=20260101, ge=0)
    features: tuple[str, ...] = ()

    @field_validator("languages")
    @classmethod
    def _known_languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or set(value) - set(LANGUAGES):
            raise ValueError(f"languages are {value!r}; known: {', '.join(LANGUAGES)}")
        return value

    @field_validator("interface_language")
    @classmethod
    def _known_interface(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"interface_language is {value!r}; known: {', '.join(LANGUAGES)}")
        return value

    @field_validator("stage_model")
    @classmethod
    def _known_model(cls, value: str) -> str:
        if value not in STAGE_MODELS:
            raise ValueError(f"stage_model is {value!r}; known: {', '.join(STAGE_MODELS)}")
        return value
