import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import ExternalFactor, Metric, SignOff, StageModel
from cjm_research.model.lanes import LANES
from cjm_research.model.stages import StageDefinition
from tests.study.conftest import write_interview


@pytest.fixture
def coded(study, tmp_path):
    """Two customers and an expert, each with a few codings at stages."""
    for who, group in (("a", "customer"), ("b", "customer"), ("x", "expert")):
        codings = [
            {"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone", "stage": "decision"},
            {"u": 1, "quote": "nobody picked up", "kind": "barrier", "stage": "decision"},
            {"u": 3, "quote": "I gave up", "kind": "thought", "stage": "purchase", "valence": -1},
            {"u": 3, "quote": "honestly", "kind": "emotion", "label": "sadness", "stage": "purchase", "valence": -1},
        ]
        write_interview(tmp_path / "talks" / f"{who}.json", codings=codings, group=group)
    study.import_transcripts(tmp_path / "talks")
    return study


def only(study, stage, lane, key="all", **options):
    (item,) = study.journey_map(key, **options).cell(stage, lane).items
    return item


def edits(study):
    return study.store.standing("journey")


def test_an_entry_is_worded_moved_and_marked_and_each_can_be_taken_back(coded):
    key = only(coded, "purchase", "thought").key
    coded.change_journey_item("all", key, text="They gave up", marks=("near_failure",), owner="Sales", coder="ann")
    item = only(coded, "purchase", "thought")
    assert (item.text, item.marks, item.owner, item.by, item.count.k) == (
        "They gave up",
        ("near_failure",),
        "Sales",
        "ann",
        2,
    )
    assert set(item.edited) >= {"text", "marks", "owner"}
    assert only(coded, "purchase", "thought", as_found=True).text == "I gave up"
    coded.change_journey_item("all", key, owner=None, marks=None, coder="ann")
    coded.change_journey_item("all", key, text="I gave up", coder="ann")
    assert edits(coded) == {}
    coded.change_journey_item("all", key, stage="decision", lane="question")
    assert only(coded, "decision", "question").key == key
    assert coded.journey_map().cell("purchase", "thought").items == ()
    coded.change_journey_item("all", key, stage="purchase", lane="thought")
    assert coded.journey_map().item(key).text == "I gave up"
    assert coded.undo() == 1
    assert only(coded, "decision", "question").key == key


def test_an_own_entry_is_added_once_and_its_evidence_counts(coded):
    for _time in range(2):
        coded.add_journey_item("all", "decision", "question", "Who  will\ncall?", guid="g1", coder="ann")
    item = only(coded, "decision", "question")
    assert (item.text, item.own, item.is_assumption, item.count.k, item.count.n) == ("Who will call?", True, True, 0, 2)
    with pytest.raises(BadValueError, match="g1"):
        coded.add_journey_item("all", "decision", "question", "Something else", guid="g1")
    guid = next(c.guid for c in coded.codings if c.participant == "b" and c.kind == "barrier")
    coded.change_journey_item("all", "g1", evidence=[guid, guid])
    item = only(coded, "decision", "question")
    assert ([e.participant for e in item.evidence], item.count.k) == (["b"], 1)
    stranger = next(c.guid for c in coded.codings if c.participant == "x")
    with pytest.raises(BadValueError, match="x"):
        coded.change_journey_item("all", "g1", evidence=[stranger])
    with pytest.raises(BadValueError, match="coding"):
        coded.change_journey_item("all", only(coded, "purchase", "thought").key, evidence=[guid])


def test_what_participants_said_never_stands_for_the_company(coded):
    guid = next(c.guid for c in coded.codings if c.participant == "b")
    for lane in ("solution", "backstage"):
        with pytest.raises(BadValueError):
            coded.add_journey_item("all", "decision", lane, "Call back", evidence=[guid])
    with pytest.raises(BadValueError):
        coded.change_journey_item("all", only(coded, "purchase", "thought").key, lane="solution")


def test_every_lane_and_the_tasks_of_a_stage_hold_what_researchers_write(coded):
    for lane in LANES:
        coded.add_journey_item("all", "decision", lane, f"Words of {lane}", guid=lane)
    coded.set_journey_stage("all", "decision", customer_task="Find a number", company_task="Answer it")
    journey_map = coded.journey_map()
    assert all(journey_map.cell("decision", lane).items[-1].text == f"Words of {lane}" for lane in LANES)
    page = coded.write_map(format="html", lanes="full").read_text("utf-8")
    assert all(words in page for words in (*(f"Words of {lane}" for lane in LANES), "Find a number", "Answer it"))


