from __future__ import annotations

import pytest

from cjm_research.checking import blocks_final, check_map
from cjm_research.checking.map_rules import MAP_RULES, MapFacts
from cjm_research.checking.map_rules.wording import company_words, is_department
from cjm_research.i18n import using_language
from cjm_research.model import (
    Count,
    EmotionPoint,
    Evidence,
    ExternalFactor,
    JourneyCell,
    JourneyItem,
    JourneyMap,
    JourneyStage,
    JourneyStep,
    Metric,
    SignOff,
    term,
)
from cjm_research.model.terms import families

ONE = Count(k=2, n=3, interval=(0.21, 0.94))
QUOTE = Evidence(participant="a", transcript="a", utterance=1, start=0, end=4, quote="They never rang.")


def item(key, text="They never rang.", *, told=True, **fields):
    return JourneyItem(key=key, text=text, count=ONE, evidence=(QUOTE,) if told else (), **fields)


def stage(key, phase, **fields):
    return JourneyStage(key=key, phase=phase, count=ONE, **fields)


def point(stage, mean=None, **fields):
    return EmotionPoint(stage=stage, mean=mean, n=0, **fields)


STAGES = (stage("consideration", "before"), stage("purchase", "during"), stage("experience", "after"))
CELLS = {
    "touchpoint": ("experience", item("t1", label="phone", valence=-2)),
    "pain": ("purchase", item("p1", is_barrier=True)),
    "success": ("experience", item("s1")),
    "turning": ("purchase", item("d1")),
    "solution": ("purchase", item("o1", "Ring back the same day", told=False, own=True, links=("p1",))),
}


def cells(**changed):
    """The cells of the sound map; a lane given as None is left out, one given as a list of (stage, entry) changed."""
    lanes = {lane: [entry] for lane, entry in CELLS.items()} | changed
    return tuple(
        JourneyCell(stage=at, lane=lane, items=(entry,))
        for lane, entries in lanes.items()
        for at, entry in entries or ()
    )


def sound(**changed):
    """A final map that nothing is wrong with."""
    values = {
        "key": "P1", "title": "Anna", "actor": "persona", "purpose": "Why do people give up?", "status": "final",
        "review_due": "2026-06-30", "participants": ("a", "b", "c"), "groups": ("customer",),
        "stage_model": "seven_stage", "basis": "confirmed", "stages": STAGES, "cells": cells(), "curve": (),
        "sign_offs": (SignOff(key="s", department="Service"),),
    }  # fmt: skip
    return JourneyMap(**values | changed)


def rules(journey_map, facts=None):
    return [finding.rule for finding in check_map(journey_map, facts or MapFacts())]


WHOLE = sound(key="all", title="All", steps=(JourneyStep(key="st1", stage="purchase", text="Paying", count=ONE),))
MANY = tuple(JourneyStep(key=f"st{n}", stage="purchase", text="A step", count=ONE) for n in range(31))
OWN_STAGE = (*STAGES[:2], stage("x", "after", name="After-sales department", own=True))

FAULTS = [
    ("purpose", sound(purpose=" "), None),
    ("three_points", sound(cells=cells(turning=None)), None),
    ("barrier_solution", sound(cells=cells(solution=None)), None),
    ("after_purchase", sound(cells=cells(success=None, touchpoint=[("purchase", item("t1"))]), none_found=("success",)),
     None),
    ("touchpoints", sound(cells=cells(touchpoint=None)), None),
    ("consistency", sound(cells=cells(touchpoint=[CELLS["touchpoint"], ("experience", item("t2", valence=1))])), None),
    ("stage_order", sound(stages=(*STAGES, stage("x", "during", name="Paying again", own=True))), None),
    ("size", sound(steps=MANY), None),
    ("size", sound(stages=(*STAGES, *(stage(f"x{n}", "after") for n in range(7)))), None),
    ("department_stage", sound(stages=OWN_STAGE, cells=cells(success=[("x", item("s1"))])), None),
    ("department_stage", sound(stages=(*STAGES[:2], stage("experience", "after", name="Casa Nova"))),
     MapFacts(departments=("casa nova",))),
    ("company_talk", sound(cells=cells(goal=[("purchase", item("g", "Our customers want it cheap", own=True))])), None),
    ("assumptions", sound(cells=cells(thought=[("purchase", item("h", "Is it safe?", told=False, own=True))])), None),
    ("machine", sound(basis="machine"), None),
    ("verdict", sound(cells=cells(thought=[("purchase", item("h", verdict="supported"))])), None),
    ("curve", sound(curve=(point("purchase", 1.5, own=True, measured=-0.5),)), None),
    ("groups", sound(groups=("customer", "expert")), None),
    ("one_actor", sound(actor="everybody"), MapFacts(n_personas=3)),
    ("personas_first", sound(actor="story", participants=()), MapFacts(personas_settled=False)),
    ("links", sound(cells=cells(need=[("purchase", item("n", links=("gone",)))])), None),
    ("links", sound(metrics=(Metric(key="m", name="CES", stage="gone"),)), None),
    ("links", sound(factors=(ExternalFactor(key="f", text="New law", stages=("gone",)),)), None),
    ("part_of", sound(part_of=("P7", "st1")), MapFacts(maps={"all": WHOLE})),
    ("part_of", sound(part_of=("all", "st9")), MapFacts(maps={"all": WHOLE})),
    ("review_due", sound(), MapFacts(today="2026-07-01")),
    ("review_due", sound(review_due="soon"), None),
    ("review_date", sound(review_due=""), None),
    ("sign_off", sound(sign_offs=()), None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "journey_map", "facts"), FAULTS)
