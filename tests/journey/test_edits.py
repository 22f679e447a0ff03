"""What researchers do to a journey map, on top of what the codings give."""

import random

import pytest

from cjm_research.journey import apply_edits, empty_map
from cjm_research.model import JourneyEdit, JourneyMap, TimeFrame, stage_model
from cjm_research.model.lanes import LANES

LANGUAGES = ["en", "pl", "ru"]
QUOTES = {
    "en": ("nobody picked up the phone", "the phone: nobody picked up", "it arrived broken"),
    "pl": ("nikt nie odbierał telefonu", "telefonu nikt nie odbierał", "przyszło zepsute"),
    "ru": ("никто не брал трубку телефона", "трубку телефона никто не брал", "пришло сломанным"),
}


def edit(part, target="", *, evidence=(), own=False, removed=False, by="ann", **values):
    return JourneyEdit(
        map="all", part=part, target=target, values=values, evidence=evidence, own=own, removed=removed, by=by
    )


def words(item):
    return tuple(e.coding for e in item.evidence)


@pytest.fixture
def codings(coding):
    return [
        coding("a", "touchpoint", "phone", valence=-2),
        coding("b", "touchpoint", "phone", valence=1),
        coding("a", "barrier", quote="nobody picked up", u=1),
        coding("c", "emotion", "joy", valence=2, stage="experience"),
        coding("a", "emotion", "anger", valence=-2, u=2),
        coding("b", "action", quote="I rang them again", u=2),
    ]


@pytest.fixture
def found(journey, codings):
    return journey(codings)


def test_a_map_without_edits_is_the_map_as_found(found, codings):
    assert apply_edits(found, [], codings) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edit_follows_its_words_when_quotes_are_joined_anew(coding, journey, language):
    said, alike, other = QUOTES[language]
    codings = [coding("b", "thought", quote=said), coding("c", "thought", quote=other)]
    before = journey(codings)
    (item,) = [i for _c, i in before.items if i.quote == said]
    mark = edit("item", item.key, evidence=words(item), text="My wording", owner="Sales")
    # The words of somebody earlier in order join the entry: its key is another one now.
    codings.append(coding("a", "thought", quote=alike))
    after = journey(codings)
    assert item.key not in {i.key for _c, i in after.items}
    changed = apply_edits(after, [mark], codings).item(item.key)
    assert (changed.text, changed.owner, changed.count.k, changed.own) == ("My wording", "Sales", 2, True)
    assert (changed.edited, changed.by) == (("owner", "text"), "ann")


def test_what_lost_its_words_stays_as_an_own_entry_with_those_left(found, codings, journey):
    item = found.cell("purchase", "touchpoint").items[0]
    change = edit("item", item.key, evidence=words(item), owner="Call centre")
    left = [c.model_copy(update={"label": "chat"}) if c.kind == "touchpoint" else c for c in codings]
    # The contact is now coded as a chat, which is what the edit goes with: its words.
    moved = apply_edits(journey(left), [change], left)
    assert moved.item(item.key).label == "chat"
    apart = [c for c in codings if c.kind != "touchpoint"]
    worded = change.model_copy(update={"values": {"text": "Hotline", "stage": "purchase"}})
    own = apply_edits(journey(apart), [worded], apart).item(item.key)
    assert (own.text, own.own, own.evidence, own.count.k) == ("Hotline", True, (), 0)


def test_a_moved_entry_takes_its_people_and_feelings_along(found, codings):
    item = found.cell("experience", "emotion").items[0]
    after = apply_edits(found, [edit("item", item.key, stage="loyalty")], codings)
    assert after.cell("experience", "emotion").items == ()
    assert [i.key for i in after.cell("loyalty", "emotion").items] == [item.key]
    curve = {point.stage: point.mean for point in after.curve}
    assert (curve["experience"], curve["loyalty"]) == (None, 2.0)
    assert [after.stage(key).count.k for key in ("experience", "loyalty", "purchase")] == [0, 1, 2]


def test_an_entry_taken_off_is_kept_aside_and_changes_no_count(found, codings):
    item = found.cell("purchase", "emotion").items[0]
    after = apply_edits(found, [edit("item", item.key, evidence=words(item), removed=True)], codings)
    assert after.item(item.key) is None
    assert [off.key for off in after.taken_off] == [item.key]
    assert after.curve == found.curve


def test_own_entries_count_the_people_behind_their_evidence(found, codings):
    guids = (codings[0].guid, codings[2].guid, "gone")
    own = edit("item", "mine", own=True, evidence=guids, stage="purchase", lane="need", text="Somebody who answers")
    item = apply_edits(found, [own], codings).item("mine")
    assert (item.count.k, item.count.n, len(item.evidence), item.own, item.by) == (1, 3, 2, True, "ann")
    assert not item.is_assumption
    idea = edit("item", "idea", own=True, stage="purchase", lane="solution", text="Call back", links=["mine"])
    assert apply_edits(found, [idea], codings).item("idea").is_assumption


