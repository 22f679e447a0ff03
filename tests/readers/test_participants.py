"""Lists of participants in three languages, and what is wrong with bad ones."""

import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.readers import read_participants
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
        ("id,group\nP1,customer\nP2,alien\n", "line 3: The value “alien” is not known.*customer, non_user, expert"),
        ("id,method\nP1,telepathy\n", "line 2: The value “telepathy”.*retrospective, walk_along"),
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
