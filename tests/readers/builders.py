"""Files for the tests of readers, made by hand where no library is needed."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples" / "transcripts"

TALK = {
    "en": (
        "Interviewer: How did you find the shop?",
        "P01: A neighbour told me. I rang them up, and nobody answered for two weeks.",
        "Interviewer: What did you do then?",
        "P01: I gave up and went to the other one.",
    ),
    "pl": (
        "Badacz: Jak Pani znalazła tę firmę?",
        "Klientka: Sąsiadka mi powiedziała. Dzwoniłam, ale przez dwa tygodnie nikt nie odbierał, żaden człowiek.",
        "Badacz: I co Pani zrobiła?",
        "Klientka: Dałam sobie spokój i poszłam gdzie indziej. Źle się z tym czułam.",
    ),
    "ru": (
        "Интервьюер: Как вы нашли эту фирму?",
        "Респондент: Соседка подсказала. Звонила им, но две недели никто не брал трубку.",
        "Интервьюер: И что вы сделали?",
        "Респондент: Плюнула и ушла к другим. Было обидно.",
    ),
}
# Which side speaks each of those lines.
TALK_SIDES = "IPIP"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def sides(transcript) -> str:
    """One letter a turn: I, P or O."""
    return "".join(utterance.role[0].upper() for utterance in transcript.utterances)


def texts(transcript) -> list[str]:
    return [utterance.text for utterance in transcript.utterances]


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx_bytes(lines: tuple[str, ...], table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def odt_bytes(lines: tuple[str, ...]) -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.teletype import addTextToElement
    from odf.text import P

    document = OpenDocumentText()
    for line in lines:
        paragraph = P()
        addTextToElement(paragraph, line)
        document.text.addElement(paragraph)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def pdf_bytes(lines: list[tuple[float, float, str, bool]]) -> bytes:
    """One page of ASCII text: (left, height above the foot, words, bold) in points."""
    content = "".join(
        f"BT /F{2 if bold else 1} 10 Tf {left} {height} Td ({text}) Tj ET\n" for left, height, text, bold in lines
    ).encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj%s endobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def bomb_bytes() -> bytes:
    """A docx whose document unpacks to 80 MB of blanks."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 80_000_000})


def ole_bytes() -> bytes:
    """The beginning of the container that encrypted documents are put in."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16x2H", 0x3E, 3) + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" * 50
