from __future__ import annotations

from types import SimpleNamespace

import pytest

from cjm_research.checking import check_study_maps
from cjm_research.i18n import using_language
from cjm_research.model import JourneyEdit, JourneyMap, Participant, PersonaPlan


def bare(key, group, **fields):
    values = {"key": key, "title": key, "actor": "everybody", "participants": (), "stage_model": "seven_stage"}
    more = {"basis": "confirmed", "stages": (), "cells": (), "curve": (), "group": group, "purpose": "Why?"}
    return JourneyMap(**values | more | fields)


class Talks:
    """A study of two groups with one story, whose maps are all empty."""

    def __init__(self, *, settled=False, edits=(), **of_maps):
        self.participants = (Participant(id="ann"), Participant(id="ben", group="expert"))
        self.transcripts, self.codings = tuple(SimpleNamespace(id=one.id) for one in self.participants), ()
        self.store = SimpleNamespace(standing=lambda _subject: {edit.key: edit for edit in edits})
        self._settled, self._of_maps = settled, of_maps

    def journey_maps(self, group=None):
        return ("all", "P1", "walk") if group == "customer" else ("all", "walk")

    def journey_map(self, key, *, group=None):
        actor = {"walk": "story", "P1": "persona", "all": "everybody"}.get(key, "participant")
        return bare(key, "customer" if actor == "story" else group, actor=actor, **self._of_maps.get(key, {}))

    def persona_plan(self, group=None):
        return PersonaPlan(group=group, personas=()) if self._settled else None


def found(study, rule=None, **options):
    findings = check_study_maps(study, **options)
    return [finding.map for finding in findings if rule in (None, finding.rule)]


def test_every_map_is_checked_and_a_story_once():
    assert found(Talks(), "three_points") == ["all"] * 3 + ["P1"] * 3 + ["walk"] * 3 + ["all"] * 3


def test_people_of_a_table_who_were_not_interviewed_have_no_maps():
    study = Talks()
    study.participants += (Participant(id="carl", group="non_user"),)
    study.journey_maps = lambda group=None: {"customer": ("all",), "expert": ("all",)}[group]
    assert found(study, "three_points") == ["all"] * 6


def test_map_of_one_participant_is_checked_where_somebody_worked_on_it():
    edit = JourneyEdit(group="customer", map="ann", part="map", values={"scenario": "At home"})
    assert "ann" in found(Talks(edits=(edit,)))
    assert "ann" not in found(Talks())


def test_reviews_are_overdue_by_the_day_that_is_named():
    study = Talks(all={"review_due": "2026-01-31"})
    assert found(study, "review_due", today="2026-02-01") == ["all", "all"]
    assert found(study, "review_due", today="2026-01-31") == found(study, "review_due") == []


def test_story_before_the_personas_are_settled_is_worth_a_note():
    assert found(Talks(), "personas_first") == ["walk"]
    assert found(Talks(settled=True), "personas_first") == []


def test_maps_may_be_part_of_maps_of_their_group():
    assert found(Talks(P1={"part_of": ("walk", "s1")}), "part_of") == ["P1"]
    assert found(Talks(P1={"part_of": ("nowhere", "s1")}), "part_of") == ["P1"]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_unedited_drafts_fail_nothing_in_any_language(language):
    with using_language(language):
        assert not any(finding.is_problem for finding in check_study_maps(Talks()))
