from __future__ import annotations

import io
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.exchange.refi_qda import ProjectWriter, open_project, read_codebook, text_reading
from cjm_research.exchange.refi_qda import archive as archive_module
from tests.exchange.refi_qda.whole_project import (
    FILES,
    NS,
    PROJECT,
    SOURCES,
    archive,
    guid,
    plain_selection,
    project_xml,
    text_source,
)

HINTS = ("Export the project again", "Ask for the file again", "Save it without a password")


def refused(path: Path, match: str) -> None:
    with pytest.raises(UnreadableFileError, match=match) as error, open_project(path) as project:
        list(project.sources())
    assert str(path) in str(error.value)
    assert any(hint in str(error.value) for hint in HINTS)


@pytest.mark.parametrize(
    "name", ["../evil.txt", "sources/../../evil.txt", "/etc/evil", "C:/evil.txt", "..\\evil.txt", "a\x1b[2J.txt"]
)
def test_entries_that_lead_outside_are_refused(tmp_path, name):
    refused(archive(tmp_path / "x.qdpx", project_xml(), {name: "x"}), "leads outside")


def test_links_are_refused(tmp_path):
    entry = zipfile.ZipInfo("sources/link.txt")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = archive(tmp_path / "x.qdpx", project_xml())
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(entry, "/etc/passwd")
    refused(path, "leads outside")


def test_references_to_files_outside_are_never_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    for path in (
        "internal://../secret.txt",
        "../secret.txt",
        f"absolute://{tmp_path}/secret.txt",
        "file:///etc/passwd",
    ):
        qdpx = archive(tmp_path / "x.qdpx", project_xml(f"<Sources>{text_source('a', path)}</Sources>"))
        with open_project(qdpx) as project:
            (source,) = project.sources()
            assert "secret" not in getattr(source, "text", "")
            with pytest.raises(UnreadableFileError, match="has no file"):
                project.file(path)


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_ENTRIES", 2), ("MAX_TOTAL", 1000), ("MAX_FILE", 900), ("MAX_XML", 50)]
)
def test_too_many_or_too_large_files_are_refused(tmp_path, monkeypatch, limit, value):
    monkeypatch.setattr(archive_module, limit, value)
    files = {f"sources/{i}.txt": "x" * 500 * (1 + i) for i in range(3)}
    refused(archive(tmp_path / "x.qdpx", project_xml(), files), "far too large")


def test_a_text_too_large_for_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(text_reading, "MAX_TEXT", 1000)
    xml = project_xml(f"<Sources>{text_source('a', 'internal://a.txt')}</Sources>")
    refused(archive(tmp_path / "x.qdpx", xml, {"sources/a.txt": "x" * 1001}), "far too large")


def test_what_shrinks_more_than_any_text_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_module, "FREE_SIZE", 100_000)
    refused(archive(tmp_path / "x.qdpx", project_xml(), {"sources/bomb.txt": bytes(200_000)}), "far too large")


def test_a_project_protected_with_a_password_says_so(tmp_path):
    data = bytearray(archive(tmp_path / "x.qdpx", project_xml()).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    (tmp_path / "x.qdpx").write_bytes(data)
    refused(tmp_path / "x.qdpx", "password")


@pytest.mark.parametrize("keep", [0, 10, 150, -30])
def test_cut_off_archives_are_refused(tmp_path, keep):
    whole = archive(tmp_path / "x.qdpx", project_xml(), {"sources/a.txt": b"x" * 300}).read_bytes()
    (tmp_path / "x.qdpx").write_bytes(whole[:keep])
    refused(tmp_path / "x.qdpx", "not a whole zip")


def test_what_is_no_zip_is_refused(tmp_path):
    (tmp_path / "x.qdpx").write_text(project_xml())
    refused(tmp_path / "x.qdpx", "not a whole zip")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFileError, match="no such file"):
        open_project(tmp_path / "none.qdpx")


@pytest.mark.parametrize("names", [(), ("a.qde", "b.QDE"), ("folder/project.qde",)])
def test_there_is_exactly_one_project_in_an_archive(tmp_path, names):
    with zipfile.ZipFile(tmp_path / "x.qdpx", "w") as out:
        out.writestr("sources/a.txt", "x")
        for name in names:
            out.writestr(name, project_xml())
    refused(tmp_path / "x.qdpx", "exactly one")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.qdpx", "w") as out:
        out.writestr("project.qde", project_xml())
        out.writestr("sources/a.txt", "x")
        out.writestr("sources/a.txt", "y")
    refused(tmp_path / "x.qdpx", "same name")


