from __future__ import annotations

import pytest

from cjm_research.coding.guide_coverage import coverage
from cjm_research.coding.guides import _read, guide_keys, load_guide
from cjm_research.errors import UnknownLanguageError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import Transcript, Utterance
from cjm_research.model.terms import families

LANGUAGES = ["en", "pl", "ru"]


def talk(*turns, language="en", id="t1"):
    """An interview in which the interviewer says these turns, each answered."""
    spoken = [(turn, "interviewer") for turn in turns]
    answered = [Utterance(text=text, role=role) for pair in spoken for text, role in (pair, ("Mhm.", "participant"))]
    return Transcript(id=id, language=language, utterances=tuple(answered))


def verdicts(*turns, language="en"):
    """Question -> verdict, of those that were perhaps or surely asked."""
    rows = coverage([talk(*turns, language=language)], load_guide("choice_and_purchase", language)).rows
    return {row.question: row.verdict for row in rows if row.verdict != "no"}


@pytest.mark.parametrize("key", guide_keys())
def test_guide_has_the_same_questions_in_every_language(key):
    guides = {language: load_guide(key, language) for language in LANGUAGES}
    for language, guide in guides.items():
        keys = [question.key for question in guide.questions]
        assert len(keys) == len(set(keys)) > 2
        assert keys == [question.key for question in guides["en"].questions]
        assert set(_read(language)[key]["questions"]) == set(keys)
        assert set(_read(language)[key]["sections"]) == {section.key for section in guide.sections}
        assert all(question.text[-1] in "?." and question.text == question.text.strip() for question in guide.questions)
        assert len(set(guide.questions)) == len(keys)
    assert len({guide.title for guide in guides.values()}) == 3


def test_guides_name_groups_methods_and_stages_that_exist():
    known = families()
    for key in guide_keys():
        guide = load_guide(key)
        assert guide.group in ("", *known["group"])
        assert guide.method in ("", *known["method"])
        assert all(section.stage in ("", *known["stage"]) for section in guide.sections)


def test_banks_hold_four_five_and_three_questions():
    banks = ("four_customer_questions", "five_b2b_questions", "self_audit")
    assert [len(list(load_guide(key).questions)) for key in banks] == [4, 5, 3]


def test_guide_speaks_the_language_in_force():
    with using_language("pl"):
        assert load_guide("probes").title == "Pytania pogłębiające"


def test_unknown_guide_and_language_are_named():
    with pytest.raises(UnknownNameError, match="choice_and_purchase"):
        load_guide("depth")
    with pytest.raises(UnknownLanguageError, match="de"):
        load_guide("probes", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_known_by_its_own_words(language):
    guide = load_guide("choice_and_purchase", language)
    rows = coverage([talk(*(question.text for question in guide.questions), language=language)], guide).rows
    assert {row.verdict for row in rows} == {"asked"}


@pytest.mark.parametrize(
    ("language", "turn", "question"),
    [
        ("en", "And who did you ask for advice?", "sources"),
        ("pl", "A jak szukali Państwo tych wakacji?", "first_step"),
        ("ru", "А как вы искали окна?", "first_step"),
    ],
)
def test_question_is_known_in_other_words(language, turn, question):
    assert verdicts(turn, language=language).get(question) == "asked"


@pytest.mark.parametrize(("language", "turn"), [("en", "Mhm, right."), ("pl", "Rozumiem."), ("ru", "Понятно.")])
def test_a_nod_asks_nothing(language, turn):
    assert verdicts(turn, language=language) == {}


def test_sentence_counts_for_the_question_that_it_is_most_like():
    assert verdicts("Would you recommend it to anyone?") == {"told": "asked"}


def test_claim_shows_the_sentence_that_it_rests_on():
    found = coverage(
        [talk("Hello.", "I see. How was the delivery? And the weather?")], load_guide("choice_and_purchase")
    )
    (row,) = found.rows_of("arrival", "asked")
    assert (row.turn, row.utterance, row.transcript) == ("How was the delivery?", 2, "t1")
    assert "again" in found.not_asked("t1")


def test_interviews_in_another_language_are_compared_with_the_guide_in_theirs():
    guide = load_guide("choice_and_purchase", "pl")
    found = coverage([talk("Как прошла доставка?", language="ru")], guide)
    assert [row.question for row in found.rows if row.verdict == "asked"] == ["arrival"]


def test_interviews_without_an_interviewer_are_named():
    silent = Transcript(id="s", language="en", utterances=(Utterance(text="I bought it.", role="participant"),))
    foreign = talk("Wie war die Lieferung?", language="de", id="d")
    assert coverage([silent, foreign], load_guide("probes", "en")).left_out == ("s", "d")


def test_guide_of_ones_own_is_not_compared_in_other_languages():
    own = load_guide("probes", "en").model_copy(update={"title": "Mine"})
    assert coverage([talk("А потом?", language="ru")], own).left_out == ("t1",)
