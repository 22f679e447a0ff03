"""The verbs for surveys: what people answered beside their interviews, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, ngettext
from cjm_research.model import Answer, Instrument, SurveyReport, code_name, term
from cjm_research.model.scheme import KINDS
from cjm_research.study.base import StudyBase

if TYPE_CHECKING:
    import pandas as pd

    from cjm_research.measures.exact import OutcomeTable
    from cjm_research.measures.priorities import PainPriorities, PainPriority
    from cjm_research.measures.satisfaction import Satisfaction
    from cjm_research.measures.survey_tables import By, SatisfactionTable
    from cjm_research.measures.waves import WaveComparison
    from cjm_research.model.journey import RankedPain
    from cjm_research.readers.survey_table import Naming
    from cjm_research.rendering.report_measures import MeasuresView
    from cjm_research.study.selection import Selection
    from cjm_research.study.surveys import Survey


class SurveyVerbs(StudyBase):
    """Importing surveys and asking what people answered, by group, never across groups or scales."""

    if TYPE_CHECKING:  # the choice of people and codings is that of the drafts

        def _selection(self, group: str | None, *, from_tags: bool = False, only: str | None = None) -> Selection: ...

    # Coming in and going out

    def import_survey(
        self,
        path: str | Path,
        *,
        wave: str | None = None,
        instruments: Mapping[str, Naming] | None = None,
        channel: str = "",
        text_columns: Sequence[str] = (),
        language: str | None = None,
    ) -> SurveyReport:
        """Take in the answers of a CSV or XLSX table, all of them or none.

        The participants are those of the interviews, by id; the answers of other people are kept too. See
        docs/measures.md for the forms of the table.

        Parameters
        ----------
        wave : str, optional
            When it was asked, where the table has no column for it: “before”, “spring”.
        instruments : mapping, optional
            Column -> what it is, where the headers do not say it: “csat 1-5: delivery”, an `Instrument`, or None.
        channel : str
            Where the answers were collected: site, email, call, app ...
        text_columns : sequence of str
            Columns of comments. Those of people without an interview come in as texts to be tagged and grouped.
        language : str, optional
            That of the comments, where it is not recognised.

        Raises
        ------
        UnreadableFileError, BadValueError
            Something cannot be read, has another scale than before, or was answered otherwise before; the message
            names file, row and column, and nothing is changed.
        """
        from cjm_research.readers import read_survey
        from cjm_research.readers.cleaning import clean
        from cjm_research.storage import ImportBatch
        from cjm_research.study.survey_import import comments, join

        table = read_survey(
            path,
            instruments=instruments,
            wave=wave and clean(wave).strip(),
            channel=clean(channel).strip(),
            text_columns=text_columns,
            own_touchpoints=self._own_touchpoints(),
        )
        interviews, participants = self.store.who()
        joined = join(path, table, participants, interviews)
        texts, notes = comments(path, table, interviews, self.settings.languages, language)
        n_new, n_known = self.store.surveys.add(
            table.instruments, table.answers, waves=table.waves, file=Path(path).name
        )
        outcome = self.store.import_batch(ImportBatch(transcripts=tuple(texts)), strict=True) if texts else None
        return SurveyReport(
            instruments=table.instruments,
            waves=table.waves,
            n_answers=n_new,
            n_known=n_known,
            n_people=len({answer.participant for answer in table.answers}),
            respondents=joined.respondents,
            n_texts=len(outcome.imported) if outcome else 0,
            notes=(*table.notes, *joined.notes, *notes),
        )

    def remove_survey(self, instrument: str, wave: str | None = None) -> int:
        """Take out the answers to an instrument, of one wave or all; how many they were. It cannot be undone.

        Raises
        ------
        UnknownNameError
            There is no such instrument, or nobody answered it in that wave.
        """
        return self.store.surveys.remove(instrument, wave)

    def change_instrument(self, key: str, *, name: str | None = None, question: str | None = None) -> Instrument:
        """Give an instrument another name or the wording of its question; its scale never changes.

        Raises
        ------
        UnknownNameError
            There is no such instrument.
        """
        from cjm_research.readers.cleaning import clean

        known = {one.key: one for one in self.instruments}
        if key not in known:
            raise UnknownNameError(
                _("There is no instrument “{name}” in the study. Known: {known}.").format(
                    name=key, known=", ".join(known) or "-"
                )
            )
        changes = {
            field: clean(value).strip()
            for field, value in (("name", name), ("question", question))
            if value is not None
        }
        changed = known[key].model_copy(update=changes)
        self.store.surveys.change_instrument(changed)
        return changed

    def order_waves(self, *labels: str) -> None:
        """Put the waves in this order; they stand in that of their import otherwise."""
        self.store.surveys.order_waves(labels)

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments that people answered, in the order of their import."""
        return self.store.surveys.instruments()

    @property
    def waves(self) -> tuple[str, ...]:
        """The labels of the waves, first to last."""
        return self.store.surveys.waves()

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All answers, by instrument, wave and person."""
        return self.store.surveys.answers()

    def answers_frame(self) -> pd.DataFrame:
        """One row an answer, by instrument, wave and order of import.

        Columns: participant, group, interviewed (whether the person has an interview), instrument (key), name, kind,
        scale, touchpoint, stage, wave, value, percent (of the maximum, 100 is best), favourable, channel, at.
        """
        from cjm_research.frames import answers_frame
        from cjm_research.study.surveys import group_of_people

        with self._speaking():
            answers, instruments = self.answers, self.instruments
            interviews, participants = self.store.who()
            return answers_frame(answers, instruments, group_of_people(answers, participants), interviews)

    # Asking

    def satisfaction(
        self,
        instrument: str | None = None,
        wave: str | None = None,
        group: str | None = None,
        *,
        by: By | None = None,
    ) -> SatisfactionTable:
        """The figures of every instrument and wave, with people and intervals; `print` says them in words.

        Parameters
        ----------
        instrument : str, optional
            A key, a name, or a kind such as “nps”.
        wave : str, optional
            One wave only. By touchpoint or stage, the last one where none is named.
        group : str, optional
            People of this group; the customers where several answered and none is named.
        by : {"touchpoint", "stage"}, optional
            Put what was asked about touchpoints or stages in order, as far as the intervals allow.

        Raises
        ------
        UnknownNameError, BadValueError
            There is no such instrument, wave or group, or nothing was asked about touchpoints or stages.
        """
        from cjm_research.study.surveys import satisfaction_table

        with self._speaking():
            return satisfaction_table(self._survey(group), instrument, wave, by)

    def compare_waves(
        self, instrument: str | None, first: str, second: str, *, group: str | None = None, seed: int | None = None
    ) -> WaveComparison:
        """How the answers to one instrument changed from the first wave to the second.

        Per person where at least five people answered both times. Different instruments or scales are refused.

        Raises
        ------
        BadValueError
            The waves were asked with different instruments, or are the same.
        UnknownNameError
            There is no such instrument, wave or group.
        """
        from cjm_research.study.surveys import wave_comparison

        with self._speaking():
            seed = self.settings.seed if seed is None else seed
            return wave_comparison(self._survey(group), instrument, first, second, seed=seed)

    def wave_changes(self, instrument: str | None = None, *, group: str | None = None) -> tuple[WaveComparison, ...]:
        """The change from each wave to the next, of every instrument that was asked more than once."""
        from cjm_research.study.surveys import all_changes

        with self._speaking():
            return all_changes(self._survey(group), instrument, seed=self.settings.seed)

    def side_by_side(self, *instruments: str, wave: str | None = None, group: str | None = None) -> SatisfactionTable:
        """Different instruments beside each other as percent of the maximum: to look at, without a test or an order."""
        from cjm_research.measures.survey_tables import SatisfactionTable
        from cjm_research.study.surveys import satisfaction_table

        with self._speaking():
            survey = self._survey(group)
            rows = [row for name in instruments for row in satisfaction_table(survey, name, wave, None).rows]
            remark = _(
                "These are different questions on different scales. Compare their percent of the maximum with your "
                "eyes only, for a difference may come from the question or the scale."
            )
            return SatisfactionTable(rows=tuple(rows), remarks=(*survey.remarks, remark))

    def touchpoint_outcome(
        self,
        outcome: str | None = None,
        *,
        instrument: str | None = None,
        cut: float | None = None,
        wave: str | None = None,
        group: str | None = None,
        from_tags: bool = False,
    ) -> OutcomeTable:
        """Whether people who told of a touchpoint differ in an outcome from those who did not: exact tests.

        Parameters
        ----------
        outcome : str, optional
            A kind of coding, such as “turning_point” or “barrier”: whether the person told of one. Without it, the
            outcome is a good answer to `instrument`.
        instrument : str, optional
            A key, a name or a kind. Good is an answer in the top boxes; for NPS a promoter.
        cut : float, optional
            Good from this answer on (up to this answer where low is good).
        wave : str, optional
            The last one where none is named.

        Raises
        ------
        UnknownNameError, BadValueError
            There is no such instrument, wave, group or kind, or none was named.
        """
        from cjm_research.measures.exact import OutcomeTable, associations

        with self._speaking():
            selection = self._selection(group, from_tags=from_tags)
            told: dict[str, set[str]] = {}
            for coding in selection.codings:
                if coding.kind == "touchpoint" and coding.label and coding.label != "unspecified":
                    told.setdefault(coding.label, set()).add(coding.participant)
            if outcome is not None:
                said, found, remarks = self._coded_outcome(outcome, selection)
            else:
                said, found, remarks = self._answered_outcome(instrument, cut, wave, selection)
            rows = associations(told, found, names={label: term("touchpoint", label) for label in told})
            remarks = (*selection.left_out, *remarks)
            return OutcomeTable(outcome=said, n=len(found), n_with=sum(found.values()), rows=rows, remarks=remarks)

    def _coded_outcome(self, kind: str, selection: Selection) -> tuple[str, dict[str, bool], tuple[str, ...]]:
        if kind not in KINDS:
            raise UnknownNameError(
                _("There is no kind of coding “{name}”. Known: {known}.").format(name=kind, known=", ".join(KINDS))
            )
        having = {coding.participant for coding in selection.codings if coding.kind == kind}
        return code_name(kind), {who: who in having for who in selection.ids}, ()

    def _answered_outcome(
        self, name: str | None, cut: float | None, wave: str | None, selection: Selection
    ) -> tuple[str, dict[str, bool], tuple[str, ...]]:
        from cjm_research.study.surveys import chosen_instrument, chosen_wave

        survey = self._survey(selection.group)
        instrument = chosen_instrument(survey, name, wave)
        wave, remarks = chosen_wave(survey, instrument, wave)
        good = _from(instrument, cut)
        answers = survey.of(instrument, wave)
        sign = 1 if instrument.higher_is_better else -1
        found = {who: sign * answers[who] >= sign * good for who in selection.ids if who in answers}
        if not found:
            raise BadValueError(
                _("Nobody who was interviewed answered “{instrument}”.").format(instrument=instrument.title)
            )
        without = len(selection.ids) - len(found)
        if without:
            remark = ngettext(
                "{n} person who was interviewed did not answer and is left out.",
                "{n} people who were interviewed did not answer and are left out.",
                without,
            )
            remarks = (*remarks, remark.format(n=without))
        message = _("{instrument}: {good} or better")
        return message.format(instrument=instrument.title, good=f"{good:g}"), found, remarks

    def pain_priorities(self, limit: int | None = 10, *, group: str | None = None) -> PainPriorities:
        """Pains by how many people have them and how bad it was for these, with what a survey says of the touchpoint.

        The order is that of prevalence times severity; both stand beside it, and ties are said to be ties.
        """
        from cjm_research.journey import top_pains
        from cjm_research.measures.priorities import pain_valences, prioritised

        with self._speaking():
            selection = self._selection(group)
            pains = top_pains(selection.codings, selection.people, limit=None, basis=selection.basis)
            valences = pain_valences(selection.codings)
            rated = self._ratings_of(pains, selection.group)
            found = [self._priority(pain, valences, rated, len(selection.ids)) for pain in pains]
            found.sort(key=lambda pain: (-pain.weight, -pain.count.k, pain.key))
            return prioritised(found[:limit], selection.left_out)

    def survey_chapter(self, group: str | None = None) -> MeasuresView | None:
        """What the report shows of surveys of a group; None where nobody of it answered.

        Every instrument and wave, touchpoints in order, the change from each wave to the next, and pains.
        """
        from cjm_research.rendering.report_measures import measures_view
        from cjm_research.study.surveys import all_changes, satisfaction_table

        with self._speaking():
            try:
                survey = self._survey(group)
            except UnknownNameError:
                return None
            about = any(one.touchpoint and survey.waves_of(one) for one in survey.instruments)
            coded = {coding.participant for coding in self.codings}
            interviewed = {person.group for person in self.participants if person.id in coded}
            return measures_view(
                satisfaction_table(survey, None, None, None),
                places=satisfaction_table(survey, None, None, "touchpoint") if about else None,
                changes=all_changes(survey, seed=self.settings.seed),
                pains=self.pain_priorities(group=survey.group) if survey.group in interviewed else None,
            )

    def _ratings_of(
        self, pains: Sequence[RankedPain], group: str
    ) -> Mapping[tuple[str | None, str | None], Satisfaction]:
        from cjm_research.study.surveys import touchpoint_ratings

        try:
            survey = self._survey(group)
        except UnknownNameError:  # no survey, or nobody of the group answered: the codings speak alone
            return {}
        return touchpoint_ratings(survey, [(pain.touchpoint, next(iter(pain.stages), None)) for pain in pains])

    def _priority(
        self,
        pain: RankedPain,
        valences: Mapping[str, float],
        rated: Mapping[tuple[str | None, str | None], Satisfaction],
        n: int,
    ) -> PainPriority:
        from cjm_research.measures.priorities import pain_priority, severity_of_people

        stage = next(iter(pain.stages), None)
        rating = rated.get((pain.touchpoint, stage))
        return pain_priority(
            f"{pain.touchpoint or ''}@{stage or ''}",
            pain.text,
            (evidence.participant for evidence in pain.evidence),
            severity_of_people((e.participant, valences.get(e.coding)) for e in pain.evidence),
            n=n,
            seed=self.settings.seed,
            quote=pain.quote,
            rating=(rating.percent, rating.percent_interval, rating.n) if rating else None,
        )

    def _survey(self, group: str | None) -> Survey:
        from cjm_research.study.surveys import survey_of

        return survey_of(self.instruments, self.waves, self.answers, self.participants, group)

    def _own_touchpoints(self) -> dict[str, str]:
        names = self.codebook.names()
        return {name: key.partition("/")[2] for key, name in names.items() if key.startswith("touchpoint/")}


def _from(instrument: Instrument, cut: float | None) -> float:
    """The answer from which on it is good."""
    if cut is None:
        return instrument.box[0] if instrument.higher_is_better else instrument.box[1]
    if not instrument.low <= cut <= instrument.high:
        raise BadValueError(
            _("{value} is not a rating on a scale from {low} to {high}.").format(
                value=cut, low=instrument.low, high=instrument.high
            )
        )
    return cut