ENTITIES = '<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_document_types_and_their_entities_are_refused(tmp_path, encoding):
    declared = encoding.removesuffix("-sig")
    xml = f'<?xml version="1.0" encoding="{declared}"?>{ENTITIES}<Project xmlns="{NS}" name="&b;"/>'
    refused(archive(tmp_path / "x.qdpx", xml.encode(encoding)), "DOCTYPE")
    (tmp_path / "x.qdc").write_bytes(xml.encode(encoding))
    with pytest.raises(UnreadableFileError, match="DOCTYPE"):
        read_codebook(tmp_path / "x.qdc")


@pytest.mark.parametrize("namespace", ["urn:other", "urn:QDA-XML:codebook:1.0", "http://www.w3.org/1999/xhtml"])
def test_xml_of_another_kind_is_refused(tmp_path, namespace):
    refused(archive(tmp_path / "x.qdpx", project_xml(namespace=namespace)), "REFI-QDA standard")


@pytest.mark.parametrize("xml", ["", "no xml", "<Project", project_xml("<Users>"), "<html/>", '<?xml version="1.0"?>'])
def test_what_is_no_project_is_refused(tmp_path, xml):
    refused(archive(tmp_path / "x.qdpx", xml), "XML")


@pytest.mark.parametrize(
    "sections",
    [
        f'<Users><User guid="{guid("a")}"/><User guid="{{{guid("a").upper()}}}"/></Users>',
        f"<Sources>{text_source('a', 'internal://a.txt')}{text_source('a', 'internal://a.txt')}</Sources>",
        f"<Sources>{text_source('a', 'internal://a.txt', plain_selection('s', 0, 1) * 2)}</Sources>",
    ],
)
def test_one_identifier_for_two_things_is_refused(tmp_path, sections):
    refused(archive(tmp_path / "x.qdpx", project_xml(sections), {"sources/a.txt": "abc"}), "same identifier")


@pytest.mark.parametrize("n", [300, 5000])
def test_nesting_without_end_is_refused(tmp_path, n):
    codes = "".join(f'<Code guid="{guid(str(i))}" name="c" isCodable="true">' for i in range(n)) + "</Code>" * n
    refused(archive(tmp_path / "x.qdpx", project_xml(f"<CodeBook><Codes>{codes}</Codes></CodeBook>")), "nested|damaged")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "good.qdpx"
    with ProjectWriter(path, target="nvivo") as writer:
        writer.write(PROJECT, SOURCES, FILES.__getitem__)
    return path.read_bytes()


changes = st.lists(st.tuples(st.integers(0, 2**31), st.binary(max_size=6), st.integers(0, 12)), min_size=1, max_size=6)


def changed(data: bytes, edits) -> bytes:
    for at, put, cut in edits:
        at %= len(data) + 1
        data = data[:at] + put + data[at + cut :]
    return data


def read_all(path: Path) -> None:
    """Read everything and write it again; nothing but an error of ours may come out."""
    with suppress(CjmError), open_project(path) as project, ProjectWriter(path.with_name("out.qdpx")) as writer:
        writer.write(project.project, project.sources(), project.file)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=changes)
def test_damaged_archives_are_read_or_refused(tmp_path, good, edits):
    (tmp_path / "x.qdpx").write_bytes(changed(good, edits))
    read_all(tmp_path / "x.qdpx")


words = st.sampled_from(
    ["", "<", "/>", "&amp;", "&#0;", "&x;", '"', "guid", "-1", "99999999999999999999", "Code", "<Code/>", "xmlns:a='b'",
     "<!--", "]]>", "<![CDATA[", "\x00", "\ufffe", "startPosition='x'", "{", "}", "ё", "<a:b/>", "TextSource", "٣"]
)  # fmt: skip
xml_changes = st.lists(st.tuples(st.integers(0, 2**31), words, st.integers(0, 30)), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=xml_changes)
def test_damaged_xml_is_read_or_refused(tmp_path, good, edits):
    with zipfile.ZipFile(io.BytesIO(good)) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    xml = changed(files.pop("project.qde"), [(at, put.encode(), cut) for at, put, cut in edits])
    read_all(archive(tmp_path / "x.qdpx", xml, files))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=xml_changes)
def test_damaged_codebooks_are_read_or_refused(tmp_path, edits):
    xml = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="1" name="a" isCodable="true" color="rgb(1,2,3)">'
        '<Description>d</Description></Code></Codes><Sets><Set guid="2" name="s"><MemberCode guid="1"/></Set></Sets>'
        "</CodeBook>"
    )
    data = changed(xml.encode(), [(at, put.encode(), cut) for at, put, cut in edits])
    (tmp_path / "x.qdc").write_bytes(data)
    with suppress(CjmError):
        read_codebook(tmp_path / "x.qdc")
