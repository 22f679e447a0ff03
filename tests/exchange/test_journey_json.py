import json

import jsonschema
import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.journey_json import journey_from_json, journey_json
from cjm_research.exchange.journey_xlsx import blank_map
from cjm_research.exchange.schemas import JOURNEY_FORMAT, SCHEMAS, schema_of, schema_path
from cjm_research.model import STAGE_MODELS, Count, JourneyCell, JourneyItem
from tools.make_schemas import schema_text

ITEM = JourneyItem(key="mine", text="Żółć, ёлка\n\u2028“x”", count=Count(k=0, n=3, interval=(0.0, 0.5)), valence=-1 / 3)


@pytest.fixture
def journey_map():
    cell = JourneyCell(stage="decision", lane="pain", items=(ITEM,))
    return blank_map(STAGE_MODELS["seven_stage"]).model_copy(update={"key": "P1", "title": "Мапа", "cells": (cell,)})


def test_a_map_comes_back_equal(tmp_path, journey_map):
    path = tmp_path / "map.json"
    path.write_text(journey_json(journey_map), encoding="utf-8")
    assert journey_from_json(path) == journey_map
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == JOURNEY_FORMAT


def test_a_map_without_the_name_of_its_format_is_read_too(tmp_path, journey_map):
    path = tmp_path / "map.json"
    path.write_text(journey_map.model_dump_json(), encoding="utf-8")
    assert journey_from_json(path) == journey_map


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"format": "cjm-research/journey-map/9"}', "journey-map/9"),
        ('{"key": "x"}', "title"),
    ],
)
def test_what_is_no_map_is_refused_with_the_reason(tmp_path, text, said):
    path = tmp_path / "map.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=said) as caught:
        journey_from_json(path)
    assert "map.json" in str(caught.value)
    with pytest.raises(UnreadableFileError):
        journey_from_json(tmp_path / "none.json")


@pytest.mark.parametrize("name", SCHEMAS)
def test_published_schemas_are_those_of_the_models(name):
    assert schema_path(name).read_text(encoding="utf-8") == schema_text(name), "run python -m tools.make_schemas"


def test_a_written_map_fits_its_schema(journey_map):
    jsonschema.Draft202012Validator(schema_of("journey_map")).validate(json.loads(journey_json(journey_map)))
    unfit = json.loads(journey_json(journey_map)) | {"actor": "nobody"}
    assert not jsonschema.Draft202012Validator(schema_of("journey_map")).is_valid(unfit)
