from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.coding import codings_of
from cjm_research.errors import BadValueError
from cjm_research.i18n import using_language
from cjm_research.model import Coding, OwnStatement, Participant, PersonaChoice, PersonaPlan, Transcript
from cjm_research.personas import draft_personas
from cjm_research.personas.plan import decisions_of, plan_of

FOLDER = Path(__file__).parents[2] / "corpus" / "en" / "flat-pack-furniture"
_loaded = []


def material():
    """Participants, codings, the draft and its plan; loaded once."""
    if not _loaded:
        transcripts = [Transcript.model_validate_json(f.read_text("utf-8")) for f in sorted(FOLDER.glob("*.json"))]
        people = [Participant(id=t.id, group=t.group, method=t.method, attributes=t.attributes) for t in transcripts]
        codings = [c for t in transcripts for c in codings_of(t)]
        draft = draft_personas(codings, people, basis="confirmed")
        _loaded.extend([people, codings, draft, plan_of(draft)])
    return _loaded


def drafted(plan, *, people=None, codings=None, **options):
    return draft_personas(
        material()[1] if codings is None else codings,
        material()[0] if people is None else people,
        basis="confirmed",
        plan=plan,
        **options,
    )


def changed(plan, key, **update):
    """The plan with one persona changed; `move=(who, to)` moves somebody out of it."""
    move = update.pop("move", None)
    personas = []
    for persona in plan.personas:
        if persona.key == key:
            persona = persona.model_copy(update=update)
        if move:
            members = set(persona.members) - {move[0]} | ({move[0]} if persona.key == move[1] else set())
            persona = persona.model_copy(update={"members": tuple(sorted(members))})
        personas.append(persona)
    return plan.model_copy(update={"personas": tuple(personas)})


def test_a_plan_that_changes_nothing_gives_the_draft_again():
    _people, _codings, draft, plan = material()
    assert plan.k_found == 3
    assert drafted(plan) == draft


def test_a_moved_participant_is_counted_where_she_was_put_and_it_is_said():
    _people, _codings, draft, plan = material()
    who = plan.personas[1].members[0]
    moved = drafted(changed(plan, "P2", move=(who, "P1")))
    assert who in moved.persona("P1").members
    assert who not in moved.persona("P2").members
    assert moved.decisions == (f"{who} was moved from P2 to P1.",)
    for persona in moved.personas:
        for statement in persona.statements:
            assert statement.inside[1] == len(persona.members)
            assert len({e.participant for e in statement.evidence}) == statement.inside[0]
    # She belongs where the resamples did not see her.
    assert moved.persona("P1").membership[who] < 0.6 < draft.persona("P2").membership[who]
    assert moved.method["k_chosen_by"] == "hand"
    assert "A researcher made these groups." in moved.why
    assert (moved.persona("P3").jaccard, moved.persona("P1").jaccard) == (draft.persona("P3").jaccard, None)


def test_groups_that_do_not_stand_out_are_a_hypothesis_and_the_figures_stand_in_why():
    _people, _codings, draft, plan = material()
    mixed = sorted(who for persona in draft.personas for who in persona.members)
    personas = [p.model_copy(update={"members": tuple(mixed[8 * i : 8 * i + 8])}) for i, p in enumerate(plan.personas)]
    made = drafted(plan.model_copy(update={"personas": tuple(personas)}))
    assert made.verdict == "hypothesis"
    assert "Random groups differ as much" in made.why
    assert "p = " in made.why


def by_hand(people, codings, groups):
    """A plan for few people, whom nobody clusters: key -> members."""
    start = plan_of(draft_personas(codings, people, basis="confirmed"))
    personas = [start.personas[0].model_copy(update={"key": key, "members": tuple(who)}) for key, who in groups.items()]
    return start.model_copy(update={"personas": tuple(personas)})


