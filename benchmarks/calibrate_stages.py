"""Measure the leanings of the stage logic on the development studies of all languages, and write them to the package.

python -m benchmarks.calibrate_stages      (after benchmarks.calibrate_tagger)
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from benchmarks.evaluate_tagger import load_interviews
from benchmarks.score import Mark, gold_marks, matched_pairs
from cjm_research.tagging.lexicon import STAGES
from cjm_research.tagging.pipeline import load_pipeline
from cjm_research.tagging.reading import reading_of, text_range
from cjm_research.tagging.scoring import Weights, load_weights, weights_folder
from cjm_research.tagging.stages import POSITION_BINS, StageFigures, Turn, assign_stages

INDEX = {stage: i for i, stage in enumerate(STAGES)}
# Strengths that are tried, one after the other, twice round.
STEPS = {
    "question": (0.3, 0.6, 1.0, 1.5),
    "answer": (0.0, 0.3, 0.6, 1.0),
    "contact": (0.0, 0.3, 0.6, 1.0),
    "place": (0.3, 0.6, 1.0, 1.4),
    "own": (0.3, 0.6, 1.0, 1.5),
    "chain": (0.5, 0.8, 1.0, 1.3),
}


@dataclass
class Interview:
    """One development interview, read and tagged, with its codings."""

    study: str
    language: str
    group: str
    turns: list[Turn]
    numbers: list[int]
    gold: list[Mark]
    tags: list[tuple[int, int, int]]


def read_interviews(languages: list[str]) -> list[Interview]:
    """All development interviews with the candidates of the tagger."""
    interviews = []
    for language in languages:
        nlp = load_pipeline(language)
        for transcript in load_interviews([language], "dev"):
            turns = [Turn(u.role == "participant", reading_of(nlp(u.text))) for u in transcript.utterances]
            numbers = [i for i, turn in enumerate(turns) if turn.participant]
            study = f"{language}/{transcript.study}"
            interviews.append(
                Interview(
                    study,
                    language,
                    transcript.group,
                    turns,
                    numbers,
                    gold_marks(transcript),
                    _places(turns),
                )
            )
    return interviews


def _places(turns: list[Turn]) -> list[tuple[int, int, int]]:
    """(utterance, start, end) of every candidate, in order."""
    return [
        (number, *text_range(turn.reading, candidate.start, candidate.end))
        for number, turn in enumerate(turns)
        if turn.participant
        for candidate in turn.reading.candidates
    ]


def measure(interviews: list[Interview], strengths: dict[str, float]) -> StageFigures:
    """Leanings by place, step, contact and group."""
    total = np.ones(len(STAGES))
    position = np.full((POSITION_BINS, len(STAGES)), 0.0)
    steps = np.full((len(STAGES), len(STAGES)), 0.5)
    labels: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(STAGES)))
    groups: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(STAGES)))
    for interview in interviews:
        n = len(interview.numbers)
        by_turn: dict[int, Counter] = defaultdict(Counter)
        for mark in interview.gold:
            if mark.stage:
                i = INDEX[mark.stage]
                total[i] += 1
                turn = interview.numbers.index(mark.utterance)
                by_turn[turn][i] += 1
                position[min(POSITION_BINS * turn // n, POSITION_BINS - 1), i] += 1
                groups[interview.group][i] += 1
                if mark.kind == "touchpoint":
                    labels[mark.label][i] += 1
        main = [by_turn[t].most_common(1)[0][0] for t in range(n) if by_turn[t]]
        for one, other in pairwise(main):
            steps[one, other] += 1
    prior = total / total.sum()

    def ratio(row: np.ndarray, weight: float) -> np.ndarray:
        return np.log((row + weight * prior) / (row.sum() + weight)) - np.log(prior)

    return StageFigures(
        position=np.array([np.log(prior) + ratio(row, 20.0) for row in position]),
        steps=np.log(steps / steps.sum(axis=1, keepdims=True)) - 0.5 * np.log(prior)[None, :],
        labels={label: ratio(row, 6.0) for label, row in sorted(labels.items())},
        groups={group: ratio(row, 60.0) for group, row in sorted(groups.items())},
        **strengths,
    )


def cue_worth(interviews: list[Interview]) -> dict[str, dict[str, float]]:
    """Rules and patterns of stage cues: how often the utterance (or the answer) is about the cue's stage."""
    fired: dict[str, float] = defaultdict(float)
    right: dict[str, float] = defaultdict(float)
    weight: dict[str, float] = {}
    for interview in interviews:
        shares: dict[int, Counter] = defaultdict(Counter)
        for mark in interview.gold:
            if mark.stage:
                shares[mark.utterance][mark.stage] += 1
        for number, turn in enumerate(interview.turns):
            about = shares.get(number if turn.participant else number + 1)
            if not about:
                continue
            for name, pattern, stage, prior in {
                (h.entry.name, h.pattern, h.entry.stage, h.entry.weight)
                for h in turn.reading.hits
                if h.entry.kind == "stage"
            }:
                for key in (f"stage/{name}", f"stage/{name}/{pattern}"):
                    fired[key] += 1
                    right[key] += about[stage] / sum(about.values())
                weight[f"stage/{name}"] = prior
    rules = {k: (right[k] + 3 * 0.6 * weight[k]) / (fired[k] + 3) for k in weight}
    patterns = {
        k: (right[k] + 3 * rules["/".join(k.split("/", 2)[:2])]) / (n + 3) for k, n in fired.items() if k not in weight
    }
    return {"rules": rules, "patterns": patterns}


