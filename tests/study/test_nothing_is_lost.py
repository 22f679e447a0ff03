"""Two people, corrected texts, removed interviews and a machine that tags in between: nothing is lost or shifted."""

from __future__ import annotations

import shutil

import pytest

from cjm_research import tagging
from cjm_research.errors import BadValueError, CjmError, UnknownNameError
from cjm_research.study import Study
from tests.study.conftest import TEXTS

# Words of each interview's second turn, and what is said before them in a corrected text.
WORDS = {"en_1": "nobody", "pl_1": "dwa razy", "ru_1": "дважды"}
LONGER = "Hm. "


@pytest.fixture
def talks(study, interviews) -> Study:
    study.import_transcripts(interviews)
    return study


@pytest.fixture(params=["en_1", "pl_1", "ru_1"])
def id(request) -> str:
    return request.param


def text_of(study, id):
    return study.transcript(id).utterances[1].text


def words_of(study, coding):
    return study.transcript(coding.transcript).utterances[coding.utterance].text[coding.start : coding.end]


def without(study, id, words):
    """The text of the second turn without some words of it."""
    return " ".join(text_of(study, id).replace(words, "", 1).split())


def bytes_of(study):
    return b"".join(path.read_bytes() for path in study.folder.rglob("*") if path.is_file())


# Undo


def test_removal_taken_back_after_a_correction_brings_the_coding_to_its_words(talks, id):
    coding = talks.add_coding(id, 1, WORDS[id], kind="need", coder="ben")
    talks.remove_coding(coding.guid, coder="ben")
    talks.correct_text(id, 1, LONGER + text_of(talks, id), coder="anna")
    talks.undo("ben")
    back = talks.store.coding(coding.guid)
    assert words_of(talks, back) == back.quote == WORDS[id]
    talks.redo("ben")
    assert coding.guid not in {one.guid for one in talks.codings}


def test_removal_taken_back_when_its_words_are_gone_is_listed_as_lost(talks, id):
    coding = talks.add_coding(id, 1, WORDS[id], kind="need", coder="ben")
    talks.remove_coding(coding.guid, coder="ben")
    talks.correct_text(id, 1, without(talks, id, WORDS[id]), coder="anna")
    talks.undo("ben")
    assert [(one.guid, one.quote) for one in talks.lost] == [(coding.guid, WORDS[id])]


def test_own_coding_can_be_taken_back_after_somebody_corrected_the_text(talks, id):
    talks.add_coding(id, 1, WORDS[id], kind="need", coder="ben")
    before = talks.codings
    talks.correct_text(id, 1, LONGER + text_of(talks, id), coder="anna")
    assert talks.undo("ben") == 1
    assert len(talks.codings) == len(before) - 1
    assert talks.redo("ben") == 1
    talks.undo("anna")
    assert talks.codings == before


def test_correction_can_be_taken_back_after_the_machine_looked_again(talks, tagger, id):
    talks.tag()
    before, text = talks.codings, text_of(talks, id)
    talks.correct_text(id, 1, LONGER + text)
    talks.tag()
    assert talks.undo() >= 1
    assert text_of(talks, id) == text
    talks.tag()
    assert {one.place for one in talks.codings} == {one.place for one in before}
    assert talks.redo() >= 1
    assert text_of(talks, id) == LONGER + text


def test_code_that_somebody_uses_does_not_go_with_an_undo(talks):
    code = talks.add_code("Parking", kind="need", coder="anna")
    mine = talks.add_coding("en_1", 1, "nobody", kind="need", label=code.label, coder="ben")
    with pytest.raises(BadValueError, match="somebody else"):
        talks.undo("anna")
    assert code.key in talks.codebook
    talks.remove_coding(mine.guid, coder="ben")
    assert talks.undo("anna") == 1


def test_code_with_a_code_of_somebody_else_below_it_does_not_go_with_an_undo(talks):
    code = talks.add_code("Parking", kind="need", coder="anna")
    talks.add_code("Lift", kind="need", parent=code.key, coder="ben")
    with pytest.raises(BadValueError, match="somebody else"):
        talks.undo("anna")


def test_step_over_several_interviews_can_be_taken_back_after_one_was_removed(talks):
    code = talks.add_code("Parking", kind="need")
    kept = talks.add_coding("en_1", 1, "nobody", kind="need", label=code.label)
    talks.add_coding("pl_1", 1, "dwa razy", kind="need", label=code.label)
    talks.merge_codes(code.key, into="goal")
    talks.remove_transcript("pl_1")
    assert talks.undo() == 2
    assert talks.store.coding(kept.guid) == kept
    assert not talks.codebook.code(code.key).retired


