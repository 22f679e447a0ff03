"""Which answers a question about a survey means: of which instrument, wave and group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.measures.satisfaction import Satisfaction, satisfaction
from cjm_research.measures.survey_tables import By, SatisfactionTable, rankings
from cjm_research.measures.waves import WaveComparison, check_same_instrument, compare_waves
from cjm_research.model import Answer, Instrument, Participant, term
from cjm_research.storage.surveys import wave_name
from cjm_research.study.selection import DEFAULT_GROUP

# What one group of people answered: (instrument, wave) -> person -> value.
Values = dict[tuple[str, str], dict[str, float]]


@dataclass(frozen=True)
class Survey:
    """The answers of one group of people; `remarks` say who is left out and what was supposed."""

    instruments: tuple[Instrument, ...]
    waves: tuple[str, ...]
    values: Values
    group: str
    remarks: tuple[str, ...] = ()

    def of(self, instrument: Instrument, wave: str) -> dict[str, float]:
        """Person -> answer; empty where nobody answered."""
        return self.values.get((instrument.key, wave), {})

    def waves_of(self, instrument: Instrument) -> tuple[str, ...]:
        """The waves in which people of the group answered the instrument, first to last."""
        return tuple(wave for wave in self.waves if self.of(instrument, wave))


def survey_of(
    instruments: Sequence[Instrument],
    waves: Sequence[str],
    answers: Sequence[Answer],
    participants: Sequence[Participant],
    group: str | None = None,
) -> Survey:
    """The answers of one group: of the one named, else of the only one, else of the customers.

    Raises
    ------
    UnknownNameError
        Nobody of that group answered, or there are no answers at all.
    """
    groups = group_of_people(answers, participants)
    known = sorted(set(groups.values()))
    if not known:
        raise UnknownNameError(
            _("The study holds no survey yet. Import one: {command}").format(
                command="cjm import survey.csv --study DIR"
            )
        )
    if group is not None and group not in known:
        raise UnknownNameError(
            _("Nobody of the group “{group}” answered. Known: {known}.").format(group=group, known=", ".join(known))
        )
    chosen = group or (DEFAULT_GROUP if DEFAULT_GROUP in known else known[0])
    values: Values = defaultdict(dict)
    for answer in answers:
        if groups[answer.participant] == chosen:
            values[answer.instrument, answer.wave][answer.participant] = answer.value
    others = sum(other != chosen for other in groups.values())
    remarks = []
    if others:
        remark = ngettext(
            "Only the group “{group}” is shown; {n} person of other groups is left out.",
            "Only the group “{group}” is shown; {n} people of other groups are left out.",
            others,
        )
        remarks.append(remark.format(group=term("group", chosen), n=format_number(others)))
    return Survey(tuple(instruments), tuple(waves), dict(values), chosen, tuple(remarks))


def group_of_people(answers: Sequence[Answer], participants: Sequence[Participant]) -> dict[str, str]:
    """Person -> group: that of the study, else that of the survey's table, else customer."""
    known = {person.id: person.group for person in participants}
    told: dict[str, str] = {}
    for answer in answers:
        if answer.participant in known:
            told[answer.participant] = known[answer.participant]
        elif answer.group or answer.participant not in told:
            told[answer.participant] = answer.group or DEFAULT_GROUP
    return told


