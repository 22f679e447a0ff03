"""HTML and PHP pages, parsed by Beautiful Soup; scripts, styles and everything remote are ignored."""

from __future__ import annotations

import re
from typing import Any

from cjm_research.readers.base import Line, LineKind, RawFile, Source, parsing
from cjm_research.readers.cleaning import without_comments
from cjm_research.readers.runs import Run, lines_of_runs
from cjm_research.readers.tables import spoken_cells

_PHP = re.compile(r"<\?(?:php|=|xml)?.*?(?:\?>|\Z)", re.DOTALL | re.IGNORECASE)
_SKIPPED = frozenset(
    [
        "script", "style", "head", "template", "noscript", "nav", "footer", "svg", "math", "iframe", "object", "embed",
        "form", "button", "select", "img", "video", "audio"
    ]
)  # fmt: skip
_BLOCKS = frozenset(
    [
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "section",
        "article", "header", "aside", "main", "figure", "figcaption", "pre", "table", "tbody", "thead", "tr", "td",
        "th", "body", "html", "hr", "address", "center"
    ]
)  # fmt: skip
_BOLD = frozenset(("b", "strong", "dt"))
_ITALIC = frozenset(("i", "em", "cite"))
_KINDS: dict[str, LineKind] = {"li": "item", "blockquote": "quote", **{f"h{level}": "heading" for level in range(1, 7)}}
_OPEN_END = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_SPACES = re.compile(r"[ \t\n\r\f]+")


def read_html(raw: RawFile) -> Source:
    """Lines of a page: block elements are paragraphs, ``<br>`` ends a line."""
    from bs4 import BeautifulSoup

    metadata = {}
    with parsing(raw.path, "HTML"):
        soup = BeautifulSoup(_without_open_ends(_PHP.sub("", raw.text or "")), "html.parser")
        if soup.title is not None:
            metadata["title"] = soup.title.get_text(" ", strip=True)
        collector = _Collector()
        collector.walk(soup)
    return Source("html", lines=tuple(collector.lines), metadata=metadata)


def _without_open_ends(page: str) -> str:
    """The page without comments, and with every ``<`` escaped that no ``>`` closes: they cost the parser dearly."""
    return _OPEN_END.sub("&lt;", without_comments(page).replace("<!--", "&lt;!--"))


class _Collector:
    """Gathers runs and closes a paragraph at each block; an explicit stack, since pages may nest without end."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._runs: list[Run] = []
        self._paragraph = 0
        self._kind: LineKind = "text"

    def walk(self, root: Any) -> None:
        from bs4.element import NavigableString, PreformattedString, Tag

        stack: list[tuple[Any, bool, bool, LineKind]] = [(root, False, False, "text")]
        while stack:
            node, bold, italic, kind = stack.pop()
            if node is None:
                self._close()
                continue
            self._kind = kind
            if isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):  # comments, declarations
                    self._runs.append(Run(_SPACES.sub(" ", str(node)), bold, italic))
            elif isinstance(node, Tag) and node.name not in _SKIPPED:
                if node.name == "br":
                    self._runs.append(Run("\n"))
                    continue
                if node.name == "tr":
                    self._row(node)
                    continue
                if node.name in _BLOCKS:
                    self._close()
                    stack.append((None, False, False, kind))
                inner_kind = _KINDS.get(node.name, kind)
                is_bold, is_italic = bold or node.name in _BOLD, italic or node.name in _ITALIC
                stack += [(child, is_bold, is_italic, inner_kind) for child in reversed(node.contents)]
        self._close()

    def _close(self) -> None:
        if any(run.text.strip() for run in self._runs):
            self._paragraph += 1
            self.lines += lines_of_runs(_without_outer_blanks(self._runs), self._paragraph, self._kind)
        self._runs = []

    def _row(self, row: Any) -> None:
        self._close()
        self._paragraph += 1
        cells = [_SPACES.sub(" ", cell.get_text(" ", strip=True)) for cell in row.find_all(["td", "th"])]
        self.lines += spoken_cells(cells, self._paragraph)


def _without_outer_blanks(runs: list[Run]) -> list[Run]:
    """Runs as a browser shows them: no blank beside a line break, none doubled between runs."""
    shown: list[Run] = []
    for run in runs:
        text = run.text
        if (not shown or shown[-1].text.endswith((" ", "\n"))) and text != "\n":
            text = text.lstrip(" ")
        if text:
            shown.append(Run(text, run.bold, run.italic))
    return shown
