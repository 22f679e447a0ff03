from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from cjm_research.errors import BadValueError
from cjm_research.model import Participant, Transcript, Utterance
from cjm_research.storage import ImportBatch, Store
from tests.storage.samples import coding, new, transcript


def test_import_brings_text_codings_and_people(store):
    interview = transcript()
    outcome = store.import_batch(
        ImportBatch((new(interview, [coding(interview)]),), (Participant(id="t1", group="expert"),))
    )
    assert (outcome.imported, outcome.n_codings) == (["t1"], 1)
    assert store.codings() == (coding(interview),)
    assert store.participants()[0].group == "expert"
    (record,) = store.imports()
    assert (record.id, record.file_name, record.transcripts) == (1, "t1.json", ("t1",))


def test_same_file_again_is_skipped_even_under_another_name(store):
    store.import_batch(ImportBatch((new(transcript(), sha256="a" * 64),)))
    outcome = store.import_batch(ImportBatch((new(transcript("copy"), sha256="a" * 64),)))
    assert outcome.skipped == [("copy.json", "The file is in the study already, as “t1”.")]
    assert [person.id for person in store.participants()] == ["t1"]


def test_same_interview_in_another_file_is_skipped(store):
    store.import_batch(ImportBatch((new(transcript(), sha256="a" * 64),)))
    outcome = store.import_batch(ImportBatch((new(transcript(), sha256="b" * 64),)))
    assert "same interview" in outcome.skipped[0][1]


def test_same_id_with_another_text_says_what_to_do_and_changes_nothing(store):
    store.import_batch(ImportBatch((new(transcript()),)))
    other = transcript(text="Something else.")
    outcome = store.import_batch(ImportBatch((new(other, [coding(other, 0, 4)]),)))
    assert not outcome.imported
    assert "rename the file" in str(outcome.failed[0][1])
    assert store.transcripts() == (transcript(),)
    assert not store.codings()


def test_strict_import_is_all_or_nothing(store):
    store.import_batch(ImportBatch((new(transcript()),)))
    with pytest.raises(BadValueError, match="another text"):
        store.import_batch(ImportBatch((new(transcript("t2")), new(transcript(text="Else.")))), strict=True)
    assert [one.id for one in store.transcripts()] == ["t1"]


def test_twins_inside_one_import_are_told_apart(store):
    batch = ImportBatch((new(transcript()), new(transcript()), new(transcript(text="Else."))))
    outcome = store.import_batch(batch)
    assert (len(outcome.imported), len(outcome.skipped), len(outcome.failed)) == (1, 1, 1)


def test_coding_with_a_guid_of_another_one_does_not_replace_it(store):
    first, second = transcript("t1"), transcript("t2")
    mine = coding(first)
    store.import_batch(ImportBatch((new(first, [mine, mine]),)))
    store.import_batch(ImportBatch((new(second, [coding(second, guid=mine.guid)]),)))
    assert len({one.guid for one in store.codings()}) == 3
    assert mine in store.codings()


@pytest.mark.parametrize("text", ["nul \x00", "half \ud83d"])
def test_text_that_cannot_be_stored_is_named(store, text):
    outcome = store.import_batch(ImportBatch((new(transcript("t2"), sha256="c" * 64), _broken(text))))
    assert "Utterance 0" in str(outcome.failed[0][1])
    assert [one.id for one in store.transcripts()] == ["t2"]


def _broken(text):
    return new(Transcript(id="t1", utterances=({"text": text},)), sha256="d" * 64)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
ATTRIBUTES = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(-(2**40), 2**40), st.booleans(), st.none()), max_size=3)
UTTERANCES = st.builds(
    Utterance,
    speaker=TEXT,
    role=st.sampled_from(["interviewer", "participant", "other"]),
    text=TEXT,
    start_s=st.none() | st.floats(0, 1e6),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(utterances=st.lists(UTTERANCES, max_size=4), attributes=ATTRIBUTES, language=st.sampled_from(["", "pl", "ru"]))
def test_any_transcript_is_read_back_equal(tmp_path_factory, utterances, attributes, language):
    interview = Transcript(id="ż👩‍👧", language=language, attributes=attributes, utterances=tuple(utterances))
    store = Store.create(tmp_path_factory.mktemp("study") / "s")
    store.import_batch(ImportBatch((new(interview, sha256="e" * 64),)))
    assert Store.open(store.folder).transcripts() == (interview,)
