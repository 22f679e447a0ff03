"""A study as JSON Lines for doccano: a text a line with its spans, and the labels with their colours.

doccano keeps one set of spans for a text: what several coders marked alike is written once, and who marked it is not
written. Positions are UTF-16 units, as doccano's page counts where a project does not say otherwise.

References
----------
doccano, backend/data_import, the examples of sequence labelling and of label files (https://github.com/doccano/doccano).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.other_tools.places import Counting, Ruler
from cjm_research.exchange.other_tools.spoken_text import properties, spoken_text, written_codings


def write_doccano(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write the texts, and the labels beside them as ``NAME.labels.json``."""
    codings = written_codings(content.codings)
    lines, used = [], set()
    for transcript in content.transcripts:
        text = spoken_text(transcript)
        ruler = Ruler(text.text, Counting("utf16"))
        spans = set()
        for coding in codings.get(transcript.id, []):
            start, end = text.place(coding)
            spans.add((ruler.mark(start), ruler.mark(end), coding.code))
            used.add(coding.code)
        record: dict[str, Any] = {**properties(transcript, content.participants), "name": transcript.id}
        record |= {"language": transcript.language, "text": text.text, "label": [list(span) for span in sorted(spans)]}
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    labels = path.with_suffix(".labels.json")
    colours = [
        {"text": key, "background_color": content.codebook.colour_of(key), "text_color": "#ffffff"}
        for key in sorted(used)
    ]
    labels.write_text(json.dumps(colours, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path, labels
