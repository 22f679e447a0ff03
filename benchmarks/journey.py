"""How fast a large journey map is made and edited: ``python -m benchmarks.journey``.

The map has 12 stages, 14 lanes and 300 entries, each of eight of 24 people.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from cjm_research import rendering
from cjm_research.journey import apply_edits, build_journey_map, diff_maps
from cjm_research.model import Coding, JourneyEdit, JourneyMap, StageDefinition, StageModel
from cjm_research.model.scheme import EMOTION_LABELS, KINDS, TOUCHPOINT_LABELS

PEOPLE, TELLERS, STAGES, ENTRIES = 24, 8, 12, 300
# The company's side, one entry a stage; the codings fill twelve lanes.
OWN_LANES = ("solution", "backstage")
REPEATS = 5


def large_model() -> StageModel:
    """Twelve stages, whose keys the codings carry."""
    stages = (StageDefinition(key=f"s{n:02}", phase="during", pivot=()) for n in range(STAGES))
    return StageModel(key="twelve", stages=tuple(stages))


def large_codings(n: int = ENTRIES) -> list[Coding]:
    """Codings that make about this many entries."""
    return [_coding(entry, person) for entry in range(n) for person in range(TELLERS)]


def _coding(entry: int, person: int) -> Coding:
    kind = KINDS[(entry // STAGES) % len(KINDS)]
    labels = {"touchpoint": TOUCHPOINT_LABELS, "emotion": EMOTION_LABELS}.get(kind)
    words = " ".join(f"{chr(97 + entry % 26)}{chr(97 + entry // 26)}{ending}" for ending in ("one", "two", "three"))
    who = f"p{(entry + 3 * person) % PEOPLE:02}"
    return Coding(
        guid=f"{entry}-{person}",
        transcript=who,
        participant=who,
        utterance=entry,
        start=0,
        end=len(words),
        quote=words,
        kind=kind,
        label=labels[entry % len(labels)] if labels else None,
        valence=entry % 5 - 2 if labels else None,
        stage=f"s{entry % STAGES:02}",
        coder="ann",
    )


def large_map(codings: list[Coding]) -> JourneyMap:
    """The map as the codings give it."""
    people = sorted({coding.participant for coding in codings})
    return build_journey_map(
        codings, key="all", title="All", actor="everybody", participants=people, stage_model=large_model(),
        basis="confirmed",
    )  # fmt: skip


def large_edits(found: JourneyMap) -> list[JourneyEdit]:
    """Every third entry worded anew or moved, some taken off, and the company's side written by hand."""
    edits = []
    for n, (_cell, item) in enumerate(found.items):
        if n % 3 == 0:
            values = {"text": f"Worded anew {n}", "owner": "Sales"} if n % 2 else {"stage": "s05"}
            words = tuple(e.coding for e in item.evidence)
            edits.append(_edit(item.key, values, evidence=words, removed=n % 30 == 0))
    for stage in found.stages:
        for lane in OWN_LANES:
            values = {"stage": stage.key, "lane": lane, "text": f"What is done at {stage.key}"}
            edits.append(_edit(f"{lane}.{stage.key}", values, own=True))
    return edits


def _edit(target: str, values: dict[str, str], **more: object) -> JourneyEdit:
    return JourneyEdit.model_validate({"map": "all", "part": "item", "target": target, "values": values, **more})


def seconds(action: Callable[[], object]) -> float:
    """The best of some runs, processor time."""
    times = []
    for _repeat in range(REPEATS):
        begin = time.process_time()
        action()
        times.append(time.process_time() - begin)
    return min(times)


def views(edited: JourneyMap, found: JourneyMap) -> dict[str, Callable[[], object]]:
    """Each view of the map, and of the map against what it was before the edits."""
    diff = diff_maps(found, edited)
    return {
        "map, page": partial(rendering.journey_html, edited),
        "map, SVG": partial(rendering.journey_svg, edited, lanes="full"),
        "map, PDF A1": partial(rendering.journey_pdf, edited, page="A1", lanes="full"),
        "map in steps, PDF A3": partial(rendering.journey_pdf, edited, zoom="steps"),
        "blueprint, PDF": partial(rendering.blueprint_pdf, edited),
        "story, page": partial(rendering.story_html, edited),
        "story, PDF": partial(rendering.story_pdf, edited),
        "way of one person, PDF": partial(rendering.participant_pdf, edited),
        "comparison, page": partial(rendering.compare_html, found, edited, diff=diff),
        "comparison, PDF": partial(rendering.compare_pdf, found, edited, diff=diff),
        "cards, PDF": partial(rendering.cards_pdf, edited),
    }


def report() -> list[str]:
    """What each step takes, and its share of making the map from its codings."""
    codings = large_codings()
    found = large_map(codings)
    edits = large_edits(found)
    lanes = {cell.lane for cell in found.cells} | set(OWN_LANES)
    steps: dict[str, Callable[[], object]] = {
        "made from its codings": partial(large_map, codings),
        "researchers' edits": partial(apply_edits, found, edits, codings),
        **views(apply_edits(found, edits, codings), found),
    }
    times = {name: seconds(action) for name, action in steps.items()}
    base = times["made from its codings"]
    rows = [f"| {name} | {1000 * taken:.1f} | {taken / base:.3f} |" for name, taken in times.items()]
    n_entries = len(found.items) + len(OWN_LANES) * STAGES
    return [
        f"A map of {len(found.stages)} stages, {len(lanes)} lanes and {n_entries} entries, with {len(edits)} edits.",
        "",
        "| step | milliseconds | of making the map |",
        "| --- | --- | --- |",
        *rows,
    ]


if __name__ == "__main__":
    print("\n".join(report()))
