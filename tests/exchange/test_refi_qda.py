from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile

import pytest
from lxml import etree

from cjm_research.exchange import StudyContent, write_study
from cjm_research.exchange.refi_qda import XML_NAMESPACE
from cjm_research.i18n import using_language
from tests.exchange.samples import content

NS = {"q": XML_NAMESPACE}


def written(path, what: StudyContent):
    write_study(path, what)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return ET.fromstring(files["project.qde"]), files


@pytest.fixture
def project(tmp_path):
    return written(tmp_path / "study.qdpx", content())


def schema(root):
    path = root.parent / "shared" / "refi-qda" / "Project.xsd"
    if not path.exists():
        pytest.skip(f"the REFI-QDA schema is not at {path}")
    return etree.XMLSchema(etree.parse(path))


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_project_is_valid_against_the_standards_schema(tmp_path, root, language):
    with using_language(language):
        write_study(tmp_path / "study.qdpx", content())
    with zipfile.ZipFile(tmp_path / "study.qdpx") as archive:
        schema(root).assertValid(etree.fromstring(archive.read("project.qde")))


@pytest.mark.parametrize("what", [StudyContent("", ()), StudyContent("only text", content().transcripts)])
def test_project_without_people_or_codings_is_valid_too(tmp_path, root, what):
    write_study(tmp_path / "study.qdpx", what)
    with zipfile.ZipFile(tmp_path / "study.qdpx") as archive:
        schema(root).assertValid(etree.fromstring(archive.read("project.qde")))


def test_every_selection_covers_the_words_of_its_coding(project):
    tree, files = project
    quotes = {one.guid: one.quote for one in content().codings}
    n = 0
    for source in tree.iterfind(".//q:TextSource", NS):
        name = source.get("plainTextPath").removeprefix("internal://")
        text = files[f"sources/{name}"].decode("utf-8")
        assert "\r" not in text
        for selection in source.iterfind("q:PlainTextSelection", NS):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            guid = selection.find("q:Coding", NS).get("guid")
            assert text[start:end] == quotes[guid].replace("\r\n", "\n").replace("\r", "\n")
            n += 1
    assert n == len(quotes)


def test_all_that_is_referred_to_is_there_and_identifiers_are_unique(project):
    tree, files = project
    guids = [element.get("guid") for element in tree.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    for element in tree.iter():
        for attribute in ("targetGUID", "creatingUser"):
            assert element.get(attribute) is None or element.get(attribute) in guids
    for source in tree.iterfind(".//q:TextSource", NS):
        assert f"sources/{source.get('plainTextPath').removeprefix('internal://')}" in files


def test_machine_and_people_are_users_of_their_own(project):
    tree, _files = project
    users = {user.get("id"): user.get("guid") for user in tree.iterfind(".//q:User", NS)}
    assert set(users) == {"anna", "ben", "machine"}
    made = [one.get("creatingUser") for one in tree.iterfind(".//q:Coding", NS)]
    assert made.count(users["machine"]) == 3


def test_codes_form_a_tree_with_a_researchers_own_code_below_its_kind(project):
    tree, _files = project
    names = {kind.get("name"): [code.get("name") for code in kind.iterfind("q:Code", NS)] for kind in _kinds(tree)}
    assert "Phone call" in names["Touchpoint"]
    assert names["Need"] == ["my own code"]


def _kinds(tree):
    return tree.iterfind("q:CodeBook/q:Codes/q:Code", NS)


def test_participants_are_cases_with_typed_variables(project):
    tree, _files = project
    kinds = {one.get("name"): one.get("typeOfVariable") for one in tree.iterfind(".//q:Variable", NS)}
    assert kinds == {
        "Group": "Text", "Method": "Text", "Age": "Integer", "ok": "Boolean", "share": "Float", "note": "Text",
        "mixed": "Text", "tags": "Text",
    }  # fmt: skip
    cases = {case.get("name"): case for case in tree.iterfind(".//q:Case", NS)}
    assert [len(cases[name].findall("q:SourceRef", NS)) for name in ("en_1", "nobody")] == [1, 0]
    values = [value[1].text for value in cases["en_1"].iterfind("q:VariableValue", NS)]
    assert values == ["Customer", "Retrospective interview", "41", "true", "1.5", "a\ufffdb", "1"]


def test_valence_stage_and_reason_stand_in_the_description(project):
    tree, _files = project
    remarks = {one.text for one in tree.iterfind(".//q:PlainTextSelection/q:Description", NS)}
    assert "valence: -2\nstage: use" in remarks
    assert "status: suggested\nscore: 0.25\nsource: rule:x\nwhy: \ufffd odd" in remarks


def test_same_study_gives_the_same_bytes(tmp_path):
    what = content()
    shuffled = StudyContent(what.title, what.transcripts, what.participants[::-1], what.codings[::-1])
    shuffled = StudyContent(what.title, what.transcripts, what.participants, shuffled.codings)
    for name, one in (("a", what), ("b", shuffled)):
        write_study(tmp_path / f"{name}.qdpx", one)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()
