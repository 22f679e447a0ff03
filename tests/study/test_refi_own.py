"""A study of our own goes out as REFI-QDA and comes back: into the same study, and into another one."""

from __future__ import annotations

import pytest
from lxml import etree

from cjm_research.exchange.refi_qda import open_project
from cjm_research.exchange.refi_qda.remarks import read_coding_lines, read_key
from cjm_research.i18n import using_language
from cjm_research.model import MACHINE_CODER, Coding, Transcript, Utterance
from cjm_research.storage import ImportBatch, NewTranscript
from cjm_research.storage.texts import content_hash, content_hashes
from cjm_research.study import Study

CLOCK = "2026-01-01T00:00:00+00:00"
WORDS = {
    "en": ("How did it go?", "I rang the hotline 😀 twice.\nAnna: nobody answered.\n\nNobody."),
    "pl": ("Jak poszło?", "Zadzwoniłam na infolinię 😀 dwa razy.\nAnna: nikt nie odebrał.\n\nNikt."),
    "ru": ("Как прошло?", "Я звонила на линию 😀 дважды.\nAnna: никто не ответил.\n\nНикто."),
}


def interview(language):
    asked, told = WORDS[language]
    return Transcript(
        id=f"{language}_1",
        language=language,
        group="expert",
        method="walk_along",
        attributes={"age": 41, "new": True, "share": 2.5, "town": "Łódź"},
        utterances=(
            Utterance(speaker="M.", role="interviewer", text=asked),
            Utterance(speaker="Anna", text=told),
            Utterance(speaker="Ola", role="other", text="Mhm."),
            Utterance(speaker="Anna", text="Tak."),
        ),
    )


def coding(one, n, start, end, **values):
    text = one.utterances[1].text
    place = {"transcript": one.id, "participant": one.id, "utterance": 1, "start": start, "end": end}
    return Coding(guid=f"0000000{n}-0000-4000-8000-{ord(one.id[0]):012d}", quote=text[start:end], **place, **values)


def codings(one):
    machine = {"coder": MACHINE_CODER, "status": "suggested", "score": 0.123456789, "source": "rule:x", "why": "odd"}
    return (
        coding(one, 1, 0, 8, kind="touchpoint", label="phone", valence=-2, stage="use", coder="Anna B."),
        coding(one, 2, 0, 8, kind="emotion", label="anger", coder="Ewa"),
        coding(one, 3, 4, 20, kind="pain_point", **machine),
    )


def filled(folder, guid):
    study = Study.create(folder, clock=lambda: CLOCK, guid=guid)
    talks = [interview(language) for language in WORDS]
    new = [NewTranscript(f"{one.id}.txt", one.id, "txt", one, codings(one)) for one in talks]
    study.store.import_batch(ImportBatch(tuple(new)))
    study.add_code("Cisza", kind="pain_point", definition="nobody\nanswers", colour="#123456", coder="me")
    study.write_memo("on the study", coder="me")
    study.write_memo("on a coding", on="coding", target=study.codings[0].guid, coder="me")
    study.write_memo("on a code", on="code", target="emotion/anger", coder="me")
    study.write_memo("on a person", on="participant", target="pl_1", coder="me")
    study.write_memo("on a talk", on="transcript", target="pl_1", coder="me")
    return study


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("own") / "s", "5b0c4b44-0a44-4a0e-8a40-2f5d6a5d0c11")


