"""Rich Text Format, turned into plain text by striprtf; bold is marked before, since it may carry a question."""

from __future__ import annotations

import re

from cjm_research.readers.base import Line, RawFile, Source, parsing
from cjm_research.readers.cleaning import clean
from cjm_research.readers.runs import Run, lines_of_runs

# Private-use characters stand for “bold on” and “bold off” while striprtf works.
_ON, _OFF = "\ue0b1", "\ue0b0"
_TOKEN = re.compile(r"\\([a-z]+)(-?\d+)? ?|\\[^a-z]|[{}]")


def read_rtf(raw: RawFile) -> Source:
    """Lines of an .rtf; each paragraph is one.

    Raises
    ------
    UnreadableFileError
        The file is damaged.
    """
    from striprtf.striprtf import rtf_to_text

    with parsing(raw.path, "RTF"):
        source = raw.data.decode("latin-1")
        if not source.lstrip().startswith("{\\rtf") or "}" not in source[-200:]:
            raise ValueError("no RTF, or cut off")
        text = clean(rtf_to_text(_with_bold_marks(source), errors="replace"))
    lines: list[Line] = []
    bold = False
    for number, paragraph in enumerate(text.split("\n")):
        runs = []
        for piece in re.split(f"([{_ON}{_OFF}] ?)", paragraph):
            if piece[:1] in (_ON, _OFF):
                bold = piece[0] == _ON
            elif piece:
                runs.append(Run(piece, bold))
        lines += lines_of_runs(runs, number)
    return Source("rtf", lines=tuple(lines))


def _with_bold_marks(source: str) -> str:
    """The source with a mark wherever bold begins or ends, also at the end of the group it holds for."""
    pieces: list[str] = []
    stack: list[bool] = []
    bold, end = False, 0
    for match in _TOKEN.finditer(source):
        before = bold
        if match[0] == "{":
            stack.append(bold)
        elif match[0] == "}":
            bold = stack.pop() if stack else False
        elif match[1] == "b":
            bold = match[2] != "0"
        elif match[1] == "plain":
            bold = False
        pieces.append(source[end : match.end()])
        end = match.end()
        if bold != before:
            pieces.append(f"\\u{_code(_ON if bold else _OFF)}?")
    return "".join(pieces) + source[end:]


def _code(char: str) -> int:
    """The signed 16-bit number that RTF writes."""
    return ord(char) - 65_536 if ord(char) > 32_767 else ord(char)
