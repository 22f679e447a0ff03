"""The codebook editor without a page: what it sends, and what its operations do to the study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_widgets.codebook_editor import PALETTE, CodebookEditor
from tests.widgets.talks import WORDS, Opens, coded_study

PHONE, STORE = "touchpoint/phone", "touchpoint/store"


@pytest.fixture(params=["en", "pl", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return coded_study(tmp_path)


class Kernel:
    """An editor with what it has sent."""

    def __init__(self, study: Study, **values: Any) -> None:
        self.widget = CodebookEditor(study, coder="anna", **values)
        self.sent: list[dict[str, Any]] = []
        self.widget.send = lambda message, buffers=None: self.sent.append(json.loads(json.dumps(message)))
        self._tell(type="sync", id="s", revision=-1)
        self.state = self.sent[-1]["content"]

    def _tell(self, **message: Any) -> list[dict[str, Any]]:
        first = len(self.sent)
        self.widget._handle_custom_msg(message, [])
        return self.sent[first:]

    def op(self, op: str, **args: Any) -> dict[str, dict[str, Any]]:
        """What comes back of an operation, by type."""
        return {m["type"]: m for m in self._tell(type="op", id=f"op-{len(self.sent)}", op=op, args=args)}

    def ask(self, op: str, **args: Any) -> dict[str, Any]:
        answers = self._tell(type="op", id=f"ask-{len(self.sent)}", op=op, args=args, ask=True)
        return next(m["content"] for m in answers if m["type"] == "answer")


def test_state_holds_every_code_and_counts_of_those_that_have_any(study: Study):
    state = Kernel(study).state
    assert set(state["codes"]) == {code.key for code in study.codebook.codes}
    assert state["counts"][PHONE] == [3, 3, 2, 2, 1, 1]
    assert state["counts"]["touchpoint"] == [0, 4, 0, 2, 0, 1]
    assert set(state["counts"]) == {PHONE, STORE, "touchpoint"}
    assert state["people"] == 2


def test_codes_are_named_in_the_language_of_the_interface(tmp_path: Path, language: str):
    study = coded_study(tmp_path, language)
    with using_language(language):
        state = Kernel(study).state
        assert state["codes"][PHONE]["name"] == study.codebook.name_of(PHONE)
    assert (state["codes"][PHONE]["name"] == "Phone call") == (language == "en")


def test_examples_are_codings_of_the_study_with_their_places(tmp_path: Path, language: str):
    study = coded_study(tmp_path, language)
    details = Kernel(study).ask("details", key=PHONE)
    guids = [example["guid"] for example in details["examples"]]
    assert set(guids) == {"phone-1", "phone-2", "phone-3"}
    assert all(any(word in example["quote"] for word in WORDS[language]) for example in details["examples"])
    assert all("anna" in e["place"] or "berta" in e["place"] for e in details["examples"])


def test_a_suggestion_turned_down_becomes_a_near_miss(study: Study):
    study.reject("machine-1", coder="anna")
    assert [miss["guid"] for miss in Kernel(study).ask("details", key=PHONE)["misses"]] == ["machine-1"]


def test_a_code_added_is_told_with_its_key(study: Study):
    back = Kernel(study).op("add_code", name="Hotline", kind="touchpoint", parent=PHONE)
    key = back["answer"]["content"]["key"]
    assert study.codebook.code(key).parent == PHONE
    assert back["delta"]["content"]["codes"][key]["name"] == "Hotline"
    assert back["delta"]["content"]["undo"] is True


def test_a_name_that_is_taken_is_refused_in_words(study: Study):
    kernel = Kernel(study)
    kernel.op("add_code", name="Hotline", kind="touchpoint", parent=PHONE)
    back = kernel.op("add_code", name="hotline", kind="touchpoint", parent=PHONE)
    assert "hotline" in back["reject"]["message"]


@pytest.mark.parametrize(
    ("op", "args"),
    [("change_code", {"key": PHONE, "position": 3}), ("change_code", {"key": "no/such", "name": "x"}), ("leap", {})],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(study: Study, op: str, args: dict):
    before = study.codebook
    assert "reject" in Kernel(study).op(op, **args)
    assert study.codebook == before


def test_every_field_is_changed_in_one_step_and_taken_back_in_one(study: Study):
    kernel = Kernel(study)
    for field in ("definition", "use_when", "use_not", "name"):
        kernel.op("change_code", key=PHONE, **{field: "Ring, ring"})
    kernel.op("change_code", key=PHONE, colour=PALETTE[3])
    code = study.codebook.code(PHONE)
    assert (code.definition, code.use_when, code.use_not, code.name) == ("Ring, ring",) * 4
    assert code.colour == PALETTE[3]
    for _step in range(5):
        kernel.op("undo")
    code = study.codebook.code(PHONE)
    assert (code.definition, code.use_when, code.use_not, code.name, code.colour) == ("",) * 5


def test_merging_says_beforehand_and_afterwards_what_moves(study: Study):
    kernel = Kernel(study)
    before = kernel.ask("merge_preview", keys=[PHONE], into=STORE)
    assert "4 codings of 2 people" in before["said"]
    assert study.codebook.code(PHONE).retired is False
    back = kernel.op("merge_codes", keys=[PHONE], into=STORE)
    assert "4 codings" in back["answer"]["content"]["said"]
    assert back["delta"]["content"]["codes"][PHONE]["retired"] is True
    assert back["delta"]["content"]["counts"][STORE] == [4, 4, 2, 2, 1, 1]
    kernel.op("undo")
    assert {coding.code for coding in study.codings} == {PHONE, STORE}


def test_splitting_takes_the_ticked_codings_along(study: Study):
    kernel = Kernel(study)
    rows = kernel.ask("codings", key=PHONE)
    assert [row["guid"] for row in rows["rows"]] == ["phone-1", "phone-2", "phone-3", "machine-1"]
    back = kernel.op("split_code", key=PHONE, guids=["phone-1", "phone-3"], name="Hotline")
    key = back["answer"]["content"]["key"]
    assert {c.guid for c in study.codings if c.code == key} == {"phone-1", "phone-3"}
    assert back["delta"]["content"]["counts"][key] == [2, 2, 2, 2, 0, 0]


def test_a_code_moved_below_another_kind_is_found_under_its_new_key(study: Study):
    kernel = Kernel(study)
    old = kernel.op("add_code", name="Hotline", kind="touchpoint", parent=PHONE)["answer"]["content"]["key"]
    back = kernel.op("move_code", key=old, parent="need")
    new = back["answer"]["content"]["key"]
    assert new.startswith("need/")
    assert back["delta"]["content"]["codes"][old] is None
    history = kernel.ask("details", key=new)["history"]
    assert [step["coder"] for step in history] == ["anna"]


def test_retiring_keeps_the_codings_and_says_so(study: Study):
    kernel = Kernel(study)
    back = kernel.op("change_code", key=PHONE, retired=True)
    assert "3 codings" in back["answer"]["content"]["said"]
    assert sum(coding.code == PHONE for coding in study.codings) == 4
    kernel.op("change_code", key=PHONE, retired=False)
    assert study.codebook.code(PHONE).retired is False


def test_history_tells_what_was_done_newest_first(study: Study):
    kernel = Kernel(study)
    kernel.op("change_code", key=PHONE, name="Ring")
    kernel.op("change_code", key=PHONE, definition="any call")
    kernel.op("undo")
    texts = [step["text"] for step in kernel.ask("details", key=PHONE)["history"]]
    assert len(texts) == 3
    assert "“Ring”" in texts[2]
    assert texts[0] != texts[1]


def test_memos_on_codes_are_written_changed_and_removed(study: Study):
    kernel = Kernel(study)
    back = kernel.op("write_memo", key=PHONE, text="Look again", guid="m1")
    assert back["delta"]["content"]["memos"]["m1"]["target"] == PHONE
    kernel.op("change_memo", guid="m1", text="Looked")
    assert [memo.text for memo in study.memos] == ["Looked"]
    assert kernel.op("remove_memo", guid="m1")["delta"]["content"]["memos"] == {"m1": None}


def test_memos_on_other_things_stay_out(study: Study):
    study.write_memo("aim", coder="anna")
    kernel = Kernel(study)
    assert kernel.state["memos"] == {}
    study.write_memo("tired", on="participant", target="anna", coder="anna")
    assert kernel.sent[-1]["content"]["memos"] == {next(m.guid for m in study.memos if m.text == "tired"): None}


def test_a_link_leads_to_the_coding_and_tells_only_its_guid(study: Study):
    opens = Opens()
    kernel = Kernel(study, opens=opens)
    assert kernel.state["links"] is True
    kernel.ask("show", guid="phone-2")
    assert opens.asked == [("anna", 1, "phone-2")]
    assert kernel.widget.target == "phone-2"


def test_codings_made_elsewhere_arrive_as_new_counts(study: Study):
    kernel = Kernel(study)
    study.accept("machine-1", coder="berta")
    assert kernel.sent[-1]["type"] == "delta"
    assert kernel.sent[-1]["content"]["counts"][PHONE] == [4, 4, 2, 2, 0, 0]
    assert "codes" not in kernel.sent[-1]["content"]


def test_a_blind_coder_sees_the_codebook_and_only_her_own_work(study: Study):
    study.write_memo("hers", on="code", target=PHONE, coder="anna")
    study.write_memo("his", on="code", target=PHONE, coder="berta")
    study.accept("machine-1", coder="berta")
    study.add_code("His", kind="need", coder="berta")
    kernel = Kernel(study, blind=True)
    assert kernel.state["counts"][PHONE] == [3, 3, 2, 2, 0, 0]
    assert [memo["text"] for memo in kernel.state["memos"].values()] == ["hers"]
    assert "need/his" in kernel.state["codes"]
    assert "machine-1" not in {row["guid"] for row in kernel.ask("codings", key=PHONE)["rows"]}


def test_in_a_settled_interview_the_consensus_counts_once(study: Study):
    for turn, words in ((0, WORDS["en"][0]), (1, WORDS["en"][2])):
        study.add_coding("anna", turn, words, kind="touchpoint", label="phone", coder="berta")
    kernel = Kernel(study)
    assert kernel.state["counts"][PHONE][0] == 5
    study.finish_consensus("anna", ("anna", "berta"))
    assert kernel.sent[-1]["content"]["counts"][PHONE][0] == 3


def test_no_synced_trait_holds_words_of_the_interviews(study: Study):
    kernel = Kernel(study, opens=Opens())
    kernel.op("write_memo", key=PHONE, text="Confidential", guid="m1")
    kernel.ask("show", guid="phone-2")
    state = {k: v for k, v in kernel.widget.get_state().items() if k not in {"_esm", "_css"}}
    text = json.dumps(state, default=str, ensure_ascii=False)
    assert "Confidential" not in text
    assert not any(word in text for word in WORDS["en"])


def test_repr_is_steady_and_counts(study: Study):
    assert repr(CodebookEditor(study)) == repr(CodebookEditor(study))
    assert "58" in repr(CodebookEditor(study))