def test_a_solution_answers_pains_and_goes_and_comes_back(coded):
    pain = only(coded, "decision", "pain").key
    coded.add_journey_item("all", "decision", "solution", "Call back within an hour", guid="s1", owner="Service")
    coded.link_solution("all", "s1", pain)
    assert only(coded, "decision", "solution").links == (pain,)
    with pytest.raises(UnknownNameError, match="nothing"):
        coded.link_solution("all", "s1", "nothing")
    coded.remove_journey_item("all", "s1")
    coded.remove_journey_item("all", pain)
    assert [item.key for item in coded.journey_map().taken_off] == [pain, "s1"]
    assert coded.restore_journey_items("all") == 2
    assert only(coded, "decision", "solution").links == (pain,)


def test_stages_are_named_added_and_taken_off(coded):
    coded.set_journey_stage(
        "all", "decision", name="Ringing round", goal="Get a date", time_frame={"low": 2, "unit": "days"}
    )
    stage = coded.journey_map().stage("decision")
    assert (stage.name, stage.goal, stage.time_frame.seconds) == ("Ringing round", "Get a date", 172_800)
    assert coded.journey_map().stage_name("decision") == "Ringing round"
    coded.add_journey_stage("all", "Giving it away", phase="after", guid="gone")
    assert [s.key for s in coded.journey_map().stages][-1] == "gone"
    coded.add_journey_item("all", "gone", "action", "Puts it on the pavement", guid="p1")
    coded.remove_journey_stage("all", "gone")
    assert coded.journey_map().stage("gone") is None
    assert coded.journey_map().item("p1") is None
    coded.restore_journey_stage("all", "gone")
    assert coded.journey_map().item("p1") is not None
    with pytest.raises(UnknownNameError, match="elsewhere"):
        coded.set_journey_stage("all", "elsewhere", name="x")


def test_the_curve_is_set_by_hand_beside_what_was_measured(coded):
    coded.set_emotion_point("all", "purchase", 1.5)
    coded.set_emotion_point("all", "purchase", 2, layer="to_be")
    journey_map = coded.journey_map()
    point = next(p for p in journey_map.curve if p.stage == "purchase")
    assert (point.mean, point.measured, point.own, point.n) == (1.5, -1, True, 2)
    assert [p.mean for p in journey_map.curve_to_be if p.stage == "purchase"] == [2]
    coded.set_emotion_point("all", "purchase", None)
    assert next(p for p in coded.journey_map().curve if p.stage == "purchase").mean == -1
    with pytest.raises(BadValueError, match="3"):
        coded.set_emotion_point("all", "purchase", 3)


def test_a_story_needs_no_interview(study):
    study.add_journey_story("launch", "Trial of a new pram", stage_model="three_phase", purpose="Walk the path")
    study.add_journey_step("launch", "during", "Pushes it over the kerb", guid="k")
    study.add_journey_item("launch", "during", "pain", "It tips over", guid="t")
    journey_map = study.journey_map("launch")
    assert (journey_map.actor, journey_map.status, journey_map.participants) == ("story", "assumption", ())
    assert journey_map.item("t").is_assumption
    assert journey_map.step("k").own
    assert study.journey_maps() == ("launch",)
    for taken in ("all", "P1", "G2", "a b", ""):
        with pytest.raises(BadValueError):
            study.add_journey_story(taken, "x")
    study.remove_journey_story("launch")
    with pytest.raises(UnknownNameError):
        study.journey_map("launch")
    assert study.undo() == 3
    assert study.journey_map("launch").title == "Trial of a new pram"


def test_figures_events_and_signatures_are_put_on_and_taken_off(coded):
    coded.put_on_journey("all", Metric(key="m", name="Calls answered", stage="decision", value=61, unit="%"))
    coded.put_on_journey("all", ExternalFactor(key="f", text="A strike", date="2026-03"))
    coded.put_on_journey("all", SignOff(key="s", department="Service"))
    coded.put_on_journey("all", Metric(key="m", name="Calls answered", stage="decision", value=70, unit="%"))
    journey_map = coded.journey_map()
    assert [m.value for m in journey_map.metrics] == [70]
    assert [f.text for f in journey_map.factors] == ["A strike"]
    assert [s.department for s in journey_map.sign_offs] == ["Service"]
    coded.take_off_journey("all", "f")
    assert coded.journey_map().factors == ()
    with pytest.raises(UnknownNameError):
        coded.take_off_journey("all", "f")


