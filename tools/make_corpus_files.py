"""Writes what stands in the corpus beside the coded interviews.

Run from the repository: ``python -m tools.make_corpus_files``. It writes, always alike,

- ``corpus/<language>/<study>/participants.csv`` of every study, and those of ``corpus/samples/``,
- ``corpus/files/<language>/<study>/``: thirteen interviews as the files a researcher really gets,
- ``corpus/manifest.csv``.

The coded JSON is the source of all of it.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent.parent / "corpus"
WORDS_PER_SECOND = 2.4
WORDS_PER_CUE = 11
SOURCE = "written for this project, fictional"
LICENCE = "MIT"

# What the two sides are called in each file.
NAMES = {"en": ("Interviewer", "Participant"), "pl": ("Badacz", "Respondent"), "ru": ("Интервьюер", "Респондент")}


def utterances(interview: dict[str, Any]) -> list[tuple[bool, str]]:
    """The turns: whether the interviewer speaks, and the words."""
    return [(turn["role"] == "interviewer", turn["text"]) for turn in interview["utterances"]]


def timed(interview: dict[str, Any]) -> Iterator[tuple[bool, list[tuple[float, float, str]]]]:
    """The turns with cues of about eleven words each, which break in the middle of sentences."""
    clock = 1.5
    for asks, text in utterances(interview):
        words = text.split(" ")
        cues = []
        for start in range(0, len(words), WORDS_PER_CUE):
            piece = words[start : start + WORDS_PER_CUE]
            begin = clock
            clock = round(clock + len(piece) / WORDS_PER_SECOND, 2)
            cues.append((begin, clock, " ".join(piece)))
        clock = round(clock + 0.9, 2)
        yield asks, cues


def stamp(seconds: float, separator: str = ".") -> str:
    """``00:01:02.500``."""
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{separator}{milliseconds:03}"


def write_docx(interview: dict[str, Any], path: Path) -> None:
    """Word: a title, bold labels."""
    import docx

    document = docx.Document()
    document.add_heading(f"Transcript {interview['id']}", level=1)
    for asks, text in utterances(interview):
        paragraph = document.add_paragraph()
        paragraph.add_run(("Interviewer" if asks else "Participant") + ": ").bold = True
        paragraph.add_run(text)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(same_bytes(buffer.getvalue()))


def write_odt(interview: dict[str, Any], path: Path) -> None:
    """OpenDocument: plain labels of one letter."""
    from odf.opendocument import OpenDocumentText
    from odf.text import H, P

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text=f"Wywiad {interview['id']}"))
    for asks, text in utterances(interview):
        document.text.addElement(P(text=("B: " if asks else "R: ") + text))
    buffer = io.BytesIO()
    document.write(buffer)
    path.write_bytes(same_bytes(buffer.getvalue()))


def same_bytes(archive: bytes) -> bytes:
    """The archive with the same date for every member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, date_time=(1980, 1, 1, 0, 0, 0))
            fixed.compress_type = info.compress_type
            new.writestr(fixed, old.read(info))
    return buffer.getvalue()


def write_rtf(interview: dict[str, Any], path: Path) -> None:
    """Rich text as Russian Word writes it: hexadecimal cp1251, bold labels."""

    def escaped(text: str) -> str:
        pieces = []
        for char in text:
            code = char.encode("cp1251", "replace")[0]
            exact = char.encode("cp1251", "ignore")
            if char in "\\{}":
                pieces.append("\\" + char)
            elif code < 128 and exact:
                pieces.append(char)
            else:
                pieces.append(f"\\'{code:02x}" if exact else f"\\u{ord(char)}?")
        return "".join(pieces)

    names = NAMES["ru"]
    body = [
        f"\\pard {{\\b {escaped(names[0] if asks else names[1])}:}} {escaped(text)}\\par"
        for asks, text in utterances(interview)
    ]
    head = "{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fnil\\fcharset204 Times New Roman;}}\\f0\\fs24"
    path.write_text("\n".join([head, *body, "}"]) + "\n", encoding="ascii")


def write_wrapped_cp1250(interview: dict[str, Any], path: Path) -> None:
    """Text from an old Windows editor: lines wrapped at 76, a blank line between turns."""
    lines = []
    for asks, text in utterances(interview):
        label = NAMES["pl"][0] if asks else NAMES["pl"][1]
        lines.append(textwrap.fill(f"{label}: {text}", 76, break_long_words=False, break_on_hyphens=False))
    path.write_bytes("\r\n\r\n".join(line.replace("\n", "\r\n") for line in lines).encode("cp1250"))


