from __future__ import annotations

import csv
import io
import json
import re

import pandas as pd
import pyarrow.parquet as pq
import pytest

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange import StudyContent, write_study
from cjm_research.exchange.statistics.files import csv_text, with_all_values
from cjm_research.exchange.statistics.frames import LabelledFrame
from cjm_research.exchange.statistics.syntax import r_script, spss_syntax
from cjm_research.i18n import set_language
from cjm_research.model import Answer, Instrument
from cjm_research.study import Study
from cjm_research.study.statistics import variable_names
from tests.study.conftest import clock, write_interview

NAMES = ("codings", "participants", "participants_codes", "utterances", "answers")
SPSS_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}(?<!_)$")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder of a study's files, and the study."""
    folder = tmp_path_factory.mktemp("stats")
    study = Study.create(folder / "study", title="Calls", clock=clock)
    codings = [{"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone", "stage": "decision"}]
    attributes = {"age": 30, "miejsce zamieszkania": '=Łódź\nO\'Neil "x"', "ок": True, "share": 1, "mixed": 1, "Age": 1}
    write_interview(folder / "talks" / "en_1.json", "en", codings=codings, attributes=attributes)
    write_interview(folder / "talks" / "pl_1.json", "pl", attributes={"share": 2.5, "mixed": "x", "tags": ["a", "b"]})
    study.import_transcripts(folder / "talks")
    study.add_coding("pl_1", 1, "Dzwoniłam", kind="need", valence=-2, coder="-ben")
    one = Instrument.of("csat")
    study.store.surveys.add([one], [Answer(participant="en_1", instrument=one.key, value=4, at="=now")])
    study.export(folder / "out", "stats")
    return folder / "out", study


def table(folder, name):
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text("utf-8-sig"), newline="")))


def test_each_table_is_parquet_csv_and_syntax_with_one_script_for_r(written):
    folder, _study = written
    expected = {f"{name}.{kind}" for name in NAMES for kind in ("parquet", "csv", "sps")} | {"read_study.R"}
    assert {path.name for path in folder.iterdir()} == expected
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in folder.glob("*.[cs]*"))


def test_columns_have_types_and_names_that_programs_take(written):
    folder, _study = written
    types = {field.name: str(field.type) for field in pq.read_schema(folder / "participants.parquet")}
    assert [types[name] for name in ("attr_age", "attr_share", "attr_3")] == ["int64", "double", "bool"]
    assert "string" in types["attr_mixed"]
    assert types["group"].startswith("dictionary")
    assert {"attr_Age_2", "attr_miejsce_zamieszkania", "attr_tags"} <= set(types)
    assert pq.read_table(folder / "participants.parquet").column("attr_tags").to_pylist() == [None, "a; b"]
    for name in NAMES:
        columns = pq.read_schema(folder / f"{name}.parquet").names
        assert all(map(SPSS_NAME.match, columns)), columns
        assert len({column.casefold() for column in columns}) == len(columns)


def test_csv_has_one_line_a_row_points_in_numbers_and_no_formulas(written):
    folder, _study = written
    person = table(folder, "participants")[0]
    assert (person["attr_share"], person["attr_3"]) == ("1.0", "1")
    assert person["attr_miejsce_zamieszkania"] == "'=Łódź O'Neil \"x\""
    assert table(folder, "answers")[0]["at"] == "'=now"
    for name in NAMES:
        lines = (folder / f"{name}.csv").read_text("utf-8-sig").splitlines()
        assert len(lines) == 1 + pq.read_metadata(folder / f"{name}.parquet").num_rows
    assert [row["code_touchpoint_phone"] for row in table(folder, "participants_codes")] == ["1", "0"]


def test_parquet_keeps_texts_as_they_are_and_tells_labels(written):
    folder, _study = written
    people = pq.read_table(folder / "participants.parquet")
    assert people.column("attr_miejsce_zamieszkania")[0].as_py() == '=Łódź\nO\'Neil "x"'
    field = pq.read_schema(folder / "codings.parquet").field("kind")
    assert field.metadata[b"label"] == b"Kind"
    assert json.loads(field.metadata[b"values"])["touchpoint"] == "Touchpoint"
    assert pd.read_parquet(folder / "codings.parquet")["kind"].cat.categories[0] == "touchpoint"