def test_a_contact_is_described_once_for_all_maps(coded):
    coded.describe_touchpoint("phone", department="Call centre", controllable=False)
    for key in ("all", "a"):
        phone = coded.journey_map(key).touchpoint("phone")
        assert (phone.department, phone.controllable, phone.setting) == ("Call centre", False, "offline")
    with pytest.raises(UnknownNameError):
        coded.describe_touchpoint("telepathy", department="x")


def test_stages_of_ones_own_need_no_recoding(coded):
    model = StageModel(
        key="mine",
        name="Our two halves",
        stages=(
            StageDefinition(
                key="looking", name="Looking round", phase="before", pivot=("awareness", "consideration", "decision")
            ),
            StageDefinition(key="owning", phase="after", pivot=("purchase", "experience")),
        ),
    )
    coded.add_stage_model(model)
    assert coded.stage_models["mine"] == model
    assert only(coded, "looking", "pain", stage_model="mine").count.k == 2
    page = coded.write_map("all", kind="journey", format="html", stage_model="mine").read_text("utf-8")
    assert "Our two halves" in page
    assert "Looking round" in page
    coded.set_journey("all", stage_model="mine")
    assert [stage.key for stage in coded.journey_map().stages] == ["looking", "owning"]
    with pytest.raises(UnknownNameError, match="other"):
        coded.set_journey("all", stage_model="other")
    with pytest.raises(BadValueError):
        coded.add_stage_model(model.model_copy(update={"key": "seven_stage"}))


def test_stages_chosen_for_one_map_are_not_those_of_another(coded):
    coded.set_journey("all", stage_model="three_phase", group="expert")
    assert coded.journey_map("all").stage_model == "seven_stage"
    assert coded.journey_map("all", group="expert").stage_model == "three_phase"
    coded.add_journey_story("launch", "Trial", stage_model="two_part")
    assert coded.journey_map("launch", group="customer").stage_model == "two_part"


def test_a_map_outlives_its_stage_model(coded):
    halves = [StageDefinition(key=key, phase=key, pivot=()) for key in ("before", "after")]
    model = StageModel(key="mine", stages=tuple(halves))
    coded.add_stage_model(model, coder="ann")
    coded.set_journey("all", stage_model="mine", coder="ben")
    coded.add_journey_item("all", "before", "question", "Who will call?", guid="q", coder="ben")
    renamed = halves[0].model_copy(update={"key": "early"})
    coded.add_stage_model(model.model_copy(update={"stages": (renamed,)}), coder="ann")
    coded.change_journey_item("all", "q", stage="early", coder="ben")
    assert coded.journey_map().cell("early", "question").items[0].key == "q"
    coded.undo("ann")
    coded.undo("ann")
    assert coded.journey_map().stage_model == "seven_stage"


def test_a_version_stays_as_it_was_until_an_interview_is_removed(coded):
    key = only(coded, "purchase", "thought").key
    coded.change_journey_item("all", key, text="They gave up")
    kept = coded.keep_journey_version("all", "spring", date="2026-04-01")
    coded.change_journey_item("all", key, text="They went")
    assert coded.journey_map(version="spring") == kept.map
    assert [version.name for version in coded.journey_versions()] == ["spring"]
    page = coded.write_map(kind="compare", format="html", other="version:spring").read_text("utf-8")
    assert "Everybody (Customer), spring" in page
    with pytest.raises(BadValueError, match="spring"):
        coded.keep_journey_version("all", "spring")
    with pytest.raises(UnknownNameError, match="autumn"):
        coded.journey_map(version="autumn")
    coded.remove_transcript("a")
    after = coded.journey_map(version="spring")
    assert after.participants == ("b",)
    assert {e.participant for _cell, item in after.items for e in item.evidence} == {"b"}
    assert '"participant":"a"' not in "".join(_payloads(coded))


def test_a_version_counts_nobody_who_was_removed(coded):
    guid = next(c.guid for c in coded.codings if c.participant == "a" and c.kind == "thought")
    coded.add_journey_item("all", "loyalty", "need", "Somebody who answers", evidence=[guid])
    kept = coded.keep_journey_version("all", "spring").map
    coded.remove_transcript("a")
    after = coded.journey_map(version="spring")
    for stage, count in (("loyalty", (1, 0)), ("purchase", (2, 1)), ("advocacy", (0, 0))):
        assert (kept.stage(stage).count.k, after.stage(stage).count.k) == count
    # Means over people of whom one is gone are not kept.
    assert kept.cell("purchase", "thought").items[0].valence == -1
    assert after.cell("purchase", "thought").items[0].valence is None
    assert {(step.valence, step.stalled) for step in after.steps if not step.own} == {(None, 0)}


