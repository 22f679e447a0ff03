"""What researchers decide about personas: in the journal, with undo, and without a trace of removed people."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.model import EmpathyEdit, OwnStatement, PersonaChoice, PersonaPlan
from cjm_research.storage import Change, ImportBatch, persona_decisions
from tests.storage.samples import coding, new, transcript


def plan(**members: tuple[str, ...]) -> PersonaPlan:
    found = {who: key for key, people in members.items() for who in people}
    choices = tuple(PersonaChoice(key=key, members=people) for key, people in members.items())
    return PersonaPlan(group="customer", personas=choices, found=found, k_found=len(choices))


START = plan(P1=("a", "b", "c"), P2=("d", "e"))


def members(store):
    return {p.key: p.members for p in store.standing("personas")["customer"].personas}


def do(store, change):
    return store.decide(persona_decisions.edit(START, change), coder="anna")


def test_the_first_decision_keeps_what_was_found_and_undo_takes_both_back(store):
    assert do(store, persona_decisions.move(["c"], "P2")) == 1
    assert members(store) == {"P1": ("a", "b"), "P2": ("c", "d", "e")}
    assert store.undo("anna") == 1
    assert store.standing("personas") == {}
    store.redo("anna")
    assert members(store)["P2"] == ("c", "d", "e")


def test_a_split_and_merged_key_is_not_given_again(store):
    made = []
    do(store, persona_decisions.split("P1", ["b", "a"], "Two", made))
    store.decide(persona_decisions.merge(START, ["P3"], "P2"), coder="anna")
    do(store, persona_decisions.split("P2", ["a"], "One", made))
    assert made == ["P3", "P4"]
    assert members(store) == {"P1": ("c",), "P2": ("b", "d", "e"), "P4": ("a",)}


def test_taking_out_and_putting_back(store):
    do(store, persona_decisions.move(["d"], None))
    assert store.standing("personas")["customer"].taken_out == ("d",)
    do(store, persona_decisions.move(["d"], "P1"))
    standing = store.standing("personas")["customer"]
    assert (standing.taken_out, standing.where("d")) == ((), "P1")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (persona_decisions.move(["a"], "P9"), UnknownNameError, "P9.*P1, P2"),
        (persona_decisions.move(["d", "e"], "P1"), BadValueError, "P2.*no members left"),
        (persona_decisions.split("P1", ["d"], "", []), UnknownNameError, "d.*not a member.*P1"),
        (persona_decisions.split("P1", ["a", "b", "c"], "", []), BadValueError, "leave at least one"),
        (persona_decisions.change_statement("P1", "goal/x", {"section": "pains"}), BadValueError, "only its words"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(store, change, error, words):
    with pytest.raises(error, match=words):
        do(store, change)
    assert store.standing("personas") == {}


def test_own_statements_are_added_once_changed_and_removed(store):
    statement = OwnStatement(guid="s1", section="goals", text="Saves time")
    assert do(store, persona_decisions.add_statement("P1", statement)) == 1
    assert do(store, persona_decisions.add_statement("P1", statement)) == 0
    with pytest.raises(BadValueError, match="guid"):
        do(store, persona_decisions.add_statement("P2", statement.model_copy(update={"text": "Other"})))
    do(store, persona_decisions.change_statement("P1", "s1", {"text": "Saves an hour", "evidence": ("g1",)}))
    assert store.standing("personas")["customer"].persona("P1").statements[0].text == "Saves an hour"
    do(store, persona_decisions.remove_statement("P1", "s1"))
    assert store.standing("personas")["customer"].persona("P1").statements == ()


def test_found_statements_are_worded_left_out_and_brought_back(store):
    do(store, persona_decisions.change_statement("P1", "goal/x", {"text": "In my words"}))
    do(store, persona_decisions.remove_statement("P1", "pain_point@use"))
    one = store.standing("personas")["customer"].persona("P1")
    assert (dict(one.wording), one.hidden) == ({"goal/x": "In my words"}, ("pain_point@use",))
    do(store, persona_decisions.change_statement("P1", "goal/x", {"text": ""}))
    do(store, persona_decisions.restore_statements("P1", ()))
    one = store.standing("personas")["customer"].persona("P1")
    assert (dict(one.wording), one.hidden) == ({}, ())


def test_acceptance_lapses_with_other_members_and_stays_with_other_words(store):
    do(store, persona_decisions.set_field("P1", "accepted_by", "anna"))
    do(store, persona_decisions.set_field("P1", "title", "The careful one"))
    assert store.standing("personas")["customer"].persona("P1").accepted_by == "anna"
    do(store, persona_decisions.move(["d"], "P1"))
    assert store.standing("personas")["customer"].persona("P1").accepted_by == ""


def note(map, key, evidence=(), own=True):
    one = EmpathyEdit(group="customer", map=map, note=key, quadrant="says", text="Hm", evidence=evidence, own=own)
    return Change("add", one.key, one, "empathy")


def test_notes_follow_a_merged_persona_and_go_with_forgotten_ones(store):
    store.decide(persona_decisions.settle(START), coder="anna")
    store.apply([note("P2", "n1"), note("all", "n2")], coder="anna")
    store.decide(persona_decisions.merge(START, ["P2"], "P1"), coder="anna")
    assert sorted(store.standing("empathy")) == ["customer/P1/n1", "customer/all/n2"]
    store.decide(persona_decisions.forget("customer"), coder="anna")
    assert sorted(store.standing("empathy")) == ["customer/all/n2"]
    store.undo("anna")
    assert members(store) == {"P1": ("a", "b", "c", "d", "e")}
    assert "customer/P1/n1" in store.standing("empathy")


def test_personas_edits_are_told_to_forms_and_do_not_change_what_is_counted(store):
    revision, counted = store.revision(), store.coding_version()
    do(store, persona_decisions.move(["c"], "P2"))
    store.apply([note("all", "n1")], coder="anna")
    changes = store.changes_since(revision)
    assert (changes.personas, changes.empathy) == ({"customer"}, {"customer/all/n1"})
    assert store.coding_version() == counted


def test_a_removed_interview_leaves_personas_and_notes_and_no_undo_brings_it_back(store):
    interviews = [transcript("a"), transcript("b", "pl")]
    codings = [coding(one) for one in interviews]
    store.import_batch(ImportBatch(tuple(new(t, [c]) for t, c in zip(interviews, codings, strict=True))))
    mine, other = (c.guid for c in codings)
    two = plan(P1=("a", "b"))
    statement = OwnStatement(guid="s1", section="goals", text="T", evidence=(mine, other))
    store.decide(persona_decisions.settle(two), coder="anna")
    store.decide(persona_decisions.edit(two, persona_decisions.add_statement("P1", statement)), coder="anna")
    store.apply([note("P1", "n1", (mine,)), note("P1", "n2", (mine, other)), note("a", "n3")], coder="anna")
    store.remove_transcript("a", coder="anna")
    one = store.standing("personas")["customer"].persona("P1")
    assert (one.members, one.statements[0].evidence) == (("b",), (other,))
    assert {key: edit.evidence for key, edit in store.standing("empathy").items()} == {"customer/P1/n2": (other,)}
    while store.undo("anna"):
        assert "a" not in store.standing("personas")["customer"].persona("P1").members
    assert "customer/a/n3" not in store.standing("empathy")
