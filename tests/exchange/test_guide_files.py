from __future__ import annotations

import io

import docx
import pytest

from cjm_research.cli import main
from cjm_research.coding.guides import load_guide
from cjm_research.errors import UnreadableFileError, UnsupportedFormatError
from cjm_research.exchange.guide_files import guide_bytes, read_guide, write_guide

LANGUAGES = ["en", "pl", "ru"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", ["txt", "md", "docx"])
def test_file_holds_every_question_in_order(language, format):
    guide = load_guide("choice_and_purchase", language)
    written = guide_bytes(guide, format)
    if format == "docx":
        text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs)
    else:
        text = written.decode("utf-8")
    places = [text.index(question.text) for question in guide.questions]
    assert places == sorted(places)
    assert text.lstrip("# ").startswith(guide.title)


def test_same_guide_gives_the_same_bytes():
    guide = load_guide("probes", "ru")
    assert guide_bytes(guide, "docx") == guide_bytes(guide, "docx")


def test_other_formats_are_refused(tmp_path):
    with pytest.raises(UnsupportedFormatError, match="pdf"):
        write_guide(tmp_path / "guide.pdf", load_guide("probes"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_command_lists_prints_and_writes_guides(language, tmp_path, capsys):
    assert main(["guide", "--lang", language]) == 0
    assert load_guide("experts", language).title in capsys.readouterr().out
    assert main(["guide", "self_audit", "--lang", language]) == 0
    assert next(load_guide("self_audit", language).questions).text in capsys.readouterr().out
    assert main(["guide", "experts", "--lang", language, "--out", str(tmp_path / "g.docx")]) == 0
    assert (tmp_path / "g.docx").stat().st_size > 1000


@pytest.mark.parametrize("arguments", [["--format", "md"], ["probes", "--format", "docx"], ["no-such-guide"]])
def test_command_says_what_is_missing(arguments):
    assert main(["guide", *arguments]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_guide_of_ones_own_begins_as_a_printed_one(language, tmp_path, capsys):
    assert main(["guide", "probes", "--lang", language, "--json"]) == 0
    path = tmp_path / "own.json"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert read_guide(path) == load_guide("probes", language)
    assert main(["guide", str(path), "--format", "md"]) == 0
    assert load_guide("probes", language).title in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[]", '{"key": "k"}'])
def test_file_without_a_guide_is_named(text, tmp_path):
    path = tmp_path / "own.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"own\.json"):
        read_guide(path)
    with pytest.raises(UnreadableFileError, match=r"none\.json"):
        read_guide(tmp_path / "none.json")