def test_a_text_made_of_the_words_of_a_removed_interview_goes_with_it(coded):
    guids = [c.guid for c in coded.codings if c.kind == "barrier" and c.participant in {"a", "b"}]
    coded.add_journey_item("all", "purchase", "need", "Nobody  picked up", evidence=guids, guid="made")
    coded.add_journey_item("all", "purchase", "need", "A person who answers", evidence=guids, guid="own")
    coded.remove_transcript("a")
    texts = {key: edits(coded)[f"customer/all/item/{key}"].values.get("text") for key in ("made", "own")}
    assert texts == {"made": None, "own": "A person who answers"}
    assert "Nobody picked up" not in "".join(_payloads(coded))
    assert [e.participant for e in coded.journey_map().item("made").evidence] == ["b"]


def test_a_story_named_like_a_participant_is_not_removed_with_the_interview(coded, tmp_path):
    coded.add_journey_story("zoe", "Trial of a new pram")
    write_interview(tmp_path / "more" / "zoe.json")
    coded.import_transcripts(tmp_path / "more")
    coded.remove_transcript("zoe")
    assert coded.journey_map("zoe").title == "Trial of a new pram"


def test_a_participant_and_a_story_of_one_key_have_each_a_map(coded, tmp_path):
    coded.add_journey_story("zoe", "Trial of a new pram", stage_model="three_phase")
    coded.add_journey_item("zoe", "during", "pain", "It tips over", guid="t")
    codings = [{"u": 3, "quote": "I gave up", "kind": "thought", "stage": "purchase"}]
    write_interview(tmp_path / "more" / "zoe.json", codings=codings)
    coded.import_transcripts(tmp_path / "more")
    assert coded.journey_maps()[-1] == "story:zoe"
    coded.add_journey_item("zoe", "purchase", "need", "A quiet place", guid="n")
    coded.add_journey_item("story:zoe", "after", "need", "A longer handle", guid="h")
    coded.keep_journey_version("story:zoe", "first")
    person, story = coded.journey_map("zoe"), coded.journey_map("story:zoe")
    assert (person.actor, person.stage_model, person.item("t"), person.item("h")) == (
        "participant", "seven_stage", None, None,
    )  # fmt: skip
    assert (story.actor, story.stage_model, story.item("n")) == ("story", "three_phase", None)
    assert None not in (person.item("n"), story.item("t"), story.item("h"))
    assert (coded.journey_versions("zoe"), len(coded.journey_versions("story:zoe"))) == ((), 1)
    coded.forget_journey("story:zoe")
    assert coded.journey_map("zoe").item("n")
    coded.remove_journey_story("story:zoe")
    with pytest.raises(UnknownNameError):
        coded.journey_map("story:zoe")
    assert coded.journey_maps()[-1] != "story:zoe"
    assert coded.journey_map("zoe").item("n")


def test_what_is_there_is_told_where_a_name_is_wrong(coded):
    coded.add_journey_story("launch", "Trial of a new pram")
    with pytest.raises(UnknownNameError, match=r"Known: all, .*launch"):
        coded.journey_map("lunch")
    with pytest.raises(UnknownNameError, match=r"Known: .*purchase"):
        coded.set_journey_stage("all", "buying", goal="x")


def test_the_workbook_of_all_maps_holds_the_stories_too(coded, tmp_path):
    from openpyxl import load_workbook

    coded.add_journey_story("launch", "Trial of a new pram")
    coded.export(tmp_path / "journey.xlsx")
    assert "Trial of a new pram" in load_workbook(tmp_path / "journey.xlsx", read_only=True).sheetnames


def _payloads(study):
    import sqlalchemy as sa

    from cjm_research.storage import schema

    with study.store.database.read() as connection:
        return [row.payload for row in connection.execute(sa.select(schema.events.c.payload))]


