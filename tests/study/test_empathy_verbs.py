import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import EmpathyEdit
from tests.study.conftest import write_interview


@pytest.fixture
def coded(study, tmp_path):
    """Two customers and an expert, each with a few codings."""
    for who, group in (("a", "customer"), ("b", "customer"), ("x", "expert")):
        codings = [
            {"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone"},
            {"u": 1, "quote": "nobody picked up", "kind": "pain_point"},
            {"u": 3, "quote": "I gave up", "kind": "thought"},
        ]
        write_interview(tmp_path / "talks" / f"{who}.json", codings=codings, group=group)
    study.import_transcripts(tmp_path / "talks")
    return study


def thought(study, key="all", **options):
    return study.empathy_map(key, **options).quadrant("thinks")[0]


def test_a_note_is_worded_and_can_have_its_own_words_back(coded):
    key = thought(coded).key
    edit = coded.change_empathy_note("all", key, text="They gave up")
    assert (edit.key, edit.own, len(edit.evidence)) == (f"customer/all/{key}", False, 2)
    assert (thought(coded).text, thought(coded).own, thought(coded).count.k) == ("They gave up", True, 2)
    assert thought(coded, as_found=True).text == "I gave up"
    coded.change_empathy_note("all", key, text="I gave up")
    assert coded.store.standing("empathy") == {}
    assert coded.undo() == 1
    assert thought(coded).text == "They gave up"


def test_a_note_moves_to_another_area_and_back(coded):
    key = thought(coded).key
    last = coded.empathy_map().quadrant("pains")[-1].position
    coded.change_empathy_note("all", key, quadrant="pains")
    assert coded.empathy_map().quadrant("pains")[-1].key == key
    assert coded.empathy_map().note(key).position == last + 1
    coded.change_empathy_note("all", key, quadrant="thinks")
    assert coded.store.standing("empathy") == {}


def test_an_own_note_is_added_once_and_without_evidence_is_an_assumption(coded):
    for _time in range(2):
        edit = coded.add_empathy_note("all", "sees", "A  queue of\n20", guid="g1", coder="ann")
    note = coded.empathy_map().note("g1")
    assert (note.text, note.own, note.is_assumption, note.count.k, note.count.n) == ("A queue of 20", True, True, 0, 2)
    assert edit == coded.store.standing("empathy")["customer/all/g1"]
    with pytest.raises(BadValueError, match="g1"):
        coded.add_empathy_note("all", "sees", "Something else", guid="g1")
    guid = next(c.guid for c in coded.codings if c.participant == "b" and c.kind == "pain_point")
    coded.change_empathy_note("all", "g1", evidence=[guid, guid], text="nobody picked up", quadrant="says")
    note = coded.empathy_map().note("g1")
    assert (note.people, note.verbatim, note.is_assumption, note.quadrant) == (("b",), True, False, "says")
    with pytest.raises(BadValueError, match="somebody else"):
        coded.undo("ann")


def test_taking_off_is_undone_one_by_one_or_altogether(coded):
    key = thought(coded).key
    coded.change_empathy_note("all", key, text="They gave up")
    coded.remove_empathy_note("all", key)
    coded.add_empathy_note("all", "who", "Busy people", guid="g")
    coded.remove_empathy_note("all", "g")
    assert coded.empathy_map().removed == (key, "g")
    assert [note.text for note in coded.empathy_map().taken_off] == ["They gave up", "Busy people"]
    assert coded.restore_empathy_notes("all", "g", key) == 2
    assert thought(coded).text == "They gave up"
    assert coded.restore_empathy_notes("all") == 2
    assert coded.empathy_map() == coded.empathy_map(as_found=True)
    coded.undo()
    assert coded.empathy_map().note("g").text == "Busy people"


def test_edits_are_of_one_map_alone(coded):
    coded.change_empathy_note("a", thought(coded, "a").key, text="Mine")
    coded.add_empathy_note("all", "hears", "An expert's", group="expert")
    assert thought(coded, "a").text == "Mine"
    assert thought(coded).text == thought(coded, "b").text == "I gave up"
    assert not any(note.own for note in coded.empathy_map().notes)
    assert [n.text for n in coded.empathy_map(group="expert").notes if n.own] == ["An expert's"]


