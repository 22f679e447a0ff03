import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.empathy import apply_edits, build_empathy_map, is_verbatim
from cjm_research.model import EmpathyEdit, Evidence
from tests.empathy.codings import coding

CODINGS = [
    coding("a", "thought", quote="it looked like a scam"),
    coding("b", "thought", quote="it looked like a scam to me"),
    coding("a", "thought", quote="they have forgotten us", u=2),
    coding("b", "emotion", "anger", valence=-2),
]


def build(codings=CODINGS):
    return build_empathy_map(codings, key="all", title="All", participants="abc", basis="confirmed")


def edit(note="", **values):
    return EmpathyEdit(group="customer", map="all", note=note or "mine", **values)


def on(note, **values):
    return edit(note.key, evidence=tuple(e.coding for e in note.evidence), **values)


SCAM, FORGOTTEN = build().quadrant("thinks")


def test_without_edits_a_map_is_what_the_codings_give():
    assert apply_edits(build(), [], CODINGS) == build()


def test_a_worded_note_is_the_researchers_and_keeps_its_evidence():
    note = apply_edits(build(), [on(SCAM, text="They smell a trick")], CODINGS).note(SCAM.key)
    assert (note.text, note.own, note.verbatim, note.count.k) == ("They smell a trick", True, False, 2)
    assert note.evidence == SCAM.evidence


def test_a_moved_note_stands_where_it_was_put():
    after = apply_edits(build(), [on(FORGOTTEN, position=-1.0), on(SCAM, quadrant="pains")], CODINGS)
    assert [note.text for note in after.quadrant("thinks")] == [FORGOTTEN.text]
    assert after.quadrant("pains")[-1].text == SCAM.text
    assert after.quadrant("pains")[-1].verbatim
    swapped = apply_edits(build(), [on(FORGOTTEN, position=-1.0)], CODINGS)
    assert [note.text for note in swapped.quadrant("thinks")] == [FORGOTTEN.text, SCAM.text]


def test_a_note_taken_off_stands_among_those_taken_off():
    after = apply_edits(build(), [on(SCAM, removed=True)], CODINGS)
    assert after.note(SCAM.key) is None
    assert after.removed == (SCAM.key,)
    assert after.taken_off[0].text == SCAM.text


def test_an_edit_follows_its_words_when_quotes_are_joined_anew():
    # The first of the theme's codings gave the key; without it the others still say the same.
    third = coding("c", "thought", quote="it looked like a scam really")
    before = build([*CODINGS, third]).quadrant("thinks")[0]
    left = [*CODINGS[1:], third]
    after = apply_edits(build(left), [on(before, text="A trick")], left)
    (note,) = [n for n in after.quadrant("thinks") if n.own]
    assert (note.key, note.text, note.count.k) == (before.key, "A trick", 2)
    assert len(after.quadrant("thinks")) == 2


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ({"text": "Two words"}, ("Two words", "thinks")),
        ({"quadrant": "pains"}, None),
        ({"position": 3.0}, None),
        ({"removed": True, "text": "Gone"}, None),
    ],
)
def test_a_note_whose_codings_all_went_stays_only_with_a_researchers_words(values, left):
    rest = CODINGS[3:]
    after = apply_edits(build(rest), [on(SCAM, **values)], rest)
    own = [(n.text, n.quadrant) for n in after.notes if n.key == SCAM.key]
    assert own == ([left] if left else [])
    assert all(n.is_assumption for n in after.notes if n.own)


def test_words_coded_otherwise_keep_the_note_that_somebody_moved_or_worded():
    anger = build().quadrant("feels")[0]
    relabelled = [*CODINGS[:3], CODINGS[3].model_copy(update={"label": "frustration"})]
    after = apply_edits(build(relabelled), [on(anger, text="They were furious")], relabelled)
    assert [(n.text, n.own, n.count.k) for n in after.quadrant("feels")] == [
        ("Frustration", False, 1), ("They were furious", True, 1),
    ]  # fmt: skip


def test_an_own_note_counts_only_words_that_count_on_this_map():
    stranger, rejected = coding("z", "thought"), coding("a", "thought", u=9, status="rejected")
    guids = (CODINGS[0].guid, stranger.guid, rejected.guid, "gone")
    own = edit(own=True, quadrant="sees", text="A shop window", evidence=guids)
    note = apply_edits(build(), [own], [*CODINGS, stranger, rejected]).note("mine")
    assert (note.count.k, note.count.n, note.people, note.own, note.is_assumption) == (1, 3, ("a",), True, False)
    assert apply_edits(build(), [edit(own=True, quadrant="sees", text="x")], CODINGS).note("mine").is_assumption


@pytest.mark.parametrize(
    ("text", "verbatim"),
    [
        ("I rang, and rang, and gave up", True),
        ("“I rang … gave  up”", True),
        ("rang, and rang", True),
        ("gave up … I rang", False),
        ("I called many times", False),
        ("…", False),
    ],
)
def test_says_is_verbatim_only_in_the_words_of_its_evidence(text, verbatim):
    quote = "I rang, and rang,\nand gave up"
    said = Evidence(participant="a", transcript="a", utterance=1, start=0, end=len(quote), quote=quote)
    assert is_verbatim(text, [said]) is verbatim
    own = edit(own=True, quadrant="says", text=text, evidence=(CODINGS[0].guid,))
    assert not apply_edits(build(), [own], CODINGS).note("mine").verbatim


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(["New words", "it looked like a scam"]),
        "quadrant": st.sampled_from(["says", "pains", "task"]),
        "position": st.floats(-5, 5),
        "removed": st.booleans(),
    },
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(build().notes), VALUES), max_size=6, unique_by=lambda t: t[0].key))
def test_edits_never_lose_or_invent_evidence(edits):
    after = apply_edits(build(), [on(note, **values) for note, values in edits], CODINGS)
    everything = (*after.notes, *after.taken_off)
    assert sorted(n.key for n in everything) == sorted(n.key for n in build().notes)
    assert {n.key: n.evidence for n in everything} == {n.key: n.evidence for n in build().notes}
    for area in {n.quadrant for n in after.notes}:
        places = [n.position for n in after.quadrant(area)]
        assert places == sorted(places)
