"""Exports of Label Studio: full and minimal JSON, dialogues, pages, several annotators, offsets of all its versions."""

from __future__ import annotations

import json

import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.losses import summary
from cjm_research.exchange.other_tools.label_studio import is_label_studio, read_label_studio
from cjm_research.exchange.other_tools.places import Counting
from tests.exchange.foreign_samples import INTERVIEWS, LANGUAGES, QUOTES, label_studio_tasks


def written(tmp_path, value, name="tasks.json"):
    path = tmp_path / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return read_label_studio(written(tmp_path_factory.mktemp("label_studio"), label_studio_tasks()))


def words(project):
    return {text.name: [text.text[c.start : c.end] for c in text.codings] for text in project.texts()}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("utf16", [False, True], ids=["new", "old"])
def test_labels_hold_their_words_in_every_language_and_version(tmp_path, utf16, line_end):
    project = read_label_studio(written(tmp_path, label_studio_tasks(utf16=utf16, line_end=line_end)))
    assert words(project) == {language: [QUOTES[language][1], *QUOTES[language]] for language in LANGUAGES}
    assert any("utf16" in loss.what for loss in project.losses) == utf16


@pytest.mark.parametrize("utf16", [False, True])
def test_line_ends_that_count_one_are_found_out(tmp_path, utf16):
    tasks = label_studio_tasks(utf16=utf16)
    for task in tasks:
        task["data"]["text"] = task["data"]["text"].replace("\n", "\r\n")
    project = read_label_studio(written(tmp_path, tasks))
    assert words(project)["ru"] == [QUOTES["ru"][1], *QUOTES["ru"]]


def test_each_annotator_is_a_coder_and_a_model_suggests(project):
    codings = next(project.texts()).codings
    assert [(project.users[c.coder], c.memo, dict(c.own)) for c in codings] == [
        ("ner 2", "", {"status": "suggested", "source": "model:ner 2", "score": 0.75}),
        ("Ada Łoś", "note: angry", {}),
        ("Label Studio 8", "", {}),
    ]


def test_labels_of_several_controls_stand_below_their_control(project):
    names = {code.id: code.name for code in project.codes}
    assert [(names.get(code.parent, ""), code.name, code.is_codable) for code in project.codes] == [
        ("", "pain", False),
        ("", "contact", False),
        ("pain", "late", True),
        ("contact", "phone", True),
    ]


def test_choices_are_memos_and_other_data_are_properties(project):
    assert [memo.text for memo in project.memos] == ["mood: long, sad"] * 3
    assert dict(project.people[0].attributes) == {"age": 31, "title_of_study": "Parcels"}


def test_relations_and_cancelled_work_are_listed(project):
    rows = [(fate, n) for fate, _what, n, _places in summary(project.losses) if fate == "dropped"]
    assert rows == [("dropped", 3), ("dropped", 3)]


def test_minimal_json_one_task_a_line_and_old_exports_say_the_same(tmp_path):
    tasks = label_studio_tasks()
    minimal = [
        {
            **task["data"],
            "id": task["id"],
            work["result"][0]["from_name"]: [work["result"][0]["value"]],
            "annotator": n,
            "annotation_id": work["id"],
            "lead_time": 3.5,
        }
        for task in tasks
        for n, work in enumerate(task["annotations"][:2], start=1)
    ]
    path = written(tmp_path, minimal)
    assert is_label_studio(path)
    assert words(read_label_studio(path)) == {language: list(QUOTES[language]) for language in LANGUAGES}

    lines = tmp_path / "tasks.jsonl"
    lines.write_text("\n".join(json.dumps(task) for task in tasks), encoding="utf-8")
    assert words(read_label_studio(lines)) == words(read_label_studio(written(tmp_path, tasks)))

    for task in tasks:
        task["completions"] = task.pop("annotations")
    assert len(words(read_label_studio(written(tmp_path, tasks)))["pl"]) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_dialogues_become_lines_with_speakers(tmp_path, language):
    lines = [line.split(": ", 1) for line in INTERVIEWS[language]]
    quote = QUOTES[language][1]
    at = len(lines[3][1][: lines[3][1].index(quote)].encode("utf-16-le")) // 2
    value = {"start": "3", "end": "3", "startOffset": at, "endOffset": at + len(quote), "text": quote}
    both = {"start": "1", "end": "2", "startOffset": 0, "endOffset": 3, "text": "other"}
    both |= {"globalOffsets": {"start": 5, "end": 6}}
    result = [
        {"id": n, "type": "paragraphlabels", "value": {**v, "paragraphlabels": ["A"]}}
        for n, v in enumerate((value, both))
    ]
    task = {
        "data": {"dialogue": [{"author": who, "text": said} for who, said in lines]},
        "annotations": [{"result": result}],
    }
    text = next(read_label_studio(written(tmp_path, [task])).texts())
    assert text.text == "\n".join(INTERVIEWS[language])
    found = [text.text[c.start : c.end] for c in text.codings]
    assert found[0] == quote
    assert found[1].startswith(lines[1][1][:5])
    assert found[1].endswith(lines[2][1][:3])


