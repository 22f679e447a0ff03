from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.coding.queries import code_cooccurrence
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.model import Coding, Transcript, Utterance

TURN = "x" * 100


def talk(id="t1", n=10, text=TURN):
    """Turns by turns: the interviewer asks in the even ones."""
    return Transcript(
        id=id,
        utterances=tuple(Utterance(text=text, role=("interviewer", "participant")[i % 2]) for i in range(n)),
    )


def coding(code, start, end, u=1, who="t1", status="confirmed", coder="ann"):
    kind, _slash, label = code.partition("/")
    return Coding(
        guid=f"{who}-{u}-{code}-{start}-{end}-{coder}", transcript=who, participant=who, utterance=u, start=start,
        end=end, quote=TURN[start:end], kind=kind, label=label or None, coder=coder, status=status,
    )  # fmt: skip


def together(codings, *, talks=None, people=None, **options):
    talks = talks or [talk()]
    options = {"basis": "confirmed", "seed": 1, "draws": 0, **options}
    return code_cooccurrence(codings, talks, people or [t.id for t in talks], **options)


def pair(codings, **options):
    (row,) = together(codings, **options).itertuples()
    return row


def test_overlap_needs_a_shared_code_point():
    meets = pair([coding("goal", 0, 10), coding("need", 9, 20)])
    assert (meets.people, meets.mentions, meets.c) == (1, 1, 1.0)
    assert pair([coding("goal", 0, 10), coding("need", 10, 20)]).mentions == 0


@pytest.mark.parametrize(
    ("how", "within", "distance", "met"),
    [
        ("overlap", 2, 0, 0), ("turn", 2, 0, 1), ("turn", 2, 2, 0), ("near", 2, 2, 1), ("near", 1, 2, 0),
        ("near", 3, 4, 0), ("near", 4, 4, 1), ("near", 0, 0, 1),
    ],
)  # fmt: skip
def test_nearness_counts_turns(how, within, distance, met):
    codings = [coding("goal", 0, 10, u=1), coding("need", 50, 60, u=1 + distance)]
    assert pair(codings, how=how, within=within).mentions == met
    swapped = [coding("need", 0, 10, u=1), coding("goal", 50, 60, u=1 + distance)]
    assert pair(swapped, how=how, within=within).mentions == met


def test_no_distance_bridges_two_interviews():
    codings = [coding("goal", 0, 10, u=9), coding("need", 0, 10, u=1, who="t2")]
    assert pair(codings, talks=[talk(), talk("t2")], how="near", within=50).mentions == 0


def test_one_long_passage_over_short_ones_meets_once():
    row = pair([coding("goal", 0, 100), *(coding("need", s, s + 5) for s in (0, 20, 40, 60))])
    assert (row.a_with_b, row.b_with_a, row.mentions) == (1, 4, 1)
    assert row.c == 1 / (1 + 4 - 1)


def test_coefficients_follow_their_formulas():
    codings = [
        coding("goal", 0, 10), coding("need", 5, 15), coding("goal", 0, 10, u=3), coding("goal", 0, 5, u=5),
        coding("need", 0, 5, who="t2"), coding("goal", 50, 55, who="t2"), coding("need", 0, 5, who="t3"),
    ]  # fmt: skip
    row = pair(codings, talks=[talk(f"t{i}") for i in range(1, 6)])
    assert (row.a, row.b, row.people, row.people_a, row.people_b, row.n) == ("goal", "need", 1, 2, 3, 5)
    assert (row.mentions, row.mentions_a, row.mentions_b) == (1, 4, 3)
    assert row.jaccard == pytest.approx(1 / 3), "one of the three who told of either"
    assert row.c == pytest.approx(1 / 6)


def test_a_code_and_one_below_it_make_no_pair():
    codings = [coding("touchpoint/phone", 0, 10), coding("touchpoint", 0, 10), coding("need", 0, 10)]
    assert [(r.a, r.b) for r in together(codings).itertuples()] == [
        ("need", "touchpoint"), ("need", "touchpoint/phone"),
    ]  # fmt: skip


def test_named_codes_hold_those_below_them():
    codings = [coding("touchpoint/phone", 0, 10), coding("touchpoint/chat", 50, 60), coding("need", 0, 60)]
    row = pair(codings, codes=["touchpoint", "need"])
    assert (row.mentions_b, row.b_with_a, row.mentions) == (2, 2, 1)
    with pytest.raises(UnknownNameError):
        together(codings, codes=["touchpoint", "knead"])


def test_two_coders_on_the_same_words_are_no_meeting_and_one_mention():
    codings = [coding("need", 0, 10), coding("need", 0, 10, coder="ben"), coding("goal", 5, 12)]
    row = pair(codings)
    assert (row.mentions_b, row.mentions) == (1, 1)


def test_only_one_basis_and_the_people_asked_count():
    codings = [coding("goal", 0, 10), coding("need", 0, 10, status="suggested"), coding("need", 0, 9, who="t2")]
    assert len(together(codings)) == 0
    assert len(together(codings, basis="machine")) == 0
    empty, full = together([]), together([coding("goal", 0, 10), coding("need", 0, 10)])
    assert list(empty.dtypes) == list(full.dtypes)


