"""Which stage of a map each coding falls into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cjm_research.coding import stage_in, touchpoint_context
from cjm_research.model import Coding, StageDefinition, StageModel, stage_model
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


def pivots(codes: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Stage -> the stages of the seven-stage model that it stands for, each given to the one with most of its contacts.

    Parameters
    ----------
    codes : mapping of str to sequence of str
        Stage -> its contacts, most told first. A stage that has most of none stands for that of most of its contacts.
    """
    order = stage_model(DEFAULT_STAGE_MODEL).keys
    held: dict[str, dict[str, int]] = {pivot: {} for pivot in order}
    for stage, contacts in codes.items():
        for contact in contacts:
            pivot, slash, _label = contact.partition("/")
            if slash:
                held[pivot][stage] = held[pivot].get(stage, 0) + 1
    found: dict[str, list[str]] = defaultdict(list)
    for pivot in order:
        if held[pivot]:
            found[max(held[pivot], key=lambda stage: held[pivot][stage])].append(pivot)
    for stage in codes:
        if not found[stage] and (own := [pivot for pivot in order if stage in held[pivot]]):
            found[stage].append(max(own, key=lambda pivot: held[pivot][stage]))
    return {stage: tuple(found[stage]) for stage in codes}


def phase_of(stage: StageDefinition | None) -> str:
    """The phase of a stage; the middle one where nothing tells."""
    return stage.phase if stage else "during"
