"""The text of a Taguette document: its HTML without tags, counted as Taguette counts, with its paragraphs.

Taguette counts the UTF-8 bytes of the characters between the tags. Where paragraphs touch, no character stands between
them, and a line end is put there; it counts nothing. White space within a paragraph is shown as a blank, one for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
        "table", "caption", "tr", "th", "td", "body", "hr"
    )
)  # fmt: skip
_SPACE = re.compile(r"[\t\n\f\r]")
_LINE_BREAKS = re.compile("\r\n?")
# A sign that begins no tag. Python's parser takes minutes for some thousands of tags that are never closed.
_NO_TAG = re.compile(r"<(?![A-Za-z/!?][^<>]*>)")
# Nor does it take what browsers pass over: sections such as ``<![if IE]>``.
_SECTION = re.compile(r"<!\[[^<>]*>")
# Taguette itself takes documents of one million bytes.
MAX_HTML = 50_000_000


class DocumentText:
    """A document as text.

    Attributes
    ----------
    counted : str
        The characters that Taguette counts.
    text : str
        The same with paragraphs apart.
    """

    def __init__(self, html: str) -> None:
        parser = _Parser()
        # As browsers do: line ends become one kind, and NUL is no character of a document.
        html = _LINE_BREAKS.sub("\n", html.replace("\0", ""))
        parser.feed(_NO_TAG.sub("&lt;", _SECTION.sub("", _without_comments(html))))
        parser.close()
        self.counted = "".join(parser.pieces)
        self._breaks = parser.breaks
        parts, last = [], 0
        for at in self._breaks:
            parts += [self.counted[last:at], "\n"]
            last = at
        self.text = "".join([*parts, self.counted[last:]])

    def start(self, at: int) -> int:
        """Where in `text` words begin that begin at code point `at` of `counted`: behind a line end."""
        return at + bisect_right(self._breaks, at)

    def end(self, at: int) -> int:
        """Where in `text` words end that end before code point `at` of `counted`: before a line end."""
        return at + bisect_left(self._breaks, at)


def _without_comments(html: str) -> str:
    parts, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        parts.append(html[at:start])
        at = end + 3
    return "".join([*parts, html[at:]])


class _Parser(HTMLParser):
    """Gathers characters, and the places where a paragraph or line ends without one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.breaks: list[int] = []
        self._length = 0
        self._depth = 0
        self._is_new_line = True
        self._is_break_due = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self._end_line()
            self._depth += tag != "hr"
        elif tag == "br":
            self._is_break_due = True
            self._is_new_line = False

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS or tag == "br":
            self._is_break_due = self._is_break_due or tag == "br" or not self._is_new_line

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
            self._depth = max(self._depth - 1, 0)

    def _end_line(self) -> None:
        self._is_break_due = self._is_break_due or not self._is_new_line

    def handle_data(self, data: str) -> None:
        if not data:
            return
        shown = _SPACE.sub(" ", data)
        if not shown.strip(" ") and "\n" in data and (self._is_break_due or self._is_new_line or not self._depth):
            # White space between two paragraphs: its first line end is the one between them.
            at = data.index("\n")
            shown = shown[:at] + "\n" + shown[at + 1 :]
            self._is_break_due, self._is_new_line = False, True
        else:
            if self._is_break_due:
                shown = self._begin_line(data, shown)
            self._is_new_line = False
        self.pieces.append(shown)
        self._length += len(shown)

    def _begin_line(self, data: str, shown: str) -> str:
        """A line begins with this data: at a line end that is there, else at one put before it."""
        self._is_break_due = False
        if data.startswith("\n"):
            return "\n" + shown[1:]
        if self._length:
            self.breaks.append(self._length)
        return shown
