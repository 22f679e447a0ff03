"""Surveys in a study: joined by participant, one group at a time, never across scales."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError, CjmError, UnknownNameError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.study import Study
from cjm_research.study.folders import is_survey
from tests.study.conftest import clock, write_interview

HEADER = "participant,wave,NPS,rating 1-5: phone @ purchase,rating 1-5: delivery,CES 1.0"
# Twelve people with an interview; who rang rates low at first.
PEOPLE = [f"p{n:02}" for n in range(12)]


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Study:
    """Twelve interviews (one of an expert) and a survey of two waves, which a respondent without interview answered."""
    folder = tmp_path_factory.mktemp("surveys")
    study = Study.create(folder / "study", clock=clock)
    phone = [
        {"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "phone", "stage": "purchase"},
        {"u": 1, "quote": "nobody picked up", "kind": "pain_point", "valence": -2, "stage": "purchase"},
    ]
    web = [{"u": 1, "quote": "rang them", "kind": "touchpoint", "label": "website", "stage": "purchase"}]
    for n, who in enumerate(PEOPLE):
        group = "expert" if n == 11 else "customer"
        write_interview(folder / "talks" / f"{who}.json", "en", codings=phone if n < 6 else web, group=group)
    study.import_transcripts(folder / "talks")
    rows = [HEADER]
    for n, who in enumerate([*PEOPLE, "guest"]):
        rows.append(f"{who},before,{3 if n < 6 else 10},{2 if n % 4 else 1},{4 if n % 3 else 5},4")
        rows.append(f"{who},after,{8 if n < 6 else 10},{4 if n % 4 else 2},{4 if n % 3 else 5},2")
    path = folder / "survey.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    study.report_of_import = study.import_survey(path)
    return study


@pytest.fixture
def survey_file(tmp_path):
    def write(*rows, name="survey.csv"):
        path = tmp_path / name
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    return write


def test_import_says_what_was_taken_for_what_and_who_has_no_interview(asked):
    report = asked.report_of_import
    assert (report.n_answers, report.n_people, report.respondents) == (13 * 8, 13, ("guest",))
    assert report.waves == ("before", "after")
    said = str(report)
    assert "“CES 1.0” was taken for: Customer effort (CES 1.0), scale 1–5, low is good." in said
    assert "no interview in the study" in said


def test_answers_stand_in_a_table_with_the_people_of_the_study(asked):
    table = asked.answers_frame()
    assert len(table) == 13 * 8
    assert set(table.loc[table.participant == "guest", "interviewed"]) == {False}
    assert set(table.loc[table.participant == "p11", "group"]) == {"expert"}
    effort = table[table.kind == "ces1"].iloc[0]
    assert (effort.value, effort.percent) == (4, 25)


def test_one_group_at_a_time_and_it_is_said(asked):
    found = asked.satisfaction("nps", "before")
    assert [row.n for row in found.rows] == [12]
    assert "1 person of other groups is left out" in str(found)
    assert asked.satisfaction("nps", "before", "expert").rows[0].n == 1
    with pytest.raises(UnknownNameError, match="“non_user” answered"):
        asked.satisfaction(group="non_user")


def test_table_of_figures_has_every_instrument_and_wave(asked):
    table = asked.satisfaction().table
    assert len(table) == 8
    nps = table[(table.kind == "nps") & (table.wave == "before")].iloc[0]
    assert (nps.n, nps.nps) == (12, 0)
    assert nps.nps_low < 0 < nps.nps_high


def test_touchpoints_are_ranked_on_their_scale_in_the_last_wave(asked):
    found = asked.satisfaction(by="touchpoint")
    (one,) = found.rankings
    assert [f.item.key for f in one.ranking.items] == ["phone", "delivery"]
    assert any("last wave, “after”" in remark for remark in found.remarks)
    before = asked.satisfaction(by="touchpoint", wave="before")
    assert "“Phone call” is rated worst" in str(before)
    with pytest.raises(BadValueError, match="not by “moon”"):
        asked.satisfaction(by="moon")


def test_waves_are_compared_person_by_person(asked):
    found = asked.compare_waves("nps", "before", "after")
    assert found.is_paired
    assert found.paired.n == 12
    assert found.change[0] == pytest.approx(50)
    effort = asked.compare_waves("ces1", "before", "after")
    assert (effort.change[0], effort.paired.improved) == (-2, 12)
    with pytest.raises(UnknownNameError, match="no wave “spring”"):
        asked.compare_waves("nps", "before", "spring")


def test_people_who_told_of_a_touchpoint_are_set_against_an_outcome(asked):
    found = asked.touchpoint_outcome(instrument="nps", wave="before")
    phone = next(row for row in found.rows if row.key == "phone")
    assert (phone.told, phone.not_told) == ((0, 6), (5, 5))
    assert phone.stands_out
    assert "few people" in str(found)
    coded = asked.touchpoint_outcome("pain_point")
    assert next(row for row in coded.rows if row.key == "phone").told == (6, 6)
    with pytest.raises(UnknownNameError, match="no kind of coding"):
        asked.touchpoint_outcome("moon")


def test_pains_have_prevalence_severity_and_the_rating_of_their_touchpoint(asked):
    found = asked.pain_priorities()
    (pain,) = found.pains
    assert (pain.count.k, pain.count.n, pain.severity) == (6, 11, 2)
    assert pain.weight == pytest.approx(6 / 11)
    assert pain.n_rating == 12
    assert pain.rating == pytest.approx(100 * (sum(4 if n % 4 else 2 for n in [*range(11), 12]) / 12 - 1) / 4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_worded_in_every_language(asked, language):
    with using_language(language):
        said = [
            str(asked.satisfaction()),
            str(asked.satisfaction(by="touchpoint")),
            str(asked.compare_waves("nps", "before", "after")),
            str(asked.touchpoint_outcome("pain_point")),
            str(asked.pain_priorities()),
            str(asked.side_by_side("nps", "ces1")),
        ]
    assert all(text and "{" not in text for text in said)


def test_another_scale_is_another_instrument_and_is_not_compared(study, survey_file):
    study.import_survey(survey_file("id,CSAT 1-3", "a,2", "b,3"), wave="1")
    study.import_survey(survey_file("id,CSAT 1-10", "a,8", "b,9"), wave="2")
    assert [one.key for one in study.instruments] == ["csat_1_3", "csat_1_10"]
    with pytest.raises(BadValueError, match="different instruments"):
        study.compare_waves("csat", "1", "2")
    beside = study.side_by_side("csat_1_3", "csat_1_10")
    assert [round(row.percent, 1) for row in beside.rows] == [75.0, 83.3]
    assert "with your eyes only" in str(beside)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("id,NPS", "EN_1,9"), "“EN_1” is not in the study, but “en_1” is"),
        (("id,NPS", "en_1,9", "pl_1,11"), "outside the scale"),
    ],
)
def test_nothing_is_imported_of_a_table_with_a_fault(study, interviews, survey_file, rows, says):
    study.import_transcripts(interviews)
    with pytest.raises(CjmError, match=says):
        study.import_survey(survey_file(*rows))
    assert study.answers == ()
    assert study.instruments == ()


def test_a_survey_among_the_interviews_comes_in_with_them(study, interviews, survey_file):
    (interviews / "answers.csv").write_text("participant,NPS\nen_1,9\npl_1,3\n", encoding="utf-8")
    report = study.import_transcripts(interviews)
    assert "2 answers read." in str(report)
    assert {answer.participant for answer in study.answers} == {"en_1", "pl_1"}
    study.remove_transcript("en_1")
    assert {answer.participant for answer in study.answers} == {"pl_1"}
    assert study.remove_survey("nps") == 1


def test_no_survey_is_said_to_be_none(study):
    with pytest.raises(UnknownNameError, match="holds no survey yet"):
        study.satisfaction()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nobody picked up"), ("pl", "Nikt nie odebrał"), ("ru", "Никто")]
)
def test_comments_of_respondents_become_texts_to_tag(study, interviews, survey_file, language, words):
    study.import_transcripts(interviews)
    path = survey_file("id,NPS,Why?", f"r1,2,{words}", f"{language}_1,9,{words}", "r2,8,")
    report = study.import_survey(path, text_columns=["Why?"], language=language)
    assert report.n_texts == 1
    (text,) = [talk for talk in study.transcripts if talk.id == "r1"]
    assert (text.language, text.utterances[0].text, text.utterances[0].role) == (language, words, "participant")
    assert any("interview stands for the person" in note for note in report.notes)


def test_instruments_are_renamed_and_waves_put_in_order(study, survey_file):
    study.import_survey(survey_file("id,wave,NPS", "a,late,3", "a,early,4"))
    assert study.change_instrument("nps", name="Would recommend").title == "Would recommend"
    assert study.instruments[0].title == "Would recommend"
    study.order_waves("early", "late")
    assert study.waves == ("early", "late")


def test_report_gets_a_chapter_where_there_is_a_survey(asked, study, monkeypatch):
    shown = {}

    def view(figures, **parts):
        shown.update(parts, figures=figures)
        return "chapter"

    monkeypatch.setattr("cjm_research.rendering.report_measures.measures_view", view)
    assert asked.survey_chapter() == "chapter"
    assert len(shown["figures"].rows) == 8
    assert len(shown["places"].rankings) == 1
    assert len(shown["changes"]) == 4
    assert len(shown["pains"].pains) == 1
    assert study.survey_chapter() is None


@pytest.mark.parametrize(
    ("name", "header", "survey"),
    [
        ("ankieta.csv", "id;Q1", True),
        ("опрос.csv", "speaker;text", False),
        ("talk.csv", "speaker;text", False),
        ("scores.csv", "uczestnik;NPS", True),
        ("participants.csv", "id;NPS", False),
        ("notes.txt", "id;NPS", False),
    ],
)
def test_surveys_are_known_by_name_and_first_row(survey_file, name, header, survey):
    assert is_survey(survey_file(header, "a;b", name=name)) is survey


def test_a_report_on_one_group_shows_no_answers_of_another(study, tmp_path, survey_file):
    codings = [{"u": 1, "quote": "nobody picked up", "kind": "pain_point", "valence": -1}]
    write_interview(tmp_path / "talks" / "x.json", codings=codings, group="expert")
    study.import_transcripts(tmp_path / "talks")
    study.import_survey(survey_file("participant,csat\nr1,5\nr2,4\n"))
    chapter = study.survey_chapter()
    assert (chapter is not None, study.survey_chapter("expert")) == (True, None)
    assert "CSAT" not in study.report(tmp_path / "report.html").read_text("utf-8")