def test_rows_stand_by_people_then_mentions_then_name():
    codings = [coding(k, 0, 10, who=w) for w in ("t1", "t2") for k in ("goal", "need")]
    codings += [coding("action", 0, 10), coding("action", 0, 10, u=3), coding("need", 0, 10, u=3)]
    table = together(codings, talks=[talk(), talk("t2")])
    assert [(r.a, r.b, r.people, r.mentions) for r in table.itertuples()] == [
        ("goal", "need", 2, 2), ("action", "need", 1, 2), ("action", "goal", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["overlap", "turn", "near"])
def test_the_same_seed_gives_the_same_table_whatever_the_order(how):
    codings = [
        coding(k, s, s + 9, u=u) for k, s, u in (("goal", 0, 1), ("need", 5, 1), ("goal", 50, 7), ("need", 3, 5))
    ]
    first = together(codings, how=how, draws=300)
    assert first.equals(together(codings[::-1], how=how, draws=300))
    assert not first.equals(together(codings, how=how, draws=300, seed=2))
    assert "p" in first


def test_chance_agrees_with_what_can_be_counted():
    """Two passages of 10 on a circle of 500 code points overlap in 19 of 500 places."""
    row = pair([coding("goal", 0, 10), coding("need", 0, 10, u=5)], draws=4000)
    assert row.expected == pytest.approx(19 / 500, abs=0.012)
    assert row.expected_people == row.expected
    assert row.p == 1.0, "nothing met: every arrangement has at least as many"


def test_long_turns_draw_more_by_chance():
    """Shares .8 and .2 of the text: two points fall into one turn with .8² + .2²."""
    long = Transcript(id="t1", utterances=(Utterance(text="x" * 800), Utterance(text="x" * 200)))
    row = pair([coding("goal", 0, 1, u=0), coding("need", 10, 11, u=0)], talks=[long], how="turn", draws=4000)
    assert row.expected == pytest.approx(0.68, abs=0.03)


def test_what_always_meets_is_unlikely_by_chance_and_what_never_does_is_not():
    codings = [
        coding(code, start, start + 10, u, f"t{w}")
        for w in range(6)
        for u in (1, 3, 7)
        for code, start in (("goal", 0), ("need", 0), ("action", 60))
    ]
    rows = {(r.a, r.b): r for r in together(codings, talks=[talk(f"t{w}") for w in range(6)], draws=99).itertuples()}
    assert rows["goal", "need"].p == 0.01
    assert rows["action", "goal"].p == 1.0
    assert not rows["goal", "need"].few


def test_small_numbers_are_warned_of():
    table = together([coding("goal", 0, 10), coding("need", 0, 10)], draws=9)
    assert list(table["few"]) == [True]
    assert any("fewer than 5 people" in note for note in table.attrs["notes"])
    assert any("not known" in note for note in table.attrs["notes"])


@pytest.mark.parametrize("wrong", [{"how": "beside"}, {"within": -1}, {"draws": -1}])
def test_impossible_questions_are_refused(wrong):
    with pytest.raises(BadValueError):
        together([], **wrong)


SPANS = st.tuples(
    st.sampled_from(["goal", "need", "action"]), st.sampled_from(["t1", "t2"]), st.sampled_from([1, 3, 5]),
    st.integers(0, 30), st.integers(1, 15),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(SPANS, max_size=14), st.sampled_from(["overlap", "turn", "near"]))
def test_counts_equal_those_of_looking_at_every_pair(spans, how):
    codings = [coding(k, s, s + n, u, who, coder=str(i)) for i, (k, who, u, s, n) in enumerate(spans)]
    joined = {}
    for c in codings:  # overlapping ones of a code are one passage
        joined.setdefault((c.code, c.transcript, c.utterance), np.zeros(60, int))[c.start : c.end] = 1
    found = [(*key, a, b) for key, line in joined.items() for a, b in _runs(line, codings, key)]

    def meet(one, other):
        if one[1] != other[1]:
            return False
        if how == "overlap":
            return one[2] == other[2] and one[3] < other[4] and other[3] < one[4]
        return abs(one[2] - other[2]) <= (0 if how == "turn" else 2)

    table = together(codings, talks=[talk(), talk("t2")], how=how)
    rows = {(r.a, r.b): r for r in table.itertuples()}
    for a, b in combinations(sorted({f[0] for f in found}), 2):
        ones, others = [f for f in found if f[0] == a], [f for f in found if f[0] == b]
        row = rows[a, b]
        assert row.a_with_b == sum(any(meet(o, p) for p in others) for o in ones)
        assert row.b_with_a == sum(any(meet(o, p) for o in ones) for p in others)
        assert row.people == len({o[1] for o in ones for p in others if meet(o, p)})
        assert 0 <= row.c <= 1
        assert 0 <= row.jaccard <= 1


def _runs(line, codings, key):
    """Stretches of a line, cut where two codings only touch."""
    mine = sorted((c.start, c.end) for c in codings if (c.code, c.transcript, c.utterance) == key)
    runs = []
    for start, end in mine:
        if runs and start < runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs
