from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from cjm_research.checking import check_notebooks, execute_notebook
from cjm_research.errors import BadValueError, StudyExistsError
from cjm_research.scaffold import create_study_folder
from cjm_research.storage import Store, read_settings


def test_folder_holds_settings_database_notebook_and_workflow(tmp_path):
    folder = create_study_folder(tmp_path / "deep" / "my study", title="Okna", languages=["pl"], purpose="Why?")
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()) == [
        ".github/workflows/notebooks.yml",
        "notebooks/01_start.ipynb",
        "study.db",
        "study.toml",
    ]
    assert (folder / "transcripts").is_dir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "study.db").stat().st_mode) == 0o600
    assert read_settings(folder / "study.toml") == Store.open(folder).settings()
    assert read_settings(folder / "study.toml").languages == ("pl",)


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_start_notebook_is_unrun_and_names_the_study(tmp_path, language):
    folder = create_study_folder(tmp_path / "s", title="Żółte okna", interface_language=language)
    notebook = json.loads((folder / "notebooks" / "01_start.ipynb").read_text("utf-8"))
    assert "".join(notebook["cells"][0]["source"]).startswith("# Żółte okna")
    assert {cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code"} == {None}
    (finding,) = check_notebooks([folder / "notebooks"])
    assert finding.is_problem


def test_workflow_calls_the_check(tmp_path):
    folder = create_study_folder(tmp_path / "s")
    workflow = (folder / ".github" / "workflows" / "notebooks.yml").read_text()
    assert "cjm check --study . notebooks/*.ipynb" in workflow


def test_workflow_says_at_its_top_where_the_package_comes_from(tmp_path):
    folder = create_study_folder(tmp_path / "s")
    workflow = (folder / ".github" / "workflows" / "notebooks.yml").read_text()
    assert workflow.index("CJM_RESEARCH: ${{ vars.CJM_RESEARCH }}") < workflow.index("jobs:")
    assert 'pip install "${CJM_RESEARCH:-cjm-research}"' in workflow
    assert "://" not in workflow


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_start_notebook_codes_and_draws_in_this_order(tmp_path, language):
    folder = create_study_folder(tmp_path / "s", interface_language=language)
    cells = json.loads((folder / "notebooks" / "01_start.ipynb").read_text("utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    verbs = ["study.tag()", "SpanCoder(study)", "CodebookEditor(study", "MemoList(study", "study.personas()",
             "plot_pains(", "plot_emotion_curve(", "study.write_map(", "study.report()"]  # fmt: skip
    places = [code.index(verb) for verb in verbs]
    assert places == sorted(places)


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 3])
def test_start_notebook_runs_with_no_interviews_and_with_few_and_a_broken_number_is_found(tmp_path, corpus, n):
    folder = create_study_folder(tmp_path / "s", title="Okna", languages=["pl"], interface_language="pl")
    for path in sorted((corpus / "pl" / "wakacje-z-lotem").glob("*.json"))[:n]:
        shutil.copy(path, folder / "transcripts")
    notebook = folder / "notebooks" / "01_start.ipynb"
    execute_notebook(notebook)
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    kinds = {key for cell in cells for out in cell.get("outputs", []) for key in out.get("data", {})}
    assert ("image/svg+xml" in kinds) is (n > 0)
    assert (folder / "report.html").exists()
    if n == 0:
        return
    # A number that was changed by hand is found, and all other cells give the same again.
    _break_number(notebook, "Okna: 3", "Okna: 4")
    (finding,) = check_notebooks([notebook])
    assert "Okna: 4 wywiady" in finding.detail
    assert "Okna: 3 wywiady" in finding.detail


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        with pytest.raises(StudyExistsError, match=name):
            create_study_folder(tmp_path / name)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "full", "notes.txt"]


def test_empty_folder_is_taken(tmp_path):
    (tmp_path / "empty").mkdir()
    create_study_folder(tmp_path / "empty")
    assert (tmp_path / "empty" / "study.toml").exists()
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o700


def test_failed_start_leaves_nothing(tmp_path, monkeypatch):
    with pytest.raises(BadValueError, match="stage_model"):
        create_study_folder(tmp_path / "s", stage_model="nine")
    monkeypatch.setattr(Store, "create", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        create_study_folder(tmp_path / "s")
    assert not list(tmp_path.iterdir())


def _break_number(notebook: Path, number: str, other: str) -> None:
    text = notebook.read_text("utf-8")
    assert number in text
    notebook.write_text(text.replace(number, other), encoding="utf-8")
