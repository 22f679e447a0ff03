"""Codings -> PersonaDraft: group, judge, describe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cjm_research.coding import participant_code_matrix, participant_ids, usable_codings
from cjm_research.errors import BadValueError
from cjm_research.i18n import N_, _
from cjm_research.model import Basis, Coding, Participant, Persona, PersonaDraft, StageModel, stage_model
from cjm_research.model.scheme import GROUPS
from cjm_research.model.stages import DEFAULT_STAGE_MODEL
from cjm_research.personas.clustering import MAX_GROUPS, Grouping, PersonaClusterer, Progress, possible_ks
from cjm_research.personas.features import BLOCK_WEIGHTS, MACHINE_WEIGHTS
from cjm_research.personas.profile import Profiler, titles_of
from cjm_research.personas.quotes import choose_quotes
from cjm_research.personas.tracking import tracked_circumstances
from cjm_research.personas.verdict import BETWEEN, MIN_FOR_CLUSTERING, judge, warnings_of

DEFAULT_SEED = 20260101
_FEATURES: dict[Basis, str] = {
    "confirmed": N_("presence of channels (weight 0.4) and of codes in their stages (weight 1), double-centred"),
    "machine": N_("presence of channels (weight 1) and of channels in their stages (weight 1), double-centred"),
}


def draft_personas(
    codings: Iterable[Coding],
    participants: Iterable[Participant],
    *,
    basis: Basis,
    stage_model: str | StageModel = DEFAULT_STAGE_MODEL,
    seed: int = DEFAULT_SEED,
    k: int | None = None,
    group: str | None = None,
    progress: Progress | None = None,
) -> PersonaDraft:
    """Personas of one interviewee group, with a verdict on whether there are any.

    Parameters
    ----------
    codings : iterable of Coding
        Rejected ones, those of the other basis and those of other people are left out.
    participants : iterable of Participant
        Their attributes describe personas and never make them.
    basis : {"confirmed", "machine"}
        What the draft rests on.
    stage_model : str or StageModel
        The stages that statements name. The groups do not depend on it.
    seed : int
        The same seed and codings give the same draft.
    k : int, optional
        The researcher's own number of groups; by default the data tell, and may tell that there are none.
    group : str, optional
        Interviewee group to draft personas of; by default the largest.
    progress : callable, optional
        Called with (steps done, steps in all).

    Raises
    ------
    BadValueError
        `k` is not a number of groups that so many people can form.
    """
    everybody = list(participants)
    chosen = group or _largest_group(everybody)
    people = [p for p in everybody if p.group == chosen]
    known = set(participant_ids(people))
    usable = [c for c in usable_codings(codings, basis) if c.participant in known]
    coded = tuple(sorted({c.participant for c in usable}))
    grouping = _group(usable, coded, basis=basis, k=k, seed=seed, progress=progress)
    verdict, why = judge(len(coded), grouping, basis=basis, forced=k is not None and k > 1)
    parts = _parts(coded, grouping if verdict != "no_groups" else None)
    personas = _personas(usable, coded, parts, _model(stage_model))
    return PersonaDraft(
        verdict=verdict,
        why=why,
        n=len(coded),
        k=len(parts),
        basis=basis,
        warnings=warnings_of(
            left_out=sorted(p.id for p in everybody if p.group != chosen),
            uncoded=sorted(known - set(coded)),
            between=_between(personas),
            tracked=tracked_circumstances(_numbers(parts), people, usable) if len(parts) > 1 else {},
        ),
        personas=personas,
        method=_method(grouping, chosen, usable, basis=basis, k=k, seed=seed),
    )


@dataclass(frozen=True)
class _Part:
    """The members of one persona, the most central first, and how firmly each belongs."""

    members: tuple[str, ...]
    membership: dict[str, float]


def _largest_group(participants: Sequence[Participant]) -> str:
    sizes = Counter(p.group for p in participants)
    return max(GROUPS, key=lambda name: (sizes[name], -GROUPS.index(name)))


def _model(model: str | StageModel) -> StageModel:
    return stage_model(model) if isinstance(model, str) else model


def _group(
    codings: Sequence[Coding],
    coded: Sequence[str],
    *,
    basis: Basis,
    k: int | None,
    seed: int,
    progress: Progress | None,
) -> Grouping | None:
    n = len(coded)
    if k is not None and not 1 <= k <= max(1, min(MAX_GROUPS, n // 2)):
        raise BadValueError(
            _("{k} groups cannot be formed of {n} people. Choose a number from 1 to {most}.").format(
                k=k, n=n, most=max(1, min(MAX_GROUPS, n // 2))
            )
        )
    if k == 1 or (k is None and n < MIN_FOR_CLUSTERING):
        return None
    presence = participant_code_matrix(codings, coded, level="code_stage")
    if basis == "machine":
        presence = presence.loc[:, presence.columns.str.startswith("touchpoint/")]
    weights = MACHINE_WEIGHTS if basis == "machine" else BLOCK_WEIGHTS
    clusterer = PersonaClusterer(presence.columns, weights=weights, seed=seed)
    ks = possible_ks(n) if k is None else (k,)
    return clusterer.fit(presence.to_numpy(), ks=ks, progress=progress, smallest=1 if k else None)


def _parts(coded: Sequence[str], grouping: Grouping | None) -> list[_Part]:
    if grouping is None or grouping.chosen is None:
        return [_Part(tuple(coded), dict.fromkeys(coded, 1.0))] if coded else []
    firmness = grouping.chosen.membership()
    parts = []
    for label in range(int(grouping.chosen.labels.max()) + 1):
        at = np.flatnonzero(grouping.chosen.labels == label).tolist()
        distance = np.linalg.norm(grouping.features[at][:, None] - grouping.features[at], axis=2).mean(axis=1).round(9)
        central = sorted(range(len(at)), key=lambda i: (-round(firmness[at[i], label], 4), distance[i], coded[at[i]]))
        membership = {coded[i]: round(float(firmness[i, label]), 4) for i in at}
        parts.append(_Part(tuple(coded[at[i]] for i in central), membership))
    return parts


def _personas(
    codings: Sequence[Coding], coded: Sequence[str], parts: Sequence[_Part], model: StageModel
) -> tuple[Persona, ...]:
    profiler = Profiler(codings, coded, model)
    claims_of = [profiler.claims(part.members) for part in parts]
    titles = titles_of(claims_of) if len(parts) > 1 else [_("General portrait")]
    personas = []
    for number, (part, claims) in enumerate(zip(parts, claims_of, strict=True), start=1):
        mine = [c for c in codings if c.participant in part.membership]
        telling = claims[0].codings if claims else ()
        quotes, counter = choose_quotes(mine, part.members, telling)
        personas.append(
            Persona(
                key=f"P{number}",
                title=titles[number - 1],
                members=tuple(sorted(part.members)),
                membership=part.membership,
                typical_member=part.members[0],
                statements=profiler.statements(part.members),
                quotes=quotes,
                counter_quote=counter,
            )
        )
    return tuple(personas)


def _between(personas: Sequence[Persona]) -> list[str]:
    return sorted(who for p in personas for who, share in p.membership.items() if share < BETWEEN)


def _numbers(parts: Sequence[_Part]) -> dict[str, int]:
    return {who: number for number, part in enumerate(parts) for who in part.members}


def _method(
    grouping: Grouping | None, group: str, codings: Sequence[Coding], *, basis: Basis, k: int | None, seed: int
) -> dict[str, Any]:
    """Keys and values are English for programs that read them; a report translates them where it shows them."""
    method: dict[str, Any] = {
        "group": group,
        "n_codings": len(codings),
        "seed": seed,
        "k_chosen_by": "researcher" if k else "data",
    }
    if grouping is None:
        return method
    method |= {
        "features": _FEATURES[basis],
        "clustering": N_(
            "Ward clustering of resamples, each of 80% of the people and 70% of the codes; average linkage on how "
            "often two people fall together"
        ),
        "null_model": N_("tables shuffled with all row and column totals kept (curveball)"),
        "p_value": round(grouping.p_value, 4),
        "scores": {str(number): score for number, score in grouping.scores.items()},
    }
    if grouping.chosen is not None:
        from cjm_research.personas.sensitivity import agreement_of_methods

        method["agreement_of_methods"] = agreement_of_methods(
            grouping.features, grouping.chosen.labels, seed=seed % 2**32
        )
    return method
