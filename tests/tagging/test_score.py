"""The score of tags against codings, on an example small enough to count by hand."""

from __future__ import annotations

import pytest

from benchmarks.score import Mark, core_macro_f1, figures, gold_marks, score
from cjm_research.model import Transcript


def mark(start, end, kind, label=None, valence=None, stage=None, utterance=0):
    return Mark("x", utterance, start, end, kind, label, valence, stage)


GOLD = [
    mark(0, 10, "touchpoint", "phone", -1, "purchase"),
    mark(20, 40, "pain_point", stage="purchase"),
    mark(50, 60, "barrier", stage="decision"),
    mark(0, 10, "emotion", "anger", -2, "purchase", utterance=1),
]
TAGS = [
    mark(5, 12, "touchpoint", "phone", -2, "decision"),  # shares 5 of 7: a match, label and sign right, stage wrong
    mark(20, 25, "pain_point", stage="purchase"),  # inside the coding: a match
    mark(26, 30, "pain_point", stage="purchase"),  # the coding is taken: wrong
    mark(56, 70, "pain_point", stage="decision"),  # shares 4 of 10: no match, though a barrier counts as pain
    mark(0, 4, "emotion", "fear", 1, None, utterance=1),  # a match, label and sign wrong
    mark(0, 10, "success_point"),
]


def test_known_example_gives_known_figures():
    counts = score(GOLD, TAGS)
    assert {k: (c["gold"], c["tags"], c["matched"]) for k, c in counts.items() if c} == {
        "touchpoint": (1, 1, 1),
        "emotion": (1, 1, 1),
        "pain_point": (2, 3, 1),
        "success_point": (0, 1, 0),
    }
    touchpoint, emotion, pain = (figures(counts[k]) for k in ("touchpoint", "emotion", "pain_point"))
    assert (touchpoint["label"], touchpoint["valence"], touchpoint["stage"]) == (1, 1, 0)
    assert (emotion["label"], emotion["valence"], emotion["stage"]) == (0, 0, 0)
    assert (pain["precision"], pain["recall"], pain["stage"]) == (pytest.approx(1 / 3), 0.5, 1)
    assert pain["label"] is None
    assert core_macro_f1(counts) == pytest.approx((1 + 1 + 0.4) / 5)


def test_the_largest_overlap_is_paired_first():
    gold = [mark(0, 10, "pain_point", stage="decision"), mark(8, 30, "pain_point", stage="purchase")]
    tags = [mark(5, 30, "pain_point", stage="purchase")]
    assert score(gold, tags)["pain_point"]["stage_ok"] == 1


def test_spans_of_other_utterances_never_match():
    assert score([mark(0, 5, "goal")], [mark(0, 5, "goal", utterance=1)])["goal"]["matched"] == 0


def test_codings_of_a_transcript_are_found_by_their_words():
    transcript = Transcript.model_validate(
        {"id": "x", "utterances": [{"text": "So I rang them."}], "gold": [{"u": 0, "quote": "rang", "kind": "action"}]}
    )
    assert [(m.start, m.end) for m in gold_marks(transcript)] == [(5, 9)]
