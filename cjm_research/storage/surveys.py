"""Surveys in the database: the first answer locks the scale of an instrument, and answers are never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Answer, Instrument
from cjm_research.storage import schema
from cjm_research.storage.database import Database
from cjm_research.storage.records import Clock, to_json

# Fields of an answer in the order of the table's columns.
_FIELDS = (
    ("instrument", "instrument"), ("participant", "participant"), ("wave", "wave"), ("value", "value"),
    ("channel", "channel"), ("answered_at", "at"), ("group_key", "group"),
)  # fmt: skip


class Surveys:
    """The surveys of a study; every method is one transaction.

    Parameters
    ----------
    database : Database
        The study's.
    clock : callable
        Gives the time for the audit trail.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments in the order of their first import."""
        with self._database.read() as connection:
            return tuple(_instruments(connection).values())

    def answers(self) -> tuple[Answer, ...]:
        """All answers, in the order of instruments, waves and people."""
        c = schema.answers.c
        query = (
            sa.select(*(c[name] for name, _field in _FIELDS))
            .join_from(schema.answers, schema.instruments, schema.instruments.c.key == c.instrument)
            .join(schema.survey_waves, schema.survey_waves.c.label == c.wave)
            .order_by(schema.instruments.c.position, schema.survey_waves.c.position, c.id)
        )
        names = [field for _name, field in _FIELDS]
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        # What was checked when it came in is not checked again: a survey may hold hundreds of thousands of answers.
        return tuple(Answer.model_construct(**dict(zip(names, row, strict=True))) for row in rows)

    def imported_at(self) -> frozenset[str]:
        """When answers came in: the times of the imports."""
        with self._database.read() as connection:
            return frozenset(connection.execute(sa.select(schema.answers.c.at).distinct()).scalars())

    def waves(self) -> tuple[str, ...]:
        """The labels of the waves, first to last."""
        with self._database.read() as connection:
            return _waves(connection)

    def add(
        self, instruments: Iterable[Instrument], answers: Sequence[Answer], *, waves: Iterable[str] = (), file: str = ""
    ) -> tuple[int, int]:
        """Take in a survey, all of it or nothing.

        Parameters
        ----------
        instruments : iterable of Instrument
            Those of the answers; known ones must have the scale they had.
        answers : sequence of Answer
            Each (instrument, participant, wave) once.
        waves : iterable of str
            Labels in their order; new ones come after those that the study has.
        file : str
            Where the answers come from, for the record.

        Returns
        -------
        (int, int)
            How many answers are new, and how many were there already with the same value.

        Raises
        ------
        BadValueError
            An instrument has another scale than before, or somebody answered otherwise before.
        """
        with self._database.write() as connection:
            _put_instruments(connection, instruments)
            _put_waves(connection, [*waves, *(answer.wave for answer in answers)])
            new = _new_answers(connection, answers)
            _insert(connection, new, file, self._clock())
            return len(new), len(answers) - len(new)

    def change_instrument(self, instrument: Instrument) -> None:
        """Store another name or question of an instrument, or anything of one that nobody has answered yet.

        Raises
        ------
        UnknownNameError
            The study has no instrument of that key.
        BadValueError
            There are answers, and its scale, direction, stage or touchpoint would change.
        """
        with self._database.write() as connection:
            if instrument.key not in _instruments(connection):
                raise UnknownNameError(_("There is no instrument “{name}” in the study.").format(name=instrument.key))
            _put_instruments(connection, [instrument])

    def order_waves(self, labels: Sequence[str]) -> None:
        """Put the waves in this order.

        Raises
        ------
        BadValueError
            The labels are not those of the study, each once.
        """
        with self._database.write() as connection:
            if sorted(labels) != sorted(_waves(connection)):
                raise BadValueError(
                    _("The waves of the study are: {known}. Name each of them once.").format(
                        known=", ".join(map(wave_name, _waves(connection))) or "-"
                    )
                )
            for position, label in enumerate(labels):
                table = schema.survey_waves
                connection.execute(sa.update(table).where(table.c.label == label).values(position=position))

    def remove(self, instrument: str, wave: str | None = None) -> int:
        """Take out the answers to an instrument, of one wave or all; without answers the instrument goes too.

        Returns
        -------
        int
            How many answers were removed.

        Raises
        ------
        UnknownNameError
            There is no such instrument, or nobody answered it in that wave.
        """
        c = schema.answers.c
        with self._database.write() as connection:
            known = _instruments(connection)
            if instrument not in known:
                raise UnknownNameError(
                    _("There is no instrument “{name}” in the study. Known: {known}.").format(
                        name=instrument, known=", ".join(known) or "-"
                    )
                )
            where = [c.instrument == instrument] + ([] if wave is None else [c.wave == wave])
            n = connection.execute(sa.delete(schema.answers).where(*where)).rowcount
            if wave is not None and not n:
                raise UnknownNameError(
                    _("Nobody answered “{instrument}” in the wave “{wave}”.").format(instrument=instrument, wave=wave)
                )
            forget_unused(connection)
            return n


def wave_name(label: str) -> str:
    """A wave for people: its label, or words for the wave without one."""
    return label or _("(without a label)")


def remove_answers(connection: sa.Connection, participant: str) -> int:
    """Delete everything that a person answered, inside the caller's transaction; how many answers it was."""
    table = schema.answers
    n = connection.execute(sa.delete(table).where(table.c.participant == participant)).rowcount
    if n:
        forget_unused(connection)
    return n


