"""Which stage of a map each coding falls into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cjm_research.coding import stage_in, touchpoint_context
from cjm_research.model import Coding, StageModel, stage_model
from cjm_research.model.scheme import KINDS
from cjm_research.model.stages import DEFAULT_STAGE_MODEL


def staged_codings(codings: Sequence[Coding], model: StageModel) -> list[tuple[str, Coding]]:
    """(stage, coding) of all that fall into a stage of the model, in the order given.

    They fall there by the cross-walk. In a model found in interviews, a contact falls into the stage that names it, and
    so does what is told beside it; the cross-walk speaks for the rest.
    """
    if not any(stage.contacts for stage in model.stages):
        return [(stage, c) for c in codings if (stage := stage_in(c, model)) is not None]
    of = {contact: stage.key for stage in model.stages for contact in stage.contacts}
    beside = touchpoint_context(codings, kinds=[kind for kind in KINDS if kind != "touchpoint"])
    found = []
    for coding in codings:
        label = coding.label if coding.kind == "touchpoint" else beside.get(coding.guid)
        stage = of.get(contact_code(coding, label)) or stage_in(coding, model)
        if stage is not None:
            found.append((stage, coding))
    return found


def contact_code(coding: Coding, label: str | None) -> str:
    """The contact with the stage at which it was coded: ``purchase/delivery``; without one, its label alone."""
    pivot = stage_in(coding, stage_model(DEFAULT_STAGE_MODEL))
    return f"{pivot}/{label}" if pivot else label or ""


def pivots(coded: Sequence[Mapping[str, int]]) -> list[tuple[str, ...]]:
    """What each stage stands for: stages of the seven-stage model, each given to the one with most of its codings.

    Parameters
    ----------
    coded : sequence of mapping of str to int
        For each stage in order: stage of the seven-stage model -> codings. One that has most of none stands for that of
        most of its own too where another before it takes what falls there by the cross-walk; else for none, and is
        reached by its contacts.
    """
    order = stage_model(DEFAULT_STAGE_MODEL).keys
    found: list[list[str]] = [[] for _stage in coded]
    first: dict[str, int] = {}
    for pivot in order:
        counts = [of.get(pivot, 0) for of in coded]
        if any(counts):
            first[pivot] = counts.index(max(counts))
    for at, pivot in enumerate(order):
        # One at which no contact was coded goes with the one before it, the earliest with the one after them.
        near = [*reversed(order[: at + 1]), *order[at + 1 :]]
        stage = next((first[p] for p in near if p in first), None)
        if stage is not None:
            found[stage].append(pivot)
    for at, of in enumerate(coded):
        if not found[at] and of:
            own = max(order, key=lambda pivot: of.get(pivot, 0))
            found[at] = [own] if first[own] < at else []
    return [tuple(of) for of in found]
