"""The block of settings above many Markdown texts, between ``---`` or ``+++`` lines."""

from __future__ import annotations

import re

_FENCE = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?\n)\1[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^([A-Za-z_][\w -]{0,40})\s*[:=]\s*(.*)$")
_LIST_ITEM = re.compile(r"^\s*-\s+(.+)$")
_MAX_CHARS = 20_000


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The settings, keys in lower case and values as text, and what comes after the block.

    Only ``key: value`` and lists of plain values are understood; the rest of YAML is not evaluated.
    """
    match = _FENCE.match(text[:_MAX_CHARS])
    if not match or not any(_KEY.match(line) for line in match[2].split("\n")):
        return {}, text
    settings: dict[str, str] = {}
    key = ""
    for line in match[2].split("\n"):
        if found := _KEY.match(line):
            key = found[1].strip().lower()
            settings[key] = found[2].strip().strip("\"'[]")
        elif key and (item := _LIST_ITEM.match(line)):
            settings[key] = ", ".join(part for part in (settings[key], item[1].strip().strip("\"'")) if part)
    return settings, text[match.end() :]
