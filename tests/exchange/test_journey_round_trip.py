"""A journey workbook comes back as it was written, and what a person changed in it is seen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.journey_xlsx import (
    blank_map,
    is_journey_workbook,
    read_journey_edits,
    read_journey_workbook,
    read_journey_xlsx,
    write_cards_csv,
    write_cards_xlsx,
    write_journey_xlsx,
    write_template_xlsx,
)
from cjm_research.exchange.journey_xlsx.cells import clean
from cjm_research.exchange.journey_xlsx.reading_tables import table_of
from cjm_research.exchange.journey_xlsx.tables import TABLES, stage_key
from cjm_research.exchange.journey_xlsx.words import folded, in_every_language, known_rows, row_labels, shown_labels
from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.journey import apply_edits
from cjm_research.model import (
    STAGE_MODELS,
    Count,
    Evidence,
    JourneyCell,
    JourneyEdit,
    JourneyItem,
    JourneyMap,
    TimeFrame,
    term,
)
from cjm_research.model.journey import EmotionPoint
from cjm_research.model.journey_parts import (
    ExternalFactor,
    JourneyPath,
    JourneyStep,
    Metric,
    SignOff,
    Touchpoint,
    Transition,
)

PEOPLE = ("t1", "t2", "t3")
COUNT = Count(k=2, n=3, interval=(0.2, 0.9))


def evidence(*quotes):
    return tuple(
        Evidence(
            participant=f"t{n}", transcript=f"t{n}", utterance=1, start=0, end=len(quote), quote=quote, coding=f"g{n}"
        )
        for n, quote in enumerate(quotes, start=1)
    )


def item(key, text, quotes=("one", "two"), **fields):
    return JourneyItem(key=key, text=text, count=COUNT, evidence=evidence(*quotes), **fields)


def full_map(key="P1", title="Maps and people", text="Waited for an hour"):
    """A map with something in every field that a workbook shows."""
    bare = blank_map(STAGE_MODELS["seven_stage"])
    changed = {"goal": text, "mindset": "Hm.", "time_frame": TimeFrame(low=2, high=3, unit="weeks", source="orders")}
    stages = tuple(
        stage.model_copy(update={"count": COUNT, **(changed if stage.key == "decision" else {})})
        for stage in bare.stages
    )
    own = {"quotes": (), "own": True}
    cells = (
        (
            "thought",
            "decision",
            item("thought-1", "Is it worth it?"),
            item("mine", "An assumption", layer="to_be", **own),
        ),
        ("pain", "decision", item("pain-1", text, is_barrier=True), item("pain-2", "Nobody answers", is_barrier=True)),
        ("solution", "decision", item("solution-1", "Answer at once", links=("pain-1",), owner="Sales", **own)),
        ("communication", "awareness", item("ad", "A film of a minute", label="video", owner="Marketing", **own)),
    )
    steps = (
        JourneyStep(
            key="step-1", stage="awareness", text="Phone call", label="phone", count=COUNT, evidence=evidence("a")
        ),
        JourneyStep(key="step-2", stage="decision", text="Short list", count=COUNT, decision="Three offers", own=True),
    )
    return bare.model_copy(
        update={
            "key": key, "title": title, "actor": "persona", "status": "evidenced", "purpose": text,
            "participants": PEOPLE, "groups": ("customer",), "stages": stages, "steps": steps,
            "cells": tuple(JourneyCell(lane=lane, stage=stage, items=items) for lane, stage, *items in cells),
            "curve": tuple(
                EmotionPoint(stage=s.key, mean=-1 / 3 if s.key == "decision" else None, n=3) for s in stages
            ),
            "curve_to_be": (EmotionPoint(stage="decision", mean=1.5, n=0, own=True),),
            "paths": (JourneyPath(participant="t1", steps=("step-1", "step-2", "step-1"), outcome="repeat"),),
            "transitions": (Transition(source="step-1", target="step-2", people=1, leaving=2, times=1),),
            "touchpoints": (Touchpoint(key="phone", setting="offline", owner="brand", department="Sales"),),
            "metrics": (Metric(key="m1", name="Calls answered", stage="decision", value=0.5, unit="%", target=0.9),),
            "factors": (ExternalFactor(key="f1", text="A new law", date="2025", stages=("decision",)),),
            "sign_offs": (SignOff(key="s1", department="Sales", date="2026-01-10", note="Agreed."),),
            "none_found": ("turning",),
        }
    )  # fmt: skip


def change_cell(path, heading, column, change, sheet=0):
    """Change one cell as a person does, in the row of that heading; the cell's place."""
    workbook = load_workbook(path)
    table = workbook.worksheets[sheet] if isinstance(sheet, int) else workbook[sheet]
    cell = next(row[0] for row in table.iter_rows() if row[0].value == heading).offset(0, column)
    cell.value = change(cell.value)
    workbook.save(path)
    return cell.coordinate


