"""Codes of a researcher's own: learnt from ten passages beside a machine whose suggestions nobody has looked at."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from cjm_research.coding import codings_of, suggestions_from_tags
from cjm_research.i18n import LANGUAGES
from cjm_research.model import Coding, Transcript
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.own.codes import known_of
from cjm_research.tagging.own.features import bucket, hashed_for_codes
from cjm_research.tagging.own.learning import Learnt, learn_own
from cjm_research.tagging.own.pages import Page, read_page, worked_on
from cjm_research.tagging.sources.training import bundled_interviews
from cjm_research.tagging.tagger import load_tagger
from tests.tagging.own_talk import ANSWERS, coding, interviews

STUDIES = {"en": "flat-pack-furniture", "pl": "wakacje-z-lotem", "ru": "okna-v-kvartiru"}
PARKING = ("need", "parking")


@cache
def beside(language: str) -> tuple[list[Transcript], list[Coding], Learnt]:
    """Ten passages coded in five interviews, and every suggestion of the machine open."""
    transcripts, codings = interviews(language)
    tags = [tag for one in transcripts for tag in load_tagger(language).tags(one)]
    mine = [one for one in codings if one.transcript in {t.id for t in transcripts[:5]}]
    return transcripts, codings, learn_own(transcripts, [*mine, *suggestions_from_tags(tags, transcripts)])


def page_of(transcript: Transcript, codings: list[Coding]) -> Page:
    page = read_page(worked_on([transcript], codings)[0], load_tagger(transcript.language))
    assert page is not None
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_passages_are_enough_though_every_suggestion_is_open(language):
    transcripts, codings, learnt = beside(language)
    unseen = transcripts[5:]
    tags = [tag for one in unseen for tag in load_tagger(language).tags(one, own=learnt.own) if tag.label == "parking"]
    gold = {(c.transcript, c.utterance): c for c in codings if c.transcript in {t.id for t in unseen}}
    right = [tag for tag in tags if (c := gold.get((tag.transcript, tag.utterance))) and tag.start < c.end > c.start]
    assert [code.examples for code in learnt.own.codes] == [10]
    assert len(right) >= len(gold) / 2
    assert len(right) >= 0.6 * len(tags)


@pytest.mark.parametrize("language", LANGUAGES)
def test_share_by_chance_is_that_of_the_pieces_that_hold_the_code(language):
    (outcome,) = [one for one in beside(language)[2].outcomes if one.name == "need/parking"]
    assert outcome.before <= 2 / ANSWERS
    assert outcome.used
    assert outcome.before < outcome.after <= 1


def test_clicks_are_not_told_where_nobody_looked():
    transcripts, codings = interviews("en")
    tags = [tag for one in transcripts for tag in load_tagger("en").tags(one)]
    # One coding beside an open suggestion in every answer: no answer was worked through.
    stray = [
        coding(one.id, 2 * n + 1, 0, "x", kind="quote_worthy", status="suggested", coder="machine")
        for one in transcripts
        for n in range(ANSWERS)
    ]
    learnt = learn_own(transcripts, [*codings, *suggestions_from_tags(tags, transcripts), *stray])
    assert "finding" not in [one.name for one in learnt.outcomes]
    assert [code.label for code in learnt.own.codes] == ["parking"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_of_passages_drawn_at_random_is_not_suggested(language):
    transcripts = [t for study, t in bundled_interviews(language) if study == STUDIES[language]][:8]
    everything = [one for t in transcripts for one in codings_of(t)]
    drawn = np.random.default_rng(1).choice(len(everything), 14, replace=False)
    mine = [everything[i].model_copy(update={"kind": "need", "label": "whatever"}) for i in sorted(drawn)]
    learnt = learn_own(transcripts, mine)
    (outcome,) = [one for one in learnt.outcomes if one.name == "need/whatever"]
    assert not learnt.own.codes
    assert not outcome.used
    assert outcome.before < 0.1
    assert outcome.after < 0.35


def test_half_done_interview_counts_up_to_the_last_decision_where_the_code_is_used_in_few():
    transcripts, codings = interviews("en", 4)
    pages = [page_of(one, [c for c in codings if c.transcript == one.id]) for one in transcripts]
    turns = np.array([unit.turn for unit in pages[0].lesson.units])
    last = max(c.utterance for c in codings if c.transcript == transcripts[0].id)
    assert set(turns[known_of(PARKING, pages[0], pages[:2])]) == {n for n in set(turns) if n <= last}
    assert known_of(PARKING, pages[0], pages).all()


def test_rejected_suggestion_of_an_own_code_speaks_against_the_code_and_not_against_its_kind():
    transcripts, _codings = interviews("en", 1)
    refused = coding(transcripts[0].id, 13, 0, transcripts[0].utterances[13].text, kind="need", label="parking")
    open_one = coding(transcripts[0].id, 1, 0, "x", kind="goal", status="suggested", coder="machine", source="rule:x")
    later = open_one.model_copy(update={"utterance": 13})
    refused = refused.model_copy(update={"status": "rejected", "source": "model:study"})
    page = page_of(transcripts[0], [refused, open_one, later])
    turns = np.array([unit.turn for unit in page.lesson.units])
    assert set(turns[known_of(PARKING, page, [page])]) == {13}
    assert not page.target_of(PARKING).any()
    assert not page.known[turns == 13, FOUND.index("need")].any()


def test_words_of_one_family_share_a_root():
    items = [{"lemma": ["^", "parking", "$", "^ parking", "parking $"]}, {"lemma": ["parkometr"]}, {"lemma": ["car"]}]
    words = hashed_for_codes(items, "pl")
    root = bucket("pl", "root", "parki")
    assert words[0, root] > 0
    assert words[0].nnz == 2  # the word and its root: ends of a piece are no words
    assert words[2].nnz == 1
