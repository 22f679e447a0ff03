"""The start notebook of a new study: a thin story, one question a cell, over the study beside it."""

from __future__ import annotations

import json
from typing import Any

from cjm_research.i18n import _
from cjm_research.model import StudySettings


def start_notebook(settings: StudySettings) -> str:
    """The notebook as JSON text, in the language in force; not run yet."""
    cells = [_cell(kind, f"start-{number:02d}", source) for number, (kind, source) in enumerate(_story(settings), 1)]
    notebook = {
        "cells": cells,
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
        ("code", "from cjm_research import Study\n\nstudy = Study.open(\"..\")"),
        ("markdown", _(
            "## Interviews\n\nEach file is read once; running the cell again brings in only what is new. Files "
            "that could not be read are listed: () means none. The machine's suggestions follow: they count as long "
            "as nobody has confirmed any coding."
        )),
        ("code", "study.import_transcripts(\"../transcripts\").failed"),
        ("code", "study.tag()\nstudy"),
        ("markdown", _("## People\n\nWho was interviewed, and how much did each of them tell?")),
        ("code", "study.frame(\"participants\")"),
        ("markdown", _(
            "## Personas\n\nThe verdict comes first: few interviews, or people who all tell alike, give no groups."
        )),
        ("code", "draft = study.personas()\nprint(draft.verdict, draft.why, sep=\": \")\n"
                 "[(persona.key, persona.title, len(persona.members)) for persona in draft.personas]"),
        ("markdown", _("## Where it hurts\n\nThe pains that most people told of: k of n people, and a quote.")),
        ("code", "[(pain.text, pain.count.k, pain.count.n, pain.quote) for pain in study.top_pains(limit=5)]"),
        ("markdown", _("## The journey\n\nHow many people told of each stage, and how they felt there (-2 to 2).")),
        ("code", "journey = study.journey_map(\"all\")\n"
                 "[(stage.key, stage.count.k, point.mean) for stage, point in zip(journey.stages, journey.curve)]"),
        ("markdown", _("## The report\n\nOne file to send: report.html in the study's folder.")),
        ("code", "study.report().name"),
    ]  # fmt: skip


def _cell(kind: str, id: str, source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    cell: dict[str, Any] = {"cell_type": kind, "id": id, "metadata": {}, "source": lines}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell
