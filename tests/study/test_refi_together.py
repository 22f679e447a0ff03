"""Projects of other tools side by side in a study: newer versions, other guids, undo, removal; nothing doubles."""

from __future__ import annotations

import re
import uuid
import zipfile

import pytest

from cjm_research.exchange.refi_qda import open_project
from cjm_research.exchange.refi_qda.identifiers import guid_key, guid_of
from cjm_research.model import MACHINE_CODER
from cjm_research.study import Study
from tests.exchange.refi_qda.whole_project import archive, guid, plain_selection, project_xml, text_source

GUID = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
TALKS = {
    "en": "Interviewer: How was it? 😀\r\n\r\nAnna: I rang 📞 the shop.\r\n\r\nInterviewer: And then?\r\n",
    "pl": "Badacz: Jak było? 😀\r\n\r\nAnna: Zadzwoniłam 📞 do sklepu.\r\n\r\nBadacz: A potem?\r\n",
    "ru": "Интервьюер: Как всё? 😀\r\n\r\nАнна: Позвонила 📞 в магазин.\r\n\r\nИнтервьюер: А потом?\r\n",
}


def code(name, inside=""):
    return f'<Code guid="{guid(name)}" name="{name.partition(" ")[0]}" isCodable="true">{inside}</Code>'


def coded(key, start, end, code="Other", inside=""):
    inside = f'<CodeRef targetGUID="{guid(code)}"/>{inside}'
    return plain_selection(key, start, end, f'<Coding guid="{guid(f"coding {key}")}">{inside}</Coding>')


def note(key, text):
    return f'<Note guid="{guid(key)}" name="n"><PlainTextContent>{text}</PlainTextContent></Note>'


def noted(key):
    return f'<NoteRef targetGUID="{guid(key)}"/>'


def case(key, variable, value, *sources):
    values = f'<VariableRef targetGUID="{guid(variable)}"/><IntegerValue>{value}</IntegerValue>'
    refs = "".join(f'<SourceRef targetGUID="{guid(source)}"/>' for source in sources)
    return f'<Case guid="{guid(key)}" name="{key}"><VariableValue>{values}</VariableValue>{refs}</Case>'


def variable(key):
    return f'<Variable guid="{guid(key)}" name="Age" typeOfVariable="Integer"/>'


def project(path, *, users="", sources, codes="", before="", after="", texts, name="p"):
    """A .qdpx: users, codes, sections before the sources, what is in each source, sections after them."""
    inside = "".join(text_source(key, f"internal://{key}.txt", one) for key, one in sources.items())
    codes = codes or code("Other")
    xml = f"{users}<CodeBook><Codes>{codes}</Codes></CodeBook>{before}<Sources>{inside}</Sources>{after}"
    xml = xml.replace("</Sources><Sources>", "")
    files = {f"sources/{key}.txt": text.encode() for key, text in texts.items()}
    return archive(path, project_xml(xml, attributes=f'name="{name}" origin="X"'), files)


def with_other_guids(path, out, make=lambda guid: str(uuid.uuid5(uuid.NAMESPACE_URL, guid.lower()))):
    """The same project as a tool writes it that makes new guids, or writes them in another way."""
    with zipfile.ZipFile(path) as came, zipfile.ZipFile(out, "w") as went:
        for name in came.namelist():
            data = came.read(name)
            if name.endswith(".qde"):
                data = GUID.sub(lambda match: make(match[0]), data.decode()).encode()
            went.writestr(GUID.sub(lambda match: make(match[0]), name), data)
    return out


def state(study):
    memos = sorted((memo.on, memo.target, memo.text) for memo in study.memos)
    people = [(person.id, person.attributes) for person in study.participants]
    talks = sorted(study.transcripts, key=lambda talk: talk.id)
    return sorted(study.codings, key=lambda coding: coding.guid), memos, people, talks, study.codebook


def fresh(path):
    return Study.create(path, guid=str(uuid.uuid5(uuid.NAMESPACE_URL, path.name)))


def exported(study, path):
    with open_project(study.export(path)[0]) as found:
        return found.project, {guid_key(source.guid): source for source in found.sources()}


@pytest.fixture
def two(tmp_path):
    """Two interviews; one note is on a coding of each, a map shows words of the first."""
    words = (5, 10)
    sources = {key: coded(f"in {key}", *words, inside=noted("shared")) for key in ("a", "b")}
    vertex = f'<Vertex guid="{guid("v")}" firstX="1" firstY="1" representedGUID="{guid("in a")}" name="kept words"/>'
    of_codes = f'<Vertex guid="{guid("w")}" firstX="1" firstY="1" representedGUID="{guid("Other")}" name="Other"/>'
    link = f'<Link guid="{guid("l")}" name="kept words" originGUID="{guid("in a")}" targetGUID="{guid("Other")}"/>'
    graphs = f'<Graph guid="{guid("g")}">{vertex}</Graph><Graph guid="{guid("h")}">{of_codes}</Graph>'
    after = f"<Notes>{note('shared', 'on both')}</Notes><Links>{link}</Links><Graphs>{graphs}</Graphs>"
    people = case("K1", "age", 30, "a", "b") + case("K2", "age", 7, "a")
    before = f"<Variables>{variable('age')}</Variables><Cases>{people}</Cases>"
    texts = {"a": "Anna: kept words here", "b": "Olga: other words here"}
    return project(tmp_path / "two.qdpx", sources=sources, before=before, after=after, texts=texts)


@pytest.mark.parametrize("language", TALKS)
def test_a_project_with_other_guids_brings_nothing_new(tmp_path, language):
    text = TALKS[language]
    start = text.index("📞")
    sources = {"a": coded("s", start, start + 5, inside=noted("n"))}
    before = f"<Variables>{variable('age')}</Variables><Cases>{case('Anna', 'age', 30, 'a')}</Cases>"
    after = f"<Notes>{note('n', 'mine')}</Notes>"
    after = f'<Sources><PictureSource guid="{guid("p")}" name="p"/></Sources>{after}'
    path = project(tmp_path / "x.qdpx", sources=sources, before=before, after=after, texts={"a": text})
    study = fresh(tmp_path / "study")
    seen = []
    study.import_project(path, progress=lambda *done: seen.append(done))
    assert seen[-1] == (2, 2)
    came, first = state(study), study.export(tmp_path / "1.qdpx")[0].read_bytes()
    again = with_other_guids(path, tmp_path / "again.qdpx")
    for _time in range(2):
        assert study.import_project(again).changed == 0
        assert state(study) == came
    assert study.export(tmp_path / "2.qdpx")[0].read_bytes() == first


def test_the_machine_stays_the_machine_under_another_guid(tmp_path):
    machine = guid_of("user", MACHINE_CODER)
    users = f'<Users><User guid="{machine}" name="cjm-research (machine)"/></Users>'
    coding = coded("s", 6, 10).replace("<Coding", f'<Coding creatingUser="{machine}"')
    path = project(tmp_path / "x.qdpx", users=users, sources={"a": coding}, texts={"a": "Anna: some words of hers"})
    study = fresh(tmp_path / "study")
    study.import_project(path)
    came = state(study)
    assert [(coding.coder, coding.status) for coding in study.codings] == [(MACHINE_CODER, "suggested")]
    study.import_project(with_other_guids(path, tmp_path / "again.qdpx"))
    assert state(study) == came


def test_guids_in_capitals_and_braces_are_the_same(tmp_path, two):
    study = fresh(tmp_path / "study")
    study.import_project(two)
    came = state(study)
    path = with_other_guids(two, tmp_path / "again.qdpx", lambda guid: f"{{{guid.upper()}}}")
    study.import_project(path)
    assert state(study) == came
    project, sources = exported(study, tmp_path / "out.qdpx")
    assert (len(project.cases), len(project.graphs), len(project.notes), len(sources)) == (2, 2, 1, 2)


def test_what_an_undo_took_back_comes_with_the_next_import(tmp_path):
    codes = code("Above", code("Other")) + code("Below", code("Other 2"))
    sources = {"a": coded("s", 6, 10, inside=noted("n")) + coded("t", 6, 10, code="Other 2")}
    after = f"<Notes>{note('n', 'mine')}</Notes>"
    path = project(tmp_path / "x.qdpx", sources=sources, codes=codes, after=after, texts={"a": "Anna: some words"})
    study = fresh(tmp_path / "study")
    study.import_project(path, coder="me")
    came = state(study)
    study.undo(coder="me")
    assert (study.codings, study.memos) == ((), ())
    study.import_project(path, coder="me")
    assert state(study) == came


def test_two_projects_leave_as_one_and_come_as_they_were(tmp_path):
    study = fresh(tmp_path / "study")
    for key in ("a", "b"):
        before = f"<Variables>{variable(f'age {key}')}</Variables><Cases>{case(key, f'age {key}', 30, key)}</Cases>"
        after = f"<Notes>{note(f'n {key}', key)}</Notes><Description>of {key}</Description>{noted(f'n {key}')}"
        texts = {key: f"Anna: {key} words"}
        sources = {key: coded(f"in {key}", 6, 7)}
        study.import_project(
            project(tmp_path / f"{key}.qdpx", sources=sources, before=before, after=after, texts=texts, name=key)
        )
    out = study.export(tmp_path / "out.qdpx")[0]
    other = fresh(tmp_path / "other")
    other.import_project(out)
    assert state(other)[:4] == state(study)[:4]
    with open_project(out) as found:
        assert len(found.project.header.notes) == 3


def test_codes_of_two_projects_with_one_name_share_colour_and_description(tmp_path):
    study = fresh(tmp_path / "study")
    texts = {"a": "Anna: some words"}
    plain = project(tmp_path / "a.qdpx", sources={"a": coded("s", 6, 10)}, texts=texts)
    study.import_project(plain)
    codes = (
        f'<Code guid="{guid("x")}" name="Other" isCodable="true" color="#12ab34"><Description>d</Description></Code>'
    )
    sources = {"b": coded("t", 6, 10, code="x")}
    study.import_project(
        project(tmp_path / "b.qdpx", sources=sources, codes=codes, texts={"b": "Olga: words of another"})
    )
    assert [(one.colour, one.definition) for one in study.codebook.codes if one.name == "Other"] == [("#12ab34", "d")]
    project_, _sources = exported(study, tmp_path / "out.qdpx")
    assert {(one.colour, one.description) for one in project_.codes if one.name == "Other"} == {("#12ab34", "d")}


def test_every_case_of_an_interview_keeps_its_own_properties(tmp_path, two):
    study = fresh(tmp_path / "study")
    study.import_project(two)
    project, _sources = exported(study, tmp_path / "out.qdpx")
    assert [[value.value for value in one.values] for one in project.cases] == [["30"], ["7"]]


def test_words_put_between_the_parts_of_a_coding_stay_outside_of_it(tmp_path):
    text = "Interviewer: How?\nAnna: words of hers\nInterviewer: And?"
    path = project(tmp_path / "x.qdpx", sources={"a": coded("s", 13, 29)}, texts={"a": text})
    study = fresh(tmp_path / "study")
    study.import_project(path)
    study.correct_text("a", 1, "New words of hers")
    quotes = sorted(coding.quote for coding in study.codings)
    other = fresh(tmp_path / "other")
    out = study.export(tmp_path / "out.qdpx")[0]
    other.import_project(out)
    assert sorted(coding.quote for coding in other.codings) == quotes == ["How?", "words"]
    assert study.import_project(out).changed == 0


def test_a_removed_interview_takes_maps_and_links_that_show_it_and_no_note_of_another(tmp_path, two):
    study = fresh(tmp_path / "study")
    study.import_project(two)
    study.remove_transcript("a")
    assert b"kept words" not in (study.folder / "study.db").read_bytes()
    project, _sources = exported(study, tmp_path / "out.qdpx")
    assert [one.guid for one in project.graphs] == [guid("h")]
    assert (project.links, [one.text for one in project.notes]) == ((), ["on both"])
    other = fresh(tmp_path / "other")
    other.import_project(tmp_path / "out.qdpx")
    assert [(memo.on, memo.text) for memo in other.memos] == [("coding", "on both")]
