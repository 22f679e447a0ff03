import pytest

from cjm_research.empathy import build_empathy_map
from cjm_research.model import Coding
from cjm_research.model.scheme import EMPATHY_SOURCES


def coding(who, kind, label=None, *, quote="some words here", u=1, valence=None, status="confirmed"):
    return Coding(
        guid=f"{who}.{kind}.{label}.{u}.{quote}", transcript=who, participant=who, utterance=u, start=0,
        end=len(quote), quote=quote, kind=kind, label=label, valence=valence, stage="decision", coder="ann",
        status=status,
    )  # fmt: skip


CODINGS = [
    coding("a", "quote_worthy", quote="I don't mind paying, I mind finding out"),
    coding("a", "thought", quote="it looked like a scam"),
    coding("b", "thought", quote="looked like some scam to me"),
    coding("a", "touchpoint", "phone"),
    coding("b", "touchpoint", "phone"),
    coding("a", "emotion", "anger", valence=-2),
    coding("b", "pain_point", quote="nobody picked up"),
    coding("b", "goal", quote="a bed by Friday"),
]


def empathy(codings, people=("a", "b", "c"), basis="confirmed"):
    return build_empathy_map(codings, key="P1", title="Callers", participants=people, basis=basis)


@pytest.mark.parametrize(
    ("quadrant", "text", "verbatim", "k"),
    [
        ("says", "I don't mind paying, I mind finding out", True, 1),
        ("thinks", "it looked like a scam", True, 2),
        ("does", "Had to do with: Phone call", False, 2),
        ("feels", "Anger", False, 1),
        ("pains", "Phone call: “nobody picked up”", False, 1),
        ("gains", "a bed by Friday", True, 1),
    ],
)
def test_each_quadrant_holds_its_kinds_with_people_counted(quadrant, text, verbatim, k):
    (note,) = empathy(CODINGS).quadrant(quadrant)
    assert (note.text, note.verbatim, note.count.k, note.count.n) == (text, verbatim, k, 3)
    assert len({e.participant for e in note.evidence}) == k


def test_a_verbatim_note_is_word_for_word_its_first_evidence():
    for note in empathy(CODINGS).notes:
        if note.verbatim:
            assert note.text == note.evidence[0].quote


def test_a_persona_map_is_the_union_of_its_members_maps():
    whole = {e for note in empathy(CODINGS).notes for e in note.evidence}
    single = {e for who in "abc" for note in empathy(CODINGS, [who]).notes for e in note.evidence}
    assert whole == single
    assert len(whole) == len(CODINGS)


def test_strongest_support_comes_first_and_keys_are_unique():
    extra = [coding("c", "touchpoint", "chat"), *CODINGS]
    notes = empathy(extra).quadrant("does")
    assert [note.count.k for note in notes] == [2, 1]
    keys = [note.key for note in empathy(extra).notes]
    assert len(keys) == len(set(keys))


def test_nothing_coded_and_nobody_asked_give_an_empty_map():
    assert empathy([]).notes == ()
    assert empathy([], []).participants == ()


def test_suggestions_do_not_mix_with_confirmed_codings():
    suggested = coding("a", "goal", status="suggested")
    assert empathy([suggested]).notes == ()
    assert empathy([suggested], basis="machine").notes[0].count.k == 1


def test_every_kind_feeds_a_quadrant_or_is_left_out_on_purpose():
    fed = {kind for kinds in EMPATHY_SOURCES.values() for kind in kinds}
    assert {"turning_point", "motivation"}.isdisjoint(fed)


def test_what_people_did_comes_before_the_contacts_they_had():
    notes = empathy([*CODINGS, coding("c", "action", quote="I wrote to the owner")]).quadrant("does")
    assert [(note.text, note.count.k) for note in notes] == [
        ("I wrote to the owner", 1),
        ("Had to do with: Phone call", 2),
    ]


def test_marks_inside_a_quote_change_in_a_note_and_stay_in_its_evidence():
    words = "they said “come back” to me"
    (note,) = empathy([coding("a", "pain_point", quote=words)]).quadrant("pains")
    assert note.text == "No contact named: “they said ‘come back’ to me”"
    assert note.evidence[0].quote == words
