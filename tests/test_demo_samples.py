"""The four sample studies: complete, evidenced, and each an example of what it stands for."""

from functools import cache

import pytest

from cjm_research.checking.maps import check_map
from cjm_research.demo.samples import SAMPLES, open_sample, sample
from cjm_research.errors import UnknownNameError
from cjm_research.exchange.journey_xlsx import read_journey_workbook, write_journey_xlsx
from cjm_research.model.lanes import COMPANY_LANES, REQUIRED_LANES

LANGUAGES = {"pram": {"ru"}, "fridge": {"pl"}, "flight": {"en"}, "b2b": {"en", "pl", "ru"}}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Each sample opened once, with its map."""

    @cache
    def open_once(name):
        study = open_sample(name, tmp_path_factory.mktemp("samples") / name)
        return study, study.journey_map()

    return open_once


def items(journey_map, lane):
    return [item for cell, item in journey_map.items if cell.lane == lane]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_an_evidenced_map_that_passes_the_checks(opened, name):
    study, journey_map = opened(name)
    assert journey_map.status == "evidenced"
    assert journey_map.purpose
    assert {transcript.language for transcript in study.transcripts} == LANGUAGES[name]
    assert len(journey_map.outcomes) >= 3
    assert journey_map.n_unstaged == 0
    assert [str(finding) for finding in check_map(journey_map) if finding.level != "note"] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_something_for_every_view(opened, name):
    _study, journey_map = opened(name)
    assert all(items(journey_map, lane) for lane in (*REQUIRED_LANES, "touchpoint", "emotion", "quote", "question"))
    assert {"solution", "communication", "content", "frontstage", "backstage", "support", "owner"} <= {
        cell.lane for cell, _item in journey_map.items if cell.lane in COMPANY_LANES
    }
    assert sum(point.mean is not None for point in journey_map.curve) >= 5
    assert journey_map.curve_to_be
    assert len(journey_map.steps) >= 8
    assert journey_map.paths
    assert journey_map.transitions
    assert all((journey_map.metrics, journey_map.factors, journey_map.sign_offs))
    assert sum(bool(stage.goal and stage.time_frame) for stage in journey_map.stages) >= 4
    linked = {key for item in items(journey_map, "solution") for key in item.links}
    assert {item.key for item in items(journey_map, "pain") if item.is_barrier} <= linked
    assert all(item.owner for item in items(journey_map, "solution"))


@pytest.mark.parametrize("name", ["pram", "b2b"])
def test_a_sample_goes_through_a_workbook_unchanged(opened, name, tmp_path):
    _study, journey_map = opened(name)
    (reading,) = read_journey_workbook(write_journey_xlsx(tmp_path / "journey.xlsx", journey_map))
    assert reading.map == journey_map
    assert (reading.edits, reading.notes) == ((), [])


def test_each_sample_shows_what_it_stands_for(opened):
    pram, fridge, flight, b2b = (opened(name)[1] for name in SAMPLES)
    assert sum("near_failure" in item.marks for item in items(pram, "turning")) == 2
    assert len({item.label for item in items(fridge, "touchpoint")}) >= 10
    assert {stage.phase for stage in flight.stages} == {"before", "during", "after"}
    assert sum(bool(step.decision and step.actors) for step in b2b.steps) >= 5
    assert {"Long list", "Short list", "Launch plan"} <= {step.artefact for step in b2b.steps}


def test_a_sample_is_opened_again_where_it_lies(opened):
    study, _journey_map = opened("flight")
    again = open_sample("flight", study.folder)
    assert len(again.store.standing("journey")) == len(study.store.standing("journey"))


def test_an_unknown_sample_is_refused():
    with pytest.raises(UnknownNameError, match="pram"):
        sample("teapot")
