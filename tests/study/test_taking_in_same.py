"""What comes back by another tool, or by one that keeps no guids, is known again and doubles nothing."""

from __future__ import annotations

import zipfile

import pytest

from cjm_research.errors import BadValueError
from cjm_research.exchange.incoming import IncomingCode, IncomingCoding, IncomingProject, IncomingText
from cjm_research.study import Study
from cjm_research.study.taking_in.project import take_in_project

TALKS = {
    "en": "Interviewer: How was it? 😀\nAnna: I rang the shop 😡 today.\nInterviewer: And?\nAnna: Nobody answered.\n",
    "pl": "Badacz: Jak było? 😀\nAnna: Zadzwoniłam do sklepu 😡 i czekałam.\nBadacz: I?\nAnna: Nikt nie odebrał.\n",
    "ru": "Интервьюер: Как всё? 😀\nАнна: Я позвонила в магазин 😡 и ждала.\nИнтервьюер: И?\nАнна: Никто не ответил.\n",
}
FILES = {"label-studio": "p.json", "doccano": "p.jsonl", "taguette": "p.sqlite3", "qdpx": "p.qdpx"}


def coded(tmp_path, language="pl"):
    """A study of one interview with an own code; two coders coded the same words."""
    study = Study.create(tmp_path / "study")
    file = tmp_path / "Anna.txt"
    file.write_text(TALKS[language], encoding="utf-8")
    study.import_transcripts(file)
    code = study.add_code("New plan", kind="thought")
    for coder in ("eva", "oleg"):
        study.add_coding("Anna", 1, kind="thought", label=code.label, start=2, end=14, coder=coder)
    study.add_coding("Anna", 3, kind="touchpoint", label="phone", start=0, end=5, coder="eva")
    return study


def said(study):
    return sorted((c.transcript, c.quote, c.code, c.coder) for c in study.codings)


@pytest.mark.parametrize("tool", FILES)
def test_an_export_of_a_study_brings_it_nothing_new(tmp_path, tool):
    study = coded(tmp_path)
    before = said(study)
    out = study.export(tmp_path / FILES[tool], tool)[0]
    study.change_code("thought/new_plan", name="Another name")
    for _time in range(2):
        assert study.import_project(out).codings == 0
    assert said(study) == before
    assert [code.name for code in study.codebook.codes if not code.is_built_in] == ["Another name"]


@pytest.mark.parametrize("tool", FILES)
def test_a_text_that_was_corrected_since_is_the_same_interview(tmp_path, tool):
    study = coded(tmp_path)
    out = study.export(tmp_path / FILES[tool], tool)[0]
    study.correct_text("Anna", 3, "Nikt tam nie odebrał.")
    before = said(study)
    assert study.import_project(out).imported == ()
    assert (said(study), study.transcripts[0].utterances[3].text) == (before, "Nikt tam nie odebrał.")


@pytest.mark.parametrize("language", TALKS)
def test_one_study_by_all_tools_is_one_study(tmp_path, language):
    study = coded(tmp_path, language)
    other = Study.create(tmp_path / "other")
    for tool, file in FILES.items():
        other.import_project(study.export(tmp_path / file, tool)[0])
    assert [talk.id for talk in other.transcripts] == ["Anna"]
    assert said(other) == said(study)
    assert len(other.participants) == 1


def test_guids_that_went_out_stay_when_another_tool_brings_the_interview_back(tmp_path):
    study = coded(tmp_path)

    def project(name):
        (path,) = study.export(tmp_path / name)
        return zipfile.ZipFile(path).read("project.qde")

    first = project("1.qdpx")
    study.import_project(study.export(tmp_path / "p.json", "label-studio")[0])
    assert project("2.qdpx") == first


def test_another_coder_who_coded_alike_keeps_the_coding(tmp_path):
    study = coded(tmp_path)
    out = study.export(tmp_path / "p.jsonl", "doccano")[0]
    assert study.import_project(out, coder="nina").codings == 2
    assert {"nina"} == {coding.coder for coding in study.codings[-2:]} - {"eva", "oleg"}


def test_two_texts_of_one_project_stay_two_whatever_they_say(tmp_path):
    guid = "00000000-0000-4000-8000-0000000000{:02d}".format
    study = Study.create(tmp_path / "study")
    at = TALKS["en"].index("rang")

    def project(*numbers):
        texts = [
            IncomingText(
                guid(n), f"T{n}", TALKS["en"], codings=[IncomingCoding(guid(n + 10), at, at + 4, guid(1), "eva")]
            )
            for n in numbers
        ]
        return IncomingProject("NVivo", "P", lambda: iter(texts), len(texts), codes=[IncomingCode(guid(1), "Calls")])

    take_in_project(study, project(31, 32))
    assert take_in_project(study, project(31, 32)).unchanged == 2
    assert len(study.codings) == len(study.transcripts) == 2


def test_words_that_anybody_may_say_tell_no_interview(tmp_path):
    study = Study.create(tmp_path / "study")
    for n, name in enumerate(("One", "Two")):
        text = IncomingText(f"t{n}", name, "Yes, very.")
        take_in_project(study, IncomingProject("doccano", name, lambda text=text: iter([text]), 1))
    assert [talk.id for talk in study.transcripts] == ["One", "Two"]


@pytest.mark.parametrize("tool", FILES)
def test_names_do_not_come_back_with_an_older_file(tmp_path, tool):
    study = Study.create(tmp_path / "study")
    file = tmp_path / "w1.txt"
    file.write_text(
        "Badacz: Jak było?\nUczestniczka: Mam telefon 501 234 567.\nBadacz: Dalej?\nUczestniczka: Nic więcej.\n",
        encoding="utf-8",
    )
    study.import_transcripts(file)
    study.add_coding("w1", 3, "Nic", kind="thought")
    out = study.export(tmp_path / FILES[tool], tool)[0]
    if tool in ("doccano", "taguette"):  # keep no guids of ours: the interview is known by its source
        study = Study.create(tmp_path / "second")
        study.import_project(out)
    study.pseudonymise(key=tmp_path / "k.cjmkey", passphrase="some long words")
    before = study.transcripts
    assert [before[0].id, "501" in before[0].utterances[1].text] == ["w1", False]
    with pytest.raises(BadValueError, match="w1"):
        study.import_project(out)
    assert study.transcripts == before
    again = study.import_project(study.export(tmp_path / f"again-{FILES[tool]}", tool)[0])
    assert (again.imported, again.conflicts, study.transcripts) == ((), (), before)
