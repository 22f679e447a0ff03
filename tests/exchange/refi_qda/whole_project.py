"""A project with everything that has to survive, in three languages, built by hand."""

from __future__ import annotations

import uuid
import zipfile

from cjm_research.exchange.refi_qda.project import (
    Case,
    Code,
    Coding,
    Header,
    Link,
    Project,
    Selection,
    Set,
    Stamp,
    TextSource,
    User,
    Variable,
    VariableValue,
    Verbatim,
)

NS = "urn:QDA-XML:project:1.0"
PL = "Ankieter: Jak było?\r\nAnna: Zażółć gęślą jaźń 😀, dość!\r\nЁлки-палки, ну сколько можно ждать?"
RU = "Интервьюер: Как прошло?\nОльга: Ждала два часа 👩‍👩‍👧, потом ушла.\n"


def guid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


ANNA, BEN, PROGRAM = guid("anna"), f"{{{guid('ben').upper()}}}", guid("program")
STAMP = Stamp(ANNA, "2024-01-15T10:00:00Z", BEN, "2024-01-16T12:30:00.123+02:00")
TOP, LOW, TWIN = guid("top"), guid("low"), guid("twin")


def coding(key: str, code: str = LOW, **values) -> Coding:
    return Coding(guid(f"coding {key}"), code, **values)


def selection(key: str, start: int, end: int, *codings: Coding, **values) -> Selection:
    return Selection(guid(f"selection {key}"), start, end, codings=codings, **values)


CODES = (
    Code(
        TOP,
        "Zakupy",
        is_codable=False,
        description="first line\n\tsecond & <third>",
        notes=(guid("memo"),),
        codes=(
            Code(
                LOW, "ждать", colour="#Ff0000", codes=(Code(guid("deep"), "deep", codes=(Code(guid("deeper"), "x"),)),)
            ),
        ),
    ),
    Code(guid("other"), "Other", description="", colour="#abc", codes=(Code(TWIN, "ждать"),)),
)

MANY = TextSource(
    guid=guid("pl"),
    name="wywiad.txt",
    text=PL,
    plain_text_path="internal://wywiad żółty.txt",
    rich_text_path="internal://wywiad.docx",
    description="",
    stamp=STAMP,
    selections=(
        selection(
            "whole",
            27,
            52,
            coding("a", creator=BEN, created="2024-01-15T10:05:00Z"),
            coding("b", TWIN),
            name="",
            stamp=STAMP,
            description="why\nhere",
            notes=(guid("memo"),),
        ),
        selection("nested", 34, 39, coding("c", notes=(guid("memo"),))),
        selection("overlap", 34, 44, coding("d")),
        selection("same once", 55, 65, coding("e")),
        selection("same twice", 55, 65, coding("f")),
        selection("bare", 10, 13, name="odd\nname\twith  space"),
        selection("zero", 5, 5, coding("g")),
        selection("beyond", 84, 400, coding("h")),
    ),
    codings=(coding("of the whole source", TOP, creator=PROGRAM),),
    notes=(guid("memo"),),
    values=(VariableValue(guid("age"), "Integer", "007"),),
    encoding="utf-8-sig",
    counted="utf16+crlf2",
)
SOURCES = (
    MANY,
    TextSource(
        guid("ru"),
        "same name",
        RU,
        plain_text_path="internal://ru.txt",
        selections=(selection("r", 31, 45, coding("r")), selection("s", 53, 64, coding("s"))),
        counted="code_points+crlf2",
    ),
    TextSource(guid("empty"), "same name", "", plain_text_path="internal://empty.txt"),
    TextSource(
        guid("inline"),
        None,
        "in the XML\n\tитак 😀",
        is_inline=True,
        selections=(selection("i", 12, 16),),
        counted="code_points+crlf2",
    ),
    Verbatim(
        "PictureSource",
        guid("picture"),
        f'<PictureSource xmlns="{NS}" guid="{guid("picture")}" name="zdjęcie" path="internal://p.jpg">'
        f'<PictureSelection guid="{guid("area")}" firstX="1" firstY="2" secondX="30" secondY="40">'
        f'<Coding guid="{guid("area coding")}"><CodeRef targetGUID="{LOW}"/></Coding></PictureSelection>'
        "</PictureSource>",
        "zdjęcie",
        ("sources/p.jpg",),
    ),
)
PROJECT = Project(
    header=Header("Żółte окна & more", "NVivo", "/Users/anna/x", STAMP, "a\n\tb", (guid("memo"),)),
    users=(User(ANNA, "Anna", "A"), User(BEN, "Бен"), User(PROGRAM, "ATLAS.ti"), User(guid("idle"))),
    codes=CODES,
    variables=tuple(
        Variable(guid(name), name, kind, description)
        for name, kind, description in (
            ("age", "Integer", None),
            ("share", "Float", ""),
            ("ok", "Boolean", "said"),
            ("since", "Date", None),
            ("at", "DateTime", None),
            ("town", "Text", None),
        )
    ),
    cases=(
        Case(
            guid("case"),
            "P1",
            "who\nthis is",
            (LOW,),
            (
                VariableValue(guid("age"), "Integer", "41"),
                VariableValue(guid("share"), "Float", "2.50"),
                VariableValue(guid("ok"), "Boolean", "1"),
                VariableValue(guid("since"), "Date", "2020-02-29"),
                VariableValue(guid("at"), "DateTime", "2020-02-29T23:59:59Z"),
                VariableValue(guid("town"), "Text", "Łódź "),
                VariableValue(guid("town"), "Text", ""),
                VariableValue(guid("town")),
            ),
            (guid("pl"),),
            (guid("selection zero"),),
        ),
        Case(guid("nobody")),
    ),
    notes=(
        TextSource(guid("memo"), "Memo", "What I think,\nдолго", is_inline=True, stamp=STAMP),
        TextSource(guid("filed"), "Filed", "in a file", plain_text_path="internal://note.txt"),
    ),
    links=(
        Link(
            guid("l1"),
            "Memo-Quotation Relation",
            "OneWay",
            "#00ff00",
            guid("memo"),
            guid("selection bare"),
            (guid("filed"),),
        ),
        Link(guid("l2"), None, "Bidirectional"),
    ),
    sets=(Set(guid("set"), "Group", "some", (LOW, TWIN), (guid("pl"),), (guid("memo"),)),),
    graphs=(
        Verbatim(
            "Graph",
            guid("graph"),
            f'<Graph xmlns="{NS}" guid="{guid("graph")}" name="map">'
            f'<Vertex guid="{guid("v")}" firstX="1" firstY="1" shape="Oval"/></Graph>',
            "map",
        ),
    ),
)
FILES = {"sources/p.jpg": b"\xff\xd8picture", "sources/wywiad.docx": b"PK rich"}


def project_xml(sections: str = "", namespace: str = NS, attributes: str = 'name="p"') -> str:
    """A project's XML around some sections."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{namespace}" {attributes}>{sections}</Project>'


def text_source(key: str, path: str, inside: str = "", attributes: str = "") -> str:
    """A text source whose file is at `path`."""
    return f'<TextSource guid="{guid(key)}" name="{key}" plainTextPath="{path}" {attributes}>{inside}</TextSource>'


def plain_selection(key: str, start: object, end: object, inside: str = "") -> str:
    """A selection as XML."""
    place = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{guid(key)}" {place}>{inside}</PlainTextSelection>'


def archive(path, xml: str | bytes, files=None, name: str = "project.qde"):
    """A .qdpx with this XML and these files; its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(name, xml)
        for inside, data in (files or {}).items():
            out.writestr(inside, data)
    return path
