"""Tables: CSV, TSV and XLSX with a column of speakers and one of words, and tables inside documents."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _
from cjm_research.readers.base import Cue, Line, RawFile, Side, Source, parsing
from cjm_research.readers.cleaning import clean
from cjm_research.readers.guard import empty, open_archive
from cjm_research.readers.times import STAMP, milliseconds, only_stamp, seconds

MAX_ROWS = 200_000
MAX_COLUMNS = 200
# So many column names fit into a message.
_SHOWN = 8

# Column names in three languages; compared in lower case without blanks, hyphens and underscores.
TEXT_NAMES = frozenset(
    [
        "text", "transcript", "utterance", "speech", "content", "words", "said", "turn", "tekst", "wypowiedź",
        "wypowiedz", "treść", "tresc", "kwestia", "текст", "реплика", "высказывание", "речь", "слова"
    ]
)  # fmt: skip
SPEAKER_NAMES = frozenset(
    [
        "speaker", "speakername", "name", "who", "voice", "person", "osoba", "mówca", "mowca", "kto", "rozmówca",
        "rozmowca", "mówiący", "говорящий", "спикер", "кто", "имя", "собеседник"
    ]
)  # fmt: skip
ROLE_NAMES = frozenset(("role", "side", "rola", "strona", "роль", "сторона"))
START_NAMES = frozenset([
    "start", "starts", "startseconds", "begin", "from", "time", "timestamp", "startms", "początek", "poczatek", "czas",
    "od", "начало", "время"
])  # fmt: skip
END_NAMES = frozenset(["end", "ends", "endseconds", "stop", "to", "endms", "koniec", "do", "конец"])
_HEADER_WORDS = TEXT_NAMES | SPEAKER_NAMES | START_NAMES | END_NAMES
_CLOCK = re.compile(rf"{STAMP}$")


def read_delimited(raw: RawFile) -> Source:
    """Turns of a .csv or .tsv file, a row each.

    Raises
    ------
    UnreadableFileError
        No column holds words, or none says who spoke or when.
    """
    return _source("tsv" if raw.path.suffix.lower() == ".tsv" else "csv", raw.path, delimited_rows(raw))


def read_xlsx(raw: RawFile) -> Source:
    """Turns of the first sheet of an .xlsx file, a row each.

    Raises
    ------
    UnreadableFileError
        The archive is damaged or dangerous (see `guard`), or has no fitting columns.
    """
    return _source("xlsx", raw.path, xlsx_rows(raw))


def delimited_rows(raw: RawFile) -> list[list[str]]:
    """All rows of a delimited text; the separator is the one of ``;``, ``,`` and tab that fits its first lines."""
    text = raw.text or ""
    with parsing(raw.path, "CSV"):
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=False):
            rows.append([clean(cell).strip() for cell in row[:MAX_COLUMNS]])
            if len(rows) > MAX_ROWS:
                raise ValueError("too many rows")
    return [row for row in rows if any(row)]


def separator(text: str) -> str:
    """The one of tab, ``;`` and ``,`` that the first filled line holds most of."""
    first = [line for line in text.split("\n", 21)[:20] if line.strip()]
    head = first[0] if first else ""
    return max("\t;,", key=lambda separator: (head.count(separator), separator == "\t"))


def xlsx_rows(raw: RawFile) -> list[list[str]]:
    """All rows of the first sheet as text; formulas by their stored results."""
    open_archive(raw.path, raw.data, "xlsx").close()
    with parsing(raw.path, "xlsx"):
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(raw.data), read_only=True, data_only=True, keep_links=False)
        rows = []
        for row in book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True):
            rows.append([_cell(value) for value in row])
            if len(rows) > MAX_ROWS:
                raise ValueError("too many rows")
        book.close()
    return [row for row in rows if any(row)]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip()


def column(header: Sequence[str], names: Iterable[str]) -> int | None:
    """Position of the first column with one of `names`; None where there is none."""
    wanted = set(names)
    for position, cell in enumerate(header):
        if re.sub(r"[\s_()\-]", "", cell.lower()) in wanted:
            return position
    return None


def listed_columns(header: Sequence[str]) -> str:
    """The names of a table's columns for a message: at most `_SHOWN` of them, empty ones left out."""
    names = [" ".join(cell.split()) for cell in header if cell.strip()]
    shown = [name if len(name) <= 40 else name[:40].rstrip() + "…" for name in names[:_SHOWN]]
    return ", ".join([*shown, *(["…"] if len(names) > _SHOWN else [])]) or "-"