def test_editing_a_personas_map_fixes_the_personas_in_the_same_step(coded):
    assert coded.persona_plan() is None
    coded.add_empathy_note("P1", "who", "Busy people", coder="ann")
    assert coded.persona_plan().persona("P1").members == coded.empathy_map("P1").participants
    coded.undo("ann")
    assert coded.persona_plan() is None
    assert not coded.store.standing("empathy")


def test_the_map_is_not_built_anew_for_an_edit_and_is_when_codings_change(coded, monkeypatch):
    built = []
    real = __import__("cjm_research.empathy.build", fromlist=["x"]).build_empathy_map
    monkeypatch.setattr("cjm_research.empathy.build_empathy_map", lambda *a, **k: built.append(1) or real(*a, **k))
    coded.add_empathy_note("all", "who", "Busy people")
    coded.write_memo("A remark")
    assert len(coded.empathy_map().notes) > 1
    assert len(built) == 1
    coded.add_coding("a", 3, "gave up", kind="emotion", label="anger")
    assert coded.empathy_map().quadrant("feels")
    with using_language("pl"):
        coded.empathy_map()
    assert len(built) == 3


REFUSED = [
    (lambda s, n: s.add_empathy_note("all", "smells", "x"), UnknownNameError),
    (lambda s, n: s.add_empathy_note("all", "says", "  "), BadValueError),
    (lambda s, n: s.add_empathy_note("all", "says", "x" * 601), BadValueError),
    (lambda s, n: s.add_empathy_note("P9", "says", "x"), UnknownNameError),
    (lambda s, n: s.add_empathy_note("all", "says", "x", evidence=["none"]), UnknownNameError),
    (lambda s, n: s.add_empathy_note("a", "says", "x", evidence=[_guid(s, "b")]), BadValueError),
    (lambda s, n: s.change_empathy_note("all", "none", text="x"), UnknownNameError),
    (lambda s, n: s.change_empathy_note("all", n, evidence=[_guid(s, "a")]), BadValueError),
    (lambda s, n: s.remove_empathy_note("all", "none"), UnknownNameError),
    (lambda s, n: s.restore_empathy_notes("all", n), UnknownNameError),
]


def test_what_does_not_fit_is_refused_and_changes_nothing(coded):
    revision, key = coded.store.revision(), thought(coded).key
    for act, error in REFUSED:
        with pytest.raises(error):
            act(coded, key)
    assert coded.store.revision() == revision


def _guid(study, participant):
    return next(c.guid for c in study.codings if c.participant == participant)


def test_edits_stand_in_the_database_as_they_were_made(coded):
    edit = coded.remove_empathy_note("all", thought(coded).key, coder="ann")
    assert isinstance(edit, EmpathyEdit)
    assert coded.store.standing("empathy") == {edit.key: edit}


def test_maps_are_written_in_both_forms_and_as_an_empty_sheet(coded):
    coded.add_empathy_note("all", "sees", "A queue of 20")
    page = coded.write_map(kind="empathy", form="canvas", designed_for="The team")
    assert page.name == "empathy-canvas-all.html"
    assert "The team" in page.read_text("utf-8")
    assert "A queue of 20" in page.read_text("utf-8")
    assert "A queue of 20" not in coded.write_map(kind="empathy", format="svg").read_text("utf-8")
    blank = coded.write_map("blank", kind="empathy", form="canvas", format="svg").read_text("utf-8")
    assert "queue" not in blank
    with pytest.raises(UnknownNameError, match="quadrants, canvas"):
        coded.write_map(kind="empathy", form="wheel")


def test_a_key_that_is_given_again_brings_no_words_of_the_persona_before(coded):
    coded.split_persona("P1", ["b"])
    coded.change_empathy_note("P2", thought(coded, "P2").key, text="They gave up")
    coded.merge_personas("P1", "P2", into="P1")
    coded.forget_personas()
    coded.split_persona("P1", ["b"])
    assert (thought(coded, "P2").text, thought(coded, "P2").own) == ("I gave up", False)