def test_new_people_are_in_no_persona_and_the_nearest_is_named():
    people, codings, draft, _plan = material()
    groups = {p.key: sorted(p.members, key=lambda who, p=p: -p.membership[who])[:3] for p in draft.personas[:2]}
    newcomer = groups["P2"].pop()
    known = [p for p in people if p.id in {who for group in groups.values() for who in group}]
    plan = by_hand(known, codings, groups)
    later = drafted(plan, people=[*known, next(p for p in people if p.id == newcomer)])
    assert later.unassigned == (newcomer,)
    assert f"{newcomer} came after the personas were settled and is in none; the nearest is P2." in later.warnings
    assert later.n == 6
    assert all(statement.inside[1] + statement.outside[1] == 6 for statement in later.personas[0].statements)


def test_people_who_are_gone_are_dropped_and_named_and_a_persona_without_members_is_left_out():
    people, codings, _draft, _plan = material()
    few = people[:5]
    ids = [p.id for p in few]
    plan = by_hand(few, codings, {"P1": ids[:2], "P2": ids[2:4], "P3": ids[4:]})
    draft = drafted(plan, people=few, codings=[c for c in codings if c.participant not in (ids[0], ids[4])])
    assert [(p.key, p.members) for p in draft.personas] == [("P1", (ids[1],)), ("P2", (ids[2], ids[3]))]
    assert (
        f"2 members of settled personas have nothing coded now and are left out. ({ids[0]}, {ids[4]})" in draft.warnings
    )
    assert "P3 has no members any more and is left out." in draft.warnings


def test_own_words_stay_and_evidence_that_does_not_count_any_more_is_told():
    _people, codings, draft, plan = material()
    first, second, *_rest = draft.persona("P1").statements
    mine = draft.persona("P1").members
    proof = [c.guid for c in codings if c.participant in mine][:2]
    statements = (
        OwnStatement(guid="s1", section="goals", text="Wants it quiet", evidence=(proof[0], "not-there")),
        OwnStatement(guid="s2", section="fears", text="Fears the stairs"),
    )
    edit = {"wording": {first.key: "Plans every shelf"}, "hidden": (second.key,), "statements": statements}
    made = drafted(changed(plan, "P1", title="The planner", role="decides", accepted_by="anna", **edit))
    persona = made.persona("P1")
    assert (persona.title, persona.own_title, persona.role, persona.accepted_by) == (
        "The planner", True, "decides", "anna",
    )  # fmt: skip
    of = {statement.key: statement for statement in persona.statements}
    assert (of[first.key].text, of[first.key].own, of[first.key].inside) == ("Plans every shelf", True, first.inside)
    assert second.key not in of
    assert persona.left_out == (second,)
    assert (of["s1"].inside, of["s1"].is_assumption) == ((1, 8), False)
    assert (of["s2"].inside, of["s2"].is_assumption, of["s2"].own) == ((0, 8), True, True)
    assert persona.statements[-1].key == "s2"  # a section of the researcher's own comes last
    assert "1 coding behind “Wants it quiet” (P1) does not count any more." in made.warnings
    assert made.verdict == draft.verdict
    assert made.why == draft.why


def test_wording_stays_when_the_statement_falls_from_the_list_and_becomes_an_assumption_when_nobody_tells_it():
    _people, _codings, draft, plan = material()
    shown = {s.key for s in draft.persona("P1").statements}
    everything = {s.key for p in draft.personas for s in p.statements} - shown
    told = sorted(key for key in everything if key.startswith("touchpoint/"))
    plan = changed(plan, "P1", wording=dict.fromkeys([*told, "touchpoint/submarine@purchase"], "In my words"))
    made = drafted(plan)
    worded = {s.key: s for s in made.persona("P1").statements if s.text == "In my words"}
    assert set(worded) == {*told, "touchpoint/submarine@purchase"}
    assert worded["touchpoint/submarine@purchase"].is_assumption
    assert any("it is an assumption now" in warning for warning in made.warnings)
    assert any(not statement.is_assumption for statement in worded.values())


