"""Small projects of other tools, in the tables and JSON that those tools write."""

from __future__ import annotations

import json
import sqlite3
from html import escape
from pathlib import Path

# Each begins with an emoji and a letter with a mark of its own, so that every way of counting gives other positions.
INTERVIEWS = {
    "en": (
        "Interviewer: How was it? 😀",
        "Anna: 👍🏽 The cafe\u0301 was fine. Then the delivery came late 😡, and nobody told me.",
        "Interviewer: And then?",
        "Anna: I called the shop & waited <20 minutes>.",
    ),
    "pl": (
        "Badacz: Jak było? 😀",
        "Anna: 👍🏽 Zamówienie poszło gładko. Potem paczka przyszła spóźniona 😡, a nikt mi nie powiedział.",
        "Badacz: I co dalej?",
        "Anna: Zadzwoniłam do sklepu & czekałam <20 minut>.",
    ),
    "ru": (
        "Интервьюер: Как всё прошло? 😀",
        "Анна: 👍🏽 Заказ оформили быстро. Потом посылка пришла поздно 😡, и никто не предупредил.",
        "Интервьюер: А дальше?",
        "Анна: Я позвонила в магазин & ждала <20 минут>.",
    ),
}
QUOTES = {
    "en": ("the delivery came late 😡", "waited <20 minutes>"),
    "pl": ("paczka przyszła spóźniona 😡", "czekałam <20 minut>"),
    "ru": ("посылка пришла поздно 😡", "ждала <20 минут>"),
}
LANGUAGES = tuple(INTERVIEWS)

TAGUETTE = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME NOT NULL, hashed_password VARCHAR(192),
    disabled BOOLEAN, password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256), email_sent DATETIME);
CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
    created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER, user_login VARCHAR(30), privileges VARCHAR(11) NOT NULL,
    PRIMARY KEY (project_id, user_login));
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
    filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
    text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL, user_login VARCHAR(30) NOT NULL,
    project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL, path VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, UNIQUE (project_id, path));
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER, PRIMARY KEY (highlight_id, tag_id));
"""
DAY = "2024-05-01 10:00:00.000001"


def paragraphs(language: str) -> str:
    """The interview as Taguette stores a document: clean HTML."""
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in INTERVIEWS[language])


def bytes_of(text: str, quote: str) -> tuple[int, int]:
    """Where the quote stands in UTF-8 bytes."""
    start = len(text[: text.index(quote)].encode())
    return start, start + len(quote.encode())


def make_taguette(path: Path, *, projects: tuple[str, ...] = ("Parcels",), separator: str = ".") -> Path:
    """A database with a document for each language and two highlights in each, once per project."""
    with sqlite3.connect(path) as db:
        db.executescript(TAGUETTE)
        for name in projects:
            fill_taguette(db, name, separator)
    db.close()
    return path


def fill_taguette(db: sqlite3.Connection, name: str, separator: str) -> None:
    def add(table: str, columns: str, *values: object) -> int | None:
        marks = ", ".join("?" * len(values))
        return db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values).lastrowid

    project = add("projects", "name, description, created", name, "About parcels", DAY + name)
    paths = ("pain", f"pain{separator}late", f"service{separator}phone", f"service{separator}shop")
    tags = [add("tags", "project_id, path, description", project, path, f"about {path}") for path in paths]
    for n, (language, lines) in enumerate(INTERVIEWS.items()):
        columns = "name, description, filename, created, project_id, text_direction, contents"
        values = (language, "seen twice" if language == "pl" else "", f"{language}.docx", f"{DAY}{n}")
        document = add("documents", columns, *values, project, "LEFT_TO_RIGHT", paragraphs(language))
        for quote, used in zip(QUOTES[language], ((0, 1), (2,)), strict=True):
            start, end = bytes_of("\n".join(lines), quote)
            columns = "document_id, start_offset, end_offset, snippet"
            highlight = add("highlights", columns, document, start, end, escape(quote))
            for tag in used:
                add("highlight_tags", "highlight_id, tag_id", highlight, tags[tag])
            if used != (2,):
                for login, known in (("eva", [tags[0]]), ("oleg", [tags[0], tags[1]])):
                    made = {"end_offset": end, "highlight_id": highlight, "tags": known, "type": "highlight_add"}
                    payload = json.dumps(made)
                    columns = "date, user_login, project_id, document_id, payload"
                    add("commands", columns, DAY, login, project, document, payload)


QUALCODER = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,
    unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer,
    cid integer, memo text, date text, owner text);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text,
    date text, owner text);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text,
    date text);
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text,
    owner text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,
    date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text,
    constraint ucm unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer,
    unique(name));
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text,
    memo text, unique(cid, fid, pos0, pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text,
    unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
"""
# What later versions have changed in these tables.
QUALCODER_14 = """
DROP TABLE code_text;
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
    owner text, date text, memo text, avid integer, important integer, unique(cid, fid, pos0, pos1, owner));
ALTER TABLE source ADD av_text_id integer;
ALTER TABLE source ADD risid integer;
CREATE TABLE stored_sql (title text, description text, grouper text, ssql text, unique(title));
CREATE TABLE ris (risid integer, tag text, longtag text, value text);
CREATE TABLE coder_names (name TEXT UNIQUE NOT NULL, visibility INTEGER NOT NULL DEFAULT 1);
CREATE VIEW code_text_visible AS SELECT * FROM code_text;
"""
QUALCODER_16 = "ALTER TABLE code_name ADD supercid integer;"


