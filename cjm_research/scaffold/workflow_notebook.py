"""The notebook of a workflow: one section a step, each with what to do, why, and the call."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import StudySettings
from cjm_research.scaffold.notebook import IMPORT, notebook_text, quoted
from cjm_research.scaffold.workflows import BLOCKS, WORKFLOWS, Workflow

# Later cells see the map as it stands after what was done in the forms above: it is drawn anew in each.
_OPENING = """\
from cjm_research import Study
from cjm_research.charts import setup_notebook
from cjm_research.i18n import set_language

setup_notebook()
study = Study.open("..")
set_language(study.settings.interface_language)
nothing = {nothing}

{read}
study.tag()
study"""
_JOURNEY = 'journey = study.journey_map("all")\n'


def workflow_notebook(key: str, settings: StudySettings) -> str:
    """The notebook of a workflow as JSON text, in the language in force; not run yet.

    Raises
    ------
    UnknownNameError
        There is no such workflow.
    """
    if key not in WORKFLOWS:
        known = ", ".join(WORKFLOWS)
        raise UnknownNameError(_("There is no workflow “{key}”. Known: {known}.").format(key=key, known=known))
    return notebook_text(_story(WORKFLOWS[key], settings), "workflow")


def _story(workflow: Workflow, settings: StudySettings) -> Iterator[tuple[str, str]]:
    title = settings.title or _("A new study")
    opening = _(
        "Put the interviews into the folder transcripts and run the cells from top to bottom; run them again whenever "
        "interviews or codings have come in."
    )
    of_workflow = _(workflow.title)
    yield "markdown", f"# {title}\n\n**{of_workflow}**\n\n{opening}"
    nothing = quoted(_("Without interviews there is nothing to show here."))
    yield "code", _OPENING.format(nothing=nothing, read=IMPORT.format(nothing="nothing"))
    for number, step in enumerate(workflow.steps, 1):
        of_step = _(step.title)
        heading = f"## {number}. {of_step}\n\n"
        for block in step.blocks:
            yield "markdown", heading + _(BLOCKS[block].text)
            yield "code", _code(block)
            heading = ""


def _code(block: str) -> str:
    code = BLOCKS[block].code
    if "journey." not in code and "(journey)" not in code:
        return code
    imports, blank, rest = code.rpartition("\n\n")
    return imports + blank + _JOURNEY + rest
