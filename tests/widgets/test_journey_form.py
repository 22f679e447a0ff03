"""The form for journey maps without a page: what it sends, and what its operations do to the study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import PersonaDraft, StageDefinition, StageModel
from cjm_research.model.lanes import LANE_PRESETS, LANES
from cjm_widgets import JourneyForm, SpanCoder
from tests.widgets.journey_talks import PEOPLE, SAID, travelled_study
from tests.widgets.talks import Opens

MAP = {"map": "all", "group": "customer"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return travelled_study(tmp_path)


class Kernel:
    """A form with what it has sent."""

    def __init__(self, study: Study, *args: Any, **values: Any) -> None:
        self.widget = JourneyForm(study, *args, coder="anna", **values)
        self.sent: list[dict[str, Any]] = []
        self.widget.send = lambda message, buffers=None: self.sent.append(json.loads(json.dumps(message)))
        self.tell(type="sync", id="s", revision=-1)

    @property
    def content(self) -> dict[str, Any]:
        """All that the page was told last."""
        return next(message["content"] for message in reversed(self.sent) if message["type"] == "state")

    def tell(self, **message: Any) -> list[dict[str, Any]]:
        first = len(self.sent)
        self.widget._handle_custom_msg(message, [])
        return self.sent[first:]

    def op(self, op: str, **args: Any) -> dict[str, dict[str, Any]]:
        return {m["type"]: m for m in self.tell(type="op", id=f"op-{len(self.sent)}", op=op, args=args)}

    def step(self, op: str, **args: Any) -> dict[str, Any]:
        """What changed on the page by a step on the map of everybody."""
        answers = self.op(op, **{**MAP, **args})
        assert "reject" not in answers, answers["reject"]["message"]
        return answers["delta"]["content"]

    def refused(self, op: str, **args: Any) -> str:
        return self.op(op, **{**MAP, **args})["reject"]["message"]

    def ask(self, op: str, **args: Any) -> dict[str, Any]:
        answers = self.tell(type="op", id=f"ask-{len(self.sent)}", op=op, args=args, ask=True)
        assert answers[0]["type"] == "answer", answers[0]
        return answers[0]["content"]


def only(content: dict[str, Any], lane: str) -> dict[str, Any]:
    (card,) = [card for card in content["cards"].values() if card["lane"] == lane]
    return card


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_entries_stages_and_curve_come_with_their_counts_in_every_language(tmp_path: Path, language: str):
    with using_language(language):
        kernel = Kernel(travelled_study(tmp_path, language))
    content = kernel.content
    pain = only(content, "pain")
    assert (pain["k"], pain["n"], pain["stage"], pain["marks"]) == (2, 4, "consideration", [])
    assert SAID[language][2] in pain["text"]
    assert content["cards"]["own-0"]["marks"] == ["assumption", "own"]
    assert (
        content["points"]["consideration"] | {"as_is": -2.0, "n": 4, "to_be": None}
        == content["points"]["consideration"]
    )
    assert [stage["k"] for stage in content["stages"].values()] == [2, 4, 0, 4, 0, 0, 0]
    words = kernel.widget.words
    assert set(words["lane_names"]) == {"step", *LANES}
    assert all(words["lane_names"].values())
    assert all(set(lanes) <= set(words["lane_names"]) for lanes in words["presets"].values())


def test_a_step_sends_only_what_it_touches(study: Study):
    kernel = Kernel(study)
    added = kernel.step("add", note="new", stage="decision", lane="pain", text="Too dear", position=0.5)
    assert list(added["cards"]) == ["new"]
    assert set(added) == {"undo", "redo", "cards"}
    moved = kernel.step("change", note="own-1", values={"stage": "loyalty", "lane": "question", "position": -1.0})
    assert {key: (card["stage"], card["lane"], card["order"]) for key, card in moved["cards"].items()} == {
        "own-1": ("loyalty", "question", -1.0)
    }
    assert set(kernel.step("point", stage="decision", mean=0.5, layer="as_is")) == {"undo", "redo", "points"}
    assert study.journey_map().cell("loyalty", "question").items[0].text == "note 1"


def test_details_of_an_entry_are_kept_and_taken_back(study: Study):
    kernel = Kernel(study)
    values = {
        "flow": "exit", "marks": ["wow", "keep"], "four_c": "cost", "owner": "Sales", "actors": ["Anna", "Ola"],
        "layer": "to_be", "verdict": "supported", "is_met": False, "valence": 1,
    }  # fmt: skip
    kernel.step("change", note="own-0", values=values)
    item = study.journey_map().item("own-0")
    assert item is not None
    assert {name: getattr(item, name) for name in values} | {
        "marks": ["wow", "keep"],
        "actors": ["Anna", "Ola"],
    } == values
    row = kernel.step("change", note="own-0", values={"flow": None})["cards"]["own-0"]
    assert (row["flow"], row["flags"], row["met"]) == (None, ["wow", "keep"], False)


def test_a_solution_is_linked_to_the_pains_it_answers(study: Study):
    kernel = Kernel(study)
    pain = only(kernel.content, "pain")["id"]
    linked = kernel.step(
        "add", note="s", stage="consideration", lane="solution", text="Ring back", position=0.0, links=[pain]
    )
    assert linked["cards"]["s"]["links"] == [pain]
    assert study.journey_map().item("s").links == (pain,)
    assert kernel.step("change", note="s", values={"links": []})["cards"]["s"]["links"] == []


def test_steps_stand_in_the_first_row_and_are_worked_on_like_entries(study: Study):
    kernel = Kernel(study)
    kernel.step("add", note="step:sign", stage="purchase", lane="step", text="Sign", position=0.4)
    kernel.step("add", note="step:pay", stage="purchase", lane="step", text="Pay", position=2.0)
    row = kernel.step(
        "change", note="step:sign", values={"links": ["step:pay"], "decision": "Which tariff", "artefact": "Contract"}
    )["cards"]["step:sign"]
    assert (row["lane"], row["links"], row["decision"]) == ("step", ["step:pay"], "Which tariff")
    assert study.journey_map().step("sign").next == ("pay",)
    kernel.step("change", note="step:pay", values={"position": -1.0})
    assert [step.key for step in study.journey_map().steps if step.stage == "purchase"][:1] == ["pay"]
    assert kernel.step("remove", note="step:sign")["cards"]["step:sign"] is None


def test_points_of_the_curve_keep_the_measured_value_beside_them(study: Study):
    kernel = Kernel(study)
    point = kernel.step("point", stage="purchase", mean=-1.5, layer="as_is")["points"]["purchase"]
    assert (point["as_is"], point["measured"], point["own"], point["n"]) == (-1.5, 1.0, True, 4)
    planned = kernel.step("point", stage="purchase", mean=2.0, layer="to_be")["points"]["purchase"]
    assert (planned["as_is"], planned["to_be"]) == (-1.5, 2.0)
    back = kernel.step("point", stage="purchase", mean=None, layer="as_is")["points"]["purchase"]
    assert (back["as_is"], back["own"]) == (1.0, False)


def test_stages_are_named_added_moved_and_removed(study: Study):
    kernel = Kernel(study)
    frame = {"low": 2, "high": 5, "unit": "weeks", "source": "diary"}
    row = kernel.step(
        "stage", stage="awareness", values={"name": "Hearing of it", "goal": "To know", "time_frame": frame}
    )
    assert row["stages"]["awareness"]["name"] == "Hearing of it"
    assert row["stages"]["awareness"]["time_frame"] == frame
    order = {key: stage["position"] for key, stage in kernel.content["stages"].items()}
    between = (order["awareness"] + order["consideration"]) / 2
    kernel.step("add_stage", stage="mine", name="Own stage", phase="before", position=between)
    assert [stage.key for stage in study.journey_map().stages][:3] == ["awareness", "mine", "consideration"]
    assert kernel.step("remove_stage", stage="mine")["stages"]["mine"] is None


def test_the_map_tells_what_it_is_for_and_is_not_final_before_it_is_complete(study: Study):
    kernel = Kernel(study)
    told = kernel.step("map", values={"purpose": "To mend the contract", "none_found": ["turning"]})["map"]
    assert (told["purpose"], told["none_found"]) == ("To mend the contract", ["turning"])
    frame = {"low": 1, "high": None, "unit": "months", "source": ""}
    assert kernel.step("map", values={"time_frame": frame})["map"]["time_frame"] == frame
    assert kernel.refused("map", values={"status": "final"})
    assert study.journey_map().status != "final"
    kernel.step("map", values={"stage_model": "three_phase"})
    assert [stage.key for stage in study.journey_map().stages] == ["before", "during", "after"]


def test_what_is_said_of_a_contact_holds_wherever_it_stands(study: Study):
    kernel = Kernel(study)
    for stage in ("decision", "purchase"):
        args = {"stage": stage, "lane": "touchpoint", "text": "The hotline", "position": 0.0, "label": "phone"}
        kernel.step("add", note=f"phone-{stage}", **args)
    told = kernel.step("touchpoint", label="phone", values={"owner": "independent", "department": "Service"})
    assert (
        told["touchpoints"]["phone"] | {"owner": "independent", "department": "Service"} == told["touchpoints"]["phone"]
    )
    assert study.journey_map().touchpoint("phone").department == "Service"


def test_a_removed_entry_is_listed_and_comes_back(study: Study):
    kernel = Kernel(study)
    key = only(kernel.content, "question")["id"]
    gone = kernel.step("remove", note=key)
    assert gone["cards"] == {key: None}
    assert gone["removed"][key]["text"] == SAID["en"][0]
    for _time in range(2):
        kernel.step("restore", note=key)
    assert study.journey_map().item(key) is not None
    kernel.step("reset")
    assert study.journey_map() == study.journey_map(as_found=True)
    kernel.op("undo")
    assert study.journey_map().item("own-0") is not None


def test_the_same_step_sent_twice_is_done_once(study: Study):
    kernel = Kernel(study)
    for _time in range(2):
        kernel.step("add", note="new", stage="decision", lane="pain", text="Too dear", position=0.5)
    assert [item.text for item in study.journey_map().cell("decision", "pain").items] == ["Too dear"]


def test_words_are_linked_to_an_own_entry_and_unlinked(study: Study):
    kernel = Kernel(study)
    linked = kernel.step("link", note="own-0", coding="question-berta")["cards"]["own-0"]
    assert (linked["k"], linked["quotes"], linked["marks"]) == (1, 1, ["own"])
    (quote,) = kernel.ask("evidence", note="own-0")["quotes"]
    assert (quote["participant"], quote["quote"]) == ("berta", SAID["en"][0])
    assert kernel.step("unlink", note="own-0", coding="question-berta")["cards"]["own-0"]["quotes"] == 0


def test_quotes_that_are_offered_wait_in_a_tray_until_they_have_a_place(study: Study):
    kernel = Kernel(study)
    assert kernel.widget.offer("action-anna", "pain-berta", "action-anna") == 2
    assert [quote["guid"] for quote in kernel.content["tray"]] == ["action-anna", "pain-berta"]
    placed = kernel.step(
        "add", note="q", stage="decision", lane="quote", text="I signed", position=0.0, evidence=["action-anna"]
    )
    assert [quote["guid"] for quote in placed["tray"]] == ["pain-berta"]
    assert [item.coding for item in study.journey_map().item("q").evidence] == ["action-anna"]
    kernel.op("unoffer", **MAP, coding="pain-berta")
    assert kernel.content["tray"] == []
    with pytest.raises(UnknownNameError):
        kernel.widget.offer("none")


def test_a_quote_stays_in_the_tray_where_its_place_was_refused(study: Study):
    kernel = Kernel(study)
    kernel.widget.offer("action-anna")
    args = {"note": "q", "stage": "decision", "lane": "backstage", "text": "a", "position": 0.0}
    assert kernel.refused("add", **args, evidence=["action-anna"])
    assert kernel.widget.state()["tray"]


def test_a_map_without_data_is_made_shown_and_worked_on(study: Study):
    kernel = Kernel(study)
    kernel.ask("story", map="flight", title="A flight", kind="cjm", stage_model="three_phase")
    content = kernel.content
    assert (content["map"]["key"], content["map"]["group"], content["map"]["actor"]) == ("flight", "", "story")
    assert content["actors"]["stories"] == [["flight", "A flight"]]
    assert list(content["stages"]) == ["before", "during", "after"]
    row = kernel.step("add", map="flight", group="", note="q", stage="before", lane="question", text="Why?", position=0)
    assert row["cards"]["q"]["marks"] == ["assumption", "own"]
    kernel.ask("look", map="dora")
    assert (kernel.content["map"]["key"], kernel.content["map"]["n"]) == ("dora", 1)
    kernel.ask("look", map="flight")
    assert list(kernel.content["stages"]) == ["before", "during", "after"]
    study.remove_journey_story("flight")
    assert kernel.sent[-1]["content"]["stale"] is True
    kernel.ask("again")
    assert kernel.content["map"]["key"] == "all"
    assert "flight" in kernel.content["trouble"]


def test_versions_are_kept_and_tell_what_changed_since(study: Study):
    kernel = Kernel(study)
    assert kernel.ask("versions") == {"versions": [], "changes": []}
    kernel.op("version", **MAP, name="May", note="before the workshop")
    kernel.step("add", note="new", stage="decision", lane="pain", text="Too dear", position=0.5)
    told = kernel.ask("versions", since="May")
    assert told["versions"] == [["May", "", "before the workshop"]]
    assert "Too dear" in " ".join(told["changes"])


def test_codings_made_elsewhere_are_told_at_once_and_taken_in_when_asked_for(study: Study):
    kernel = Kernel(study)
    before = only(kernel.content, "pain")
    study.add_coding("dora", 0, SAID["en"][2], kind="pain_point", stage="consideration", coder="berta")
    assert kernel.sent[-1]["content"]["stale"] is True
    assert "cards" not in kernel.sent[-1]["content"]
    kernel.ask("again")
    assert only(kernel.content, "pain")["k"] == before["k"] + 1


def test_quotes_lead_to_the_interview(study: Study):
    opens = Opens()
    kernel = Kernel(study, opens=opens)
    assert kernel.ask("evidence", note=only(kernel.content, "pain")["id"])["leads"] is True
    kernel.ask("show", coding="pain-berta")
    assert opens.asked == [("berta", 0, "pain-berta")]


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("add", {"note": "x", "stage": "nowhere", "lane": "pain", "text": "a", "position": 0.0}),
        ("add", {"note": "x", "stage": "decision", "lane": "nowhere", "text": "a", "position": 0.0}),
        ("add", {"note": "x", "stage": "decision", "lane": "pain", "text": " ", "position": 0.0}),
        ("change", {"note": "none", "values": {"text": "a"}}),
        ("change", {"note": "own-0", "values": {"colour": "red"}}),
        ("point", {"stage": "purchase", "mean": 7, "layer": "as_is"}),
        ("link", {"note": "own-0", "coding": "none"}),
        ("leap", {}),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(study: Study, op: str, args: dict):
    before = study.journey_map()
    assert Kernel(study).refused(op, **args)
    assert study.journey_map() == before


def test_unknown_actors_lanes_and_stages_are_refused_at_once(study: Study, monkeypatch: pytest.MonkeyPatch):
    draft = PersonaDraft(verdict="no_groups", why="", n=4, k=1)
    monkeypatch.setattr(Study, "personas", lambda *_args, **_values: draft)
    for values in ({"key": "nobody"}, {"stage_model": "none"}):
        with pytest.raises(UnknownNameError):
            JourneyForm(study, **values)
    with pytest.raises(BadValueError):
        JourneyForm(study, lanes="rows")
    assert all(JourneyForm(study, lanes=lanes).lanes == lanes for lanes in LANE_PRESETS)


def test_the_stages_asked_for_are_those_of_the_map_from_then_on(study: Study):
    kernel = Kernel(study, "anna", stage_model="two_part")
    assert list(kernel.content["stages"]) == ["until_purchase", "use"]
    assert study.journey_map("anna").stage_model == "two_part"


def test_a_study_without_interviews_gives_an_empty_board(tmp_path: Path):
    content = Kernel(Study.create(tmp_path / "empty")).content
    assert content["cards"] == {}
    assert len(content["stages"]) == 7


def test_no_synced_trait_holds_notes_names_or_words_of_the_interviews(study: Study):
    kernel = Kernel(study, "berta", opens=Opens())
    kernel.widget.offer("action-berta")
    kernel.step("add", map="berta", note="n", stage="decision", lane="pain", text="Confidential", position=0.0)
    state = {name: value for name, value in kernel.widget.get_state().items() if name not in {"_esm", "_css"}}
    text = json.dumps(state, default=str, ensure_ascii=False)
    assert not any(word in text for word in ("Confidential", *SAID["en"], *PEOPLE))


def test_repr_is_steady_and_counts(study: Study):
    assert repr(JourneyForm(study)) == repr(JourneyForm(study))
    assert f"({len(study.journey_map().items)} notes)" in repr(JourneyForm(study))


def test_the_coding_pane_lays_quotes_beside_the_map(study: Study):
    coder = SpanCoder(study, coder="anna")
    kernel = Kernel(study, opens=coder)
    assert coder.mapping
    sent: list[dict[str, Any]] = []
    coder.send = lambda message, buffers=None: sent.append(message)
    coder._handle_custom_msg({"type": "sync", "id": "s", "revision": -1}, [])
    for guid in ("pain-anna", "none"):
        coder._handle_custom_msg({"type": "op", "id": f"o-{guid}", "op": "offer", "args": {"guid": guid}}, [])
    assert [message["type"] for message in sent if message["type"] in {"answer", "reject"}] == ["answer", "reject"]
    assert [quote["guid"] for quote in kernel.content["tray"]] == ["pain-anna"]


def test_an_entry_whose_stage_is_gone_comes_back_at_the_first_one(study: Study):
    stages = tuple(StageDefinition(key=key, phase="before", pivot=()) for key in ("looking", "waiting"))
    study.add_stage_model(StageModel(key="ours", stages=stages))
    study.add_journey_story("plan", "A plan", stage_model="ours")
    study.add_journey_item("plan", "waiting", "pain", "Nobody calls", guid="p")
    study.add_stage_model(StageModel(key="ours", stages=stages[:1]))
    kernel = Kernel(study, "plan")
    kernel.op("restore", map="plan", group="", note="p")
    assert [item.key for item in study.journey_map("plan").cell("looking", "pain").items] == ["p"]