def test_words_that_an_own_entry_rests_on_still_count_where_they_were_found(found, codings):
    joy = codings[3].guid
    own = edit("item", "mine", own=True, evidence=(joy,), stage="loyalty", lane="need", text="Somebody who answers")
    after = apply_edits(found, [own], codings)
    assert [after.stage(key).count.k for key in ("experience", "loyalty")] == [1, 1]
    assert after.curve == found.curve
    planned = own.model_copy(update={"values": {**own.values, "layer": "to_be"}})
    assert apply_edits(found, [planned], codings).stages == found.stages


def test_own_entries_keep_their_place_when_the_map_gets_other_stages(journey, codings):
    own = edit("item", "mine", own=True, stage="decision", lane="question", text="Who will call?")
    step = edit("step", "dial", own=True, stage="decision", text="Dials the number")
    three = stage_model("three_phase")
    after = apply_edits(journey(codings, stage_model="three_phase"), [own, step], codings, home=three)
    assert [cell.stage for cell, item in after.items if item.key == "mine"] == ["before"]
    assert after.step("dial").stage == "before"


def test_entries_stand_in_the_order_of_their_positions(found, codings):
    own = edit("item", "first", own=True, stage="purchase", lane="touchpoint", text="Fair", position=-1)
    after = apply_edits(found, [own], codings)
    assert after.cell("purchase", "touchpoint").items[0].key == "first"
    assert [i.position for i in found.cell("purchase", "touchpoint").items] == [0.0]


def test_stages_are_renamed_ordered_added_and_hidden(found, codings):
    changes = [
        edit("stage", "awareness", removed=True),
        edit("stage", "purchase", name="Buying", goal="Have it", position=10.0, time_frame={"low": 2, "unit": "weeks"}),
        edit("stage", "wait", own=True, name="Waiting", phase="during", position=4.5),
        edit("item", found.cell("experience", "emotion").items[0].key, stage="wait"),
    ]
    after = apply_edits(found, changes, codings)
    assert [s.key for s in after.stages] == [
        "consideration", "decision", "experience", "wait", "loyalty", "advocacy", "purchase",
    ]  # fmt: skip
    assert [point.stage for point in after.curve] == [s.key for s in after.stages]
    assert (after.stage_name("purchase"), after.stage("purchase").time_frame) == (
        "Buying",
        TimeFrame(low=2, unit="weeks"),
    )
    assert after.stage("purchase").edited == ("goal", "name", "position", "time_frame")
    assert (after.stage("wait").own, after.stage("wait").count.k) == (True, 1)
    assert [point.mean for point in after.curve if point.stage == "wait"] == [2.0]
    assert [s.key for s in after.stages_off] == ["awareness"]


def test_what_stands_in_a_hidden_stage_counts_as_not_shown(found, codings):
    after = apply_edits(found, [edit("stage", "purchase", removed=True)], codings)
    assert {cell.stage for cell in after.cells} == {"experience"}
    assert after.n_unstaged == 5
    assert not [step for step in after.steps if step.stage == "purchase"]


def test_a_point_set_by_hand_keeps_what_was_measured(found, codings):
    after = apply_edits(found, [edit("point", "purchase", mean=0.5), edit("point", "loyalty@to_be", mean=2)], codings)
    point = next(p for p in after.curve if p.stage == "purchase")
    assert (point.mean, point.measured, point.own, point.n) == (0.5, -2.0, True, 1)
    assert [(p.stage, p.mean) for p in after.curve_to_be if p.own] == [("loyalty", 2.0)]
    assert len(after.curve_to_be) == len(after.stages)


def test_fields_of_the_map_are_overlaid_and_named(found, codings):
    after = apply_edits(found, [edit("map", title="Ours", status="final", none_found=["success"])], codings)
    assert (after.title, after.status, after.none_found) == ("Ours", "final", ("success",))
    assert after.edited == ("none_found", "status", "title")
    assert (found.status, found.edited) == ("evidenced", ())


def test_figures_outside_events_and_sign_offs_come_and_go(found, codings):
    changes = [
        edit("metric", "csat", key="csat", name="CSAT", stage="purchase", value=4.1),
        edit("factor", "law", key="law", text="New law", stages=["loyalty"]),
        edit("sign_off", "it", key="it", department="IT"),
    ]
    after = apply_edits(found, changes, codings)
    assert (after.metrics[0].value, after.factors[0].stages, after.sign_offs[0].department) == (4.1, ("loyalty",), "IT")
    assert apply_edits(after, [changes[0].model_copy(update={"removed": True})], codings).metrics == ()


def test_a_contact_described_by_a_researcher_has_its_name_on_the_map(found, codings):
    phone = JourneyEdit(part="touchpoint", target="phone", values={"name": "Hotline", "owner": "independent"})
    after = apply_edits(found, [phone, JourneyEdit(part="touchpoint", target="forum", values={"name": "X"})], codings)
    assert after.cell("purchase", "touchpoint").items[0].text == after.steps[0].text == "Hotline"
    contact = after.touchpoint("phone")
    assert (contact.own, contact.setting, contact.controllable) == (True, "offline", False)
    assert [t.key for t in after.touchpoints] == ["phone"]


