"""Lists of participants in three languages, and what is wrong with bad ones."""

import re

import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import term
from cjm_research.model.scheme import GROUPS, METHODS
from cjm_research.readers import read_participants, read_transcript
from tests.readers.builders import put


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", "id,group,method,age,Home Town\nP1,customer,walk_along,34,Łódź\nP2,non_user,,58,\n".encode()),
        (
            "p.csv",
            "Uczestnik;Grupa;Metoda;Age;home town\nP1;klient;spacer;34;Łódź\nP2;nie-klient;;58;\n".encode("cp1250"),
        ),
        (
            "p.tsv",
            "Участник\tГруппа\tМетод\tAge\tHome town\nP1\tклиент\tсопровождение\t34\tŁódź\n".encode()
            + "P2\tнепользователь\t\t58\t\n".encode(),
        ),
        (
            "p.csv",
            b"\xef\xbb\xbf"
            + "Participant ID;Segment;Interview method;age;home town\r\nP1;;walk along;34;Łódź\r\n".encode()
            + b"P2;Non-user;;58;\r\n",
        ),
    ],
)
def test_headers_separators_and_encodings_of_three_languages(tmp_path, name, content):
    table = read_participants(put(tmp_path, name, content))
    first, second = table.participants
    assert (first.id, first.group, first.method) == ("P1", "customer", "walk_along")
    assert dict(first.attributes) == {"age": 34, "home_town": "Łódź"}
    assert (second.group, second.method, dict(second.attributes)) == ("non_user", "retrospective", {"age": 58})


def test_an_xlsx_list_is_read(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["id", "group", "age", "code"])
    book.active.append(["P1", "expert", 41, "007"])
    book.save(tmp_path / "p.xlsx")
    (participant,) = read_participants(tmp_path / "p.xlsx").participants
    assert (participant.group, dict(participant.attributes)["age"]) == ("expert", 41)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("id,group\nP1,customer\nP1,expert\n", "line 3: The participant “P1” is listed twice"),
        ("id,group\nP1,customer\nP2,alien\n", "line 3: The value “alien” is not known.*Customer, Non-user, Expert"),
        ("id,method\nP1,telepathy\n", "line 2: The value “telepathy”.*Retrospective interview, Accompanied walk"),
        ("id,group\n,customer\n", "line 2: The row has no id"),
        ("id,group\nP1,customer,extra,cells\n", "line 2: The row has 2 cells more"),
        ("name,age\nAnna,3\n", "no column of ids; its columns are: name, age"),
    ],
)
def test_bad_rows_are_named(tmp_path, rows, message):
    with pytest.raises(UnreadableFileError, match=message):
        read_participants(put(tmp_path, "p.csv", rows))


def test_a_document_is_no_list(tmp_path):
    with pytest.raises(UnreadableFileError, match="cannot be read from md"):
        read_participants(put(tmp_path, "p.md", "# Hello\n"))


def test_the_corpus_lists_hold_everybody_but_not_the_planted_persona(corpus):
    for study in ("en/flat-pack-furniture", "pl/wakacje-z-lotem", "ru/okna-v-kvartiru"):
        participants = read_participants(corpus / study / "participants.csv").participants
        assert [p.id for p in participants] == [path.stem for path in sorted((corpus / study).glob("*.json"))]
        assert not any("persona" in p.attributes for p in participants)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("change", [str, str.lower, str.upper])
def test_the_names_that_reports_print_are_read(tmp_path, language, change):
    with using_language(language):
        rows = [(group, method, term("group", group), term("method", method)) for group in GROUPS for method in METHODS]
    lines = [f"P{n};{change(group)};{change(method)}" for n, (_g, _m, group, method) in enumerate(rows)]
    table = read_participants(put(tmp_path, "p.csv", "\n".join(["id;group;method", *lines])))
    assert [(p.group, p.method) for p in table.participants] == [row[:2] for row in rows]


