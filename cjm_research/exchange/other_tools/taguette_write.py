"""A study as a project file of Taguette (.sqlite3), for “Import a project file”: documents, tags and highlights.

Taguette takes in nothing else with highlights. A document is an interview, a paragraph a turn; tags have the keys of
codes as names (``touchpoint/phone``), and highlights count UTF-8 bytes. The file says the version of its tables, so
that newer versions of Taguette bring it up to date themselves.

References
----------
Taguette 1.5.2, taguette/database/models.py and copy.py (https://gitlab.com/remram44/taguette); checked with it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.other_tools.spoken_text import SpokenText, spoken_text, written_codings
from cjm_research.model import Coding

_VERSION = "db5e31a0233d"
_APPLICATION = 0x54677474
# Longer names are refused there.
_LONGEST_NAME, _LONGEST_LOGIN = 50, 20

_TABLES = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
CREATE TABLE users (login VARCHAR(30) NOT NULL, created DATETIME NOT NULL, hashed_password VARCHAR(192),
  disabled BOOLEAN NOT NULL, password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256), email_sent DATETIME,
  CONSTRAINT pk_users PRIMARY KEY (login));
CREATE UNIQUE INDEX ix_users_email ON users (email);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL, user_login VARCHAR(30) NOT NULL,
  privileges VARCHAR(11) NOT NULL, CONSTRAINT pk_project_members PRIMARY KEY (project_id, user_login),
  CONSTRAINT fk_project_members_project_id_projects FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT fk_project_members_user_login_users FOREIGN KEY (user_login) REFERENCES users (login)
  ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
  text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL,
  CONSTRAINT fk_documents_project_id_projects FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
  user_login VARCHAR(30) NOT NULL, project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL,
  CONSTRAINT fk_commands_user_login_users FOREIGN KEY (user_login) REFERENCES users (login) ON UPDATE CASCADE,
  CONSTRAINT fk_commands_project_id_projects FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL,
  path VARCHAR(200) NOT NULL, description TEXT NOT NULL, CONSTRAINT uq_tags_project_id UNIQUE (project_id, path),
  CONSTRAINT fk_tags_project_id_projects FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE);
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL,
  CONSTRAINT fk_highlights_document_id_documents FOREIGN KEY (document_id) REFERENCES documents (id) ON DELETE CASCADE);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
  CONSTRAINT pk_highlight_tags PRIMARY KEY (highlight_id, tag_id),
  CONSTRAINT fk_highlight_tags_highlight_id_highlights FOREIGN KEY (highlight_id) REFERENCES highlights (id)
  ON DELETE CASCADE,
  CONSTRAINT fk_highlight_tags_tag_id_tags FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE);
CREATE INDEX ix_project_members_project_id ON project_members (project_id);
CREATE INDEX ix_project_members_user_login ON project_members (user_login);
CREATE INDEX ix_documents_project_id ON documents (project_id);
CREATE INDEX ix_commands_user_login ON commands (user_login);
CREATE INDEX idx_project_document ON commands (project_id, document_id);
CREATE INDEX idx_project_id ON commands (project_id, id);
CREATE INDEX ix_commands_project_id ON commands (project_id);
CREATE INDEX ix_commands_date ON commands (date);
CREATE INDEX ix_commands_document_id ON commands (document_id);
CREATE INDEX ix_tags_project_id ON tags (project_id);
CREATE INDEX ix_tags_path ON tags (path);
CREATE INDEX ix_highlights_document_id ON highlights (document_id);
CREATE INDEX ix_highlight_tags_tag_id ON highlight_tags (tag_id);
CREATE INDEX ix_highlight_tags_highlight_id ON highlight_tags (highlight_id);
"""


