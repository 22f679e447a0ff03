from __future__ import annotations

import subprocess
import sys

import pytest

from cjm_research.errors import BadValueError, StudyExistsError, StudyNotFoundError, UnknownNameError
from cjm_research.i18n import set_language, using_language
from cjm_research.study import Study
from tests.study.conftest import write_interview


def test_created_study_is_opened_again_with_its_settings(tmp_path):
    Study.create(
        tmp_path / "s", title="Żółte okna", languages="pl", stage_model="five_stage", rating_scale="1-10", seed=3
    )
    opened = Study.open(tmp_path / "s")
    assert (opened.settings.title, opened.settings.languages, opened.settings.seed) == ("Żółte okna", ("pl",), 3)
    assert (tmp_path / "s" / "study.toml").read_text("utf-8").count("title") == 1


def test_what_a_researcher_writes_into_study_toml_counts(study):
    file = study.folder / "study.toml"
    file.write_text('title = "Other"\nstage_model = "two_part"\n', encoding="utf-8")
    assert Study.open(study.folder).settings.stage_model == "two_part"
    file.write_text('stage_model = "nine"\n', encoding="utf-8")
    with pytest.raises(BadValueError, match=r"study\.toml, line 1"):
        Study.open(study.folder)


def test_changed_settings_are_kept_in_both_places(study):
    study.change_settings(title="New")
    assert Study.open(study.folder).settings.title == "New"
    assert study.store.settings().title == "New"
    with pytest.raises(BadValueError, match="no setting “titel”"):
        study.change_settings(titel="x")


def test_wrong_setting_leaves_no_study(tmp_path):
    with pytest.raises(BadValueError, match="interface_language"):
        Study.create(tmp_path / "s", interface_language="de")
    assert not (tmp_path / "s").exists()


def test_study_is_not_written_over(study):
    with pytest.raises(StudyExistsError):
        Study.create(study.folder)


def test_database_file_of_another_name_keeps_its_settings_inside(tmp_path):
    Study.create(tmp_path / "calls.db", title="Calls")
    assert Study.open(tmp_path / "calls.db").settings.title == "Calls"
    assert not (tmp_path / "study.toml").exists()


def test_missing_study_says_how_to_make_one(tmp_path):
    with pytest.raises(StudyNotFoundError, match="cjm new"):
        Study.open(tmp_path)


def test_opening_imports_neither_readers_nor_heavy_libraries(study):
    heavy = {"pandas", "sklearn", "spacy", "altair", "weasyprint", "cjm_research.readers", "alembic"}
    code = (
        f"import sys; from cjm_research import Study; s = Study.open({str(study.folder)!r}); s.codings, s.transcripts;"
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("language", "words"), [("en", "3 interviews"), ("pl", "3"), ("ru", "3")])
def test_study_shows_itself_in_its_own_language(tmp_path, interviews, language, words):
    one = Study.create(tmp_path / "s", title="Окна", interface_language=language)
    one.import_transcripts(interviews)
    assert repr(one).startswith("Окна: ")
    assert words in repr(one)


def test_chosen_language_goes_before_the_studys(study):
    study.change_settings(interface_language="pl")
    set_language("ru")
    with study._speaking() as language:
        assert language == "ru"
    with using_language("en"), study._speaking() as language:
        assert language == "en"


def test_tagging_suggests_and_leaves_peoples_decisions_alone(study, interviews, tagger):
    study.import_transcripts(interviews)
    report = study.tag()
    assert (report.transcripts, report.suggestions, report.added) == (3, 6, 6)
    first, second, *_ = (one.guid for one in study.codings if one.status == "suggested")
    study.accept(first, coder="anna")
    study.reject(second, coder="anna")
    assert study.tag().added == 0
    tagger.words = 2
    report = study.tag(again=True)
    # What was decided on does not come back in other words.
    assert (report.added, report.withdrawn, report.suggestions) == (4, 4, 4)
    statuses = [one.status for one in study.codings if one.guid in {first, second}]
    assert sorted(statuses) == ["confirmed", "rejected"]


def test_basis_is_the_machines_until_somebody_confirms(study, interviews, tagger):
    study.import_transcripts(interviews / "pl_1.json")
    study.tag()
    codings, basis = study.basis_codings()
    assert (basis, {one.status for one in codings}) == ("machine", {"suggested"})
    study.accept(codings[0].guid)
    codings, basis = study.basis_codings()
    assert (basis, len(codings)) == ("confirmed", 1)


@pytest.mark.parametrize(("language", "words"), [("en", "nobody"), ("pl", "dwa razy"), ("ru", "никто не взял")])
def test_coding_is_added_by_words_changed_removed_and_brought_back(study, interviews, language, words):
    study.import_transcripts(interviews)
    coding = study.add_coding(f"{language}_1", 1, words, kind="pain_point", valence=-1, coder="anna")
    assert (coding.quote, coding.status, coding.participant) == (words, "confirmed", f"{language}_1")
    assert study.change_coding(coding.guid, end=coding.end + 1, coder="anna").quote[:-1] == words
    assert study.remove_coding(coding.guid, coder="anna") == 1
    assert coding.guid not in {one.guid for one in study.codings}
    study.undo("anna")
    study.undo("anna")
    assert coding in study.codings
    study.redo("anna")
    assert coding not in study.codings


def test_same_coding_twice_is_two_codings(study, interviews):
    study.import_transcripts(interviews)
    twins = [study.add_coding("en_1", 1, "nobody", kind="need") for _ in range(2)]
    assert len({one.guid for one in twins}) == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("t9", 1, "nobody"), UnknownNameError),
        (("en_1", 9, "nobody"), BadValueError),
        (("en_1", 1, "everybody"), BadValueError),
        (("en_1", -1, "nobody"), BadValueError),
    ],
)
def test_coding_of_what_is_not_there_is_refused(study, interviews, arguments, error):
    study.import_transcripts(interviews)
    with pytest.raises(error):
        study.add_coding(*arguments, kind="need")
    assert len(study.codings) == 2


def test_unknown_kind_is_refused(study, interviews):
    study.import_transcripts(interviews)
    with pytest.raises(BadValueError, match="nonsense"):
        study.add_coding("en_1", 1, "nobody", kind="nonsense")


def test_frames_have_their_columns_even_when_empty(study, interviews, tagger):
    empty = {what: study.frame(what) for what in ("codings", "participants", "utterances", "tags")}
    study.import_transcripts(interviews)
    study.tag()
    for what, before in empty.items():
        full = study.frame(what)
        assert len(before) == 0
        assert set(before.columns) <= set(full.columns)
        if what != "participants":
            assert (before.dtypes == full.dtypes).all()
    assert len(study.frame("tags")) == 6
    assert study.frame("participants").set_index("participant").loc["en_1", "n_confirmed"] == 2
    assert study.frame().loc[0, "code"] == "action"
    with pytest.raises(UnknownNameError, match="codings"):
        study.frame("birds")


def test_codings_of_one_person_are_one_participants(study, tmp_path):
    write_interview(tmp_path / "a.json")
    study.import_transcripts(tmp_path / "a.json")
    assert [person.id for person in study.participants] == ["a"]
