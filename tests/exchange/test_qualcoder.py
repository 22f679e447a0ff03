"""Projects of QualCoder of all schema versions: codes below categories and codes, cases, memos, what is left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.losses import summary
from cjm_research.exchange.other_tools.qualcoder import is_qualcoder, read_qualcoder
from tests.exchange.foreign_samples import LANGUAGES, QUOTES, make_qualcoder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_qualcoder(tmp_path_factory.mktemp("qualcoder") / "Parcels.qda")


@pytest.fixture(scope="module")
def project(folder):
    return read_qualcoder(folder)


def words(project):
    return {text.name: [text.text[c.start : c.end] for c in text.codings] for text in project.texts()}


@pytest.mark.parametrize("utf16", [False, True], ids=["code points", "utf16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("version", [1, 14, 16])
def test_codings_hold_their_words_in_every_language_and_version(tmp_path, version, line_end, utf16):
    project = read_qualcoder(make_qualcoder(tmp_path / "p.qda", version=version, line_end=line_end, utf16=utf16))
    assert words(project) == {f"{language}.txt": list(QUOTES[language]) for language in LANGUAGES}
    said = [what for _fate, what, _n, _places in summary(project.losses) if "utf16" in what]
    assert len(said) == int(utf16)


def test_codes_stand_below_codes_and_categories(project):
    names = {code.id: code.name for code in project.codes}
    assert [(names.get(c.parent, ""), c.name, c.is_codable, c.colour, c.description) for c in project.codes] == [
        ("", "Service", False, "", "of the company"),
        ("Service", "Contact", False, "", ""),
        ("Service", "late", True, "#AABBCC", "too late"),
        ("Contact", "phone", True, "#FF0000", ""),
        ("late", "waiting", True, "", ""),
    ]


def test_coders_memos_and_marks_come_along(project):
    codings = [coding for text in project.texts() for coding in text.codings]
    assert [(c.coder, c.memo) for c in codings] == [("eva", "angry"), ("oleg", "★")] * 3
    assert project.users == {"eva": "eva", "oleg": "oleg"}


def test_cases_are_people_with_properties(project):
    texts = {text.id: text.name for text in project.texts()}
    assert [(p.name, [texts[t] for t in p.texts], dict(p.attributes)) for p in project.people] == [
        (f"Person {language}", [f"{language}.txt"], {"age": 31 + n, "place": "Łódź"})
        for n, language in enumerate(LANGUAGES)
    ]


def test_a_text_belongs_to_the_case_with_most_of_it(tmp_path):
    folder = make_qualcoder(tmp_path / "p.qda")
    with closing(sqlite3.connect(folder / "data.qda")) as db, db:
        db.execute("INSERT INTO case_text (caseid, fid, pos0, pos1) VALUES (2, 1, 0, 5)")
        db.execute("DELETE FROM case_text WHERE caseid = 3")
    project = read_qualcoder(folder)
    texts = {text.id: text.name for text in project.texts()}
    people = {person.name: [texts[text] for text in person.texts] for person in project.people}
    assert people == {"Person en": ["en.txt"], "Person pl": ["pl.txt"], "Person ru": [], "ru.txt": ["ru.txt"]}
    assert [loss.where for loss in project.losses if "case" in loss.what] == ["en.txt"]


def test_memos_journal_and_notes_become_memos(project):
    texts = {text.id: text.name for text in project.texts()}
    memos = [(memo.on, texts.get(memo.target, ""), memo.text, memo.coder) for memo in project.memos]
    assert memos == [
        ("transcript", "en.txt", "memo en", "eva"),
        ("transcript", "pl.txt", "memo pl", "eva"),
        ("transcript", "ru.txt", "memo ru", "eva"),
        ("study", "", "Why we ask", ""),
        ("study", "", "Day one\nIt went well.", "oleg"),
        ("transcript", "en.txt", "> Interviewer\nthat is me", "oleg"),
    ]


def test_what_stays_behind_is_listed(project):
    places = {places for fate, _what, _n, places in summary(project.losses) if fate == "dropped"}
    assert places == {("talk.mp3",), ("code_image",)}


def test_ids_stay_when_the_project_is_read_again_or_a_code_gets_another_name(tmp_path):
    folder = make_qualcoder(tmp_path / "p.qda")
    ids = [[text.id, *(c.id for c in text.codings)] for text in read_qualcoder(folder).texts()]
    with closing(sqlite3.connect(folder / "data.qda")) as db, db:
        db.execute("UPDATE code_name SET name = 'spät' WHERE cid = 1")
        db.execute("UPDATE code_text SET pos0 = pos0 + 1 WHERE cid = 2")
    project = read_qualcoder(folder / "data.qda")
    assert [[text.id, *(c.id for c in text.codings)] for text in project.texts()] == ids
    assert project.name == "p"


def test_codings_without_code_and_circles_of_codes_are_listed(tmp_path):
    folder = make_qualcoder(tmp_path / "p.qda")
    with closing(sqlite3.connect(folder / "data.qda")) as db, db:
        db.execute("DELETE FROM code_name WHERE cid = 2")
        db.execute("UPDATE code_cat SET supercatid = 2 WHERE catid = 1")
    project = read_qualcoder(folder)
    assert words(project)["ru.txt"] == [QUOTES["ru"][0]]
    assert project.codes[0].parent == ""
    assert [loss.where for loss in project.losses if loss.fate == "dropped"][2:] == ["en.txt", "pl.txt", "ru.txt"]
    assert [loss.where for loss in project.losses if "top" in loss.what] == ["Service"]


def test_only_qualcoders_folders_are_taken_for_such(folder, tmp_path):
    assert is_qualcoder(folder)
    assert is_qualcoder(folder / "data.qda")
    assert not is_qualcoder(tmp_path)
    (tmp_path / "data.qda").write_text("text")
    assert not is_qualcoder(tmp_path)
    with pytest.raises(UnreadableFileError, match="QualCoder"):
        read_qualcoder(tmp_path)
