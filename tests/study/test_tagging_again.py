"""Tagging a study again: what is read, what is left alone, and that the result is that of tagging it all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.model import Participant
from cjm_research.study import Study
from tests.study.conftest import clock, write_interview


@pytest.fixture
def tagged(study, interviews, tagger) -> Study:
    study.import_transcripts(interviews)
    study.tag()
    tagger.read.clear()
    return study


def test_first_tagging_reads_everything(study, interviews, tagger):
    study.import_transcripts(interviews)
    report = study.tag()
    assert tagger.read == ["en_1", "pl_1", "ru_1"]
    assert (report.tagged, report.unchanged, report.added) == (3, 0, 6)


def test_unchanged_study_is_not_read_at_all(tagged, tagger):
    before, seen = tagged.codings, []
    for study in (tagged, Study.open(tagged.folder)):
        report = study.tag(progress=lambda *step: seen.append(step))
        assert (report.tagged, report.unchanged, report.added, report.withdrawn) == (0, 3, 0, 0)
        assert report.suggestions == 6
        assert study.codings == before
    assert tagger.read == seen == []


def test_again_reads_everything(tagged, tagger):
    report = tagged.tag(again=True)
    assert (report.tagged, report.unchanged, report.added) == (3, 0, 0)
    assert len(tagger.read) == 3


def test_another_version_of_the_tagger_reads_everything_once(tagged, tagger):
    tagger.renew()
    tagger.words = 2
    report = tagged.tag()
    assert (report.tagged, report.added, report.withdrawn) == (3, 6, 6)
    assert tagged.tag().tagged == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_new_interview_is_read(tagged, tagger, tmp_path, language):
    before = set(tagged.codings)
    tagged.import_transcripts(write_interview(tmp_path / "more" / "new.json", language))
    report = tagged.tag()
    assert tagger.read == ["new"]
    assert (report.tagged, report.unchanged, report.added, report.suggestions) == (1, 3, 2, 8)
    assert before < set(tagged.codings)


def test_a_change_of_group_is_a_change_of_the_interview(tagged, tagger):
    tagged.store.put_participants([Participant(id="pl_1", group="expert")])
    assert tagged.tag().tagged == 1
    assert tagger.read == ["pl_1"]


def test_reasons_in_another_language_are_worded_anew(tagged, tagger):
    with using_language("ru"):
        assert tagged.tag().tagged == 3
        assert tagged.tag().tagged == 0
    assert tagged.tag().tagged == 3


def test_study_speaks_its_own_language_in_its_reasons(tmp_path, interviews, monkeypatch):
    monkeypatch.setattr("cjm_research.study.base.chosen_language", lambda: None)
    study = Study.create(tmp_path / "s", interface_language="pl")
    study.import_transcripts(interviews)
    study.tag()
    polish = {one.guid: one.why for one in study.codings if one.status == "suggested"}
    assert polish
    study.change_settings(interface_language="en")
    study.tag()
    english = {one.guid: one.why for one in study.codings if one.status == "suggested"}
    assert set(english) == set(polish)
    assert all(english[guid] != why for guid, why in polish.items())


def test_removed_and_imported_again_is_read_again(tagged, tagger, interviews):
    before = tagged.codings
    tagged.remove_transcript("en_1")
    tagged.import_transcripts(interviews)
    report = tagged.tag()
    assert tagger.read == ["en_1"]
    assert (report.tagged, report.added) == (1, 2)
    assert tagged.codings == before


def test_decided_codings_stay_when_the_tagger_changes(tagged, tagger):
    first, second, *_rest = (one for one in tagged.codings if one.status == "suggested")
    tagged.accept(first.guid, coder="anna")
    tagged.reject(second.guid, coder="anna")
    tagger.renew()
    tagger.words = 2
    tagged.tag()
    assert {one.status for one in tagged.codings if one.guid in {first.guid, second.guid}} == {"confirmed", "rejected"}


def test_an_old_suggestion_that_undo_brings_back_is_looked_at_again(tagged, tagger):
    old = next(one for one in tagged.codings if one.status == "suggested")
    tagged.accept(old.guid, coder="anna")
    tagger.renew()
    tagger.words = 2
    tagged.tag()
    tagger.read.clear()
    tagged.undo("anna")
    assert old in tagged.codings
    report = tagged.tag()
    assert tagger.read == [old.transcript]
    assert (report.tagged, report.withdrawn) == (1, 1)
    assert old not in tagged.codings


def test_deciding_is_no_reason_to_read_again(tagged, tagger):
    first, second, third, *_rest = (one.guid for one in tagged.codings if one.status == "suggested")
    tagged.accept(first, coder="anna")
    tagged.reject(second, coder="anna")
    tagged.change_coding(third, valence=1, coder="anna")
    tagged.add_coding("en_1", 1, "nobody", kind="need", coder="anna")
    assert tagged.tag().tagged == 0


def test_failure_of_the_tagger_changes_nothing(tagged, monkeypatch):
    def fail(*_transcripts, **_options):
        raise RuntimeError("out of order")

    before = tagged.codings
    with monkeypatch.context() as patch:
        patch.setattr("cjm_research.tagging.tag_transcripts", fail)
        with pytest.raises(RuntimeError):
            tagged.tag(again=True)
    assert tagged.codings == before
    assert tagged.tag().tagged == 0


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", "1 interview tagged. 2 interviews have not changed", "2 interviews tagged."),
        ("pl", "1", "2"),
        ("ru", "1", "2"),
    ],
)
def test_report_counts_what_was_read_and_what_was_not(tagged, language, one, two):
    report = tagged.tag().model_copy(update={"tagged": 1, "unchanged": 2})
    with using_language(language):
        assert one in str(report)
        assert two in str(report.model_copy(update={"tagged": 2}))
        assert str(report).count(".") == 3


_ACTS = st.lists(st.sampled_from(["tag", "again", "renew", "accept", "reject", "undo", "redo", "remove"]), max_size=10)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=_ACTS)
def test_tagging_what_changed_gives_what_tagging_all_gives(acts, tmp_path_factory, tagger):
    folder = tmp_path_factory.mktemp("acts")
    file = write_interview(folder / "talks" / "en_1.json")
    study = Study.create(folder / "study", clock=clock)
    study.import_transcripts(file)
    tagger.words = 1
    for act in acts:
        waiting = [one.guid for one in study.codings if one.status == "suggested"]
        if act in {"tag", "again"}:
            study.tag(again=act == "again")
        elif act == "renew":
            tagger.renew()
            tagger.words = 3 - tagger.words
        elif act in {"undo", "redo"}:
            getattr(study, act)()
        elif act == "remove":
            study.remove_transcript("en_1")
            study.import_transcripts(file)
        elif waiting:
            getattr(study, act)(waiting[0])
    study.tag()
    codings = study.codings
    study.tag(again=True)
    assert study.codings == codings


def test_merged_and_retired_codes_are_followed_by_suggestions(tmp_path, corpus):
    study = Study.create(tmp_path / "study")
    study.import_transcripts(next((corpus / "pl" / "wakacje-z-lotem").glob("*.json")))
    study.tag()
    code = next(one.code for one in study.codings if one.status == "suggested" and one.kind == "touchpoint")
    n = sum(one.code == code and one.status == "suggested" for one in study.codings)
    kind = code.partition("/")[0]
    study.merge_codes(code, into=kind)
    study.tag()
    assert sum(one.code == kind and one.status == "suggested" for one in study.codings) >= n
    assert not any(one.code == code and one.status == "suggested" for one in study.codings)
    study.undo()
    study.change_code(code, retired=True)
    study.tag()
    assert not any(one.code == code and one.status == "suggested" for one in study.codings)
    study.change_code(code, retired=False)
    study.tag()
    assert sum(one.code == code and one.status == "suggested" for one in study.codings) == n
