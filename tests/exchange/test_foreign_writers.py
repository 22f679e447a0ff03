"""A study for Label Studio and doccano, and back: the same words, codes, coders, stages and valences."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from cjm_research import Study
from cjm_research.exchange import StudyContent
from cjm_research.exchange.other_tools.doccano_write import write_doccano
from cjm_research.exchange.other_tools.label_studio_write import write_label_studio
from cjm_research.exchange.other_tools.taguette import read_taguette
from cjm_research.exchange.other_tools.taguette_write import write_taguette
from cjm_research.model import Code, Coding, Memo, Participant, Transcript
from tests.exchange.foreign_samples import INTERVIEWS, LANGUAGES, QUOTES

GUID = "00000000-0000-4000-8000-0000000000{:02d}".format


def content() -> StudyContent:
    """Three interviews with two codings of people and one of the machine in each."""
    transcripts, codings = [], []
    for n, (language, lines) in enumerate(INTERVIEWS.items()):
        turns = [line.split(": ", 1) for line in lines]
        utterances = [
            {"speaker": who, "role": "participant" if i % 2 else "interviewer", "text": said}
            for i, (who, said) in enumerate(turns)
        ]
        transcripts.append(Transcript.model_validate({"id": language, "language": language, "utterances": utterances}))
        for i, (utterance, quote) in enumerate(zip((1, 3, 3), (*QUOTES[language], QUOTES[language][1]), strict=True)):
            start = turns[utterance][1].index(quote)
            codings.append(
                Coding(
                    guid=GUID(10 * n + i),
                    transcript=language,
                    participant=language,
                    utterance=utterance,
                    start=start,
                    end=start + len(quote),
                    quote=quote,
                    kind=("pain_point", "touchpoint", "emotion")[i],
                    label=(None, "phone", "anger")[i],
                    valence=(-2, None, -1)[i],
                    stage=("delivery", None, None)[i],
                    coder=("eva", "oleg", "machine")[i],
                    status="suggested" if i == 2 else "confirmed",
                    score=0.5 if i == 2 else None,
                    source="rule:x" if i == 2 else "",
                )
            )
    memos = (Memo(guid=GUID(90), on="coding", target=GUID(0), text="angry", coder="eva"),)
    people = (Participant(id="pl", attributes={"age": 31, "odd": ["x"]}),)
    return StudyContent("Parcels", tuple(transcripts), people, tuple(codings), memos=memos)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    what = content()
    return what, write_label_studio(folder / "p.json", what), write_doccano(folder / "p.jsonl", what)


def come_back(tmp_path, path):
    study = Study.create(tmp_path / "study", title="Back")
    study.import_project(path, coder="me")
    return study


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_to_label_studio_comes_back_equal(written, tmp_path, language):
    what, (path, _config), _doccano = written
    study = come_back(tmp_path, path)
    fields = {
        "guid",
        "transcript",
        "utterance",
        "start",
        "end",
        "quote",
        "kind",
        "label",
        "valence",
        "stage",
        "score",
        "source",
    }
    ours = sorted((c.model_dump(include=fields) for c in what.codings if c.transcript == language), key=str)
    assert sorted((c.model_dump(include=fields) for c in study.codings if c.transcript == language), key=str) == ours
    assert {(c.coder, c.status) for c in study.codings} == {
        ("eva", "confirmed"),
        ("oleg", "confirmed"),
        ("machine", "suggested"),
    }
    assert [(memo.on, memo.target, memo.text) for memo in study.memos] == [("coding", GUID(0), "angry")]
    (talk,) = [talk for talk in study.transcripts if talk.id == language]
    assert [u.text for u in talk.utterances] == [line.split(": ", 1)[1] for line in INTERVIEWS[language]]


def test_the_configuration_knows_every_label_that_is_used(written):
    _what, (path, config), _doccano = written
    labels = {label.get("value") for label in ElementTree.parse(config).iter("Label")}
    choices = {choice.get("value") for choice in ElementTree.parse(config).iter("Choice")}
    for task in json.loads(path.read_text(encoding="utf-8")):
        for work in task["annotations"] + task["predictions"]:
            for result in work["result"]:
                value = result["value"]
                assert set(value.get("labels", [])) <= labels
                assert set(value.get("choices", [])) <= choices
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_to_doccano_comes_back_on_the_same_words(written, tmp_path, language):
    _what, _label_studio, (path, labels) = written
    study = come_back(tmp_path, path)
    found = sorted((c.quote, c.code) for c in study.codings if c.transcript == language)
    late, waited = QUOTES[language]
    assert found == sorted([(late, "pain_point"), (waited, "touchpoint/phone"), (waited, "emotion/anger")])
    assert {c.coder for c in study.codings} == {"me"}
    known = {label["text"] for label in json.loads(labels.read_text(encoding="utf-8"))}
    assert known == {"pain_point", "touchpoint/phone", "emotion/anger"}


def test_equal_studies_give_equal_bytes(written, tmp_path):
    _what, label_studio, doccano = written
    again = [*write_label_studio(tmp_path / "p.json", content()), *write_doccano(tmp_path / "p.jsonl", content())]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in (*label_studio, *doccano)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_to_taguette_comes_back_on_the_same_words(taguette_file, tmp_path, language):
    study = come_back(tmp_path, taguette_file)
    (talk,) = [talk for talk in study.transcripts if talk.id == language]
    assert [u.text for u in talk.utterances] == [line.split(": ", 1)[1] for line in INTERVIEWS[language]]
    late, waited = QUOTES[language]
    assert sorted((c.quote, c.code, c.coder) for c in study.codings if c.transcript == language) == sorted(
        [(late, "pain_point", "eva"), (waited, "touchpoint/phone", "oleg"), (waited, "emotion/anger", "machine (2)")]
    )
    assert {code.key for code in study.codebook.codes} == {code.key for code in content().codebook.codes}


@pytest.fixture(scope="module")
def taguette_file(tmp_path_factory):
    (path,) = write_taguette(tmp_path_factory.mktemp("written") / "p.sqlite3", content())
    return path


def test_equal_studies_give_equal_project_files(taguette_file, tmp_path):
    (again,) = write_taguette(tmp_path / "p.sqlite3", content())
    assert again.read_bytes() == taguette_file.read_bytes()


def test_taguette_knows_a_document_again_when_there_are_more(taguette_file, tmp_path):
    what = replace(content(), guid=GUID(99))
    more = replace(what, transcripts=(what.transcripts[0].model_copy(update={"id": "aa"}), *what.transcripts))
    first, second = (read_taguette(write_taguette(tmp_path / f"{n}.db", c)[0]) for n, c in enumerate((what, more)))
    known = {text.name: [text.id, *(c.id for c in text.codings)] for text in second.texts()}
    assert {text.name: [text.id, *(c.id for c in text.codings)] for text in first.texts()} == {
        name: ids for name, ids in known.items() if name != "aa"
    }


def test_a_code_of_our_own_comes_back_from_taguette_alone_under_its_name(tmp_path):
    what = content()
    own = Code(key="thought/new_plan", kind="thought", label="new_plan", parent="thought", name="New plan")
    (path,) = write_taguette(
        tmp_path / "p.sqlite3", replace(what, codings=(), codebook=what.codebook.with_codes({own.key: own}))
    )
    assert [(code.key, code.name) for code in read_taguette(path).codes] == [("thought/new_plan", "new_plan")]


def test_names_that_xml_cannot_hold_are_no_obstacle(tmp_path):
    what = content()
    own = Code(key="thought/plan", kind="thought", label="plan", parent="thought", name="New\x0bplan")
    coding = what.codings[0].model_copy(update={"stage": "a\x0bb"})
    odd = replace(what, codebook=what.codebook.with_codes({own.key: own}), codings=(coding,))
    _path, config = write_label_studio(tmp_path / "p.json", odd)
    assert "�plan" in config.read_text(encoding="utf-8")


def test_a_study_is_exported_by_the_names_of_the_tools(written, tmp_path):
    study = come_back(tmp_path, written[1][0])
    for name, ending in (("label-studio", ".json"), ("doccano", ".jsonl"), ("taguette", ".sqlite3")):
        files = study.export(tmp_path / f"out{ending}", name)
        assert all(path.stat().st_size for path in files)
    again = Study.create(tmp_path / "again", title="Again")
    report = again.import_project(tmp_path / "out.json", coder="me")
    assert (len(report.imported), report.codings) == (3, 9)
    assert [(memo.on, memo.text) for memo in again.memos] == [("coding", "angry")]
    # Who takes no suggestions apart from codings gets none.
    for name in ("out.jsonl", "out.sqlite3"):
        assert Study.create(tmp_path / name[4:], title="A").import_project(tmp_path / name, coder="me").codings == 6
