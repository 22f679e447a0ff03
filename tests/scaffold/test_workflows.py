from __future__ import annotations

import ast
import contextlib
import io
import json
import shutil

import pytest

from cjm_research import Study
from cjm_research.cli import main
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import using_language
from cjm_research.model import StudySettings
from cjm_research.scaffold import WORKFLOWS, create_study_folder
from cjm_research.scaffold.workflow_notebook import workflow_notebook
from cjm_research.scaffold.workflows import BLOCKS, Step, Workflow


def cells(key, **settings):
    return json.loads(workflow_notebook(key, StudySettings(title="Okna", **settings)))["cells"]


def test_workflows_have_the_steps_of_their_names():
    steps = {key: len(workflow.steps) for key, workflow in WORKFLOWS.items()}
    assert steps == {
        "five_steps": 5, "nine_steps": 9, "six_steps_stories": 6, "six_steps_questions": 6, "three_steps_gaps": 3,
        "three_steps_analysis": 3,
    }  # fmt: skip


def test_every_block_belongs_to_a_workflow_and_every_step_has_blocks():
    used = {block for workflow in WORKFLOWS.values() for step in workflow.steps for block in step.blocks}
    assert used == set(BLOCKS)
    assert all(step.blocks for workflow in WORKFLOWS.values() for step in workflow.steps)


@pytest.mark.parametrize("key", WORKFLOWS)
@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_notebook_has_one_section_a_step_and_code_that_can_be_read(key, language):
    with using_language(language):
        made = cells(key)
    headings = ["".join(cell["source"]) for cell in made if cell["cell_type"] == "markdown"]
    numbered = [text.split(".")[0] for text in headings if text.startswith("## ")]
    assert numbered == [f"## {number}" for number in range(1, len(WORKFLOWS[key].steps) + 1)]
    code = ["".join(cell["source"]) for cell in made if cell["cell_type"] == "code"]
    for source in code:
        ast.parse(source)
    assert all(len(source.splitlines()) <= 10 for source in code[1:])
    assert {cell["execution_count"] for cell in made if cell["cell_type"] == "code"} == {None}


@pytest.mark.parametrize("key", ["five_steps", "nine_steps"])
def test_persona_comes_before_the_empathy_map_and_that_before_the_story(key):
    code = "\n".join("".join(cell["source"]) for cell in cells(key))
    verbs = ["import_transcripts", "PersonaForm(study)", "EmpathyMapForm(study)", "JourneyForm(study)"]
    places = [code.index(verb) for verb in verbs]
    assert places == sorted(places)
    assert code.index("EmpathyMapForm(study)") < code.index('kind="story"')


def test_new_study_gets_the_notebook_where_it_is_asked_for(tmp_path):
    assert main(["new", str(tmp_path / "s"), "--workflow", "three_steps_gaps", "--lang", "pl"]) == 0
    assert sorted(p.name for p in (tmp_path / "s" / "notebooks").iterdir()) == ["01_start.ipynb", "workflow.ipynb"]


def test_unknown_workflow_is_refused_and_leaves_nothing(tmp_path):
    assert main(["new", str(tmp_path / "s"), "--workflow", "ten_steps"]) == 2
    with pytest.raises(UnknownNameError, match="nine_steps"):
        create_study_folder(tmp_path / "s", workflow="ten_steps")
    assert not list(tmp_path.iterdir())


@pytest.fixture(params=[0, 1])
def folder(request, tmp_path, corpus, monkeypatch):
    """A study without interviews or with one, and a notebook with every block there is."""
    whole = Workflow("All", (Step("Everything", tuple(BLOCKS)),))
    monkeypatch.setitem(WORKFLOWS, "all", whole)
    made = create_study_folder(tmp_path / "s", languages=["ru"], interface_language="ru", workflow="all")
    for path in sorted((corpus / "ru" / "okna-v-kvartiru").glob("*.json"))[: request.param]:
        shutil.copy(path, made / "transcripts")
    return made


def run(folder):
    """What the cells of the workflow's notebook print and show, in order; run here, since a kernel takes long."""
    names, shown = {"display": lambda *things: shown.extend(map(type, things))}, []
    cells = json.loads((folder / "notebooks" / "workflow.ipynb").read_text("utf-8"))["cells"]
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.chdir(folder / "notebooks"):
        for cell in cells:
            if cell["cell_type"] == "code":
                *statements, last = ast.parse("".join(cell["source"])).body
                exec(compile(ast.Module(statements, []), "cell", "exec"), names)
                if isinstance(last, ast.Expr):
                    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
                    shown.append(repr(value) if "object at" not in repr(value)[:200] else type(value))
                else:
                    exec(compile(ast.Module([last], []), "cell", "exec"), names)
    return printed.getvalue(), shown


def test_all_blocks_run_without_interviews_and_with_one_and_give_the_same_again(folder, monkeypatch):
    monkeypatch.setattr("cjm_research.charts.theme.setup_notebook", lambda: None)
    # The interview brings its codings along; the start notebook's test tags.
    monkeypatch.setattr(Study, "tag", lambda self: None)
    printed, shown = run(folder)
    assert len(shown) >= len(BLOCKS) - 4
    if any((folder / "transcripts").iterdir()):
        assert (printed, shown) == run(folder)
