"""Whether people went on, stuck or gave up, by their words in three languages."""

import pytest

from cjm_research.journey.flow import FlowOf, gives_up, goes_on, is_near_failure

NEARLY = ["I nearly hung up", "O mało się nie rozłączyłam", "Я чуть не бросила трубку"]
LEFT = ["So I hung up", "No i się rozłączyłam", "И трубку положил"]
STAYED = ["So I signed that evening", "No to podpisałem", "Вернулся, подписал"]
REFUSED = ["I never ordered it", "Ale nie kupiłem", "с рук я не беру"]
UNCLEAR = ["Little grey button", "Wstał w pół zdania", "И я встала"]


@pytest.mark.parametrize("kind", ["barrier", "turning_point"])
@pytest.mark.parametrize("quote", NEARLY)
def test_nearly_giving_up_is_not_giving_up(coding, kind, quote):
    moment = coding("a", kind, quote=quote)
    assert is_near_failure(moment)
    assert not gives_up(moment)


@pytest.mark.parametrize("quote", NEARLY)
def test_only_barriers_and_turning_points_are_near_failures(coding, quote):
    assert not is_near_failure(coding("a", "pain_point", quote=quote))


@pytest.mark.parametrize("quote", ["It cost almost a thousand", "prawie stówa dziennie", "почти тысячу взяли"])
def test_almost_of_an_amount_is_no_near_failure(coding, quote):
    assert not is_near_failure(coding("a", "barrier", quote=quote))


@pytest.mark.parametrize(
    ("quotes", "flow"), [(LEFT, "exit"), (STAYED, "advance"), (REFUSED, "exit"), (NEARLY, "advance"), (UNCLEAR, None)]
)
def test_turning_points_go_where_their_words_say(coding, quotes, flow):
    turns = [coding("a", "turning_point", quote=quote) for quote in quotes]
    assert [FlowOf([]).of(turn) for turn in turns] == [flow] * 3
    assert [goes_on(turn) for turn in turns] == [quotes is STAYED] * 3


def test_a_barrier_in_the_same_breath_is_a_stall(coding):
    barrier = coding("a", "barrier", u=4, quote="the form would not open")
    tried, later = coding("a", "action", u=4, quote="I tried again"), coding("a", "action", u=5, quote="I tried again")
    flow = FlowOf([barrier])
    assert [flow.of(tried), flow.of(later)] == ["stall", "advance"]
    assert flow.of(coding("a", "turning_point", u=4, quote="that was that")) == "stall"


def test_what_is_done_in_the_breath_of_leaving_is_an_exit(coding):
    left = coding("a", "turning_point", u=4, quote=LEFT[0])
    done, shut = coding("a", "action", u=4, quote="I went home"), coding("a", "action", u=5, quote="I closed the box")
    assert [FlowOf([left]).of(done), FlowOf([left]).of(shut)] == ["exit", "advance"]
    assert not gives_up(coding("a", "barrier", quote="cancelling takes two months' notice"))


def test_divided_people_have_no_common_flow(coding):
    turns = [coding("a", "turning_point", quote=LEFT[0]), coding("b", "turning_point", quote=STAYED[0])]
    assert FlowOf(turns).of_all(turns) is None
    assert FlowOf(turns).of_all([*turns, coding("c", "turning_point", quote=STAYED[0])]) == "advance"
