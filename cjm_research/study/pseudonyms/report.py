"""What pseudonymisation did, and what of it remains to be done."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model.base import Model
from cjm_research.privacy.plan import Plan
from cjm_research.storage.database import DATABASE_NAME
from cjm_research.storage.settings_file import SETTINGS_NAME
from cjm_research.study.pseudonyms.personal_data import open_proposals
from cjm_research.study.pseudonyms.words import stored_name

if TYPE_CHECKING:
    from cjm_research.storage import Store
    from cjm_research.storage.pseudonyms import Rewritten


class PseudonymReport(Model):
    """What was replaced, and where names may still stand.

    Attributes
    ----------
    n_replaced, n_entities : int
        Places in the present texts, and people, firms, numbers.
    kinds : dict
        Kind -> places.
    n_texts, n_records, n_codings : int
        Utterances (earlier wordings too), other records, and codings whose words or place changed.
    ids : dict
        Interviews and people with another id: before -> after.
    n_open : int
        Possible finds that nobody has decided on; they stay as they are.
    n_taken_out : int
        Texts and files of foreign projects that were kept word for word.
    remaining : tuple of (str, str, int)
        Table, column, rows that still hold a wording that was replaced.
    originals : tuple of str
        Files on this machine from which the interviews came, unchanged.
    made_before : tuple of str
        Other files in the study's folder, such as reports and maps, which may hold names.
    key : str
        Where the key lies.
    is_compact : bool
        Whether the database was written anew, so that no deleted words are left in it.
    """

    n_replaced: int = Field(default=0, ge=0)
    n_entities: int = Field(default=0, ge=0)
    kinds: dict[str, int] = Field(default_factory=dict)
    n_texts: int = Field(default=0, ge=0)
    n_records: int = Field(default=0, ge=0)
    n_codings: int = Field(default=0, ge=0)
    ids: dict[str, str] = Field(default_factory=dict)
    n_open: int = Field(default=0, ge=0)
    n_taken_out: int = Field(default=0, ge=0)
    remaining: tuple[tuple[str, str, int], ...] = ()
    originals: tuple[str, ...] = ()
    made_before: tuple[str, ...] = ()
    key: str = ""
    is_compact: bool = True

    @classmethod
    def of(
        cls, plan: Plan, done: Rewritten, key: Path, *, originals: tuple[str, ...], made_before: tuple[str, ...]
    ) -> PseudonymReport:
        """The report of a rewriting."""
        going = [one for one in plan.proposals if one.will_be_replaced]
        return cls(
            n_replaced=len(going),
            n_entities=len({one.entity for one in going}),
            kinds=dict(sorted(Counter(one.kind for one in going).items())),
            n_texts=done.n_utterances,
            n_records=done.n_records,
            n_codings=done.n_codings,
            ids=dict(done.ids),
            n_open=len(open_proposals(plan.proposals)),
            n_taken_out=done.n_taken_out,
            remaining=done.remaining,
            originals=originals,
            made_before=made_before if going else (),
            key=str(key),
            is_compact=done.is_compact,
        )

    def __str__(self) -> str:
        return "\n".join([*self._done(), *self._left()])

    __repr__ = __str__

    def _done(self) -> list[str]:
        n, who, moved = self.n_replaced, self.n_entities, self.n_codings
        lines = [
            ngettext("{n} place was replaced.", "{n} places were replaced.", n).format(n=format_number(n)),
            ngettext(
                "Behind them stands {n} person, firm or number.",
                "Behind them stand {n} people, firms and numbers.",
                who,
            ).format(n=format_number(who)),
        ]
        if moved:
            said = ngettext(
                "{n} coding has other words or another place now.",
                "{n} codings have other words or another place now.",
                moved,
            )
            lines.append(said.format(n=format_number(moved)))
        if self.ids:
            lines.append(_("Interviews and people with another id:"))
            lines += [f"  {after}" for after in self.ids.values()]
        lines.append(_("The key is in {path}. Keep a copy of it and of the passphrase apart.").format(path=self.key))
        return lines

    def _left(self) -> list[str]:
        lines = []
        if self.n_open:
            open_ = ngettext(
                "{n} possible find stays as it is: nobody has looked at it.",
                "{n} possible finds stay as they are: nobody has looked at them.",
                self.n_open,
            )
            lines.append(open_.format(n=format_number(self.n_open)))
        if self.n_taken_out:
            out = ngettext(
                "{n} text or file that another program's project brought was taken out.",
                "{n} texts and files that another program's project brought were taken out.",
                self.n_taken_out,
            )
            lines.append(out.format(n=format_number(self.n_taken_out)))
        lines += self._remaining()
        if not self.is_compact:
            lines.append(
                _(
                    "Another program has the study open, or it is on a server: deleted words may stay in its files "
                    "until that is closed or cleaned up."
                )
            )
        if self.originals:
            lines.append(_("Files that hold the names as before. Move them where they are safe, or delete them:"))
            lines += _by_folder(self.originals)
        if self.made_before:
            lines.append(_("Files that were made before and may hold the names. Make them anew, or delete them:"))
            lines += _by_folder(self.made_before)
        return lines

    def _remaining(self) -> list[str]:
        """Where wordings still stand, in words: of coders apart, for they keep their names."""
        places: Counter[str] = Counter()
        for table, column, n in self.remaining:
            if column != "coder":
                places[stored_name(table, column)] += n
        lines = []
        if places:
            named = ", ".join(f"{name} ({format_number(n)})" for name, n in sorted(places.items()))
            said = _("Words that were replaced still stand in: {places}.").format(places=named)
            lines.append(" ".join((said, _("Look through what was found with: cjm pseudonymise --study DIR"))))
        if any(column == "coder" for _table, column, _n in self.remaining):
            lines.append(_("A coder bears the name of somebody in the interviews. Names of coders are not replaced."))
        return lines


def _by_folder(files: tuple[str, ...]) -> list[str]:
    """Files counted: their names may tell what this text must not."""
    folders = Counter(str(Path(file).parent) for file in files)
    return [
        "  " + ngettext("{n} file in {folder}", "{n} files in {folder}", n).format(n=n, folder=folder)
        for folder, n in sorted(folders.items())
    ]


# Folders of a study with interviews as they came, and with what was lost on the way from and to other programs.
_ORIGINALS = ("transcripts", "exchange")
_LOGS = (f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm", f"{DATABASE_NAME}-journal")


def originals(store: Store) -> tuple[str, ...]:
    """The files from which interviews came, and those in the study's folder that tell of them, as far as they exist."""
    files = {Path(record.file_name) for record in store.imports()}
    if store.folder is not None:
        files |= {file for name in _ORIGINALS for file in (store.folder / name).rglob("*")}
    return tuple(sorted({str(file) for file in files if file.is_file() and file.stem != "README"}))


def made_before(store: Store) -> tuple[str, ...]:
    """What else lies in the study's folder: reports, maps, notebooks, copies of the database."""
    if store.folder is None:
        return ()
    found = []
    for file in sorted(store.folder.rglob("*")):
        first = file.relative_to(store.folder).parts[0]
        own = (
            first in {SETTINGS_NAME, DATABASE_NAME, *_ORIGINALS}
            or first in _LOGS
            or first.startswith(".")
            or file.stem == "README"
        )
        if not own and file.is_file():
            found.append(str(file))
    return tuple(found)
