"""What researchers settled about personas, put on the codings as they stand now: members theirs, counts made anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import PersonaChoice, PersonaDraft, PersonaPlan, term
from cjm_research.personas.compared import Comparison
from cjm_research.personas.grouping import Grouping
from cjm_research.personas.parts import Part, given_parts

ATTRIBUTE_PREFIX = "attribute:"


def plan_of(draft: PersonaDraft, *, k_chosen: int | None = None) -> PersonaPlan:
    """A draft as the start of a researcher's own work.

    Parameters
    ----------
    draft : PersonaDraft
        As the procedure found it.
    k_chosen : int, optional
        The number of groups that the researcher asked for.
    """
    chosen_by = str(draft.method.get("k_chosen_by", ""))
    return PersonaPlan(
        group=draft.group,
        personas=tuple(
            PersonaChoice(key=persona.key, members=persona.members, role=persona.role, value=persona.value)
            for persona in draft.personas
        ),
        found={who: persona.key for persona in draft.personas for who in persona.members},
        k_found=int(draft.method.get("k_found", draft.k)) or 1,
        k_chosen=k_chosen,
        by=chosen_by.removeprefix(ATTRIBUTE_PREFIX) if chosen_by.startswith(ATTRIBUTE_PREFIX) else "",
    )


@dataclass(frozen=True)
class Settled:
    """A plan put on the people of today.

    Attributes
    ----------
    parts : tuple of Part
        With members known today; a persona that has none left is missing.
    unassigned : tuple of str
        People of today in no part.
    warnings : tuple of str
    """

    parts: tuple[Part, ...]
    unassigned: tuple[str, ...]
    warnings: tuple[str, ...]


def apply_plan(
    plan: PersonaPlan, comparison: Comparison, grouping: Grouping | None, values: Mapping[str, str] | None = None
) -> Settled:
    """The personas of a plan with the people who are known now.

    Parameters
    ----------
    plan : PersonaPlan
    comparison : Comparison
        Everybody with codings.
    grouping : Grouping or None
        Its resamples tell how firmly members belong; None where nothing was resampled.
    values : mapping, optional
        Key of a persona -> the value of an attribute that its members share.
    """
    known = set(comparison.ids)
    members = {p.key: sorted(known & set(p.members)) for p in plan.personas}
    gone = sorted({who for p in plan.personas for who in p.members} - known)
    placed = {who for group in members.values() for who in group}
    unassigned = tuple(sorted(known - placed))
    parts = given_parts(comparison, members, grouping, values)
    new = [who for who in unassigned if who not in plan.taken_out]
    warnings = [*_gone(gone), *(_new(who, parts, comparison) for who in new)]
    warnings += [
        _("{key} has no members any more and is left out.").format(key=key)
        for key, group in members.items()
        if not group
    ]
    return Settled(tuple(parts), unassigned, tuple(warnings))


def _gone(people: Sequence[str]) -> list[str]:
    if not people:
        return []
    return [
        ngettext(
            "{n} member of a settled persona has nothing coded now and is left out. ({ids})",
            "{n} members of settled personas have nothing coded now and are left out. ({ids})",
            len(people),
        ).format(n=format_number(len(people)), ids=", ".join(people))
    ]


def _new(person: str, parts: Sequence[Part], comparison: Comparison) -> str:
    if not parts or not comparison.points.shape[1]:
        return _("{id} came after the personas were settled and is in none.").format(id=person)
    nearest = min(parts, key=lambda part: (comparison.distance(person, part.members), part.key))
    return _("{id} came after the personas were settled and is in none; the nearest is {key}.").format(
        id=person, key=nearest.key
    )


def is_as_found(settled: Settled, found: Sequence[Part]) -> bool:
    """Whether a plan's members are those that the procedure finds, all of them."""
    return not settled.unassigned and {frozenset(p.members) for p in settled.parts} == {
        frozenset(p.members) for p in found
    }


# What was decided, in words


def decisions_of(plan: PersonaPlan) -> tuple[str, ...]:
    """Sentences: how the personas differ from the draft that they started from, and who accepted them."""
    if plan.by:
        start = [_("The researcher grouped people by “{attribute}”.").format(attribute=term("attribute", plan.by))]
    else:
        start = [*number_chosen(plan.k_chosen, plan.k_found)]
    return (
        *start,
        *_members_changed(plan),
        *(sentence for choice in plan.personas for sentence in _words_changed(choice)),
    )


def number_chosen(k_chosen: int | None, k_found: int) -> tuple[str, ...]:
    """The sentence on a number of groups that a researcher chose, where the data speak for another one."""
    if k_chosen is None or k_chosen == k_found:
        return ()
    if k_found < 2:
        text = ngettext(
            "The researcher chose {k} group; the data spoke for no groups.",
            "The researcher chose {k} groups; the data spoke for no groups.",
            k_chosen,
        )
    else:
        text = ngettext(
            "The researcher chose {k} group; the data spoke for {found}.",
            "The researcher chose {k} groups; the data spoke for {found}.",
            k_chosen,
        )
    return (text.format(k=format_number(k_chosen), found=format_number(k_found)),)


def _members_changed(plan: PersonaPlan) -> list[str]:
    now = {who: p.key for p in plan.personas for who in p.members}
    keys, before = {p.key for p in plan.personas}, set(plan.found.values())
    merged = {key: into for key in sorted(before - keys) if (into := _where_most(key, plan, now))}
    sentences = [_("{key} was merged into {into}.").format(key=key, into=into) for key, into in merged.items()]
    made: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    moved, placed = [], []
    for who, key in sorted(now.items()):
        origin = plan.found.get(who)
        if origin is None:
            placed.append(_("{id} was put into {key}.").format(id=who, key=key))
        elif key not in before:
            made[key][origin].append(who)
        elif key != origin and merged.get(origin) != key:
            moved.append(_("{id} was moved from {origin} to {key}.").format(id=who, origin=origin, key=key))
    for key, origins in sorted(made.items()):
        for origin, people in sorted(origins.items()):
            sentence = _("{key} was formed by hand from people of {origin}: {ids}.")
            sentences.append(sentence.format(key=key, origin=origin, ids=", ".join(people)))
    out = [_("{id} was taken out of all personas.").format(id=who) for who in plan.taken_out if who not in now]
    return [*sentences, *moved, *placed, *out]


def _where_most(key: str, plan: PersonaPlan, now: dict[str, str]) -> str | None:
    """Where most members of a persona that is gone are now, if not in one that was split off."""
    targets = Counter(now[who] for who, origin in plan.found.items() if origin == key and who in now)
    return min(targets, key=lambda target: (-targets[target], target), default=None)


def _words_changed(choice: PersonaChoice) -> Iterable[str]:
    if choice.title:
        yield _("The title of {key} was given by a researcher.").format(key=choice.key)
    if n := len(choice.wording):
        yield ngettext(
            "{n} statement of {key} was worded by a researcher.",
            "{n} statements of {key} were worded by a researcher.",
            n,
        ).format(n=format_number(n), key=choice.key)
    if n := len(choice.hidden):
        yield ngettext(
            "{n} statement of {key} was left out by a researcher.",
            "{n} statements of {key} were left out by a researcher.",
            n,
        ).format(n=format_number(n), key=choice.key)
    if n := len(choice.statements):
        yield ngettext(
            "{n} statement of {key} was added by a researcher.",
            "{n} statements of {key} were added by a researcher.",
            n,
        ).format(n=format_number(n), key=choice.key)
    if choice.accepted_by:
        yield _("{key} was accepted by {coder}.").format(key=choice.key, coder=choice.accepted_by)
