"""Projects of Taguette: bytes, paragraphs, levels in the names of tags, who made a highlight."""

from __future__ import annotations

import sqlite3

import pytest

from cjm_research.errors import UnknownNameError, UnreadableFileError
from cjm_research.exchange.losses import summary
from cjm_research.exchange.other_tools.taguette import is_taguette, read_taguette
from cjm_research.exchange.other_tools.taguette_text import DocumentText
from cjm_research.exchange.refi_qda.codebook_files import read_codebook
from tests.exchange.foreign_samples import INTERVIEWS, LANGUAGES, QUOTES, make_taguette


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return make_taguette(tmp_path_factory.mktemp("taguette") / "project 1?.sqlite3")


@pytest.fixture(scope="module")
def project(file):
    return read_taguette(file)


def words(project):
    """Text name -> the words of each coding."""
    return {text.name: [text.text[c.start : c.end] for c in text.codings] for text in project.texts()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_highlights_hold_their_words_in_every_language(project, language):
    first, second = QUOTES[language]
    assert words(project)[language] == [first, first, second]
    assert project.losses == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_is_its_lines_without_tags(project, language):
    texts = {text.name: text.text for text in project.texts()}
    assert texts[language] == "\n".join(INTERVIEWS[language])


def test_levels_in_names_of_tags_become_levels_of_codes(project):
    names = {code.id: code.name for code in project.codes}
    tree = [(names.get(code.parent, ""), code.name, code.is_codable) for code in project.codes]
    assert tree == [
        ("", "pain", True),
        ("pain", "late", True),
        ("", "service", False),
        ("service", "phone", True),
        ("service", "shop", True),
    ]
    assert project.codes[1].description == "about pain.late"


@pytest.mark.parametrize("separator", ["::", " > ", "/", ":"])
def test_the_sign_between_levels_is_found_out(tmp_path, separator):
    project = read_taguette(make_taguette(tmp_path / "p.sqlite3", separator=separator))
    assert [code.name for code in project.codes] == ["pain", "late", "service", "phone", "shop"]


def test_names_are_left_alone_where_no_level_is_meant(tmp_path):
    path = make_taguette(tmp_path / "p.sqlite3")
    with sqlite3.connect(path) as db:
        for n, name in enumerate(("e.g. this", "price: low", "U.S. shop", "a.b"), start=1):
            db.execute("UPDATE tags SET path = ? WHERE id = ?", (name, n))
    db.close()
    assert [code.name for code in read_taguette(path).codes] == ["e.g. this", "price: low", "U.S. shop", "a.b"]
    assert [code.name for code in read_taguette(path, separator=".").codes][-2:] == ["a", "b"]


def test_tags_below_tags_by_a_column_of_their_own_are_taken_as_such(tmp_path):
    path = make_taguette(tmp_path / "p.sqlite3")
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE tags ADD parent_id INTEGER")
        db.execute("UPDATE tags SET path = 'calls', parent_id = 1 WHERE id = 3")
    db.close()
    codes = {code.name: code for code in read_taguette(path).codes}
    assert codes["calls"].parent == codes["pain"].id


def test_who_made_a_highlight_is_in_the_log_or_unknown(project):
    assert [[c.coder for c in text.codings] for text in project.texts()] == [["eva", "oleg", ""]] * 3
    assert project.users == {"eva": "eva", "oleg": "oleg"}


def test_descriptions_become_memos(project):
    ids = {text.id: text.name for text in project.texts()}
    assert [(memo.on, ids.get(memo.target), memo.text) for memo in project.memos] == [
        ("transcript", "pl", "seen twice"),
        ("study", None, "About parcels"),
    ]


def test_ids_stay_when_taguette_numbers_everything_anew(file, project, tmp_path):
    other = make_taguette(tmp_path / "other.sqlite3", projects=("Another", "Parcels"))
    again = read_taguette(other, project="Parcels")
    assert [code.id for code in again.codes] == [code.id for code in project.codes]
    ids = [[text.id, *(c.id for c in text.codings)] for text in project.texts()]
    assert [[text.id, *(c.id for c in text.codings)] for text in again.texts()] == ids
    assert len({id_ for text in ids for id_ in text}) == 12


def test_codes_have_the_guids_of_the_codebook_that_taguette_writes(project):
    # uuid5 of Taguette's namespace and the tag's whole name, in capitals.
    assert project.codes[0].id == "91B0CC9B-AA23-59C3-ADCB-F6903285F7AC"


def test_a_database_of_several_projects_needs_a_name(tmp_path):
    path = make_taguette(tmp_path / "p.sqlite3", projects=("Łódź", "Окна"))
    with pytest.raises(UnreadableFileError, match="Łódź, Окна"):
        read_taguette(path)
    with pytest.raises(UnknownNameError, match="Łódź, Окна"):
        read_taguette(path, project="Kraków")
    assert read_taguette(path, project="Окна").name == "Окна"


def test_highlights_that_do_not_fit_are_listed(tmp_path):
    path = make_taguette(tmp_path / "p.sqlite3")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE highlights SET end_offset = 99999 WHERE id = 1")
        db.execute("UPDATE highlights SET start_offset = 99999 WHERE id = 3")
        db.execute("UPDATE highlights SET start_offset = 'x' WHERE id = 5")
        db.execute("DELETE FROM highlight_tags WHERE highlight_id = 6")
    db.close()
    project = read_taguette(path)
    found = words(project)
    assert [len(found[language]) for language in LANGUAGES] == [3, 1, 0]
    assert found["en"][0].endswith("<20 minutes>.")
    assert sorted((fate, n, places) for fate, _what, n, places in summary(project.losses)) == [
        ("changed", 1, ("en",)),
        ("dropped", 1, ("ru",)),
        ("dropped", 2, ("pl", "ru")),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one</p>\n<p>two</p>", "one\ntwo"),
        ("<p>one</p>\n\n  <p>two</p>", "one\n   two"),
        ("one<br>two<br/>\nthree", "one\ntwo\nthree"),
        ("<p>a<b>b</b>\nc &amp; &lt;d&gt;&nbsp;e</p>", "ab c & <d>\xa0e"),
        ("<ul><li>one</li><li>two</li></ul><h1>three</h1>four", "one\ntwo\nthree\nfour"),
        ("a\r\nb\0c<!-- d -->", "a bc"),
        ("<p></p><p>x</p>", "x"),
        ("", ""),
    ],
)
def test_paragraphs_are_lines(html, text):
    assert DocumentText(html).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <b c</p>", "a <b c"),
        ("<p>a</p><!-- <p>b</p> --><p>1<2</p>", "a\n1<2"),
        ("<![if IE]>a<![endif]>", "a"),
        ("<a " * 20_000, "<a " * 20_000),
        ("<!-- " * 20_000, "<!-- " * 20_000),
    ],
    ids=["open", "comment", "section", "tags", "comments"],
)
def test_damaged_html_is_text_and_takes_no_time(html, text):
    assert DocumentText(html).text == text


