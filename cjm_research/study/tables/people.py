"""The rows of an edited table of participants, as people to add or bring up to date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from cjm_research.errors import BadValueError, CjmError
from cjm_research.exchange.tables.participants import BETWEEN_VALUES, attribute_cell, attribute_columns
from cjm_research.exchange.tables.reading import EditedTable, TableRow, cell_text, is_same, truth
from cjm_research.i18n import _
from cjm_research.model import Participant, term
from cjm_research.model.scheme import GROUPS, METHODS
from cjm_research.readers.participant_words import meaning

Problem = Callable[[EditedTable, TableRow, CjmError], None]
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,8})")


def changed_people(table: EditedTable, people: Iterable[Participant], problem: Problem) -> list[Participant]:
    """Those of a table who are new or changed, with nothing but what was changed; others are told to `problem`."""
    people = list(people)
    known = {person.id: person for person in people}
    attributes = attribute_columns(people)
    changed, seen = [], set()
    for row in table.rows:
        try:
            id = cell_text(row.cells.get("id")).strip()
            if not id:
                raise BadValueError(_("The row has no id."))
            if id in seen:
                raise BadValueError(_("The participant “{id}” is listed twice.").format(id=id))
            seen.add(id)
            if id in known:
                row = TableRow(row.number, table.touched(id, row.cells), table.touched(id, row.others))
            if values := _changes(known.get(id), row, attributes):
                changed.append(Participant(id=id, **values))
        except CjmError as error:
            problem(table, row, error)
    return changed


def _changes(before: Participant | None, row: TableRow, columns: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for family, allowed in (("group", GROUPS), ("method", METHODS)):
        cell = cell_text(row.cells.get(family)).strip()
        key = _known(family, cell, allowed) if cell else None
        if key and (before is None or key != getattr(before, family)):
            values[family] = key
    attributes = {}
    for name, cell in row.others.items():
        key = columns.get(name) or re.sub(r"\s+", "_", name.strip().casefold())
        had = before.attributes.get(key) if before else None
        if is_same(cell, attribute_cell(had)):
            continue
        if not cell_text(cell).strip():
            raise BadValueError(
                _("The value of “{name}” is missing. A table cannot take it away; write another one.").format(name=name)
            )
        attributes[key] = _value(cell, had)
    if attributes:
        values["attributes"] = attributes
    return values or ({"attributes": {}} if before is None else {})


def _known(family: str, cell: str, allowed: Iterable[str]) -> str:
    key = meaning(family, cell)
    if key is None:
        known = ", ".join(term(family, one) for one in allowed)
        found = _("The value “{value}” is not known.").format(value=cell)
        raise BadValueError(" ".join((found, _("One of {known} was expected.").format(known=known))))
    return key


def _value(cell: Any, before: Any) -> Any:
    """A changed value, of the type that it had where it can be one."""
    text = cell_text(cell).strip()
    if isinstance(before, bool) and (said := truth(cell)) is not None:
        return said
    if isinstance(before, list | tuple):
        return [part.strip() for part in text.split(BETWEEN_VALUES.strip())]
    if _WHOLE.fullmatch(text):
        return int(text)
    if isinstance(before, float):
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return text
    return cell if isinstance(cell, float | bool) else text
