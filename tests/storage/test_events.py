from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.storage import ImportBatch, Store, decisions
from tests.storage.samples import coding, fixed_clock, new, suggestion, transcript


def by_status(store):
    found = {}
    for one in store.codings():
        found.setdefault(one.status, []).append(one)
    return found


def test_accepted_suggestion_becomes_the_persons_coding_and_keeps_its_reason(coded):
    guid = by_status(coded)["suggested"][0].guid
    assert coded.decide(decisions.accept([guid], "anna"), coder="anna") == 1
    accepted = coded.coding(guid)
    assert (accepted.status, accepted.coder, accepted.source, accepted.why) == (
        "confirmed",
        "anna",
        "rule:pain",
        "rang",
    )
    assert coded.decide(decisions.accept([guid], "anna"), coder="anna") == 0


def test_rejected_suggestion_stays_on_record_as_the_machines(coded):
    guid = by_status(coded)["suggested"][0].guid
    coded.decide(decisions.reject([guid]), coder="anna")
    assert (coded.coding(guid).status, coded.coding(guid).coder) == ("rejected", "machine")


def test_changed_suggestion_is_confirmed_by_the_person(coded):
    one = by_status(coded)["suggested"][0]
    plan = decisions.change(one.guid, "anna", {"kind": "barrier", "valence": -2}, coded.transcript("t1"))
    coded.decide(plan, coder="anna")
    changed = coded.coding(one.guid)
    assert (changed.kind, changed.valence, changed.status, changed.coder) == ("barrier", -2, "confirmed", "anna")


def test_moved_coding_takes_the_words_of_its_new_place(coded):
    one = by_status(coded)["confirmed"][0]
    coded.decide(decisions.change(one.guid, "anna", {"end": 18}, coded.transcript("t1")), coder="anna")
    assert coded.coding(one.guid).quote == "I rang them twice "
    coded.decide(decisions.change(one.guid, "anna", {"quote": "nobody"}, coded.transcript("t1")), coder="anna")
    assert coded.coding(one.guid).place == ("t1", 1, 24, 30)


@pytest.mark.parametrize("changes", [{"kind": "nonsense"}, {"end": 999}, {"coder": "me"}, {"valence": 3}])
def test_impossible_change_is_refused_and_nothing_happens(coded, changes):
    before = coded.codings()
    guid = by_status(coded)["confirmed"][0].guid
    with pytest.raises(BadValueError):
        coded.decide(decisions.change(guid, "anna", changes, coded.transcript("t1")), coder="anna")
    assert coded.codings() == before


def test_unknown_coding_is_named_and_nothing_of_the_step_happens(coded):
    guid = by_status(coded)["suggested"][0].guid
    with pytest.raises(UnknownNameError, match="no-such"):
        coded.decide(decisions.accept([guid, "no-such"], "anna"), coder="anna")
    assert "confirmed" not in {c.status for c in coded.codings() if c.guid == guid}


def test_step_over_several_codings_is_undone_and_redone_as_one(coded):
    before = coded.codings()
    guids = [one.guid for one in by_status(coded)["suggested"]]
    coded.decide(decisions.accept(guids, "anna"), coder="anna")
    after = coded.codings()
    assert coded.undo("anna") == 2
    assert coded.codings() == before
    assert coded.redo("anna") == 2
    assert coded.codings() == after
    assert coded.redo("anna") == 0


def test_undo_reaches_neither_imports_nor_the_machine_nor_others(coded):
    guid = by_status(coded)["suggested"][0].guid
    coded.decide(decisions.reject([guid]), coder="ben")
    assert coded.undo("anna") == 0
    assert coded.undo("machine") == 0
    assert coded.undo("ben") == 1


def test_step_that_somebody_else_built_on_is_not_undone(coded):
    guid = by_status(coded)["suggested"][0].guid
    coded.decide(decisions.accept([guid], "anna"), coder="anna")
    coded.decide(decisions.remove([guid]), coder="ben")
    with pytest.raises(BadValueError, match="somebody else"):
        coded.undo("anna")
    assert guid not in {one.guid for one in coded.codings()}


def test_new_step_ends_what_could_be_redone(coded):
    first, second = (one.guid for one in by_status(coded)["suggested"])
    coded.decide(decisions.accept([first], "anna"), coder="anna")
    coded.undo("anna")
    coded.decide(decisions.accept([second], "anna"), coder="anna")
    assert coded.redo("anna") == 0


