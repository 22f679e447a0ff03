"""LAYER 0 - every failure the package can name.

Each error is a `CjmError` and also the fitting builtin. A message says what was found, where, what was expected and
what to try; it is worded in the interface language at the moment it is raised.
"""

from __future__ import annotations

from pathlib import Path

from cjm_research.i18n import _


class CjmError(Exception):
    """Something the package expected to go wrong, worded for the person in front of it."""

    @classmethod
    def at(cls, where: str | Path, what: str, *, row: int | None = None, expected: str = "", hint: str = ""):
        """The error with its parts in their usual order: place, finding, expectation, advice.

        Parameters
        ----------
        where : str or Path
            File, notebook or study that was being read.
        what : str
            What was found, as a full sentence.
        row : int, optional
            Line or row, counted from 1.
        expected, hint : str
            Full sentences; left out when empty.
        """
        place = str(where) if row is None else _("{file}, line {row}").format(file=where, row=row)
        return cls(f"{place}: " + " ".join(part for part in (what, expected, hint) if part))


class UnreadableFileError(CjmError, ValueError):
    """A file could not be read as what it seems to be."""


class UnsupportedFormatError(CjmError, ValueError):
    """No reader or writer knows this format."""


class UnknownLanguageError(CjmError, ValueError):
    """The language of a text is none that the tagger knows, or could not be told."""


class StudyNotFoundError(CjmError, FileNotFoundError):
    """There is no study where one was looked for."""

    # FileNotFoundError would print an errno where there is none.
    __str__ = Exception.__str__


class EmptyStudyError(CjmError, ValueError):
    """A study has no interviews, and nothing can be made of none."""


class StudyExistsError(CjmError, FileExistsError):
    """A study would be written over."""

    __str__ = Exception.__str__


class StudyVersionError(CjmError, RuntimeError):
    """The study was written by a newer version of the package."""


class UnknownNameError(CjmError, KeyError):
    """No persona, participant, code, kind or format has this name."""

    __str__ = Exception.__str__


class BadValueError(CjmError, ValueError):
    """A value is outside its range or of the wrong form."""


class MissingDependencyError(CjmError, ImportError):
    """An optional library, font or language model is absent; the message holds the install command."""

    __str__ = Exception.__str__


class MissingFeatureSourceError(MissingDependencyError):
    """A language model that a study names is not on this machine; the message holds the command that installs it."""


class StorageError(CjmError, RuntimeError):
    """The study's database refused an operation: busy, read-only, full or damaged."""
