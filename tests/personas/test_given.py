import numpy as np
import pandas as pd
import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import Coding, Participant
from cjm_research.personas import draft_personas
from cjm_research.personas.compared import compare
from cjm_research.personas.given import difference_of, group_by_attribute
from cjm_research.personas.plan import plan_of

TALK = {
    "buyer": ("phone", "contract_paperwork", "email"),
    "user": ("product", "onboarding", "self_service"),
}


def people(n=8, **attributes):
    """Half buyers, half users; further attributes by name -> list of values."""
    return [
        Participant(
            id=f"p{i:02}",
            attributes={"role": "Buyer" if i % 2 else "User"}
            | {name: values[i] for name, values in attributes.items()},
        )
        for i in range(n)
    ]


def talk(group, labels_of):
    """Codings of what each person tells."""
    return [
        Coding(
            guid=f"{person.id}-{i}", transcript=person.id, participant=person.id, utterance=i, start=0, end=5,
            quote=f"{label} told", kind="touchpoint", label=label, stage="decision", coder="anna",
        )
        for person in group
        for i, label in enumerate(labels_of(person))
    ]  # fmt: skip


def by_role(person):
    return TALK[person.attributes["role"].lower()]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_roles_make_personas_with_the_role_in_the_title(language):
    group = people(24)
    with using_language(language):
        draft = draft_personas(talk(group, by_role), group, basis="confirmed", by="role")
    assert [(p.role, p.value, len(p.members)) for p in draft.personas] == [("Buyer", "Buyer", 12), ("User", "User", 12)]
    assert all(p.title.startswith(f"{p.role}: ") for p in draft.personas)
    assert (draft.verdict, draft.method["k_chosen_by"]) == ("tentative", "attribute:role")
    assert draft.general is not None
    assert draft.general.key == "all"
    assert len(draft.general.members) == 24
    if language == "en":
        assert draft.personas[0].title == "Buyer: Deals with contracts and paperwork, keeps in touch by e-mail"
        assert "grouped by “role”, not by what they tell" in draft.why


def test_a_plan_started_from_roles_keeps_them():
    group = people(12)
    codings = talk(group, by_role)
    draft = draft_personas(codings, group, basis="confirmed", by="role")
    plan = plan_of(draft)
    again = draft_personas(codings, group, basis="confirmed", plan=plan)
    assert [p.title for p in again.personas] == [p.title for p in draft.personas]
    assert (again.verdict, again.why) == (draft.verdict, draft.why)
    assert again.decisions == ("The researcher grouped people by “role”.",)
    first, second = plan.personas
    who = first.members[0]
    moved = plan.model_copy(
        update={
            "personas": (
                first.model_copy(update={"members": first.members[1:]}),
                second.model_copy(update={"members": (*second.members, who)}),
            )
        }
    )
    made = draft_personas(codings, group, basis="confirmed", plan=moved)
    assert f"{who} was moved from P1 to P2." in made.decisions
    assert made.persona("P1").title.startswith("Buyer")
    # Not all members share the value any more.
    assert (made.persona("P2").value, made.persona("P2").role) == ("", "User")


def test_an_attribute_along_which_people_do_not_differ_is_a_hypothesis():
    group = people(24, gender=["f", "f", "m", "m"] * 6)
    draft = draft_personas(talk(group, by_role), group, basis="confirmed", by="Gender")
    assert draft.verdict == "hypothesis"
    assert "Random groups differ as much" in draft.why
    assert [p.title for p in draft.personas] == ["Gender: woman", "Gender: man"]


def test_numbers_are_cut_into_bands_and_the_cut_is_said():
    group = people(9, age=[20, 25, 30, 35, 40, 45, 50, 55, None])
    given = group_by_attribute(group, "age")
    assert list(given.values.values()) == ["up to 35", "40 and over"]
    assert [len(members) for members in given.members.values()] == [4, 4]
    assert given.warnings[0] == "“Age” was cut after 35, so that the groups are about equally large."
    assert "p08" in given.warnings[1]
    three = group_by_attribute(group, "age", k=3)
    assert list(three.values.values()) == ["up to 30", "35 to 40", "45 and over"]