def test_notes_go_with_the_last_member_of_a_persona(coded):
    coded.split_persona("P1", ["b"])
    coded.add_empathy_note("P2", "sees", "A queue of 20")
    coded.remove_transcript("b")
    assert coded.store.standing("empathy") == {}
    assert coded.persona_plan().next_key == "P3"
    coded.add_empathy_note("P1", "sees", "A queue of 20")
    coded.remove_transcript("a")
    assert (coded.persona_plan("customer"), coded.store.standing("empathy")) == (None, {})
    assert "A queue" not in "".join(event.value.model_dump_json() for event in coded.store.history() if event.value)


def test_notes_of_a_participant_stay_hers_in_another_group(coded, tmp_path):
    coded.add_empathy_note("a", "sees", "A queue of 20", guid="g")
    key = thought(coded, "a").key
    coded.change_empathy_note("a", key, text="They gave up")
    table = tmp_path / "who.csv"
    table.write_text("participant,group\na,expert\n", encoding="utf-8")
    coded.import_participants(table)
    assert (coded.empathy_map("a").group, thought(coded, "a").text) == ("expert", "They gave up")
    assert coded.empathy_map("a").note("g").text == "A queue of 20"
    coded.remove_empathy_note("a", "g")
    coded.change_empathy_note("a", key, text="I gave up")
    assert [(edit.key, edit.removed) for edit in coded.store.standing("empathy").values()] == [("customer/a/g", True)]


def test_no_persona_has_the_id_of_a_participant(study, tmp_path):
    codings = [{"u": 3, "quote": "I gave up", "kind": "thought"}]
    for who, group in (("P1", "customer"), ("P2", "customer"), ("G1", "expert")):
        write_interview(tmp_path / "talks" / f"{who}.json", codings=codings, group=group)
    study.import_transcripts(tmp_path / "talks")
    (persona,) = study.personas().personas
    assert (persona.key, study.empathy_map(persona.key).participants) == ("PG1", ("P1", "P2"))
    assert study.split_persona("PG1", ["P2"]) == "PG2"
    study.add_empathy_note("P1", "sees", "A queue of 20", guid="of the participant")
    study.add_empathy_note("PG1", "sees", "A queue of 30", guid="of the persona")
    assert study.journey_map("PG2").participants == ("P2",)
    study.forget_personas()
    assert [edit.note for edit in study.store.standing("empathy").values()] == ["of the participant"]


def test_what_one_coder_takes_back_does_not_move_the_note_of_another(coded):
    coded.add_empathy_note("P1", "sees", "A queue of 20", coder="ann")
    coded.add_empathy_note("P1", "sees", "A queue of 30", coder="ben")
    coded.undo("ann")
    assert coded.persona_plan() is not None
    assert [note.text for note in coded.empathy_map("P1").notes if note.own] == ["A queue of 30"]
    coded.redo("ann")
    assert len([note for note in coded.empathy_map("P1").notes if note.own]) == 2
    coded.undo("ann")
    coded.undo("ben")
    coded.forget_personas()
    coded.rename_persona("P1", "Callers", coder="ann")
    coded.add_empathy_note("P1", "sees", "A queue of 40", coder="ben")
    with pytest.raises(BadValueError, match="somebody else"):
        coded.undo("ann")


@pytest.mark.parametrize("form", ["quadrants", "canvas"])
def test_pictures_hold_no_sign_that_breaks_them(coded, tmp_path, form):
    from xml.dom import minidom

    odd = "a queue\x00\x01 <b>\ufffe"
    write_interview(
        tmp_path / "odd" / "odd.json",
        attributes={"city\x01<b>": "v\x01<i>"},
        codings=[{"u": 3, "quote": "I gave up", "kind": "thought"}],
    )
    coded.import_transcripts(tmp_path / "odd")
    coded.add_empathy_note("odd", "pains", odd)
    coded.rename_persona("P1", odd)
    page = coded.write_map("odd", kind="empathy", form=form, format="svg")
    assert "a queue &lt;b&gt;" in minidom.parseString(page.read_bytes()).toxml()
