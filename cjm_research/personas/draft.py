"""Codings -> PersonaDraft: group, judge, describe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import (
    Basis,
    Coding,
    Participant,
    Persona,
    PersonaChoice,
    PersonaDraft,
    PersonaPlan,
    StageModel,
    stage_model,
    term,
)
from cjm_research.model.persona import Verdict
from cjm_research.model.persona_plan import key_letters
from cjm_research.model.scheme import GROUPS
from cjm_research.model.stages import DEFAULT_STAGE_MODEL
from cjm_research.personas.clustering import Progress
from cjm_research.personas.compared import Comparison
from cjm_research.personas.given import Difference, difference_of, group_by_attribute, shared_value
from cjm_research.personas.grouping import MAX_GROUPS, Grouping
from cjm_research.personas.material import Material, material_of
from cjm_research.personas.method import method_of
from cjm_research.personas.parts import Part, everybody, found_parts, given_parts
from cjm_research.personas.plan import ATTRIBUTE_PREFIX, apply_plan, decisions_of, is_as_found, number_chosen
from cjm_research.personas.tracking import tracked_circumstances
from cjm_research.personas.verdict import BETWEEN, MIN_FOR_CLUSTERING, instability, judge, judge_given, warnings_of

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_SEED = 20260101


def draft_personas(
    codings: Iterable[Coding],
    participants: Iterable[Participant],
    *,
    basis: Basis,
    stage_model: str | StageModel = DEFAULT_STAGE_MODEL,
    seed: int = DEFAULT_SEED,
    k: int | None = None,
    by: str | None = None,
    group: str | None = None,
    plan: PersonaPlan | None = None,
    asked: pd.DataFrame | str | Path | None = None,
    attributes: Sequence[str] = (),
    ratings: pd.DataFrame | None = None,
    texts: Mapping[str, str] | None = None,
    circumstances: Mapping[str, Mapping[str, str]] | None = None,
    taken: Collection[str] = (),
    progress: Progress | None = None,
) -> PersonaDraft:
    """Personas of one interviewee group, with a verdict on whether there are any.

    Parameters
    ----------
    codings : iterable of Coding
        Rejected ones, those of the other basis and those of other people are left out.
    participants : iterable of Participant
        Their attributes describe personas and do not make them, unless `by` or `attributes` say so.
    basis : {"confirmed", "machine"}
        What the draft rests on.
    stage_model : str or StageModel
        The stages that statements name. The groups do not depend on it.
    seed : int
        The same seed and codings give the same draft.
    k : int, optional
        The researcher's own number of groups; by default the data tell, and may tell that there are none.
    by : str, optional
        An attribute by whose values people are grouped instead; a numeric one is cut into bands.
    group : str, optional
        Interviewee group to draft personas of; by default the plan's, else the largest. Groups are never mixed.
    plan : PersonaPlan, optional
        What researchers settled: members, titles, statements. Counts and quotes are made of the codings as they stand.
    asked : DataFrame, optional
        Participants x stages, kinds or codes: 0 where somebody was not asked, see `cjm_research.personas.asked`. The
        participants' attribute `not_asked` says the same. Who was not asked is missing from every denominator.
    attributes : sequence of str
        Attributes that count when people are compared.
    ratings : DataFrame, optional
        Participants x questions, numbers that count when people are compared.
    texts : mapping, optional
        Participant id -> her own words, to tell whether groups merely follow how much people said.
    taken : collection of str
        What no persona's key may be, besides the ids of the participants.
    progress : callable, optional
        Called with (steps done, steps in all).

    Raises
    ------
    BadValueError
        `k` is not a number of groups that so many people can form, or the attribute makes no comparable groups.
    UnknownNameError
        There is no such interviewee group or attribute.
    """
    everyone = list(participants)
    chosen = _chosen_group(everyone, group, plan)
    people = [person for person in everyone if person.group == chosen]
    material = material_of(
        list(codings),
        people,
        basis=basis,
        model=_model(stage_model),
        asked=asked,
        attributes=attributes,
        ratings=ratings,
    )
    comparison = material.comparison
    letters = key_letters([*taken, *(person.id for person in everyone)])
    work = _Work(comparison, material.people, basis, seed, letters, progress)
    outcome = _settled(work, plan) if plan else _by_attribute(work, by, k) if by else _as_found(work, k)
    personas, remarks = material.describer.personas(
        outcome.parts,
        choices={choice.key: choice for choice in plan.personas} if plan else None,
        by=outcome.by,
        role=outcome.is_role,
    )
    grouped = len(outcome.parts) > 1
    return PersonaDraft(
        verdict=outcome.verdict,
        why=outcome.why,
        n=len(comparison.ids),
        k=len(outcome.parts),
        group=chosen,
        basis=basis,
        warnings=(
            *outcome.warnings,
            *remarks,
            *(_instability(outcome, personas) if grouped else ()),
            *warnings_of(
                left_out=sorted(person.id for person in everyone if person.group != chosen),
                uncoded=material.uncoded,
                between=_between(personas),
                tracked=_tracked(outcome.parts, material, texts, circumstances) if grouped else {},
            ),
        ),
        personas=personas,
        general=material.describer.general(everybody(comparison)[0]) if grouped else None,
        unassigned=outcome.unassigned,
        decisions=decisions_of(plan) if plan else number_chosen(k, outcome.k_found),
        ordination=material.ordination,
        method=method_of(
            outcome.grouping,
            comparison,
            material.codings,
            group=chosen,
            k_chosen_by=outcome.chosen_by,
            k_found=outcome.k_found,
            seed=seed,
            difference=outcome.difference,
        ),
    )


@dataclass(frozen=True)
class _Work:
    """What every way of grouping starts from."""

    comparison: Comparison
    people: list[Participant]
    basis: Basis
    seed: int
    letters: str
    progress: Progress | None

    @property
    def n(self) -> int:
        return len(self.comparison.ids)

    @property
    def most_groups(self) -> int:
        """How many groups so many people can form."""
        return max(1, min(MAX_GROUPS, self.n // 2))

    def grouping(self, k: int | None = None) -> Grouping | None:
        """What clustering finds; None where it is not tried."""
        if k is not None and not 1 <= k <= self.most_groups:
            raise BadValueError(
                _("{k} groups cannot be formed of {n} people. Choose a number from 1 to {most}.").format(
                    k=k, n=self.n, most=self.most_groups
                )
            )
        if k == 1 or (k is None and self.n < MIN_FOR_CLUSTERING):
            return None
        return self.comparison.group(k=k, seed=self.seed, progress=self.progress)


@dataclass(frozen=True)
class _Outcome:
    """Who stands together, what that is worth, and how it came about."""

    parts: Sequence[Part]
    verdict: Verdict
    why: str
    grouping: Grouping | None
    chosen_by: str
    k_found: int
    unassigned: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    by: str = ""
    is_role: bool = False
    difference: Difference | None = None


def _as_found(work: _Work, k: int | None) -> _Outcome:
    grouping = work.grouping(k)
    verdict, why = judge(work.n, grouping, basis=work.basis, forced=k is not None and k > 1)
    parts = found_parts(work.comparison, grouping if verdict != "no_groups" else None, work.letters)
    found = work.grouping() if k is not None else grouping
    k_found = found.k if found is not None and found.stands_out else 1
    return _Outcome(parts, verdict, why, grouping, "data" if k is None else "researcher", k_found)


def _by_attribute(work: _Work, attribute: str | None, k: int | None) -> _Outcome:
    given = group_by_attribute(work.people, str(attribute), k=k, letters=work.letters)
    parts = given_parts(work.comparison, given.members, None, given.values)
    difference = difference_of(work.comparison, given.members, seed=work.seed)
    name = given.attribute
    verdict, why = judge_given(
        sum(map(len, given.members.values())), len(parts), difference, basis=work.basis, by=term("attribute", name)
    )
    placed = {who for part in parts for who in part.members}
    return _Outcome(
        parts, verdict, why, None, ATTRIBUTE_PREFIX + name, 1,
        unassigned=tuple(who for who in work.comparison.ids if who not in placed),
        warnings=given.warnings, by=name, is_role=given.is_role, difference=difference,
    )  # fmt: skip


def _settled(work: _Work, plan: PersonaPlan) -> _Outcome:
    """The personas of a plan; where its members are those that the procedure finds, the verdict is the procedure's."""
    found = _start(work, plan)
    values = {choice.key: _value(plan, choice, found.parts, work.people) for choice in plan.personas}
    settled = apply_plan(plan, work.comparison, found.grouping, values)
    if is_as_found(settled, found.parts):
        outcome = found
    else:
        members = {part.key: part.members for part in settled.parts}
        difference = difference_of(work.comparison, members, seed=work.seed)
        n = sum(map(len, members.values()))
        verdict, why = judge_given(n, len(settled.parts), difference, basis=work.basis)
        outcome = replace(found, verdict=verdict, why=why, chosen_by="hand", difference=difference)
    warnings = settled.warnings
    if not plan.by and found.k_found != plan.k_found:
        warnings = (*warnings, _now_found(found.k_found, plan.k_found))
    return replace(outcome, parts=settled.parts, unassigned=settled.unassigned, warnings=warnings, by=plan.by)


