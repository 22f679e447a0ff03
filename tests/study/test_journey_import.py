"""A journey workbook that somebody worked in comes back into the study."""

import pytest
from openpyxl import load_workbook

from cjm_research.cli import main
from cjm_research.exchange.journey_xlsx import write_template_xlsx
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import STAGE_MODELS, term


@pytest.fixture
def coded(study, interviews):
    study.import_transcripts(interviews / "en_1.json")
    study.add_coding("en_1", 3, "I gave up", kind="barrier", stage="decision")
    return study


def change_cell(path, heading, column, change):
    workbook = load_workbook(path)
    cell = next(row[0] for row in workbook.worksheets[0].iter_rows() if row[0].value == heading).offset(0, column)
    cell.value = change(cell.value)
    workbook.save(path)


def cell_texts(study, lane, stage="decision", key="all"):
    return [item.text for item in study.journey_map(key).cell(stage, lane).items]


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_in_the_table_become_edits_in_one_step(coded, tmp_path, language):
    with using_language(language):
        path = coded.write_map(format="xlsx", out=tmp_path / "journey.xlsx")
        pain, solution = term("lane", "pain"), term("lane", "solution")
    before = coded.journey_map()
    change_cell(path, pain, 3, lambda text: text.replace("I gave up", "I gave it up"))
    change_cell(path, solution, 3, lambda _empty: "Call back")
    report = coded.import_transcripts(path)
    assert "2" in str(report)
    assert not report.failed
    assert "I gave it up" in cell_texts(coded, "pain")[0]
    (kept,) = coded.journey_map().cell("decision", "pain").items
    assert [e.quote for e in kept.evidence] == ["I gave up"]
    assert kept.edited == ("text",)
    assert cell_texts(coded, "solution") == ["Call back"]
    again = coded.import_journey(path)
    assert again.changes == {"all": 0}
    coded.undo()
    assert coded.journey_map() == before


def test_a_workbook_that_nobody_changed_changes_nothing(coded, tmp_path):
    coded.add_journey_item("all", "decision", "solution", "Answer at once", owner="Sales")
    path = coded.write_map(format="xlsx", out=tmp_path / "journey.xlsx")
    before = coded.journey_edits("all")
    assert coded.import_journey(path).changes == {"all": 0}
    assert coded.journey_edits("all") == before


def test_what_was_changed_meanwhile_in_the_study_stays(coded, tmp_path):
    path = coded.write_map(format="xlsx", out=tmp_path / "journey.xlsx")
    coded.set_journey_stage("all", "decision", goal="Decide soon")
    change_cell(path, "Goal of the stage", 2, lambda _empty: "See what there is")
    coded.import_journey(path)
    goals = {stage.key: stage.goal for stage in coded.journey_map().stages if stage.goal}
    assert goals == {"decision": "Decide soon", "consideration": "See what there is"}


def test_a_filled_in_template_becomes_a_map_without_data(study, tmp_path):
    path = write_template_xlsx(tmp_path / "Our plan.xlsx", STAGE_MODELS["three_phase"])
    change_cell(path, "Goals", 1, lambda _empty: "Know what it costs")
    change_cell(path, "Purpose of the map", 1, lambda _empty: "What do we promise?")
    report = study.import_transcripts(path)
    assert "Our-plan" in str(report)
    journey_map = study.journey_map("Our-plan")
    assert (journey_map.actor, journey_map.purpose) == ("story", "What do we promise?")
    assert cell_texts(study, "goal", "before", "Our-plan") == ["Know what it costs"]
    assert study.import_journey(path).changes == {"Our-plan": 0}


def test_a_map_of_nobody_in_the_study_is_refused_whole(coded, study, tmp_path):
    path = coded.write_map("en_1", format="xlsx", out=tmp_path / "journey.xlsx")
    change_cell(path, "Purpose of the map", 1, lambda _old: "Another one")
    other = type(study).create(tmp_path / "other")
    report = other.import_transcripts(path)
    assert [file for file, _why in report.failed] == [str(path)]
    assert not other.store.standing("journey")


def test_an_entry_that_is_gone_is_told_and_the_rest_comes_in(coded, tmp_path):
    path = coded.write_map(format="xlsx", out=tmp_path / "journey.xlsx")
    change_cell(path, "Pain points and barriers", 3, lambda text: text.replace("gave", "have given"))
    change_cell(path, "Purpose of the map", 1, lambda _old: "Why?")
    (barrier,) = [coding for coding in coded.confirmed if coding.kind == "barrier"]
    coded.remove_coding(barrier.guid)
    report = coded.import_journey(path)
    assert report.changes == {"all": 1}
    assert len(report.notes) == 1
    assert coded.journey_map().purpose == "Why?"


def test_the_command_tells_what_came_in_and_what_it_could_not_read(coded, tmp_path, capsys):
    path = coded.write_map(format="xlsx", out=tmp_path / "journey.xlsx")
    change_cell(path, "Purpose of the map", 1, lambda _old: "Why?")
    change_cell(path, "Time frame", 2, lambda _empty: "a while")
    assert main(["import", str(path), "--study", str(coded.folder)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 change of the journey map “all” came in." in told
    assert "“a while” is no time frame." in told
    assert "0 transcripts" not in told


def test_contacts_as_they_always_are_describe_nothing(coded, tmp_path):
    coded.add_coding("en_1", 3, "I gave up", kind="touchpoint", label="phone", stage="decision")
    path = coded.write_map(format="xlsx", out=tmp_path / "plain.xlsx")
    workbook = load_workbook(path)
    workbook.remove(workbook["cjm-data"])  # saved by a program that drops hidden sheets
    workbook.save(path)
    coded.import_journey(path)
    assert "plain" in coded.journey_maps()
    assert [edit for edit in coded.store.standing("journey").values() if edit.part == "touchpoint"] == []
    assert not coded.journey_map().touchpoint("phone").own
