"""What the commands share: the two streams, progress, errors, and finding the input."""

from __future__ import annotations

import getpass
import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cjm_research.errors import BadValueError, EmptyStudyError, UnreadableFileError
from cjm_research.i18n import LANGUAGES, _, set_language

if TYPE_CHECKING:
    from cjm_research.cli.options import Speakers
    from cjm_research.model import Transcript
    from cjm_research.study import Study

# soft_wrap: a path or a JSON line is never broken to the width of a terminal; emoji: ":smile:" is what somebody wrote.
output = Console(soft_wrap=True, highlight=False, emoji=False)
notes = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)

# Set by `run`: whether the person named a language, so that a study's own setting does not override it.
asked_language: str | None = None


def say(text: str) -> None:
    """A line of the result."""
    output.print(text, markup=False)


def note(text: str) -> None:
    """A remark beside the result."""
    notes.print(text, markup=False)


def fail(text: str) -> None:
    """What went wrong, on standard error."""
    word = _("Error:")
    notes.print(f"[bold red]{escape(word)}[/] {escape(text)}")


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while long work goes on; yields ``advance(done, total)``."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=notes, transient=True, disable=not notes.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def speak_for(study: Study) -> None:
    """Use the study's interface language unless the person asked for another."""
    if asked_language is None and "CJM_LANG" not in os.environ:
        set_language(study.settings.interface_language)


def open_study(path: Path | str, *, with_interviews: bool = False, story: str = "") -> Study:
    """The study at `path`, and its language as the interface's; the map of a `story` needs no interviews.

    Raises
    ------
    StudyNotFoundError
        There is none.
    EmptyStudyError
        It has no interview, and the command has nothing to work on without.
    """
    from cjm_research.study import Study

    study = Study.open(path)
    speak_for(study)
    if with_interviews and not study.transcripts and story not in study.journey_maps():
        folder = shlex.quote(str(path))
        talks = shlex.quote(str(Path(path) / "transcripts"))
        raise EmptyStudyError.at(
            path,
            _("The study has no interviews yet."),
            hint=_("Put them into the folder {folder} and type: {command}").format(
                folder=talks, command=f"cjm import {talks} --study {folder}"
            ),
        )
    return study


def passphrase(key: Path) -> str:
    """The passphrase of a key file: from the environment, or typed; twice where there is no such file yet.

    Raises
    ------
    BadValueError
        None was given, or two different ones.
    """
    from cjm_research.study.pseudonyms.personal_data import asked_passphrase

    def ask() -> str:
        typed = getpass.getpass(_("Passphrase of the key: "))
        if not key.exists() and getpass.getpass(_("Once more: ")) != typed:
            raise BadValueError(_("The two passphrases differ."))
        return typed

    return asked_passphrase(None, ask)


def next_step(text: str, *arguments: str | Path) -> None:
    """A hint what to type next, on standard error: ``{command}`` in `text` becomes the command, ready to copy."""
    note(text.format(command=shlex.join(["cjm", *map(str, arguments)])))


def expand(paths: Sequence[Path], suffixes: Iterable[str]) -> list[Path]:
    """The files named, and those of named folders but for tables of participants, in a stated order.

    Raises
    ------
    UnreadableFileError
        A path does not exist, or a folder holds no file of these kinds.
    """
    from cjm_research.study.folders import is_inventory, is_participant_table, is_survey, walk

    known = {suffix.lower() for suffix in suffixes}
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p
                for p in walk(path, [])
                if p.suffix.lower() in known
                and not (is_participant_table(p) or is_inventory(p) or is_survey(p))
                and p.stem != "README"
            )
            if not inside:
                raise UnreadableFileError.at(
                    path,
                    _("There is no transcript in this folder."),
                    expected=_("Known kinds: {suffixes}.").format(suffixes=" ".join(sorted(known))),
                )
            found.extend(inside)
        elif path.exists():
            found.append(path)
        else:
            raise UnreadableFileError.at(path, _("There is no such file or folder."), hint=_("Check the spelling."))
    return found


def read_all(
    paths: Sequence[Path],
    *,
    suffixes: Iterable[str] | None = None,
    language: str | None = None,
    interviewer: str | None = None,
    speakers: Speakers | None = None,
) -> list[Transcript]:
    """The transcripts of files and folders; the readers' remarks go to standard error."""
    from cjm_research.readers import SUPPORTED_SUFFIXES, read_transcript

    files = expand(paths, suffixes or SUPPORTED_SUFFIXES)
    transcripts = []
    with progress(_("Reading transcripts")) as advance:
        for number, path in enumerate(files, start=1):
            result = read_transcript(path, language=language, interviewer=interviewer, speakers=speakers)
            for remark in result.notes:
                note(f"{path}: {remark}")
            transcripts.append(result.transcript)
            advance(number, len(files))
    return transcripts


def check_asked_language(language: str | None) -> None:
    """Refuse a language that the interface does not speak."""
    if language is not None and language not in LANGUAGES:
        raise BadValueError(
            _("“{language}” is not an interface language. Choose one of: {known}.").format(
                language=language, known=", ".join(LANGUAGES)
            )
        )