def test_keys_are_unique_tell_trust_from_distrust_and_outlive_another_stage_model():
    _people, _codings, draft, plan = material()
    for persona in draft.personas:
        keys = [statement.key for statement in persona.statements]
        assert len(set(keys)) == len(keys)
    statement = next(s for p in draft.personas for s in p.statements if s.key.startswith("emotion/distrust"))
    assert statement.code.startswith("emotion/trust")
    goal = next(s for s in draft.persona("P1").statements if s.key == "goal@awareness")
    other = drafted(changed(plan, "P1", wording={goal.key: "My goal"}), stage_model="three_phase")
    assert [s.key for s in other.persona("P1").statements if s.text == "My goal"] == ["goal@before"]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_decisions_are_told_in_words(language):
    with using_language(language):
        plan = PersonaPlan.model_validate(
            {
                "group": "customer",
                "personas": [
                    {"key": "P1", "members": ["a", "b", "d"], "title": "Planner", "accepted_by": "anna"},
                    {"key": "P4", "members": ["c"]},
                ],
                "found": {"a": "P1", "b": "P2", "c": "P1", "d": "P3", "e": "P1"},
                "k_found": 3,
                "k_chosen": 4,
                "taken_out": ["e"],
            }
        )
        told = decisions_of(plan)
    assert len(told) == 7
    if language == "en":
        assert told == (
            "The researcher chose 4 groups; the data spoke for 3.",
            "P2 was merged into P1.",
            "P3 was merged into P1.",
            "P4 was formed by hand from people of P1: c.",
            "e was taken out of all personas.",
            "The title of P1 was given by a researcher.",
            "P1 was accepted by anna.",
        )


def test_groups_made_by_hand_of_few_people_are_a_hypothesis_and_have_no_membership():
    people, codings, _draft, _plan = material()
    few = people[:6]
    start = plan_of(draft_personas(codings, few, basis="confirmed"))
    assert (start.k_found, len(start.personas)) == (1, 1)
    ids = sorted(p.id for p in few)
    halves = [start.personas[0].model_copy(update={"members": tuple(ids[:3])})]
    halves.append(start.personas[0].model_copy(update={"key": "P2", "members": tuple(ids[3:])}))
    made = drafted(start.model_copy(update={"personas": tuple(halves)}), people=few)
    assert (made.verdict, made.k, made.n) == ("hypothesis", 2, 6)
    assert [dict(p.membership) for p in made.personas] == [{}, {}]
    assert {p.typical_member for p in made.personas} <= set(ids)
    assert len({p.title for p in made.personas}) == 2


def test_the_same_title_twice_is_told_apart():
    _people, _codings, draft, plan = material()
    made = drafted(changed(plan, "P1", title=draft.persona("P2").title))
    assert made.persona("P1").title == draft.persona("P2").title
    assert made.persona("P2").title == f"{draft.persona('P2').title} (P2)"


def test_a_plan_of_another_group_is_refused():
    with pytest.raises(BadValueError, match="settled for the group"):
        drafted(material()[3], group="expert")


LABELS = ("phone", "email", "forum", "store", "staff")
PEOPLE = tuple(Participant(id=f"p{i}") for i in range(7))
TOLD = tuple(
    Coding(
        guid=f"{person.id}-{n}", transcript=person.id, participant=person.id, utterance=n, start=0, end=4, quote="told",
        kind="touchpoint", label=LABELS[(i * n + n) % 5], stage="decision", coder="anna",
    )
    for i, person in enumerate(PEOPLE)
    for n in range(3)
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["P1", "P2", "P3", "", "gone"]), min_size=7, max_size=7), st.integers(0, 7))
def test_whatever_was_settled_everybody_is_counted_once(places, n_known):
    members = {
        key: tuple(p.id for p, place in zip(PEOPLE, places, strict=True) if place == key) for key in ("P1", "P2")
    }
    plan = PersonaPlan(
        group="customer",
        personas=tuple(PersonaChoice(key=key, members=who, hidden=("emotion/joy",)) for key, who in members.items()),
        taken_out=tuple(p.id for p, place in zip(PEOPLE, places, strict=True) if place == ""),
    )
    draft = drafted(plan, people=PEOPLE[:n_known], codings=TOLD)
    placed = [who for persona in draft.personas for who in persona.members]
    assert sorted([*placed, *draft.unassigned]) == [p.id for p in PEOPLE[:n_known]]
    assert draft.verdict in ("hypothesis", "no_groups")
    assert len({persona.title for persona in draft.personas}) == len(draft.personas)
    for persona in draft.personas:
        for statement in persona.statements:
            assert statement.inside[1] == len(persona.members)
            assert statement.inside[1] + statement.outside[1] == n_known
