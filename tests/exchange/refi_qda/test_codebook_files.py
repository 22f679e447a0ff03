from __future__ import annotations

import pytest
from lxml import etree

from cjm_research.errors import BadValueError, UnreadableFileError
from cjm_research.exchange.refi_qda import read_codebook, write_codebook
from cjm_research.exchange.refi_qda.project import Code, Set
from tests.exchange.refi_qda.whole_project import CODES, LOW, PROJECT, TOP, guid

NS = "urn:QDA-XML:codebook:1.0"


@pytest.fixture(scope="module")
def shared(root):
    path = root.parent / "shared" / "refi-qda"
    if not (path / "Codebook.xsd").exists():
        pytest.skip(f"the REFI-QDA schemas and samples are not at {path}")
    return path


def read(tmp_path, xml: str, encoding: str = "utf-8"):
    (tmp_path / "x.qdc").write_bytes(xml.encode(encoding))
    return read_codebook(tmp_path / "x.qdc")


def whats(losses):
    return " ".join(loss.what for loss in losses)


def test_codes_and_sets_come_back_with_guids_order_and_words(tmp_path, shared):
    codes = (Code(TOP, "Zakupy", False, description="first\n\tsecond", codes=CODES[0].codes), CODES[1])
    sets = (Set(guid("set"), "Группа", "some", (LOW,)),)
    assert write_codebook(tmp_path / "a.qdc", codes, sets) == []
    assert read_codebook(tmp_path / "a.qdc") == (codes, sets, [])
    write_codebook(tmp_path / "b.qdc", *read_codebook(tmp_path / "a.qdc")[:2])
    assert (tmp_path / "a.qdc").read_bytes() == (tmp_path / "b.qdc").read_bytes()
    etree.XMLSchema(etree.parse(shared / "Codebook.xsd")).assertValid(etree.parse(tmp_path / "a.qdc"))


def test_what_codebook_files_have_no_place_for_is_listed(tmp_path, shared):
    losses = write_codebook(tmp_path / "a.qdc", PROJECT.codes, PROJECT.sets)
    assert [(loss.fate, loss.where) for loss in losses] == [("dropped", "Zakupy"), ("dropped", "Group")]
    etree.XMLSchema(etree.parse(shared / "Codebook.xsd")).assertValid(etree.parse(tmp_path / "a.qdc"))


def test_the_standards_own_codebook_comes_back(tmp_path, shared):
    codes, sets, losses = read_codebook(shared / "annexA1-codebook.qdc")
    assert [code.name for code in codes] == ["Topics", "Economy", "Health care", "Values", "Conservatives", "Liberals"]
    assert [code.is_codable for code in codes] == [False, True, True, False, True, True]
    assert (codes[0].guid[0], codes[3].guid[0]) == ("{", "9")
    write_codebook(tmp_path / "a.qdc", codes, sets)
    assert read_codebook(tmp_path / "a.qdc") == (codes, sets, losses) == (codes, (), [])


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0", ""])
def test_older_name_spaces_are_read_with_a_word(tmp_path, namespace):
    code = f'<Code guid="{LOW}" name="a" isCodable="true"/>'
    codes, _sets, losses = read(tmp_path, f'<CodeBook xmlns="{namespace}"><Codes>{code}</Codes></CodeBook>')
    assert codes == (Code(LOW, "a"),)
    assert "older form" in whats(losses)


def test_an_empty_codebook_is_not_written(tmp_path):
    with pytest.raises(BadValueError, match="no codes"):
        write_codebook(tmp_path / "a.qdc", ())
    assert not (tmp_path / "a.qdc").exists()


def test_flat_codebook_with_empty_sets_and_without_codable_flags_is_read(tmp_path):
    xml = (
        f'<CodeBook xmlns="{NS}" origin="other 1.0"><Codes><Code guid="{LOW}" name="ждать"/>'
        f'<Code guid="{TOP}" name="Łódź" color="rgb(255, 0, 16)"/></Codes><Sets/></CodeBook>'
    )
    codes, sets, losses = read(tmp_path, xml)
    assert codes == (Code(LOW, "ждать"), Code(TOP, "Łódź", colour="#ff0010"))
    assert sets == ()
    assert [loss.fate for loss in losses] == ["changed"] * 3


@pytest.mark.parametrize(
    ("written", "colour", "fate"),
    [
        ("#FF0000", "#FF0000", None),
        ("#abc", "#abc", None),
        ("#11223344", "#112233", "changed"),
        ("#FF112233", "#112233", "changed"),
        ("112233", "#112233", "changed"),
        ("rgba(1,2,3,0.5)", "#010203", "changed"),
        ("rgb(1,2,300)", "", "dropped"),
        ("red", "", "dropped"),
    ],
)
def test_colours_are_understood_as_tools_write_them(tmp_path, written, colour, fate):
    code = f'<Code guid="{LOW}" name="a" isCodable="1" color="{written}"/>'
    xml = f'<CodeBook xmlns="{NS}"><Codes>{code}</Codes></CodeBook>'
    codes, _sets, losses = read(tmp_path, xml)
    assert codes[0].colour == colour
    assert [loss.fate for loss in losses] == ([fate] if fate else [])


def test_codes_without_guid_get_one_that_stays_the_same(tmp_path):
    codes_xml = '<Code name="a"><Code name="b"/></Code><Code name="b"/><Code name="b"/>'
    xml = f'<CodeBook xmlns="{NS}"><Codes>{codes_xml}</Codes></CodeBook>'
    codes, _sets, losses = read(tmp_path, xml)
    assert codes == read(tmp_path, xml)[0]
    assert len({code.guid for code in (*codes, codes[0].codes[0])}) == 4
    assert "no identifier" in whats(losses)


def test_members_written_as_in_projects_and_unknown_things_are_understood_or_listed(tmp_path):
    xml = (
        f'<CodeBook xmlns="{NS}" version="2"><Codes>'
        f'<Code guid="{LOW}" name="a" isCodable="true" weight="3"><Memo/></Code></Codes>'
        f'<Sets><Set guid="{TOP}" name="s"><MemberCode targetGUID="{LOW}"/></Set></Sets><Extra/></CodeBook>'
    )
    _codes, sets, losses = read(tmp_path, xml)
    assert sets[0].codes == (LOW,)
    for name in ("CodeBook/@version", "Code/@weight", "Code/Memo", "CodeBook/Extra"):
        assert name in whats(losses)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_before_the_xml_do_no_harm(tmp_path, encoding):
    xml = f'<CodeBook xmlns="{NS}"><Codes><Code guid="{LOW}" name="żółw" isCodable="true"/></Codes></CodeBook>'
    assert read(tmp_path, xml, encoding)[0][0].name == "żółw"
    (tmp_path / "x.qdc").write_bytes(b"\xef\xbb\xbf\xef\xbb\xbf\r\n" + b'<?xml version="1.0"?>' + xml.encode())
    assert read_codebook(tmp_path / "x.qdc")[0][0].name == "żółw"


def test_projects_and_other_files_are_no_codebooks(tmp_path):
    for xml in ('<Project xmlns="urn:QDA-XML:project:1.0"/>', "tag,path", "", "PK\x03\x04"):
        with pytest.raises(UnreadableFileError):
            read(tmp_path, xml)
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_codebook(tmp_path / "none.qdc")
