"""Which codings and people count: a person's and the machine's codings never mix, groups never silently."""

from __future__ import annotations

from collections.abc import Iterable

from cjm_research.model import Basis, Coding, Participant, StageModel, crosswalk, stage_model
from cjm_research.model.stages import DEFAULT_STAGE_MODEL


def usable_codings(codings: Iterable[Coding], basis: Basis | None = None) -> list[Coding]:
    """The codings that may be counted, in the order of their places.

    Parameters
    ----------
    codings : iterable of Coding
        Any mixture of states.
    basis : {"confirmed", "machine"}, optional
        Keep only what a person confirmed, or only what the machine suggests; None keeps both, and still leaves out
        what a person rejected.
    """
    wanted = {"confirmed": {"confirmed"}, "machine": {"suggested"}, None: {"confirmed", "suggested"}}[basis]
    return sorted((c for c in codings if c.status in wanted), key=lambda c: (*c.place, c.code, c.guid))


def participant_ids(participants: Iterable[Participant | str]) -> tuple[str, ...]:
    """The ids of the people, sorted, each once."""
    return tuple(sorted({p if isinstance(p, str) else p.id for p in participants}))


def groups_of(participants: Iterable[Participant | str]) -> tuple[str, ...]:
    """The interviewee groups (customer, non_user, expert) among the people, sorted; strings carry none."""
    return tuple(sorted({p.group for p in participants if not isinstance(p, str)}))


def stage_in(coding: Coding, model: StageModel) -> str | None:
    """The stage of `model` that a coding falls into; codings carry stages of the default model or of `model`."""
    return crosswalk(coding.stage, stage_model(DEFAULT_STAGE_MODEL), model)
