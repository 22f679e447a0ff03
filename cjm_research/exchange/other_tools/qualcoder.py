"""A QualCoder project (a folder ``NAME.qda`` with a database ``data.qda``), schema versions 1 to those of QualCoder 4.

References
----------
QualCoder, qualcoder/__main__.py, the tables of a new project and their changes from version to version
(https://github.com/ccbogel/QualCoder).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from pathlib import Path
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.exchange.incoming import (
    IncomingCode,
    IncomingCoding,
    IncomingMemo,
    IncomingPerson,
    IncomingProject,
    IncomingText,
)
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.other_tools.places import (
    Counting,
    Placing,
    Ruler,
    counting_named,
    countings,
    find_counting,
    is_position,
)
from cjm_research.exchange.other_tools.qualcoder_people import people_of
from cjm_research.exchange.other_tools.sqlite_files import ForeignDatabase, is_sqlite, open_database
from cjm_research.exchange.other_tools.values import Ids, colour, plain, sound_tree, stored_text
from cjm_research.i18n import _

TOOL = "QualCoder"
# What QualCoder marks as important is so marked in front of the memo.
IMPORTANT = "★"
# Tables of which nothing has a place here.
_LEFT_OUT = ("graph", "stored_sql", "ris", "code_image", "code_av")
_OWNED = ("source", "code_name", "code_cat", "code_text", "annotation", "cases", "journal")
_COUNTINGS = countings(("code_points", "utf16"))


def is_qualcoder(path: Path | str) -> bool:
    """Whether this is the folder of a QualCoder project, or its database."""
    path = _database_path(Path(path))
    if not path.is_file() or not is_sqlite(path):
        return False
    try:
        with open_database(path, TOOL) as database:
            return database.has("source", "fulltext") and database.has("code_name", "cid")
    except UnreadableFileError:
        return False


def _database_path(path: Path) -> Path:
    return path / "data.qda" if path.is_dir() else path


def read_qualcoder(path: Path | str, *, offsets: Counting | str | None = None) -> IncomingProject:
    """The project in a QualCoder folder.

    Parameters
    ----------
    path : Path or str
        The folder ``NAME.qda``, or the database ``data.qda`` in it.
    offsets : Counting or str, optional
        What positions count, also by name (``"utf16"``); found out for each text where not given.

    Raises
    ------
    UnreadableFileError
        It is no QualCoder project, or it is damaged.
    """
    path = _database_path(Path(path))
    with open_database(path, TOOL) as database:
        database.need("source", "id", "name", "fulltext")
        database.need("code_name", "cid", "name")
        database.need("code_text", "cid", "fid", "pos0", "pos1")
        return _Reading(path, database, counting_named(offsets) if offsets else None).project(database)


def _name_of_project(path: Path) -> str:
    folder = path.resolve().parent if path.name == "data.qda" else path
    return folder.name.removesuffix(".qda")


@dataclass
class _Reading:
    """One project being read: what its things are called and which ids they have."""

    path: Path
    database: InitVar[ForeignDatabase]
    offsets: Counting | None
    losses: list[Loss] = field(default_factory=list)

    def __post_init__(self, database: ForeignDatabase) -> None:
        self.head = next(database.rows("project", ("date", "memo")), {"date": "", "memo": ""})
        self.ids = Ids(TOOL, plain(self.head["date"]) or _name_of_project(self.path))
        self.sources: dict[Any, tuple[str, str]] = {}  # those with text: id in the file -> our id, name
        self.codes: dict[Any, str] = {}  # codes, not categories: id in the file -> our id

    def project(self, database: ForeignDatabase) -> IncomingProject:
        memos = list(self._read_sources(database))
        codes = self._read_codes(database)
        people, remarks = self._read_people(database)
        memos += [*remarks, *self._read_journal(database)]
        self._list_what_stays_behind(database)
        users = {plain(row["owner"]) for table in _OWNED for row in database.rows(table, ("owner",))}
        return IncomingProject(
            tool=TOOL,
            name=_name_of_project(self.path),
            texts=self._texts,
            n_texts=len(self.sources),
            users={name: name for name in sorted(users) if name},
            codes=codes,
            people=people,
            memos=memos,
            losses=self.losses,
        )

    def _read_sources(self, database: ForeignDatabase) -> Iterator[IncomingMemo]:
        """Learn which sources have a text; their memos. Media are listed."""
        columns = ("id", "name", "mediapath", "memo", "owner", "date")
        empty = {row["id"] for row in database.rows("source", ("id", "fulltext")) if not _is_text(row["fulltext"])}
        for row in database.rows("source", columns, order="id"):
            name = plain(row["name"]) or str(row["id"])
            if row["id"] in empty:
                self.losses.append(Loss("dropped", _("Sound, pictures and video are left out."), name))
                continue
            id_ = self.ids.of("source", row["id"], plain(row["date"]))
            self.sources[row["id"]] = id_, name
            yield from self._memo(row, "transcript", id_)

    def _memo(self, row: dict[str, Any], on: Any, target: str) -> Iterator[IncomingMemo]:
        if plain(row["memo"]):
            id_ = self.ids.of("memo", on, target)
            yield IncomingMemo(id_, on, target, plain(row["memo"]), plain(row["owner"]), plain(row["date"]))

    def _read_codes(self, database: ForeignDatabase) -> tuple[IncomingCode, ...]:
        """Categories take no codings; a code stands below another code (QualCoder 4) or a category."""
        rows = list(
            database.rows("code_name", ("cid", "name", "memo", "catid", "supercid", "color", "date"), order="cid")
        )
        groups = list(database.rows("code_cat", ("catid", "name", "memo", "supercatid", "date"), order="catid"))
        of_group = {row["catid"]: self.ids.of("category", row["catid"], plain(row["date"])) for row in groups}
        self.codes = {row["cid"]: self.ids.of("code", row["cid"], plain(row["date"])) for row in rows}
        codes = [
            IncomingCode(
                of_group[row["catid"]],
                plain(row["name"]) or f"#{row['catid']}",
                _above(of_group, row["supercatid"]),
                description=plain(row["memo"]),
                is_codable=False,
            )
            for row in groups
        ]
        codes += [
            IncomingCode(
                self.codes[row["cid"]],
                plain(row["name"]) or f"#{row['cid']}",
                _above(self.codes, row["supercid"]) or _above(of_group, row["catid"]),
                colour(row["color"]),
                plain(row["memo"]),
            )
            for row in rows
        ]
        return sound_tree(codes, self.losses)

    def _read_people(self, database: ForeignDatabase) -> tuple[list[IncomingPerson], list[IncomingMemo]]:
        memos: list[IncomingMemo] = []
        ids: dict[Any, str] = {}
        for row in database.rows("cases", ("caseid", "name", "memo", "owner", "date"), order="caseid"):
            ids[row["caseid"]] = self.ids.of("case", row["caseid"], plain(row["date"]))
            memos += self._memo(row, "participant", ids[row["caseid"]])
        return people_of(database, ids, self.sources, self.losses), memos

    def _read_journal(self, database: ForeignDatabase) -> Iterator[IncomingMemo]:
        if plain(self.head["memo"]):
            yield IncomingMemo(self.ids.of("memo", "study"), "study", "", plain(self.head["memo"]))
        for row in database.rows("journal", ("jid", "name", "jentry", "date", "owner"), order="jid"):
            text = "\n".join(part for part in (plain(row["name"]), plain(row["jentry"])) if part)
            if text:
                id_ = self.ids.of("journal", row["jid"], plain(row["date"]))
                yield IncomingMemo(id_, "study", "", text, plain(row["owner"]), plain(row["date"]))
        yield from self._annotations(database)

    def _annotations(self, database: ForeignDatabase) -> Iterator[IncomingMemo]:
        """Notes on words that have no code: memos on the interview that begin with the words."""
        columns = ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")
        for row in database.rows("annotation", columns, order="fid"):
            source = self.sources.get(row["fid"])
            if source is None or not plain(row["memo"]):
                continue
            what = _("A note on words without a code is a memo on the interview.")
            self.losses.append(Loss("changed", what, source[1]))
            text = next(database.rows("source", ("fulltext",), id=row["fid"]))["fulltext"]
            words = ""
            if _has_place(row):
                ruler = Ruler(text, self._counting(text, self._rows(database, row["fid"])))
                words = plain(ruler.slice(row["pos0"], row["pos1"]))
            id_ = self.ids.of("annotation", row["anid"], plain(row["date"]))
            memo = "\n".join(part for part in (words and f"> {words}", plain(row["memo"])) if part)
            yield IncomingMemo(id_, "transcript", source[0], memo, plain(row["owner"]), plain(row["date"]))

    def _list_what_stays_behind(self, database: ForeignDatabase) -> None:
        what = _("Entries of a table that has no place here are left out.")
        for table in _LEFT_OUT:
            if any(True for _row in database.rows(table, _ANY_COLUMN[table])):
                self.losses.append(Loss("dropped", what, table))

    def _texts(self) -> Iterator[IncomingText]:
        with open_database(self.path, TOOL) as database:
            for key, (id_, name) in self.sources.items():
                row = next(database.rows("source", ("fulltext",), id=key), None)
                if row is not None and _is_text(row["fulltext"]):
                    yield self._text(database, key, id_, name, row["fulltext"])

    def _rows(self, database: ForeignDatabase, key: Any) -> list[dict[str, Any]]:
        """Codings of a text as they are in the file."""
        columns = ("ctid", "cid", "pos0", "pos1", "seltext", "owner", "date", "memo", "important")
        return [
            {**row, "seltext": row["seltext"] if isinstance(row["seltext"], str) else ""}
            for row in database.rows("code_text", columns, order="pos0", fid=key)
        ]

    def _counting(self, text: str, rows: list[dict[str, Any]]) -> Counting:
        if self.offsets is not None:
            return self.offsets
        places = [(row["pos0"], row["pos1"], row["seltext"]) for row in rows if _has_place(row)]
        return find_counting(text, places, _COUNTINGS)

    def _text(self, database: ForeignDatabase, key: Any, id_: str, name: str, text: str) -> IncomingText:
        rows = self._rows(database, key)
        placing = Placing(text, self._counting(text, rows), name, self.losses)
        placing.say_counting()
        ids = Ids(id_)
        codings = [coding for row in rows if (coding := self._coding(row, placing, ids))]
        return IncomingText(id_, name, stored_text(text, name, self.losses), codings=codings)

    def _coding(self, row: dict[str, Any], placing: Placing, ids: Ids) -> IncomingCoding | None:
        if row["cid"] not in self.codes:
            self.losses.append(
                Loss("dropped", _("A coding of a code that is not in the file is left out."), placing.where)
            )
            return None
        place = placing.place(row["pos0"], row["pos1"], row["seltext"])
        if place is None:
            return None
        memo, owner = plain(row["memo"]), plain(row["owner"])
        if row["important"] == 1:
            self.losses.append(
                Loss("changed", _("What was marked as important has a memo that begins with “★”."), placing.where)
            )
            memo = f"{IMPORTANT} {memo}".strip()
        # Positions move when the text is edited there; the number and the date of a coding stay.
        first = row["ctid"] if row["ctid"] is not None else (*place, owner)
        id_ = ids.of(first, plain(row["date"]), self.codes[row["cid"]])
        return IncomingCoding(id_, *place, self.codes[row["cid"]], owner, memo)


_ANY_COLUMN = {
    "graph": ("grid",),
    "stored_sql": ("title",),
    "ris": ("risid",),
    "code_image": ("imid", "id"),
    "code_av": ("avid", "id"),
}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip("\ufeff\0 \t\r\n"))


def _above(ids: dict[Any, str], key: Any) -> str:
    return ids.get(key, "") if key is not None else ""


def _has_place(row: dict[str, Any]) -> bool:
    return is_position(row["pos0"]) and is_position(row["pos1"])
