"""The start notebook of a new study: a thin story, one question a cell, over the study beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cjm_research.i18n import _
from cjm_research.model import StudySettings

_OPENING = """\
from cjm_research import Study
from cjm_research.charts import plot_emotion_curve, plot_pains, setup_notebook
from cjm_research.i18n import format_share, set_language
from cjm_research.model import term

setup_notebook()
study = Study.open("..")
set_language(study.settings.interface_language)"""

# Nothing that differs when it runs again: the notebook is compared with itself.
IMPORT = """\
arrived = study.import_transcripts("../transcripts")
for file, why in arrived.failed:
    print(file, why, sep=": ")
for sentence in arrived.unmatched:
    print(sentence)
if not study.transcripts:
    print({nothing})"""

_PERSONAS = """\
draft = study.personas()
print(term("verdict", draft.verdict), draft.why, sep=": ")
for warning in draft.warnings:
    print("!", warning)
for persona in draft.personas:
    print(persona.key, persona.title, format_share(len(persona.members), draft.n), sep="  ")"""

_PAINS = """\
pains = study.top_pains(8)
plot_pains(pains) if pains else print({nothing})"""

_JOURNEY = """\
journey = study.journey_map("all")
plot_emotion_curve(journey) if journey.participants else print({nothing})"""


def start_notebook(settings: StudySettings) -> str:
    """The notebook as JSON text, in the language in force; not run yet."""
    return notebook_text(_story(settings), "start")


def notebook_text(cells: Iterable[tuple[str, str]], name: str) -> str:
    """A notebook of these cells (kind, source) as JSON text; `name` begins the ids of its cells."""
    notebook = {
        "cells": [_cell(kind, f"{name}-{number:02d}", source) for number, (kind, source) in enumerate(cells, 1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _story(settings: StudySettings) -> list[tuple[str, str]]:
    title = settings.title or _("A new study")
    purpose = f"\n\n{settings.purpose}" if settings.purpose else ""
    return [
        ("markdown", f"# {title}{purpose}\n\n" + _(
            "Put the interviews into the folder transcripts and run the cells from top to bottom. Save the notebook "
            "with its results: “cjm check” runs it again and compares them."
        )),
        ("code", _OPENING),
        ("markdown", _(
            "## Interviews\n\nEach file is read once; running the cell again brings in only what is new. Printed are "
            "files that could not be read, and people and interviews that do not fit together; nothing printed means "
            "all is well."
        )),
        ("code", IMPORT.format(nothing=quoted(_(
            "The study has no interviews yet. Put them into the folder transcripts and run all cells again."
        )))),
        ("markdown", _(
            "## Suggestions\n\nThe machine marks words and says why. Its suggestions count as long as nobody has "
            "confirmed any coding."
        )),
        ("code", "study.tag()\nstudy"),
        ("markdown", _(
            "## Coding\n\nClick into the pane. Keys: *j* next suggestion, *a* accept, *r* reject, *c* another code, "
            "*u* undo, *?* all keys. With the mouse: drag over words to code them. What you do is kept at once. As "
            "soon as there are confirmed codings, everything below counts those and no longer the machine's: run the "
            "cells below again. Working with others? Write coder=\"your name\" into all three cells."
        )),
        ("code", "from cjm_widgets import CodebookEditor, MemoList, SpanCoder\n\npane = SpanCoder(study)\npane"),
        ("markdown", _(
            "## Codebook\n\nYour own codes below the built-in ones: add, rename, move, merge, split. Say when to use a "
            "code and when not."
        )),
        ("code", "CodebookEditor(study, opens=pane)"),
        ("markdown", _("## Memos\n\nAll memos in one list; each leads back to its place in the coding pane.")),
        ("code", "MemoList(study, opens=pane)"),
        ("markdown", _("## People\n\nWho was interviewed, and how much did each of them tell?")),
        ("code", "study.frame(\"participants\")"),
        ("markdown", _(
            "## Personas\n\nThe verdict comes first: few interviews, or people who all tell alike, give no groups."
        )),
        ("code", _PERSONAS),
        ("markdown", _(
            "## Where it hurts\n\nEach bar counts people, not mentions; the line is the 95% interval of the share."
        )),
        ("code", _PAINS.format(nothing=quoted(_("Nobody has told of a pain yet.")))),
        ("markdown", _(
            "## The journey\n\nHow people felt at each stage: −2 is very bad, +2 very good. Each circle is one person, "
            "the line the mean over people, the band its 95% interval."
        )),
        ("code", _JOURNEY.format(nothing=quoted(_("Without interviews there is no journey to draw.")))),
        ("markdown", _(
            "## The map\n\nThe journey map as a file in the study's folder maps. For one persona write its key instead "
            "of “all”, for another map “empathy” instead of “journey”, for paper “pdf” instead of “html”."
        )),
        ("code", "study.write_map(\"all\", kind=\"journey\", format=\"html\").name"),
        ("markdown", _("## The report\n\nOne file to send: report.html in the study's folder.")),
        ("code", "study.report().name"),
    ]  # fmt: skip


def quoted(text: str) -> str:
    """A sentence as a Python string."""
    return json.dumps(text, ensure_ascii=False)


def _cell(kind: str, id: str, source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    cell: dict[str, Any] = {"cell_type": kind, "id": id, "metadata": {}, "source": lines}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell
