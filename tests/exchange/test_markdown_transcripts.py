from __future__ import annotations

import json

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange import StudyContent, write_study
from cjm_research.exchange.markdown.text import inert, tag, yaml_value
from cjm_research.model import Memo
from tests.exchange.samples import content

HOSTILE = [
    "# x", "[[page]]", "![[embed]]", "#tag", "==x==", "%%x%%", "$x$", "`=dv.x`", "<script>x</script>", "![i](http://x)",
    "[a](javascript:x)", "https://x.y", "www.x.y", "a@b.c", "[^1]", "[^1]: x", "^block", "---", "* a", "1. a", "> a",
    "| a |", "~~x~~", "&lt;", "\\", "**x**", "_x_", "a\n\n# b", "<% x %>", "{{x}}", "key:: value", "<br>", "    code",
    "```",
]  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.text(max_size=20) | st.sampled_from(HOSTILE), max_size=5).map(" ".join))
def test_words_are_shown_and_never_take_effect(text):
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False}).disable("linkify")
    blocks = parser.parse(f"**P:** {inert(text)}")
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = [child.type for child in blocks[1].children]
    assert set(kinds) <= {"strong_open", "strong_close", "text", "text_special", "html_inline"}
    shown = "".join("\n" if c.type == "html_inline" else c.content for c in blocks[1].children)
    assert {c.content for c in blocks[1].children if c.type == "html_inline"} <= {"<br>"}
    assert "".join(shown.split()) == "P:" + "".join(
        "".join(" " if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\ufeff\ufffe\uffff" else c for c in text).split()
    )


def test_nothing_of_the_words_is_left_for_programs_for_notes():
    for words in HOSTILE:
        line = inert(words)
        for sign in ("[[", "](", " #", "==", "%%", "$", "`", "<%", "://", "www.", "@", "[^", "{{"):
            bare = line.replace("\\" + sign[0], "")
            assert sign not in bare.replace("\\", "") or sign not in line, (words, line)


def test_interview_is_a_file_with_turns_tags_and_footnotes(tmp_path):
    whole = content()
    guid = next(one.guid for one in whole.codings if one.transcript == "pl_1" and one.kind == "pain_point")
    memo = Memo(guid="m", on="coding", target=guid, text="#look", coder="ben")
    study = StudyContent(whole.title, whole.transcripts, whole.participants, whole.codings, memos=(memo,))
    _en, pl, _ru = write_study(tmp_path / "notes", study, "md")
    lines = pl.read_text("utf-8").split("\n")
    assert lines[:6] == ["---", 'id: "pl_1"', 'language: "pl"', 'group: "customer"', 'method: "retrospective"', "tags:"]
    assert '  - "touchpoint/phone"' in lines
    assert "**P<br>1:** =Zaż[^1]ółć gęślą j[^3][^4]aźń, powiedziałam „dość”[^2][^5]" in lines
    (note,) = (line for line in lines if line.startswith("[^5]:"))
    assert note.startswith("[^5]: #pain_point “ślą jaźń")
    assert note.endswith("· anna · \\#look")


def test_one_interview_may_be_one_file_and_several_need_a_folder(tmp_path):
    whole = content()
    (path,) = write_study(tmp_path / "one.md", StudyContent("x", whole.transcripts[:1]))
    assert path.read_text("utf-8").count("**") == 6
    with pytest.raises(UnsupportedFormatError, match="folder"):
        write_study(tmp_path / "all.md", whole)


@settings(max_examples=40)
@given(st.text() | st.integers() | st.booleans() | st.none() | st.lists(st.text(max_size=5), max_size=3))
def test_front_matter_values_stand_on_one_line(value):
    line = yaml_value(value)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == value


def test_code_is_a_tag_without_blanks():
    assert tag("need/my own code, “x”") == "#need/my_own_code___x_"


def test_coding_lines_tell_words_place_and_context(tmp_path):
    whole = content()
    (path,) = write_study(tmp_path / "codings.jsonl", whole, "codings")
    values = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    assert len(values) == len(whole.codings)
    texts = {one.id: one.utterances[1].text for one in whole.transcripts}
    for value in values:
        text = texts[value["transcript"]]
        assert text[value["start"] : value["end"]] == value["quote"]
        assert value["before"] + value["quote"] + value["after"] == text
    assert values[0] | {"guid": ""} == {
        "guid": "", "transcript": "en_1", "language": "en", "participant": "en_1", "group": "customer", "utterance": 1,
        "speaker": "P\n1", "role": "participant", "start": 0, "end": 4, "before": "", "quote": "Line",
        "after": texts["en_1"][4:], "kind": "touchpoint", "label": "chat", "valence": None, "stage": None,
        "coder": "machine", "status": "suggested", "score": 0.25, "source": "rule:x", "why": "\x01 odd", "memos": [],
    }  # fmt: skip
