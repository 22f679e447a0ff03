"""The review of personal data: what it sends, what it does, and that no name and no passphrase stays behind."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research.privacy import key_file
from cjm_research.study import Study
from cjm_research.study.pseudonyms import personal_data
from cjm_widgets import PseudonymReview, _asking
from tests.privacy.simple_names import Namer, detect
from tests.study.test_privacy_verbs import NEW, PASS, RAW, said, talks


@pytest.fixture(autouse=True)
def _known_by_heart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(key_file, "ROUNDS", 2)
    monkeypatch.setattr(personal_data, "the_tools", lambda: (detect, Namer()))


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return talks(tmp_path)


class Kernel:
    """A form with what it has sent, and what a page would know of it."""

    def __init__(self, study: Study) -> None:
        self.widget = PseudonymReview(study)
        self.sent: list[dict[str, Any]] = []
        self.widget.send = lambda message, buffers=None: self.sent.append(json.loads(json.dumps(message)))
        self.tell(type="sync", id="s", revision=-1)
        self.content = self.sent[-1]["content"]

    def tell(self, **message: Any) -> list[dict[str, Any]]:
        first = len(self.sent)
        self.widget._handle_custom_msg(message, [])
        return self.sent[first:]

    def op(self, op: str, **args: Any) -> dict[str, dict[str, Any]]:
        said = {m["type"]: m for m in self.tell(type="op", id=f"op-{len(self.sent)}", op=op, args=args)}
        if "delta" in said:
            news = said["delta"]["content"]
            for part in ("entities", "places"):
                known = {**self.content[part], **news.pop(part)}
                self.content[part] = {id: one for id, one in known.items() if one is not None}
            self.content.update(news)
        return said

    def ask(self, op: str, **args: Any) -> dict[str, dict[str, Any]]:
        said = {m["type"]: m for m in self.tell(type="op", id=f"a-{len(self.sent)}", op=op, args=args, ask=True)}
        self.content = said.get("state", {}).get("content", self.content)
        return said

    def entity(self, name: str) -> dict[str, Any]:
        return next(one for one in self.content["entities"].values() if name in one["forms"])


def test_people_are_shown_with_their_places_and_what_becomes_of_them(study: Study):
    kernel = Kernel(study)
    anna, hope = kernel.entity("Annę"), kernel.entity("Hope")
    assert (anna["shown"], anna["kind"], anna["status"], anna["going"]) == ("Ewa", "person", "proposed", anna["n"])
    assert (hope["sureness"], hope["going"]) == ("possible", 0)
    places = [one for one in kernel.content["places"].values() if one["entity"] == anna["id"]]
    assert {(one["text"], one["new"]) for one in places} >= {("Annę", "Ewę"), ("Anny", "Ewy")}


def test_decisions_words_and_merging_come_back_as_news_and_can_be_undone(study: Study):
    kernel = Kernel(study)
    hope, anna = kernel.entity("Hope")["id"], kernel.entity("Anna")["id"]
    kernel.op("decide", ids=[hope], status="accepted")
    assert kernel.entity("Hope")["going"] == 1
    kernel.op("word", id=hope, text="a friend")
    assert kernel.entity("Hope")["shown"] == "a friend"
    kernel.op("merge", id=hope, into=anna)
    assert kernel.entity("Hope")["id"] == anna
    assert kernel.entity("Hope")["merged"] == [[hope, "Hope"]]
    kernel.op("merge", id=hope, into=hope)
    assert kernel.entity("Hope")["id"] == hope
    for _step in range(4):
        kernel.op("undo")
    assert kernel.entity("Hope")["status"] == "proposed"
    assert not kernel.content["undo"]
    assert kernel.content == {**Kernel(study).content}


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("decide", {"ids": ["nobody"], "status": "accepted"}),
        ("decide", {"ids": [], "status": "perhaps"}),
        ("apply", {}),
        ("leap", {}),
    ],
)
def test_what_cannot_be_done_is_refused(study: Study, op: str, args: dict):
    before = said(study)
    assert "reject" in Kernel(study).op(op, **args)
    assert said(study) == before


def test_the_study_is_rewritten_with_an_open_key_only(study: Study):
    kernel = Kernel(study)
    assert "reject" in kernel.ask("unlock", passphrase="short")
    kernel.ask("unlock", passphrase=PASS)
    assert kernel.content["key"]["state"] == "open"
    answer = kernel.ask("apply")["answer"]["content"]
    assert said(study) == NEW
    assert kernel.content["report"] == answer["report"]
    assert set(kernel.content["entities"]) == {kernel.entity("Hope")["id"]}
    assert not any(raw in json.dumps(kernel.content["report"], ensure_ascii=False) for raw in RAW)


def test_the_page_hears_while_the_study_is_rewritten(study: Study, monkeypatch: pytest.MonkeyPatch):
    kernel = Kernel(study)
    kernel.ask("unlock", passphrase=PASS)
    monkeypatch.setattr(_asking, "BEAT", 0.001)
    session = kernel.widget._session
    plan = session.plan
    monkeypatch.setattr(session, "plan", lambda *args, **more: (time.sleep(0.02), plan(*args, **more))[1])
    asked = f"a-{len(kernel.sent)}"
    kernel.ask("apply")
    told = [message for message in kernel.sent if message["type"] == "working"]
    assert {message["id"] for message in told} == {asked}
    assert (told[0]["total"], told[-1]["done"] == told[-1]["total"] > 0) == (0, True)
    assert not any(raw in json.dumps(told, ensure_ascii=False) for raw in RAW)
    answer = next(message for message in kernel.sent if message.get("id") == asked and message["type"] == "answer")
    assert kernel.sent.index(answer) > kernel.sent.index(told[-1])


def test_neither_names_nor_the_passphrase_are_in_what_a_notebook_saves(study: Study, monkeypatch: pytest.MonkeyPatch):
    kernel = Kernel(study)
    kernel.ask("unlock", passphrase=PASS)
    state = json.dumps(kernel.widget.get_state(), ensure_ascii=False, default=str) + repr(kernel.widget)
    assert not [raw for raw in [*RAW, PASS, "Hope knows"] if raw in state]
    assert PASS not in json.dumps(kernel.sent)


@pytest.mark.browser
def test_a_person_decides_by_keys_makes_the_key_and_replaces(study: Study, pane: Callable, axe: Callable):
    shown = pane(PseudonymReview(study))
    page = shown.page
    page.wait_for_selector("[data-ready]")
    assert axe(page) == []
    page.locator(".pr-list").focus()
    for key in ("a", "a", "r", "z"):
        page.keyboard.press(key)
    page.locator(".pr-row", has_text="+48").get_by_text("unless you reject").wait_for()
    assert page.locator(".pr-row.pr-accepted").count() == 2
    page.locator('.cjm-saved[data-status="held"]').get_by_text("Kept until the notebook is closed").wait_for()
    page.get_by_label("Passphrase", exact=True).fill(PASS)
    page.get_by_label("Passphrase once more").fill(PASS + "?")
    page.get_by_role("button", name="Make the key").click()
    page.get_by_text("The two passphrases differ.").wait_for()
    page.get_by_label("Passphrase once more").fill(PASS)
    page.get_by_role("button", name="Make the key").click()
    page.locator('.cjm-saved[data-status="saved"]').wait_for()
    page.get_by_role("button", name="Replace now …").click()
    dialog = page.get_by_role("alertdialog")
    assert dialog.get_by_role("button", name="Replace for good").is_disabled()
    dialog.get_by_role("checkbox").check()
    assert axe(page) == []
    dialog.get_by_role("button", name="Replace for good").click()
    page.locator(".pr-report").get_by_text("The key is in").wait_for()
    assert said(study)["en"] == ["I am Rosalind, Joy knows.", "Call Rosalind: [phone 1]."]
    assert page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })") == "{}"
    assert sum(PASS in text for _way, text in shown.wire) == 1