def test_whose_value_is_not_known_or_theirs_alone_is_in_no_persona():
    group = people(8, town=["A", "A", "B", "B", "C", None, "A", "B"])
    draft = draft_personas(talk(group, by_role), group, basis="confirmed", by="town")
    assert draft.unassigned == ("p04", "p05")
    assert any("p04, p05" in warning for warning in draft.warnings)
    assert draft.k == 2


def test_attributes_that_make_no_groups_and_unknown_ones_are_refused():
    group = people(8, name=list("abcdefgh"), town=["A"] * 8)
    for attribute in ("name", "town"):
        with pytest.raises(BadValueError, match="groups of at least two people"):
            group_by_attribute(group, attribute)
    with pytest.raises(UnknownNameError, match="name, role, town"):
        group_by_attribute(group, "shoe size")


def test_several_interviewee_groups_at_once_are_refused():
    group = people(8)
    with pytest.raises(UnknownNameError, match="never mixed"):
        draft_personas(talk(group, by_role), group, basis="confirmed", group="customer,expert")


def test_the_share_between_groups_is_that_of_the_sums_of_squares():
    group = people(8)
    comparison = compare(talk(group, by_role), group, basis="confirmed")
    members = {"P1": comparison.ids[::2], "P2": comparison.ids[1::2]}
    whole = difference_of(comparison, members, seed=1)
    assert whole.share == 1.0  # everybody of a role tells the same
    # 70 ways to choose 4 of 8, two of them these groups.
    assert whole.p_value == pytest.approx(2 / 70, abs=0.02)
    assert whole.by_chance == pytest.approx(1 / 7, abs=0.03)
    mixed = difference_of(comparison, {"P1": comparison.ids[:4], "P2": comparison.ids[4:]}, seed=1)
    assert mixed.share == pytest.approx(0, abs=1e-9)
    assert difference_of(comparison, {"P1": comparison.ids}, seed=1) is None
    assert np.isfinite(mixed.p_value)


def test_who_was_not_asked_is_in_no_denominator():
    group = people(8)
    spared = [p.model_copy(update={"attributes": p.attributes | {"not_asked": "touchpoint/phone"}}) for p in group[:2]]
    draft = draft_personas(talk(group, by_role), [*spared, *group[2:]], basis="confirmed", by="role")
    buyers, users = draft.persona("P1"), draft.persona("P2")
    phone = next(s for s in buyers.statements if s.code.startswith("touchpoint/phone"))
    # One buyer was not asked and told all the same; one user was not asked.
    assert (phone.inside, phone.outside) == ((4, 4), (0, 3))
    email = next(s for s in buyers.statements if s.code.startswith("touchpoint/email"))
    assert email.outside == (0, 4)
    assert "not_asked" not in {row.attribute for row in users.attributes}


def test_ratings_and_attributes_enter_where_they_are_asked_for_and_are_named():
    group = people(12, town=["A", "A", "B", None] * 3)
    ratings = pd.DataFrame({"ease": [1.0, 5.0] * 5 + [2.0, np.nan]}, index=[p.id for p in group])
    codings = talk(group, by_role)
    plain = draft_personas(codings, group, basis="confirmed", by="role")
    besides = draft_personas(codings, group, basis="confirmed", by="role", attributes=["town"], ratings=ratings)
    assert besides.method["compared_besides"] == ["attribute:town", "rating:ease"]
    assert "compared_besides" not in plain.method
    assert besides.method["share_of_differences"] < plain.method["share_of_differences"] == 1.0
    assert [p.members for p in besides.personas] == [p.members for p in plain.personas]


def test_a_dash_and_nothing_known_are_not_the_same_when_people_are_compared():
    group = [Participant(id=who, attributes={"town": town}) for who, town in (("a", "-"), ("b", "x"), ("c", "x"))]
    other = [group[0].model_copy(update={"attributes": {}}), *group[1:]]
    codings = talk(group, lambda _person: ("phone",))
    keys = {compare(codings, who, basis="confirmed", attributes=["town"])._fingerprint(2, 1) for who in (group, other)}
    assert len(keys) == 2