@pytest.fixture(scope="module", params=["en", "pl", "ru"])
def copy(request, study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    with using_language(request.param):
        path = study.export(folder / "out.qdpx", suggestions=True)[0]
        second = Study.create(folder / "second", clock=lambda: CLOCK)
        report = second.import_project(path, coder="me")
    return path, second, report


def test_everything_comes_into_another_study(study, copy):
    _path, second, report = copy
    assert [t.model_dump() for t in second.transcripts] == [t.model_dump() for t in study.transcripts]
    assert second.codings == study.codings
    assert second.participants == study.participants
    assert second.memos == study.memos
    assert [c for c in second.codebook.codes if not c.is_built_in] == [
        c for c in study.codebook.codes if not c.is_built_in
    ]
    assert report.conflicts == ()
    assert report.codings == 9


def test_nothing_comes_back_into_the_same_study(study, copy, tmp_path):
    path, _second, _report = copy
    before = study.store.version()[0], study.transcripts, study.participants
    report = study.import_project(path, coder="me")
    assert (study.store.version()[0], study.transcripts, study.participants) == before
    assert (report.imported, report.unchanged, report.conflicts) == ((), 9, ())
    with open_project(path) as came, open_project(study.export(tmp_path / "b.qdpx", suggestions=True)[0]) as after:
        assert list(came.sources()) == list(after.sources())
        for section in ("users", "codes", "variables", "cases", "notes", "links"):
            assert getattr(came.project, section) == getattr(after.project, section)


def test_export_of_the_copy_is_the_same_project(copy, tmp_path):
    path, second, _report = copy
    with open_project(path) as ours, open_project(second.export(tmp_path / "b.qdpx", suggestions=True)[0]) as theirs:
        assert ours.project == theirs.project
        assert list(ours.sources()) == list(theirs.sources())


def test_content_of_an_interview_is_known_by_the_same_hash(copy):
    with copy[1].store.database.read() as connection:
        hashes = content_hashes(connection)
    assert hashes == {one.id: content_hash(one) for one in copy[1].transcripts}


def test_what_was_coded_in_another_tool_comes_back(study, tmp_path):
    mine = filled(tmp_path / "mine", study.store.guid)
    other = Study.create(tmp_path / "other")
    other.import_project(mine.export(tmp_path / "a.qdpx")[0])
    other.change_coding(mine.codings[0].guid, valence=1, coder="Ewa")
    new = other.add_coding("pl_1", 1, "infolinię", kind="touchpoint", label="phone", coder="Ewa")
    other.correct_text("ru_1", 3, "Да, так.", coder="Ewa")
    report = mine.import_project(other.export(tmp_path / "b.qdpx")[0], coder="me")
    assert (report.codings, report.changed, report.conflicts) == (1, 2, ())
    assert {c.guid: c for c in mine.codings}[new.guid].quote == "infolinię"
    assert mine.transcript("ru_1").utterances[3].text == "Да, так."
    assert len(mine.codings) == 10


def test_written_project_and_codebook_are_valid(study, tmp_path, root):
    import zipfile

    folder = root.parent / "shared" / "refi-qda"
    if not folder.exists():
        pytest.skip(f"the REFI-QDA schemas are not at {folder}")
    with zipfile.ZipFile(study.export(tmp_path / "a.qdpx", suggestions=True)[0]) as archive:
        xml = etree.fromstring(archive.read("project.qde"))
    etree.XMLSchema(etree.parse(folder / "Project.xsd")).assertValid(xml)
    book = study.export(tmp_path / "a.qdc")[0]
    etree.XMLSchema(etree.parse(folder / "Codebook.xsd")).assertValid(etree.parse(book))
    other = Study.create(tmp_path / "other")
    assert other.import_project(book).codes == 1
    assert other.codebook.code("pain_point/cisza") == study.codebook.code("pain_point/cisza")


@pytest.mark.parametrize(
    ("text", "own", "memo"),
    [
        ("valence: -2\nstage: use\nreally?", {"valence": -2, "stage": "use"}, "really?"),
        ("why: because of her", {}, "why: because of her"),
        ("valence: high", {}, "valence: high"),
        ("stage: use\nwhy: I wonder", {}, "stage: use\nwhy: I wonder"),
        (None, {}, ""),
    ],
)
def test_only_lines_of_our_form_are_ours(text, own, memo):
    assert read_coding_lines(text) == (own, memo)


def test_key_is_read_from_the_last_line_alone():
    assert read_key("a\n[emotion/anger]") == ("emotion/anger", "a")
    assert read_key("[emotion/anger]\na") == ("", "[emotion/anger]\na")
    assert read_key("[feeling]") == ("", "[feeling]")
