"""The form for empathy maps without a page: what it sends, and what its operations do to the study."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import Persona, PersonaDraft
from cjm_research.model.empathy import FORMS
from cjm_widgets.empathy_map_form import EmpathyMapForm
from tests.widgets.empathy_talks import PEOPLE, SAID, code, mapped_study
from tests.widgets.talks import Opens

NOTE = {"map": "all", "group": "customer", "note": "own-1"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return mapped_study(tmp_path)


@pytest.fixture
def no_personas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody falls into groups; looking for them takes seconds."""
    draft = PersonaDraft(verdict="no_groups", why="", n=4, k=1)
    monkeypatch.setattr(Study, "personas", lambda *_args, **_values: draft)


class Kernel:
    """A form with what it has sent."""

    def __init__(self, study: Study, *args: Any, **values: Any) -> None:
        self.widget = EmpathyMapForm(study, *args, coder="anna", **values)
        self.sent: list[dict[str, Any]] = []
        self.widget.send = lambda message, buffers=None: self.sent.append(json.loads(json.dumps(message)))
        self.content = self.sync(-1)[-1]["content"]

    def tell(self, **message: Any) -> list[dict[str, Any]]:
        first = len(self.sent)
        self.widget._handle_custom_msg(message, [])
        return self.sent[first:]

    def sync(self, revision: int) -> list[dict[str, Any]]:
        return self.tell(type="sync", id=f"s-{len(self.sent)}", revision=revision)

    def op(self, op: str, **args: Any) -> dict[str, dict[str, Any]]:
        return {m["type"]: m for m in self.tell(type="op", id=f"op-{len(self.sent)}", op=op, args=args)}

    def step(self, op: str, **args: Any) -> dict[str, Any]:
        """What changed on the page by a step on the map of everybody."""
        answers = self.op(op, **{**NOTE, **args})
        assert "reject" not in answers, answers["reject"]["message"]
        return answers["delta"]["content"]

    def ask(self, op: str, **args: Any) -> dict[str, Any]:
        answers = self.tell(type="op", id=f"ask-{len(self.sent)}", op=op, args=args, ask=True)
        assert answers[0]["type"] == "answer", answers[0]
        return answers[0]["content"]


def one(content: dict[str, Any], area: str) -> dict[str, Any]:
    """The note of an area that most people are behind."""
    return max((card for card in content["cards"].values() if card["area"] == area), key=lambda card: card["k"])


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_notes_come_with_counts_and_signs_in_every_language(tmp_path: Path, language: str):
    with using_language(language):
        content = Kernel(mapped_study(tmp_path, language)).content
    says, feels = one(content, "says"), one(content, "feels")
    assert says["text"] == SAID[language][0]
    assert (feels["k"], feels["n"], feels["marks"]) == (4, 4, ["inference"])
    assert says["marks"] == ["verbatim"]
    assert all(area["title"] and area["help"] and area["hint"] for area in content["areas"])
    assert content["actors"]["people"] == list(PEOPLE)


@pytest.mark.parametrize("form", FORMS)
def test_every_area_of_a_form_has_a_place_of_its_own(study: Study, form: str):
    areas = Kernel(study, form=form).content["areas"]
    assert {area["id"] for area in areas} == set(FORMS[form])
    cells = [
        (row, column)
        for area in areas
        for row in range(area["row"], area["row"] + area["rows"])
        for column in range(area["column"], area["column"] + area["columns"])
    ]
    assert len(cells) == len(set(cells))


def test_a_step_sends_only_the_note_that_it_touches(study: Study):
    kernel = Kernel(study)
    added = kernel.step("add", quadrant="hears", text="It rattles", position=0.5)
    assert list(added["cards"]) == ["own-1"]
    assert added["cards"]["own-1"]["marks"] == ["assumption", "own"]
    key = one(kernel.content, "feels")["id"]
    changed = kernel.step("change", note=key, text="Rage")
    assert {name: card["text"] for name, card in changed["cards"].items()} == {key: "Rage"}
    moved = kernel.step("move", note=key, quadrant="pains", position=-1.0)
    assert [(card["area"], card["order"]) for card in moved["cards"].values()] == [("pains", -1.0)]
    assert moved["removed"] == {}
    assert study.empathy_map().quadrant("pains")[0].text == "Rage"