def test_line_ends_between_touching_paragraphs_count_nothing():
    document = DocumentText("<p>one</p><p>two</p><p>three</p>")
    assert document.counted == "onetwothree"
    assert document.text[document.start(3) : document.end(6)] == "two"
    assert document.text[document.start(0) : document.end(3)] == "one"
    assert document.text[document.start(2) : document.end(4)] == "e\nt"


def test_only_taguettes_databases_are_taken_for_such(file, tmp_path):
    assert is_taguette(file)
    assert not is_taguette(tmp_path)
    assert not is_taguette(tmp_path / "none.sqlite3")
    sqlite3.connect(tmp_path / "other.sqlite3").executescript("CREATE TABLE a (b)").connection.close()
    assert not is_taguette(tmp_path / "other.sqlite3")
    with pytest.raises(UnreadableFileError, match="Taguette"):
        read_taguette(tmp_path / "other.sqlite3")


def test_reading_leaves_the_folder_as_it_was(file):
    before = {path.name: path.stat().st_mtime_ns for path in file.parent.iterdir()}
    words(read_taguette(file))
    assert {path.name: path.stat().st_mtime_ns for path in file.parent.iterdir()} == before


def test_codebooks_as_taguette_writes_them_are_read_and_meet_the_project(project, tmp_path):
    codes = "".join(
        f'<Code guid="{guid}" name="{name}" isCodable="true"></Code>'
        for guid, name in ((project.codes[0].id, "pain"), (project.codes[1].id, "pain.late"))
    )
    path = tmp_path / "codebook.qdc"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.5.2">'
        f"<Codes>{codes}</Codes><Sets></Sets></CodeBook>"
    )
    found, sets, losses = read_codebook(path)
    assert [(code.guid, code.name, code.is_codable) for code in found] == [
        (project.codes[0].id, "pain", True),
        (project.codes[1].id, "pain.late", True),
    ]
    assert (sets, losses) == ((), [])
