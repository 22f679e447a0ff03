"""The guide to coding says which keys there are, and has its pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cjm_research.i18n import using_language
from cjm_widgets.coder_comparison_words import comparison_words
from cjm_widgets.span_coder_words import pane_words
from tools.make_screenshots import DOCS, LARGEST, PICTURES

GUIDE = (DOCS / "coding.md").read_text(encoding="utf-8")


def _rows(heading: str) -> dict[str, str]:
    """The table of keys below a heading: keys without signs between them -> what they do."""
    part = GUIDE.split(f"\n### {heading}\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", part, flags=re.MULTILINE)
    return {re.sub(r" (and|or) |, ", " ", keys): text for keys, text in rows}


def test_guide_has_every_key_of_the_pane():
    with using_language("en"):
        words = pane_words()
    keys = [" ".join(words[name].split()) for name in words if re.fullmatch(r"help_\d+_keys", name)]
    assert len(keys) > 20
    assert [key for key in keys if key not in _rows("With the keyboard")] == []


def test_guide_has_every_key_of_the_comparison():
    with using_language("en"):
        rows = next(value for value in comparison_words().values() if isinstance(value, list))
    table = " ".join(_rows("Comparing and settling"))
    assert len(rows) > 10
    assert [keys for keys, _text in rows if not set(keys.split()) <= set(table.split())] == []


@pytest.mark.parametrize("name", PICTURES)
def test_guides_show_every_picture_and_describe_it(name: str):
    guide = (DOCS / f"{name.rpartition('-')[0]}.md").read_text(encoding="utf-8")
    assert re.search(rf"!\[.+?\]\(img-{name}\.png\)", guide)


def test_pictures_are_in_three_languages():
    assert {language for language, _take in PICTURES.values()} == {"en", "pl", "ru"}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_there_and_small(name: str):
    data = (DOCS / f"img-{name}.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) <= LARGEST


def test_links_of_the_guide_lead_to_its_headings():
    headings = {
        re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-") for line in re.findall(r"^#+ (.+)$", GUIDE, re.M)
    }
    assert [link for link in re.findall(r"\]\(#(.+?)\)", GUIDE) if link not in headings] == []
    files = [link for link in re.findall(r"\]\((?!#)(.+?)\)", GUIDE) if not link.startswith("img-")]
    assert [file for file in files if not Path(DOCS, file).exists()] == []
