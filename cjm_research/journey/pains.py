"""Which troubles weigh most: by the people who have them, then by how often they are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cjm_research.coding import (
    QuoteSpace,
    Theme,
    group_by_touchpoint,
    participant_ids,
    touchpoint_context,
    usable_codings,
)
from cjm_research.i18n import _
from cjm_research.measures import count_of
from cjm_research.model import Basis, Coding, Participant, term
from cjm_research.model.journey import RankedPain


def top_pains(
    codings: Iterable[Coding],
    participants: Iterable[Participant | str],
    *,
    limit: int | None = 10,
    basis: Basis | None = None,
) -> list[RankedPain]:
    """Where most people were hurt: pains and barriers by touchpoint and stage.

    Parameters
    ----------
    codings : iterable of Coding
        Only pain points and barriers of the participants are ranked, rejected ones never; touchpoints tell where
        they were met.
    participants : iterable of Participant or str
        The denominator.
    limit : int, optional
        How many at most; None for all.
    basis : {"confirmed", "machine"}, optional
        Which codings count; None takes both.

    Returns
    -------
    list of RankedPain
        By number of people, then people stopped, then mentions, then name. Equal counts are ties: the order among
        them carries no meaning.
    """
    ids = participant_ids(participants)
    mine = [c for c in usable_codings(codings, basis) if c.participant in set(ids)]
    contexts, space = touchpoint_context(mine), QuoteSpace(mine)
    by_stage: dict[str, list[Coding]] = defaultdict(list)
    for coding in mine:
        if coding.is_pain:
            by_stage[coding.stage or ""].append(coding)
    groups = [
        (stage, label, theme)
        for stage, members in sorted(by_stage.items())
        for label, theme in group_by_touchpoint(members, contexts, space=space)
    ]
    groups.sort(key=lambda g: (-len(g[2].people), -_stopped(g[2]), -len(g[2].codings), g[0], g[1] or ""))
    return [_ranked(rank, *group, n=len(ids)) for rank, group in enumerate(groups[:limit], start=1)]


def _ranked(rank: int, stage: str, label: str | None, theme: Theme, *, n: int) -> RankedPain:
    return RankedPain(
        rank=rank,
        text=_heading(stage, label),
        quote=theme.representative.quote,
        touchpoint=label,
        stages=(stage,) if stage else (),
        count=count_of(len(theme.people), n),
        mentions=len(theme.codings),
        stopped=_stopped(theme),
        evidence=theme.evidence,
    )


def _heading(stage: str, label: str | None) -> str:
    topic = term("touchpoint", label) if label else _("No contact named")
    return _("{topic} ({stage})").format(topic=topic, stage=term("stage", stage)) if stage else topic


def _stopped(theme: Theme) -> int:
    return len({c.participant for c in theme.codings if c.kind == "barrier"})