def test_what_researchers_did_survives_new_interviews(coded, tmp_path):
    key = only(coded, "decision", "pain").key
    coded.change_journey_item("all", key, text="Nobody answers the phone")
    before = coded.journey_map()
    codings = [{"u": 1, "quote": "nobody picked up", "kind": "barrier", "stage": "decision"},
               {"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone", "stage": "decision"}]  # fmt: skip
    write_interview(tmp_path / "more" / "c.json", codings=codings)
    coded.import_transcripts(tmp_path / "more")
    after = only(coded, "decision", "pain")
    assert (after.text, after.count.k, after.count.n) == ("Nobody answers the phone", 3, 3)
    assert before.item(after.key).count.k == 2


def test_links_and_steps_follow_their_words_when_codes_are_merged(coded):
    pain, step = only(coded, "decision", "pain").key, coded.journey_map().steps[0].key
    coded.add_journey_item("all", "decision", "solution", "Call back", guid="s", links=[pain])
    coded.add_journey_step("all", "decision", "Looks up the number", guid="look", next=[step])
    coded.describe_touchpoint("phone", department="Call centre")
    coded.set_inventory([{"key": "line", "name": "Hotline", "label": "phone"}])
    coded.change_journey_step("all", step, artefact="A note")
    coded.merge_codes("touchpoint/phone", into="touchpoint/website")
    after = coded.journey_map()
    assert only(coded, "decision", "pain").key != pain
    assert after.item("s").links == (only(coded, "decision", "pain").key,)
    assert (after.step(step).artefact, after.step(step).label) == ("A note", "website")
    assert after.paths[0].steps == (step,)
    assert (after.touchpoint("website").department, coded.inventory[0].label) == ("Call centre", "website")
    assert [(t.source, t.target) for t in after.transitions if t.own] == [("look", step)]
    coded.remove_transcript("a")
    assert len(edits(coded)["customer/all/item/s"].anchors[pain]) == 1


def test_a_map_is_final_only_when_nothing_is_missing(coded):
    with pytest.raises(BadValueError, match=r"purpose|success"):
        coded.set_journey("all", status="final")
    assert coded.journey_map().status != "final"


def test_chosen_people_have_a_map_of_their_own(coded):
    journey_map = coded.journey_map(people=["b"])
    assert journey_map.participants == ("b",)
    with pytest.raises(UnknownNameError, match="x"):
        coded.journey_map(people=["b", "x"])


def test_bad_values_are_named(coded):
    key = only(coded, "purchase", "thought").key
    with pytest.raises(UnknownNameError, match="colour"):
        coded.change_journey_item("all", key, colour="red")
    with pytest.raises(BadValueError, match="flow"):
        coded.change_journey_item("all", key, flow="sideways")
    with pytest.raises(BadValueError):
        coded.change_journey_item("all", key, text=" ")
    for values in ({"text": None}, {"text": "x", "position": float("nan")}, {"text": "x", "guid": "a b"}):
        with pytest.raises(BadValueError):
            coded.add_journey_item("all", "decision", "question", **values)
    with pytest.raises(BadValueError):
        coded.add_journey_stage("all", " ", phase="after")
    with pytest.raises(BadValueError):
        coded.put_on_journey("all", Metric(key="a/b", name="x"))
    with pytest.raises(UnknownNameError, match="elsewhere"):
        coded.write_map("all", kind="template", format="svg", stage_model="elsewhere")
    assert coded.add_journey_item("all", "decision", "question", "x", owner=None).values.keys() >= {"text"}
    with pytest.raises(BadValueError, match="2026-05-31"):
        coded.set_journey("all", review_due="in May")
    with pytest.raises(UnknownNameError, match="no-such"):
        coded.change_journey_item("all", "no-such", text="x")


def test_forgetting_leaves_versions_and_is_undone(coded):
    coded.set_journey("all", purpose="Fewer lost calls")
    coded.set_emotion_point("all", "purchase", 1)
    coded.keep_journey_version("all", "v1")
    assert coded.forget_journey("all") == 2
    assert coded.journey_map() == coded.journey_map(as_found=True)
    assert coded.journey_map(version="v1").purpose == "Fewer lost calls"
    coded.undo()
    assert coded.journey_map().purpose == "Fewer lost calls"


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_refusals_speak_the_language_of_the_study(coded, language):
    with using_language(language), pytest.raises(UnknownNameError) as error:
        coded.change_journey_item("all", "no-such", text="x")
    assert "no-such" in str(error.value)


