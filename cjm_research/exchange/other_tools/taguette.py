"""A Taguette database (.sqlite3): the documents, tags and highlights of one project.

Highlights count UTF-8 bytes of a document without its tags. No highlight names who made it; the log of commands does,
as far as it goes back. Hierarchy is in the names of tags (``food.fruit``), by whatever sign their authors chose.

References
----------
Taguette 1.x, taguette/database/models.py and ARCHITECTURE.md (https://gitlab.com/remram44/taguette).
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cjm_research.errors import UnknownNameError, UnreadableFileError
from cjm_research.exchange.incoming import IncomingCode, IncomingCoding, IncomingMemo, IncomingProject, IncomingText
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.other_tools.places import Counting, Placing, is_position
from cjm_research.exchange.other_tools.sqlite_files import ForeignDatabase, is_sqlite, open_database
from cjm_research.exchange.other_tools.taguette_text import MAX_HTML, DocumentText
from cjm_research.exchange.other_tools.values import Ids, loss_of_entry, own_key, plain, sound_tree, stored_text
from cjm_research.i18n import _

TOOL = "Taguette"
# The guid of a tag in a codebook (.qdc) that Taguette writes is made of this and the tag's whole name; ours are the
# same, so that a project and its codebook meet.
_TAGS = uuid.UUID("51b2b2b7-27eb-4ecb-9d56-e75b0a0496c2")
SEPARATORS = ("::", " > ", "/", ">", ".", ":", " - ", "|")
_BYTES = Counting("bytes")


def is_taguette(path: Path | str) -> bool:
    """Whether the file is a database of Taguette."""
    path = Path(path)
    if not path.is_file() or not is_sqlite(path):
        return False
    try:
        with open_database(path, TOOL) as database:
            return database.has("projects", "id", "name") and database.has("highlights", "start_offset")
    except UnreadableFileError:
        return False


def read_taguette(path: Path | str, *, project: str = "", separator: str | None = None) -> IncomingProject:
    """The project of a Taguette database.

    Parameters
    ----------
    path : Path or str
        The database: Taguette's export of a project, or the database it works with.
    project : str
        The project's name, needed where the database holds several.
    separator : str, optional
        What stands between the levels of a tag's name, "" for no levels. Found out where not given: the sign for which
        most tags have the tag above them in the project.

    Raises
    ------
    UnreadableFileError
        It is no database of Taguette, it is damaged, or it holds several projects and none is named.
    UnknownNameError
        It holds no project of this name.
    """
    path = Path(path)
    with open_database(path, TOOL) as database:
        _need_tables(database)
        row = _project_row(database, project)
        return _Reading(database, row, separator).project()


def _need_tables(database: ForeignDatabase) -> None:
    database.need("projects", "id", "name")
    database.need("documents", "id", "project_id", "contents")
    database.need("highlights", "id", "document_id", "start_offset", "end_offset")
    database.need("tags", "id", "project_id", "path")
    database.need("highlight_tags", "highlight_id", "tag_id")


def _project_row(database: ForeignDatabase, name: str) -> dict[str, Any]:
    rows = list(database.rows("projects", ("id", "name", "description", "created"), order="id"))
    found = [row for row in rows if not name or plain(row["name"]) == name]
    if len(found) == 1:
        return found[0]
    names = ", ".join(plain(row["name"]) for row in rows)
    if not rows:
        raise UnreadableFileError.at(database.path, _("There is no project in it."))
    error = UnknownNameError if name and not found else UnreadableFileError
    raise error.at(
        database.path,
        _("The projects in it: {names}.").format(names=names),
        hint=_("Say by its name which one is meant."),
    )


class _Reading:
    """One project being read: its tags, who put them where, and the ids of its documents."""

    def __init__(self, database: ForeignDatabase, row: dict[str, Any], separator: str | None) -> None:
        self._path, self._row = database.path, row
        self._losses: list[Loss] = []
        project = row["id"]
        self._tags = self._read_tags(database, project)
        self._codes = _codes(self._tags, separator, self._losses)
        self._coders = _coders(database, project)
        self._ids = Ids(TOOL, row["created"] or plain(row["name"]))
        columns = ("id", "name", "filename", "created", "description")
        self._documents = [
            (document["id"], self._ids.of(plain(document["created"]), _file_name(document)), document)
            for document in database.rows("documents", columns, order="id", project_id=project)
        ]

    def _read_tags(self, database: ForeignDatabase, project: Any) -> dict[Any, dict[str, Any]]:
        columns = ("id", "path", "description", "parent_id")
        tags = {}
        for row in database.rows("tags", columns, order="id", project_id=project):
            if plain(row["path"]):
                tags[row["id"]] = row
            else:
                self._losses.append(loss_of_entry("tags"))
        return tags

    def project(self) -> IncomingProject:
        """What the project brings; its texts are read when they are asked for."""
        coders = {coder for made in self._coders.values() for coder, _tags in made}
        return IncomingProject(
            tool=TOOL,
            name=plain(self._row["name"]),
            texts=self._texts,
            n_texts=len(self._documents),
            users={coder: coder for coder in sorted(coders)},
            codes=self._codes,
            memos=self._memos(),
            losses=self._losses,
        )

    def _memos(self) -> list[IncomingMemo]:
        memos = [
            IncomingMemo(self._ids.of("description", id_), "transcript", id_, plain(row["description"]))
            for _key, id_, row in self._documents
            if plain(row["description"])
        ]
        if plain(self._row["description"]):
            memos.append(IncomingMemo(self._ids.of("description"), "study", "", plain(self._row["description"])))
        return memos

    def _texts(self) -> Iterator[IncomingText]:
        with open_database(self._path, TOOL) as database:
            applied: dict[Any, list[Any]] = {}
            for row in database.rows("highlight_tags", ("highlight_id", "tag_id"), order="tag_id"):
                if row["tag_id"] in self._tags:
                    applied.setdefault(row["highlight_id"], []).append(row["tag_id"])
            for key, id_, row in self._documents:
                name = plain(row["name"]) or _file_name(row) or id_
                for found in database.rows("documents", ("contents",), id=key):
                    contents = found["contents"]
                    if isinstance(contents, str) and len(contents) <= MAX_HTML:
                        document = DocumentText(contents)
                        text = stored_text(document.text, name, self._losses)
                        codings = list(self._codings(database, key, id_, name, document, applied))
                        yield IncomingText(id_, name, text, codings=codings)
                    else:
                        self._losses.append(loss_of_entry(name))

    def _codings(
        self,
        database: ForeignDatabase,
        key: Any,
        id_: str,
        name: str,
        document: DocumentText,
        applied: dict[Any, list[Any]],
    ) -> Iterator[IncomingCoding]:
        """A coding for each tag of each highlight of a document."""
        placing = Placing(document.counted, _BYTES, name, self._losses)
        ids = Ids(id_)
        for row in database.rows("highlights", ("id", "start_offset", "end_offset"), order="id", document_id=key):
            place = placing.place(row["start_offset"], row["end_offset"])
            if place is None:
                continue
            tags, start = applied.get(row["id"], []), document.start(place[0])
            if not tags:
                self._losses.append(Loss("dropped", _("A highlight without a tag is left out."), name))
            for tag in tags:
                path = plain(self._tags[tag]["path"])
                yield IncomingCoding(
                    ids.of(row["start_offset"], row["end_offset"], path),
                    start,
                    max(start, document.end(place[1])),
                    _tag_id(path),
                    coder=_coder(self._coders.get(row["id"], ()), tag),
                )


def _file_name(row: dict[str, Any]) -> str:
    return plain(row["filename"]) or plain(row["name"])


def _tag_id(path: str) -> str:
    return str(uuid.uuid5(_TAGS, path)).upper()


def _codes(tags: dict[Any, dict[str, Any]], separator: str | None, losses: list[Loss]) -> tuple[IncomingCode, ...]:
    """Tags as codes; a level that is no tag itself is a code that takes no codings."""
    paths = {key: plain(row["path"]) for key, row in tags.items()}
    known = set(paths.values())
    if separator is None:
        separator = _separator(known)
    codes: dict[str, IncomingCode] = {}
    for key, row in tags.items():
        path = paths[key]
        above = paths.get(row["parent_id"], "")
        levels = [path] if above or not separator else _levels(path, separator)
        for i in range(len(levels) - 1):
            prefix = separator.join(levels[: i + 1])
            if prefix not in known and _tag_id(prefix) not in codes:
                parent = _tag_id(separator.join(levels[:i])) if i else ""
                codes[_tag_id(prefix)] = IncomingCode(
                    _tag_id(prefix), levels[i], parent, is_codable=False, key=own_key(prefix)
                )
        parent = _tag_id(above) if above else _tag_id(separator.join(levels[:-1])) if len(levels) > 1 else ""
        own, description = own_key(path), plain(row["description"])
        name = own.rpartition("/")[2] if own and len(levels) == 1 else levels[-1]
        codes[_tag_id(path)] = IncomingCode(_tag_id(path), name, parent, description=description, key=own)
    return sound_tree(list(codes.values()), losses)


def _levels(path: str, separator: str) -> list[str]:
    """The levels of a tag's name; the whole name where a level would be empty or a sentence goes on ("e.g. this")."""
    levels = path.split(separator)
    if any(not level.strip() or (separator in ".:" and level[0] == " ") for level in levels):
        return [path]
    return levels


