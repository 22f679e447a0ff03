"""LAYER 6 - the verbs of a study on the command line, one module a command.

Results go to standard output, progress and notes to standard error. Exit code 0: done; 1: the work found problems;
2: bad usage or unreadable input.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextvars import copy_context

from cjm_research.i18n import LANGUAGES, set_language

__all__ = ["main"]

EXIT_DONE, EXIT_PROBLEMS, EXIT_UNUSABLE = 0, 1, 2


def _asked_language(arguments: Sequence[str]) -> str | None:
    """The language after ``--lang``, wherever it stands: help texts are worded before the options are parsed."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and exit with its code (return it where `arguments` are given).

    The interface language is that of ``--lang``, else of the environment variable ``CJM_LANG``, else English; a
    command that works on a study speaks the study's language where neither names one.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # In a context of its own: the language of one command does not outlive it.
    code = copy_context().run(_run, given)
    if arguments is None:
        sys.exit(code)
    return code


def _run(arguments: list[str]) -> int:
    asked = _asked_language(arguments) or os.environ.get("CJM_LANG")
    if asked in LANGUAGES:
        set_language(asked)
    from cjm_research.cli.app import run

    return run(arguments, language=asked)
