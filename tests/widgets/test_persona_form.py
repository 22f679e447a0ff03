"""The persona form without a page: what it sends, and what its operations do to the study."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import term
from cjm_widgets import persona_form
from cjm_widgets.persona_form import PersonaForm
from tests.widgets.talks import Opens

CORPUS = Path(__file__).parents[2] / "corpus"
GROUP = "customer"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five customers and somebody who is none, coded."""
    folder = tmp_path_factory.mktemp("personas")
    study = Study.create(folder / "study", title="Gym", languages=["en"])
    study.import_transcripts(CORPUS / "en" / "gym-climbing-membership")
    return folder / "study"


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Study:
    return Study.open(shutil.copytree(made, tmp_path / "study"))


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft comes with the answer itself, however long it takes."""
    monkeypatch.setattr(persona_form, "AT_ONCE", 60.0)


class Kernel:
    """A form with what it has sent, and what a page would know by now."""

    def __init__(self, study: Study, **values: Any) -> None:
        self.form = PersonaForm(study, coder="anna", **values)
        self.sent: list[dict[str, Any]] = []
        self.known: dict[str, Any] = {}
        self.form.send = self._take
        self.tell(type="sync", id="s", revision=-1)

    def _take(self, message: dict[str, Any], buffers: Any = None) -> None:
        message = json.loads(json.dumps(message))
        self.sent.append(message)
        if message["type"] == "state":
            self.known = message["content"]
        elif message["type"] in {"delta", "draft"}:
            personas = message["content"].pop("personas", {})
            self.known |= message["content"]
            rows = self.known.get("personas", {}) | personas
            self.known["personas"] = {key: row for key, row in rows.items() if row is not None}
            message["content"]["personas"] = personas

    def tell(self, **message: Any) -> list[dict[str, Any]]:
        first = len(self.sent)
        self.form._handle_custom_msg(message, [])
        return self.sent[first:]

    def op(self, op: str, **args: Any) -> dict[str, dict[str, Any]]:
        args = args if op in {"undo", "redo"} else {"group": GROUP, **args}
        said = {m["type"]: m for m in self.tell(type="op", id=f"op-{len(self.sent)}", op=op, args=args)}
        self.form.wait()
        return said

    def ask(self, op: str, **args: Any) -> dict[str, Any]:
        said = self.tell(type="op", id=f"ask-{len(self.sent)}", op=op, args=args, ask=True)
        self.form.wait()
        return next(m.get("content", m) for m in said if m["type"] in {"answer", "reject"})

    def members(self) -> dict[str, list[str]]:
        return {key: sorted(m["id"] for m in self.known["personas"][key]["members"]) for key in self.known["order"]}


@pytest.fixture
def kernel(study: Study) -> Kernel:
    return Kernel(study, opens=Opens())


@pytest.fixture
def grouped(kernel: Kernel) -> Kernel:
    """Two personas made by hand: P1 of three, P2 of two."""
    kernel.op("split", key="P1", people=kernel.members()["P1"][:2], title="The careful")
    return kernel


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_what_was_found_is_told_in_the_language_in_force(study: Study, language: str):
    with using_language(language):
        kernel = Kernel(study)
        head = kernel.known["head"]
        assert (head["verdict"], head["n"]) == ("no_groups", 5)
        assert head["name"] == term("verdict", "no_groups")
        assert head["why"] == study.personas(group=GROUP, as_found=True).why
        assert dict(kernel.known["sections"])["goals"] != "goals"
    assert [[name, n] for name, _shown, n in kernel.known["choice"]["groups"]] == [["customer", 5], ["non_user", 1]]
    (statement, *_more) = kernel.known["personas"]["P1"]["statements"]
    assert statement["inside"][1] == 5
    assert statement["quotes"] > 0


def test_a_new_title_tells_the_touched_persona_alone(grouped: Kernel, study: Study):
    said = grouped.op("rename", key="P2", title=" The   bold ")
    assert list(said["delta"]["content"]["personas"]) == ["P2"]
    assert grouped.known["personas"]["P2"]["title"] == "The bold"
    assert grouped.known["personas"]["P2"]["own_title"]
    plan = study.persona_plan(GROUP)
    assert plan is not None
    assert [persona.title for persona in plan.personas] == ["", "The bold"]


def test_people_are_moved_taken_out_merged_and_split_and_all_of_it_taken_back(kernel: Kernel, study: Study):
    start = kernel.members()
    a, b, c, *_rest = start["P1"]
    answer = kernel.op("split", key="P1", people=[a, b], title="Two")["answer"]["content"]
    assert answer["key"] == "P2"
    kernel.op("move", people=[c], to="P2")
    assert kernel.members()["P2"] == sorted([a, b, c])
    kernel.op("move", people=[a, b], to=None)
    assert kernel.known["unassigned"] == sorted([a, b])
    kernel.op("merge", keys=["P1", "P2"], into="P2")
    assert list(kernel.members()) == ["P2"]
    for _step in range(4):
        assert kernel.known["undo"]
        kernel.op("undo")
    assert kernel.members() == start
    assert study.persona_plan(GROUP) is None
    kernel.op("redo")
    assert kernel.members()["P2"] == sorted([a, b])


def test_a_persona_is_accepted_and_other_members_make_it_a_draft_again(grouped: Kernel):
    grouped.op("accept", key="P1", accepted=True)
    assert grouped.known["personas"]["P1"]["accepted_by"] == "anna"
    grouped.op("set_role", key="P1", role="buys")
    assert grouped.known["personas"]["P1"]["role"] == "buys"
    grouped.op("move", people=grouped.members()["P2"][:1], to="P1")
    assert grouped.known["personas"]["P1"]["accepted_by"] == ""


def test_a_statement_of_ones_own_is_an_assumption_until_words_are_linked(grouped: Kernel, study: Study):
    for _time in range(2):
        grouped.op("add_statement", key="P1", guid="own", section="needs", text="Wants quiet")

    def row() -> dict[str, Any]:
        (found,) = [s for s in grouped.known["personas"]["P1"]["statements"] if s["key"] == "own"]
        return found

    assert (row()["assumption"], row()["mine"], row()["reworded"]) == (True, True, False)
    found = grouped.ask("codings", key="P1", query="GYM")
    members = set(grouped.members()["P1"])
    by_guid = {coding.guid: coding for coding in study.codings}
    assert 0 < len(found["rows"]) <= found["total"]
    assert {by_guid[one["guid"]].participant for one in found["rows"]} <= members
    guid = found["rows"][0]["guid"]
    grouped.op("change_statement", key="P1", statement="own", evidence=[guid])
    assert (row()["assumption"], row()["linked"], row()["quotes"]) == (False, [guid], 1)
    evidence = grouped.ask("evidence", key="P1", statement="own")["rows"]
    assert [one["guid"] for one in evidence] == [guid]
    assert grouped.ask("codings", key="P1", query="zzzz")["total"] == 0
    grouped.op("remove_statement", key="P1", statement="own")
    assert all(s["key"] != "own" for s in grouped.known["personas"]["P1"]["statements"])


def test_statements_are_reworded_left_out_and_brought_back(grouped: Kernel, study: Study):
    first, second, *_more = grouped.known["personas"]["P1"]["statements"]
    grouped.op("change_statement", key="P1", statement=first["key"], text="In my words")
    reworded = grouped.known["personas"]["P1"]["statements"][0]
    assert (reworded["text"], reworded["reworded"], reworded["mine"]) == ("In my words", True, False)
    grouped.op("remove_statement", key="P1", statement=second["key"])
    (hidden,) = grouped.known["personas"]["P1"]["hidden"]
    assert (hidden["key"], hidden["text"]) == (second["key"], second["text"])
    # A form that never saw it names it by its code.
    (named,) = Kernel(study).known["personas"]["P1"]["hidden"]
    assert named["text"]
    assert named["key"] == second["key"]
    grouped.op("restore_statements", key="P1", statements=[second["key"]])
    assert grouped.known["personas"]["P1"]["hidden"] == []
    assert second["key"] in {s["key"] for s in grouped.known["personas"]["P1"]["statements"]}


def test_a_look_at_other_groups_changes_nothing_until_it_is_kept(kernel: Kernel, study: Study):
    kernel.ask("look", k=None, by="gender")
    assert kernel.known["choice"]["looking"]
    assert len(kernel.known["order"]) == 2
    assert study.persona_plan(GROUP) is None
    assert "reject" in kernel.op("rename", key="P1", title="No")
    kernel.op("keep", by="gender")
    assert (kernel.known["choice"]["looking"], kernel.known["choice"]["settled"]) == (False, True)
    assert len(kernel.known["order"]) == 2
    kernel.op("forget")
    assert len(kernel.known["order"]) == 1
    assert study.persona_plan(GROUP) is None


def test_groups_are_shown_one_at_a_time(kernel: Kernel, study: Study):
    people = {person.id: person.group for person in study.participants}
    assert {people[who] for who in kernel.members()["P1"]} == {"customer"}
    kernel.ask("choose_group", group="non_user")
    assert kernel.known["choice"]["group"] == "non_user"
    assert {people[who] for who in kernel.members()["P1"]} == {"non_user"}
    with pytest.raises(UnknownNameError):
        PersonaForm(study, group="expert")


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("rename", {"key": "P9", "title": "x"}),
        ("rename", {"key": "P1", "title": "x" * 500}),
        ("move", {"people": ["nobody"], "to": "P1"}),
        ("merge", {"keys": ["P1"], "into": "P1"}),
        ("split", {"key": "P1", "people": []}),
        ("add_statement", {"key": "P1", "guid": "g", "section": "needs", "text": "  "}),
        ("add_statement", {"key": "P1", "guid": "g", "section": "needs", "text": "a", "evidence": ["none"]}),
        ("change_statement", {"key": "P1", "statement": "x", "colour": "red"}),
        ("leap", {}),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(kernel: Kernel, study: Study, op: str, args: dict):
    assert "reject" in kernel.op(op, **args)
    assert study.persona_plan(GROUP) is None


def test_links_lead_to_the_words_in_the_interview(kernel: Kernel):
    quote = kernel.known["personas"]["P1"]["quotes"][0]
    kernel.ask("show", guid=quote["guid"])
    assert kernel.form.target == quote["guid"]
    assert kernel.form._opens.asked[0][2] == quote["guid"]
    assert "message" in kernel.ask("show", guid="none")


def test_what_others_decide_arrives(grouped: Kernel, study: Study):
    study.rename_persona("P1", "By somebody else", group=GROUP, coder="berta")
    grouped.form.wait()
    assert grouped.known["personas"]["P1"]["title"] == "By somebody else"


def test_changed_codings_are_counted_anew_at_once_or_when_asked(
    kernel: Kernel, study: Study, monkeypatch: pytest.MonkeyPatch
):
    def quoted() -> int:
        return sum(s["quotes"] for s in kernel.known["personas"]["P1"]["statements"])

    guids = [one["guid"] for one in kernel.ask("codings", key="P1")["rows"]]
    before = quoted()
    monkeypatch.setattr(persona_form, "BY_ITSELF", -1.0)
    study.remove_coding(*guids[:30], coder="berta")
    kernel.form.wait()
    assert (kernel.known["work"]["stale"], quoted()) == (True, before)
    assert "message" in kernel.op("rename", key="P1", title="Too early")["reject"]
    kernel.ask("renew")
    assert not kernel.known["work"]["stale"]
    after = quoted()
    assert after < before
    monkeypatch.setattr(persona_form, "BY_ITSELF", 60.0)
    study.undo(coder="berta")
    kernel.form.wait()
    assert (kernel.known["work"]["stale"], quoted()) == (False, before)


class Slow:
    """A study whose drafts wait until they are let go."""

    def __init__(self, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        self.asked: list[int | None] = []
        real: Callable[..., Any] = study.personas

        def personas(k: int | None = None, **options: Any) -> Any:
            self.asked.append(k)
            progress = options.get("progress") or (lambda done, total: None)
            while not self.go.wait(0.01):
                progress(1, 4)
            return real(**{**options, "progress": None})

        monkeypatch.setattr(study, "personas", personas)


def test_a_slow_draft_keeps_nobody_waiting_and_comes_when_it_is_there(study: Study, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(persona_form, "AT_ONCE", 0.01)
    slow = Slow(study, monkeypatch)
    kernel = Kernel(study)
    assert kernel.known["work"]["busy"]
    assert "order" not in kernel.known
    assert kernel.tell(type="op", id="u", op="undo", args={})
    # Something else is wanted: the work on the first question ends, and its answer is never told.
    kernel.tell(type="op", id="l", op="look", args={"k": 2}, ask=True)
    slow.go.set()
    assert kernel.form.wait()
    assert slow.asked == [None, 2]
    assert (kernel.sent[-1]["type"], kernel.known["work"]["busy"]) == ("draft", False)
    assert kernel.known["order"]
    assert any(m["type"] == "progress" for m in kernel.sent)


def test_an_edit_sent_again_after_a_restart_waits_for_the_first_draft(study: Study, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(persona_form, "AT_ONCE", 0.01)
    slow = Slow(study, monkeypatch)
    kernel = Kernel(study)
    threading.Timer(0.1, slow.go.set).start()
    kernel.op("rename", key="P1", title="Again")
    assert kernel.known["personas"]["P1"]["title"] == "Again"


def test_an_edit_is_acknowledged_before_the_counts_are_there(
    grouped: Kernel, study: Study, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(persona_form, "AT_ONCE", 0.01)
    slow = Slow(study, monkeypatch)
    for op, args in (("rename", {"key": "P1", "title": "New"}), ("accept", {"key": "P2", "accepted": True})):
        said = grouped.tell(type="op", id=op, op=op, args={"group": GROUP, **args})
        assert [m["ids"] for m in said if m["type"] == "delta"] == [[op]]
        assert grouped.known["work"]["busy"]
    plan = study.persona_plan(GROUP)
    assert plan is not None
    assert [(persona.title, persona.accepted_by) for persona in plan.personas] == [("New", ""), ("The careful", "anna")]
    slow.go.set()
    assert grouped.form.wait()
    assert grouped.known["personas"]["P1"]["title"] == "New"
    assert grouped.known["personas"]["P2"]["accepted_by"] == "anna"
    assert not grouped.known["work"]["busy"]


def test_a_draft_that_fails_says_why_and_leaves_what_was_there(
    kernel: Kernel, study: Study, monkeypatch: pytest.MonkeyPatch
):
    def personas(*_args: Any, **_options: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(study, "personas", personas)
    kernel.ask("renew")
    assert kernel.known["work"]["failed"]
    assert kernel.known["order"] == ["P1"]


def test_no_synced_trait_holds_people_titles_or_words(grouped: Kernel):
    grouped.op("rename", key="P1", title="Confidential")
    state = {k: v for k, v in grouped.form.get_state().items() if k not in {"_esm", "_css"}}
    text = json.dumps(state, default=str, ensure_ascii=False)
    assert "Confidential" not in text
    assert not any(who in text for who in grouped.known["people"])


def test_repr_is_steady_and_counts(study: Study):
    assert repr(PersonaForm(study)) == repr(PersonaForm(study)) == "PersonaForm(Customer: 5 people)"
