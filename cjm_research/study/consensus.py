"""Settling differences: two coders' codings of an interview become the consensus of both.

Each decision is kept, "neither" too, so that the list of open differences is right whenever somebody looks. A decision
belongs to the two codings it was made on; where one of them has got another counterpart since, the difference is open
again, and settling it replaces the earlier decision.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cjm_research.coding.comparison import ComparedPair, Comparison, compare_codings
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, ngettext
from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER, Coding, ConsensusDecision
from cjm_research.storage import Store, decisions
from cjm_research.storage.events import Change, States
from cjm_research.storage.records import GUID_NAMESPACE

DECISIONS = ("first", "second", "both", "neither", "own")
OWN_FIELDS = ("start", "end", "quote", "kind", "label", "valence", "stage")


@dataclass(frozen=True)
class Differences:
    """Two coders' codings of one interview, and what was decided on them.

    Attributes
    ----------
    coders
        The two people, in the order of the sides.
    comparison
        Every coding of both exactly once.
    decided
        Key of a pair (`pair_key`) -> decision, for those that are settled; "first" and "second" as this order has it.
    finished
        Whether only the consensus counts.
    codings
        What was compared: those of the first coder, then those of the second.
    """

    transcript: str
    coders: tuple[str, str]
    comparison: Comparison
    decided: dict[str, ConsensusDecision]
    finished: bool
    codings: tuple[Coding, ...] = ()

    @property
    def open(self) -> tuple[ComparedPair, ...]:
        """What the two have to talk about: they differ, and nothing was decided yet."""
        return tuple(pair for pair in self.comparison.differing if pair_key(pair) not in self.decided)

    @property
    def agreed(self) -> tuple[ComparedPair, ...]:
        """What both coded alike and is not consensus yet."""
        pairs = (pair for pair in self.comparison.pairs if pair.verdict == "same")
        return tuple(pair for pair in pairs if pair_key(pair) not in self.decided)


def pair_key(pair: ComparedPair) -> str:
    """The name under which the decision on a pair is kept, whichever coder stands first."""
    return _key(pair.guids)


def _key(guids: Iterable[str | None]) -> str:
    return "+".join(sorted(guid for guid in guids if guid))


def finished_key(transcript: str) -> str:
    """The name under which it is kept that an interview is closed."""
    return f"finished:{transcript}"


def coders_of(codings: Iterable[Coding], transcript: str) -> list[str]:
    """The people who coded an interview: most codings first, then by name."""
    counts = Counter(
        coding.coder for coding in codings if coding.transcript == transcript and coding.status == "confirmed"
    )
    people = (name for name in counts if name not in {MACHINE_CODER, CONSENSUS_CODER})
    return sorted(people, key=lambda name: (-counts[name], name))


def chosen_coders(codings: Sequence[Coding], transcript: str, coders: Sequence[str] | None) -> tuple[str, str]:
    """The two people to compare.

    Raises
    ------
    BadValueError
        They are not two, or fewer than two have coded the interview.
    """
    if coders is None:
        found = coders_of(codings, transcript)[:2]
        if len(found) < 2:
            raise BadValueError(
                _("“{id}”: fewer than two people have coded this interview, there is nothing to compare.").format(
                    id=transcript
                )
            )
        coders = sorted(found)
    if len(coders) != 2 or coders[0] == coders[1]:
        raise BadValueError(_("Name two coders to compare; these are: {names}.").format(names=", ".join(coders)))
    return coders[0], coders[1]


def differences(
    store: Store, transcript: str, coders: Sequence[str] | None = None, *, known: Differences | None = None
) -> Differences:
    """Both codings of one interview with what was decided; see `Study.differences`.

    With `known`, an earlier answer, nothing is compared again where neither coder has changed anything.
    """
    store.transcript(transcript)
    codings = store.codings()
    pair = chosen_coders(codings, transcript, coders)
    return _differences(codings, store.standing("consensus"), transcript, pair, known)


def _differences(
    codings: Iterable[Coding],
    standing: dict[str, ConsensusDecision],
    transcript: str,
    coders: tuple[str, str],
    known: Differences | None = None,
) -> Differences:
    here = [coding for coding in codings if coding.transcript == transcript and coding.status == "confirmed"]
    first, second = ([coding for coding in here if coding.coder == name] for name in coders)
    both = (*first, *second)
    if known is not None and known.coders == coders and _are_the_same(known.codings, both):
        comparison = known.comparison
    else:
        comparison = compare_codings(first, second, first_coder=coders[0], second_coder=coders[1])
    decided = {}
    for pair in comparison.pairs if standing else ():
        decision = standing.get(pair_key(pair))
        if decision is not None:
            decided[pair_key(pair)] = _as_seen(decision, pair)
    return Differences(transcript, coders, comparison, decided, finished_key(transcript) in standing, both)


def _are_the_same(before: Sequence[Coding], after: Sequence[Coding]) -> bool:
    return len(before) == len(after) and all(a is b or a == b for a, b in zip(before, after, strict=True))


def _as_seen(decision: ConsensusDecision, pair: ComparedPair) -> ConsensusDecision:
    """A decision with its sides as the pair has them."""
    first, second = (coding.guid if coding else "" for coding in (pair.first, pair.second))
    if (decision.first, decision.second) == (first, second):
        return decision
    turned = {"first": "second", "second": "first"}.get(decision.decision, decision.decision)
    return decision.model_copy(update={"first": first, "second": second, "decision": turned})


def resolve(
    store: Store, first: str | None, second: str | None, decision: str, *, coder: str, own: dict[str, Any]
) -> ConsensusDecision:
    """Settle one difference; see `Study.resolve`."""
    if decision not in DECISIONS:
        raise BadValueError(
            _("“{decision}” is no decision. Known: {known}.").format(decision=decision, known=", ".join(DECISIONS))
        )
    if own and decision != "own":
        raise BadValueError(_("Words or codes of your own go with the decision “own”."))
    made: list[ConsensusDecision] = []

    def plan(states: States) -> list[Change]:
        a, b = (decisions.standing(states, guid) if guid else None for guid in (first, second))
        consensus = _consensus(store, a, b, decision, own)
        value = ConsensusDecision(
            transcript=_transcript(a, b),
            first=first or "",
            second=second or "",
            decision=decision,  # type: ignore[arg-type]
            codings=tuple(coding.guid for coding in consensus),
        )
        made[:] = [value]
        return _settled(states, value, consensus)

    store.apply(plan, coder=coder)
    return made[0]


def reopen(store: Store, first: str | None, second: str | None, *, coder: str) -> int:
    """Make a settled difference open again."""
    key = _key((first, second))

    def plan(states: States) -> list[Change]:
        before = states["consensus"].get(key)
        if before is None:
            return []
        return [*_taken_back(states, before, keep=set()), Change("resolve", key, None, "consensus")]

    return store.decide(plan, coder=coder)


def take_agreed(store: Store, transcript: str, coders: Sequence[str] | None, *, coder: str) -> int:
    """Everything coded alike becomes consensus; how many codings."""
    store.transcript(transcript)
    n = 0

    def plan(states: States) -> list[Change]:
        nonlocal n
        changes, n = _agreed(states, _present(states, transcript, coders))
        return changes

    store.apply(plan, coder=coder)
    return n


def finish(store: Store, transcript: str, coders: Sequence[str] | None, *, coder: str) -> int:
    """Close an interview; how many consensus codings it has."""
    store.transcript(transcript)
    n = 0

    def plan(states: States) -> list[Change]:
        nonlocal n
        found = _present(states, transcript, coders)
        if left := len(found.open):
            raise BadValueError(
                ngettext(
                    "“{id}”: {n} difference is still open. Settle it first.",
                    "“{id}”: {n} differences are still open. Settle them first.",
                    left,
                ).format(id=transcript, n=left)
            )
        changes, taken = _agreed(states, found)
        standing = (coding for coding in states["coding"].values() if coding)
        n = taken + sum(c.transcript == transcript and c.coder == CONSENSUS_CODER for c in standing)
        value = ConsensusDecision(transcript=transcript, decision="finished")
        closed = [] if found.finished else [Change("resolve", finished_key(transcript), value, "consensus")]
        return [*changes, *closed]

    store.apply(plan, coder=coder)
    return n


def unfinish(store: Store, transcript: str, *, coder: str) -> int:
    """Let the codings of all coders count again."""
    key = finished_key(transcript)

    def plan(states: States) -> list[Change]:
        return [Change("resolve", key, None, "consensus")] if states["consensus"].get(key) else []

    return store.decide(plan, coder=coder)


def _present(states: States, transcript: str, coders: Sequence[str] | None) -> Differences:
    codings = [coding for coding in states["coding"].values() if coding]
    standing = {key: value for key, value in states["consensus"].items() if value}
    return _differences(codings, standing, transcript, chosen_coders(codings, transcript, coders))


def _agreed(states: States, found: Differences) -> tuple[list[Change], int]:
    changes: list[Change] = []
    for pair in found.agreed:
        a, b = pair.first, pair.second
        if a and b:
            coding = _copy(a)
            value = ConsensusDecision(
                transcript=found.transcript, first=a.guid, second=b.guid, decision="first", codings=(coding.guid,)
            )
            changes += _settled(states, value, [coding])
    return changes, len(found.agreed)


def _transcript(first: Coding | None, second: Coding | None) -> str:
    found = {coding.transcript for coding in (first, second) if coding}
    if len(found) != 1:
        raise BadValueError(_("A difference is between two codings of one interview."))
    return found.pop()


def _consensus(
    store: Store, first: Coding | None, second: Coding | None, decision: str, own: dict[str, Any]
) -> list[Coding]:
    """The consensus codings that a decision makes."""
    wanted = {"first": [first], "second": [second], "both": [first, second], "neither": []}
    if decision == "own":
        model = first or second
        if model is None:
            raise BadValueError(_("A difference is between two codings of one interview."))
        return [_own(store, model, _key(coding.guid for coding in (first, second) if coding), own)]
    if None in wanted[decision]:
        raise BadValueError(_("The decision takes a coding that is not there: one of the two coded nothing."))
    return [_copy(coding) for coding in wanted[decision] if coding]


def _copy(coding: Coding) -> Coding:
    guid = str(uuid.uuid5(GUID_NAMESPACE, f"consensus {coding.guid}"))
    return coding.model_copy(update={"guid": guid, "coder": CONSENSUS_CODER, "status": "confirmed"})


def _own(store: Store, model: Coding, key: str, own: dict[str, Any]) -> Coding:
    """A consensus in other words or under another code than either coder had."""
    base = _copy(model).model_copy(update={"guid": str(uuid.uuid5(GUID_NAMESPACE, f"consensus own {key}"))})
    if unknown := sorted(set(own) - set(OWN_FIELDS)):
        raise BadValueError(
            _("“{field}” of a coding cannot be changed. Possible: {known}.").format(
                field=unknown[0], known=", ".join(OWN_FIELDS)
            )
        )
    states: States = {"coding": {base.guid: base}}  # type: ignore[dict-item]
    changes = decisions.change(base.guid, CONSENSUS_CODER, own, store.transcript(model.transcript))(states)
    return changes[0].value if changes else base


def _settled(states: States, value: ConsensusDecision, consensus: Sequence[Coding]) -> list[Change]:
    """The changes that a decision comes to; those of an earlier decision on the same pair go."""
    key = _key((value.first, value.second))
    before = states["consensus"].get(key)
    keep = {coding.guid for coding in consensus}
    changes = _taken_back(states, before, keep) if before else []
    for old, decision in _outdated(states, value):
        changes += [*_taken_back(states, decision, keep), Change("resolve", old, None, "consensus")]
    changes += [Change("resolve", c.guid, c) for c in consensus if states["coding"].get(c.guid) != c]
    return changes if before == value else [*changes, Change("resolve", key, value, "consensus")]


def _outdated(states: States, value: ConsensusDecision) -> list[tuple[str, ConsensusDecision]]:
    """Decisions on a coding of this pair from when it had another counterpart of the same coder."""

    def coders(decision: ConsensusDecision) -> set[str]:
        found = (states["coding"].get(guid) for guid in (decision.first, decision.second))
        return {coding.coder for coding in found if coding}

    pair = {value.first, value.second} - {""}
    return [
        (key, decision)
        for key, decision in states["consensus"].items()
        if decision
        and key != _key((value.first, value.second))
        and pair & {decision.first, decision.second}
        and len(coders(decision) | coders(value)) <= 2
    ]


def _taken_back(states: States, decision: ConsensusDecision, keep: set[str]) -> list[Change]:
    # Of three coders, two decisions may have made one and the same consensus coding: it goes with the last of them.
    others = (one for one in states["consensus"].values() if one and one != decision)
    keep = keep.union(*(one.codings for one in others))
    return [
        Change("remove", guid, None) for guid in decision.codings if guid not in keep and states["coding"].get(guid)
    ]
