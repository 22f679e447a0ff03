"""What an edit says, as values of the model."""

from __future__ import annotations

from typing import Any

from cjm_research.model import JourneyEdit


def set_values(edit: JourneyEdit) -> dict[str, Any]:
    """The fields that a researcher set, and no others, as the model has them."""
    if not edit.values:
        return {}
    thing = edit.thing()
    return {field: getattr(thing, field) for field in edit.values}
