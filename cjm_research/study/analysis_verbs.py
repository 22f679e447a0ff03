"""The verbs that ask what a journey map asks for: gaps, priorities, bottlenecks, and what changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import JourneyMap, attribute_text, term
from cjm_research.model.analysis import JourneyDiff
from cjm_research.model.journey_parts import Outcome
from cjm_research.study.inventory_verbs import InventoryVerbs
from cjm_research.study.selection import EVERYBODY

if TYPE_CHECKING:
    from cjm_research.journey.assumptions import Assumptions
    from cjm_research.journey.backlog import Backlog
    from cjm_research.journey.bottlenecks import Bottlenecks
    from cjm_research.journey.consistency import Consistency
    from cjm_research.journey.gap_report import GapReport
    from cjm_research.journey.plan import PlanEffects
    from cjm_research.journey.weights import Weights
    from cjm_research.measures.exact import OutcomeTable


class AnalysisVerbs(InventoryVerbs):
    """Reading a journey map for decisions. Every answer says on how many people it rests; `print` says it in words."""

    # What the map asks for

    def gaps(self, key: str = EVERYBODY, *, group: str | None = None) -> GapReport:
        """The company's contacts over those that people tell of, stage by stage; effort, presence, needs beside it."""
        from cjm_research.journey.gaps import gap_analysis

        with self._speaking():
            journey_map = self.journey_map(key, group=group)
            models = self.stage_models.values()
            return gap_analysis(journey_map, self.inventory, models=models, seed=self.settings.seed)

    def priorities(
        self,
        key: str = EVERYBODY,
        *,
        weights: Weights | Mapping[str, float] | None = None,
        group: str | None = None,
    ) -> Backlog:
        """The pains of a map in order, with the formula, and the success points that are to be kept.

        Parameters
        ----------
        weights : Weights or mapping, optional
            Such as ``{"prevalence": 1, "severity": 3}``; what is not named has its usual weight.

        Raises
        ------
        BadValueError
            There is no such factor, or a weight is out of range.
        """
        from cjm_research.journey.priorities import priorities
        from cjm_research.measures.priorities import pain_valences

        with self._speaking():
            codings = self._found_journey(key, group, None).codings
            return priorities(
                self.journey_map(key, group=group),
                weights=weights,
                felt=pain_valences(codings) if codings else None,
                plan=self.plan,
                seed=self.settings.seed,
            )

    def bottlenecks(self, key: str = EVERYBODY, *, group: str | None = None) -> Bottlenecks:
        """Steps at which people stick or leave, of those who got that far, and stages at which they ask."""
        from cjm_research.journey.bottlenecks import bottlenecks

        with self._speaking():
            return bottlenecks(self.journey_map(key, group=group))

    def consistency(self, key: str = EVERYBODY, *, group: str | None = None) -> Consistency:
        """Contacts that please some and hurt others, and contacts of one stage that contradict each other."""
        from cjm_research.journey.consistency import consistency

        with self._speaking():
            codings = self._found_journey(key, group, None).codings
            return consistency(self.journey_map(key, group=group), codings, seed=self.settings.seed)

    def assumptions(self, key: str = EVERYBODY, *, group: str | None = None) -> Assumptions:
        """What the map assumes without anybody's words, and what became of it."""
        from cjm_research.journey.assumptions import assumptions

        with self._speaking():
            return assumptions(self.journey_map(key, group=group))

    def contact_outcomes(
        self,
        key: str = EVERYBODY,
        *,
        outcomes: Collection[Outcome] = ("advocate", "repeat"),
        group: str | None = None,
    ) -> OutcomeTable:
        """Whether people who told of a contact ended their journey otherwise than those who did not: exact tests."""
        from cjm_research.journey.outcomes import contact_outcomes

        with self._speaking():
            return contact_outcomes(self.journey_map(key, group=group), outcomes)

    # What changed

    def journey_changes(
        self, key: str = EVERYBODY, since: str = "", until: str | None = None, *, group: str | None = None
    ) -> JourneyDiff:
        """What changed on a map since a version was kept, up to another version or to how it stands.

        Raises
        ------
        UnknownNameError
            There is no version of that name.
        """
        from cjm_research.journey import diff_maps

        with self._speaking():
            before = self.journey_map(key, group=group, version=since)
            after = self.journey_map(key, group=group, version=until)
            named = {"version": until} if until else {"version": after.version or _("now")}
            return diff_maps(before.model_copy(update={"version": since}), after.model_copy(update=named))

    def compare_journeys(self, first: str, second: str, *, group: str | None = None) -> JourneyDiff:
        """What differs between the maps of two personas, participants or stories."""
        from cjm_research.journey import diff_maps

        with self._speaking():
            return diff_maps(self.journey_map(first, group=group), self.journey_map(second, group=group))

    def compare_people(
        self, attribute: str, first: str, second: str, *, group: str | None = None
    ) -> tuple[JourneyMap, JourneyMap, JourneyDiff]:
        """The maps of people with one value of an attribute (a wave, a region) and with another, and what differs.

        Raises
        ------
        UnknownNameError
            Nobody of the group has that value.
        """
        from cjm_research.journey import diff_maps

        with self._speaking():
            before, after = (self._map_by(attribute, value, group) for value in (first, second))
            return before, after, diff_maps(before, after)

    def plan_effects(self, *, group: str | None = None) -> PlanEffects:
        """What changed after each action: its survey question first against last wave, or the figures written down.

        Raises
        ------
        UnknownNameError, BadValueError
            An action names a survey question that does not exist, or was asked with another scale meanwhile.
        """
        from cjm_research.journey.plan import plan_effects

        with self._speaking():
            asked = self._waves_of_instruments()
            found = {}
            for item in self.plan:
                if item.instrument and item.instrument not in asked:
                    known = ", ".join(asked) or "-"
                    message = _("There is no instrument “{name}” in the study. Known: {known}.")
                    raise UnknownNameError(message.format(name=item.instrument, known=known))
                waves = asked.get(item.instrument, ())
                if len(waves) > 1:
                    found[item.key] = self.compare_waves(item.instrument, waves[0], waves[-1], group=group)
            return plan_effects(self.plan, found)

    # Tables

    def write_gaps(self, path: str | Path, key: str = EVERYBODY, *, group: str | None = None) -> tuple[Path, ...]:
        """Write the gap analysis as tables: .xlsx with a sheet each, or .csv files; the files."""
        from cjm_research.exchange.analysis_tables import write_tables
        from cjm_research.journey.analysis_tables import gap_tables

        with self._speaking():
            return write_tables(path, gap_tables(self.gaps(key, group=group)))

    def write_priorities(
        self,
        path: str | Path,
        key: str = EVERYBODY,
        *,
        weights: Weights | Mapping[str, float] | None = None,
        group: str | None = None,
    ) -> tuple[Path, ...]:
        """Write backlog, keep-list and plan as tables: .xlsx with a sheet each, or .csv files; the files."""
        from cjm_research.exchange.analysis_tables import write_tables
        from cjm_research.journey.analysis_tables import backlog_tables, plan_table

        with self._speaking():
            backlog = self.priorities(key, weights=weights, group=group)
            return write_tables(path, (*backlog_tables(backlog), plan_table(self.plan)))

    def write_journey_changes(
        self,
        path: str | Path,
        key: str = EVERYBODY,
        since: str = "",
        until: str | None = None,
        *,
        group: str | None = None,
    ) -> tuple[Path, ...]:
        """Write what changed on a map since a version as tables: .xlsx with a sheet each, or .csv files; the files."""
        from cjm_research.exchange.analysis_tables import write_tables
        from cjm_research.journey.analysis_tables import change_tables

        with self._speaking():
            return write_tables(path, change_tables(self.journey_changes(key, since, until, group=group)))

    # How

    def _map_by(self, attribute: str, value: str, group: str | None) -> JourneyMap:
        selection = self._selection(group)
        known: dict[str, list[str]] = {}
        for person in selection.people:
            given = person.method if attribute == "method" else person.attributes.get(attribute)
            if given is not None:
                known.setdefault(str(given), []).append(person.id)
        if value not in known:
            raise UnknownNameError(
                _("Nobody of the group has “{attribute}” as “{value}”. Known: {known}.").format(
                    attribute=attribute, value=value, known=", ".join(sorted(known)) or "-"
                )
            )
        found = self.journey_map(people=known[value], group=group)
        title = f"{term('attribute', attribute)}: {attribute_text(attribute, value)}"
        return found.model_copy(update={"title": title})

    def _waves_of_instruments(self) -> dict[str, tuple[str, ...]]:
        """Key of an instrument -> the waves in which it was answered, first to last."""
        answered = {(answer.instrument, answer.wave) for answer in self.store.surveys.answers()}
        return {one.key: tuple(wave for wave in self.waves if (one.key, wave) in answered) for one in self.instruments}
