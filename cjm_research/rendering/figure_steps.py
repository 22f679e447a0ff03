"""The steps of a journey as pictures show them: one numbered row of them, with their marks and the words behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cjm_research.charts.journey_labels import ordered_steps, step_name
from cjm_research.i18n import _, format_number
from cjm_research.model import Count, Evidence, JourneyItem, JourneyMap, JourneyStep, term
from cjm_research.rendering.environment import share, signed
from cjm_research.rendering.figure_sheet import Entry
from cjm_research.rendering.icons import INK
from cjm_research.rendering.journey_words import item_name, step_notes

_NO_STOPS = {"repeats": 0, "stalled": 0, "exited": 0, "layer": "as_is", "own": False, "edited": ()}
NOBODY = Count(k=0, n=0, interval=(0.0, 1.0))
UNKNOWN_FACE = (
    f'<circle cx="12" cy="12" r="8" fill="#fff" stroke="{INK}" stroke-width="1.6" stroke-dasharray="2.5 2.5"/>'
)


@dataclass(frozen=True)
class StepView:
    """One step: its number along the journey, its place, what it is called, who took it, and its marks.

    `blank` steps are room to write in; `turning` tells of a step where people decided to leave or to stay.
    """

    number: int
    key: str
    stage: str
    name: str
    count: Count = NOBODY
    valence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    turning: bool = False
    information: bool = False
    planned: bool = False
    blank: bool = False
    step: JourneyStep | None = None

    @property
    def is_assumption(self) -> bool:
        """Whether nobody's words stand behind it."""
        return not self.evidence

    @property
    def facts(self) -> str:
        """How many people took it and how they felt, and whether it is planned; empty where nothing is known."""
        parts = [share(self.count)] if self.count.k else []
        parts += [signed(self.valence)] if self.valence is not None else []
        return " · ".join([*parts, *([term("layer", "to_be")] if self.planned else [])])

    @property
    def roles(self) -> list[str]:
        """What is decided in the step, what comes of it, and who takes part."""
        if self.step is None:
            return []
        return [words for _mark, words in step_notes(self.step.model_copy(update=_NO_STOPS)) if words]

    def entry(self) -> Entry:
        """The step in the list below a picture."""
        as_is = self.step.model_copy(update={"layer": "as_is"}) if self.step else None
        notes = [words for _mark, words in step_notes(as_is)] if as_is else []
        facts = " · ".join(part for part in (self.facts, *notes) if part)
        return Entry(self.key, f"{format_number(self.number)}. {self.name}", facts, self.evidence)


def step_views(journey_map: JourneyMap, *, most: int | None = None, blanks: int = 0) -> tuple[list[StepView], int]:
    """The steps in the order of stages and of telling, and how many were left out.

    A map without steps gives its contacts, those of most people first chosen; a map with neither gives `blanks` empty
    steps a stage, to be filled in by hand.

    Parameters
    ----------
    journey_map : JourneyMap
        Any map.
    most : int, optional
        No more than so many: those of most people.
    blanks : int
        How many empty steps a stage has where nothing is known.
    """
    found = _steps(journey_map) or _contacts(journey_map)
    chosen = _strongest(found, most)
    shown = [view for view in found if view.key in chosen]
    if not found:
        shown = [
            StepView(0, f"blank-{stage.key}-{i + 1}", stage.key, "", blank=True)
            for stage in journey_map.stages
            for i in range(blanks)
        ]
    return [_numbered(view, i) for i, view in enumerate(shown, start=1)], len(found) - len(chosen)


def by_stage(journey_map: JourneyMap, views: Sequence[StepView]) -> list[tuple[str, list[StepView]]]:
    """Names of the stages that have steps, each with them."""
    rows = ((journey_map.stage_name(s.key), [v for v in views if v.stage == s.key]) for s in journey_map.stages)
    return [(name, steps) for name, steps in rows if steps]


def left_out_note(n: int) -> str:
    """What a reader must know of steps that are not shown."""
    return _("Steps left out, taken by the fewest people: {n}.").format(n=format_number(n))


def _steps(journey_map: JourneyMap) -> list[StepView]:
    return [
        StepView(
            number=0,
            key=step.key,
            stage=step.stage,
            name=step_name(journey_map, step),
            count=step.count,
            valence=step.valence,
            evidence=step.evidence,
            turning=step.exited > 0 or any(_belongs(i, step) for i in journey_map.cell(step.stage, "turning").items),
            information=_needs_information(journey_map, step),
            planned=step.layer == "to_be",
            step=step,
        )
        for step in ordered_steps(journey_map)
    ]


def _belongs(item: JourneyItem, step: JourneyStep) -> bool:
    return step.key in item.links or (item.label is not None and item.label == step.label)


def _needs_information(journey_map: JourneyMap, step: JourneyStep) -> bool:
    return any(
        "information_needed" in item.marks and _belongs(item, step)
        for cell, item in journey_map.items
        if cell.stage == step.stage
    )


def _contacts(journey_map: JourneyMap) -> list[StepView]:
    rows = []
    for stage in journey_map.stages:
        turning = {item.label for item in journey_map.cell(stage.key, "turning").items if item.label}
        for item in journey_map.cell(stage.key, "touchpoint").items:
            rows.append(
                StepView(
                    number=0,
                    key=item.key,
                    stage=stage.key,
                    name=item_name(item, "touchpoint"),
                    count=item.count,
                    valence=item.valence,
                    evidence=item.evidence,
                    turning=item.label in turning,
                    information="information_needed" in item.marks,
                    planned=item.layer == "to_be",
                )
            )
    return rows


def _strongest(views: Sequence[StepView], most: int | None) -> set[str]:
    ranked = sorted(enumerate(views), key=lambda pair: (-pair[1].count.k, pair[0]))
    return {view.key for _i, view in ranked[:most]}


def _numbered(view: StepView, number: int) -> StepView:
    return replace(view, number=number)