# Removed interviews


def test_words_of_memos_that_were_taken_away_go_with_the_interview(talks, id):
    for coder in ("anna", "ben"):
        memo = talks.write_memo("SECRET", on="transcript", target=id, coder=coder)
        talks.remove_memo(memo.guid, coder=coder)
    talks.write_memo("SECRET", on="participant", target=id)
    talks.undo()
    talks.remove_transcript(id)
    assert b"SECRET" not in bytes_of(talks)
    assert not talks.can_redo()
    assert not talks.can_undo("anna")


@pytest.mark.parametrize("again", [False, True])
def test_correction_that_was_taken_back_is_not_repeated_in_a_removed_interview(talks, interviews, id, again):
    talks.correct_text(id, 1, "SECRET")
    talks.undo()
    talks.remove_transcript(id)
    if again:
        talks.import_transcripts(interviews)
        talks.correct_text(id, 1, "other", coder="ben")
    assert not talks.can_redo()
    assert talks.redo() == 0
    assert not again or text_of(talks, id) == "other"
    assert b"SECRET" not in bytes_of(talks)


def test_closing_that_was_taken_back_is_not_repeated_in_an_interview_imported_again(talks, interviews):
    for coder in ("anna", "eva"):
        talks.add_coding("en_1", 1, "nobody", kind="need", coder=coder)
    talks.take_agreed("en_1", ["anna", "eva"], coder="cyd")
    talks.finish_consensus("en_1", ["anna", "eva"], coder="cyd")
    assert talks.undo("cyd") > 0
    talks.remove_transcript("en_1")
    talks.import_transcripts(interviews)
    assert talks.redo("cyd") == 0
    assert talks.store.consensus() == frozenset()


def test_code_whose_key_is_the_guid_of_a_coding_stays_when_its_interview_goes(talks, id):
    code = talks.add_code("Parking", kind="need", definition="Where to leave the car")
    talks.add_coding(id, 1, WORDS[id], kind="need", guid=code.key)
    talks.remove_transcript(id)
    assert Study.open(talks.folder).codebook.code(code.key) == code


def test_merge_with_an_interview_that_was_corrected_removed_and_imported_again(talks, interviews, id, tmp_path):
    text = text_of(talks, id)
    talks.correct_text(id, 1, LONGER + text)
    other = Study.open(shutil.copytree(talks.folder, tmp_path / "other"))
    theirs = other.add_coding(id, 1, WORDS[id], kind="need", coder="ben")
    talks.remove_transcript(id)
    talks.import_transcripts(interviews)
    talks.merge(other)
    merged = talks.store.coding(theirs.guid)
    assert words_of(talks, merged) == merged.quote == WORDS[id]


def test_consensus_of_three_coders_stays_while_one_decision_on_it_stands(talks):
    anna, ben, eva = (
        talks.add_coding("pl_1", 1, words, kind="need", coder=coder)
        for words, coder in (("dwa razy", "anna"), ("Dzwoniłam dwa", "ben"), ("dwa razy, nikt", "eva"))
    )
    (agreed,) = talks.resolve(anna.guid, ben.guid, "first").codings
    assert talks.resolve(anna.guid, eva.guid, "first").codings == (agreed,)
    talks.reopen(anna.guid, ben.guid)
    assert talks.store.coding(agreed).quote == "dwa razy"
    talks.reopen(anna.guid, eva.guid)
    assert agreed not in {one.guid for one in talks.codings}


# At the same time


def test_coding_of_a_text_that_is_corrected_at_that_moment_is_refused(talks, monkeypatch, id):
    other, known = Study.open(talks.folder), talks.transcript(id)
    other.correct_text(id, 1, LONGER + text_of(talks, id), coder="ben")
    monkeypatch.setattr(talks.store, "transcript", lambda _id: known)
    revision = talks.store.revision()
    with pytest.raises(BadValueError, match="in the meantime"):
        talks.add_coding(id, 1, WORDS[id], kind="need")
    assert talks.store.revision() == revision
    other.remove_transcript(id)
    with pytest.raises(UnknownNameError, match=id):
        talks.add_coding(id, 1, WORDS[id], kind="need")
    with pytest.raises(UnknownNameError, match=id):
        talks.write_memo("secret", on="transcript", target=id)


