"""What the compare view tells its page, and what it does for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import CONSENSUS_CODER
from cjm_widgets.coder_comparison import CoderComparison
from tests.study.conftest import write_interview

TURN = "I rang them twice 📞 and nobody picked up."
# words, then the code of each coder; None where one coded nothing
CODES = [
    ("I rang them", "touchpoint/phone", "touchpoint/phone"),
    ("twice 📞", "emotion/anger", "emotion/frustration"),
    ("nobody picked up", "pain_point", None),
]


def compared_study(folder, language: str = "en", **options: Any) -> Study:
    """Two interviews, the first coded by anna and ben."""
    study = Study.create(folder / "study", interface_language=language, **options)
    turns = [
        {"speaker": "Ira", "role": "interviewer", "text": "Where did it start?"},
        {"speaker": "P1", "role": "participant", "text": TURN, "start_s": 65},
        {"speaker": "P1", "role": "participant", "text": "Дзвонила. 👩‍👩‍👧 Żółć."},
    ]
    for id in ("t1", "t2"):
        study.import_transcripts(write_interview(folder / f"{id}.json", utterances=turns, attributes={"id": id}))
    for words, *codes in CODES:
        for coder, code in zip(("anna", "ben"), codes, strict=True):
            if code:
                kind, _slash, label = code.partition("/")
                study.add_coding("t1", 1, words, kind=kind, label=label or None, coder=coder)
    return study


@pytest.fixture
def study(tmp_path):
    return compared_study(tmp_path)


def form(study: Study, **options: Any) -> tuple[CoderComparison, list[dict]]:
    widget = CoderComparison(study, **options)
    sent: list[dict] = []
    widget.send = lambda content, buffers=None: sent.append(json.loads(json.dumps(content)))
    widget._handle_custom_msg({"type": "sync", "id": "s", "revision": -1}, [])
    return widget, sent


def op(widget: CoderComparison, name: str, **args: Any) -> None:
    op.n += 1
    widget._handle_custom_msg({"type": "op", "id": f"o{op.n}", "op": name, "args": args}, [])


op.n = 0


def pair_of(content: dict, verdict: str, turn: str = "1") -> list:
    return next(pair for pair in content["pairs"][turn]["pairs"] if pair[2] == verdict)


def test_the_page_gets_an_interview_that_two_have_coded_with_its_pairs(study):
    widget, (state,) = form(study)
    content = state["content"]
    assert content["interviews"] == [["t1", False]]
    assert content["open"]["coders"] == ["anna", "ben"]
    assert [pair[2] for pair in content["open"]["pairs"]["1"]["pairs"]] == ["same", "label", "first_only"]
    alpha, *counts = (value for _what, value in content["open"]["figures"])
    assert alpha == format(study.agreement(transcripts=["t1"], draws=0).headline.value, ".2f")
    assert counts == ["1 of 3 (33%)", "1", "1", "0", "2"]
    assert repr(widget) == "CoderComparison(1 interview coded twice, 0 settled)"


def test_nothing_of_the_interview_is_in_the_traits(study):
    widget, _sent = form(study)
    kept = json.dumps(widget.get_state(), default=str)
    assert not any(word in kept for word in ("picked up", "anna", "t1"))


def test_a_decision_is_answered_with_the_turn_it_touched(study):
    widget, sent = form(study)
    pair = pair_of(sent[0]["content"]["open"], "label")
    op(widget, "resolve", first=pair[0], second=pair[1], decision="second")
    delta = sent[-1]
    assert (delta["type"], list(delta["content"]["open"]["turns"])) == ("delta", ["1"])
    assert len(json.dumps(delta)) < 4000
    rows = delta["content"]["open"]["turns"]["1"]
    assert next(p for p in rows["pairs"] if p[:2] == pair[:2])[4] == "second"
    assert "codings" not in rows
    assert [c.code for c in study.codings if c.coder == CONSENSUS_CODER] == ["emotion/frustration"]
    op(widget, "undo")
    assert {p[4] for p in sent[-1]["content"]["open"]["turns"]["1"]["pairs"]} == {""}
    assert sent[-1]["content"]["undo"] == [False, True]


def test_a_page_that_slept_gets_the_decisions_made_meanwhile(study):
    widget, sent = form(study)
    pair = pair_of(sent[0]["content"]["open"], "first_only")
    study.resolve(pair[0], None, "neither", coder="ben")
    study.resolve(pair[0], None, "first", coder="ben")
    study.undo("ben")
    widget._handle_custom_msg({"type": "sync", "id": "t", "revision": sent[0]["revision"]}, [])
    (rows,) = sent[-1]["content"]["open"]["turns"].values()
    assert next(p for p in rows["pairs"] if p[:2] == pair[:2])[4] == "neither"


def test_own_words_and_code(study):
    widget, sent = form(study)
    pair = pair_of(sent[0]["content"]["open"], "label")
    own = {"start": 2, "end": 18, "code": "barrier", "valence": -2, "stage": "decision"}
    op(widget, "resolve", first=pair[0], second=pair[1], decision="own", own=own)
    (coding,) = (c for c in study.codings if c.coder == CONSENSUS_CODER)
    assert (coding.quote, coding.code, coding.valence, coding.stage) == (TURN[2:18], "barrier", -2, "decision")
    (rows,) = sent[-1]["content"]["open"]["turns"]["1"]["own"].values()
    assert [row[0] for row in rows] == [coding.guid]


def test_an_interview_that_was_taken_out_gives_way_to_another(study):
    for coder in ("anna", "ben"):
        study.add_coding("t2", 1, "I rang them", kind="action", coder=coder)
    _widget, sent = form(study)
    study.remove_transcript("t1", coder="anna")
    assert sent[-1]["content"]["open"]["id"] == "t2"


def test_an_interview_is_settled_and_opened_again(study):
    widget, sent = form(study)
    content = sent[0]["content"]["open"]
    args = {"interview": "t1", "coders": ["anna", "ben"]}
    op(widget, "finish", **args)
    assert sent[-1]["type"] == "reject"
    assert "2 differences" in sent[-1]["message"]
    for verdict in ("label", "first_only"):
        pair = pair_of(content, verdict)
        op(widget, "resolve", first=pair[0], second=pair[1], decision="first")
    op(widget, "take_agreed", **args)
    op(widget, "finish", **args)
    assert sent[-1]["content"]["open"]["finished"]
    assert sent[-1]["content"]["interviews"] == [["t1", True]]
    assert study.store.consensus() == {"t1"}
    op(widget, "unfinish", interview="t1")
    assert study.store.consensus() == frozenset()


def test_another_interview_and_other_coders_can_be_chosen(study):
    study.add_coding("t2", 1, "I rang them", kind="action", coder="ben")
    study.add_coding("t1", 1, "twice", kind="thought", coder="carla")
    widget, sent = form(study, coders=["ben", "carla"])
    assert sent[-1]["content"]["open"]["coders"] == ["ben", "carla"]
    op(widget, "open", interview="t1", coders=["carla", "anna"])
    assert sent[-1]["type"] == "state"
    assert sent[-1]["content"]["open"]["coders"] == ["carla", "anna"]
    op(widget, "open", interview="t2")
    assert sent[-1]["content"]["open"]["coders"] == []


def test_a_study_that_nobody_has_coded_twice_shows_nothing(tmp_path):
    study = Study.create(tmp_path / "empty")
    _widget, (state,) = form(study)
    assert (state["content"]["open"], state["content"]["interviews"]) == (None, [])


def test_a_corrected_text_and_a_new_coding_reach_the_page(study):
    _widget, sent = form(study)
    study.correct_text("t1", 1, "Well, " + TURN, coder="anna")
    assert sent[-1]["content"]["open"]["texts"] == {"1": "Well, " + TURN}
    study.add_coding("t1", 2, "Żółć", kind="thought", coder="ben")
    assert list(sent[-1]["content"]["open"]["turns"]) == ["2"]
    coding = next(c for c in study.codings if c.quote == "Żółć")
    study.remove_coding(coding.guid, coder="ben")
    assert sent[-1]["content"]["open"]["turns"]["2"]["pairs"] == []


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_words_are_those_of_the_interface(tmp_path, language):
    with using_language(language):
        widget = CoderComparison(compared_study(tmp_path, language))
    assert widget.lang == language
    assert all(isinstance(value, str | list) for value in widget.words.values())
    assert "{text}" in widget.words["quoted"]


def test_wrong_arguments_are_refused(study):
    with pytest.raises(UnknownNameError):
        CoderComparison(study, "t9")
    with pytest.raises(BadValueError, match="two coders"):
        CoderComparison(study, coders=["anna"])
    widget, sent = form(study)
    op(widget, "explode")
    assert "explode" in sent[-1]["message"]
