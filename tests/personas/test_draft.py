import re
from pathlib import Path

import pytest
from sklearn.metrics import adjusted_rand_score

from cjm_research.coding import codings_of
from cjm_research.errors import BadValueError
from cjm_research.i18n import using_language
from cjm_research.measures import wilson
from cjm_research.model import Participant, Transcript
from cjm_research.personas import draft_personas

CORPUS = Path(__file__).parents[2] / "corpus"
FLAGSHIPS = ("en/flat-pack-furniture", "pl/wakacje-z-lotem", "ru/okna-v-kvartiru")
_studies = {}


def study(folder):
    """Participants, codings and planted personas of a corpus study."""
    if folder not in _studies:
        files = sorted((CORPUS / folder).glob("*.json"))
        transcripts = [Transcript.model_validate_json(file.read_text("utf-8")) for file in files]
        people = [Participant(id=t.id, group=t.group, method=t.method, attributes=t.attributes) for t in transcripts]
        planted = {t.id: t.persona for t in transcripts}
        _studies[folder] = people, [c for t in transcripts for c in codings_of(t)], planted
    return _studies[folder]


_drafts = {}


def draft_of(folder):
    if folder not in _drafts:
        people, codings, _planted = study(folder)
        _drafts[folder] = draft_personas(codings, people, basis="confirmed")
    return _drafts[folder]


@pytest.mark.parametrize("folder", FLAGSHIPS)
def test_planted_personas_are_found_without_being_told_how_many(folder):
    draft, planted = draft_of(folder), study(folder)[2]
    found = {who: persona.key for persona in draft.personas for who in persona.members}
    ids = sorted(planted)
    assert (draft.verdict, draft.k, draft.n) == ("tentative", 3, 24)
    assert adjusted_rand_score([planted[i] for i in ids], [found[i] for i in ids]) >= 0.8


@pytest.mark.parametrize("folder", FLAGSHIPS)
def test_every_statement_counts_its_people_and_leads_to_their_words(folder):
    draft = draft_of(folder)
    for persona in draft.personas:
        assert persona.statements
        for statement in persona.statements:
            assert statement.inside[1] == len(persona.members)
            assert statement.inside[1] + statement.outside[1] == draft.n
            assert statement.interval == wilson(*statement.inside)
            people = {e.participant for e in statement.evidence}
            assert len(people) == statement.inside[0]
            assert people <= set(persona.members)


@pytest.mark.parametrize("folder", FLAGSHIPS)
def test_three_quotes_and_a_counter_quote_of_at_most_two_a_person(folder):
    for persona in draft_of(folder).personas:
        speakers = [quote.participant for quote in persona.quotes]
        assert len(speakers) == 3
        assert set(speakers) <= set(persona.members)
        assert max(speakers.count(who) for who in speakers) <= 2
        assert persona.counter_quote not in persona.quotes
        assert persona.counter_quote.participant in persona.members


@pytest.mark.parametrize("folder", FLAGSHIPS)
def test_titles_differ_and_members_are_everybody_once(folder):
    draft = draft_of(folder)
    assert len({persona.title for persona in draft.personas}) == draft.k
    members = [who for persona in draft.personas for who in persona.members]
    assert sorted(members) == sorted(p.id for p in study(folder)[0])
    for persona in draft.personas:
        assert set(persona.membership) == set(persona.members)
        assert all(0 <= share <= 1 for share in persona.membership.values())
        assert persona.membership[persona.typical_member] == max(persona.membership.values())


def test_the_order_of_the_input_does_not_matter():
    people, codings, _planted = study(FLAGSHIPS[0])
    again = draft_personas(codings[::-1], people[::-1], basis="confirmed")
    assert again == draft_of(FLAGSHIPS[0])


def test_demographics_make_no_personas():
    people, codings, _planted = study(FLAGSHIPS[0])
    anonymous = [Participant(id=p.id) for p in people]
    draft = draft_personas(codings, anonymous, basis="confirmed")
    assert [p.members for p in draft.personas] == [p.members for p in draft_of(FLAGSHIPS[0]).personas]


