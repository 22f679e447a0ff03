"""How fast a large journey map is made and edited: ``python -m benchmarks.journey``.

The map has 12 stages, 14 lanes and 300 entries of 24 people, half of whose words nobody else used.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from cjm_research.journey import apply_edits, build_journey_map
from cjm_research.model import Coding, JourneyEdit, JourneyMap, StageDefinition, StageModel
from cjm_research.model.scheme import EMOTION_LABELS, KINDS, TOUCHPOINT_LABELS

PEOPLE, STAGES, ITEMS = 24, 12, 300
LANES = ("solution", "backstage")
REPEATS = 5


def large_model() -> StageModel:
    """Twelve stages that share the seven of the pivot; codings carry their keys."""
    stages = (StageDefinition(key=f"s{n:02}", phase="during", pivot=()) for n in range(STAGES))
    return StageModel(key="twelve", stages=tuple(stages))


def large_codings(n_items: int = ITEMS - 2 * STAGES) -> list[Coding]:
    """Codings that make this many entries, each of eight people's words."""
    codings = []
    for item in range(n_items):
        stage, kind = item % STAGES, KINDS[(item // STAGES) % len(KINDS)]
        labels = {"touchpoint": TOUCHPOINT_LABELS, "emotion": EMOTION_LABELS}.get(kind)
        words = " ".join(f"word{chr(97 + int(digit))}" for digit in f"{item:04}{(item * 7919) % 9973:04}")
        for person in range(8):
            who = f"p{(item + 3 * person) % PEOPLE:02}"
            codings.append(
                Coding(
                    guid=f"{item}-{person}",
                    transcript=who,
                    participant=who,
                    utterance=item // 4,
                    start=item % 4 * 80,
                    end=item % 4 * 80 + len(words),
                    quote=words,
                    kind=kind,
                    stage=f"s{stage:02}",
                    coder="ann",
                    label=labels[item % len(labels)] if labels else None,
                    valence=item % 5 - 2 if labels else None,
                )  # fmt: skip
            )
    return codings


def large_edits(found: JourneyMap) -> list[JourneyEdit]:
    """Every third entry changed, moved or taken off, and the company's side written by hand."""
    edits = []
    for n, (cell, item) in enumerate(found.items):
        if n % 3 == 0:
            values = {"text": f"Worded anew {n}", "owner": "Sales"} if n % 2 else {"stage": "s05"}
            words = tuple(e.coding for e in item.evidence)
            edits.append(_edit("item", item.key, values, evidence=words, removed=n % 30 == 0))
        elif cell.lane == "pain":
            edits.append(_edit("item", item.key, {"position": float(n)}))
    for stage in found.stages:
        for lane in LANES:
            values = {"stage": stage.key, "lane": lane, "text": f"What is done at {stage.key}"}
            edits.append(_edit("item", f"{lane}.{stage.key}", values, own=True))
    return edits


def _edit(part: str, target: str, values: dict[str, object], **more: object) -> JourneyEdit:
    return JourneyEdit.model_validate({"map": "all", "part": part, "target": target, "values": values, **more})


def seconds(action: Callable[[], object]) -> float:
    """The best of some runs, processor time."""
    times = []
    for _repeat in range(REPEATS):
        begin = time.process_time()
        action()
        times.append(time.process_time() - begin)
    return min(times)


def main() -> None:
    """Print what each step takes, and its share of making the map from its codings."""
    codings, model = large_codings(), large_model()
    people = sorted({coding.participant for coding in codings})

    def build() -> JourneyMap:
        return build_journey_map(
            codings,
            key="all",
            title="All",
            actor="everybody",
            participants=people,
            stage_model=model,
            basis="confirmed",
        )

    found = build()
    edits = large_edits(found)
    edited = apply_edits(found, edits, codings)
    steps = {"made from its codings": build, "researchers' edits": lambda: apply_edits(found, edits, codings)}
    print(f"A journey map of {len(edited.stages)} stages and {len(edited.items)} entries, {len(edits)} edits\n")
    print("| step | milliseconds | of making the map |\n| --- | --- | --- |")
    base = None
    for name, action in steps.items():
        taken = seconds(action)
        base = base or taken
        print(f"| {name} | {1000 * taken:.1f} | {taken / base:.3f} |")


if __name__ == "__main__":
    main()
