"""What long work tells the person afterwards."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.i18n import _, ngettext
from cjm_research.model.base import Model

# (file, sentence about it)
Remark = tuple[str, str]


class ImportReport(Model):
    """What an import brought.

    `imported` holds transcript ids, `participants` those of a participants table; `skipped` files were known already
    or are none to read, `failed` ones could not be taken in and left the study as it was; `notes` are the readers'
    remarks. `empty` are folders without an interview; `unmatched` says which people and interviews do not fit together;
    `surveys` says what each survey brought, `journeys` what each journey workbook did, `tables` what each edited table,
    of which `n_left_out` rows could not be taken.
    """

    imported: tuple[str, ...] = ()
    skipped: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    failed: tuple[Remark, ...] = ()
    participants: tuple[str, ...] = ()
    n_codings: int = Field(default=0, ge=0)
    empty: tuple[Remark, ...] = ()
    unmatched: tuple[str, ...] = ()
    surveys: tuple[Remark, ...] = ()
    journeys: tuple[Remark, ...] = ()
    tables: tuple[Remark, ...] = ()
    n_left_out: int = Field(default=0, ge=0)

    def __str__(self) -> str:
        n, people, known, lost = len(self.imported), len(self.participants), len(self.skipped), len(self.failed)
        parts = [
            ngettext("{n} transcript imported.", "{n} transcripts imported.", n).format(n=n)
            if n or not (self.journeys or self.tables)
            else "",
            ngettext("{n} coding came with them.", "{n} codings came with them.", self.n_codings).format(
                n=self.n_codings
            )
            if self.n_codings
            else "",
            ngettext("{n} participant read.", "{n} participants read.", people).format(n=people) if people else "",
            ngettext("{n} file skipped.", "{n} files skipped.", known).format(n=known) if known else "",
            ngettext("{n} file could not be read.", "{n} files could not be read.", lost).format(n=lost)
            if lost
            else "",
        ]
        lines = [" ".join(part for part in parts if part)]
        lines += [
            f"{file}: {reason}"
            for file, reason in (*self.failed, *self.empty, *self.surveys, *self.journeys, *self.tables)
        ]
        lines += self.unmatched
        return "\n".join(filter(None, lines))

    __repr__ = __str__


class TagReport(Model):
    """What tagging changed.

    `tagged` of the `transcripts` were read, `unchanged` ones left alone; `suggestions` wait for review now, `added` and
    `withdrawn` say what came and went.
    """

    transcripts: int = Field(ge=0)
    suggestions: int = Field(ge=0)
    added: int = Field(ge=0)
    withdrawn: int = Field(ge=0)
    tagged: int = Field(default=0, ge=0)
    unchanged: int = Field(default=0, ge=0)

    def __str__(self) -> str:
        read, left, n = self.tagged, self.unchanged, self.suggestions
        parts = [
            ngettext("{n} interview tagged.", "{n} interviews tagged.", read).format(n=read) if read else "",
            ngettext(
                "{n} interview has not changed since it was tagged.",
                "{n} interviews have not changed since they were tagged.",
                left,
            ).format(n=left)
            if left
            else "",
            ngettext("{n} suggestion waits for review.", "{n} suggestions wait for review.", n).format(n=n),
        ]
        return " ".join(part for part in parts if part)

    __repr__ = __str__


class Finding(Model):
    """One thing that a check found.

    `cell` counts the cells of a notebook from 1, as they stand on the screen; `detail` holds the compared texts.
    """

    file: str
    what: str
    hint: str = ""
    cell: int | None = Field(default=None, ge=1)
    detail: str = ""
    severity: Literal["problem", "info"] = "problem"

    @property
    def is_problem(self) -> bool:
        """Whether the check fails over it."""
        return self.severity == "problem"

    def __str__(self) -> str:
        place = self.file
        if self.cell is not None:
            place = _("{file}, cell {cell}").format(file=self.file, cell=self.cell)
        text = f"{place}: " + " ".join(part for part in (self.what, self.hint) if part)
        return "\n".join([text, *("    " + line for line in self.detail.splitlines())])
