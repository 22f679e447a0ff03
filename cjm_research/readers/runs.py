"""Formatted runs of a paragraph, as word processors and mark-up languages give them, made into lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cjm_research.readers.base import Line, LineKind
from cjm_research.readers.cleaning import clean


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one format."""

    text: str
    bold: bool = False
    italic: bool = False


def lines_of_runs(
    runs: Iterable[Run], paragraph: int, kind: LineKind = "text", *, speaker: str | None = None
) -> list[Line]:
    """The lines of a paragraph, cut at line breaks, with their leading bold part; empty lines are left out."""
    lines: list[Line] = []
    current: list[Run] = []
    for run in runs:
        first, *rest = clean(run.text).split("\n")
        current.append(Run(first, run.bold, run.italic))
        for piece in rest:
            lines += _line(current, paragraph, kind, speaker)
            current = [Run(piece, run.bold, run.italic)]
    return lines + _line(current, paragraph, kind, speaker)


def _line(runs: list[Run], paragraph: int, kind: LineKind, speaker: str | None) -> list[Line]:
    text = "".join(run.text for run in runs)
    if not text.strip():
        return []
    bold, leading = 0, True
    for run in runs:
        leading = leading and (run.bold or not run.text.strip())
        bold += len(run.text) if leading else 0
    if not any(run.bold and run.text.strip() for run in runs):
        bold = 0
    italic = all(run.italic for run in runs if run.text.strip())
    cut = len(text) - len(text.lstrip())
    stripped = text.strip()
    return [Line(stripped, paragraph, kind, min(max(bold - cut, 0), len(stripped)), italic, speaker)]
