"""The ledger under load and in several threads: what it tells is whole, and it does not slow down with its length."""

from __future__ import annotations

import threading

import pytest

from cjm_research.storage import Store, events
from cjm_research.storage.events import Change, Stack
from tests.storage.samples import coding


def test_steps_are_taken_back_in_any_order_without_looking_through_all():
    stack = Stack()
    for action in range(1, 200_001):
        stack.take_in(action, "add", None)
    for action in range(1, 100_001):  # the oldest first: past those whose interview was removed
        stack.take_in(200_000 + action, "undo", action)
    assert (next(iter(stack.done)), next(reversed(stack.undone))) == (100_001, 100_000)
    stack.take_in(400_000, "redo", 100_000)
    assert next(reversed(stack.done)) == 100_000


def test_change_that_another_thread_took_in_first_is_told_later_and_not_left_out(coded, monkeypatch):
    other, seen = Store.open(coded.folder), coded.revision()
    one = coding(coded.transcript("t1"), 7, 11)
    real = events.keys_since

    def late(connection, revision):
        keys = real(connection, revision)
        other.apply([Change("add", one.guid, one)], coder="ben")
        thread = threading.Thread(target=coded.codings)  # takes it into the ledger that both share
        thread.start()
        thread.join()
        return keys

    with monkeypatch.context() as patch:
        patch.setattr(events, "keys_since", late)
        first = coded.changes_since(seen)
    assert one.guid in {**first.codings, **coded.changes_since(first.revision).codings}


def test_subscriber_that_fails_neither_undoes_a_change_nor_silences_the_others(coded, caplog):
    told = []

    def fail():
        raise RuntimeError("broken form")

    ends = [coded.subscribe(fail), coded.subscribe(lambda: told.append(coded.revision()))]
    one = coding(coded.transcript("t1"), 7, 11)
    coded.apply([Change("add", one.guid, one)], coder="anna")
    assert told == [coded.revision()]
    assert "broken form" in caplog.text
    for end in ends:
        end()


def test_failed_step_leaves_no_trace_in_the_ledger(coded):
    before, one = coded.codings(), coding(coded.transcript("t1"), 7, 11)

    def plan(_states):
        yield Change("add", one.guid, one)
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        coded.apply(plan, coder="anna")
    assert coded.codings() == before == Store.open(coded.folder).codings()
    assert coded.can_step("anna") == (False, False)
