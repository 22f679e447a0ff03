"""Stages found in interviews, and the way between stage models."""

import random
from itertools import permutations

import pytest

from cjm_research.i18n import using_language
from cjm_research.journey import apply_edits, build_journey_map, induce_stages
from cjm_research.journey.bucket_order import bucket_order
from cjm_research.model import STAGE_MODELS, JourneyEdit, crosswalk, stage_model

LANGUAGES = ["en", "pl", "ru"]
# Bought and set up in any order inside each group, one group after the other.
GROUPS = (("search_engine", "forum", "review_site"), ("checkout_payment", "email", "delivery"), ("product", "phone"))
STAGE_OF = {"checkout_payment": "purchase", "email": "purchase", "delivery": "purchase", "product": "experience"}


def shuffled(groups, n=12):
    rng = random.Random(7)
    return [[name for group in groups for name in rng.sample(group, len(group))] for _person in range(n)]


@pytest.fixture
def interviews(coding):
    def make(orders):
        return [
            coding(f"p{n:02}", "touchpoint", label, stage=STAGE_OF.get(label, "consideration"), u=at)
            for n, order in enumerate(orders)
            for at, label in enumerate(order)
        ]

    return make


def people(codings):
    return sorted({c.participant for c in codings})


def test_planted_groups_are_found_in_order():
    found = bucket_order(shuffled(GROUPS), most=9)
    assert [set(bucket) for bucket in found.buckets] == [set(group) for group in GROUPS]
    assert found.before == (1.0, 1.0)
    assert found.chance == 0.01


def test_what_is_saved_is_that_known_by_hand():
    # Told a before b by all four: apart costs nothing, together a half for each.
    assert bucket_order([("a", "b")] * 4, most=9).saved == 2.0
    # Told either way by half of them: nothing to be saved.
    assert bucket_order([("a", "b"), ("b", "a")] * 2, most=9).buckets == (("a", "b"),)


def test_groups_of_few_people_are_not_told_apart():
    orders = [["early", "middle", "late"]] * 2 + [["middle", "late"]] * 8
    assert len(bucket_order(orders, most=9).buckets) == 3
    assert [set(b) for b in bucket_order(orders, most=9, least=4).buckets] == [{"early", "middle"}, {"late"}]


def test_asked_for_a_number_it_finds_that_many():
    assert len(bucket_order(shuffled(GROUPS), most=9, k=2).buckets) == 2
    assert len(bucket_order(shuffled(GROUPS), most=9, k=20).buckets) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_stages_of_interviews_are_a_proposal_with_names_and_reasons(interviews, language):
    codings = interviews(shuffled(GROUPS))
    with using_language(language):
        found = induce_stages(codings, participants=people(codings), basis="confirmed")
    assert found.is_supported
    assert [{c.partition("/")[2] for c, _n in stage.contacts} for stage in found.stages] == [set(g) for g in GROUPS]
    assert all(stage.count.k == 12 and stage.name for stage in found.stages)
    assert [s.pivot for s in found.model.stages] == [
        ("awareness", "consideration", "decision"), ("purchase",), ("experience", "loyalty", "advocacy"),
    ]  # fmt: skip
    assert [s.phase for s in found.model.stages] == ["before", "during", "after"]
    assert "3" in found.verdict


def test_nothing_is_coded_anew_for_them(interviews, coding):
    codings = interviews(shuffled(GROUPS))
    # The phone was coded as consideration, but people tell of it with the product; what is told beside it comes along.
    codings.append(coding("p01", "pain_point", quote="nobody picked up", stage="consideration", u=6))
    codings.append(coding("p01", "goal", quote="to be warm", stage="purchase", u=9))
    codings.append(coding("p01", "goal", quote="to be well", stage="advocacy", u=9))
    model = induce_stages(codings, participants=people(codings), basis="confirmed").model
    found = build_journey_map(
        codings, key="all", title="", actor="everybody", participants=people(codings), stage_model=model,
        basis="confirmed",
    )  # fmt: skip
    last = found.stages[-1].key
    assert {i.label for i in found.cell(last, "touchpoint").items} == {"product", "phone"}
    assert found.cell(found.stages[1].key, "goal").items[0].text == "to be warm"
    assert (found.n_unstaged, found.stage_name(last)) == (0, model.stages[-1].name)


