import csv
import io
import json

import pandas as pd
import pytest

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.frame_files import frame_csv, frame_json, frame_markdown, write_frame
from cjm_research.i18n import using_language

HOSTILE = ("=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "'quoted'")
SAID = "Żółć, “ёлка”;\r\nline | two 👍 \u202egnol"


@pytest.fixture
def table():
    values = {"quote": [*HOSTILE, SAID, None], "valence": [-2, 1, None, 0, 0, 0, 0, 0], "share": [0.5] + [None] * 7}
    return pd.DataFrame(values).astype({"quote": "string", "valence": "Int64", "share": "Float64"})


def test_csv_neutralises_text_and_keeps_numbers(table):
    rows = list(csv.reader(io.StringIO(frame_csv(table), newline="")))
    assert rows[0] == ["quote", "valence", "share"]
    assert [row[0] for row in rows[1:7]] == ["'" + text for text in HOSTILE]
    assert rows[1][1:] == ["-2", "0.5"]
    assert rows[7][0] == SAID
    assert rows[8] == ["", "0", ""]


def test_a_workbook_neutralises_text_and_keeps_numbers(table, tmp_path):
    from openpyxl import load_workbook

    path = write_frame(tmp_path / "in" / "table.xlsx", table, title="Calls [x]: 1/2")
    sheet = load_workbook(path).active
    cells = [sheet.cell(row, 1) for row in range(2, 8)]
    assert [cell.value for cell in cells] == ["'" + text for text in HOSTILE]
    assert {cell.data_type for cell in cells} == {"s"}
    assert (sheet["B2"].value, sheet["C2"].value, sheet["B4"].value) == (-2, 0.5, None)
    assert "[" not in sheet.title
    assert write_frame(tmp_path / "again.xlsx", table, title="Calls [x]: 1/2").read_bytes() == path.read_bytes()


def test_a_workbook_takes_what_xml_forbids_and_what_is_too_long(tmp_path):
    from openpyxl import load_workbook

    table = pd.DataFrame({"quote": ["a\x00\x1bb", "x" * 40_000, "\x01=1+1"]})
    sheet = load_workbook(write_frame(tmp_path / "t.xlsx", table)).active
    assert sheet["A2"].value == "ab"
    assert len(sheet["A3"].value) < 32_768
    assert sheet["A4"].value == "'=1+1", "what hides before a formula is taken away first"


def test_markdown_shows_the_words_and_nothing_else():
    words = ["<img src=x onerror=alert(1)>", "a | b\nc", "[x](http://evil.example)", "**no** `code` &amp; # x"]
    shown = frame_markdown(pd.DataFrame({"quote": words}))
    lines = shown.splitlines()
    assert len(lines) == 2 + len(words)
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").render(shown)
    for tag in ("<img", "<a ", "<strong", "<code", "<h1"):
        assert tag not in html
    assert html.count("<td") == len(words)
    assert "onerror" in html


def test_json_has_an_object_a_row(table):
    rows = json.loads(frame_json(table))
    assert rows[0] == {"quote": "=1+1", "valence": -2, "share": 0.5}
    assert rows[7] == {"quote": None, "valence": 0, "share": None}
    assert rows[6]["quote"] == SAID


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".md", ".json"])
def test_an_empty_table_is_a_table(suffix, tmp_path, table):
    assert write_frame(tmp_path / f"t{suffix}", table.iloc[:0]).stat().st_size > 2


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_an_unknown_ending_is_refused(language, tmp_path, table):
    with using_language(language), pytest.raises(UnsupportedFormatError, match="csv, xlsx, md, json"):
        write_frame(tmp_path / "table.exe", table)
    assert not (tmp_path / "table.exe").exists()
