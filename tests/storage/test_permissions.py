from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from cjm_research import Study
from cjm_research.scaffold import create_study_folder
from cjm_research.storage.permissions import make_private

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")


@pytest.fixture(autouse=True)
def _careless_umask():
    before = os.umask(0o000)
    yield
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def test_nobody_else_gets_into_a_new_study_folder(tmp_path):
    folder = create_study_folder(tmp_path / "deep" / "study")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {mode for name, mode in _modes(folder).items() if (folder / name).is_dir()} == {0o700}
    assert {mode for name, mode in _modes(folder).items() if (folder / name).is_file()} == {0o600}


def test_an_empty_folder_becomes_private_with_its_study_and_a_used_one_stays(tmp_path):
    for name in ("empty", "used"):
        (tmp_path / name).mkdir(mode=0o755)
    (tmp_path / "used" / "thesis.txt").write_text("mine")
    for name, mode in (("empty", 0o700), ("used", 0o755)):
        Study.create(tmp_path / name)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode
        assert stat.S_IMODE((tmp_path / name / "study.db").stat().st_mode) == 0o600


def test_the_log_beside_the_database_is_as_private_as_it(tmp_path):
    study = Study.create(tmp_path / "study")
    with study.store.database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE scratch (id INTEGER)")
        beside = _modes(tmp_path / "study")
    assert {"study.db", "study.db-wal", "study.db-shm"} <= set(beside)
    assert set(beside.values()) == {0o600}


def test_a_link_in_the_folder_leads_to_nothing_that_is_changed(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    outside.chmod(0o644)
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "link").symlink_to(outside)
    make_private(tmp_path / "study")
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
