"""Stages as the interviews tell them: contacts that people went through together, in the order in which they told."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import get_args

from cjm_research.coding import participant_ids, usable_codings
from cjm_research.i18n import _, format_list
from cjm_research.journey.bucket_order import BucketOrder, bucket_order
from cjm_research.journey.keys import DIGITS
from cjm_research.journey.staging import contact_code, pivots
from cjm_research.measures import count_of
from cjm_research.model import (
    Basis,
    Coding,
    Count,
    Participant,
    StageDefinition,
    StageModel,
    Transcript,
    stage_model,
    term,
)
from cjm_research.model.stages import DEFAULT_STAGE_MODEL, Phase

# A contact that fewer people tell of says nothing about an order; a map of more stages than nine is no map.
LEAST_PEOPLE, MOST_STAGES = 2, 9
# A stage is what at least this share of the people told of.
SHARE_OF_PEOPLE = 1 / 3
# Fewer people or contacts bear no stages; an order that chance gives as often as this is none.
FEWEST_PEOPLE, FEWEST_CONTACTS, LEVEL = 4, 4, 0.05
# How many contacts name a stage until a researcher does.
NAMED_BY = 2


@dataclass(frozen=True)
class InducedStage:
    """One stage that was found.

    Attributes
    ----------
    key, name : str
        Its name is that of its strongest contacts, for a researcher to replace.
    contacts : tuple of (str, int)
        Contact with the stage at which it was coded (``purchase/delivery``), and people who told of it, strongest
        first.
    count : Count
        People who told of any of them.
    coded : tuple of (str, int)
        Stages of the seven-stage model at which its contacts were coded, with how many codings, strongest first.
    before : float or None
        Of the pairs of a contact of this stage and one of the next, the share that people told in this order, 0..1;
        None for the last stage.
    """

    key: str
    name: str
    contacts: tuple[tuple[str, int], ...]
    count: Count
    coded: tuple[tuple[str, int], ...]
    before: float | None


@dataclass(frozen=True)
class InducedStages:
    """Stages found in interviews: a proposal that a researcher confirms, names and changes.

    Attributes
    ----------
    model : StageModel
        To be added to the study where it is confirmed. Codings fall into its stages by their contacts, and by the
        cross-walk where there is none beside them; nothing is coded anew.
    stages : tuple of InducedStage
        In order, with what each was found by.
    is_supported : bool
        Whether the order of telling bears these stages: random orders do as well in at most one of twenty cases.
    chance : float
        The share of random orders that do as well, 0..1.
    verdict : str
        The same in a sentence.
    """

    model: StageModel
    stages: tuple[InducedStage, ...]
    is_supported: bool
    chance: float
    verdict: str


def induce_stages(
    codings: Iterable[Coding],
    *,
    participants: Sequence[Participant | str],
    basis: Basis,
    transcripts: Sequence[Transcript] = (),
    k: int | None = None,
) -> InducedStages:
    """The stages that the order of telling bears.

    A contact is a touchpoint at the stage at which it was coded (or without one). Contacts that people told in any
    order belong to one stage; where most told one group before another, a stage ends: the order with ties that fits all
    interviews best (a bucket order).

    Parameters
    ----------
    codings : iterable of Coding
        Those of other people, rejected ones and those of the other basis are left out; only touchpoints are used.
    participants : sequence of Participant or str
        The people.
    basis : {"confirmed", "machine"}
        Which codings count.
    transcripts : sequence of Transcript
        Where given, only these interviews count.
    k : int, optional
        This many stages; by default as many as fit best, at most nine.

    References
    ----------
    See `journey.bucket_order`.
    """
    people = participant_ids(participants)
    members, interviews = set(people), {transcript.id for transcript in transcripts}
    told: dict[str, dict[str, list[Coding]]] = {who: {} for who in people}
    for coding in usable_codings(codings, basis):
        wanted = coding.participant in members and (not interviews or coding.transcript in interviews)
        if wanted and coding.kind == "touchpoint" and coding.label and coding.label != "unspecified":
            told[coding.participant].setdefault(contact_code(coding, coding.label), []).append(coding)
    support = Counter(contact for contacts in told.values() for contact in contacts)
    kept = {contact for contact, n in support.items() if n >= LEAST_PEOPLE}
    orders = [[contact for contact in contacts if contact in kept] for contacts in told.values()]
    tellers = sum(len(order) > 1 for order in orders)
    least = ceil(tellers * SHARE_OF_PEOPLE)
    found = bucket_order([order for order in orders if order], most=MOST_STAGES, least=least, k=k)
    enough = tellers >= FEWEST_PEOPLE and len(kept) >= FEWEST_CONTACTS
    supported = enough and len(found.buckets) > 1 and found.chance <= LEVEL
    stages = _stages(found, support, told)
    return InducedStages(_model(stages), stages, supported, found.chance, _verdict(enough, supported, len(stages)))


def _stages(
    found: BucketOrder, support: Counter[str], told: dict[str, dict[str, list[Coding]]]
) -> tuple[InducedStage, ...]:
    stages = []
    for at, bucket in enumerate(found.buckets):
        contacts = tuple(sorted(((c, support[c]) for c in bucket), key=lambda pair: (-pair[1], pair[0])))
        coded = Counter[str]()
        for of_person in told.values():
            for contact in bucket:
                if "/" in contact:
                    coded[contact.partition("/")[0]] += len(of_person.get(contact, ()))
        digest = hashlib.sha256("\n".join(sorted(bucket)).encode()).hexdigest()[:DIGITS]
        stages.append(
            InducedStage(
                key=f"stage-{digest}",
                name=_name([contact for contact, _n in contacts]),
                contacts=contacts,
                count=count_of(sum(not set(bucket).isdisjoint(mine) for mine in told.values()), len(told)),
                coded=tuple(sorted(((s, n) for s, n in coded.items() if n), key=lambda pair: (-pair[1], pair[0]))),
                before=found.before[at] if at < len(found.before) else None,
            )
        )
    return tuple(stages)


def _name(contacts: Sequence[str]) -> str:
    labels = dict.fromkeys(contact.rpartition("/")[2] for contact in contacts)
    return format_list(term("touchpoint", label) for label in list(labels)[:NAMED_BY])


def _model(stages: Sequence[InducedStage]) -> StageModel:
    stands_for = pivots([dict(stage.coded) for stage in stages])
    digest = hashlib.sha256("\n".join(stage.key for stage in stages).encode()).hexdigest()[:DIGITS]
    return StageModel(
        key=f"found-{digest}",
        name=_("Stages found in the interviews"),
        stages=tuple(
            StageDefinition(
                key=stage.key,
                phase=phase,
                pivot=pivot,
                name=stage.name,
                contacts=tuple(contact for contact, _n in stage.contacts),
            )
            for stage, phase, pivot in zip(stages, _phases(stages), stands_for, strict=True)
        ),
    )


def _phases(stages: Sequence[InducedStage]) -> list[Phase]:
    """Those of the stages at which most of their contacts were coded, of equals the later; never back in time."""
    order = get_args(Phase)
    at = {stage.key: order.index(stage.phase) for stage in stage_model(DEFAULT_STAGE_MODEL).stages}
    found: list[int] = []
    for stage in stages:
        votes: dict[int, int] = defaultdict(int)
        for pivot, n in stage.coded:
            votes[at[pivot]] += n
        before = found[-1] if found else 0
        found.append(max(before, max(votes, key=lambda phase: (votes[phase], phase))) if votes else before)
    # Where no stage was coded nothing tells the phases.
    return [order[phase] if any(stage.coded for stage in stages) else "during" for phase in found]


def _verdict(enough: bool, supported: bool, n: int) -> str:
    if not enough:
        return _("Too few people tell of the same contacts for stages to be found in what they say.")
    if not supported:
        return _("The order in which people tell bears no stages of its own: a built-in model is the better choice.")
    return _(
        "People tell of these contacts in the same order of {n} groups, more clearly than chance would. "
        "Check the stages, and name them."
    ).format(n=n)
