"""Studies coded apart become one, and nothing that was coded in either is lost."""

from __future__ import annotations

import shutil
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import BadValueError, StudyNotFoundError
from cjm_research.i18n import using_language
from cjm_research.model import Coding
from cjm_research.study import Study
from tests.study.conftest import TEXTS, write_interview

WORDS = {"en": "nobody picked up", "pl": "nikt nie odebrał", "ru": "никто не взял трубку"}


def ticking():
    ticks = count()
    return lambda: f"2026-01-01T00:00:{next(ticks):06d}+00:00"


def copied(study: Study, to: Path) -> Study:
    """The study as a second coder gets it: a copy of its database."""
    to.mkdir()
    shutil.copyfile(study.store.location, to / "study.db")
    return Study.open(to, clock=ticking())


def content(study: Study) -> Counter:
    """What people have decided, without the guids that tell equal codings apart."""
    decided = (coding for coding in study.codings if coding.status != "suggested")
    return Counter(coding.model_copy(update={"guid": ""}).model_dump_json() for coding in decided)


@pytest.fixture
def ours(tmp_path, interviews, tagger):
    study = Study.create(tmp_path / "ours", clock=ticking())
    study.import_transcripts(*sorted(interviews.iterdir()))
    study.tag()
    return study


@pytest.fixture
def theirs(ours, tmp_path):
    return copied(ours, tmp_path / "theirs")


def suggestion(study: Study, transcript: str = "en_1") -> Coding:
    return next(c for c in study.codings if c.status == "suggested" and c.transcript == transcript)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_codings_made_apart_come_together(ours, theirs, language):
    mine = ours.add_coding(f"{language}_1", 1, WORDS[language], kind="pain_point", coder="anna")
    yours = theirs.add_coding(f"{language}_1", 1, WORDS[language], kind="barrier", coder="ben")
    with using_language(language):
        report = ours.merge(theirs, coder="anna")
    assert report.n_new == 1
    assert report.conflicts == ()
    assert {mine, yours} <= set(ours.codings)
    assert theirs.codings != ours.codings


def test_the_other_study_is_only_read(ours, theirs):
    ours.add_coding("en_1", 1, "rang them", kind="action", coder="anna")
    before = Path(theirs.store.location).read_bytes()
    ours.merge(theirs.folder, coder="anna")
    assert Path(theirs.store.location).read_bytes() == before


def test_merging_twice_changes_nothing(ours, theirs):
    guid = suggestion(ours).guid
    ours.reject(guid, coder="anna")
    theirs.accept(guid, coder="ben")
    theirs.correct_text("pl_1", 1, "Dzwoniłam trzy razy, nikt nie odebrał.", coder="ben")
    theirs.write_memo("Look again", coder="ben")
    ours.merge(theirs, coder="anna")
    revision, before = ours.store.revision(), ours.codings
    assert ours.merge(theirs, coder="anna").is_empty
    assert (ours.store.revision(), ours.codings) == (revision, before)


def test_a_dry_run_says_the_same_and_writes_nothing(ours, theirs):
    theirs.add_coding("en_1", 1, "rang them", kind="action", coder="ben")
    revision = ours.store.revision()
    looked = ours.merge(theirs, coder="anna", dry_run=True)
    assert ours.store.revision() == revision
    assert looked.dry_run
    assert ours.merge(theirs, coder="anna") == looked.model_copy(update={"dry_run": False})


def test_a_merge_is_one_step_that_can_be_taken_back(ours, theirs):
    own = ours.add_coding("en_1", 1, "rang them", kind="action", coder="anna")
    theirs.correct_text("en_1", 1, "I phoned them twice and nobody picked up.", coder="ben")
    theirs.add_coding("en_1", 1, "phoned them", kind="action", coder="ben")
    theirs.write_memo("Look again", coder="ben")
    before, text = ours.codings, ours.transcript("en_1")
    ours.merge(theirs, coder="anna")
    assert ours.store.coding(own.guid).quote == "phoned them"
    assert ours.undo("anna")
    assert (ours.codings, ours.transcript("en_1"), ours.memos) == (before, text, ())
    again = ours.merge(theirs, coder="anna")
    assert (again.n_new, again.n_memos, again.kept) == (1, 1, ())