def _separator(paths: set[str]) -> str:
    """The sign with which most tags stand below another tag, or beside one of the same beginning; "" for none."""
    scores = {}
    for sign in SEPARATORS:
        above = [sign.join(_levels(path, sign)[:-1]) for path in paths]
        groups = Counter(prefix for prefix in above if prefix)
        scores[sign] = sum(n for prefix, n in groups.items() if prefix in paths or n > 1)
    best = max(SEPARATORS, key=lambda sign: (scores[sign], -SEPARATORS.index(sign)))
    return best if scores[best] else ""


Made = list[tuple[str, tuple[Any, ...]]]


def _coders(database: ForeignDatabase, project: Any) -> dict[Any, Made]:
    """Highlight -> who has put which tags on it, in their order."""
    made: dict[Any, Made] = {}
    for row in database.rows("commands", ("user_login", "payload"), order="id", project_id=project):
        payload, login = row["payload"], plain(row["user_login"])
        # Most commands are about highlights; the others are not worth parsing.
        if not (login and isinstance(payload, str) and re.search(r'"highlight_add"', payload)):
            continue
        try:
            command = json.loads(payload)
        except (ValueError, RecursionError):
            continue
        if isinstance(command, dict) and command.get("type") == "highlight_add":
            highlight, tags = command.get("highlight_id", command.get("id")), command.get("tags")
            if is_position(highlight):
                known = tuple(tag for tag in tags if is_position(tag)) if isinstance(tags, list) else ()
                made.setdefault(highlight, []).append((login, known))
    return made


def _coder(made: Made | tuple[()], tag: Any) -> str:
    """Who first put the tag on the highlight; who made the highlight where that is not told."""
    return next((coder for coder, tags in made if tag in tags), made[0][0] if made else "")
