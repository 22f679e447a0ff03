"""Markdown, parsed by markdown-it: bold labels and questions, quotes, list items."""

from __future__ import annotations

import re
from typing import Any

from cjm_research.readers.base import Line, LineKind, RawFile, Source, parsing
from cjm_research.readers.cleaning import without_comments
from cjm_research.readers.front_matter import split_front_matter
from cjm_research.readers.runs import Run, lines_of_runs

_TAG = re.compile(
    r"</?(?:br|b|i|em|strong|p|div|span|details|summary|sup|sub|a|img|center|figure|figcaption)\b[^<>]*>", re.I
)
_OPENING: dict[str, LineKind] = {"blockquote_open": "quote", "list_item_open": "item", "heading_open": "heading"}
_TABLE_RULE = re.compile(r"^[ \t]{0,9}\|?[ \t]{0,9}:?-{3,}", re.MULTILINE)


def read_markdown(raw: RawFile) -> Source:
    """Lines of a Markdown text; tables of speakers and words keep their speaker."""
    metadata, body = split_front_matter(raw.text or "")
    body = _TAG.sub("", without_comments(body))
    with parsing(raw.path, "Markdown"):
        tokens = _parser(tables=bool(_TABLE_RULE.search(body))).parse(body)
    return Source("md", lines=tuple(_lines(tokens)), metadata=metadata)


def _parser(*, tables: bool) -> Any:
    from markdown_it import MarkdownIt

    # Deep indents are habit in transcripts, not code; HTML is never interpreted.
    parser = MarkdownIt("commonmark", {"html": False}).disable(
        ["code", "fence", "html_block", "html_inline", "lheading"]
    )
    return parser.enable("table") if tables else parser


def _lines(tokens: list[Any]) -> list[Line]:
    lines: list[Line] = []
    kinds: list[LineKind] = []
    paragraph = 0
    cells: list[list[Run]] | None = None
    for token in tokens:
        if token.type in _OPENING:
            kinds.append(_OPENING[token.type])
        elif token.type in ("blockquote_close", "list_item_close", "heading_close"):
            kinds.pop()
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            paragraph += 1
            lines += _row(cells, paragraph)
            cells = None
        elif token.type == "inline":
            runs = _runs(token.children or [])
            if cells is not None:
                cells.append(runs)
            else:
                paragraph += 1
                lines += lines_of_runs(runs, paragraph, kinds[-1] if kinds else "text")
    return lines


def _row(cells: list[list[Run]], paragraph: int) -> list[Line]:
    """A table row: its last cell is what was said, the one before it the speaker."""
    texts = ["".join(run.text for run in cell).strip() for cell in cells]
    if len(texts) < 2:
        return lines_of_runs([run for cell in cells for run in cell], paragraph)
    return [Line(texts[-1], paragraph, speaker=texts[-2])] if texts[-1] else []


def _runs(children: list[Any]) -> list[Run]:
    runs: list[Run] = []
    bold = italic = 0
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            bold += 1 if child.nesting == 1 else -1
        elif child.type in ("em_open", "em_close"):
            italic += 1 if child.nesting == 1 else -1
        elif child.type in ("softbreak", "hardbreak"):
            runs.append(Run("\n"))
        elif child.type in ("text", "code_inline", "text_special"):
            runs.append(Run(child.content, bold > 0, italic > 0))
    return runs
