import pytest

from cjm_research.errors import BadValueError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.journey.assumptions import assumptions
from cjm_research.journey.bottlenecks import bottlenecks
from cjm_research.journey.consistency import consistency
from cjm_research.journey.layers import layer_of
from cjm_research.journey.outcomes import contact_outcomes
from cjm_research.journey.priorities import priorities
from cjm_research.journey.weights import Weights
from cjm_research.model import Coding, EmotionPoint, JourneyPath, PlanItem, Touchpoint
from cjm_research.model.analysis import some_of
from tests.journey.small_maps import item, journey, step

CELLS = {
    ("purchase", "pain"): [
        item("often", "abcd", label="phone", valence=-1.0),
        item("stops", "ab", label="phone", is_barrier=True, valence=-2.0),
        item("rare", "a", label="chat", valence=-2.0),
    ],
    ("experience", "pain"): [item("mild", "abc", valence=-0.5), item("guess", n=4)],
    ("experience", "success"): [item("good", "ab", valence=2.0, label="staff"), item("better", "abc", valence=1.0)],
    ("purchase", "solution"): [item("call back", links=("stops",), owner="Service")],
}
MAP = journey(CELLS)


def test_score_is_the_product_of_the_factors_to_the_power_of_their_weights():
    row = priorities(MAP).rows[0]
    assert row.items == ("often", "stops")
    factors = dict(row.factors)
    # a and b are twice at -1 and -2 (1.5), c and d at -1: mean 1.25 of 2.
    assert factors == {"prevalence": 1.0, "severity": 0.625, "stopping": 0.75, "influence": 1.0}
    assert row.score == pytest.approx(100 * (1.0**2 * 0.625**2 * 0.75) ** (1 / 5))
    assert (row.count.k, row.stopped.k, row.stopped.n) == (4, 2, 4)


def test_order_places_and_ties_are_shown():
    backlog = priorities(MAP)
    assert [row.key for row in backlog.rows] == ["often", "rare", "mild"]
    assert backlog.rows[0].holds
    rare, mild = backlog.rows[1:]
    assert [(row.place, row.best_place, row.worst_place) for row in (rare, mild)] == [(2, 2, 3), (3, 2, 3)]
    assert "rare" in mild.ties
    assert all(row.interval[0] <= row.score <= row.interval[1] for row in backlog.rows)


def test_weights_turn_the_order_round():
    by_severity = priorities(MAP, weights={"prevalence": 0, "stopping": 0})
    assert by_severity.rows[0].key == "rare"
    assert "(how bad it is for them)^2" in by_severity.formula
    assert "people who have it" not in by_severity.formula


def test_what_the_company_cannot_change_counts_less_where_that_is_wanted():
    theirs = journey(CELLS, touchpoints=(Touchpoint(key="phone", controllable=False),))
    plain, wanted = priorities(theirs), priorities(theirs, weights={"influence": 5})
    assert [dict(b.rows[0].factors)["influence"] for b in (plain, wanted)] == [0.5, 1.0]


def test_feelings_of_codings_go_before_the_mean_of_the_entry():
    felt = {"a.rare": -1.0}
    (row,) = [row for row in priorities(MAP, felt=felt).rows if row.key == "rare"]
    assert row.severity == 1.0
    assert any("no feeling is coded" in remark for remark in priorities(MAP, felt=felt).remarks)


def test_solutions_owners_and_plan_answer_a_pain():
    plan = [PlanItem(key="x", text="Write it down", answers=("mild",), owner="Ann")]
    often, rare, mild = priorities(MAP, plan=plan).rows
    assert (often.solutions, often.owners, often.is_open) == (("call back",), ("Service",), False)
    assert (mild.plan, mild.owners, mild.is_open) == (("Write it down",), ("Ann",), False)
    assert rare.is_open


def test_assumptions_have_no_place_in_the_order():
    backlog = priorities(MAP)
    assert "guess" not in {key for row in backlog.rows for key in row.items}
    assert any("assumption" in remark for remark in backlog.remarks)


def test_the_keep_list_has_most_people_first():
    assert [row.key for row in priorities(MAP).keep] == ["better", "good"]


@pytest.mark.parametrize(
    "values", [{"prevalence": -1}, {"speed": 1}, dict.fromkeys(("prevalence", "severity", "stopping"), 0)]
)
def test_weights_that_mean_nothing_are_refused(values):
    with pytest.raises(BadValueError):
        Weights.of(values)


def test_weights_are_read_from_a_command_line():
    assert Weights.parse("prevalence=3, stopping=0") == Weights(prevalence=3, stopping=0)
    with pytest.raises(BadValueError, match="prevalence=2,severity=1"):
        Weights.parse("prevalence")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_worded_in_each_language(language):
    with using_language(language):
        assert "×" in priorities(MAP).formula
        assert len(priorities(MAP).sentences()) > 4
        assert priorities(journey()).sentences()


