"""What a researcher makes of the personas that the procedure finds: each step on record, and undone by one undo."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cjm_research import Study
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import using_language

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("personas")
    study = Study.create(folder / "study", title="Gym")
    study.import_transcripts(CORPUS / "en" / "gym-climbing-membership")
    return folder / "study"


@pytest.fixture
def study(made, tmp_path):
    return Study.open(shutil.copytree(made, tmp_path / "study"))


def members(study):
    return {persona.key: persona.members for persona in study.personas().personas}


def test_too_few_people_are_one_portrait_until_somebody_groups_them_by_hand(study):
    draft = study.personas()
    assert (draft.verdict, draft.n, draft.k) == ("no_groups", 5, 1)
    assert draft.ordination is not None
    everybody = draft.personas[0].members
    key = study.split_persona("P1", everybody[:3], title="  The   careful ")
    draft = study.personas()
    assert (key, members(study)) == ("P2", {"P1": everybody[3:], "P2": everybody[:3]})
    assert draft.persona("P2").title == "The careful"
    assert draft.persona("P2").own_title
    assert draft.verdict in {"hypothesis", "no_groups"}
    assert draft.decisions
    assert study.undo() == 1
    assert members(study) == {"P1": everybody}
    assert study.personas().decisions == ()


def test_counts_follow_the_members(study):
    everybody = study.personas().personas[0].members
    study.split_persona("P1", everybody[:2])
    study.move_participant(everybody[2], "P2")
    for persona in study.personas().personas:
        n = len(persona.members)
        assert all((s.inside[1], s.outside[1]) == (n, 5 - n) for s in persona.statements)
        assert all(e.participant in persona.members for s in persona.statements for e in s.evidence)
    study.move_participant(everybody[2], None)
    assert study.personas().unassigned == (everybody[2],)
    study.merge_personas("P1", "P2", into="P1")
    assert members(study) == {"P1": tuple(sorted({*everybody} - {everybody[2]}))}


def test_an_own_statement_is_an_assumption_until_it_has_evidence(study):
    person = study.personas().personas[0].members[0]
    own = study.add_statement("P1", "Wants to be left in peace", section="needs", guid="s-1")
    assert study.add_statement("P1", "Wants to be left in peace", section="needs", guid="s-1") == own
    (found,) = [s for s in study.personas().persona("P1").statements if s.key == "s-1"]
    assert found.is_assumption
    assert found.own
    coding = next(c for c in study.confirmed if c.participant == person)
    study.change_statement("P1", "s-1", evidence=[coding.guid], text="Wants peace")
    (found,) = [s for s in study.personas().persona("P1").statements if s.key == "s-1"]
    assert (found.text, found.inside, found.is_assumption) == ("Wants peace", (1, 5), False)
    assert [e.coding for e in found.evidence] == [coding.guid]
    study.remove_statement("P1", "s-1")
    assert not [s for s in study.personas().persona("P1").statements if s.key == "s-1"]


def test_found_statements_are_worded_left_out_and_brought_back(study):
    first, second = study.personas().persona("P1").statements[:2]
    study.change_statement("P1", first.key, text="In my own words")
    study.remove_statement("P1", second.key)
    statements = {s.key: s for s in study.personas().persona("P1").statements}
    assert (statements[first.key].text, statements[first.key].own) == ("In my own words", True)
    assert statements[first.key].evidence == first.evidence
    assert second.key not in statements
    study.restore_statements("P1")
    assert second.key in {s.key for s in study.personas().persona("P1").statements}
    study.forget_personas()
    assert study.personas().persona("P1").statements[0] == first


def test_acceptance_is_on_record_with_its_coder(study):
    study.rename_persona("P1", "Members", coder="anna")
    study.accept_persona("P1", coder="anna")
    assert study.personas().persona("P1").accepted_by == "anna"
    ops = [(e.op, e.coder) for e in study.store.history("customer")]
    assert ops == [("add", "anna"), ("change", "anna")]
    study.accept_persona("P1", False, coder="ben")
    assert study.personas().persona("P1").accepted_by == ""


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_decisions_and_errors_speak_the_language_of_the_study(study, language):
    everybody = study.personas().personas[0].members
    study.split_persona("P1", everybody[:2])
    with using_language(language):
        assert study.personas().decisions
        with pytest.raises(UnknownNameError, match="nobody"):
            study.move_participant("nobody", "P1")
        with pytest.raises(UnknownNameError, match="P7"):
            study.accept_persona("P7")
        with pytest.raises(BadValueError):
            study.add_statement("P1", " ", section="goals")


def test_what_the_procedure_finds_is_still_to_be_had(study):
    found = study.personas()
    study.split_persona("P1", found.personas[0].members[:2])
    assert study.personas(as_found=True).personas == found.personas
    assert study.personas(k=2).method["k_chosen_by"] == "researcher"


def test_a_removed_interview_leaves_the_personas(study):
    everybody = study.personas().personas[0].members
    study.split_persona("P1", everybody[:2])
    study.remove_transcript(everybody[0])
    assert members(study) == {"P1": everybody[2:], "P2": (everybody[1],)}


def test_words_alone_cannot_confirm_one_persona_and_never_make_groups(study):
    assert study.agreement_with_words() is None
    everybody = study.personas().personas[0].members
    study.split_persona("P1", everybody[:2])
    found = study.agreement_with_words()
    assert found is None or -1 <= found <= 1
    assert study.personas().k == 2


def test_a_quote_of_somebody_who_is_elsewhere_now_stands_behind_no_statement(study):
    everybody = study.personas().personas[0].members
    study.split_persona("P1", everybody[:2])
    guid = next(c.guid for c in study.confirmed if c.participant == everybody[0])
    study.add_statement("P2", "Needs a car", section="needs", evidence=[guid], guid="s-1")
    study.move_participant(everybody[0], "P1")
    draft = study.personas()
    (found,) = [s for s in draft.persona("P2").statements if s.key == "s-1"]
    assert (found.inside, found.evidence, found.is_assumption) == ((0, 1), (), True)
    assert any("Needs a car" in warning for warning in draft.warnings)


def test_values_that_personas_share_are_named_in_the_language_of_the_reader(study):
    people = [person.id for person in study.participants]
    table = Path(study.folder) / "who.csv"
    rows = [f"{who},{'fm'[number % 2]}" for number, who in enumerate(people)]
    table.write_text("\n".join(["participant,gender", *rows]), encoding="utf-8")
    study.import_participants(table)
    with using_language("en"):
        study.settle_personas(by="gender")
        before = [persona.value for persona in study.personas().personas]
    with using_language("pl"):
        after = [persona.value for persona in study.personas().personas]
        assert after == [persona.value for persona in study.personas(by="gender").personas]
    assert (before, after) == (["woman", "man"], ["kobieta", "mężczyzna"])


def test_a_value_that_members_no_longer_share_is_not_in_the_title(study):
    people = study.personas().personas[0].members
    table = Path(study.folder) / "who.csv"

    def told(*roles):
        rows = [f"{who},{role}" for who, role in zip(people, roles, strict=True)]
        table.write_text("\n".join(["participant,role", *rows]), encoding="utf-8")
        study.import_participants(table)

    told("boss", "boss", "user", "user", "user")
    study.settle_personas(by="role")
    assert {persona.value for persona in study.personas().personas} == {"boss", "user"}
    told("boss", "boss", "boss", "boss", "user")
    assert {persona.key: persona.value for persona in study.personas().personas} == {"P1": "", "P2": "boss"}
    told("user", "user", "user", "user", "user")
    assert {persona.key: persona.value for persona in study.personas().personas} == {"P1": "user", "P2": "user"}
