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


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Input should be less than or equal to 1", "it has to be 1 at most."),
        ("Input should be greater than or equal to 1", "it has to be 1 at least."),
        ("Input should be a valid integer, unable to parse string as an integer", "it has to be a whole number."),
        ("Input should be a valid number, unable to parse string as a number", "it has to be a number, such as 0.1."),
        ("Value error, 'codes' is not one of 'kind', 'code'.", "'codes' is none of 'kind', 'code'."),
    ],
)
def test_values_that_do_not_fit_are_said_in_plain_words(said: str, shown: str):
    assert translated(f"Invalid value for '--x': {said}") == f"This value does not fit '--x': {shown}"


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
