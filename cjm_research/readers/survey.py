"""Surveys: answers to instruments, one column an instrument (wide) or one row an answer (long), by participant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cjm_research.errors import BadValueError, CjmError, UnreadableFileError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import Answer, Instrument, term
from cjm_research.model.base import Model
from cjm_research.model.scheme import GROUPS
from cjm_research.readers.participant_words import meaning
from cjm_research.readers.participants import ID_NAMES
from cjm_research.readers.survey_header import (
    AT_NAMES,
    CHANNEL_NAMES,
    GROUP_NAMES,
    INSTRUMENT_NAMES,
    SCALE_NAMES,
    STAGE_NAMES,
    TOUCHPOINT_NAMES,
    VALUE_NAMES,
    WAVE_NAMES,
)
from cjm_research.readers.survey_table import (
    Naming,
    Row,
    instrument_of,
    sheet_namings,
    sidecar,
    table_rows,
    unknown_kind,
)
from cjm_research.readers.survey_words import read_heading, read_place
from cjm_research.readers.tables import column, listed_columns

MAX_ANSWERS = 500_000
MAX_ID = 200

# What people write where nobody answered.
_NO_ANSWER = frozenset(("-", "–", "—", "n/a", "b/d", "н/д", "#n/a"))
_WHOLE = re.compile(r"([+-]?[0-9]{1,6})(?:[.,]0{1,6})?")
_FRACTION = re.compile(r"[+-]?[0-9]{1,6}[.,][0-9]{1,6}")
_DIGIT = re.compile(r"[+-]?[0-9]")


class SurveyTable(Model):
    """What a survey's file holds.

    `answers` are sorted by row; `waves` in the order of their appearance; `texts` are (participant, column, words) of
    the columns asked for; `notes` say what every column was taken for.
    """

    instruments: tuple[Instrument, ...]
    answers: tuple[Answer, ...]
    waves: tuple[str, ...]
    texts: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Reading:
    """The table while it is read."""

    path: Path
    header: list[str]
    rows: list[Row]
    namings: dict[str, Naming]
    own_touchpoints: Mapping[str, str]
    wave: str
    channel: str
    notes: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)
    n_marks: int = 0
    positions: dict[frozenset[str], int | None] = field(default_factory=dict)

    def fail(self, what: str, *, row: int | None = None, expected: str = "", hint: str = "") -> CjmError:
        return UnreadableFileError.at(self.path, what, row=row, expected=expected, hint=hint)

    def where(self, names: frozenset[str]) -> int | None:
        if names not in self.positions:
            self.positions[names] = column(self.header, names)
        return self.positions[names]


def read_survey(
    path: Path | str,
    *,
    instruments: Mapping[str, Naming] | None = None,
    wave: str | None = None,
    channel: str = "",
    text_columns: Sequence[str] = (),
    own_touchpoints: Mapping[str, str] | None = None,
) -> SurveyTable:
    """The answers of a .csv, .tsv or .xlsx table.

    Wide: a column of participants and a column for each instrument, called by it (“CSAT: delivery”). Long: columns
    participant, instrument and value. Columns wave, channel, date and group are read in both.

    Parameters
    ----------
    instruments : mapping, optional
        Column -> what it is: an `Instrument`, words such as “csat 1-5: delivery”, fields as a mapping, or None for a
        column that is to be left alone. What stands here goes before a sheet “instruments”, that before a file
        ``NAME.instruments.toml``, and that before the headers.
    wave : str, optional
        The label of all answers, where the table has no column of waves.
    channel : str
        Where the answers were collected, where the table has no column for it.
    text_columns : sequence of str
        Columns of comments whose words are wanted.
    own_touchpoints : mapping, optional
        Names of touchpoints that the study added -> their labels.

    Raises
    ------
    UnreadableFileError
        It is no such table; a header leaves kind or scale open; an answer is off its scale, no whole number or given
        twice. File, row and column are named, and nothing is read.
    BadValueError
        `instruments` or `text_columns` name a column that is not there, or a wave is named twice over.
    """
    from cjm_research.readers.transcripts import open_raw

    path = Path(path)
    raw, format_name, opened = open_raw(path, table=True)
    rows, sheet = table_rows(raw, format_name)
    reading = _Reading(
        path=path,
        header=rows[0][1],
        rows=rows[1:],
        namings={**sidecar(path), **sheet_namings(path, sheet), **(instruments or {})},
        own_touchpoints=own_touchpoints or {},
        wave=wave or "",
        channel=channel,
        notes=list(opened),
    )
    _check_columns(reading, wave, text_columns)
    if reading.where(INSTRUMENT_NAMES) is not None and reading.where(VALUE_NAMES) is not None:
        _read_long(reading)
    else:
        _read_wide(reading, text_columns)
    _closing_notes(reading)
    return SurveyTable(
        instruments=tuple(reading.instruments.values()),
        answers=tuple(reading.answers),
        waves=tuple(dict.fromkeys(answer.wave for answer in reading.answers)),
        texts=_texts(reading, text_columns),
        notes=tuple(reading.notes),
    )


def _check_columns(reading: _Reading, wave: str | None, text_columns: Sequence[str]) -> None:
    if reading.where(ID_NAMES) is None:
        raise reading.fail(
            _("The table has no column of participants; its columns are: {columns}.").format(
                columns=listed_columns(reading.header)
            ),
            row=1,
            expected=_("A column called “participant” (or “id”) was expected."),
            hint=_("The id is the one that the interviews have, so that answers and words of a person meet."),
        )
    twice = sorted({cell for cell in reading.header if cell and reading.header.count(cell) > 1})
    if twice:
        raise reading.fail(
            _("The column “{column}” is there twice.").format(column=twice[0]), row=1, hint=_("Rename one of them.")
        )
    long = reading.where(INSTRUMENT_NAMES) is not None and reading.where(VALUE_NAMES) is not None
    for name in (*text_columns, *(() if long else reading.namings)):
        if name not in reading.header:
            raise BadValueError.at(
                reading.path,
                _("The table has no column “{column}”; its columns are: {columns}.").format(
                    column=name, columns=listed_columns(reading.header)
                ),
            )
    if wave and reading.where(WAVE_NAMES) is not None:
        raise BadValueError.at(
            reading.path,
            _("The table has a column of waves, and a wave was named for all of it. Leave one of them out."),
        )


def _read_wide(reading: _Reading, text_columns: Sequence[str]) -> None:
    columns = _instrument_columns(reading, text_columns)
    places = (reading.where(TOUCHPOINT_NAMES), reading.where(STAGE_NAMES))
    at_place: dict[tuple[int, str, str], Instrument] = {}
    for number, row in reading.rows:
        _check_width(reading, number, row)
        person = _person(reading, number, row)
        touchpoint, stage = (_at(row, position) for position in places)
        for position, instrument in columns.items():
            known = (position, touchpoint, stage)
            if known not in at_place:
                at_place[known] = _placed(reading, number, instrument, touchpoint, stage)
            told = at_place[known]
            reading.instruments.setdefault(told.key, told)
            _take(reading, number, row, person, told, reading.header[position], _at(row, position))


def _instrument_columns(reading: _Reading, text_columns: Sequence[str]) -> dict[int, Instrument]:
    """The columns that hold answers; what was taken for what, and what was not read, is noted."""
    names = (ID_NAMES, WAVE_NAMES, CHANNEL_NAMES, AT_NAMES, GROUP_NAMES, TOUCHPOINT_NAMES, STAGE_NAMES)
    fixed = {reading.where(name) for name in names}
    columns: dict[int, Instrument] = {}
    by_key: dict[str, str] = {}
    unread = []
    for position, cell in enumerate(reading.header):
        if position in fixed or not cell or cell in text_columns:
            continue
        instrument = _column_instrument(reading, position)
        if instrument is None:
            unread.append(cell)
            continue
        if instrument.key in by_key:
            raise reading.fail(
                _("The columns “{first}” and “{second}” both are “{instrument}”.").format(
                    first=by_key[instrument.key], second=cell, instrument=instrument.title
                ),
                row=1,
                hint=_("Say behind a colon what each is about, such as “CSAT: delivery”."),
            )
        columns[position], by_key[instrument.key] = instrument, cell
    if not columns:
        raise _nothing_to_read(reading)
    if unread:
        reading.notes.append(
            ngettext(
                "This column names no instrument and was not read: {columns}.",
                "These columns name no instrument and were not read: {columns}.",
                len(unread),
            ).format(columns=listed_columns(unread))
        )
    return columns


def _placed(reading: _Reading, number: int, instrument: Instrument, touchpoint: str, stage: str) -> Instrument:
    """The instrument as it was asked about the touchpoint and stage that the row names."""
    if not (touchpoint or stage):
        return instrument
    place = read_place(touchpoint + (f" @ {stage}" if stage else ""), reading.own_touchpoints)
    if place.problem:
        raise reading.fail(place.problem, row=number)
    return Instrument.of(
        instrument.kind,
        low=instrument.low,
        high=instrument.high,
        higher_is_better=instrument.higher_is_better,
        top_box=instrument.top_box,
        question=instrument.question,
        touchpoint=place.touchpoint or instrument.touchpoint,
        stage=place.stage or instrument.stage,
        topic=place.topic or instrument.topic,
    )


def _column_instrument(reading: _Reading, position: int) -> Instrument | None:
    cell = reading.header[position]
    if cell in reading.namings:
        instrument = instrument_of(
            reading.namings[cell], cell, lambda what: reading.fail(what, row=1), reading.own_touchpoints
        )
        if instrument is not None:
            reading.notes.append(_taken(cell, instrument))
        return instrument
    heading = read_heading(cell, reading.own_touchpoints)
    if heading.instrument is None and not heading.problem:
        return None
    # “Why did you give this rating?” names a rating, and its cells are words.
    if not any(_DIGIT.match(_at(row, position)) for _number, row in reading.rows):
        return None
    if heading.instrument is None:
        raise reading.fail(
            _("Column “{column}”: {why}").format(column=cell, why=heading.problem),
            row=1,
            hint=_("Or say what the column is in a sheet “instruments” or with instruments=."),
        )
    reading.notes.append(_taken(cell, heading.instrument, heading.assumed))
    return heading.instrument


def _taken(cell: str, instrument: Instrument, assumed: str = "") -> str:
    direction = _("high is good") if instrument.higher_is_better else _("low is good")
    said = _("“{column}” was taken for: {instrument}, scale {scale}, {direction}.").format(
        column=cell, instrument=instrument.title, scale=instrument.scale, direction=direction
    )
    return f"{said} {assumed}" if assumed else said


def _nothing_to_read(reading: _Reading) -> CjmError:
    return reading.fail(
        _("No column names an instrument; the columns are: {columns}.").format(columns=listed_columns(reading.header)),
        row=1,
        expected=_(
            "Columns such as “CSAT”, “NPS”, “CES 2.0: delivery” or “rating 1-5: phone @ purchase” were expected."
        ),
        hint=_("Rename the columns, or say what they are in a sheet “instruments” or with instruments=."),
    )


def _read_long(reading: _Reading) -> None:
    named, value, scale = (reading.where(names) for names in (INSTRUMENT_NAMES, VALUE_NAMES, SCALE_NAMES))
    stage, touchpoint = reading.where(STAGE_NAMES), reading.where(TOUCHPOINT_NAMES)
    known: dict[tuple[str, ...], Instrument] = {}
    for number, row in reading.rows:
        _check_width(reading, number, row)
        person = _person(reading, number, row)
        words = tuple(_at(row, position) for position in (named, scale, touchpoint, stage))
        if words not in known:
            known[words] = _row_instrument(reading, number, *words)
        instrument = known[words]
        reading.instruments.setdefault(instrument.key, instrument)
        _take(reading, number, row, person, instrument, reading.header[value or 0], _at(row, value))
    if not reading.answers:
        reading.notes.append(_("The table has a header but no answers."))


def _row_instrument(reading: _Reading, number: int, words: str, scale: str, touchpoint: str, stage: str) -> Instrument:
    if not words:
        raise reading.fail(_("The row names no instrument."), row=number)
    if words in reading.namings and reading.namings[words] is not None:
        instrument = instrument_of(
            reading.namings[words], words, lambda what: reading.fail(what, row=number), reading.own_touchpoints
        )
        assert instrument is not None  # None was asked for above
        reading.notes.append(_taken(words, instrument))
        return instrument
    about = (f": {touchpoint}" if touchpoint else "") + (f" @ {stage}" if stage else "")
    full = f"{words} {scale}{about}".strip()
    heading = read_heading(full, reading.own_touchpoints)
    if heading.instrument is None:
        raise reading.fail(
            _("Instrument “{name}”: {why}").format(name=full, why=heading.problem or unknown_kind()),
            row=number,
            hint=_("Or say what it is in a sheet “instruments” or with instruments=."),
        )
    reading.notes.append(_taken(full, heading.instrument, heading.assumed))
    return heading.instrument


def _take(
    reading: _Reading, number: int, row: Sequence[str], person: str, instrument: Instrument, name: str, cell: str
) -> None:
    """Add the answer of a cell; nothing where the cell is empty."""
    if not cell:
        return
    if cell.casefold() in _NO_ANSWER:
        reading.n_marks += 1
        return
    value = _value(reading, number, instrument, name, cell)
    wave = _at(row, reading.where(WAVE_NAMES)) or reading.wave
    place = (instrument.key, person, wave)
    if place in reading.seen:
        raise reading.fail(
            _("Column “{column}”: “{person}” has answered already in row {first}.").format(
                column=name, person=person, first=reading.seen[place]
            ),
            row=number,
            expected=_("One answer of a person to an instrument in a wave."),
            hint=_("If these are two times of asking, add a column “wave”."),
        )
    reading.seen[place] = number
    if len(reading.answers) >= MAX_ANSWERS:
        raise reading.fail(
            _("The table holds more than {n} answers.").format(n=format_number(MAX_ANSWERS)),
            hint=_("Split it into several tables."),
        )
    reading.answers.append(
        Answer(
            participant=person,
            instrument=instrument.key,
            wave=wave,
            value=value,
            channel=_at(row, reading.where(CHANNEL_NAMES)) or reading.channel,
            at=_at(row, reading.where(AT_NAMES)),
            group=_group(reading, number, _at(row, reading.where(GROUP_NAMES))),
        )
    )


def _value(reading: _Reading, number: int, instrument: Instrument, name: str, cell: str) -> float:
    shown = cell if len(cell) <= 40 else cell[:40] + "…"
    whole = _WHOLE.fullmatch(cell)
    ends = _("A whole number from {low} to {high} was expected.").format(low=instrument.low, high=instrument.high)
    if whole is None:
        if _FRACTION.fullmatch(cell):
            what = _("Column “{column}”: {value} is no whole number; people choose one answer of the scale.")
        else:
            what = _("Column “{column}”: “{value}” is no number.")
        raise reading.fail(
            what.format(column=name, value=shown),
            row=number,
            expected=ends,
            hint=_("Leave the cell empty where nobody answered."),
        )
    value = int(whole[1])
    if not instrument.low <= value <= instrument.high:
        raise reading.fail(
            _("Column “{column}”: {value} lies outside the scale.").format(column=name, value=value),
            row=number,
            expected=ends,
            hint=_("If people answered on another scale, write it into the header, such as “rating 1-10”."),
        )
    return float(value)


def _person(reading: _Reading, number: int, row: Sequence[str]) -> str:
    person = _at(row, reading.where(ID_NAMES))
    if not person:
        raise reading.fail(
            _("The row has no participant."), row=number, hint=_("Give the person an id or delete the row.")
        )
    if len(person) > MAX_ID:
        raise reading.fail(_("The id of the participant is longer than {n} characters.").format(n=MAX_ID), row=number)
    return person


def _group(reading: _Reading, number: int, cell: str) -> str:
    if not cell:
        return ""
    key = meaning("group", cell)
    if key is None:
        raise reading.fail(
            _("The value “{value}” is not known.").format(value=cell),
            row=number,
            expected=_("One of {known} was expected.").format(known=", ".join(term("group", key) for key in GROUPS)),
        )
    return key


def _check_width(reading: _Reading, number: int, row: Sequence[str]) -> None:
    extra = len(row) - len(reading.header)
    if extra > 0:
        raise reading.fail(
            ngettext(
                "The row has {n} cell more than the header.", "The row has {n} cells more than the header.", extra
            ).format(n=extra),
            row=number,
            hint=_("A value that holds the separator must stand in quotes."),
        )


def _closing_notes(reading: _Reading) -> None:
    if reading.n_marks:
        message = ngettext(
            "{n} cell with a mark such as “-” or “n/a” counts as no answer.",
            "{n} cells with a mark such as “-” or “n/a” count as no answer.",
            reading.n_marks,
        )
        reading.notes.append(message.format(n=format_number(reading.n_marks)))
    answered = {answer.instrument for answer in reading.answers}
    silent = [instrument.title for key, instrument in reading.instruments.items() if key not in answered]
    if silent:
        reading.notes.append(_("Nobody answered: {instruments}.").format(instruments=", ".join(silent)))


def _texts(reading: _Reading, text_columns: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    ids, found = reading.where(ID_NAMES), []
    for name in text_columns:
        position = reading.header.index(name)
        found += [(_at(row, ids), name, _at(row, position)) for _number, row in reading.rows if _at(row, position)]
    return tuple(found)


def _at(row: Sequence[str], position: int | None) -> str:
    return row[position] if position is not None and position < len(row) else ""