def test_interviews_that_change_while_the_machine_reads_are_left_alone(talks, monkeypatch):
    other, read = Study.open(talks.folder), tagging.tag_transcripts

    def slow(*args, **options):
        tags = read(*args, **options)
        other.remove_transcript("en_1")
        other.correct_text("pl_1", 1, LONGER + TEXTS["pl"][1])
        return tags

    with monkeypatch.context() as patch:
        patch.setattr("cjm_research.tagging.tag_transcripts", slow)
        talks.tag()
    assert {one.transcript for one in talks.codings} <= {"pl_1", "ru_1"}
    assert all(words_of(talks, one) == one.quote for one in talks.codings)
    assert talks.tag().tagged == 1
    assert any(one.transcript == "pl_1" for one in talks.codings)
    assert all(words_of(talks, one) == one.quote for one in talks.codings)


# The machine


def test_suggestion_withdrawn_with_its_words_comes_again_with_them(talks, tagger, id):
    talks.tag()
    before, text = {c for c in talks.codings if c.status == "suggested"}, text_of(talks, id)
    talks.correct_text(id, 1, text.partition(" ")[2])
    talks.tag()
    talks.correct_text(id, 1, text)
    talks.tag()
    assert {c for c in talks.codings if c.status == "suggested"} == before


def test_removal_of_a_suggestion_holds_when_it_is_done_again(talks, tagger, id):
    talks.tag()
    gone = next(one for one in talks.codings if one.transcript == id and one.status == "suggested")
    talks.remove_coding(gone.guid)
    talks.undo()
    talks.redo()
    talks.tag(again=True)
    assert gone.guid not in {one.guid for one in talks.codings}


def test_rejected_suggestion_has_its_place_again_with_its_words(talks, tagger, id):
    talks.tag()
    one = next(c for c in talks.codings if c.transcript == id and c.status == "suggested" and c.utterance == 1)
    talks.reject(one.guid)
    rejected, text = talks.store.coding(one.guid), text_of(talks, id)
    talks.correct_text(id, 1, text.partition(" ")[2])
    talks.correct_text(id, 1, text.partition(" ")[2] + " 2")
    assert talks.store.coding(one.guid).end == 0
    assert talks.store.coding(one.guid).quote == one.quote
    talks.correct_text(id, 1, text)
    assert talks.store.coding(one.guid) == rejected


# Files and text


def test_lost_coding_goes_through_json_and_back(talks, tmp_path, id):
    coding = talks.add_coding(id, 1, WORDS[id], kind="need", valence=-1)
    talks.correct_text(id, 1, without(talks, id, WORDS[id]))
    talks.export(tmp_path / "out", "json")
    other = Study.create(tmp_path / "two")
    report = other.import_transcripts(tmp_path / "out")
    assert report.failed == ()
    assert [one for one in other.codings if one.transcript == id and one.status == "lost"] == list(talks.lost)[-1:]
    assert other.codings == talks.codings
    assert coding.quote == WORDS[id]


def test_lost_codings_are_in_no_export_for_other_tools(talks, tmp_path):
    lost = talks.add_coding("pl_1", 1, "dwa razy", kind="need")
    talks.correct_text("pl_1", 1, without(talks, "pl_1", "dwa razy"))
    files = talks.export(tmp_path / "out", "csv", suggestions=True)
    assert lost.guid.encode() not in b"".join(path.read_bytes() for path in files)


def test_half_a_character_is_refused_in_plain_words(talks):
    revision = talks.store.revision()
    for act in (
        lambda: talks.write_memo("a\ud800b"),
        lambda: talks.add_code("a\ud800b", kind="need"),
        lambda: talks.add_coding("en_1", 1, "nobody", kind="need", stage="a\ud800b", guid="g"),
    ):
        with pytest.raises(CjmError):
            act()
    assert talks.store.revision() == revision


def test_coding_known_to_be_lost_is_told_once(talks, id):
    from cjm_research.checking.studies import check_study

    before = check_study(talks)
    talks.add_coding(id, 1, WORDS[id], kind="need")
    talks.correct_text(id, 1, without(talks, id, WORDS[id]))
    more = [finding for finding in check_study(talks) if finding not in before]
    assert ["lost its words" in finding.what for finding in more] == [True]