def chosen_instrument(survey: Survey, name: str | None, wave: str | None = None) -> Instrument:
    """The instrument that a key, a name or a kind means; the only one where nothing is named.

    Raises
    ------
    UnknownNameError
        There is none, or several are meant.
    """
    asked = [i for i in survey.instruments if survey.waves_of(i) and (wave is None or survey.of(i, wave))]
    if name is None:
        found = asked
    else:
        found = [i for i in asked if i.key == name] or [i for i in asked if name in (i.title, i.kind)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(i.key for i in (found or survey.instruments)) or "-"
    if found:
        raise UnknownNameError(_("Several instruments are meant: {known}. Name one of them.").format(known=known))
    raise UnknownNameError(
        _("There is no instrument “{name}” in the study. Known: {known}.").format(name=name or "", known=known)
    )


def chosen_wave(survey: Survey, instrument: Instrument, wave: str | None) -> tuple[str, tuple[str, ...]]:
    """The wave that is meant, and a remark where the last of several was supposed.

    Raises
    ------
    UnknownNameError
        Nobody answered the instrument in that wave.
    """
    waves = survey.waves_of(instrument)
    if wave is not None and wave not in waves:
        raise UnknownNameError(
            _("Nobody answered “{instrument}” in the wave “{wave}”. Known: {known}.").format(
                instrument=instrument.title, wave=wave, known=", ".join(map(wave_name, waves)) or "-"
            )
        )
    if wave is not None or len(waves) == 1:
        return waves[0] if wave is None else wave, ()
    return waves[-1], (_("The answers are those of the last wave, “{wave}”.").format(wave=wave_name(waves[-1])),)


def satisfaction_table(survey: Survey, instrument: str | None, wave: str | None, by: By | None) -> SatisfactionTable:
    """The figures that somebody asks for.

    Raises
    ------
    UnknownNameError
        There is no such instrument or wave.
    BadValueError
        Nothing was asked about a touchpoint or stage.
    """
    if by not in (None, "touchpoint", "stage"):
        raise BadValueError(_("Figures can be had by “touchpoint” or by “stage”, not by “{by}”.").format(by=by))
    if wave is not None and wave not in survey.waves:
        raise _no_wave(survey, wave)
    asked = [i for i in survey.instruments if survey.waves_of(i)]
    if instrument is not None:
        named = [i for i in asked if i.key == instrument] or [i for i in asked if instrument in (i.title, i.kind)]
        asked = named or [chosen_instrument(survey, instrument)]
    if by is not None:
        return _by_place(survey, asked, wave, by)
    rows = tuple(
        satisfaction(one, survey.of(one, label), wave=label, group=survey.group)
        for one in asked
        for label in survey.waves_of(one)
        if wave is None or label == wave
    )
    return SatisfactionTable(rows=rows, remarks=survey.remarks)


def _by_place(survey: Survey, asked: Sequence[Instrument], wave: str | None, by: By) -> SatisfactionTable:
    about = [i for i in asked if getattr(i, by)]
    if not about:
        raise BadValueError(
            _("Nothing was asked about a touchpoint. Write it into the header, such as “rating 1-5: phone”.")
            if by == "touchpoint"
            else _("Nothing was asked about a stage. Write it into the header, such as “rating 1-5 @ purchase”.")
        )
    remarks = list(survey.remarks)
    if wave is None:
        wave = max((label for i in about for label in survey.waves_of(i)), key=survey.waves.index)
        if len({label for i in about for label in survey.waves_of(i)}) > 1:
            remarks.append(_("The answers are those of the last wave, “{wave}”.").format(wave=wave_name(wave)))
    groups: dict[tuple, list[Instrument]] = defaultdict(list)
    for one in about:
        if survey.of(one, wave):
            groups[(*one.scale_key, getattr(one, by))].append(one)
    rows = [_pooled(survey, members, wave, by) for members in groups.values()]
    if any(len(members) > 1 for members in groups.values()):
        remarks.append(_("Where a person gave several marks to one of these, the mean of them counts."))
    scales = {found.instrument.scale_key for found in rows}
    if len(scales) > 1:
        remarks.append(_("Different scales are ranked apart; they cannot be set against each other."))
    rows.sort(key=lambda found: (found.instrument.scale_key, found.percent, found.instrument.key))
    return SatisfactionTable(rows=tuple(rows), by=by, rankings=rankings(rows, by), remarks=tuple(remarks))


def _pooled(survey: Survey, members: Sequence[Instrument], wave: str, by: By) -> Satisfaction:
    """The figure of a touchpoint or stage from all instruments about it, one value a person."""
    if len(members) == 1:
        return satisfaction(members[0], survey.of(members[0], wave), wave=wave, group=survey.group)
    given: dict[str, list[float]] = defaultdict(list)
    for one in members:
        for who, value in survey.of(one, wave).items():
            given[who].append(value)
    first = members[0]
    about = Instrument.of(
        first.kind,
        low=first.low,
        high=first.high,
        higher_is_better=first.higher_is_better,
        top_box=first.top_box,
        touchpoint=first.touchpoint if by == "touchpoint" else None,
        stage=first.stage if by == "stage" else None,
    )
    values = {who: fmean(marks) for who, marks in given.items()}
    return satisfaction(about, values, wave=wave, group=survey.group)


def wave_comparison(survey: Survey, name: str | None, first: str, second: str, *, seed: int) -> WaveComparison:
    """One instrument in two waves.

    Raises
    ------
    BadValueError
        The waves were asked with different instruments, or are the same.
    UnknownNameError
        There is no such instrument or wave.
    """
    for wave in (first, second):
        if wave not in survey.waves:
            raise _no_wave(survey, wave)
    exact = [one for one in survey.instruments if one.key == name]
    before, after = exact * 2 if exact else [chosen_instrument(survey, name, wave) for wave in (first, second)]
    check_same_instrument(before, after)
    figures = [
        satisfaction(one, survey.of(one, chosen_wave(survey, one, wave)[0]), wave=wave, group=survey.group)
        for one, wave in ((before, first), (after, second))
    ]
    return compare_waves(*figures, seed=seed)


def all_changes(survey: Survey, name: str | None = None, *, seed: int) -> tuple[WaveComparison, ...]:
    """The change from each wave to the next of every instrument, or of those that a key, a name or a kind means."""
    asked = [one for one in survey.instruments if name is None or name in (one.key, one.title, one.kind)]
    return tuple(
        wave_comparison(survey, one.key, first, second, seed=seed)
        for one in asked
        for first, second in pairwise(survey.waves_of(one))
    )


def _no_wave(survey: Survey, wave: str) -> UnknownNameError:
    return UnknownNameError(
        _("There is no wave “{wave}” in the study. Known: {known}.").format(
            wave=wave, known=", ".join(map(wave_name, survey.waves)) or "-"
        )
    )


def touchpoint_ratings(
    survey: Survey, places: Collection[tuple[str | None, str | None]]
) -> Mapping[tuple[str | None, str | None], Satisfaction]:
    """The latest figure for each (touchpoint, stage): of that very place, else of the touchpoint alone."""
    found = {}
    for touchpoint, stage in places:
        fitting = [i for i in survey.instruments if touchpoint and i.touchpoint == touchpoint and survey.waves_of(i)]
        exact = [i for i in fitting if i.stage == stage] or [i for i in fitting if i.stage is None]
        if exact:
            wave = survey.waves_of(exact[0])[-1]
            values = survey.of(exact[0], wave)
            found[touchpoint, stage] = satisfaction(exact[0], values, wave=wave, group=survey.group)
    return found