def edits_of(path, journey_map):
    return {(edit.part, edit.target): edit for edit in read_journey_edits(path, journey_map)}


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "a\x07b",
    "two\nlines\r\nthree",
    "👩‍👩‍👧 żółć Ёлка",
    "_x0041_",
    "x" * 70_000,
    " both ",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


@given(texts=st.lists(TEXTS, min_size=2, max_size=2), language=st.sampled_from(LANGUAGES))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_comes_back_equal_and_nothing_seems_changed(tmp_path, texts, language):
    maps = [full_map("P1", text=texts[0]), full_map("P2", title=texts[1], text=texts[1])]
    with using_language(language):
        path = write_journey_xlsx(tmp_path / "maps.xlsx", *maps)
    readings = read_journey_workbook(path)
    assert [reading.map for reading in readings] == maps
    assert [(reading.edits, reading.notes) for reading in readings] == [((), []), ((), [])]


CELLS = st.one_of(
    st.none(), TEXTS.map(clean), st.floats(-5, 5), st.booleans(), st.dates(), st.datetimes(),
    st.sampled_from(["2–3 weeks", "Stage", "Barrier:", "• ", "(1 of 2)", "None found", "Decision", "Key", "P1"]),
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 12), CELLS), min_size=1, max_size=12), st.integers(0, 9))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_person_writes_into_a_workbook_it_is_read(tmp_path, changes, sheet):
    journey_map = full_map()
    path = write_journey_xlsx(tmp_path / "map.xlsx", journey_map)
    workbook = load_workbook(path)
    table = workbook.worksheets[sheet % (len(workbook.worksheets) - 1)]
    for row, column, value in changes:
        table.cell(row, column).value = value
        table.cell(row, column).data_type = "s" if isinstance(value, str) else table.cell(row, column).data_type
    workbook.save(path)
    for reading in read_journey_workbook(path):
        assert isinstance(apply_edits(reading.map, reading.edits, ()), JourneyMap)
        assert all("cell" in note or "sheet" in note.casefold() for note in reading.notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_line_keeps_its_entry_a_new_one_is_an_assumption_and_a_missing_one_is_off(tmp_path, language):
    journey_map = full_map()
    with using_language(language):
        path = write_journey_xlsx(tmp_path / "map.xlsx", journey_map)
        heading = term("lane", "pain")
    change_cell(path, heading, 3, lambda text: text.replace("hour", "day").split("\n")[0] + "\n- Nobody was there")
    edits = edits_of(path, journey_map)
    assert edits["item", "pain-1"].values == {"text": "Waited for an day"}
    assert edits["item", "pain-1"].evidence == ("g1", "g2")
    assert edits["item", "pain-2"].removed
    (new,) = (edit for edit in edits.values() if edit.own)
    assert new.values == {"stage": "decision", "lane": "pain", "text": "Nobody was there"}
    after = apply_edits(journey_map, edits.values(), ())
    texts = [entry.text for entry in after.cell("decision", "pain").items]
    assert texts == ["Waited for an day", "Nobody was there"]
    assert [entry.is_assumption for entry in after.cell("decision", "pain").items] == [False, True]


def test_what_a_researcher_said_of_an_entry_before_stays_said(tmp_path):
    found = full_map()
    values = {"stage": "decision", "lane": "question", "text": "What does it cost?", "marks": ["keep"]}
    before = [
        JourneyEdit(group="customer", map="P1", part="item", target="q", values=values, evidence=("g9",), own=True),
        JourneyEdit(group="customer", map="P1", part="item", target="pain-1", values={"owner": "Sales"}),
    ]
    journey_map = apply_edits(found, before, ())
    path = write_journey_xlsx(tmp_path / "map.xlsx", journey_map)
    change_cell(path, "Questions", 3, lambda text: text.replace("it cost", "it really cost"))
    change_cell(path, "Pain points and barriers", 3, lambda text: text.replace("an hour", "two hours"))
    after = apply_edits(found, [*before, *read_journey_edits(path, journey_map)], ())
    (question,) = after.cell("decision", "question").items
    assert (question.text, question.marks) == ("What does it really cost?", ("keep",))
    assert (after.item("pain-1").text, after.item("pain-1").owner) == ("Waited for two hours", "Sales")


def test_stages_curve_and_facts_can_be_changed(tmp_path):
    journey_map = full_map()
    path = write_journey_xlsx(tmp_path / "map.xlsx", journey_map)
    change_cell(path, "Stage", 3, lambda _old: "Making up one's mind")
    change_cell(path, "Time frame", 2, lambda _old: "1,5 месяца")
    change_cell(path, "Emotion, mean over people (−2 to +2)", 3, lambda _old: 1)
    change_cell(path, "Planned emotion (−2 to +2)", 1, lambda _old: "0,5")
    change_cell(path, "Purpose of the map", 1, lambda _old: "Why do they wait?")
    edits = edits_of(path, journey_map)
    assert edits["stage", "decision"].values == {"name": "Making up one's mind"}
    assert edits["stage", "consideration"].values["time_frame"]["unit"] == "months"
    assert edits["point", "decision"].values == {"mean": 1}
    assert edits["point", "awareness@to_be"].values == {"mean": 0.5}
    assert edits["map", ""].values == {"purpose": "Why do they wait?"}
    assert len(edits) == 5


def test_the_other_tables_are_read_back_too(tmp_path):
    journey_map = full_map()
    path = write_journey_xlsx(tmp_path / "map.xlsx", journey_map)
    workbook = load_workbook(path)
    workbook["Solutions"]["E2"] = "Marketing"
    workbook["Solutions"]["D3"] = "Call back within an hour"
    workbook["Communication plan"]["C2"] = "Live chat"
    workbook["Steps"]["D2"] = "Whom to ask"
    workbook["Metrics"]["E2"] = 0.7
    workbook["Sign-offs"].delete_rows(2)
    workbook.save(path)
    edits = edits_of(path, journey_map)
    assert edits["item", "solution-1"].values["owner"] == "Marketing"
    assert edits["item", "ad"].values["label"] == "chat"
    assert edits["step", "step-1"].values == {"decision": "Whom to ask"}
    assert edits["metric", "m1"].values == journey_map.metrics[0].model_copy(update={"value": 0.7}).model_dump(
        mode="json", exclude_defaults=True
    )
    assert edits["sign_off", "s1"].removed
    (new,) = (edit for edit in edits.values() if edit.part == "item" and journey_map.item(edit.target) is None)
    assert new.values["links"] == ["pain-2"]
    assert new.values["lane"] == "solution"


def test_what_cannot_be_read_is_told_with_its_place(tmp_path):
    path = write_journey_xlsx(tmp_path / "map.xlsx", full_map())
    first = change_cell(path, "Planned emotion (−2 to +2)", 3, lambda _old: "very good")
    second = change_cell(path, "Time frame", 3, lambda _old: "some time")
    change_cell(path, "Legend", 0, lambda _old: "Legend")
    (reading,) = read_journey_workbook(path)
    assert reading.edits == ()
    assert [note.split(":")[0] for note in reading.notes] == [
        f"Sheet “Maps and people”, cell {second}",
        f"Sheet “Maps and people”, cell {first}",
    ]


def test_the_stages_there_are_are_told_where_one_is_not_known():
    with pytest.raises(ValueError, match=r"“Somewhere”.* Known: "):
        stage_key(full_map(), "Somewhere")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hidden", [True, False])
def test_a_template_that_was_filled_in_is_a_map_of_assumptions(tmp_path, language, hidden):
    model = STAGE_MODELS["consumer_six"]
    with using_language(language):
        path = write_template_xlsx(tmp_path / "mine.xlsx", model)
        goal, touchpoint = term("lane", "goal"), term("lane", "touchpoint")
        phone = term("touchpoint", "phone")
    assert read_journey_xlsx(path) == (blank_map(model),)
    change_cell(path, goal, 1, lambda _empty: "Know what there is")
    change_cell(path, touchpoint, 6, lambda _empty: phone)
    if not hidden:  # another program made the table, or dropped what it did not show
        workbook = load_workbook(path)
        del workbook["cjm-data"]
        workbook.save(path)
    (reading,) = read_journey_workbook(path)
    assert reading.is_new
    assert reading.map.stage_model == "consumer_six"
    values = [edit.values for edit in reading.edits]
    assert {"stage": "need_recognition", "lane": "goal", "text": "Know what there is"} in values
    assert {"stage": "disposal", "lane": "touchpoint", "text": phone, "label": "phone"} in values
    assert len(values) == 2


def test_a_template_may_have_stages_of_its_own(tmp_path):
    path = write_template_xlsx(tmp_path / "mine.xlsx", STAGE_MODELS["three_phase"], lanes="minimal")
    change_cell(path, "Stage", 2, lambda _old: "In the shop")
    change_cell(path, "Stage", 4, lambda _empty: "A year later")
    change_cell(path, "Questions", 4, lambda _empty: "Is it still good?")
    (reading,) = read_journey_workbook(path)
    renamed, added, entry = reading.edits
    assert (renamed.target, renamed.values) == ("during", {"name": "In the shop"})
    assert added.own
    assert (added.values["name"], added.values["phase"]) == ("A year later", "after")
    assert entry.values["stage"] == added.target


def test_a_template_holds_only_the_lanes_that_were_asked_for(tmp_path):
    path = write_template_xlsx(tmp_path / "mine.xlsx", STAGE_MODELS["three_phase"], lanes=("goal", "pain"))
    headings = {row[0] for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)}
    assert headings >= {"Goals", "Pain points and barriers", "Planned emotion (−2 to +2)"}
    assert "Thoughts" not in headings