def _acts(study):
    """Every verb that changes a map, each with something to do."""
    journey_map = study.journey_map()
    thought = journey_map.cell("purchase", "thought").items[0].key
    step = journey_map.steps[0].key
    return [
        lambda: study.set_journey("all", purpose="Fewer lost calls", none_found=("success",)),
        lambda: study.set_journey_stage("all", "decision", mindset="Is anybody there?"),
        lambda: study.add_journey_stage("all", "Waiting", phase="during"),
        lambda: study.remove_journey_stage("all", "advocacy"),
        lambda: study.add_journey_item("all", "decision", "solution", "Call back"),
        lambda: study.change_journey_item("all", thought, flow="exit", four_c="convenience"),
        lambda: study.remove_journey_item("all", thought),
        lambda: study.add_journey_step("all", "decision", "Looks up the number"),
        lambda: study.change_journey_step("all", step, artefact="A note", actors=("husband",)),
        lambda: study.remove_journey_step("all", step),
        lambda: study.set_emotion_point("all", "purchase", 0),
        lambda: study.put_on_journey("all", ExternalFactor(key="f", text="A strike")),
        lambda: study.describe_touchpoint("phone", department="Call centre"),
    ]


def test_each_verb_is_one_step_that_can_be_taken_back_and_done_again(coded):
    for n in range(len(_acts(coded))):
        before = coded.journey_map()
        _acts(coded)[n]()
        after = coded.journey_map()
        assert after != before, n
        assert coded.undo() == 1
        assert coded.journey_map() == before, n
        assert coded.redo() == 1
        assert coded.journey_map() == after, n
        coded.undo()
    assert edits(coded) == {}


def test_merged_personas_bring_what_has_the_same_name(coded):
    from cjm_research.model import PersonaChoice, PersonaPlan
    from cjm_research.storage.events import Change

    personas = (PersonaChoice(key="P1", members=("a",)), PersonaChoice(key="P2", members=("b",)))
    plan = PersonaPlan(group="customer", personas=personas)
    coded.store.decide(lambda _states: [Change("add", "customer", plan, "personas")], coder="coder")
    for key in ("P1", "P2"):
        coded.keep_journey_version(key, "spring")
        coded.put_on_journey(key, Metric(key="m", name=key, value=1))
        coded.add_journey_item(key, "decision", "question", f"Who calls {key}?", guid="q")
    coded.change_journey_item("P2", only(coded, "purchase", "thought", key="P2").key, text="They gave up")
    coded.merge_personas("P1", "P2", into="P1")
    merged = coded.journey_map("P1")
    assert only(coded, "purchase", "thought", key="P1").text == "They gave up"
    assert [(metric.key, metric.name) for metric in merged.metrics] == [("m", "P1"), ("m-P2", "P2")]
    assert [item.text for item in merged.cell("decision", "question").items] == ["Who calls P1?", "Who calls P2?"]
    assert coded.journey_map("P1", version="spring").participants == ("a",)
    assert coded.journey_map("P1", version="spring-P2").participants == ("b",)


def test_what_was_done_to_a_personas_map_goes_with_the_persona(coded):
    from cjm_research.model import PersonaChoice, PersonaPlan
    from cjm_research.storage.events import Change

    plan = PersonaPlan(group="customer", personas=(PersonaChoice(key="P1", members=("a",), title="Callers"),))
    coded.store.decide(lambda _states: [Change("add", "customer", plan, "personas")], coder="coder")
    coded.add_journey_item("P1", "decision", "question", "Who will call?", guid="q")
    assert coded.journey_map("P1").item("q").count.n == 1
    assert "customer/P1/item/q" in edits(coded)
    coded.forget_personas("customer")
    assert edits(coded) == {}


@pytest.mark.parametrize(
    ("language", "most", "known"), [("pl", "najwyżej 2", "Dostępne: "), ("ru", "не больше 2", "Доступны: ")]
)
def test_what_a_value_may_be_is_said_in_the_language_in_force(coded, language, most, known):
    key, said = only(coded, "purchase", "thought").key, []
    with using_language(language):
        for change in (
            lambda: coded.set_emotion_point("all", "purchase", 3),
            lambda: coded.change_journey_item("all", key, flow="sideways"),
            lambda: coded.add_journey_item("all", "buying", "question", "x"),
        ):
            with pytest.raises((BadValueError, UnknownNameError)) as error:
                change()
            said.append(str(error.value))
    assert most in said[0]
    assert [f"{known}{first}" in text for first, text in (("advance", said[1]), ("awareness", said[2]))] == [True, True]
    assert "Input should" not in " ".join(said)
