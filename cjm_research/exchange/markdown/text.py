"""Words as Markdown that shows them and does nothing: no markup, link, tag, query or HTML of theirs takes effect."""

from __future__ import annotations

import json
import re
from typing import Any

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
# Markup of CommonMark and of note programs: tags, wiki links, highlights, formulas, comments, footnotes.
_MARKUP = re.compile(r"[\\`*_\[\]#|~^${}]|==")
# What becomes a link of its own accord: addresses of pages and of people.
_ADDRESS = re.compile(r"(?i)\b(?:https?|ftp|mailto|xmpp|obsidian|file)(:)|\bwww(\.)|(@)")
_NOT_IN_A_TAG = re.compile(r"[^\w/-]")


def inert(text: str) -> str:
    r"""The text on one line of Markdown, line breaks as ``<br>``.

    >>> inert("#tag [[page]] <b>==x==</b>")
    '\\#tag \\[\\[page\\]\\] &lt;b&gt;\\=\\=x\\=\\=&lt;/b&gt;'
    """
    text = _INVISIBLE.sub(" ", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKUP.sub(lambda found: "".join(f"\\{char}" for char in found[0]), text)
    text = text.replace("%%", "&#37;&#37;")
    text = _ADDRESS.sub(lambda found: found[0][:-1] + f"&#{ord(found[0][-1])};", text)
    return re.sub(r"[ \t]*<br>[ \t]*", "<br>", _BREAK.sub("<br>", text))


def tag(code: str) -> str:
    """A code as a tag that note programs list: ``#touchpoint/phone``."""
    return "#" + _NOT_IN_A_TAG.sub("_", code)


def yaml_value(value: Any) -> str:
    """A value for the front matter, on one line and quoted: JSON, of which every text is a text in YAML too."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(yaml_value(item) for item in value) + "]"
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    quoted = json.dumps(str(value), ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", quoted)