@pytest.mark.parametrize("folder", ["en/short-city-break", "pl/wymiana-okien", "ru/travel-booking-cancellations"])
def test_six_people_are_too_few(folder):
    people, codings, _planted = study(folder)
    draft = draft_personas(codings, people, basis="confirmed")
    assert (draft.verdict, draft.k, len(draft.personas)) == ("no_groups", 1, 1)
    assert draft.why.startswith("Too few people to form groups")
    assert draft.personas[0].title == "General portrait"
    assert draft.personas[0].statements


def test_other_interviewee_groups_are_left_out_aloud():
    people, codings, _planted = study("pl/wymiana-okien")
    draft = draft_personas(codings, people, basis="confirmed")
    others = [p.id for p in people if p.group != "customer"]
    assert others
    assert set(draft.personas[0].members).isdisjoint(others)
    assert others[0] in draft.warnings[0]


def test_nothing_coded_and_nobody_interviewed():
    for people in ([], [Participant(id=f"p{i}") for i in range(30)]):
        draft = draft_personas([], people, basis="confirmed")
        assert (draft.verdict, draft.k, draft.n, draft.personas) == ("no_groups", 0, 0, ())
        assert draft.why.startswith("Nothing is coded")


def test_one_person_is_a_portrait():
    people, codings, _planted = study("en/short-city-break")
    draft = draft_personas(codings, people[:1], basis="confirmed")
    assert (draft.verdict, draft.n, draft.personas[0].members) == ("no_groups", 1, (people[0].id,))


def test_the_researcher_may_choose_the_number_and_it_is_recorded():
    people, codings, _planted = study(FLAGSHIPS[2])
    draft = draft_personas(codings, people[:6], basis="confirmed", k=2)
    assert (draft.k, draft.verdict, draft.method["k_chosen_by"]) == (2, "hypothesis", "researcher")
    assert "chose the number" in draft.why
    assert draft.decisions == ("The researcher chose 2 groups; the data spoke for no groups.",)
    with pytest.raises(BadValueError, match="from 1 to 6"):
        draft_personas(codings, people, basis="confirmed", k=9)
    one = draft_personas(codings, people, basis="confirmed", k=1)
    assert (one.k, one.verdict) == (1, "no_groups")
    assert "one portrait of everybody" in one.why


def test_the_machines_suggestions_are_named_as_such():
    people, codings, _planted = study("en/short-city-break")
    suggested = [c.model_copy(update={"status": "suggested"}) for c in codings]
    draft = draft_personas(suggested, people, basis="machine")
    assert "nobody has reviewed" in draft.why
    assert draft_personas(suggested, people, basis="confirmed").n == 0


def test_the_stage_model_changes_words_and_not_groups():
    people, codings, _planted = study(FLAGSHIPS[0])
    draft = draft_personas(codings, people, basis="confirmed", stage_model="three_phase")
    assert [p.members for p in draft.personas] == [p.members for p in draft_of(FLAGSHIPS[0]).personas]
    stages = {s.code.partition("@")[2] for p in draft.personas for s in p.statements}
    assert stages <= {"", "before", "during", "after"}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_draft_speaks_the_language_in_force_and_its_figures_stay(language):
    people, codings, _planted = study("en/short-city-break")
    with using_language(language):
        draft = draft_personas(codings, people, basis="confirmed")
    english = draft_personas(codings, people, basis="confirmed")
    assert [s.inside for s in draft.personas[0].statements] == [s.inside for s in english.personas[0].statements]


def test_a_statement_without_a_name_is_a_sentence_with_its_stage_and_an_example():
    texts = [s.text for p in draft_of(FLAGSHIPS[0]).personas for s in p.statements if s.section == "goals"]
    assert texts
    assert all(re.fullmatch(r"At the stage “[^“”]+”, for example: “[^“”]+”", text) for text in texts)