def test_edits_come_along_when_the_map_is_shown_in_other_stages(journey, codings, found):
    pain = found.cell("purchase", "pain").items[0]
    changes = [
        edit("item", pain.key, evidence=words(pain), owner="Sales"),
        edit("item", "fix", own=True, stage="decision", lane="solution", text="Call back", links=[pain.key]),
        edit("stage", "awareness", removed=True, position=9.0),
        edit("stage", "experience", goal="Use it"),
        edit("point", "purchase", mean=2),
        edit("point", "advocacy", mean=1),
        edit("point", "decision@to_be", mean=1),
        edit("point", "purchase@to_be", mean=2),
    ]
    home = stage_model("seven_stage")
    five = apply_edits(journey(codings, stage_model="five_stage"), changes, codings, home=home)
    assert (five.item(pain.key).owner, five.item("fix").links) == ("Sales", (pain.key,))
    assert [c.stage for c, i in five.items if i.key == "fix"] == ["conversion"]
    assert len(five.stages) == 5
    points = {point.stage: point for point in five.curve}
    assert (points["conversion"].own, points["advocacy"].mean) == (False, 1)
    assert [p.mean for p in five.curve_to_be if p.own] == [1.5]
    links = [changes[1]]
    shown = apply_edits(journey(codings, stage_model="five_stage"), links, codings, home=home)
    assert shown.item(shown.item("fix").links[0]).is_barrier
    b2b = apply_edits(journey(codings, stage_model="b2b_seven"), changes, codings, home=home)
    assert b2b.stage("experience").goal == "Use it"


def test_a_small_part_of_a_joined_entry_does_not_speak_for_it(journey, coding):
    codings = [coding("a", "touchpoint", "phone", stage="decision")]
    codings += [coding(who, "touchpoint", "phone", u=u) for who in "abc" for u in (2, 3)]
    seven = journey(codings)
    item = seven.cell("decision", "touchpoint").items[0]
    off = edit("item", item.key, evidence=words(item), removed=True)
    home = stage_model("seven_stage")
    five = apply_edits(journey(codings, stage_model="five_stage"), [off], codings, home=home)
    assert len(five.cell("conversion", "touchpoint").items[0].evidence) == 7


def test_a_story_is_written_on_an_empty_map():
    story = empty_map("walk", "Walk through", stage_model="two_part", purpose="See it")
    assert (story.actor, story.status, story.participants, len(story.curve)) == ("story", "assumption", (), 2)
    own = edit("item", "x", own=True, stage="use", lane="thought", text="Where is the manual?")
    step = edit("step", "s", own=True, stage="use", text="Unpack", next=["t"])
    after = apply_edits(story, [own, step], [])
    assert (after.item("x").count.n, after.status, after.step("s").next) == (0, "assumption", ("t",))


def random_edits(rng, found, codings):
    """Edits of all kinds, some of pieces that are not there."""
    items = [(item.key, words(item)) for _cell, item in found.items] + [("pain-000000000000", (codings[0].guid,))]
    stages = [stage.key for stage in found.stages] + ["own", "nowhere"]
    for n in range(30):
        key, evidence = rng.choice(items)
        stage, lane = rng.choice(stages), rng.choice(LANES)
        position = rng.uniform(-2, 5)
        yield rng.choice(
            [
                edit("item", key, evidence=evidence, text=f"Text {n}", stage=stage, removed=rng.random() < 0.2),
                edit("item", key, evidence=evidence, position=position, marks=["wow"]),
                edit("item", f"own{n}", own=True, stage=stage, lane=lane, text=f"Own {n}", removed=rng.random() < 0.2),
                edit("stage", stage, position=position, removed=rng.random() < 0.2),
                edit("stage", "own", own=True, name="Own", phase="after"),
                edit("step", f"step{n}", own=True, stage=stage, text=f"Step {n}", next=[found.steps[0].key]),
                edit("point", rng.choice([stage, f"{stage}@to_be"]), mean=1.0),
            ]
        )


@pytest.mark.parametrize("shown", ["seven_stage", "five_stage", "consumer_six"])
@pytest.mark.parametrize("seed", range(5))
def test_no_own_entry_is_lost_whatever_else_is_done(journey, codings, found, seed, shown):
    edits = list(random_edits(random.Random(seed), found, codings))
    after = apply_edits(journey(codings, stage_model=shown), edits, codings, home=stage_model("seven_stage"))
    keys = [item.key for _cell, item in after.items]
    off = {item.key for item in after.taken_off}
    assert len(keys) == len(set(keys))
    hidden = {stage.key for stage in after.stages_off}
    last = {e.target: e for e in edits if e.part == "item" and e.own}
    for key, own in last.items():
        assert key in off if own.removed else key in keys or key in off or own.values["stage"] in hidden
    assert [point.stage for point in after.curve] == [stage.key for stage in after.stages]
    assert {cell.stage for cell in after.cells} <= {stage.key for stage in after.stages}
    assert all(item.count.k <= item.count.n == 3 for _cell, item in after.items)
    assert JourneyMap.model_validate_json(after.model_dump_json()) == after
