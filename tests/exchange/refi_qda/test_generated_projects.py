from __future__ import annotations

import uuid
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cjm_research.exchange.refi_qda import ProjectWriter, open_project
from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Header,
    Link,
    Project,
    Selection,
    Set,
    Stamp,
    TextSource,
    User,
    Variable,
    VariableValue,
)

words = st.text(st.sampled_from("abżё😀<&>\"'\n\t \u0301👩\u200d"), max_size=12)
some_words = st.none() | words
dates = st.sampled_from(["", "2024-02-29T00:00:00Z", "1999-12-31T23:59:59.5+01:00", "2024-01-01T00:00:00"])
shared = st.sampled_from([str(uuid.UUID(int=n)) for n in range(4)])
refs = st.lists(shared, max_size=2).map(tuple)
colours = st.sampled_from(["", "#abc", "#A1B2C3"])
_made = iter(range(10**9))
fresh = st.builds(lambda: str(uuid.UUID(int=2**100 + next(_made))))
stamps = st.builds(Stamp, st.just("") | shared, dates, st.just("") | shared, dates)
values = st.builds(
    lambda variable, pair: VariableValue(variable, *pair),
    shared,
    st.sampled_from([("", None), ("Integer", "007"), ("Float", "2.50"), ("Boolean", "1"), ("Date", "2020-02-29")])
    | st.tuples(st.just("Text"), words),
)
codings = st.builds(Coding, fresh, shared, st.just("") | shared, dates, refs)
codes = st.recursive(
    st.builds(Code, fresh, words, st.booleans(), colours, some_words, refs),
    lambda below: st.builds(
        Code, fresh, words, st.booleans(), colours, some_words, refs, st.lists(below, max_size=3).map(tuple)
    ),
    max_leaves=6,
)


def many(strategy, most: int = 3):
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def sources(draw):
    text = draw(words) + draw(words)
    place = st.integers(0, len(text) + 2)
    selections = st.builds(Selection, fresh, place, place, some_words, some_words, stamps, many(codings, 2), refs)
    guid = draw(fresh)
    return TextSource(
        guid, draw(some_words), text, draw(st.booleans()), f"internal://{guid}.txt", "", draw(some_words),
        draw(stamps), draw(many(selections)), draw(many(codings, 2)), draw(refs), draw(many(values, 2)),
    )  # fmt: skip


projects = st.builds(
    Project,
    header=st.builds(Header, words, st.just("cjm-research"), st.just(""), stamps, some_words, refs),
    users=many(st.builds(User, fresh, words.map(str.strip), words.map(str.strip))),
    codes=many(codes),
    variables=many(st.builds(Variable, fresh, words, st.sampled_from(["Text", "Integer", "DateTime"]), some_words)),
    cases=many(st.builds(Case, fresh, words, some_words, refs, many(values), refs, refs)),
    links=many(st.builds(Link, fresh, some_words, st.sampled_from(["", "OneWay"]), colours, shared, shared, refs)),
    sets=many(st.builds(Set, fresh, words, some_words, refs, refs, refs)),
)


def in_file(source: TextSource) -> TextSource:
    """As a reader gives it: a text in the XML has no file, and positions were counted in something."""
    path = "" if source.is_inline else source.plain_text_path
    return replace(source, plain_text_path=path, counted="code_points+crlf2" if source.selections else "")


@pytest.fixture(scope="module")
def schema(root):
    path = root.parent / "shared" / "refi-qda" / "Project.xsd"
    return etree.XMLSchema(etree.parse(path)) if path.exists() else None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(project=projects, texts=many(sources()))
def test_any_project_comes_back_equal_valid_and_the_same_bytes(tmp_path, schema, project, texts):
    with ProjectWriter(tmp_path / "a.qdpx") as writer:
        assert writer.write(project, texts) == []
    with (
        open_project(tmp_path / "a.qdpx", offsets="code_points") as found,
        ProjectWriter(tmp_path / "b.qdpx") as writer,
    ):
        assert found.project == project
        assert tuple(found.sources()) == tuple(map(in_file, texts))
        writer.write(found.project, found.sources(), found.file, found.n_sources)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()
    if schema is not None:
        with zipfile.ZipFile(tmp_path / "a.qdpx") as archive:
            schema.assertValid(etree.fromstring(archive.read("project.qde")))