def test_an_order_of_chance_bears_no_stages(interviews):
    labels = [label for group in GROUPS for label in group]
    codings = interviews(shuffled([labels]))
    found = induce_stages(codings, participants=people(codings), basis="confirmed")
    assert not found.is_supported
    assert "built-in" in found.verdict


def test_few_people_bear_no_stages(interviews):
    codings = interviews(shuffled(GROUPS, n=3))
    found = induce_stages(codings, participants=people(codings), basis="confirmed")
    assert not found.is_supported
    assert "Too few" in found.verdict
    assert induce_stages([], participants=["a"], basis="machine").stages == ()


def test_stages_are_found_where_none_was_coded(interviews):
    codings = [c.model_copy(update={"stage": None}) for c in interviews(shuffled(GROUPS))]
    found = induce_stages(codings, participants=people(codings), basis="confirmed")
    shown = build_journey_map(
        codings, key="all", title="", actor="everybody", participants=people(codings), stage_model=found.model,
        basis="confirmed",
    )  # fmt: skip
    assert (len(shown.stages), shown.n_unstaged, len(shown.steps)) == (3, 0, 8)


def test_edits_made_in_found_stages_come_along_to_others(interviews):
    codings = interviews(shuffled(GROUPS))
    model = induce_stages(codings, participants=people(codings), basis="confirmed").model
    edit = JourneyEdit(
        map="all", part="item", target="own", own=True,
        values={"stage": model.keys[1], "lane": "solution", "text": "Tell when it comes"},
    )  # fmt: skip
    options = {"key": "all", "title": "", "actor": "everybody", "participants": people(codings), "basis": "confirmed"}
    seven = apply_edits(build_journey_map(codings, **options), [edit], codings, home=model)
    assert [cell.stage for cell, item in seven.items if item.key == "own"] == ["purchase"]


@pytest.mark.parametrize(("source", "target"), list(permutations(STAGE_MODELS, 2)))
def test_every_preset_leads_to_every_other(source, target):
    origin, goal = stage_model(source), stage_model(target)
    reached = {stage.key: crosswalk(stage.key, origin, goal) for stage in origin.stages}
    for stage in origin.stages:
        there = reached[stage.key]
        covered = {pivot for other in goal.stages for pivot in other.pivot}
        if there is None:
            # Three classic stages end at the purchase.
            assert (target, stage.phase) == ("three_classic", "after")
        elif covered & set(stage.pivot):
            assert set(next(s.pivot for s in goal.stages if s.key == there)) & set(stage.pivot)
    order = [goal.keys.index(there) for there in reached.values() if there]
    assert order == sorted(order)


@pytest.mark.parametrize("model", ["consumer_six", "b2b_seven"])
def test_stages_that_no_coding_reaches_can_be_filled_by_hand(coding, journey, model):
    empty = next(stage.key for stage in stage_model(model).stages if not stage.pivot)
    codings = [coding("a", "action", stage="experience")]
    found = journey(codings, stage_model=model)
    edit = JourneyEdit(
        map="all", part="item", target="own", own=True, evidence=(codings[0].guid,),
        values={"stage": empty, "lane": "action", "text": "Sold it on"},
    )  # fmt: skip
    after = apply_edits(found, [edit], codings)
    assert after.cell(empty, "action").items[0].count.k == 1
    moved = JourneyEdit(map="all", part="item", target=found.items[0][1].key, values={"stage": empty})
    assert apply_edits(found, [moved], codings).stage(empty).count.k == 1
