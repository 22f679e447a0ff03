"""Gaps, priorities, plan and changes of a study of three coded interviews, and their commands."""

import csv
import json
import shutil

import pytest

from cjm_research.cli import main
from cjm_research.errors import BadValueError, UnknownNameError, UnreadableFileError, UnsupportedFormatError
from cjm_research.i18n import LANGUAGES
from cjm_research.study import Study

INVENTORY = {
    "en": "name,touchpoint,stage,department,present,effort\nHotline,Phone call,Purchase,Service,yes,10\n"
    "=Newsletter,E-mail,Loyalty,Marketing,no,30\n",
    "pl": "nazwa,punkt styku,etap,dział,obecność,nakład\nHotline,Rozmowa telefoniczna,Zakup,Service,tak,10\n"
    "=Newsletter,E-mail,Lojalność,Marketing,nie,30\n",
    "ru": "название,точка контакта,этап,отдел,присутствие,затраты\nHotline,Телефонный звонок,Покупка,Service,да,10\n"
    "=Newsletter,Электронная почта,Лояльность,Marketing,нет,30\n",
}


def talk(folder, name, turns, **values):
    """An interview in which the participant says `turns`: (text, kind, label, valence)."""
    utterances = [{"speaker": "P", "role": "participant", "text": text} for text, *_rest in turns]
    codings = [
        {"u": u, "quote": text, "kind": kind, "label": label, "valence": valence, "stage": "purchase"}
        for u, (text, kind, label, valence) in enumerate(turns)
    ]
    value = {"id": name, "language": "en", "utterances": utterances, "codings": codings, **values}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


CALL = ("I rang them for an hour.", "touchpoint", "phone", -1)
PAIN = ("Nobody answered.", "pain_point", None, -2)
STOP = ("So I gave up.", "barrier", None, -2)
GOOD = ("The driver was lovely.", "success_point", None, 2)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of the study, made once; tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("analysis")
    talks = folder / "talks"
    talks.mkdir()
    talk(talks, "a", [CALL, PAIN], attributes={"wave": "spring"})
    talk(talks, "b", [CALL, STOP, GOOD], attributes={"wave": "spring"})
    talk(talks, "c", [GOOD], attributes={"wave": "autumn"})
    Study.create(folder / "study", title="Calls").import_transcripts(talks)
    return folder / "study"


@pytest.fixture
def study(made, tmp_path):
    shutil.copytree(made, tmp_path / "study")
    return Study.open(tmp_path / "study")


def inventory(tmp_path, language="en", text=None):
    path = tmp_path / f"inventory-{language}.csv"
    path.write_text(text or INVENTORY[language], encoding="utf-8")
    return path


def test_a_list_of_contacts_comes_in_as_one_step_and_is_compared(study, tmp_path):
    report = study.import_inventory(inventory(tmp_path))
    assert (report.n_added, report.n_kept) == (2, 0)
    kinds = {row.label: row.kind for row in study.gaps().rows}
    assert kinds == {"phone": "matched"}
    assert [check.label for check in study.gaps().presence if check.present is False] == ["email"]
    assert study.undo("coder")
    assert study.inventory == ()


def test_a_list_can_be_imported_again_and_be_the_whole_list(study, tmp_path):
    study.import_inventory(inventory(tmp_path))
    again = study.import_inventory(inventory(tmp_path, text="name,touchpoint,effort\nHotline,Phone call,20\n"))
    assert (again.n_changed, again.n_kept) == (1, 1)
    whole = study.set_inventory(study.inventory[:1], replace=True)
    assert (whole.n_same, whole.n_removed) == (1, 1)
    assert [one.name for one in study.inventory] == ["Hotline"]
    assert study.remove_from_inventory(study.inventory[0].key) == 1


def test_a_list_among_interviews_is_no_interview(study, tmp_path):
    report = study.import_transcripts(inventory(tmp_path))
    assert (report.failed, report.skipped, report.imported) == ((), (), ())
    assert "cjm gaps --inventory" in report.notes[0][1]


def test_a_faulty_list_changes_nothing(study, tmp_path):
    with pytest.raises(UnreadableFileError, match="line 2"):
        study.import_inventory(inventory(tmp_path, text="name,touchpoint\nHotline,teleporter\n"))
    with pytest.raises(UnknownNameError, match="never"):
        study.set_inventory([{"name": "Hotline", "label": "phone", "stages": ["never"]}])
    assert study.inventory == ()


def test_pains_stand_in_order_with_people_and_feelings(study):
    (row,) = study.priorities().rows
    assert (row.touchpoint, row.count.k, row.count.n, row.stopped.k, row.severity) == ("phone", 2, 3, 1, 2.0)
    assert [kept.count.k for kept in study.priorities().keep]
    with pytest.raises(BadValueError, match="speed"):
        study.priorities(weights={"speed": 1})


def test_an_action_answers_a_pain_and_has_a_state(study):
    (row,) = study.priorities().rows
    action = study.add_plan_item(
        "Call back", map="all", answers=[row.key], owner="Service", due="2026-05-31", guid="x1"
    )
    assert study.add_plan_item(
        "Call back", map="all", answers=[row.key], owner="Service", due="2026-05-31", guid="x1"
    ) == action  # fmt: skip
    assert len(study.plan) == 1
    assert study.priorities().rows[0].plan == ("Call back",)
    assert study.change_plan_item("x1", status="done", before=4, after=3, metric="Minutes").status == "done"
    assert study.plan_effects().rows[0].difference == -1
    assert study.change_plan_item("x1", due=None).due == ""
    assert study.remove_plan_item("x1") == 1
    assert study.plan == ()


