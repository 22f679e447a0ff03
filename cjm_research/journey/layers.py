"""The journey of today and the planned one, each as a map of its own."""

from __future__ import annotations

from cjm_research.model import EmotionPoint, JourneyMap, term
from cjm_research.model.journey_parts import Layer


def layer_of(journey_map: JourneyMap, layer: Layer) -> JourneyMap:
    """One layer of a map, named as its version.

    The journey of today is what the map holds but for the planned entries. The planned journey is that with the planned
    entries, without the pains that these answer, and with the planned feelings where there are any.
    """
    planned = [item for _cell, item in journey_map.items if item.layer == "to_be"]
    answered = {key for item in planned for key in item.links} if layer == "to_be" else set()
    cells = (
        cell.model_copy(
            update={
                "items": tuple(
                    item
                    for item in cell.items
                    if layer in ("to_be", item.layer) and (cell.lane != "pain" or item.key not in answered)
                )
            }
        )
        for cell in journey_map.cells
    )
    return journey_map.model_copy(
        update={
            "version": term("layer", layer),
            "cells": tuple(cell for cell in cells if cell.items),
            "steps": tuple(step for step in journey_map.steps if layer in ("to_be", step.layer)),
            "curve": _curve(journey_map) if layer == "to_be" else journey_map.curve,
            "curve_to_be": (),
        }
    )


def _curve(journey_map: JourneyMap) -> tuple[EmotionPoint, ...]:
    planned = {point.stage: point for point in journey_map.curve_to_be if point.mean is not None}
    return tuple(planned.get(point.stage, point) for point in journey_map.curve)
