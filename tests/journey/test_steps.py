"""Steps, paths and how they follow each other."""

import pytest

from cjm_research.journey import apply_edits, build_journey_map, typical_path
from cjm_research.journey.endings import written_outcome
from cjm_research.model import JourneyEdit, Participant, Transcript
from cjm_research.model.scheme import TOUCHPOINT_LABELS

# Told orders with known shares: ad, search, review, shop, buy and so on, under labels of the scheme.
NAMES = {
    "ad": "advertising", "search": "search_engine", "review": "review_site", "shop": "store",
    "buy": "checkout_payment", "call": "phone", "friend": "word_of_mouth", "leave": "website",
}  # fmt: skip
TOLD = {
    "A": "ad search review shop buy",
    "B": "search shop call buy",
    "C": "friend search review shop buy",
    "D": "ad search shop leave",
}


@pytest.fixture
def told(coding):
    """Codings of contacts told of in that order, all in one stage."""

    def make(orders, stage="purchase"):
        return [
            coding(who, "touchpoint", NAMES.get(name, name), stage=stage, u=at)
            for who, order in orders.items()
            for at, name in enumerate(order.split())
        ]

    return make


@pytest.fixture
def four(told):
    # Twice each, so that every contact is a step of two people; shares stay the same.
    twice = TOLD | {who.lower(): order for who, order in TOLD.items()}
    return build_journey_map(
        told(twice), key="all", title="", actor="everybody", participants=sorted(twice), basis="confirmed"
    )


def test_transitions_have_the_shares_known_by_hand(four):
    label = {step.key: step.label for step in four.steps}
    share = {(label[t.source], label[t.target]): t.people / t.leaving for t in four.transitions}
    known = {
        ("search", "review"): 0.5, ("search", "shop"): 0.5,
        ("shop", "buy"): 0.5, ("shop", "call"): 0.25, ("shop", "leave"): 0.25,
    }  # fmt: skip
    assert {pair: share[NAMES[pair[0]], NAMES[pair[1]]] for pair in known} == known
    assert all(t.people == t.times for t in four.transitions)


def test_the_typical_path_is_the_one_nearest_to_all_others(told, journey):
    found = journey(told(TOLD), people=tuple("ABCD"))
    # A step needs two people here, and all that A did was done by another too: A's way stays whole.
    typical = typical_path(found.paths)
    assert typical.participant == "A"
    labels = {step.key: step.label for step in found.steps}
    assert [labels[key] for key in typical.steps] == [NAMES[name] for name in TOLD["A"].split()]
    assert typical_path([]) is None


def test_steps_stand_in_the_order_of_telling(four):
    labels = [step.label for step in four.steps]
    assert labels.index("search_engine") < labels.index("store") < labels.index("checkout_payment")
    assert [step.place for step in four.steps] == sorted(step.place for step in four.steps)
    assert all(step.count.k == len({e.participant for e in step.evidence}) for step in four.steps)


def test_a_step_needs_two_people_and_more_where_there_are_too_many(told, journey):
    labels = [label for label in TOUCHPOINT_LABELS if label != "unspecified"]
    orders = {"a": " ".join(labels), "b": " ".join(labels), "c": " ".join(labels[:8])}
    few = journey(told({"a": "phone chat", "b": "phone"}))
    assert ([s.label for s in few.steps], few.least_people, few.n_left_out) == (["phone"], 2, 1)
    many = journey(told(orders))
    assert (len(many.steps), many.least_people, many.n_left_out) == (8, 3, len(labels) - 8)
    alone = journey(told({"a": orders["a"]}), people=("a",))
    assert (len(alone.steps), alone.least_people, alone.n_left_out) == (len(labels), 1, 0)


def test_the_strongest_contact_of_a_stage_is_a_step_from_two_people_on(told, journey):
    labels = [label for label in TOUCHPOINT_LABELS if label != "unspecified"]
    codings = told({"a": " ".join(labels), "b": " ".join(labels), "c": " ".join(labels[:10])})
    codings += told({"a": "forum", "b": "forum chat"}, "loyalty") + told({"a": "forum"}, "advocacy")
    found = journey(codings)
    assert found.least_people == 3
    assert [(step.stage, step.label) for step in found.steps[10:]] == [("loyalty", "forum")]
    assert found.n_left_out == len(labels) - 10 + 2


def test_paths_keep_repeats_and_ways_back(told, journey):
    codings = told({"a": "phone chat phone", "b": "phone chat"})
    found = journey(codings)
    phone, chat = found.steps
    path = {p.participant: p.steps for p in found.paths}["a"]
    assert path == (phone.key, chat.key, phone.key)
    assert (phone.label, phone.repeats, chat.repeats) == ("phone", 1, 0)
    back = next(t for t in found.transitions if t.is_back)
    assert (back.source, back.target, back.people, back.leaving) == (chat.key, phone.key, 1, 1)


def test_stalls_and_exits_count_people_of_those_who_reached_the_stage(coding, told, journey):
    codings = told({"a": "phone", "b": "phone"}) + told({"c": "phone"}, stage="experience")
    codings += [
        coding("a", "barrier", quote="nobody picked up"),
        coding("a", "turning_point", quote="so I hung up"),
        coding("b", "turning_point", quote="I nearly hung up"),
    ]
    (step,) = journey(codings).steps
    assert (step.count.k, step.reached, step.stalled, step.exited) == (2, 3, 1, 1)