def _source(format_name: str, path: Path, rows: list[list[str]]) -> Source:
    if not rows:
        raise empty(path)
    header = rows[0]
    text, speaker = column(header, TEXT_NAMES), column(header, SPEAKER_NAMES)
    start, end, role = column(header, START_NAMES), column(header, END_NAMES), column(header, ROLE_NAMES)
    if text is None or (speaker is None and role is None and start is None):
        raise _no_columns(path, header)
    in_ms = _in_milliseconds(header, start, rows[1:])
    cues = []
    for row in rows[1:]:
        words = _at(row, text)
        if words:
            times = _time(_at(row, start), in_ms), _time(_at(row, end), in_ms)
            cues.append(Cue(words, *times, _at(row, speaker) or None, _side(_at(row, role))))
    has_speakers = speaker is not None or role is not None
    return Source(format_name, cues=tuple(cues), rows=has_speakers)


def _no_columns(path: Path, header: Sequence[str]) -> UnreadableFileError:
    return UnreadableFileError.at(
        path,
        _("This table is no transcript; its columns are: {columns}.").format(columns=listed_columns(header)),
        expected=_("A column “speaker” and a column “text” were expected."),
        hint=_("Rename the columns; a list of participants is imported under the name participants.csv."),
    )


def _at(row: Sequence[str], position: int | None) -> str:
    return row[position] if position is not None and position < len(row) else ""


def _side(value: str) -> Side | None:
    from cjm_research.readers.role_words import word_side

    return word_side(value) if value else None


def _in_milliseconds(header: Sequence[str], start: int | None, rows: Sequence[Sequence[str]]) -> bool:
    """Whether whole numbers are milliseconds (whisper's .tsv): no speech lasts only half a second a row in seconds."""
    if start is None:
        return False
    numbers = [int(value) for row in rows if (value := _at(row, start)).isdigit() and len(value) < 12]
    named = header[start].lower().endswith("ms")
    return named or (len(numbers) == len(rows) and bool(numbers) and max(numbers) > 500 * max(len(numbers), 20))


def _time(value: str, in_ms: bool) -> float | None:
    if _CLOCK.match(value):
        return seconds(value)
    if times := only_stamp(value):
        return times[0]
    if not re.fullmatch(r"\d{1,9}([.,]\d{1,6})?", value):
        return None
    number = float(value.replace(",", "."))
    return milliseconds(number) if in_ms else round(number, 3)


def spoken_cells(cells: Sequence[str], paragraph: int) -> list[Line]:
    """A table row inside a document: the longest cell holds the words, the nearest filled one before it the speaker."""
    texts: list[str] = []
    for cell in cells:
        stripped = clean(cell).strip()
        if stripped and (not texts or stripped != texts[-1]):
            texts.append(stripped)
    if not texts or all(re.sub(r"\W", "", text.lower()) in _HEADER_WORDS for text in texts):
        return []
    if len(texts) == 1:
        return [Line(piece, paragraph) for piece in texts[0].split("\n") if piece.strip()]
    position = max(range(len(texts)), key=lambda index: (index > 0, len(texts[index])))
    names = [text for text in texts[:position] if only_stamp(text) is None and not text.isdigit()]
    speaker = names[-1].rstrip(":").strip() if names and len(names[-1]) <= 60 else None
    return [Line(" ".join(texts[position].split("\n")), paragraph, speaker=speaker)]
