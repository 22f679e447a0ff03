"""Two coders settle their differences, and every decision is kept."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.model import CONSENSUS_CODER
from cjm_research.study import Study
from cjm_research.study.consensus import pair_key

# Of the second turn: something both coded alike, other words, another label, and one that only one of them coded.
WORDS = {
    "en": ("rang them", "nobody picked up", "nobody picked up.", "I rang", "twice"),
    "pl": ("Dzwoniłam", "nikt nie odebrał", "nikt nie odebrał.", "dwa razy", "dwa"),
    "ru": ("Звонила", "никто не взял трубку", "никто не взял трубку.", "дважды", "никто"),
}


@pytest.fixture(params=["en", "pl", "ru"])
def talk(request, study, interviews):
    study.import_transcripts(*sorted(interviews.iterdir()))
    study.remove_coding(*(coding.guid for coding in study.codings))
    same, pain, longer, other, _only = WORDS[request.param]
    id = f"{request.param}_1"
    for coder in ("anna", "ben"):
        study.add_coding(id, 1, same, kind="touchpoint", label="phone", coder=coder)
    study.add_coding(id, 1, pain, kind="pain_point", coder="anna")
    study.add_coding(id, 1, longer, kind="pain_point", coder="ben")
    study.add_coding(id, 1, other, kind="emotion", label="anger", coder="anna")
    study.add_coding(id, 1, other, kind="emotion", label="frustration", coder="ben")
    study.add_coding(id, 3, study.transcript(id).utterances[3].text, kind="barrier", coder="ben")
    return id


def consensus(study: Study) -> list[str]:
    return [coding.code for coding in study.codings if coding.coder == CONSENSUS_CODER]


def pairs(study: Study, talk: str) -> dict:
    return {pair.verdict: pair for pair in study.differences(talk).comparison.pairs}


def settle(study: Study, talk: str, verdict: str, decision: str, **own):
    pair = pairs(study, talk)[verdict]
    guids = [coding.guid if coding else None for coding in (pair.first, pair.second)]
    return study.resolve(*guids, decision, coder="anna", **own)


def test_what_both_coded_alike_is_taken_in_one_step(study, talk):
    assert study.take_agreed(talk, coder="anna") == 1
    assert consensus(study) == ["touchpoint/phone"]
    assert study.take_agreed(talk, coder="anna") == 0
    assert study.undo("anna") == 2
    assert consensus(study) == []


@pytest.mark.parametrize(
    ("decision", "codes"),
    [("first", ["emotion/anger"]), ("second", ["emotion/frustration"]), ("neither", [])],
)
def test_a_difference_is_settled_and_stays_so(study, talk, decision, codes):
    n = len(study.differences(talk).open)
    settle(study, talk, "label", decision)
    assert consensus(study) == codes
    again = Study.open(study.folder)
    assert len(again.differences(talk).open) == n - 1
    assert study.undo("anna")
    assert len(again.differences(talk).open) == n
    assert consensus(again) == []


def test_both_codings_can_be_taken_and_another_decision_replaces_them(study, talk):
    settle(study, talk, "label", "both")
    assert consensus(study) == ["emotion/anger", "emotion/frustration"]
    settle(study, talk, "label", "second")
    assert consensus(study) == ["emotion/frustration"]
    pair = pairs(study, talk)["label"]
    assert study.reopen(pair.first.guid, pair.second.guid, coder="anna") == 2
    assert consensus(study) == []


def test_the_consensus_can_have_words_and_a_code_of_its_own(study, talk):
    settle(study, talk, "extent", "own", kind="barrier", valence=-2)
    (coding,) = (c for c in study.codings if c.coder == CONSENSUS_CODER)
    assert (coding.code, coding.valence) == ("barrier", -2)
    pair = pairs(study, talk)["extent"]
    settle(study, talk, "extent", "own", start=pair.second.start, end=pair.second.end - 2)
    (coding,) = (c for c in study.codings if c.coder == CONSENSUS_CODER)
    assert coding.quote == study.transcript(talk).utterances[1].text[coding.start : coding.end]
    assert coding.kind == "pain_point"


def test_the_sides_may_be_exchanged(study, talk):
    settle(study, talk, "label", "first")
    turned = study.differences(talk, ["ben", "anna"])
    (decision,) = turned.decided.values()
    pair = next(pair for pair in turned.comparison.pairs if pair_key(pair) in turned.decided)
    assert (decision.decision, decision.second) == ("second", pair.second.guid)


def test_an_interview_is_closed_when_nothing_is_open(study, talk):
    with pytest.raises(BadValueError, match="3 differences"):
        study.finish_consensus(talk, coder="anna")
    for verdict, decision in (("label", "first"), ("extent", "second"), ("second_only", "second")):
        settle(study, talk, verdict, decision)
    assert study.finish_consensus(talk, coder="anna") == 4
    assert study.store.consensus() == {talk}
    assert study.differences(talk).finished
    assert study.reopen_consensus(talk, coder="anna") == 1
    assert study.store.consensus() == frozenset()
    assert study.reopen_consensus(talk, coder="anna") == 0


def test_another_counterpart_opens_a_difference_again(study, talk):
    settle(study, talk, "label", "both")
    pair = pairs(study, talk)["label"]
    study.remove_coding(pair.second.guid, coder="ben")
    left = next(p for p in study.differences(talk).open if p.first and p.first.guid == pair.first.guid)
    assert left.verdict == "first_only"
    study.resolve(left.first.guid, None, "first", coder="anna")
    assert consensus(study) == ["emotion/anger"]


def test_what_cannot_be_decided_is_refused(study, talk):
    pair = pairs(study, talk)["second_only"]
    with pytest.raises(BadValueError, match="no decision"):
        study.resolve(None, pair.second.guid, "third")
    with pytest.raises(BadValueError, match="not there"):
        study.resolve(None, pair.second.guid, "both")
    with pytest.raises(BadValueError, match="own"):
        study.resolve(None, pair.second.guid, "second", kind="need")
    with pytest.raises(BadValueError, match="cannot be changed"):
        study.resolve(None, pair.second.guid, "own", coder_name="x")
    with pytest.raises(UnknownNameError):
        study.resolve("no such", pair.second.guid, "first")
    with pytest.raises(BadValueError, match="two codings"):
        study.resolve(None, None, "own")


def test_fewer_than_two_coders_are_no_comparison(study, talk):
    other = "en_1" if talk != "en_1" else "pl_1"
    with pytest.raises(BadValueError, match="fewer than two"):
        study.differences(other)
    with pytest.raises(BadValueError, match="two coders"):
        study.differences(talk, ["anna"])
