"""The JSON Schemas of the package's own files, made from the models: other programs can check what they read and write.

The files in ``cjm_research/schemas/`` are what this gives (``python -m tools.make_schemas`` writes them).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from cjm_research.exchange.study_json import StudyFile
from cjm_research.model import EmpathyMap, JourneyMap, PersonaDraft, Transcript

SCHEMA_FOLDER = Path(__file__).parent.parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
JOURNEY_FORMAT = "cjm-research/journey-map/1"

SCHEMAS: dict[str, type[BaseModel]] = {
    "empathy_map": EmpathyMap,
    "journey_map": JourneyMap,
    "persona_draft": PersonaDraft,
    "study": StudyFile,
    "transcript": Transcript,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file (a key of `SCHEMAS`), draft 2020-12."""
    schema = SCHEMAS[name].model_json_schema(mode="validation")
    if name == "journey_map":
        # Says which form of the file this is; files without it are of this form too.
        form = {"const": JOURNEY_FORMAT, "title": "Format", "type": "string"}
        schema["properties"] = {"format": form, **schema["properties"]}
    return {"$schema": DIALECT, **schema}


def schema_path(name: str) -> Path:
    """The file of a schema."""
    return SCHEMA_FOLDER / f"{name}.schema.json"
