"""Lists of the contacts that a company runs: what they are, where they are met, who runs them, what they cost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import LANGUAGES, _, current_language, using_language
from cjm_research.model import CompanyTouchpoint, channel, term
from cjm_research.model.base import Model
from cjm_research.model.stages import STAGE_MODELS
from cjm_research.readers.participant_words import folded
from cjm_research.readers.survey_table import table_rows
from cjm_research.readers.survey_words import read_place
from cjm_research.readers.tables import listed_columns
from cjm_research.readers.transcripts import open_raw

# Column -> what it may be called; compared without case, blanks, marks and diacritics.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "contact", "title", "nazwa", "kontakt", "название", "наименование", "контакт"),
    "touchpoint": ("touchpoint", "touchpoint category", "category", "label", "punkt styku", "kategoria", "kanał",
                   "точка контакта", "категория", "канал"),
    "stage": ("stage", "stages", "etap", "etapy", "этап", "этапы"),
    "setting": ("setting", "online", "online/offline", "online or offline", "online czy offline", "tryb",
                "онлайн", "онлайн/офлайн", "онлайн или офлайн"),
    "owner": ("owner", "ownership", "whose", "własność", "właściciel", "czyje", "владелец", "чьё"),
    "department": ("department", "team", "dział", "zespół", "odpowiada", "отдел", "команда", "отвечает"),
    "present": ("present", "presence", "are we there", "obecność", "jesteśmy", "obecni", "присутствие", "мы там есть"),
    "effort": ("effort", "cost", "spend", "budget", "nakład", "nakłady", "koszt", "wysiłek", "budżet", "затраты",
               "усилия", "стоимость", "бюджет"),
    "effort_unit": ("effort unit", "unit", "jednostka", "единица", "единица измерения"),
    "note": ("note", "notes", "remark", "remarks", "uwagi", "uwaga", "notatka", "примечание", "примечания", "заметка"),
    "key": ("key", "id", "klucz", "ключ"),
}  # fmt: skip
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "setting": {
        "online": ("internet", "w internecie", "сеть", "в интернете"),
        "offline": ("off line", "stacjonarnie", "poza internetem", "офлайн", "оффлайн", "вживую"),
        "either": ("both", "any", "oba", "jedno i drugie", "dowolny", "dowolne", "оба", "любое", "любой",
                   "и то и другое"),
    },
    "owner": {
        "brand": ("own", "company", "ours", "własne", "własny", "własna", "firma", "nasze", "своё", "свой", "своя",
                  "собственное", "собственный", "собственная", "компания"),
        "paid": ("bought", "płatne", "płatny", "płatna", "платное", "платный", "платная"),
        "independent": ("third party", "others", "niezależne", "niezależny", "niezależna", "obce", "независимое",
                        "независимый", "независимая", "чужое"),
        "either": ("both", "oba", "оба"),
    },
    "present": {
        "yes": ("true", "1", "x", "tak", "jest", "да", "есть"),
        "no": ("false", "0", "nie", "brak", "нет"),
        "": ("unknown", "not looked", "?", "nie wiadomo", "nie sprawdzono", "неизвестно", "не проверено"),
    },
}  # fmt: skip
_PRESENT = {"yes": True, "no": False, "": None}
_PRESENT_WORDS = {
    "en": ("yes", "no", "unknown"),
    "pl": ("tak", "nie", "nie wiadomo"),
    "ru": ("да", "нет", "неизвестно"),
}
_SEPARATORS = re.compile(r"[;|\n]|,(?=\s)")
_KEY = re.compile(r"[A-Za-z0-9_-]+")


class InventoryTable(Model):
    """The contacts of a list, in its order; `notes` are for the person who imports it."""

    touchpoints: tuple[CompanyTouchpoint, ...]
    notes: tuple[str, ...] = ()


def read_inventory(
    path: Path | str,
    *,
    own_touchpoints: Mapping[str, str] | None = None,
    own_stages: Mapping[str, str] | None = None,
) -> InventoryTable:
    """The contacts of a .csv, .tsv or .xlsx file, one a row; docs/gaps-and-priorities.md lists the columns.

    Parameters
    ----------
    own_touchpoints, own_stages : mapping, optional
        Names that the study added -> their labels and keys.

    Raises
    ------
    UnreadableFileError
        No rows, no column of names, a row without one, or a category, stage, number or yes/no that is not known; the
        message names the row and what is known.
    """
    path = Path(path)
    if path.is_file() and not path.stat().st_size:
        raise _empty(path)
    raw, format_name, _notes = open_raw(path, table=True)
    if format_name not in ("xlsx", "csv", "tsv", "txt"):
        raise UnreadableFileError.at(
            path,
            _("A list of contacts cannot be read from {format}.").format(format=format_name),
            expected=_("A table (.csv, .tsv or .xlsx) was expected."),
        )
    rows, _sheet = table_rows(raw, format_name)
    if not rows:
        raise _empty(path)
    reader = _Reader(path, rows[0][1], own_touchpoints or {}, own_stages or {})
    if not rows[1:]:
        raise _empty(path)
    found: dict[str, CompanyTouchpoint] = {}
    for number, row in rows[1:]:
        touchpoint = reader.touchpoint(number, row, found)
        found[touchpoint.key] = touchpoint
    return InventoryTable(touchpoints=tuple(found.values()), notes=tuple(reader.notes(list(found.values()))))


def _empty(path: Path) -> UnreadableFileError:
    return UnreadableFileError.at(
        path,
        _("The table is empty: there are no rows in it."),
        expected=_("A row of column names and one row for every contact, with its name at least, were expected."),
        hint=_("Check that the table was saved before it was closed."),
    )


class _Reader:
    """What the header of a list says, and how a row is read by it."""

    def __init__(self, path: Path, header: Sequence[str], touchpoints: Mapping[str, str], stages: Mapping[str, str]):
        self.path, self.header, self.own_touchpoints = path, header, touchpoints
        self.own_stages = {folded(name): key for name, key in stages.items()}
        self.own_names = tuple(stages)
        names = {folded(word): field for field, words in COLUMNS.items() for word in words}
        self.columns: dict[str, int] = {}
        self.left_out: list[str] = []
        self.unit = ""
        for at, cell in enumerate(header):
            word, _bracket, unit = cell.partition("(")
            field = names.get(folded(cell)) or names.get(folded(word))
            if field is None or field in self.columns:
                self.left_out += [cell] if cell else []
                continue
            self.columns[field] = at
            if field == "effort":
                self.unit = unit.rstrip(") ").strip()
        if not {"name", "touchpoint"} & self.columns.keys():
            raise UnreadableFileError.at(
                path,
                _("The list has no column of names; its columns are: {columns}.").format(
                    columns=listed_columns(header)
                ),
                expected=_("A column called “name” or “touchpoint” was expected."),
            )

    def touchpoint(self, number: int, row: Sequence[str], known: Mapping[str, object]) -> CompanyTouchpoint:
        """The contact of a row; `known` are the keys given already."""

        def cell(field: str) -> str:
            at = self.columns.get(field)
            return row[at].strip() if at is not None and at < len(row) else ""

        name = cell("name") or cell("touchpoint")
        if not name:
            hint = _("Give the contact a name or delete the row.")
            raise self._error(number, _("The row has no name."), " ".join(filter(None, (self._named_after(), hint))))
        label = self._label(number, cell("touchpoint"), name)
        typical = channel(label)
        return CompanyTouchpoint(
            key=self._key(number, cell("key"), name, known),
            name=name,
            label=label,
            stages=self._stages(number, cell("stage")),
            setting=self._word(number, "setting", cell("setting")) or typical.setting,
            owner=self._word(number, "owner", cell("owner")) or ("brand" if not label else typical.owner),
            department=cell("department"),
            present=_PRESENT[self._word(number, "present", cell("present"))],
            effort=self._effort(number, cell("effort")),
            effort_unit=cell("effort_unit") or self.unit,
            note=cell("note"),
        )

    def notes(self, found: Sequence[CompanyTouchpoint]) -> list[str]:
        """What the person who imports the list should know."""
        notes = []
        if named_after := self._named_after():
            notes.append(named_after)
        if self.left_out:
            message = _("These columns are not known and were left out: {columns}.")
            notes.append(message.format(columns=listed_columns(self.left_out)))
        bare = [one.name for one in found if not one.label]
        if bare:
            message = _("These contacts fit no category of touchpoint and cannot be compared with interviews: {names}.")
            notes.append(message.format(names=", ".join(bare)))
        return notes

    def _named_after(self) -> str:
        """That categories serve as names, and in which column; empty where there is a column of names."""
        if "name" in self.columns:
            return ""
        message = _("The list has no column “name”; its contacts are named after the column “{column}”.")
        return message.format(column=self.header[self.columns["touchpoint"]])

    def _label(self, number: int, category: str, name: str) -> str:
        place = read_place(category or name, self.own_touchpoints)
        if place.touchpoint:
            return place.touchpoint
        if category and "name" in self.columns:
            raise self._error(
                number,
                _("There is no category of touchpoint “{name}”.").format(name=category),
                _("Known: {known}. Leave the cell empty where none fits.").format(
                    known=", ".join(term("touchpoint", label) for label in _categories())
                ),
            )
        return ""

    def _stages(self, number: int, words: str) -> tuple[str, ...]:
        found = []
        for name in filter(None, (part.strip() for part in _SEPARATORS.split(words))):
            key = self.own_stages.get(folded(name)) or read_place(f"@{name}").stage
            if key is None:
                raise self._error(
                    number,
                    _("There is no stage “{name}”.").format(name=name),
                    " ".join(
                        (
                            _("Known: {known}.").format(known=", ".join(self._stage_names())),
                            _("Separate several stages by a semicolon; leave the cell empty for any stage."),
                        )
                    ),
                )
            found.append(key)
        return tuple(dict.fromkeys(found))

    def _stage_names(self) -> tuple[str, ...]:
        """Names of stages as a list may have them: the seven, and those of the study's own models."""
        usual = (term("stage", key) for key in STAGE_MODELS["seven_stage"].keys)
        return tuple(dict.fromkeys((*usual, *self.own_names)))

    def _word(self, number: int, column: str, written: str) -> str:
        """The identifier that is meant; empty where nothing is written."""
        if not written:
            return ""
        known = _meanings(column)
        if folded(written) not in known and written != "?":
            shown = [_usual_word(column, key) for key in _WORDS[column]]
            raise self._error(
                number,
                _("“{value}” is not known in the column “{column}”.").format(
                    value=written, column=self.header[self.columns[column]]
                ),
                _("Known: {known}.").format(known=", ".join(shown)),
            )
        return known.get(folded(written), "")

    def _effort(self, number: int, written: str) -> float | None:
        if not written:
            return None
        plain = re.sub(r"[\s\u00a0\u202f']", "", written)
        if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain) or re.fullmatch(r"\d+(\.\d{3}){2,}", plain):
            plain = plain.replace("," if "," in plain else ".", "")
        plain = plain.replace(",", ".")
        if not re.fullmatch(r"\d{1,15}(\.\d{1,9})?", plain):
            raise self._error(
                number,
                _("“{value}” is not an amount of effort.").format(value=written),
                _("Write a number without a unit; the unit belongs into the header, as in “effort (hours)”."),
            )
        return float(plain)

    def _key(self, number: int, written: str, name: str, known: Mapping[str, object]) -> str:
        if written:
            if not _KEY.fullmatch(written) or written in known:
                raise self._error(
                    number,
                    _("“{value}” cannot be the key of a contact, or was given before.").format(value=written),
                    _("Letters, digits, hyphens and underscores, every key once; or leave the column out."),
                )
            return written
        # The same name has the same key in every list, so that a list can be imported again.
        digest = hashlib.sha256(folded(name).encode("utf-8")).hexdigest()[:10]
        keys = (f"t{digest}", *(f"t{digest}-{n}" for n in range(2, len(known) + 2)))
        return next(key for key in keys if key not in known)

    def _error(self, number: int, what: str, hint: str) -> UnreadableFileError:
        return UnreadableFileError.at(self.path, what, row=number, hint=hint)


@cache
def _meanings(column: str) -> dict[str, str]:
    return {folded(word): key for key, words in _shown(column).items() for word in words}


def _shown(column: str) -> dict[str, tuple[str, ...]]:
    """What may stand in a column of choices: the package's own names in every language, and other words."""
    found: dict[str, tuple[str, ...]] = {}
    for key, others in _WORDS[column].items():
        names = _in_every_language(lambda key=key: term(column, key)) if column != "present" else ()  # type: ignore[misc]
        found[key] = tuple(filter(None, (key, *names, *others)))
    return found


def _usual_word(column: str, key: str) -> str:
    """What somebody would write for it in the language in force."""
    if column != "present":
        return term(column, key)
    return _PRESENT_WORDS[current_language()][("yes", "no", "").index(key)]


def _in_every_language(name: Callable[[], str]) -> tuple[str, ...]:
    names = []
    for language in LANGUAGES:
        with using_language(language):
            names.append(name())
    return tuple(names)


def _categories() -> tuple[str, ...]:
    from cjm_research.model import CHANNELS

    return tuple(label for label in CHANNELS if label != "unspecified")