def test_accompanied_people_walk_in_the_order_of_the_clock(told):
    people = [Participant(id="a", method="walk_along"), Participant(id="b")]
    options = {"key": "all", "title": "", "actor": "everybody", "basis": "confirmed"}
    codings = told({"a": "phone", "b": "phone"})
    found = build_journey_map(codings, participants=people, **options)
    assert [path.order for path in found.paths] == ["walked", "told"]
    interviews = [Transcript(id="b", method="walk_along", utterances=())]
    found = build_journey_map(codings, participants=["a", "b"], transcripts=interviews, **options)
    assert [path.order for path in found.paths] == ["told", "walked"]


def test_variants_name_shared_ways_what_they_leave_out_and_loops(coding, journey):
    def way(who, *stages):
        return [coding(who, "action", stage=stage, u=at) for at, stage in enumerate(stages)]

    codings = way("a", "awareness", "purchase", "awareness") + way("b", "awareness", "purchase") + way("c", "decision")
    (variant,) = journey(codings).variants
    assert (variant.stages, variant.participants, variant.loops) == (("awareness", "purchase"), ("a", "b"), 1)
    assert variant.skipped == ("consideration", "decision")
    hidden = JourneyEdit(map="all", part="stage", target="purchase", removed=True)
    (after,) = apply_edits(journey(codings), [hidden], codings).variants
    assert after.stages == ("awareness",)


@pytest.mark.parametrize(
    ("column", "value", "outcome"),
    [
        ("outcome", "advocate", "advocate"),
        ("Wynik", "nie kupiła", "never_bought"),
        ("исход", "Постоянный", "repeat"),
        ("outcome", "?", None),
        ("income", "lost", None),
    ],
)
def test_outcomes_are_read_from_the_participants_table(column, value, outcome):
    assert written_outcome({column: value}) == outcome


def test_outcomes_of_words_only_where_these_are_clear(coding, told, journey):
    codings = [
        *told({"d": "phone"}),
        coding("a", "turning_point", stage="loyalty", quote="so I cancelled"),
        coding("b", "action", stage="advocacy", quote="I told my sister to go there"),
        coding("b", "emotion", "joy", stage="experience", valence=2),
        coding("c", "turning_point", stage="decision", quote="we are not doing it"),
        coding("e", "action", stage="advocacy", quote="I told everybody to keep away"),
        coding("e", "emotion", "anger", stage="experience", valence=-2),
    ]
    found = journey(codings, people=tuple("abcde"))
    ends = {path.participant: path.outcome for path in found.paths}
    assert {who: end for who, end in ends.items() if end} == {"a": "lost", "b": "advocate", "c": "never_bought"}
    assert [(outcome, count.k, count.n) for outcome, count in found.outcomes] == [
        ("advocate", 1, 3), ("lost", 1, 3), ("never_bought", 1, 3),
    ]  # fmt: skip


def test_a_step_taken_off_is_passed_over_in_every_path(told, journey):
    codings = told({"a": "phone chat email", "b": "phone chat email"})
    found = journey(codings)
    chat = next(step for step in found.steps if step.label == "chat")
    after = apply_edits(found, [JourneyEdit(map="all", part="step", target=chat.key, removed=True)], codings)
    assert [step.label for step in after.steps] == ["phone", "email"]
    (transition,) = after.transitions
    assert (transition.source, transition.target, transition.people) == (*[s.key for s in after.steps], 2)


def test_a_step_goes_with_its_contact(told, journey):
    codings = told({"a": "phone chat", "b": "phone chat"})
    found = journey(codings)
    by_label = {item.label: item.key for item in found.cell("purchase", "touchpoint").items}
    moved = {"stage": "loyalty", "text": "Hotline"}
    edits = [JourneyEdit(map="all", part="item", target=by_label["phone"], values=moved)]
    step = next(step for step in apply_edits(found, edits, codings).steps if step.label == "phone")
    assert (step.stage, step.text, step.count.k) == ("loyalty", "Hotline", 2)
    edits.append(JourneyEdit(map="all", part="item", target=by_label["chat"], removed=True))
    assert [step.label for step in apply_edits(found, edits, codings).steps] == ["phone"]
    kept = JourneyEdit(map="all", part="step", target=step.key, values={"duration": {"low": 5, "unit": "minutes"}})
    after = apply_edits(found, [*edits, kept], codings).step(step.key)
    assert (after.stage, after.text, after.duration.seconds) == ("loyalty", "Hotline", 300)


def test_a_step_that_somebody_worked_on_stays_when_it_grows_rare(told, journey):
    codings = told({"a": "phone chat", "b": "phone chat"})
    chat = next(step for step in journey(codings).steps if step.label == "chat")
    work = JourneyEdit(map="all", part="step", target=chat.key, values={"decision": "Whom to ask"})
    fewer = told({"a": "phone chat", "b": "phone"})
    assert [step.label for step in journey(fewer).steps] == ["phone"]
    step = apply_edits(journey(fewer), [work], fewer).step(chat.key)
    assert (step.label, step.count.k, step.decision, step.own) == ("chat", 1, "Whom to ask", False)


def test_steps_of_a_researcher_follow_each_other_by_hand(told, journey):
    codings = told({"a": "phone", "b": "phone"})
    found = journey(codings)
    own = {"text": "Ask the neighbours", "stage": "awareness", "next": [found.steps[0].key], "artefact": "List"}
    edit = JourneyEdit(map="all", part="step", target="ask", values=own, own=True, evidence=(codings[0].guid,))
    after = apply_edits(found, [edit], codings)
    assert (after.steps[0].key, after.steps[0].own, after.steps[0].count.k) == ("ask", True, 1)
    (drawn,) = after.transitions
    assert (drawn.source, drawn.target, drawn.own, drawn.is_back) == ("ask", found.steps[0].key, True, False)
