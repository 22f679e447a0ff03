"""Instruments whose scale is locked, and answers that are never changed."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.model import Answer, Instrument
from cjm_research.storage import Store

NPS = Instrument.of("nps")
PHONE = Instrument.of("rating", low=1, high=5, touchpoint="phone")


def answer(who: str, value: float, wave: str = "before", instrument: Instrument = NPS, **more) -> Answer:
    return Answer(participant=who, instrument=instrument.key, wave=wave, value=value, **more)


def test_answers_come_back_as_they_went_in(store):
    given = [answer("a", 9, channel="email", at="2026-01-02", group="expert"), answer("żółć", 0), answer("ёж", 7, "")]
    assert store.surveys.add([NPS], given, waves=["before", ""]) == (3, 0)
    again = Store.open(store.folder).surveys
    assert list(again.answers()) == given
    assert again.instruments() == (NPS,)
    assert again.waves() == ("before", "")


def test_scale_is_locked_by_the_first_answer(store):
    longer = PHONE.model_copy(update={"high": 10})
    store.surveys.add([PHONE], [])
    store.surveys.change_instrument(longer)  # nobody has answered yet
    store.surveys.add([longer], [answer("a", 8, instrument=PHONE)])
    with pytest.raises(BadValueError, match="scale of an instrument never changes"):
        store.surveys.add([PHONE], [answer("b", 4, instrument=PHONE)])
    assert store.surveys.instruments() == (longer,)
    store.surveys.change_instrument(longer.model_copy(update={"question": "How was the call?"}))
    assert store.surveys.instruments()[0].question == "How was the call?"


def test_a_second_answer_is_refused_and_nothing_is_kept_of_its_table(store):
    store.surveys.add([NPS], [answer("a", 9)])
    assert store.surveys.add([NPS], [answer("a", 9), answer("b", 3)]) == (1, 1)
    with pytest.raises(BadValueError, match="“a” has answered"):
        store.surveys.add([NPS], [answer("c", 3), answer("a", 8)])
    assert {one.participant for one in store.surveys.answers()} == {"a", "b"}


def test_waves_keep_the_order_of_import_until_it_is_changed(store):
    store.surveys.add([NPS], [answer("a", 9, "zima"), answer("a", 9, "autumn")])
    assert store.surveys.waves() == ("zima", "autumn")
    store.surveys.order_waves(["autumn", "zima"])
    assert [one.wave for one in store.surveys.answers()] == ["autumn", "zima"]
    with pytest.raises(BadValueError, match="each of them once"):
        store.surveys.order_waves(["autumn"])


def test_removing_answers_frees_the_scale(store):
    store.surveys.add([NPS, PHONE], [answer("a", 9), answer("a", 8, "after"), answer("a", 3, instrument=PHONE)])
    assert store.surveys.remove("nps", "after") == 1
    assert store.surveys.waves() == ("before",)
    assert store.surveys.remove("nps") == 1
    assert store.surveys.instruments() == (PHONE,)
    with pytest.raises(UnknownNameError, match="no instrument “nps”"):
        store.surveys.remove("nps")
    with pytest.raises(UnknownNameError, match="Nobody answered"):
        store.surveys.remove(PHONE.key, "after")


def test_a_removed_interview_takes_the_answers_of_its_person_along(coded):
    coded.surveys.add([NPS], [answer("t1", 9), answer("somebody", 3)])
    coded.remove_transcript("t1", coder="anna")
    assert [one.participant for one in coded.surveys.answers()] == ["somebody"]
    coded.remove_participant("somebody")
    assert coded.surveys.answers() == ()
    with pytest.raises(UnknownNameError):
        coded.remove_participant("somebody")
