"""The words of the command-line library are said in the interface language."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cjm_research.cli.frame import translated
from cjm_research.i18n import using_language

SAID = """Usage: cjm tag [OPTIONS] [PATH...]

Options:
  -h, --help  Show this message and exit.
Missing option '--study'.
Missing argument 'IN'.
No such option: --nope
No such command 'nosuch'.
Option '--study' requires an argument.
Invalid value for '--k': 0 is too small.
  --out DIR  [default: out/demo]  [required]
"""
ENGLISH = ("Usage", "Options:", "Show this", "Missing", "No such", "requires", "Invalid", "default", "required")


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_nothing_english_is_left_of_the_frame(language: str):
    with using_language(language):
        shown = translated(SAID)
    assert [word for word in ENGLISH if word in shown] == []
    for kept in ("--study", "--nope", "'nosuch'", "out/demo", "--help"):
        assert kept in shown


def test_unknown_words_stay_as_they_are():
    assert translated("Something new.") == "Something new."


@pytest.mark.parametrize(("language", "word"), [("en", "Error:"), ("pl", "Błąd:"), ("ru", "Ошибка:")])
def test_usage_errors_speak_the_language_and_lead_to_the_help(language: str, word: str):
    command = [sys.executable, "-m", "cjm_research", "map", "--lang", language]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith(word)
    assert "--study" in done.stderr
    assert "cjm map --help" in done.stderr
    assert done.stdout == ""