@pytest.mark.parametrize("name", NAMES)
def test_syntax_names_every_column_with_format_label_and_values(written, name):
    folder, _study = written
    text = (folder / f"{name}.sps").read_text("utf-8-sig")
    rows = table(folder, name)
    variables = re.findall(r"^    (\w+) ([AF])(\d+)(?:\.\d)?\.?$", text.split("/VARIABLES=")[1].split("CACHE")[0], re.M)
    assert [found[0] for found in variables] == pq.read_schema(folder / f"{name}.parquet").names
    for column, kind, width in variables:
        values = [row[column] for row in rows]
        assert kind == "A" or all(value == "" or float(value) is not None for value in values)
        assert all(len(value.encode()) <= int(width) for value in values)
    labels = re.findall(r"^  (\w+) '(?:[^']|'')+'\.?$", text.split("VARIABLE LABELS")[1].split("VALUE LABELS")[0], re.M)
    assert labels == [found[0] for found in variables]
    assert all(line.count("'") % 2 == 0 for line in text.splitlines() if not line.startswith("IF "))
    assert all(line.endswith(".") for line in text.splitlines() if line.startswith("*"))
    assert max(len(line.encode()) for line in text.splitlines()) <= 256


def test_script_for_r_reads_every_column_with_its_class(written):
    folder, _study = written
    text = (folder / "read_study.R").read_text("utf-8")
    for name in NAMES:
        start = text.index(f'read.csv("{name}.csv"')
        classes = re.findall(
            r'(\w+) = "(integer|numeric|character)"', text[start : text.index("\n", text.index("colClasses", start))]
        )
        assert [column for column, _class in classes] == pq.read_schema(folder / f"{name}.parquet").names
    outside = re.sub(
        r'"(?:[^"\\]|\\.)*"', "", "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    )
    assert outside.count("(") == outside.count(")")
    assert '"' not in outside
    assert 'levels = c("customer", "non_user", "expert")' in text


def test_hostile_labels_and_values_stay_inside_their_quotes():
    bad = "it's \"x\"\\\n.\r\nHOST COMMAND=['rm']."
    data = pd.DataFrame({"a": pd.array([bad, None], dtype="string"), "b": pd.array([1, None], dtype="Int64")})
    frame = with_all_values(LabelledFrame("t", bad, data, {"a": bad}, {"a": {"x": bad * 9}, "b": {1: bad}}))
    text = spss_syntax(frame)
    assert not [line for line in text.split("\r\n") if line.startswith("HOST")]
    assert all(len(label.encode()) <= 122 + label.count("''") for label in re.findall(r"'(?:[^']|'')*'", text))
    script = r_script([frame])
    assert not [line for line in script.split("\n") if line.startswith("HOST")]
    assert len(csv_text(frame).splitlines()) == 3
    assert list(frame.values["a"]) == ["x", bad]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_labels_are_of_the_language_and_columns_are_not(written, tmp_path, language):
    folder, study = written
    set_language(language)
    study.export(tmp_path / "out", "stats")
    words = {"en": "Touchpoint", "pl": "Punkt styku", "ru": "Точка контакта"}[language]
    assert words in (tmp_path / "out" / "codings.sps").read_text("utf-8-sig")
    for name in NAMES:
        assert (tmp_path / "out" / f"{name}.csv").read_bytes() == (
            folder / f"{name}.csv"
        ).read_bytes() or name == "answers"


def test_names_of_variables_are_told_apart():
    names = variable_names(["ok", "OK", "Wiek (lata)", "возраст", "x" * 90, "x" * 91, ""], "attr")
    assert list(names.values())[:4] == ["attr_ok", "attr_OK_2", "attr_Wiek_lata", "attr_4"]
    assert len(set(names.values())) == 7
    assert all(map(SPSS_NAME.match, names.values()))


def test_a_folder_is_needed(written, tmp_path):
    with pytest.raises(UnsupportedFormatError, match="folder"):
        written[1].export(tmp_path / "stats.csv", "stats")
    with pytest.raises(UnsupportedFormatError, match="stats"):
        write_study(tmp_path / "x", StudyContent("x", ()), "stats")


def test_docs_name_every_column(written, root):
    folder, _study = written
    text = (root / "docs" / "r-and-spss.md").read_text("utf-8")
    for name in NAMES:
        section = text.split(f"## `{name}`")[1].split("\n## ")[0]
        told = re.findall(r"^\| `([\w…]+)` \|", section, re.M)
        columns = [c for c in pq.read_schema(folder / f"{name}.parquet").names if not c.startswith(("attr_", "code_"))]
        assert [c for c in told if "…" not in c] == columns
        if name in {"participants", "participants_codes"}:
            assert told[-1] == {"participants": "attr_…", "participants_codes": "code_…"}[name]