def test_what_only_one_side_decided_is_taken_as_it_stands(ours, theirs):
    a, b = (suggestion(ours, f"{language}_1").guid for language in ("en", "pl"))
    ours.accept(a, coder="anna")
    theirs.reject(b, coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert report.conflicts == ()
    assert report.n_changed == 1
    assert (ours.store.coding(a).status, ours.store.coding(a).coder) == ("confirmed", "anna")
    assert ours.store.coding(b).status == "rejected"


@pytest.mark.parametrize("turned", [False, True])
def test_a_rejection_against_an_acceptance_is_kept_twice_and_listed(ours, theirs, turned):
    guid = suggestion(ours).guid
    (theirs if turned else ours).reject(guid, coder="anna")
    (ours if turned else theirs).accept(guid, coder="ben")
    (conflict,) = ours.merge(theirs, coder="anna").conflicts
    assert (conflict.key, conflict.transcript) == (guid, "en_1")
    pair = {ours.store.coding(guid).status, ours.store.coding(conflict.new_key).status}
    assert pair == {"rejected", "confirmed"}
    assert ours.store.coding(guid).status == ("confirmed" if turned else "rejected")


def test_what_both_accepted_belongs_to_both_and_is_no_conflict(ours, theirs):
    guid = suggestion(ours).guid
    ours.accept(guid, coder="anna")
    theirs.accept(guid, coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert (report.conflicts, report.n_both) == ((), 1)
    assert {c.coder for c in ours.confirmed if c.kind == "action"} == {"anna", "ben"}


def test_a_coding_changed_on_both_sides_is_kept_twice(ours, theirs):
    coding = next(c for c in ours.confirmed if c.coder == "ben")
    ours.change_coding(coding.guid, valence=-2, coder="anna")
    theirs.change_coding(coding.guid, kind="barrier", coder="ben")
    (conflict,) = ours.merge(theirs, coder="anna").conflicts
    assert ours.store.coding(coding.guid).valence == -2
    assert ours.store.coding(conflict.new_key).kind == "barrier"


def test_a_removal_on_one_side_is_kept_and_listed(ours, theirs):
    mine, yours = ours.confirmed[:2]
    ours.remove_coding(mine.guid, coder="anna")
    theirs.remove_coding(yours.guid, coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert {remark.key for remark in report.kept} == {mine.guid, yours.guid}
    assert {mine, yours} <= set(ours.confirmed)
    ours.remove_coding(mine.guid, coder="anna")
    ours.merge(theirs, coder="anna")
    assert mine not in ours.confirmed


def test_our_codings_follow_their_correction(ours, theirs):
    rang, up = (ours.add_coding("en_1", 1, w, kind="action", coder="anna") for w in ("rang them", "picked up"))
    gone = ours.add_coding("en_1", 1, "twice", kind="thought", coder="anna")
    theirs.correct_text("en_1", 1, "Well, I rang them and nobody really picked up.", coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert ours.transcript("en_1").utterances[1].text.startswith("Well")
    assert [ours.store.coding(c.guid).quote for c in (rang, up)] == ["rang them", "picked up"]
    assert (report.n_texts, report.lost) == (1, (gone.guid,))
    assert [c.quote for c in ours.lost] == ["twice"]
    assert report.conflicts == ()


def test_their_codings_follow_our_correction(ours, theirs):
    ours.correct_text("ru_1", 1, "Звонила в банк дважды, никто не взял трубку.", coder="anna")
    coding = theirs.add_coding("ru_1", 1, WORDS["ru"], kind="pain_point", coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert report.moved == (coding.guid,)
    after = ours.store.coding(coding.guid)
    assert after.quote == WORDS["ru"]
    assert ours.transcript("ru_1").utterances[1].text[after.start : after.end] == WORDS["ru"]


def test_a_turn_corrected_on_both_sides_stays_ours_and_theirs_is_a_memo(ours, theirs):
    ours.correct_text("en_1", 1, "I rang them three times and nobody picked up.", coder="anna")
    theirs.correct_text("en_1", 1, "I rang them twice, nobody picked it up.", coder="ben")
    theirs.add_coding("en_1", 1, "picked it up", kind="action", coder="ben")
    (conflict,) = ours.merge(theirs, coder="anna").conflicts
    assert (conflict.subject, conflict.theirs) == ("text", "I rang them twice, nobody picked it up.")
    assert ours.transcript("en_1").utterances[1].text == conflict.ours
    assert any("picked it up" in memo.text and memo.target == "en_1" for memo in ours.memos)
    assert any(c.quote == "picked up" and c.kind == "action" for c in ours.codings)
    assert ours.merge(theirs, coder="anna").conflicts == ()


def test_new_interviews_come_with_their_corrections_and_codings(ours, theirs, tmp_path):
    theirs.import_transcripts(write_interview(tmp_path / "late" / "en_9.json", attributes={"age": 41}))
    theirs.correct_text("en_9", 1, "I rang IKEA twice and nobody picked up.", coder="ben")
    coding = theirs.add_coding("en_9", 1, "rang IKEA", kind="action", coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert report.transcripts == ("en_9",)
    assert ours.transcript("en_9") == theirs.transcript("en_9")
    assert ours.store.coding(coding.guid) == coding
    assert {p.id for p in ours.participants} == {"en_1", "en_9", "pl_1", "ru_1"}


def test_another_interview_of_the_same_name_stays_out(ours, tmp_path):
    other = Study.create(tmp_path / "other")
    other.import_transcripts(write_interview(tmp_path / "x" / "en_1.json", "pl"))
    other.add_coding("en_1", 1, WORDS["pl"], kind="pain_point", coder="ben")
    before = ours.codings
    report = ours.merge(other, coder="anna")
    assert [remark.key for remark in report.left_out] == ["en_1"]
    assert "1 coding" in report.left_out[0].message
    assert ours.codings == before


def test_an_interview_taken_out_on_purpose_does_not_come_back(ours, theirs):
    ours.remove_transcript("pl_1", coder="anna")
    theirs.add_coding("pl_1", 1, WORDS["pl"], kind="pain_point", coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert [remark.key for remark in report.left_out] == ["pl_1"]
    assert "pl_1" not in {transcript.id for transcript in ours.transcripts}


def test_studies_made_apart_from_the_same_interviews_are_merged(ours, tmp_path, interviews):
    other = Study.create(tmp_path / "other", title="Other", clock=lambda: "2027-01-01T00:00:00+00:00")
    other.import_transcripts(*sorted(interviews.iterdir(), reverse=True))
    other.tag()
    other.accept(suggestion(other).guid, coder="ben")
    other.add_coding("ru_1", 1, WORDS["ru"], kind="pain_point", coder="ben")
    report = ours.merge(other, coder="anna")
    assert (report.n_new, report.n_changed, report.conflicts, report.transcripts) == (1, 1, (), ())


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_interviews_coded_a_second_time_keep_both_coders_whole(tmp_path, corpus, language):
    first, second = (
        Study.create(tmp_path / "first", clock=ticking()),
        Study.create(tmp_path / "second", clock=ticking()),
    )
    files = sorted((corpus / "second_coder").glob(f"{language}_*.json"))
    second.import_transcripts(*files)
    first.import_transcripts(*(next((corpus / language).glob(f"*/{file.name}")) for file in files))
    before = Counter(core(coding) for coding in first.codings)
    report = first.merge(second, rename={"coder": "ben"}, coder="anna")
    assert report.warnings == ()
    assert len(first.codings) == before.total() + len(second.codings)
    by_coder = {name: Counter(core(c)[2:] for c in first.codings if c.coder == name) for name in ("coder", "ben")}
    assert by_coder["coder"] == Counter(core[2:] for core in before.elements())
    assert by_coder["ben"] == Counter(core(coding)[2:] for coding in second.codings)
    assert [r.message for r in report.conflicts] == sorted(
        (r.message for r in report.conflicts), key=lambda m: m.split(",")[0]
    )
    assert first.merge(second, rename={"coder": "ben"}).is_empty


def test_codes_described_differently_keep_ours_and_theirs_as_a_memo(ours, theirs):
    for study, definition, coder in ((ours, "By phone only", "anna"), (theirs, "Any call", "ben")):
        study.change_code("touchpoint/phone", definition=definition, coder=coder)
    theirs.change_code("touchpoint/email", definition="Mail and newsletters", coder="ben")
    own = theirs.add_code("Hotline", kind="touchpoint", coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert [c.key for c in report.conflicts] == ["touchpoint/phone"]
    assert ours.codebook.code("touchpoint/phone").definition == "By phone only"
    assert ours.codebook.code("touchpoint/email").definition == "Mail and newsletters"
    assert own.key in ours.codebook
    (memo,) = ours.memos
    assert (memo.on, memo.target, memo.coder) == ("code", "touchpoint/phone", "ben")
    assert "Any call" in memo.text
    assert ours.merge(theirs, coder="anna").is_empty


def test_memos_come_in_and_a_memo_written_anew_on_both_sides_is_kept_twice(ours, theirs, tmp_path):
    memo = ours.write_memo("First thought", coder="anna")
    theirs = copied(ours, tmp_path / "later")
    ours.change_memo(memo.guid, "Second thought", coder="anna")
    theirs.change_memo(memo.guid, "Other thought", coder="ben")
    theirs.write_memo("On the call", on="transcript", target="en_1", coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert [c.subject for c in report.conflicts] == ["memo"]
    assert {m.text for m in ours.memos} == {"Second thought", "Other thought", "On the call"}


def test_one_name_on_both_sides_is_said_and_can_be_told_apart(ours, theirs):
    ours.add_coding("en_1", 1, "rang them", kind="action")
    theirs.add_coding("en_1", 1, "twice", kind="thought")
    assert "“coder”" in ours.merge(theirs, dry_run=True).warnings[0]
    report = ours.merge(theirs, rename={"coder": "ben"}, coder="anna")
    assert report.warnings == ()
    assert {c.coder for c in ours.confirmed if c.quote == "twice"} == {"ben"}
    assert ours.merge(theirs, rename={"coder": "ben"}, coder="anna").is_empty


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_what_does_not_come_along_is_named(ours, theirs, tmp_path, language):
    (tmp_path / "survey.csv").write_text("participant,NPS\nen_1,9\n", encoding="utf-8")
    theirs.import_survey(tmp_path / "survey.csv")
    theirs.add_empathy_note("en_1", "says", "Hm", coder="ben")
    with using_language(language):
        report = ours.merge(theirs, coder="anna")
    assert len(report.warnings) == 2
    assert (ours.answers, ours.store.standing("empathy")) == ((), {})


def test_what_we_changed_after_a_merge_is_not_brought_back_by_the_next_one(ours, theirs):
    guid = suggestion(ours).guid
    theirs.accept(guid, coder="ben")
    ours.merge(theirs, coder="anna")
    ours.change_coding(guid, valence=1, coder="anna")
    theirs.add_coding("en_1", 1, "twice", kind="thought", coder="ben")
    report = ours.merge(theirs, coder="anna")
    assert (report.n_new, report.conflicts) == (1, ())
    assert ours.store.coding(guid).valence == 1


def test_the_study_itself_and_no_study_are_refused(ours, tmp_path):
    with pytest.raises(BadValueError, match="itself"):
        ours.merge(ours)
    with pytest.raises(BadValueError, match="itself"):
        ours.merge(ours.folder)
    with pytest.raises(StudyNotFoundError):
        ours.merge(tmp_path / "nowhere")


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["add", "accept", "reject", "change", "remove", "correct", "memo", "code", "undo"]),
        st.integers(0, 30),
        st.integers(0, 12),
    ),
    max_size=7,
)
TURN = "I rang them twice 📞 and nobody picked up."


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """A small study with suggestions, to be copied."""
    folder = tmp_path_factory.mktemp("start")
    study = Study.create(folder / "study", clock=ticking())
    utterances = [{"speaker": "P", "role": "participant", "text": text} for text in (TURN, TEXTS["ru"][1])]
    study.import_transcripts(write_interview(folder / "t.json", utterances=utterances))
    words = TURN.split()[:4]
    suggestions = [
        Coding(
            guid=f"s{n}", transcript="t", participant="t", utterance=0, start=TURN.index(word), quote=word,
            end=TURN.index(word) + len(word), kind="action", coder="machine", status="suggested", source="rule:x",
        )
        for n, word in enumerate(words)
    ]  # fmt: skip
    study.store.sync_suggestions(suggestions, ["t"], keys={"t": "x"})
    return study


def play(study: Study, actions, coder: str) -> None:
    for what, a, b in actions:
        codings = study.codings
        coding = codings[a % len(codings)] if codings else None
        text = study.transcript("t").utterances[0].text
        if what == "add" and text:
            start = a % len(text)
            end = min(len(text), start + 1 + b)
            study.add_coding("t", 0, start=start, end=end, kind="thought", coder=coder)
        elif what == "memo":
            study.write_memo(f"memo {a}", coder=coder)
        elif what == "code":
            study.change_code("touchpoint/phone", definition=f"definition {a}", coder=coder)
        elif what == "correct":
            words = text.split(" ")
            words[a % len(words)] = ("word", "", "два слова", "👍🏽")[b % 4]
            if " ".join(words).strip():
                study.correct_text("t", 0, " ".join(words), coder=coder)
        elif what == "undo":
            study.undo(coder)
        elif coding is None:
            continue
        elif what in {"accept", "reject", "remove"}:
            getattr(study, {"remove": "remove_coding"}.get(what, what))(coding.guid, coder=coder)
        elif what == "change" and coding.status in {"suggested", "confirmed"}:
            study.change_coding(coding.guid, valence=b % 5 - 2, coder=coder)


@given(ACTIONS, ACTIONS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_dropped_twice_is_once_and_both_ways_are_alike(start, tmp_path_factory, left, right):
    folder = tmp_path_factory.mktemp("property")
    a, b = (copied(start, folder / name) for name in "ab")
    play(a, left, "anna")
    play(b, right, "ben")
    ab, ba = copied(a, folder / "ab"), copied(b, folder / "ba")
    ab.merge(b, coder="anna")
    standing = {core(coding) for coding in ab.codings}
    assert {core(coding) for coding in (*a.codings, *b.codings) if coding.status != "suggested"} <= standing
    for coding in ab.codings:
        text = ab.transcript("t").utterances[coding.utterance].text
        assert coding.start == coding.end or text[coding.start : coding.end] == coding.quote
    revision = ab.store.revision()
    assert ab.merge(b, coder="anna").is_empty
    assert ab.store.revision() == revision
    if not any(what == "correct" for what, _a, _b in (*left, *right)):
        ba.merge(a, coder="ben")
        assert content(ab) == content(ba)


def core(coding: Coding) -> tuple:
    """What was decided, wherever corrections have moved the words to."""
    status = "confirmed" if coding.status == "lost" else coding.status
    return status, coding.coder, coding.kind, coding.valence, coding.source
