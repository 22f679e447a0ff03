"""What readers hand to each other: raw files, lines, cues, turns, and the protocol of a format.

A format only says what stands in the file: lines of a document, cues of a recording, or a finished transcript. Who
speaks, and on which side, is found later and alike for all formats (`turns`, `cues`, `roles`).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.i18n import _
from cjm_research.model import Transcript
from cjm_research.model.base import Model

LineKind = Literal["text", "heading", "item", "quote"]
Side = Literal["interviewer", "participant", "other"]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes, or the text they were decoded to (`text` is None for containers such as docx and pdf)."""

    path: Path
    data: bytes
    text: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, markup removed.

    Lines of one paragraph share its number. `bold` is how many code points from the start are bold; `italic` says that
    the whole line is. `speaker` is set where the format itself names who speaks (a table column).
    """

    text: str
    paragraph: int
    kind: LineKind = "text"
    bold: int = 0
    italic: bool = False
    speaker: str | None = None

    @property
    def all_bold(self) -> bool:
        """Whether nothing but blanks follows the bold part."""
        return self.bold > 0 and not self.text[self.bold :].strip()


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech as a subtitle file or a table row gives it; times in seconds."""

    text: str
    start_s: float | None = None
    end_s: float | None = None
    speaker: str | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until somebody else does; `side` is None until it is known."""

    speaker: str
    text: str
    start_s: float | None = None
    end_s: float | None = None
    side: Side | None = None


@dataclass(frozen=True)
class Source:
    """What a format found in a file: exactly one of lines, cues and transcript.

    `rows` says that the cues are table rows, each a turn of its own. `metadata` holds lower-case keys such as title or
    interviewer from front matter.
    """

    format: str
    lines: tuple[Line, ...] = ()
    cues: tuple[Cue, ...] = ()
    rows: bool = False
    transcript: Transcript | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Reader = Callable[[RawFile], Source]


class ReadResult(Model):
    """A transcript with what the person should know about its reading.

    `notes` are full sentences in the language in force: guesses that were made and text that was left out. `encoding`
    is None for containers; `format` is a short name such as "docx".
    """

    transcript: Transcript
    notes: tuple[str, ...] = ()
    encoding: str | None = None
    format: str


@contextmanager
def parsing(path: Path, format_name: str) -> Iterator[None]:
    """Turn whatever a parser raises on damaged bytes into an `UnreadableFileError`.

    Parsers of others may raise anything, up to RecursionError and MemoryError, so this is the one place that catches
    `Exception`; only the parser's own call belongs inside.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except CjmError:
        raise
    except Exception as error:
        raise damaged(path, format_name) from error


def damaged(path: Path, format_name: str) -> UnreadableFileError:
    """The error for a file that is not what its name or its beginning promises."""
    return UnreadableFileError.at(
        path,
        _("The file is damaged, cut off, or not really {format}.").format(format=format_name),
        expected=_("A complete {format} file was expected.").format(format=format_name),
        hint=_("Open it in the program it comes from and save it again, or save it as plain text (.txt, UTF-8)."),
    )