def _value(plan: PersonaPlan, choice: PersonaChoice, found: Sequence[Part], people: Sequence[Participant]) -> str:
    """The value that a persona's members share, in the words of today; empty once somebody has another one."""
    if not choice.value or any(plan.found.get(who) != choice.key for who in choice.members):
        return ""
    members = set(choice.members)
    same = next((part.value for part in found if part.value and members <= set(part.members)), None)
    return same or shared_value([person for person in people if person.id in members], plan.by) or ""


def _start(work: _Work, plan: PersonaPlan) -> _Outcome:
    """What the procedure finds today in the way in which the plan was started."""
    if plan.by:
        try:
            return _by_attribute(work, plan.by, plan.k_chosen)
        except (BadValueError, UnknownNameError):
            return _as_found(work, None)
    possible = plan.k_chosen is not None and plan.k_chosen <= work.most_groups
    return _as_found(work, plan.k_chosen if possible else None)


def _now_found(now: int, then: int) -> str:
    names = [
        _("no groups") if k < 2 else ngettext("{k} group", "{k} groups", k).format(k=format_number(k))
        for k in (now, then)
    ]
    return _("The interviews as they are now speak for {now}; when the personas were settled it was {then}.").format(
        now=names[0], then=names[1]
    )


def _chosen_group(participants: Sequence[Participant], group: str | None, plan: PersonaPlan | None) -> str:
    if group is not None and group not in GROUPS:
        known = ", ".join(GROUPS)
        raise UnknownNameError(
            _("There is no group of interviewees “{group}”. Known: {known}; name one, they are never mixed.").format(
                group=group, known=known
            )
        )
    if plan is not None and group not in (None, plan.group):
        raise BadValueError(
            _("These personas were settled for the group “{settled}” and not for “{group}”.").format(
                settled=term("group", plan.group), group=term("group", str(group))
            )
        )
    if plan is not None:
        return plan.group
    sizes = Counter(person.group for person in participants)
    return group or max(GROUPS, key=lambda name: (sizes[name], -GROUPS.index(name)))


def _model(model: str | StageModel) -> StageModel:
    return stage_model(model) if isinstance(model, str) else model


def _between(personas: Sequence[Persona]) -> list[str]:
    return sorted(who for p in personas for who, share in p.membership.items() if share < BETWEEN)


def _instability(outcome: _Outcome, personas: Sequence[Persona]) -> tuple[str, ...]:
    of_procedure = outcome.grouping is not None and outcome.chosen_by in ("data", "researcher")
    methods = outcome.grouping.methods if outcome.grouping is not None and of_procedure else {}
    return instability({persona.key: persona.jaccard for persona in personas}, methods)


def _tracked(
    parts: Sequence[Part],
    material: Material,
    texts: Mapping[str, str] | None,
    circumstances: Mapping[str, Mapping[str, str]] | None,
) -> dict[str, float]:
    numbers = {who: number for number, part in enumerate(parts) for who in part.members}
    words = {who: len(text.split()) for who, text in texts.items()} if texts else None
    return tracked_circumstances(numbers, material.people, material.codings, words=words, circumstances=circumstances)