def test_actions_that_mean_nothing_are_refused(study):
    for values, error in (
        ({"due": "soon"}, BadValueError),
        ({"map": "all", "answers": ["nothing"]}, UnknownNameError),
        ({"status": "perhaps"}, BadValueError),
        ({"colour": "red"}, UnknownNameError),
    ):
        with pytest.raises(error):
            study.add_plan_item("Call back", **values)
    assert study.plan == ()


def test_effects_are_measured_with_the_same_instrument(study, tmp_path):
    for wave, shift in (("before", 0), ("after", 2)):
        rows = ["participant,rating 1-5: phone", *(f"p{n},{1 + n % 3 + shift}" for n in range(9))]
        (tmp_path / f"{wave}.csv").write_text("\n".join(rows), encoding="utf-8")
        study.import_survey(tmp_path / f"{wave}.csv", wave=wave)
    study.add_plan_item("Call back", instrument="rating_1_5:phone")
    (effect,) = study.plan_effects().rows
    assert effect.difference == 2
    assert effect.comparison.paired.n == 9
    assert "need not be its effect" in str(study.plan_effects())
    study.add_plan_item("Other", instrument="nps")
    with pytest.raises(UnknownNameError, match="nps"):
        study.plan_effects()


def test_changes_since_a_kept_version(study, tmp_path):
    study.keep_journey_version("all", "spring")
    assert study.journey_changes("all", "spring").is_empty
    study.import_transcripts(talk(tmp_path, "d", [CALL, PAIN]))
    diff = study.journey_changes("all", "spring")
    assert diff.people_added == ("d",)
    assert {change.lane for change in diff.changed} >= {"touchpoint", "pain"}
    with pytest.raises(UnknownNameError, match="winter"):
        study.journey_changes("all", "winter")


def test_actions_follow_what_they_answer_when_codes_are_merged(study):
    pain = study.priorities().rows[0].key
    study.add_plan_item("Answer the phone", guid="a1", map="all", answers=[pain])
    study.merge_codes("touchpoint/phone", into="touchpoint/website")
    (row,) = (row for row in study.priorities().rows if row.touchpoint == "website")
    assert row.plan == ("Answer the phone",)
    (answered,) = study.change_plan_item("a1", status="done").answers
    assert answered != pain
    assert answered in row.items
    story = study.add_journey_story("launch", "Trial")
    study.change_plan_item("a1", map=story.map, answers=())
    study.remove_journey_story("launch")
    assert study.change_plan_item("a1", owner="Ann").owner == "Ann"


def test_people_of_two_waves_are_compared(study):
    before, after, diff = study.compare_people("wave", "spring", "autumn")
    assert (before.participants, after.participants) == (("a", "b"), ("c",))
    assert "phone" in {change.before.label for change in diff.gone}
    with pytest.raises(UnknownNameError, match="autumn, spring"):
        study.compare_people("wave", "winter", "spring")


def test_maps_of_two_people_are_compared(study):
    assert study.compare_journeys("a", "b").n_before == 1


def test_tables_never_hold_formulas(study, tmp_path):
    from openpyxl import load_workbook

    study.set_inventory([{"name": "=1+1", "label": "email", "stages": ["loyalty"], "effort": 3}])
    (book,) = study.write_gaps(tmp_path / "gaps.xlsx")
    sheets = {sheet.title: sheet for sheet in load_workbook(book).worksheets}
    assert list(sheets) == ["Gaps", "Effort and mentions", "Presence", "Independent sources", "Needs"]
    cells = [cell for row in sheets["Gaps"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    first, *others = study.write_gaps(tmp_path / "gaps.csv")
    assert others[0].name == "gaps-effort.csv"
    with first.open(encoding="utf-8-sig", newline="") as file:
        assert any("'=1+1" in row for row in csv.reader(file))
    with pytest.raises(UnsupportedFormatError):
        study.write_gaps(tmp_path / "gaps.doc")


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_answer_in_each_language(study, tmp_path, capsys, language):
    folder = str(study.folder)
    study.keep_journey_version("all", "spring")
    given = ["--study", folder, "--lang", language]
    assert (
        main(["gaps", *given, "--inventory", str(inventory(tmp_path, language)), "--out", str(tmp_path / "g.csv")]) == 0
    )
    assert main(["priorities", *given, "--weights", "severity=3", "--out", str(tmp_path / "p.xlsx")]) == 0
    assert main(["changes", *given, "--since", "spring", "--out", str(tmp_path / "c.csv")]) == 0
    out = capsys.readouterr().out
    assert "{" not in out
    assert "×" in out


def test_commands_print_json_and_refuse_what_is_not_there(study, capsys):
    given = ["--study", str(study.folder)]
    assert main(["priorities", *given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["count"]["k"] == 2
    assert main(["priorities", *given, "--weights", "speed=1"]) == 2
    assert main(["changes", *given, "--since", "winter"]) == 2