def forget_unused(connection: sa.Connection) -> None:
    """Delete instruments and waves that no answer is left of, so that a corrected table may bring other scales."""
    for table, column, used in (
        (schema.instruments, schema.instruments.c.key, schema.answers.c.instrument),
        (schema.survey_waves, schema.survey_waves.c.label, schema.answers.c.wave),
    ):
        connection.execute(sa.delete(table).where(column.not_in(sa.select(used))))


def _instruments(connection: sa.Connection) -> dict[str, Instrument]:
    table = schema.instruments
    rows = connection.execute(sa.select(table.c.key, table.c.definition).order_by(table.c.position))
    return {row.key: Instrument.model_validate(json.loads(row.definition)) for row in rows}


def _waves(connection: sa.Connection) -> tuple[str, ...]:
    table = schema.survey_waves
    return tuple(connection.execute(sa.select(table.c.label).order_by(table.c.position)).scalars())


def _put_instruments(connection: sa.Connection, instruments: Iterable[Instrument]) -> None:
    table, known = schema.instruments, _instruments(connection)
    answered = set(connection.execute(sa.select(schema.answers.c.instrument).distinct()).scalars())
    position = connection.execute(sa.select(sa.func.max(table.c.position))).scalar()
    for instrument in instruments:
        before = known.get(instrument.key)
        if before is not None and instrument.key in answered and before.locked_differences(instrument):
            raise _locked(before, instrument)
        definition = to_json(instrument.model_dump(mode="json"))
        if before is None:
            position = 0 if position is None else position + 1
            connection.execute(sa.insert(table).values(key=instrument.key, position=position, definition=definition))
        elif before != instrument:
            connection.execute(sa.update(table).where(table.c.key == instrument.key).values(definition=definition))
        known[instrument.key] = instrument


def _locked(before: Instrument, after: Instrument) -> BadValueError:
    return BadValueError(
        _(
            "“{name}” was answered on the scale {before}, and the scale of an instrument never changes (now {after}; "
            "different: {fields}). Another scale is another instrument: give it another key, or take the earlier "
            "answers out first."
        ).format(
            name=before.key,
            before=before.scale,
            after=after.scale,
            fields=", ".join(before.locked_differences(after)),
        )
    )


def _put_waves(connection: sa.Connection, labels: Iterable[str]) -> None:
    known = _waves(connection)
    new = [label for label in dict.fromkeys(labels) if label not in known]
    position = connection.execute(sa.select(sa.func.max(schema.survey_waves.c.position))).scalar()
    start = 0 if position is None else position + 1
    if new:
        rows = [{"label": label, "position": start + n} for n, label in enumerate(new)]
        connection.execute(sa.insert(schema.survey_waves), rows)


def _new_answers(connection: sa.Connection, answers: Sequence[Answer]) -> list[Answer]:
    c = schema.answers.c
    keys = sorted({answer.instrument for answer in answers})
    query = sa.select(c.instrument, c.participant, c.wave, c.value).where(c.instrument.in_(keys))
    known = {(row.instrument, row.participant, row.wave): row.value for row in connection.execute(query)}
    new = []
    for answer in answers:
        before = known.get((answer.instrument, answer.participant, answer.wave))
        if before is None:
            new.append(answer)
        elif before != answer.value:
            raise BadValueError(
                _(
                    "“{person}” has answered “{instrument}” in the wave “{wave}” already, with {before} and not "
                    "{after}. Answers are never changed: take them out of the study first, then import the table again."
                ).format(
                    person=answer.participant,
                    instrument=answer.instrument,
                    wave=wave_name(answer.wave),
                    before=f"{before:g}",
                    after=f"{answer.value:g}",
                )
            )
    return new


def _insert(connection: sa.Connection, answers: Sequence[Answer], file: str, at: str) -> None:
    start = (connection.execute(sa.select(sa.func.max(schema.answers.c.id))).scalar() or 0) + 1
    rows = [
        {
            "id": start + n,
            "file_name": file,
            "at": at,
            **{column: getattr(answer, field) for column, field in _FIELDS},
        }
        for n, answer in enumerate(answers)
    ]
    if rows:
        connection.execute(sa.insert(schema.answers), rows)
