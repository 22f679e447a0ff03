"""Corrected text with codings in it, and memos: nothing is lost, everything can be taken back."""

from __future__ import annotations

import json

import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.study import Study

# Language -> (as imported, corrected, words coded, the same words afterwards, words coded that go).
TEXTS = {
    "en": (
        "I called Mr Smit twice, um, on Monday.",
        "I called Mr Smith twice on Monday.",
        "Mr Smit",
        "Mr Smith",
        "um,",
    ),
    "pl": (
        "Dzwoniłam do pana Kowlskiego, yyy, dwa razy.",
        "Dzwoniłam do pana Kowalskiego, dwa razy.",
        "pana Kowlskiego",
        "pana Kowalskiego",
        "yyy,",
    ),
    "ru": (
        "Я звонила Ивнову, эээ, два раза.",
        "Я звонила Иванову, два раза.",
        "звонила Ивнову",
        "звонила Иванову",
        "эээ,",
    ),
}


@pytest.fixture(params=["en", "pl", "ru"])
def talk(request, tmp_path) -> tuple[Study, tuple[str, ...]]:
    before, *rest = TEXTS[request.param]
    path = tmp_path / "talk.json"
    utterances = [{"role": "interviewer", "text": "?"}, {"role": "participant", "text": before}]
    path.write_text(json.dumps({"id": "talk", "language": request.param, "utterances": utterances}), encoding="utf-8")
    study = Study.create(tmp_path / "study")
    study.import_transcripts(path)
    return study, (before, *rest)


def test_codings_follow_their_words_and_lost_ones_are_listed(talk):
    study, (before, after, words, words_after, gone) = talk
    kept = study.add_coding("talk", 1, words, kind="action")
    lost = study.add_coding("talk", 1, gone, kind="need")
    result = study.correct_text("talk", 1, after)
    assert (result.moved, result.lost, result.reworded) == ((kept.guid,), (lost.guid,), (kept.guid,))
    assert study.transcript("talk").utterances[1].text == after
    moved = study.store.coding(kept.guid)
    assert moved.quote == words_after == after[moved.start : moved.end]
    assert [c.guid for c in study.lost] == [lost.guid]
    assert study.lost[0].quote == gone
    assert study.confirmed == (moved,)
    assert study.store.text_revisions("talk", 1) == (before, after)
    assert Study.open(study.folder).transcript("talk").utterances[1].text == after


def test_several_words_replaced_by_quite_other_ones_are_lost(talk):
    study, (before, _after, *_rest) = talk
    coding = study.add_coding("talk", 1, before, kind="need")
    assert study.correct_text("talk", 1, "[laughs] 😀").lost == (coding.guid,)
    assert study.lost[0].quote == before
    study.undo()
    assert study.lost == ()


def test_correction_is_one_step_with_its_codings(talk):
    study, (before, after, words, _words_after, gone) = talk
    study.add_coding("talk", 1, words, kind="action")
    study.add_coding("talk", 1, gone, kind="need")
    codings = study.codings
    study.correct_text("talk", 1, after)
    corrected = study.codings
    study.undo()
    assert study.transcript("talk").utterances[1].text == before
    assert study.codings == codings
    study.redo()
    assert study.transcript("talk").utterances[1].text == after
    assert study.codings == corrected


def test_coding_of_another_coder_moves_along_when_the_text_goes_back(talk):
    study, (before, after, _words, words_after, gone) = talk
    study.add_coding("talk", 1, gone, kind="need", coder="ewa")
    study.correct_text("talk", 1, after, coder="jan")
    other = study.add_coding("talk", 1, words_after, kind="goal", coder="ewa")
    study.undo("jan")
    for coding in study.codings:
        assert coding.quote == before[coding.start : coding.end]
    assert study.store.coding(other.guid).status == "confirmed"
    assert study.lost == ()


def test_lost_coding_is_placed_again(talk):
    study, (_before, after, _words, words_after, gone) = talk
    lost = study.add_coding("talk", 1, gone, kind="need", valence=-1)
    study.correct_text("talk", 1, after)
    start = after.index(words_after)
    study.change_coding(lost.guid, valence=1)
    assert len(study.lost) == 1
    placed = study.place_again(lost.guid, utterance=1, start=start, end=start + len(words_after))
    assert (placed.quote, placed.status, placed.valence) == (words_after, "confirmed", 1)
    assert study.lost == ()