def write_taguette(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write the study as a project of Taguette."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.executescript(_TABLES)
        _Writing(database, content).write()
    return (path,)


class _Writing:
    """One project being written."""

    def __init__(self, database: sqlite3.Connection, content: StudyContent) -> None:
        self._database, self._content = database, content
        self._codings = written_codings(content.codings)
        # Taguette wants a date for everything. The study has none to give: one of long ago, another for each study, and
        # the same at every export, so that what comes back is known again.
        names = content.guid or "\x1f".join([content.title, *(transcript.id for transcript in content.transcripts)])
        number = int.from_bytes(hashlib.sha256(names.encode()).digest()[:4], "big")
        self._date = f"{datetime(1970, 1, 1) + timedelta(microseconds=number):%Y-%m-%d %H:%M:%S.%f}"

    def write(self) -> None:
        """Everything, in the order in which it refers to each other."""
        content = self._content
        self._add("alembic_version", version_num=_VERSION)
        coders = {coding.coder for own in self._codings.values() for coding in own}
        logins = _named(sorted(coders), _login, {"admin"})
        for login in ("admin", *logins.values()):
            self._add("users", login=login, created=self._date, disabled=False)
        title = " ".join(content.title.split())[:_LONGEST_NAME].strip() or "cjm-research"
        project = self._add("projects", name=title, description="", created=self._date)
        self._add("project_members", project_id=project, user_login="admin", privileges="ADMIN")
        tags = {
            key: self._add("tags", project_id=project, path=key, description=self._about(key)) for key in self._keys()
        }
        names = _named([transcript.id for transcript in content.transcripts], _document_name, set())
        for transcript in content.transcripts:
            text = spoken_text(transcript)
            document = self._add(
                "documents",
                name=names[transcript.id],
                description="",
                filename=f"{names[transcript.id]}.html",
                created=self._date,
                project_id=project,
                text_direction="LEFT_TO_RIGHT",
                contents=_html(text.text.split("\n")),
            )
            self._highlights(project, document, text, self._codings.get(transcript.id, []), tags, logins)

    def _highlights(
        self,
        project: int,
        document: int,
        text: SpokenText,
        codings: Iterable[Coding],
        tags: dict[str, int],
        logins: dict[str, str],
    ) -> None:
        """A highlight for each place; the log says who put which tags on it, as far as one log can."""
        places: dict[tuple[int, int], dict[str, set[int]]] = {}
        for coding in codings:
            places.setdefault(text.place(coding), {}).setdefault(coding.coder, set()).add(tags[coding.code])
        for (start, end), of_coder in sorted(places.items()):
            first, last = (len(text.text[:at].encode()) for at in (start, end))
            snippet = _html(text.text[start:end].split("\n"))
            place = {"start_offset": first, "end_offset": last}
            highlight = self._add("highlights", document_id=document, snippet=snippet, **place)
            put: set[int] = set()
            for coder, own in sorted(of_coder.items()):
                for tag in sorted(own - put):
                    self._add("highlight_tags", highlight_id=highlight, tag_id=tag)
                put |= own
                said = {"type": "highlight_add", "highlight_id": highlight, **place, "tags": sorted(put)}
                self._add(
                    "commands",
                    date=self._date,
                    user_login=logins[coder],
                    project_id=project,
                    document_id=document,
                    payload=json.dumps(said, sort_keys=True),
                )

    def _keys(self) -> list[str]:
        """Codes that are used, and those that researchers made, in the order of the codebook."""
        used = {coding.code for own in self._codings.values() for coding in own}
        own = [code.key for code in self._content.codebook.codes if code.key in used or not code.is_built_in]
        return [*own, *sorted(used - set(own))]

    def _about(self, key: str) -> str:
        code = self._content.codebook.code(key)
        parts = (self._content.codebook.path_name(key), code.definition if code else "")
        return "\n".join(part for part in parts if part)

    def _add(self, table: str, **values: Any) -> int:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return self._database.execute(statement, tuple(values.values())).lastrowid or 0


def _html(lines: Iterable[str]) -> str:
    """Lines as paragraphs; the line ends between them are characters that count."""
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def _named(originals: Iterable[str], form: Any, taken: set[str]) -> dict[str, str]:
    """Each name in the form that Taguette takes, each once."""
    names: dict[str, str] = {}
    for original in originals:
        plain = form(original)
        name, n = plain, 1
        while name.casefold() in taken:
            n += 1
            name = f"{plain[: _LONGEST_LOGIN - 4]}-{n}" if form is _login else f"{plain[: _LONGEST_NAME - 6]} ({n})"
        taken.add(name.casefold())
        names[original] = name
    return names


def _login(coder: str) -> str:
    return re.sub(r"[^a-z0-9.+@_-]", "", coder.lower())[:_LONGEST_LOGIN] or "coder"


def _document_name(id: str) -> str:
    return " ".join(id.split())[:_LONGEST_NAME] or "-"
