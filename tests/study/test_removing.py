"""An interview that was taken out: what goes, what stays, and that it may come back."""

from __future__ import annotations

import pytest

from cjm_research.errors import UnknownNameError
from cjm_research.study import Study


@pytest.fixture
def full(study, interviews, tagger) -> Study:
    study.import_transcripts(interviews)
    study.tag()
    return study


@pytest.mark.parametrize("id", ["en_1", "pl_1", "ru_1"])
def test_text_codings_person_and_memos_go_and_a_record_stays(full, id):
    gone = [one for one in full.codings if one.transcript == id]
    for on, target in (("transcript", id), ("participant", id), ("coding", gone[0].guid), ("study", "")):
        full.write_memo("secret", on=on, target=target, coder="anna")
    full.correct_text(id, 1, full.transcript(id).utterances[1].text + " SECRET", coder="anna")
    added = full.add_coding(id, 1, "SECRET", kind="need", coder="anna")
    full.remove_coding(added.guid, coder="anna")
    before = full.store.version()
    removal = full.remove_transcript(id, coder="anna")
    assert (removal.transcript, removal.n_codings, removal.coder) == (id, len(gone), "anna")
    assert removal.file_name.endswith(f"{id}.json")
    assert full.store.removals() == (removal,)
    assert len(full.transcripts) == len(full.participants) == 2
    assert all(one.transcript != id for one in full.codings)
    assert [memo.on for memo in full.memos] == ["study"]
    assert [event.op for event in full.store.history(gone[0].guid)][-1] == "discard"
    words = [event for event in full.store.history() if event.subject == "coding" and event.value]
    assert {event.value.transcript for event in words} == {one.id for one in full.transcripts}
    assert "SECRET" not in repr([event for event in full.store.history() if event.subject != "memo"])
    assert [event.value.text for event in full.store.history() if event.subject == "memo" and event.value] == ["secret"]
    assert full.store.version() != before
    assert Study.open(full.folder).codings == full.codings


def test_unknown_interview_is_refused_and_the_known_ones_are_named(full):
    with pytest.raises(UnknownNameError, match=r"t9.*en_1, pl_1, ru_1"):
        full.remove_transcript("t9")
    assert len(full.transcripts) == 3
    assert full.store.removals() == ()


def test_removed_interview_can_be_imported_and_tagged_again(full, interviews):
    codings, transcripts = full.codings, full.transcripts
    for _again in range(2):
        full.remove_transcript("en_1")
        report = full.import_transcripts(interviews)
        assert (report.imported, report.n_codings) == (("en_1",), 2)
        full.tag()
        assert full.codings == codings
    assert [one.id for one in full.transcripts] == ["pl_1", "ru_1", "en_1"]
    assert sorted(full.transcripts, key=lambda one: one.id) == list(transcripts)


def test_undo_passes_over_what_went_with_an_interview(full):
    kept = full.add_coding("pl_1", 1, "dwa razy", kind="need", coder="anna")
    lost = full.add_coding("en_1", 1, "nobody", kind="need", coder="anna")
    full.remove_transcript("en_1", coder="anna")
    assert full.undo("anna") == 1
    assert not {kept.guid, lost.guid} & {one.guid for one in full.codings}
    assert full.undo("anna") == 0
    assert full.redo("anna") == 1
    assert kept in full.codings