@pytest.mark.parametrize(("language", "marks"), [("en", "“”"), ("pl", "„”"), ("ru", "«»")])
def test_words_that_name_no_contact_stand_in_quotation_marks(language, marks):
    waits = item("kept me for hours", "ab", marks=("wait",))
    found = journey({("purchase", "pain"): [waits], ("purchase", "success"): [item("so quick", "a")]})
    with using_language(language):
        said = f"{priorities(found)} {bottlenecks(found)}"
    assert said.count("kept me for hours".join(marks)) == 3
    assert "so quick".join(marks) in said


def test_an_abbreviation_keeps_its_full_stop_inside_a_list():
    assert some_of(["24 чел.", "5 чел."]) == "24 чел.; 5 чел"
    assert some_of(["24 чел.", "5 чел."], 1).startswith("24 чел.; ")


def test_steps_and_questions_have_those_who_got_that_far_as_denominator():
    steps = (
        step("pay", "purchase", "ab", reached=4, exited=1),
        step("wait", "purchase", "abc", reached=3, stalled=2, exited=2),
        step("use", "experience", "a", reached=2),
    )
    cells = {("purchase", "question"): [item("q", "ab")], ("awareness", "question"): [item("r", "a")],
             ("purchase", "action"): [item("queueing", "ab", marks=("wait",))]}  # fmt: skip
    found = bottlenecks(journey(cells, steps=steps, told={"purchase": 3, "awareness": 1}))
    assert [(s.key, s.exited.k, s.exited.n) for s in found.steps] == [("wait", 2, 3), ("pay", 1, 4)]
    assert [(q.stage, q.people.k, q.people.n) for q in found.questions] == [("awareness", 1, 1), ("purchase", 2, 3)]
    assert [wait.key for wait in found.waits] == ["queueing"]
    assert bottlenecks(journey()).sentences() == ("No step is known at which people stuck or left.",)


def felt(who, label, valence):
    return Coding(
        guid=f"{who}.{label}", transcript=who, participant=who, utterance=1, start=0, end=10, quote="some words",
        kind="touchpoint", label=label, valence=valence, stage="purchase", coder="ann", status="confirmed",
    )  # fmt: skip


def test_contacts_that_divide_people_and_contradict_each_other():
    cells = {
        ("purchase", "touchpoint"): [item(label, "abcd", label=label) for label in ("social_media", "staff", "phone")]
    }
    values = {"social_media": (2, 2, 1, 1), "staff": (-2, -1, -1, -2), "phone": (2, 2, -2, -2)}
    codings = [felt(who, label, v) for label, all_ in values.items() for who, v in zip("abcd", all_, strict=True)]
    found = consistency(journey(cells), codings)
    assert [contact.label for contact in found.contacts if contact.is_divided] == ["phone"]
    (one,) = found.contradictions
    assert ([f.label for f in one.good], [f.label for f in one.bad]) == (["social_media"], ["staff"])


def test_assumptions_are_listed_with_their_verdict():
    cells = {("purchase", "pain"): [item("p"), item("q", verdict="contradicted"), item("r", "ab")],
             ("purchase", "solution"): [item("s")]}  # fmt: skip
    found = assumptions(journey(cells))
    assert {row.key: row.verdict for row in found.rows} == {"p": "untested", "q": "contradicted"}


def test_contacts_against_how_it_ended():
    people = tuple(f"p{n:02}" for n in range(12))
    cells = {("purchase", "touchpoint"): [item("phone", people[:6], n=12, label="phone")]}
    paths = tuple(
        JourneyPath(participant=who, steps=(), outcome="lost" if n < 6 else "repeat")
        for n, who in enumerate(people[:-1])
    )
    found = contact_outcomes(journey(cells, people=people, paths=paths))
    assert (found.n, found.n_with) == (11, 5)
    assert found.rows[0].told == (0, 6)
    assert found.rows[0].stands_out
    assert found.remarks


def test_the_planned_journey_has_no_pain_that_is_answered():
    cells = {("purchase", "pain"): [item("p", "a"), item("q", "b")],
             ("purchase", "solution"): [item("s", links=("p",), layer="to_be")]}  # fmt: skip
    planned = (EmotionPoint(stage="purchase", mean=1.0, n=0, own=True),)
    both = journey(cells, curve_to_be=planned)
    today, plan = layer_of(both, "as_is"), layer_of(both, "to_be")
    assert [item.key for _cell, item in today.items] == ["p", "q"]
    assert [item.key for _cell, item in plan.items] == ["q", "s"]
    assert plan.curve[1].mean == 1.0