def test_notes_in_the_same_place_stand_as_the_study_has_them(study: Study):
    kernel = Kernel(study)
    for name in "zyx":
        cards = kernel.step("add", note=name, quadrant="hears", text=name, position=1.0)["cards"]
        kernel.content["cards"] |= cards
    heard = [card for card in kernel.content["cards"].values() if card["area"] == "hears"]
    in_order = [card["id"] for card in sorted(heard, key=lambda card: card["order"])]
    assert in_order == [note.key for note in study.empathy_map().quadrant("hears")] == ["z", "y", "x"]


def test_a_removed_note_is_listed_and_comes_back(study: Study):
    kernel = Kernel(study)
    key = one(kernel.content, "says")["id"]
    gone = kernel.step("remove", note=key)
    assert gone["cards"] == {key: None}
    assert gone["removed"][key]["text"] == SAID["en"][0]
    for _time in range(2):
        kernel.op("restore", **{**NOTE, "note": key})
    assert study.empathy_map().note(key) is not None
    assert not any(message["type"] == "reject" for message in kernel.sent)


def test_words_are_linked_to_an_own_note_and_unlinked(study: Study):
    kernel = Kernel(study)
    kernel.step("add", quadrant="thinks", text="Too risky", position=9.0)
    linked = kernel.step("link", coding="thought-berta")["cards"]["own-1"]
    assert (linked["k"], linked["quotes"], linked["marks"]) == (1, 1, ["inference", "own"])
    (quote,) = kernel.ask("evidence", note="own-1")["quotes"]
    assert (quote["participant"], quote["quote"]) == ("berta", SAID["en"][1])
    assert kernel.step("unlink", coding="thought-berta")["cards"]["own-1"]["quotes"] == 0


def test_codings_of_the_people_are_found_by_words_and_by_code(study: Study):
    kernel = Kernel(study, "berta")
    found = kernel.ask("find", words="SHOP rang")
    assert [(quote["participant"], quote["guid"]) for quote in found["quotes"]] == [("berta", "action-berta")]
    assert kernel.ask("find", words="anger")["n"] == 1
    assert kernel.ask("find", words="")["n"] == 6
    assert kernel.ask("find", words="anger shop") == {"quotes": [], "n": 0}


def test_the_map_goes_back_to_the_codings_and_forth_again(study: Study):
    kernel = Kernel(study)
    kernel.step("add", quadrant="hears", text="It rattles", position=0.5)
    kernel.step("remove", note=one(kernel.content, "says")["id"])
    back = kernel.op("reset", map="all", group="customer")["delta"]["content"]
    assert back["cards"]["own-1"] is None
    assert study.empathy_map() == study.empathy_map(as_found=True)
    kernel.op("undo")
    assert study.empathy_map().note("own-1") is not None
    assert kernel.op("redo")["answer"]["content"]["said"]


@pytest.mark.usefixtures("no_personas")
def test_another_map_and_another_form_are_shown(study: Study):
    kernel = Kernel(study)
    kernel.ask("look", map="dora")
    shown = kernel.sent[-1]["content"]
    assert (shown["map"]["key"], shown["map"]["n"]) == ("dora", 1)
    kernel.ask("look", form="quadrants")
    shown = kernel.sent[-1]["content"]
    assert (shown["map"]["key"], shown["form"], kernel.widget.form) == ("dora", "quadrants", "quadrants")
    assert kernel.tell(type="op", id="x", op="look", args={"map": "nobody"}, ask=True)[0]["type"] == "reject"
    assert kernel.sync(-1)[-1]["content"]["map"]["key"] == "dora"


def test_groups_of_interviewees_have_maps_of_their_own(study: Study):
    people = [p.model_copy(update={"group": "expert"}) if p.id == "dora" else p for p in study.participants]
    study.store.put_participants(people)
    kernel = Kernel(study)
    assert [group for group, _name in kernel.content["actors"]["groups"]] == ["customer", "expert"]
    assert kernel.content["map"]["n"] == 3
    kernel.ask("look", group="expert")
    shown = kernel.sent[-1]["content"]
    assert (shown["map"]["group"], shown["map"]["n"], shown["actors"]["people"]) == ("expert", 1, ["dora"])
    kernel.op("add", map="all", group="expert", note="e", quadrant="says", text="hm", position=0.5)
    assert study.empathy_map(group="expert").note("e") is not None
    assert kernel.ask("find", words="")["n"] == 2


def test_codings_made_elsewhere_are_told_at_once_and_taken_in_when_asked_for(study: Study):
    kernel = Kernel(study)
    before = one(kernel.content, "pains")
    code(study, "celina", SAID["en"][4], "pain_point", "new")
    assert kernel.sent[-1]["content"]["stale"] is True
    assert "cards" not in kernel.sent[-1]["content"]
    kernel.ask("again")
    assert one(kernel.sent[-1]["content"], "pains")["k"] == before["k"] + 1