def make_qualcoder(folder: Path, *, version: int = 16, line_end: str = "\n", utf16: bool = False) -> Path:
    """A project folder as QualCoder of this schema version keeps it."""
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "data.qda") as db:
        db.executescript(QUALCODER + (QUALCODER_14 if version >= 14 else "") + (QUALCODER_16 if version >= 16 else ""))
        fill_qualcoder(db, version, line_end, utf16=utf16)
    db.close()
    return folder


def fill_qualcoder(db: sqlite3.Connection, version: int, line_end: str, *, utf16: bool) -> None:
    def add(table: str, **values: object) -> None:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))

    add("project", databaseversion=f"v{version}", date="2024-05-01 09:00:00", memo="Why we ask", about="QualCoder")
    add("code_cat", catid=1, name="Service", owner="eva", date=DAY, memo="of the company")
    add("code_cat", catid=2, name="Contact", owner="eva", date=DAY, supercatid=1)
    add("code_name", cid=1, name="late", memo="too late", catid=1, owner="eva", date=DAY, color="#aabbcc")
    add("code_name", cid=2, name="phone", memo="", catid=2, owner="eva", date=DAY, color="#F00")
    add("code_name", cid=3, name="waiting", memo=None, catid=None, owner="oleg", date=DAY, color="")
    if version >= 16:
        db.execute("UPDATE code_name SET supercid = 1 WHERE cid = 3")
    add("source", id=9, name="talk.mp3", fulltext=None, mediapath="/audio/talk.mp3", owner="eva", date=DAY)
    for fid, (language, lines) in enumerate(INTERVIEWS.items(), start=1):
        text = line_end.join(lines)
        add("source", id=fid, name=f"{language}.txt", fulltext=text, memo=f"memo {language}", owner="eva", date=DAY)
        for cid, quote in zip((1, 2), QUOTES[language], strict=True):
            start = text.index(quote)
            place = (start, start + len(quote))
            if utf16:
                place = tuple(len(text[:at].encode("utf-16-le")) // 2 for at in place)
            more: dict[str, object] = {"memo": "angry" if cid == 1 else "", "owner": "eva" if cid == 1 else "oleg"}
            if version >= 14:
                more |= {"important": 1 if cid == 2 else None}
            add("code_text", cid=cid, fid=fid, seltext=quote, pos0=place[0], pos1=place[1], date=DAY, **more)
        add("cases", caseid=fid, name=f"Person {language}", memo="", owner="eva", date=DAY)
        add("case_text", caseid=fid, fid=fid, pos0=0, pos1=len(text) - 1, owner="eva", date=DAY)
        add("attribute", name="age", attr_type="case", value=str(30 + fid), id=fid, date=DAY, owner="eva")
        add("attribute", name="place", attr_type="file", value="Łódź", id=fid, date=DAY, owner="eva")
    add("attribute_type", name="age", caseOrFile="case", valuetype="numeric")
    add("attribute_type", name="place", caseOrFile="file", valuetype="character")
    add("annotation", anid=1, fid=1, pos0=0, pos1=11, memo="that is me", owner="oleg", date=DAY)
    add("journal", jid=1, name="Day one", jentry="It went well.", date=DAY, owner="oleg")
    add("code_image", imid=1, id=9, cid=1)


def utf16_at(text: str, at: int) -> int:
    """Where the code point stands in UTF-16 units."""
    return len(text[:at].encode("utf-16-le")) // 2


def label_studio_tasks(*, line_end: str = "\n", utf16: bool = True) -> list[dict]:
    """Tasks as Label Studio exports them, each with two people's annotations and a model's."""
    tasks = []
    for n, (language, lines) in enumerate(INTERVIEWS.items(), start=1):
        text = line_end.join(lines)

        def region(quote: str, label: str, control: str, text: str = text, language: str = language) -> dict:
            start, end = text.index(quote), text.index(quote) + len(quote)
            if utf16:
                start, end = utf16_at(text, start), utf16_at(text, end)
            value = {"start": start, "end": end, "text": quote, "labels": [label]}
            id_ = f"{language}-{label}"
            return {"value": value, "id": id_, "from_name": control, "to_name": "text", "type": "labels"}

        first, second = QUOTES[language]
        comment = {"value": {"start": 0, "end": 1, "text": ["angry"]}, "id": f"{language}-late", "type": "textarea"}
        choice = {"value": {"choices": ["long", "sad"]}, "id": "c1", "from_name": "mood", "type": "choices"}
        ada = {"id": 7, "email": "ada@example.org", "first_name": "Ada", "last_name": "Łoś"}
        tasks.append(
            {
                "id": n,
                "project": 3,
                "created_at": "2024-05-01T10:00:00Z",
                "data": {"text": text, "name": language, "age": 30 + n, "title_of_study": "Parcels"},
                "annotations": [
                    {
                        "id": 10 * n,
                        "completed_by": ada,
                        "was_cancelled": False,
                        "result": [
                            region(first, "late", "pain"),
                            {**comment, "from_name": "note", "to_name": "text"},
                            choice,
                            {"from_id": f"{language}-late", "to_id": "x", "type": "relation", "direction": "right"},
                        ],
                    },
                    {"id": 10 * n + 1, "completed_by": 8, "result": [region(second, "phone", "contact")]},
                    {
                        "id": 10 * n + 2,
                        "completed_by": 8,
                        "was_cancelled": True,
                        "result": [region(first, "x", "pain")],
                    },
                ],
                "predictions": [
                    {"id": 1, "model_version": "ner 2", "score": 0.75, "result": [region(second, "late", "pain")]}
                ],
            }
        )
    return tasks


def doccano_records(unit: str = "utf16") -> list[dict]:
    """Records as doccano exports them: positions as its page counts them."""
    records = []
    for n, (language, lines) in enumerate(INTERVIEWS.items(), start=1):
        text = "\n".join(lines)
        places = []
        for quote in QUOTES[language]:
            start = text.index(quote)
            ends = (start, start + len(quote))
            places.append([utf16_at(text, at) for at in ends] if unit == "utf16" else list(ends))
        records.append(
            {"id": n, "text": text, "name": language, "label": [[*places[0], "late"], [*places[1], "phone"]]}
        )
    return records