def test_a_task_without_an_id_is_the_same_wherever_it_stands(tmp_path):
    tasks = [{"data": {"text": text}, "annotations": []} for text in ("Anna: yes", "Ola: no", "Ewa: so")]
    first, second = (read_label_studio(written(tmp_path, some)) for some in (tasks[1:], tasks))
    assert [text.id for text in first.texts()] == [text.id for text in second.texts()][1:]
    assert len({text.name for text in second.texts()}) == 3


def test_properties_that_no_table_takes_are_left_out(tmp_path):
    task = {"data": {"text": "Anna: yes", "age": 31, "sum": 10**400}, "annotations": []}
    path = written(tmp_path, [task])
    path.write_text(path.read_text().replace("31", '31, "odd": 1e999'), encoding="utf-8")
    assert [person.attributes for person in read_label_studio(path).people] == [{"age": 31}]


def test_pages_are_counted_without_their_tags(tmp_path):
    page = "<html><body><p>Dzień 😀</p><p>długi &amp; zły</p><p>koniec</p></body></html>"
    value = {"start": "/p[2]/text()[1]", "startOffset": 0, "globalOffsets": {"start": 7, "end": 12}, "text": "długi"}
    result = [{"id": "a", "type": "hypertextlabels", "value": {**value, "hypertextlabels": ["A"]}}]
    text = next(
        read_label_studio(written(tmp_path, [{"data": {"html": page}, "annotations": [{"result": result}]}])).texts()
    )
    assert text.text == "Dzień 😀\ndługi & zły\nkoniec"
    assert [text.text[c.start : c.end] for c in text.codings] == ["długi"]


def test_taxonomies_are_levels(tmp_path):
    value = {"start": 0, "end": 3, "text": "one", "taxonomy": [["pain", "late"], ["pain"]]}
    task = {"data": {"text": "one two"}, "annotations": [{"result": [{"type": "taxonomy", "value": value, "id": "a"}]}]}
    project = read_label_studio(written(tmp_path, [task]))
    assert [code.name for code in project.codes] == ["pain", "late"]
    assert project.codes[1].parent == project.codes[0].id
    assert len(next(project.texts()).codings) == 2


def test_the_text_is_the_one_that_is_quoted_or_named(tmp_path):
    value = {"start": 0, "end": 3, "text": "two", "labels": ["A"]}
    data = {"comment": "a much longer text that nobody has labelled", "answer": "two three"}
    task = {"data": data, "annotations": [{"result": [{"type": "labels", "value": value}]}]}
    path = written(tmp_path, [task])
    assert next(read_label_studio(path).texts()).text == "two three"
    assert next(read_label_studio(path, text="comment").texts()).text == data["comment"]
    assert next(read_label_studio(path, offsets=Counting("bytes")).texts()).text == "two three"


def test_a_text_that_is_only_an_address_is_listed(tmp_path):
    tasks = [
        {"data": {"text": "https://example.org/a.txt"}, "annotations": []},
        {"data": {"text": "b"}, "annotations": []},
    ]
    project = read_label_studio(written(tmp_path, tasks))
    assert [text.text for text in project.texts()] == ["b"]
    assert [loss.fate for loss in project.losses] == ["dropped"]
    with pytest.raises(UnreadableFileError, match="Label Studio"):
        read_label_studio(written(tmp_path, tasks[:1]))


def test_other_json_is_not_taken_for_an_export(tmp_path):
    assert is_label_studio(written(tmp_path, label_studio_tasks()))
    assert not is_label_studio(written(tmp_path, {"utterances": [{"text": '"data": "annotations": []'}]}))
    assert not is_label_studio(written(tmp_path, {"text": "a", "label": [[0, 1, "A"]]}))
    assert not is_label_studio(tmp_path)
