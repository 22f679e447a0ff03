"""A study gets pseudonyms: proposals, decisions, the key, and the rewriting of everything."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import String

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import Participant
from cjm_research.privacy import key_file
from cjm_research.storage import schema
from cjm_research.study import Study
from cjm_research.study.pseudonyms import personal_data
from cjm_research.study.pseudonyms.report import PseudonymReport
from cjm_research.study.pseudonyms.review_list import (
    COLUMNS,
    _compared,
    _known_headings,
    headings,
    list_text,
    take_decisions,
    write_list,
)
from tests.privacy.simple_names import Namer, detect
from tests.study.conftest import clock, write_interview

_FOLDER = tempfile.TemporaryDirectory()  # of the study that all tests have a copy of; goes at the end
PASS = "correct horse battery"
SAID = {
    "en": ["Who are you?", "I am Margaret, Hope knows.", "Yes?", "Call Margaret: +48 600 100 200."],
    "pl": ["Kto to?", "Jestem Anna, a dziecko Anny śpi.", "I co?", "Widziałem Annę."],
    "ru": ["Кто вы?", "Я Маргарита.", "И что?", "Видели Маргариту."],
}
NEW = {
    "en": ["I am Rosalind, Hope knows.", "Call Rosalind: [phone 1]."],
    "pl": ["Jestem Ewa, a dziecko Ewy śpi.", "Widziałem Ewę."],
    "ru": ["Я Ева.", "Видели Еву."],
}
RAW = ["Margaret", "Anna", "Annę", "Anny", "Маргарит", "600 100 200"]


@pytest.fixture(autouse=True)
def _known_by_heart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(key_file, "ROUNDS", 2)
    monkeypatch.setattr(personal_data, "the_tools", lambda: (detect, Namer()))
    monkeypatch.delenv("CJM_PASSPHRASE", raising=False)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return talks(tmp_path)


def talks(folder: Path) -> Study:
    """A study of three talks in `folder`, beside the files that it came from."""
    shutil.copytree(made(), folder, dirs_exist_ok=True)
    return Study.open(folder / "study", clock=clock)


@cache
def made() -> str:
    folder = Path(_FOLDER.name)
    study = Study.create(folder / "study", title="Calls with Margaret", clock=clock)
    ids = {"en": "Margaret_1", "pl": "anna", "ru": "r1"}
    for language, id in ids.items():
        roles = ["interviewer", "participant"] * 2
        turns = [
            {"speaker": role[0].upper(), "role": role, "text": text}
            for role, text in zip(roles, SAID[language], strict=True)
        ]
        write_interview(folder / "talks" / f"{id}.json", language, id=id, utterances=turns)
    study.import_transcripts(folder / "talks")
    study.add_coding("Margaret_1", 1, "I am Margaret", kind="thought")
    study.add_coding("r1", 3, "Маргариту", kind="action")
    study.write_memo("Anna is the wife of somebody.", on="participant", target="anna")
    return str(folder)


def said(study: Study) -> dict[str, list[str]]:
    return {t.language: [u.text for u in t.utterances if u.role == "participant"] for t in study.transcripts}


def test_looking_changes_nothing_and_shows_no_names_when_printed(study: Study):
    before = said(study)
    found = study.personal_data()
    assert {one.text for one in found} >= {"Margaret", "Anny", "Маргариту", "+48 600 100 200", "Hope"}
    assert not any(raw in repr(found) for raw in RAW)
    assert said(study) == before
    assert study.personal_data(kinds=["phone"]) == tuple(one for one in found if one.kind == "phone")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_everything_is_replaced_but_what_is_only_possible(study: Study, language: str):
    before = [t.id for t in study.transcripts]
    report = study.pseudonymise(passphrase=PASS)
    assert said(study)[language] == NEW[language]
    assert [t.id for t in study.transcripts] == [
        {"Margaret_1": "Rosalind_1", "anna": "ewa"}.get(id, id) for id in before
    ]
    assert [memo.text for memo in study.memos] == ["Ewa is the wife of somebody."]
    assert study.memos[0].target == "ewa"
    assert study.settings.title == "Calls with Rosalind"
    assert {c.quote for c in study.codings} == {"I am Rosalind", "Еву"}
    assert (report.n_open, report.remaining, report.is_compact) == (1, (), True)
    assert report.n_codings == 2
    assert len(report.originals) == 3
    assert not any(raw in str(report) for raw in RAW)
    again = Study.open(study.folder)
    assert again.settings.title == "Calls with Rosalind"
    assert again.codings == study.codings


def test_no_file_of_the_study_holds_what_was_replaced(study: Study):
    study.pseudonymise(passphrase=PASS)
    data = b"".join(file.read_bytes() for file in study.folder.rglob("*") if file.is_file())
    assert not [raw for raw in RAW if raw.encode() in data]
    assert (study.folder.parent / "study-key.cjmkey").stat().st_mode & 0o77 == 0


def test_decisions_count_and_can_be_kept_in_the_key(study: Study):
    key = study.folder.parent / "keys" / "k.cjmkey"
    hope = next(one for one in study.personal_data() if one.text == "Hope")
    phone = next(one for one in study.personal_data() if one.kind == "phone")
    assert study.decide_personal_data(hope.entity, status="accepted") == 1
    study.personal_data(key=key, passphrase=PASS)
    assert study.decide_personal_data(phone.entity, replacement="a number") == 1
    assert study.decide_personal_data(phone.id, status="rejected") == 1
    with pytest.raises(UnknownNameError):
        study.decide_personal_data("nobody", status="accepted")
    later = Study.open(study.folder)
    states = {one.text: one.status for one in later.personal_data(key=key, passphrase=PASS)}
    assert (states["Hope"], states["+48 600 100 200"]) == ("accepted", "rejected")
    later.pseudonymise(key, PASS)
    assert said(later)["en"] == ["I am Rosalind, Joy knows.", "Call Rosalind: +48 600 100 200."]


def test_two_sessions_of_a_study_never_lose_what_the_other_put_into_the_key(study: Study):
    first = study.private_session()
    first.unlock(None, PASS)
    hope = next(one for one in first.plan().proposals if one.text == "Hope")
    assert study.private_session(employers=["Borealis"]) is not first
    study.pseudonymise(passphrase=PASS)
    first.decide([hope.entity], status="rejected")
    key = key_file.open_key(study.folder.parent / "study-key.cjmkey", PASS)
    assert key.decisions[hope.entity] == "rejected"
    assert {"Annę", "Маргариту"} <= key.raw_forms()
    turns = [{"speaker": "P", "role": "participant", "text": "Peg, to ja."}]
    write_interview(study.folder.parent / "more" / "x.json", "pl", id="x", utterances=turns)
    study.import_transcripts(study.folder.parent / "more")
    study.pseudonymise(passphrase=PASS)  # in the other session, which knew nothing of the decision
    later = key_file.open_key(study.folder.parent / "study-key.cjmkey", PASS)
    assert later.decisions[hope.entity] == "rejected"
    assert {"Peg", "Annę"} <= later.raw_forms()


def test_nothing_happens_without_the_right_passphrase(study: Study):
    before, hash_ = said(study), study.store.version()
    with pytest.raises(BadValueError):
        study.pseudonymise()
    with pytest.raises(BadValueError):
        study.pseudonymise(passphrase="short")
    with pytest.raises(BadValueError):
        study.pseudonymise(study.folder / "exports" / "k", PASS)
    assert (said(study), study.store.version()) == (before, hash_)
    assert not list(study.folder.parent.glob("*.cjmkey"))


def test_the_key_is_on_disk_before_the_names_are_gone(study: Study, monkeypatch: pytest.MonkeyPatch):
    before = said(study)

    def fail(_self, _key=None):
        raise OSError("no space")

    monkeypatch.setattr(key_file.KeyFile, "save", fail)
    with pytest.raises(OSError, match="no space"):
        study.pseudonymise(passphrase=PASS)
    assert said(study) == before


def test_the_key_tells_who_is_who_and_new_interviews_get_the_same_pseudonyms(study: Study):
    study.pseudonymise(passphrase=PASS)
    assert {form for one in study.reveal("Ewę", passphrase=PASS) for form in one.forms} >= {"Anna", "Annę"}
    turns = [{"speaker": "P", "role": "participant", "text": "Hej, to znowu Anna."}]
    write_interview(study.folder.parent / "more" / "x.json", "pl", id="x", utterances=turns)
    study.import_transcripts(study.folder.parent / "more")
    study.pseudonymise(passphrase=PASS)
    assert study.transcript("x").utterances[0].text == "Hej, to znowu Ewa."


def test_the_passphrase_may_stand_in_the_environment(study: Study, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CJM_PASSPHRASE", PASS)
    study.pseudonymise()
    assert study.reveal("Rosalind")[0].name == "margaret"


def test_pseudonyms_are_no_find_but_a_new_person_of_that_name_is(study: Study):
    study.pseudonymise(passphrase=PASS)
    assert {one.text for one in study.personal_data()} == {"Hope"}
    turns = [{"speaker": "P", "role": "participant", "text": "Ewa? Znam Ewę."}]
    write_interview(study.folder.parent / "more" / "x.json", "pl", id="x", utterances=turns)
    study.import_transcripts(study.folder.parent / "more")
    later = Study.open(study.folder)
    found = later.personal_data(key=study.folder.parent / "study-key.cjmkey", passphrase=PASS)
    assert [(one.transcript, one.text, one.replacement) for one in found if one.text != "Hope"] == [
        ("x", "Ewa", "Ida"), ("x", "Ewę", "Idę"),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_list_goes_to_a_spreadsheet_and_back(study: Study, tmp_path: Path, suffix: str):
    session = study.private_session()
    file = write_list(tmp_path / f"list{suffix}", session.plan().proposals)
    assert file.stat().st_mode & 0o77 == 0
    assert take_decisions(file, session) == 0
    text = list_text(session.plan().proposals)
    rows = [line.split(",") for line in text.replace('"', "").splitlines()]
    hope = next(row for row in rows if row[1] == "Hope")
    file = tmp_path / "back.csv"
    file.write_text(f"id;replace;replacement\n{hope[-1]};TAK;Joyce\ngone;nie;\n", encoding="utf-8-sig")
    assert take_decisions(file, session) == 1
    study.pseudonymise(passphrase=PASS)
    assert said(study)["en"][0] == "I am Rosalind, Joyce knows."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_headings_of_the_list_are_words_and_understood_in_every_language(
    study: Study, tmp_path: Path, language: str, suffix: str
):
    session = study.private_session()
    with using_language(language):
        file = write_list(tmp_path / f"list{suffix}", session.plan().proposals)
        names = headings()
        text = list_text(session.plan().proposals)
    assert list(names) == list(COLUMNS)
    assert len(set(names.values())) == len(COLUMNS)
    assert text.splitlines()[0].replace('"', "").startswith(names["replace"].split(",")[0])
    assert [_known_headings()[_compared(one)] for one in names.values()] == list(COLUMNS)
    assert take_decisions(file, session) == 0
    hope = next(one for one in session.plan().proposals if one.text == "Hope")
    wanted = ",".join(f'"{names[column]}"' for column in ("id", "replace", "replacement"))
    back = tmp_path / "back.csv"
    back.write_text(f"{wanted}\n{hope.id},tak,Joyce\n", encoding="utf-8")
    assert take_decisions(back, session) == 1
    assert session.key.own == {hope.id: "Joyce"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_names_no_column_of_the_database(language: str):
    every = [(t.name, c.name) for t in schema.metadata.sorted_tables for c in t.columns if isinstance(c.type, String)]
    report = PseudonymReport(remaining=tuple((table, column, 1) for table, column in every), key="k")
    with using_language(language):
        text = str(report)
        turns = str(PseudonymReport(remaining=(("utterance_texts", "text", 3),)))
    assert not [table for table, _column in every if "_" in table and table in text]
    assert "(3)" in turns
    assert "cjm pseudonymise --study DIR" in turns
    assert len(text.splitlines()) == len(turns.splitlines()) + 1


def test_a_list_that_was_written_before_the_key_decides_nothing_but_what_was_changed(study: Study, tmp_path: Path):
    session = study.private_session()
    before = session.plan().proposals
    file = write_list(tmp_path / "list.csv", before, seed=session.key.seed)
    later = Study.open(study.folder).private_session()
    later.unlock(None, PASS)
    assert later.key.seed != session.key.seed
    assert take_decisions(file, later) == 0
    assert not later.key.own
    assert later.key.seed == session.key.seed
    other = file.read_text("utf-8-sig").replace(before[0].replacement, "Zoe")
    file.write_text(other.replace(f"seed {session.key.seed}", ""), encoding="utf-8")
    assert take_decisions(file, Study.open(study.folder).private_session()) == 0


def test_a_list_that_a_spreadsheet_saved_in_its_own_encoding_keeps_its_letters(study: Study, tmp_path: Path):
    session = study.private_session()
    anna = next(one for one in session.plan().proposals if one.text == "Anny")
    file = tmp_path / "back.csv"
    rows = [f"{anna.id};tak;Łucji Żółkiewskiej;Jestem Anna, a dziecko ", "gone;nie;;śpi. Zażółć gęślą jaźń, proszę"]
    file.write_text("\n".join(["id;replace;replacement;before", *rows]), encoding="cp1250")
    assert take_decisions(file, session) == 1
    assert session.key.own[anna.id] == "Łucji Żółkiewskiej"
    with pytest.raises(ValueError, match=str(tmp_path)):
        take_decisions(tmp_path, session)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "id,replace,replacement\n{id},perhaps,\n"])
def test_another_table_is_refused(study: Study, tmp_path: Path, text: str):
    session = study.private_session()
    file = tmp_path / "x.csv"
    file.write_text(text.replace("{id}", session.plan().proposals[0].id), encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.csv"):
        take_decisions(file, session)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_names_in_files_never_enter_the_study(tmp_path: Path, language: str):
    talks(tmp_path)
    folder, key = tmp_path / "talks", tmp_path / "k.cjmkey"
    (folder / "participants.csv").write_text("id,group,friend\nanna,customer,Margaret\nr1,expert,Anna\n")
    (folder / "survey.csv").write_text("id,csat\nr1,5\n")
    study = Study.create(tmp_path / "clean", clock=clock)
    report = study.import_transcripts(folder, key=key, passphrase=PASS)
    assert said(study)[language] == NEW[language]
    assert {person.id: person.attributes.get("friend") for person in study.participants} == {
        "Rosalind_1": None, "ewa": "Rosalind", "r1": "Ewa",
    }  # fmt: skip
    assert [file for file, _why in report.failed] == [str(folder / "survey.csv")]
    data = b"".join(file.read_bytes() for file in study.folder.rglob("*") if file.is_file())
    assert not [raw for raw in RAW if raw.encode() in data]
    assert study.import_transcripts(folder, key=key, passphrase=PASS).imported == ()


def test_codings_that_files_carry_stay_on_their_words(tmp_path: Path):
    turns = [{"speaker": "P", "role": "participant", "text": "To Anna, moja żona."}]
    codings = [{"u": 0, "quote": "Anna, moja", "kind": "thought"}, {"u": 0, "quote": "żona", "kind": "need"}]
    write_interview(tmp_path / "in" / "x.json", "pl", utterances=turns, codings=codings)
    study = Study.create(tmp_path / "clean", clock=clock)
    study.import_transcripts(tmp_path / "in", key=tmp_path / "k", passphrase=PASS)
    assert [(c.start, c.quote) for c in study.codings] == [(3, "Ewa, moja"), (13, "żona")]


def test_names_and_numbers_in_the_table_of_people_go_whatever_they_look_like(study: Study):
    table = {"phone": 48600100200, "tel": 48600100200.0, "age": 34, "imię": "Zed", "year": 2024, "town": "Zed"}
    study.store.put_participants([Participant(id="r1", attributes=table)])
    found = {(one.where, one.text) for one in study.personal_data()}
    assert {("attribute", "48600100200"), ("name", "Zed")} <= found
    study.pseudonymise(passphrase=PASS)
    (person,) = (one for one in study.participants if one.id == "r1")
    assert dict(person.attributes) == {
        "phone": "[phone 1]", "tel": "[phone 1]", "age": 34, "imię": "[person]", "year": 2024, "town": "[person]",
    }  # fmt: skip


def test_what_comes_in_from_outside_afterwards_is_no_surprise(study: Study):
    folder = study.folder.parent
    shutil.copytree(study.folder, folder / "copy")
    study.pseudonymise(passphrase=PASS)
    write_interview(folder / "more" / "x.json", "pl", id="x")
    said_ = "The people in this study have pseudonyms"
    assert said_ in str(study.import_transcripts(folder / "more").notes)
    merged = study.merge(folder / "copy")
    assert any(said_ in warning for warning in merged.warnings)
    assert said(study)["en"] == NEW["en"]
    write_interview(folder / "yet" / "y.json", "pl", id="y")
    assert said_ not in str(study.import_transcripts(folder / "yet", key=folder / "study-key.cjmkey", passphrase=PASS))


def test_the_report_tells_of_older_files_and_of_coders_named_like_participants(study: Study):
    for name in ("maps/Anna.svg", "report.html", "study.db.bak", "README.md", ".git/x", "exchange/x.losses.txt"):
        (study.folder / name).parent.mkdir(exist_ok=True)
        (study.folder / name).write_text("Anna")
    study.write_memo("Hm.", coder="Anna")
    report = study.pseudonymise(passphrase=PASS)
    assert [Path(file).name for file in report.made_before] == ["Anna.svg", "report.html", "study.db.bak"]
    assert f"1 file in {study.folder / 'maps'}" in str(report)
    assert "Anna" not in str(report)
    assert {table for table, column, _n in report.remaining if column == "coder"} == {"events"}
    assert study.pseudonymise(passphrase=PASS).made_before == ()
    assert "0 codings" not in str(study.pseudonymise(passphrase=PASS))


def test_the_title_in_the_settings_file_goes_too_whoever_wrote_it_there(study: Study):
    file = study.folder / "study.toml"
    study.pseudonymise(passphrase=PASS)
    file.write_text(file.read_text(encoding="utf-8").replace("Rosalind", "Margaret"), encoding="utf-8")
    later = Study.open(study.folder)
    later.pseudonymise(passphrase=PASS)
    assert "Margaret" not in file.read_text(encoding="utf-8")
    empty = Study.create(study.folder.parent / "empty", title="Anna", clock=clock)
    empty.pseudonymise(passphrase=PASS)
    assert empty.settings.title == "Ewa"


@pytest.mark.parametrize(("text", "expected"), [("Маргарита!", "Ева!"), ("Anna śpi.", "Ewa śpi."), ("Peg?", "Ros?")])
def test_what_is_written_in_another_language_than_most_gets_the_same_pseudonym(study: Study, text: str, expected: str):
    study.write_memo(text, on="participant", target="r1")
    study.write_memo(text)
    session = study.private_session()
    language = {"М": "ru", "A": "pl", "P": "en"}[text[0]]
    memos = [one for one in session._all(study.store.private_texts()) if one.text == text]
    assert {one.language for one in memos} == {language}
    study.pseudonymise(passphrase=PASS)
    assert [memo.text for memo in study.memos if memo.text == expected] == [expected] * 2