@pytest.mark.parametrize(
    ("written", "method"),
    [
        ("towarzyszący", "walk_along"),
        ("towarzysząca", "walk_along"),
        ("towarzyszacy", "walk_along"),
        ("wywiad towarzyszący", "walk_along"),
        ("wywiad retrospektywny", "retrospective"),
        ("Retrospektywny", "retrospective"),
        ("ретроспективное интервью", "retrospective"),
        ("интервью-сопровождение", "walk_along"),
        ("сопровождаемое", "walk_along"),
        ("accompanied", "walk_along"),
        ("accompanied interview", "walk_along"),
        ("walk-along interview", "walk_along"),
        ("Go-along", "walk_along"),
    ],
)
def test_methods_are_read_as_people_write_them(tmp_path, written, method):
    (participant,) = read_participants(put(tmp_path, "p.csv", f"id,method\nP1,{written}\n")).participants
    assert participant.method == method


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_an_unknown_group_lists_the_words_of_the_language(tmp_path, language):
    with using_language(language):
        words = ", ".join(term("group", group) for group in GROUPS)
        with pytest.raises(UnreadableFileError, match=re.escape(words)):
            read_participants(put(tmp_path, "p.csv", "id,group\nP1,alien\n"))
    assert "Customer" not in words


def test_missing_columns_are_told(tmp_path):
    notes = read_participants(put(tmp_path, "p.csv", "id,age\nP1,34\n")).notes
    assert notes == (
        "There is no column “group”: everybody counts as “Customer”.",
        "There is no column “method”: every interview counts as “Retrospective interview”.",
    )
    assert read_participants(put(tmp_path, "q.csv", "id,group,method\nP1,expert,\n")).notes == ()


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("id,gruop,method", "Did you mean “group” by the column “gruop”?"),
        ("id,Groupp,method", "Did you mean “group” by the column “Groupp”?"),
        ("id,group,metod", "Did you mean “method” by the column “metod”?"),
        ("id,grupa,metdoa", "Did you mean “method” by the column “metdoa”?"),
        ("id,группы,метод", "Did you mean “group” by the column “группы”?"),
    ],
)
def test_misspelt_columns_are_asked_about(tmp_path, header, meant):
    notes = read_participants(put(tmp_path, "p.csv", f"{header}\nP1,,\n")).notes
    assert len(notes) == 2
    assert meant in notes[1]


def test_other_columns_are_not_asked_about(tmp_path):
    header = "id,age,gender,region,household,occupation,income,interests,wiek,płeć,возраст,пол"
    notes = read_participants(put(tmp_path, "p.csv", f"{header}\nP1\n")).notes
    assert not any("Did you mean" in note for note in notes)


def test_a_misspelt_id_is_asked_about(tmp_path):
    with pytest.raises(UnreadableFileError, match="Did you mean “id” by the column “Participnat”"):
        read_participants(put(tmp_path, "p.csv", "Participnat,age\nP1,3\n"))


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n,,\n"])
def test_an_empty_list_is_called_an_empty_table(tmp_path, content):
    with pytest.raises(UnreadableFileError, match=r"The table is empty.*id, group, method") as caught:
        read_participants(put(tmp_path, "participants.csv", content))
    assert "turn" not in str(caught.value)


def test_an_empty_sheet_is_called_an_empty_table(tmp_path):
    from openpyxl import Workbook

    Workbook().save(tmp_path / "p.xlsx")
    with pytest.raises(UnreadableFileError, match="The table is empty"):
        read_participants(tmp_path / "p.xlsx")


@pytest.mark.parametrize("read", [read_participants, read_transcript])
def test_columns_are_listed_without_empty_ones_and_not_endlessly(tmp_path, read):
    header = "Everybody,,,," + ",".join(f"c{n}" for n in range(30))
    with pytest.raises(UnreadableFileError, match=r"its columns are: Everybody, c0, c1, c2, c3, c4, c5, c6, …\."):
        read(put(tmp_path, "p.csv", f"{header}\n1\n"))
