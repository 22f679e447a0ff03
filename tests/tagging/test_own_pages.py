"""What counts as right, as wrong and as unknown of what people left in an interview."""

from __future__ import annotations

import numpy as np
import pytest

from cjm_research.i18n import LANGUAGES
from cjm_research.model import MACHINE_CODER
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.own.pages import is_own, looked_turns, read_page, worked_on
from cjm_research.tagging.tagger import load_tagger
from tests.tagging.own_talk import coding, interviews

NEED = FOUND.index("need")


def suggestion(transcript, turn, status="suggested", **values):
    return coding(
        transcript.id, turn, 0, transcript.utterances[turn].text[:5],
        kind="need", status=status, coder=MACHINE_CODER, source="model:moments", **values,
    )  # fmt: skip


@pytest.fixture
def transcript():
    """Turns 1, 3, ... 15 are the participant's."""
    return interviews("en", 1)[0][0]


def test_interview_without_an_open_suggestion_was_worked_through(transcript):
    assert looked_turns(transcript, [suggestion(transcript, 3, "rejected")]) == {1, 3, 5, 7, 9, 11, 13, 15}


def test_interview_that_nobody_touched_was_not(transcript):
    assert looked_turns(transcript, []) == frozenset()
    assert looked_turns(transcript, [suggestion(transcript, 3)]) == frozenset()


def test_interview_coded_by_hand_was_worked_through_up_to_the_last_coding(transcript):
    assert looked_turns(transcript, [coding(transcript.id, 5, 0, "We had")]) == {1, 3, 5}


def test_turns_before_the_first_open_suggestion_count_up_to_the_last_decision(transcript):
    codings = [suggestion(transcript, 5, "rejected"), suggestion(transcript, 11)]
    assert looked_turns(transcript, codings) == {1, 3, 5}


def test_turn_with_a_decision_and_nothing_open_counts_wherever_it_stands(transcript):
    codings = [suggestion(transcript, 3), suggestion(transcript, 9, "rejected"), suggestion(transcript, 11, "rejected")]
    assert looked_turns(transcript, [*codings, suggestion(transcript, 11)]) == {9}


def test_open_suggestions_of_own_codes_reopen_nothing(transcript):
    codings = [suggestion(transcript, 3, "rejected"), suggestion(transcript, 9, label="parking")]
    assert len(looked_turns(transcript, codings)) == 8
    assert worked_on([transcript], codings)[0].unsure == {(9, "need", "parking")}


def test_consensus_alone_counts_where_there_is_one(transcript):
    ann, ben = coding(transcript.id, 1, 0, "I"), coding(transcript.id, 1, 2, "called", coder="ben")
    both = coding(transcript.id, 1, 4, "lled", coder="consensus")
    assert worked_on([transcript], [ann, ben])[0].coded == (ann, ben)
    assert worked_on([transcript], [ann, ben, both])[0].coded == (both,)


def test_own_codes_are_those_that_the_scheme_does_not_have():
    assert is_own("need", "parking")
    assert is_own("touchpoint", "parking")
    assert not is_own("touchpoint", "phone")
    assert not is_own("touchpoint", None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_knows_what_is_right_wrong_and_unknown(language):
    transcripts, codings = interviews(language, 1)
    transcript, parking = transcripts[0], codings[0]
    open_one, rejected = suggestion(transcript, 1), suggestion(transcript, 13, "rejected")
    worked = worked_on(transcripts, [parking, open_one, rejected])[0]
    page = read_page(worked, load_tagger(language))
    assert page is not None
    turns = np.array([unit.turn for unit in page.lesson.units])
    held = page.codes["need", "parking"] == 1
    assert set(turns[held]) == {parking.utterance}
    assert page.lesson.targets["need"][held].all()
    # Nothing is open beside the coding, nor beside the rejected suggestion: those turns were read.
    assert set(turns[page.looked]) == {parking.utterance, 13}
    assert not page.known[turns == 1].any()
    assert page.known[turns == 13].all()
    assert not page.lesson.targets["need"][turns == 13].any()
