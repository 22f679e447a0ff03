"""Which people and which codings a draft or a map rests on, and the calls that build it.

Groups of interviewees (customers, non-users, experts) are never mixed silently, nor are confirmed codings and the
machine's suggestions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _, ngettext
from cjm_research.model import (
    CONSENSUS_CODER,
    Basis,
    Coding,
    EmpathyMap,
    Participant,
    PersonaDraft,
    PersonaPlan,
    StudySettings,
    Transcript,
    term,
)

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]

EVERYBODY = "all"
DEFAULT_GROUP = "customer"


@dataclass(frozen=True)
class Selection:
    """The people of one group with the codings that count, all of one basis.

    `left_out` says, in sentences, who and what does not count and why; `taken` are the ids of everybody in the study.
    """

    settings: StudySettings
    people: tuple[Participant, ...]
    codings: tuple[Coding, ...]
    basis: Basis
    group: str
    left_out: tuple[str, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """What each of the people said, by identifier."""
        return {transcript.id: transcript.participant_text() for transcript in self.transcripts}

    @property
    def ids(self) -> tuple[str, ...]:
        """The people's identifiers, sorted."""
        return tuple(person.id for person in self.people)


def settled_codings(codings: Sequence[Coding], settled: Collection[str]) -> tuple[Coding, ...]:
    """The codings of which counts are made: in `settled` interviews the consensus of the coders, else each coder's own.

    The machine's suggestions stay; consensus codings of an interview that is not settled yet do not count.
    """
    return tuple(
        c for c in codings if c.status != "confirmed" or (c.coder == CONSENSUS_CODER) == (c.transcript in settled)
    )


def basis_codings(codings: Sequence[Coding], *, from_tags: bool = False) -> tuple[tuple[Coding, ...], Basis]:
    """The codings that count: confirmed ones where there are any, else the machine's suggestions.

    With `from_tags`, the machine's suggestions in any case, those that a person has accepted among them.
    """
    confirmed = tuple(coding for coding in codings if coding.status == "confirmed")
    if confirmed and not from_tags:
        return confirmed, "confirmed"
    by_machine = (c for c in codings if c.status in {"suggested", "confirmed"} and c.is_of_machine)
    return tuple(c.model_copy(update={"status": "suggested"}) for c in by_machine), "machine"


def select(
    settings: StudySettings,
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    codings: Sequence[Coding],
    *,
    group: str | None = None,
    from_tags: bool = False,
) -> Selection:
    """The interviewed people of one group and their codings.

    Parameters
    ----------
    group : str, optional
        "customer", "non_user" or "expert". Where none is named and there are several, the customers.
    from_tags : bool
        Count machine suggestions even where people have coded.

    Raises
    ------
    UnknownNameError
        Nobody of that group was interviewed.
    """
    interviewed = {transcript.id for transcript in transcripts} | {coding.participant for coding in codings}
    people = sorted((p for p in participants if p.id in interviewed), key=lambda p: p.id)
    group, remarks = _group(people, group)
    members = [person for person in people if person.group == group]
    ids = {member.id for member in members}
    counted, basis = basis_codings([c for c in codings if c.participant in ids], from_tags=from_tags)
    if basis == "confirmed":
        members, remark = _coded(members, counted)
        remarks += remark
    ids = {member.id for member in members}
    theirs = tuple(transcript for transcript in transcripts if transcript.id in ids)
    taken = tuple(sorted(participant.id for participant in participants))
    return Selection(settings, tuple(members), counted, basis, group, tuple(remarks), theirs, taken)


def _group(people: Sequence[Participant], group: str | None) -> tuple[str, list[str]]:
    groups = sorted({person.group for person in people})
    if group is None:
        group = _default_group(groups)
    elif group not in groups:
        raise UnknownNameError(
            _("Nobody of the group “{group}” was interviewed. Known: {known}.").format(
                group=group, known=", ".join(groups) or "-"
            )
        )
    others = sum(person.group != group for person in people)
    if not others:
        return group, []
    remark = ngettext(
        "Only the group “{group}” is shown; {n} person of other groups is left out.",
        "Only the group “{group}” is shown; {n} people of other groups are left out.",
        others,
    )
    return group, [remark.format(group=term("group", group), n=others)]


