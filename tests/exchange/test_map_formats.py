"""Maps for other programs: CJML, Mermaid, event logs, whiteboards, tables of personas and empathy maps."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET

import pytest

from cjm_research.exchange.maps.cjml import cjml_xml
from cjm_research.exchange.maps.event_log import COLUMNS, event_rows, write_event_csv, xes_xml
from cjm_research.exchange.maps.grids import write_board_csv, write_empathy_csv, write_personas_csv
from cjm_research.exchange.maps.mermaid import mermaid_journey
from cjm_research.i18n import using_language
from cjm_research.model import Count, EmpathyMap, EmpathyNote, Evidence, JourneyPath, Persona, Statement, term
from tests.rendering.full_maps import WORDS, full_map
from tests.rendering.stepped_maps import stepped_map

HOSTILE = "=1+1: <b>\x0b]]>; %% a, b\n--> #35; “ё”"
XES = "{http://www.xes-standard.org/}"


@pytest.fixture(params=["en", "pl", "ru"])
def language(request):
    with using_language(request.param):
        yield request.param


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def walked_map(language="en"):
    """One person who comes back to a step."""
    steps = ("step-shop", "step-call", "step-shop", "step-pay")
    path = JourneyPath(participant="Ą 1", steps=steps, order="walked", outcome="lost")
    return full_map(language, actor="participant", key="Ą 1", paths=(path,))


def test_a_persons_path_is_an_actual_journey_with_what_was_felt(language):
    root = ET.fromstring(cjml_xml(walked_map(language)))
    assert (root.tag, root.get("version")) == ("CJML", "2.0")
    (journey,) = root
    assert journey.tag == "actualJourney"
    points = list(journey.find("touchpoints"))
    assert [point.find("touchpointID").text for point in points] == ["T1", "T2", "T3", "T4"]
    assert [point.find("channel/channelName").text for point in points][:2] == [
        term("touchpoint", "online_store"),
        term("touchpoint", "phone"),
    ]
    assert all(point.tag == "actualCommunicationPoint" for point in points)


def test_any_other_map_is_a_planned_journey_without_experiences(language):
    root = ET.fromstring(cjml_xml(full_map(language)))
    assert [child.tag for child in root] == ["plannedJourney"]
    assert not list(root.iter("touchpointExperience"))


@pytest.mark.parametrize("make", [full_map, walked_map, stepped_map])
def test_all_that_cjml_refers_to_is_there(make, language):
    root = ET.fromstring(cjml_xml(make(language)))
    actors = {one.get("actorID") for one in root.iter() if one.get("actorID")}
    phases = {one.get("phaseID") for one in root.iter("journeyPhase")}
    assert {one.get("actorIDref") for one in root.iter("refersTo")} <= actors
    assert {one.get("phaseIDref") for one in root.iter("belongsTo")} <= phases
    ids = [one.text for one in root.iter("touchpointID")]
    assert len(ids) == len(set(ids)) > 0
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", id) for id in actors | phases)


def test_mermaid_has_every_stage_and_step_with_a_score_from_one_to_five(language):
    journey_map = stepped_map(language)
    lines = mermaid_journey(journey_map).splitlines()
    assert lines[0] == "journey"
    sections = [line for line in lines if line.startswith("    section ")]
    assert [line[12:] for line in sections] == [journey_map.stage_name(stage.key) for stage in journey_map.stages]
    tasks = [line for line in lines if line.startswith("      ")]
    assert len(tasks) >= len([step for step in journey_map.steps if step.layer == "as_is"])
    assert all(re.fullmatch(r" {6}[^:;#]+: [1-5]: [^:;#]+", task) for task in tasks)


@pytest.mark.parametrize(("valence", "score"), [(None, 3), (-2, 1), (-0.6, 2), (0, 3), (0.4, 3), (2, 5)])
def test_mermaid_scores_are_valences(valence, score):
    step = full_map().steps[0].model_copy(update={"valence": valence})
    text = mermaid_journey(full_map().model_copy(update={"steps": (step,)}))
    assert f"Online store (5 of 8): {score}: " in text


@pytest.mark.parametrize("word", ["Journey begins", "title", "SECTION a", "accTitle x"])
def test_a_step_that_begins_like_a_word_of_mermaid_is_a_task(word):
    step = full_map().steps[0].model_copy(update={"text": word})
    text = mermaid_journey(full_map().model_copy(update={"steps": (step,)}))
    assert f"      “{word}” (5 of 8): " in text


def test_hostile_words_end_no_line_and_no_element():
    steps = tuple(step.model_copy(update={"text": HOSTILE}) for step in full_map().steps)
    hostile = walked_map().model_copy(update={"steps": steps, "title": HOSTILE})
    assert len(mermaid_journey(hostile).splitlines()) == len(mermaid_journey(walked_map()).splitlines())
    assert "-->" not in mermaid_journey(hostile)
    for text in (cjml_xml(hostile), xes_xml(hostile)):
        assert not list(ET.fromstring(text).iter("b"))
        assert "\x0b" not in text


def test_event_log_has_a_case_a_person_in_order(language):
    journey_map = walked_map(language)
    log = ET.fromstring(xes_xml(journey_map))
    (trace,) = log.iter(f"{XES}trace")
    assert trace.find(f"{XES}string[@key='concept:name']").get("value") == "Ą 1"
    events = trace.findall(f"{XES}event")
    names = [event.find(f"{XES}string[@key='concept:name']").get("value") for event in events]
    assert names == ["Online store", "Phone call", "Online store", "Checkout and payment"]
    times = [event.find(f"{XES}date").get("value") for event in events]
    assert times == sorted(set(times))
    assert log.find(f"{XES}boolean[@key='cjm:time_is_order']").get("value") == "true"


def test_event_rows_are_the_same_events(tmp_path):
    rows = rows_of(write_event_csv(tmp_path / "log.csv", walked_map()))
    assert tuple(rows[0]) == COLUMNS
    assert [row[1:3] for row in rows[1:]] == [
        ["1", "Online store"], ["2", "Phone call"], ["3", "Online store"], ["4", "Checkout and payment"],
    ]  # fmt: skip
    assert {row[-1] for row in rows[1:]} == {"lost"}
    assert len(list(event_rows(stepped_map()))) == sum(len(path.steps) for path in stepped_map().paths)


def test_whiteboard_grid_has_each_entry_once_in_its_column(tmp_path, language):
    journey_map = full_map(language)
    head, *rows = rows_of(write_board_csv(tmp_path / "board.csv", journey_map))
    assert head[1:] == [journey_map.stage_name(stage.key) for stage in journey_map.stages]
    for column, stage in enumerate(journey_map.stages, start=1):
        texts = [i.text for c, i in journey_map.items if c.stage == stage.key and i.layer == "as_is"]
        assert sorted(row[column] for row in rows if row[column]) == sorted(texts)


def said(words):
    return Evidence(participant="a1", transcript="a1", utterance=0, start=0, end=len(words), quote=words)


def test_empathy_notes_and_statements_are_tables(tmp_path, language):
    words = WORDS[language]
    count = Count(k=1, n=3, interval=(0.061, 0.792))
    note = EmpathyNote(key="n", quadrant="says", text=words, verbatim=True, count=count, evidence=(said(words),))
    empathy = EmpathyMap(key="P1", title="-x", participants=("a1",), basis="confirmed", notes=(note,))
    head, row = rows_of(write_empathy_csv(tmp_path / "e.csv", empathy))
    assert dict(zip(head, row, strict=True))["quotes"] == f"a1: {words}"
    statement = Statement(text=words, inside=(1, 2), outside=(0, 1), interval=(0.1, 0.9), evidence=(said(words),))
    persona = Persona(key="P1", title="-x", members=("a1", "a2"), membership={}, statements=(statement,))
    head, row = rows_of(write_personas_csv(tmp_path / "p.csv", [persona]))
    found = dict(zip(head, row, strict=True))
    assert (found["title"], found["inside_k"], found["inside_n"], found["people"]) == ("'-x", "1", "2", "a1")
