"""Codings as JSON lines: one object a coding, with its words, its place, and what was said around it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.tables.coded_segments import memos_of_codings
from cjm_research.model import Coding, Memo, Transcript

# Code points of the utterance before and after the words.
CONTEXT = 80


def write_coding_lines(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write one line a coding, sorted by place; offsets are code points of the utterance, half-open."""
    lines = (json.dumps(value, ensure_ascii=False) + "\n" for value in coding_values(content))
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return (path,)


def coding_values(content: StudyContent) -> Iterator[dict[str, Any]]:
    """The objects of the lines; what a coding does not have is null or an empty list."""
    transcripts = {transcript.id: transcript for transcript in content.transcripts}
    groups = {person.id: person.group for person in content.participants}
    memos = memos_of_codings(content.memos)
    for coding in sorted(content.codings, key=lambda c: (*c.place, c.code, c.coder, c.guid)):
        transcript = transcripts.get(coding.transcript)
        if transcript is not None and coding.utterance < len(transcript.utterances):
            yield _value(coding, transcript, groups.get(coding.participant), memos.get(coding.guid, ()))


def _value(coding: Coding, transcript: Transcript, group: str | None, memos: Sequence[Memo]) -> dict[str, Any]:
    utterance = transcript.utterances[coding.utterance]
    return {
        "guid": coding.guid,
        "transcript": coding.transcript,
        "language": transcript.language,
        "participant": coding.participant,
        "group": group,
        "utterance": coding.utterance,
        "speaker": utterance.speaker,
        "role": utterance.role,
        "start": coding.start,
        "end": coding.end,
        "before": utterance.text[max(0, coding.start - CONTEXT) : coding.start],
        "quote": coding.quote,
        "after": utterance.text[coding.end : coding.end + CONTEXT],
        **coding.model_dump(include={"kind", "label", "valence", "stage", "coder", "status", "score", "source", "why"}),
        "memos": [{"text": memo.text, "coder": memo.coder} for memo in memos],
    }
