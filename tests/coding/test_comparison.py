from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.coding.comparison import VERDICTS, compare_codings, overlapping_pairs
from cjm_research.i18n import LANGUAGES
from cjm_research.model import Coding
from tests.coding.twice_coded import twice_coded


def coding(guid, start, end, kind="action", *, u=1, t="t1", **values):
    return Coding(
        guid=guid, transcript=t, participant=t, utterance=u, start=start, end=end, quote="", kind=kind,
        coder=guid[0], **values,
    )  # fmt: skip


def verdicts(first, second):
    return [(pair.verdict, *pair.guids) for pair in compare_codings(first, second).pairs]


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (coding("b1", 0, 10, "touchpoint", label="phone", valence=1, stage="purchase"), "same"),
        (coding("b1", 0, 12, "touchpoint", label="phone", valence=1, stage="purchase"), "extent"),
        (coding("b1", 0, 10, "touchpoint", label="email", valence=1, stage="purchase"), "label"),
        (coding("b1", 0, 10, "touchpoint", label="phone", valence=-1, stage="purchase"), "valence"),
        (coding("b1", 0, 10, "touchpoint", label="phone", valence=1, stage="decision"), "stage"),
        (coding("b1", 0, 10, "action", stage="purchase"), "kind"),
        (coding("b1", 0, 12, "touchpoint", label="email", valence=-1), "label"),
    ],
)
def test_the_heaviest_difference_is_the_verdict(other, verdict):
    ours = coding("a1", 0, 10, "touchpoint", label="phone", valence=1, stage="purchase")
    assert verdicts([ours], [other]) == [(verdict, "a1", "b1")]


def test_all_differences_are_named_heaviest_first():
    pair = compare_codings([coding("a1", 0, 10, label="x", valence=1)], [coding("b1", 1, 10, label="y")]).pairs[0]
    assert pair.differences == ("label", "extent", "valence")
    assert pair.overlap == pytest.approx(0.9)


def test_codings_without_a_counterpart_stand_alone():
    found = verdicts([coding("a1", 0, 5)], [coding("b1", 5, 9), coding("b2", 0, 5, u=3)])
    assert found == [("first_only", "a1"), ("second_only", "b1"), ("second_only", "b2")]


def test_the_same_code_goes_before_the_larger_overlap():
    """Both marked a contact and a pain, with borders crossed: nobody took one for the other."""
    first = [coding("a1", 0, 50, "touchpoint"), coding("a2", 0, 30, "pain_point")]
    second = [coding("b1", 0, 30, "touchpoint"), coding("b2", 0, 50, "pain_point")]
    assert sorted(verdicts(first, second)) == [("extent", "a1", "b1"), ("extent", "a2", "b2")]


def test_another_kind_needs_about_the_same_words():
    assert verdicts([coding("a1", 0, 10)], [coding("b1", 6, 20, "goal")]) == [
        ("first_only", "a1"),
        ("second_only", "b1"),
    ]


def test_the_best_overlap_is_taken_first_and_ties_are_told():
    split = compare_codings([coding("a1", 0, 10)], [coding("b1", 0, 5), coding("b2", 5, 10)]).pairs
    assert [(pair.verdict, *pair.guids, pair.tied) for pair in split] == [
        ("extent", "a1", "b1", True),
        ("second_only", "b2", False),
    ]
    clear = compare_codings([coding("a1", 0, 10)], [coding("b1", 0, 4), coding("b2", 4, 10)]).pairs
    assert ("extent", "a1", "b2") in [(pair.verdict, *pair.guids) for pair in clear]
    assert not any(pair.tied for pair in clear)


def test_a_coding_at_one_point_meets_only_its_like():
    assert verdicts([coding("a1", 3, 3)], [coding("b1", 3, 3)]) == [("same", "a1", "b1")]
    assert verdicts([coding("a1", 3, 3)], [coding("b1", 0, 9)]) == [("second_only", "b1"), ("first_only", "a1")]


codings_of_one = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 12), st.sampled_from(["action", "goal", "need"]),
        st.sampled_from([None, "x", "y"]), st.integers(0, 1),
    ),
    max_size=9,
)  # fmt: skip


def made(found, who):
    return [coding(f"{who}{i}", a, a + n, kind, label=label, u=u) for i, (a, n, kind, label, u) in enumerate(found)]


@given(codings_of_one, codings_of_one)
def test_every_coding_stands_once_and_sides_can_be_exchanged(first, second):
    ours, theirs = made(first, "a"), made(second, "b")
    there, back = compare_codings(ours, theirs), compare_codings(theirs, ours)
    assert sorted(g for pair in there.pairs for g in pair.guids) == sorted(c.guid for c in ours + theirs)
    assert sum(there.counts.values()) == len(there.pairs)
    mirrored = {"first_only": "second_only", "second_only": "first_only"}
    assert sorted((p.verdict, *sorted(p.guids)) for p in there.pairs) == sorted(
        (mirrored.get(p.verdict, p.verdict), *sorted(p.guids)) for p in back.pairs
    )
    assert compare_codings(list(reversed(ours)), list(reversed(theirs))) == there
    assert all((p.verdict == "same") == (not p.differences) for p in there.pairs if p.first and p.second)


@given(codings_of_one)
def test_compared_with_itself_everything_is_the_same(found):
    assert {pair.verdict for pair in compare_codings(made(found, "a"), made(found, "b")).pairs} <= {"same"}


@given(codings_of_one, codings_of_one)
def test_overlapping_pairs_share_half_of_the_shorter(first, second):
    pairs = overlapping_pairs(made(first, "a"), made(second, "b"))
    assert len({c.guid for pair in pairs for c in pair}) == 2 * len(pairs)
    for ours, theirs in pairs:
        shorter = min(ours.end - ours.start, theirs.end - theirs.start)
        common = min(ours.end, theirs.end) - max(ours.start, theirs.start)
        assert ours.code == theirs.code
        assert not shorter or Fraction(common, shorter) >= Fraction(1, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_coders_of_the_corpus(corpus, language):
    _transcripts, codings = twice_coded(corpus, language)
    sides = [[c for c in codings if c.coder == who] for who in ("anna", "ben")]
    found = compare_codings(*sides)
    assert (found.first_coder, found.second_coder) == ("anna", "ben")
    assert tuple(found.counts) == VERDICTS
    assert found.counts["same"] > len(found.pairs) / 3
    assert len(found.differing) == len(found.pairs) - found.counts["same"]
    first = found.pairs[0]
    assert first in found.in_utterance(*first.place[:2])
