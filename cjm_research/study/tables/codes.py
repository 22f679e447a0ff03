"""The rows of an edited codebook, as changes of the codebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from cjm_research.errors import BadValueError, CjmError
from cjm_research.exchange.tables.codebook import code_cells
from cjm_research.exchange.tables.reading import EditedTable, TableRow, cell_text, is_name, is_same, truth
from cjm_research.exchange.tables.words import plain
from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.model import Code, Codebook
from cjm_research.model.scheme import KINDS
from cjm_research.storage import code_decisions
from cjm_research.study.tables.draft import Draft

Problem = Callable[[EditedTable, TableRow, CjmError], None]
TEXTS = ("definition", "use_when", "use_not", "colour")
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_KEY = re.compile(r"(\w+)/([\w-]+)")


def code_names(codebook: Codebook) -> dict[str, str]:
    """Name as it is compared -> key: keys, full names in every language, and short names that only one code has."""
    names: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for language in LANGUAGES:
        with using_language(language):
            for code in codebook.codes:
                names[plain(codebook.path_name(code.key))] = code.key
                short.setdefault(plain(codebook.name_of(code.key)), set()).add(code.key)
    names = {name: next(iter(keys)) for name, keys in short.items() if len(keys) == 1} | names
    return names | {plain(code.key): code.key for code in codebook.codes}


class CodeRows:
    """Takes the rows of a codebook into a draft; rows that do not fit are told to `problem`."""

    def __init__(self, draft: Draft, problem: Problem) -> None:
        self._draft, self._problem = draft, problem
        self._codebook = code_decisions.codebook_of(draft.states)
        self._names = code_names(self._codebook)
        self._moves: list[tuple[str, int, str, TableRow]] = []
        # Key as the table has it -> key of the code that was made of the row.
        self._made: dict[str, str] = {}
        self._seen: set[str] = set()
        self._title: Callable[[str], str] = str

    def take(self, table: EditedTable) -> None:
        """Take all rows: changes first, then new codes from the top down, then moves."""
        new = []
        self._title = table.title
        for row in table.rows:
            try:
                if not self._change(table, row):
                    new.append(row)
            except CjmError as error:
                self._problem(table, row, error)
        self._take_new(table, new)
        for parent, position, key, row in sorted(self._moves, key=lambda move: move[:3]):
            try:
                self._draft.take(code_decisions.move(key, parent, position)(self._draft.states))
            except CjmError as error:
                self._problem(table, row, error)

    def _change(self, table: EditedTable, row: TableRow) -> bool:
        """Whether the row is that of a code of the study."""
        key = cell_text(row.cells.get("key")).strip()
        code = self._codebook.code(key)
        if code is None:
            return False
        if key in self._seen:
            twice = _("“{id}” is listed twice.").format(id=key)
            raise BadValueError(" ".join((twice, _("Delete one of the two rows or correct its id."))))
        self._seen.add(key)
        touched = table.touched(key, row.cells)
        if changes := self._changes(code, touched):
            self._draft.take(code_decisions.change(key, changes)(self._draft.states))
        self._note_move(code, touched, row)
        return True

    def _changes(self, code: Code, cells: Mapping[str, Any]) -> dict[str, Any]:
        before = code_cells(self._codebook, code)
        self._check_colour(cells)
        changes: dict[str, Any] = {
            column: cell_text(cells[column]).strip()
            for column in TEXTS
            if column in cells and not is_same(cells[column], before[column])
        }
        if "name" in cells and not is_name(cells["name"], *self._names_of(code)):
            changes["name"] = cell_text(cells["name"])
        if "retired" in cells and (retired := _retired(cells["retired"], self._title("retired"))) != code.retired:
            changes["retired"] = retired
        return changes

    def _check_colour(self, cells: Mapping[str, Any]) -> None:
        colour = cell_text(cells.get("colour")).strip()
        if colour and not _COLOUR.fullmatch(colour):
            message = _("“{value}” does not fit as “{field}” of a code.")
            raise BadValueError(f"{message.format(value=colour, field=self._title('colour'))} (#RRGGBB)")

    def _names_of(self, code: Code) -> list[str]:
        names = [code.name]
        if not code.name:
            for language in LANGUAGES:
                with using_language(language):
                    names.append(self._codebook.name_of(code.key))
        return [name for name in names if name]

    def _note_move(self, code: Code, cells: Mapping[str, Any], row: TableRow) -> None:
        given, position = cell_text(cells.get("parent")).strip(), cells.get("position")
        moved = position is not None and not is_same(position, code.position)
        if code.is_kind and (given or moved):
            raise BadValueError(_("Kinds stand at the top of the codebook; they cannot be moved."))
        parent = self._key_of(given) if given else code.parent
        if given and parent is None:
            raise _no_code(given)
        if parent is not None and (moved or parent != code.parent):
            self._moves.append(
                (parent, _whole(position, self._title("position")) if moved else code.position, code.key, row)
            )

    def _take_new(self, table: EditedTable, rows: list[TableRow]) -> None:
        """New codes; one may stand below another new one, in whatever order they are listed."""
        waiting = rows
        while waiting:
            left = [row for row in waiting if not self._add(table, row)]
            if len(left) == len(waiting):
                for row in left:
                    self._problem(table, row, _no_code(cell_text(row.cells.get("parent"))))
                return
            waiting = left

    def _add(self, table: EditedTable, row: TableRow) -> bool:
        """Whether the row is done with: its code was made or cannot be."""
        given = cell_text(row.cells.get("key")).strip()
        parent = self._parent_of_new(given, cell_text(row.cells.get("parent")).strip())
        if parent is None:
            return False
        made: list[Code] = []
        try:
            self._check_colour(row.cells)
            details = {column: cell_text(row.cells.get(column)).strip() for column in TEXTS}
            kind = parent.partition("/")[0]
            name = cell_text(row.cells.get("name"))
            (change,) = code_decisions.add(name, kind, parent, details, made)(self._draft.states)
            retired = _retired(row.cells.get("retired"), self._title("retired"))
            code = self._with_key(made[0], given).model_copy(update={"retired": retired})
            self._draft.take([type(change)(change.op, code.key, code, change.subject)])
        except CjmError as error:
            self._problem(table, row, error)
            return True
        if given:
            self._made[given] = code.key
        self._names.setdefault(plain(code.name), code.key)
        self._names[plain(code.key)] = code.key
        return True

    def _parent_of_new(self, given: str, parent: str) -> str | None:
        if parent:
            return self._key_of(parent)
        found = _KEY.fullmatch(given)
        return found[1] if found and found[1] in KINDS else None

    def _key_of(self, words: str) -> str | None:
        return self._made.get(words) or self._names.get(plain(words))

    def _with_key(self, code: Code, given: str) -> Code:
        """The new code under the key that the table gives it, where nothing else has or had it."""
        found = _KEY.fullmatch(given)
        taken = set(self._draft.states["code"]) | {one.key for one in self._codebook.codes}
        if not found or found[1] != code.kind or given in taken:
            return code
        return code.model_copy(update={"key": given, "label": found[2]})


def _retired(cell: Any, column: str) -> bool:
    said = truth(cell)
    if said is None and cell_text(cell).strip():
        message = _("“{value}” does not fit as “{field}” of a code.")
        raise BadValueError(message.format(value=cell_text(cell), field=column))
    return bool(said)


def _whole(cell: Any, column: str) -> int:
    try:
        return int(cell_text(cell))
    except ValueError as error:
        text = _("“{value}” does not fit as “{field}” of a code.").format(value=cell, field=column)
        raise BadValueError(text) from error


def _no_code(words: str) -> BadValueError:
    return BadValueError(
        _("There is no code “{name}” to stand below. Write the key or the name of a code above.").format(name=words)
    )
