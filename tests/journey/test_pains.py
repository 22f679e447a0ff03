from cjm_research.journey import top_pains
from cjm_research.measures import wilson
from cjm_research.model import Coding


def coding(who, kind, label=None, *, stage="purchase", u=1, start=0, status="confirmed"):
    return Coding(
        guid=f"{who}.{kind}.{label}.{stage}.{u}.{start}", transcript=who, participant=who, utterance=u, start=start,
        end=start + 20, quote=f"words of {who} number {u}", kind=kind, label=label, stage=stage, coder="ann",
        status=status,
    )  # fmt: skip


PAINS = [
    *(coding(who, kind, label) for who in "abc" for kind, label in (("touchpoint", "delivery"), ("pain_point", None))),
    coding("a", "touchpoint", "phone", stage="experience", u=3),
    *(coding("a", "pain_point", stage="experience", u=3, start=start) for start in (0, 30, 60, 90)),
    coding("b", "barrier", stage="awareness", u=4),
    coding("c", "pain_point", stage=None, u=5),
]


def test_many_people_weigh_more_than_many_words():
    first, second, *_others = top_pains(PAINS, "abcd")
    assert (first.text, first.count.k, first.count.n, first.mentions) == (
        "Delivery and installation (Purchase)",
        3,
        4,
        3,
    )
    assert (first.touchpoint, first.stages, first.rank) == ("delivery", ("purchase",), 1)
    assert first.count.interval == wilson(3, 4)
    assert second.count.k == 1


def test_among_equals_the_one_that_stopped_somebody_comes_first():
    second, third, fourth = top_pains(PAINS, "abcd")[1:]
    assert (second.stopped, second.is_barrier, second.text) == (1, True, "No contact named (Awareness)")
    assert (third.mentions, third.touchpoint) == (4, "phone")
    assert (fourth.text, fourth.stages) == ("No contact named", ())


def test_every_pain_shows_all_its_quotes_the_central_one_first():
    for pain in top_pains(PAINS, "abcd"):
        assert len(pain.evidence) == pain.mentions
        assert pain.evidence[0].quote == pain.quote


def test_limit_and_emptiness():
    assert len(top_pains(PAINS, "abcd", limit=2)) == 2
    assert len(top_pains(PAINS, "abcd", limit=None)) == 4
    assert top_pains([], []) == []


def test_rejected_suggestions_are_no_pains():
    assert top_pains([coding("a", "pain_point", status="rejected")], "a") == []