def test_the_keys_and_values_of_the_method_are_the_same_in_every_language():
    people, codings, _planted = study(FLAGSHIPS[1])
    with using_language("pl"):
        method = draft_personas(codings, people, basis="confirmed").method
    assert set(method) >= {"group", "n_codings", "k_chosen_by", "features", "clustering", "null_model", "p_value"}
    assert method["null_model"].startswith("tables in which two people at a time exchange what they told")


@pytest.mark.parametrize("folder", FLAGSHIPS)
def test_each_code_is_told_in_one_section_and_what_starts_the_search_and_decides_the_choice_are_apart(folder):
    for persona in draft_of(folder).personas:
        keys = [statement.key for statement in persona.statements]
        assert len(set(keys)) == len(keys)
        for statement in persona.statements:
            kind, _at, stage = statement.key.partition("@")
            if statement.section == "triggers":
                assert (kind, stage) == ("motivation", "awareness")
            if statement.section == "criteria":
                assert kind in ("motivation", "turning_point")
                assert stage in ("consideration", "decision")
            if statement.section in ("motivations", "decisions"):
                assert stage != "decision"


def test_codes_of_the_researchers_own_stand_in_the_section_of_their_kind():
    people, codings, _planted = study("en/short-city-break")
    changed = [
        c.model_copy(update={"label": "price"}) if c.kind in ("motivation", "pain_point") else c for c in codings
    ]
    statements = draft_personas(changed, people, basis="confirmed").personas[0].statements
    own = {s.section: s.text for s in statements if "/price" in s.key}
    assert {"pains"} < set(own) <= {"pains", "triggers", "criteria", "motivations"}
    assert all(text.startswith("price") for text in own.values())


@pytest.mark.parametrize("folder", FLAGSHIPS)
def test_the_typical_path_is_what_a_member_told_with_the_members_who_tell_each_contact(folder):
    codings = study(folder)[1]
    for persona in draft_of(folder).personas:
        labels = [step.label for step in persona.typical_path]
        paths = {}
        for c in sorted(codings, key=lambda c: (*c.place, c.code, c.guid)):
            if c.kind == "touchpoint" and c.label not in (None, "unspecified") and c.participant in persona.members:
                path = paths.setdefault(c.participant, [])
                if path[-1:] != [c.label]:
                    path.append(c.label)
        assert labels in paths.values()
        for step in persona.typical_path:
            told = sum(step.label in path for path in paths.values())
            assert (step.members.k, step.members.n) == (told, len(persona.members))


def test_the_first_step_is_a_portrait_of_everybody():
    draft = draft_of(FLAGSHIPS[0])
    assert (draft.general.key, len(draft.general.members), draft.group) == ("all", 24, "customer")
    assert all(s.outside == (0, 0) for s in draft.general.statements)
    assert draft.general.contrasts == ()
    people, codings, _planted = study("en/short-city-break")
    assert draft_personas(codings, people, basis="confirmed").general is None


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_titles_are_whole_phrases_and_no_two_are_alike(language):
    people, codings, _planted = study(FLAGSHIPS[0])
    with using_language(language):
        titles = [p.title for p in draft_personas(codings, people, basis="confirmed", by="gender").personas]
        titles += [p.title for p in draft_personas(codings, people, basis="confirmed").personas]
    assert len(set(titles)) == len(titles) == 5
    assert not any("_" in title or "{" in title for title in titles)


def test_the_method_names_the_data_and_the_versions():
    people, codings, _planted = study(FLAGSHIPS[0])
    method = draft_of(FLAGSHIPS[0]).method
    assert (method["k_chosen_by"], method["k_found"]) == ("data", 3)
    assert re.fullmatch(r"[0-9a-f]{64}", method["data_sha256"])
    assert set(method["versions"]) == {"numpy", "scikit-learn", "scipy"}
    without = draft_personas(codings[1:], people[:5], basis="confirmed").method
    assert without["data_sha256"] != method["data_sha256"]
