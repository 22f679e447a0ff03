from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.model import Coding, Participant, StudySettings, Transcript, Utterance
from cjm_research.study.selection import basis_codings, chosen_group, select


def interview(id):
    return Transcript(id=id, utterances=(Utterance(text="some words"),))


def coding(who, status="confirmed", source=""):
    return Coding(
        guid=f"{who}-{status}-{source}", transcript=who, participant=who, utterance=0, start=0, end=4, quote="some",
        kind="need", coder="anna", status=status, source=source,
    )  # fmt: skip


def chosen(codings, people=("a", "b", "c"), groups=None, **options):
    participants = [Participant(id=one, group=(groups or {}).get(one, "customer")) for one in people]
    return select(StudySettings(), [interview(one) for one in people], participants, codings, **options)


def test_confirmed_codings_never_mix_with_suggestions():
    selection = chosen([coding("a"), coding("b", "suggested", "rule:x")], people=("a", "b"))
    assert (selection.basis, [one.participant for one in selection.codings]) == ("confirmed", ["a"])


def test_interview_that_nobody_coded_yet_is_left_out_and_named():
    selection = chosen([coding("a"), coding("b")])
    assert selection.ids == ("a", "b")
    assert selection.left_out == ("1 interview without a confirmed coding is left out of every count.",)


def test_suggestions_count_for_everybody_while_nothing_is_confirmed():
    selection = chosen([coding("a", "suggested", "rule:x"), coding("b", "rejected", "rule:x")])
    assert (selection.basis, selection.ids, len(selection.codings)) == ("machine", ("a", "b", "c"), 1)


def test_accepted_tags_still_count_as_tags_when_asked_for():
    codings, basis = basis_codings([coding("a", "confirmed", "rule:x"), coding("b")], from_tags=True)
    assert (basis, [(one.participant, one.status) for one in codings]) == ("machine", [("a", "suggested")])


def test_customers_are_chosen_among_several_groups_and_the_others_named():
    selection = chosen([coding("a"), coding("b"), coding("c")], groups={"b": "expert", "c": "non_user"})
    assert (selection.group, selection.ids) == ("customer", ("a",))
    assert selection.left_out == ("Only the group “Customer” is shown; 2 people of other groups are left out.",)
    assert {one.participant for one in selection.codings} == {"a"}


def test_group_that_is_asked_for_is_taken():
    selection = chosen([coding("b")], groups={"b": "expert"}, group="expert")
    assert selection.ids == ("b",)


def test_only_group_is_taken_without_asking():
    assert chosen([coding("a")], people=("a",), groups={"a": "expert"}).group == "expert"


def test_the_group_that_is_meant_is_the_one_that_is_shown_also_where_several_talk_together():
    people = [Participant(id="talk", group="expert"), Participant(id="bob")]
    codings = [coding("talk"), coding("bob").model_copy(update={"transcript": "talk"})]
    shown = select(StudySettings(), [interview("talk")], people, codings).group
    assert chosen_group(people, [interview("talk")], codings) == shown == "customer"


def test_unknown_group_is_named_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"non_user.*customer"):
        chosen([], group="non_user")


def test_person_without_an_interview_is_in_no_count():
    selection = select(StudySettings(), [interview("a")], [Participant(id="a"), Participant(id="z")], [])
    assert selection.ids == ("a",)


def test_map_of_one_person_rests_on_that_persons_codings(study, interviews, tagger):
    study.import_transcripts(interviews)
    study.tag()
    assert study.journey_map("en_1").basis == "confirmed"
    expert = study.journey_map("ru_1")
    assert (expert.basis, expert.groups, expert.participants) == ("machine", ("expert",), ("ru_1",))
    assert study.empathy_map("ru_1").participants == ("ru_1",)
    everybody = study.journey_map("all", group="expert")
    assert (everybody.title, everybody.participants) == ("Everybody (Expert)", ("ru_1",))


def test_unknown_persona_is_named_with_the_known_ones(study, interviews):
    study.import_transcripts(interviews)
    with pytest.raises(UnknownNameError, match=r"P9.*all"):
        study.journey_map("P9")


def test_persona_draft_is_made_once_and_again_after_a_change(study, interviews, monkeypatch):
    from cjm_research.model import PersonaDraft

    calls = []

    def draft_personas(codings, participants, **options):
        calls.append(options)
        return PersonaDraft(verdict="no_groups", why="", n=len(participants), k=0, warnings=("own",))

    monkeypatch.setattr("cjm_research.personas.draft_personas", draft_personas)
    study.import_transcripts(interviews)
    draft = study.personas()
    assert draft.warnings[-1] == "own"
    assert "1 person of other groups is left out" in draft.warnings[0]
    assert study.personas() is draft
    assert calls[0]["seed"] == study.settings.seed
    study.personas(seed=5)
    assert calls[-1]["seed"] == 5
    study.add_coding("en_1", 1, "nobody", kind="need")
    study.personas()
    assert len(calls) == 3


def test_maps_and_files_that_there_are_not_are_named(study, interviews, tmp_path):
    study.import_transcripts(interviews)
    with pytest.raises(UnknownNameError, match="journey, blueprint, wheel"):
        study.write_map("all", kind="globe")
    with pytest.raises(UnknownNameError, match="html, svg, pdf, json"):
        study.write_map("all", kind="empathy", format="xlsx")
    path = study.write_map("en_1", format="json")
    assert path == study.folder / "maps" / "journey-en_1.json"
    assert study.write_map("en_1", format="json", out=tmp_path / "deep" / "x.json").exists()


def test_study_on_a_server_asks_for_a_file(study, interviews, monkeypatch):
    monkeypatch.setattr(type(study), "folder", None)
    with pytest.raises(BadValueError, match="name a file"):
        study.report()


@pytest.mark.parametrize("format", ["csv", "json", "jsonl", "qdpx"])
def test_every_export_gives_the_same_bytes_twice(study, interviews, tagger, tmp_path, format):
    study.import_transcripts(interviews)
    study.tag()
    written = []
    for name in ("a", "b"):
        target = tmp_path / name / ("out" if format == "json" else f"out.{format}")
        written.append([path.read_bytes() for path in study.export(target, format=format)])
    assert written[0] == written[1]
    assert written[0][0]
