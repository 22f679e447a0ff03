"""A study as tasks for Label Studio: JSON to import, and the labelling configuration that goes with it.

People's codings are annotations, one for each coder; the machine's open suggestions are predictions, for people to
accept or change. Positions are code points, as Label Studio stores them since the end of 2021. Stage and valence are
choices on the labelled words.

References
----------
Label Studio, "Import pre-annotated data" and the pages of the tags Labels, Choices and Text (https://labelstud.io).
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from lxml import etree

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.other_tools.label_studio_tasks import ORIGIN, OWN, STAGE, VALENCE
from cjm_research.exchange.other_tools.spoken_text import SpokenText, properties, spoken_text, written_codings
from cjm_research.exchange.xml_text import xml_text
from cjm_research.model import MACHINE_CODER, Coding

LABELS, TEXT = "label", "text"


def write_label_studio(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write the tasks, and the configuration beside them as ``NAME.config.xml``."""
    codings = written_codings(content.codings)
    memos: dict[str, list[str]] = {}
    for memo in content.memos:
        if memo.on == "coding":
            memos.setdefault(memo.target, []).append(memo.text)
    tasks = []
    for transcript in content.transcripts:
        text = spoken_text(transcript)
        own = codings.get(transcript.id, [])
        data = {TEXT: text.text, "name": transcript.id, "language": transcript.language}
        task: dict[str, Any] = {"data": data, "meta": properties(transcript, content.participants)}
        tasks.append(task | _works(own, text, memos))
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    config = path.with_suffix(".config.xml")
    config.write_bytes(_configuration(content, {coding.code for own in codings.values() for coding in own}))
    return path, config


def _works(codings: list[Coding], text: SpokenText, memos: dict[str, list[str]]) -> dict[str, Any]:
    """Annotations of each coder, and predictions of each source of suggestions."""
    works: dict[str, Any] = {"annotations": [], "predictions": []}

    def who(coding: Coding) -> tuple[bool, str]:
        return coding.status == "suggested", coding.coder

    for (is_suggested, coder), own in groupby(sorted(codings, key=who), key=who):
        results = [result for coding in own for result in _results(coding, text, memos.get(coding.guid, []))]
        if is_suggested:
            model = ORIGIN if coder == MACHINE_CODER else coder
            works["predictions"].append({"model_version": model, "result": results})
        else:
            works["annotations"].append({"created_username": coder, "result": results})
    return works


def _results(coding: Coding, text: SpokenText, memos: list[str]) -> list[dict[str, Any]]:
    start, end = text.place(coding)
    place = {"start": start, "end": end, "text": coding.quote}
    known: dict[str, Any] = {"id": coding.guid, "to_name": TEXT}
    labelled = {**known, "from_name": LABELS, "type": "labels", "value": {**place, "labels": [coding.code]}}
    if coding.score is not None:
        labelled["score"] = coding.score
    if coding.source or coding.why:
        labelled[OWN] = {"source": coding.source, "why": coding.why}
    if memos:
        labelled["meta"] = {"text": memos}
    choices = [(STAGE, coding.stage), (VALENCE, None if coding.valence is None else f"{coding.valence:+d}")]
    return [labelled] + [
        {**known, "from_name": control, "type": "choices", "value": {**place, "choices": [choice]}}
        for control, choice in choices
        if choice
    ]


def _configuration(content: StudyContent, used: set[str]) -> bytes:
    """The labelling configuration: every code of the codebook as a label, by its key, with its name as a hint."""
    view = etree.Element("View")
    labels = etree.SubElement(view, "Labels", name=LABELS, toName=TEXT)
    known = [code.key for code in content.codebook.codes]
    for key in [*known, *sorted(used - set(known))]:
        name = content.codebook.path_name(key)
        colour = content.codebook.colour_of(key)
        etree.SubElement(labels, "Label", value=xml_text(key), hint=xml_text(name), background=colour)
    # Line ends are shown as such, and positions fit what is seen.
    etree.SubElement(view, "Style").text = ".htx-text{ white-space: pre-wrap; }"
    etree.SubElement(view, "Text", name=TEXT, value=f"${TEXT}")
    stages = sorted({coding.stage for coding in content.codings if coding.stage})
    for control, choices in ((STAGE, stages), (VALENCE, ["-2", "-1", "+0", "+1", "+2"])):
        if choices:
            box = etree.SubElement(view, "Choices", name=control, toName=TEXT, perRegion="true")
            for choice in choices:
                etree.SubElement(box, "Choice", value=xml_text(choice))
    etree.indent(view)
    return etree.tostring(view, encoding="utf-8") + b"\n"
