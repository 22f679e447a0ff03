import pytest

from cjm_research.empathy import build_empathy_map
from cjm_research.empathy.sources import ENOUGH_SAID, HEARD, SEEN
from cjm_research.i18n import using_language
from cjm_research.model import Participant
from cjm_research.model.scheme import EMPATHY_SOURCES, TOUCHPOINT_LABELS
from tests.empathy.codings import coding

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
    note = empathy(CODINGS).quadrant(quadrant)[0]
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
    for quadrant in ("says", "task", "does"):
        whole = {e for note in empathy(CODINGS).quadrant(quadrant) for e in note.evidence}
        assert whole == {e for who in "abc" for n in empathy(CODINGS, [who]).quadrant(quadrant) for e in n.evidence}


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
    assert empathy([suggested], basis="machine").quadrant("task")[0].count.k == 1


def test_turning_points_and_motives_stand_under_what_people_say_alone():
    fed = {kind for kinds in EMPATHY_SOURCES.values() for kind in kinds}
    assert {"turning_point", "motivation"}.isdisjoint(fed)
    (note,) = empathy([coding("a", "motivation", quote="the baby was due in May")]).notes
    assert (note.quadrant, note.text, note.verbatim) == ("says", "the baby was due in May", True)


def test_quotes_worth_remembering_come_first_and_others_make_up_only_for_missing_ones():
    def says(n_marked):
        marked = [coding("a", "quote_worthy", quote=f"remember these words, number {n}", u=n) for n in range(n_marked)]
        others = [coding("a", "thought", quote=f"something else was thought {n}", u=n + 10) for n in range(9)]
        same_place = coding("a", "motivation", quote="remember these words, number 0", u=0)
        notes = empathy([*marked, *others, same_place]).quadrant("says")
        return [(note.code, len(note.evidence)) for note in notes]

    assert sum(n for _code, n in says(1)) == ENOUGH_SAID
    assert says(1)[0] == ("quote_worthy", 1)
    assert {code for code, _n in says(1)[1:]} == {"thought"}
    assert {code for code, _n in says(ENOUGH_SAID)} == {"quote_worthy"}


@pytest.mark.parametrize(("label", "area"), [("advertising", "sees"), ("word_of_mouth", "hears"), ("delivery", None)])
def test_contacts_are_seen_or_heard_or_only_done(label, area):
    found = empathy([coding("a", "touchpoint", label, quote="the radio at work")])
    assert {note.quadrant for note in found.notes} == {"does", area} - {None}
    assert [note.quadrant for note in found.in_form("canvas").notes] == [area or "does"]
    assert [note.quadrant for note in found.in_form("quadrants").notes] == ["does"]
    if area:
        assert found.quadrant(area)[0].text.endswith("“the radio at work”")
    assert not SEEN & HEARD
    assert set(TOUCHPOINT_LABELS) >= SEEN | HEARD


def test_the_canvas_shows_goals_as_the_task_and_not_again_as_gains():
    found = empathy([*CODINGS, coding("a", "success_point", quote="it came early")])
    assert [note.text for note in found.in_form("canvas").quadrant("task")] == ["a bed by Friday"]
    assert [note.code for note in found.in_form("canvas").quadrant("gains")] == ["success_point@phone"]
    assert [note.code for note in found.in_form("quadrants").quadrant("gains")] == ["goal", "success_point@phone"]
    assert not found.in_form("quadrants").quadrant("task")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_who_tells_what_is_known_of_the_participants(language):
    people = [
        Participant(id="a", attributes={"age": 30, "region": "Łódź", "pets": "cat"}),
        Participant(id="b", attributes={"age": "41", "region": "Łódź", "pets": ""}),
        Participant(id="c", attributes={"region": "Омск", "gender": None}),
    ]
    with using_language(language):
        who = empathy(CODINGS, people).quadrant("who")
        alone = empathy(CODINGS, people[:1]).quadrant("who")
    assert [(note.count.k, note.count.n, note.people) for note in who] == [
        (3, 3, ("a", "b", "c")), (2, 3, ("a", "b")), (2, 3, ("a", "b")),
    ]  # fmt: skip
    assert all(digits in who[1].text for digits in ("30", "41", "35"))
    assert who[2].text.endswith("Łódź (2)")
    assert alone[-1].text.endswith("cat")
    assert not any(note.is_assumption or note.verbatim for note in (*who, *alone))
    assert len(alone) == 4


def test_keys_stay_when_interviews_are_added_behind_and_labels_are_named_in_another_language():
    more = [*CODINGS, *(coding("c", c.kind, c.label, quote=c.quote, valence=c.valence) for c in CODINGS)]
    with using_language("ru"):
        later = {note.key: note for note in empathy(more).notes}
    for note in empathy(CODINGS).notes:
        assert {e.coding for e in note.evidence} <= {e.coding for e in later[note.key].evidence}


def test_a_barrier_is_told_from_the_trouble_at_the_same_contact():
    pains = empathy([*CODINGS, coding("a", "barrier", quote="they wanted cash", u=3)]).quadrant("pains")
    assert [note.text for note in pains] == [
        "Phone call: “nobody picked up”",
        "Barrier: Phone call: “they wanted cash”",
    ]


def test_distrust_and_trust_are_two_notes():
    feelings = empathy([coding("a", "emotion", "trust", valence=v, u=v + 5) for v in (1, -1)]).quadrant("feels")
    assert len({note.key for note in feelings}) == len({note.text for note in feelings}) == 2


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


@pytest.mark.parametrize("age", ["inf", "nan", "1e999"])
def test_what_is_no_number_is_shown_as_it_was_written(age):
    people = [Participant(id=who, attributes={"age": age}) for who in "ab"]
    who = empathy([], people=people).quadrant("who")
    assert [note.count.k for note in who] == [2, 2]
    assert age in who[1].text
    assert "median" not in who[1].text
