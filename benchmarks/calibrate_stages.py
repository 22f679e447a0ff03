"""Measure how often each stage cue is right, on the development studies, and write it to the package.

python -m benchmarks.calibrate_stages      (after benchmarks.calibrate_tagger, before benchmarks.train_attributes)
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass

from benchmarks.evaluate_tagger import load_interviews
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.reading import Reading
from cjm_research.tagging.rules.scoring import weights_folder

# A cue counts as if this share of its lexicon weight had been seen so often; a pattern as if its rule's figure had.
PRIOR, SHARE = 3, 0.6


@dataclass(frozen=True)
class Said:
    """A question or an answer, and how many codings of the answer are of each stage."""

    reading: Reading
    stages: Counter[str]


def read(language: str) -> list[Said]:
    """Every question and answer of the development studies that codings tell the stage of."""
    said = []
    for transcript in load_interviews([language], "dev"):
        stages: dict[int, Counter[str]] = defaultdict(Counter)
        for coding in transcript.codings:
            if coding.stage:
                stages[coding.u][coding.stage] += 1
        for number, turn in enumerate(read_interview(transcript)):
            about = stages.get(number if turn.participant else number + 1)
            if about:
                said.append(Said(turn.reading, about))
    return said


def measure(said: list[Said]) -> dict[str, dict[str, float]]:
    """Rules and patterns of stage cues: how often the answer is about the cue's stage."""
    fired: dict[str, float] = defaultdict(float)
    right: dict[str, float] = defaultdict(float)
    weight: dict[str, float] = {}
    for one in said:
        cues = [hit for hit in one.reading.hits if hit.entry.kind == "stage"]
        for name, pattern, stage, prior in {(h.entry.name, h.pattern, h.entry.stage, h.entry.weight) for h in cues}:
            for key in (f"stage/{name}", f"stage/{name}/{pattern}"):
                fired[key] += 1
                right[key] += one.stages[str(stage)] / one.stages.total()
            weight[f"stage/{name}"] = prior
    rules = {key: (right[key] + PRIOR * SHARE * weight[key]) / (fired[key] + PRIOR) for key in weight}
    patterns = {
        key: (right[key] + PRIOR * rules["/".join(key.split("/", 2)[:2])]) / (n + PRIOR)
        for key, n in fired.items()
        if key not in weight
    }
    return {"rules": rules, "patterns": patterns}


def main() -> None:
    """Measure and write, language by language."""
    for language in ("en", "pl", "ru"):
        cues = measure(read(language))
        path = weights_folder() / f"{language}.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        for level, figures in cues.items():
            kept = {key: value for key, value in data[level].items() if not key.startswith("stage/")}
            data[level] = {**kept, **{key: round(value, 3) for key, value in figures.items()}}
        path.write_text(json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        sys.stdout.write(f"{language}: {len(cues['rules'])} stage cues fired\n")


if __name__ == "__main__":
    main()
