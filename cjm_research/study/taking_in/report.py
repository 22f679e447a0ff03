"""What the import of a foreign project did, in numbers and in sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from cjm_research.exchange.losses import Fate, Loss, summary
from cjm_research.i18n import _, ngettext

LOSSES_FOLDER = "exchange"


@dataclass(frozen=True)
class ProjectReport:
    """What came in, what was there already, and what people have to look at.

    Attributes
    ----------
    tool : str
        The program that the project is of.
    imported, merged : tuple of str
        Interviews that are new, and those that the study had already.
    codings, codes, memos, people : int
        How many are new.
    changed : int
        Codings, codes, memos and texts that were changed there and not here since.
    unchanged : int
        Codings that the study had already.
    conflicts : tuple of str
        Sentences about what was changed on both sides; ours stands.
    losses : tuple of Loss
        What did not come as it was.
    losses_file : Path or None
        Where all of them are listed.
    dry_run : bool
        Nothing was written.
    notes : tuple of str
        Sentences about what to mind now.
    """

    tool: str
    imported: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    codings: int = 0
    codes: int = 0
    memos: int = 0
    people: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = field(default=(), repr=False)
    losses_file: Path | None = None
    dry_run: bool = False
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [_("Only looked, nothing was written.")] if self.dry_run else []
        lines.append(self._came_in())
        if self.conflicts:
            lines += [_("Decided differently:"), *(f"  {message}" for message in self.conflicts)]
        shown = summary(self.losses)[:12]
        for fate, rows in groupby(shown, key=itemgetter(0)):
            lines.append(fate_names()[fate])
            for _fate, what, n, places in rows:
                where = f" ({', '.join(places)})" if places else ""
                lines.append(f"  {n} × {what}{where}" if n > 1 else f"  {what}{where}")
        if self.losses_file:
            lines.append(_("All that did not come as it was is listed in {file}.").format(file=self.losses_file))
        lines += self.notes
        return "\n".join(line for line in lines if line)

    __repr__ = __str__

    def _came_in(self) -> str:
        talks, known, people = len(self.imported), len(self.merged), self.people
        parts = [
            (talks, ngettext("{n} new interview.", "{n} new interviews.", talks)),
            (known, ngettext("{n} interview known already.", "{n} interviews known already.", known)),
            (people, ngettext("{n} new participant.", "{n} new participants.", people)),
            (self.codings, ngettext("{n} new coding.", "{n} new codings.", self.codings)),
            (self.codes, ngettext("{n} new code.", "{n} new codes.", self.codes)),
            (self.memos, ngettext("{n} new memo.", "{n} new memos.", self.memos)),
            (self.changed, ngettext("{n} thing changed there.", "{n} things changed there.", self.changed)),
        ]
        found = " ".join(text.format(n=n) for n, text in parts if n)
        return found or _("The project holds nothing new.")


def fate_names() -> dict[Fate, str]:
    """What becomes of things -> what it means, in the language in force."""
    return {
        "dropped": _("Dropped, that is gone:"),
        "changed": _("Changed, that is there in another form:"),
        "kept": _("Kept without being shown; it stays in the study word for word and is written back:"),
    }


def losses_text(losses: tuple[Loss, ...]) -> str:
    """All losses as text: by what becomes of them, those of one kind together."""
    lines: list[str] = []
    for fate, rows in groupby(summary(losses), key=itemgetter(0)):
        lines += [*([""] if lines else []), fate_names()[fate]]
        for _fate, what, n, _places in rows:
            lines.append(f"  {what} ({n})" if n > 1 else f"  {what}")
            same = (loss for loss in losses if (loss.fate, loss.what) == (fate, what) and loss.where)
            lines += sorted({f"    {loss.where}" for loss in same})
    return "\n".join(lines) + "\n"
