"""The list of memos without a page: what it sends, and what its operations do to the study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_research.study.memo_export import memos_markdown
from cjm_widgets.memo_list import MemoList
from tests.widgets.talks import WORDS, Opens, coded_study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return with_memos(coded_study(tmp_path))


def with_memos(study: Study) -> Study:
    study.write_memo("aim", coder="anna", guid="m-study")
    study.write_memo("broad", on="code", target="touchpoint/phone", coder="berta", guid="m-code")
    study.write_memo("tired", on="participant", target="berta", coder="anna", guid="m-person")
    study.write_memo("odd", on="coding", target="phone-2", coder="anna", guid="m-coding")
    study.write_memo("noisy", on="transcript", target="anna", coder="anna", guid="m-interview")
    return study


class Kernel:
    """A list with what it has sent."""

    def __init__(self, study: Study, **values: Any) -> None:
        self.widget = MemoList(study, coder="anna", **values)
        self.sent: list[dict[str, Any]] = []
        self.widget.send = lambda message, buffers=None: self.sent.append(json.loads(json.dumps(message)))
        self._tell(type="sync", id="s", revision=-1)
        self.memos = self.sent[-1]["content"]["memos"]

    def _tell(self, **message: Any) -> list[dict[str, Any]]:
        first = len(self.sent)
        self.widget._handle_custom_msg(message, [])
        return self.sent[first:]

    def op(self, op: str, **args: Any) -> dict[str, dict[str, Any]]:
        return {m["type"]: m for m in self._tell(type="op", id=f"op-{len(self.sent)}", op=op, args=args)}

    def ask(self, op: str, **args: Any) -> dict[str, Any]:
        answers = self._tell(type="op", id=f"ask-{len(self.sent)}", op=op, args=args, ask=True)
        return next(m["content"] for m in answers if m["type"] == "answer")


def test_every_memo_comes_with_what_it_is_on(study: Study):
    memos = Kernel(study).memos
    assert set(memos) == {"m-study", "m-code", "m-person", "m-coding", "m-interview"}
    assert "Phone call" in memos["m-code"]["title"]
    assert "turn 2" in memos["m-coding"]["title"]
    assert WORDS["en"][2] in memos["m-coding"]["quote"]
    assert not any(memo["shows"] for memo in memos.values())
    linked = Kernel(study, opens=Opens()).memos
    assert [guid for guid in sorted(linked) if linked[guid]["shows"]] == ["m-coding", "m-interview", "m-person"]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_places_and_markdown_speak_the_language_of_the_study(tmp_path: Path, language: str):
    study = with_memos(coded_study(tmp_path, language))
    with using_language(language):
        name = study.codebook.path_name("touchpoint/phone")
        kernel = Kernel(study)
        assert name in kernel.memos["m-code"]["title"]
        text = kernel.ask("export")["text"]
        assert text == memos_markdown(study)
    assert WORDS[language][2] in text
    assert all(memo.text in text for memo in study.memos)


def test_a_memo_is_written_once_even_if_it_is_sent_twice(study: Study):
    kernel = Kernel(study)
    for _time in range(2):
        kernel.op("write_memo", text="new", on="code", target="need", guid="m-new")
    assert [memo.guid for memo in study.memos].count("m-new") == 1


def test_memos_are_changed_removed_and_brought_back(study: Study):
    kernel = Kernel(study)
    assert (
        kernel.op("change_memo", guid="m-study", text="aims")["delta"]["content"]["memos"]["m-study"]["text"] == "aims"
    )
    assert kernel.op("remove_memo", guid="m-study")["delta"]["content"]["memos"] == {"m-study": None}
    kernel.op("undo")
    assert "m-study" in {memo.guid for memo in study.memos}
    kernel.op("redo")
    assert "m-study" not in {memo.guid for memo in study.memos}


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("write_memo", {"text": " ", "on": "study", "guid": "x"}),
        ("write_memo", {"text": "a", "on": "code", "target": "no/such", "guid": "x"}),
        ("change_memo", {"guid": "none", "text": "a"}),
        ("show", {"guid": "m-study"}),
        ("leap", {}),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(study: Study, op: str, args: dict):
    before = study.memos
    assert "reject" in Kernel(study).op(op, **args)
    assert study.memos == before


def test_links_lead_to_words_turn_and_interview(study: Study):
    opens = Opens()
    kernel = Kernel(study, opens=opens)
    kernel.ask("show", guid="m-coding")
    assert kernel.widget.target == "phone-2"
    kernel.ask("show", guid="m-interview")
    assert kernel.widget.target == "anna#0"
    assert opens.asked == [("anna", 1, "phone-2"), ("anna", None, None)]


def test_what_a_memo_can_be_on_is_listed(study: Study):
    kernel = Kernel(study)
    targets = kernel.ask("targets")
    assert [id for id, _name in targets["transcript"]] == ["anna", "berta"]
    assert ["touchpoint/phone", "Touchpoint: Phone call"] in targets["code"]
    codings = kernel.ask("codings", transcript="anna")["coding"]
    assert [guid for guid, _label in codings] == ["phone-1", "phone-2"]
    assert WORDS["en"][0] in codings[0][1]


def test_a_code_renamed_elsewhere_renames_the_places_of_memos(study: Study):
    kernel = Kernel(study)
    study.change_code("touchpoint/phone", name="Ring", coder="berta")
    memos = kernel.sent[-1]["content"]["memos"]
    assert "Ring" in memos["m-code"]["title"]
    assert "Ring" in memos["m-coding"]["title"]


def test_a_memo_outlives_the_coding_it_is_on(study: Study):
    kernel = Kernel(study)
    study.remove_coding("phone-2", coder="berta")
    assert kernel.sent[-1]["content"]["memos"]["m-coding"]["gone"] is True
    assert "odd" in memos_markdown(study)


def test_a_blind_coder_sees_only_her_own_memos(study: Study):
    kernel = Kernel(study, blind=True)
    assert set(kernel.memos) == {"m-study", "m-person", "m-coding", "m-interview"}
    assert "broad" not in kernel.ask("export")["text"]
    study.write_memo("his", coder="berta")
    assert list(kernel.sent[-1]["content"]["memos"].values()) == [None]


def test_no_synced_trait_holds_memos_or_words_of_the_interviews(study: Study):
    kernel = Kernel(study, opens=Opens())
    kernel.op("write_memo", text="Confidential", on="study", guid="m-new")
    kernel.ask("show", guid="m-coding")
    state = {k: v for k, v in kernel.widget.get_state().items() if k not in {"_esm", "_css"}}
    text = json.dumps(state, default=str, ensure_ascii=False)
    assert "Confidential" not in text
    assert not any(word in text for word in WORDS["en"])


def test_repr_is_steady_and_counts(study: Study):
    assert repr(MemoList(study)) == repr(MemoList(study)) == "MemoList(5 memos)"
