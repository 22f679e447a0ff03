from __future__ import annotations

import csv
import io
import json

import hypothesis.strategies as st
import pytest
from hypothesis import given

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange import FORMATS, StudyContent, format_for, write_study
from cjm_research.exchange.csv_tables import neutralised, restored
from cjm_research.model import Tag, Transcript
from tests.exchange.samples import content


def rows(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_holds_every_coding_with_its_words(tmp_path):
    (path,) = write_study(tmp_path / "codings.csv", content())
    header, *lines = rows(path)
    assert len(lines) == len(content().codings)
    at = header.index("quote")
    assert {restored(line[at]) for line in lines} == {one.quote for one in content().codings}
    assert [line[header.index("valence")] for line in lines].count("-2") == 3


def test_what_somebody_said_is_no_formula(tmp_path):
    (path,) = write_study(tmp_path / "codings.csv", content())
    assert not any(cell.startswith(("=", "+", "@")) for line in rows(path) for cell in line)
    assert any(cell.startswith("'=Zażółć") for line in rows(path) for cell in line)


@given(st.text())
def test_neutralised_text_is_restored(text):
    assert restored(neutralised(text)) == text
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_folder_of_csv_holds_participants_with_their_attributes(tmp_path):
    _codings, _codes, people, _matrix, _groups = write_study(tmp_path / "tables", content(), "csv")
    header, *lines = rows(people)
    assert header[:4] == ["id", "group", "method", "age"]
    assert [line[0] for line in lines] == ["en_1", "nobody", "pl_1", "ru_1"]


def test_json_is_a_transcript_a_file_with_codings_inside(tmp_path):
    paths = write_study(tmp_path / "interviews", content(), "json")
    assert [path.name for path in paths] == ["en_1.json", "pl_1.json", "ru_1.json"]
    interview = Transcript.model_validate(json.loads(paths[1].read_text("utf-8")))
    assert [interview.locate(one) for one in interview.codings][:2] == [(0, 4), (0, len(interview.utterances[1].text))]
    with pytest.raises(UnsupportedFormatError, match="Name a folder"):
        write_study(tmp_path / "all.json", content())


def test_ids_that_are_no_file_names_stay_inside_the_folder(tmp_path):
    ids = ("../up", "a/b", "a:b", "", "A_b")
    interviews = tuple(
        one.model_copy(update={"id": id}) for one, id in zip(content().transcripts[:1] * 5, ids, strict=True)
    )
    paths = write_study(tmp_path / "out", StudyContent("x", interviews), "json")
    assert len({path.name.casefold() for path in paths}) == 5
    assert {path.parent for path in paths} == {tmp_path / "out"}


def test_tag_lines_hold_the_machines_tags_alone(tmp_path):
    (path,) = write_study(tmp_path / "tags.jsonl", content())
    tags = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [tag["transcript"] for tag in tags] == ["en_1", "pl_1", "ru_1"]
    assert list(tags[0]) == list(Tag.model_fields)


@pytest.mark.parametrize(("path", "name"), [("x.docm", None), ("x", None), ("x.csv", "spss")])
def test_unknown_format_is_named_with_the_known_ones(path, name):
    with pytest.raises(UnsupportedFormatError, match="qdpx"):
        format_for(path, name)


def test_every_format_has_its_writer():
    assert all(callable(one.write) for one in FORMATS.values())


def test_journey_workbook_needs_a_map(tmp_path):
    with pytest.raises(UnsupportedFormatError, match="no journey map"):
        write_study(tmp_path / "journey.xlsx", content())
