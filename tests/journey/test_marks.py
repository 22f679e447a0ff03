"""What the words of entries suggest: wow, near-failure, keep, waiting, the four C, needs met."""

import pytest

from cjm_research.journey import apply_edits
from cjm_research.model import JourneyEdit


def only(journey_map, lane):
    ((_cell, item),) = [pair for pair in journey_map.items if pair[0].lane == lane]
    return item


@pytest.mark.parametrize(
    ("label", "valence", "quote", "wow"),
    [
        ("surprise", 1, "hello", True),
        ("surprise", -1, "hello", False),
        ("joy", 2, "I never expected that", True),
        ("joy", 2, "tego się nie spodziewałam", True),
        ("satisfaction", 2, "я прям офигел", True),
        ("joy", 2, "I was so pleased", False),
        ("joy", 1, "I never expected that", False),
    ],
)
def test_strong_good_surprises_are_wow(coding, journey, label, valence, quote, wow):
    item = only(journey([coding("a", "emotion", label, valence=valence, quote=quote)]), "emotion")
    assert ("wow" in item.marks) == wow


def test_a_success_of_two_people_is_to_be_kept(coding, journey):
    codings = [coding(who, "touchpoint", "staff") for who in "ab"]
    codings += [coding("a", "success_point", quote="she showed me everything")]
    assert only(journey(codings), "success").marks == ()
    codings += [coding("b", "success_point", quote="he was kind")]
    assert only(journey(codings), "success").marks == ("keep",)


@pytest.mark.parametrize(
    ("quote", "mark"),
    [
        ("I waited for an hour", "wait"),
        ("Czekałem jedenaście minut", "wait"),
        ("Ждали девять дней", "wait"),
        ("nobody told me where to go", "information_needed"),
        ("nikt nie powiedział gdzie", "information_needed"),
        ("нигде не написано, сколько", "information_needed"),
        ("I nearly cancelled the lot", "near_failure"),
        ("the waiter was rude", None),
        ("materiał miał być trwały", None),
        ("долговечная, говорили они", None),
    ],
)
def test_troubles_are_marked_by_their_words(coding, journey, quote, mark):
    item = only(journey([coding("a", "barrier", quote=quote)]), "pain")
    assert item.marks == ((mark,) if mark else ())


def test_what_one_of_many_says_is_not_said_of_the_entry(coding, journey):
    codings = [coding(who, "touchpoint", "phone") for who in "abc"]
    codings += [coding(who, "pain_point", quote="the wrong colour") for who in "bc"]
    waiting = coding("a", "pain_point", quote="I waited for an hour")
    assert only(journey([*codings, waiting]), "pain").marks == ()


@pytest.mark.parametrize(
    ("quote", "label", "about"),
    [
        ("forty pounds on top of the price", None, "cost"),
        ("dopłata sto czterdzieści złotych", None, "cost"),
        ("ждать очередь на парковке", None, "convenience"),
        ("she just would not answer", None, "communication"),
        ("drzwi się zepsuły", None, "expectations"),
        ("it was odd", "delivery", "convenience"),
        ("it was odd", "store", None),
    ],
)
def test_the_four_c_follow_words_then_contact(coding, journey, quote, label, about):
    codings = [coding("a", "pain_point", quote=quote)]
    codings += [coding("a", "touchpoint", label)] if label else []
    assert only(journey(codings), "pain").four_c == about


def test_a_need_is_met_or_not_by_what_the_person_tells_in_the_same_breath(coding, journey):
    need, contact = coding("a", "need", quote="somebody who answers"), coding("a", "touchpoint", "phone")
    assert only(journey([need, contact]), "need").is_met is None
    success, pain = coding("a", "success_point", quote="she rang back"), coding("a", "pain_point", quote="engaged")
    met, unmet = journey([need, contact, success]), journey([need, contact, pain])
    assert (only(met, "need").is_met, only(unmet, "need").is_met) == (True, False)
    assert only(met, "need").links == (only(met, "success").key,)
    assert only(journey([need, contact, success, pain]), "need").is_met is None
    assert only(journey([need, contact, coding("b", "pain_point", quote="engaged")]), "need").is_met is None


def test_a_researcher_takes_a_suggestion_back(coding, journey):
    codings = [coding("a", "barrier", quote="I waited for an hour")]
    found = journey(codings)
    item = only(found, "pain")
    back = JourneyEdit(map="all", part="item", target=item.key, values={"marks": [], "four_c": None})
    after = only(apply_edits(found, [back], codings), "pain")
    assert (item.marks, after.marks, after.four_c, after.own) == (("wait",), (), None, False)