def write_letters_cp1251(interview: dict[str, Any], path: Path) -> None:
    """Text in cp1251 with ``И:`` and ``Р:``."""
    lines = [f"{'И' if asks else 'Р'}: {text}" for asks, text in utterances(interview)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1251"))


def write_otter(interview: dict[str, Any], path: Path) -> None:
    """Text as otter.ai exports it: ``Speaker 1  0:01`` above each turn."""
    blocks = []
    for asks, cues in timed(interview):
        minutes, seconds = divmod(int(cues[0][0]), 60)
        blocks.append(f"Speaker {1 if asks else 2}  {minutes}:{seconds:02}  \n" + " ".join(c[2] for c in cues) + "\n")
    path.write_text("\n".join(blocks), encoding="utf-8")


def write_markdown(interview: dict[str, Any], path: Path) -> None:
    """Markdown with front matter and bold labels."""
    head = f"---\ntitle: Интервью {interview['id']}\n---\n\n## Расшифровка\n\n"
    turns = [f"**{NAMES['ru'][0] if asks else NAMES['ru'][1]}:** {text}" for asks, text in utterances(interview)]
    path.write_text(head + "\n\n".join(turns) + "\n", encoding="utf-8")


def write_webvtt(interview: dict[str, Any], path: Path) -> None:
    """WebVTT with voice tags."""
    blocks = ["WEBVTT"]
    for asks, cues in timed(interview):
        voice = NAMES["en"][0] if asks else NAMES["en"][1]
        blocks += [
            f"{stamp(begin)} --> {stamp(end)}\n<v {voice}>{html.escape(text, quote=False)}</v>"
            for begin, end, text in cues
        ]
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def write_subrip(interview: dict[str, Any], path: Path) -> None:
    """SubRip, labels where the speaker changes."""
    blocks: list[str] = []
    for asks, cues in timed(interview):
        for number, (begin, end, text) in enumerate(cues):
            label = f"{NAMES['ru'][0] if asks else NAMES['ru'][1]}: " if number == 0 else ""
            blocks.append(f"{len(blocks) + 1}\n{stamp(begin, ',')} --> {stamp(end, ',')}\n{label}{text}")
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def write_whisper(interview: dict[str, Any], path: Path) -> None:
    """The JSON of whisper: segments with times, no speakers."""
    cues = [cue for _asks, turn in timed(interview) for cue in turn]
    segments = [
        {"id": number, "seek": 0, "start": begin, "end": end, "text": " " + text, "words": None}
        for number, (begin, end, text) in enumerate(cues)
    ]
    data = {"text": "".join(s["text"] for s in segments), "segments": segments, "language": interview["language"]}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_csv(interview: dict[str, Any], path: Path) -> None:
    """A table from a Polish spreadsheet: semicolons, a byte-order mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(["początek", "koniec", "osoba", "wypowiedź"])
    for asks, cues in timed(interview):
        name = "Moderator" if asks else "Rozmówca"
        writer.writerow([stamp(cues[0][0])[:8], stamp(cues[-1][1])[:8], name, " ".join(cue[2] for cue in cues)])
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8"))


def write_pdf(interview: dict[str, Any], path: Path) -> None:
    """PDF as an analysis program prints it: paragraph numbers in the margin, page numbers, a title line."""
    from weasyprint import HTML

    rows = "".join(
        f"<p><span class='n'>{number}</span>{NAMES['pl'][0] if asks else NAMES['pl'][1]}: {html.escape(text)}</p>"
        for number, (asks, text) in enumerate(utterances(interview), start=1)
    )
    style = (
        "@page {size: A4; margin: 22mm 20mm 20mm 28mm; @top-left {content: 'wakacje / " + interview["id"] + "'; "
        "font-size: 8pt} @bottom-right {content: counter(page) ' / ' counter(pages); font-size: 8pt}} "
        "body {font: 10.5pt/1.45 'DejaVu Sans', sans-serif} p {margin: 0 0 7pt; position: relative} "
        ".n {position: absolute; left: -12mm; width: 9mm; font-size: 8pt; color: #555}"
    )
    document = f"<html lang='pl'><head><style>{style}</style></head><body>{rows}</body></html>"
    path.write_bytes(HTML(string=document).write_pdf())


def write_html(interview: dict[str, Any], path: Path) -> None:
    """A web page: bold labels, a style sheet, a menu."""
    rows = "\n".join(
        f"<p><b>{'Moderatorka' if asks else 'Uczestnik'}:</b> {html.escape(text)}</p>"
        for asks, text in utterances(interview)
    )
    page = (
        "<!DOCTYPE html>\n<html lang='pl'>\n<head><meta charset='utf-8'><title>Wywiad</title>"
        "<style>b {color: #036}</style></head>\n<body>\n<nav><a href='index.html'>Wszystkie wywiady</a></nav>\n"
        f"<h1>Wywiad {interview['id']}</h1>\n{rows}\n</body>\n</html>\n"
    )
    path.write_text(page, encoding="utf-8")


Writer = Callable[[dict[str, Any], Path], None]
# One interview each, in every form that researchers hand in.
FILES: tuple[tuple[str, str, str, Writer], ...] = (
    ("en/flat-pack-furniture", "en_201", ".docx", write_docx),
    ("en/flat-pack-furniture", "en_205", ".vtt", write_webvtt),
    ("en/flat-pack-furniture", "en_209", ".txt", write_otter),
    ("en/flat-pack-furniture", "en_213", ".json", write_whisper),
    ("pl/wakacje-z-lotem", "pl_201", ".odt", write_odt),
    ("pl/wakacje-z-lotem", "pl_205", ".txt", write_wrapped_cp1250),
    ("pl/wakacje-z-lotem", "pl_209", ".pdf", write_pdf),
    ("pl/wakacje-z-lotem", "pl_213", ".html", write_html),
    ("pl/wakacje-z-lotem", "pl_217", ".csv", write_csv),
    ("ru/okna-v-kvartiru", "ru_201", ".rtf", write_rtf),
    ("ru/okna-v-kvartiru", "ru_205", ".txt", write_letters_cp1251),
    ("ru/okna-v-kvartiru", "ru_209", ".md", write_markdown),
    ("ru/okna-v-kvartiru", "ru_213", ".srt", write_subrip),
)


def load(path: Path) -> dict[str, Any]:
    """A coded interview."""
    return json.loads(path.read_text(encoding="utf-8"))


def studies() -> list[Path]:
    """The folders of the studies, in order."""
    return sorted(folder for folder in CORPUS.glob("[a-z][a-z]/*") if folder.is_dir())


def samples() -> list[Path]:
    """The folders of the samples, in order."""
    return sorted(folder for folder in (CORPUS / "samples").glob("*") if folder.is_dir())


def write_participants(study: Path, interviews_in: str = ".") -> None:
    """The list of a study's participants; the planted persona stays out of it."""
    interviews = [load(path) for path in sorted((study / interviews_in).glob("*.json"))]
    attributes = sorted({key for interview in interviews for key in interview["attributes"]})
    with (study / "participants.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "group", "method", *attributes])
        for interview in interviews:
            values = [interview["attributes"].get(key, "") for key in attributes]
            writer.writerow([interview["id"], interview["group"], interview["method"], *values])


def manifest_rows() -> Iterator[list[str]]:
    """One row a file: where, language, study, format, source, licence, SHA-256."""
    coded = [path for study in studies() for path in sorted(study.glob("*.json"))]
    received = sorted((CORPUS / "files").glob("*/*/*"))
    told = sorted((CORPUS / "samples").glob("*/interviews/*.json"))
    for path in [*coded, *received, *told, *sorted((CORPUS / "second_coder").glob("*.json"))]:
        where = path.relative_to(CORPUS)
        if where.parts[0] in {"second_coder", "samples"}:
            data = load(path)
            form = {"second_coder": "second coder", "samples": "sample"}[where.parts[0]]
            language, study = data["language"], data["study"]
        else:
            language, study = where.parts[-3:-1]
            form = path.suffix[1:] if where.parts[0] == "files" else "coded"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield [where.as_posix(), language, study, form, SOURCE, LICENCE, digest]


def main() -> None:
    """Write all of it."""
    for study in studies():
        write_participants(study)
    for study in samples():
        write_participants(study, "interviews")
    for study, name, suffix, write in FILES:
        folder = CORPUS / "files" / study
        folder.mkdir(parents=True, exist_ok=True)
        write(load(CORPUS / study / f"{name}.json"), folder / f"{name}{suffix}")
    with (CORPUS / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "language", "study", "format", "source", "licence", "sha256"])
        writer.writerows(manifest_rows())


if __name__ == "__main__":
    main()
