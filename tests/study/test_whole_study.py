from __future__ import annotations

import json

import pytest

from cjm_research.errors import BadValueError, UnreadableFileError
from cjm_research.model import Answer, Instrument
from cjm_research.study import Study
from tests.study.conftest import clock, write_interview


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A study with something of everything that a study keeps."""
    folder = tmp_path_factory.mktemp("whole")
    study = Study.create(folder / "study", title="Próba", interface_language="pl", seed=7, clock=clock)
    codings = [{"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone", "stage": "decision"}]
    attributes = {"age": 30, "none": None, "tags": ["a", 1.5], "ok": True}
    write_interview(folder / "talks" / "en_1.json", "en", codings=codings, attributes=attributes, place="Łódź")
    write_interview(folder / "talks" / "ru_1.json", "ru", group="expert")
    (folder / "talks" / "participants.csv").write_text(
        "id,group,method\nnobody,customer,walk_along\n", encoding="utf-8"
    )
    study.import_transcripts(folder / "talks")
    code = study.add_code("Hotline", kind="touchpoint", definition="d", colour="#112233")
    coding = study.add_coding("ru_1", 1, "Звонила", kind="touchpoint", label=code.label, coder="ben")
    study.correct_text("ru_1", 1, "Я звонила трижды 😀, никто не взял трубку.")
    study.write_memo("why\u0301? \ufeff=1\r\nz\u0307", on="coding", target=coding.guid)
    study.write_memo("all", coder="ben")
    study.remove_coding(study.add_coding("en_1", 3, "gave up", kind="barrier").guid)
    study.add_coding("en_1", 1, "rang them", kind="touchpoint", label="phone", stage="decision", coder="ben")
    study.finish_consensus("en_1", ["coder", "ben"])
    study.set_journey("all", purpose="To see")
    study.add_empathy_note("all", "sees", "a queue")
    one = Instrument.of("csat")
    study.store.surveys.add(
        [one], [Answer(participant="en_1", instrument=one.key, value=4, wave="b")], waves=("a", "b")
    )
    return study


def kept(study):
    store = study.store
    decided = {
        subject: store.standing(subject) for subject in ("code", "memo", "consensus", "personas", "empathy", "journey")
    }
    surveys = store.surveys
    return (
        study.settings, study.transcripts, study.participants, study.codings, study.codebook, decided,
        surveys.instruments(), surveys.answers(), surveys.waves(),
    )  # fmt: skip


def test_new_study_takes_a_whole_one_back_equal(study, tmp_path):
    (path,) = study.export(tmp_path / "study.json", "study")
    other = Study.create(tmp_path / "other", clock=clock)
    report = other.import_transcripts(path)
    assert (report.imported, report.n_codings) == (("en_1", "ru_1"), 4)
    assert kept(other) == kept(study)
    assert kept(Study.open(tmp_path / "other")) == kept(study)
    assert other.store.text_revisions("ru_1", 1) == study.store.text_revisions("ru_1", 1)
    assert other.store.known_files() == study.store.known_files()
    (again,) = other.export(tmp_path / "again.json", "study")
    assert again.read_bytes() == path.read_bytes()
    merged = other.merge(study)
    assert (merged.n_new, merged.n_changed, merged.conflicts, merged.left_out) == (0, 0, (), ())


def test_whole_study_has_its_published_form_and_names_no_folder(study, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    from cjm_research.exchange.schemas import schema_of

    (path,) = study.export(tmp_path / "study.json", "study")
    value = json.loads(path.read_text("utf-8"))
    jsonschema.validate(value, schema_of("study"))
    assert str(study.folder.parent) not in path.read_text("utf-8")


def test_study_that_is_not_empty_takes_no_whole_one(study, tmp_path):
    (path,) = study.export(tmp_path / "study.json", "study")
    before = kept(study)
    with pytest.raises(BadValueError, match=r"pust|empty"):
        study.import_whole(path)
    assert kept(study) == before


FAULTS = [
    lambda value: value["codings"][0].update(quote="never said"),
    lambda value: value["codings"].append(value["codings"][0]),
    lambda value: value["codings"][0].update(utterance=99),
    lambda value: value["interviews"].append(value["interviews"][0]),
    lambda value: value.update(extra=1),
    lambda value: value["memos"][0].update(text="\ud800"),
    lambda value: value["settings"].update(stage_model="none"),
    lambda value: value["interviews"][0]["transcript"]["utterances"][0].update(text="\x00"),
    lambda value: value["interviews"][0]["transcript"].update(id=""),
]


@pytest.fixture(scope="module")
def empty(study, tmp_path_factory):
    """An empty study, and the text of a whole one."""
    folder = tmp_path_factory.mktemp("empty")
    (path,) = study.export(folder / "study.json", "study")
    return Study.create(folder / "other", clock=clock), path.read_text("utf-8")


@pytest.mark.parametrize("spoil", FAULTS)
def test_faulty_study_file_changes_nothing(empty, tmp_path, spoil):
    other, text = empty
    value = json.loads(text)
    spoil(value)
    path = tmp_path / "study.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    before = kept(other)
    with pytest.raises((UnreadableFileError, BadValueError)):
        other.import_whole(path)
    assert kept(other) == before
