from datetime import date

import pytest

from cjm_research.coding.saturation import ordered_people, saturation_of_codings
from cjm_research.errors import BadValueError
from cjm_research.model import Participant, Transcript, Utterance
from tests.coding.told import coding, talk, told_by

PEOPLE = [Participant(id=who) for who in ("ann", "ben", "cyd", "dee", "eve")]


def test_the_unit_is_the_participant_also_in_a_conversation_of_several():
    codings = [coding(p.id, label, transcript="group") for p in PEOPLE for label in ("phone", f"own-{p.id}")]
    found = saturation_of_codings(codings, PEOPLE, [talk("group")], basis="confirmed", seed=1)
    assert [step.participant for step in found.steps] == ["ann", "ben", "cyd", "dee", "eve"]
    assert [len(step.new) for step in found.steps] == [2, 1, 1, 1, 1]
    assert any("hear each other" in note for note in found.notes)
    assert not told_by(6).notes


def test_a_conversation_whose_codings_name_nobody_is_said_to_count_as_one():
    turns = tuple(Utterance(speaker=who, text="I") for who in ("Ann", "Ben"))
    people = [*PEOPLE, Participant(id="group")]
    codings = [coding(p.id, "phone") for p in people]
    talks = [Transcript(id="group", utterances=turns), *(talk(p.id) for p in PEOPLE)]
    found = saturation_of_codings(codings, people, talks, basis="confirmed", seed=1)
    assert found.n == 6
    assert [note for note in found.notes if note.endswith("group.")]


def test_people_stand_in_the_order_of_their_first_interview():
    talks = [talk("late"), talk("early"), talk("ben")]
    codings = [coding("cyd", "phone", transcript="early"), coding("ann", "phone", transcript="late")]
    codings += [coding("cyd", "email", transcript="late")]
    assert ordered_people(PEOPLE[:3], talks, codings) == ["ann", "cyd", "ben"]


@pytest.mark.parametrize(
    "values",
    [(3, 1, 2), ("10", "9.5", "9,75"), ("2026-03-01", "2025-12-31", "2026-01-15"),
     (date(2026, 3, 1), date(2025, 1, 1), "2026-01-01"), ("2026-01-01T12:30", "2026-01-01T09:00", "2026-01-01T10:00")],
)  # fmt: skip
def test_numbers_and_dates_give_an_order(values):
    people = [Participant(id=id, attributes={"at": value}) for id, value in zip("abc", values, strict=True)]
    assert ordered_people(people, [], [], order="at") == ["b", "c", "a"]


@pytest.mark.parametrize("values", [("1", "2026-01-01"), ("soon", "late"), ("nan", "1"), (None, 1), (" ", 1)])
def test_what_gives_no_order_is_refused(values):
    people = [Participant(id=id, attributes={"at": value}) for id, value in zip("ab", values, strict=True)]
    with pytest.raises(BadValueError, match="“at”"):
        ordered_people(people, [], [], order="at")


def test_groups_are_refused_when_mixed():
    mixed = [Participant(id="a"), Participant(id="b", group="expert")]
    with pytest.raises(BadValueError, match="several groups"):
        saturation_of_codings([], mixed, [], basis="confirmed", seed=1)


def test_only_codings_of_the_basis_and_of_these_people_count():
    codings = [coding(p.id, "phone") for p in PEOPLE]
    others = [coding("zoe", "forum"), coding("ann", "email", status="suggested"), coding("ben", "chat", status="lost")]
    found = saturation_of_codings([*codings, *others], PEOPLE, [], basis="confirmed", seed=1)
    assert found.n_codes == 1
    assert found.richness.coverage == 1
    assert found.expects(2).interval == (0, 0)


def test_a_study_without_people_or_codes_has_no_figures():
    assert saturation_of_codings([], [], [], basis="confirmed", seed=1).unanswered == "few_interviews"
    found = saturation_of_codings([], PEOPLE, [], basis="confirmed", seed=1)
    assert (found.unanswered, found.n, found.n_codes) == ("no_codes", 5, 0)
    assert len(found.answers) == 1


def test_the_curve_meets_the_extrapolation():
    found = told_by(8)
    assert found.curve[-1].mean == pytest.approx(found.n_codes)
    assert found.curve[-1].low == found.curve[-1].high == found.n_codes
    assert [point.n for point in found.extrapolation] == list(range(9, 17))
    assert found.extrapolation[0].mean == pytest.approx(found.n_codes + found.expects(1).mean)


@pytest.mark.parametrize(("n", "rough"), [(12, True), (13, False)])
def test_few_interviews_are_called_few(n, rough):
    assert any("rough" in caveat for caveat in told_by(n).caveats) == rough


def test_what_is_said_of_the_rule_depends_on_the_interviews():
    said = " ".join(told_by(5).answers)
    assert "needs at least 6 interviews" in said
    assert "random orders" not in said
    assert "is not met yet" in " ".join(told_by(8, threshold=0).answers) or told_by(8, threshold=0).rule.label
    met = told_by(24)
    assert met.rule.label in " ".join(met.answers)


def test_a_share_that_is_nearly_all_is_not_called_all():
    from cjm_research.model.saturation_words import percent

    assert [percent(share) for share in (0, 0.0001, 0.5, 0.994, 0.996, 0.99999, 1)] == [
        "0%", "0.1%", "50%", "99%", "99.6%", "99.9%", "100%",
    ]  # fmt: skip
