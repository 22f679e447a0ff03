"""What an edited table brought, and which rows could not be taken."""

from __future__ import annotations

from itertools import groupby

from pydantic import Field

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model.base import Model

# Lines of problems that a report shows; `problems` has all of them.
SHOWN = 25


class TableProblem(Model):
    """A row that was left out: its sheet (empty for CSV), its number from 1, and what to do about it."""

    sheet: str = ""
    row: int = Field(ge=1)
    message: str

    def __str__(self) -> str:
        return self.of_rows(str(self.row))

    def of_rows(self, rows: str) -> str:
        """The same said of several rows."""
        if self.sheet:
            place = _("Sheet “{sheet}”, row {row}:").format(sheet=self.sheet, row=rows)
        else:
            place = _("Row {row}:").format(row=rows)
        return f"{place} {self.message}"


class TableReport(Model):
    """What came of tables that were edited elsewhere.

    Attributes
    ----------
    n_new, n_changed, n_same : int
        Codings that came in, that were changed, and that were the same.
    n_codes, n_memos, n_people : int
        Codes, memos and participants that came in or were changed.
    problems
        Rows that were left out, in the order of the file.
    written : bool
        Whether anything was changed; False for a look without writing.
    """

    n_new: int = Field(default=0, ge=0)
    n_changed: int = Field(default=0, ge=0)
    n_same: int = Field(default=0, ge=0)
    n_codes: int = Field(default=0, ge=0)
    n_memos: int = Field(default=0, ge=0)
    n_people: int = Field(default=0, ge=0)
    problems: tuple[TableProblem, ...] = ()
    written: bool = False

    def __str__(self) -> str:
        counted = (
            (self.n_new, ngettext("{n} new coding.", "{n} new codings.", self.n_new)),
            (self.n_changed, ngettext("{n} coding changed.", "{n} codings changed.", self.n_changed)),
            (self.n_codes, ngettext("{n} code new or changed.", "{n} codes new or changed.", self.n_codes)),
            (self.n_memos, ngettext("{n} memo new or changed.", "{n} memos new or changed.", self.n_memos)),
            (self.n_people, ngettext("{n} person new or changed.", "{n} people new or changed.", self.n_people)),
        )
        parts = [sentence.format(n=format_number(n)) for n, sentence in counted if n]
        lines = [" ".join(parts) if parts else _("The table changes nothing.")]
        if self.problems:
            n = len(self.problems)
            left = ngettext("{n} row could not be taken:", "{n} rows could not be taken:", n)
            lines += [left.format(n=format_number(n)), *self._problem_lines()]
        return "\n".join(lines)

    def _problem_lines(self) -> list[str]:
        """A line for rows one after the other that have the same fault, at most `SHOWN`."""
        numbered = enumerate(self.problems)
        runs = [
            [problem for _place, problem in run]
            for _key, run in groupby(numbered, lambda one: (one[1].sheet, one[1].message, one[1].row - one[0]))
        ]
        lines = [
            run[0].of_rows(f"{run[0].row}–{run[-1].row}" if len(run) > 1 else str(run[0].row)) for run in runs[:SHOWN]
        ]
        if rest := sum(map(len, runs[SHOWN:])):
            lines.append(ngettext("and {n} more", "and {n} more", rest).format(n=format_number(rest)))
        return lines

    __repr__ = __str__
