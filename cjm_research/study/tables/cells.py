"""What the cells of coded segments mean: codes, stages, statuses and numbers, by key or by name in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cjm_research.errors import BadValueError
from cjm_research.exchange.tables.reading import cell_text
from cjm_research.exchange.tables.words import plain
from cjm_research.i18n import LANGUAGES, _, format_number, using_language
from cjm_research.model import Codebook, Coding, term
from cjm_research.model.scheme import KINDS, LABELS, TOUCHPOINT_LABELS
from cjm_research.model.stages import STAGE_MODELS
from cjm_research.study.tables.codes import code_names

STATUSES = ("suggested", "confirmed", "rejected", "lost")


def whole(cell: Any, column: str, *, low: int = 0, high: int | None = None) -> int | None:
    """The whole number in a cell, None in an empty one; any minus sign will do.

    Parameters
    ----------
    column : str
        What the file calls the column.
    low, high : int
        With `high`: the least and the greatest number that fits.

    Raises
    ------
    BadValueError
        It is none.
    """
    text = cell_text(cell).strip().replace("\u2212", "-").replace("\u2013", "-")
    if not text:
        return None
    try:
        number = int(text)
    except ValueError as error:
        raise _unfit(cell, column, _range(low, high)) from error
    if high is not None and not low <= number <= high:
        raise _unfit(cell, column, _range(low, high))
    return number


def _range(low: int, high: int | None) -> str:
    if high is None:
        return ""
    return _("A whole number from {low} to {high} was expected.").format(
        low=format_number(low), high=format_number(high)
    )


def status_of(cell: Any, column: str = "status") -> str:
    """The status in a cell.

    Raises
    ------
    BadValueError
        It is none.
    """
    status = cell_text(cell).strip().casefold()
    if status not in STATUSES:
        raise _unfit(cell, column, _one_of(("confirmed", "rejected")))
    return status


def stage_words(codings: Iterable[Coding], edits: Iterable[Any]) -> dict[str, str]:
    """Key or name of a stage, as it is compared -> key: of the built-in models, the study's own, and those in use."""
    keys = {key for model in STAGE_MODELS.values() for key in model.keys}
    keys |= {coding.stage for coding in codings if coding.stage}
    for edit in edits:
        if edit is not None and edit.part == "stage_model":
            keys |= {stage.key for stage in edit.thing().stages}
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with using_language(language):
            for key in sorted(keys):
                words.setdefault(plain(term("stage", key)), key)
    return words | {plain(key): key for key in sorted(keys)}


def stage_of(cell: Any, words: Mapping[str, str], column: str = "stage") -> str | None:
    """The stage in a cell, None in an empty one.

    Raises
    ------
    BadValueError
        There is none of that name.
    """
    if not plain(cell):
        return None
    if plain(cell) not in words:
        raise _unfit(cell, column, _one_of(STAGE_MODELS["seven_stage"].keys))
    return words[plain(cell)]


def _unfit(cell: Any, column: str, expected: str = "") -> BadValueError:
    message = _("“{value}” does not fit as “{field}” of a coding.").format(value=cell_text(cell), field=column)
    return BadValueError(f"{message} {expected}".rstrip())


def _one_of(known: Iterable[str]) -> str:
    return _("One of {known} was expected.").format(known=", ".join(known))


class CodeCells:
    """Which code the cells of a row mean.

    Parameters
    ----------
    before, after : Codebook
        The codebook as it was and as the same file changes it: names of both are understood.
    codings : iterable of Coding
        Their labels are known even where the codebook has no such code.
    """

    def __init__(self, before: Codebook, after: Codebook, codings: Iterable[Coding]) -> None:
        self._codebook = after
        self._names = code_names(after) | code_names(before)
        self._used = {coding.code for coding in codings}

    def is_name_of(self, cell: Any, code: str) -> bool:
        """Whether a cell names a code, in any language; a code that is in no codebook has the name that it shows."""
        return self._names.get(plain(cell)) == code or plain(cell) in self._shown(code)

    def _shown(self, code: str) -> set[str]:
        names = set()
        for language in LANGUAGES:
            with using_language(language):
                names.add(plain(self._codebook.path_name(code)))
        return names

    def code_of(self, cells: Mapping[str, Any], changed: set[str], before: Coding | None) -> tuple[str, str | None]:
        """(kind, label): by the two columns where one of them was changed or filled in, else by the code's name.

        Raises
        ------
        BadValueError
            There is no such code.
        """
        by_name = "code_name" in changed and plain(cells.get("code_name"))
        by_keys = "kind" in changed or "label" in changed
        if by_name and (not by_keys or (before is None and not plain(cells.get("kind")))):
            return self._named(cells["code_name"])
        kind = self._kind(cells.get("kind")) if "kind" in cells or before is None else before.kind
        given = cells.get("label", before and before.label)
        label = cell_text(given).strip()
        return kind, self._label(kind, label) if label else None

    def _named(self, cell: Any) -> tuple[str, str | None]:
        key = self._names.get(plain(cell))
        if key is None:
            key = next((code for code in sorted(self._used) if plain(cell) in self._shown(code)), None)
        if key is None:
            raise _no_code(cell_text(cell))
        kind, _slash, label = key.partition("/")
        return kind, label or None

    def _kind(self, cell: Any) -> str:
        key = self._names.get(plain(cell), "")
        if not plain(cell):
            raise BadValueError(_("The row has no code. Choose from: {known}.").format(known=", ".join(KINDS)))
        if key not in KINDS:
            raise BadValueError(
                _("There is no kind “{kind}”. Known: {known}.").format(kind=cell_text(cell), known=", ".join(KINDS))
            )
        return key

    def _label(self, kind: str, label: str) -> str:
        if f"{kind}/{label}" in self._codebook or f"{kind}/{label}" in self._used:
            return label
        if kind not in LABELS and label in TOUCHPOINT_LABELS:
            return label  # pains and successes bear the touchpoint they were met at
        for code in self._codebook.descendants(kind):
            if plain(self._codebook.name_of(code.key)) == plain(label):
                return str(code.label)
        key = self._names.get(plain(label), "")
        if key.partition("/")[0] == kind and "/" in key:
            return key.partition("/")[2]
        raise _no_code(label)


def _no_code(name: str) -> BadValueError:
    return BadValueError(
        _(
            "There is no code “{name}” in the codebook. Add it to the table of the codebook too, or in the study."
        ).format(name=name)
    )
