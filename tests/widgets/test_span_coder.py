"""The coding pane's half in Python: messages in, messages out, the study between."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import Coding
from cjm_widgets import SpanCoder
from cjm_widgets.span_coder_words import correction_message

TEXTS = {
    "en": "I rang the shop twice 😀. Nobody picked up, I was livid.",
    "pl": "Dwa razy dzwoniłam do sklepu 😀. Nikt nie odebrał, byłam wściekła.",
    "ru": "Я дважды звонила в магазин 😀. Никто не взял трубку, я была в бешенстве.",
}
LAST = {"en": "livid", "pl": "wściekła", "ru": "бешенстве"}


@pytest.fixture(params=["en", "pl", "ru"])
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    language = request.param
    study = Study.create(tmp_path / "study", languages=[language], interface_language=language)
    for id in ("T0", "T1"):
        utterances = [
            {"speaker": "M", "role": "interviewer", "text": "?", "start_s": 1.5},
            {"speaker": "Secret Person", "role": "participant", "text": TEXTS[language]},
        ]
        file = tmp_path / f"{id}.json"
        file.write_text(json.dumps({"id": id, "language": language, "utterances": utterances}), encoding="utf-8")
        study.import_transcripts(file)
    return study


class Talk:
    """What a page would send and hear."""

    def __init__(self, study: Study, **options: Any) -> None:
        with using_language(study.settings.interface_language):
            self.widget = SpanCoder(study, **options)
        self.heard: list[dict[str, Any]] = []
        self.widget.send = lambda content, buffers=None: self.heard.append(json.loads(json.dumps(content)))
        self.number = 0
        self.sync()

    def sync(self) -> dict[str, Any]:
        self.widget._handle_custom_msg({"type": "sync", "id": "s", "revision": -1}, [])
        return self.heard[-1]["content"]

    def op(self, op: str, **args: Any) -> list[dict[str, Any]]:
        self.number += 1
        before = len(self.heard)
        message = {"type": "op", "id": f"o{id(self)}-{self.number}", "op": op, "args": args}
        self.widget._handle_custom_msg(message, [])
        return self.heard[before:]

    def ask(self, op: str, **args: Any) -> dict[str, Any]:
        self.number += 1
        message = {"type": "op", "id": f"q{id(self)}-{self.number}", "op": op, "args": args, "ask": True}
        self.widget._handle_custom_msg(message, [])
        return next(m["content"] for m in reversed(self.heard) if m["type"] == "answer")


def add(talk: Talk, study: Study, guid: str = "g1", code: str = "emotion/anger", **more: Any) -> list[dict[str, Any]]:
    word = LAST[study.settings.interface_language]
    start = study.transcript("T0").utterances[1].text.index(word)
    place = {"interview": "T0", "turn": 1, "start": start, "end": start + len(word)}
    return talk.op("add", guid=guid, code=code, **{**place, **more})


def suggest(study: Study, n: int = 3, transcript: str = "T0") -> list[str]:
    text = study.transcript(transcript).utterances[1].text
    codings = [
        Coding(
            guid=f"m{k}",
            transcript=transcript,
            participant=transcript,
            utterance=1,
            start=k,
            end=k + 4,
            quote=text[k : k + 4],
            kind="goal",
            coder="machine",
            status="suggested",
            score=0.25 * (k + 1),
            source="rule:x",
            why="because",
        )
        for k in range(n)
    ]
    study.store.sync_suggestions(codings, [transcript])
    return [coding.guid for coding in codings]


def test_a_coding_of_the_page_lies_where_python_finds_its_words(study: Study):
    talk = Talk(study, coder="anna")
    (delta,) = add(talk, study, valence=-2, stage="experience")
    (coding,) = study.codings
    assert (coding.quote, coding.code, coding.valence) == (LAST[study.settings.interface_language], "emotion/anger", -2)
    assert (coding.guid, coding.coder, coding.stage) == ("g1", "anna", "experience")
    assert delta["content"]["codings"]["T0"]["g1"][:5] == ["g1", 1, coding.start, coding.end, "emotion/anger"]
    assert delta["content"]["progress"] == {"T0": [0, 0, 1, 1, 0]}
    assert delta["content"]["undo"] == [True, False]


def test_an_edit_needs_little_on_the_wire(study: Study):
    talk = Talk(study)
    suggest(study)
    heard = talk.op("accept", guids=["m0"])
    assert sum(len(json.dumps(message)) for message in heard) < 1000


def test_steps_sent_twice_are_done_once(study: Study):
    talk = Talk(study)
    suggest(study)
    for _time in range(2):
        assert [m["type"] for m in add(talk, study)] == ["delta"]
        assert [m["type"] for m in talk.op("accept", guids=["m0"])] == ["delta"]
        assert [m["type"] for m in talk.op("change", guid="m1", valence=1)] == ["delta"]
        assert [m["type"] for m in talk.op("memo", guid="n1", on="coding", target="g1", text="so")] == ["delta"]
    for _time in range(2):
        assert [m["type"] for m in talk.op("remove", guids=["g1"])] == ["delta"]
        assert [m["type"] for m in talk.op("remove_memo", guid="n1")] == ["delta"]
    assert {c.guid: c.status for c in study.codings} == {"m0": "confirmed", "m1": "confirmed", "m2": "suggested"}


def test_every_step_can_be_taken_back(study: Study):
    talk = Talk(study, coder="anna")
    suggest(study)
    before = study.codings
    talk.op("accept", guids=["m0"])
    talk.op("reject", guids=["m1"])
    talk.op("change", guid="m2", code="touchpoint/phone", valence=1, stage="purchase", start=0, end=3)
    add(talk, study)
    talk.op("remove", guids=["m2"])
    talk.op("correct", interview="T0", turn=1, text="Quite another text.")
    after = study.codings
    for _step in range(6):
        assert talk.op("undo")[0]["content"] == {"n": 1} or True
    assert study.codings == before
    assert study.transcript("T0").utterances[1].text == TEXTS[study.settings.interface_language]
    for _step in range(6):
        talk.op("redo")
    assert study.codings == after
    assert {"type": "answer", "content": {"n": 0}}.items() <= next(
        {k: m[k] for k in ("type", "content")} for m in talk.op("redo") if m["type"] == "answer"
    ).items()


def test_a_correction_says_what_became_of_the_codings(study: Study):
    talk = Talk(study)
    add(talk, study)
    word = LAST[study.settings.interface_language]
    text = study.transcript("T0").utterances[1].text
    heard = talk.op("correct", interview="T0", turn=1, text=f"Hm. {text}")
    answer = next(m["content"] for m in heard if m["type"] == "answer")
    assert (answer["moved"], answer["lost"]) == (1, 0)
    delta = next(m["content"] for m in heard if m["type"] == "delta")
    assert delta["texts"] == [["T0", 1, f"Hm. {text}"]]
    assert study.codings[0].quote == word
    heard = talk.op("correct", interview="T0", turn=1, text="Hm.")
    assert next(m["content"]["lost"] for m in heard if m["type"] == "answer") == 1
    (row,) = next(m["content"]["codings"]["T0"].values() for m in heard if m["type"] == "delta")
    assert row[8] == 3
    assert row[12] == word
    talk.op("place", guid="g1", turn=1, start=0, end=2)
    assert [(c.quote, c.status) for c in study.codings] == [("Hm", "confirmed")]


def test_suggestions_that_go_with_their_words_do_not_count_as_placed_again(study: Study):
    talk = Talk(study)
    suggest(study)
    add(talk, study)
    word = LAST[study.settings.interface_language]
    heard = talk.op("correct", interview="T0", turn=1, text=word)
    answer = next(m["content"] for m in heard if m["type"] == "answer")
    assert [coding.guid for coding in study.codings] == ["g1"]
    assert (answer["moved"], answer["lost"]) == (1, 0)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
@pytest.mark.parametrize("n", [0, 1, 2, 5, 21])
def test_the_message_of_a_correction_counts(language: str, n: int):
    with using_language(language):
        assert str(n) in correction_message(n, 0)
        assert correction_message(n, n) != correction_message(n, 0) or n == 0


def test_a_new_code_comes_back_with_its_key_and_is_told_to_all(study: Study):
    talk = Talk(study)
    key = talk.ask("new_code", name="Chance find", kind="motivation")["code"]
    assert study.codebook.code(key).name == "Chance find"
    codes = next(m["content"]["codes"] for m in reversed(talk.heard) if m["type"] == "delta")
    assert [row[2] for row in codes if row[0] == key] == ["Chance find"]


def test_blind_coders_hear_nothing_of_others(study: Study):
    suggest(study)
    study.accept("m2", coder="ben")
    study.write_memo("secret", on="transcript", target="T0", coder="ben")
    talk = Talk(study, coder="anna", blind=True)
    add(talk, study)
    study.reject("m0", coder="ben")
    study.add_coding("T0", 1, start=0, end=2, kind="need", coder="ben")
    everything = json.dumps(talk.heard)
    for word in ('"ben"', "machine", "rule:x", "because", "secret", '"m0"', '"m1"'):
        assert word not in everything.replace('"gone": ["m0"]', "")
    state = talk.sync()
    assert [row[0] for row in state["open"]["codings"]["rows"]] == ["g1"]
    assert state["interviews"][0] == ["T0", 0, 0, 1, 1, 0]
    assert state["coders"] == ["anna"]
    (refused,) = talk.op("accept", guids=["m1"])
    assert refused["type"] == "reject"


def test_what_is_refused_is_refused_with_words(study: Study):
    talk = Talk(study)
    for op, args in (
        ("fly", {}),
        ("accept", {"guids": ["nobody"]}),
        ("add", {"guid": "x", "interview": "T0", "turn": 1, "start": 3, "end": 9999, "code": "goal"}),
        ("add", {"guid": "x", "interview": "T0", "turn": 1, "start": 0, "end": 2, "code": "no_kind"}),
        ("open", {"interview": "T9"}),
        ("correct", {"interview": "T0", "turn": 1, "text": "  "}),
    ):
        heard = talk.op(op, **args)
        assert [message["type"] for message in heard] == ["reject"], op
        assert heard[0]["message"]
    assert study.codings == ()


def test_another_interview_is_sent_when_it_is_asked_for(study: Study):
    talk = Talk(study)
    assert talk.sync()["open"]["id"] == "T0"
    content = talk.ask("open", interview="T1")["open"]
    assert (content["id"], content["turns"][1][3]) == ("T1", TEXTS[study.settings.interface_language])
    assert content["turns"][0][2] == 1.5
    assert talk.sync()["open"]["id"] == "T1"


def test_the_pane_begins_where_something_is_left_to_do(study: Study):
    suggest(study, transcript="T1")
    assert Talk(study).sync()["open"]["id"] == "T1"
    assert Talk(study, transcript="T0").sync()["open"]["id"] == "T0"


def test_a_kernel_started_anew_goes_on_from_where_the_page_is(study: Study):
    talk = Talk(study)
    add(talk, study)
    revision = study.store.revision()
    study.remove_coding("g1")
    later = Talk.__new__(Talk)
    later.widget, later.heard, later.number = SpanCoder(study), [], 0
    later.widget.send = lambda content, buffers=None: later.heard.append(content)
    later.widget._handle_custom_msg({"type": "sync", "id": "s", "revision": revision}, [])
    (delta,) = later.heard
    assert delta["content"]["gone"] == ["g1"]


def test_history_is_told_in_sentences(study: Study):
    talk = Talk(study, coder="anna")
    suggest(study)
    talk.op("accept", guids=["m0"])
    talk.op("undo")
    lines = talk.ask("history", guid="m0")["history"]
    assert [line[1] for line in lines] == ["machine", "anna", "anna"]
    assert all("{" not in line[2] for line in lines)


def test_no_trait_holds_anything_of_an_interview(study: Study):
    talk = Talk(study, transcript="T0")
    add(talk, study)
    kept = json.dumps({k: v for k, v in talk.widget.get_state().items() if k not in {"_esm", "_css"}}, default=str)
    for word in ("Secret Person", "T0", LAST[study.settings.interface_language]):
        assert word not in kept


def test_wrong_settings_are_named(study: Study):
    with pytest.raises(BadValueError, match="sideways"):
        SpanCoder(study, order="sideways")
    with pytest.raises(UnknownNameError, match="T9"):
        SpanCoder(study, "T9")
    with pytest.raises(UnknownNameError, match="T9"):
        SpanCoder(study).show("T9")


def test_the_text_form_is_steady_and_names_nobody(study: Study):
    assert repr(SpanCoder(study)) == repr(SpanCoder(study))
    assert "0x" not in repr(SpanCoder(study))
    assert "T0" not in repr(SpanCoder(study))


def test_words_chosen_before_a_correction_are_coded_or_refused_but_never_others(study: Study):
    talk, word = Talk(study), LAST[study.settings.interface_language]
    text = study.transcript("T0").utterances[1].text
    start = text.index(word)
    study.correct_text("T0", 1, f"… {text}", coder="berta")
    add(talk, study, start=start, end=start + len(word), quote=word)
    assert study.store.coding("g1").quote == word
    study.correct_text("T0", 1, "Something else.", coder="berta")
    place = {"interview": "T0", "turn": 1, "start": 0, "end": len(word), "quote": word}
    assert talk.op("add", guid="g2", code="need", **place)[-1]["type"] == "reject"
    before = study.codings
    place = {"guid": "g1", "turn": 1, "start": 0, "end": len(word), "quote": word}
    assert talk.op("place", **place)[-1]["type"] == "reject"
    assert study.codings == before