def test_history_tells_who_did_what_when_and_loses_nothing(coded):
    guid = by_status(coded)["suggested"][0].guid
    coded.decide(decisions.accept([guid], "anna"), coder="anna")
    coded.undo("anna")
    coded.decide(decisions.reject([guid]), coder="ben")
    trail = coded.history(guid)
    assert [(event.op, event.coder) for event in trail] == [
        ("suggest", "machine"),
        ("accept", "anna"),
        ("undo", "anna"),
        ("reject", "ben"),
    ]
    assert {event.at for event in trail} == {fixed_clock()}
    assert trail[2].undo_of == trail[1].action


def test_tagging_again_touches_only_what_nobody_decided_on(coded):
    interview = coded.transcript("t1")
    accepted, rejected = by_status(coded)["suggested"]
    coded.decide(decisions.accept([accepted.guid], "anna"), coder="anna")
    coded.decide(decisions.reject([rejected.guid]), coder="anna")
    fresh = suggestion(interview, 12, 17)
    assert coded.sync_suggestions([accepted, rejected, fresh], ["t1"]) == (1, 0)
    assert coded.coding(accepted.guid).status == "confirmed"
    assert coded.coding(rejected.guid).status == "rejected"
    assert coded.sync_suggestions([], ["t1"]) == (0, 1)
    assert {one.status for one in coded.codings()} == {"confirmed", "rejected"}
    assert coded.sync_suggestions([fresh], ["t1"]) == (1, 0)


def test_removed_suggestion_is_not_made_again(coded):
    one = by_status(coded)["suggested"][0]
    coded.decide(decisions.remove([one.guid]), coder="anna")
    coded.sync_suggestions([one], ["t1"])
    assert one.guid not in {c.guid for c in coded.codings()}


def test_tagging_one_interview_leaves_the_others(coded):
    other = transcript("t2")
    coded.import_batch(ImportBatch((new(other),)))
    coded.sync_suggestions([suggestion(other)], ["t2"])
    assert len(by_status(coded)["suggested"]) == 3


def test_new_score_replaces_that_of_an_open_suggestion(coded):
    one = by_status(coded)["suggested"][0]
    coded.sync_suggestions([one.model_copy(update={"score": 0.9})], ["t1"])
    assert coded.coding(one.guid).score == 0.9


STEPS = st.lists(st.tuples(st.sampled_from(["add", "accept", "reject", "remove", "undo", "redo"]), st.integers(0, 9)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_steps_give_what_a_plain_model_with_snapshots_gives(tmp_path_factory, steps):
    store = Store.create(tmp_path_factory.mktemp("study") / "s", clock=fixed_clock)
    interview = transcript()
    store.import_batch(ImportBatch((new(interview),)))
    store.sync_suggestions([suggestion(interview, n, n + 3) for n in range(3)], ["t1"])
    states, at = [{one.guid: one for one in store.codings()}], 0
    for number, (step, which) in enumerate(steps):
        state = dict(states[at])
        guids = sorted(state)
        if step == "undo":
            assert bool(store.undo("anna")) == (at > 0)
            at = max(at - 1, 0)
        elif step == "redo":
            assert bool(store.redo("anna")) == (at + 1 < len(states))
            at = min(at + 1, len(states) - 1)
        elif step == "add":
            one = coding(interview, which, which + 4, valence=number % 5 - 2)
            one = one.model_copy(update={"guid": f"added-{number}"})
            store.decide(decisions.add(one), coder="anna")
            states, at = [*states[: at + 1], {**state, one.guid: one}], at + 1
        elif guids:
            guid = guids[which % len(guids)]
            plan = {
                "accept": decisions.accept([guid], "anna"),
                "reject": decisions.reject([guid]),
                "remove": decisions.remove([guid]),
            }[step]
            if store.decide(plan, coder="anna"):
                state.pop(guid)
                after = {one.guid: one for one in store.codings()}
                assert {**state, **({guid: after[guid]} if guid in after else {})} == after
                states, at = [*states[: at + 1], after], at + 1
        assert {one.guid: one for one in store.codings()} == states[at]
    assert Store.open(store.folder).codings() == store.codings()
