"""The command line as a whole: its commands, its options, and what becomes of errors."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from cjm_research import __version__
from cjm_research.cli import EXIT_DONE, EXIT_UNUSABLE, console
from cjm_research.cli.agreement import agreement
from cjm_research.cli.changes import changes
from cjm_research.cli.check import check
from cjm_research.cli.convert import convert
from cjm_research.cli.dashboard import dashboard
from cjm_research.cli.demo import demo
from cjm_research.cli.export import export
from cjm_research.cli.frame import translated
from cjm_research.cli.gaps import gaps
from cjm_research.cli.guide import guide
from cjm_research.cli.import_ import import_
from cjm_research.cli.lab import lab
from cjm_research.cli.learn import learn
from cjm_research.cli.map import map_
from cjm_research.cli.measures import measures
from cjm_research.cli.merge import merge
from cjm_research.cli.new import new
from cjm_research.cli.personas import personas
from cjm_research.cli.priorities import priorities
from cjm_research.cli.pseudonymise import pseudonymise
from cjm_research.cli.query import query
from cjm_research.cli.remove import remove
from cjm_research.cli.report import report
from cjm_research.cli.saturation import saturation
from cjm_research.cli.tag import tag
from cjm_research.errors import CjmError
from cjm_research.i18n import _

app = typer.Typer(
    name="cjm",
    help=_("Interviews become personas, empathy maps and customer journey maps, each cell with its quotes."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# Command, its help, an example.
COMMANDS = (
    (demo, _("Run the whole chain over the bundled interviews."), "cjm demo --out out/demo"),
    (lab, _("Open JupyterLab on the start notebook."), "cjm lab my-study"),
    (new, _("Make a study folder."), 'cjm new my-study --title "New windows" --lang pl'),
    (
        guide,
        _("Print a question guide, or see which of its questions were asked."),
        "cjm guide choice_and_purchase --format docx --out guide.docx",
    ),
    (
        convert,
        _("Turn a transcript file of any supported kind into transcript JSON."),
        "cjm convert talk.docx talk.json",
    ),
    (
        import_,
        _("Take interviews, tables and projects of other tools into a study."),
        "cjm import talks/ --study my-study",
    ),
    (remove, _("Take interviews out of a study, with their codings."), "cjm remove talk_07 --study my-study"),
    (
        pseudonymise,
        _("Put pseudonyms in the place of names and numbers of people."),
        "cjm pseudonymise --study my-study --list found.xlsx",
    ),
    (tag, _("Let the machine suggest codings."), "cjm tag talk.docx --jsonl > tags.jsonl"),
    (merge, _("Take in a study that was coded apart."), "cjm merge from-ben/ --study my-study --dry-run"),
    (agreement, _("Show how far the coders of a study agree."), "cjm agreement --study my-study --unit sentence"),
    (query, _("Ask a study: words in context, segments, codes."), 'cjm query words "courier*" --study my-study'),
    (learn, _("Let the tagger of a study learn from its codings."), "cjm learn --study my-study"),
    (saturation, _("Say whether more interviews are needed."), "cjm saturation --study my-study --chart codes.svg"),
    (personas, _("Group participants who tell alike, with a verdict."), "cjm personas --study my-study"),
    (map_, _("Draw one map."), "cjm map --study my-study --persona P1 --kind journey --format pdf"),
    (gaps, _("Compare the company's contacts with those on a map."), "cjm gaps --study my-study --out gaps.xlsx"),
    (
        priorities,
        _("Put the pains of a map in order, and show what to keep."),
        "cjm priorities --study my-study --weights prevalence=2,severity=3",
    ),
    (
        changes,
        _("Show what changed on a map since it was kept."),
        "cjm changes --study my-study --persona P1 --since spring",
    ),
    (measures, _("Show what people answered in surveys."), "cjm measures --study my-study --by touchpoint"),
    (dashboard, _("Look at the maps in a browser, on this machine only."), "cjm dashboard --study my-study"),
    (report, _("Write the report of a study."), "cjm report --study my-study"),
    (export, _("Write a study in the form of another tool."), "cjm export study.qdpx --study my-study --format qdpx"),
    (check, _("Check a study and its notebooks."), "cjm check --study my-study my-study/notebooks"),
)

for _command, _help, _example in COMMANDS:
    app.command(
        name=_command.__name__.rstrip("_"), help=_help, epilog=_("Example: {command}").format(command=_example)
    )(_command)


_NAMES = {command.__name__.rstrip("_") for command, _help, _example in COMMANDS}


def _version(wanted: bool) -> None:
    if wanted:
        console.say(f"cjm-research {__version__}")
        raise typer.Exit


@app.callback()
def options(
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="en|pl|ru", help=_("Language of messages, reports and maps.")),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Show the version and exit."))
    ] = False,
) -> None:
    """Options of every command."""


def _without_language(arguments: Sequence[str]) -> list[str]:
    """The arguments without ``--lang``, which has been heeded already and may stand anywhere."""
    left: list[str] = []
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument == "--lang":
            skip = True
        elif not argument.startswith("--lang="):
            left.append(argument)
    return left


def run(arguments: Sequence[str], *, language: str | None = None) -> int:
    """Run one command; its exit code."""
    console.asked_language = language
    arguments = _without_language(arguments)
    try:
        console.check_asked_language(language)
        return _run_library(arguments)
    except typer.TyperException as error:
        # Words of the library: a wrong option, a missing argument, or the help that stands in for no arguments.
        text = translated(error.format_message())
        if not arguments:
            console.note(text)
        else:
            console.fail(text)
            command = f"cjm {arguments[0]} --help" if arguments[0] in _NAMES else "cjm --help"
            console.note(_("Help: {command}").format(command=command))
        return EXIT_UNUSABLE
    except typer.Abort:
        console.fail(_("Stopped."))
        return EXIT_UNUSABLE
    except CjmError as error:
        console.fail(str(error))
        return EXIT_UNUSABLE
    except BrokenPipeError:
        # The reader of the output went away (`cjm tag ... | head`): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        console.fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
        return EXIT_UNUSABLE


def _run_library(arguments: Sequence[str]) -> int:
    asks_for_help = any(argument in {"-h", "--help"} for argument in arguments)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown) if asks_for_help else contextlib.nullcontext():
        result = app(args=arguments, prog_name="cjm", standalone_mode=False)
    if asks_for_help:
        console.say(translated(shown.getvalue()).rstrip())
    return result if isinstance(result, int) else EXIT_DONE