def test_tables_that_are_no_journeys_are_told_apart(tmp_path):
    workbook = Workbook()
    workbook.active.append(["id", "group", "Stage"])
    workbook.save(tmp_path / "people.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert is_journey_workbook(write_journey_xlsx(tmp_path / "map.xlsx", full_map()))
    for name in ("people.xlsx", "broken.xlsx", "none.xlsx"):
        assert not is_journey_workbook(tmp_path / name)
        with pytest.raises(UnreadableFileError):
            read_journey_xlsx(tmp_path / name)


def test_a_damaged_hidden_sheet_is_named(tmp_path):
    path = write_journey_xlsx(tmp_path / "map.xlsx", full_map())
    workbook = load_workbook(path)
    workbook["cjm-data"]["D2"] = "{"
    workbook.save(path)
    with pytest.raises(UnreadableFileError, match="cjm-data"):
        read_journey_xlsx(path)


def test_there_is_a_card_for_each_quote_and_each_assumption(tmp_path):
    sheet = load_workbook(write_cards_xlsx(tmp_path / "cards.xlsx", full_map())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Stage", "Lane", "Entry", "Quote", "Participant", "Key")
    assert ("Decision", "Thoughts", "Is it worth it?", "two", "t2", "thought-1") in rows
    assert ("Decision", "Thoughts", "An assumption", None, None, "mine") in rows
    assert len(rows) == 1 + 9


def test_cards_are_to_be_had_as_csv_too(tmp_path):
    lines = write_cards_csv(tmp_path / "cards.csv", full_map(text="=1+1")).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Stage,Lane,Entry,Quote,Participant,Key"
    assert "Decision,Pain points and barriers,'=1+1,one,t1,pain-1" in lines
    assert len(lines) == 1 + 9


def test_headings_of_the_three_languages_are_never_taken_for_each_other():
    for labels in in_every_language(row_labels):
        assert [known_rows()[folded(label)] for label in labels.values()] == list(labels)
        assert not {folded(label) for label in labels.values()} & {
            folded(name) for names in in_every_language(shown_labels) for name in names
        }
    for table in TABLES:
        for columns in in_every_language(lambda table=table: [_(column.name) for column in table.columns]):
            assert len(set(map(folded, columns))) == len(columns)
    titles = in_every_language(lambda: [(table, _(table.title)) for table in TABLES])
    assert all(table_of(title[:31]) is table for language in titles for table, title in language)


def test_hidden_data_is_plain_and_short_enough_for_a_cell(tmp_path):
    path = write_journey_xlsx(tmp_path / "map.xlsx", full_map(text="ж" * 40_000))
    sheet = load_workbook(path)["cjm-data"]
    assert sheet.sheet_state == "hidden"
    pieces = [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(pieces) > 3
    assert all(piece.isascii() and len(piece) < 32_767 for piece in pieces)


def test_maps_are_equal_only_when_all_of_them_is(tmp_path):
    path = write_journey_xlsx(tmp_path / "map.xlsx", full_map())
    (back,) = read_journey_xlsx(path)
    assert isinstance(back, JourneyMap)
    assert back != full_map(text="Something else")