def test_a_page_that_missed_something_gets_all_of_it(study: Study):
    kernel = Kernel(study)
    revision = kernel.sent[-1]["revision"]
    study.add_empathy_note("all", "hears", "From elsewhere", coder="berta", guid="other")
    assert kernel.sync(revision)[-1]["content"]["cards"]["other"]["text"] == "From elsewhere"


def test_quotes_lead_to_the_interview(study: Study):
    opens = Opens()
    kernel = Kernel(study, opens=opens)
    assert kernel.ask("evidence", note=one(kernel.content, "feels")["id"])["leads"] is True
    kernel.ask("show", coding="emotion-dora")
    assert opens.asked == [("dora", 0, "emotion-dora")]


def test_quotes_of_a_note_come_in_pages(study: Study, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cjm_widgets._map_form.PAGE", 3)
    kernel = Kernel(study)
    key = one(kernel.content, "feels")["id"]
    pages = [kernel.ask("evidence", note=key, start=start)["quotes"] for start in (0, 3)]
    assert [len(page) for page in pages] == [3, 1]
    assert kernel.ask("find", words="", start=3)["n"] == 16


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("add", {**NOTE, "quadrant": "nowhere", "text": "a", "position": 0.0}),
        ("add", {**NOTE, "quadrant": "says", "text": " ", "position": 0.0}),
        ("change", {**NOTE, "text": "a"}),
        ("link", {**NOTE, "coding": "none"}),
        ("show", {"coding": "none"}),
        ("leap", {}),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(study: Study, op: str, args: dict):
    before = study.empathy_map()
    assert "reject" in Kernel(study).op(op, **args)
    assert study.empathy_map() == before


@pytest.mark.usefixtures("no_personas")
def test_an_unknown_actor_or_form_is_refused_at_once(study: Study):
    with pytest.raises(UnknownNameError):
        EmpathyMapForm(study, "nobody")
    with pytest.raises(BadValueError):
        EmpathyMapForm(study, form="circle")


def test_personas_are_looked_for_aside_and_listed(study: Study, monkeypatch: pytest.MonkeyPatch):
    groups = [Persona(key=f"P{n}", title=f"Kind {n}", members=PEOPLE[n::2], membership={}) for n in (0, 1)]
    draft = PersonaDraft(verdict="tentative", why="", n=4, k=2, personas=tuple(groups))
    may_go = threading.Event()
    monkeypatch.setattr(Study, "personas", lambda *_args, **_values: may_go.wait() and draft)
    kernel = Kernel(study)
    kernel.ask("personas")
    assert kernel.step("add", quadrant="hears", text="meanwhile", position=0.5)["cards"]
    searching = kernel.widget._looking
    may_go.set()
    searching.join()
    content = kernel.sent[-1]["content"]
    assert content["actors"]["personas"] == [["P0", "Kind 0", 2], ["P1", "Kind 1", 2]]
    assert content["map"]["key"] == "all"
    kernel.ask("look", map="P1")
    assert kernel.sent[-1]["content"]["map"]["n"] == 2


@pytest.mark.usefixtures("no_personas")
def test_a_persona_that_went_gives_way_to_everybody(study: Study):
    kernel = Kernel(study)
    kernel.widget._key = "P3"  # merged into another one in the meantime
    content = kernel.sync(-1)[-1]["content"]
    assert content["map"]["key"] == "all"
    assert "P3" in content["trouble"]


def test_a_study_without_interviews_gives_an_empty_board(tmp_path: Path):
    content = Kernel(Study.create(tmp_path / "empty")).content
    assert content["cards"] == {}
    assert len(content["areas"]) == 10


def test_no_synced_trait_holds_notes_names_or_words_of_the_interviews(study: Study):
    kernel = Kernel(study, "berta", opens=Opens())
    kernel.op("add", **{**NOTE, "map": "berta", "quadrant": "says", "text": "Confidential", "position": 0.0})
    state = {name: value for name, value in kernel.widget.get_state().items() if name not in {"_esm", "_css"}}
    text = json.dumps(state, default=str, ensure_ascii=False)
    assert not any(word in text for word in ("Confidential", *SAID["en"], *PEOPLE))


def test_repr_is_steady_and_counts(study: Study):
    assert repr(EmpathyMapForm(study)) == repr(EmpathyMapForm(study))
    assert f"({len(study.empathy_map().notes)} notes)" in repr(EmpathyMapForm(study))