def test_rule_finds_its_fault_and_nothing_else(rule, journey_map, facts):
    assert rules(journey_map, facts) == [rule]


def test_every_rule_has_a_fault():
    assert {rule for rule, _map, _facts in FAULTS} == {rule.id for rule in MAP_RULES}


SOUND = [
    (sound(), MapFacts(today="2026-06-30", maps={"all": WHOLE}, personas_settled=True, n_personas=2)),
    (sound(cells=cells(turning=None), none_found=("turning",)), None),
    (sound(cells=cells(solution=None), none_found=("solution",)), None),
    (sound(cells=cells(pain=[("purchase", item("p1"))], solution=None)), None),
    (sound(kind="lxm", cells=cells(touchpoint=None)), None),
    (sound(part_of=("all", "st1")), MapFacts(maps={"all": WHOLE})),
    (sound(part_of=("elsewhere", "st1")), None),
    (sound(curve=(point("purchase", 0.5, own=True, measured=-0.5), point("experience", None, own=True))), None),
    (sound(cells=cells(thought=[("purchase", item("h", "Is it safe?", told=False, verdict="contradicted"))])), None),
    (sound(cells=cells(goal=[("purchase", item("g", "A demo at home", told=False, own=True, layer="to_be"))])), None),
]


@pytest.mark.parametrize(("journey_map", "facts"), SOUND)
def test_sound_map_has_no_findings(journey_map, facts):
    assert rules(journey_map, facts) == []


def test_empty_draft_has_notes_only_and_fails_nothing():
    draft = sound(status="draft", purpose="", cells=(), basis="machine", review_due="", sign_offs=())
    found = check_map(draft)
    assert {finding.level for finding in found} == {"note"}
    assert not any(finding.is_problem for finding in found)


def test_warnings_fail_final_maps_only():
    by_status = {}
    for status in ("draft", "evidenced", "final"):
        (finding,) = check_map(sound(status=status, cells=cells(solution=None)))
        by_status[status] = (finding.level, finding.is_problem)
    assert by_status == {"draft": ("note", False), "evidenced": ("warning", False), "final": ("warning", True)}


def test_map_as_the_codings_give_it_has_notes_only():
    found = sound(status="evidenced", cells=cells(solution=None), sign_offs=(), purpose="")
    assert {finding.level for finding in check_map(found)} == {"note"}


def test_only_what_is_missing_blocks_a_final_map():
    draft = sound(status="draft", purpose="", cells=cells(pain=None, solution=None, turning=None), sign_offs=())
    assert [finding.rule for finding in blocks_final(draft)] == ["purpose", "three_points", "three_points"]
    assert blocks_final(sound(sign_offs=(), review_due="")) == ()


def test_quotes_are_no_company_talk():
    said = "Our customers keep asking for it."
    told = JourneyItem(
        key="q", text=said, quote=said, own=True, count=ONE, evidence=(QUOTE.model_copy(update={"quote": said}),)
    )
    assert rules(sound(cells=cells(quote=[("purchase", told)]))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We offer a free demo", ("We offer",)),
        ("It leads to the shop next door, we sell the old sofa on", ()),
        ("Pokazać naszym klientom zniżkę", ("naszym klientom",)),
        ("Oferujemy dostawę, potem upsell", ("Oferujemy", "upsell")),
        ("Lider zespołu zna ofertę", ()),
        ("Мы предлагаем скидку нашим клиентам", ("Мы предлагаем", "нашим клиентам")),
        ("Лиды остывают", ("Лиды",)),
        ("Лидер группы продаёт наш старый диван", ()),
    ],
)
def test_company_talk_is_known_in_its_inflected_forms(text, words):
    assert company_words(text) == words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sales", True), ("Customer service", True), ("The marketing team", True), ("Buying it", False),
        ("Sprzedaż", True), ("Działu obsługi klienta", True), ("Zakup", False), ("Rozdział drugi", False),
        ("Отдел продаж", True), ("Отдела маркетинга", True), ("Покупка", False), ("Доставка", False),
    ],
)  # fmt: skip
def test_department_names_are_known_in_three_languages(name, expected):
    assert is_department(name) is expected


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_no_built_in_stage_or_term_of_the_customer_reads_as_the_company(language):
    with using_language(language):
        for key in families()["stage"]:
            assert not is_department(term("stage", key))
        for family in ("touchpoint", "emotion", "kind"):
            assert [key for key in families()[family] if company_words(term(family, key))] == []


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_finding_names_map_stage_and_entries_in_any_language(language):
    with using_language(language):
        (finding,) = check_map(sound(cells=cells(goal=[("purchase", item("g", "We offer it cheap", own=True))])))
    assert "Anna" in str(finding)
    assert "We offer" in finding.message
    assert (finding.map, finding.stage, finding.items) == ("P1", "purchase", ("g",))
