import pytest

from cjm_research.coding.codebook_use import MOST_COMPARED, code_counts, code_examples, counter_examples
from cjm_research.i18n import using_language
from cjm_research.model import Code, Coding, Participant, default_codebook

BOOK = default_codebook().with_codes(
    {
        "touchpoint/hotline": Code(
            key="touchpoint/hotline", kind="touchpoint", label="hotline", parent="touchpoint/phone", name="Hotline"
        ),
        "touchpoint/night": Code(
            key="touchpoint/night", kind="touchpoint", label="night", parent="touchpoint/hotline", name="At night"
        ),
    }
)


def coding(who, code="touchpoint/phone", quote="I called them twice", status="confirmed", start=0, score=None):
    kind, _slash, label = code.partition("/")
    return Coding(
        guid=f"{who}-{code}-{start}-{status}-{quote}", transcript=f"t-{who}", participant=who, utterance=1, start=start,
        end=start + len(quote), quote=quote, kind=kind, label=label or None, status=status, score=score,
        coder="machine" if status == "suggested" else "ann",
    )  # fmt: skip


def test_counts_roll_up_to_every_code_above():
    codings = [coding("a", "touchpoint/night"), coding("b", "touchpoint/hotline"), coding("b"), coding("c", "need")]
    counts = code_counts(BOOK, codings)
    in_all = {key: counts[key].in_all for key in ("touchpoint/night", "touchpoint/hotline", "touchpoint/phone")}
    assert in_all == {"touchpoint/night": 1, "touchpoint/hotline": 2, "touchpoint/phone": 3}
    assert (counts["touchpoint"].own, counts["touchpoint"].in_all) == (0, 3)
    assert counts["touchpoint"].people == ("a", "b")
    assert counts["touchpoint/hotline"].own_people == ("b",)
    assert counts["need"].in_all == 1


def test_every_code_has_a_count_and_nothing_is_nought():
    counts = code_counts(BOOK, [])
    assert list(counts) == [code.key for code in BOOK.codes]
    assert counts["goal"].in_all == 0
    assert counts["goal"].share.n == 0
    assert counts["goal"].share.interval == (0, 1)


def test_people_count_once_with_everybody_asked_as_denominator():
    codings = [coding("a"), coding("a", start=30), coding("b", "touchpoint/night"), coding("gone")]
    share = code_counts(BOOK, codings, participants=[Participant(id=x) for x in "abcd"])["touchpoint"].share
    assert (share.k, share.n) == (2, 4)
    assert 0 < share.interval[0] < 0.5 < share.interval[1] < 1


def test_suggestions_stand_apart_and_rejected_or_lost_codings_count_nowhere():
    codings = [
        coding("a"),
        coding("b", status="suggested", score=0.9),
        coding("c", "touchpoint/night", status="suggested", score=0.4),
        coding("d", status="rejected"),
        coding("e").model_copy(update={"status": "lost", "end": 0}),
    ]
    phone = code_counts(BOOK, codings)["touchpoint/phone"]
    assert (phone.in_all, phone.people, phone.suggested, phone.suggested_in_all) == (1, ("a",), 1, 2)
    machine = code_counts(BOOK, codings, "machine")["touchpoint/phone"]
    assert (machine.in_all, machine.people, machine.suggested_in_all) == (2, ("b", "c"), 2)


def test_a_code_that_the_codebook_lacks_counts_for_its_kind():
    counts = code_counts(BOOK, [coding("a", "touchpoint/carrier_pigeon")])
    assert counts["touchpoint"].in_all == 1


@pytest.mark.parametrize(
    ("language", "quotes", "odd"),
    [
        ("en", ["I called the hotline twice", "she called the hotline again", "calling that hotline"], "blue"),
        ("pl", ["dzwoniłam na infolinię dwa razy", "dzwonił na infolinię", "na infolinii dzwonili bez przerwy"], "kot"),
        ("ru", ["звонила на горячую линию", "звонили на горячую линию дважды", "горячая линия звонит"], "кот"),
    ],
)
def test_examples_are_of_different_people_readable_and_central(language, quotes, odd):
    codings = [coding("a", quote=quotes[0]), coding("a", quote=quotes[1], start=50), coding("b", quote=quotes[2])]
    codings += [coding("c", quote=odd), coding("d", quote="x " * 200)]
    with using_language(language):
        examples = code_examples(BOOK, codings, "touchpoint/phone", 2)
    assert [example.participant for example in examples] == ["a", "b"]
    assert len(code_examples(BOOK, codings, "touchpoint/phone", 9)) == 5
    assert code_examples(BOOK, codings[::-1], "touchpoint/phone", 9) == code_examples(
        BOOK, codings, "touchpoint/phone", 9
    )


def test_the_same_words_are_shown_once():
    codings = [coding(who, quote="they never called back") for who in "abc"]
    assert len(code_examples(BOOK, codings, "touchpoint/phone")) == 1


def test_examples_come_from_below_or_from_the_machine_where_nobody_coded():
    below = [coding("a", "touchpoint/night")]
    assert code_examples(BOOK, below, "touchpoint") == tuple(below)
    unsure = coding("a", status="suggested", score=0.3, quote="maybe a phone call")
    sure = coding("b", status="suggested", score=0.8, quote="I phoned the shop")
    assert code_examples(BOOK, [unsure, sure], "touchpoint/phone") == (sure, unsure)
    assert code_examples(BOOK, [unsure, sure], "need") == ()


def test_near_misses_are_rejected_suggestions_of_words_without_the_code():
    miss = coding("a", status="rejected", quote="phone holder for the car")
    borne = coding("b", status="rejected", quote="I phoned the shop")
    codings = [miss, borne, coding("b", quote="phoned", start=2), coding("c", "need", status="rejected")]
    assert counter_examples(BOOK, codings, "touchpoint/phone") == (miss,)


def test_a_code_with_many_codings_takes_its_examples_from_everybody():
    codings = [coding("talkative", quote=f"called number {i} again", start=40 * i) for i in range(MOST_COMPARED * 2)]
    codings.append(coding("quiet", quote="I called them once"))
    examples = code_examples(BOOK, codings, "touchpoint/phone")
    assert {example.participant for example in examples} == {"talkative", "quiet"}
