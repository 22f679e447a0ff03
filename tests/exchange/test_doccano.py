"""Exports of doccano: spans as lists and as entities, comments, properties, every way it counts."""

from __future__ import annotations

import json

import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.other_tools.doccano import is_doccano, read_doccano
from cjm_research.exchange.other_tools.places import Counting, Ruler
from tests.exchange.foreign_samples import LANGUAGES, QUOTES, doccano_records


def written(tmp_path, records):
    path = tmp_path / "all.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def words(project):
    return {text.name: [text.text[c.start : c.end] for c in text.codings] for text in project.texts()}


EXPECTED = {language: list(QUOTES[language]) for language in LANGUAGES}


@pytest.mark.parametrize("unit", ["utf16", "code_points"])
def test_spans_hold_their_words_in_every_language_and_counting(tmp_path, unit):
    project = read_doccano(written(tmp_path, doccano_records(unit)))
    assert words(project) == EXPECTED
    assert any("utf16" in loss.what for loss in project.losses) == (unit == "utf16")


def test_letters_as_readers_see_them_are_found_out_and_can_be_asked_for(tmp_path):
    records = doccano_records("code_points")
    for record in records:
        ruler = Ruler(record["text"], Counting("graphemes"))
        record["label"] = [[ruler.mark(start), ruler.mark(end), label] for start, end, label in record["label"]]
    path = written(tmp_path, records)
    assert words(read_doccano(path)) == EXPECTED
    assert words(read_doccano(path, graphemes=True)) == EXPECTED


def test_entities_relations_comments_and_properties_come_along_or_are_listed(tmp_path):
    records = doccano_records()
    for record in records:
        spans = record.pop("label")
        record["entities"] = [
            {"id": n, "label": label, "start_offset": start, "end_offset": end}
            for n, (start, end, label) in enumerate(spans)
        ]
        record |= {
            "relations": [{"id": 1, "from_id": 0, "to_id": 1, "type": "then"}],
            "age": 31,
            "meta": {"group": "non_user", "odd": "x"},
        }
        record["Comments"] = ["seen twice", {"comment": "by eva"}]
    project = read_doccano(written(tmp_path, records), coder="eva")
    assert words(project) == EXPECTED
    assert [memo.text for memo in project.memos] == ["seen twice", "by eva"] * 3
    assert [(dict(person.attributes), person.group) for person in project.people] == [
        ({"odd": "x", "age": 31}, "non_user") for _n in LANGUAGES
    ]
    assert {loss.what for loss in project.losses if loss.fate == "dropped"} == {
        "Relations between codings are left out."
    }
    assert project.users == {"eva": "eva"}
    assert [code.name for code in project.codes] == ["late", "phone"]


def test_old_exports_name_the_annotator_of_each_span(tmp_path):
    spans = [{"label": 2, "start_offset": 0, "end_offset": 3, "user": user} for user in (1, 5)]
    project = read_doccano(written(tmp_path, [{"id": 1, "text": "one two", "annotations": spans, "meta": {}}]))
    codings = next(project.texts()).codings
    assert [(coding.coder, coding.code) for coding in codings] == [
        ("1", project.codes[0].id),
        ("5", project.codes[0].id),
    ]
    assert project.codes[0].name == "2"
    assert len({coding.id for coding in codings}) == 2


def test_labels_of_a_whole_text_are_a_memo(tmp_path):
    project = read_doccano(written(tmp_path, [{"text": "one", "label": ["good", "short"], "cats": ["x"]}]))
    assert [memo.text for memo in project.memos] == ["good, short, x"]
    assert next(project.texts()).codings == []


def test_ids_stay_when_the_file_is_read_again(tmp_path):
    ids = [
        [text.id, *(c.id for c in text.codings)] for text in read_doccano(written(tmp_path, doccano_records())).texts()
    ]
    other = written(tmp_path, reversed(doccano_records()))
    assert [[text.id, *(c.id for c in text.codings)] for text in read_doccano(other).texts()] == ids[::-1]
    assert len({id_ for text in ids for id_ in text}) == 9


def test_other_json_is_not_taken_for_an_export(tmp_path):
    assert is_doccano(written(tmp_path, doccano_records()))
    assert not is_doccano(written(tmp_path, [{"text": "one", "label": "a"}]))
    assert not is_doccano(written(tmp_path, [{"transcript": "P1", "text": "one", "label": []}]))
    with pytest.raises(UnreadableFileError, match="doccano"):
        read_doccano(written(tmp_path, [{"label": []}]))
