"""A study that learns from its people: what is kept, what is tagged again, what stays as it was decided."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.study import Study
from cjm_research.study.learning import (
    LearnReport,
    LearntPart,
    forget_learning,
    learn_study,
    own_path,
    still_to_decide,
)
from cjm_research.study.tagging import tag_study
from cjm_research.tagging.tagger import STUDY
from tests.study.conftest import clock
from tests.tagging.own_talk import coding, interviews


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    """A study of nine interviews; in six of them ann has coded what is said of parking, and rejected all else."""
    folder = tmp_path_factory.mktemp("talks")
    transcripts, codings = interviews("en")
    for transcript in transcripts:
        (folder / f"{transcript.id}.json").write_text(transcript.model_dump_json(), encoding="utf-8")
    study = Study.create(folder / "study", clock=clock)
    study.import_transcripts(*sorted(folder.glob("*.json")))
    study.tag()
    first = {transcript.id for transcript in transcripts[:6]}
    study.reject(*(one.guid for one in study.codings if one.transcript in first), coder="ann")
    for one in codings:
        if one.transcript in first:
            study.add_coding(
                one.transcript, one.utterance, one.quote, kind="need", label="parking", coder="ann", start=one.start,
                end=one.end,
            )  # fmt: skip
    return study, learn_study(study.store, names={"need/parking": "A place for the car"})


def test_what_was_learnt_lies_in_the_folder_of_the_study(talks):
    study, report = talks
    assert (report.interviews, report.coded) == (6, 12)
    assert report.helps
    assert own_path(study.store) == study.folder / "features" / "own.npz"
    assert own_path(study.store).is_file()


def test_report_names_the_own_code_as_its_people_do(talks):
    _study, report = talks
    assert "A place for the car" in str(report)
    assert "12 passages" in str(report)


def test_tagging_reads_everything_once_after_learning_and_leaves_decisions_alone(talks):
    study, _report = talks
    decided = [one for one in study.codings if one.status != "suggested"]
    first = study.tag()
    assert first.tagged == 9
    assert study.tag().tagged == 0
    own = [one for one in study.codings if one.label == "parking" and one.status == "suggested"]
    assert {one.source for one in own} == {STUDY}
    assert [one for one in study.codings if one.status != "suggested"] == decided
    # Nothing but own codes is news where ann has been.
    waiting = [one for one in study.codings if one.status == "suggested"]
    worked = {one.transcript for one in decided}
    assert all(one.label == "parking" for one in waiting if one.transcript in worked)
    assert {one.transcript for one in waiting} - worked


def test_learning_again_from_the_same_decisions_gives_the_same_file_and_nothing_to_tag(talks):
    study, _report = talks
    study.tag()
    before = own_path(study.store).read_bytes()
    learn_study(study.store)
    assert own_path(study.store).read_bytes() == before
    assert study.tag().tagged == 0


def test_another_tagger_is_learnt_on_top_of_anew(talks, monkeypatch):
    study, _report = talks
    before = own_path(study.store).read_bytes()
    monkeypatch.setattr("cjm_research.study.learning.TAGGER_VERSION", "another")
    assert study.tag().tagged == 9
    assert own_path(study.store).read_bytes() != before


def test_forgetting_brings_back_the_shipped_tagger(talks):
    study, _report = talks
    assert forget_learning(study.store).forgotten
    assert not own_path(study.store).exists()
    assert study.tag().tagged == 9
    assert not [one for one in study.codings if one.status == "suggested" and one.source == STUDY]
    learn_study(study.store)


def test_study_without_decisions_learns_nothing_and_says_so(study, interviews):
    study.import_transcripts(interviews)
    report = learn_study(study.store)
    assert not report.helps
    assert not own_path(study.store).exists()
    assert "too little" in str(report)


def test_study_on_a_server_has_no_place_for_it(study, monkeypatch):
    monkeypatch.setattr(type(study.store), "folder", property(lambda _store: None))
    with pytest.raises(BadValueError, match="server"):
        learn_study(study.store)
    assert tag_study(study.store).transcripts == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_can_be_said_in_every_language(language):
    parts = [
        LearntPart(name="finding", examples=40, before=90, after=60, used=True),
        LearntPart(name="touchpoint label", examples=20, before=0.5, after=0.75, used=True),
        LearntPart(name="emotion valence", examples=20, before=0.5, after=0.8, used=True),
        LearntPart(name="stage", examples=20, before=0.5, after=0.4, used=False),
        LearntPart(name="need/parking", examples=12, before=0.1, after=0.6, used=True),
        LearntPart(name="need/toilets", examples=9, before=0.1, after=0.2, used=False),
    ]
    report = LearnReport(interviews=3, coded=40, rejected=7, parts=parts, few=(("goal/cheap_tyres", 3),))
    with using_language(language):
        text = str(report)
    assert len(text.splitlines()) == 8
    assert all(word in text for word in ("parking", "toilets", "cheap tyres", "90", "60", "3"))


def test_only_what_is_still_to_decide_is_suggested():
    transcripts, _codings = interviews("en", 1)
    name = transcripts[0].id

    def suggested(turn, start, kind="need", **values):
        return coding(name, turn, start, "x" * 10, kind=kind, status="suggested", source=STUDY, **values)

    decided = [
        coding(name, 3, 0, "x" * 8, kind="need", status="rejected", source="model:moments"),
        coding(name, 9, 0, "x" * 10, kind="pain_point"),
        suggested(5, 0),
    ]
    new = {
        "same place": suggested(3, 2), "same turn": suggested(3, 30),
        "own code there": suggested(3, 2, label="parking"),
        "open turn": suggested(7, 0), "same kind of trouble": suggested(9, 4, kind="barrier"), "open": suggested(5, 0),
    }  # fmt: skip
    left = still_to_decide(new.values(), decided, transcripts)
    assert [what for what, one in new.items() if one in left] == ["own code there", "open turn", "open"]
