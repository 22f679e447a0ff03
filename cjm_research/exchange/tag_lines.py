"""Tag JSONL: the machine's suggestions, one JSON object a line."""

from __future__ import annotations

from pathlib import Path

from cjm_research.exchange.base import StudyContent
from cjm_research.model import Coding, Tag


def write_tag_lines(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write the tags among the codings; codings that only a person made have no score and are left out."""
    codings = sorted(content.codings, key=lambda c: (*c.place, c.code, c.source))
    lines = [tag_of(coding).model_dump_json() + "\n" for coding in codings if coding.score is not None]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return (path,)


def tag_of(coding: Coding) -> Tag:
    """The tag that a suggestion stems from."""
    return Tag.model_validate(coding.model_dump(include=set(Tag.model_fields)))