def test_suggestion_without_its_words_is_withdrawn_and_a_rejected_one_stays_on_record(talk):
    study, (_before, after, _words, _words_after, gone) = talk
    study.tag()
    study.reject(*(c.guid for c in study.codings))
    mine = study.add_coding("talk", 1, gone, kind="need")
    rejected = {c.guid for c in study.codings if c.status == "rejected"}
    study.correct_text("talk", 1, after)
    assert {c.guid for c in study.codings if c.status == "rejected"} == rejected
    assert study.lost[0].guid == mine.guid
    # The machine does not come again with what was turned down, though its places have moved.
    study.tag()
    for coding in study.codings:
        assert coding.status != "suggested" or all(
            coding.kind != c.kind or coding.start >= c.end or coding.end <= c.start
            for c in study.codings
            if c.status == "rejected"
        )


@pytest.mark.parametrize(
    ("utterance", "text", "why"),
    [(9, "x", "there is no utterance 9"), (1, "  ", "cannot be empty"), (1, "a\x00b", "no text can have")],
)
def test_impossible_text_is_refused(talk, utterance, text, why):
    study, _texts = talk
    with pytest.raises(BadValueError, match=why):
        study.correct_text("talk", utterance, text)
    assert len(study.store.text_revisions("talk", 1)) == 1


def test_same_text_is_no_correction(talk):
    study, (before, *_rest) = talk
    assert study.correct_text("talk", 1, before) == study.correct_text("talk", 1, before)
    assert not study.can_undo()


def test_memos_are_written_changed_removed_and_undone(talk):
    study, (_before, _after, words, *_rest) = talk
    coding = study.add_coding("talk", 1, words, kind="action")
    targets = {"coding": coding.guid, "code": "action", "participant": "talk", "transcript": "talk", "study": ""}
    memos = [study.write_memo(f"żółć {on} ёж", on=on, target=target) for on, target in targets.items()]
    assert study.memos == tuple(memos)
    study.change_memo(memos[0].guid, "better")
    study.remove_memo(memos[1].guid)
    assert [memo.text for memo in study.memos][:2] == ["better", memos[2].text]
    study.undo()
    study.undo()
    assert study.memos == tuple(memos)
    assert Study.open(study.folder).memos == tuple(memos)


def test_memo_about_nothing_known_is_refused(talk):
    study, _texts = talk
    for on in ("coding", "code", "participant", "transcript"):
        with pytest.raises(UnknownNameError):
            study.write_memo("x", on=on, target="nothing")
    with pytest.raises(BadValueError, match="empty"):
        study.write_memo(" ")
    with pytest.raises(BadValueError, match="cannot be about"):
        study.write_memo("x", on="weather")
    assert study.memos == ()


def test_the_same_message_twice_writes_once(talk):
    study, (_before, _after, words, *_rest) = talk
    for _again in range(2):
        study.add_coding("talk", 1, words, kind="action", guid="chosen")
        study.write_memo("note", guid="memo")
    assert len(study.codings) == len(study.memos) == 1
    with pytest.raises(BadValueError, match="Another coding"):
        study.add_coding("talk", 1, words, kind="need", guid="chosen")


def test_changes_since_a_revision_tell_what_stands_now(talk):
    study, (_before, after, words, words_after, _gone) = talk
    coding = study.add_coding("talk", 1, words, kind="action")
    revision = study.store.revision()
    told = []
    end = study.store.subscribe(lambda: told.append(study.store.revision()))
    code = study.add_code("Fees", kind="need")
    memo = study.write_memo("x")
    study.correct_text("talk", 1, after)
    study.remove_memo(memo.guid)
    changes = study.store.changes_since(revision)
    assert changes.revision == study.store.revision() == told[-1]
    assert len(told) == 4
    assert changes.codings[coding.guid].quote == words_after
    assert changes.codes == {code.key: code}
    assert changes.memos == {memo.guid: None}
    assert changes.texts == {("talk", 1)}
    end()
    study.undo()
    assert len(told) == 4
    assert study.store.changes_since(changes.revision).memos == {memo.guid: memo}
