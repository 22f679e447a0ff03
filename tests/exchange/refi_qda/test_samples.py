from __future__ import annotations

import zipfile

import pytest
from lxml import etree

from cjm_research.exchange.refi_qda import ProjectWriter, open_project
from cjm_research.exchange.refi_qda.project import TextSource, Verbatim


@pytest.fixture(scope="module")
def sample(root, tmp_path_factory):
    shared = root.parent / "shared" / "refi-qda" / "handauthored-ornio"
    if not shared.exists():
        pytest.skip(f"the REFI-QDA sample is not at {shared}")
    path = tmp_path_factory.mktemp("sample") / "sample.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(shared.rglob("*.*")):
            archive.write(file, file.relative_to(shared))
    return path


def things(path) -> dict[str, dict[str, dict[str, str]]]:
    """Every element with a guid, by kind and guid: its attributes."""
    with zipfile.ZipFile(path) as archive:
        tree = etree.fromstring(archive.read("project.qde"))
    found: dict[str, dict[str, dict[str, str]]] = {}
    for element in tree.iter("*"):
        if element.get("guid"):
            found.setdefault(etree.QName(element).localname, {})[element.get("guid")] = dict(element.attrib)
    return found


def test_a_project_of_every_kind_of_thing_comes_back_guid_by_guid(sample, tmp_path, root):
    for to in ("first", "second"):
        source = sample if to == "first" else tmp_path / "first.qdpx"
        with open_project(source) as found, ProjectWriter(tmp_path / f"{to}.qdpx") as writer:
            losses = writer.write(found.project, found.sources(), found.file, found.n_sources)
    assert things(tmp_path / "first.qdpx") == things(sample)
    assert (tmp_path / "first.qdpx").read_bytes() == (tmp_path / "second.qdpx").read_bytes()
    assert [loss.fate for loss in losses] == ["kept"]  # the film's place on a disk
    with zipfile.ZipFile(tmp_path / "first.qdpx") as archive:
        schema = etree.XMLSchema(etree.parse(root.parent / "shared" / "refi-qda" / "Project.xsd"))
        schema.assertValid(etree.fromstring(archive.read("project.qde")))


def test_its_words_are_those_at_its_positions_whatever_its_names_say(sample):
    with open_project(sample) as found:
        text, *others = found.sources()
        assert isinstance(text, TextSource)
        assert [text.text[one.start : one.end] for one in text.selections] == ["Diet and health", "health are clo"]
        assert text.selections[1].name == "health are closely"
        assert [one.tag for one in others if isinstance(one, Verbatim)] == [
            "PictureSource",
            "PDFSource",
            "AudioSource",
            "VideoSource",
        ]
        assert found.n_sources == 5
        assert found.project.header.origin == "refi_qda test fixture"
        missing = {loss.where for loss in found.losses if "is not there" in loss.what}
    assert {name.rpartition(".")[2] for name in missing} == {"jpg", "pdf"}
