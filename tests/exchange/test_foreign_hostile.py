"""Other tools' files that are damaged or made to harm: a clear error or a listed loss, never anything else."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.exchange.incoming import IncomingProject
from cjm_research.exchange.other_tools.doccano import is_doccano, read_doccano
from cjm_research.exchange.other_tools.label_studio import is_label_studio, read_label_studio
from cjm_research.exchange.other_tools.qualcoder import is_qualcoder, read_qualcoder
from cjm_research.exchange.other_tools.sqlite_files import open_database
from cjm_research.exchange.other_tools.taguette import is_taguette, read_taguette
from tests.exchange.foreign_samples import doccano_records, label_studio_tasks, make_qualcoder, make_taguette

ODD = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-3, 400),
    st.floats(allow_nan=True),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.sampled_from(
        ["\0", "<p>", "a\0b", "\ufeff", "<![CDATA[", "<!--", "&#0;&#xD800;&#99999999;", '{"type": "highlight_add"}']
    ),
)
JSON_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(["\ud83d", "\0"]),
    st.lists(st.integers(0, 3), max_size=3),
    st.dictionaries(st.sampled_from(["start", "text", "id", "labels"]), st.integers(0, 3), max_size=2),
)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A sound file of each tool, and room for damaged copies."""
    folder = tmp_path_factory.mktemp("hostile")
    make_taguette(folder / "taguette.sqlite3")
    make_qualcoder(folder / "p.qda")
    shutil.copy(folder / "p.qda" / "data.qda", folder / "qualcoder.sqlite3")
    (folder / "label_studio.json").write_text(json.dumps(label_studio_tasks()))
    (folder / "doccano.json").write_text(json.dumps(doccano_records()))
    return folder


READERS = {
    "taguette": (read_taguette, is_taguette, ".sqlite3"),
    "qualcoder": (read_qualcoder, is_qualcoder, ".sqlite3"),
    "label_studio": (read_label_studio, is_label_studio, ".json"),
    "doccano": (read_doccano, is_doccano, ".json"),
}


def check(project: IncomingProject) -> None:
    """What is read is sound: places lie in their text, codes and parents are there, everything can be stored."""
    codes = {code.id for code in project.codes}
    assert all(code.parent in {"", *codes} and code.name for code in project.codes)
    seen = set()
    for text in project.texts():
        text.text.encode()
        assert "\0" not in text.text
        for coding in text.codings:
            assert 0 <= coding.start <= coding.end <= len(text.text)
            assert coding.code in codes
            assert coding.id not in seen
            seen.add(coding.id)
    for said in (*(m.text for m in project.memos), *(c.name for c in project.codes), *(p.name for p in project.people)):
        said.encode()
        assert "\0" not in said


def survives(tool, path):
    read, is_tool, _suffix = READERS[tool]
    is_tool(path)
    try:
        check(read(path))
    except CjmError as error:
        assert path.name in str(error)  # noqa: PT017 (whether it fails is not what is tested)


CELLS = {
    tool: [(table, column) for table, columns in tables.items() for column in columns.split()]
    for tool, tables in {
        "taguette": {
            "projects": "name description created",
            "documents": "id name filename created description contents project_id",
            "tags": "id path description project_id",
            "highlights": "id document_id start_offset end_offset",
            "highlight_tags": "highlight_id tag_id",
            "commands": "user_login payload",
        },
        "qualcoder": {
            "project": "date memo",
            "source": "name fulltext memo owner date",
            "code_cat": "name supercatid memo",
            "code_name": "name memo catid supercid color owner date",
            "code_text": "cid fid seltext pos0 pos1 owner memo important date",
            "cases": "name memo",
            "case_text": "caseid fid pos0 pos1",
            "attribute": "name attr_type value id",
            "attribute_type": "valuetype",
            "annotation": "fid pos0 pos1 memo",
            "journal": "name jentry",
        },
    }.items()
}


@pytest.mark.parametrize("tool", CELLS)
@FEW
@given(data=st.data())
def test_odd_values_in_cells_are_an_error_or_a_loss(tool, folder, data):
    path = folder / "odd.sqlite3"
    shutil.copyfile(folder / f"{tool}.sqlite3", path)
    with closing(sqlite3.connect(path)) as db, db:
        for table, column in data.draw(st.lists(st.sampled_from(CELLS[tool]), min_size=1, max_size=4)):
            where = data.draw(st.sampled_from(["", " WHERE rowid = 1", " WHERE rowid = 2"]))
            db.execute(
                f"UPDATE OR IGNORE {table} SET {column} = ?{where}", (data.draw(ODD),)
            ) if column != "id" else None
    survives(tool, path)