def accuracy(interviews: list[Interview], figures: StageFigures, weights: dict[str, Weights]) -> tuple[int, int]:
    """(right, all) over tags that match a coding."""
    ok = n = 0
    for interview in interviews:
        assign_stages(interview.turns, interview.group, weights[interview.language], figures)
        candidates = [c for turn in interview.turns if turn.participant for c in turn.reading.candidates]
        tags = [
            Mark("", u, start, end, c.kind, c.label, None, c.stage)
            for (u, start, end), c in zip(interview.tags, candidates, strict=True)
        ]
        gold = [replace_id(mark) for mark in interview.gold]
        for g, t in matched_pairs(gold, tags):
            n += gold[g].stage is not None
            ok += gold[g].stage is not None and gold[g].stage == tags[t].stage
    return ok, n


def replace_id(mark: Mark) -> Mark:
    """The mark without its transcript, for comparing inside one interview."""
    return replace(mark, transcript="")


def crossed(interviews: list[Interview], strengths: dict[str, float], worth: dict) -> float:
    """Accuracy where every study is judged by figures of the other studies."""
    ok = n = 0
    for study, (weights, others, here) in worth.items():
        del study
        a, b = accuracy(here, measure(others, strengths), weights)
        ok, n = ok + a, n + b
    return ok / n


def _with_cues(language: str, cues: dict[str, dict[str, float]]) -> Weights:
    plain = load_weights(language)
    return replace(plain, rules={**plain.rules, **cues["rules"]}, patterns={**plain.patterns, **cues["patterns"]})


def main() -> None:
    """Measure, choose the strengths, write the figures."""
    languages = ["en", "pl", "ru"]
    interviews = read_interviews(languages)
    worth = {}
    for study in sorted({i.study for i in interviews}):
        others = [i for i in interviews if i.study != study]
        here = [i for i in interviews if i.study == study]
        cues = {lang: cue_worth([i for i in others if i.language == lang]) for lang in languages}
        worth[study] = ({lang: _with_cues(lang, cues[lang]) for lang in languages}, others, here)
    strengths = {"question": 1.0, "answer": 0.6, "contact": 0.5, "place": 0.6, "own": 1.0, "chain": 1.0}
    best = crossed(interviews, strengths, worth)
    for _round in range(2):
        for name, values in STEPS.items():
            for value in values:
                trial = {**strengths, name: value}
                share = crossed(interviews, trial, worth)
                if share > best + 1e-9:
                    strengths, best = trial, share
    sys.stdout.write(f"stages: {best:.3f} of matched tags right (study by study), strengths {strengths}\n")
    write(measure(interviews, strengths), strengths)
    for language in languages:
        cues = cue_worth([i for i in interviews if i.language == language])
        path = weights_folder() / f"{language}.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        for level in ("rules", "patterns"):
            kept = {k: v for k, v in data[level].items() if not k.startswith("stage/")}
            data[level] = {**kept, **{k: round(v, 3) for k, v in cues[level].items()}}
        path.write_text(json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def write(figures: StageFigures, strengths: dict[str, float]) -> None:
    """Write the leanings, rounded so that the file is the same everywhere."""
    data = {
        "made_by": "python -m benchmarks.calibrate_stages, from the development studies",
        "stages": list(STAGES),
        "position": np.round(figures.position, 3).tolist(),
        "steps": np.round(figures.steps, 3).tolist(),
        "labels": {label: np.round(row, 3).tolist() for label, row in figures.labels.items()},
        "groups": {group: np.round(row, 3).tolist() for group, row in figures.groups.items()},
        "strengths": strengths,
    }
    path = weights_folder() / "stages.json"
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
