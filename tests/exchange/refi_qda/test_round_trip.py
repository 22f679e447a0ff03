from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from cjm_research.exchange.refi_qda import ProjectWriter, open_project, thing_of, xml_of
from cjm_research.exchange.refi_qda.project import Header, Project, Selection, TextSource, Verbatim
from tests.exchange.refi_qda.whole_project import FILES, MANY, PROJECT, SOURCES

SECTIONS = ("users", "codes", "variables", "cases", "notes", "links", "sets", "graphs")
TARGETS = ("standard", "nvivo", "maxqda", "atlas.ti", "as_imported")


def write(path, project=PROJECT, sources=SOURCES, files=FILES.__getitem__, **options):
    with ProjectWriter(path, **options) as writer:
        return writer.write(project, sources, files, len(sources))


def read(path, **options):
    with open_project(path, **options) as found:
        sources = tuple(found.sources())
        names = {name for one in sources for name in getattr(one, "files", ())}
        return found.project, sources, {name: found.file(name) for name in sorted(names)}, found.losses


def again(path, to, **options):
    with open_project(path) as found, ProjectWriter(to, **options) as writer:
        return writer.write(found.project, found.sources(), found.file, found.n_sources)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("refi")
    for target in TARGETS:
        write(folder / f"{target}.qdpx", target=target, keep_paths=True)
    return folder


@pytest.fixture(scope="module")
def schema(root):
    path = root.parent / "shared" / "refi-qda" / "Project.xsd"
    if not path.exists():
        pytest.skip(f"the REFI-QDA schema is not at {path}")
    return etree.XMLSchema(etree.parse(path))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_comes_back_with_its_guids_words_and_order(written, section):
    project, _sources, _files, _losses = read(written / "standard.qdpx")
    assert getattr(project, section) == getattr(PROJECT, section)


def test_header_comes_back_under_our_own_name(written):
    header = read(written / "standard.qdpx")[0].header
    assert header == replace(PROJECT.header, origin="cjm-research")
    assert read(written / "as_imported.qdpx")[0].header.origin == "cjm-research (as_imported: NVivo)"


def test_sources_come_back_as_they_came(written):
    assert read(written / "as_imported.qdpx")[1:3] == (SOURCES, {"sources/p.jpg": FILES["sources/p.jpg"]})


def test_texts_keep_their_bytes_and_formatted_files_too(written):
    with zipfile.ZipFile(written / "as_imported.qdpx") as archive:
        assert archive.read("sources/wywiad żółty.txt") == b"\xef\xbb\xbf" + MANY.text.encode()
        assert archive.read("sources/wywiad.docx") == FILES["sources/wywiad.docx"]
        assert archive.read("sources/empty.txt") == b""


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_codes_the_same_words(written, target):
    wanted = [words(one) for one in SOURCES if isinstance(one, TextSource)]
    found = [words(one) for one in read(written / f"{target}.qdpx")[1] if isinstance(one, TextSource)]
    assert found == wanted


def words(source: TextSource):
    """What is coded, line ends alike, by guid."""
    return {one.guid: source.text[one.start : one.end].replace("\r\n", "\n") for one in source.selections}


@pytest.mark.parametrize("target", TARGETS)
def test_second_export_gives_the_same_bytes(written, tmp_path, target):
    again(written / f"{target}.qdpx", tmp_path / "again.qdpx", target=target, keep_paths=True)
    assert (tmp_path / "again.qdpx").read_bytes() == (written / f"{target}.qdpx").read_bytes()


@pytest.mark.parametrize("target", TARGETS)
def test_every_export_is_valid_by_the_standards_schema(written, schema, target):
    with zipfile.ZipFile(written / f"{target}.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
        assert archive.testzip() is None


@pytest.mark.parametrize("thing", [MANY, SOURCES[4], PROJECT.header, MANY.selections[0], MANY.codings[0],
                                   MANY.values[0], *(getattr(PROJECT, name)[0] for name in SECTIONS)])  # fmt: skip
def test_single_things_are_kept_as_xml_and_come_back(thing):
    expected = thing
    if isinstance(thing, TextSource) and not thing.is_inline:
        expected = replace(thing, text="")
    found = thing_of(xml_of(thing))
    assert replace(found, files=expected.files) == expected if isinstance(thing, Verbatim) else found == expected


def test_single_things_keep_even_what_the_schema_refuses():
    odd = Selection("no guid", 1, 2, name="", stamp=replace(MANY.stamp, created="yesterday"))
    assert thing_of(xml_of(odd)) == odd
    assert thing_of(xml_of(Header("", "x"))) == Header("", "x")


def test_empty_project_is_a_project(tmp_path, schema):
    write(tmp_path / "empty.qdpx", Project(), ())
    with zipfile.ZipFile(tmp_path / "empty.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    assert read(tmp_path / "empty.qdpx")[:3] == (Project(Header(origin="cjm-research")), (), {})


def test_nothing_stands_where_writing_failed(tmp_path):
    with pytest.raises(ZeroDivisionError), ProjectWriter(tmp_path / "x.qdpx") as writer:
        writer.write(PROJECT, (1 // 0 for _one in "x"), FILES.__getitem__)
    assert list(tmp_path.iterdir()) == []