@pytest.mark.parametrize("tool", CELLS)
@FEW
@given(at=st.integers(0, 100_000), byte=st.integers(0, 255), cut=st.integers(0, 120_000))
def test_damaged_and_cut_databases_are_an_error_or_a_loss(tool, folder, at, byte, cut):
    data = bytearray((folder / f"{tool}.sqlite3").read_bytes())
    data[at % len(data)] = byte
    path = folder / "cut.sqlite3"
    path.write_bytes(bytes(data[: cut or len(data)]))
    survives(tool, path)


@pytest.mark.parametrize("tool", CELLS)
def test_missing_tables_and_columns_are_named(tool, folder):
    tables = {table for table, _column in CELLS[tool]}
    for table in sorted(tables):
        path = folder / "without.sqlite3"
        shutil.copyfile(folder / f"{tool}.sqlite3", path)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute(f"ALTER TABLE {table} RENAME TO gone")
        survives(tool, path)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute(f"CREATE TABLE {table} (other)")
        survives(tool, path)


def test_views_and_virtual_tables_are_not_read(tmp_path):
    path = make_taguette(tmp_path / "p.sqlite3")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS name FROM n"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ALTER TABLE projects RENAME TO gone")
        db.execute(f"CREATE VIEW projects AS {endless}")
        db.execute("CREATE VIRTUAL TABLE words USING fts5(id, name)")
    with open_database(path, "Taguette") as database:
        assert "projects" not in database.tables
        assert "words" not in database.tables
        with pytest.raises(UnreadableFileError, match="projects"):
            database.need("projects", "id")
        with pytest.raises(UnreadableFileError):
            list(database._fetch("SELECT load_extension('x')"))
        with pytest.raises(UnreadableFileError):
            list(database._fetch("ATTACH '/tmp/x' AS x"))
        with pytest.raises(UnreadableFileError):
            list(database._fetch("DELETE FROM documents"))


def test_a_cell_of_any_size_is_no_crash(tmp_path):
    path = make_taguette(tmp_path / "p.sqlite3")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE documents SET contents = ? WHERE id = 1", ("<p>" * 30_000 + "x",))
        db.execute("UPDATE documents SET contents = ? WHERE id = 2", ("<" * 10_000 + "&" * 10_000 + "<!--" * 1000,))
        db.execute("UPDATE documents SET contents = zeroblob(1000000) WHERE id = 3")
        db.execute("UPDATE commands SET payload = ?", ('{"highlight_add": ' + "[" * 100_000,))
    check(read_taguette(path))


def paths_of(value, path=()):
    """Where each value stands in a JSON value."""
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths_of(item, (*path, key))


RECORDS = {"label_studio": label_studio_tasks()[:1], "doccano": doccano_records()[:1]}
PLACES = {tool: [path for path in paths_of(value) if len(path) > 1] for tool, value in RECORDS.items()}


@pytest.mark.parametrize("tool", RECORDS)
@FEW
@given(data=st.data())
def test_odd_values_in_json_are_an_error_or_a_loss(tool, folder, data):
    value = json.loads(json.dumps(RECORDS[tool]))
    for place in data.draw(st.lists(st.sampled_from(PLACES[tool]), min_size=1, max_size=3)):
        *above, last = place
        at = value
        try:
            for key in above:
                at = at[key]
            at[last] = data.draw(JSON_ODD)
        except (KeyError, IndexError, TypeError):
            continue
    path = folder / "odd.json"
    path.write_text(json.dumps(value))
    survives(tool, path)


@pytest.mark.parametrize("tool", RECORDS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\0",
        b"[" * 100_000,
        b"[1, 2]",
        b'{"text": "a',
        b"\xef\xbb\xbf[]",
        b"[NaN]",
        b'"a"',
        b"\x80abc",
        b"[" + b"9" * 5000 + b"]",
    ],
    ids=range(10),
)
def test_other_json_is_a_clear_error(tool, data, tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(data)
    read, is_tool, _suffix = READERS[tool]
    assert not is_tool(path)
    with pytest.raises(CjmError, match=r"a\.json"):
        read(path)


@pytest.mark.parametrize("tool", READERS)
def test_folders_and_files_that_are_not_there_are_a_clear_error(tool, tmp_path):
    read, is_tool, suffix = READERS[tool]
    for path in (tmp_path, tmp_path / f"none{suffix}"):
        assert not is_tool(path)
        with pytest.raises(CjmError):
            read(path)