def _default_group(groups: Sequence[str]) -> str:
    return groups[0] if groups and DEFAULT_GROUP not in groups else DEFAULT_GROUP


def chosen_group(
    participants: Sequence[Participant], transcripts: Sequence[Transcript], codings: Sequence[Coding] = ()
) -> str:
    """The group that is meant where none is named: the customers, or the only one interviewed.

    Of the people of one conversation the codings tell who they are.
    """
    interviewed = {transcript.id for transcript in transcripts} | {coding.participant for coding in codings}
    return _default_group(sorted({person.group for person in participants if person.id in interviewed}))


def _coded(members: list[Participant], codings: Sequence[Coding]) -> tuple[list[Participant], list[str]]:
    """Those with confirmed codings: an interview that nobody has coded yet is no evidence that something is absent."""
    coded = {coding.participant for coding in codings}
    n = sum(member.id not in coded for member in members)
    if not n:
        return members, []
    remark = ngettext(
        "{n} interview without a confirmed coding is left out of every count.",
        "{n} interviews without a confirmed coding are left out of every count.",
        n,
    )
    return [member for member in members if member.id in coded], [remark.format(n=n)]


def draft_personas(
    selection: Selection,
    *,
    k: int | None = None,
    seed: int | None = None,
    by: str | None = None,
    plan: PersonaPlan | None = None,
    asked: pd.DataFrame | str | Path | None = None,
    attributes: Sequence[str] = (),
    ratings: pd.DataFrame | None = None,
    progress: Progress | None = None,
) -> PersonaDraft:
    """The persona draft over a selection; what was left out stands among its warnings.

    The parameters are those of `cjm_research.personas.draft_personas`.
    """
    from cjm_research import personas
    from cjm_research.personas.tracking import circumstances_of

    draft = personas.draft_personas(
        selection.codings,
        selection.people,
        basis=selection.basis,
        stage_model=selection.settings.stage_model,
        seed=selection.settings.seed if seed is None else seed,
        k=k,
        by=by,
        group=selection.group,
        plan=plan,
        asked=asked,
        attributes=attributes,
        ratings=ratings,
        texts=selection.texts,
        circumstances=circumstances_of(selection.transcripts),
        taken=selection.taken,
        progress=progress,
    )
    return draft.model_copy(update={"warnings": (*selection.left_out, *draft.warnings)})


@dataclass(frozen=True)
class Actor:
    """Whose map it is."""

    key: str
    title: str
    kind: str
    participants: tuple[str, ...]


def actor(
    key: str,
    selection: Selection,
    participants: Sequence[Participant],
    draft: Callable[[], PersonaDraft],
    *,
    others: Sequence[str] = (),
) -> Actor:
    """The actor behind a key: ``all``, a participant's id, or a persona of the draft (made only when needed).

    `others` are keys that the message names besides, where there is no such actor: maps without data.

    Raises
    ------
    UnknownNameError
        There is none of that name.
    """
    if key == EVERYBODY:
        title = _("Everybody")
        if len({p.group for p in participants}) > 1:
            title = _("Everybody ({group})").format(group=term("group", selection.group))
        return Actor(key, title, "everybody", selection.ids)
    if any(person.id == key for person in participants):
        return Actor(key, key, "participant", (key,))
    personas = {persona.key: persona for persona in draft().personas}
    if key not in personas:
        raise UnknownNameError(
            _("There is no persona or participant “{key}”. Known: {known}, and each participant.").format(
                key=key, known=", ".join([EVERYBODY, *personas, *others])
            )
        )
    return Actor(key, personas[key].title, "persona", personas[key].members)


def empathy_map(who: Actor, selection: Selection) -> EmpathyMap:
    """The empathy map of an actor, as the codings give it."""
    from cjm_research.empathy import build_empathy_map

    known = {person.id: person for person in selection.people}
    return build_empathy_map(
        selection.codings,
        key=who.key,
        title=who.title,
        participants=[known.get(id, id) for id in who.participants],
        basis=selection.basis,
        group=selection.group,
    )
