"""How a survey's table is known: the names of its columns in three languages, and ids that mean the same person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from cjm_research.errors import CjmError
from cjm_research.readers.participant_words import folded
from cjm_research.readers.participants import ID_NAMES
from cjm_research.readers.survey_table import table_rows
from cjm_research.readers.survey_words import read_heading
from cjm_research.readers.tables import SPEAKER_NAMES, TEXT_NAMES, column

INSTRUMENT_NAMES = frozenset((
    "instrument", "measure", "metric", "item", "wskaźnik", "miara", "narzędzie", "pozycja", "инструмент", "показатель",
    "метрика", "вопрос",
))  # fmt: skip
VALUE_NAMES = frozenset((
    "value", "answer", "score", "rating", "wartość", "odpowiedź", "ocena", "wynik", "значение", "ответ", "оценка",
    "балл",
))  # fmt: skip
GROUP_NAMES = frozenset(("group", "grupa", "группа"))
SCALE_NAMES = frozenset(("scale", "skala", "шкала"))
WAVE_NAMES = frozenset(("wave", "round", "fala", "pomiar", "tura", "волна", "замер", "этапопроса"))
STAGE_NAMES = frozenset(("stage", "etap", "этап"))
TOUCHPOINT_NAMES = frozenset(("touchpoint", "punktstyku", "punktkontaktu", "точкаконтакта", "контакт"))
CHANNEL_NAMES = frozenset(("channel", "collectedby", "kanał", "kanal", "канал"))
AT_NAMES = frozenset(("at", "date", "answeredat", "data", "datum", "дата"))


def is_survey_header(header: Sequence[str]) -> bool:
    """Whether a table with this header is a survey: it has participants and instruments, and no words of speakers."""
    if column(header, ID_NAMES) is None or {column(header, TEXT_NAMES), column(header, SPEAKER_NAMES)} != {None}:
        return False
    if column(header, INSTRUMENT_NAMES) is not None and column(header, VALUE_NAMES) is not None:
        return True
    return any(read_heading(cell).instrument is not None for cell in header)


def looks_like_survey(path: Path, *, named: bool = False) -> bool:
    """Whether a table's first row names participants and instruments.

    With `named`, because the file is called a survey, it is one unless it holds the turns of speakers.
    """
    from cjm_research.readers.transcripts import open_raw

    try:
        raw, format_name, _opened = open_raw(path, table=True)
        header = table_rows(raw, format_name)[0][0][1]
    except CjmError:
        return named
    spoken = column(header, TEXT_NAMES) is not None and column(header, SPEAKER_NAMES) is not None
    return is_survey_header(header) or (named and not spoken)


def like_known(names: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Ids that differ from a known one only in case, blanks or punctuation -> that one."""
    ids = set(known)
    by_form = {folded(name): name for name in sorted(ids)}
    return {name: by_form[folded(name)] for name in names if name not in ids and folded(name) in by_form}
