import pytest

from cjm_research.errors import UnknownNameError
from cjm_research.journey import build_journey_map
from cjm_research.measures import wilson
from cjm_research.model import Coding, JourneyCell, StageModel, TimeFrame
from cjm_research.model.stages import StageDefinition


def coding(who, kind, label=None, *, stage="purchase", valence=None, quote="some words here", status="confirmed", u=1):
    return Coding(
        guid=f"{who}.{kind}.{label}.{stage}.{u}.{quote}", transcript=who, participant=who, utterance=u, start=0,
        end=len(quote), quote=quote, kind=kind, label=label, valence=valence, stage=stage, coder="ann", status=status,
    )  # fmt: skip


def journey(codings, people=("a", "b", "c"), **options):
    values = {"key": "all", "title": "All", "actor": "everybody", "groups": ["customer"], "basis": "confirmed"}
    return build_journey_map(codings, participants=people, **{**values, **options})


CODINGS = [
    coding("a", "touchpoint", "phone", valence=-2, u=1),
    coding("a", "touchpoint", "phone", valence=0, u=2),
    coding("b", "touchpoint", "phone", valence=2),
    coding("b", "touchpoint", "chat", valence=1, stage="experience"),
    coding("a", "emotion", "anger", valence=-2, u=3),
    coding("b", "emotion", "joy", valence=None, u=3),
    coding("a", "barrier", quote="nobody picked up", u=1),
    coding("b", "goal", stage=None),
]


def test_touchpoints_count_people_not_mentions_over_everybody_of_the_map():
    (phone,) = journey(CODINGS).cell("purchase", "touchpoint").items
    assert (phone.count.k, phone.count.n, phone.count.interval) == (2, 3, wilson(2, 3))
    assert len(phone.evidence) == 3
    assert (phone.label, phone.text) == ("phone", "Phone call")


def test_valence_is_a_mean_over_people():
    (phone,) = journey(CODINGS).cell("purchase", "touchpoint").items
    assert phone.valence == pytest.approx((-1 + 2) / 2)


def test_a_stage_says_how_many_told_of_it():
    stages = {stage.key: stage.count.k for stage in journey(CODINGS).stages}
    assert stages == {
        "awareness": 0, "consideration": 0, "decision": 0, "purchase": 2, "experience": 1, "loyalty": 0, "advocacy": 0,
    }  # fmt: skip


def test_pains_stand_under_the_touchpoint_beside_them_and_barriers_are_marked():
    (pain,) = journey(CODINGS).cell("purchase", "pain").items
    assert (pain.text, pain.label, pain.is_barrier) == ("Phone call: “nobody picked up”", "phone", True)
    assert pain.quote == pain.evidence[0].quote == "nobody picked up"


def test_every_item_has_evidence_of_as_many_people_as_it_counts():
    for cell in journey(CODINGS).cells:
        for item in cell.items:
            assert item.count.k == len({e.participant for e in item.evidence}) > 0


def test_codings_without_stage_are_counted_and_not_shown():
    journey_map = journey(CODINGS)
    assert journey_map.n_unstaged == 1
    assert not [cell for cell in journey_map.cells if cell.lane == "goal"]


def test_curve_is_a_mean_over_people_with_its_n():
    curve = {point.stage: point for point in journey(CODINGS).curve}
    assert curve["purchase"].people == (("a", -2.0), ("b", 2.0))
    assert (curve["purchase"].mean, curve["purchase"].n, curve["purchase"].interval) == (0.0, 2, None)
    assert (curve["awareness"].mean, curve["awareness"].n) == (None, 0)


def test_curve_has_an_interval_from_three_people_on():
    feelings = [coding(who, "emotion", "joy", valence=v) for who, v in (("a", 2), ("b", 1), ("c", -1))]
    low, high = journey(feelings).curve[3].interval
    assert -1 <= low < 2 / 3 < high <= 2


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("five_stage", {"conversion": 2, "retention": 1}),
        ("three_phase", {"during": 2, "after": 1}),
        ("two_part", {"until_purchase": 2, "use": 1}),
        ("b2b_seven", {"purchase_decision": 2, "experience": 1}),
        ("consumer_six", {"purchase": 2, "consumption": 1}),
    ],
)
def test_other_stage_models_rebin_what_is_coded(model, expected):
    journey_map = journey(CODINGS, stage_model=model)
    assert {s.key: s.count.k for s in journey_map.stages if s.count.k} == expected
    assert journey_map.n_unstaged == 1


def test_a_researchers_own_stages_work_too():
    own = StageModel(
        key="own",
        stages=(
            StageDefinition(key="shopping", phase="before", pivot=("decision", "purchase")),
            StageDefinition(key="living_with_it", phase="after", pivot=("experience",)),
        ),
    )
    journey_map = journey(CODINGS, stage_model=own)
    assert {s.key: s.count.k for s in journey_map.stages} == {"shopping": 2, "living_with_it": 1}


def test_an_unknown_stage_model_is_named():
    with pytest.raises(UnknownNameError, match="nine_stage"):
        journey(CODINGS, stage_model="nine_stage")


def test_rejected_and_foreign_codings_and_those_of_the_other_basis_stay_out():
    strangers = [
        coding("z", "goal"),
        coding("a", "goal", status="rejected"),
        coding("a", "goal", status="suggested"),
    ]
    assert journey(strangers).cells == ()
    assert journey(strangers, basis="machine").cell("purchase", "goal").items[0].count.k == 1


def test_a_map_of_nothing_is_an_assumption_and_still_a_map():
    journey_map = journey([], people=[])
    assert (journey_map.status, journey_map.cells, len(journey_map.stages)) == ("assumption", (), 7)
    assert journey_map.stages[0].count.n == 0


def test_item_keys_are_unique_and_order_of_input_does_not_matter():
    journey_map = journey(CODINGS)
    keys = [item.key for cell in journey_map.cells for item in cell.items]
    assert len(keys) == len(set(keys))
    assert journey(CODINGS[::-1], people=("c", "b", "a")) == journey_map


def test_stages_bring_what_their_model_says_of_them():
    frame = TimeFrame(low=1, high=3, unit="weeks", source="orders")
    shopping = StageDefinition(
        key="shopping", phase="during", pivot=("purchase",), name="Shopping", goal="Have it", mindset="Now!",
        time_frame=frame,
    )  # fmt: skip
    (stage,) = journey(CODINGS, stage_model=StageModel(key="own", stages=(shopping,))).stages
    assert (stage.name, stage.goal, stage.mindset, stage.time_frame) == ("Shopping", "Have it", "Now!", frame)
    assert all(stage.mindset for stage in journey(CODINGS, stage_model="b2b_seven").stages)
    assert not any(stage.mindset or stage.time_frame for stage in journey(CODINGS).stages)


def test_what_people_do_what_they_make_of_it_and_the_company_are_told_apart():
    lanes = {
        lane: JourneyCell(stage="purchase", lane=lane).tells for lane in ("action", "touchpoint", "emotion", "pain")
    }
    assert lanes == {"action": "journey", "touchpoint": "journey", "emotion": "experience", "pain": "experience"}
    assert JourneyCell(stage="purchase", lane="backstage").tells == "company"
