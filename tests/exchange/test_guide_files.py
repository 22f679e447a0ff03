from __future__ import annotations

import io

import docx
import pytest

from cjm_research.cli import main
from cjm_research.coding.guides import load_guide
from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.guide_files import guide_bytes, write_guide

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
