from __future__ import annotations

import csv
import io

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange import write_study
from cjm_research.exchange.csv_tables import csv_rows, csv_text
from cjm_research.exchange.tables.reading import is_same, tables_of_csv, tables_of_workbook
from cjm_research.exchange.tables.words import _HEADINGS, columns_of, folded, headings, kind_of
from cjm_research.exchange.tables.xlsx import CELL_LIMIT, Sheet, fitting, workbook_bytes, workbook_rows
from cjm_research.i18n import LANGUAGES, using_language
from tests.exchange.samples import content

HOSTILE = [
    "=1+1", "+7", "-x", "@a", "\tx", "\rx", "'", "'=x", "''", "#N/A", "12", "TRUE", " a ", "_x0041_", "_x005F_", "_",
    "\x00\x01", "a\r\nb\rc\n", "12:30", "\ufffe", "😀", '"', ";", "a,b", "=cmd|' /C calc'!A0", "\ufeff",
]  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(HOSTILE)


@settings(max_examples=40)
@given(st.lists(texts, min_size=1, max_size=30))
def test_any_text_comes_back_equal_through_csv(row):
    assert csv_rows(csv_text([["a,b"] * 40, row])) == [["a,b"] * 40, row]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=12))
def test_any_text_comes_back_equal_through_xlsx(rows):
    ((title, read, _hidden),) = workbook_rows(workbook_bytes([Sheet("T", ["a", "b", "c"], [*rows, HOSTILE[:3]])]))
    written = [["a", "b", "c"], *rows, HOSTILE[:3]]
    shown = [[cell if cell is not None else "" for cell in row] for _n, row in read]
    assert (title, shown) == ("T", [row for row in written if any(row)])


def test_halves_of_characters_and_what_is_too_long_are_shown_as_such():
    long = "=\r😀" * 20_000
    data = workbook_bytes([Sheet("T", ["x"], [["a\ud800b"], [long]])])
    ((_title, rows, _hidden),) = workbook_rows(data)
    assert rows[1][1] == ["a\ufffdb"]
    (cell,) = rows[2][1]
    assert cell == fitting(long)
    assert cell.endswith("…")
    assert long.startswith(cell[:-1])
    assert is_same(cell, long)
    in_file = load_workbook(io.BytesIO(data))["T"].cell(3, 1).value
    assert len(in_file.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_no_cell_is_a_formula_in_a_workbook_or_in_csv(tmp_path):
    files = write_study(tmp_path / "out", content(), "tables")
    book = load_workbook(files[0])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in {"f", "e"}]
    assert [cell.quotePrefix for cell in cells if str(cell.value).startswith("=Zaż")].count(True) == 2
    for file in files[1:]:
        table = csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
        assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert [file.name for file in files] == [
        "study.xlsx", "codings.csv", "codebook.csv", "participants.csv", "matrix.csv", "groups.csv",
    ]  # fmt: skip


def test_equal_studies_give_equal_workbooks(tmp_path):
    first, second = (write_study(tmp_path / name, content(), "tables")[0] for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_of_the_language_and_known_in_each(tmp_path, language):
    with using_language(language):
        (path,) = write_study(tmp_path / "study.xlsx", content(), "tables")
        shown = {kind: headings(kind) for kind in _HEADINGS}
    for kind, names in shown.items():
        assert len({folded(name) for name in names.values()}) == len(names)
        assert columns_of(kind, list(names.values())) == list(names)
        assert columns_of(kind, list(names)) == list(names)
    tables = tables_of_workbook(path.read_bytes())
    assert [table.kind for table in tables] == ["codings", "codebook", "participants"]
    assert [sheet.sheet_state for sheet in load_workbook(path)] == [*["visible"] * 6, "veryHidden"]


def test_matrix_counts_codings_of_people_and_people_of_groups(tmp_path):
    (*_others, matrix, groups) = write_study(tmp_path / "out", content(), "csv")
    people = csv_rows(matrix.read_text("utf-8-sig"))
    assert people[0] == [
        "participant",
        "group",
        "need/my own code",
        "pain_point",
        "touchpoint/chat",
        "touchpoint/phone",
    ]
    assert people[1] == ["en_1", "customer", "1", "1", "1", "2"]
    assert csv_rows(groups.read_text("utf-8-sig"))[1:] == [
        ["customer", "3", "2", "2", "2", "2"],
        ["expert", "1", "1", "1", "1", "1"],
    ]


def test_codebook_counts_codings_and_people(tmp_path):
    (_codings, codebook, *_others) = write_study(tmp_path / "out", content(), "csv")
    (table,) = tables_of_csv(codebook.read_text("utf-8-sig"))
    cells = {row.cells["key"]: row.cells for row in table.rows}
    assert (cells["touchpoint/phone"]["n_codings"], cells["touchpoint/phone"]["n_participants"]) == ("6", "3")
    assert cells["goal"]["n_codings"] == "0"


def test_header_below_a_title_is_found_and_other_tables_are_not():
    rows = [["My study"], [], ["Key", "Name", "Code above"], ["need", "Need", ""]]
    (table,) = tables_of_csv(csv_text(rows))
    assert (table.kind, table.rows[0].number) == ("codebook", 4)
    assert kind_of(["speaker", "text", "start", "end"]) is None
    assert kind_of(["participant", "group", "touchpoint/phone"]) is None
    assert tables_of_csv("") == []


SAME = [("a\nb", "a\r\nb "), ("0,25", 0.25), ("PRAWDA", True), ("ложь", False), (3.0, 3), (None, ""), ("1", 1)]
OTHER = [("a", "A"), ("", "a"), ("x", 1), ("nie", True), ("007", 7.5)]


@pytest.mark.parametrize(("cell", "value", "expected"), [(*p, True) for p in SAME] + [(*p, False) for p in OTHER])
def test_cells_that_programs_rewrote_are_the_same(cell, value, expected):
    assert is_same(cell, value) is expected


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(UnsupportedFormatError, match="xlsx, csv"):
        write_study(tmp_path / "study.ods", content(), "tables")
